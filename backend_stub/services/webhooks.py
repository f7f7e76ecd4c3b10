"""What a merchant does with webhooks: endpoints, secrets, the delivery log, sending off again."""

from __future__ import annotations

import msgspec

from backend_stub.contract import NewWebhookEndpoint, ProblemCode
from backend_stub.domain import webhooks
from backend_stub.domain.records import WebhookEndpoint
from backend_stub.domain.state import Broken
from backend_stub.services import outward
from backend_stub.services import webhook_usecases as usecases
from backend_stub.services.platform import Platform
from backend_stub.services.secrets import Keys
from backend_stub.services.signing import new_secret
from backend_stub.storage.writer import Reply

_ENCODER = msgspec.json.Encoder()


def registering(keys: Keys, merchant_id: str, key: str, request: NewWebhookEndpoint) -> webhooks.Register:
    """The command that makes an endpoint with a secret of its own."""
    return webhooks.Register(
        endpoint_id=key,
        merchant_id=merchant_id,
        url=request.url,
        events=" ".join(sorted({event.value for event in request.events})),
        sealed_secret=keys.seal(new_secret(), key),
        request_hash=keys.request_hash(f"webhook {merchant_id}", _ENCODER.encode(request)),
    )


async def register(platform: Platform, merchant_id: str, key: str, request: NewWebhookEndpoint) -> Reply:
    """A new endpoint; an address that could never be sent to is refused at once."""
    try:
        outward.check(request.url, anywhere=platform.options.webhooks_anywhere)
    except outward.NotAllowedError as error:
        return Broken(ProblemCode.RULE_BROKEN, str(error), "url")
    command = registering(platform.keys, merchant_id, key, request)
    return await platform.writer.submit(usecases.REGISTER_WEBHOOK, command)


async def rotate(platform: Platform, merchant_id: str, endpoint_id: str, key: str) -> Reply:
    """A new secret; both sign for a day."""
    sealed = platform.keys.seal(new_secret(), endpoint_id)
    command = webhooks.Rotate(endpoint_id, merchant_id, sealed, key)
    return await platform.writer.submit(usecases.ROTATE_WEBHOOK, command)


async def switch(platform: Platform, merchant_id: str, endpoint_id: str, key: str, *, enabled: bool) -> Reply:
    """Turn an endpoint on or off."""
    command = webhooks.Switch(endpoint_id, merchant_id, enabled, key)
    return await platform.writer.submit(usecases.SWITCH_WEBHOOK, command)


async def replay(platform: Platform, merchant_id: str, delivery_id: str, key: str) -> Reply:
    """Send a delivery off again."""
    return await platform.writer.submit(usecases.REPLAY_WEBHOOK, webhooks.Replay(delivery_id, merchant_id, key))


def secret_of(keys: Keys, endpoint: WebhookEndpoint) -> str:
    """The secret in force."""
    return keys.unseal(endpoint.sealed_secret, endpoint.id)
