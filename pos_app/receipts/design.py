"""How the shop's receipts look: what stands above and below, in which language, with which code. Pure."""

from __future__ import annotations

import enum

import msgspec

from pos_app.receipts.document import CodeKind

MOST_LINES = 6
LONGEST_LINE = 120


class Spoken(enum.Enum):
    """A receipt's language: the shop's customers', not the cashier's."""

    ENGLISH = "en"
    CHINESE = "zh"
    BOTH = "both"


class Design(msgspec.Struct, frozen=True):
    """`header` stands below the shop's name (an address, a tax number), `footer` at the end, instead of the thanks."""

    header: tuple[str, ...] = ()
    footer: tuple[str, ...] = ()
    spoken: Spoken = Spoken.ENGLISH
    code: CodeKind | None = None  # of the receipt's number
    has_logo: bool = False


def lines_in(text: str) -> tuple[str, ...]:
    """What was written into a field, as lines: at most six, each at most 120 characters, none empty at the end."""
    lines = [line.strip()[:LONGEST_LINE] for line in text.splitlines()][:MOST_LINES]
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)
