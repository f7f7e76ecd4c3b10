"""What ESC/POS printers are asked, and what their answers mean. Pure.

After Epson's ESC/POS reference: DLE EOT n is answered at once, also offline and without paper; GS r 1 is answered in its turn, so
its answer says that all before it was printed. Each answer is one byte that tells by fixed bits which kind it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.presenters.printer_news import PrinterState

ASK_PRINTER, ASK_CAUSE, ASK_PAPER = (b"\x10\x04" + bytes((n,)) for n in (1, 2, 4))
ASK_IN_TURN = b"\x1dr\x01"
FORGET_ALL = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"  # DLE DC4 8: what is in the printer's buffers is dropped

_FIXED, _REAL_TIME, _IN_TURN = 0b1001_0011, 0b0001_0010, 0b1001_0000
_OFFLINE = 0b0000_1000
_COVER, _FED_BY_HAND, _STOPPED, _FAULT = 0b0000_0100, 0b0000_1000, 0b0010_0000, 0b0100_0000
_LOW, _OUT = 0b0000_1100, 0b0110_0000


@dataclass(frozen=True, slots=True)
class Drawer:
    """How a drawer is opened: `pin` 2 or 5 of the printer's socket.

    `is_real_time`: by DLE DC4, which works without paper. Else by ESC p, which printers put in their queue: it is
    sent only to a printer that can print, since a drawer must not spring open when somebody puts in paper.
    """

    pin: int = 2
    is_real_time: bool = True

    @property
    def pulse(self) -> bytes:
        """200 ms."""
        number = 0 if self.pin == 2 else 1  # noqa: PLR2004 - the pin
        return bytes((0x10, 0x14, 0x01, number, 0x02)) if self.is_real_time else bytes((0x1B, 0x70, number, 100, 100))


def is_real_time(answer: int) -> bool:
    """Whether this byte answers DLE EOT."""
    return answer & _FIXED == _REAL_TIME


def is_in_turn(answer: int) -> bool:
    """Whether this byte answers GS r."""
    return answer & _IN_TURN == 0


def state_of(printer: int, cause: int, paper: int) -> PrinterState:
    """The three answers as one state, the worst first."""
    if cause & _COVER:
        return PrinterState.OPEN
    if paper & _OUT or cause & _STOPPED:
        return PrinterState.OUT
    if cause & _FAULT:
        return PrinterState.FAULT
    if printer & _OFFLINE and not cause & _FED_BY_HAND:
        return PrinterState.OFFLINE
    return PrinterState.LOW if paper & _LOW else PrinterState.READY
