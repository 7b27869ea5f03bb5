"""An edition printed again, from the store alone, and compared with what was kept."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.editions import Store, differences, made_with, reported
from cakupan.errors import PrintError, RequestError
from cakupan.message import Message, message
from cakupan.model import Edition, KeptReport, Meeting, Vintage
from cakupan.pdf import pango_version
from cakupan.period import Period
from cakupan.pipeline.imprints import vintage_of
from cakupan.pipeline.inputs import put_back
from cakupan.pipeline.measured import measure_month
from cakupan.pipeline.meetings import several
from cakupan.pipeline.order import Made, Order
from cakupan.pipeline.workers import make_all
from cakupan.shelf import folder_of, prepare


@dataclass(frozen=True)
class Copy:
    """A report of an edition, printed again; `sha256` is "" where it could not be."""

    report: KeptReport
    made: Made
    sha256: str

    @property
    def same(self) -> bool:
        """Whether it has the bytes that were kept."""
        return self.sha256 == self.report.sha256

    @property
    def verdict(self) -> Message:
        """The comparison in words."""
        name = self.report.name
        if self.same:
            return message("{name}: the same bytes", name=name)
        if self.made.problems:
            return message("{name}: could not be printed: {problems}", name=name, problems=self.made.problems)
        kept, now = self.report.sha256[:12], self.sha256[:12]
        return message("{name}: differs; its SHA-256 was {kept}, is {now}", name=name, kept=kept, now=now)

    @property
    def exit_code(self) -> int:
        """0 where the bytes are the same."""
        return 0 if self.same else self.made.exit_code or PrintError.exit_code


def find(store: Store, occasion: Period | str, number: int | None, province: str | None) -> Edition:
    """The edition asked for, of a month, or of a meeting by its key or its day.

    By default the newest of the one province that has any; of a month the newest that was made for
    the month itself, of a meeting the one that was made last. RequestError when there is none, or several
    provinces have one.
    """
    places = {key: found for key in store.provinces() if (found := _places(store, key, occasion))}
    if province is None and len(places) > 1:
        names = ", ".join(places)
        raise RequestError(
            message("several provinces have editions of {period}: {names}; name one with --province",
                    period=str(occasion), names=names)
        )  # fmt: skip
    key = province or next(iter(places), "")
    if key not in places:
        raise RequestError(_none(store, occasion))
    numbers = places[key]
    if number is not None and number not in numbers:
        known = ", ".join(map(str, sorted(numbers)))
        raise RequestError(
            message("no edition {number} of {period}; there are: {known}", number=number, period=str(occasion),
                    known=known)
        )  # fmt: skip
    if number is not None:
        return store.edition(key, numbers[number], number)
    newest = (store.edition(key, numbers[one], one) for one in reversed(numbers))
    chosen = next((one for one in newest if isinstance(occasion, str) or one.meeting is None), None)
    if chosen is None:
        raise RequestError(_none(store, occasion))
    return chosen


def _places(store: Store, province: str, occasion: Period | str) -> dict[int, Period]:
    """The numbers of its editions, the newest last, each with the month it lies under."""
    if isinstance(occasion, Period):
        return dict.fromkeys(store.numbers(province, occasion), occasion)
    key = _key_of(occasion, store.meetings(province))
    return {one.number: one.period for one in reversed(store.of_meeting(province, key))}


def _key_of(word: str, kept: Sequence[Meeting]) -> str:
    """The key of the meeting that is meant by it, or by its day."""
    on_day = [meeting.key for meeting in kept if meeting.day.isoformat() == word]
    if len(on_day) > 1:
        raise RequestError(several(word, len(on_day), ", ".join(on_day)))
    return on_day[0] if on_day else word


def _none(store: Store, occasion: Period | str) -> Message:
    known = [f"{key} {one}" for key in store.provinces() for one in store.occasions(key)]
    return message(
        "no edition of {period}; there are editions of: {known}", period=str(occasion), known=", ".join(known) or "-"
    )


def changed_parts(edition: Edition) -> tuple[Message, ...]:
    """What of program and libraries is not what the edition was made with, a line each."""
    return differences(edition.making, made_with(pango_version()))


def print_again(
    store: Store,
    edition: Edition,
    out: Path | None,
    workers: int,
    on_plan: Callable[[Vintage, int], None],
    on_made: Callable[[str], None],
) -> list[Copy]:
    """Every report of an edition, from its own inputs, whose hashes are looked at first; None: they are only compared.

    DataError when an input is missing or changed, or today's check refuses them.
    """
    with tempfile.TemporaryDirectory(prefix="cakupan-") as aside:
        folder = folder_of(out or Path(aside) / "out", edition.occasion)
        orders = orders_again(store, edition, folder)
        vintage = vintage_of(edition)
        prepare(folder)
        made = make_all(orders, workers, lambda: on_plan(vintage, len(orders)), on_made)
        return [_copy(report, made.get(report.region), folder) for report in edition.reports]


def orders_again(store: Store, edition: Edition, folder: Path) -> dict[str, Order]:
    """What was asked of a worker for each report of an edition, by region, from the inputs that were kept.

    DataError as for `print_again`. Regions that would have no report today are left out.
    """
    with tempfile.TemporaryDirectory(prefix="cakupan-") as aside:
        figures = check(put_back(store.inputs(edition), Path(aside)), catalogue(), edition.now, edition.limits)
    vintage = vintage_of(edition)
    known, measured, _ = measure_month(figures, vintage, edition.restated, edition.accepted, edition.limits)
    orders = {}
    for report in (report for report in edition.reports if report.region in measured):
        found = measured[report.region]
        where, figures_of = folder / report.name, reported(known, found)
        orders[report.region] = Order(
            found, edition.language, edition.paper, where, report.imprint, figures_of, meeting=edition.meeting
        )
    return orders


def _copy(report: KeptReport, made: Made | None, folder: Path) -> Copy:
    if made is None:
        nothing = message("no figure, so no report")
        return Copy(report, Made(problems=(nothing,), exit_code=PrintError.exit_code), "")
    return Copy(report, made, sha256((folder / report.name).read_bytes()).hexdigest() if made.pages else "")
