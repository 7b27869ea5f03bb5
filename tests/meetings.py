"""Meetings for the tests: a short one, and one whose agenda and guests no page 1 has room for."""

import datetime as dt
import zoneinfo
from dataclasses import replace

from cakupan.model import Meeting, Patience, WhenLate

CALENDAR = """\
since = 2024-01-01
[[meeting]]
key = "rakor-1"
day = 2024-12-10
time = 13:30:00
place = "Ruang Pola"
agenda = ["Capaian", "Anggaran"]
invited = ["Bappeda"]
"""
WIB = zoneinfo.ZoneInfo("Asia/Jakarta")
MEETING = Meeting(
    "rakor-1",
    dt.datetime(2024, 12, 10, 13, 30, tzinfo=WIB),
    "Ruang Pola",
    ("Capaian", "Anggaran"),
    ("Bappeda",),
    3,
    dt.time(7),
    Patience(7, 2, WhenLate.SEND),
)
OVERLONG = replace(
    MEETING,
    place="Ruang Pola Kantor Gubernur, Jalan Jenderal Ahmad Yani Nomor 1, Telanaipura, Kota Jambi, lantai dua",
    agenda=tuple(f"Tindak lanjut keputusan rapat koordinasi menurut kabupaten dan kota {'serta pembahasan ' * 6}{n}"
                 for n in range(1, 9)),
    invited=tuple(f"Dinas Tenaga Kerja, Transmigrasi, Koperasi dan UKM Kabupaten {n}" for n in range(1, 31)),
)  # fmt: skip
