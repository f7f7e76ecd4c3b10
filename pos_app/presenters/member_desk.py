"""What a member may ask for beside paying: points to be spent in this sale, a visit that is recorded without one.

A price is only asked for where points are to be spent: the usual sale stays one question to the platform. Nothing is written by
it, so a price that does not arrive costs nothing. A visit is a write: it is sent again with the id that it was made with.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from backend_stub.contract import Quote, QuoteRequest, Visit, VisitRequest
from pos_app.presenters import member_news
from pos_app.presenters.asking import Asking, Latest, post, trouble
from pos_app.presenters.sell_state import Phase, PricingFacts, Say, VisitFacts
from pos_app.results import Answered, Result

QUOTES = "/v1/quotes"
VISITS = "/v1/visits"
RETURN_AFTER = dt.timedelta(seconds=8)


@dataclass(frozen=True, slots=True)
class Pricing:
    """A sale whose member is asked for points. The code stays in memory until it is paid with; it is in no repr."""

    code: str = field(repr=False)
    amount_minor: int
    quote: Quote | None = None
    points: int = 0
    is_keyed: bool = False  # the next digit follows those keyed before; the first one begins anew
    wrong: Say | None = None

    @property
    def points_minor(self) -> int:
        """What the points pay, rounded down as the platform does."""
        worth = self.quote.points_worth if self.quote else None
        return self.points * worth.amount_minor // worth.points if worth else 0


@dataclass(frozen=True, slots=True)
class Visiting:
    """A visit: waited for, being sent, recorded, or not known."""

    visit_id: str = ""
    code: str = field(default="", repr=False)
    is_asking: bool = False
    visit: Visit | None = None
    wrong: Say | None = None
    return_at: dt.datetime | None = None


class MemberDesk:
    """At most one of both is open, and only while no sale is being asked for. `changed` is called when an answer came."""

    def __init__(
        self, asking: Asking, now: Callable[[], dt.datetime], new_id: Callable[[], str], changed: Callable[[], None]
    ) -> None:
        self._price, self._visit = Latest(asking), Latest(asking)
        self._now, self._new_id, self._changed = now, new_id, changed
        self.wants_points = False
        self.pricing: Pricing | None = None
        self.visiting: Visiting | None = None

    @property
    def phase(self) -> Phase | None:
        """What the page shows in place of the sale's own phase."""
        if self.visiting is not None:
            return Phase.VISITING
        return Phase.PRICING if self.pricing is not None else None

    @property
    def waits_for_code(self) -> bool:
        """Whether the next code checks somebody in."""
        visiting = self.visiting
        return visiting is not None and not visiting.is_asking and visiting.visit is None and not visiting.code

    def close(self) -> None:
        """Back to the sale; nothing was taken."""
        self._price.forget()
        self._visit.forget()
        self.wants_points, self.pricing, self.visiting = False, None, None

    # --- points -------------------------------------------------------------------------------------------------------

    def price(self, code: str, amount_minor: int, currency: str) -> None:
        """Asks what this sale costs whoever shows this code."""
        self.pricing = Pricing(code, amount_minor)
        body = QuoteRequest(code=code, amount_minor=amount_minor, currency=currency)
        self._price.ask(post(QUOTES, Quote, body, self._new_id()), self._priced)

    def spend(self, points: int) -> None:
        """So many of them, at most what helps."""
        pricing = self.pricing
        if pricing is not None and pricing.quote is not None:
            self.pricing = replace(pricing, points=max(0, min(points, pricing.quote.points_usable)))

    def digit(self, digit: str) -> None:
        """Keys how many."""
        pricing = self.pricing
        if pricing is not None and pricing.quote is not None:
            before = pricing.points if pricing.is_keyed else 0
            self.spend(int(f"{before}{digit}"))
            self.pricing = replace(self.pricing or pricing, is_keyed=True)

    def take_back(self) -> None:
        """One digit fewer."""
        if self.pricing is not None:
            self.spend(self.pricing.points // 10)
            self.pricing = replace(self.pricing, is_keyed=True)

    def _priced(self, result: Result[Quote]) -> None:
        if self.pricing is None:
            return
        if isinstance(result, Answered):
            self.pricing = replace(self.pricing, quote=result.value, points=result.value.points_usable)
        else:
            self.pricing = replace(self.pricing, wrong=trouble(result))
        self._changed()

    def pricing_facts(self) -> PricingFacts | None:
        """The panel."""
        pricing = self.pricing
        if pricing is None:
            return None
        quote = pricing.quote
        if quote is None:
            return PricingFacts(pricing.amount_minor, is_asking=pricing.wrong is None, wrong=pricing.wrong)
        return PricingFacts(
            pricing.amount_minor,
            customer_name=quote.customer_name,
            tier_name=quote.tier_name or "",
            discount_minor=quote.discount_minor,
            points=pricing.points,
            points_there=quote.points,
            points_usable=quote.points_usable,
            points_step=quote.points_worth.points if quote.points_worth else 0,
            points_minor=pricing.points_minor,
            to_pay_minor=quote.price_minor - pricing.points_minor,
        )

    # --- visits -------------------------------------------------------------------------------------------------------

    def wait_for_visitor(self) -> None:
        """The next code checks somebody in."""
        self.close()
        self.visiting = Visiting(self._new_id())

    def check_in(self, code: str, operator_id: str | None) -> None:
        """Records the visit; repeated after a lost answer it is the same one."""
        if self.visiting is not None and not self.visiting.is_asking:
            self.visiting = replace(self.visiting, code=code, is_asking=True, wrong=None)
            body = VisitRequest(code=code, operator_id=operator_id)
            self._visit.ask(post(VISITS, Visit, body, self.visiting.visit_id), self._visited)

    def again(self, operator_id: str | None) -> None:
        """After no answer the same visit once more; after a no another code."""
        if self.visiting is None or self.visiting.wrong is None:
            return
        if self.visiting.code:
            self.check_in(self.visiting.code, operator_id)
        else:
            self.wait_for_visitor()

    def is_over(self, now: dt.datetime) -> bool:
        """Whether what a recorded visit says has stood long enough."""
        return_at = self.visiting.return_at if self.visiting else None
        return return_at is not None and now >= return_at

    def _visited(self, result: Result[Visit]) -> None:
        if self.visiting is None:
            return
        if isinstance(result, Answered):
            self.visiting = replace(
                self.visiting, is_asking=False, visit=result.value, code="", return_at=self._now() + RETURN_AFTER
            )
        else:
            said = trouble(result)
            is_known = said is not None and said.id in {"ask.refused", "ask.not_yours"}
            code = "" if is_known else self.visiting.code
            self.visiting = replace(self.visiting, is_asking=False, code=code, wrong=said)
        self._changed()

    def visit_facts(self) -> VisitFacts | None:
        """The panel."""
        visiting = self.visiting
        if visiting is None:
            return None
        visit = visiting.visit
        if visit is None:
            return VisitFacts(is_asking=visiting.is_asking, wrong=visiting.wrong, may_repeat=bool(visiting.code))
        return VisitFacts(
            is_recorded=True,
            at=visit.at,
            customer_name=visit.customer_name,
            tier_name=visit.tier_name or "",
            points=Say("paid.points_line", {"earned": visit.points_earned, "after": visit.points_after}),
            news=member_news.told(visit.news),
        )
