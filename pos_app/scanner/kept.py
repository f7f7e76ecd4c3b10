"""How far a diagnostic recording is. Apart from the recording itself, which brings OpenCV."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_S = 60.0
MOST_BYTES = 100_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """How far a recording is. `trouble`: the disk would not, in its own words."""

    folder: str
    pictures: int = 0
    megabytes: float = 0.0
    left_s: float = 0.0
    is_on: bool = True
    trouble: str = ""
