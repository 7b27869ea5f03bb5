"""What an administrator installs from contrib/ is right: asked of systemd, logrotate, sh, and the program itself."""

import getpass
import grp
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import generate
from tests.provinces import ROOT

CONTRIB = ROOT / "contrib"
UNITS = sorted((CONTRIB / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
TIMERS = [unit for unit in UNITS if unit.suffix == ".timer"]
EXPOSED = 2.0  # of 10; systemd calls what is below 5 "OK"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has systemd")


def ask(*words: str) -> subprocess.CompletedProcess[str]:
    """A program of the system, which may lie where not every user looks; FileNotFoundError where it is missing."""
    path = shutil.which(words[0], path=f"{os.environ['PATH']}:/usr/sbin:/sbin") or words[0]
    return subprocess.run([path, *words[1:]], capture_output=True, text=True, check=False, timeout=60)


def installed(text: str, folder: Path, name: str) -> str:
    """A unit as it were with this clone installed."""
    place = folder / name
    place.write_text(text.replace("/opt/cakupan", str(ROOT)), "utf-8")
    return str(place)


def settings(unit: Path) -> list[str]:
    """The lines that say something."""
    return [line for line in unit.read_text("utf-8").splitlines() if line and not line.startswith("#")]


def of(unit: Path, key: str) -> list[str]:
    return [line.removeprefix(f"{key}=") for line in settings(unit) if line.startswith(f"{key}=")]


def test_systemd_has_nothing_to_say_against_the_units(tmp_path: Path) -> None:
    places = [installed(unit.read_text("utf-8"), tmp_path, unit.name) for unit in UNITS]
    said = ask("systemd-analyze", "verify", "--man=no", *places)
    assert (said.returncode, said.stderr) == (0, "")


@pytest.mark.parametrize(
    ("right", "wrong"), [("WatchdogSec=", "WatchDogSec="), ("generate.py", "generated.py"), ("@system-service", "@sys")]
)
def test_a_unit_that_is_wrong_is_seen(right: str, wrong: str, tmp_path: Path) -> None:
    text = (CONTRIB / "systemd" / "cakupan.service").read_text("utf-8")
    said = ask(
        "systemd-analyze", "verify", "--man=no", installed(text.replace(right, wrong), tmp_path, "wrong.service")
    )
    assert wrong.rstrip("=") in said.stderr


@pytest.mark.parametrize("service", SERVICES, ids=lambda unit: unit.name)
def test_a_service_may_do_little(service: Path, tmp_path: Path) -> None:
    place = installed(service.read_text("utf-8"), tmp_path, service.name)
    said = ask("systemd-analyze", "--no-pager", "security", "--offline=true", place)
    score = re.search(r"exposure level for \S+: ([\d.]+)", said.stdout)
    assert score, said
    print(f"{service.name}: exposed {score[1]} of 10")  # noqa: T201  # what was measured, with `pytest -rP`
    assert float(score[1]) <= EXPOSED


def test_all_services_are_guarded_by_the_same_lines() -> None:
    guards = {
        unit.read_text("utf-8").partition("\n# What it may touch")[2].partition("\n[")[0].strip() for unit in SERVICES
    }
    assert len(guards) == 1
    assert "ProtectSystem=strict" in guards.pop()


@pytest.mark.parametrize("service", SERVICES, ids=lambda unit: unit.name)
def test_no_process_is_hidden_from_who_asks_whether_it_runs(service: Path) -> None:
    assert not [line for line in settings(service) if line.startswith(("ProtectProc=", "ProcSubset=", "PrivatePIDs="))]


def test_a_letter_in_hand_is_finished() -> None:
    clock = CONTRIB / "systemd" / "cakupan.service"
    assert (of(clock, "TimeoutStopSec"), of(clock, "WatchdogSec"), of(clock, "KillMode")) == (
        ["30min"],
        ["45min"],
        ["mixed"],
    )


@pytest.mark.parametrize("timer", TIMERS, ids=lambda unit: unit.name)
def test_a_timer_knows_its_hours_and_catches_up(timer: Path) -> None:
    assert (timer.with_suffix(".service")).is_file()
    assert of(timer, "Persistent") == ["true"]
    hours = of(timer, "OnCalendar")
    assert hours
    for hour in hours:
        said = ask("systemd-analyze", "calendar", "--iterations=2", hour)
        assert said.returncode == 0, said.stderr
        assert "Next elapse" in said.stdout


RANGES = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))  # minute, hour, day, month, day of the week: crontab(5)
FIELD = re.compile(r"(?:\*|(\d+)(?:-(\d+))?)(?:/(\d+))?")
SET = re.compile(r"[A-Z_]+=.*")


def is_when(fields: list[str]) -> bool:
    """Whether five fields of a crontab say when."""
    for field, (low, high) in zip(fields, RANGES, strict=True):
        for part in field.split(","):
            found = FIELD.fullmatch(part)
            if not found or not all(low <= int(n) <= high for n in found.groups()[:2] if n):
                return False
    return True


def cron_lines() -> list[str]:
    return [line for line in settings(CONTRIB / "cron" / "cakupan") if not SET.fullmatch(line)]


def test_cron_understands_its_lines() -> None:
    text = (CONTRIB / "cron" / "cakupan").read_text("utf-8")
    assert text.endswith("\n")  # cron passes over a line without an end
    assert len(cron_lines()) == 3
    for line in cron_lines():
        *when, user, command = line.split(maxsplit=6)
        assert is_when(when), line
        assert user == "cakupan"
        assert not re.search(r"(?<!\\)%", command), "a bare % is a line break to cron"
        assert ask("sh", "-n", "-c", command.replace("\\%", "%")).returncode == 0


@pytest.mark.parametrize("when", ["60 * * * *", "*/5 24 * * *", "* * 0 * *", "5-x * * * *", "* * * JANUARY *"])
def test_a_time_that_cron_does_not_know_is_seen(when: str) -> None:
    assert not is_when(when.split())


def test_logs_are_turned_over_while_somebody_writes_them(tmp_path: Path) -> None:
    text = (CONTRIB / "logrotate" / "cakupan").read_text("utf-8")
    us = f"su {getpass.getuser()} {grp.getgrgid(os.getgid()).gr_name}"
    config = tmp_path / "logrotate.conf"
    config.write_text(text.replace("su cakupan cakupan", us).replace("/var/log/cakupan", str(tmp_path)), "utf-8")
    config.chmod(0o644)
    log, state = tmp_path / "clock.log", ["--state", str(tmp_path / "state")]
    with log.open("a", encoding="utf-8") as writing:
        writing.write("before\n")
        writing.flush()
        said = ask("logrotate", "--debug", *state, str(config))
        assert (said.returncode, "error" in said.stderr) == (0, False), said.stderr
        said = ask("logrotate", "--force", *state, str(config))
        assert said.returncode == 0, said.stderr
        writing.write("after\n")
    assert log.read_text("utf-8") == "after\n"
    assert [file.read_text("utf-8") for file in tmp_path.glob("clock.log-*")] == ["before\n"]


def test_the_command_for_people_is_the_one_of_the_service() -> None:
    command = CONTRIB / "bin" / "cakupan"
    assert os.access(command, os.X_OK)
    assert ask("sh", "-n", str(command)).returncode == 0
    assert "set -- /opt/cakupan/generate.py --settings /etc/cakupan/settings.toml" in command.read_text("utf-8")


def test_the_page_names_every_file() -> None:
    page = (ROOT / "docs" / "running.md").read_text("utf-8")
    for file in CONTRIB.rglob("*"):
        assert file.is_dir() or file.name in page, file


@pytest.mark.parametrize("file", [*SERVICES, CONTRIB / "cron" / "cakupan"], ids=lambda file: file.name)
def test_what_is_started_is_a_command_of_the_program(file: Path) -> None:
    started = re.findall(r"/generate\.py --settings /etc/cakupan/settings\.toml ([\w-]+)", "\n".join(settings(file)))
    assert started
    assert set(started) <= set(generate.main.commands)
