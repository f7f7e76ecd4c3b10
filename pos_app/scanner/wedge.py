"""Keyboard-wedge scanners: tells a scan, which arrives as very fast key presses, from a person typing.

Pure: it is fed characters with their times and says what they were. Nothing is ever lost and a person's keys keep their order;
a person's key is held back for at most 40 ms after the last key, since a scan's first character can't be told at once; one
that a payment code begins with for 80 ms, since the computer may be too busy to hear of the second in time.

The one who feeds it (an event filter) leaves out modifier keys, calls `flush` for keys that have no character, and calls
`tick` when `deadline` is reached. Times are those at which the keys were pressed, not at which they were heard of: a
program that was busy for a second hears a person's keys all at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from backend_stub.contract.code_text import PAYMENT_CODE_LENGTH, PAYMENT_CODE_PREFIX
from pos_app.scanner.names import TextKind, name_text, tidy_typed
from pos_app.scanner.untangle import scanner_keys

SHORTEST_SCAN = 6  # characters, when nothing but their pace tells a scan
FAST_GAP_S = 0.035  # scanners send a key every 1 to 20 ms; nobody types six keys in a row at this pace
FRAMED_GAP_S = 0.120  # between keys after the scanner's own prefix: radio scanners are slow and uneven
HOLD_S = 0.040  # then held characters of no scan are let go as typing
BEGINNING_S = 0.080  # the same for characters that a payment code begins with
PAUSE_S = 0.120  # ends a scan whose scanner sends no Enter or Tab
HASTY_KEYS, HASTY_GAP_S = 3, 0.012  # so many keys at such a pace have never been a person's
UNFINISHED_S = 0.250  # how long the rest of a scan that has begun is waited for: the computer may be busy
LATE_END_S = 0.300  # how long an end is waited for that the scanner is known to send
REPEAT_DELAY_S = 0.100  # a key must be held down longer to repeat; X11 calls two equal keys of a scanner that, too
ENDS = frozenset("\r\n\t")


@dataclass(frozen=True, slots=True)
class Framing:
    """What the scanner is programmed to send around each code.

    `prefix`: characters; then only what begins with them is a scan, at any pace that a scanner can have.
    `suffix`: `auto` (Enter, Tab or a pause), `enter`, `tab`, `none` (a pause), or characters.
    """

    prefix: str = ""
    suffix: str = "auto"

    @property
    def end_keys(self) -> frozenset[str]:
        """Keys that end a scan and belong to it."""
        return {"auto": ENDS, "enter": frozenset("\r\n"), "tab": frozenset("\t")}.get(self.suffix, frozenset())

    @property
    def end_text(self) -> str:
        """Characters that end a scan; empty when keys or a pause do."""
        return "" if self.suffix in {"auto", "enter", "tab", "none"} else self.suffix

    @property
    def waits_for_end(self) -> bool:
        """Whether the scanner is known to send something after each code."""
        return self.suffix not in {"auto", "none"}


@dataclass(frozen=True, slots=True)
class Typed:
    """Characters a person typed, to be handed on in this order; Enter and Tab among them.

    `tokens` are what the keys were fed with, one each.
    """

    characters: str
    tokens: tuple[object, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanner's text, without the Enter or Tab that ended it (`end`, empty when a pause did).

    `text` is what this computer's keyboard layout makes of the keys; `by_place` what a US keyboard would, where that
    differs: most scanners think they type on one. Both hold prefix and suffix; `payload` takes them off.
    """

    text: str
    end: str = ""
    by_place: str = ""


Press = Typed | Scan


class _Held(NamedTuple):
    character: str
    by_place: str
    at: float
    token: object


class Wedge:
    """Keeps the characters that may be the beginning of a scan. Times are seconds of one clock and never go back."""

    def __init__(self, framing: Framing | None = None) -> None:
        self._framing = framing or Framing()
        self._held: list[_Held] = []

    @property
    def deadline(self) -> float | None:
        """When `tick` is to be called if no key comes before; None while nothing is held."""
        return self._held[-1].at + self._patience_s() if self._held else None

    def key(
        self, character: str, at: float, *, by_place: str = "", is_repeat: bool = False, token: object = None
    ) -> list[Press]:
        """A key press with its character. `is_repeat`: the key is being held down, so it is a person."""
        held = _Held(character, by_place or character, at, token)
        before = self.tick(at)
        if is_repeat and not self._is_faster_than_a_repeat(at):
            return before + self._let_go(held)
        if character in ENDS:
            return before + self._end(held)
        before += self._start_anew_after_slow_gap(held)
        self._held.append(held)
        return before + (self._end() if self._has_end_text() else [])

    def tick(self, now: float) -> list[Press]:
        """Time has passed: a pause ends a scan, or lets typing go."""
        deadline = self.deadline
        if deadline is None or now < deadline:
            return []
        return self._end()

    def flush(self) -> list[Press]:
        """Another kind of key, or the focus went: what is held comes out before it."""
        return self._end()

    def _end(self, key: _Held | None = None) -> list[Press]:
        """What is held, and the Enter or Tab that came after it."""
        if not self._is_scan():
            return self._let_go(key)
        held, self._held = self._held, []
        places = _scan_within(held, self._framing)
        scanned = [held[place] for place in places]
        before = [one for place, one in enumerate(held) if place not in places and place < places[-1]]
        after = held[places[-1] + 1 :]
        end = ""
        if key is not None and key.character in self._framing.end_keys and not after:
            end, key = key.character, None
        text, by_place = _text(scanned), _by_place(scanned)
        scan = Scan(text, end, "" if by_place == text else by_place)
        return [*_typed(before), scan, *_typed([*after, *([key] if key else [])])]

    def _let_go(self, more: _Held | None = None) -> list[Press]:
        held, self._held = self._held, []
        return _typed([*held, *([more] if more else [])])

    def _is_faster_than_a_repeat(self, at: float) -> bool:
        return bool(self._held) and at - self._held[-1].at < REPEAT_DELAY_S

    def _start_anew_after_slow_gap(self, key: _Held) -> list[Press]:
        if not self._held or key.at - self._held[-1].at < self._gap_s(key):
            return []
        return self._let_go()

    def _gap_s(self, key: _Held) -> float:
        # once it is surely a scan, a scanner may hiccup: only the pause ends it
        is_sure = self._is_scan() or self._is_framed() or self._is_hasty()
        if is_sure:
            return self._patience_s()
        is_begun = _is_beginning(self._held) and (_is_beginning([*self._held, key]) or _is_begun([*self._held, key]))
        return BEGINNING_S if is_begun else FAST_GAP_S

    def _is_framed(self) -> bool:
        prefix = self._framing.prefix
        start = self._held[: len(prefix)]
        return bool(prefix) and prefix in {_text(start), _by_place(start)}

    def _is_scan(self) -> bool:
        if self._framing.prefix:
            return self._is_framed() and len(self._held) > len(self._framing.prefix)
        return len(self._held) >= SHORTEST_SCAN

    def _has_end_text(self) -> bool:
        end = self._framing.end_text
        return bool(end) and self._is_scan() and any(text(self._held).endswith(end) for text in (_text, _by_place))

    def _patience_s(self) -> float:
        if not self._is_scan():
            if self._is_hasty():
                return UNFINISHED_S
            return FRAMED_GAP_S if self._is_framed() else BEGINNING_S if _is_beginning(self._held) else HOLD_S
        if self._framing.waits_for_end:
            return LATE_END_S
        return UNFINISHED_S if self._is_unfinished() else PAUSE_S

    def _is_hasty(self) -> bool:
        """Whether a person could hardly have pressed them; or figures of a payment code, not much slower."""
        count = len(self._held)
        if count < HASTY_KEYS:
            return False
        return self._held[-1].at - self._held[0].at <= HASTY_GAP_S * (count - 1) or _is_begun(self._held)

    def _is_unfinished(self) -> bool:
        """Whether what is held may be the beginning of a payment code."""
        if len(self._held) >= PAYMENT_CODE_LENGTH:
            return False
        return _is_begun(self._held)


def payload(scan: Scan, framing: Framing) -> str:
    """What the scanner read: without its prefix and suffix, and the payment code where one way of reading the keys is one."""
    texts = [
        text.removeprefix(framing.prefix).removesuffix(framing.end_text)
        for text in (scan.text, scan.by_place or scan.text)
    ]
    return next((text for text in texts if _is_ours(text)), texts[0])


def _is_ours(text: str) -> bool:
    return name_text(tidy_typed(text)) is TextKind.OURS


def _typed(held: Sequence[_Held]) -> list[Press]:
    return [Typed(_text(held), tuple(one.token for one in held))] if held else []


def _is_beginning(held: Sequence[_Held]) -> bool:
    """Whether it is what payment codes begin with, or the beginning of that."""
    return any(PAYMENT_CODE_PREFIX.startswith(text) for text in (_text(held), _by_place(held)))


def _is_begun(held: Sequence[_Held]) -> bool:
    """Whether it is what payment codes begin with, and figures."""
    return any(text.isdigit() and text.startswith(PAYMENT_CODE_PREFIX) for text in (_text(held), _by_place(held)))


def _text(held: Iterable[_Held]) -> str:
    return "".join(one.character for one in held)


def _by_place(held: Iterable[_Held]) -> str:
    return "".join(one.by_place for one in held)


def _scan_within(held: Sequence[_Held], framing: Framing) -> tuple[int, ...]:
    """The places of the scanner's own keys; what frames a scan also says what belongs to it."""
    if framing.prefix or framing.end_text:
        return tuple(range(len(held)))

    def is_code(places: Sequence[int]) -> bool:
        chosen = [held[place] for place in places]
        return _is_ours(_text(chosen)) or _is_ours(_by_place(chosen))

    return scanner_keys([one.at for one in held], [one.by_place.isdigit() for one in held], is_code)
