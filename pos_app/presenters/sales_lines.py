"""One sale explained: how its amount adds up, what happened to it, and why it was not paid. Pure."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from backend_stub.contract import MembershipChange, MembershipNews, Outcome, SaleDetail
from pos_app.presenters.refusals import after_stop, by_platform
from pos_app.presenters.sales_state import Sold
from pos_app.presenters.sell_state import RefusedFacts, Say

_UPWARDS = frozenset({MembershipChange.JOINED, MembershipChange.RAISED})


@dataclass(frozen=True, slots=True)
class Sum:
    """A line of the reckoning. `is_result`: what the lines before come to."""

    label: Say
    amount_minor: int
    is_result: bool = False


class What(enum.Enum):
    """Kinds of events."""

    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    NEWS = "news"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the sale."""

    what: What
    at: dt.datetime
    bold: Say
    plain: Say
    amount_minor: int | None = None


def adds_up(sold: Sold) -> tuple[Sum, ...]:
    """From what was asked for to what is left of it with the shop; nothing for a sale without an answer."""
    if sold.sale is None:
        return ()
    paid = sold.sale.redemption
    is_paid = paid.outcome in {Outcome.PAID, Outcome.REVERSED}
    off_minor = paid.discount_minor + paid.points_value_minor
    lines = [
        Sum(
            Say("sales.asked"), paid.requested_minor if not is_paid else paid.amount_minor + off_minor + sold.cash_minor
        )
    ]
    if not is_paid:
        return tuple(lines)
    if paid.discount_minor:
        discount = Say("sales.discount", {"tier": paid.tier_name}) if paid.tier_name else Say("sales.discount_plain")
        lines.append(Sum(discount, -paid.discount_minor))
    if paid.points_value_minor:
        lines.append(Sum(Say("sales.points_used", {"points": paid.points_spent}), -paid.points_value_minor))
    if sold.cash_minor:
        lines.append(Sum(Say("sales.in_cash"), -sold.cash_minor))
    lines.append(Sum(Say("sales.by_code"), paid.amount_minor, is_result=True))
    if paid.bonus_minor:
        lines.append(Sum(Say("sales.of_it_bonus"), paid.bonus_minor))
    back_minor = paid.amount_minor if paid.outcome is Outcome.REVERSED else paid.refunded_minor
    if back_minor:
        lines += [
            Sum(Say("sales.given_back"), -back_minor),
            Sum(Say("sales.left"), paid.amount_minor - back_minor, True),
        ]
    return tuple(lines)


def happened(sold: Sold, detail: SaleDetail | None) -> tuple[Event, ...]:
    """Oldest first; refunds once they are known."""
    if sold.sale is None:
        return ()
    sale, paid = sold.sale, sold.sale.redemption
    where = _where(sale.till_name, sale.operator_name)
    if paid.outcome not in {Outcome.PAID, Outcome.REVERSED}:
        return (Event(What.NOT_TAKEN, paid.at, Say("sales.not_taken"), where, paid.requested_minor),)
    taken_at = detail.received_at if detail is not None and paid.outcome is Outcome.REVERSED else paid.at
    events = [Event(What.TAKEN, taken_at, Say("sales.taken"), where, paid.amount_minor)]
    if paid.news is not None and (news := _news(paid.news)) is not None:
        events.append(Event(What.NEWS, taken_at, news, _points(paid.points_earned)))
    for back in detail.refunds if detail is not None else ():
        who = _where(back.till_name or "", back.approved_by)
        events.append(Event(What.GIVEN_BACK, back.refund.at, Say("sales.went_back"), who, -back.refund.amount_minor))
    if paid.outcome is Outcome.REVERSED:
        events.append(Event(What.GIVEN_BACK, paid.at, Say("sales.taken_back"), where, -paid.amount_minor))
    return tuple(events)


def why_not(sold: Sold) -> RefusedFacts | None:
    """Why a sale was not paid; None for one that was, or has no answer."""
    if sold.sale is None or sold.sale.redemption.outcome in {Outcome.PAID, Outcome.REVERSED}:
        return None
    redemption = sold.sale.redemption
    return after_stop(redemption) if redemption.outcome is Outcome.CLOSED else by_platform(redemption)


def _where(till: str, who: str | None) -> Say:
    return Say("sales.at_by", {"till": till, "who": who}) if who else Say("sales.at", {"till": till})


def _points(points: int) -> Say:
    return Say("sales.points", {"points": f"+{points}"}) if points else Say("sales.by_this")


def _news(news: MembershipNews) -> Say | None:
    if news.change not in _UPWARDS or not news.tier_name:
        return None
    return Say("sales.became", {"tier": news.tier_name})
