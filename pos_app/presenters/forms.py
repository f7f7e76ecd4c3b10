"""A form as frozen values: what each field holds, how its text is read, and what is wrong with it.

Texts are what a person keyed; `value` reads one in the field's own kind, or raises `NotYetError` with what to key. Amounts are
keyed in major units with a point or a comma and read exactly, never rounded.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from backend_stub.money import MoneyError, exponent, parse
from pos_app.presenters.sell_state import Say

Value = int | str | tuple[tuple[int, int], ...]
MINUTES, HOURS = 60, 24
CLOCK = 2  # parts of a time of day


class Kind(enum.Enum):
    """What a field takes."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105 - a kind of field
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"  # read as hundredths of a percent
    CLOCK = "clock"  # a time of day, read as minutes after midnight
    TIERS = "tiers"  # 100 +10, 200 +25: from an amount on, so much bonus
    CHOICE = "choice"


class NotYetError(ValueError):
    """The text is not of the field's kind; `say` tells what to key."""

    def __init__(self, say: Say) -> None:
        super().__init__(say.id)
        self.say = say


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. `choices` are ids with their words; `may_be_empty`: an empty one means none."""

    id: str
    kind: Kind
    text: str = ""
    may_be_empty: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    fault: Say | None = None

    def value(self, currency: str) -> Value | None:
        """What was keyed; None for an empty field that may be. Raises NotYetError."""
        text = self.text.strip()
        if not text:
            if self.may_be_empty:
                return () if self.kind is Kind.TIERS else None
            raise NotYetError(Say("form.missing"))
        return _READ[self.kind](text, currency)


@dataclass(frozen=True, slots=True)
class Form:
    """Fields in their order."""

    fields: tuple[FormField, ...] = ()

    def text(self, field_id: str) -> str:
        """What stands in a field."""
        return next(one.text for one in self.fields if one.id == field_id)

    def texts(self) -> dict[str, str]:
        """What stands in all of them."""
        return {one.id: one.text for one in self.fields}

    def written(self, field_id: str, text: str) -> Form:
        """With another text in a field, whose fault is forgotten."""
        return Form(tuple(replace(one, text=text, fault=None) if one.id == field_id else one for one in self.fields))

    def with_faults(self, faults: Mapping[str, Say]) -> Form:
        """With these faults, and no others."""
        return Form(tuple(replace(one, fault=faults.get(one.id)) for one in self.fields))

    def values(self, currency: str) -> tuple[dict[str, object], dict[str, Say]]:
        """What can be read, and what is wrong with the rest, by field."""
        values: dict[str, object] = {}
        faults: dict[str, Say] = {}
        for one in self.fields:
            try:
                values[one.id] = one.value(currency)
            except NotYetError as error:
                faults[one.id] = error.say
        return values, faults


EMPTY = Form()


def money_text(minor: int | None, currency: str) -> str:
    """An amount as it stands in a field: no sign, no grouping."""
    if minor is None:
        return ""
    digits = exponent(currency)
    whole, part = divmod(minor, 10**digits)
    return f"{whole}.{part:0{digits}d}" if digits else str(whole)


def clock_text(minutes: int) -> str:
    """Minutes after midnight as a time of day."""
    return f"{minutes // MINUTES:02d}:{minutes % MINUTES:02d}"


def percent_text(bps: int) -> str:
    """Hundredths of a percent as percent."""
    whole, part = divmod(bps, 100)
    return f"{whole}.{part:02d}" if part else str(whole)


def tiers_text(tiers: tuple[tuple[int, int], ...], currency: str) -> str:
    """Bonus tiers as they stand in a field."""
    return ", ".join(f"{money_text(start, currency)} +{money_text(bonus, currency)}" for start, bonus in tiers)


def _money(text: str, currency: str) -> int:
    try:
        amount = parse(text.replace(",", "."), currency)
    except MoneyError:
        raise NotYetError(
            Say("form.amount", {"example": money_text(10 ** exponent(currency) * 12, currency)})
        ) from None
    if amount.minor < 0:
        raise NotYetError(Say("form.not_negative"))
    return amount.minor


def _number(text: str, _currency: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):  # noqa: PLR2004 - what 64 bits hold
        raise NotYetError(Say("form.number"))
    return int(text)


def _percent(text: str, _currency: str) -> int:
    whole, _, part = text.replace(",", ".").partition(".")
    if not (f"{whole}{part}".isascii() and f"{whole}{part}".isdigit() and len(part) <= 2 and len(whole) <= 3):  # noqa: PLR2004
        raise NotYetError(Say("form.percent"))
    return int(whole or "0") * 100 + int(part.ljust(2, "0"))


def _clock(text: str, _currency: str) -> int:
    parts = text.split(":")
    if len(parts) != CLOCK or not all(part.isascii() and part.isdigit() for part in parts):
        raise NotYetError(Say("form.clock"))
    hours, minutes = int(parts[0]), int(parts[1])
    if hours >= HOURS or minutes >= MINUTES:
        raise NotYetError(Say("form.clock"))
    return hours * MINUTES + minutes


def _tiers(text: str, currency: str) -> tuple[tuple[int, int], ...]:
    tiers = []
    for one in text.split(", "):
        start, plus, bonus = one.partition("+")
        if not plus:
            raise NotYetError(Say("form.tiers"))
        tiers.append((_money(start.strip(), currency), _money(bonus.strip(), currency)))
    return tuple(tiers)


def _text(text: str, _currency: str) -> str:
    return text


_READ: dict[Kind, Callable[[str, str], Value]] = {
    Kind.TEXT: _text,
    Kind.SECRET: _text,
    Kind.CHOICE: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.PERCENT: _percent,
    Kind.CLOCK: _clock,
    Kind.TIERS: _tiers,
}
