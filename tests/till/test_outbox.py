from __future__ import annotations

import datetime as dt
import os
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app import outbox as module
from pos_app.outbox import OutboxBusyError, OutboxFullError, OutboxTooNewError, OutboxUnwritableError, SqliteOutbox
from pos_app.presenters.ports import Attempt, AttemptState, RefundAttempt
from pos_app.seal import Seal, SealBrokenError, new_key
from tests.fakes import NOON, a_body, a_code, an_attempt

KEY = new_key()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


@pytest.fixture
def outbox(path: Path) -> Iterator[SqliteOutbox]:
    opened = SqliteOutbox(path, Seal(KEY), NOON)
    yield opened
    opened.close()


def reopened(outbox: SqliteOutbox, path: Path, now: dt.datetime = NOON) -> SqliteOutbox:
    outbox.close()
    return SqliteOutbox(path, Seal(KEY), now)


def test_an_attempt_comes_back_as_it_was_written_also_after_a_restart(outbox: SqliteOutbox, path: Path) -> None:
    attempt = an_attempt(cash_minor=530)
    outbox.add(attempt, a_body())
    again = reopened(outbox, path)
    assert again.unresolved() == [attempt]
    assert again.body(attempt.attempt_id) == a_body()
    again.close()


def test_the_payment_code_is_nowhere_on_the_disk_in_the_clear(outbox: SqliteOutbox, path: Path) -> None:
    outbox.add(an_attempt(), a_body(code=a_code(7)))
    on_disk = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert a_code(7).encode() not in on_disk
    assert b"amount_minor\x22" not in on_disk


def test_the_body_is_erased_with_the_answer(outbox: SqliteOutbox) -> None:
    attempt = an_attempt()
    outbox.add(attempt, a_body())
    assert outbox.finish(attempt.attempt_id, "paid", NOON)
    assert outbox.body(attempt.attempt_id) is None
    assert outbox.unresolved() == []
    found = outbox.find(attempt.attempt_id)
    assert found is not None
    assert (found.state, found.outcome) == (AttemptState.DONE, "paid")


def test_a_body_sealed_with_another_key_does_not_open_and_says_no_content(outbox: SqliteOutbox, path: Path) -> None:
    attempt = an_attempt()
    outbox.add(attempt, a_body())
    outbox.close()
    other = SqliteOutbox(path, Seal(new_key()), NOON)
    with pytest.raises(SealBrokenError) as caught:
        other.body(attempt.attempt_id)
    assert a_code() not in str(caught.value)
    other.close()


def test_a_sealed_body_moved_to_another_attempt_does_not_open() -> None:
    seal = Seal(KEY)
    assert seal.open(seal.close(b"x", "one"), "one") == b"x"
    with pytest.raises(SealBrokenError):
        seal.open(seal.close(b"x", "one"), "two")
    with pytest.raises(SealBrokenError):
        seal.open(b"", "one")
    with pytest.raises(ValueError, match="32 bytes"):
        Seal(b"short")


def test_a_try_makes_it_unknown_and_counts(outbox: SqliteOutbox) -> None:
    attempt = an_attempt()
    outbox.add(attempt, a_body())
    outbox.note_try(attempt.attempt_id, NOON)
    outbox.note_try(attempt.attempt_id, NOON)
    assert outbox.unresolved() == [replace(attempt, state=AttemptState.UNKNOWN, tries=2)]


def test_the_first_reversal_id_stays(outbox: SqliteOutbox) -> None:
    attempt = an_attempt()
    outbox.add(attempt, a_body())
    outbox.stop(attempt.attempt_id, "first")
    outbox.stop(attempt.attempt_id, "second")
    outbox.note_try(attempt.attempt_id, NOON)
    assert outbox.unresolved() == [replace(attempt, state=AttemptState.STOPPING, reversal_id="first", tries=1)]


def test_once_a_reversal_is_noted_only_its_answer_ends_the_attempt(outbox: SqliteOutbox) -> None:
    attempt = an_attempt()
    outbox.add(attempt, a_body())
    outbox.stop(attempt.attempt_id, "r")
    assert not outbox.finish(attempt.attempt_id, "paid", NOON)
    assert len(outbox.unresolved()) == 1
    assert outbox.finish(attempt.attempt_id, "reversed", NOON, after_stop=True)
    assert not outbox.finish(attempt.attempt_id, "paid", NOON), "the first answer stands"
    assert outbox.unresolved() == []


def test_a_stop_that_crosses_the_answer_opens_a_paid_attempt_again_but_no_other(outbox: SqliteOutbox) -> None:
    paid, refused = an_attempt(), an_attempt()
    for attempt, outcome in ((paid, "paid"), (refused, "refused")):
        outbox.add(attempt, a_body())
        outbox.finish(attempt.attempt_id, outcome, NOON)
        outbox.stop(attempt.attempt_id, "r")
    assert [attempt.attempt_id for attempt in outbox.unresolved()] == [paid.attempt_id]


def test_a_refund_comes_back_and_its_pin_is_erased_with_the_answer(outbox: SqliteOutbox, path: Path) -> None:
    refund = RefundAttempt("r1", "a1", 450, NOON)
    outbox.add_refund(refund, b'{"pin":"2468"}')
    outbox.note_refund_try("r1", NOON)
    again = reopened(outbox, path)
    assert again.unresolved_refunds() == [replace(refund, tries=1)]
    assert again.refund_body("r1") == b'{"pin":"2468"}'
    assert b"2468" not in path.read_bytes()
    again.finish_refund("r1", "refunded", NOON)
    assert again.refund_body("r1") is None
    assert again.unresolved_refunds() == []
    again.close()


def test_cash_parts_are_remembered_after_the_answer(outbox: SqliteOutbox) -> None:
    attempt = an_attempt(cash_minor=530)
    outbox.add(attempt, a_body())
    outbox.add(an_attempt(), a_body())
    outbox.finish(attempt.attempt_id, "paid", NOON)
    assert outbox.cash_parts() == {attempt.attempt_id: 530}


def test_what_is_done_goes_after_seven_days_and_what_is_open_never(outbox: SqliteOutbox, path: Path) -> None:
    done, open_one = an_attempt(), an_attempt()
    for attempt in (done, open_one):
        outbox.add(attempt, a_body())
    outbox.finish(done.attempt_id, "paid", NOON)
    again = reopened(outbox, path, NOON + dt.timedelta(days=6))
    assert again.find(done.attempt_id) is not None
    again = reopened(again, path, NOON + dt.timedelta(days=60))
    assert again.find(done.attempt_id) is None
    assert again.find(open_one.attempt_id) is not None
    again.close()


def test_of_too_many_done_ones_the_oldest_go(outbox: SqliteOutbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_DONE", 2)
    attempts = [an_attempt() for _ in range(4)]
    for place, attempt in enumerate(attempts):
        outbox.add(attempt, a_body())
        outbox.finish(attempt.attempt_id, "paid", NOON + dt.timedelta(minutes=place))
    outbox.prune(NOON)
    assert [outbox.find(attempt.attempt_id) is not None for attempt in attempts] == [False, False, True, True]


def test_too_many_unanswered_sales_end_in_a_clear_refusal(
    outbox: SqliteOutbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_UNRESOLVED", 2)
    for _ in range(2):
        outbox.add(an_attempt(), a_body())
    with pytest.raises(OutboxFullError, match="2 sales wait for an answer"):
        outbox.add(an_attempt(), a_body())


def test_a_full_disk_is_said_and_leaves_nothing_half_written(outbox: SqliteOutbox) -> None:
    outbox._db.execute("PRAGMA max_page_count = 1").fetchall()
    with pytest.raises(OutboxUnwritableError, match="see to the disk"):
        fill(outbox)
    written = len(outbox.unresolved())
    outbox._db.execute("PRAGMA max_page_count = 100000").fetchall()
    outbox.add(an_attempt(), a_body())
    assert len(outbox.unresolved()) == written + 1


def fill(outbox: SqliteOutbox) -> None:
    for _ in range(2000):
        outbox.add(an_attempt(), a_body())


def test_another_till_on_the_same_folder_is_told_so(outbox: SqliteOutbox, path: Path) -> None:
    with pytest.raises(OutboxBusyError, match="another till"):
        SqliteOutbox(path, Seal(KEY), NOON)
    assert outbox.unresolved() == []


def test_a_file_of_a_later_version_is_refused_and_left_alone(outbox: SqliteOutbox, path: Path) -> None:
    outbox.add(an_attempt(), a_body())
    outbox.close()
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 2")
    db.close()
    before = path.read_bytes()
    with pytest.raises(OutboxTooNewError, match="later version"):
        SqliteOutbox(path, Seal(KEY), NOON)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["outbox.db"]


@pytest.mark.parametrize("torn", ["garbage", "empty", "half", "holes", "other tables"])
def test_a_torn_file_is_set_aside_said_and_a_new_one_begun(
    outbox: SqliteOutbox, path: Path, torn: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(40):
        outbox.add(an_attempt(), a_body())
    outbox.close()
    tear(path, torn)
    before = path.read_bytes()
    again = SqliteOutbox(path, Seal(KEY), NOON)
    assert again.set_aside is not None
    assert again.set_aside.name.startswith("outbox.torn-20261123T120000")
    assert len(again.set_aside.read_bytes()) == len(before)
    assert "outbox.torn" in capsys.readouterr().out
    assert again.unresolved() == []
    again.add(an_attempt(), a_body())
    assert len(again.unresolved()) == 1
    again.close()


def tear(path: Path, how: str) -> None:
    content = path.read_bytes()
    if how == "garbage":
        path.write_bytes(b"not a database at all" * 1000)
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "half":
        path.write_bytes(content[: len(content) // 2])
    elif how == "holes":
        path.write_bytes(content[:4096] + os.urandom(len(content) - 4096))
    else:
        path.unlink()
        db = sqlite3.connect(path)
        db.executescript("CREATE TABLE attempts (a); PRAGMA user_version = 1;")
        db.close()


def test_a_good_file_is_not_set_aside(outbox: SqliteOutbox, path: Path) -> None:
    outbox.add(an_attempt(), a_body())
    again = reopened(outbox, path)
    assert again.set_aside is None
    again.close()


def test_a_folder_that_cant_be_written_is_the_environments_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutboxUnwritableError):
        SqliteOutbox(tmp_path / "file" / "outbox.db", Seal(KEY), NOON)


def test_only_this_user_can_read_the_file(outbox: SqliteOutbox, path: Path) -> None:
    outbox.add(an_attempt(), a_body())
    for file in path.parent.iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_several_threads_write_at_once_and_nothing_is_lost(outbox: SqliteOutbox) -> None:
    def write() -> None:
        for _ in range(50):
            attempt = an_attempt()
            outbox.add(attempt, a_body())
            outbox.finish(attempt.attempt_id, "paid", NOON)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (count,) = outbox._db.execute("SELECT count(*) FROM attempts WHERE state = 'done'").fetchone()
    assert count == 200


KILLED = """
import sys, pathlib
from pos_app.outbox import SqliteOutbox
from pos_app.seal import Seal
from tests.fakes import NOON, an_attempt, an_id, a_body
outbox = SqliteOutbox(pathlib.Path(sys.argv[1]), Seal(bytes.fromhex(sys.argv[2])), NOON)
for number in range(1, 100000):
    outbox.add(an_attempt(an_id(number)), a_body())
    print(number, flush=True)
"""


def test_a_till_that_is_killed_keeps_every_attempt_it_wrote(path: Path) -> None:
    arguments = [sys.executable, "-c", KILLED, str(path), KEY.hex()]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        written = 0
        for line in process.stdout:
            written = int(line)
            if written == 60:
                process.kill()
    again = SqliteOutbox(path, Seal(KEY), NOON)
    assert again.set_aside is None
    kept = again.unresolved()
    assert len(kept) >= written >= 60
    assert all(again.body(attempt.attempt_id) == a_body() for attempt in kept)
    again.close()


def test_an_attempt_is_a_plain_value() -> None:
    assert an_attempt("x") == Attempt("x", 1250, "EUR", NOON)
