"""From webhook rows to replies."""

from __future__ import annotations

from collections.abc import Sequence

from backend_stub import contract
from backend_stub.contract import DeliveryState, EventType
from backend_stub.domain import records
from backend_stub.domain.records import aware


def endpoint(row: records.WebhookEndpoint) -> contract.WebhookEndpoint:
    """An endpoint without its secret."""
    return contract.WebhookEndpoint(
        endpoint_id=row.id,
        url=row.url,
        events=[EventType(one) for one in row.events.split()],
        is_enabled=row.disabled_at is None,
        disabled_why=row.disabled_why,
        created_at=aware(row.created_at),
        old_secret_until=aware(row.old_secret_until) if row.old_secret_until else None,
    )


def delivery(row: records.WebhookDelivery) -> contract.WebhookDelivery:
    """How an event fares on its way to an endpoint."""
    state = DeliveryState(row.state)
    return contract.WebhookDelivery(
        delivery_id=row.id,
        event_id=row.event_id,
        endpoint_id=row.endpoint_id,
        type=EventType(row.type),
        state=state,
        attempts=row.attempts,
        created_at=aware(row.created_at),
        next_at=aware(row.next_at) if state is DeliveryState.PENDING else None,
        last_failure=row.last_failure,
    )


def log(
    row: records.WebhookDelivery, event: records.WebhookEvent, attempts: Sequence[records.WebhookAttempt]
) -> contract.WebhookLog:
    """A delivery with its body and its attempts."""
    tried = [
        contract.WebhookAttempt(
            number=one.number, at=aware(one.at), took_ms=one.took_ms, status=one.status, failure=one.failure
        )
        for one in attempts
    ]
    return contract.WebhookLog(delivery=delivery(row), body=event.body, attempts=tried)
