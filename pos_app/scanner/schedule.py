"""Which of the dear looks come next while nothing reads: those that gain most for their time, each in its turn.

A look's claim is what it reads per millisecond, times the misses it has waited; so the best ones come often, none is forgotten,
and what works in this shop's light comes sooner than what does not. It is begun only while the frame's time holds what it
is expected to take: a miss never makes the next frame late.
"""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.scanner.costs import Costs
from pos_app.scanner.looks import Look

_PRIOR_FRAMES = 100.0  # the first guess of a gain counts like so many frames
_FORGET = 0.995  # of what was seen, kept at each try: the light changes during a day


class Schedule:
    """Keeps count of what each look gained; what they cost is told to `costs` by whoever takes them."""

    def __init__(self, looks: Sequence[Look], costs: Costs | None = None) -> None:
        self._looks = looks
        self._costs = costs or Costs(looks)
        self._reads = {look.name: look.gain for look in looks}
        self._tries = dict.fromkeys(self._reads, _PRIOR_FRAMES)
        self._waited = dict.fromkeys(self._reads, 1)

    def next(self, left_ms: float, taken: set[str]) -> Look | None:
        """The look with the highest claim of those that fit into `left_ms` and were not taken at this frame."""
        fitting = [look for look in self._looks if look.name not in taken and self._costs.expected_ms(look) <= left_ms]
        return max(fitting, key=self._claim, default=None)

    def took(self, look: Look, *, has_read: bool) -> None:
        """A look was taken."""
        name = look.name
        self._tries[name] = self._tries[name] * _FORGET + 1
        self._reads[name] = self._reads[name] * _FORGET + has_read
        self._waited[name] = 0

    def missed(self) -> None:
        """A frame gave nothing: the looks that did not come have waited longer."""
        for name in self._waited:
            self._waited[name] += 1

    def _claim(self, look: Look) -> float:
        name = look.name
        gain = (self._reads[name] + 0.1) / self._tries[name]
        return gain / max(self._costs.usual_ms(look), 0.1) * self._waited[name]
