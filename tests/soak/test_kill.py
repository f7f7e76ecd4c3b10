"""Crashes: the platform, or its database server, dies while at least sixteen payments are in flight.

Whatever was acknowledged is there exactly once; whatever was not is resolved by sending it again with the same id.
"""

from __future__ import annotations

import asyncio
import collections
import random
from collections.abc import Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend_stub.storage import tables
from tests import crowd, postgres
from tests.serving import Process
from tests.soak.books import Books, opened_books
from tests.soak.rounds import ROUNDS_OF_A_SLICE, seeded, soak_rounds
from tests.soak.stream import AMOUNT_MINOR, BALANCE_MINOR, WORKERS, Attempt, Stream

TILLS = 16
PHONES_AT_LEAST = 1_500


def _supply(books: Books, stream: Stream) -> None:
    """Enough customers for the next round."""
    missing = PHONES_AT_LEAST - stream.unused
    stream.supply(crowd.gather(books.database, books.keys, books.opened, max(0, missing), balance_minor=BALANCE_MINOR))


def _check_rows(books: Books, attempts: Sequence[Attempt]) -> None:
    """One row an attempt, one transfer a payment, and not one more."""
    redemptions, transfers = tables.REDEMPTIONS, tables.TRANSFERS
    with books.database.read.connect() as connection:
        rows = collections.Counter(connection.scalars(sa.select(redemptions.c.id)))
        moved = collections.Counter(
            connection.scalars(sa.select(transfers.c.transaction_id).where(transfers.c.kind == "redemption"))
        )
        taken = connection.scalar(
            sa.select(sa.func.sum(transfers.c.amount_minor)).where(transfers.c.kind == "redemption")
        )
    paid = [attempt.id for attempt in attempts if attempt.outcome == "paid"]
    assert rows == collections.Counter(attempt.id for attempt in attempts)
    assert moved == collections.Counter(paid)
    assert (taken or 0) == AMOUNT_MINOR * len(paid)


def _report(number: int, acknowledged: int, in_flight: int, resolved: Sequence[Attempt], also: str = "") -> None:
    paid = sum(attempt.outcome == "paid" for attempt in resolved)
    print(
        f"round {number:2d}: acknowledged {acknowledged:4d}, in flight {in_flight:2d}, "
        f"resolved {len(resolved):2d} ({paid} paid, {len(resolved) - paid} refused){also}"
    )


async def _checked(stream: Stream, books: Books, base_url: str, seen: int) -> list[Attempt]:
    """Resolve what is open, ask for everything of this round again, look at the rows."""
    acknowledged = [attempt for attempt in stream.attempts[seen:] if attempt.answer is not None]
    await stream.ask_again(base_url, acknowledged)
    resolved = await stream.resolve(base_url)
    await stream.ask_again(base_url, resolved)
    stream.check_every_phone()
    _check_rows(books, stream.attempts)
    return resolved


def _kill_the_platform(rounds: int, books: Books, chance: random.Random) -> None:
    stream = Stream(books.opened, chance)
    for number in range(1, rounds + 1):
        _supply(books, stream)
        seen = len(stream.attempts)
        with Process(books.url, books.key_file) as server:
            in_flight = asyncio.run(stream.run_until(server.base_url, server.kill, after_s=chance.uniform(0.2, 1.0)))
        assert in_flight >= WORKERS // 2
        acknowledged = len(stream.attempts) - seen - len(stream.unanswered())
        with Process(books.url, books.key_file) as server:
            resolved = asyncio.run(_checked(stream, books, server.base_url, seen))
            books.check_by_command()
        _report(number, acknowledged, in_flight, resolved)


def _kill_the_database(rounds: int, server: postgres.Server, books: Books, chance: random.Random) -> None:
    stream = Stream(books.opened, chance)
    with Process(books.url, books.key_file) as platform:
        for number in range(1, rounds + 1):
            _supply(books, stream)
            seen = len(stream.attempts)
            in_flight = asyncio.run(stream.run_until(platform.base_url, server.kill, after_s=chance.uniform(0.2, 1.0)))
            assert in_flight >= WORKERS // 2
            acknowledged = len(stream.attempts) - seen - len(stream.unanswered())
            without = asyncio.run(stream.try_once(platform.base_url, WORKERS))
            assert [attempt.trouble for attempt in without] == [["unavailable"]] * WORKERS
            server.start()
            books.database.close()  # the pool of this test's own; it opens again by itself
            unknown = sum(attempt.trouble[-1] == "unknown_outcome" for attempt in stream.unanswered())
            resolved = asyncio.run(_checked(stream, books, platform.base_url, seen))
            books.check_by_command()
            _report(number, acknowledged, in_flight, resolved, f", {WORKERS} tried without it, {unknown} `unknown`")
        assert platform.stop() == 0


def test_what_was_acknowledged_before_a_kill_is_there_once_and_the_rest_is_resolved(
    database_url: str, tmp_path: Path
) -> None:
    with opened_books(database_url, tmp_path, TILLS) as books:
        _kill_the_platform(ROUNDS_OF_A_SLICE, books, seeded("kill the platform"))


def test_the_platform_outlives_its_database_server_and_resolves_what_was_open(
    own_server: postgres.Server, tmp_path: Path
) -> None:
    with opened_books(own_server.url(), tmp_path, TILLS) as books:
        _kill_the_database(1, own_server, books, seeded("kill the database server"))


@pytest.mark.soak
def test_soak_kills_of_the_platform(database_url: str, tmp_path: Path) -> None:
    with opened_books(database_url, tmp_path, TILLS) as books:
        _kill_the_platform(soak_rounds(), books, seeded("kill the platform"))


@pytest.mark.soak
def test_soak_kills_of_the_database_server(own_server: postgres.Server, tmp_path: Path) -> None:
    with opened_books(own_server.url(), tmp_path, TILLS) as books:
        _kill_the_database(soak_rounds(), own_server, books, seeded("kill the database server"))
