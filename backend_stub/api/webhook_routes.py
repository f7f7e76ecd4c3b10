"""Webhooks of a merchant: endpoints and their secrets, the delivery log, sending off again."""

from __future__ import annotations

from typing import Annotated

from litestar import get, post
from litestar.params import JSONBody, QueryParameter

from backend_stub.api.asking import BEARER, Cursor, Key, Limit, PathId, caller, done, next_cursor, place, platform
from backend_stub.api.problems import WITH_BODY, WITH_TOKEN, AnyRequest, Stop, responses
from backend_stub.contract import (
    UUID_PATTERN,
    DeliveryState,
    NewWebhookEndpoint,
    NoBody,
    ProblemCode,
    TokenKind,
    WebhookDelivery,
    WebhookDeliveryList,
    WebhookEndpoint,
    WebhookEndpointList,
    WebhookLog,
    WebhookSecret,
    WebhookSwitch,
)
from backend_stub.domain import records
from backend_stub.services import webhook_replies, webhooks
from backend_stub.services.platform import Platform
from backend_stub.storage import webhook_reads

MANAGER = TokenKind.MANAGER
_WRITES = responses(*WITH_TOKEN, *WITH_BODY, 404, 409, 422)


@post("/v1/webhook-endpoints", status_code=200, security=BEARER, responses=_WRITES, raises=[])
async def add_webhook_endpoint(
    request: AnyRequest, data: JSONBody[NewWebhookEndpoint], idempotency_key: Key
) -> WebhookSecret:
    """Listen to what happens at this merchant: answers with the secret that signs what is sent."""
    asker = await caller(request, MANAGER)
    here = platform(request)
    row = done(await webhooks.register(here, asker.subject_id, idempotency_key, data), records.WebhookEndpoint)
    return _with_secret(here, row)


def _with_secret(here: Platform, row: records.WebhookEndpoint) -> WebhookSecret:
    return WebhookSecret(endpoint=webhook_replies.endpoint(row), secret=webhooks.secret_of(here.keys, row))


@get("/v1/webhook-endpoints", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_webhook_endpoints(request: AnyRequest) -> WebhookEndpointList:
    """The merchant's webhook endpoints, also those turned off."""
    asker = await caller(request, MANAGER)
    rows = await platform(request).read(webhook_reads.endpoints, asker.subject_id)
    return WebhookEndpointList(items=[webhook_replies.endpoint(row) for row in rows])


@post("/v1/webhook-endpoints/{endpoint_id:str}/secret", status_code=200, security=BEARER, responses=_WRITES, raises=[])
async def rotate_webhook_secret(
    request: AnyRequest, endpoint_id: PathId, data: JSONBody[NoBody], idempotency_key: Key
) -> WebhookSecret:
    """Change an endpoint's secret: for a day both sign, so that the receiver can be changed in between."""
    del data
    asker = await caller(request, MANAGER)
    here = platform(request)
    reply = await webhooks.rotate(here, asker.subject_id, endpoint_id, idempotency_key)
    return _with_secret(here, done(reply, records.WebhookEndpoint))


@post("/v1/webhook-endpoints/{endpoint_id:str}/switch", status_code=200, security=BEARER, responses=_WRITES, raises=[])
async def switch_webhook_endpoint(
    request: AnyRequest, endpoint_id: PathId, data: JSONBody[WebhookSwitch], idempotency_key: Key
) -> WebhookEndpoint:
    """Turn an endpoint off, or on again: what waited for it then goes out."""
    asker = await caller(request, MANAGER)
    reply = await webhooks.switch(
        platform(request), asker.subject_id, endpoint_id, idempotency_key, enabled=data.is_enabled
    )
    return webhook_replies.endpoint(done(reply, records.WebhookEndpoint))


@get("/v1/webhook-deliveries", security=BEARER, responses=responses(*WITH_TOKEN), raises=[])
async def list_webhook_deliveries(
    request: AnyRequest,
    in_state: Annotated[
        DeliveryState | None, QueryParameter(name="state", description="Only those in this state.")
    ] = None,
    endpoint_id: Annotated[
        str | None, QueryParameter(pattern=UUID_PATTERN, description="Only those to this endpoint.")
    ] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> WebhookDeliveryList:
    """Deliveries, newest first."""
    asker = await caller(request, MANAGER)
    before = place(cursor)
    rows = await platform(request).read(
        webhook_reads.deliveries, asker.subject_id, in_state, endpoint_id, before, limit
    )
    further = next_cursor(len(rows), limit, rows[-1].created_at, rows[-1].id) if rows else None
    return WebhookDeliveryList(items=[webhook_replies.delivery(row) for row in rows], next_cursor=further)


@get("/v1/webhook-deliveries/{delivery_id:str}", security=BEARER, responses=responses(*WITH_TOKEN, 404), raises=[])
async def show_webhook_delivery(request: AnyRequest, delivery_id: PathId) -> WebhookLog:
    """A delivery: what was sent, and what came of each attempt."""
    asker = await caller(request, MANAGER)
    found = await platform(request).read(webhook_reads.log, asker.subject_id, delivery_id)
    if found is None:
        raise Stop(ProblemCode.NOT_FOUND, "no such delivery of yours")
    return webhook_replies.log(*found)


@post("/v1/webhook-deliveries/{delivery_id:str}/replay", status_code=200, security=BEARER, responses=_WRITES, raises=[])
async def replay_webhook_delivery(
    request: AnyRequest, delivery_id: PathId, data: JSONBody[NoBody], idempotency_key: Key
) -> WebhookDelivery:
    """Send a delivery off again, from the first try: a dead one, or one the receiver has lost."""
    del data
    asker = await caller(request, MANAGER)
    reply = await webhooks.replay(platform(request), asker.subject_id, delivery_id, idempotency_key)
    return webhook_replies.delivery(done(reply, records.WebhookDelivery))


ROUTES = [
    add_webhook_endpoint,
    list_webhook_endpoints,
    rotate_webhook_secret,
    switch_webhook_endpoint,
    list_webhook_deliveries,
    show_webhook_delivery,
    replay_webhook_delivery,
]
