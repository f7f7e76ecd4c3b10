"""Signatures after the Standard Webhooks specification: HMAC-SHA256 over id, time and body, by a `whsec_` secret."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence

from backend_stub.domain.records import WebhookEndpoint
from backend_stub.services.secrets import Keys

PREFIX = "whsec_"
SECRET_BYTES = 32


def new_secret() -> str:
    """A secret for an endpoint: 256 random bits."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(secret: str, webhook_id: str, at_s: int, body: bytes) -> str:
    """One signature, `v1,` and base64."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{webhook_id}.{at_s}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()


def headers(secrets_in_force: Sequence[str], webhook_id: str, at_s: int, body: bytes) -> dict[str, str]:
    """What a receiver checks; several signatures while a secret is being changed."""
    return {
        "webhook-id": webhook_id,
        "webhook-timestamp": str(at_s),
        "webhook-signature": " ".join(signature(one, webhook_id, at_s, body) for one in secrets_in_force),
        "content-type": "application/json",
    }


def secrets_in_force(keys: Keys, endpoint: WebhookEndpoint, now: int) -> list[str]:
    """The secret, and for a day the one before it."""
    sealed = [endpoint.sealed_secret]
    if endpoint.sealed_old_secret is not None and now < (endpoint.old_secret_until or 0):
        sealed.append(endpoint.sealed_old_secret)
    return [keys.unseal(one, endpoint.id) for one in sealed]
