"""What the Sell page is told from outside: the platform's answers, the scanner's sightings, the passing of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from backend_stub.contract import CodeText, Problem, Redemption, TillContext, classify_code
from pos_app.presenters.desk import KEYING, Desk
from pos_app.presenters.printer_news import PrinterNews
from pos_app.presenters.sell_state import Camera, Line, Phase, Say
from pos_app.scanner.coach import Advice


class SellEvents(Desk):
    """Implements `PlatformEvents`, and takes what the scanner sees. Called on the main thread only."""

    def code_accepted(self, text: str, source: str = "camera") -> None:
        """A payment code was read. From the camera: at every sighting, so that it is known to be still in the frame.

        From any other source it is a code somebody entered on purpose (see `code_given`).
        """
        if classify_code(text) is not CodeText.OURS:
            self.foreign_code("other")
            return
        if source == "camera":
            is_new = self._sightings.see(text, self._now())
            if is_new and self._members.waits_for_code:
                self._check_in(text)
            elif is_new and self._members.phase is None and self._checkout.sale.phase is Phase.SCANNING:
                self._pay(text)
        else:
            self._code_given(text)
        self._render()

    def foreign_code(self, kind: str) -> None:
        """Something was read that is no payment code of ours.

        `kind`: one of `sightings.FOREIGN_KINDS`; any other asks to aim again.
        """
        if self._checkout.sale.phase in KEYING:
            self._sightings.see_foreign(kind, self._now())
            self._render()

    def coached(self, advice: Advice | None) -> None:
        """Why nothing reads, None while something does or nobody is there."""
        self._advice = advice
        self._render()

    def camera_changed(self, camera: Camera) -> None:
        """How the camera is."""
        self._camera = camera
        self._render()

    def printer_changed(self, news: PrinterNews) -> None:
        """How the printer is, and what waits for it."""
        self._paper.news = news
        self._render()

    def announce(self, say: Say) -> None:
        """A line at the bottom from elsewhere in the till, such as `toast.keyring_file`."""
        self._toasts.say(say)
        self._render()

    def tick(self, now: dt.datetime) -> None:
        """Time goes by; call it every 100 to 200 ms. `now` is the same clock as the constructor's."""
        was_paid = self._checkout.sale.phase is Phase.PAID
        self._checkout.tick(now)
        if self._members.is_over(now):
            self._end_visit()
        if was_paid and self._checkout.sale.phase is Phase.READY:
            self._next_sale()
        self._render()

    def context_loaded(self, context: TillContext) -> None:
        """Who this till is. A currency other than before begins a new figure."""
        if self._context is None or self._context.currency != context.currency:
            self._entry = self._new_entry(context.currency)
        self._context = context
        self._today.figures(context.today_count, context.today_total_minor)
        self._render()

    def today_loaded(self, redemptions: Sequence[Redemption]) -> None:
        """The till's latest attempts, newest first."""
        self._today.load(redemptions, self._outbox.cash_parts())
        self._render()

    def redemption_answered(self, attempt_id: str, redemption: Redemption, *, after_stop: bool) -> None:
        """An attempt's state."""
        self._checkout.answered(attempt_id, redemption, after_stop=after_stop)
        self._render()

    def redemption_rejected(self, attempt_id: str, problem: Problem) -> None:
        """Certain: the attempt was not carried out."""
        self._checkout.rejected(attempt_id, problem)
        self._render()

    def attempt_asked(self, attempt_id: str, times: int, next_at: dt.datetime) -> None:
        """Being asked; what shows it for the first time is on screen already."""
        self._checkout.asked(attempt_id, times, next_at)
        if times > 1:
            self._render()

    def attempt_unanswered(self, attempt_id: str, *, never_sent: bool) -> None:
        """No answer this time. What never left the till may be used again: the code is as good as before."""
        self._checkout.unanswered(attempt_id, never_sent=never_sent)
        if never_sent:
            self._sightings.unuse()
        self._render()

    def refund_answered(self, refund_id: str, amount_minor: int, refunded_total_minor: int) -> None:
        """The money went back."""
        self._refunds.answered(refund_id, amount_minor, refunded_total_minor)
        self._render()

    def refund_rejected(self, refund_id: str, problem: Problem, retry_after_s: int | None) -> None:
        """Nothing went back."""
        self._refunds.rejected(refund_id, problem, retry_after_s)
        self._render()

    def refund_unanswered(self, refund_id: str, *, never_sent: bool) -> None:
        """No answer yet."""
        self._refunds.unanswered(refund_id, never_sent=never_sent)
        self._render()

    def line_changed(self, line: Line) -> None:
        """How the connection is."""
        self._line = line
        self._render()

    def _code_given(self, code: str) -> None:
        """A code entered on purpose: sold at once where there is an amount, else kept for some seconds."""
        sale = self._checkout.sale
        if self._members.waits_for_code:
            self._check_in(code)
            return
        if self._context is None or sale.phase not in KEYING or self._members.phase is not None:
            return
        if sale.phase is Phase.READY and self._entry.amount_minor <= 0:
            self._sightings.see(code, self._now())
            self._entry = self._entry.zero_refused()
        else:
            self._pay(code)
