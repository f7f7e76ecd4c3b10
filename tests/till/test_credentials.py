from __future__ import annotations

import stat
from pathlib import Path

import keyring.backends.fail
import keyring.errors
import pytest

from pos_app.credentials import (
    Credentials,
    CredentialsError,
    KeyringLockedError,
    NoKeyringError,
    SecretFileError,
    Where,
)
from tests.fakes import MemoryKeyring


def test_the_token_lies_in_the_keyring_and_in_no_file(tmp_path: Path) -> None:
    till = Credentials(tmp_path, allow_file=True, backend=MemoryKeyring())
    assert till.token() is None
    assert till.keep_token("secret-token") is Where.KEYRING
    secret = till.token()
    assert secret is not None
    assert (secret.text, secret.where) == ("secret-token", Where.KEYRING)
    assert b"secret-token" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    till.forget_token()
    assert till.token() is None
    till.forget_token()


def test_each_data_folder_has_secrets_of_its_own(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    Credentials(tmp_path / "a", allow_file=False, backend=backend).keep_token("one")
    assert Credentials(tmp_path / "b", allow_file=False, backend=backend).token() is None


def test_the_outboxs_key_is_made_once(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    key, where = Credentials(tmp_path, allow_file=False, backend=backend).seal_key()
    assert (len(key), where) == (32, Where.KEYRING)
    assert Credentials(tmp_path, allow_file=False, backend=backend).seal_key() == (key, where)


def test_without_a_keyring_a_private_file_is_used_and_said(tmp_path: Path) -> None:
    till = Credentials(tmp_path / "data", allow_file=True, backend=keyring.backends.fail.Keyring())
    assert till.keep_token("secret-token") is Where.FILE
    key, where = till.seal_key()
    assert where is Where.FILE
    assert till.seal_key() == (key, where)
    secret = till.token()
    assert secret is not None
    assert (secret.text, secret.where) == ("secret-token", Where.FILE)
    for file in (tmp_path / "data").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    till.forget_token()
    assert till.token() is None


def test_without_a_keyring_and_without_leave_nothing_is_written(tmp_path: Path) -> None:
    till = Credentials(tmp_path, allow_file=False, backend=keyring.backends.fail.Keyring())
    with pytest.raises(NoKeyringError, match="no keyring"):
        till.keep_token("secret-token")
    with pytest.raises(NoKeyringError):
        till.seal_key()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "trouble", [keyring.errors.KeyringLocked("x"), keyring.errors.InitError("x"), OSError("bus"), RuntimeError("x")]
)
def test_a_keyring_that_stays_locked_is_told_apart(tmp_path: Path, trouble: Exception) -> None:
    backend = MemoryKeyring()
    backend.trouble = trouble
    with pytest.raises(KeyringLockedError, match="unlock"):
        Credentials(tmp_path, allow_file=False, backend=backend).token()
    assert Credentials(tmp_path, allow_file=True, backend=backend).keep_token("t") is Where.FILE


def test_when_a_keyring_appears_the_files_secret_stays_valid_until_it_is_kept_anew(tmp_path: Path) -> None:
    Credentials(tmp_path, allow_file=True, backend=keyring.backends.fail.Keyring()).keep_token("old")
    till = Credentials(tmp_path, allow_file=True, backend=MemoryKeyring())
    secret = till.token()
    assert secret is not None
    assert (secret.text, secret.where) == ("old", Where.FILE)
    assert till.keep_token("new") is Where.KEYRING
    assert list(tmp_path.glob("*.secret")) == []


@pytest.mark.parametrize("trouble", [keyring.errors.KeyringLocked("x"), keyring.errors.NoKeyringError("x")])
def test_a_key_that_lies_in_a_keyring_which_does_not_open_today_is_not_made_anew(
    tmp_path: Path, trouble: Exception
) -> None:
    backend = MemoryKeyring()
    till = Credentials(tmp_path, allow_file=True, backend=backend)
    key = till.seal_key()
    backend.trouble = trouble
    for ask in (till.seal_key, till.token, till.forget_token):
        with pytest.raises(CredentialsError):
            ask()
    backend.trouble = None
    assert till.seal_key() == key


def test_a_file_that_others_can_read_is_not_trusted(tmp_path: Path) -> None:
    till = Credentials(tmp_path, allow_file=True, backend=keyring.backends.fail.Keyring())
    till.keep_token("secret-token")
    (tmp_path / "till-token.secret").chmod(0o644)
    with pytest.raises(SecretFileError, match="chmod 600") as caught:
        till.token()
    assert "secret-token" not in str(caught.value)


def test_a_damaged_key_is_said(tmp_path: Path) -> None:
    backend = MemoryKeyring()
    till = Credentials(tmp_path, allow_file=False, backend=backend)
    backend.set_password(till.service, "outbox-key", "not a key")
    with pytest.raises(SecretFileError, match="damaged"):
        till.seal_key()


def test_a_folder_that_cant_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    till = Credentials(tmp_path / "file" / "data", allow_file=True, backend=keyring.backends.fail.Keyring())
    with pytest.raises(SecretFileError, match="can't be written"):
        till.keep_token("secret-token")


@pytest.mark.parametrize("token", ["", "two words", "line\nbreak", "ünïcode"])
def test_a_token_that_cant_stand_in_a_header_is_refused(tmp_path: Path, token: str) -> None:
    with pytest.raises(ValueError, match="one word"):
        Credentials(tmp_path, allow_file=True, backend=MemoryKeyring()).keep_token(token)


def test_a_secret_does_not_show_itself() -> None:
    from pos_app.credentials import Secret

    assert "hidden" not in repr(Secret("hidden", Where.FILE)) + str(Secret("hidden", Where.FILE))
