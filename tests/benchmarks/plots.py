"""The reads behind the Settlement page's plots, over a year of a million redemptions and over one large day."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from backend_stub.app import open_platform, sqlite_url
from backend_stub.domain.records import Batch, Merchant, Store
from backend_stub.services import settlement_views, shift_totals
from backend_stub.services.closing import Wanted
from backend_stub.services.platform import Options, Platform
from backend_stub.services.settlement import settle
from backend_stub.storage import reads, settlement_reads
from backend_stub.storage.engine import open_database
from backend_stub.storage.migrate import upgrade
from backend_stub.storage.settlement_tables import BATCHES
from tests import crowd
from tests.benchmarks.history import furnish_with_past
from tests.benchmarks.rows import Row, sized
from tests.benchmarks.settle import furnish
from tests.benchmarks.stage import BALANCE_MINOR, KEYS

REDEMPTIONS, A_DAY, CUSTOMERS = 1_000_000, 100_000, 6_000
GOAL, TURNS = "< 300", 5
PLOTS = ("overview of 14 days", "overview of 92 days", "hours of the largest batch")  # the rest is for reading


def settlement_plots() -> list[Row]:
    """Medians; the page asks for these when it is opened and when a batch is chosen."""
    year, day = sized(REDEMPTIONS, 5_000), sized(A_DAY, 1_000)
    with tempfile.TemporaryDirectory(prefix="pos-bench-") as folder:
        return _over(Path(folder) / "year.sqlite", year, is_year=True) + _over(
            Path(folder) / "day.sqlite", day, is_year=False
        )


def _over(path: Path, redemptions: int, *, is_year: bool) -> list[Row]:
    database = open_database(sqlite_url(path))
    upgrade(database)
    opened = crowd.open_crowded_shop(database, KEYS, 64)
    crowd.gather(database, KEYS, opened, sized(CUSTOMERS, 50), balance_minor=BALANCE_MINOR, code_lifetime_s=86_400)
    if is_year:
        furnish_with_past(database, opened, redemptions)
    else:
        furnish(database, opened, redemptions, 1)
    database.close()
    platform = open_platform(sqlite_url(path), KEYS, Options())
    try:
        settle(platform, Wanted())
        what = f"a year of {redemptions:,}" if is_year else f"a day of {redemptions:,}"
        return _timed(platform, f"settlement_plots, {what}")
    finally:
        platform.stop()


def _timed(platform: Platform, title: str) -> list[Row]:
    batch = platform.look(_largest)
    merchant = platform.look(reads.one, Merchant, batch.merchant_id)
    store = platform.look(reads.one, Store, batch.store_id)
    assert merchant is not None, "a batch is of somebody"
    assert store is not None, "and of some place"
    now = platform.clock()
    begins = int(batch.begins_at) + 12 * settlement_reads.HOUR_US
    an_hour = (begins, begins + settlement_reads.HOUR_US)
    asked: dict[str, Callable[[sa.Connection], object]] = {
        "overview of 14 days": partial(_overview, merchant=merchant, store=store, now=now, days=14),
        "overview of 92 days": partial(_overview, merchant=merchant, store=store, now=now, days=92),
        "hours of the largest batch": lambda connection: settlement_views.hours(connection, batch, store),
        "its tills": lambda connection: settlement_views.till_totals(connection, batch),
        "its first 50 cents": lambda connection: settlement_views.entries(connection, batch, limit=50),
        "50 cents of an hour": lambda connection: settlement_views.entries(
            connection, batch, limit=50, between=an_hour
        ),
        "shift totals": lambda connection: shift_totals.page(connection, merchant.id, None, 30, now),
    }
    return [
        Row(f"{title}: {name}", _median_ms(platform, read), "ms", GOAL if name in PLOTS else None)
        for name, read in asked.items()
    ]


def _overview(connection: sa.Connection, *, merchant: Merchant, store: Store, now: int, days: int) -> object:
    return settlement_views.overview(connection, merchant, store, now, days)


def _largest(connection: sa.Connection) -> Batch:
    b = BATCHES.c
    statement = sa.select(BATCHES).order_by(b.sales_count.desc(), b.ends_at.desc()).limit(1)
    return settlement_reads.all_of(connection, Batch, statement)[0]


def _median_ms(platform: Platform, read: Callable[[sa.Connection], object]) -> float:
    took = []
    for _ in range(TURNS):
        begun = time.perf_counter()
        platform.look(read)
        took.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(took)
