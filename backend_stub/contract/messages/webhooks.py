"""News for merchants' own systems: endpoints, deliveries and what came of each attempt."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Annotated

import msgspec

from backend_stub.contract.messages.base import END, Id, Reply, Wire

Url = Annotated[
    str,
    msgspec.Meta(
        max_length=500,
        pattern=rf"^https?://[^\s/?#@\\]+(/[!-~]*)?{END}",
        description="Where to send; without a password.",
    ),
]


class EventType(enum.StrEnum):
    """What a merchant's system can be told."""

    PAID = "redemption.paid"
    REVERSED = "redemption.reversed"
    REFUNDED = "redemption.refunded"
    TOPPED_UP = "account.topped_up"
    SETTLED = "settlement.closed"
    PAID_OUT = "payout.changed"


class DeliveryState(enum.StrEnum):
    """How a delivery fares. A dead one was given up after the last try; it can be sent off again."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class NewWebhookEndpoint(Wire, frozen=True, kw_only=True):
    """A merchant's system wants to be told of events; an empty list means all of them."""

    url: Url
    events: Annotated[list[EventType], msgspec.Meta(max_length=20)] = msgspec.field(default_factory=list)


class WebhookEndpoint(Reply, frozen=True, kw_only=True):
    """Where a merchant's system listens."""

    endpoint_id: Id
    url: str
    events: list[EventType]
    is_enabled: bool
    disabled_why: str | None
    created_at: dt.datetime
    old_secret_until: dt.datetime | None


class WebhookSecret(Reply, frozen=True, kw_only=True):
    """An endpoint with the secret that signs what is sent to it (Standard Webhooks: `whsec_` and base64). Keep it safe."""

    endpoint: WebhookEndpoint
    secret: str


class WebhookEndpointList(Reply, frozen=True, kw_only=True):
    """A merchant's endpoints, oldest first."""

    items: list[WebhookEndpoint]
    next_cursor: str | None = None


class WebhookSwitch(Wire, frozen=True, kw_only=True):
    """Turn an endpoint on or off."""

    is_enabled: bool


class NoBody(Wire, frozen=True, kw_only=True):
    """Nothing need be said: an empty object."""


class WebhookAttempt(Reply, frozen=True, kw_only=True):
    """One attempt at a delivery: the status that came back, or why none did."""

    number: int
    at: dt.datetime
    took_ms: int
    status: int | None
    failure: str | None


class WebhookDelivery(Reply, frozen=True, kw_only=True):
    """An event on its way to an endpoint. `event_id` is its `webhook-id` header: the same for every attempt."""

    delivery_id: Id
    event_id: Id
    endpoint_id: Id
    type: EventType
    state: DeliveryState
    attempts: int
    created_at: dt.datetime
    next_at: dt.datetime | None
    last_failure: str | None


class WebhookDeliveryList(Reply, frozen=True, kw_only=True):
    """Deliveries, newest first."""

    items: list[WebhookDelivery]
    next_cursor: str | None = None


class WebhookLog(Reply, frozen=True, kw_only=True):
    """A delivery with what was sent and what came of each attempt."""

    delivery: WebhookDelivery
    body: str
    attempts: list[WebhookAttempt]
