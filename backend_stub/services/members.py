"""Members: quotes and visits at a till, the Members page, why somebody stands where they stand, a customer's own word."""

from __future__ import annotations

from collections.abc import Sequence

from backend_stub import contract
from backend_stub.contract import (
    Explanation,
    MembershipWish,
    QuoteRequest,
    Standing,
    TimelineKind,
    VisitRequest,
)
from backend_stub.domain import records
from backend_stub.domain.association import commands, force
from backend_stub.domain.association.compiled import Compiled, compiled
from backend_stub.domain.association.days import day_by
from backend_stub.domain.association.explain import Case, explain
from backend_stub.domain.association.pairs import in_order, pair_id, said
from backend_stub.domain.association.points import worth_of
from backend_stub.domain.association.replay import Version, effective
from backend_stub.domain.association.settling import benefit_of
from backend_stub.domain.calendar import date_of
from backend_stub.domain.names import masked
from backend_stub.domain.records import aware
from backend_stub.services import member_usecases
from backend_stub.services.callers import Caller
from backend_stub.services.platform import Platform
from backend_stub.services.rules import versions_of
from backend_stub.storage import association_reads, reads
from backend_stub.storage.reads import Place
from backend_stub.storage.writer import Reply

RECENT_DAYS = 60
SLIPPING_DAYS = 14
NEW_DAYS = 30
A_DAY_US = 86_400 * records.SECOND
EVENT = "e-"  # before the id of an event, in a place in a timeline


# --- at a till --------------------------------------------------------------------------------------------------------


async def quote(platform: Platform, caller: Caller, request: QuoteRequest) -> contract.Quote | Reply:
    """What a sale would cost whoever shows this code, and what their points would help."""
    hashed = platform.keys.code_hash(request.code)
    command = commands.AskPrice(caller.subject_id, hashed, request.amount_minor, request.currency)
    found = await platform.writer.submit(member_usecases.ASK_PRICE, command)
    if not isinstance(found, commands.Quoted):
        return found
    return contract.Quote(
        customer_name=await _masked(platform, found.customer_id),
        amount_minor=request.amount_minor,
        discount_minor=found.price.discount_minor,
        price_minor=found.price.price_minor,
        currency=request.currency,
        tier_name=found.tier_name,
        points=found.points,
        points_usable=found.points_usable,
        points_usable_minor=found.points_usable_minor,
        points_worth=found.points_worth,
    )


async def _masked(platform: Platform, customer_id: str) -> str:
    customer = await platform.read(reads.one, records.Customer, customer_id)
    return masked(customer.display_name, customer.family_name) if customer else ""


async def check_in(platform: Platform, caller: Caller, key: str, request: VisitRequest) -> contract.Visit | Reply:
    """A2: a visit without a payment."""
    command = commands.CheckIn(key, caller.subject_id, platform.keys.code_hash(request.code))
    made = await platform.writer.submit(member_usecases.CHECK_IN, command)
    if not isinstance(made, records.Interaction):
        return made
    stands = await _stands(platform, made.merchant_id, made.customer_id)
    return contract.Visit(
        visit_id=made.id,
        at=aware(made.at),
        customer_name=await _masked(platform, made.customer_id),
        tier_name=stands.tier_name,
        points_earned=made.points,
        points_after=stands.row.points if stands.row else 0,
        news=await stands.news_of(platform, made.id),
    )


# --- where somebody stands --------------------------------------------------------------------------------------------


class Stands:
    """An association with the rule that it is judged by."""

    def __init__(self, row: records.Association | None, rules: Sequence[records.Rule]) -> None:
        self.row = row
        self.rules = rules
        self.rule = force.in_force(rules)

    @property
    def compiled(self) -> Compiled | None:
        """The rule in force."""
        return compiled(self.rule.rule) if self.rule else None

    @property
    def tier(self) -> contract.Tier | None:
        """The tier, as the rule in force has it."""
        rules = self.compiled
        if rules is None or self.row is None or self.row.standing != Standing.MEMBER:
            return None
        rank = rules.rank_of(self.row.tier_key)
        return None if rank is None else rules.tiers[rank].tier

    @property
    def tier_name(self) -> str | None:
        """Its name."""
        return self.tier.name if self.tier else None

    async def news_of(self, platform: Platform, act_id: str) -> contract.MembershipNews | None:
        """What this act changed, from what is written down of it; a repeat says the same."""
        if self.row is None:
            return None
        events = await platform.read(association_reads.events_of_pair, self.row.id)
        event = next((one for one in events if one.cause_id == act_id), None)
        customer = await platform.read(reads.one, records.Customer, self.row.customer_id)
        if event is None or customer is None:
            return None
        tiers = [one.tier for one in self.compiled.tiers] if self.compiled else []
        tier = next((one for one in tiers if one.key == event.tier_key), None)
        return contract.MembershipNews(
            change=contract.MembershipChange(event.kind),
            member_name=customer.display_name,
            tier_key=event.tier_key,
            tier_name=event.tier_name,
            tier_second_name=(tier.second_name or None) if tier else None,
            benefit=benefit_of(tier) if tier else None,
            welcome_points=tier.welcome_points if tier else 0,
            gift=tier.gift if tier else "",
        )


async def _stands(platform: Platform, merchant_id: str, customer_id: str) -> Stands:
    row = await platform.read(reads.one, records.Association, pair_id(merchant_id, customer_id))
    return Stands(row, await versions_of(platform, merchant_id))


async def explanation(platform: Platform, merchant_id: str, customer_id: str) -> Explanation | None:
    """A10; None for somebody whom nothing is recorded of, or where no rule was ever in force."""
    case = await _case(platform, merchant_id, customer_id)
    return None if case is None else await platform.aside(explain, case)


async def _case(platform: Platform, merchant_id: str, customer_id: str) -> Case | None:
    stands = await _stands(platform, merchant_id, customer_id)
    if stands.row is None or stands.rule is None:
        return None
    found = await platform.read(association_reads.records_of_pair, merchant_id, customer_id)
    events = await platform.read(association_reads.events_of_pair, stands.row.id)
    kept = effective(found)
    today = max([day_by(stands.rule, platform.clock()), stands.rule.started_on or 0, *(one.day for one in kept)])
    versions = [
        Version(compiled(one.rule), one.started_on)
        for one in sorted(stands.rules, key=lambda one: one.version)
        if one.started_on is not None
    ]
    return Case(
        versions=in_order(versions, today),
        version_number=stands.rule.version,
        records=kept,
        consents=said(events),
        today=today,
        standing=Standing(stands.row.standing),
    )


async def profile(platform: Platform, merchant_id: str, customer_id: str) -> contract.MemberProfile | None:
    """All about a member; None for somebody who is not known here."""
    case = await _case(platform, merchant_id, customer_id)
    wanted = association_reads.Wanted(merchant_id, customer_id=customer_id)
    row = await platform.read(association_reads.anybody, wanted)
    if case is None or row is None:
        return None
    stands = await _stands(platform, merchant_id, customer_id)
    currency = case.versions[-1].compiled.rule.currency
    recent = [
        one
        for one in case.records
        if one.day > case.today - RECENT_DAYS and one.type == contract.InteractionType.PURCHASE
    ]
    plot = {
        day: [one for one in recent if one.day == day] for day in range(case.today - RECENT_DAYS + 1, case.today + 1)
    }
    return contract.MemberProfile(
        member=member(row, stands, case.today),
        benefit=benefit_of(stands.tier) if stands.tier else None,
        recent_days=RECENT_DAYS,
        recent_count=len(recent),
        recent_minor=sum(one.amount_minor for one in recent),
        currency=currency,
        plot=[
            contract.DayAmount(
                day=date_of(day), count=len(bought), amount_minor=sum(one.amount_minor for one in bought)
            )
            for day, bought in plot.items()
        ],
        explanation=await platform.aside(explain, case),
    )


def member(found: association_reads.Row, stands: Stands, today: int) -> contract.Member:
    """A row of the Members page."""
    row, name, social_id = found
    here = Stands(row, stands.rules)
    is_member = row.standing == Standing.MEMBER
    return contract.Member(
        customer_id=row.customer_id,
        name=name,
        social_id=social_id,
        standing=Standing(row.standing),
        tier_key=row.tier_key,
        tier_name=here.tier_name,
        points=row.points,
        joined_at=aware(row.joined_at) if row.joined_at is not None else None,
        tier_since=aware(row.tier_since) if row.tier_since is not None else None,
        last_at=aware(row.last_at),
        is_slipping=is_member and row.due_day is not None and row.due_day < today + SLIPPING_DAYS,
        is_muted=bool(row.is_muted),
    )


async def today(platform: Platform, merchant_id: str) -> tuple[Stands, int]:
    """The merchant's rules, and the business day by the one in force."""
    stands = Stands(None, await versions_of(platform, merchant_id))
    return stands, day_by(stands.rule, platform.clock()) if stands.rule else platform.clock() // A_DAY_US


# --- what happened ----------------------------------------------------------------------------------------------------


async def timeline(
    platform: Platform, merchant_id: str, customer_id: str, before: Place | None, limit: int
) -> tuple[list[contract.TimelineItem], Place | None]:
    """A page of records and events, newest first, and where the next one begins.

    What an act brought about stands above the act. Read is a page's worth, however long the history.
    """
    pair = merchant_id, customer_id
    found = await platform.read(association_reads.records_before, pair, _of_records(before), limit + 1)
    events = await platform.read(
        association_reads.events_before, pair_id(merchant_id, customer_id), _of_events(before), limit + 1
    )
    both = [(one.at, "", one.id, _recorded(one)) for one in found]
    both += [(one.at, EVENT, one.id, _became(one)) for one in events]
    page = sorted(both, key=lambda one: one[:3], reverse=True)[: limit + 1]
    if len(page) <= limit:
        return [one[-1] for one in page], None
    at, mark, item_id, _ = page[limit - 1]
    return [one[-1] for one in page[:limit]], Place(at, mark + item_id)


def _of_records(before: Place | None) -> Place | None:
    """Behind an event all records of its moment are still to come."""
    if before is None or not before.id.startswith(EVENT):
        return before
    return Place(before.at + 1, "")


def _of_events(before: Place | None) -> Place | None:
    """Behind a record all events of its moment were shown: no id is below the empty one."""
    if before is None:
        return None
    return Place(before.at, before.id.removeprefix(EVENT) if before.id.startswith(EVENT) else "")


def _recorded(one: records.Interaction) -> contract.TimelineItem:
    return contract.TimelineItem(
        item_id=one.id,
        kind=TimelineKind(one.type),
        at=aware(one.at),
        store_id=one.store_id,
        amount_minor=one.amount_minor,
        currency=one.currency,
        points=one.points,
        of_id=one.of_id,
        tier_name=None,
        rule_version=None,
    )


def _became(one: records.AssociationEvent) -> contract.TimelineItem:
    return contract.TimelineItem(
        item_id=one.id,
        kind=TimelineKind(one.kind),
        at=aware(one.at),
        store_id=None,
        amount_minor=None,
        currency=None,
        points=0,
        of_id=one.cause_id,
        tier_name=one.tier_name,
        rule_version=one.rule_version,
    )


# --- the customer's own -----------------------------------------------------------------------------------------------


async def memberships_of(platform: Platform, customer_id: str) -> list[contract.Membership]:
    """Where a customer is a member, has points, or said no."""
    found = await platform.read(association_reads.associations_of, customer_id)
    return [await _membership(platform, *one) for one in found]


async def _membership(
    platform: Platform, row: records.Association, merchant_name: str, currency: str
) -> contract.Membership:
    stands = Stands(row, await versions_of(platform, row.merchant_id))
    worth = stands.compiled.rule.points_worth if stands.compiled else None
    return contract.Membership(
        merchant_id=row.merchant_id,
        merchant_name=merchant_name,
        standing=Standing(row.standing),
        tier_key=row.tier_key,
        tier_name=stands.tier_name,
        benefit=benefit_of(stands.tier) if stands.tier else None,
        points=row.points,
        points_worth_minor=worth_of(worth, row.points),
        currency=currency,
        joined_at=aware(row.joined_at) if row.joined_at is not None else None,
        tier_since=aware(row.tier_since) if row.tier_since is not None else None,
        is_muted=bool(row.is_muted),
    )


async def wish(
    platform: Platform, customer_id: str, merchant_id: str, key: str, request: MembershipWish
) -> contract.Membership | Reply | None:
    """A7: leave, decline, come back, mute; None for a merchant that is not there."""
    merchant = await platform.read(reads.one, records.Merchant, merchant_id)
    if merchant is None:
        return None
    command = commands.Say(key, merchant_id, customer_id, request.wish)
    reply = await platform.writer.submit(member_usecases.SAY, command)
    if not isinstance(reply, records.Association):
        return reply
    return await _membership(platform, reply, merchant.name, merchant.currency)
