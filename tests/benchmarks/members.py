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
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import httpx
import uvloop
from msgspec.structs import astuple, fields

from backend_stub import contract
from backend_stub.api.member_examples import RULE
from backend_stub.app import build, open_platform, sqlite_url
from backend_stub.contract import as_json
from backend_stub.domain.association.compiled import compile_rule
from backend_stub.domain.association.due import due
from backend_stub.domain.association.machine import Judged, packed, unpacked
from backend_stub.domain.association.search import asked_for, words_of
from backend_stub.domain.association.tally import Counts
from backend_stub.domain.records import Association, Customer, Interaction, MemberWord, Merchant, Record, Rule, altered
from backend_stub.services.parties import Opened, save
from backend_stub.services.platform import new_id, system_clock
from backend_stub.services.preview_work import preview
from backend_stub.services.previews import Job, Stopped
from backend_stub.storage import association_reads
from backend_stub.storage.engine import Database, open_database
from backend_stub.storage.migrate import upgrade
from backend_stub.storage.tables import TABLES
from tests.benchmarks.load import AMOUNT_MINOR, Payment
from tests.benchmarks.rows import Row, in_turns, ratio, sized
from tests.benchmarks.stage import KEYS, Stage, staged

DAYS = 1_000
DAYS_APART = 10  # at most
PAID_MINOR = 10_000
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
    """The judging of one purchase by itself after so many records, and a redemption with a rule in force beside one without.

    All in processor time: on a machine that others use too, what they take is no part of it.
    """
    costs = _judged_us()
    customers = sized(2_000, 200)
    with staged(customers) as plain, staged(customers, _start_rule) as ruled:
        without, with_rule = in_turns(lambda: _one_caller(plain), lambda: _one_caller(ruled))
    redemption_us = statistics.median(with_rule)
    return [
        *(Row(f"judging after {count:,} records", cost, "us") for count, cost in zip(HISTORIES, costs, strict=True)),
        Row("judging: dearest history over cheapest", max(costs) / min(costs), "ratio", "<= 1.2"),
        Row("judging: share of a redemption", max(costs) / redemption_us, "ratio", "< 0.15"),
        Row("redemption with a rule in force", redemption_us, "us"),
        Row("redemption, all of membership over none", ratio(with_rule, without), "ratio"),
    ]


def _judged_us() -> list[float]:
    """A judgement's processor time after each of the histories: the median of many rounds, each going through all of them."""
    judgements = [_judgement(count) for count in HISTORIES]
    times: list[list[float]] = [[] for _ in judgements]
    turns = sized(40, 10)
    for number in range(sized(150, 10)):
        for place in range(len(judgements)):  # another one begins each round
            which = (place + number) % len(judgements)
            begun = time.thread_time()
            for _ in range(turns):
                judgements[which]()
            times[which].append((time.thread_time() - begun) / turns * 1e6)
    return [statistics.median(one) for one in times]


def _judgement(count: int) -> Callable[[], None]:
    """What a redemption asks of what is stored: unpacked, days closed, the purchase added, judged, looked ahead, packed.

    Like with like: each history made a member of the highest tier, ends with a purchase of yesterday, and is stored as that
    purchase left it. So what is asked is the same, and only how many records there were is not.
    """
    rule = compile_rule(RULE)
    judged = Judged.stranger(rule, 0)
    span = min(DAYS, count * DAYS_APART)
    for number in range(count):
        day = DAYS - span + (number + 1) * span // count
        judged.close(day - 1)
        judged.add(Counts(day, "purchase", PAID_MINOR, PAID_MINOR // 100))
    today = judged.tally.day + 1
    assert judged.rank_today(DAYS) == len(rule.tiers) - 1, "no member of the highest tier"
    blob = packed(judged)

    def judge() -> None:
        again = unpacked(rule, blob, is_out=False)
        again.close(today - 1)
        again.rank_today(today)
        again.add(Counts(today, "purchase", PAID_MINOR, PAID_MINOR // 100))
        again.rank_today(today)
        due(again, today)
        packed(again)

    return judge


def _start_rule(database: Database, opened: Opened) -> None:
    now = system_clock()
    save(database, [Rule(new_id(), opened.merchant_id, 1, "in_force", as_json(RULE), "UTC", 0, now, 0, 0, "bench")])
    platform = open_platform(database.url.render_as_string(hide_password=False), KEYS)
    try:
        platform.judging.run(now)
    finally:
        platform.stop()


def _one_caller(stage: Stage) -> float:
    """Processor microseconds of a redemption, one caller in process, all threads."""
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
        begun = time.process_time()
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
        return (time.process_time() - begun) / len(payments) * 1e6


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
        save(database, [Merchant(merchant_id, "big-shop", "Big", "", "EUR", 0)])
        try:
            yield database, raw, merchant_id
        finally:
            raw.close()
            database.close()


def _put(raw: sqlite3.Connection, kind: type[Record], rows: Iterable[Record]) -> None:
    """Very many rows of one kind, straight into their table."""
    names = [one.name for one in fields(kind)]
    marks = ", ".join("?" * len(names))
    raw.executemany(f"INSERT INTO {TABLES[kind].name} ({', '.join(names)}) VALUES ({marks})", map(astuple, rows))


def preview_1m() -> list[Row]:
    """A draft beside the rule in force over a year of a big shop; and how long it takes to stop one."""
    customers, count = sized(50_000, 2_000), sized(1_000_000, 20_000)
    with _database() as (database, raw, merchant_id):
        chance = random.Random(7)
        people = sorted(new_id() for _ in range(customers))
        raw.execute("BEGIN")
        _put(raw, Interaction, _purchases(merchant_id, people, count, chance))
        raw.execute("COMMIT")
        draft = contract.PreviewRequest(rule=RULE)

        def job() -> Job:
            return Job("p", merchant_id, draft, 20_365, RULE, time.monotonic())

        def one() -> float:
            begun = time.perf_counter()
            preview(database, job())
            return time.perf_counter() - begun

        taken = [one() for _ in range(sized(3, 1))]
        stops = [_stopped_s(database, job(), share * min(taken)) for share in (0.02, 0.2, 0.4, 0.6, 0.9)]
    return [
        Row(f"preview_1m: {count:,} records of {customers:,} customers", statistics.median(taken), "s", "< 5"),
        Row("preview_1m: stopped within, at the worst of five moments", max(stops), "s", "< 0.5"),
    ]


def _stopped_s(database: Database, job: Job, after_s: float) -> float:
    """How long one goes on after it was told to stop, when it has run for so long."""
    worker = threading.Thread(target=_until_stopped, args=(database, job))
    worker.start()
    time.sleep(after_s)
    begun = time.perf_counter()
    job.halt()
    worker.join(30)
    return time.perf_counter() - begun


def _until_stopped(database: Database, job: Job) -> None:
    with contextlib.suppress(Stopped):
        preview(database, job)


def _purchases(merchant_id: str, people: Sequence[str], count: int, chance: random.Random) -> Iterator[Interaction]:
    """So many within a year, a fiftieth of them given back; some people come far more often than others."""
    for number in range(count):
        who, amount_minor = people[int(len(people) * chance.random() ** 2)], chance.randrange(200, 3_000)
        day = 20_000 + number * 365 // count
        bought = Interaction(f"r{number}", who, merchant_id, None, "purchase", amount_minor, "EUR", 0, number, day)
        yield bought
        if number % 50 == 0:
            yield altered(bought, id=f"b{number}", type="refund", of_id=bought.id)


def member_search() -> list[Row]:
    """The first fifty found, by the beginnings of words, among a hundred thousand members."""
    count = sized(100_000, 5_000)
    with _database() as (database, raw, merchant_id):
        raw.execute("BEGIN")
        people = [_person(number) for number in range(count)]
        _put(raw, Customer, people)
        _put(raw, Association, (_member(merchant_id, who.id, number) for number, who in enumerate(people)))
        _put(
            raw,
            MemberWord,
            (
                MemberWord(merchant_id, word, who.id)
                for who in people
                for word in words_of(who.display_name, who.social_id)
            ),
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


def _person(number: int) -> Customer:
    name = f"{NAMES[number % 12]} {FAMILIES[number // 12 % 12]}{number // 144 if number % 3 else ''}"
    return Customer(new_id(), f"user.{number}", name, "", 0, "")


def _member(merchant_id: str, customer_id: str, last_at: int) -> Association:
    return Association(
        id=f"{merchant_id}/{customer_id}",
        merchant_id=merchant_id,
        customer_id=customer_id,
        standing="member",
        tier_key="member",
        rule_version=1,
        judged=b"",
        is_stale=0,
        due_day=None,
        joined_at=1,
        tier_since=1,
        last_at=last_at,
        points=5,
        welcomed="",
        is_muted=0,
        messaged_at=None,
    )
