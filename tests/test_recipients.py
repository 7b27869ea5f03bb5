"""Who may be written to: the list of recipients, believed row by row."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakupan.address import domain_of, fits_head, is_address, is_allowed
from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.check.recipients import COLUMNS, check_recipients
from cakupan.language import Language
from cakupan.model import Finding, Limits, Province, Recipient
from cakupan.pipeline.verdict import check_folder
from cakupan.read import read
from cakupan.read.recipients import read_recipients
from tests.provinces import DATA, believed, folder
from tests.test_pipeline import FIGURES

HEAD = ",".join(COLUMNS) + "\n"
BAPPEDA = "Bappeda,15,koordinator,bappeda@jambi.example,id,,,\n"
DINAS = "Dinas,15.01,,dinas@kerinci.example,en,2024-01-01,2025-12-31,2025-03-10\n"
KOTA = "Dinas Kota,15.71,,kota@jambi.example,id,,,\n"
MERANGIN = "Dinas Merangin,15.02,,dinas@merangin.example,id,,,\n"
ALL = BAPPEDA + DINAS + KOTA + MERANGIN
TODAY = dt.date(2025, 6, 1)


def province() -> Province:
    return believed(FIGURES).province


def judged(
    tmp: Path, rows: str, allow: tuple[str, ...] | None = None, today: dt.date | None = TODAY
) -> tuple[tuple[Recipient, ...], list[tuple[str, str, str]]]:
    """Who is believed, and each finding by its rule, severity and words."""
    (tmp / "recipients.csv").write_text(HEAD + rows, "utf-8")
    table, wrong = read_recipients(tmp)
    assert table, wrong
    found = check_recipients(table, province(), allow, today)
    return found.believed, [told(finding) for finding in found.findings]


def told(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.severity.value, Language("en").tell(finding.told)


def test_a_row_becomes_a_recipient(tmp_path: Path) -> None:
    people, findings = judged(tmp_path, ALL, ("jambi.example", ".example"))
    assert findings == []
    assert people[1] == Recipient(
        "Dinas", "15.01", "", "dinas@kerinci.example", "en",
        dt.date(2024, 1, 1), dt.date(2025, 12, 31), dt.date(2025, 3, 10), 3,
    )  # fmt: skip
    assert [one.line for one in people] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("row", "rule", "words"),
    [
        ("A,15.1,,a@b.example,id,,,", "cell", 'column region: "15.1" is not known; did you mean 15.71'),
        ("A,kacab-bungo,,a@b.example,id,,,", "cell", 'column region: "kacab-bungo" is not known'),
        ("A,1501,,a@b.example,id,,,", "cell", "column region: \"1501\" is the code of Statistics Indonesia"),
        ("A,15,,a@b.example,de,,,", "cell", 'column language: "de" is not known'),
        ("A,15,,A@b.example,id,,,", "cell", "column address: expected one address in small letters"),
        ("A,15,,,id,,,", "cell", "column address: expected one address"),
        (",15,,a@b.example,id,,,", "cell", "column agency: must not be empty"),
        ("=?utf-8?q?A?=,15,,a@b.example,id,,,", "cell", "column agency: expected a name without =?"),
        ("A\u202eB,15,,a@b.example,id,,,", "cell", "got \"'A\\u202eB'\""),
        ("A,15,,a@b.example,id,2025,,", "cell", "column valid_from: expected a day"),
        ("A,15,,a@b.example,id,,,2025-01", "cell", "column reviewed_on: expected a day like 2024-12-02"),
        ("A,15,,a@b.example,id,2025-02-01,2025-01-31,", "order", "column valid_until: ends before it starts"),
        ("A,15,,a@gmail.com,id,,,", "domain", "gmail.com is not among the domains that may be written to (mail.allow)"),
        ("Bapeda,15.01,,bappeda@jambi.example,id,,,", "address", 'is that of "Bappeda" in row 2'),
        ("BAPPEDA,15,,bappeda@jambi.example,id,,,", "address", "stands for this region in row 2 already"),
    ],
)  # fmt: skip
def test_what_cannot_be_believed_is_an_error(tmp_path: Path, row: str, rule: str, words: str) -> None:
    people, findings = judged(tmp_path, ALL + row + "\n", (".example",))
    assert [(found, severity) for found, severity, _ in findings] == [(rule, "error")]
    assert "recipients.csv, row 6, column" in findings[0][2]
    assert words in findings[0][2]
    assert 6 not in {one.line for one in people}


def test_a_branch_may_be_written_to_and_needs_not_be(tmp_path: Path) -> None:
    branch = "Kacab,kacab-jambi,,kacab@jambi.example,id,,,\n"
    people, findings = judged(tmp_path, ALL + branch)
    assert people[-1].region == "kacab-jambi"
    assert findings == judged(tmp_path, ALL)[1] == []


def test_of_two_that_contradict_each_other_neither_is_written_to(tmp_path: Path) -> None:
    people, _ = judged(tmp_path, BAPPEDA + "Bapeda,15.01,,bappeda@jambi.example,id,,,\n")
    assert people == ()


def test_an_agency_may_have_one_address_for_many_regions_and_a_new_name_from_a_day_on(tmp_path: Path) -> None:
    many = ALL + "Bappeda,15.01,,bappeda@jambi.example,id,,,\n"
    assert len(judged(tmp_path, many)[0]) == 5
    old, new = MERANGIN.replace("id,,,", "id,,2025-02-28,"), MERANGIN.replace("id,,,", "id,2025-03-01,,")
    renamed = old + new.replace("Dinas Merangin", "Dinas Baru")
    people, findings = judged(tmp_path, BAPPEDA + DINAS + KOTA + renamed)
    assert len(people) == 5
    assert findings == [
        ("valid", "note",
         "recipients.csv, row 5, column valid_until: valid until 28 February 2025; is not written to any more")
    ]  # fmt: skip


def test_without_a_list_of_domains_that_rule_is_silent_and_an_empty_one_lets_nobody_through(tmp_path: Path) -> None:
    assert judged(tmp_path, ALL, None)[1] == []
    assert {rule for rule, _, _ in judged(tmp_path, ALL, ())[1]} == {"domain"}


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (TODAY, []),
        (dt.date(2023, 12, 31), [
            ("recipient", "warning", "recipients.csv: nobody is written to about Kerinci Regency"),
            ("valid", "note",
             "recipients.csv, row 3, column valid_from: valid from 1 January 2024; is not written to before")]),
        (dt.date(2026, 1, 1), [
            ("recipient", "warning", "recipients.csv: nobody is written to about Kerinci Regency"),
            ("valid", "note",
             "recipients.csv, row 3, column valid_until: valid until 31 December 2025; is not written to any more")]),
        (None, []),
    ],
)  # fmt: skip
def test_who_is_not_valid_is_not_written_to(
    tmp_path: Path, today: dt.date | None, expected: list[tuple[str, str, str]]
) -> None:
    people, findings = judged(tmp_path, ALL, None, today)
    assert len(people) == 4
    assert findings == expected


def test_an_old_review_is_told(tmp_path: Path) -> None:
    rows = ALL.replace("2025-03-10", "2024-03-10")
    assert judged(tmp_path, rows)[1] == [
        ("reviewed", "warning",
         "recipients.csv, row 3, column reviewed_on: last reviewed on 10 March 2024, more than twelve months ago")
    ]  # fmt: skip
    assert judged(tmp_path, rows, today=None)[1] == []


def test_a_column_that_is_missing_is_told_alone(tmp_path: Path) -> None:
    (tmp_path / "recipients.csv").write_text("agency,region\nA,15\n", "utf-8")
    table, _ = read_recipients(tmp_path)
    assert table
    found = check_recipients(table, province(), (), TODAY)
    assert (found.believed, found.held, found.usable) == ((), (), False)
    assert {finding.rule for finding in found.findings} == {"columns"}


def test_addresses_are_no_part_of_what_an_edition_is_made_of(tmp_path: Path) -> None:
    data = folder(tmp_path, FIGURES)
    before = read(data)
    (data / "recipients.csv").write_text(HEAD + ALL, "utf-8")
    assert read(data).fingerprint == before.fingerprint
    assert read(data).inputs == before.inputs


def checked(data: Path, alone: Path | None = None) -> list[tuple[str, str]]:
    now = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
    verdict = check_folder(data, now, Limits(), alone, ("jambi.example",))
    return [(one.finding.rule, one.finding.where.file) for one in verdict.findings]


def test_check_tells_of_recipients_too_where_there_are_any(tmp_path: Path) -> None:
    data = folder(tmp_path, FIGURES)
    assert checked(data) == []
    (data / "recipients.csv").write_text(HEAD + ALL, "utf-8")
    assert checked(data) == [("domain", "recipients.csv")] * 2
    (data / "recipients.csv").write_bytes(b"\xff")
    assert checked(data) == [("table", "recipients.csv")]
    form = tmp_path / "handed.csv"
    form.write_text("", "utf-8")
    assert ("table", "recipients.csv") not in checked(data, form)
    (data / "province.toml").write_text("code = '99'\ntimezone = 'Asia/Jakarta'\n", "utf-8")
    (data / "recipients.csv").write_text(HEAD + ALL, "utf-8")
    assert {file for _, file in checked(data)} == {"province.toml"}


def test_the_recipients_of_the_sample_are_right() -> None:
    table, _ = read_recipients(DATA / "contoh")
    assert table
    sample = check_recipients(table, check(read(DATA / "contoh"), catalogue()).province, [".example"], TODAY)
    assert not sample.findings
    assert {one.region for one in sample.believed} == {"15", *(f"15.0{n}" for n in range(1, 10)), "15.71", "15.72"}
    assert {one.language for one in sample.believed} == {"id", "en"}
    assert not (DATA / "jambi" / "recipients.csv").exists()


ADDRESSES = st.from_regex(r"\A[a-z0-9_][a-z0-9_+-]{0,19}(\.[a-z0-9_+-]{1,9})?@[a-z0-9]{1,20}\.[a-z]{2,9}\Z")


@given(ADDRESSES)
def test_a_plain_address_is_one_and_is_allowed_where_its_domain_is(address: str) -> None:
    domain = domain_of(address)
    assert is_address(address)
    assert fits_head(address)
    assert is_allowed(address, [domain])
    assert is_allowed(address, ["other.example", "." + domain.split(".", 1)[1]])
    assert not is_allowed(address, ["x" + domain, "." + domain, "", "."])


@given(st.text())
def test_what_is_no_address_cannot_break_a_header(text: str) -> None:
    if is_address(text):
        assert text.isascii()
        assert text.count("@") == 1
        assert not set(text) & set(' \t\r\n<>(),;:\\"[]')


@pytest.mark.parametrize(
    "text",
    ["a@b", "a@b.c", "a@-b.example", "a@b..example", ".a@b.example", "a.@b.example", "a b@c.example", "a@b.example\n",
     "a@b.example,c@d.example", '"a"@b.example', "ä@b.example", "a@bü.example", "x" * 65 + "@b.example", "a@b.123",
     "a@" + "b" * 64 + ".example", "a@" + "b." * 125 + "example", "=?utf-8?q?a?=@b.example"],
)  # fmt: skip
def test_what_servers_may_read_otherwise_is_no_address(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize("sign", ["\r", "\n", "\0", "\x7f", "\u2028", "\u2029", "\u202e", "\u200b", "\u0085", "=?"])
def test_what_would_end_or_turn_a_header_does_not_fit_it(sign: str) -> None:
    assert not fits_head(f"a{sign}b")
    assert fits_head("Dinas Tenaga Kerja, “Köperasi” (Kota) = ? é")


@pytest.mark.parametrize(
    "row",
    [
        "Bapeda,15.01,,bappeda@jambi.example,xx,,,",
        "Bapeda,15.99,,bappeda@jambi.example,id,,,",
        "Bapeda,15.01,,Bappeda@Jambi.example,id,,,",
        "Bapeda,15.01,,Bapeda <bappeda@jambi.example>,id,,,",
        '"Bapeda",15.01,,"dinas@x.example;bappeda@jambi.example",id,,,',
        "Bapeda,15.01,,bappeda@jambi.example,id,2025-13-01,2000-01-01,",
        "\u202eBapeda,15.01,,bappeda@jambi.example,id,,,",
    ],
)
def test_a_row_that_cannot_be_believed_still_speaks_against_the_other_with_its_address(
    tmp_path: Path, row: str
) -> None:
    """Nobody knows which of the two is wrong, so neither is written to."""
    people, findings = judged(tmp_path, BAPPEDA + row + "\n", (".example",))
    assert people == ()
    assert "address" in {rule for rule, _, _ in findings}


def test_a_row_that_is_not_believed_is_told_with_its_region_and_what_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "recipients.csv").write_text(
        HEAD + BAPPEDA + "A,15.01,,,id,,,\n\u202eB,15.99,,,id,,,\nBapeda,15.02,,bappeda@jambi.example,id,,,\n", "utf-8"
    )
    table, _ = read_recipients(tmp_path)
    assert table
    held = check_recipients(table, province(), (".example",), TODAY).held
    assert [(one.row.line, one.row.agency, one.regions, len(one.reasons)) for one in held] == [
        (2, "Bappeda", ("15",), 1),
        (3, "A", ("15.01",), 1),
        (4, "'\\u202eB'", (), 3),
        (5, "Bapeda", ("15.02",), 1),
    ]
    assert 'is that of "Bapeda" in row 5' in Language("en").tell(held[0].reasons[0])
    assert 'is that of "Bappeda" in row 2' in Language("en").tell(held[3].reasons[0])
