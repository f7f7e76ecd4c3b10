"""Members: what judging costs in a redemption, however long the pair's history; previews of a million records; search."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import uvloop

from backend_stub import contract
from backend_stub.api.member_examples import RULE
from backend_stub.app import build, open_platform, sqlite_url
from backend_stub.contract import as_json
from backend_stub.domain.association.compiled import compile_rule
from backend_stub.domain.association.due import due
from backend_stub.domain.association.machine import Judged, packed, unpacked
from backend_stub.domain.association.search import asked_for, words_of
from backend_stub.domain.association.tally import Counts
from backend_stub.domain.records import Rule
from backend_stub.services.parties import Opened, save
from backend_stub.services.platform import new_id, system_clock
from backend_stub.services.preview_work import preview
from backend_stub.services.previews import Job
from backend_stub.storage import association_reads
from backend_stub.storage.engine import Database, open_database
from backend_stub.storage.migrate import upgrade
from tests.benchmarks.load import AMOUNT_MINOR, Payment
from tests.benchmarks.rows import Row, in_turns, ratio, sized
from tests.benchmarks.stage import KEYS, Stage, staged

DAYS = 1_000
HISTORIES = (10, 1_000, 100_000)
NAMES = ("Mara", "Li", "Jonas", "Sofia", "Emre", "Ida", "Omar", "Lena", "Amélie", "Tom", "Nadia", "Piet")
FAMILIES = (
    "Tanner",
    "Wei",
    "Bauer",
    "Reyes",
    "Kaya",
    "Nilsson",
    "Said",
    "Fischer",
    "Moreau",
    "Keller",
    "Benali",
    "Olthof",
)


def judging() -> list[Row]:
    """The judging of one purchase by itself after so many records, and a redemption with a rule in force beside one without."""
    alone = [[_judged_once_us(count) for count in HISTORIES] for _ in range(3)]
    per_history = [statistics.median(one) for one in zip(*alone, strict=True)]
    spread = statistics.median(max(turn) / min(turn) for turn in alone)
    customers = sized(2_000, 200)
    with staged(customers) as plain, staged(customers, _start_rule) as ruled:
        without, with_rule = in_turns(lambda: _one_caller(plain), lambda: _one_caller(ruled))
    redemption_us = statistics.median(with_rule)
    return [
        *(
            Row(f"judging after {count:,} records", cost, "us")
            for count, cost in zip(HISTORIES, per_history, strict=True)
        ),
        Row("judging: longest history over shortest", spread, "ratio", "<= 1.2"),
        Row("judging: share of a redemption", max(per_history) / redemption_us, "ratio", "< 0.15"),
        Row("redemption with a rule in force", redemption_us, "us"),
        Row("redemption, all of membership over none", ratio(with_rule, without), "ratio"),
    ]


def _judged_once_us(count: int) -> float:
    """Through what is stored: unpacked, days closed, the purchase added, judged, the next day reckoned, packed."""
    rule = compile_rule(RULE)
    judged = Judged.stranger(rule, 0)
    for number in range(count):
        day = 1 + number * DAYS // count
        judged.close(day - 1)
        judged.add(Counts(day, "purchase", 450, 4))
    today = judged.tally.day + 1
    judged.close(today - 1)
    blob, turns = packed(judged), sized(2_000, 200)
    begun = time.perf_counter()
    for _ in range(turns):
        again = unpacked(rule, blob, is_out=False)
        again.close(today - 1)
        again.rank_today(today)
        again.add(Counts(today, "purchase", 450, 4))
        again.rank_today(today)
        due(again, today)
        packed(again)
    return (time.perf_counter() - begun) / turns * 1e6


def _start_rule(database: Database, opened: Opened) -> None:
    now = system_clock()
    save(database, [Rule(new_id(), opened.merchant_id, 1, "in_force", as_json(RULE), "UTC", 0, now, 0, 0, "bench")])
    platform = open_platform(database.url.render_as_string(hide_password=False), KEYS)
    try:
        platform.judging.run(now)
    finally:
        platform.stop()


def _one_caller(stage: Stage) -> float:
    """Microseconds of a redemption, one caller in process."""
    payments = stage.payments[: sized(1_500, 100)]
    with stage.copy() as path:
        platform = open_platform(sqlite_url(path), KEYS)
        try:
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                return runner.run(_pay(httpx.ASGITransport(build(platform)), payments))
        finally:
            platform.stop()


async def _pay(transport: httpx.ASGITransport, payments: Sequence[Payment]) -> float:
    async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
        begun = time.perf_counter()
        for payment in payments:
            answer = await client.post(
                "/v1/redemptions",
                headers={"Authorization": f"Bearer {payment.token}", "Idempotency-Key": new_id()},
                json={
                    "code": payment.code,
                    "amount_minor": AMOUNT_MINOR,
                    "currency": "EUR",
                    "public_service_id": payment.public_service_id,
                    "accept_benefits": True,
                },
            )
            assert answer.json()["outcome"] == "paid", answer.text
        return (time.perf_counter() - begun) / len(payments) * 1e6


# --- a million records, a hundred thousand members -----------------------------------------------------------------------


@contextlib.contextmanager
def _database() -> Iterator[tuple[Database, sqlite3.Connection, str]]:
    with tempfile.TemporaryDirectory(prefix="pos-bench-") as folder:
        path = Path(folder) / "members.sqlite"
        database = open_database(sqlite_url(path))
        upgrade(database)
        raw = sqlite3.connect(path, isolation_level=None)
        raw.execute("PRAGMA synchronous=OFF")
        merchant_id = new_id()
        raw.execute("INSERT INTO merchants VALUES (?, 'big-shop', 'Big', '', 'EUR', 0)", (merchant_id,))
        try:
            yield database, raw, merchant_id
        finally:
            raw.close()
            database.close()


def preview_1m() -> list[Row]:
    """A draft beside the rule in force over a year of a big shop; and how long it takes to stop one."""
    customers, count = sized(50_000, 2_000), sized(1_000_000, 20_000)
    with _database() as (database, raw, merchant_id):
        chance = random.Random(7)
        people = sorted(new_id() for _ in range(customers))
        raw.execute("BEGIN")
        raw.executemany(
            "INSERT INTO interactions VALUES (?, ?, ?, NULL, 'purchase', ?, 'EUR', 0, ?, ?, NULL)",
            (
                (
                    f"r{n}",
                    people[int(customers * chance.random() ** 2)],
                    merchant_id,
                    chance.randrange(200, 3_000),
                    n,
                    20_000 + n * 365 // count,
                )
                for n in range(count)
            ),
        )
        raw.execute("COMMIT")
        draft = contract.PreviewRequest(rule=RULE)

        def job() -> Job:
            return Job("p", merchant_id, draft, 20_365, RULE, time.monotonic())

        def one() -> float:
            begun = time.perf_counter()
            preview(database, job())
            return time.perf_counter() - begun

        taken = [one() for _ in range(sized(3, 1))]
        stopped = job()
        ended = threading.Event()

        def work() -> None:
            with contextlib.suppress(Exception):
                preview(database, stopped)
            ended.set()

        threading.Thread(target=work).start()
        time.sleep(0.2)
        begun = time.perf_counter()
        stopped.stop.set()
        ended.wait(30)
        stop_s = time.perf_counter() - begun
    return [
        Row(f"preview_1m: {count:,} records of {customers:,} customers", statistics.median(taken), "s", "< 5"),
        Row("preview_1m: stopped within", stop_s, "s", "< 0.5"),
    ]


def member_search() -> list[Row]:
    """The first fifty found, by the beginnings of words, among a hundred thousand members."""
    count = sized(100_000, 5_000)
    with _database() as (database, raw, merchant_id):
        raw.execute("BEGIN")
        for number in range(count):
            who = new_id()
            name = f"{NAMES[number % 12]} {FAMILIES[number // 12 % 12]}{number // 144 if number % 3 else ''}"
            social_id = f"user.{number}"
            raw.execute("INSERT INTO customers VALUES (?, ?, ?, '', 0, '')", (who, social_id, name))
            raw.execute(
                "INSERT INTO associations VALUES (?, ?, ?, 'member', 'member', 1, x'', 0, NULL, 1, 1, ?, 5, '', 0, NULL)",
                (f"{merchant_id}/{who}", merchant_id, who, number),
            )
            raw.executemany(
                "INSERT INTO member_words VALUES (?, ?, ?)",
                [(merchant_id, word, who) for word in words_of(name, social_id)],
            )
        raw.execute("COMMIT")
        rows = []
        for search in ("l", "mar", "li wei", "user.99", "amelie k", ""):
            wanted = association_reads.Wanted(merchant_id, tuple(asked_for(search)))
            times = []
            with database.read.connect() as connection:
                for _ in range(7):
                    begun = time.perf_counter()
                    found = association_reads.members(connection, wanted, None, 50)
                    times.append((time.perf_counter() - begun) * 1e3)
                    assert found
            rows.append(Row(f"member_search: {search or 'the first page'!r}", statistics.median(times), "ms", "< 50"))
    return rows
