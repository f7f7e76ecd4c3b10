"""Black and white dots, as printers take them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

_DLE = 0x10
_REAL_TIME = (0x04, 0x05, 0x14)  # what would follow it in a command that a printer obeys in the middle of a picture
_ONE_DOT = 0x08


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Rows of bytes, eight dots each, the left one in the highest bit; 1 is black."""

    width: int
    rows: tuple[bytes, ...]

    @property
    def height(self) -> int:
        """In dots."""
        return len(self.rows)

    def bands(self, height: int) -> Iterator[tuple[bytes, ...]]:
        """The rows in groups of at most `height`."""
        for top in range(0, self.height, height):
            yield self.rows[top : top + height]


def from_grey(grey: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Bitmap:
    """What is darker than the middle is black."""
    packed = np.packbits(grey < 128, axis=1)  # noqa: PLR2004 - the middle
    return Bitmap(grey.shape[1], tuple(row.tobytes() for row in packed))


def dithered(grey: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> Bitmap:
    """Greys as dots, after Floyd and Steinberg (1976): each dot's difference goes to those not yet decided."""
    height, width = grey.shape
    left = np.zeros((height + 1, width + 2), np.float32)
    left[:height, 1:-1] = grey
    black = np.zeros((height, width), bool)
    for y in range(height):
        row, below = left[y], left[y + 1]
        for x in range(1, width + 1):
            old = float(row[x])
            is_black = old < 128  # noqa: PLR2004 - the middle
            black[y, x - 1] = is_black
            rest = (old - (0 if is_black else 255)) / 16
            row[x + 1] += 7 * rest
            below[x - 1 : x + 2] += np.array((3 * rest, 5 * rest, rest), np.float32)
    packed = np.packbits(black, axis=1)
    return Bitmap(width, tuple(row.tobytes() for row in packed))


def no_commands(data: Sequence[int] | bytes) -> bytes:
    """Dots that a printer can't mistake for a real-time command: one more dot where they would be one.

    Printers look for DLE EOT, DLE ENQ and DLE DC4 in whatever arrives, pictures included (Epson, ESC/POS reference, "real-time
    commands"): a picture must neither ask for a status nor open the drawer.
    """
    safe = bytearray(data)
    for place in range(len(safe) - 1):
        if safe[place] == _DLE and safe[place + 1] in _REAL_TIME:
            safe[place] |= _ONE_DOT
    return bytes(safe)
