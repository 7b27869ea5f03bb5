"""Imports only go down: the floor plan of docs/architecture.md, held by a test."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

FLOORS = {
    "charts": 1,
    "message": 2,
    "period": 2,
    "address": 2,
    "quantity": 2,
    "catalogue": 2,
    "zones": 2,
    "errors": 3,
    "nearest": 3,
    "language": 3,
    "strict_toml": 4,
    "assets": 4,
    "connection": 4,
    "durable": 4,
    "model": 4,
    "layout": 5,
    "labels": 4,
    "fill": 5,
    "stated": 5,
    "typeface": 5,
    "annex": 6,
    "glyphs": 6,
    "proof": 6,
    "seal": 6,
    "sections": 5,
    "settings": 6,
    "smtp": 6,
    "read": 6,
    "check": 6,
    "vintage": 6,
    "indicators": 6,
    "sentences": 6,
    "illustrate": 6,
    "pages": 6,
    "pdf": 6,
    "shelf": 6,
    "form": 6,
    "marked": 6,
    "excel": 6,
    "phone": 6,
    "letter": 6,
    "disclosure": 6,
    "editions": 6,
    "ledger": 6,
    "imap": 6,
    "timetable": 6,
    "pipeline": 7,
    "backup": 7,
    "post": 8,
    "clock": 9,
    "terminal": 10,
    "commands": 11,
    "generate": 12,
}


def room_of(path: Path) -> str:
    """The module or package of the floor plan a file belongs to."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "cakupan" and len(parts) > 1 else parts[0]


def rooms_entered(source: str) -> set[str]:
    """The rooms a module's imports name, those for type checkers included."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            below = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= below if node.module == "cakupan" else {node.module}
    parts = [name.split(".") for name in names]
    return {
        p[1] if p[0] == "cakupan" and len(p) > 1 else p[0] for p in parts if p[0] in ("cakupan", "charts", "generate")
    }


def broken(room: str, entered: set[str]) -> set[str]:
    """The rooms that are not below: upward, or strangers on the same floor."""
    return {other for other in entered - {room, "__version__"} if FLOORS[other] >= FLOORS[room]}


def modules() -> list[Path]:
    files = [ROOT / "generate.py", *(ROOT / "cakupan").rglob("*.py"), *(ROOT / "charts").rglob("*.py")]
    return [file for file in files if file != ROOT / "cakupan" / "__init__.py"]


def test_every_module_has_its_floor() -> None:
    assert {room_of(file) for file in modules()} == set(FLOORS)


def test_imports_only_go_down() -> None:
    wrong = {str(f.relative_to(ROOT)): broken(room_of(f), rooms_entered(f.read_text("utf-8"))) for f in modules()}
    assert not {file: rooms for file, rooms in wrong.items() if rooms}


def test_an_upward_import_is_seen() -> None:
    assert broken("model", rooms_entered("from cakupan.pipeline.run import make_reports")) == {"pipeline"}


def test_a_sideways_import_is_seen() -> None:
    assert broken("read", rooms_entered("from cakupan import check")) == {"check"}
    assert broken("charts", rooms_entered("import cakupan.model")) == {"model"}


def test_a_library_is_no_room() -> None:
    assert rooms_entered("import pandas as pd\nfrom pathlib import Path") == set()
