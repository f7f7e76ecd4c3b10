"""What lies on the Sell page's desk: the figure being keyed, the sale in hand, the camera's sightings, Today.

`SellEvents` and `SellPresenter` build on it: what comes in from outside, and what a person does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from backend_stub.contract import Redemption, TillContext
from backend_stub.money import MAX_AMOUNT_MINOR
from pos_app.presenters import coached, hints
from pos_app.presenters.after_sale import AfterSale
from pos_app.presenters.amount import AmountEntry
from pos_app.presenters.asking import Asking
from pos_app.presenters.checkout import Checkout
from pos_app.presenters.member_desk import MemberDesk
from pos_app.presenters.paper import PaperDesk
from pos_app.presenters.ports import Outbox, Platform, ReceiptFacts, Receipts
from pos_app.presenters.printing import NoPrinting, Printing
from pos_app.presenters.refunding import RefundDesk
from pos_app.presenters.sell_state import Camera, Line, Phase, SellState, SellView
from pos_app.presenters.sightings import Sightings
from pos_app.presenters.toasts import Toasts
from pos_app.presenters.today import TodayBook, cash_due_minor
from pos_app.scanner.coach import Advice

NO_CURRENCY_YET = "EUR"  # until the context is there; nothing can be keyed before
KEYING = frozenset((Phase.READY, Phase.SCANNING))


@dataclass(frozen=True, slots=True)
class SellOptions:
    """What the settings say of selling. `amount_max_minor` above the platform's own bound is cut to it."""

    quick_amounts_minor: tuple[int, ...] = ()
    amount_max_minor: int = MAX_AMOUNT_MINOR
    unknown_after: dt.timedelta = dt.timedelta(seconds=8)
    is_demo: bool = False


class Desk:
    """The page's parts, and the steps that both a person and an event can cause.

    `now` is aware UTC; `asking` has the till's own rights.
    """

    def __init__(
        self,
        view: SellView,
        platform: Platform,
        outbox: Outbox,
        receipts: Receipts,
        *,
        asking: Asking,
        now: Callable[[], dt.datetime],
        new_id: Callable[[], str],
        options: SellOptions | None = None,
        printing: Printing | None = None,
    ) -> None:
        self._view = view
        self._platform = platform
        self._outbox = outbox
        self._now = now
        self._options = options or SellOptions()
        self._context: TillContext | None = None
        self._operator: tuple[str, str] | None = None  # id and name of whoever is signed in
        self._line = Line.ONLINE
        self._camera = Camera.STARTING
        self._advice: Advice | None = None
        self._typed: str | None = None
        self._entry = self._new_entry(NO_CURRENCY_YET)
        self._sightings = Sightings()
        self._today = TodayBook()
        self._toasts = Toasts()
        unknown_after = self._options.unknown_after
        self._paper = PaperDesk(printing or NoPrinting(), receipts, self._toasts)
        self._checkout = Checkout(outbox, platform, self._today, self._toasts, now, new_id, unknown_after, self._paid)
        self._refunds = RefundDesk(outbox, platform, self._today, self._toasts, now, new_id)
        self.after_sale = AfterSale(self._refunds, self._today, self._render)
        self._members = MemberDesk(asking, now, new_id, self._render)
        self._shown: SellState | None = None

    def begin(self) -> None:
        """Shows the page, takes up what an earlier run left open, and asks for context and Today."""
        self._checkout.resume()
        self._refunds.resume()
        self._platform.resume()
        self._platform.load()
        self._render()

    @property
    def state(self) -> SellState:
        """The page as it is now."""
        return self._state(self._now())

    @property
    def context(self) -> TillContext | None:
        """Who this till is, once the platform has said it."""
        return self._context

    @property
    def _operator_id(self) -> str | None:
        return self._operator[0] if self._operator else None

    def operator_changed(self, operator: tuple[str, str] | None) -> None:
        """Who is at the till from now on: id and name, None for nobody."""
        self._operator = operator
        self._render()

    def _new_entry(self, currency: str) -> AmountEntry:
        return AmountEntry(currency, min(self._options.amount_max_minor, MAX_AMOUNT_MINOR))

    def _key(self, press: Callable[[AmountEntry], AmountEntry]) -> None:
        """A key of the amount; on Paid, and over a visit, it begins the next sale."""
        if self._context is None:
            return
        if self._members.phase is Phase.VISITING:
            self._end_visit()
        if self._checkout.sale.phase is Phase.PAID:
            self._next_sale()
        if self._checkout.sale.phase is Phase.READY:
            self._entry = press(self._entry)
            self._render()

    def _take(self) -> None:
        """Enter on Take: the amount is fixed, and a code that is already held up is used at once."""
        if self._context is None:
            return
        if self._entry.amount_minor <= 0:
            self._entry = self._entry.zero_refused()
            return
        self._refunds.no()
        self._checkout.arm(self._entry.amount_minor)
        code = self._sightings.in_frame(self._now())
        if code:
            self._pay(code)

    def _pay(self, code: str) -> None:
        """Asks the platform, for the amount that was taken or is keyed."""
        if self._context is None:
            return
        sale = self._checkout.sale
        amount_minor = sale.amount_minor if sale.phase is Phase.SCANNING else self._entry.amount_minor
        self._typed = None
        self._refunds.no()
        if self._members.wants_points and sale.phase is Phase.SCANNING:
            self._members.price(code, amount_minor, self._context.currency)
            self._sightings.use(code, self._now())
        elif self._checkout.pay(code, amount_minor, self._context, operator_id=self._operator_id):
            self._sightings.use(code, self._now())

    def _pay_price(self) -> None:
        """The price that was shown, with the points that were chosen."""
        pricing = self._members.pricing
        if pricing is None or pricing.quote is None or self._context is None:
            return
        self._members.close()
        self._checkout.pay(
            pricing.code, pricing.amount_minor, self._context, operator_id=self._operator_id, points=pricing.points
        )

    def _check_in(self, code: str) -> None:
        """A code for a visit."""
        self._members.check_in(code, self._operator_id)
        self._sightings.use(code, self._now())

    def _end_visit(self) -> None:
        """Back to selling."""
        self._members.close()
        self._fresh()

    def _next_sale(self) -> None:
        """A new sale, nothing keyed."""
        if self._checkout.sale.phase in {Phase.PAID, Phase.REFUSED}:
            self._checkout.start_over()
        self._entry = self._entry.clear()
        self._members.close()
        self._fresh()

    def _paid(self, redemption: Redemption, cash_minor: int, is_in_hand: bool) -> None:  # noqa: FBT001 - told by Checkout
        """Money moved: the receipt by itself where that is set, the drawer where there is cash to put in."""
        if self._context is not None:
            facts = ReceiptFacts(redemption, self._context, cash_due_minor(redemption, cash_minor))
            self._paper.paid(facts, is_in_hand=is_in_hand)

    def _fresh(self) -> None:
        """The camera looks again, and nothing is left of the sale before."""
        self._paper.next_sale()
        self._typed = None
        self._sightings.look_again(self._now())

    def _scan_again(self) -> None:
        """The same amount, another code."""
        self._checkout.arm(self._checkout.sale.amount_minor)
        self._fresh()

    def _render(self) -> None:
        """Shows the page if anything on it changed."""
        state = self._state(self._now())
        if state != self._shown:
            self._shown = state
            self._view.render(state)
        self.after_sale.tell()

    def _state(self, now: dt.datetime) -> SellState:
        sale, context = self._checkout.sale, self._context
        is_ready = sale.phase is Phase.READY
        foreign = self._sightings.foreign(now)
        is_seen = bool(self._sightings.in_frame(now))
        camera = hints.camera_shown(self._camera, sale.phase)
        is_keyed = self._entry.amount_minor > 0 or not is_ready
        is_quiet = foreign is None and not is_seen
        advice = coached.needed(self._advice, sale.phase, camera, is_keyed=is_keyed) if is_quiet else None
        hint = hints.hint(sale, camera, foreign, is_code_in_frame=is_seen, is_keyed=is_keyed)
        return SellState(
            phase=self._members.phase or sale.phase,
            currency=context.currency if context else NO_CURRENCY_YET,
            amount_minor=self._entry.amount_minor if is_ready else sale.amount_minor,
            merchant_name=context.merchant_name if context else "",
            merchant_second_name=context.merchant_second_name if context else "",
            till_name=context.till_name if context else "",
            operator_name=self._operator[1] if self._operator else "",
            time_zone=context.time_zone if context else "UTC",
            line=self._line,
            camera=camera,
            hint=coached.what_to_do(advice) if advice else hint,
            hint_more=coached.how(advice) if advice else None,
            advice=advice,
            outline=hints.outline(sale, foreign, is_code_in_frame=is_seen),
            amount_note=hints.amount_note(sale.phase, self._entry),
            can_take=is_ready and context is not None and self._entry.amount_minor > 0,
            amount_wrong=self._entry.wrong if is_ready else None,
            quick_amounts=self._options.quick_amounts_minor,
            typed_code=self._typed,
            today=self._today.shown(now),
            question=self._refunds.question,
            asking=sale.asking_facts(now, context.merchant_name if context else ""),
            awaiting=sale.awaiting_facts(now),
            paid=self._paper.on(sale.paid_facts(now)),
            refused=sale.refused_facts(),
            unknown=sale.unknown_facts(now),
            pricing=self._members.pricing_facts(),
            visit=self._members.visit_facts(),
            wants_points=self._members.wants_points,
            may_check_in=is_ready and context is not None and self._entry.amount_minor == 0,
            toast=self._toasts.shown,
            unresolved=self._checkout.unresolved,
            is_demo=self._options.is_demo,
            printer=self._paper.news,
        )
