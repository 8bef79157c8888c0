"""What a file may be (sheets.md, "The gate"). The numbers stand in the words of the refusals."""

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
MOST_UNZIPPED = 200 * MEGABYTE
MOST_RATIO, RATIO_COUNTS_ABOVE = 200, 10 * MEGABYTE
MOST_PARTS = 2_000
MOST_COLUMNS = 200
MOST_ROWS = 100_000
MOST_AREA = 2_000_000
# Above this many cells the person's own workbook is not marked; he gets one of the faulty rows.
MOST_ANNOTATED = 50_000
# Of one kind in one column; the rest is counted.
MOST_NOTES = 2_000
