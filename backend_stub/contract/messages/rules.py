"""Association rules as data (A3, A5): conditions, tiers, and what each tier promises.

A rule that can be read may still be a bad one: `check` tells what is wrong with it, part by part. So numbers here have no
bounds but those of the database; the published schema (`resources/schemas/association-rule.schema.json`) has the rest.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Annotated

import msgspec

from backend_stub.contract.messages.base import Currency, Id, Name, Reply, Text, Wire

Whole = Annotated[int, msgspec.Meta(ge=-(10**12), le=10**12)]
Key = Annotated[str, msgspec.Meta(min_length=1, max_length=32)]


class Counted(enum.StrEnum):
    """The interactions that a condition may count. Refunds are not among them: they take their purchase away instead."""

    PURCHASE = "purchase"
    VISIT = "visit"
    TOP_UP = "top_up"


Types = Annotated[list[Counted], msgspec.Meta(max_length=3)]


class Count(Wire, frozen=True, kw_only=True, tag="count", tag_field="is"):
    """So many interactions of these types, within so many business days up to today (none: ever)."""

    types: Types = msgspec.field(default_factory=lambda: [Counted.PURCHASE])
    at_least: Whole | None = None
    at_most: Whole | None = None
    within_days: Whole | None = None


class Amount(Wire, frozen=True, kw_only=True, tag="amount", tag_field="is"):
    """So much money in interactions of these types, less what was given back of it."""

    currency: str
    types: Types = msgspec.field(default_factory=lambda: [Counted.PURCHASE])
    at_least_minor: Whole | None = None
    at_most_minor: Whole | None = None
    within_days: Whole | None = None


class Points(Wire, frozen=True, kw_only=True, tag="points", tag_field="is"):
    """So many points earned by the rule's own earning, before any tier's factor; spending them takes nothing away here."""

    types: Types = msgspec.field(default_factory=lambda: [Counted.PURCHASE, Counted.VISIT, Counted.TOP_UP])
    at_least: Whole | None = None
    at_most: Whole | None = None
    within_days: Whole | None = None


class LastVisit(Wire, frozen=True, kw_only=True, tag="days_since_last", tag_field="is"):
    """Business days since the last interaction of these types; today's is 0 days ago. Without any it never holds."""

    types: Types = msgspec.field(default_factory=lambda: [Counted.PURCHASE, Counted.VISIT])
    at_least: Whole | None = None
    at_most: Whole | None = None


class Reached(Wire, frozen=True, kw_only=True, tag="days_since_reached", tag_field="is"):
    """Business days since the tier's own way up (`first` or `raise_if`) last held: `kept for 90 days` is at most 90."""

    at_least: Whole | None = None
    at_most: Whole | None = None


class AllOf(Wire, frozen=True, kw_only=True, tag="all", tag_field="is"):
    """Every one of them holds."""

    of: Annotated[list[Condition], msgspec.Meta(max_length=20)]


class AnyOf(Wire, frozen=True, kw_only=True, tag="any", tag_field="is"):
    """At least one of them holds."""

    of: Annotated[list[Condition], msgspec.Meta(max_length=20)]


Condition = Count | Amount | Points | LastVisit | Reached | AllOf | AnyOf


class Percent(Wire, frozen=True, kw_only=True, tag="percent", tag_field="is"):
    """A share of the whole sale, in hundredths of a percent: 500 is 5 %. Rounded down to a minor unit."""

    basis_points: Whole


class AmountOff(Wire, frozen=True, kw_only=True, tag="amount_off", tag_field="is"):
    """So much off the whole sale, at most the sale."""

    amount_minor: Whole


class Tier(Wire, frozen=True, kw_only=True):
    """A tier. The first is reached by the rule's `first`, each further one by its `raise_if`.

    Without `keep_if` it is kept until `end_if` holds. When `keep_if` does not hold at the end of a business day, the
    customer falls to the highest lower tier that can be kept; from the first tier the association ends. `end_if` ends it at once.
    """

    key: Key  # names the tier from one version of the rule to the next
    name: Name
    second_name: Text = ""
    raise_if: Condition | None = None
    keep_if: Condition | None = None
    end_if: Condition | None = None
    discount: Percent | AmountOff | None = None
    points_factor_percent: Whole = 100
    welcome_points: Whole = 0  # once a customer, when the tier is reached for the first time
    gift: Text = ""  # what the cashier hands over then, in the merchant's words


class Earning(Wire, frozen=True, kw_only=True):
    """Points for each full `per_minor` of a purchase or a top-up, and for a visit without a payment."""

    purchase_points: Whole = 0
    purchase_per_minor: Whole = 100
    top_up_points: Whole = 0
    top_up_per_minor: Whole = 100
    visit_points: Whole = 0


class PointsWorth(Wire, frozen=True, kw_only=True):
    """So many points pay for so much money: 100 points for 1.00."""

    points: Whole
    amount_minor: Whole


class AssociationRule(Wire, frozen=True, kw_only=True):
    """Who becomes a member (`first`, A3), and what becomes of members (`tiers`, lowest first, A5)."""

    currency: str
    first: Condition
    tiers: Annotated[list[Tier], msgspec.Meta(min_length=1, max_length=8)]
    earning: Earning = Earning()
    points_worth: PointsWorth | None = None  # none: points can't be spent
    points_expire_after_days: Whole | None = None  # without an interaction


class Phrase(Reply, frozen=True, kw_only=True):
    """A sentence to be put into words: a message id, its arguments, and phrases that it joins."""

    message: str
    arguments: dict[str, str | int]
    parts: list[Phrase]


class RuleFault(Reply, frozen=True, kw_only=True):
    """What is wrong with a rule: where (`tiers.1.raise_if.of.0.within_days`), and a sentence about it."""

    field: str
    message: str
    arguments: dict[str, str | int]
    detail: str  # the same in English


class RuleStatus(enum.StrEnum):
    """A rule's version from draft to history."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    DISCARDED = "discarded"


class RuleDraft(Wire, frozen=True, kw_only=True):
    """A rule to be checked or kept as a draft."""

    rule: AssociationRule


class RuleCheck(Reply, frozen=True, kw_only=True):
    """What is wrong with it (nothing: it may be started), and the rule in sentences, tier by tier."""

    faults: list[RuleFault]
    sentences: list[Phrase]


class RuleStart(Wire, frozen=True, kw_only=True):
    """From which business day on it is valid; none is at once."""

    from_day: dt.date | None = None


class RuleEnd(Wire, frozen=True, kw_only=True):
    """Discard a draft, or take a scheduled version off again."""


class RuleVersion(Reply, frozen=True, kw_only=True):
    """A version of a merchant's rule. `version` counts from 1 when it is first kept."""

    rule_id: Id
    version: int
    status: RuleStatus
    rule: AssociationRule
    sentences: list[Phrase]
    created_at: dt.datetime
    valid_from: dt.date | None
    started_on: dt.date | None


class RuleVersionList(Reply, frozen=True, kw_only=True):
    """A merchant's versions, newest first."""

    items: list[RuleVersion]


class PreviewRequest(Wire, frozen=True, kw_only=True):
    """A9: what would this rule have done? Over all history, or over a period's business days, both included."""

    rule: AssociationRule
    from_day: dt.date | None = None
    to_day: dt.date | None = None


class PreviewState(enum.StrEnum):
    """Where a preview is."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class Change(enum.StrEnum):
    """How somebody fares under the draft, beside the rule in force."""

    JOINED = "joined"
    RAISED = "raised"
    LOWERED = "lowered"
    LEFT = "left"


class SeriesPoint(Reply, frozen=True, kw_only=True):
    """Members at the end of a business day."""

    day: dt.date
    draft: int
    in_force: int


class TierCount(Reply, frozen=True, kw_only=True):
    """How many stand in a tier at the end."""

    key: str
    name: str
    draft: int
    in_force: int


class PreviewResult(Reply, frozen=True, kw_only=True):
    """The draft beside the rule in force (nobody is a member where there is none), both as if they had always run."""

    from_day: dt.date
    to_day: dt.date
    customers: int
    records: int
    members_draft: int
    members_in_force: int
    joined: int
    raised: int
    lowered: int
    left: int
    discount_draft_minor: int
    discount_in_force_minor: int
    currency: Currency
    series: list[SeriesPoint]
    tiers: list[TierCount]


class Preview(Reply, frozen=True, kw_only=True):
    """A preview at work: ask again until it is done. Nothing is written."""

    preview_id: Id
    state: PreviewState
    progress_percent: int
    took_ms: int | None
    result: PreviewResult | None


class PreviewEnd(Wire, frozen=True, kw_only=True):
    """Stop a preview."""


class PreviewPerson(Reply, frozen=True, kw_only=True):
    """Somebody who fares differently under the draft; the records are those of the member's page."""

    customer_id: Id
    name: str
    change: Change
    in_force_tier: str | None
    draft_tier: str | None


class PreviewPeople(Reply, frozen=True, kw_only=True):
    """Those people, by change and name."""

    items: list[PreviewPerson]
    next_cursor: str | None = None


def rule_from_json(text: str) -> AssociationRule:
    """A rule as it is stored; raises msgspec.DecodeError for what is none."""
    return _RULE.decode(text)


def as_json(message: msgspec.Struct) -> str:
    """A message as it is stored in a row."""
    return _ENCODER.encode(message).decode()


_RULE = msgspec.json.Decoder(AssociationRule)
_ENCODER = msgspec.json.Encoder()
