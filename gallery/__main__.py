"""`python -m gallery` prints it into output/ of the folder one is in."""

import sys
from pathlib import Path

from gallery.make import make

target = Path("output", "gallery.pdf")
make(target)
sys.stdout.write(f"{target}\n")
