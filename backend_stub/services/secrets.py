"""Secrets: keyed hashes of codes and tokens, sealed texts, PINs. The key lies apart from the database.

Codes and tokens are kept as HMAC-SHA256 under keys derived from one master key: a stolen database alone tells none of
them, and can't be searched for the few digits of a code. PINs are kept by argon2.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from backend_stub.contract import PAYMENT_CODE_BODY_DIGITS, payment_code

KEY_BYTES = 32
NONCE_BYTES = 12
_PINS = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's minimum for argon2id


class KeyFileError(Exception):
    """The key file is there, but it isn't a key of ours."""


class Keys:
    """All that is derived from the master key."""

    def __init__(self, master: bytes) -> None:
        if len(master) != KEY_BYTES:
            raise KeyFileError(f"the platform's key has {KEY_BYTES} bytes, not {len(master)}")
        self._codes = _derived(master, b"payment codes")
        self._tokens = _derived(master, b"tokens")
        self._requests = _derived(master, b"requests")
        self._access = _derived(master, b"access from web pages")
        self._sealing = AESGCM(_derived(master, b"sealed texts"))

    def code_hash(self, text: str) -> str:
        """How a payment code is stored and found."""
        return hmac.digest(self._codes, text.encode(), "sha256").hex()

    def token_hash(self, token: str) -> str:
        """How a bearer token is stored and found."""
        return hmac.digest(self._tokens, token.encode(), "sha256").hex()

    def access_hash(self, what: str, text: str) -> str:
        """How a web session, a one-time secret or a tried handle is stored: `what` keeps their kinds apart.

        A web session's token hashed so is none that the API would find.
        """
        return hmac.digest(self._access, what.encode() + b"\x00" + text.encode(), "sha256").hex()

    def request_hash(self, what: str, body: bytes) -> str:
        """Tells whether a repeated request is the same one; keyed, because a body may hold a code or a token."""
        return hmac.digest(self._requests, what.encode() + b"\x00" + body, "sha256").hex()[:32]

    def seal(self, text: str, bound_to: str) -> str:
        """Encrypt a text so that it opens only beside the id it is bound to."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return base64.b64encode(nonce + self._sealing.encrypt(nonce, text.encode(), bound_to.encode())).decode()

    def unseal(self, sealed: str, bound_to: str) -> str:
        """The text again; KeyFileError when it was sealed with another key."""
        raw = base64.b64decode(sealed)
        try:
            return self._sealing.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound_to.encode()).decode()
        except InvalidTag:
            raise KeyFileError("sealed with another key than the one at hand") from None


def _derived(master: bytes, purpose: bytes) -> bytes:
    return hmac.digest(master, b"prepaid-pos " + purpose, hashlib.sha256)


def key_from_file(path: Path) -> Keys:
    """The keys of this installation; made at the first start, readable by its user only."""
    try:
        text = path.read_text("ascii").strip()
    except FileNotFoundError:
        return Keys(_new_key_file(path))
    except UnicodeDecodeError:
        raise KeyFileError(f"{path} is not a key file") from None
    try:
        return Keys(base64.b64decode(text, validate=True))
    except ValueError:
        raise KeyFileError(f"{path} is not a key file") from None


def _new_key_file(path: Path) -> bytes:
    master = secrets.token_bytes(KEY_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(base64.b64encode(master) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return master


def new_token() -> str:
    """A bearer token: 256 random bits, base64url."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """A payment code nobody can guess: 15 random digits between our prefix and its check digit."""
    return payment_code(f"{secrets.randbelow(10**PAYMENT_CODE_BODY_DIGITS):0{PAYMENT_CODE_BODY_DIGITS}d}")


def pin_hash(pin: str) -> str:
    """argon2id of a PIN; takes tens of milliseconds, by intent."""
    return _PINS.hash(pin)


def pin_is_right(pin: str, hashed: str) -> bool:
    """Whether the PIN is the one that was hashed; as slow as hashing."""
    try:
        return _PINS.verify(hashed, pin)
    except (VerificationError, InvalidHashError):
        return False
