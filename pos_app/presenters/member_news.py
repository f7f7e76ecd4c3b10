"""What a sale was to a member, as message ids: less to pay, points, and news of the membership. Only news names the member."""

from __future__ import annotations

from backend_stub.contract import MembershipChange, MembershipNews, Redemption
from pos_app.presenters.sell_state import Say

HUNDREDTHS = 100


def less_to_pay(paid: Redemption) -> Say | None:
    """The discount and what points paid; None when all was paid in money."""
    off_minor = paid.discount_minor + paid.points_value_minor
    if off_minor <= 0:
        return None
    whole_minor = paid.amount_minor + off_minor
    if paid.points_spent:
        arguments = {"whole_minor": whole_minor, "off_minor": off_minor, "points": paid.points_spent}
        return Say("paid.less_points", arguments)
    return Say("paid.less", {"whole_minor": whole_minor, "off_minor": off_minor, "tier": paid.tier_name or ""})


def points(paid: Redemption) -> Say | None:
    """What came, and how many there are now; None where nobody counts any."""
    if paid.points_after is None or (not paid.points_earned and not paid.points_after):
        return None
    return Say("paid.points_line", {"earned": paid.points_earned, "after": paid.points_after})


def news(paid: Redemption) -> tuple[Say, Say] | None:
    """Who became what, and what they get from the next visit on."""
    return told(paid.news)


def told(news: MembershipNews | None) -> tuple[Say, Say] | None:
    """A bold line, and one below it."""
    if news is None:
        return None
    arguments = {"name": news.member_name, "tier": news.tier_name or ""}
    return Say(f"news.{news.change}", arguments), _below(news)


def _below(told: MembershipNews) -> Say:
    if told.change in {MembershipChange.LOWERED, MembershipChange.ENDED} or told.benefit is None:
        return Say("news.kept")
    if told.gift:
        return Say("news.gift", {"gift": told.gift})
    hundredths = told.benefit.discount_basis_points
    if hundredths:
        whole, part = divmod(hundredths, HUNDREDTHS)
        return Say("news.percent", {"percent": f"{whole}.{part:02d}".rstrip("0") if part else str(whole)})
    if told.benefit.discount_minor:
        return Say("news.amount", {"off_minor": told.benefit.discount_minor})
    return Say("news.tell")
