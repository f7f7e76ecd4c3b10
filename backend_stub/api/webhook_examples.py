"""One example of each message of webhooks, for the OpenAPI document."""

from __future__ import annotations

import datetime as dt

import msgspec

from backend_stub import contract
from backend_stub.contract import DeliveryState, EventType

_AT = dt.datetime(2026, 11, 23, 15, 4, 5, tzinfo=dt.UTC)


def _id(number: int) -> str:
    return f"01932a7c-5b1e-7c3a-9d2f-{number:012x}"


_ENDPOINT = contract.WebhookEndpoint(
    endpoint_id=_id(40),
    url="https://books.example/hooks",
    events=[EventType.PAID, EventType.REFUNDED],
    is_enabled=True,
    disabled_why=None,
    created_at=_AT,
    old_secret_until=None,
)
_DELIVERY = contract.WebhookDelivery(
    delivery_id=_id(41),
    event_id=_id(42),
    endpoint_id=_id(40),
    type=EventType.PAID,
    state=DeliveryState.PENDING,
    attempts=1,
    created_at=_AT,
    next_at=_AT + dt.timedelta(seconds=5),
    last_failure="no answer within 10 seconds",
)

WEBHOOK_EXAMPLES: tuple[msgspec.Struct, ...] = (
    contract.NewWebhookEndpoint(url="https://books.example/hooks", events=[EventType.PAID, EventType.REFUNDED]),
    contract.WebhookSwitch(is_enabled=False),
    contract.NoBody(),
    _ENDPOINT,
    contract.WebhookSecret(endpoint=_ENDPOINT, secret="whsec_" + "x" * 43 + "="),
    contract.WebhookEndpointList(items=[_ENDPOINT]),
    _DELIVERY,
    contract.WebhookDeliveryList(items=[_DELIVERY]),
    contract.WebhookLog(
        delivery=_DELIVERY,
        body='{"type":"redemption.paid","timestamp":"2026-11-23T15:04:05+00:00","data":{"amount_minor":1250}}',
        attempts=[
            contract.WebhookAttempt(
                number=1, at=_AT, took_ms=10_000, status=None, failure="no answer within 10 seconds"
            )
        ],
    ),
)
