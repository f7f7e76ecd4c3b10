"""The outbox: attempts and refunds on disk before they are sent, until they are answered.

One SQLite file in the till's data folder (WAL, synchronous=FULL, locked for one process). A request body holds a payment
code or a PIN, so it is sealed and erased with the answer. What is done stays some days for its cash part, then goes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import structlog

from pos_app.presenters.ports import Attempt, AttemptState, OutboxError, RefundAttempt
from pos_app.seal import Seal

SCHEMA_VERSION = 1
KEEP_DONE = dt.timedelta(days=7)
MOST_DONE = 20_000
MOST_UNRESOLVED = 500
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_log = structlog.get_logger(__name__)

_SCHEMA = """
CREATE TABLE attempts (
    attempt_id TEXT PRIMARY KEY, amount_minor INTEGER NOT NULL, currency TEXT NOT NULL, cash_minor INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('to_send', 'unknown', 'stopping', 'done')), reversal_id TEXT, outcome TEXT,
    tries INTEGER NOT NULL, made_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, body BLOB,
    CHECK (state != 'stopping' OR reversal_id IS NOT NULL), CHECK (state != 'done' OR body IS NULL)
) STRICT;
CREATE INDEX attempts_open ON attempts (made_at) WHERE state != 'done';
CREATE TABLE refunds (
    refund_id TEXT PRIMARY KEY, attempt_id TEXT NOT NULL, amount_minor INTEGER NOT NULL,
    is_done INTEGER NOT NULL, outcome TEXT,
    tries INTEGER NOT NULL, made_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, body BLOB,
    CHECK (NOT is_done OR body IS NULL)
) STRICT;
CREATE INDEX refunds_open ON refunds (made_at) WHERE NOT is_done;
"""
_FIND = """
SELECT attempt_id, amount_minor, currency, made_at, state, cash_minor, reversal_id, outcome, tries
FROM attempts WHERE attempt_id = ?
"""
_UNRESOLVED = """
SELECT attempt_id, amount_minor, currency, made_at, state, cash_minor, reversal_id, outcome, tries
FROM attempts WHERE state != 'done' ORDER BY made_at, attempt_id
"""
_FIND_REFUND = """
SELECT refund_id, attempt_id, amount_minor, made_at, is_done, outcome, tries
FROM refunds WHERE refund_id = ?
"""
_UNRESOLVED_REFUNDS = """
SELECT refund_id, attempt_id, amount_minor, made_at, is_done, outcome, tries
FROM refunds WHERE NOT is_done ORDER BY made_at, refund_id
"""
_NOTE_TRY = """
UPDATE attempts SET tries = tries + 1, changed_at = ?, state = CASE state WHEN 'to_send' THEN 'unknown' ELSE state END
WHERE attempt_id = ? AND state != 'done'
"""
_STOP = """
UPDATE attempts SET state = 'stopping', outcome = NULL, reversal_id = coalesce(reversal_id, ?)
WHERE attempt_id = ? AND (state != 'done' OR outcome = 'paid')
"""
_FINISH = """
UPDATE attempts SET state = 'done', outcome = ?, changed_at = ?, body = NULL
WHERE attempt_id = ? AND (state IN ('to_send', 'unknown') OR (state = 'stopping' AND ?))
"""
_TRIM = """
DELETE FROM attempts WHERE attempt_id IN (
    SELECT attempt_id FROM attempts WHERE state = 'done' ORDER BY changed_at DESC LIMIT -1 OFFSET ?
)
"""


class OutboxUnwritableError(OutboxError):
    """The disk is full, read-only or failing: nothing was written."""


class OutboxFullError(OutboxError):
    """Too many sales without an answer: the line must come back first."""


class OutboxBusyError(OutboxError):
    """Another till runs on the same folder."""


class OutboxTooNewError(OutboxError):
    """The file was written by a later version of this program."""


class SqliteOutbox:
    """The outbox in one file. Safe to use from several threads; every write is on disk when its method returns.

    `set_aside` names where a torn file was moved when one was found, else None: the caller says so to a person.
    Raises OutboxError (its kinds above) from the constructor and from every method.
    """

    def __init__(self, path: Path, seal: Seal, now: dt.datetime) -> None:
        self._seal = seal
        self._lock = threading.RLock()
        self.set_aside: Path | None = None
        with _as_outbox_error(path.name):
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.stat().st_size == 0:
                self._set_aside(path, now, "it is empty")
            try:
                self._db = _open(path)
            except _TornError as torn:
                self._set_aside(path, now, str(torn))
                self._db = _open(path)
        self.prune(now)

    def close(self) -> None:
        """Lets go of the file. Closing twice is fine."""
        with self._lock:
            self._db.close()

    def add(self, attempt: Attempt, body: bytes) -> None:
        """Writes a new attempt with its sealed request body. OutboxFullError above 500 unanswered ones."""
        with self._write() as db:
            (waiting,) = db.execute("SELECT count(*) FROM attempts WHERE state != 'done'").fetchone()
            if waiting >= MOST_UNRESOLVED:
                raise OutboxFullError(
                    f"{waiting} sales wait for an answer; no further one is begun before some are answered"
                )
            made = _micros(attempt.made_at)
            values = (
                attempt.attempt_id, attempt.amount_minor, attempt.currency, attempt.cash_minor, attempt.state,
                attempt.reversal_id, None, 0, made, made, self._seal.close(body, attempt.attempt_id),
            )  # fmt: skip
            db.execute("INSERT INTO attempts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def note_try(self, attempt_id: str, now: dt.datetime) -> None:
        """One more asking ended without an answer."""
        with self._write() as db:
            db.execute(_NOTE_TRY, (_micros(now), attempt_id))

    def stop(self, attempt_id: str, reversal_id: str) -> None:
        """Notes that this attempt is to be ended. A first reversal id stays; one that was paid is opened again for it."""
        with self._write() as db:
            db.execute(_STOP, (reversal_id, attempt_id))

    def finish(self, attempt_id: str, outcome: str, now: dt.datetime, *, after_stop: bool = False) -> bool:
        """Notes the answer and erases the body; false where nothing changed.

        That is so where it was answered before, and where the answer to a submission comes after a reversal was noted:
        the reversal's answer is then the one to wait for.
        """
        with self._write() as db:
            return db.execute(_FINISH, (outcome, _micros(now), attempt_id, after_stop)).rowcount == 1

    def find(self, attempt_id: str) -> Attempt | None:
        """One attempt, done or not."""
        rows = self._read(_FIND, attempt_id)
        return _attempt(rows[0]) if rows else None

    def body(self, attempt_id: str) -> bytes | None:
        """The request body, None where it was erased; SealBrokenError where this till's key does not open it."""
        return self._opened("SELECT body FROM attempts WHERE attempt_id = ?", attempt_id)

    def unresolved(self) -> list[Attempt]:
        """Attempts without an answer, oldest first."""
        return [_attempt(row) for row in self._read(_UNRESOLVED)]

    def cash_parts(self) -> Mapping[str, int]:
        """By attempt id: the cash part, where there is one."""
        rows = self._read("SELECT attempt_id, cash_minor FROM attempts WHERE cash_minor > 0")
        return {attempt_id: cash for attempt_id, cash in rows if isinstance(attempt_id, str) and isinstance(cash, int)}

    def add_refund(self, refund: RefundAttempt, body: bytes) -> None:
        """Writes a new refund with its sealed request body."""
        made = _micros(refund.made_at)
        values = (
            refund.refund_id, refund.attempt_id, refund.amount_minor, 0, None, 0,
            made, made, self._seal.close(body, refund.refund_id),
        )  # fmt: skip
        with self._write() as db:
            db.execute("INSERT INTO refunds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def note_refund_try(self, refund_id: str, now: dt.datetime) -> None:
        """One more asking for this refund ended without an answer."""
        with self._write() as db:
            db.execute(
                "UPDATE refunds SET tries = tries + 1, changed_at = ? WHERE refund_id = ? AND NOT is_done",
                (_micros(now), refund_id),
            )

    def finish_refund(self, refund_id: str, outcome: str, now: dt.datetime) -> None:
        """Notes the answer to a refund and erases its body."""
        with self._write() as db:
            db.execute(
                "UPDATE refunds SET is_done = 1, outcome = ?, changed_at = ?, body = NULL WHERE refund_id = ?",
                (outcome, _micros(now), refund_id),
            )

    def find_refund(self, refund_id: str) -> RefundAttempt | None:
        """One refund, done or not."""
        rows = self._read(_FIND_REFUND, refund_id)
        return _refund(rows[0]) if rows else None

    def refund_body(self, refund_id: str) -> bytes | None:
        """As `body`, for a refund."""
        return self._opened("SELECT body FROM refunds WHERE refund_id = ?", refund_id)

    def unresolved_refunds(self) -> list[RefundAttempt]:
        """Refunds without an answer, oldest first."""
        return [_refund(row) for row in self._read(_UNRESOLVED_REFUNDS)]

    def prune(self, now: dt.datetime) -> None:
        """Removes what was done more than seven days ago, and of the rest the oldest above 20,000. Never an open one."""
        before = _micros(now - KEEP_DONE)
        with self._write() as db:
            db.execute("DELETE FROM attempts WHERE state = 'done' AND changed_at < ?", (before,))
            db.execute("DELETE FROM refunds WHERE is_done AND changed_at < ?", (before,))
            db.execute(_TRIM, (MOST_DONE,))

    def _set_aside(self, path: Path, now: dt.datetime, why: str) -> None:
        self.set_aside = _move_away(path, now)
        _log.error("outbox.torn", why=why, set_aside=self.set_aside.name)

    def _opened(self, query: str, about: str) -> bytes | None:
        rows = self._read(query, about)
        sealed = rows[0][0] if rows else None
        return self._seal.open(sealed, about) if isinstance(sealed, bytes) else None

    def _read(self, query: str, *arguments: str) -> list[tuple[object, ...]]:
        with self._lock, _as_outbox_error("outbox"):
            return self._db.execute(query, arguments).fetchall()

    @contextlib.contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _as_outbox_error("outbox"):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise


class _TornError(Exception):
    """The file is no outbox any more."""


def _open(path: Path) -> sqlite3.Connection:
    """Opens the file, makes it when it is not there, and holds its lock."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=0.5)
    try:
        _prepare(db)
    except BaseException as error:
        db.close()
        if isinstance(error, sqlite3.DatabaseError) and _is_torn(error):
            raise _TornError(str(error)) from None
        raise
    return db


def _prepare(db: sqlite3.Connection) -> None:
    for pragma in ("locking_mode=EXCLUSIVE", "journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise OutboxTooNewError(
            f"the outbox was written by a later version of this program (layout {version}, this one knows {SCHEMA_VERSION}): "
            "start that version"
        )
    if version == 0:
        db.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;")
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise _TornError(str(found))
    for query in (_FIND, _FIND_REFUND):
        db.execute(query, ("",)).fetchall()


def _is_torn(error: sqlite3.DatabaseError) -> bool:
    """Whether the file itself is wrong, rather than the disk, the lock or the folder."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    return primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}


@contextlib.contextmanager
def _as_outbox_error(name: str) -> Iterator[None]:
    """Maps SQLite's and the disk's errors; its messages name no content."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise OutboxBusyError(f"{name} is in use: another till runs on this folder; close it first") from error
        raise OutboxUnwritableError(f"{name} can't be written ({error}): see to the disk") from error
    except (sqlite3.DatabaseError, sqlite3.ProgrammingError, OSError) as error:
        raise OutboxUnwritableError(f"{name} can't be used ({error}): see to the disk") from error


def _move_away(path: Path, now: dt.datetime) -> Path:
    """Renames a torn file and what belongs to it, so that a person can look at it; never overwrites an earlier one."""
    stamp = now.strftime("%Y%m%dT%H%M%S%fZ")
    target = path.with_name(f"{path.stem}.torn-{stamp}{path.suffix}")
    for ending in ("-wal", "-shm"):
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(target.with_name(target.name + ending))
    path.rename(target)
    return target


def _micros(at: dt.datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _time(micros: object) -> dt.datetime:
    assert isinstance(micros, int)
    return _EPOCH + micros * _MICROSECOND


def _attempt(row: tuple[object, ...]) -> Attempt:
    attempt_id, amount, currency, made, state, cash, reversal, outcome, tries = row
    assert isinstance(amount, int)
    assert isinstance(cash, int)
    assert isinstance(tries, int)
    return Attempt(
        str(attempt_id), amount, str(currency), _time(made), AttemptState(str(state)), cash,
        None if reversal is None else str(reversal), None if outcome is None else str(outcome), tries,
    )  # fmt: skip


def _refund(row: tuple[object, ...]) -> RefundAttempt:
    refund_id, attempt_id, amount, made, is_done, outcome, tries = row
    assert isinstance(amount, int)
    assert isinstance(tries, int)
    return RefundAttempt(
        str(refund_id), str(attempt_id), amount, _time(made), bool(is_done),
        None if outcome is None else str(outcome), tries,
    )  # fmt: skip
