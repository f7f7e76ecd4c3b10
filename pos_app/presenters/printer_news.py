"""How the printer is, as frozen values."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class PrinterState(enum.Enum):
    """How the printer is, as far as it says."""

    NONE = "none"  # none was chosen
    READY = "ready"
    LOW = "low"  # paper for some receipts yet
    OUT = "out"  # no paper
    OPEN = "open"  # the cover
    FAULT = "fault"  # the cutter, the head
    OFFLINE = "offline"  # not there, or not answering
    UNKNOWN = "unknown"  # it takes what is sent, and never answers


WORKING = frozenset((PrinterState.READY, PrinterState.LOW, PrinterState.UNKNOWN))


class Drawn(enum.Enum):
    """What came of opening the drawer."""

    SENT = "sent"  # the pulse went out; no drawer says that it is open
    NOT_SENT = "not_sent"  # and is not sent later
    NO_DRAWER = "no_drawer"


@dataclass(frozen=True, slots=True)
class PrinterNews:
    """`waiting`: jobs on the disk that are not on paper yet. `last`: the name of what was printed last."""

    state: PrinterState = PrinterState.NONE
    waiting: int = 0
    last: str = ""

    @property
    def has_printer(self) -> bool:
        """Whether one was chosen, be it on or off."""
        return self.state is not PrinterState.NONE

    @property
    def is_stuck(self) -> bool:
        """Something waits, and somebody has to see to the printer first."""
        return self.waiting > 0 and self.state not in WORKING
