"""The Sales page: what was sold, one of the sales in full, and what can still be done to it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Protocol

from backend_stub.contract import Sale, SaleDetail
from pos_app.presenters.after_sale import AfterSaleNews
from pos_app.presenters.sell_state import RowMark, SaleRow, Say
from pos_app.presenters.today import row_of

EVERY = ""  # the id of "all tills", "all operators"


class Show(enum.Enum):
    """Which sales are listed. The values are the platform's own words, but for `all`."""

    ALL = "all"
    PAID = "paid"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    NOT_PAID = "not_paid"


@dataclass(frozen=True, slots=True)
class Sold:
    """A row of the list. `sale` is None for one of this till's whose answer is still out."""

    row: SaleRow
    sale: Sale | None = None
    cash_minor: int = 0

    @property
    def id(self) -> str:
        """The attempt's."""
        return self.row.attempt_id

    @property
    def is_printable(self) -> bool:
        """Whether there was ever a receipt of it."""
        return self.sale is not None and self.sale.redemption.receipt_number is not None


def sold(sale: Sale, cash_minor: int) -> Sold:
    """A sale as the platform tells it, with its part in cash."""
    row = row_of(sale.redemption)
    if cash_minor and row.mark is RowMark.PAID:
        note = row.note if sale.redemption.refunded_minor else Say("note.cash", {"cash_minor": cash_minor})
        row = SaleRow(row.attempt_id, RowMark.SPLIT, row.at, row.name, note, row.amount_minor, row.refundable_minor)
    return Sold(row, sale, cash_minor)


@dataclass(frozen=True, slots=True)
class SalesState:
    """The whole page. Money is minor units of `currency`; times are shown in the zone of each sale's store."""

    currency: str
    time_zone: str
    is_all: bool = False  # all tills and days; else this till's sales of today
    text: str = ""
    show: Show = Show.ALL
    till_id: str = EVERY
    operator_id: str = EVERY
    tills: tuple[tuple[str, str], ...] = ()  # (id, name)
    operators: tuple[tuple[str, str], ...] = ()
    after: AfterSaleNews = field(default_factory=AfterSaleNews)
    found: tuple[Sold, ...] = ()
    is_loading: bool = True
    has_more: bool = False
    trouble: Say | None = None
    chosen_id: str = ""
    detail: SaleDetail | None = None
    receipt_lines: tuple[str, ...] = ()
    has_printer: bool = False

    @property
    def rows(self) -> tuple[Sold, ...]:
        """Those of this till whose answer is still out, whatever is looked for; then what was found."""
        asking = tuple(Sold(row) for row in self.after.asking)
        return (*asking, *self.found)

    @property
    def chosen(self) -> Sold | None:
        """The row that is open."""
        return next((one for one in self.rows if one.id == self.chosen_id), None)

    @property
    def is_narrowed(self) -> bool:
        """Whether something is looked for."""
        return bool(self.text.strip() or self.till_id or self.operator_id) or self.show is not Show.ALL

    @property
    def may_give_back(self) -> bool:
        """Whether there is money of the open sale to give back, and no refund of it under way."""
        chosen = self.chosen
        return chosen is not None and chosen.row.refundable_minor > 0 and self.after.question is None


class SalesView(Protocol):
    """The page, a fake one in tests."""

    def render(self, state: SalesState) -> None:
        """Show this state, and nothing else."""


class SalesIntents(Protocol):
    """What a person can do on the page."""

    def search(self, text: str) -> None:
        """What is looked for so far."""

    def filter(self, show: Show) -> None:
        """Which sales are listed."""

    def at_till(self, till_id: str) -> None:
        """Only this till's; `EVERY` for all."""

    def by_operator(self, operator_id: str) -> None:
        """Only what this operator took; `EVERY` for all."""

    def plain(self) -> None:
        """Nothing is looked for any more."""

    def choose(self, attempt_id: str) -> None:
        """Opens this sale."""

    def more(self) -> None:
        """The end of the list is near."""

    def again(self) -> None:
        """After trouble: ask once more."""

    def print_copy(self) -> None:
        """The receipt of the open sale once more, marked as a copy."""

    def give_back(self) -> None:
        """Asks how much of the open sale goes back, and who approves."""

    def refund_amount(self, amount_minor: int) -> None:
        """Changes how much."""

    def refund_manager(self, operator_id: str) -> None:
        """Whose PIN approves."""

    def refund_no(self) -> None:
        """Closes the question."""

    def refund_yes(self, pin: str) -> None:
        """Gives back."""
