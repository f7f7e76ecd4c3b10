"""What each look takes on this computer, as it was measured: no look is begun that would not end in the frame's time.

Measured in real time, since that is what a frame has; but a look during which the computer did something else must not be
left out for ever, so one measurement moves little, and one that is long past is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable

from pos_app.scanner.looks import Look

_SHARE = 0.2  # of the newest measurement
_MOST_TIMES = 3.0  # a measurement counts as so many times what was expected at most
_SPREAD = 1.4  # a look takes up to so many times its usual cost, mostly
_FORGET = 0.02  # a frame, of what is known of a look that was not taken in it


class Costs:
    """In milliseconds. What was never taken is guessed from how fast the others are here."""

    def __init__(self, looks: Iterable[Look]) -> None:
        self._guess_ms = {look.name: look.cost_ms for look in looks}
        self._cost_ms: dict[str, float] = {}
        self._pace = 1.0  # of this computer: times the guesses

    def usual_ms(self, look: Look) -> float:
        """What it takes mostly."""
        return self._cost_ms.get(look.name, self._guessed_ms(look.name))

    def expected_ms(self, look: Look) -> float:
        """What it hardly takes more than."""
        return _SPREAD * self.usual_ms(look)

    def took(self, look: Look, ms: float) -> None:
        """It was taken."""
        guess_ms, usual_ms = max(self._guess_ms[look.name], 0.1), self.usual_ms(look)
        self._pace += _SHARE * (min(ms / guess_ms, _MOST_TIMES * self._pace) - self._pace)
        self._cost_ms[look.name] = usual_ms + _SHARE * (min(ms, _MOST_TIMES * usual_ms) - usual_ms)

    def passed(self, taken: Iterable[str]) -> None:
        """A frame went by: what is known of the looks that were not taken in it grows old."""
        for name in self._cost_ms.keys() - set(taken):
            self._cost_ms[name] += _FORGET * (self._guessed_ms(name) - self._cost_ms[name])

    def _guessed_ms(self, name: str) -> float:
        return self._guess_ms[name] * self._pace
