"""The Reconcile page's state: the bank's statements, tills' shift totals, and what was found in the one that is looked at."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol

from backend_stub.contract import (
    BankEntry,
    Finding,
    Reconciliation,
    ReconciliationSummary,
    ShiftTotal,
    TillOutside,
)
from pos_app.presenters.sell_state import Say


class Part(enum.Enum):
    """What is held against what."""

    BANK = "bank"  # the bank's statements against payouts and top-ups
    TILLS = "tills"  # tills' shift totals against the ledger


@dataclass(frozen=True, slots=True)
class FileText:
    """A file as it was read: its name and text, or what is wrong with it."""

    name: str
    text: str = ""
    fault: Say | None = None


@dataclass(frozen=True, slots=True)
class ReconcileState:
    """The whole page. `fault` is of the file that was chosen last, `fault_name` its name; nothing of it was taken."""

    currency: str
    time_zone: str
    part: Part = Part.BANK
    rows: tuple[ReconciliationSummary, ...] = ()
    has_more: bool = False
    open: Reconciliation | None = None
    shifts: tuple[ShiftTotal, ...] = ()
    outside: tuple[TillOutside, ...] = ()
    has_more_shifts: bool = False
    shift_id: str | None = None
    is_loading: bool = True
    is_sending: bool = False
    is_new: bool = False  # the open statement was chosen now, not from the list
    noted: frozenset[str] = frozenset()  # payouts that were noted as arrived from here
    trouble: Say | None = None
    fault: Say | None = None
    fault_name: str = ""

    @property
    def shift(self) -> ShiftTotal | None:
        """The shift that is looked at."""
        return next((one for one in self.shifts if one.shift.shift_id == self.shift_id), None)

    @property
    def matched(self) -> tuple[BankEntry, ...]:
        """The lines of the open statement that fit."""
        return tuple(one for one in self.open.entries if one.finding is Finding.MATCHED) if self.open else ()


class ReconcileView(Protocol):
    """Shows the page."""

    def render(self, state: ReconcileState) -> None:
        """Show this state, and nothing else."""


def can_arrive(entry: BankEntry, state: ReconcileState) -> bool:
    """Whether a person can say that this line is the payout that it may be."""
    return entry.finding is Finding.LIKELY_PAYOUT and bool(entry.matched_id) and entry.matched_id not in state.noted
