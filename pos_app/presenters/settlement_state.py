"""What the settlement page shows: batches, the sums of one, its hours, and each cent of it."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from backend_stub.contract import BatchState, LedgerTransfer, SettlementEntry, StatementLine
from pos_app.presenters.sell_state import Say


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A batch in the list."""

    batch_id: str
    day: dt.date
    sales_count: int
    net_minor: int
    state: BatchState


@dataclass(frozen=True, slots=True)
class SumRow:
    """A line of the statement; `note` says what it counts."""

    line: StatementLine
    amount_minor: int
    note: Say | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a plot: its label below, its amount, what tapping it means (the hour's place, or nothing)."""

    label: str
    amount_minor: int
    is_chosen: bool = False


class Plot(enum.StrEnum):
    """Which plot is shown: what was taken by the hour and by the day, what is owed to customers, what of it lapsed."""

    HOURS = "hours"
    DAYS = "days"
    OWED = "owed"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Explained:
    """A transaction to its last cent."""

    entry: SettlementEntry
    transfers: tuple[LedgerTransfer, ...]
    receipt_number: str | None


@dataclass(frozen=True, slots=True)
class SettlementState:
    """The page. `chosen` None: nothing was settled yet, or it is not known yet (`is_loading`)."""

    currency: str
    time_zone: str
    is_loading: bool = True
    trouble: Say | None = None
    batches: tuple[BatchRow, ...] = ()
    has_more_batches: bool = False
    chosen: BatchRow | None = None
    sums: tuple[SumRow, ...] = ()
    fee_rest_e4: int = 0
    hours: tuple[Bar, ...] = ()
    plot: Plot = Plot.HOURS
    days: tuple[Bar, ...] = ()
    owed: tuple[Bar, ...] = ()
    lapsed: tuple[Bar, ...] = ()
    liability_minor: int = 0
    breakage_minor: int = 0
    line: StatementLine | None = None  # the entries are those of this line of the statement
    entries: tuple[SettlementEntry, ...] = ()
    entries_about: Say | None = None
    has_more_entries: bool = False
    explained: Explained | None = None
    may_pay_out: bool = False
    is_asking: bool = False  # the question before paying out stands
    is_paying: bool = False
