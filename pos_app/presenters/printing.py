"""Printing as pages see it: what can be printed, and the drawer. Plain Python; nothing here does anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from backend_stub.contract import ShiftReport
from pos_app.presenters.ports import ReceiptFacts
from pos_app.presenters.printer_news import Drawn, PrinterNews
from pos_app.receipts.document import Document


class Printing(Protocol):
    """The till's printer. Every method returns at once, and none raises for what a printer or a disk may do."""

    @property
    def news(self) -> PrinterNews:
        """How it is now."""

    @property
    def has_drawer(self) -> bool:
        """Whether a cash drawer hangs on it."""

    @property
    def prints_by_itself(self) -> bool:
        """Whether each sale's receipt is printed without asking."""

    @property
    def prints_when_asked(self) -> bool:
        """Whether a sale's receipt goes to the printer when one is wanted; else it is shown on screen."""

    def receipt(self, facts: ReceiptFacts) -> Document:
        """A sale's receipt as the shop designed it."""

    def report(self, report: ShiftReport, time_zone: str) -> Document:
        """A shift's report; times in the store's zone."""

    def lines(self, document: Document) -> tuple[str, ...]:
        """It as plain text, as wide as the printer's paper."""

    def pdf(self, document: Document) -> bytes:
        """It as a page."""

    def print(self, document: Document, name: str) -> bool:
        """Print it: on the disk when this returns True, on paper as soon as the printer can.

        False: no printer was chosen, the disk is full, or too much waits already; then nothing will be printed.
        """

    def open_drawer(self, told: Callable[[Drawn], None]) -> None:
        """Open the drawer now or never; `told` on the main thread."""


class NoPrinting:
    """A till that prints nothing."""

    news = PrinterNews()
    has_drawer = prints_by_itself = prints_when_asked = False

    def receipt(self, facts: ReceiptFacts) -> Document:
        """Nothing stands on it."""
        del facts
        return Document(())

    def report(self, report: ShiftReport, time_zone: str) -> Document:
        """Nothing stands on it."""
        del report, time_zone
        return Document(())

    def lines(self, document: Document) -> tuple[str, ...]:
        """None."""
        del document
        return ()

    def pdf(self, document: Document) -> bytes:
        """Empty."""
        del document
        return b""

    def print(self, document: Document, name: str) -> bool:
        """It can't."""
        del document, name
        return False

    def open_drawer(self, told: Callable[[Drawn], None]) -> None:
        """There is none."""
        told(Drawn.NO_DRAWER)
