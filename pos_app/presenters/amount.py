"""The amount as it is keyed: major units with an explicit decimal sign, so that `12` means 12.00.

A frozen value: each key gives the next one. A key that can't be is refused at the press (`wrong` says why) and changes
nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from backend_stub.money import exponent
from pos_app.presenters.sell_state import Say, Tone

MOST_FIGURES = 9


@dataclass(frozen=True, slots=True)
class AmountEntry:
    """What was keyed so far. `text` is the figure in hand, `parts_minor` are the finished ones added before it."""

    currency: str
    limit_minor: int
    text: str = ""
    parts_minor: tuple[int, ...] = ()
    wrong: Say | None = None

    @property
    def sum_minor(self) -> int:
        """What the finished parts come to."""
        return sum(self.parts_minor)

    @property
    def keyed_minor(self) -> int:
        """The figure in hand in minor units."""
        whole, _, part = self.text.partition(".")
        return int((whole or "0") + part.ljust(self._decimals, "0"))

    @property
    def amount_minor(self) -> int:
        """All of it: what would be taken."""
        return self.sum_minor + self.keyed_minor

    @property
    def _decimals(self) -> int:
        return exponent(self.currency)

    def digit(self, digit: str) -> AmountEntry:
        """A digit, or `00`; anything else raises ValueError: no key carries it."""
        if digit not in _KEYS:
            raise ValueError(f"{digit!r} is no digit key")
        text = self.text + digit
        if "." not in text:
            text = text.lstrip("0") or "0"
        return self._with_text(text)

    def point(self) -> AmountEntry:
        """The decimal sign; a second one changes nothing, and a currency without decimals has none."""
        if self._decimals == 0:
            return self._refused(self._too_many_decimals())
        if "." in self.text:
            return self
        return replace(self, text=(self.text or "0") + ".", wrong=None)

    def backspace(self) -> AmountEntry:
        """Takes the last key back, and where nothing is keyed the part that was added last."""
        if self.text:
            text = self.text[:-1]
            return replace(self, text="" if text == "0" else text, wrong=None)
        return replace(self, parts_minor=self.parts_minor[:-1], wrong=None)

    def clear(self) -> AmountEntry:
        """Nothing keyed."""
        return AmountEntry(self.currency, self.limit_minor)

    def add(self) -> AmountEntry:
        """`+`: the figure in hand becomes a part, and the next one begins."""
        if not self.keyed_minor:
            return replace(self, text="", wrong=None)
        return replace(self, text="", parts_minor=(*self.parts_minor, self.keyed_minor), wrong=None)

    def quick(self, amount_minor: int) -> AmountEntry:
        """Adds a quick amount as a part of its own."""
        added = self.add()
        return self._checked(replace(added, parts_minor=(*added.parts_minor, amount_minor)))

    def zero_refused(self) -> AmountEntry:
        """Take was pressed with nothing keyed."""
        return self._refused(Say("wrong.zero", tone=Tone.WRONG))

    def _with_text(self, text: str) -> AmountEntry:
        whole, _, part = text.partition(".")
        if len(part) > self._decimals:
            return self._refused(self._too_many_decimals())
        if len(whole) + len(part) > MOST_FIGURES:
            return self._refused(self._too_large())
        return self._checked(replace(self, text=text, wrong=None))

    def _checked(self, entry: AmountEntry) -> AmountEntry:
        return self._refused(self._too_large()) if entry.amount_minor > self.limit_minor else entry

    def _refused(self, wrong: Say) -> AmountEntry:
        return replace(self, wrong=wrong)

    def _too_large(self) -> Say:
        most_minor = min(self.limit_minor, 10**MOST_FIGURES - 1)
        return Say("wrong.too_large", {"limit_minor": most_minor}, Tone.WRONG)

    def _too_many_decimals(self) -> Say:
        return Say("wrong.too_many_decimals", {"decimals": self._decimals}, Tone.WRONG)


_KEYS = frozenset((*"0123456789", "00"))
