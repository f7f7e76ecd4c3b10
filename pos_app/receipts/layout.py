"""A document laid out for a paper: rows that fit its columns, the same for every way of drawing them. Pure."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from pos_app.receipts.columns import clean, width, wrap
from pos_app.receipts.document import Align, Block, Code, Cut, Document, Gap, Logo, Pair, Rule, Text

LEAST_COLUMNS = 20


class Paper(enum.Enum):
    """A roll's width, and what a printer prints on it."""

    MM58 = "58"
    MM80 = "80"
    MM80_42 = "80-42"  # printers with 180 dots an inch

    @property
    def columns(self) -> int:
        """Characters in a line of the printer's font A."""
        return {Paper.MM58: 32, Paper.MM80: 48, Paper.MM80_42: 42}[self]

    @property
    def dots(self) -> int:
        """Dots in a line."""
        return {Paper.MM58: 384, Paper.MM80: 576, Paper.MM80_42: 512}[self]

    @property
    def mm(self) -> float:
        """The roll's width in millimetres."""
        return 58.0 if self is Paper.MM58 else 80.0


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text: `left` and `right` at the edges, or `left` alone in the middle. Together they fit the columns."""

    left: str
    right: str = ""
    is_centred: bool = False
    is_bold: bool = False
    is_big: bool = False


Laid: TypeAlias = Row | Rule | Code | Logo | Cut


def laid_out(document: Document, columns: int) -> tuple[Laid, ...]:
    """The document for paper of so many columns, without control characters: a name must not steer a printer.

    ValueError for fewer than 20, which hold no amount with its word.
    """
    if columns < LEAST_COLUMNS:
        raise ValueError(f"a receipt needs at least {LEAST_COLUMNS} columns, not {columns}")
    return tuple(row for block in document.printed_blocks() for row in _rows(block, columns))


def plain(document: Document, columns: int) -> tuple[str, ...]:
    """The document as lines of text. Pictures and codes, whose numbers stand in the text, are left out."""
    return tuple(
        line_of(row, columns) if isinstance(row, Row) else "-" * columns
        for row in laid_out(document, columns)
        if isinstance(row, Row | Rule)
    )


def line_of(row: Row, columns: int) -> str:
    """A row as one string, filled with spaces up to its last character. Big rows have half the columns."""
    columns = columns // 2 if row.is_big else columns
    if row.is_centred:
        return " " * ((columns - width(row.left)) // 2) + row.left
    if not row.right:
        return row.left
    return row.left + " " * (columns - width(row.left) - width(row.right)) + row.right


def _rows(block: Block, columns: int) -> Iterator[Laid]:
    if isinstance(block, Text):
        room = columns // 2 if block.is_big else columns
        for line in wrap(clean(block.text), room):
            yield Row(line, "", block.align is Align.CENTRE, block.is_bold, block.is_big)
    elif isinstance(block, Pair):
        yield from _pair(block, columns // 2 if block.is_big else columns)
    elif isinstance(block, Gap):
        yield Row("")
    else:
        yield block


def _pair(block: Pair, room: int) -> Iterator[Row]:
    """On one line where both fit, else on lines of their own."""
    left, right = clean(block.left), clean(block.right)
    if width(left) + width(right) < room:
        yield Row(left, right, False, block.is_bold, block.is_big)
        return
    for line in wrap(left, room):
        yield Row(line, "", False, block.is_bold, block.is_big)
    for line in wrap(right, room):
        yield Row("", line, False, block.is_bold, block.is_big)
