"""Sealing what must lie on disk for a while and holds a secret: a payment code, a manager's PIN.

AES-256-GCM with a key kept elsewhere (`credentials.py`); what it is about (the attempt's id) is bound in, so that a
sealed body moved to another row does not open.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
_NONCE_BYTES = 12


class SealBrokenError(Exception):
    """It was sealed with another key, or altered. Holds nothing of the content."""


def new_key() -> bytes:
    """A fresh random key."""
    return AESGCM.generate_key(bit_length=KEY_BYTES * 8)


class Seal:
    """Seals and opens with one key; ValueError for a key that is not 32 bytes long."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a sealing key is {KEY_BYTES} bytes long, not {len(key)}")
        self._cipher = AESGCM(key)

    def close(self, plain: bytes, about: str) -> bytes:
        """Seals `plain`, bound to `about`."""
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, about.encode())

    def open(self, sealed: bytes, about: str) -> bytes:
        """What was sealed; raises SealBrokenError when key, content or `about` differ."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about.encode())
        except (InvalidTag, ValueError):
            raise SealBrokenError(f"the sealed body of {about} does not open with this till's key") from None
