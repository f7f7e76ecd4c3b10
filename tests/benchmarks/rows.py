"""What a benchmark answers: rows of a name, a figure, and whether it reaches its goal."""

from __future__ import annotations

import operator
import os
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")
TURNS = 3
SENSES: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `goal` reads `>= 0.4` or `< 80`; without one the row is for reading only."""

    name: str
    value: float
    unit: str
    goal: str | None = None

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached; None without one."""
        if self.goal is None:
            return None
        sense, _, bound = self.goal.partition(" ")
        return SENSES[sense](self.value, float(bound))


class SkippedError(Exception):
    """This benchmark can't run here; says why."""


def is_quick() -> bool:
    """Whether only a short run was asked for."""
    return bool(os.environ.get("QUICK"))


def sized(usual: int, quick: int) -> int:
    """How much to do: as usual, or in a short run."""
    return quick if is_quick() else usual


def in_turns(*measures: Callable[[], T]) -> list[list[T]]:
    """Each measure three times, in turns; the figures of each."""
    turns = [[measure() for measure in measures] for _ in range(sized(TURNS, 1))]
    return [list(figures) for figures in zip(*turns, strict=True)]


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of each turn: what slows the machine in one turn slows both."""
    return statistics.median(mine / other for mine, other in zip(ours, theirs, strict=True))
