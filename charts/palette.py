"""Colours by purpose: one accent against greys, a second one only for what misses its target."""

INK = "#1d2b36"
GREY = "#56626b"
MID = "#9aa5ad"
LIGHT = "#d9dfe3"
RULE = "#e3e8eb"
PALE = "#eef2f4"
PAPER = "#ffffff"
ACCENT = "#0b6e7f"
SOFT = "#a9cdd3"
MISS = "#b5482a"

_DARK_ENOUGH = 0.68  # from here on paper has the higher contrast


def shade(share: float) -> str:
    """A tint of the accent: 0 is nearly paper, 1 is the accent itself, darker than the last in grey as well."""
    low, high = (0xE6, 0xF0, 0xF2), (0x0B, 0x5F, 0x6E)
    share = min(1.0, max(0.0, share))
    mixed = (round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)


def text_on(share: float) -> str:
    """Ink or paper, whichever reads on that tint."""
    return PAPER if share > _DARK_ENOUGH else INK
