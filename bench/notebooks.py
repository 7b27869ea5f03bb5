"""The reports the notebook way: for each region papermill, nbconvert and a headless Chromium."""

import argparse
import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import local

from timing import ROOT, call

_NOTEBOOK = ROOT / "bench" / "report.ipynb"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
)
_OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND"  # nbconvert's page asks for MathJax; waiting for a net is no contest
_own = local()


def browser() -> str:
    """The Chromium on this machine."""
    found = next(filter(None, map(shutil.which, _BROWSERS)), None)
    return found or sys.exit("chromium is needed: `make bench` installs it")


def make(region: str, data: Path, out: Path, work: Path) -> None:
    """One region's PDF, by three programs that start afresh."""
    run, page, pdf = work / f"{region}.ipynb", work / f"{region}.html", out / f"{region}.pdf"
    parameters = ["-r", "region", region, "-r", "data", str(data.resolve())]
    call([sys.executable, "-m", "papermill", str(_NOTEBOOK), str(run), *parameters, "--no-progress-bar"])
    call([sys.executable, "-m", "nbconvert", "--to", "html", "--no-input", str(run)])
    profile = f"--user-data-dir={_profile(work)}"
    call([browser(), *_FLAGS, _OFFLINE, profile, f"--print-to-pdf={pdf}", page.as_uri()])


def _profile(work: Path) -> str:
    """A browser profile a thread: empty at first, then its own."""
    if not hasattr(_own, "profile"):
        _own.profile = tempfile.mkdtemp(dir=work)
    return _own.profile


def main() -> None:
    """All regions, so many at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--at-once", type=int, default=1)
    parser.add_argument("regions", nargs="+")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work, ThreadPoolExecutor(asked.at_once) as threads:
        list(threads.map(partial(make, data=asked.data, out=asked.out, work=Path(work)), asked.regions))


if __name__ == "__main__":
    main()
