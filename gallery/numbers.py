"""Made-up numbers, the same each time: a gallery shows charts, it tells nothing of any region."""

import datetime as dt
import random

WIDTH = 164.0
USUAL = (
    "Kerinci", "Merangin", "Sarolangun", "Batanghari", "Muaro Jambi", "Tanjung Jabung Timur", "Tanjung Jabung Barat",
    "Tebo", "Bungo", "Kota Jambi", "Kota Sungai Penuh",
)  # fmt: skip
LONG = ("Kepulauan Siau Tagulandang Biaro", "Kota Administrasi Jakarta Selatan", "Ogan Komering Ulu Selatan", "Tebo")
LONGEST = "CSR PT Perkebunan dan Perindustrian Rekaan Nusantara Jaya Abadi Sentosa, Kabupaten Rekaan Utara Daya"
MANY = tuple(f"Kabupaten Rekaan {number}" for number in range(1, 39))


def rates(count: int, low: float = 26, high: float = 61, *, seed: int = 1) -> list[float]:
    """So many rates between the two."""
    chance = random.Random(seed)  # noqa: S311  # the same each time, which is what it is for
    return [round(chance.uniform(low, high), 2) for _ in range(count)]


def counts(count: int, low: int = 120, high: int = 9_000, *, seed: int = 2) -> list[int]:
    """So many persons between the two."""
    chance = random.Random(seed)  # noqa: S311  # the same each time, which is what it is for
    return [chance.randint(low, high) for _ in range(count)]


def percent(value: float, places: int = 2) -> str:
    """45,17%."""
    return f"{value:.{places}f}%".replace(".", ",")


def number(value: float) -> str:
    """1.312.370."""
    return f"{round(value):,}".replace(",", ".")


def month(number_: int) -> dt.date:
    """The last day of a month, counted from January 2023 as 0."""
    year, rest = divmod(number_ + 1, 12)
    return dt.date(2023 + year, rest + 1, 1) - dt.timedelta(days=1)


NAMES = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def ticks(first: int, last: int, step: int = 3) -> list[tuple[dt.date, str]]:
    """Month names after the first month up to the last, counted as in `month`."""
    days = [month(at).replace(day=1) for at in range(first + 1, last + 1, step)]
    return [(day, f"{NAMES[day.month - 1]}\n{day.year}" if day.month <= step else NAMES[day.month - 1]) for day in days]
