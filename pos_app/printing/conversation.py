"""What is asked of a printer and heard from it over an open line. The printer's thread only."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from pos_app.presenters.printer_news import WORKING, PrinterState
from pos_app.printing import status
from pos_app.printing.devices import Device, DeviceError

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. `confirm_s`: how long a printer that says it is well may take for a receipt that was sent."""

    answer_s: float = 1.0
    poll_s: float = 0.4
    confirm_s: float = 20.0
    retry_s: float = 2.0
    idle_s: float = 20.0
    drawer_s: float = 3.0


class Conversation:
    """One open line. `answers`: this printer has answered before, so that silence means that it is gone."""

    def __init__(self, device: Device, pace: Pace, *, answers: bool) -> None:
        self._device, self._pace = device, pace
        self.answers = answers
        self._in_turn = False

    def state(self) -> PrinterState:
        """Asked for now. DeviceError where a printer that used to answer does not."""
        self._listen(0.0)  # an answer that came too late for its question is none to the next
        told: list[int] = []
        for question in (status.ASK_PRINTER, status.ASK_CAUSE, status.ASK_PAPER):
            self._device.write(question)
            answer = self._answer()
            if answer is None and (self.answers or told):
                raise DeviceError("the printer does not answer")
            if answer is None:
                return PrinterState.UNKNOWN
            told.append(answer)
        self.answers = True
        return status.state_of(*told)

    def send(self, commands: tuple[bytes, ...], between: Callable[[], None]) -> None:
        """All commands; `between` any two of them other things may be sent."""
        for command in commands:
            self._device.write(command)
            between()

    def confirmed(self, between: Callable[[], None]) -> PrinterState:
        """Waits until all that was sent is on paper; the state in which the printer is then, or stopped printing.

        A printer that never answers is believed. So is one that says it is well for `confirm_s` and never answers in its turn:
        printing the same again and again would be worse.
        """
        if not self.answers:
            return PrinterState.UNKNOWN
        self._in_turn = False
        self._device.write(status.ASK_IN_TURN)
        until = time.monotonic() + self._pace.confirm_s
        while True:
            self._listen(self._pace.poll_s)
            state = self.state()
            if self._in_turn or state not in WORKING:
                return state
            if time.monotonic() >= until:
                _log.warning("printer.confirms_nothing")
                return state
            between()

    def forget(self) -> None:
        """What the printer holds unprinted is dropped: it is printed whole later."""
        self._device.write(status.FORGET_ALL)

    def pulse(self, drawer: status.Drawer) -> None:
        """Opens the drawer. DeviceError, and nothing is sent, where a pulse would lie in the printer's queue."""
        if not drawer.is_real_time and self.state() not in WORKING:
            raise DeviceError("the pulse would wait for paper")
        self._device.write(drawer.pulse)

    def close(self) -> None:
        """Hangs up."""
        self._device.close()

    def _listen(self, within_s: float) -> None:
        """Whether the answer that comes in its turn is there."""
        for one in self._device.read(within_s):
            self._in_turn = self._in_turn or status.is_in_turn(one)

    def _answer(self) -> int | None:
        until = time.monotonic() + self._pace.answer_s
        while (left_s := until - time.monotonic()) > 0:
            for one in self._device.read(left_s):
                if status.is_real_time(one):
                    return one
                self._in_turn = self._in_turn or status.is_in_turn(one)
        return None
