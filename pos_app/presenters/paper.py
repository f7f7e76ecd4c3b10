"""The Sell page's paper: a sale's receipt printed by itself or when asked, copies, and the drawer for cash."""

from __future__ import annotations

from dataclasses import replace

from pos_app.presenters.ports import ReceiptFacts, Receipts
from pos_app.presenters.printer_news import Drawn, PrinterState
from pos_app.presenters.printing import Printing
from pos_app.presenters.sell_state import PaidFacts, Say, Tone
from pos_app.presenters.toasts import Toasts

WAITS_FOR = {
    PrinterState.OUT: "paid.print_waits_paper",
    PrinterState.OPEN: "paid.print_waits_cover",
}


class PaperDesk:
    """Of the sale in hand. `news` is set by whoever hears of the printer."""

    def __init__(self, printing: Printing, receipts: Receipts, toasts: Toasts) -> None:
        self._printing, self._receipts, self._toasts = printing, receipts, toasts
        self.news = printing.news
        self._made = 0
        self._queued = ""  # the job's name

    def paid(self, facts: ReceiptFacts, *, is_in_hand: bool) -> None:
        """Money moved. A sale that was set aside opens no drawer: its customer may have gone."""
        if is_in_hand and facts.cash_minor and self._printing.has_drawer:
            self._printing.open_drawer(self._opened)
        if not self._printing.prints_by_itself:
            return
        if is_in_hand:
            self._print(facts)
        else:
            self._printing.print(self._printing.receipt(facts), _name(facts))
            self._receipts.keep(facts)

    def wanted(self, facts: ReceiptFacts) -> tuple[str, ...] | None:
        """A receipt is wanted: on paper, or its lines for the screen. What was made before is marked as a copy."""
        facts = replace(facts, is_copy=self._made > 0)
        if self._printing.prints_when_asked:
            self._print(facts)
            return None
        self._made += 1
        self._receipts.keep(facts)
        return self._receipts.lines(facts)

    def next_sale(self) -> None:
        """Nothing is left of the one before."""
        self._made, self._queued = 0, ""

    def on(self, paid: PaidFacts | None) -> PaidFacts | None:
        """The paid page with what became of its receipt."""
        if paid is None or not self._printing.prints_when_asked:
            return paid
        return replace(paid, prints=True, printed=self._printed())

    def _print(self, facts: ReceiptFacts) -> None:
        name = _name(facts)
        if self._printing.print(self._printing.receipt(facts), name):
            self._made += 1
            self._queued = name
        else:
            self._toasts.say(Say("print.not_queued", tone=Tone.WRONG))
        self._receipts.keep(facts)

    def _printed(self) -> Say | None:
        news = self.news
        if not self._queued:
            return None
        if news.is_stuck:
            return Say(WAITS_FOR.get(news.state, "paid.print_waits"), tone=Tone.CAREFUL)
        if news.waiting == 0 and news.last == self._queued:
            return Say("paid.printed", tone=Tone.GOOD)
        return Say("paid.printing")

    def _opened(self, drawn: Drawn) -> None:
        if drawn is Drawn.NOT_SENT:
            self._toasts.say(Say("print.drawer_not", tone=Tone.CAREFUL))


def _name(facts: ReceiptFacts) -> str:
    """The receipt's number; a copy is another job."""
    number = facts.redemption.receipt_number or facts.redemption.attempt_id
    return f"{number}-copy" if facts.is_copy else number
