"""Reading webhooks: what is due, what went out, and the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.contract import DeliveryState
from backend_stub.domain.records import WebhookAttempt, WebhookDelivery, WebhookEndpoint, WebhookEvent
from backend_stub.storage import webhook_tables as tables
from backend_stub.storage.reads import Place

DELIVERIES, ENDPOINTS, EVENTS = tables.WEBHOOK_DELIVERIES, tables.WEBHOOK_ENDPOINTS, tables.WEBHOOK_EVENTS
IS_PENDING = sa.text(tables.DELIVERY_IS_PENDING)


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that should go out, with where to and what."""

    delivery: WebhookDelivery
    endpoint: WebhookEndpoint
    body: str


def due(connection: sa.Connection, now: int, but_to: Sequence[str], limit: int) -> list[Due]:
    """What should go out by now, the longest overdue first; not to these endpoints, nor to any that is turned off."""
    statement = (
        sa.select(DELIVERIES, ENDPOINTS, EVENTS.c.body)
        .join(ENDPOINTS, ENDPOINTS.c.id == DELIVERIES.c.endpoint_id)
        .join(EVENTS, EVENTS.c.id == DELIVERIES.c.event_id)
        .where(IS_PENDING, DELIVERIES.c.next_at <= now, ENDPOINTS.c.disabled_at.is_(None))
        .where(DELIVERIES.c.endpoint_id.not_in(but_to))
        .order_by(DELIVERIES.c.next_at)
        .limit(limit)
    )
    first, second = len(DELIVERIES.columns), len(DELIVERIES.columns) + len(ENDPOINTS.columns)
    return [
        Due(WebhookDelivery(*row[:first]), WebhookEndpoint(*row[first:second]), row[second])
        for row in connection.execute(statement)
    ]


def endpoints(connection: sa.Connection, merchant_id: str) -> list[WebhookEndpoint]:
    """A merchant's endpoints, oldest first."""
    statement = sa.select(ENDPOINTS).where(ENDPOINTS.c.merchant_id == merchant_id)
    rows = connection.execute(statement.order_by(ENDPOINTS.c.created_at, ENDPOINTS.c.id))
    return [WebhookEndpoint(*row) for row in rows]


def deliveries(
    connection: sa.Connection,
    merchant_id: str,
    state: DeliveryState | None,
    endpoint_id: str | None,
    before: Place | None,
    limit: int,
) -> list[WebhookDelivery]:
    """A merchant's deliveries, newest first."""
    at, delivery_id = DELIVERIES.c.created_at, DELIVERIES.c.id
    statement = sa.select(DELIVERIES).where(DELIVERIES.c.merchant_id == merchant_id)
    if state is not None:
        statement = statement.where(DELIVERIES.c.state == state.value)
    if endpoint_id is not None:
        statement = statement.where(DELIVERIES.c.endpoint_id == endpoint_id)
    if before is not None:
        statement = statement.where(sa.or_(at < before.at, sa.and_(at == before.at, delivery_id < before.id)))
    rows = connection.execute(statement.order_by(at.desc(), delivery_id.desc()).limit(limit))
    return [WebhookDelivery(*row) for row in rows]


def log(
    connection: sa.Connection, merchant_id: str, delivery_id: str
) -> tuple[WebhookDelivery, WebhookEvent, list[WebhookAttempt]] | None:
    """A delivery of the merchant's, what was sent, and each attempt."""
    mine = sa.select(DELIVERIES).where(DELIVERIES.c.id == delivery_id, DELIVERIES.c.merchant_id == merchant_id)
    row = connection.execute(mine).first()
    if row is None:
        return None
    delivery = WebhookDelivery(*row)
    event = WebhookEvent(*connection.execute(sa.select(EVENTS).where(EVENTS.c.id == delivery.event_id)).one())
    table = tables.WEBHOOK_ATTEMPTS
    tried = sa.select(table).where(table.c.delivery_id == delivery_id).order_by(table.c.number)
    return delivery, event, [WebhookAttempt(*one) for one in connection.execute(tried)]
