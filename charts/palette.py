"""Colours by purpose: one accent against greys, a second one only for what misses its target, falls or ends.

ACCENT, MISS and MID lie apart in lightness too, so that a black-and-white copy keeps them apart
(tests/test_gallery.py).
Lines and dots of what is not asked for are MID; GREY is for words, which must be dark enough to read.
"""

INK = "#1d2b36"
GREY = "#56626b"
MID = "#9aa5ad"
LIGHT = "#d9dfe3"
RULE = "#e3e8eb"
PALE = "#eef2f4"
PAPER = "#ffffff"
ACCENT = "#07515e"
SOFT = "#a9cdd3"
MISS = "#c4522f"


def shade(share: float) -> str:
    """A tint from nearly paper (0) to one that INK can still be read on in small type (1), darker in grey as well.

    None of them is the accent, which a province may change: its map stays in one colour.
    """
    low, high = (0xE6, 0xF0, 0xF2), (0x63, 0x9D, 0xA8)
    share = min(1.0, max(0.0, share))
    mixed = (round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)
