"""When the till asks again: decisions about time, without a clock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """How long between one asking and the next, in seconds."""

    first_s: float = 8.0  # the first asking gets this long before a second one is begun beside it
    again_s: float = 3.0  # while somebody waits in front of the till
    awaiting_s: float = 1.0  # while the customer is asked on the phone
    slowest_s: float = 30.0  # in the background
    heartbeat_s: float = 10.0  # an idle till looks whether the line is there

    def beside_s(self, times: int) -> float:
        """After the start of the `times`-th asking (1 is the first), when another begins while it is still out."""
        return self.first_s if times == 1 else self.again_s

    def after_s(self, times: int, *, is_watched: bool, is_awaiting: bool = False) -> float:
        """After the end of the `times`-th asking, when the next begins: 3, 6, 12, 24, 30, 30 … where nobody waits."""
        if is_awaiting:
            return self.awaiting_s if is_watched else self.again_s
        if is_watched:
            return self.again_s
        doublings = min(max(times - 1, 0), 16)
        return min(self.slowest_s, self.again_s * 2.0**doublings)
