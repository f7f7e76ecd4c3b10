"""What is printed, as a document: blocks from top to bottom that know nothing of paper, printer or font. Pure.

A document is laid out (`layout.py`) for a width in columns, and what was laid out is drawn by a printer's own commands, as
a picture, as PDF or as plain text: the same rows in each. It goes through JSON, so a print job can wait on a disk.
"""

from __future__ import annotations

import enum
from typing import TypeAlias

import msgspec

from pos_app.receipts.columns import clean

LONGEST_CODE = 32  # characters: a Code 128 of more is wider than the paper


class Align(enum.Enum):
    """Where a text stands."""

    LEFT = "left"
    CENTRE = "centre"


class CodeKind(enum.Enum):
    """How a number is drawn for a scanner."""

    QR = "qr"
    BARCODE = "barcode"  # Code 128


class Text(msgspec.Struct, frozen=True, tag="text"):
    """A text, wrapped where it is too long. `is_big`: twice as high and as wide."""

    text: str
    align: Align = Align.LEFT
    is_bold: bool = False
    is_big: bool = False


class Pair(msgspec.Struct, frozen=True, tag="pair"):
    """A word at the left and a figure at the right."""

    left: str
    right: str
    is_bold: bool = False
    is_big: bool = False


class Rule(msgspec.Struct, frozen=True, tag="rule"):
    """A line across."""


class Gap(msgspec.Struct, frozen=True, tag="gap"):
    """An empty line."""


class Code(msgspec.Struct, frozen=True, tag="code"):
    """A number that a scanner reads."""

    text: str
    kind: CodeKind = CodeKind.QR


class Logo(msgspec.Struct, frozen=True, tag="logo"):
    """The shop's picture, as it is kept on this till."""


class Cut(msgspec.Struct, frozen=True, tag="cut"):
    """The paper is cut here."""


Block: TypeAlias = Text | Pair | Rule | Gap | Code | Logo | Cut


class Document(msgspec.Struct, frozen=True):
    """Something to print. `copy_words` are those that mark it should it have to be printed again."""

    blocks: tuple[Block, ...]
    copy_words: str = "COPY"
    is_copy: bool = False

    def as_copy(self) -> Document:
        """The same, marked; what is marked stays as it is."""
        return self if self.is_copy else msgspec.structs.replace(self, is_copy=True)

    def printed_blocks(self) -> tuple[Block, ...]:
        """The blocks, with the mark of a copy at the head."""
        if not self.is_copy:
            return self.blocks
        return (Text(f"*** {clean(self.copy_words)} ***", Align.CENTRE, is_bold=True), Gap(), *self.blocks)


def as_json(document: Document) -> bytes:
    """For a print job on disk."""
    return msgspec.json.encode(document)


def from_json(content: bytes) -> Document:
    """What `as_json` made; msgspec.DecodeError for anything else."""
    return msgspec.json.decode(content, type=Document)
