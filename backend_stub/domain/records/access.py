"""How a customer proves who they are on a web page: PIN, passkeys, one-time secrets, and what was tried."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.domain.records.base import Record


@dataclass(frozen=True, slots=True)
class CustomerPin(Record):
    """A customer's PIN, as argon2 keeps it; `id` is the customer's."""

    id: str
    pin_hash: str
    set_at: int


@dataclass(frozen=True, slots=True)
class SignInTries(Record):
    """Wrong PINs in a row for a handle, whether or not anybody has it: so the delays tell a guesser nothing.

    `id` is a keyed hash of the handle that was typed.
    """

    id: str
    failures: int
    locked_until: int
    tried_at: int


@dataclass(frozen=True, slots=True)
class Passkey(Record):
    """A WebAuthn credential; `id` is the credential's id and `public_key` its COSE key, both base64url."""

    id: str
    customer_id: str
    public_key: str
    sign_count: int
    name: str
    created_at: int
    used_at: int | None


@dataclass(frozen=True, slots=True)
class OneTimeSecret(Record):
    """Something that works once and not for long: a link for a further device, a passkey's challenge. Only a keyed hash."""

    id: str
    purpose: str  # SecretPurpose
    secret_hash: str
    customer_id: str | None
    expires_at: int
    used_at: int | None
