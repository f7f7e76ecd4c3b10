"""Past sales: every way of looking them up among a hundred thousand, on both databases.

In processor time, ours and that of PostgreSQL's process for us (without helpers, so that all of it is counted): what others take
of this machine is no part of it.
"""

from __future__ import annotations

import contextlib
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psycopg
import sqlalchemy as sa
from msgspec.structs import astuple, fields

from backend_stub.app import sqlite_url
from backend_stub.contract import SaleState
from backend_stub.domain.records import Instant, Redemption
from backend_stub.storage import sales_reads
from backend_stub.storage.engine import Database, open_database
from backend_stub.storage.migrate import upgrade
from backend_stub.storage.reads import Place
from backend_stub.storage.sales_reads import Asked
from backend_stub.storage.tables import REDEMPTIONS
from tests import postgres
from tests.benchmarks.rows import Row, sized

SHOP = "01932a7c-5b1e-7c3a-9d2f-0000000000f1"
EVERY_S, ROUNDS = 180, 9
FIRST = 1_700_000_000_000_000
RARE = 3  # of a hundred thousand: what a search has to go to the end for
SQL = f"INSERT INTO redemptions ({', '.join(one.name for one in fields(Redemption))}) VALUES ({{}})"


def sales_search() -> list[Row]:
    """The first fifty found by each way of asking: of what is there often, seldom, and not at all."""
    count = sized(100_000, 5_000)
    rows = []
    with _sqlite() as database:
        rows += _asked("SQLite", database, count)
    if postgres.bin_folder() is not None:
        with _postgresql() as database:
            rows += _asked("PostgreSQL", database, count)
    return rows


def _asked(name: str, database: Database, count: int) -> list[Row]:
    _fill(database, count)
    found = []
    with database.read.connect() as connection:
        spent_s = _processor(database, connection)
        for how, (asked, before) in _ways(count).items():
            times = []
            for _ in range(ROUNDS):
                begun = spent_s()
                sales_reads.sales(connection, asked, before, 50)
                times.append((spent_s() - begun) * 1e3)
            found.append(Row(f"sales_search, {name}: {how}", min(times), "ms", "< 50"))
    return found


def _processor(database: Database, connection: sa.Connection) -> Callable[[], float]:
    """Seconds of processor time so far, of this thread and of the server's process that works for it."""
    if database.is_sqlite:
        return time.thread_time
    connection.execute(sa.text("SET max_parallel_workers_per_gather = 0"))
    schedule = Path(f"/proc/{connection.scalar(sa.text('SELECT pg_backend_pid()'))}/schedstat")
    if not schedule.exists():
        return time.perf_counter
    return lambda: time.thread_time() + int(schedule.read_text().split()[0]) / 1e9


def _ways(count: int) -> Mapping[str, tuple[Asked, Place | None]]:
    middle = Instant(FIRST + count // 2 * EVERY_S * 1_000_000)
    return {
        "newest": (Asked(SHOP), None),
        "from the middle on": (Asked(SHOP), Place(middle, "~")),
        "an amount": (Asked(SHOP, amount_minor=450), None),
        "an amount never taken": (Asked(SHOP, amount_minor=7), None),
        "given back in part": (Asked(SHOP, SaleState.PART_REFUNDED), None),
        "given back": (Asked(SHOP, SaleState.REFUNDED), None),
        "not paid": (Asked(SHOP, SaleState.NOT_PAID), None),
        "not paid, an amount never asked": (Asked(SHOP, SaleState.NOT_PAID, amount_minor=7), None),
        "who bought nearly all": (Asked(SHOP, customers=(_id(1),)), None),
        "who bought thrice": (Asked(SHOP, customers=(_id(2),)), None),
        "fifty who bought nothing": (Asked(SHOP, customers=tuple(_id(900 + n) for n in range(50))), None),
        "a till": (Asked(SHOP, till_id=_id(11)), None),
        "a till without sales": (Asked(SHOP, till_id=_id(19)), None),
        "an operator without sales": (Asked(SHOP, operator_id=_id(29)), None),
        "a receipt in three days": (
            Asked(SHOP, begins=middle, ends=Instant(middle + 3 * 86_400_000_000), receipt="2026-1123-0"),
            None,
        ),
        "a name in a day": (Asked(SHOP, begins=middle, ends=Instant(middle + 86_400_000_000), named=("zoe",)), None),
    }


def _fill(database: Database, count: int) -> None:
    """As they come: one after the other, straight into their table."""
    chance = random.Random(7)
    rows = (astuple(_sold(number, count, chance)) for number in range(count))
    with database.write.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        if isinstance(driver, psycopg.Connection):
            with driver.cursor() as cursor, cursor.copy(f"COPY {REDEMPTIONS.name} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            driver.execute("PRAGMA synchronous=OFF")
            driver.execute("BEGIN")
            driver.executemany(SQL.format(", ".join("?" * len(fields(Redemption)))), rows)
        driver.commit()
    with database.write.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE"))  # as autovacuum does


def _sold(number: int, count: int, chance: random.Random) -> Redemption:
    at = FIRST + number * EVERY_S * 1_000_000
    is_seldom = number % (count // RARE) == 1
    amount, outcome, refunded = chance.randrange(200, 3_000) if number % 400 else 450, "paid", 0
    if is_seldom:
        outcome, refunded = ("paid", 100) if number < count // 2 else ("reversed", 0)
    return Redemption(
        id=f"01932a7c-5b1e-7c3a-9d2f-{number:012x}",
        till_id=_id(11 + number % 4),
        merchant_id=SHOP,
        store_id=_id(5),
        operator_id=_id(21 + number % 3),
        code_id=None,
        customer_id=_id(2) if is_seldom else _id(1),
        account_id=_id(6),
        requested_minor=amount,
        amount_minor=amount,
        refunded_minor=refunded,
        refund_count=0,
        currency="EUR",
        outcome=outcome,
        refusal=None,
        available_minor=None,
        limit_minor=None,
        balance_after_minor=1_000,
        customer_name="Mara T••",
        programme_name="Tea",
        receipt_number=f"2026-1123-{number:03d}",
        reference="",
        received_at=at,
        decided_at=at,
        confirm_until=None,
        reversal_id=None,
        reversal_reason=None,
        request_hash="0" * 64,
    )


def _id(number: int) -> str:
    return f"01932a7c-5b1e-7c3a-9d2e-{number:012x}"


@contextlib.contextmanager
def _sqlite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="pos-bench-") as folder:
        yield from _made(sqlite_url(Path(folder) / "sales.sqlite"))


@contextlib.contextmanager
def _postgresql() -> Iterator[Database]:
    server = postgres.Server()
    try:
        yield from _made(server.url())
    finally:
        server.stop()


def _made(url: str) -> Iterator[Database]:
    database = open_database(url)
    upgrade(database)
    try:
        yield database
    finally:
        database.close()
