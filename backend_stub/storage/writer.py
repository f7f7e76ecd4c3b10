"""The writer: one thread a process that loads, decides and saves, a batch of commands at a time.

It takes what is queued (at most 64), loads the rows that these commands need in a few set queries, lets the pure
decisions run one after another over that state, saves new and changed rows in a few set statements, commits once, and
only then answers. A batch that fails before its COMMIT is decided again, each command alone, so that one bad command
never takes others with it; when it is the database that can't be reached or written, all are told so at once. A COMMIT
that fails answers *unknown* to each, and the writer goes on.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from time import perf_counter
from typing import Any, TypeVar

import sqlalchemy as sa
import structlog

from backend_stub.contract import ProblemCode
from backend_stub.domain.records import Instant, Record
from backend_stub.domain.state import Broken, Moment, State, key_of
from backend_stub.storage.engine import Database, Raw, raw
from backend_stub.storage.errors import OurBug, OutcomeUnknown, StorageError, Unavailable, what_raised
from backend_stub.storage.hands import Hand, at_once, deliver
from backend_stub.storage.lookups import LOOKUPS, C, UseCase
from backend_stub.storage.meanings import is_environment, is_taken, is_worth_repeating
from backend_stub.storage.request_ids import current
from backend_stub.storage.rows import Rows
from backend_stub.storage.tally import Failures, WriterTally

LARGEST_BATCH = 64
TRIES = 5
CHECKPOINT_EVERY_S = 0.25

log = structlog.get_logger(__name__)
T = TypeVar("T")
Reply = Record | Broken
_Need = Callable[[State, Any], Iterable[str | None]]
_Plan = tuple[tuple[Rows, tuple[tuple[UseCase[Any], _Need], ...]], ...]


class CommitFailed(Exception):
    """COMMIT raised: nobody knows."""


@dataclass(frozen=True, slots=True)
class _Work:
    use_case: UseCase[Any]
    command: Any
    token: Any  # what whoever asked knows it by: a future, or a number on a line
    hand: Hand
    request_id: str


@dataclass(frozen=True, slots=True)
class _Chore:
    work: Callable[[sa.Connection, Instant], None]
    future: Future[None]


_NOTHING_YET = _Chore(lambda _connection, _now: None, Future())


class Writer:
    """Start it, `submit` commands from any event loop or `run` them from any thread, `stop` it."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], Instant],
        new_id: Callable[[], str],
        *,
        largest_batch: int = LARGEST_BATCH,
        on_saved: Callable[[State], None] = lambda _state: None,
        failures: Failures | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._new_id = new_id
        self._largest_batch = largest_batch
        self._on_saved = on_saved
        self.tally = WriterTally()
        self._failures = failures or Failures()
        self._queue: queue.SimpleQueue[_Work | _Chore | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._live, name="writer", daemon=True)
        self._checkpoints = threading.Thread(target=self._checkpoint, name="checkpoints", daemon=True)
        self._stopping = threading.Event()
        self._door = threading.Lock()  # nothing is queued behind the end
        self._has_written = threading.Event()
        self._connection: sa.Connection | None = None
        self._plans: dict[tuple[UseCase[Any], ...], _Plan] = {}

    def start(self) -> None:
        """Begin to take commands."""
        self._thread.start()
        if self._database.is_sqlite:
            self._checkpoints.start()

    def stop(self) -> None:
        """Finish what is queued, then end; safe to call twice."""
        with self._door:
            if self._stopping.is_set():
                return
            self._stopping.set()
            self._queue.put(None)
        for thread in (self._thread, self._checkpoints):
            if thread.ident is not None:
                thread.join()

    async def submit(self, use_case: UseCase[C], command: C) -> Reply:
        """The answer after the COMMIT; raises StorageError. A caller that stops waiting changes nothing of what happens."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Reply] = loop.create_future()
        self.take(use_case, command, loop.call_soon_threadsafe, future)
        return await future

    def run(self, use_case: UseCase[C], command: C) -> Reply:
        """The same for callers without an event loop."""
        future: Future[Reply] = Future()
        self.take(use_case, command, at_once, future)
        return future.result()

    def run_all(self, use_case: UseCase[C], commands: Sequence[C]) -> list[Reply]:
        """Several at once, for work that nobody waits for at a till; keep the pieces small."""
        futures: list[Future[Reply]] = [Future() for _ in commands]
        for command, future in zip(commands, futures, strict=True):
            self.take(use_case, command, at_once, future)
        return [future.result() for future in futures]

    def take(self, use_case: UseCase[C], command: C, hand: Hand, token: object, request_id: str | None = None) -> None:
        """Queue a command; `hand` gets its answer beside its token, with those of the batch that have the same hand.

        `request_id` is whose request it was in another process; None: the one that is answered here.
        """
        self._put(_Work(use_case, command, token, hand, current() if request_id is None else request_id))

    @property
    def waiting(self) -> int:
        """How many commands and pieces are queued."""
        return self._queue.qsize()

    def chore(self, work: Callable[[sa.Connection, Instant], None]) -> Future[None]:
        """Do a short piece of housekeeping between two batches, in a transaction of its own; keep each piece small."""
        future: Future[None] = Future()
        self._put(_Chore(work, future))
        return future

    def piece(self, work: Callable[[Database, sa.Connection, Instant], T]) -> Future[T]:
        """A short piece of long work, likewise; the future has what it returned. Raises as `Unavailable` what collided."""
        found: Future[T] = Future()
        returned: list[T] = []

        def ended(done: Future[None]) -> None:
            error = done.exception()
            if error is not None:
                found.set_exception(error)
            else:
                found.set_result(returned[-1])

        self.chore(lambda connection, now: returned.append(work(self._database, connection, now))).add_done_callback(
            ended
        )
        return found

    def _put(self, work: _Work | _Chore) -> None:
        with self._door:
            if self._stopping.is_set():
                raise Unavailable("the platform is stopping")
            self._queue.put(work)

    # --- the thread ---------------------------------------------------------------------------------------------------

    def _live(self) -> None:
        item = self._queue.get()
        while item is not None:
            if isinstance(item, _Chore):
                self._do(item)
                item = self._queue.get()
                continue
            batch = [item]
            item = self._fill(batch)
            self._answer(batch)
            if item is _NOTHING_YET:
                item = self._queue.get()
        self._drop_connection()

    def _fill(self, batch: list[_Work]) -> _Work | _Chore | None:
        """Add what is queued to the batch; returns the item that did not fit in, or that there is none yet."""
        while len(batch) < self._largest_batch:
            try:
                item = self._queue.get_nowait()
            except queue.Empty:
                return _NOTHING_YET
            if not isinstance(item, _Work):
                return item
            batch.append(item)
        return _NOTHING_YET

    def _do(self, chore: _Chore) -> None:
        try:
            with self._connect().begin() as transaction:
                chore.work(transaction.connection, self._clock())
        except Exception as error:  # noqa: BLE001 - whoever asked for it is told; the writer goes on
            self._drop_connection()
            chore.future.set_exception(_put_off(error))
        else:
            chore.future.set_result(None)

    def _answer(self, batch: Sequence[_Work]) -> None:
        """Answer each command of the batch, whatever happens."""
        try:
            answers: Sequence[Reply | StorageError] = self._decide_together(batch)
        except CommitFailed as failed:
            answers = [OutcomeUnknown(str(failed))] * len(batch)
        except Exception as error:  # noqa: BLE001 - the writer must outlive whatever a command or the database does
            if is_environment(error) and not is_worth_repeating(error):
                # Alone they would fail as well, and each would wait as long as the whole batch did.
                answers = [self._mapped(batch[0], error)] * len(batch)
            elif len(batch) > 1:
                log.warning("batch_decided_singly", size=len(batch), error=type(error).__name__)
                for work in batch:
                    self._answer([work])
                return
            else:
                answers = [self._mapped(batch[0], error)]
        deliver([(work.hand, work.token) for work in batch], answers)

    def _mapped(self, work: _Work, error: Exception) -> Reply | StorageError:
        if is_taken(error):
            return Broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        if is_environment(error):
            self._failures.add("not_written")
            log.warning("database_unavailable", **_of(work), error=type(error).__name__)
            return Unavailable("the database could not be reached or written")
        log.error("command_raised", **_of(work), **what_raised(error))
        return OurBug(f"{work.use_case.name} raised {type(error).__name__}")

    def _decide_together(self, batch: Sequence[_Work]) -> list[Reply | StorageError]:
        for left in reversed(range(TRIES)):
            try:
                return self._once(batch)
            except sa.exc.DBAPIError as error:
                was_raced = len(batch) == 1 and is_taken(error)
                if left == 0 or not (was_raced or is_worth_repeating(error) or error.connection_invalidated):
                    raise
                self._failures.add("repeated")
                if error.connection_invalidated:
                    self._drop_connection()
        raise AssertionError("unreachable")

    def _once(self, batch: Sequence[_Work]) -> list[Reply | StorageError]:
        begun = perf_counter()
        connection = self._connect()
        transaction = connection.begin()
        try:
            door = raw(connection)
            state = self._load(door, batch)
            moment = Moment(self._clock(), self._new_id)
            replies: list[Reply | StorageError] = []
            for work in batch:
                decision = work.use_case.decide(state, work.command, moment)
                state.apply(decision)
                replies.append(decision.reply)
            self._database.save(door, state)
        except BaseException:
            self._roll_back(transaction)
            raise
        decided = perf_counter()
        self._commit(transaction, batch)
        committed = perf_counter()
        self.tally.committed(len(batch), committed - begun, committed - decided)
        self._tell(state)
        return replies

    def _tell(self, state: State) -> None:
        try:
            self._on_saved(state)
        except Exception as error:  # noqa: BLE001 - what is committed is committed, whoever could not be told
            log.error("news_not_told", **what_raised(error))  # noqa: TRY400 - without the values on its way

    def _load(self, door: Raw, batch: Sequence[_Work]) -> State:
        state = State(asked_at=self._clock())
        commands: dict[UseCase[Any], list[Any]] = {}
        for work in batch:
            commands.setdefault(work.use_case, []).append(work.command)
        for rows, needs in self._plan(tuple(commands)):
            wanted: set[str | None] = set()
            for use_case, need in needs:
                for command in commands[use_case]:
                    wanted.update(need(state, command))
            keys = sorted(key for key in wanted if key is not None)
            if keys:
                for record in self._database.statements.load(door, rows, keys):
                    if state.get(rows.kind, key_of(record)) is None:
                        state.put(record)
        return state

    def _plan(self, use_cases: tuple[UseCase[Any], ...]) -> _Plan:
        """What these use cases need, table by table in the order of loading; made once for each mix of them."""
        found = self._plans.get(use_cases)
        if found is None:
            asked = (
                (rows, tuple((one, one.needs[lookup]) for one in use_cases if lookup in one.needs))
                for lookup, rows in LOOKUPS
            )
            found = self._plans[use_cases] = tuple((rows, needs) for rows, needs in asked if needs)
        return found

    def _commit(self, transaction: sa.RootTransaction, batch: Sequence[_Work]) -> None:
        try:
            transaction.commit()
        except Exception as error:
            self._failures.add("commit_not_confirmed")
            asked = [work.request_id for work in batch if work.request_id]
            log.warning("commit_not_confirmed", error=type(error).__name__, request_ids=asked)
            self._drop_connection()
            raise CommitFailed("the database did not confirm the commit") from error
        self._has_written.set()

    def _roll_back(self, transaction: sa.RootTransaction) -> None:
        try:
            transaction.rollback()
        except Exception:  # noqa: BLE001 - a connection that can't even roll back is thrown away; the first error counts
            self._drop_connection()
        else:
            if self._connection is not None and self._connection.invalidated:
                self._drop_connection()

    def _connect(self) -> sa.Connection:
        if self._connection is None:
            self._connection = self._database.write.connect()
        return self._connection

    def _drop_connection(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                if not self._stopping.is_set():
                    connection.invalidate()
                connection.close()
            except Exception:  # noqa: BLE001 - it is being thrown away
                log.debug("connection_dropped")

    def _checkpoint(self) -> None:
        """Keep SQLite's write-ahead log short without making a payment wait for it."""
        while not self._stopping.wait(CHECKPOINT_EVERY_S):
            if self._has_written.is_set():
                self._has_written.clear()
                try:
                    self._database.write_back()
                except sa.exc.SQLAlchemyError as error:
                    log.warning("checkpoint_skipped", error=type(error).__name__)


def _of(work: _Work) -> dict[str, object]:
    """What a line of the log says of a command: which, and in whose request."""
    asked = {"request_id": work.request_id} if work.request_id else {}
    return {"use_case": work.use_case.name, **asked}


def beside(
    database: Database, clock: Callable[[], Instant], work: Callable[[Database, sa.Connection, Instant], T]
) -> T:
    """A piece of long work on a connection of its own, where several may write at once; raises as a piece in the writer."""
    try:
        with database.write.connect() as connection, connection.begin():
            return work(database, connection, clock())
    except Exception as error:
        raise _put_off(error) from error


def _put_off(error: Exception) -> StorageError:
    """What whoever asked for long work is told."""
    if is_environment(error) or is_worth_repeating(error) or is_taken(error):
        log.warning("chore_put_off", error=type(error).__name__)
        return Unavailable("not done this time")
    log.error("chore_raised", **what_raised(error))
    return OurBug(f"a piece of long work raised {type(error).__name__}")
