"""No message is ever missed by who reads on from the last one they saw, whoever wrote them and whenever they committed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from backend_stub.contract import MessageKind
from backend_stub.domain.accounts import Establish, Join
from backend_stub.domain.messages import message
from backend_stub.domain.records import Account, Message, TopUp
from backend_stub.domain.state import Decision, Moment, State
from backend_stub.services import demo, usecases
from backend_stub.services.parties import Opened, Shop, Terms, open_shop
from backend_stub.services.platform import Platform, new_id
from backend_stub.storage import inbox_reads
from backend_stub.storage.engine import raw

ACCOUNTS = 4
TOP_UPS_EACH = 60
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def _shop(here: Platform) -> Opened:
    shop = Shop("tea", "Tea", "", "EUR", "Main", "Europe/Berlin", (), Terms("card"))
    return open_shop(here.database, here.keys, shop, here.clock())


def _customer(here: Platform) -> str:
    customer_id = new_id()
    here.writer.run(usecases.JOIN, Join(customer_id, new_id(), "mara", "Mara", "", "Phone", "hash", "x"))
    return customer_id


def _told_but_not_committed(here: Platform, connection: sa.Connection, customer_id: str) -> None:
    told = message(Moment(here.clock(), new_id), MessageKind.PAID, customer_id, None)
    state = State()
    state.apply(Decision(told, new=(told,)))
    here.database.save(raw(connection), state)


def _read(here: Platform, customer_id: str, after: int) -> list[Message]:
    with here.database.read.connect() as connection:
        return inbox_reads.after(connection, customer_id, after, 1_000)


@ON_POSTGRESQL
def test_a_message_waits_for_a_lower_number_that_is_not_committed_yet(open_here: Callable[..., Platform]) -> None:
    """The defect in the small: with ids as order, the second message is seen first and the first one never."""
    here, there = open_here(), open_here()
    opened, customer_id = _shop(here), _customer(here)
    with here.database.write.connect() as connection, ThreadPoolExecutor(1) as aside:
        transaction = connection.begin()
        _told_but_not_committed(here, connection, customer_id)
        command = Establish(new_id(), customer_id, opened.programme_id, "x")
        second = aside.submit(there.writer.run, usecases.ESTABLISH, command)
        _until_somebody_waits_for_a_lock(here)
        assert not second.done()
        assert _read(here, customer_id, 0) == []
        transaction.commit()
        assert isinstance(second.result(timeout=20), Account)
    assert [(row.number, row.kind) for row in _read(here, customer_id, 0)] == [(1, "paid"), (2, "account_opened")]


def _until_somebody_waits_for_a_lock(here: Platform) -> None:
    query = "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    for _ in range(100_000):
        with here.database.read.connect() as connection:
            if connection.exec_driver_sql(query).scalar_one():
                return
    raise AssertionError("the second message did not wait for the first")


def test_a_message_that_is_rolled_back_leaves_no_gap(platform: Platform) -> None:
    opened, customer_id = _shop(platform), _customer(platform)
    with platform.database.write.connect() as connection:
        transaction = connection.begin()
        _told_but_not_committed(platform, connection, customer_id)
        transaction.rollback()
    platform.writer.run(usecases.ESTABLISH, Establish(new_id(), customer_id, opened.programme_id, "x"))
    assert [row.number for row in _read(platform, customer_id, 0)] == [1]


def _race(platforms: list[Platform]) -> None:
    """Top-ups of a customer's accounts through every process at once, while a reader goes on from the last it saw."""
    here = platforms[0]
    opened, customer_id = _shop(here), _customer(here)
    accounts = [new_id() for _ in range(ACCOUNTS)]
    for account_id in accounts:
        here.writer.run(usecases.ESTABLISH, Establish(account_id, customer_id, opened.programme_id, "x"))
    ended = threading.Event()
    seen: list[int] = []

    def read_on() -> None:
        while True:
            last_look = ended.is_set()
            seen.extend(row.number for row in _read(here, customer_id, seen[-1] if seen else 0))
            if last_look:
                return

    def fill(number: int) -> None:
        account_id = accounts[number % ACCOUNTS]
        reply = demo.fill(platforms[number % len(platforms)], customer_id, account_id, 100)
        assert isinstance(reply, TopUp), reply

    with ThreadPoolExecutor(9) as together:
        reading = together.submit(read_on)
        for done in [together.submit(fill, number) for number in range(ACCOUNTS * TOP_UPS_EACH)]:
            done.result()
        ended.set()
        reading.result()
    assert seen == list(range(1, ACCOUNTS + ACCOUNTS * TOP_UPS_EACH + 1))


def test_a_reader_sees_each_message_once_and_in_order(platform: Platform) -> None:
    _race([platform])


@ON_POSTGRESQL
def test_a_reader_sees_each_message_once_and_in_order_from_three_servers(open_here: Callable[..., Platform]) -> None:
    _race([open_here(), open_here(), open_here()])
