"""Black and white dots, as printers take them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # loaded with the first picture
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
    import numpy as np

    packed = np.packbits(grey < 128, axis=1)  # noqa: PLR2004 - the middle
    return Bitmap(grey.shape[1], tuple(row.tobytes() for row in packed))


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
