"""The till's secrets: its token, and the key that seals the outbox. In the operating system's keyring, or honestly not.

A locked keyring may ask a person and wait: call these from any thread but the GUI's. Where there is no keyring, and only
where the caller allows it, secrets go to files that only this user can read, and the answer says so.

    CredentialsError
    ├── NoKeyringError       this machine offers no keyring, and files were not allowed
    ├── KeyringLockedError   there is one, it stays locked or fails
    └── SecretFileError      the fallback's file can't be read, written or trusted
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import enum
import hashlib
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import keyring
import keyring.backend
import keyring.errors

from pos_app.seal import KEY_BYTES, new_key

TOKEN = "till-token"  # noqa: S105 -- a name, not a secret
SEAL_KEY = "outbox-key"
PLATFORM_KEY = "platform-key"
T = TypeVar("T")
_IN_KEYRING = "secrets-are-in-the-keyring"  # a file of this name: what is missing is not made anew
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class CredentialsError(Exception):
    """A secret can't be kept or read; the message says what to do and holds no secret."""


class NoKeyringError(CredentialsError):
    """No keyring on this machine, and files were not allowed."""


class KeyringLockedError(CredentialsError):
    """The keyring is there and does not open."""


class SecretFileError(CredentialsError):
    """The file of the fallback can't be used."""


class Where(enum.StrEnum):
    """Where a secret lies."""

    KEYRING = "keyring"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret and where it lies; its text is in no repr."""

    text: str
    where: Where

    def __repr__(self) -> str:
        return f"Secret(…, {self.where})"


class Credentials:
    """The secrets of the till whose data lies in `data_dir`; each folder has its own name in the keyring.

    `allow_file` is the caller's permission for the fallback. `backend` is for tests; None takes the system's.
    """

    def __init__(
        self, data_dir: Path, *, allow_file: bool, backend: keyring.backend.KeyringBackend | None = None
    ) -> None:
        place = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
        self.service = f"prepaid-pos till {place}"
        self._folder = data_dir
        self._allow_file = allow_file
        self._backend = backend

    def token(self) -> Secret | None:
        """The till's token; None when it was never enrolled."""
        return self._read(TOKEN)

    def keep_token(self, token: str) -> Where:
        """Keeps the till's token. ValueError for one that can't stand in an HTTP header."""
        if not token or not token.isascii() or not token.isprintable() or " " in token:
            raise ValueError("a token is one word of printable ASCII")
        return self._write(TOKEN, token)

    def forget_token(self) -> None:
        """The till is no longer enrolled."""
        try:
            self._in_keyring(lambda backend: _delete(backend, self.service, TOKEN))
        except CredentialsError:
            if not self._allow_file or self._marker.exists():
                raise
        self._file(TOKEN).unlink(missing_ok=True)

    def seal_key(self) -> tuple[bytes, Where]:
        """The outbox's key; made at the first call."""
        return self._key(SEAL_KEY)

    def platform_key(self) -> bytes:
        """The key of the platform that runs inside this till; made at the first call."""
        return self._key(PLATFORM_KEY)[0]

    def _key(self, name: str) -> tuple[bytes, Where]:
        found = self._read(name)
        if found is None:
            key = new_key()
            return key, self._write(name, base64.b64encode(key).decode())
        return _key_from(found.text), found.where

    def _read(self, name: str) -> Secret | None:
        """The keyring's, else the file's: a fallback of an earlier day stays valid when a keyring appears.

        Where this folder's secrets are in a keyring that does not open today, a missing one is no reason to make it anew:
        whatever was sealed or hashed with the old one would be lost.
        """
        try:
            text = self._in_keyring(lambda backend: backend.get_password(self.service, name))
        except CredentialsError:
            text = self._read_file(name) if self._allow_file else None
            if text is None and (not self._allow_file or self._marker.exists()):
                raise
            return None if text is None else Secret(text, Where.FILE)
        if text is not None:
            return Secret(text, Where.KEYRING)
        text = self._read_file(name)
        return None if text is None else Secret(text, Where.FILE)

    def _write(self, name: str, text: str) -> Where:
        try:
            self._in_keyring(lambda backend: backend.set_password(self.service, name, text))
        except CredentialsError:
            if not self._allow_file:
                raise
            self._write_file(self._file(name), text)
            return Where.FILE
        if not self._marker.exists():
            self._write_file(self._marker, "")
        self._file(name).unlink(missing_ok=True)
        return Where.KEYRING

    def _in_keyring(self, do: Callable[[keyring.backend.KeyringBackend], T]) -> T:
        """What the keyring does; NoKeyringError or KeyringLockedError where it can't."""
        try:
            return do(self._backend or keyring.get_keyring())
        except keyring.errors.NoKeyringError:
            raise NoKeyringError(
                "this computer offers no keyring to keep the till's secrets in; set one up, or allow files"
            ) from None
        except (keyring.errors.KeyringError, RuntimeError, OSError) as error:
            raise KeyringLockedError(
                f"the keyring does not open ({type(error).__name__}); unlock it and start again"
            ) from None

    @property
    def _marker(self) -> Path:
        return self._folder / _IN_KEYRING

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.secret"

    def _read_file(self, name: str) -> str | None:
        file = self._file(name)
        try:
            with file.open(encoding="ascii") as opened:
                if os.name == "posix" and stat.S_IMODE(os.fstat(opened.fileno()).st_mode) & _OTHERS:
                    raise SecretFileError(
                        f"{file.name} can be read by others on this computer; make it private (chmod 600)"
                    )
                return opened.read().strip() or None
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise SecretFileError(f"{file.name} can't be read ({type(error).__name__})") from None

    def _write_file(self, file: Path, text: str) -> None:
        """Written beside and renamed, so that a torn write leaves the old one."""
        beside = file.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.unlink(missing_ok=True)
            opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(opened, "w", encoding="ascii") as writer:
                writer.write(text)
                writer.flush()
                os.fsync(writer.fileno())
            beside.replace(file)
        except OSError as error:
            raise SecretFileError(f"{file.name} can't be written ({error.strerror}); see to the disk") from None


def _delete(backend: keyring.backend.KeyringBackend, service: str, name: str) -> None:
    with contextlib.suppress(keyring.errors.PasswordDeleteError):
        backend.delete_password(service, name)


def _key_from(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise SecretFileError("the outbox's key is damaged; sales without an answer can still be asked for and ended")
    return key
