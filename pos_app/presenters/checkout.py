"""The one sale in hand, from the amount taken to its answer, and those that were set aside.

An attempt is written to the outbox before it is sent. From then on only an answer ends it: setting aside and stopping
change what is asked and how often, never whether. A sale has at most one attempt that may still be paid.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec

from backend_stub.contract import Outcome, Problem, Redemption, RedemptionRequest, TillContext
from pos_app.presenters import refusals
from pos_app.presenters.ports import Attempt, AttemptState, Outbox, OutboxError, Platform
from pos_app.presenters.sale import RETURN_AFTER, Sale
from pos_app.presenters.sell_state import Phase, RefusedFacts, Say, Tone
from pos_app.presenters.toasts import Toasts
from pos_app.presenters.today import TodayBook

CONFIRM_GRACE = dt.timedelta(seconds=8)
_OPEN = frozenset((Phase.ASKING, Phase.UNKNOWN, Phase.AWAITING_CUSTOMER))


@dataclass(frozen=True, slots=True)
class _Aside:
    """An attempt nobody waits for any longer."""

    attempt: Attempt
    is_stopping: bool


class Checkout:
    """`on_paid` is told of each paid sale, the cash planned in it, and whether it is the one in hand.

    `unknown_after` is how long an asking may take before it is unknown.
    """

    def __init__(
        self,
        outbox: Outbox,
        platform: Platform,
        today: TodayBook,
        toasts: Toasts,
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        unknown_after: dt.timedelta,
        on_paid: Callable[[Redemption, int, bool], None] = lambda _redemption, _cash_minor, _is_in_hand: None,
    ) -> None:
        self._outbox = outbox
        self._platform = platform
        self._today = today
        self._toasts = toasts
        self._now = now
        self._new_id = new_id
        self._unknown_after, self._on_paid = unknown_after, on_paid
        self._aside: dict[str, _Aside] = {}
        self.sale = Sale()

    @property
    def unresolved(self) -> int:
        """How many that were set aside wait for their answer."""
        return len(self._aside)

    def resume(self) -> None:
        """Shows what an earlier run left open; the platform is asked by `Platform.resume`."""
        for attempt in self._outbox.unresolved():
            self._aside[attempt.attempt_id] = _Aside(attempt, attempt.state is AttemptState.STOPPING)
            self._today.ask(attempt)

    def arm(self, amount_minor: int) -> None:
        """The amount is taken: a code is waited for."""
        self.sale = Sale(Phase.SCANNING, amount_minor)

    def start_over(self) -> None:
        """Back to keying. Only from where no attempt is open."""
        assert self.sale.phase not in _OPEN
        self.sale = Sale()

    def pay(
        self,
        code: str,
        amount_minor: int,
        context: TillContext,
        cash_minor: int = 0,
        operator_id: str | None = None,
        points: int = 0,
    ) -> bool:
        """Asks the platform for the sale, `points` of it to be paid in points.

        False, and nothing sent, where the disk does not take the attempt.
        """
        assert self.sale.phase not in _OPEN
        now = self._now()
        attempt = Attempt(self._new_id(), amount_minor - cash_minor, context.currency, now, cash_minor=cash_minor)
        sale = Sale(Phase.ASKING, amount_minor, cash_minor, attempt.attempt_id, code, code_read_at=now)
        request = RedemptionRequest(
            code=code,
            amount_minor=attempt.amount_minor,
            currency=context.currency,
            public_service_id=context.public_service_id,
            part_payment=cash_minor > 0,
            operator_id=operator_id,
            accept_benefits=True,
            points=points or None,
        )
        try:
            self._outbox.add(attempt, msgspec.json.encode(request))
        except OutboxError:
            self.sale = replace(sale, phase=Phase.REFUSED, refused=refusals.disk())
            return False
        self.sale = sale
        self._platform.take(attempt.attempt_id)
        return True

    def pay_part(self, context: TillContext, operator_id: str | None = None) -> bool:
        """What the account has, the rest in cash: a new attempt with the same code."""
        sale = self.sale
        available_minor = sale.refused.available_minor if sale.refused else None
        if sale.phase is not Phase.REFUSED or not available_minor or available_minor >= sale.amount_minor:
            return False
        cash_minor = sale.amount_minor - available_minor
        return self.pay(sale.code, sale.amount_minor, context, cash_minor, operator_id)

    def stop(self) -> None:
        """Ends the attempt: the platform closes it, or gives the money back, and what came of it is said."""
        sale = self.sale
        if sale.phase not in _OPEN or sale.is_stopping:
            return
        # Where the disk fails the reversal goes out all the same; after a restart the attempt is asked for again.
        with contextlib.suppress(OutboxError):
            self._outbox.stop(sale.attempt_id, self._new_id())
        self._platform.stop(sale.attempt_id)
        phase = Phase.ASKING if sale.phase is Phase.AWAITING_CUSTOMER else sale.phase
        self.sale = replace(
            sale,
            phase=phase,
            is_stopping=True,
            code_read_at=self._now() if phase is not sale.phase else sale.code_read_at,
        )

    def set_aside(self) -> None:
        """Serve the next: this one stays in Today as `asking` and turns by itself."""
        sale = self.sale
        if sale.phase is not Phase.UNKNOWN:
            return
        self._aside[sale.attempt_id] = _Aside(self._attempt(sale), sale.is_stopping)
        self._platform.set_aside(sale.attempt_id)
        if sale.is_stopping:
            self._toasts.say(Say("toast.stopping", tone=Tone.CAREFUL))
        self.sale = Sale()

    def answered(self, attempt_id: str, redemption: Redemption, *, after_stop: bool) -> None:
        """An attempt's state came in."""
        is_ours = self._is_open(attempt_id)
        aside = self._aside.get(attempt_id)
        is_stopping = self.sale.is_stopping if is_ours else aside is not None and aside.is_stopping
        if is_stopping and not after_stop:
            return  # from before the reversal, whose answer is the one that counts
        if redemption.outcome is Outcome.AWAITING_CUSTOMER:
            if is_ours:
                self._await_customer(redemption)
        elif is_ours:
            self._settle(redemption, after_stop=after_stop)
        elif aside is not None:
            self._settle_aside(aside, redemption)

    def rejected(self, attempt_id: str, problem: Problem) -> None:
        """The platform did not take the request; nothing happened."""
        if self._is_open(attempt_id):
            self._refuse(refusals.by_problem(problem))
        elif attempt_id in self._aside:
            self._aside_came_to_nothing(self._aside[attempt_id])

    def asked(self, attempt_id: str, times: int, next_at: dt.datetime) -> None:
        """Being asked again."""
        if self._is_open(attempt_id):
            self.sale = replace(self.sale, asked_times=times, next_ask_at=next_at)

    def unanswered(self, attempt_id: str, *, never_sent: bool) -> None:
        """No answer this time: unknown, at once; unless nothing ever left the till."""
        if not self._is_open(attempt_id):
            return
        if never_sent and not self.sale.is_stopping:
            self._refuse(refusals.line_down())
        elif self.sale.phase is Phase.ASKING:
            self._not_known()

    def tick(self, now: dt.datetime) -> None:
        """Time goes by."""
        sale = self.sale
        if sale.phase is Phase.ASKING and sale.waited(now) >= self._unknown_after:
            self._not_known()
        elif sale.phase is Phase.AWAITING_CUSTOMER and sale.awaiting_since is not None:
            if now >= sale.awaiting_since + sale.awaiting_total + CONFIRM_GRACE:
                self._not_known()
        elif sale.phase is Phase.PAID and sale.return_at is not None and now >= sale.return_at:
            self.sale = Sale()

    def show_receipt(self, lines: tuple[str, ...]) -> None:
        """The receipt is on screen; the countdown stands still."""
        self.sale = replace(self.sale, receipt_lines=lines, is_receipt_shown=True, return_at=None)

    def hide_receipt(self) -> None:
        """The receipt is closed; the countdown begins anew."""
        self.sale = replace(self.sale, is_receipt_shown=False, return_at=self._return_at())

    def _is_open(self, attempt_id: str) -> bool:
        return self.sale.phase in _OPEN and self.sale.attempt_id == attempt_id

    def _attempt(self, sale: Sale) -> Attempt:
        made_at = sale.code_read_at or self._now()
        return Attempt(sale.attempt_id, sale.asked_minor, "", made_at, AttemptState.UNKNOWN, sale.cash_minor)

    def _not_known(self) -> None:
        self.sale = replace(self.sale, phase=Phase.UNKNOWN)
        self._today.ask(self._attempt(self.sale))

    def _await_customer(self, redemption: Redemption) -> None:
        if self.sale.phase is Phase.AWAITING_CUSTOMER:
            return
        total = redemption.confirm_until - redemption.at if redemption.confirm_until else self.sale.awaiting_total
        self._today.forget(redemption.attempt_id)
        self.sale = replace(
            self.sale,
            phase=Phase.AWAITING_CUSTOMER,
            awaiting_since=self._now(),
            awaiting_total=max(total, dt.timedelta()),
        )

    def _settle(self, redemption: Redemption, *, after_stop: bool) -> None:
        if redemption.outcome is Outcome.PAID:
            self._today.settle(redemption, self.sale.cash_minor, self._now())
            self.sale = replace(self.sale, phase=Phase.PAID, redemption=redemption, code="", is_stopping=False)
            self.sale = replace(self.sale, return_at=self._return_at())
            self._on_paid(redemption, self.sale.cash_minor, True)
        elif redemption.outcome is Outcome.REVERSED:
            self._today.settle(redemption, self.sale.cash_minor, self._now())
            self.sale = replace(self.sale, phase=Phase.REFUSED, refused=refusals.after_stop(redemption))
        elif after_stop or redemption.outcome is Outcome.CLOSED:
            self._refuse(refusals.after_stop(redemption))
        else:
            self._refuse(refusals.by_platform(redemption))
        self._platform.load()

    def _return_at(self) -> dt.datetime | None:
        """When the page returns by itself: not while there is cash to take."""
        return None if self.sale.cash_minor else self._now() + RETURN_AFTER

    def _refuse(self, facts: RefusedFacts) -> None:
        self._today.forget(self.sale.attempt_id)
        self.sale = replace(self.sale, phase=Phase.REFUSED, refused=facts, is_stopping=False)

    def _settle_aside(self, aside: _Aside, redemption: Redemption) -> None:
        arguments = {"amount_minor": redemption.amount_minor}
        if redemption.outcome is Outcome.PAID:
            name = {"name": redemption.customer_name or ""}
            self._toasts.say(Say("toast.paid_late", {**arguments, **name}, Tone.GOOD))
        elif redemption.outcome is Outcome.REVERSED:
            self._toasts.say(Say("toast.money_went_back", arguments))
        else:
            self._aside_came_to_nothing(aside)
            return
        del self._aside[redemption.attempt_id]
        self._today.settle(redemption, aside.attempt.cash_minor, self._now())
        if redemption.outcome is Outcome.PAID:
            self._on_paid(redemption, aside.attempt.cash_minor, False)
        self._platform.load()

    def _aside_came_to_nothing(self, aside: _Aside) -> None:
        attempt = aside.attempt
        del self._aside[attempt.attempt_id]
        self._today.not_paid(attempt.attempt_id)
        self._toasts.say(Say("toast.not_paid_late", {"amount_minor": attempt.amount_minor}, Tone.CAREFUL))
