"""The tables of association."""

from __future__ import annotations

import sqlalchemy as sa

from backend_stub.domain import records
from backend_stub.storage.tables import RULE_IS_USED
from backend_stub.storage.tables import _table as table

RULES = table(
    "association_rules",
    records.Rule,
    sa.UniqueConstraint("merchant_id", "version"),
    sa.Index(
        "ix_association_rules_used",
        "merchant_id",
        sqlite_where=sa.text(RULE_IS_USED),
        postgresql_where=sa.text(RULE_IS_USED),
    ),
    mutable=("status", "valid_from", "started_on"),
    refers={"merchant_id": "merchants.id"},
)
ASSOCIATIONS = table(
    "associations",
    records.Association,
    sa.Index(None, "merchant_id", "due_day"),
    sa.Index(None, "merchant_id", "standing", "last_at", "customer_id"),
    sa.Index(None, "customer_id"),
    mutable=(
        "standing",
        "tier_key",
        "rule_version",
        "judged",
        "is_stale",
        "due_day",
        "joined_at",
        "tier_since",
        "last_at",
        "points",
        "welcomed",
        "is_muted",
        "messaged_at",
    ),
    refers={"merchant_id": "merchants.id", "customer_id": "customers.id"},
)
ASSOCIATION_EVENTS = table(
    "association_events",
    records.AssociationEvent,
    sa.Index(None, "association_id", "at"),
    refers={"association_id": "associations.id"},
)
MEMBER_WORDS = table(
    "member_words",
    records.MemberWord,
    sa.Index(None, "merchant_id", "customer_id", "word"),
    refers={"customer_id": "customers.id"},
)
MEMBER_MESSAGES = table(
    "member_messages",
    records.MemberMessage,
    sa.Index(None, "merchant_id", "at"),
    mutable=("chosen", "delivered", "muted", "too_soon", "sent_to", "gone"),
    refers={"merchant_id": "merchants.id"},
)
