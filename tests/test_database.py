"""Figures may come from a database instead of a file: the same tables come out, and no password is ever told."""

import datetime as dt
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import make_url

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.errors import DataError
from cakupan.model import Sheet
from cakupan.read import query, read
from cakupan.read.query import cell_text, secure
from tests.postgres import PASSWORD, Server, server
from tests.provinces import folder

ENVIRON = {"CAKUPAN_DB": PASSWORD}
ROWS = "2024-12-02,15,active,total,592806\n2024-12-02,15,coverage_rate,total,45.17\n"
SELECT = "SELECT * FROM angka WHERE region LIKE '15%';\n"


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    with server() as started:
        started.run(
            "CREATE TABLE angka (as_of date, region text, measure text, segment text, value numeric, unit text, "
            "precision text, source text); INSERT INTO angka VALUES "
            "('2024-12-02', '15', 'coverage_rate', 'total', 45.17, 'percent', 'exact', 'press'), "
            "('2024-12-02', '15', 'active', 'total', 592806, 'persons', 'exact', 'press'), "
            "('2024-12-02', '74', 'active', 'total', 1, 'persons', 'exact', 'press')"
        )
        yield started


def province(path: Path, sql: str | bytes, settings: str) -> Path:
    """A province folder with a query in place of its figures."""
    folder(path)
    (path / "figures.csv").unlink()
    (path / "figures.sql").write_bytes(sql.encode() if isinstance(sql, str) else sql)
    (path / "database.toml").write_text(settings, "utf-8")
    return path


def address(of: Server) -> str:
    return f'url = "{of.url}"\npassword_env = "CAKUPAN_DB"\n'


def asked(path: Path, of: Server, sql: str = SELECT) -> Sheet:
    return read(province(path, sql, address(of)), environ=ENVIRON)


def refused(path: Path, environ: dict[str, str] | None = None) -> list[str]:
    with pytest.raises(DataError) as caught:
        read(path, environ=ENVIRON if environ is None else environ)
    lines = [str(line) for line in caught.value.messages]
    assert not any(PASSWORD in line or "\n" in line for line in lines)
    return lines


def test_a_query_gives_the_table_that_a_file_would(tmp_path: Path, running: Server) -> None:
    from_file = read(folder(tmp_path / "file", ROWS)).tables["figures"].rows
    sheet = asked(tmp_path / "query", running)
    assert sheet.tables["figures"].rows.to_csv() == from_file.to_csv()
    assert sheet.tables["figures"].where(3, "value").file == "figures.sql"
    assert check(sheet, catalogue()).rows == 2


def test_the_order_of_the_rows_does_not_matter_and_what_is_answered_does(tmp_path: Path, running: Server) -> None:
    one = asked(tmp_path / "one", running).fingerprint
    assert asked(tmp_path / "two", running).fingerprint == one
    running.run("CREATE TABLE other AS SELECT * FROM angka")
    before = asked(tmp_path / "three", running, "TABLE other")
    running.run("UPDATE other SET value = 592807 WHERE region = '15' AND measure = 'active'")
    after = asked(tmp_path / "three", running, "TABLE other")
    assert before.fingerprint != after.fingerprint
    turned = "WITH a AS (SELECT * FROM other ORDER BY value DESC) SELECT * FROM a"
    assert asked(tmp_path / "four", running, turned).tables["figures"].rows.equals(after.tables["figures"].rows)


def test_columns_are_judged_like_those_of_a_file(tmp_path: Path, running: Server) -> None:
    sheet = asked(tmp_path, running, "SELECT as_of, region, region, value AS nilai FROM angka")
    with pytest.raises(DataError, match=r"figures\.sql, row 1, column nilai: unknown column"):
        check(sheet, catalogue())


def test_signs_of_queries_are_taken_as_they_are(tmp_path: Path, running: Server) -> None:
    sql = "SELECT '100%s :kode' AS as_of, '10:30'::text AS region -- done"
    rows = asked(tmp_path, running, sql).tables["figures"].rows
    assert rows.to_numpy().tolist() == [["100%s :kode", "10:30"]]


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELECT value\nFROM angka\nWHERE x = 1", r'figures\.sql, row 3: column "x" does not exist'),
        ("SELECT 1 FROM nowhere", r'figures\.sql, row 1: relation "nowhere" does not exist'),
        ("DELETE FROM angka", r"figures\.sql, row 1: syntax error"),
        (
            "SELECT 1) AS a; DELETE FROM angka; SELECT * FROM (SELECT 1",
            r"figures\.sql: cannot .*read-only|multiple commands",
        ),
        ("SELECT nextval('counted')", r"figures\.sql: cannot execute nextval\(\) in a read-only transaction"),
        ("SELECT 1 / 0 AS a", r"figures\.sql: division by zero"),
        ("SELECT 'infinity'::date AS as_of", r"figures\.sql: "),
    ],
)
def test_a_wrong_query_is_said_in_one_line(tmp_path: Path, running: Server, sql: str, told: str) -> None:
    running.run("CREATE SEQUENCE IF NOT EXISTS counted")
    [line] = refused(province(tmp_path, sql, address(running)))
    assert re.search(told, line)
    assert len(asked(tmp_path / "after", running, "TABLE angka").tables["figures"].rows) == 3


def test_a_query_that_takes_too_long_is_ended(tmp_path: Path, running: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query, "QUERY_SECONDS", 1)
    path = province(tmp_path, "SELECT pg_sleep(60)", address(running))
    assert refused(path) == ["figures.sql: the query took longer than 1 seconds"]


def test_no_more_rows_are_taken_than_from_a_file(
    tmp_path: Path, running: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query, "MAX_ROWS", 2)
    path = province(tmp_path, "TABLE angka", address(running))
    assert refused(path) == ["figures.sql: more than 2 rows; hand in the summary by region"]


def test_a_wrong_or_missing_password_is_said_without_it(tmp_path: Path, running: Server) -> None:
    said = ["database.toml: the server does not let this user in; check user and password"]
    path = province(tmp_path, SELECT, address(running))
    assert refused(path, {"CAKUPAN_DB": "wrong"}) == said
    assert refused(path, {}) == ["database.toml: password_env: there is no environment variable CAKUPAN_DB"]


def test_the_password_may_lie_in_a_file_of_its_own(tmp_path: Path, running: Server) -> None:
    settings = f'url = "{running.url}"\npassword_file = "secret"\n'
    path = province(tmp_path, SELECT, settings)
    assert refused(path) == ["database.toml: password_file: the file is missing or cannot be read"]
    (path / "secret").write_text(PASSWORD + "\n", "utf-8")
    assert len(read(path, environ={}).tables["figures"].rows) == 2


def test_a_server_that_is_not_there_is_said_in_one_line(tmp_path: Path) -> None:
    settings = 'url = "postgresql://u@127.0.0.1:1/d"\npassword_env = "CAKUPAN_DB"\n'
    [line] = refused(province(tmp_path / "a", SELECT, settings))
    assert line.startswith("database.toml: the database cannot be reached: connection to server")
    for number, host in enumerate(("127.0.0.1:1", "a..b")):
        [line] = refused(province(tmp_path / str(number), SELECT, f'url = "postgresql://u@{host}/d?sslmode=disable"\n'))
        assert line.startswith("database.toml: the database cannot be reached: ")


def test_a_password_is_not_told_even_where_it_is_part_of_what_is_wrong(tmp_path: Path) -> None:
    settings = f'url = "postgresql://u@127.0.0.1:1/{PASSWORD}?host=/nowhere/{PASSWORD}"\npassword_env = "CAKUPAN_DB"\n'
    [line] = refused(province(tmp_path, SELECT, settings))
    assert "***" in line


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        (f'url = "postgresql://u:{PASSWORD}@h/d"', ["url: holds a password; name the variable"]),
        (f'url = "postgresql://u@h/d?password={PASSWORD}"', ["url: holds a password; name the variable"]),
        (
            'url = "mysql://u@h/d?options=x&sslmode=x"',
            ["url: expected an address like", "url: unknown parameter options"],
        ),
        ('url = "nothing"', ["url: expected an address like postgresql+psycopg://user@host/database"]),
        ('url = "postgresql://u@h:port/d"', ["url: expected an address like"]),
        ('url = ""', ["url: must not be empty"]),
        ("", ["url: is required"]),
        ('url = "postgresql://h/d"\npasword_env = "A"', ["pasword_env: unknown key; did you mean password_env?"]),
        ('url = "postgresql://h/d"\npassword_env = "A"\npassword_file = "B"', ["password_env: password_file stands"]),
        ("url =", ["cannot be read"]),
    ],
)
def test_wrong_settings_are_refused_all_at_once(tmp_path: Path, settings: str, told: list[str]) -> None:
    lines = refused(province(tmp_path, SELECT, settings))
    assert len(lines) == len(told)
    for line, part in zip(lines, told, strict=True):
        assert line.startswith(f"database.toml: {part}")


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        (b"", "figures.sql: expected a query that begins with SELECT or WITH"),
        (b" ;\n", "figures.sql: expected a query that begins with SELECT or WITH"),
        (b"SELECT \0", "figures.sql: expected a query that begins with SELECT or WITH"),
        (b"SELECT '\xe9'", "figures.sql: expected text in UTF-8; save the file in that encoding"),
    ],
)
def test_a_query_that_is_none_is_refused_with_all_else(tmp_path: Path, sql: bytes, told: str) -> None:
    assert refused(province(tmp_path, sql, "")) == ["database.toml: url: is required", told]


def test_a_query_that_cannot_be_opened_is_said_so(tmp_path: Path) -> None:
    path = province(tmp_path, SELECT, 'url = "postgresql://h/d"')
    (path / "figures.sql").unlink()
    (path / "figures.sql").mkdir()
    assert refused(path) == ["figures.sql: cannot be read: Is a directory"]


def test_a_file_and_a_query_do_not_stand_beside_each_other(tmp_path: Path) -> None:
    path = province(tmp_path, SELECT, "")
    (path / "figures.csv").write_text("", "utf-8")
    assert refused(path) == ["figures.sql: figures.csv stands beside it; keep one"]


def test_a_server_elsewhere_must_prove_who_it_is() -> None:
    assert not secure(make_url("postgresql://u@db.jambi.example/d"))
    assert secure(make_url("postgresql://u@db.jambi.example/d?sslmode=require"))
    assert all(secure(make_url(f"postgresql://u@{host}/d")) for host in ("localhost", "127.0.0.1", "[::1]", ""))
    assert secure(make_url("postgresql://u@/d?host=/run/postgresql"))
    elsewhere = make_url("postgresql+psycopg://u@192.0.2.1/d")
    _, arguments = query._engine(elsewhere).dialect.create_connect_args(elsewhere)
    assert arguments["host"] == "192.0.2.1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (dt.date(2024, 12, 2), "2024-12-02"),
        (dt.datetime(2024, 12, 2), "2024-12-02"),  # noqa: DTZ001  # as a column without a zone comes
        (dt.datetime(2024, 12, 2, 1, 2), "2024-12-02T01:02:00"),  # noqa: DTZ001
        (Decimal("45.170"), "45.170"),
        (Decimal("1E+6"), "1000000"),
        (592806, "592806"),
        (" Kerinci ", "Kerinci"),
    ],
)
def test_a_value_is_written_as_in_a_file(value: object, text: str) -> None:
    assert cell_text(value) == text
