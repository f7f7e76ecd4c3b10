"""News for merchants' own systems: where they listen, what happened, and how each delivery fares."""

from __future__ import annotations

from typing import ClassVar

from backend_stub.domain.records.base import Record


class WebhookEndpoint(Record, frozen=True):
    """An address of a merchant's system. `events` lists event types, one blank between them; empty means all.

    The secrets are sealed; an old one signs beside the new until `old_secret_until`. `change_id` is the key of the last
    change, so that a change that is repeated is not done twice.
    """

    id: str
    merchant_id: str
    url: str
    events: str
    sealed_secret: str
    sealed_old_secret: str | None
    old_secret_until: int | None
    disabled_at: int | None
    disabled_why: str | None
    change_id: str
    created_at: int
    request_hash: str


class WebhookEvent(Record, frozen=True):
    """Something that happened at a merchant, as their systems are told: the body of its webhooks. Never changed."""

    id: str
    merchant_id: str
    type: str
    body: str
    at: int


class WebhookDelivery(Record, frozen=True):
    """An event on its way to an endpoint, saved with the act itself. `tries` counts since it was last sent off."""

    id: str
    event_id: str
    endpoint_id: str
    merchant_id: str
    type: str
    state: str  # DeliveryState
    tries: int
    attempts: int
    next_at: int
    created_at: int
    ended_at: int | None
    last_failure: str | None
    replay_id: str | None


class WebhookAttempt(Record, frozen=True):
    """One attempt at a delivery, and what came of it: the delivery log. Never changed."""

    KEY: ClassVar[tuple[str, ...]] = ("delivery_id", "number")
    delivery_id: str
    number: int
    at: int
    took_ms: int
    status: int | None
    failure: str | None
