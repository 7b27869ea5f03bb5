"""Write the sample province: invented figures for trying the report, never to be quoted.

Run `python make_sample.py` in any folder; the tables are written beside this file.
The same bytes come out at each run and on any machine: the seed is fixed, only
`Random.random()` is drawn from, and nothing is read but ../jambi/regions.csv.

Each regency has a story (STORIES): its potential, the course of its coverage at a few
knots, and the parts of its segments. The monthly counts follow the story with a little
noise; the totals and the province are summed from them, so every sum agrees.
"""

from __future__ import annotations

import calendar
import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

SEED = 150325
HERE = Path(__file__).resolve().parent
PROVINCE = "15"
SOURCE = "contoh"

MONTHS = [(2023 + step // 12, step % 12 + 1) for step in range(27)]
LAST = len(MONTHS) - 1
DAYS = [f"{year}-{month:02d}-{calendar.monthrange(year, month)[1]}" for year, month in MONTHS]
# The steps (months since January 2023) at which a story states its rates: January and
# December 2023, January, July and December 2024, January and March 2025.
KNOTS = (0, 11, 12, 18, 23, 24, 26)
NOISE = 0.003
# Construction is counted by project: few at the start of a year, most at its end.
JAKON_SEASON = (0.94, 0.95, 0.96, 0.97, 0.99, 1.0, 1.01, 1.02, 1.03, 1.04, 1.05, 1.04)
PMI_RATES = (38.0, 52.0)
PERMIT_RATES = (22.0, 46.0)
# Registered for each active participant; the inactive stay registered.
REGISTERED_PER_ACTIVE = {"PU": 1.12, "BPU": 1.24, "Jakon": 1.1, "PMI": 1.2}
RANKS = (19, 19, 18, 18, 17, 17, 16, 14, 16)
RANK_BASE = 38
UNITS = {
    "firms_registered": "firms",
    "permits_issued": "permits",
    "permit_holders_registered": "permits",
    "rank": "rank",
    "rank_base": "provinces",
}

# due, the day it was stated, the province's rate
TARGETS = (("2023-12-31", "2023-01-01", 44.0), ("2024-12-31", "2024-01-01", 50.0), ("2025-12-31", "2024-07-01", 55.0))
# Points by which the target of PU lies above that of BPU.
TARGET_SPREAD = 24.0
FIRM_TARGETS = ((11, 1.03), (23, 1.02), (35, 1.02))


@dataclass(frozen=True)
class Story:
    """What the sample tells of one regency; rates in percent, pairs are first and last month."""

    potential: int
    growth: tuple[float, float]  # at January 2024 and 2025
    pu_share: float
    jakon_share: float
    coverage: Sequence[float]  # at the knots
    pu: tuple[float, float]
    jakon: tuple[float, float]
    pmi: int
    village_potential: int
    villages: Sequence[float]  # at the knots
    firms: tuple[int, int]
    permits: int  # a month, about
    targets: tuple[float, float, float]


STORIES = {
    # Slow rise, then the deepest lapse: the special grant ended in December 2024.
    "15.01": Story(
        93_412, (1.004, 1.006), 0.24, 0.05, (27, 31, 30.6, 35, 38.5, 34, 35), (44, 50), (40, 42), 186,
        15_604, (15, 18, 18.2, 20.5, 23, 23.4, 24.2), (412, 505), 34, (35, 40, 44),
    ),
    # Steady, a few points under its target, with a lapse in January 2025.
    "15.02": Story(
        138_655, (1.003, 1.007), 0.36, 0.06, (30, 34.5, 34.5, 38, 41.5, 39.5, 41), (46, 54), (41, 46), 274,
        14_812, (20, 26, 26.5, 32, 36, 36.5, 38), (796, 1_004), 58, (38, 44, 49),
    ),
    # Rises from the middle and overtakes Batanghari in 2024.
    "15.03": Story(
        101_238, (1.005, 1.006), 0.42, 0.06, (33, 40, 40.5, 46, 51, 51, 53), (50, 66), (44, 54), 143,
        10_927, (28, 36, 37, 44, 50, 50.5, 52), (604, 846), 49, (40, 47, 56),
    ),
    # First of all at the start, and falling since.
    "15.04": Story(
        96_874, (1.002, 1.004), 0.44, 0.06, (51, 50, 49, 47.5, 46, 45.5, 45), (62, 56), (50, 45), 97,
        8_296, (40, 42, 42.5, 44.5, 46, 46.3, 47), (705, 742), 45, (54, 57, 60),
    ),
    # Good growth with a visible lapse in January 2025.
    "15.05": Story(
        150_296, (1.008, 1.009), 0.50, 0.08, (37, 43, 43, 47.5, 52, 49, 51), (50, 61), (45, 55), 168,
        12_118, (26, 32, 32.5, 38, 43, 43.5, 45), (1_102, 1_476), 86, (44, 51, 57),
    ),
    # Flat: it starts above the province and ends below it.
    "15.06": Story(
        129_587, (1.003, 1.004), 0.46, 0.06, (41, 41.5, 41.1, 41.8, 42, 41.6, 42), (55, 56), (50, 51), 121,
        8_603, (25, 29, 29.4, 32, 35, 35.3, 36), (842, 907), 52, (46, 51, 55),
    ),
    # Lowest for two years; palm-oil funds lift it at the end of 2024.
    "15.07": Story(
        80_913, (1.002, 0.998), 0.34, 0.05, (25, 27, 27, 29, 35.5, 35.5, 36.5), (42, 50), (40, 44), 76,
        5_688, (16, 20, 20.4, 24.5, 28.5, 29, 30), (385, 461), 29, (32, 37, 42),
    ),
    # The best, and already above its target for 2025.
    "15.08": Story(
        124_430, (1.006, 1.007), 0.46, 0.07, (43, 51, 51.5, 57, 61, 61.2, 62.2), (58, 75), (50, 64), 209,
        10_214, (48, 56, 57, 63, 68, 68.5, 70), (1_015, 1_398), 77, (48, 54, 58),
    ),
    # Mostly informal; its village funds came late in 2025, so its villages drop.
    "15.09": Story(
        126_941, (1.004, 1.005), 0.28, 0.05, (28, 33, 32.6, 38, 42, 39, 41), (48, 56), (44, 50), 158,
        8_701, (30, 36, 36.5, 39, 41, 29, 31), (588, 744), 41, (37, 43, 48),
    ),
    # Formal and large: it carries the province. It has no desa.
    "15.71": Story(
        205_610, (1.004, 1.003), 0.62, 0.10, (42, 49, 49, 54.5, 59, 57, 58.5), (52, 67), (45, 60), 342,
        0, (), (4_118, 5_262), 236, (51, 58, 64),
    ),
    # Small, in step with the province.
    "15.72": Story(
        31_865, (1.005, 1.004), 0.40, 0.08, (35, 41, 41, 44.5, 49, 47.5, 49), (48, 58), (45, 57), 58,
        3_204, (22, 29, 29.5, 35, 40, 40.5, 42), (431, 548), 27, (42, 48, 54),
    ),
}  # fmt: skip

REGISTER = (
    ("Desa Contoh Satu", "village", "15.05", "2023-02-16"),
    ("Desa Contoh Dua", "village", "15.05", "2023-05-11"),
    ("Desa Contoh Tiga", "village", "15.06", "2023-06-20"),
    ("Desa Contoh Empat", "village", "15.04", "2023-07-26"),
    ("Desa Contoh Lima", "village", "15.08", "2023-09-14"),
    ("Desa Contoh Enam", "village", "15.08", "2023-11-08"),
    ("Desa Contoh Tujuh", "village", "15.03", "2024-01-30"),
    ("Desa Contoh Delapan", "village", "15.02", "2024-03-07"),
    ("Desa Contoh Sembilan", "village", "15.01", "2024-05-22"),
    ("Desa Contoh Sepuluh", "village", "15.09", "2024-07-18"),
    ("Desa Contoh Sebelas", "village", "15.08", "2024-08-29"),
    ("Desa Contoh Dua Belas", "village", "15.03", "2024-10-17"),
    ("Desa Contoh Tiga Belas", "village", "15.07", "2024-12"),
    ("Desa Contoh Empat Belas", "village", "15.72", "2025-02-13"),
    ("Pasar Contoh Satu", "market", "15.71", "2023-08-24"),
    ("Pasar Contoh Dua", "market", "15.08", "2024-02-15"),
    ("Pasar Contoh Tiga", "market", "15.02", "2024-09-12"),
    ("Pasar Contoh Empat", "market", "15.71", "2025-01-23"),
)

CONTRIBUTION = 16_800
# The real amounts, which are no figures of the province: what a month costs changes in the sample as in life.
CONTRIBUTIONS = (
    ("2023-01", "", "all", CONTRIBUTION),
    ("2026-01", "2027-03", "transport", CONTRIBUTION // 2),
    ("2026-04", "2026-12", "other", CONTRIBUTION // 2),
)
LAWS = (
    ("2004-10", "UU 40/2004", "sistem jaminan sosial nasional", "national social security system"),
    ("2011-11", "UU 24/2011", "badan penyelenggara jaminan sosial", "the social security agencies"),
    ("2021-03", "Inpres 2/2021", "optimalisasi program jaminan sosial ketenagakerjaan", "optimising the programme"),
)
# agency, region, role, address, language; nobody reads mail at .example
RECIPIENTS = (
    ("Bappeda Provinsi Jambi", "15", "koordinator", "bappeda@jambi.example", "id"),
    ("Disnakertrans Provinsi Jambi", "15", "pelaksana", "disnakertrans@jambi.example", "id"),
    ("Mitra Pembangunan Contoh", "15", "pengamat", "reports@partner.example", "en"),
    ("Disnakertrans Kabupaten Kerinci", "15.01", "pelaksana", "disnakertrans@kerinci.example", "id"),
    ("Disnakertrans Kabupaten Merangin", "15.02", "pelaksana", "disnakertrans@merangin.example", "id"),
    ("Disnakertrans Kabupaten Sarolangun", "15.03", "pelaksana", "disnakertrans@sarolangun.example", "id"),
    ("Disnakertrans Kabupaten Batanghari", "15.04", "pelaksana", "disnakertrans@batanghari.example", "id"),
    ("Disnakertrans Kabupaten Muaro Jambi", "15.05", "pelaksana", "disnakertrans@muarojambi.example", "id"),
    ("Disnaker Kabupaten Tanjung Jabung Barat", "15.06", "pelaksana", "disnaker@tanjabbar.example", "id"),
    ("Disnakertrans Kabupaten Tanjung Jabung Timur", "15.07", "pelaksana", "disnakertrans@tanjabtim.example", "id"),
    ("Disnakertrans Kabupaten Bungo", "15.08", "pelaksana", "disnakertrans@bungo.example", "id"),
    ("Disnakertrans Kabupaten Tebo", "15.09", "pelaksana", "disnakertrans@tebo.example", "id"),
    ("Disnaker Kota Jambi", "15.71", "pelaksana", "disnaker@kotajambi.example", "id"),
    ("Disnakerperin Kota Sungai Penuh", "15.72", "pelaksana", "disnakerperin@sungaipenuh.example", "id"),
)
# region, fund, workers, first and last month paid
FUNDING = (
    ("15.01", "BKBK", 4_100, "2024-03", "2024-12"),
    ("15.01", "ADD", 1_800, "2024-05", "2025-04"),
    ("15.02", "APBD", 2_700, "2024-02", "2024-12"),
    ("15.02", "DBH Sawit", 620, "2024-10", "2025-07"),
    ("15.02", "Dana Desa", 1_650, "2025-01", "2025-12"),
    ("15.03", "BKBK", 3_300, "2024-06", "2025-05"),
    ("15.03", "DBH Sawit", 880, "2024-10", "2025-07"),
    ("15.03", "ADD", 2_100, "2025-01", "2025-12"),
    ("15.04", "APBD", 1_500, "2023-03", "2023-12"),
    ("15.04", "APBD", 900, "2024-03", "2024-08"),
    ("15.04", "CSR", 260, "2024-07", "2025-06"),
    ("15.05", "APBD", 4_400, "2024-04", "2024-12"),
    ("15.05", "CSR", 540, "2024-09", "2025-08"),
    ("15.05", "ADD", 1_900, "2025-02", "2025-12"),
    ("15.06", "GN Lingkaran", 320, "2024-04", "2025-03"),
    ("15.06", "DBH Sawit", 750, "2024-11", "2025-08"),
    ("15.07", "DBH Sawit", 3_200, "2024-10", "2025-07"),
    ("15.07", "APBD", 1_400, "2024-11", "2025-06"),
    ("15.08", "BKBK", 3_900, "2024-06", "2025-05"),
    ("15.08", "APBD", 5_600, "2025-01", "2025-12"),
    ("15.09", "BKBK", 2_700, "2024-03", "2024-12"),
    ("15.09", "Dana Desa", 1_050, "2024-02", "2024-12"),
    ("15.71", "APBD", 3_900, "2024-03", "2024-12"),
    ("15.71", "GN Lingkaran", 650, "2024-10", "2025-04"),
    ("15.71", "Individu", 120, "2025-01", "2025-06"),
    ("15.72", "APBD", 480, "2024-02", "2024-12"),
)

# decided, region, action, agency, due, status, indicator, obstacle, evidence
ACTIONS = (
    ("2024-03-05", "15", "Tetapkan sasaran cakupan per kabupaten/kota untuk tahun 2024", "Bappeda Provinsi",
     "2024-04-30", "done", "coverage", "", "Notula contoh 1/2024"),
    ("2024-03-05", "15.71", "Padankan data pemegang izin baru dengan data peserta setiap bulan", "DPMPTSP Kota",
     "2024-06-30", "running", "permits", "Nomor induk berusaha tidak selalu terisi", ""),
    ("2024-03-05", "15.01", "Data kader dan pengurus lembaga desa yang belum terdaftar", "Dinas PMD Kabupaten",
     "2024-07-31", "done", "villages", "", "Rekapitulasi contoh 2/2024"),
    ("2024-07-16", "15.04", "Telusuri peserta bukan penerima upah yang iurannya berhenti", "Disnakertrans Kabupaten",
     "2024-09-30", "open", "activity", "Petugas pendata belum ditunjuk", ""),
    ("2024-07-16", "15.07", "Usulkan pekerja sawit untuk perlindungan dari DBH Sawit", "Dinas Perkebunan Kabupaten",
     "2024-10-31", "done", "coverage", "", "Daftar usulan contoh 3/2024"),
    ("2024-07-16", "15", "Siapkan rancangan pergub perlindungan pekerja rentan", "Biro Hukum Setda",
     "2024-12-31", "running", "coverage", "Menunggu harmonisasi", "Rancangan contoh ke-2"),
    ("2024-07-16", "15.06", "Sosialisasikan kepesertaan kepada nelayan dan pedagang pasar", "Disnakertrans Kabupaten",
     "2024-11-30", "open", "registered", "Jadwal bergeser dua kali", ""),
    ("2024-10-08", "15.09", "Anggarkan iuran perangkat desa dalam APBD-P", "Dinas PMD Kabupaten",
     "2024-12-15", "open", "villages", "Pencairan APBDes terlambat", ""),
    ("2024-10-08", "15.01", "Lanjutkan iuran pekerja rentan setelah BKBK berakhir", "BPKAD Kabupaten",
     "2025-01-31", "running", "coverage", "Pagu belum ditetapkan", ""),
    ("2024-10-08", "15.05", "Wajibkan bukti kepesertaan pada kontrak jasa konstruksi", "Dinas PUPR Kabupaten",
     "2025-02-28", "running", "registered", "", "Surat edaran contoh 4/2025"),
    ("2025-01-21", "15", "Laporkan penyebab turunnya cakupan pada Januari 2025", "Disnakertrans Provinsi",
     "2025-02-14", "done", "coverage", "", "Laporan contoh 5/2025"),
    ("2025-01-21", "15.08", "Paparkan praktik pendaftaran ekosistem desa pada rapat koordinasi", "Bappeda Kabupaten",
     "2025-04-17", "running", "villages", "", ""),
    ("2025-01-21", "15", "Anggarkan iuran pekerja rentan dua belas bulan penuh dalam APBD-P 2025", "BPKAD Provinsi",
     "2025-08-29", "open", "coverage", "", ""),
    ("2025-03-11", "15.02", "Perpanjang iuran pekerja rentan yang berakhir Desember 2024", "BPKAD Kabupaten",
     "2025-05-30", "open", "coverage", "", ""),
)  # fmt: skip

PROVINCE_TOML = """\
code = "15"
sample = true
timezone = "Asia/Jakarta"
letterhead = "Sekretariat Tim Percepatan Kepesertaan"

[decree]
number = "000/CONTOH/2025"
title = "Tim Percepatan Kepesertaan (keputusan contoh, bukan yang sebenarnya)"
short = "Keputusan Contoh 000/CONTOH/2025"
"""
CALENDAR_TOML = """\
# The calendar of the sample. Its meetings are invented, as all of its figures are; docs/calendar.md has every key.
since = 2025-01-01           # nothing is due before

[[routine]]
name = "bulanan"             # the figures of a month, on the 5th working day of the next
every = "month"
working_day = 5
at = 07:00:00                # by the province's clock
remind = 2                   # working days before, the branches that are late are asked
wait = 3                     # working days that late figures are waited for
late = "send"                # then it goes with the gap printed; "hold": it does not
helps = 10                   # days for which it is still of use

[[routine]]
name = "triwulan"            # the quarter, on the last day of the month after it
every = "quarter"
day = 31
on_holiday = "before"        # or "after", "skip"
helps = 20

[[meeting]]
key = "rakor-2025-1"         # stays when the meeting moves
day = 2025-03-19
time = 09:00:00
place = "Ruang Rapat Contoh, Jambi"
agenda = ["Rapat karangan: capaian sampai Februari 2025", "Tindak lanjut keputusan contoh"]
invited = ["Bappeda Provinsi Jambi", "Disnakertrans Provinsi Jambi"]
materials = 3                # working days before, the reports are due
remind = 7                   # working days before, the branches that are late are asked
wait = 2
late = "send"

[[meeting]]
key = "rakor-2025-2"
day = 2025-06-11
time = 13:30:00
place = "Ruang Rapat Contoh, Jambi"
agenda = ["Rapat karangan: capaian sampai Mei 2025"]
invited = ["Bappeda Provinsi Jambi", "Disnakertrans Provinsi Jambi", "Mitra Pembangunan Contoh"]
"""
HOLIDAYS = (
    ("2025-08-18", "add", "Cuti Bersama Hari Kemerdekaan"),
    ("2025-01-06", "add", "Libur daerah contoh (karangan)"),
)
NOTE_ID = "Angka buatan make_sample.py untuk mencoba laporan; bukan angka yang pernah diterbitkan."
NOTE_EN = "Invented by make_sample.py to try the report; not a published figure."

Key = tuple[str, str, str, str]  # region, measure, segment, day
Cells = defaultdict[Key, int]
Row = tuple[str | int, ...]


def at_knots(rates: Sequence[float], step: int) -> float:
    """The rate at a step, on straight lines between the knots."""
    right = next(i for i in range(1, len(KNOTS)) if step <= KNOTS[i])
    left = right - 1
    part = (step - KNOTS[left]) / (KNOTS[right] - KNOTS[left])
    return rates[left] + (rates[right] - rates[left]) * part


def on_line(ends: tuple[float, float], step: int) -> float:
    """The value at a step on the straight line through the first and the last month."""
    return ends[0] + (ends[1] - ends[0]) * step / LAST


def noisy(value: float, rng: Random, width: float = NOISE) -> int:
    """The count nearest to the value, off by at most the width's share of it."""
    return round(value * (1 + (2 * rng.random() - 1) * width))


def potentials(story: Story, step: int) -> dict[str, int]:
    """The potential by segment: it changes in January only."""
    total = float(story.potential)
    for growth in story.growth[: step // 12]:
        total *= growth
    parts = {"PU": round(total * story.pu_share), "Jakon": round(total * story.jakon_share)}
    parts["PMI"] = story.pmi + 4 * (step // 12)
    parts["BPU"] = round(total) - sum(parts.values())
    return parts


def segment_rates(story: Story, step: int) -> dict[str, float]:
    """The active rate by segment; BPU is what makes the whole come to the story's coverage."""
    pu, jakon = on_line(story.pu, step), on_line(story.jakon, step)
    rest = at_knots(story.coverage, step) - pu * story.pu_share - jakon * story.jakon_share
    return {
        "PU": pu,
        "BPU": rest / (1 - story.pu_share - story.jakon_share),
        "Jakon": jakon * JAKON_SEASON[step % 12],
        "PMI": on_line(PMI_RATES, step),
    }


def add(cells: Cells, key: Key, value: int) -> None:
    """Add a regency's count to its own cell and to every total it belongs to."""
    region, measure, segment, day = key
    for place in (region, PROVINCE):
        for part in {segment, "total"}:
            cells[place, measure, part, day] += value


def add_members(cells: Cells, region: str, story: Story, rng: Random) -> None:
    """Potential, active and registered of one regency; whoever lapses stays registered."""
    before = dict.fromkeys(REGISTERED_PER_ACTIVE, 0)
    for step, day in enumerate(DAYS):
        rates = segment_rates(story, step)
        for segment, potential in potentials(story, step).items():
            active = min(potential, noisy(potential * rates[segment] / 100, rng))
            kept = before[segment] + round(active * 0.001 * rng.random())
            registered = min(potential, max(kept, round(active * REGISTERED_PER_ACTIVE[segment])))
            before[segment] = registered
            add(cells, (region, "potential", segment, day), potential)
            add(cells, (region, "active", segment, day), active)
            add(cells, (region, "registered", segment, day), registered)


def add_villages(cells: Cells, region: str, story: Story, rng: Random) -> None:
    """Members of village institutions, their number renewed each January."""
    potential = 0
    for step, day in enumerate(DAYS):
        if step % 12 == 0:
            potential = noisy(story.village_potential, rng)
        active = noisy(potential * at_knots(story.villages, step) / 100, rng)
        add(cells, (region, "village_potential", "total", day), potential)
        add(cells, (region, "village_active", "total", day), min(active, potential))


def add_firms(cells: Cells, region: str, story: Story, rng: Random) -> None:
    """Firms on the register at the month's end; permits and their registered holders in the month."""
    firms = 0
    for step, day in enumerate(DAYS):
        firms = max(firms, noisy(on_line(story.firms, step), rng))
        issued = noisy(story.permits, rng, 0.2)
        holders = min(issued, noisy(issued * on_line(PERMIT_RATES, step) / 100, rng, 0.1))
        add(cells, (region, "firms_registered", "total", day), firms)
        add(cells, (region, "permits_issued", "total", day), issued)
        add(cells, (region, "permit_holders_registered", "total", day), holders)


def make_cells(rng: Random) -> Cells:
    """Every count of the sample; the rank is the province's alone, at the end of each quarter."""
    cells: Cells = defaultdict(int)
    for region, story in STORIES.items():
        add_members(cells, region, story, rng)
        if story.village_potential:
            add_villages(cells, region, story, rng)
        add_firms(cells, region, story, rng)
    for day, rank in zip(DAYS[2::3], RANKS, strict=True):
        cells[PROVINCE, "rank", "total", day] = rank
        cells[PROVINCE, "rank_base", "total", day] = RANK_BASE
    return cells


def figure_rows(cells: Cells) -> list[Row]:
    """The rows of figures.csv, sorted by region, measure, segment and day."""
    return [
        (day, region, measure, segment, value, UNITS.get(measure, "persons"), "exact", SOURCE)
        for (region, measure, segment, day), value in sorted(cells.items())
    ]


def rate_targets(cells: Cells, region: str, rate: float, due: str) -> dict[str, str]:
    """The region's target and what it asks of each segment, to the nearest half point."""
    day = min(f"{due[:4]}-01-31", DAYS[-1])
    whole = cells[region, "potential", "total", day]
    formal, informal = (cells[region, "potential", segment, day] / whole for segment in ("PU", "BPU"))
    wanted = {
        "total": rate,
        "PU": rate + TARGET_SPREAD * informal,
        "BPU": rate - TARGET_SPREAD * formal,
        "Jakon": rate,
    }
    return {segment: f"{round(value * 2) / 2:g}" for segment, value in wanted.items()}


def firm_target(story: Story, year: int) -> int:
    """The firms wanted by a year's end, in tens: the story's own course and a little more."""
    step, factor = FIRM_TARGETS[year]
    return round(on_line(story.firms, step) * factor / 10) * 10


def target_rows(cells: Cells) -> list[Row]:
    """The rows of targets.csv, sorted by region, measure, segment and due day."""
    rows: list[Row] = []
    for year, (due, stated, rate) in enumerate(TARGETS):
        rates = {PROVINCE: rate} | {region: story.targets[year] for region, story in STORIES.items()}
        firms = {region: firm_target(story, year) for region, story in STORIES.items()}
        firms[PROVINCE] = sum(firms.values())
        for region in rates:
            rows.append((stated, due, region, "target_firms", "total", firms[region], "firms", "exact", SOURCE))
            for segment, value in rate_targets(cells, region, rates[region], due).items():
                rows.append((stated, due, region, "target_rate", segment, value, "percent", "exact", SOURCE))
    return sorted(rows, key=lambda row: [str(row[i]) for i in (2, 3, 4, 1)])


def write_table(name: str, header: str, rows: Iterable[Row]) -> int:
    """Write one table beside this file; the number of its rows."""
    kept = list(rows)
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header.split(","))
        table.writerows(kept)
    return len(kept)


def copy_regions() -> None:
    """The regions are the real ones; a story without its region is refused."""
    content = (HERE.parent / "jambi" / "regions.csv").read_bytes()
    known = {row["code"] for row in csv.DictReader(content.decode("utf-8").splitlines())}
    missing = sorted({PROVINCE, *STORIES} - known)
    if missing:
        raise SystemExit(f"regions.csv lacks {', '.join(missing)}")
    (HERE / "regions.csv").write_bytes(content)


def write_notes() -> dict[str, int]:
    """Write the tables that are stated above and not computed."""
    funding: list[Row] = [
        (region, fund, "BPU", workers, starts, ends, CONTRIBUTION, SOURCE)
        for region, fund, workers, starts, ends in FUNDING
    ]
    actions: list[Row] = [(number, *action, SOURCE) for number, action in enumerate(ACTIONS, 1)]
    return {
        "sources": write_table(
            "sources.csv",
            "source,publisher,published,note_id,note_en",
            [(SOURCE, "Data contoh (buatan)", "", NOTE_ID, NOTE_EN)],
        ),
        "register": write_table("register.csv", "name,kind,region,since,source", [(*row, SOURCE) for row in REGISTER]),
        "funding": write_table("funding.csv", "region,fund,segment,workers,starts,ends,contribution,source", funding),
        "actions": write_table(
            "actions.csv", "number,decided,region,action,agency,due,status,indicator,obstacle,evidence,source", actions
        ),
        "contributions": write_table(
            "contributions.csv", "since,until,sector,rupiah,source", [(*row, SOURCE) for row in CONTRIBUTIONS]
        ),
        "laws": write_table("laws.csv", "since,instrument,about_id,about_en", LAWS),
        "recipients": write_table(
            "recipients.csv",
            "agency,region,role,address,language,valid_from,valid_until,reviewed_on",
            [(*row, "2025-01-01", "", "") for row in RECIPIENTS],
        ),
        "holidays": write_table("holidays.csv", "day,change,name", HOLIDAYS),
    }


def main() -> None:
    """Write every table of the sample and say how many rows each has."""
    copy_regions()
    for name, text in (("province.toml", PROVINCE_TOML), ("calendar.toml", CALENDAR_TOML)):
        (HERE / name).write_text(text, encoding="utf-8", newline="\n")
    cells = make_cells(Random(SEED))
    head = "region,measure,segment,value,unit,precision,source"
    counts = {
        "figures": write_table("figures.csv", f"as_of,{head}", figure_rows(cells)),
        "targets": write_table("targets.csv", f"as_of,due,{head}", target_rows(cells)),
    } | write_notes()
    print(", ".join(f"{name} {count}" for name, count in counts.items()))


if __name__ == "__main__":
    main()
