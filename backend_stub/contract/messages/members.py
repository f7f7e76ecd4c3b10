"""Members: quotes and visits at a till, news of a membership, the Members page, messages, a customer's own memberships."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Annotated

import msgspec

from backend_stub.contract.messages.base import CodeString, Currency, Id, PositiveMinor, Reply, SocialId, Wire
from backend_stub.contract.messages.rules import Phrase, PointsWorth


class MembershipChange(enum.StrEnum):
    """What became of a membership."""

    JOINED = "joined"
    RAISED = "raised"
    LOWERED = "lowered"
    ENDED = "ended"


class Standing(enum.StrEnum):
    """How a customer stands to a merchant. Whoever left or declined is never taken in again by a rule (A7)."""

    STRANGER = "stranger"
    MEMBER = "member"
    ENDED = "ended"
    LEFT = "left"
    DECLINED = "declined"


class Benefit(Reply, frozen=True, kw_only=True):
    """What a tier promises (A6)."""

    discount_basis_points: int | None
    discount_minor: int | None
    points_factor_percent: int


class MembershipNews(Reply, frozen=True, kw_only=True):
    """What an act changed, to be told in the moment. Of all that a till sees of a sale only this names the member in full."""

    change: MembershipChange
    member_name: str
    tier_key: str | None
    tier_name: str | None
    tier_second_name: str | None
    benefit: Benefit | None
    welcome_points: int
    gift: str


class QuoteRequest(Wire, frozen=True, kw_only=True):
    """What would this sale cost whoever shows this code? Asked only when points are to be spent; changes nothing."""

    code: CodeString
    amount_minor: PositiveMinor
    currency: Currency


class Quote(Reply, frozen=True, kw_only=True):
    """Asked with a live code. `points_usable` is the most that helps: never worth more than the price."""

    customer_name: str  # masked
    amount_minor: int
    discount_minor: int
    price_minor: int
    currency: Currency
    tier_name: str | None
    points: int
    points_usable: int
    points_usable_minor: int
    points_worth: PointsWorth | None = None  # what a part of them pays, rounded down to a minor unit; None: nothing


class VisitRequest(Wire, frozen=True, kw_only=True):
    """A2: a visit without a payment; the code shown is used up by it."""

    code: CodeString
    operator_id: Id | None = None


class Visit(Reply, frozen=True, kw_only=True):
    """A visit as recorded."""

    visit_id: Id
    at: dt.datetime
    customer_name: str  # masked
    tier_name: str | None
    points_earned: int
    points_after: int
    news: MembershipNews | None = None


class Member(Reply, frozen=True, kw_only=True):
    """A row of the Members page."""

    customer_id: Id
    name: str
    social_id: SocialId
    standing: Standing
    tier_key: str | None
    tier_name: str | None
    points: int
    joined_at: dt.datetime | None
    tier_since: dt.datetime | None
    last_at: dt.datetime | None
    is_slipping: bool  # would fall within two weeks if nothing were bought
    is_muted: bool


class MemberCounts(Reply, frozen=True, kw_only=True):
    """What the Members page's filters hold."""

    all: int
    new: int  # joined within 30 days
    slipping: int


class MemberList(Reply, frozen=True, kw_only=True):
    """Members, last seen first; with a search, by the word that was found."""

    items: list[Member]
    counts: MemberCounts | None  # of the whole list, with its first page
    next_cursor: str | None = None


class TimelineKind(enum.StrEnum):
    """What a line of a member's history is about."""

    PURCHASE = "purchase"
    REFUND = "refund"
    TOP_UP = "top_up"
    VISIT = "visit"
    JOINED = "joined"
    RAISED = "raised"
    LOWERED = "lowered"
    ENDED = "ended"
    LEFT = "left"
    DECLINED = "declined"
    REJOINED = "rejoined"
    MUTED = "muted"
    UNMUTED = "unmuted"


class TimelineItem(Reply, frozen=True, kw_only=True):
    """A record, or what became of the membership."""

    item_id: Id
    kind: TimelineKind
    at: dt.datetime
    store_id: Id | None
    amount_minor: int | None
    currency: Currency | None
    points: int
    of_id: Id | None  # a refund: the purchase it takes back
    tier_name: str | None
    rule_version: int | None


class Timeline(Reply, frozen=True, kw_only=True):
    """What happened, newest first."""

    items: list[TimelineItem]
    next_cursor: str | None = None


class CountedRecord(Reply, frozen=True, kw_only=True):
    """A record that counts towards where somebody stands."""

    record_id: Id
    type: str
    day: dt.date
    at: dt.datetime
    amount_minor: int  # less what was given back
    currency: Currency
    points: int


class Measured(Reply, frozen=True, kw_only=True):
    """One part of a condition, measured: 8 of 8 purchases within 60 days."""

    phrase: Phrase
    value: int
    wanted: int
    holds: bool


class NextStep(Reply, frozen=True, kw_only=True):
    """The least that would raise the tier: so much of one measure, by a day; and what today's pace would come to by then."""

    tier_name: str
    benefit: Benefit
    measure: str  # count, amount, points
    have: int
    wanted: int
    missing: int
    by_day: dt.date | None
    pace: int | None


class Fall(Reply, frozen=True, kw_only=True):
    """What becomes of the membership when nothing is bought: the day, and the tier then (none: it ends)."""

    day: dt.date
    tier_name: str | None


class Explanation(Reply, frozen=True, kw_only=True):
    """A10: why somebody stands where they stand, from records, by a version of the rule, and what would be otherwise."""

    standing: Standing
    tier_name: str | None
    rule_version: int | None
    as_of: dt.date
    reached_on: dt.date | None  # when the way up last held
    measures: list[Measured]
    records: list[CountedRecord]  # newest first, at most 200
    records_count: int
    records_minor: int
    without_last: Phrase | None  # what it would be without the latest record
    next_step: NextStep | None
    fall: Fall | None


class DayAmount(Reply, frozen=True, kw_only=True):
    """What was bought on a business day."""

    day: dt.date
    count: int
    amount_minor: int


class MemberProfile(Reply, frozen=True, kw_only=True):
    """All about a member: the row, what they get, the last 60 business days, the explanation."""

    member: Member
    benefit: Benefit | None
    recent_days: int
    recent_count: int
    recent_minor: int
    currency: Currency
    plot: list[DayAmount]
    explanation: Explanation


class MessageAudience(Wire, frozen=True, kw_only=True):
    """Which members: all of them, or those of a tier, or those who were last seen so many days ago or more."""

    tier_key: str | None = None
    not_seen_for_days: Annotated[int, msgspec.Meta(ge=0, le=10_000)] | None = None
    customer_id: Id | None = None


class MemberMessageRequest(Wire, frozen=True, kw_only=True):
    """A message to members. With `is_preview` it is only counted who would get it."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    audience: MessageAudience = MessageAudience()
    is_preview: bool = False


class MemberMessage(Reply, frozen=True, kw_only=True):
    """Who got it: chosen = delivered + muted + had one already within a day.

    `gone` are beside them: who left or said no, and is never written to. Of a tier nobody is: it is not kept of who left.
    """

    message_id: Id
    text: str
    at: dt.datetime
    is_preview: bool
    chosen: int
    delivered: int
    muted: int
    too_soon: int
    gone: int


class MemberMessageList(Reply, frozen=True, kw_only=True):
    """A merchant's messages to members, newest first."""

    items: list[MemberMessage]


class Membership(Reply, frozen=True, kw_only=True):
    """A customer's membership, as they see it."""

    merchant_id: Id
    merchant_name: str
    standing: Standing
    tier_key: str | None
    tier_name: str | None
    benefit: Benefit | None
    points: int
    points_worth_minor: int
    currency: Currency
    joined_at: dt.datetime | None
    tier_since: dt.datetime | None
    is_muted: bool


class MembershipList(Reply, frozen=True, kw_only=True):
    """A customer's memberships, and the merchants where they have points or said no."""

    items: list[Membership]


class Wish(enum.StrEnum):
    """What a customer may ask of a membership. Leaving keeps money and points."""

    LEAVE = "leave"
    DECLINE = "decline"
    REJOIN = "rejoin"
    MUTE = "mute"
    UNMUTE = "unmute"


class MembershipWish(Wire, frozen=True, kw_only=True):
    """A7: said once, it holds; no rule undoes it."""

    wish: Wish
