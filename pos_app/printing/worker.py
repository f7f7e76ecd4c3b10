"""The printer's thread: the oldest job to the printer, one at a time, until it is confirmed.

It alone talks to the printer, so nothing that a printer does can hold up a sale or the window. It is told what to use, that
something waits, and to open the drawer; it tells how the printer is. A drawer is opened within seconds or never: one that springs
open minutes later is an invitation.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import structlog

from pos_app.presenters.printer_news import WORKING, Drawn, PrinterNews, PrinterState
from pos_app.printing.choice import PrinterChoice, Way
from pos_app.printing.conversation import Conversation, Pace
from pos_app.printing.devices import Device, DeviceError, open_device
from pos_app.printing.spool import Job, Spool
from pos_app.receipts.document import Document

_log = structlog.get_logger(__name__)


class Press(Protocol):
    """Makes of a document what a printer takes. Called on the printer's thread."""

    def commands(self, document: Document, choice: PrinterChoice) -> tuple[bytes, ...]:
        """Its ESC/POS commands."""

    def file(self, document: Document, choice: PrinterChoice, name: str) -> None:
        """Its file in the folder that stands in for a printer; OSError where that can't be written."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """A drawer to be opened until `until`."""

    told: Callable[[Drawn], None]
    until: float


class PrintWorker:
    """From `start` to `stop`. `told` and the drawers' answers are called on the printer's thread.

    `answers` says of a choice whether that printer has ever answered; `heard` is called when one does for the first time.
    """

    def __init__(
        self,
        spool: Spool,
        press: Press,
        told: Callable[[PrinterNews], None],
        *,
        answers: Callable[[PrinterChoice], bool] = lambda _choice: False,
        heard: Callable[[PrinterChoice], None] = lambda _choice: None,
        pace: Pace | None = None,
        opened: Callable[[PrinterChoice], Device] = open_device,
    ) -> None:
        self._spool, self._press, self._told = spool, press, told
        self._answers, self._heard, self._opened = answers, heard, opened
        self._pace = pace or Pace()
        self._choice = PrinterChoice()
        self._talk: tuple[PrinterChoice, Conversation] | None = None
        self._wishes: deque[_Wish] = deque()
        self._news: PrinterNews | None = None
        self._last = ""
        self._changed = threading.Condition()
        self._is_woken = self._is_stopping = self._is_doubted = False
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    def start(self, choice: PrinterChoice) -> None:
        """Begins, with this printer."""
        self._choice = choice
        self._thread.start()

    def stop(self) -> None:
        """Ends after what is under way, waiting a few seconds at most; what was not confirmed is printed again as a copy."""
        with self._changed:
            self._is_stopping = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(self._pace.drawer_s)

    def use(self, choice: PrinterChoice) -> None:
        """Another printer, or the same in another way."""
        with self._changed:
            self._choice, self._news = choice, None
        self.wake()

    def wake(self) -> None:
        """Something waits, or somebody wants to know."""
        with self._changed:
            self._is_woken = True
            self._changed.notify()

    def open_drawer(self, told: Callable[[Drawn], None]) -> None:
        """Now or never."""
        with self._changed:
            self._wishes.append(_Wish(told, time.monotonic() + self._pace.drawer_s))
            self._changed.notify()

    # --- the printer's thread -----------------------------------------------------------------------------------------

    def _run(self) -> None:
        wait_s = 0.0
        while self._rest(wait_s):
            choice = self._choice
            self._hang_up_unless(choice)
            self._open_drawers()
            wait_s = self._turn(choice)
            if choice.way is Way.NETWORK and self._spool.first() is None:
                self._hang_up()  # other tills print there too, and most printers talk to one at a time
        self._hang_up()

    def _rest(self, wait_s: float) -> bool:
        """Until something happens or the time is over; False when it is time to end."""
        with self._changed:
            if not (self._is_woken or self._wishes or self._is_stopping):
                self._changed.wait(wait_s)
            self._is_woken = False
            return not self._is_stopping

    def _turn(self, choice: PrinterChoice) -> float:
        """One job, or a look at the printer; how long to rest afterwards."""
        if not choice.is_usable:
            self._tell(PrinterState.NONE)
            return self._pace.idle_s
        job = self._spool.first()
        try:
            is_file = choice.way is Way.FOLDER
            state = self._file(choice, job) if is_file else self._print(self._line(choice), choice, job)
        except (DeviceError, OSError) as error:
            _log.info("printer.trouble", error=str(error))
            self._hang_up()
            if job is None and not self._is_doubted:
                self._is_doubted = (
                    True  # perhaps another till prints there just now: most printers talk to one at a time
                )
                return self._pace.retry_s
            state = PrinterState.OFFLINE
        except Exception:  # noqa: BLE001 - a document that can't be drawn must not end all printing
            _log.exception("printer.bug")
            self._hang_up()
            state = self._set_aside(job)
        self._is_doubted = state is PrinterState.OFFLINE
        if job is not None:
            self._news = None  # whoever printed hears of it, also where nothing has changed
        self._tell(state)
        if self._spool.first() is None:
            return self._pace.idle_s
        return 0.0 if state in WORKING and job is not None else self._pace.retry_s

    def _print(self, talk: Conversation, choice: PrinterChoice, job: Job | None) -> PrinterState:
        had_answered = talk.answers
        state = talk.state()
        if talk.answers and not had_answered:
            self._heard(choice)
        if job is None or state not in WORKING:
            return state
        kept = self._spool.read(job)
        if kept is None:
            return state
        name, document = kept
        commands = self._press.commands(document, choice)
        begun = self._spool.begin(job)
        self._tell(state)
        talk.send(commands, self._open_drawers)
        state = talk.confirmed(self._open_drawers)
        if state in WORKING:
            self._last = name
            self._spool.done(begun)
        else:
            talk.forget()
        return state

    def _file(self, choice: PrinterChoice, job: Job | None) -> PrinterState:
        kept = self._spool.read(job) if job is not None else None
        if job is not None and kept is not None:
            begun = self._spool.begin(job)
            self._press.file(kept[1], choice, kept[0])
            self._last = kept[0]
            self._spool.done(begun)
        return PrinterState.READY

    def _set_aside(self, job: Job | None) -> PrinterState:
        """A job that nobody can print is let go of: it would stand before all others for ever."""
        if job is not None:
            current = self._spool.first()
            if current is not None and current.id == job.id:
                self._spool.done(current)
        return PrinterState.FAULT

    def _open_drawers(self) -> None:
        """Those whose time is not over."""
        while True:
            with self._changed:
                if not self._wishes:
                    return
                wish = self._wishes.popleft()
            wish.told(self._open_one(wish))

    def _open_one(self, wish: _Wish) -> Drawn:
        choice = self._choice
        drawer = choice.opening.drawer
        if drawer is None or not choice.is_usable or choice.way is Way.FOLDER:
            return Drawn.NO_DRAWER
        if time.monotonic() > wish.until:
            return Drawn.NOT_SENT
        try:
            self._line(choice).pulse(drawer)
        except DeviceError as error:
            _log.info("drawer.not_opened", error=str(error))
            self._hang_up()
            return Drawn.NOT_SENT
        return Drawn.SENT

    def _line(self, choice: PrinterChoice) -> Conversation:
        if self._talk is None:
            talk = Conversation(self._opened(choice), self._pace, answers=self._answers(choice))
            self._talk = (choice, talk)
        return self._talk[1]

    def _hang_up_unless(self, choice: PrinterChoice) -> None:
        if self._talk is not None and self._talk[0] != choice:
            self._hang_up()

    def _hang_up(self) -> None:
        talk, self._talk = self._talk, None
        if talk is not None:
            talk[1].close()

    def _tell(self, state: PrinterState) -> None:
        news = PrinterNews(state, self._spool.count(), self._last)
        if news != self._news:
            self._news = news
            self._told(news)
