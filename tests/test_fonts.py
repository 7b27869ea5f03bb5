"""Type of a province's own: what is wrong with its files is said, and what is right is all that a report is set in."""

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pypdfium2
import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable

import generate
from cakupan.assets import HOUSE_CHARACTERS, HOUSE_FAMILY, font_files
from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.errors import DataError, MachineError, PrintError
from cakupan.glyphs import see_to_glyphs
from cakupan.language import Language
from cakupan.model import Figures, Format, Typeface
from cakupan.pages import set_pages, stylesheet
from cakupan.pdf import print_pdf
from cakupan.pipeline.formats import make_formats
from cakupan.pipeline.one import compose
from cakupan.pipeline.order import Order
from cakupan.proof import read_proof
from cakupan.read import read
from cakupan.typeface import _width, fonts
from charts.room import width_of
from tests.provinces import DATA, DESCRIPTION, folder, measured_of, real
from tests.test_style import ROWS, TARGET
from tests.verapdf import validate

DEJAVU = Path(mpl.get_data_path()) / "fonts" / "ttf"
FACES = {
    "regular": "DejaVuSans",
    "italic": "DejaVuSans-Oblique",
    "semibold": "DejaVuSans-Bold",
    "bold": "DejaVuSans-Bold",
}
TABLE = "[style.fonts]\n" + "".join(f'{face} = "fonts/{face}.ttf"\n' for face in FACES)
OWN = {f"fonts/{face}.ttf": (DEJAVU / f"{file}.ttf").read_bytes() for face, file in FACES.items()}


def dressed(place: Path, table: str = TABLE, **changed: bytes | None) -> Path:
    """A province folder with type of its own; `changed` are other files for its faces, None where one is missing."""
    folder(place, ROWS, TARGET, province=DESCRIPTION + table)
    return put_fonts(place, OWN | {f"fonts/{face}.ttf": content for face, content in changed.items()})


def put_fonts(place: Path, files: Mapping[str, bytes | None]) -> Path:
    (place / "fonts").mkdir(exist_ok=True)
    for name, content in files.items():
        if content is not None:
            (place / name).write_bytes(content)
    return place


def figures(place: Path) -> Figures:
    return check(read(place), catalogue())


def typeface(place: Path) -> Typeface:
    found = figures(place).province.style.typeface
    assert found
    return found


def refused(place: Path) -> str:
    with pytest.raises(DataError) as caught:
        figures(place)
    said = {code: "\n".join(map(Language(code).tell, caught.value.messages)) for code in ("id", "en")}
    assert said["id"] != said["en"]
    return said["en"]


def altered(change: Callable[[Any], object], file: str = "regular") -> bytes:
    """A face of DejaVu with something else in it."""
    made = io.BytesIO()
    with TTFont(io.BytesIO(OWN[f"fonts/{file}.ttf"])) as font:
        change(font)
        font.save(made)
    return made.getvalue()


def without(characters: str) -> bytes:
    def cut(font: Any) -> None:
        subsetter = Subsetter(Options(name_IDs=["*"]))
        subsetter.populate(unicodes=font.getBestCmap().keys() - set(map(ord, characters)))
        subsetter.subset(font)

    return altered(cut)


def licensed(bits: int) -> bytes:
    return altered(lambda font: setattr(font["OS/2"], "fsType", bits))


def test_all_faces_are_asked_for_at_once(tmp_path: Path) -> None:
    said = refused(dressed(tmp_path, '[style.fonts]\nregular = "fonts/regular.ttf"\nboldest = "a.ttf"\n'))
    for face in ("italic", "semibold", "bold"):
        assert f"style.fonts.{face}: is required" in said
    assert "style.fonts.boldest: unknown key; did you mean bold?" in said


def test_every_file_that_is_not_there_is_told_with_its_face(tmp_path: Path) -> None:
    place = dressed(tmp_path, italic=None, bold=b"\0\1\0\0" + bytes(2_000_000))
    (place / "fonts" / "semibold.ttf").unlink()
    (tmp_path.parent / "linked.ttf").write_bytes(OWN["fonts/bold.ttf"])
    (place / "fonts" / "semibold.ttf").symlink_to(tmp_path.parent / "linked.ttf")
    said = refused(place)
    for face in ("italic", "semibold", "bold"):
        assert (
            f"style.fonts.{face}: no file fonts/{face}.ttf of at most 2 MB lies in the folder; a link does not" in said
        )
    assert "style.fonts.regular" not in said


def test_nothing_outside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "else").mkdir()
    (tmp_path / "else" / "a.ttf").write_bytes(OWN["fonts/bold.ttf"])
    table = TABLE.replace("fonts/regular.ttf", "../else/a.ttf").replace("fonts/italic.ttf", f"{tmp_path}/else/a.ttf")
    place = dressed(tmp_path / "data", table.replace("fonts/bold.ttf", "linked/a.ttf").replace("fonts/semi", "\\u0000"))
    (place / "linked").symlink_to(tmp_path / "else")
    said = refused(place)
    assert "style.fonts.regular: ../else/a.ttf is not inside the folder" in said
    assert f"style.fonts.italic: {tmp_path}/else/a.ttf is not inside the folder" in said
    assert "style.fonts.bold: no file linked/a.ttf of at most 2 MB" in said
    assert "style.fonts.semibold: no file" in said
    assert not [name for name in read(place).inputs if name.endswith(".ttf")]


def test_what_is_written_in_place_of_a_path_is_no_file(tmp_path: Path) -> None:
    assert "style.fonts.regular: expected text in quotes" in refused(
        dressed(tmp_path / "a", TABLE.replace('"fonts/regular.ttf"', "1"))
    )
    assert "style.fonts: " in refused(dressed(tmp_path / "b", '[style]\nfonts = "Lato"\n'))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"OTTO" + bytes(99), "it is no sound TrueType font: its first bytes are those of something else"),
        (b"\0\1\0\0" + bytes(99), "it is no sound TrueType font: "),
        (OWN["fonts/regular.ttf"][:300_000], "it is no sound TrueType font: "),
        (without("▲▼0\N{NO-BREAK SPACE}"), "it lacks characters that every report prints: 0 U+00A0 ▲ ▼"),
        (licensed(0x0002), "its licence forbids a PDF to hold a part of it (OS/2 fsType 0x0002)"),
        (licensed(0x0104), "(OS/2 fsType 0x0104)"),
        (licensed(0x0200), "(OS/2 fsType 0x0200)"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_why(tmp_path: Path, content: bytes, said: str) -> None:
    told = refused(dressed(tmp_path, regular=content))
    assert f"fonts/regular.ttf: {said}" in told or (said in told and "fonts/regular.ttf: " in told)


@pytest.mark.parametrize("bits", [0x0000, 0x0004, 0x0008, 0x0006])
def test_a_licence_that_lets_a_pdf_hold_the_font_is_enough(tmp_path: Path, bits: int) -> None:
    assert typeface(dressed(tmp_path, regular=licensed(bits))).family


def test_a_variable_font_is_told(tmp_path: Path) -> None:
    variable = altered(lambda font: font.tables.__setitem__("fvar", newTable("fvar")))
    assert "it is a variable font; give a file of its own for each face" in refused(dressed(tmp_path, bold=variable))


def test_a_file_that_stands_for_two_faces_is_told_once(tmp_path: Path) -> None:
    table = TABLE.replace("semibold.ttf", "bold.ttf")
    assert refused(dressed(tmp_path, table, bold=licensed(2))).count("licence") == 1


def test_the_family_has_a_name_that_no_other_files_have(tmp_path: Path) -> None:
    one, same = typeface(dressed(tmp_path / "a")), typeface(dressed(tmp_path / "b"))
    other = typeface(dressed(tmp_path / "c", bold=OWN["fonts/regular.ttf"]))
    assert re.fullmatch(r"DejaVu Sans [0-9a-f]{8}", one.family)
    assert one == same
    assert fonts(one).files == fonts(same).files
    assert one != other
    unnamed = altered(lambda font: setattr(font["name"], "names", []))
    assert typeface(dressed(tmp_path / "d", regular=unnamed)).family.startswith("Type ")


def test_type_that_is_wider_than_the_houses_is_set_smaller_and_none_larger(tmp_path: Path) -> None:
    def total(files: tuple[Path, ...]) -> float:
        return sum(map(_width, files))

    assert total(fonts(typeface(dressed(tmp_path / "a"))).files) == pytest.approx(total(font_files()), rel=0.002)
    house = {f"fonts/{face}.ttf": file.read_bytes() for face, file in zip(FACES, font_files(), strict=True)}
    narrow = typeface(put_fonts(dressed(tmp_path / "b"), house))
    assert total(fonts(narrow).files) == pytest.approx(total(font_files()))


def test_pages_drawings_and_the_ground_are_set_in_it(tmp_path: Path) -> None:
    own = figures(dressed(tmp_path)).province.style
    assert own.typeface
    for name in ("house.css", "phone.css"):
        css = stylesheet(own, name)
        assert HOUSE_FAMILY not in css
        assert own.typeface.family in css
        assert '"sample.svg"' not in css
        assert "data:image/svg+xml;base64," in css


def test_drawings_are_measured_with_the_type_they_are_set_in(tmp_path: Path) -> None:
    known = figures(dressed(tmp_path))
    own, house = measured_of(known)["15"], real("jambi", "2024-12")["15"]
    for _ in range(2):  # one process may draw for several provinces
        drawn = compose(Order(own, "id", "A4", Path("unused.pdf"))).charts
        width = width_of("Kabupaten 47,78%")
        assert known.province.style.typeface
        assert all(
            known.province.style.typeface.family in chart.svg for chart in drawn.values() if "<text" in chart.svg
        )
        compose(Order(house, "id", "A4", Path("unused.pdf")))
        assert width_of("Kabupaten 47,78%") != width


def test_what_its_upright_faces_lack_is_told_before_anything_is_printed(tmp_path: Path) -> None:
    face = typeface(dressed(tmp_path, semibold=without("\N{EURO SIGN}")))
    see_to_glyphs("<p>Rp16.800</p>", {}, face)
    see_to_glyphs("<p>€</p>", {})
    with pytest.raises(PrintError, match=r"U\+20AC, euro sign"):
        see_to_glyphs("<p>€</p>", {}, face)


def test_only_its_own_files_are_opened(tmp_path: Path) -> None:
    face = typeface(dressed(tmp_path))
    page = "<html lang='id'><title>a</title><p>a</p><img alt='a' src='{}'>"
    for file in (font_files()[0], tmp_path / "fonts" / "regular.ttf"):
        with pytest.raises(PrintError, match="not an asset of ours"):
            print_pdf(page.format(file.as_uri()), "A4", "x", typeface=face)


def test_report_and_summary_are_set_in_nothing_else_and_keep_to_the_standards(tmp_path: Path) -> None:
    for file in (DATA / "contoh").glob("*.csv"):
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / file.name).write_bytes(file.read_bytes())
    description = (DATA / "contoh" / "province.toml").read_text("utf-8")
    (tmp_path / "data" / "province.toml").write_text(f"{description}\n{TABLE}", "utf-8")
    known = figures(put_fonts(tmp_path / "data", OWN))
    assert known.province.style.typeface
    name = known.province.style.typeface.family.replace(" ", "-")
    for code in ("15", "15.07"):
        order = Order(measured_of(known, "2025-03")[code], "id", "A4", tmp_path / f"{code}.pdf")
        made = make_formats(Order(order.indicators, "id", "A4", order.path, formats=(Format.PDF, Format.SUMMARY)))
        assert (made.problems, tuple(made.formats)) == ((), (Format.PDF, Format.SUMMARY))
    files = sorted(tmp_path.glob("15*.pdf"))
    for file in files:
        set_in = read_proof(file.read_bytes()).fonts
        assert set_in
        assert all(name in font and embedded for font, embedded in set_in), set_in
    assert not [(result.profile, result.failed) for result in validate(files) if result.failed]


def test_what_the_house_says_by_itself_needs_no_other_characters() -> None:
    """What a province hands in may need more; that is told with its place before anything is printed."""
    for language in ("id", "en"):
        report = compose(Order(real("contoh", "2025-03")["15"], language, "A4", Path("unused.pdf")))
        texts = [set_pages(report), *(chart.svg for chart in report.charts.values())]
        said = {letter for text in texts for letter in re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL)}
        assert {letter for letter in said if letter.isprintable()} <= set(HOUSE_CHARACTERS)
    templates = "".join(file.read_text("utf-8") for file in (DATA.parent / "templates").glob("*.j2"))
    assert {letter for letter in templates if letter.isprintable()} <= set(HOUSE_CHARACTERS)
    for file in font_files():
        with TTFont(file, lazy=True) as font:
            assert set(map(ord, HOUSE_CHARACTERS)) <= font.getBestCmap().keys()


def test_a_kept_run_keeps_the_fonts_and_makes_the_same_bytes_again(tmp_path: Path) -> None:
    place = dressed(tmp_path / "data")
    plain = read(folder(tmp_path / "plain", ROWS, TARGET)).fingerprint
    bolder = dressed(tmp_path / "bolder", regular=OWN["fonts/bold.ttf"])
    assert len({plain, read(place).fingerprint, read(bolder).fingerprint}) == 3
    settings = tmp_path / "settings.toml"
    settings.write_text('data = "data"\nout = "out"\nvar = "var"\n[run]\nworkers = 1\n')
    assert (
        generate.main(["--settings", str(settings), "report", "--keep", "--region", "15"], standalone_mode=False) == 0
    )
    (report,) = (tmp_path / "out").rglob("*.pdf")
    with pypdfium2.PdfDocument(report.read_bytes()) as document:
        assert "Provinsi Jambi" in document[0].get_textpage().get_text_bounded()
    for file in (place / "fonts").iterdir():
        file.unlink()
    again = ["--settings", str(settings), "rerun", "2024-12", "--verify", "--out", str(tmp_path / "again")]
    assert generate.main(again, standalone_mode=False) == 0
    (copy,) = (tmp_path / "again").rglob("*.pdf")
    assert copy.read_bytes() == report.read_bytes()


def test_without_the_houses_type_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cakupan.assets._PACKAGE", "no_such_package")
    fonts.cache_clear()
    with pytest.raises(MachineError):
        fonts()
    fonts.cache_clear()
