"""Webhook endpoints and the life of a delivery: pending, delivered, or dead after the last try, and sent off again by hand.

After the Standard Webhooks specification (standardwebhooks.com): the tries grow apart over three days; 410 ends an endpoint.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import DeliveryState, ProblemCode
from backend_stub.domain.records import SECOND, Record, WebhookAttempt, WebhookDelivery, WebhookEndpoint, altered
from backend_stub.domain.state import Decision, Moment, State, broken

ENDPOINTS_MAX = 10
OLD_SECRET_S = 24 * 3600
WAITS_S = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)  # between one try and the next
JITTER = 0.1
SUCCESS = range(200, 300)
GONE = 410
_USED = "this Idempotency-Key was used for another request"
_MISSING = "no such webhook endpoint of yours"


@dataclass(frozen=True, slots=True)
class Register:
    """A merchant's system wants to be told."""

    endpoint_id: str
    merchant_id: str
    url: str
    events: str
    sealed_secret: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class Rotate:
    """A new secret; the old one signs beside it for a day."""

    endpoint_id: str
    merchant_id: str
    sealed_secret: str
    change_id: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Turn an endpoint off, or on again."""

    endpoint_id: str
    merchant_id: str
    enabled: bool
    change_id: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Somebody is about to send this: nobody else does until `until`, after which it is due again."""

    delivery_id: str
    until: int


@dataclass(frozen=True, slots=True)
class Attempted:
    """What came of an attempt. `chance` in 0..1 spreads the next tries."""

    delivery_id: str
    endpoint_id: str
    took_ms: int
    status: int | None
    failure: str | None
    chance: float


@dataclass(frozen=True, slots=True)
class Replay:
    """Send a delivery off again, from the first try."""

    delivery_id: str
    merchant_id: str
    replay_id: str


def register(state: State, command: Register, moment: Moment) -> Decision:
    """A new endpoint, listening from now on."""
    known = state.get(WebhookEndpoint, command.endpoint_id)
    if known is not None:
        is_same = known.request_hash == command.request_hash and known.merchant_id == command.merchant_id
        return Decision(known) if is_same else broken(ProblemCode.KEY_REUSED, _USED)
    theirs = state.where(WebhookEndpoint, "merchant_id", command.merchant_id)
    if sum(one.disabled_at is None for one in theirs) >= ENDPOINTS_MAX:
        return broken(ProblemCode.RULE_BROKEN, f"a merchant has at most {ENDPOINTS_MAX} endpoints; turn one off first")
    made = WebhookEndpoint(
        id=command.endpoint_id,
        merchant_id=command.merchant_id,
        url=command.url,
        events=command.events,
        sealed_secret=command.sealed_secret,
        sealed_old_secret=None,
        old_secret_until=None,
        disabled_at=None,
        disabled_why=None,
        change_id=command.endpoint_id,
        created_at=moment.now,
        request_hash=command.request_hash,
    )
    return Decision(made, new=(made,))


def rotate(state: State, command: Rotate, moment: Moment) -> Decision:
    """Another secret for an endpoint."""
    known = state.get(WebhookEndpoint, command.endpoint_id)
    if known is None or known.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, _MISSING)
    if known.change_id == command.change_id:
        return Decision(known)
    changed = altered(
        known,
        sealed_secret=command.sealed_secret,
        sealed_old_secret=known.sealed_secret,
        old_secret_until=moment.now + OLD_SECRET_S * SECOND,
        change_id=command.change_id,
    )
    return Decision(changed, changed=(changed,))


def switch(state: State, command: Switch, moment: Moment) -> Decision:
    """Off: nothing more is kept for it, and what is pending stays where it is. On: it listens again, and that goes out."""
    known = state.get(WebhookEndpoint, command.endpoint_id)
    if known is None or known.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, _MISSING)
    if known.change_id == command.change_id or (known.disabled_at is None) == command.enabled:
        return Decision(known)
    changed = altered(
        known,
        disabled_at=None if command.enabled else moment.now,
        disabled_why=None if command.enabled else "turned off",
        change_id=command.change_id,
    )
    return Decision(changed, changed=(changed,))


def claim(state: State, command: Claim, moment: Moment) -> Decision:
    """Take a delivery that is due; refused when another was quicker. Who dies with it in hand only loses time."""
    kept = state.get(WebhookDelivery, command.delivery_id)
    if kept is None or kept.state != DeliveryState.PENDING or kept.next_at > moment.now:
        return broken(ProblemCode.CONFLICT, "not due")
    taken = altered(kept, next_at=command.until)
    return Decision(taken, changed=(taken,))


def attempted(state: State, command: Attempted, moment: Moment) -> Decision:
    """Write the attempt down; delivered, another try later, or dead after the last."""
    kept = state.need(WebhookDelivery, command.delivery_id)
    number = kept.attempts + 1
    log = WebhookAttempt(kept.id, number, moment.now, command.took_ms, command.status, command.failure)
    if kept.state != DeliveryState.PENDING:  # another process had it too, after a lease ran out, and has ended it
        after = altered(kept, attempts=number)
    elif command.status in SUCCESS:
        after = _ended(kept, DeliveryState.DELIVERED, number, None, moment)
    elif kept.tries >= len(WAITS_S) or command.status == GONE:
        after = _ended(kept, DeliveryState.DEAD, number, command.failure, moment)
    else:
        wait_us = WAITS_S[kept.tries] * SECOND * (1 + JITTER * (2 * command.chance - 1))
        after = altered(
            kept,
            tries=kept.tries + 1,
            attempts=number,
            next_at=moment.now + round(wait_us),
            last_failure=command.failure,
        )
    changed: tuple[Record, ...] = (after,)
    endpoint = state.get(WebhookEndpoint, command.endpoint_id)
    if command.status == GONE and endpoint is not None and endpoint.disabled_at is None:
        why = "it answered 410 Gone"
        changed = (after, altered(endpoint, disabled_at=moment.now, disabled_why=why))
    return Decision(after, new=(log,), changed=changed)


def _ended(
    kept: WebhookDelivery, state: DeliveryState, number: int, failure: str | None, moment: Moment
) -> WebhookDelivery:
    return altered(
        kept,
        state=state.value,
        tries=kept.tries + 1,
        attempts=number,
        ended_at=moment.now,
        last_failure=failure,
    )


def replay(state: State, command: Replay, moment: Moment) -> Decision:
    """Send off again what was delivered or has died; what is pending already goes out at once."""
    kept = state.get(WebhookDelivery, command.delivery_id)
    if kept is None or kept.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, "no such delivery of yours")
    if kept.replay_id == command.replay_id:
        return Decision(kept)
    again = altered(
        kept,
        state=DeliveryState.PENDING.value,
        tries=0,
        next_at=moment.now,
        ended_at=None,
        replay_id=command.replay_id,
    )
    return Decision(again, changed=(again,))
