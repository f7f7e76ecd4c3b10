"""The tables of webhooks. `tables` imports them last, when the tables that they refer to are there."""

from __future__ import annotations

import sqlalchemy as sa

from backend_stub.domain import records
from backend_stub.storage.tables import _table as table

DELIVERY_IS_PENDING = "state = 'pending'"

WEBHOOK_ENDPOINTS = table(
    "webhook_endpoints",
    records.WebhookEndpoint,
    sa.Index(None, "merchant_id"),
    mutable=(
        "sealed_secret",
        "sealed_old_secret",
        "old_secret_until",
        "disabled_at",
        "disabled_why",
        "change_id",
    ),
    refers={"merchant_id": "merchants.id"},
)
WEBHOOK_EVENTS = table("webhook_events", records.WebhookEvent)
WEBHOOK_DELIVERIES = table(
    "webhook_deliveries",
    records.WebhookDelivery,
    sa.Index(
        "ix_webhook_deliveries_due",
        "next_at",
        sqlite_where=sa.text(DELIVERY_IS_PENDING),
        postgresql_where=sa.text(DELIVERY_IS_PENDING),
    ),
    sa.Index(None, "merchant_id", "created_at"),
    mutable=("state", "tries", "attempts", "next_at", "ended_at", "last_failure", "replay_id"),
    refers={"event_id": "webhook_events.id", "endpoint_id": "webhook_endpoints.id"},
)
WEBHOOK_ATTEMPTS = table("webhook_attempts", records.WebhookAttempt, refers={"delivery_id": "webhook_deliveries.id"})
