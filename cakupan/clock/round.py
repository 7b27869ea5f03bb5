"""A knock for the province of the settings: its calendar is read, what has moved is said, what is due is walked."""

import datetime as dt
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from cakupan.clock.hands import RealHands
from cakupan.clock.knock import LEASE, Desk, knock, mistake
from cakupan.clock.notify import Heartbeat
from cakupan.clock.serve import Stop
from cakupan.errors import CakupanError, LedgerError, SettingsError
from cakupan.language import Language
from cakupan.ledger import Ledger, is_gone, this_process
from cakupan.message import Message, message
from cakupan.model import State, Timetable
from cakupan.pipeline.imprints import store_key
from cakupan.post.notice import tell_once
from cakupan.post.office import Office
from cakupan.seal import Seal
from cakupan.settings import Settings
from cakupan.timetable import dues

_RENEW = 60.0  # seconds after which a lease is renewed at the next step
_DEAF = 600.0  # seconds for which a mail server that was away is not tried again to tell the operator something


@dataclass
class Round:
    """What stays between knocks: the ledger, who we are, and the run in hand.

    `seal` opens who signs, None where nobody does. Words go to `log`, mistakes of our own to `crash`.
    """

    settings: Settings
    environ: Mapping[str, str]
    now: Callable[[], dt.datetime]
    stop: Stop
    heartbeat: Heartbeat
    seal: Callable[[], Seal | None]
    log: Callable[[Message], None]
    crash: Callable[[Exception], None]
    _held: int | None = field(default=None, init=False)
    _renewed: float = field(default=0.0, init=False)
    _deaf_until: float = field(default=0.0, init=False)

    @cached_property
    def ledger(self) -> Ledger:
        """Opened once."""
        return self._office(None).ledger

    def open(self) -> None:
        """Open ledger and calendar, so that what is wrong with them is said before the first knock."""
        _ = self._office(self.ledger).timetable

    def knock(self) -> int:
        """Once; how many runs a person has to see to.

        CakupanError where calendar, province or ledger cannot be used.
        """
        office = self._office(self.ledger)
        table, province = office.timetable, store_key(office.province)
        due = dues(table, office.zone, dt.datetime.combine(table.since, dt.time(), office.zone), self.now())
        self._say_what_moved(office, table, province)
        count = knock(self._desk(office, province), due)
        if told := self.heartbeat.knocked():
            self.log(told)
        return count

    def knock_alone(self) -> int:
        """The same where none comes behind it in this process: what stops it is told to the operator, and raised."""
        try:
            return self.knock()
        except CakupanError as error:
            self._tell_of(error.messages)
            raise

    def knock_on(self) -> None:
        """The same for a loop, which nothing may end: what stops a knock is told, and the next one tries again."""
        try:
            self.knock_alone()
        except CakupanError as error:
            for told in error.messages:
                self.log(told)
        except Exception as error:  # noqa: BLE001  # as above: our own mistakes too
            self.crash(error)
            self._tell_of((mistake(error),))

    def _tell_of(self, messages: tuple[Message, ...]) -> None:
        """By mail, where ledger and mail server allow it; else the clock falls silent, which `watch` hears."""
        with suppress(CakupanError):
            office = self._office(self.ledger)
            for told in messages:
                self._tell(office, told)

    def _office(self, ledger: Ledger | None) -> Office:
        return Office(self.settings, self.environ, self.now, self._step, ledger)

    def _desk(self, office: Office, province: str) -> Desk:
        hands = RealHands(office, self.seal, self._alive, self.log, lambda told: self._tell(office, told))
        return Desk(
            self.ledger.runs, province, this_process(), is_gone, self.now, hands,
            operator=lambda told: self._tell(office, told), log=self.log, crash=self.crash, hold=self._hold,
            words=Language(self.settings.language).tell,
        )  # fmt: skip

    def _say_what_moved(self, office: Office, table: Timetable, province: str) -> None:
        """In this order: what is remembered is not told again, so whoever has to act has to have heard it by then."""
        runs = self.ledger.runs
        for meeting in table.meetings:
            before = runs.remembered(province, meeting.key)
            if before == meeting.begins:
                continue
            if before:
                told = message("meeting {key} moved from {before} to {begins}", key=meeting.key,
                               before=before.astimezone(office.zone), begins=meeting.begins)  # fmt: skip
                if not self._tell_who_has_to_act(office, told, province, meeting.key):
                    continue
                self.log(told)
            runs.moved(province, meeting.key, meeting.begins, self.now(), this_process())

    def _tell_who_has_to_act(self, office: Office, moved: Message, province: str, key: str) -> bool:
        """Where letters have left with the former day; before that the clock itself makes an edition anew."""
        if not self.ledger.deliveries(province, key, states=(State.SENT,)):
            return True
        again = message(
            "{moved}; its reports bear the former day: `report --meeting {key}`, `approve` and `supersede`",
            moved=moved, key=key,
        )  # fmt: skip
        return self._tell(office, again)

    def _tell(self, office: Office, told: Message) -> bool:
        """By mail, once a day, where an operator is set; False where nothing can be mailed now."""
        if time.monotonic() < self._deaf_until:
            return False
        language = Language(self.settings.language)
        try:
            unheard = tell_once(office, language.tell(_subject(office)), language.tell(told) + "\n")
        except SettingsError as error:  # what else is due must not wait for who mends them
            unheard = error.messages[0]
        if unheard:
            self._deaf_until = time.monotonic() + _DEAF
            self.log(unheard)
        return unheard is None

    def _step(self, name: str) -> None:
        """A letter in hand is shorter than the lease, and nothing may keep what a server answered from being noted."""
        self.heartbeat.alive()
        self.stop.step(name)
        if not self.stop.in_hand:
            self._renew()

    def _alive(self) -> None:
        """Something was done: the process gets on, and keeps what it holds."""
        self.heartbeat.alive()
        self._renew()

    def _renew(self) -> None:
        if self._held is None or time.monotonic() - self._renewed < _RENEW:
            return
        self._renewed = time.monotonic()
        if not self.ledger.runs.renew(self._held, this_process(), self.now(), LEASE):
            raise LedgerError(message("another process has taken this run over, as this one was silent too long"))

    def _hold(self, number: int | None) -> None:
        self._held, self._renewed = number, time.monotonic()


def _subject(office: Office) -> Message:
    """Which province it is about, as far as it can be read."""
    with suppress(CakupanError):
        return message("Cakupan, {region}: the clock", region=office.province.region.full)
    return message("Cakupan: the clock")
