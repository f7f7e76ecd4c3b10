"""A writer that stands in another process: everyone is answered over the line as if it were here."""

from __future__ import annotations

import asyncio
import gc
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import pytest
import sqlalchemy as sa

from backend_stub.app import open_platform
from backend_stub.domain.accounts import Join
from backend_stub.domain.records import Customer, Device, Instant
from backend_stub.domain.state import Broken
from backend_stub.services import personal_data, settlement, usecases
from backend_stub.services.closing import Wanted
from backend_stub.services.platform import Options, Platform, new_id
from backend_stub.services.secrets import Keys, new_token
from backend_stub.storage.apart import Counter
from backend_stub.storage.engine import Database
from backend_stub.storage.errors import OurBug, Unavailable
from backend_stub.storage.lookups import UseCase
from backend_stub.storage.writer import Writer
from tests import crowd
from tests.conftest import MASTER_KEY


@dataclass(frozen=True, slots=True)
class Pair:
    """The platform that writes, and the one in front of it."""

    behind: Platform
    front: Platform


@pytest.fixture
def pair(platform: Platform, database_url: str) -> Iterator[Pair]:
    near, far = socket.socketpair()
    assert isinstance(platform.writer, Writer)
    counter = Counter(far, platform.writer)
    platform.news.elsewhere.append(counter.told)
    counter.start()
    front = open_platform(database_url, Keys(MASTER_KEY), Options(in_front=True), line=near)
    yield Pair(platform, front)
    front.stop()
    near.close()
    far.close()


def _join() -> Join:
    customer_id = new_id()
    return Join(customer_id, new_id(), f"c{customer_id[-12:]}", "Ada", "", "Phone", new_token(), "test")


def _raises(*_all: object) -> None:
    raise ZeroDivisionError("a rule of ours is wrong")


WRONG: UseCase[object] = UseCase("a_rule_that_is_wrong", _raises, {})  # type: ignore[arg-type]


def test_answers_come_back_to_loops_and_threads_each_to_who_asked(pair: Pair) -> None:
    commands = [_join() for _ in range(200)]

    async def ask() -> list[object]:
        return list(await asyncio.gather(*(pair.front.writer.submit(usecases.JOIN, one) for one in commands)))

    rows = asyncio.run(ask())
    assert [row.id for row in rows if isinstance(row, (Customer, Device))] == [
        row.id for row in pair.front.writer.run_all(usecases.JOIN, commands) if isinstance(row, (Customer, Device))
    ]
    assert len(rows) == len({row.id for row in rows if isinstance(row, (Customer, Device))}) == len(commands)


def test_problems_and_bugs_come_back_as_what_they_are(pair: Pair) -> None:
    first = _join()
    pair.front.writer.run(usecases.JOIN, first)
    taken = Join(new_id(), new_id(), first.social_id, "Eve", "", "Phone", new_token(), "test")
    assert isinstance(pair.front.writer.run(usecases.JOIN, taken), Broken)
    with pytest.raises(OurBug):
        pair.front.writer.run(WRONG, "anything")


def _count(_database: Database, connection: sa.Connection, _now: Instant, table: str) -> int:
    return int(connection.execute(sa.text(f"SELECT COUNT(*) FROM {table}")).scalar_one())


def _spoil(_database: Database, connection: sa.Connection, _now: Instant) -> None:
    connection.execute(sa.text("DELETE FROM customers"))
    raise ZeroDivisionError


def test_a_piece_of_long_work_is_done_beside_the_writer_wherever_it_is_asked_for(pair: Pair) -> None:
    pair.front.writer.run(usecases.JOIN, _join())
    for writer in (pair.front.writer, pair.behind.writer):
        assert writer.piece(partial(_count, table="customers")).result(30) == 1
        with pytest.raises(OurBug):
            writer.piece(_spoil).result(30)
        assert writer.piece(partial(_count, table="customers")).result(30) == 1


def test_a_day_is_settled_and_a_person_erased_from_a_process_in_front(pair: Pair) -> None:
    opened = crowd.open_crowded_shop(pair.behind.database, pair.behind.keys, 1)
    (phone,) = crowd.gather(pair.behind.database, pair.behind.keys, opened, 1, balance_minor=0)
    assert settlement.settle(pair.front, Wanted(None), [opened.merchant_id]).closed == []
    done = asyncio.run(personal_data.erase_through(pair.front, phone.customer_id))
    assert isinstance(done, personal_data.Erased)


def test_a_writer_that_stops_says_so_at_the_other_end(pair: Pair) -> None:
    pair.behind.writer.stop()
    with pytest.raises(Unavailable):
        pair.front.writer.run(usecases.JOIN, _join())


def test_who_waits_in_front_is_woken_by_what_is_saved_behind(pair: Pair) -> None:
    async def woken() -> bool:
        await pair.front.writer.submit(usecases.JOIN, _join())
        opened = crowd.open_crowded_shop(pair.behind.database, pair.behind.keys, 1)
        (phone,) = crowd.gather(pair.behind.database, pair.behind.keys, opened, 1, balance_minor=100)
        event = pair.front.news.subscribe(phone.customer_id)
        pair.behind.news.elsewhere[0]([phone.customer_id])
        await asyncio.wait_for(event.wait(), 30)
        return event.is_set()

    assert asyncio.run(woken())


KNOWN = """
import sys
from backend_stub.cli import serving
from backend_stub.storage.lookups import _NAMED
serving.know_all_use_cases()
known = dict(_NAMED)
import backend_stub.wallet.application
from backend_stub.wallet import people_routes
print(len(known), *(name for name, use_case in _NAMED.items() if known.get(name) is not use_case))
"""


def test_the_process_that_writes_knows_every_use_case_of_those_in_front() -> None:
    done = subprocess.run([sys.executable, "-c", KNOWN], capture_output=True, text=True, check=True)
    count, *unknown = done.stdout.split()
    assert int(count) > 50
    assert unknown == []


def test_each_use_case_has_a_name_of_its_own_by_which_the_other_process_finds_it() -> None:
    import backend_stub.wallet.application  # noqa: F401 - with it, all are loaded

    found: dict[str, set[Callable[..., object]]] = {}
    for one in gc.get_objects():
        if isinstance(one, UseCase) and one.decide.__module__.startswith("backend_stub"):
            found.setdefault(one.name, set()).add(one.decide)
    assert len(found) > 50
    assert {name for name, decisions in found.items() if len(decisions) > 1} == set()
