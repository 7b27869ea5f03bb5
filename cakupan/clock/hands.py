"""The hands a run is really walked with: figures are read and judged, reports printed and kept, letters sent."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.clock.remind import remind
from cakupan.clock.walk import Sent, in_one
from cakupan.errors import DataError
from cakupan.language import Language
from cakupan.message import Message, message
from cakupan.model import Delivery, Due, Edition, Figures, Region, State
from cakupan.pipeline.again import print_again
from cakupan.pipeline.imprints import store_key
from cakupan.pipeline.order import Request
from cakupan.pipeline.run import Outcome, make_reports
from cakupan.post.deliver import Asked, Delivered, deliver
from cakupan.post.digest import tell_operator
from cakupan.post.office import Office
from cakupan.read import read
from cakupan.seal import Seal
from cakupan.timetable.gaps import Gap, gaps
from cakupan.vintage import periods

_LOOK = dt.timedelta(minutes=5)  # between two looks whether somebody has said yes
_SERVER = dt.timedelta(minutes=10)  # until a mail server that was away is tried again
_WAITS = (State.PLANNED, State.APPROVED, State.SENDING, State.COMMITTING)


@dataclass(frozen=True)
class RealHands:
    """One knock's hands: what is read is read once.

    `alive` is told of every step, `log` of what a person may see, `operator` of what one has to.
    `seal` is asked when something is printed: who signs, None where nobody does.
    """

    office: Office
    seal: Callable[[], Seal | None]
    alive: Callable[[], None]
    log: Callable[[Message], None]
    operator: Callable[[Message], object]

    def say(self, told: Message) -> None:
        """To the log, and to the operator, once a day."""
        self.log(told)
        self.operator(told)

    @cached_property
    def figures(self) -> Figures:
        """What is believed of all that lies in the province's folder; DataError where nothing is."""
        self.alive()
        settings = self.office.settings
        return check(read(Path(settings.data)), catalogue(), self.office.now(), self.office.limits)

    def gaps(self, due: Due) -> tuple[Gap, ...]:
        """The figures that are not in."""
        return gaps(self.figures, due.expected)

    def edition(self, due: Due) -> int | None:
        """The newest that is of the whole province, and was made since it was due, or of these very figures.

        One whose letters have left counts whatever it was made of: who has it gets another
        by `supersede` alone.
        """
        newest = self._newest(due)
        if newest is None:
            return None
        rows = self.office.ledger.deliveries(newest.province, due.occasion)
        if any(row.state is State.SENT for row in rows):
            return newest.number
        fresh = newest.now is not None and newest.now >= due.at
        fits = newest.meeting == due.meeting
        return newest.number if fits and (fresh or newest.fingerprint == self.figures.fingerprint) else None

    def make(self, due: Due) -> int:
        """Judge, print and keep, as `report --keep` does; DataError where nothing came of it."""
        if due.period and due.period not in periods(self.figures):
            raise DataError(message("no coverage figures of {period} at all", period=due.period))
        if late := self.gaps(due):
            codes = ", ".join(gap.region.code for gap in late)
            self.say(message("{run}: goes without figures of {regions}", run=due.key, regions=codes))
        outcomes = make_reports(self._request(due), lambda *_: None, self._made, lambda _: None)
        lacking = [one for one in outcomes if one.made.problems]
        for one in lacking:
            self._log_lacking(one)
        newest = self._newest(due)
        if newest is None or all(one.made.exit_code or one.path is None for one in outcomes):
            why = [told for one in lacking for told in one.made.problems]
            raise DataError(*(why or [message("there is nothing to report on")]))
        self.log(
            message("{run}: edition {number} of {period}, {count} reports", run=due.key, number=newest.number,
                    period=newest.period, count=len(newest.reports))
        )  # fmt: skip
        return newest.number

    def send(self, due: Due, number: int) -> Sent:
        """Send what may go; what failed is told to the operator, once."""
        edition = self._edition(due, number)
        self._put_back(edition)
        done = deliver(self.office, Asked(edition))
        if done.open or done.stopped or done.unserved:
            unheard = tell_operator(self.office, done, Language(self.office.settings.language))
            if unheard:
                self.log(unheard)
        return self._sent(done)

    def remind(self, due: Due, found: tuple[Gap, ...]) -> int:
        """Ask the branches that are late."""
        return remind(self.office, due, found, self.log, self.say)

    def _sent(self, done: Delivered) -> Sent:
        now = self.office.now()
        waits = [row for row in done.rows if row.state in _WAITS]
        again = min((self._again(row, now) for row in waits), default=None)
        if done.stopped and waits:
            again = now + _SERVER
        sent = sum(row.state is State.SENT for row in done.rows)
        open_ = len(done.open) + len(done.unserved)
        return Sent(sent, len(done.rows), open_, again, stopped=done.stopped is not None)

    def _again(self, row: Delivery, now: dt.datetime) -> dt.datetime:
        return max(row.due, now) if row.due else now + _LOOK

    def _put_back(self, edition: Edition) -> None:
        """What lies not in its place, as the process was killed before it did, is printed again from what was kept.

        An older edition's report of the same name may lie there instead. Sealed reports cannot
        be had again: for them `approve` and `send` say what to do.
        """
        if self.office.settings.seal.pkcs12 or not self.office.shelved(edition).wrong:
            return
        out, workers = Path(self.office.settings.out), self.office.settings.run.workers
        print_again(self.office.store, edition, out, workers, lambda *_: None, lambda _: self.alive())

    def _newest(self, due: Due) -> Edition | None:
        """The newest edition of the occasion that is of the whole province."""
        return next((one for one in self._editions(due) if not one.regions), None)

    def _edition(self, due: Due, number: int) -> Edition:
        return next(one for one in self._editions(due) if one.number == number)

    def _editions(self, due: Due) -> list[Edition]:
        """Those for the occasion, the newest first."""
        store, key = self.office.store, store_key(self.office.province)
        if due.meeting:
            return store.of_meeting(key, due.meeting.key)
        return [one for one in store.editions(key, due.expected) if one.meeting is None]

    def _request(self, due: Due) -> Request:
        office, settings = self.office, self.office.settings
        return Request(
            data=Path(settings.data),
            out=Path(settings.out),
            var=Path(settings.var),
            period=due.period,
            regions=(),
            as_of=None,
            language=settings.language,
            paper=settings.page.paper,
            workers=settings.run.workers,
            now=office.now(),
            limits=office.limits,
            keep=True,
            seal=self.seal(),
            meeting=due.meeting,
        )

    def _made(self, _: Region) -> None:
        self.alive()

    def _log_lacking(self, one: Outcome) -> None:
        self.log(message("{region}: {why}", region=one.region.full, why=in_one(one.made.problems)))
