"""What merchants' systems are told: read off the rows that a batch of decisions made, so that no decision need think of it.

The event and its deliveries are saved in the transaction of the act itself: neither can be there without the other.
Ids follow from the act, so nothing is told twice.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from backend_stub.contract import BatchState, DeliveryState, EventType, Outcome
from backend_stub.domain.calendar import date_of, day_number
from backend_stub.domain.records import (
    Batch,
    Payout,
    Record,
    Redemption,
    Refund,
    TopUp,
    Transfer,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookEvent,
    aware,
)
from backend_stub.domain.state import Decision, State

_NAMES = uuid.UUID("b6f6ff3d-4e0c-5c1e-9c3b-3d6a3f3f1c55")  # ours alone; ids are derived in it
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
Data = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Happening:
    """An act at a merchant, before it is known whether anybody listens."""

    type: EventType
    act_id: str
    merchant_id: str
    at: int
    row: Record


def happened(state: State) -> list[Happening]:
    """All that a merchant's system can be told of what was decided."""
    moved = {cast("Transfer", row).transaction_id for row in state.new.get(Transfer, {}).values()}
    return [*(_of_money(state, moved) if moved else ()), *_of_settlement(state)]


def _of_money(state: State, moved: set[str]) -> Iterator[Happening]:
    for sale in _saved(state, Redemption):
        if sale.id in moved and sale.outcome == Outcome.PAID:
            yield Happening(EventType.PAID, sale.id, sale.merchant_id, sale.decided_at, sale)
        if sale.reversal_id in moved and sale.outcome == Outcome.REVERSED:
            yield Happening(EventType.REVERSED, sale.reversal_id or "", sale.merchant_id, sale.decided_at, sale)
    for refund in _saved(state, Refund):
        yield Happening(EventType.REFUNDED, refund.id, refund.merchant_id, refund.at, refund)
    for top_up in _saved(state, TopUp):
        if top_up.id in moved:
            yield Happening(EventType.TOPPED_UP, top_up.id, top_up.merchant_id, top_up.at, top_up)


def _of_settlement(state: State) -> Iterator[Happening]:
    for batch in _saved(state, Batch):
        if batch.state in (BatchState.CLOSED, BatchState.CARRIED):
            yield Happening(EventType.SETTLED, batch.id, batch.merchant_id, batch.closed_at, batch)
    for payout in _saved(state, Payout):
        at = payout.failed_at or payout.confirmed_at or payout.at
        yield Happening(EventType.PAID_OUT, f"{payout.id} {payout.state}", payout.merchant_id, at, payout)


def _saved(state: State, kind: type) -> Iterable:  # type: ignore[type-arg]
    return [*state.new.get(kind, {}).values(), *state.changed.get(kind, {}).values()]


def tell(state: State, happenings: Iterable[Happening]) -> None:
    """Make events and deliveries for the endpoints that were loaded; what nobody listens to is not kept."""
    new: list[Record] = []
    for one in happenings:
        listening = [
            endpoint
            for endpoint in state.where(WebhookEndpoint, "merchant_id", one.merchant_id)
            if endpoint.disabled_at is None and wants(endpoint, one.type)
        ]
        if listening:
            event = _event(one)
            new += [event, *(_delivery(event, endpoint) for endpoint in listening)]
    if new:
        state.apply(Decision(new[0], new=tuple(new)))


def wants(endpoint: WebhookEndpoint, event_type: str) -> bool:
    """Whether the endpoint listens to events of this type."""
    return not endpoint.events or event_type in endpoint.events.split()


def _event(one: Happening) -> WebhookEvent:
    event_id = str(uuid.uuid5(_NAMES, f"{one.type.value} {one.act_id}"))
    body = {"type": one.type.value, "timestamp": aware(one.at).isoformat(), "data": told(one.row)}
    return WebhookEvent(event_id, one.merchant_id, one.type.value, _ENCODER.encode(body), one.at)


def _delivery(event: WebhookEvent, endpoint: WebhookEndpoint) -> WebhookDelivery:
    return WebhookDelivery(
        id=str(uuid.uuid5(_NAMES, f"{event.id} {endpoint.id}")),
        event_id=event.id,
        endpoint_id=endpoint.id,
        merchant_id=event.merchant_id,
        type=event.type,
        state=DeliveryState.PENDING.value,
        tries=0,
        attempts=0,
        next_at=event.at,
        created_at=event.at,
        ended_at=None,
        last_failure=None,
        replay_id=None,
    )


_SALE = (
    "store_id",
    "till_id",
    "operator_id",
    "amount_minor",
    "refunded_minor",
    "currency",
    "receipt_number",
    "reference",
)
_REFUND = ("till_id", "amount_minor", "refunded_total_minor", "currency", "receipt_number", "reason")
_TOP_UP = ("till_id", "account_id", "amount_minor", "currency", "source")
_BATCH = (
    "store_id",
    "business_day",
    "state",
    "sales_count",
    "gross_minor",
    "refunds_minor",
    "fee_minor",
    "discounts_minor",
    "top_ups_minor",
    "bonus_minor",
    "carry_in_minor",
    "net_minor",
    "currency",
)
_PAYOUT = ("batch_id", "state", "attempt", "amount_minor", "currency", "failure")
_TOLD: dict[type[Record], tuple[dict[str, str], tuple[str, ...]]] = {
    Redemption: ({"attempt_id": "id"}, _SALE),
    Refund: ({"refund_id": "id", "attempt_id": "redemption_id"}, _REFUND),
    TopUp: ({"topup_id": "id"}, _TOP_UP),
    Batch: ({"batch_id": "id"}, _BATCH),
    Payout: ({"payout_id": "id"}, _PAYOUT),
}


def told(row: Record) -> Data:
    """What of a row a merchant's system is told: nothing of the customer's person, so that nothing of it need be erased."""
    renamed, named = _TOLD[type(row)]
    data: Data = {name: getattr(row, field) for name, field in renamed.items()} | {
        name: getattr(row, name) for name in named
    }
    if isinstance(row, Batch):
        data["business_day"] = date_of(day_number(row.business_day)).isoformat()
    return data
