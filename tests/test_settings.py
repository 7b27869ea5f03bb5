"""The control panel."""

from pathlib import Path

import pytest

from cakupan.errors import SettingsError
from cakupan.settings import Settings, read_settings
from tests.provinces import ROOT

A_DOMAIN = "expected a domain in lower case, like dinas.example.go.id, or all below one, like .go.id"


def written(path: Path, text: str) -> Path:
    file = path / "settings.toml"
    file.write_text(text, "utf-8")
    return file


def test_an_empty_file_is_a_valid_one(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, ""))
    assert (settings.language, settings.page.paper, settings.run.workers) == ("id", "A4", 0)


def test_the_settings_that_ship_are_the_defaults() -> None:
    shipped = read_settings(ROOT / "settings.toml")
    here = {"data": str(ROOT / "data/jambi"), "out": str(ROOT / "output"), "var": str(ROOT / "var")}
    assert shipped == Settings().model_copy(update=here)


def test_relative_paths_start_at_the_file(tmp_path: Path) -> None:
    settings = read_settings(written(tmp_path, 'data = "angka"\nout = "/srv/out"\n'))
    assert settings.data == str(tmp_path / "angka")
    assert settings.out == "/srv/out"


def test_every_mistake_is_told_with_the_nearest_key(tmp_path: Path) -> None:
    wrong = 'lanquage = "en"\nout = ""\n[page]\npaper = "A3"\n[run]\nworkers = -1\nworkres = 2\n'
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, wrong))
    said = sorted(map(str, caught.value.messages))
    assert len(said) == 5
    assert all(line.startswith("settings.toml: ") for line in said)
    for line, parts in zip(
        said,
        (
            ("lanquage", "language"),
            ("out", "empty"),
            ("page.paper", "'A4' or 'F4'", "'A3'"),
            ("run.workers", "at least 0", "-1"),
            ("run.workres", "workers"),
        ),
        strict=True,
    ):
        assert all(part in line for part in parts)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("[run]\nworkers = 65\n", ["run.workers", "at most 64"]),
        ('language = "in"\n', ["language", "'id' or 'en'"]),
        ("page = 4\n", ["page", "table"]),
        ("data = = 1", ["settings.toml", "line 1"]),
    ],
)
def test_a_single_mistake_is_told_with_its_limits(tmp_path: Path, text: str, parts: list[str]) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, text))
    for part in parts:
        assert part in str(caught.value)


def mail(path: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(written(path, f"[mail]\n{text}"))
    return [str(line).removeprefix("settings.toml: mail.") for line in caught.value.messages]


def test_every_mistake_of_the_mail_is_told_at_once_and_no_password_repeated(tmp_path: Path) -> None:
    said = mail(
        tmp_path,
        'host = "mail.example.go.id"\nport = 0\nsecurity = "local"\nuser = "a\\u0007"\npassword = "Rahasia#1"\n'
        'sender_name = "=?utf-8?q?x?="\nreply_to = "a@x.id, b@x.id"\nallow = ["Example.go.id"]\nin_doubt = "archive"\n'
        'most_bytes = 1\napprovals = 3\noperater = "a@x.id"\n',
    )
    assert said == [
        "port: expected at least 1, got 0",
        'security: "local" is for a mail server on this machine; any other needs "starttls" or "tls"',
        "user: expected plain text without control characters and without \"=?\", got 'a\\x07'",
        "password: expected the NAME of an environment variable in capitals, not the password itself",
        "sender: is required where mail.host is set",
        "sender_name: expected plain text without control characters and without \"=?\", got '=?utf-8?q?x?='",
        "reply_to: expected one address, like laporan@dinas.example.go.id, got 'a@x.id, b@x.id'",
        f"allow[1]: {A_DOMAIN}, got 'Example.go.id'",
        "most_bytes: expected at least 100000, got 1",
        "approvals: expected at most 2, got 3",
        'in_doubt: "archive" needs an address in mail.archive',
        "operater: unknown key; did you mean operator?",
    ]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('host = "mail server"', "host: expected the name or the IP address of one machine, got 'mail server'"),
        ('host = "::1"\nsecurity = "local"\nuser = "a"\nsender = "a@b.id"', 'user: with mail.security "local" nobody'),
        (f'sender_name = "{"x" * 101}"', "sender_name: expected at most 100 characters"),
        ('archive = "x"\nin_doubt = "archive"', "archive: expected one address"),
    ],
)
def test_a_single_mistake_of_the_mail_is_told(tmp_path: Path, text: str, part: str) -> None:
    (said,) = mail(tmp_path, text)
    assert said.startswith(part)


def test_a_mail_server_on_this_machine_needs_neither_login_nor_certificate(tmp_path: Path) -> None:
    text = (
        '[mail]\nhost = "localhost"\nsecurity = "local"\nport = 25\nsender = "laporan@dinas.example"\n'
        'in_doubt = "archive"\narchive = "arsip@dinas.example"\nallow = ["dinas.example"]\nca_file = "ca.pem"\n'
    )
    told = read_settings(written(tmp_path, text)).mail
    assert (told.host, told.port, told.allow) == ("localhost", 25, ("dinas.example",))
    assert (told.ca_file, told.password_file) == (str(tmp_path / "ca.pem"), "")


@pytest.mark.parametrize("table", ["archive", "returns"])
def test_every_mistake_of_a_mailbox_is_told_at_once(tmp_path: Path, table: str) -> None:
    text = (
        f'[{table}]\nhost = "imap.example.go.id"\nport = 0\nsecurity = "local"\npassword = "Rahasia#1"\nfolder = ""\n'
        'folders = ["x"]\n'
    )
    with pytest.raises(SettingsError) as caught:
        read_settings(written(tmp_path, text))
    assert [str(line).removeprefix(f"settings.toml: {table}.") for line in caught.value.messages] == [
        "port: expected at least 1, got 0",
        'security: "local" is for a mail server on this machine; any other needs "starttls" or "tls"',
        "user: is required where a host is set",
        "folder: expected text of the form ^[ -~]+$, got ''",
        "password: expected the NAME of an environment variable in capitals, not the password itself",
        "folders: unknown key; did you mean folder?",
    ]


def test_a_mailbox_is_there_where_a_host_is_set(tmp_path: Path) -> None:
    told = read_settings(
        written(tmp_path, '[archive]\nhost = "::1"\nsecurity = "local"\nuser = "arsip"\nca_file = "c"\n')
    )
    assert (told.archive.user, told.archive.folder, told.archive.ca_file) == ("arsip", "INBOX", str(tmp_path / "c"))
    assert (told.returns.host, told.returns.password) == ("", "CAKUPAN_RETURNS_PASSWORD")


def test_a_missing_file_is_a_mistake_too(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="missing"):
        read_settings(tmp_path / "settings.toml")


def test_every_mistake_of_the_clock_is_told_at_once(tmp_path: Path) -> None:
    lines = ["[clock]", "knock_minutes = 0", "alarm_hours_before = 169", "alarm_hours_after = 0", "silent_minutes = 4",
             'heartbeat = "http://jaga.example"', 'watcher = "Jaga <jaga@jambi.example>"', "nock = 1"]  # fmt: skip
    (tmp_path / "settings.toml").write_text("\n".join(lines))
    with pytest.raises(SettingsError) as error:
        read_settings(tmp_path / "settings.toml")
    told = [str(one) for one in error.value.messages]
    assert len(told) == 7
    assert any("expected a file, or an address that begins with https://" in one for one in told)


@pytest.mark.parametrize(
    ("text", "place"),
    [("", ""), ("alive", "{here}/alive"), ("/run/alive", "/run/alive"), ("https://a.example/x", "https://a.example/x")],
)
def test_a_heartbeat_is_a_file_beside_the_settings_or_an_address(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "settings.toml").write_text(f'[clock]\nheartbeat = "{text}"\n')
    assert read_settings(tmp_path / "settings.toml").clock.heartbeat == place.format(here=tmp_path)
