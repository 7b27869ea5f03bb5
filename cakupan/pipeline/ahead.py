"""What the printing processes have in common, loaded once by the server they are forked from."""

import gc
from contextlib import suppress

gc.disable()  # what is loaded here is no litter, and looking for some takes a tenth of the time

import cakupan.pipeline.formats  # noqa: E402, F401  # with all that draws and sets
from cakupan.errors import MachineError  # noqa: E402
from cakupan.pdf import load_weasyprint  # noqa: E402

with suppress(MachineError):  # each process says it for itself, where somebody hears it
    load_weasyprint()

gc.freeze()  # so that what the processes share is not written to by their collectors
