"""What an act made of a pair (A4, A6): the association's row, its events, points, messages, and the news that the till tells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from backend_stub.contract import (
    AmountOff,
    Benefit,
    MembershipChange,
    MembershipNews,
    MessageKind,
    Percent,
    Standing,
    Tier,
    as_json,
)
from backend_stub.domain.association.due import due
from backend_stub.domain.association.machine import OUTSIDE, Transition, packed
from backend_stub.domain.association.pairs import OUT, Opened
from backend_stub.domain.association.points import Points
from backend_stub.domain.association.replay import counts
from backend_stub.domain.association.search import words_of
from backend_stub.domain.messages import message
from backend_stub.domain.records import (
    Association,
    AssociationEvent,
    Customer,
    Interaction,
    MemberWord,
    Merchant,
    Record,
    altered,
)
from backend_stub.domain.state import Moment, State

_TOLD = {
    MembershipChange.JOINED: MessageKind.MEMBERSHIP_JOINED,
    MembershipChange.RAISED: MessageKind.MEMBERSHIP_RAISED,
    MembershipChange.LOWERED: MessageKind.MEMBERSHIP_LOWERED,
    MembershipChange.ENDED: MessageKind.MEMBERSHIP_ENDED,
}


@dataclass(frozen=True, slots=True)
class Settled:
    """Rows to save, and what the till may tell."""

    new: tuple[Record, ...]
    changed: tuple[Record, ...]
    points_earned: int
    points_after: int
    news: str | None  # MembershipNews as JSON


def settle(
    state: State, pair: Opened, moment: Moment, act_id: str, points: Points, record: Interaction | None = None
) -> Settled:
    """Judge the pair with what the act added; `record` is its interaction record, if judging has not seen it yet."""
    before = pair.stood
    if record is not None and not pair.is_late:
        pair.judged.add(counts(record, pair.compiled.rule))
    after = before if pair.is_late else pair.judged.rank_today(pair.day)
    welcome = _welcome(pair, before, after, points)
    points.expired = pair.expired
    row = _row(pair, after, moment, points, welcome, is_seen=record is not None)
    turns = [*pair.turned, *([Transition(pair.day, before, after)] if after != before else [])]
    told = [*_told(state, pair, after, moment, welcome), *_expired(state, pair, points, moment)]
    new: list[Record] = [
        *points.transfers(moment),
        *(
            _event(pair, turn, row, act_id if turn.day == pair.day and turn.after == after else None, moment)
            for turn in turns
        ),
        *told,
    ]
    if pair.is_new:
        new = [row, *words_for(state, row), *new]
    news = _news(state, pair, before, after, welcome) if after != before else None
    return Settled(tuple(new), () if pair.is_new else (row,), points.earned, row.points, news)


def change_of(before: int, after: int) -> MembershipChange | None:
    """What it is called when a rank becomes another."""
    if before == after:
        return None
    if before == OUTSIDE:
        return MembershipChange.JOINED
    if after == OUTSIDE:
        return MembershipChange.ENDED
    return MembershipChange.RAISED if after > before else MembershipChange.LOWERED


@dataclass(frozen=True, slots=True)
class _Welcome:
    given: dict[str, int]  # points by the keys of tiers that were reached for the first time
    lost: tuple[str, ...]  # keys of those whose welcome goes back
    points: int
    gift: str


def _welcome(pair: Opened, before: int, after: int, points: Points) -> _Welcome:
    """A tier's welcome is given once, and goes back as it was given when a refund leaves no way to have reached the tier.

    Whoever reached it, left or let it lapse, and then gives back what it was reached by, can't keep it: it can't be farmed.
    """
    tiers = [one.tier for one in pair.compiled.tiers]
    given = _given(pair.was.welcomed, tiers)
    reached = [tier for tier in tiers[before + 1 : after + 1] if tier.key not in given]
    has_reached = {*pair.attained, *(tier.key for tier in tiers[: after + 1])}
    lost = tuple(key for key in given if key not in has_reached) if points.is_refund else ()
    points.welcome = sum(tier.welcome_points for tier in reached)
    points.welcome_back = sum(given[key] for key in lost)
    gifts = ", ".join(tier.gift for tier in reached if tier.gift)
    return _Welcome({tier.key: tier.welcome_points for tier in reached}, lost, points.welcome, gifts)


def _given(welcomed: str, tiers: Sequence[Tier]) -> dict[str, int]:
    """The points of each welcome that was given; where they were not written down, those of today's version."""
    now = {tier.key: tier.welcome_points for tier in tiers}
    parts = [part.partition("=") for part in welcomed.split()]
    return {key: int(points.partition("@")[0]) if points else now.get(key, 0) for key, _, points in parts}


def _row(pair: Opened, after: int, moment: Moment, points: Points, welcome: _Welcome, *, is_seen: bool) -> Association:
    was = pair.was
    if was.standing in OUT:
        standing = was.standing
    elif after != OUTSIDE:
        standing = Standing.MEMBER.value
    else:
        standing = Standing.STRANGER.value if was.joined_at is None else Standing.ENDED.value
    is_changed = after != pair.stored_rank
    kept = [part for part in was.welcomed.split() if part.partition("=")[0] not in welcome.lost]
    given = [f"{key}={number}@{pair.day}" for key, number in welcome.given.items()]
    last_at = max(moment.now, was.last_at) if is_seen else was.last_at
    row = altered(
        was,
        standing=standing,
        tier_key=None if after == OUTSIDE else pair.compiled.tiers[after].tier.key,
        rule_version=pair.rule.version,
        judged=was.judged if pair.is_late else packed(pair.judged),
        is_stale=int(pair.is_late),
        joined_at=moment.now if is_changed and pair.stored_rank == OUTSIDE else was.joined_at,
        tier_since=moment.now if is_changed else was.tier_since,
        last_at=last_at,
        points=was.points + points.net,
        welcomed="".join(f"{part} " for part in [*kept, *given]),
    )
    if pair.is_late:
        return altered(row, due_day=0)
    return altered(row, due_day=None if standing in OUT else due(pair.judged, pair.day))


def _event(pair: Opened, turn: Transition, row: Association, cause_id: str | None, moment: Moment) -> AssociationEvent:
    change = change_of(turn.before, turn.after)
    if change is None:
        raise ValueError("a turn that turns nothing")
    tier = None if turn.after == OUTSIDE else pair.compiled.tiers[turn.after].tier
    return AssociationEvent(
        id=moment.new_id(),
        association_id=row.id,
        kind=change.value,
        tier_key=tier.key if tier else None,
        tier_name=tier.name if tier else None,
        rule_version=pair.rule.version,
        cause_id=cause_id,
        day=turn.day,
        at=moment.now,
    )


def _told(state: State, pair: Opened, after: int, moment: Moment, welcome: _Welcome) -> list[Record]:
    """One message for all that changed since the customer was told last; with it they can leave at once (A7)."""
    change = change_of(pair.stored_rank, after)
    if change is None:
        return []
    tier = None if after == OUTSIDE else pair.compiled.tiers[after].tier
    arguments: dict[str, str | int] = {
        "merchant": state.need(Merchant, pair.was.merchant_id).name,
        "merchant_id": pair.was.merchant_id,
        "tier": tier.name if tier else "",
        "gift": welcome.gift,
        "welcome_points": welcome.points,
    }
    return [message(moment, _TOLD[change], pair.was.customer_id, None, **arguments)]


def _expired(state: State, pair: Opened, points: Points, moment: Moment) -> list[Record]:
    if not points.expired:
        return []
    merchant = state.need(Merchant, pair.was.merchant_id).name
    kind = MessageKind.POINTS_EXPIRED
    return [message(moment, kind, pair.was.customer_id, None, merchant=merchant, points=points.expired)]


def benefit_of(tier: Tier) -> Benefit:
    """What a tier promises."""
    return Benefit(
        discount_basis_points=tier.discount.basis_points if isinstance(tier.discount, Percent) else None,
        discount_minor=tier.discount.amount_minor if isinstance(tier.discount, AmountOff) else None,
        points_factor_percent=tier.points_factor_percent,
    )


def _news(state: State, pair: Opened, before: int, after: int, welcome: _Welcome) -> str | None:
    customer = state.get(Customer, pair.was.customer_id)
    change = change_of(before, after)
    if customer is None or change is None:
        return None
    tier = None if after == OUTSIDE else pair.compiled.tiers[after].tier
    return as_json(
        MembershipNews(
            change=change,
            member_name=customer.display_name,
            tier_key=tier.key if tier else None,
            tier_name=tier.name if tier else None,
            tier_second_name=(tier.second_name or None) if tier else None,
            benefit=benefit_of(tier) if tier else None,
            welcome_points=welcome.points,
            gift=welcome.gift,
        )
    )


def words_for(state: State, row: Association) -> list[MemberWord]:
    """The words by which a customer new to a merchant is found there."""
    customer = state.need(Customer, row.customer_id)
    return [
        MemberWord(row.merchant_id, word, customer.id) for word in words_of(customer.display_name, customer.social_id)
    ]
