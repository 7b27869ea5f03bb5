"""The office: everything delivery stands on, opened once a command."""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Literal

from sqlalchemy import URL

from cakupan.address import domain_of, is_allowed
from cakupan.check.recipients import Recipients, check_recipients
from cakupan.editions import Store
from cakupan.errors import CakupanError, DataError, RequestError, SettingsError
from cakupan.imap import Mailbox, MailboxServer, open_mailbox, with_password
from cakupan.ledger import Ledger, open_ledger, place_of, this_process
from cakupan.letter import Sender
from cakupan.message import Message, message
from cakupan.model import Approval, Delivery, Edition, Kind, Limits, Meeting, Province, Recipient, Region, Timetable
from cakupan.period import Period
from cakupan.pipeline.again import find
from cakupan.pipeline.imprints import store_key
from cakupan.pipeline.timetable import needed_timetable, province_in
from cakupan.post.appointed import begins
from cakupan.post.bounces import came_back
from cakupan.post.guard import Guard
from cakupan.post.outbox import Outbox, Terms
from cakupan.post.plan import Writing
from cakupan.post.shelved import Shelved, shelved
from cakupan.read.recipients import FILE, read_recipients
from cakupan.seal import open_signatory
from cakupan.settings import Archive, Mail, Returns, Settings
from cakupan.shelf import folder_of
from cakupan.smtp import MailServer, Session, connect, open_server
from cakupan.vintage import pick_regions


@dataclass(frozen=True)
class Office:
    """Delivery for one province. `now` is asked whenever a moment is needed; `environ` holds secrets alone.

    `step` hears of each thing the outbox does. A ledger that is open already may be handed in as `opened`.
    """

    settings: Settings
    environ: Mapping[str, str]
    now: Callable[[], dt.datetime]
    step: Callable[[str], None] = lambda _: None
    opened: Ledger | None = None

    @property
    def ledger_place(self) -> Path | URL:
        """The file beside the editions, or the team's database."""
        told = self.settings.ledger
        return place_of(Path(self.settings.var), told.url, self.environ.get(told.password, ""))

    @cached_property
    def ledger(self) -> Ledger:
        """All deliveries, opened here unless it was handed in."""
        return self.opened or open_ledger(self.ledger_place)

    @cached_property
    def timetable(self) -> Timetable:
        """The province's calendar; DataError with every mistake in it, RequestError where there is none."""
        return needed_timetable(Path(self.settings.data), self.province)

    @property
    def limits(self) -> Limits:
        """How far figures may go before a rule speaks."""
        return Limits(**self.settings.rules.model_dump())

    @cached_property
    def store(self) -> Store:
        """The editions."""
        return Store(Path(self.settings.var))

    @cached_property
    def province(self) -> Province:
        """Whose reports are sent; DataError where its description is wrong."""
        return province_in(Path(self.settings.data))

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The province's clock."""
        return zoneinfo.ZoneInfo(self.province.timezone)

    @property
    def today(self) -> dt.date:
        """By the province's clock."""
        return self.province.today(self.now())

    @property
    def mail(self) -> Mail:
        """SettingsError where letters cannot be sent as the settings are."""
        mail = self.settings.mail
        if not mail.host:
            raise SettingsError(message("mail.host is not set, so nothing can be sent; docs/settings.md says how"))
        return mail

    @cached_property
    def listed(self) -> Recipients:
        """The list of recipients, row by row: a mistake in a row is that row's alone.

        DataError where the file cannot be read, RequestError where there is none.
        """
        table, findings = read_recipients(Path(self.settings.data))
        if table is None and not findings:
            raise RequestError(
                message("{folder} has no {file}, so nobody can be written to; docs/delivery.md says what stands in it",
                        folder=self.settings.data, file=FILE)
            )  # fmt: skip
        found = check_recipients(table, self.province, self.settings.mail.allow, self.today) if table else None
        if found is None or not found.usable:
            raise DataError(*(finding.told for finding in (found.findings if found else findings)))
        return found

    @property
    def standing(self) -> frozenset[tuple[str, str]]:
        """Region and address of all who stand on the list and may be written to, their row being right or not."""
        day = self.today
        may = [one for one in self.recipients if one.is_valid(day)] + [one.row for one in self.listed.held]
        return frozenset((one.region, one.address) for one in may)

    @property
    def recipients(self) -> tuple[Recipient, ...]:
        """Those of the list who are believed; errors as for `listed`."""
        return self.listed.believed

    @property
    def readers(self) -> tuple[Recipient, ...]:
        """Those of them who get reports: not the branches, which are only asked for figures; errors as for `listed`."""
        regions = self.province.regions
        return tuple(one for one in self.recipients if regions[one.region].kind is not Kind.BRANCH)

    def region(self, name: str) -> Region:
        """A region by its code or name; RequestError names the nearest."""
        return pick_regions(self.province, (name,))[0]

    def was_asked(self, edition: Edition, code: str) -> bool:
        """Whether an edition was asked for a region, as far as the province still knows those it names."""
        return not edition.regions or code in self._codes(edition.regions)

    def _codes(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            with suppress(RequestError):
                yield self.region(name).code

    def edition(self, occasion: Period | str, number: int | None) -> Edition:
        """The edition that was asked for, by default the newest, of a month, or of a meeting by its key or day."""
        return find(self.store, occasion, number, store_key(self.province))

    def occasion(self, named: Period | str) -> str:
        """A month or a meeting as the ledger names it; a meeting is named by its key, or by its day."""
        known = (
            () if isinstance(named, Period) else (*self.store.meetings(store_key(self.province)), *self._appointed())
        )
        return next((one.key for one in known if named in (one.key, one.day.isoformat())), str(named))

    def _appointed(self) -> tuple[Meeting, ...]:
        """The meetings of the calendar, as far as there is one that can be read."""
        with suppress(CakupanError):
            return self.timetable.meetings
        return ()

    def newest_period(self) -> Period:
        """The newest month that has an edition of its own; RequestError where none has."""
        key = store_key(self.province)
        for period in reversed(self.store.periods(key)):
            if self.store.of_occasion(key, str(period)):
                return period
        raise RequestError(message("there is no edition yet; `report --keep` makes one"))

    def folder(self, edition: Edition) -> Path:
        """Where the PDFs of an edition lie."""
        return folder_of(Path(self.settings.out), edition.occasion)

    @property
    def writing(self) -> Writing:
        """How letters are written."""
        mail = self.mail
        name = mail.sender_name or (self.province.letterhead or message("Cakupan").template)
        return Writing(Sender(name, mail.sender), mail.reply_to or mail.sender, mail.annex, mail.most_bytes)

    @cached_property
    def server(self) -> MailServer:
        """The mail server, with its password."""
        mail = self.mail
        return open_server(
            mail.host,
            mail.port,
            mail.security,
            mail.user,
            variable=mail.password,
            password_file=mail.password_file,
            ca_file=mail.ca_file,
            environ=self.environ,
        )

    def mailbox(self, table: Literal["archive", "returns"]) -> AbstractContextManager[Mailbox]:
        """A mailbox that is read, by its table of the settings.

        SettingsError where it is not set or its password is not to be had; NotRead inside where it cannot be read.
        """
        told: Archive | Returns = getattr(self.settings, table)
        if not told.host:
            raise SettingsError(message("{table}.host is not set, so no mailbox can be read", table=table))
        place = MailboxServer(told.host, told.port, told.security, told.user, folder=told.folder, ca_file=told.ca_file)
        read = partial(with_password, variable=told.password, file=told.password_file, environ=self.environ)
        return open_mailbox(read(place, table))

    def connect(self) -> AbstractContextManager[Session]:
        """A session with the mail server; it is greeted by the name of the sender's domain."""
        return connect(self.server, domain_of(self.mail.sender))

    def outbox(self) -> Outbox:
        """What letters leave by."""
        mail = self.mail
        terms = Terms(
            mail.sender,
            mail.archive if mail.in_doubt == "archive" else "",
            mail.tries,
            dt.timedelta(minutes=mail.first_wait_minutes),
            dt.timedelta(days=mail.stop_after_days),
        )
        return Outbox(self.ledger, self.connect, self.guard.objection, terms, self.now, this_process(), self.step)

    def shelved(self, edition: Edition, regions: Container[str] | None = None) -> Shelved:
        """The PDFs of an edition in the output folder, of these regions (None: all).

        Where a seal is set its certificate is opened; errors as for `open_seal`.
        """
        told = self.settings.seal
        signatory = open_signatory(Path(told.pkcs12), told.passphrase, self.environ) if told.pkcs12 else None
        return shelved(edition, self.folder(edition), signatory, regions)

    @property
    def guard(self) -> Guard:
        """What is asked of a letter before it leaves."""
        mail = self.settings.mail
        return Guard(mail.approvals, self.approved, self.objection_to_address, self.zone, self.begins)

    @property
    def clock_runs(self) -> bool:
        """Whether the clock looked within the last hour at what is due."""
        last = self.ledger.runs.last_knock(store_key(self.province))
        return last is not None and dt.timedelta() <= self.now() - last < dt.timedelta(hours=1)

    def begins(self, province: str, occasion: str) -> dt.datetime | None:
        """When the meeting does that letters are for; None where they are for none."""
        return begins(province, occasion, lambda: self.timetable, self.store)

    def approvals(self, edition: Edition) -> list[Approval]:
        """Who said yes to an edition."""
        return self.ledger.approvals(edition.province, edition.occasion, edition.number)

    def approved(self, row: Delivery) -> list[Approval]:
        """Who said yes to the edition of a row."""
        return self.ledger.approvals(row.key.province, row.key.occasion, row.key.edition)

    def objection_to_address(self, region: str, address: str) -> Message | None:
        """Why an address must not be written to about a region today; None where it may."""
        if not is_allowed(address, self.settings.mail.allow):
            return message(
                "{domain} is not among the domains that may be written to (mail.allow)", domain=domain_of(address)
            )
        for held in self.listed.held:
            if (held.row.region, held.row.address) == (region, address):
                return message("its row has an error: {reason}", reason=held.reasons[0])
        known = [one for one in self.recipients if (one.region, one.address) == (region, address)]
        if not any(one.is_valid(self.today) for one in known):
            return message("does not stand in {file}, or is not valid today", file=FILE)
        reviewed = max((one.reviewed for one in known if one.reviewed), default=dt.date.min)
        count = came_back(self.ledger, address, reviewed, self.zone)
        if count >= self.settings.mail.stop_after_returns:
            return message(
                "{count} letters to it came back; ask the agency, and write the day into reviewed_on of {file}",
                count=count, file=FILE,
            )  # fmt: skip
        return None
