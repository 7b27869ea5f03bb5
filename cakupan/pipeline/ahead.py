"""What the printing processes have in common, loaded once by the server they are forked from."""

from contextlib import suppress

import cakupan.pipeline.one  # noqa: F401  # with all that draws and sets
from cakupan.errors import MachineError
from cakupan.pdf import load_weasyprint

with suppress(MachineError):  # each process says it for itself, where somebody hears it
    load_weasyprint()
