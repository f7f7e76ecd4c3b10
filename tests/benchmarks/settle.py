"""Settling a day of a million redemptions over two thousand merchants, while tills go on selling."""

from __future__ import annotations

import asyncio
import resource
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import ClassVar

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
from backend_stub.storage.engine import Database, open_database, raw
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
    """Yesterday, as the platform would have written it: merchants, one payer each, and all their sales as they came in."""
    ends_at = day_start(business_day(system_clock(), ZONE, CUT), ZONE, CUT)
    begins_at = ends_at - 20 * 60 * MINUTE_US
    shops = [_Shop(number, opened, begins_at, redemptions // merchants) for number in range(merchants)]
    for kind in _Shop.KINDS:
        _insert(database, kind, (shop.row_of(kind) for shop in shops))
    sales = _Sales(shops, begins_at, ends_at, redemptions)
    _insert(database, Redemption, map(sales.redemption, range(redemptions)))
    _insert(database, Transfer, map(sales.transfer, range(redemptions)))
    _insert(database, Transfer, (shop.paid_in() for shop in shops))
    _insert(database, Interaction, map(sales.interaction, range(redemptions)))
    _insert(database, Interaction, (shop.noted() for shop in shops))
    with database.write.connect() as connection:
        if database.is_sqlite:
            connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # type: ignore[union-attr]
        else:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("VACUUM ANALYZE"))


def _insert(database: Database, kind: type[Record], rows: Iterator[Record]) -> None:
    while chunk := list(islice(rows, CHUNK)):
        with database.write.connect() as connection, connection.begin():
            database.statements.insert(raw(connection), kind, chunk)


class _Shop:
    """A merchant with one till and one payer, who has paid in what a day's sales come to."""

    KINDS: ClassVar[tuple[type[Record], ...]] = (Merchant, Store, Till, Customer, Account, TopUp)

    def __init__(self, number: int, opened: Opened, begins_at: int, sales: int) -> None:
        name, spent = f"shop-{number:05d}", sales * AMOUNT_MINOR
        day = business_day(begins_at, ZONE, CUT)
        self.merchant = Merchant(new_id(), name, name, "", "EUR", 0)
        self.store = Store(new_id(), self.merchant.id, "Main", ZONE, CUT, 0)
        self.till = Till(new_id(), self.merchant.id, self.store.id, "Till 1", ZONE, CUT, 0, None, day, sales)
        self.customer = Customer(new_id(), f"payer-{number:05d}", "Ada", "", 0, "past")
        self.account = Account(new_id(), self.customer.id, opened.programme_id, "EUR", 0, 0, None, 0, 0, "past")
        self.top_up = TopUp(
            new_id(), self.account.id, self.customer.id, opened.merchant_id, None, "device", spent, "EUR", spent, "Ada",
            begins_at, "past",
        )  # fmt: skip
        made = (self.merchant, self.store, self.till, self.customer, self.account, self.top_up)
        self._rows = {type(row): row for row in made}

    def row_of(self, kind: type[Record]) -> Record:
        return self._rows[kind]

    def paid_in(self) -> Transfer:
        paid = self.top_up
        account, clearing = ledger.prepayment(self.account.id), ledger.clearing("EUR")
        return Transfer(paid.id, 1, "top_up", clearing, account, paid.amount_minor, "EUR", paid.at)

    def noted(self) -> Interaction:
        made = self.top_up
        return Interaction(
            made.id, made.customer_id, made.merchant_id, None, "top_up", made.amount_minor, "EUR", 0, made.at
        )


class _Sales:
    """A day's sales in the order in which they happened, in all shops by turns: neighbours on disk are of other shops."""

    def __init__(self, shops: list[_Shop], begins_at: int, ends_at: int, count: int) -> None:
        self._shops, self._begins_at, self._apart = shops, begins_at, (ends_at - begins_at) // (count + 1)
        self._day = day_text(business_day(begins_at, ZONE, CUT))

    def _sale(self, number: int) -> tuple[_Shop, str, int]:
        """Where, its id (a UUIDv7 of that time), and when."""
        at = self._begins_at + (number + 1) * self._apart
        key = uuid.UUID(int=(at // 1_000) << 80 | 7 << 76 | 2 << 62 | number)
        return self._shops[number % len(self._shops)], str(key), at

    def redemption(self, number: int) -> Redemption:
        shop, key, at = self._sale(number)
        return Redemption(
            key, shop.till.id, shop.merchant.id, shop.store.id, None, None, shop.customer.id, shop.account.id,
            AMOUNT_MINOR, AMOUNT_MINOR, 0, 0, "EUR", "paid", None, None, None, 0, "Ada", "Card",
            f"{self._day}-{number // len(self._shops) + 1:03d}", "", at, at, None, None, None, "past",
            fee_fixed_minor=FEE_FIXED, fee_bps=FEE_BPS,
        )  # fmt: skip

    def transfer(self, number: int) -> Transfer:
        shop, key, at = self._sale(number)
        account, payable = ledger.prepayment(shop.account.id), ledger.payable(shop.merchant.id)
        return Transfer(key, 1, "redemption", account, payable, AMOUNT_MINOR, "EUR", at)

    def interaction(self, number: int) -> Interaction:
        shop, key, at = self._sale(number)
        return Interaction(
            key, shop.customer.id, shop.merchant.id, shop.store.id, "purchase", AMOUNT_MINOR, "EUR", 0, at
        )
