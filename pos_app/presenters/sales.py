"""The Sales page's presenter: looks while somebody types, opens one sale, prints its receipt again, gives money back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

import msgspec

from backend_stub.contract import Right, Sale, SaleDetail, SaleList, TillContext
from pos_app.presenters.after_sale import AfterSale, AfterSaleNews
from pos_app.presenters.asking import Asking, Latest, get, trouble
from pos_app.presenters.ports import ReceiptFacts
from pos_app.presenters.sales_state import EVERY, SalesState, SalesView, Show, Sold, sold
from pos_app.presenters.sell_state import Say
from pos_app.presenters.shell import PagePresenter
from pos_app.presenters.today import cash_due_minor
from pos_app.results import Answered, Result

SALES = "/v1/sales"
PAGE = 50


class Copies(Protocol):
    """Receipts of sales that are over."""

    @property
    def is_on_paper(self) -> bool:
        """Whether there is a printer; else a copy is a file."""

    def lines(self, facts: ReceiptFacts) -> tuple[str, ...]:
        """A receipt as it would be printed."""

    def make(self, facts: ReceiptFacts) -> Say:
        """Prints it, and says what became of it."""


class SalesPresenter(PagePresenter):
    """Implements `SalesIntents`.

    `cash_parts`: by attempt, what this till planned to take in cash.
    """

    def __init__(
        self,
        view: SalesView,
        asking: Asking,
        after_sale: AfterSale,
        context: TillContext,
        rights: frozenset[Right],
        *,
        operator_id: str,
        copies: Copies,
        say: Callable[[Say], None],
        cash_parts: Callable[[], Mapping[str, int]],
    ) -> None:
        self._view, self._after, self._context, self._operator_id = view, after_sale, context, operator_id
        self._copies, self._say, self._cash_parts = copies, say, cash_parts
        self._list, self._one = Latest(asking), Latest(asking)
        self._cursor: str | None = None
        self._is_fetching = False
        self._cash: Mapping[str, int] = {}
        self._state = SalesState(context.currency, context.time_zone, is_all=Right.SEE_ALL_SALES in rights)

    def shown(self) -> None:
        """Every time the page is opened the list is as it is now."""
        self._cash = self._cash_parts()
        self._state = replace(self._state, has_printer=self._copies.is_on_paper)
        self._load()
        self._after.watch(self._changed)

    def hidden(self) -> None:
        """What is under way is not wanted any more; an open question closes."""
        self._list.forget()
        self._one.forget()
        self._is_fetching = False
        self._after.unwatch()
        self._state = replace(self._state, after=AfterSaleNews())

    # --- the list -----------------------------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """What is looked for so far."""
        self._narrow(replace(self._state, text=text))

    def filter(self, show: Show) -> None:
        """Which sales are listed."""
        self._narrow(replace(self._state, show=show))

    def at_till(self, till_id: str) -> None:
        """Only this till's."""
        self._narrow(replace(self._state, till_id=till_id))

    def by_operator(self, operator_id: str) -> None:
        """Only what this operator took."""
        self._narrow(replace(self._state, operator_id=operator_id))

    def plain(self) -> None:
        """Nothing is looked for any more."""
        self._narrow(replace(self._state, text="", show=Show.ALL, till_id=EVERY, operator_id=EVERY))

    def again(self) -> None:
        """After trouble: ask once more."""
        self._load()

    def more(self) -> None:
        """The next page of the list."""
        if self._cursor is not None and not self._is_fetching:
            self._is_fetching = True
            self._ask_list(self._cursor)

    def _narrow(self, state: SalesState) -> None:
        if state != self._state:
            self._state = state
            self._load()

    def _load(self) -> None:
        self._is_fetching = True
        self._show(replace(self._state, is_loading=True, trouble=None))
        self._ask_list(None)

    def _ask_list(self, cursor: str | None) -> None:
        state = self._state
        request = get(
            SALES,
            SaleList,
            q=state.text.strip()[:80] or None,
            sale_state=None if state.show is Show.ALL else state.show.value,
            till_id=state.till_id or None,
            operator_id=state.operator_id or None,
            limit=PAGE,
            cursor=cursor,
        )
        self._list.ask(request, lambda result: self._listed(result, is_first=cursor is None))

    def _listed(self, result: Result[SaleList], *, is_first: bool) -> None:
        self._is_fetching = False
        if not isinstance(result, Answered):
            self._show(replace(self._state, is_loading=False, trouble=trouble(result)))
            return
        page = result.value
        self._cursor = page.next_cursor
        came = tuple(self._sold(sale) for sale in page.items)
        state = replace(
            self._state,
            found=came if is_first else (*self._state.found, *came),
            is_loading=False,
            has_more=self._cursor is not None,
            trouble=None,
        )
        if is_first:
            tills = tuple((one.id, one.name) for one in page.tills)
            operators = tuple((one.id, one.name) for one in page.operators)
            state = replace(state, tills=tills, operators=operators)
        self._show(state)
        if is_first:
            self._keep_chosen()

    def _sold(self, sale: Sale) -> Sold:
        planned_minor = self._cash.get(sale.redemption.attempt_id, 0)
        return sold(sale, sale.cash_minor or cash_due_minor(sale.redemption, planned_minor))

    def _keep_chosen(self) -> None:
        """The sale that was open stays so while it is found; else the first one is opened."""
        rows = self._state.rows
        if self._state.chosen is not None:
            self.choose(self._state.chosen_id)
        elif rows:
            self.choose(rows[0].id)
        else:
            self._one.forget()
            self._show(replace(self._state, chosen_id="", detail=None, receipt_lines=()))

    # --- one sale -----------------------------------------------------------------------------------------------------

    def choose(self, attempt_id: str) -> None:
        """Opens this sale; what is known of another one goes."""
        if attempt_id != self._state.chosen_id:
            self._after.no()
            self._state = replace(self._state, detail=None)
        self._state = replace(self._state, chosen_id=attempt_id)
        facts = self._facts()
        self._show(replace(self._state, receipt_lines=self._copies.lines(facts) if facts else ()))
        chosen = self._state.chosen
        if chosen is not None and chosen.sale is not None:
            self._one.ask(get(f"{SALES}/{attempt_id}", SaleDetail), self._opened)
        else:
            self._one.forget()

    def _opened(self, result: Result[SaleDetail]) -> None:
        if not isinstance(result, Answered):
            self._show(replace(self._state, trouble=trouble(result)))
            return
        fresh = self._sold(result.value.sale)
        found = tuple(fresh if one.id == fresh.id else one for one in self._state.found)
        self._state = replace(self._state, found=found, detail=result.value, trouble=None)
        facts = self._facts()
        self._show(replace(self._state, receipt_lines=self._copies.lines(facts) if facts else ()))

    def print_copy(self) -> None:
        """The receipt of the open sale once more."""
        facts = self._facts()
        if facts is not None:
            self._say(self._copies.make(facts))

    def _facts(self) -> ReceiptFacts | None:
        """The receipt of where the sale was taken, which need not be here."""
        chosen = self._state.chosen
        if chosen is None or chosen.sale is None or not chosen.is_printable:
            return None
        sale = chosen.sale
        place = msgspec.structs.replace(
            self._context, till_name=sale.till_name, store_name=sale.store_name, time_zone=sale.time_zone
        )
        return ReceiptFacts(sale.redemption, place, chosen.cash_minor, is_copy=True)

    # --- giving back --------------------------------------------------------------------------------------------------

    def give_back(self) -> None:
        """Opens the question."""
        chosen = self._state.chosen
        if chosen is not None and self._state.may_give_back:
            self._after.ask(chosen.row, self._context.operators, self._operator_id)

    def refund_amount(self, amount_minor: int) -> None:
        """Changes how much."""
        self._after.amount(amount_minor)

    def refund_manager(self, operator_id: str) -> None:
        """Whose PIN approves."""
        self._after.manager(operator_id)

    def refund_no(self) -> None:
        """Closes the question."""
        self._after.no()

    def refund_yes(self, pin: str) -> None:
        """Gives back."""
        self._after.yes(pin)

    def _changed(self, news: AfterSaleNews) -> None:
        """A question, an open sale's answer, or money that went back."""
        before, self._state = self._state.after, replace(self._state, after=news)
        is_settled = len({row.attempt_id for row in before.asking} - {row.attempt_id for row in news.asking}) > 0
        done = news.given_back if news.given_back != before.given_back else None
        self._show(self._state)
        if is_settled:
            self._load()
        elif done is not None and done.attempt_id == self._state.chosen_id:
            self.choose(self._state.chosen_id)

    def _show(self, state: SalesState) -> None:
        self._state = state
        self._view.render(state)
