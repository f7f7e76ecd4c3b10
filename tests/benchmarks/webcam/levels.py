"""Five fixed levels: how much of which ailments a frame has.

Each take suffers mostly from a few ailments, as real ones do: one is dark, one is far and shaky, one has a lamp on its glass.
A level says how severe the chief ones may be and how many there are; the others are slight. Level 1 is what all libraries
read; of level 5 the best of them reads one frame in ten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

AILMENTS = (
    "far",
    "tilt",
    "roll",
    "defocus",
    "motion",
    "dark",
    "noise",
    "faint",
    "glare",
    "covered",
    "curved",
    "compressed",
    "grid",
    "shadow",
    "bands",
    "worn",
)


@dataclass(frozen=True)
class Level:
    """How severe: shares of the worst that is simulated, from 0 to 1."""

    chief: tuple[float, float]  # severity of the chief ailments, from, to
    chiefs: int  # how many there are
    slight: float  # up to which the others go
    inverted: float  # likelihood of light modules on dark


LEVELS: Mapping[int, Level] = MappingProxyType(
    {
        1: Level((0.00, 0.12), 1, 0.06, 0.0),
        2: Level((0.25, 0.50), 1, 0.18, 0.08),
        3: Level((0.45, 0.75), 2, 0.28, 0.12),
        4: Level((0.60, 0.90), 3, 0.36, 0.15),
        5: Level((0.70, 1.00), 3, 0.42, 0.15),
    }
)


def draw_ailments(level: Level, random: np.random.Generator) -> dict[str, float]:
    """The severity of each ailment in one take."""
    chiefs = set(random.choice(AILMENTS, level.chiefs, replace=False).tolist())
    return {
        name: float(random.uniform(*level.chief) if name in chiefs else random.uniform(0, level.slight))
        for name in AILMENTS
    }
