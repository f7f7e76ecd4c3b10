"""The till's printing, as its pages have it: what they print goes to the spool, what the printer's thread says comes to them."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QImage

from backend_stub.contract import ShiftReport
from pos_app.presenters.ports import ReceiptFacts
from pos_app.presenters.printer_news import Drawn, PrinterNews, PrinterState
from pos_app.printing.bitmap import Bitmap
from pos_app.printing.choice import PrinterChoice, Way, When
from pos_app.printing.memory import PrinterMemory
from pos_app.printing.press import QtPress
from pos_app.printing.spool import FOLDER, KEEP, Spool
from pos_app.printing.worker import PrintWorker
from pos_app.receipts import shift_words
from pos_app.receipts.design import Design, Spoken
from pos_app.receipts.document import Document
from pos_app.receipts.layout import Paper, plain
from pos_app.receipts.lines import receipt_document
from pos_app.receipts.shift_lines import report_document
from pos_app.receipts.words import spoken_words
from pos_app.seal import Seal

Listener = Callable[[PrinterNews], None]


class PrintDesk:
    """A `Printing`, and what the Settings page sets. Main thread, but for what it hands to the printer's.

    `post` brings the printer's news to the main thread; `language` is that of the shop's receipts until one is designed.
    """

    def __init__(
        self,
        data_dir: Path,
        seal: Seal,
        post: Callable[[Callable[[], None]], None],
        now: Callable[[], dt.datetime],
        language: str | None = None,
    ) -> None:
        self._post, self._now = post, now
        is_chinese = (language or "").startswith(Spoken.CHINESE.value)
        self.memory = PrinterMemory(data_dir, Design(spoken=Spoken.CHINESE if is_chinese else Spoken.ENGLISH))
        self._spool = Spool(data_dir / FOLDER, seal)
        self._worker = PrintWorker(
            self._spool,
            QtPress(self._logo_now),
            lambda news: post(lambda: self._told(news)),
            answers=self.memory.answers,
            heard=self.memory.heard,
        )
        self._listeners: list[Listener] = []
        self.news = PrinterNews(self._first_state(), 0)
        self._logo: tuple[int, Bitmap | None] | None = None
        self._logo_lock = threading.Lock()

    def start(self) -> None:
        """The printer's thread begins; what waited too long is let go of."""
        self._spool.drop(self._now() - KEEP)
        self._worker.start(self.choice)

    def stop(self) -> None:
        """What is not on paper stays on the disk."""
        self._worker.stop()

    def watch(self, listener: Listener) -> None:
        """Is told of all news from now on, and how things are now."""
        self._listeners.append(listener)
        listener(self.news)

    def unwatch(self, listener: Listener) -> None:
        """No more."""
        if listener in self._listeners:
            self._listeners.remove(listener)

    # --- Printing -----------------------------------------------------------------------------------------------------

    @property
    def has_drawer(self) -> bool:
        """See Printing."""
        return self.choice.is_usable and self.choice.opening.drawer is not None and self.choice.way is not Way.FOLDER

    @property
    def prints_by_itself(self) -> bool:
        """See Printing."""
        return self.choice.is_usable and self.choice.when is When.ALWAYS

    @property
    def prints_when_asked(self) -> bool:
        """See Printing."""
        return self.choice.is_usable and self.choice.when is not When.NEVER

    def receipt(self, facts: ReceiptFacts) -> Document:
        """See Printing."""
        design = self.design
        return receipt_document(facts, spoken_words(design.spoken), design)

    def report(self, report: ShiftReport, time_zone: str) -> Document:
        """See Printing. A report is for the shop, so it speaks the till's language."""
        from pos_app.views import language

        return report_document(report, shift_words.words(language.shown().value), time_zone)

    def lines(self, document: Document) -> tuple[str, ...]:
        """See Printing."""
        return plain(document, self.choice.paper.columns)

    def pdf(self, document: Document) -> bytes:
        """See Printing."""
        from pos_app.printing.picture import pdf

        return pdf(document, self.choice.paper, self._logo_now())

    def print(self, document: Document, name: str) -> bool:
        """See Printing."""
        if not self.choice.is_usable or not self._spool.add(document, name, self._now()):
            return False
        self._told(PrinterNews(self.news.state, self._spool.count(), self.news.last))
        self._worker.wake()
        return True

    def open_drawer(self, told: Callable[[Drawn], None]) -> None:
        """See Printing."""
        if not self.has_drawer:
            told(Drawn.NO_DRAWER)
            return
        self._worker.open_drawer(lambda drawn: self._post(lambda: told(drawn)))

    # --- what the Settings page sets ----------------------------------------------------------------------------------

    @property
    def choice(self) -> PrinterChoice:
        """The printer."""
        return self.memory.choice

    @property
    def design(self) -> Design:
        """The receipts."""
        return self.memory.design

    @property
    def has_logo(self) -> bool:
        """Whether a picture was ever chosen."""
        return self.memory.logo is not None

    def choose(self, choice: PrinterChoice) -> bool:
        """From now on this one; False when the disk would not remember."""
        is_kept = self.memory.choose(choice)
        with self._logo_lock:
            self._logo = None
        self._told(PrinterNews(self._first_state(), self._spool.count(), ""))
        self._worker.use(choice)
        return is_kept

    def draw(self, design: Design) -> bool:
        """From now on receipts look so; False when the disk would not remember."""
        return self.memory.draw(design)

    def set_logo(self, content: bytes) -> bool:
        """A picture's file; False where it is no picture, too large, or the disk would not."""
        from pos_app.printing.picture import reduced

        small = reduced(QImage.fromData(content), Paper.MM80.dots)
        if small is None or not self.memory.keep_logo(small):
            return False
        with self._logo_lock:
            self._logo = None
        return True

    def picture(self, document: Document) -> QImage:
        """As it would lie on the counter."""
        from pos_app.printing.picture import picture

        return picture(document, self.choice.paper, self._logo_now())

    def look(self) -> None:
        """Ask the printer how it is, now."""
        self._worker.wake()

    def drop_waiting(self) -> None:
        """What waits is not printed."""
        self._spool.drop()
        self._told(PrinterNews(self.news.state, self._spool.count(), self.news.last))
        self._worker.wake()

    def list_found(self, listed: Callable[[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]], None]) -> None:
        """USB printers and serial lines that are there, each with its name; told on the main thread."""

        def look() -> None:
            from pos_app.printing.devices import found_on_usb, found_serial_ports

            usb, serial = found_on_usb(), found_serial_ports()
            self._post(lambda: listed(usb, serial))

        threading.Thread(target=look, name="printers", daemon=True).start()

    def _first_state(self) -> PrinterState:
        return PrinterState.UNKNOWN if self.choice.is_usable else PrinterState.NONE

    def _told(self, news: PrinterNews) -> None:
        if news == self.news:
            return
        self.news = news
        for listener in tuple(self._listeners):
            listener(news)

    def _logo_now(self) -> Bitmap | None:
        """For the paper in use; any thread."""
        from pos_app.printing.picture import dithered

        with self._logo_lock:
            across = self.choice.paper.dots
            if self._logo is None or self._logo[0] != across:
                content = self.memory.logo
                made = dithered(QImage.fromData(content), across) if content else None
                self._logo = (across, made if made and made.height else None)
            return self._logo[1]
