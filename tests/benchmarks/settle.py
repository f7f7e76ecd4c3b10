"""Settling a day of a million redemptions over two thousand merchants, while tills go on selling."""

from __future__ import annotations

import asyncio
import resource
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import httpx
import sqlalchemy as sa

from backend_stub.app import build, open_platform, sqlite_url
from backend_stub.domain import ledger
from backend_stub.domain.calendar import business_day, day_start, day_text
from backend_stub.domain.records import (
    Account,
    Customer,
    Interaction,
    Merchant,
    Record,
    Redemption,
    Store,
    Till,
    TopUp,
    Transfer,
)
from backend_stub.services.closing import Wanted
from backend_stub.services.parties import Opened
from backend_stub.services.platform import Options, Platform, new_id, system_clock
from backend_stub.services.settlement import settle
from backend_stub.storage.engine import Database, open_database
from backend_stub.storage.migrate import upgrade
from tests import crowd, postgres
from tests.benchmarks.rows import Row, sized
from tests.benchmarks.stage import KEYS
from tests.crowd import Phone

REDEMPTIONS, MERCHANTS = 1_000_000, 2_000
AMOUNT_MINOR, FEE_FIXED, FEE_BPS = 437, 2, 125
ZONE, CUT = "Europe/Berlin", 240
CHUNK = 10_000
SALES_A_SECOND = 40
IDLE_S = 8
MINUTE_US = 60_000_000
LIMIT_MB = 500


def settle_day() -> list[Row]:
    """On SQLite and on PostgreSQL: how long, how much memory, and what the tills notice of it."""
    with tempfile.TemporaryDirectory(prefix="pos-bench-") as folder:
        rows = _on("SQLite", sqlite_url(Path(folder) / "day.sqlite"))
    if postgres.bin_folder() is None:
        return rows
    server = postgres.Server()
    try:
        return rows + _on("PostgreSQL", server.url())
    finally:
        server.stop()


def _on(name: str, url: str) -> list[Row]:
    redemptions, merchants = sized(REDEMPTIONS, 10_000), sized(MERCHANTS, 20)
    database = open_database(url)
    upgrade(database)
    opened = crowd.open_crowded_shop(database, KEYS, 4)
    phones = crowd.gather(database, KEYS, opened, sized(6_000, 600), balance_minor=10_000, code_lifetime_s=86_400)
    furnish(database, opened, redemptions, merchants)
    database.close()
    platform = open_platform(url, KEYS, Options())
    try:
        return _measured(name, platform, opened, phones, redemptions)
    finally:
        platform.stop()


def _measured(name: str, platform: Platform, opened: Opened, phones: list[Phone], redemptions: int) -> list[Row]:
    selling = _Selling(platform, opened, phones)
    selling.start()
    time.sleep(sized(IDLE_S, 2))
    idle = selling.p99_since(0.5)
    before_mb = _memory_mb()
    begun = time.monotonic()
    done = settle(platform, Wanted())
    took_s = time.monotonic() - begun
    busy = selling.p99_since(took_s)
    selling.stop()
    if done.transactions != redemptions or any(one.state not in {"closed", "carried"} for one in done.closed):
        raise RuntimeError(f"{done.transactions} transactions settled, not {redemptions}")
    title = f"settle_day on {name}"
    return [
        Row(f"{title}: {redemptions:,} redemptions", took_s, "s", "< 60"),
        Row(f"{title}: batches closed", float(len(done.closed)), "batches"),
        Row(f"{title}: most memory of the process", _memory_mb(), "MB", f"< {LIMIT_MB}"),
        Row(f"{title}: of it before settling", before_mb, "MB"),
        Row(f"{title}: tills' p99, idle", idle, "ms"),
        Row(f"{title}: tills' p99, meanwhile", busy, "ms"),
        Row(f"{title}: tills' p99, times", busy / idle, "ratio", "< 3"),
    ]


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024


class _Selling(threading.Thread):
    """Tills that sell at a steady pace through the HTTP application in process, each sale timed from when it was due."""

    def __init__(self, platform: Platform, opened: Opened, phones: list[Phone]) -> None:
        super().__init__(daemon=True)
        self._app = build(platform)
        self._opened, self._phones = opened, phones
        self._took: list[tuple[float, float]] = []  # (when it was answered, ms)
        self._stopping = threading.Event()
        self._failed: list[str] = []

    def run(self) -> None:
        asyncio.run(self._sell())

    async def _sell(self) -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app), base_url="http://platform") as client:
            sales: set[asyncio.Task[None]] = set()
            due = time.monotonic()
            for number, phone in enumerate(self._phones):
                if self._stopping.is_set():
                    break
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                sale = asyncio.create_task(self._one(client, number, phone, due))
                sales.add(sale)
                sale.add_done_callback(sales.discard)
                due += 1 / SALES_A_SECOND
            await asyncio.gather(*sales)

    async def _one(self, client: httpx.AsyncClient, number: int, phone: Phone, due: float) -> None:
        token = self._opened.till_tokens[number % len(self._opened.till_tokens)]
        body = {
            "code": phone.code,
            "amount_minor": 100,
            "currency": "EUR",
            "public_service_id": self._opened.public_service_id,
        }
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid.uuid4())}
        answer = await client.post("/v1/redemptions", json=body, headers=headers)
        if answer.json().get("outcome") != "paid":
            self._failed.append(answer.text)
        now = time.monotonic()
        self._took.append((now, (now - due) * 1_000))

    def p99_since(self, seconds: float) -> float:
        """Of the sales answered in the last so many seconds (less than a second: of all but the first so long)."""
        if self._failed:
            raise RuntimeError(self._failed[0])
        now, begun = time.monotonic(), self._took[0][0]
        since = begun + seconds if seconds < 1 else now - seconds
        took = sorted(ms for at, ms in self._took if at >= since)
        return took[min(len(took) - 1, int(len(took) * 0.99))]

    def stop(self) -> None:
        self._stopping.set()
        self.join()


# --- the day ----------------------------------------------------------------------------------------------------------


def furnish(database: Database, opened: Opened, redemptions: int, merchants: int) -> None:
    """Yesterday, as the platform would have written it: merchants, one payer each, and all their sales."""
    zone_day = business_day(system_clock(), ZONE, CUT)
    ends_at = day_start(zone_day, ZONE, CUT)
    each = redemptions // merchants
    shops = [_Shop(number, opened, ends_at, each) for number in range(merchants)]
    kinds: tuple[tuple[type[Record], Callable[[_Shop], Iterator[Record]]], ...] = (
        (Merchant, lambda shop: iter((shop.merchant,))),
        (Store, lambda shop: iter((shop.store,))),
        (Till, lambda shop: iter((shop.till,))),
        (Customer, lambda shop: iter((shop.customer,))),
        (Account, lambda shop: iter((shop.account,))),
        (TopUp, lambda shop: iter((shop.top_up,))),
        (Redemption, _Shop.redemptions),
        (Transfer, _Shop.transfers),
        (Interaction, _Shop.interactions),
    )
    for kind, rows in kinds:
        _insert(database, kind, (row for shop in shops for row in rows(shop)))
    with database.write.connect() as connection:
        if database.is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        else:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("VACUUM ANALYZE"))


def _insert(database: Database, kind: type[Record], rows: Iterator[Record]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        with database.write.connect() as connection, connection.begin():
            database.statements.insert(connection, kind, chunk)


class _Shop:
    """A merchant with one till, one payer, and a day's sales a minute or so apart."""

    def __init__(self, number: int, opened: Opened, ends_at: int, sales: int) -> None:
        self._ends_at, self._sales = ends_at, sales
        self._begins_at = ends_at - 20 * 60 * MINUTE_US
        name = f"shop-{number:05d}"
        self.merchant = Merchant(new_id(), name, name, "", "EUR", 0)
        self.store = Store(new_id(), self.merchant.id, "Main", ZONE, CUT, 0)
        self._day = business_day(self._begins_at, ZONE, CUT)
        self.till = Till(
            new_id(), self.merchant.id, self.store.id, "Till 1", ZONE, CUT, 0, None, self._day, sales
        )  # fmt: skip
        self.customer = Customer(new_id(), f"payer-{number:05d}", "Ada", "", 0, "past")
        account_id, spent = new_id(), sales * AMOUNT_MINOR
        self.account = Account(
            account_id, self.customer.id, opened.programme_id, "EUR", 0, 0, None, 0, 0, "past"
        )  # fmt: skip
        self.top_up = TopUp(
            new_id(), account_id, self.customer.id, opened.merchant_id, None, "device", spent, "EUR", spent, "Ada",
            self._begins_at, "past",
        )  # fmt: skip
        self._first = uuid.UUID(new_id()).int

    def _acts(self) -> Iterator[tuple[int, str, int]]:
        apart = (self._ends_at - self._begins_at) // (self._sales + 1)
        for number in range(self._sales):
            yield number, str(uuid.UUID(int=self._first + number + 1)), self._begins_at + (number + 1) * apart

    def redemptions(self) -> Iterator[Record]:
        day = day_text(self._day)
        for number, key, at in self._acts():
            yield Redemption(
                key, self.till.id, self.merchant.id, self.store.id, None, None, self.customer.id, self.account.id,
                AMOUNT_MINOR, AMOUNT_MINOR, 0, 0, "EUR", "paid", None, None, None, 0, "Ada", "Card",
                f"{day}-{number + 1:03d}", "", at, at, None, None, None, "past",
                fee_fixed_minor=FEE_FIXED, fee_bps=FEE_BPS,
            )  # fmt: skip

    def transfers(self) -> Iterator[Record]:
        prepaid, owed = ledger.prepayment(self.account.id), ledger.payable(self.merchant.id)
        spent = self._sales * AMOUNT_MINOR
        clearing = ledger.clearing("EUR")
        yield Transfer(self.top_up.id, 1, "top_up", clearing, prepaid, spent, "EUR", self._begins_at)
        for _, key, at in self._acts():
            yield Transfer(key, 1, "redemption", prepaid, owed, AMOUNT_MINOR, "EUR", at)

    def interactions(self) -> Iterator[Record]:
        made = self.top_up
        yield Interaction(
            made.id, made.customer_id, made.merchant_id, None, "top_up", made.amount_minor, "EUR", 0, made.at
        )
        for _, key, at in self._acts():
            yield Interaction(
                key, self.customer.id, self.merchant.id, self.store.id, "purchase", AMOUNT_MINOR, "EUR", 0, at
            )  # fmt: skip
