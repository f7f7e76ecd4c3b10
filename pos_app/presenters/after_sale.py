"""What can be done to a sale once it is over, from whichever page: the till's open ones, and giving money back.

There is one book of refunds, the Sell page's: the same sale gets no second refund from another page meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from backend_stub.contract import Operator
from pos_app.presenters.ports import RefundAttempt
from pos_app.presenters.refunding import RefundDesk
from pos_app.presenters.sell_state import RefundQuestion, SaleRow
from pos_app.presenters.today import TodayBook


@dataclass(frozen=True, slots=True)
class AfterSaleNews:
    """How it stands. `given_back` is the last refund that was done, `refunding` the sales whose refund has no answer yet."""

    asking: tuple[SaleRow, ...] = ()
    question: RefundQuestion | None = None
    given_back: RefundAttempt | None = None
    refunding: frozenset[str] = frozenset()


class AfterSale:
    """Main thread only. `render` shows the Sell page anew, which tells the watcher too."""

    def __init__(self, refunds: RefundDesk, today: TodayBook, render: Callable[[], None]) -> None:
        self._refunds, self._today, self._render = refunds, today, render
        self._news = AfterSaleNews()
        self._watcher: Callable[[AfterSaleNews], None] = lambda _news: None

    def watch(self, watcher: Callable[[AfterSaleNews], None]) -> None:
        """From now on this one is told of every change, and at once how it stands."""
        self._watcher = watcher
        self._news = self._now()
        watcher(self._news)

    def unwatch(self) -> None:
        """Nobody looks; an open question closes. A refund that was sent goes on to its answer."""
        self._watcher = lambda _news: None
        self.no()

    def tell(self) -> None:
        """Called after whatever may have changed something."""
        news = self._now()
        if news != self._news:
            self._news = news
            self._watcher(news)

    def ask(self, row: SaleRow, operators: list[Operator], preferred: str | None = None) -> None:
        """Opens the question for this sale; nothing for one that has nothing to give back."""
        self._refunds.ask(row, operators, preferred)
        self._render()

    def amount(self, amount_minor: int) -> None:
        """Another amount."""
        self._refunds.amount(amount_minor)
        self._render()

    def manager(self, operator_id: str) -> None:
        """Whose PIN approves."""
        self._refunds.manager(operator_id)
        self._render()

    def no(self) -> None:
        """Closes the question."""
        self._refunds.no()
        self._render()

    def yes(self, pin: str) -> None:
        """Gives back, with the manager's PIN."""
        self._refunds.yes(pin)
        self._render()

    def _now(self) -> AfterSaleNews:
        refunds = self._refunds
        return AfterSaleNews(self._today.asking(), refunds.question, refunds.given_back, refunds.refunding)
