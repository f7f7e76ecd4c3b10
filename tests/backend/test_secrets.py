"""Codes, tokens and PINs: not in the database, not in the log, not in an answer that nobody asked for them in."""

from __future__ import annotations

import base64
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from structlog.testing import LogCapture

from backend_stub.services import inbox
from backend_stub.services.secrets import KeyFileError, Keys, key_from_file, new_token, pin_hash, pin_is_right
from backend_stub.storage import chores
from tests.backend.shop import PIN, WRONG_PIN, World
from tests.conftest import MASTER_KEY


@pytest.fixture
def log() -> Iterator[LogCapture]:
    capture = LogCapture()
    before = structlog.get_config()
    structlog.configure(processors=[capture], cache_logger_on_first_use=False)
    yield capture
    structlog.configure(**before)


def files_of(world: World) -> bytes:
    """Every byte of the database on disk, what is still in its log included."""
    database = Path(world.platform.database.url.database or "")
    return b"".join(path.read_bytes() for path in sorted(database.parent.glob(f"{database.name}*")))


def test_no_secret_reaches_the_database_files_or_the_log(lite: World, log: LogCapture) -> None:
    codes = [lite.code(lite.mara) for _ in range(3)]
    lite.redeem(codes[2])
    sale = lite.paid(lite.mara)
    body = {"attempt_id": sale["attempt_id"], "approval": lite.approval(WRONG_PIN)}
    lite.api.post("/v1/refunds", lite.till, body)
    lite.api.post("/v1/refunds", lite.till, body | {"approval": lite.approval()})
    signed = new_token()
    lite.api.post(
        "/v1/customers", None, {"social_id": "new.one", "display_name": "N", "device_name": "P", "token": signed}
    )
    secrets = [*codes, lite.till, lite.manager, lite.mara.token, lite.jonas.token, signed, MASTER_KEY.decode("latin-1")]
    kept = files_of(lite)
    assert lite.mara.account_id.encode() in kept
    for secret in secrets:
        assert secret.encode("latin-1") not in kept
        assert secret not in str(log.entries)
    for pin in (PIN, WRONG_PIN):
        assert f'"{pin}"' not in str(log.entries)
        assert f"'{pin}'" not in str(log.entries)


def test_a_bug_of_ours_is_logged_without_the_values_it_happened_with(
    lite: World, log: LogCapture, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_: object) -> None:
        raise LookupError("something is missing")

    monkeypatch.setattr(inbox, "newest", broken)
    answer = lite.api.get("/v1/messages", lite.mara.token)
    assert (answer.status_code, answer.json()["code"]) == (500, "our_bug")
    assert "missing" not in answer.text
    (entry,) = log.entries
    assert (entry["event"], entry["error"], entry["words"]) == ("request_raised", "LookupError", "something is missing")
    assert any("list_messages" in frame for frame in entry["way"])
    structlog.reset_defaults()  # as in a program that configured nothing: no frames with their variables on the screen
    lite.api.get("/v1/messages", lite.mara.token)
    printed = capsys.readouterr()
    assert "request_raised" in printed.out
    assert lite.mara.token not in printed.out + printed.err


def test_no_answer_repeats_a_secret_it_was_sent(lite: World) -> None:
    code = lite.code(lite.mara)
    answers = [
        lite.redeem(code),
        lite.redeem(code),
        lite.redeem(code + "0"),
        lite.api.get("/v1/redemptions", lite.till),
        lite.api.get("/v1/messages", lite.mara.token),
        lite.api.post("/v1/redemptions", lite.till, {"code": code, "amount_minor": -1}),
        lite.api.post("/v1/refunds", lite.till, {"attempt_id": "x", "approval": lite.approval("25801111")}),
        lite.api.post("/v1/topups", lite.till, {"code": code, "amount_minor": 500, "currency": "EUR"}),
    ]
    for answer in answers:
        assert code not in answer.text
        assert "25801111" not in answer.text
        assert lite.till not in answer.text


def test_the_sealed_text_of_a_code_is_erased_when_it_is_over(world: World) -> None:
    world.code(world.mara)
    query = "SELECT COUNT(*) FROM payment_codes WHERE sealed_text IS NOT NULL"

    def sealed() -> int:
        with world.platform.database.read.connect() as connection:
            return int(connection.exec_driver_sql(query).scalar_one())

    world.platform.writer.chore(chores.CodesForgotten()).result()
    assert sealed() == 1
    world.clock.forward(60)
    world.platform.writer.chore(chores.CodesForgotten()).result()
    assert sealed() == 0


def test_codes_never_used_are_forgotten_after_a_week_and_used_ones_kept(world: World) -> None:
    world.code(world.mara)
    world.paid(world.mara)
    world.clock.forward(7 * 86_400 + 60)
    world.platform.writer.chore(chores.CodesForgotten()).result()
    with world.platform.database.read.connect() as connection:
        assert connection.exec_driver_sql("SELECT COUNT(*) FROM payment_codes").scalar_one() == 1


def test_a_sealed_text_opens_only_with_its_key_beside_its_id() -> None:
    keys, others = Keys(MASTER_KEY), Keys(bytes(32))
    sealed = keys.seal("731234", "id")
    assert keys.unseal(sealed, "id") == "731234"
    assert keys.seal("731234", "id") != sealed
    for wrong in (lambda: keys.unseal(sealed, "another id"), lambda: others.unseal(sealed, "id")):
        with pytest.raises(KeyFileError, match="another key"):
            wrong()


def test_hashes_of_each_purpose_and_each_installation_differ() -> None:
    keys, others = Keys(MASTER_KEY), Keys(bytes(32))
    hashes = {keys.code_hash("x"), keys.token_hash("x"), keys.request_hash("", b"x"), others.code_hash("x")}
    assert len(hashes) == 4
    assert keys.request_hash("a", b"bc") != keys.request_hash("ab", b"c")


def test_a_pin_is_kept_by_argon2id() -> None:
    hashed = pin_hash(PIN)
    assert hashed.startswith("$argon2id$")
    assert pin_is_right(PIN, hashed)
    assert not pin_is_right(WRONG_PIN, hashed)
    assert not pin_is_right(PIN, "no hash at all")


def test_the_key_file_is_made_once_and_for_its_user_only(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "platform.key"
    first = key_from_file(path)
    assert key_from_file(path).code_hash("x") == first.code_hash("x")
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text", [b"", b"short", base64.b64encode(bytes(31)), base64.b64encode(bytes(33)), b"\xff" * 44, b"*" * 44]
)
def test_a_key_file_that_is_none_is_refused_and_left_alone(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "platform.key"
    path.write_bytes(text)
    with pytest.raises(KeyFileError):
        key_from_file(path)
    assert path.read_bytes() == text
