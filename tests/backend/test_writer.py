"""The writer: whatever a command, a caller or the database does, everyone is answered and it goes on."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import sqlalchemy as sa

from backend_stub.domain.accounts import Join
from backend_stub.domain.records import Account, Customer, altered
from backend_stub.domain.state import Decision, Moment, State
from backend_stub.services import usecases
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import new_token
from backend_stub.services.verify import verify
from backend_stub.storage import tables
from backend_stub.storage.errors import OurBug, OutcomeUnknown, StorageError, Unavailable
from backend_stub.storage.lookups import Lookup, UseCase
from backend_stub.storage.writer import Reply
from tests import crowd


def _join() -> Join:
    customer_id = new_id()
    return Join(customer_id, new_id(), f"c{customer_id[-12:]}", "Ada", "", "Phone", new_token(), "test")


def _raises(_state: State, _command: object, _moment: Moment) -> Decision:
    raise ZeroDivisionError("a rule of ours is wrong")


def _overdraws(_state: State, command: Account, _moment: Moment) -> Decision:
    return Decision(command, new=(command,))


BAD_RULE: UseCase[object] = UseCase("bad_rule", _raises, {})
BAD_ROW: UseCase[Account] = UseCase("bad_row", _overdraws, {})


class Held:
    """Keeps the writer busy while commands are put into its queue, so that they make one batch."""

    def __init__(self, platform: Platform) -> None:
        self._writer = platform.writer
        self._gate = threading.Event()
        self._asked: list[tuple[UseCase[object], object]] = []

    def ask(self, use_case: UseCase[object], command: object) -> None:
        self._asked.append((use_case, command))

    def answers(self) -> list[Reply | StorageError]:
        """Ask everything, in order, from an event loop; then let the writer go on."""
        return asyncio.run(self._answers())

    async def _answers(self) -> list[Reply | StorageError]:
        held = self._writer.chore(lambda _connection, _now: self._wait())
        tasks = [asyncio.ensure_future(self._writer.submit(use_case, command)) for use_case, command in self._asked]
        await asyncio.sleep(0)  # every task has put its command into the queue
        self._gate.set()
        found = await asyncio.gather(*tasks, return_exceptions=True)
        held.result()
        return found  # type: ignore[return-value]

    def _wait(self) -> None:
        assert self._gate.wait(30)


def _customers(platform: Platform) -> set[str]:
    with platform.database.read.connect() as connection:
        return set(connection.scalars(sa.select(tables.CUSTOMERS.c.id)))


def _count_commits(platform: Platform) -> list[int]:
    commits: list[int] = []
    sa.event.listen(platform.database.write, "commit", lambda _connection: commits.append(1))
    return commits


def test_what_is_queued_together_is_committed_once(platform: Platform) -> None:
    commands = [_join() for _ in range(20)]
    held = Held(platform)
    for command in commands:
        held.ask(usecases.JOIN, command)
    commits = _count_commits(platform)
    answers = held.answers()
    assert [answer.id for answer in answers if isinstance(answer, Customer)] == [one.customer_id for one in commands]
    assert len(commits) == 2  # the chore's own, and the batch


@pytest.mark.parametrize(
    ("use_case", "command"),
    [
        (BAD_RULE, None),
        (BAD_ROW, Account("a", "nobody", "nothing", "EUR", -1, 0, None, 0, 0, "")),
    ],
    ids=["its rule raises", "the database refuses its row"],
)
def test_a_bad_command_harms_no_other_of_its_batch(
    platform: Platform, use_case: UseCase[object], command: object
) -> None:
    commands = [_join() for _ in range(8)]
    held = Held(platform)
    for number, join in enumerate(commands):
        if number == 4:
            held.ask(use_case, command)
        held.ask(usecases.JOIN, join)
    answers = held.answers()
    assert isinstance(answers.pop(4), OurBug)
    assert all(isinstance(answer, Customer) for answer in answers)
    assert _customers(platform) == {join.customer_id for join in commands}


def _fail_commit_once(platform: Platform, *, after_it_was_done: bool) -> None:
    failures = iter([True])

    def fail(connection: sa.Connection) -> None:
        if next(failures, False):
            if after_it_was_done:
                connection.connection.commit()
            raise ConnectionResetError("the line went dead")

    sa.event.listen(platform.database.write, "commit", fail)


@pytest.mark.parametrize("was_done", [False, True], ids=["and was not done", "but was done"])
def test_a_commit_that_is_not_confirmed_is_unknown_and_a_repeat_tells(platform: Platform, *, was_done: bool) -> None:
    command = _join()
    _fail_commit_once(platform, after_it_was_done=was_done)
    with pytest.raises(OutcomeUnknown):
        platform.writer.run(usecases.JOIN, command)
    assert (command.customer_id in _customers(platform)) is was_done
    repeated = platform.writer.run(usecases.JOIN, command)
    assert isinstance(repeated, Customer)
    assert _customers(platform) == {command.customer_id}


def test_news_that_can_not_be_told_does_not_undo_what_is_committed(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deaf(_state: State) -> None:
        raise RuntimeError("nobody listens")

    monkeypatch.setattr(platform.writer, "_on_saved", deaf)
    assert isinstance(platform.writer.run(usecases.JOIN, _join()), Customer)


def test_stop_answers_what_is_queued_and_then_refuses(open_here: Callable[..., Platform]) -> None:
    platform = open_here()
    gate = threading.Event()
    platform.writer.chore(lambda _connection, _now: _until(gate))
    commands = [_join() for _ in range(100)]

    async def ask() -> list[object]:
        tasks = [asyncio.ensure_future(platform.writer.submit(usecases.JOIN, command)) for command in commands]
        await asyncio.sleep(0)
        stopping = threading.Thread(target=platform.stop)
        stopping.start()
        gate.set()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        stopping.join()
        return answers

    assert all(isinstance(answer, Customer) for answer in asyncio.run(ask()))
    with pytest.raises(Unavailable):
        platform.writer.run(usecases.JOIN, _join())


def _until(gate: threading.Event) -> None:
    assert gate.wait(30)


def test_whoever_asks_while_it_stops_is_answered_or_refused_but_never_left_waiting(
    open_here: Callable[..., Platform],
) -> None:
    platform = open_here()
    begun = threading.Barrier(9)

    def ask_until_refused() -> int:
        begun.wait()
        done = 0
        while True:
            try:
                platform.writer.run(usecases.JOIN, _join())
            except Unavailable:
                return done
            done += 1

    with ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(ask_until_refused) for _ in range(8)]
        begun.wait()
        platform.stop()
        done = sum(one.result(30) for one in asking)
    reopened = open_here()
    assert len(_customers(reopened)) == done


def test_many_event_loops_are_answered_and_one_that_closed_disturbs_nobody(platform: Platform) -> None:
    gate = threading.Event()
    platform.writer.chore(lambda _connection, _now: _until(gate))
    forsaken = [_join() for _ in range(5)]

    async def ask_and_leave() -> None:
        for command in forsaken:
            asyncio.ensure_future(platform.writer.submit(usecases.JOIN, command))  # noqa: RUF006 - left alone by intent
        await asyncio.sleep(0)

    async def ask() -> int:
        answers = await asyncio.gather(*(platform.writer.submit(usecases.JOIN, _join()) for _ in range(25)))
        return sum(isinstance(answer, Customer) for answer in answers)

    asyncio.run(ask_and_leave())
    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(asyncio.run, ask()) for _ in range(4)]
        gate.set()
        assert [one.result(60) for one in asking] == [25] * 4
    assert {command.customer_id for command in forsaken} <= _customers(platform)


@pytest.fixture
def small_disk(platform: Platform) -> Iterator[dict[str, int]]:
    """`pages`: how large the database file may become, in pages."""
    disk = {"pages": 1 << 30}
    sa.event.listen(
        platform.database.write, "begin", lambda line: line.exec_driver_sql(f"PRAGMA max_page_count={disk['pages']}")
    )
    yield disk
    disk["pages"] = 1 << 30


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_full_disk_loses_nothing_says_so_and_is_got_over(platform: Platform, small_disk: dict[str, int]) -> None:
    opened = crowd.open_crowded_shop(platform.database, platform.keys, 1)
    crowd.gather(platform.database, platform.keys, opened, 5, balance_minor=100)
    with platform.database.read.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    small_disk["pages"] = pages + 2
    before = _customers(platform)
    joined: set[str] = set()

    def join_until_it_is_full() -> None:
        for command in (_join() for _ in range(10_000)):
            platform.writer.run(usecases.JOIN, command)
            joined.add(command.customer_id)

    with pytest.raises(Unavailable):
        join_until_it_is_full()
    assert joined
    assert _customers(platform) == before | joined
    held = Held(platform)
    for _ in range(40):
        held.ask(usecases.JOIN, _join())
    assert {type(answer) for answer in held.answers()} == {Unavailable}
    small_disk["pages"] = 1 << 30
    assert isinstance(platform.writer.run(usecases.JOIN, _join()), Customer)
    assert len(_customers(platform)) == len(before | joined) + 1
    assert verify(platform.database) == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_deadlock_between_two_writers_is_decided_again(open_here: Callable[..., Platform]) -> None:
    one, other = open_here(), open_here()
    opened = crowd.open_crowded_shop(one.database, one.keys, 1)
    first, second = crowd.gather(one.database, one.keys, opened, 2, balance_minor=100)
    both_hold_a_lock = threading.Barrier(2)
    tries: list[str] = []

    def crossing(mine: crowd.Phone, theirs: crowd.Phone) -> UseCase[str]:
        def then(_state: State, _command: str) -> list[str]:
            tries.append(mine.account_id)
            if tries.count(mine.account_id) == 1:
                both_hold_a_lock.wait(30)
            return [theirs.customer_id]

        def spend(state: State, account_id: str, _moment: Moment) -> Decision:
            account = state.need(Account, account_id)
            less = altered(account, payments_count=account.payments_count + 1)
            return Decision(less, changed=(less,))

        return UseCase("crossing", spend, {Lookup.ACCOUNT: lambda _, one: [one], Lookup.ACCOUNT_BY_CUSTOMER: then})

    with ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(one.writer.run, crossing(first, second), first.account_id),
            pool.submit(other.writer.run, crossing(second, first), second.account_id),
        ]
        answers = [done.result(60) for done in asked]
    assert [answer.payments_count for answer in answers if isinstance(answer, Account)] == [1, 1]
    assert len(tries) > 2  # each once, and the victim again


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_serialization_failure_is_decided_again(platform: Platform) -> None:
    failures = iter([True, True])

    def conflicting(state: State, command: Join, moment: Moment) -> Decision:
        if next(failures, False):
            raise sa.exc.OperationalError("UPDATE", {}, psycopg.errors.SerializationFailure("another was faster"))
        return usecases.JOIN.decide(state, command, moment)

    command = _join()
    platform.writer.run(UseCase("conflicting", conflicting, usecases.JOIN.needs), command)
    assert _customers(platform) == {command.customer_id}


def test_a_caller_that_gives_up_does_not_stop_what_it_asked_for(platform: Platform) -> None:
    gate = threading.Event()
    held = platform.writer.chore(lambda _connection, _now: _until(gate))
    command = _join()

    async def give_up() -> None:
        asked = asyncio.ensure_future(platform.writer.submit(usecases.JOIN, command))
        await asyncio.sleep(0)
        asked.cancel()
        await asyncio.wait([asked])
        gate.set()

    asyncio.run(give_up())
    held.result()
    assert isinstance(platform.writer.run(usecases.JOIN, command), Customer)
    assert _customers(platform) == {command.customer_id}
