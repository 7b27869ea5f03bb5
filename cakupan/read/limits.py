"""How much a file that was handed in may be; whatever is more is refused, never read in part."""

# A month's figures of a province are some hundred kB; a file of this size was not typed by anybody.
MAX_FILE_BYTES = 25_000_000

# XML unpacks to some ten times its size; parts are read whole, so this also bounds the memory of the child.
MAX_UNPACKED_BYTES = 100_000_000
MAX_RATIO = 100
RATIO_FROM_BYTES = 5_000_000  # smaller ones do no harm, however well they are packed

# A workbook of fifty sheets with drawings has some three hundred.
MAX_PARTS = 2_000

# All villages of Indonesia are 84,000 rows; the 702nd column is ZZ.
MAX_ROWS = 100_000
MAX_COLUMNS = 702

# The reader lays a sheet out from A1 to its last cell, blanks included: so many are 60 MB, over all sheets.
MAX_AREA = 1_000_000

# Cells with a value or a format, over all sheets; the guard looks at each, which takes two seconds for so many.
MAX_CELLS = 400_000

# The longest text a cell can hold in a spreadsheet.
MAX_TEXT = 32_767

# What is said of one file; the rest is counted.
MAX_FINDINGS = 20

# For one file, once the child process runs; a large true workbook takes two.
MAX_SECONDS = 5
MAX_START_SECONDS = 60  # a machine that is busy with other things may take its time to start one

# Of the child process: what it may ask the machine for, and what of that it may fill.
MAX_ADDRESS_BYTES = 1_000_000_000
MAX_DATA_BYTES = 400_000_000
