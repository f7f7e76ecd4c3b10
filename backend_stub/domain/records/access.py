"""How a customer proves who they are on a web page: PIN, passkeys, one-time secrets, and what was tried."""

from __future__ import annotations

from backend_stub.domain.records.base import Record


class CustomerPin(Record, frozen=True):
    """A customer's PIN, as argon2 keeps it; `id` is the customer's."""

    id: str
    pin_hash: str
    set_at: int


class SignInTries(Record, frozen=True):
    """Wrong PINs in a row for a handle, whether or not anybody has it: so the delays tell a guesser nothing.

    `id` is a keyed hash of the handle that was typed.
    """

    id: str
    failures: int
    locked_until: int
    tried_at: int


class Tally(Record, frozen=True):
    """How often something was tried within a window that is running; `id` is a keyed hash of which limit and who."""

    id: str
    times: int
    ends_at: int


class Passkey(Record, frozen=True):
    """A WebAuthn credential; `id` is the credential's id and `public_key` its COSE key, both base64url."""

    id: str
    customer_id: str
    public_key: str
    sign_count: int
    name: str
    created_at: int
    used_at: int | None


class OneTimeSecret(Record, frozen=True):
    """Something that works once and not for long: a link for a further device, a passkey's challenge. Only a keyed hash."""

    id: str
    purpose: str  # SecretPurpose
    secret_hash: str
    customer_id: str | None
    expires_at: int
    used_at: int | None
