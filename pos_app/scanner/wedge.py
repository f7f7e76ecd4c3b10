"""Keyboard-wedge scanners: tells a scan, which arrives as very fast key presses, from a person typing.

Pure: it is fed characters with their times and says what they were. Nothing is ever lost and the order never changes;
a person's key is held back for at most 40 ms after the last key, since a scan's first character can't be told at once.

The one who feeds it (an event filter) leaves out modifier keys, calls `flush` for keys that have no character, and calls
`tick` when `deadline` is reached.
"""

from __future__ import annotations

from dataclasses import dataclass

SHORTEST_SCAN = 6  # characters
FAST_GAP_S = 0.035  # scanners send a key every 1 to 20 ms; nobody types six keys in a row at this pace
HOLD_S = 0.040  # then held characters of no scan are let go as typing
PAUSE_S = 0.080  # ends a scan whose scanner sends no Enter or Tab
ENDS = frozenset("\r\n\t")


@dataclass(frozen=True, slots=True)
class Typed:
    """Characters a person typed, to be handed on in this order; Enter and Tab among them."""

    characters: str


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanner's text, without the Enter or Tab that ended it (`end`, empty when a pause did)."""

    text: str
    end: str = ""


Press = Typed | Scan


class Wedge:
    """Keeps the characters that may be the beginning of a scan. Times are monotonic seconds and never go back."""

    def __init__(self) -> None:
        self._held = ""
        self._last_at = 0.0

    @property
    def deadline(self) -> float | None:
        """When `tick` is to be called if no key comes before; None while nothing is held."""
        return self._last_at + self._patience_s() if self._held else None

    def key(self, character: str, at: float, *, is_repeat: bool = False) -> list[Press]:
        """A key press with its character. `is_repeat`: the key is being held down, so it is a person."""
        before = self.tick(at)
        if is_repeat:
            return [*before, *self._let_go(character)]
        if character in ENDS:
            return [*before, *self._end(character)]
        before += self._start_anew_after_slow_gap(at)
        self._held += character
        self._last_at = at
        return before

    def tick(self, now: float) -> list[Press]:
        """Time has passed: a pause ends a scan, or lets typing go."""
        deadline = self.deadline
        if deadline is None or now < deadline:
            return []
        return self._end("")

    def flush(self) -> list[Press]:
        """Another kind of key, or the focus went: what is held comes out before it."""
        return self._end("")

    def _end(self, end: str) -> list[Press]:
        if not self._is_scan():
            return self._let_go(end)
        text, self._held = self._held, ""
        return [Scan(text, end)]

    def _let_go(self, more: str = "") -> list[Press]:
        characters, self._held = self._held + more, ""
        return [Typed(characters)] if characters else []

    def _start_anew_after_slow_gap(self, at: float) -> list[Press]:
        # once six fast keys have come, a scanner may hiccup: only the pause ends it
        if not self._is_scan() and at - self._last_at >= FAST_GAP_S:
            return self._let_go()
        return []

    def _is_scan(self) -> bool:
        return len(self._held) >= SHORTEST_SCAN

    def _patience_s(self) -> float:
        return PAUSE_S if self._is_scan() else HOLD_S
