"""Association: versions of a rule, how customers stand to a merchant, what became of it, and messages to members."""

from __future__ import annotations

from typing import ClassVar

from backend_stub.domain.records.base import Record


class Rule(Record, frozen=True):
    """A version of a merchant's association rule, as JSON. Days are business days since 1970, cut in this zone at this hour."""

    id: str
    merchant_id: str
    version: int
    status: str  # RuleStatus
    rule: str
    time_zone: str
    day_cut_minutes: int
    created_at: int
    valid_from: int | None
    started_on: int | None
    request_hash: str


class Association(Record, frozen=True):
    """How a customer stands to a merchant (A4). Its id is both ids, so that it is found by them.

    `judged` are the numbers that judging goes on with, under `rule_version`; `due_day` is the first business day whose end may
    change something by itself; `is_stale` asks for a reckoning from all records. `points` is a cache of the points' transfers.
    """

    id: str
    merchant_id: str
    customer_id: str
    standing: str  # Standing
    tier_key: str | None
    rule_version: int
    judged: bytes
    is_stale: int
    due_day: int | None
    joined_at: int | None
    tier_since: int | None
    last_at: int
    points: int
    welcomed: str  # tiers whose welcome was given, each as `key=points@day` and a space (long ago the key alone)
    is_muted: int
    messaged_at: int | None


class AssociationEvent(Record, frozen=True):
    """What became of an association, when and by what. Never changed: a departure is remembered for ever (A7)."""

    id: str
    association_id: str
    kind: str  # TimelineKind
    tier_key: str | None
    tier_name: str | None
    rule_version: int | None
    cause_id: str | None  # the act that brought it about; none: time, a new version, or the customer's own word
    day: int
    at: int


class MemberWord(Record, frozen=True):
    """A word by which a customer of a merchant is found: of the name or the social id, folded."""

    KEY: ClassVar[tuple[str, ...]] = ("merchant_id", "word", "customer_id")
    merchant_id: str
    word: str
    customer_id: str


class MemberMessage(Record, frozen=True):
    """A merchant's message to members, and who got it. A repeated request goes on after `sent_to`: each is counted once."""

    id: str
    merchant_id: str
    text: str
    audience: str
    at: int
    chosen: int
    delivered: int
    muted: int
    too_soon: int
    request_hash: str
    sent_to: str | None = None  # the last association that was looked at, "" for none yet; None: all were
    gone: int = 0  # who left or said no before it, or while it went out
