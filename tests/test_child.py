"""Files are read in a process of their own, which may die of one without taking the others along."""

import io
import json
import pickle
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from cakupan.errors import MachineError
from cakupan.model import Finding, Grid, Severity
from cakupan.read import child
from cakupan.read.child import read_grids
from cakupan.read.grids import grids_of
from cakupan.read.inside import LENGTH, READY, answer
from cakupan.read.limits import MAX_SECONDS
from tests.provinces import ROOT
from tests.test_workbook import CELLS, packed

PYTHON = sys.executable  # tests put others in its place
TABLE = b"kabupaten;aktif\nKerinci;592.806\n"


def files(folder: Path, **contents: bytes) -> list[Path]:
    paths = [folder / f"{name}.xlsx" for name in contents]
    for path, content in zip(paths, contents.values(), strict=True):
        path.write_bytes(content)
    return paths


def told(findings: list[Finding]) -> list[str]:
    return [f"{finding.rule} {finding.where.file}: {finding.message}" for finding in findings]


def test_all_files_come_back_in_their_order_from_one_process(tmp_path: Path) -> None:
    grids, findings = read_grids(files(tmp_path, b=TABLE, a=packed(), c=b"%PDF", d=TABLE))
    assert [(grid.file, grid.sheet) for grid in grids] == [("b.xlsx", ""), ("a.xlsx", "Rekap"), ("d.xlsx", "")]
    assert grids[0].rows == [["kabupaten", "aktif"], ["Kerinci", "592.806"]]
    assert told(findings) == ["file c.xlsx: is a PDF; ask for the table it was printed from (.xlsx or .csv)"]


def test_no_process_is_started_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert read_grids([]) == ([], [])


@pytest.mark.parametrize("program", ["/nowhere/python", "false"])
def test_a_machine_that_starts_no_process_is_said_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with pytest.raises(MachineError, match="cannot start the process that reads files"):
        read_grids(files(tmp_path, a=TABLE))


def saboteur(folder: Path, deed: str) -> str:
    """A program that says it is ready and then does `deed` to the file named "bad", and answers for others."""
    path = folder / "python"
    path.write_text(
        f"#!{PYTHON}\nimport os, pickle, signal, sys, time\nout = sys.stdout.buffer\n"
        "def say(content):\n    out.write(content)\n    out.flush()\n"
        "say(b'ready\\n')\nfor line in sys.stdin:\n    if 'bad' in line:\n"
        f"        {deed}\n    content = pickle.dumps(([], []))\n    say(len(content).to_bytes(8, 'big') + content)\n",
        "utf-8",
    )
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    "deed", ["os.abort()", "sys.exit(1)", "os.kill(os.getpid(), signal.SIGSEGV)", "say(b'12345678' * 10); sys.exit()"]
)
def test_a_process_that_dies_of_a_file_takes_nothing_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    monkeypatch.setattr(sys, "executable", saboteur(tmp_path, deed))
    grids, findings = read_grids(files(tmp_path, good=TABLE, bad=TABLE, worse_bad=TABLE, fine=TABLE))
    assert not grids
    assert [line.split(":")[0] for line in told(findings)] == ["hostile bad.xlsx", "hostile worse_bad.xlsx"]
    assert all("ended the process that read it" in line for line in told(findings))


def test_a_process_that_does_not_answer_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", saboteur(tmp_path, "time.sleep(60)"))
    monkeypatch.setattr(child, "MAX_SECONDS", 0.5)
    assert told(read_grids(files(tmp_path, bad=TABLE))[1])[0].startswith("hostile bad.xlsx: was not read within 0.5 s")


def test_a_process_that_is_already_gone_is_a_refusal_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", saboteur(tmp_path, "pass"))
    (tmp_path / "python").write_text(f"#!{PYTHON}\nprint('ready')\n", "utf-8")
    assert "ended the process" in told(read_grids(files(tmp_path, a=TABLE))[1])[0]


def test_a_process_that_will_not_go_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", saboteur(tmp_path, "pass"))
    with (tmp_path / "python").open("a", encoding="utf-8") as program:
        program.write("time.sleep(60)\n")
    monkeypatch.setattr(child, "MAX_SECONDS", 0.5)
    start = time.monotonic()
    assert read_grids(files(tmp_path, a=TABLE)) == ([], [])
    assert time.monotonic() - start < 20


HOSTILE = {
    "far": (packed(f"{CELLS}<c r='XFD1048576'><v>1</v></c>"), "a cell far away"),
    "bomb": (packed(bomb=bytes(150_000_000)), "unpacks to 150 MB"),
    "string": (packed(texts=b"<sst><si><t>" + b"x" * 90_000_000 + b"</t></si></sst>"), "unpacks to 90 MB"),
    "entities": (packed(sheet="<!DOCTYPE a [<!ENTITY b 'bb'>]><a>&b;</a>"), "declares entities"),
    "rows": (packed("<row><c><v>1</v></c></row>" * 1_000_000), "unpacks to 26 MB"),
    "csv_rows": (b"1;2\n" * 1_000_000, "more than 100000 rows"),
    "csv_string": (b"a;b\n1;" + b"x" * 20_000_000, "a cell is too long"),
    "csv_large": (b"1;2\n" * 7_000_000, "is larger than 25 MB"),
    "csv_wide": (b";" * 20_000_000, "more than 702 columns"),
    "csv_nul": (b"a;b\n1;\0\n", "no text"),
    "csv_emoji": ("\N{PILE OF POO};b\n".encode() * 2_500_000, "more than 100000 rows"),
    "csv_formula": (b'a;b\n"=HYPERLINK(""http://x"")";2\n', "a formula stands here as text"),
    "parts": (packed(**{"../../x": ""}), "names its parts"),
}


def test_hostile_files_are_refused_within_five_seconds_and_500_megabytes(tmp_path: Path) -> None:
    paths = files(tmp_path, **{name: content for name, (content, _) in HOSTILE.items()})
    program = (
        "import json, resource, sys, time\nfrom pathlib import Path\nfrom cakupan.read.child import read_grids\n"
        "told = []\nfor path in sys.argv[1:]:\n"
        "    start = time.monotonic()\n    grids, findings = read_grids([Path(path)])\n"
        "    told.append([time.monotonic() - start, str(findings[-1].message)])\n"
        "print(json.dumps([told, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))\n"
    )
    out = subprocess.run([sys.executable, "-c", program, *paths], cwd=ROOT, check=True, capture_output=True).stdout
    answers, kilobytes = json.loads(out)
    for (_, expected), (seconds, message) in zip(HOSTILE.values(), answers, strict=True):
        assert expected in message
        assert seconds < MAX_SECONDS, message
    assert kilobytes < 500_000


def test_what_needs_more_memory_than_is_allowed_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhaust(file: str, content: bytes) -> tuple[list[Grid], list[Finding]]:
        raise MemoryError

    grids = import_module("cakupan.read.grids")
    monkeypatch.setitem(grids._READERS, grids.Kind.TEXT, exhaust)
    assert told(grids_of(*files(tmp_path, a=TABLE))[1])[0].startswith("hostile a.xlsx: needs more memory")


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+SUM(A1:A2)", "- cmd (1)", " =1"])
def test_a_formula_as_text_is_refused_by_its_place(tmp_path: Path, cell: str) -> None:
    _, [finding] = grids_of(*files(tmp_path, a=f'a;b\n1;"{cell}"\n'.encode()))
    assert (finding.rule, finding.where.row, finding.where.column) == ("hostile", 2, "B")
    assert finding.severity is Severity.ERROR


@pytest.mark.parametrize("cell", ["-", "-1,5%", "+3,79 poin", "- Kota Jambi", "=", "a@b", "a = b"])
def test_signs_and_dashes_are_no_formulas(tmp_path: Path, cell: str) -> None:
    assert not grids_of(*files(tmp_path, a=f'a;b\n1;"{cell}"\n'.encode()))[1]


class Limits(ModuleType):
    """The module `resource` as a machine may have it; it keeps what it was asked for."""

    RLIMIT_AS, RLIMIT_DATA, RLIMIT_CORE, RLIMIT_CPU, RUSAGE_SELF = range(5)

    def __init__(self) -> None:
        super().__init__("resource")
        self.asked: list[tuple[int, int]] = []

    def getrlimit(self, _: int) -> tuple[int, int]:
        return 0, 10**12

    def getrusage(self, _: int) -> object:
        return SimpleNamespace(ru_utime=7.2, ru_stime=0.5)

    def setrlimit(self, which: int, value: tuple[int, int]) -> None:
        if which == self.RLIMIT_AS:
            raise ValueError("this system knows it by name only")
        self.asked.append((which, value[0]))


@pytest.mark.parametrize("limits", [None, Limits()], ids=["Windows", "Unix"])
def test_the_inside_answers_every_question_with_and_without_limits(tmp_path: Path, limits: Limits | None) -> None:
    questions = "".join(json.dumps(str(path)) + "\n" for path in files(tmp_path, a=TABLE, b=b""))
    answers = io.BytesIO()
    answer(io.BytesIO(questions.encode()), answers, limits)
    answers.seek(0)
    assert answers.readline() == READY
    found = [pickle.loads(answers.read(int.from_bytes(answers.read(LENGTH), "big"))) for _ in range(2)]  # noqa: S301
    assert [(len(grids), len(findings)) for grids, findings in found] == [(1, 0), (0, 1)]
    if limits:
        assert limits.asked == [(1, 400_000_000), (2, 0), (3, 7 + MAX_SECONDS + 1), (3, 7 + MAX_SECONDS + 1)]


def test_the_child_starts_without_what_it_does_not_need() -> None:
    program = "import sys, cakupan.read.inside; print(sorted({'pandas', 'pydantic', 'sqlalchemy'} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
    assert out.stdout == "[]\n"


def test_the_room_has_one_door() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        import_module("cakupan.read").nothing  # noqa: B018
