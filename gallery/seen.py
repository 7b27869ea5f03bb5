"""How a drawing is seen: in a black-and-white copy, and by those who lack one of the cones.

The matrices are those of G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for
Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009,
pages 1291 to 1298, for a severity of 1.0. They hold for linear RGB.
"""

import math
import re

Matrix = tuple[tuple[float, float, float], ...]

_LUMINANCE = (0.2126, 0.7152, 0.0722)
WAYS: dict[str, Matrix] = {
    "as is": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "black-and-white copy": (_LUMINANCE,) * 3,
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
}
_XYZ: Matrix = ((0.4124, 0.3576, 0.1805), _LUMINANCE, (0.0193, 0.1192, 0.9505))
_WHITE = (0.9505, 1.0, 1.0890)


def as_seen(svg: str, way: str) -> str:
    """The drawing with every colour as it is seen; a drawing has no colours but #rrggbb."""
    return re.sub(r"#[0-9a-fA-F]{6}\b", lambda color: seen(color[0], way), svg)


def seen(color: str, way: str) -> str:
    """A colour, #rrggbb, as it is seen in one of WAYS."""
    return "#" + "".join(f"{round(255 * _gamma(part)):02x}" for part in _times(WAYS[way], _linear(color)))


def apart(one: str, two: str, way: str) -> float:
    """The difference of two colours in CIELAB (delta E of 1976) as they are seen; 2 can just be told."""
    return math.dist(_lab(seen(one, way)), _lab(seen(two, way)))


def _linear(color: str) -> tuple[float, ...]:
    parts = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)


def _gamma(part: float) -> float:
    part = min(1.0, max(0.0, part))
    return part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _times(matrix: Matrix, color: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(sum(factor * part for factor, part in zip(row, color, strict=True)) for row in matrix)


def _lab(color: str) -> tuple[float, float, float]:
    shares = (part / white for part, white in zip(_times(_XYZ, _linear(color)), _WHITE, strict=True))
    x, y, z = (share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116 for share in shares)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)
