"""What the printer's and the receipt's parts of the Settings page show, as frozen values, and what a person can do on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from pos_app.presenters.printer_news import Drawn, PrinterNews
from pos_app.printing.choice import PrinterChoice, Way
from pos_app.receipts.design import Design
from pos_app.receipts.document import Document

Found = tuple[tuple[str, str], ...]  # what to choose, and its name


@dataclass(frozen=True, slots=True)
class PrinterPageState:
    """`place` is what is written, `choice` what is in use: a place that can't be one is not used. `page` is the test page."""

    choice: PrinterChoice = field(default_factory=PrinterChoice)
    place: str = ""
    usb: Found = ()
    serial: Found = ()
    is_listing: bool = False
    news: PrinterNews = field(default_factory=PrinterNews)
    has_drawer: bool = False
    page: Document = field(default_factory=lambda: Document(()))

    @property
    def is_wrong(self) -> bool:
        """Whether what is written can be no printer's place."""
        return self.choice.way is not Way.NONE and PrinterChoice(self.choice.way, self.place).wrong

    @property
    def places(self) -> Found:
        """What can be chosen; where nothing can, it is written."""
        found = {Way.USB: self.usb, Way.SERIAL: self.serial}.get(self.choice.way, ())
        if self.choice.way is Way.USB and self.place not in dict(found):
            found = (*found, (self.place, self.place))
        return found


@dataclass(frozen=True, slots=True)
class ReceiptPageState:
    """How receipts look; `sample` is one. `header` and `footer` are what is being written."""

    design: Design = field(default_factory=Design)
    header: str = ""
    footer: str = ""
    has_logo_file: bool = False
    sample: Document = field(default_factory=lambda: Document(()))
    drawn: int = 0  # counts changes that the document does not show: another logo, another width of paper


class PrinterView(Protocol):
    """Whatever shows the printer's part."""

    def render(self, state: PrinterPageState) -> None:
        """Show this state, and nothing else."""


class ReceiptView(Protocol):
    """Whatever shows the receipt's part."""

    def render(self, state: ReceiptPageState) -> None:
        """Show this state, and nothing else."""


class SetsPrinting(Protocol):
    """What these pages set. See `PrintDesk`."""

    news: PrinterNews

    @property
    def choice(self) -> PrinterChoice:
        """The printer in use."""

    @property
    def design(self) -> Design:
        """How receipts look."""

    @property
    def has_drawer(self) -> bool:
        """Whether there is one."""

    @property
    def has_logo(self) -> bool:
        """Whether a picture was ever chosen."""

    def choose(self, choice: PrinterChoice) -> bool:
        """From now on this one; False when the disk would not remember."""

    def draw(self, design: Design) -> bool:
        """From now on so; False when the disk would not remember."""

    def set_logo(self, content: bytes) -> bool:
        """A picture's file; False where it is none that can be used."""

    def print(self, document: Document, name: str) -> bool:
        """See Printing."""

    def open_drawer(self, told: Callable[[Drawn], None]) -> None:
        """See Printing."""

    def watch(self, listener: Callable[[PrinterNews], None]) -> None:
        """Hear of the printer."""

    def unwatch(self, listener: Callable[[PrinterNews], None]) -> None:
        """No more."""

    def look(self) -> None:
        """Ask the printer how it is."""

    def drop_waiting(self) -> None:
        """What waits is not printed."""

    def list_found(self, listed: Callable[[Found, Found], None]) -> None:
        """USB printers and serial lines."""
