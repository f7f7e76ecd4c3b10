"""The Sell page's presenter: what a person does, as `SellIntents`.

One frozen `SellState` goes out for every change. Runs on the main thread only. It decides what is asked of the platform
and when; how an answer is got is the resolver's.
"""

from __future__ import annotations

from pos_app.presenters.amount import AmountEntry
from pos_app.presenters.desk import KEYING, SellOptions
from pos_app.presenters.hints import foreign_hint
from pos_app.presenters.ports import ReceiptFacts
from pos_app.presenters.sell_events import SellEvents
from pos_app.presenters.sell_state import Phase
from pos_app.presenters.today import cash_due_minor
from pos_app.scanner.names import name_text, payment_code_in, tidy_typed

__all__ = ["SellOptions", "SellPresenter"]


class SellPresenter(SellEvents):
    """Implements `SellIntents`; `PlatformEvents` and the scanner's events come from `SellEvents`."""

    def digit(self, digit: str) -> None:
        """A digit key, or `00`; on Paid it begins the next sale, at a price it says how many points."""
        if self._members.pricing is not None:
            self._members.digit(digit)
            self._render()
            return
        self._key(lambda entry: entry.digit(digit))

    def point(self) -> None:
        """The decimal sign."""
        self._key(AmountEntry.point)

    def backspace(self) -> None:
        """Takes the last key back."""
        if self._members.pricing is not None:
            self._members.take_back()
            self._render()
            return
        self._key(AmountEntry.backspace)

    def clear(self) -> None:
        """Empties the amount, or takes no points."""
        if self._members.pricing is not None:
            self.spend(0)
            return
        self._key(AmountEntry.clear)

    def add(self) -> None:
        """`+`."""
        self._key(AmountEntry.add)

    def quick(self, index: int) -> None:
        """Adds a quick amount."""
        if 0 <= index < len(self._options.quick_amounts_minor):
            self._key(lambda entry: entry.quick(self._options.quick_amounts_minor[index]))

    def primary(self) -> None:
        """Enter."""
        sale = self._checkout.sale
        if self._members.phase is Phase.VISITING:
            self._visit_on()
        elif self._members.pricing is not None:
            self._pay_price()
        elif sale.phase is Phase.READY:
            self._take()
        elif sale.phase is Phase.PAID:
            self._next_sale()
        elif sale.phase is Phase.UNKNOWN:
            self._checkout.set_aside()
            self._next_sale()
        elif sale.phase is Phase.REFUSED and sale.refused and sale.refused.offers_part and self._context:
            self._checkout.pay_part(self._context, self._operator_id)
        elif sale.phase is Phase.REFUSED:
            self._scan_again()
        self._render()

    def escape(self) -> None:
        """Esc: the innermost open thing is closed, or the sale is stopped."""
        phase = self._checkout.sale.phase
        if self._members.phase is not None:
            self._members.close()
            self._fresh()
        elif self._refunds.question:
            self._refunds.no()
        elif self._typed is not None:
            self._typed = None
        elif phase in {Phase.SCANNING, Phase.REFUSED}:
            self._members.close()
            self._checkout.start_over()
        elif phase is Phase.PAID:
            self._next_sale()
        else:
            self._checkout.stop()
        self._render()

    def another_code(self) -> None:
        """After a refusal: another code for the same amount."""
        if self._checkout.sale.phase is Phase.REFUSED:
            self._scan_again()
            self._render()

    def open_code_field(self) -> None:
        """Type the code's digits by hand."""
        if self._checkout.sale.phase in KEYING and self._members.phase is None:
            self._typed = ""
            self._render()

    def code_text(self, text: str) -> None:
        """The typed code so far."""
        if self._typed is not None:
            self._typed = text
            self._render()

    def code_entered(self, text: str, source: str) -> None:
        """A whole code, `typed` or from a hand scanner (`wedge`): sold at once where there is an amount."""
        code = payment_code_in(tidy_typed(text))
        if code is None:
            self.foreign_code(foreign_hint(name_text(tidy_typed(text))))
        else:
            self._typed = None if source == "typed" else self._typed
            self._code_given(code)
            self._render()

    def use_points(self) -> None:
        """P while a code is waited for."""
        if self._checkout.sale.phase is Phase.SCANNING and self._members.phase is None:
            self._members.wants_points = not self._members.wants_points
            self._render()

    def spend(self, points: int) -> None:
        """So many points."""
        self._members.spend(points)
        self._render()

    def check_in(self) -> None:
        """V while nothing is keyed; a code that is already held up is used at once."""
        if self._context is None or not self._shown or not self._shown.may_check_in or self._members.phase is not None:
            return
        self._refunds.no()
        self._members.wait_for_visitor()
        code = self._sightings.in_frame(self._now())
        if code:
            self._check_in(code)
        self._render()

    def _visit_on(self) -> None:
        """Enter over a visit: the next sale, or once more."""
        visiting = self._members.visiting
        if visiting is not None and visiting.visit is not None:
            self._end_visit()
        else:
            self._members.again(self._operator_id)

    def show_receipt(self) -> None:
        """P on Paid: the receipt on paper, or on screen where none is printed; a second time it is a copy."""
        sale = self._checkout.sale
        if sale.phase is not Phase.PAID or sale.redemption is None or self._context is None:
            return
        cash_minor = cash_due_minor(sale.redemption, sale.cash_minor)
        lines = self._paper.wanted(ReceiptFacts(sale.redemption, self._context, cash_minor))
        if lines is not None:
            self._checkout.show_receipt(lines)
        self._render()

    def no_receipt(self) -> None:
        """N on Paid: closes the receipt; where none is open, no receipt is wanted and the next sale begins."""
        sale = self._checkout.sale
        if sale.phase is Phase.PAID:
            if sale.is_receipt_shown:
                self._checkout.hide_receipt()
            else:
                self._next_sale()
            self._render()

    def ask_refund(self, attempt_id: str) -> None:
        """Opens a row of Today, while no sale is under way."""
        row = self._today.row(attempt_id)
        is_free = self._members.phase is None
        if row and self._context and is_free and self._checkout.sale.phase in {Phase.READY, Phase.PAID}:
            if self._checkout.sale.phase is Phase.PAID:
                self._next_sale()
            self._refunds.ask(row, self._context.operators)
            self._render()

    def refund_amount(self, amount_minor: int) -> None:
        """How much is to be given back."""
        self._refunds.amount(amount_minor)
        self._render()

    def refund_manager(self, operator_id: str) -> None:
        """Whose PIN approves."""
        self._refunds.manager(operator_id)
        self._render()

    def refund_no(self) -> None:
        """Closes the question."""
        self._refunds.no()
        self._render()

    def refund_yes(self, pin: str) -> None:
        """Give back."""
        self._refunds.yes(pin)
        self._render()

    def toast_gone(self) -> None:
        """The toast's time is over."""
        self._toasts.gone()
        self._render()
