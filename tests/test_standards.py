"""Every PDF is PDF/A-3a and PDF/UA-1 at once: veraPDF says so, and says no where it should."""

from pathlib import Path

import pytest

from cakupan import pdf as printing
from cakupan.model import Format
from cakupan.pdf import print_pdf
from cakupan.pipeline.formats import make_formats
from cakupan.pipeline.one import warm_up
from cakupan.pipeline.order import Order
from tests.provinces import pdf, real
from tests.verapdf import PROFILES, main, validate

REPORTS = [
    ("contoh", "2025-03", "15", "id"),
    ("contoh", "2025-03", "15.08", "en"),
    ("jambi", "2024-12", "15", "id"),
    ("jambi", "2024-12", "15.71", "id"),
    ("sultra", "2018-06", "74", "en"),
]


def page(head: str, body: str) -> str:
    return f'<!doctype html><html lang="id"><head>{head}</head><body class="real"><h1>A</h1>{body}</body></html>'


TITLE = "<title>T</title>"
DRAWING = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z'/></svg>"
# What is wrong, and the rules that say so: of PDF/A-3a, of PDF/UA-1.
WRONG = {
    "nothing": (page(TITLE, f'<img alt="a" src="{DRAWING}">'), None, None),
    "no alt": (page(TITLE, f'<img src="{DRAWING}">'), None, "7.3-1"),
    "no title": (page("", "<p>a</p>"), None, "7.1-9"),
    "a glyph no font has": (page(TITLE, "<p>\N{OWL}</p>"), "6.2.11.8-1", "7.21.8-1"),
    "a level skipped": (page(TITLE, "<h3>a</h3>"), None, "7.4.2-1"),
}


def test_every_kind_of_report_keeps_to_both(tmp_path: Path) -> None:
    files = []
    for number, (name, period, code, language) in enumerate(REPORTS):
        files.append(tmp_path / f"{number}.pdf")
        files[-1].write_bytes(pdf(name, period, code, language))
    results = validate(files)
    assert [(result.file, result.profile) for result in results] == [(str(f), p) for f in files for p in PROFILES]
    assert {result.profile: result.rules for result in results} == {"PDF/A-3a": 155, "PDF/UA-1": 106}
    assert all(result.checks > 1000 for result in results)
    assert {result.file: result.failed for result in results if result.failed} == {}


@pytest.mark.parametrize(("name", "period", "code"), [("contoh", "2025-03", "15"), ("sultra", "2025-06", "74")])
def test_slides_keep_to_both(name: str, period: str, code: str, tmp_path: Path) -> None:
    warm_up("A4")
    order = Order(real(name, period)[code], "id", "A4", tmp_path / "a.pdf", formats=(Format.SLIDES,))
    assert tuple(make_formats(order).formats) == (Format.SLIDES,)
    results = validate(list(tmp_path.iterdir()))
    assert {result.profile: result.failed for result in results} == {"PDF/A-3a": (), "PDF/UA-1": ()}


def test_what_is_wrong_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing._Complaints, "emit", lambda *_: None)  # it would not even be printed
    for name, (html, _, _) in WRONG.items():
        (tmp_path / f"{name}.pdf").write_bytes(print_pdf(html, "A4", "x").content)
    monkeypatch.setattr(printing, "_claim_both", lambda _: None)
    (tmp_path / "no claim.pdf").write_bytes(print_pdf(WRONG["nothing"][0], "A4", "x").content)
    found = {
        (Path(r.file).stem, r.profile): [f.split()[0] for f in r.failed] for r in validate(sorted(tmp_path.iterdir()))
    }
    for name, (_, archive, accessible) in (WRONG | {"no claim": ("", None, "5-1")}).items():
        for profile, rule in {"PDF/A-3a": archive, "PDF/UA-1": accessible}.items():
            assert rule in found[name, profile] if rule else not found[name, profile], (name, profile)


def test_a_file_that_is_no_pdf_is_an_error_and_not_a_pass(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("no")
    with pytest.raises(RuntimeError):
        validate([tmp_path / "a.pdf"])


def test_nothing_to_look_at_is_no_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "0 files" in capsys.readouterr().out
