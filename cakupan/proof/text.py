"""How PDFium hands over text."""

import ctypes
from collections.abc import Callable
from typing import Any


def utf16(ask: Callable[[Any, int], int]) -> str:
    """Text that PDFium writes into a place of so many bytes, its end included."""
    size = ask(None, 0)
    place = (ctypes.c_ushort * (size // 2))()
    ask(place, size)
    return bytes(place).decode("utf-16-le").rstrip("\0")
