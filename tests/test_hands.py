"""What a run is really walked with, where something is not as it should be: it is told, and tried again or not."""

import contextlib
import datetime as dt
import urllib.request
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from cakupan.clock.notify import Heartbeat
from cakupan.commands.clock import _crash
from cakupan.message import message
from cakupan.model import RunState
from cakupan.post.office import Office
from tests.test_delivery import OPERATOR, RECIPIENTS, do, plain, to
from tests.test_generate import said
from tests.test_serve import (
    ASKED,
    BRANCH,
    DUE,
    IN,
    LAST,
    MINUTE,
    MONTHLY,
    ONCE,
    Clock,
    clock,
    mail,
    province,
    received,
    run_states,
)

__all__ = ["clock"]
AHEAD = "2025-06-30,15,active,total,470\n2025-06-30,15.01,coverage_rate,total,44\n"


def test_where_all_reports_are_held_there_is_no_edition_and_each_region_is_a_line_of_the_log(
    tmp_path: Path, clock: Clock
) -> None:
    place = province(tmp_path, figures=MONTHLY + IN + AHEAD + "2025-06-30,15,potential,total,999\n")
    with mail(place, approvals=0) as server:
        done = clock.knock(place, DUE + MINUTE)
        assert done.exit_code == 10
        lines = [line for line in done.stderr.splitlines() if ": held: " in line]
        assert len(lines) == 3, done.stderr
        assert "(and 1 more)" in lines[0]
        (told,) = to(server.letters, OPERATOR)
        assert "bulanan 2024-12: ditahan" in plain(told)
    assert run_states(place)["bulanan 2024-12"] is RunState.WAITING


def test_an_operator_who_cannot_be_told_is_a_line_of_the_log(tmp_path: Path, clock: Clock) -> None:
    place = province(tmp_path, figures=MONTHLY + IN)
    with mail(place, f"RCPT@{OPERATOR}=550 nobody", approvals=1):
        done = clock.knock(place, DUE + MINUTE)
    assert "the digest did not reach the operator" in done.stderr


def test_while_the_mail_server_lets_nobody_in_it_is_tried_every_ten_minutes_and_is_no_good_end(
    tmp_path: Path, clock: Clock
) -> None:
    place = province(tmp_path, figures=MONTHLY + IN)
    with mail(place, "EHLO=421 later*4", approvals=0) as server:
        assert clock.knock(place, DUE + MINUTE).exit_code == 10
        assert clock.knock(place, DUE + 9 * MINUTE).exit_code == 0, "it is not tried yet"
        assert received(server) == {}
    with mail(place, approvals=0) as server:
        assert clock.knock(place, DUE + 13 * MINUTE).exit_code == 0
        assert received(server) == ONCE


def test_a_branch_that_nobody_can_write_to_is_told_to_the_operator(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = province(tmp_path, figures=MONTHLY)
    (place / "data" / "recipients.csv").write_text(RECIPIENTS, "utf-8")
    with mail(place, approvals=0) as server:
        done = clock.knock(place, ASKED + MINUTE)
        assert done.exit_code == 0, done.output
        assert "nobody stands in recipients.csv for kacab-jambi" in done.stderr
        (told,) = to(server.letters, OPERATOR)
        assert "kacab-jambi" in plain(told)
    other = province(tmp_path / "other", figures=MONTHLY)
    monkeypatch.setattr(Office, "objection_to_address", lambda *_: message("it came back"))
    with mail(other, approvals=0) as server:
        assert f"{BRANCH}: it came back" in clock.knock(other, ASKED + MINUTE).stderr
        assert to(server.letters, BRANCH) == []


@pytest.mark.parametrize(("fault", "letters"), [("RCPT@cabang@jambi.example=450 later*1", 1), ("DOT=vanish*1", 1)])
def test_a_reminder_that_was_refused_is_written_again_and_one_that_may_have_arrived_is_not(
    fault: str, letters: int, tmp_path: Path, clock: Clock
) -> None:
    place = province(tmp_path, figures=MONTHLY)
    with mail(place, fault, approvals=0) as server:
        assert clock.knock(place, ASKED + MINUTE).exit_code == 10
        assert clock.knock(place, ASKED + 33 * MINUTE).exit_code == 0
        assert len(to(server.letters, BRANCH)) == letters
    assert run_states(place)["bulanan 2024-12 remind"] is RunState.DONE


def test_a_reminder_names_what_is_missing_where_something_is_there(tmp_path: Path, clock: Clock) -> None:
    more = "".join(f"2024-{month}-02,15.01,registered_rate,total,50\n" for month in (10, 11, 12))
    place = province(tmp_path, figures=MONTHLY + more)
    with mail(place, approvals=0) as server:
        clock.knock(place, ASKED + MINUTE)
        (told,) = to(server.letters, BRANCH)
    assert "- Kabupaten Kerinci: Cakupan seperti diberitakan\n" in plain(told).replace("\r", "")


def test_a_mistake_of_our_own_leaves_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    _crash(ZeroDivisionError("nothing to divide by"))
    assert "ZeroDivisionError: nothing to divide by" in capsys.readouterr().err


def test_a_province_that_cannot_be_read_is_told_to_the_operator_once(tmp_path: Path, clock: Clock) -> None:
    place = province(tmp_path, figures=MONTHLY + IN)
    (place / "data" / "province.toml").write_text("code = ", "utf-8")
    with mail(place, approvals=0) as server:
        for _ in range(2):
            (line,) = said(clock.knock(place, LAST), 3)
            assert line.startswith("province.toml")
        (told,) = to(server.letters, OPERATOR)
    assert message_from_bytes(told, policy=default)["Subject"] == "Cakupan: jadwal otomatis"
    assert do(place, "plan").exit_code == 3


def test_a_heartbeat_is_asked_of_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    @contextlib.contextmanager
    def answer(*words: Any, **_: Any) -> Iterator[None]:
        asked.append(words[0])
        yield

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    beat = Heartbeat({}, "https://watch.example/ping", lambda: dt.datetime.now(dt.UTC))
    assert beat.knocked() is None
    assert asked == ["https://watch.example/ping"]
