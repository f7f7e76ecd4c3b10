"""A printer for presenters: what was printed lies in a list, and it is as the test says."""

from __future__ import annotations

from collections.abc import Callable

from backend_stub.contract import ShiftReport
from pos_app.presenters.ports import ReceiptFacts
from pos_app.presenters.printer_news import Drawn, PrinterNews, PrinterState
from pos_app.receipts.document import Document, Text
from pos_app.receipts.layout import plain


class FakePrinting:
    """A `Printing`. `takes` False: the disk is full."""

    def __init__(self, *, by_itself: bool = False, when_asked: bool = True, has_drawer: bool = True) -> None:
        self.news = PrinterNews(PrinterState.READY)
        self.prints_by_itself, self.prints_when_asked, self.has_drawer = by_itself, when_asked, has_drawer
        self.takes = True
        self.printed: list[tuple[str, Document]] = []
        self.drawers: list[Callable[[Drawn], None]] = []

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.printed]

    def receipt(self, facts: ReceiptFacts) -> Document:
        return Document((Text(f"paid {facts.redemption.amount_minor}"),), is_copy=facts.is_copy)

    def report(self, report: ShiftReport, time_zone: str) -> Document:
        return Document((Text(f"{report.kind.value} {report.number} {time_zone}"),))

    def lines(self, document: Document) -> tuple[str, ...]:
        return plain(document, 48)

    def pdf(self, document: Document) -> bytes:
        return b"%PDF"

    def print(self, document: Document, name: str) -> bool:
        if self.takes:
            self.printed.append((name, document))
        return self.takes

    def open_drawer(self, told: Callable[[Drawn], None]) -> None:
        self.drawers.append(told)
