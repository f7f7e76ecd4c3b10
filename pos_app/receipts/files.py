"""Receipts kept as text files, one a sale, in the till's data folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import structlog

from pos_app.presenters.ports import ReceiptFacts
from pos_app.receipts.document import Document
from pos_app.receipts.layout import plain

_log = structlog.get_logger(__name__)


class ReceiptFolder:
    """The presenter's `Receipts`: receipts as the shop designed them, and files named by the receipt's number.

    `columns` is 32 (58 mm paper) or more. `last_file` is what was written last.
    """

    def __init__(self, folder: Path, design: Callable[[ReceiptFacts], Document], columns: int = 32) -> None:
        self._folder = folder
        self._design = design
        self._columns = columns
        self.last_file: Path | None = None

    def lines(self, facts: ReceiptFacts) -> tuple[str, ...]:
        """The receipt as it would be printed."""
        return plain(self._design(facts), self._columns)

    def keep(self, facts: ReceiptFacts) -> None:
        """Writes the receipt's file, a copy beside the first. A disk that fails is said in the log: the sale stands."""
        file = self._folder / f"{_name(facts)}{'-copy' if facts.is_copy else ''}.txt"
        beside = file.with_suffix(".part")
        text = "\n".join(self.lines(facts)) + "\n"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(opened, "w", encoding="utf-8", newline="\n") as writer:
                writer.write(text)
            beside.replace(file)
        except OSError as error:
            _log.warning("receipt.not_written", receipt=file.name, why=error.strerror)
        else:
            self.last_file = file


def _name(facts: ReceiptFacts) -> str:
    """A file's name from the receipt's number: letters, digits and dashes only, whatever the platform sent."""
    number = facts.redemption.receipt_number or facts.redemption.attempt_id
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter == "-") else "_" for letter in number)[
        :80
    ]
