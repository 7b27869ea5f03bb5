"""The stages all reports of this house begin with: read, check, choose, measure. By itself: which regions there are."""

import argparse
import json
from pathlib import Path

from cakupan.catalogue import catalogue
from cakupan.check import check
from cakupan.indicators import measure
from cakupan.model import Indicators
from cakupan.read import read
from cakupan.vintage import as_known, choose


def measure_all(data: Path) -> dict[str, Indicators]:
    """The indicators of the newest period, by region."""
    figures = check(read(data), catalogue())
    vintage = choose(figures, None, None)
    return measure(as_known(figures, vintage), vintage, catalogue())


def main() -> None:
    """The codes of all reports, the province's first, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    print(json.dumps(list(measure_all(parser.parse_args().data))))


if __name__ == "__main__":
    main()
