"""Redemptions on SQLite beside hand-written SQL: one caller in process, and sixty-four connections over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import httpx
import msgspec
import uvloop

from backend_stub.app import build, open_platform, sqlite_url
from backend_stub.contract import Outcome, Redemption, RedemptionRequest
from pos_app.line import Line
from tests.benchmarks import baseline
from tests.benchmarks.load import AMOUNT_MINOR, Figures, Payment, measured
from tests.benchmarks.rows import Row, in_turns, ratio, sized
from tests.benchmarks.stage import KEYS, Stage, staged
from tests.serving import Process

CONNECTIONS = 64
IN_A_TRANSACTION = 32
WARM_UP = 100
PAGES_ASKED = 8


def inprocess_vs_sql() -> list[Row]:
    """One caller over the till's line in process (httpx), each payment committed before the next, beside SQL likewise."""
    with staged(sized(5_000, 200)) as stage:
        payments = stage.payments[: sized(3_000, 200)]

        def by_hand() -> float:
            with stage.copy() as path:
                return baseline.per_second(path, KEYS, payments, a_transaction=1)

        def ours() -> float:
            with stage.copy() as path:
                platform = open_platform(sqlite_url(path), KEYS)
                try:
                    # the loop that the till's gateway runs on
                    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                        return runner.run(_one_caller(Line(build(platform), token=""), payments))
                finally:
                    platform.stop()

        mine, theirs = in_turns(ours, by_hand)
    return [
        Row("inprocess_vs_sql: ours", statistics.median(mine), "redeem/s"),
        Row("inprocess_vs_sql: hand-written SQL", statistics.median(theirs), "redeem/s"),
        Row("inprocess_vs_sql", ratio(mine, theirs), "ratio", ">= 0.4"),
    ]


async def _one_caller(line: Line, payments: Sequence[Payment]) -> float:
    """As the till's gateway asks: the same line, the same messages, written and read by the contract."""
    async with contextlib.aclosing(line):
        for number, payment in enumerate(payments):
            if number == WARM_UP:
                begun = time.perf_counter()
            request = RedemptionRequest(
                code=payment.code,
                amount_minor=AMOUNT_MINOR,
                currency="EUR",
                public_service_id=payment.public_service_id,
            )
            headers = {
                "authorization": f"Bearer {payment.token}",
                "idempotency-key": str(uuid.uuid4()),
                "content-type": "application/json",
            }
            reply = await line.ask("POST", "/v1/redemptions", headers, msgspec.json.encode(request))
            if msgspec.json.decode(reply.content, type=Redemption).outcome is not Outcome.PAID:
                raise RuntimeError(reply.text)
        return (len(payments) - WARM_UP) / (time.perf_counter() - begun)


def http_sqlite_64() -> list[Row]:
    """Sixty-four connections over HTTP, beside hand-written SQL with 32 redemptions in a transaction."""
    with staged(sized(16_000, 600)) as stage:

        def by_hand() -> float:
            with stage.copy() as path:
                return baseline.per_second(path, KEYS, stage.payments, a_transaction=IN_A_TRANSACTION)

        mine, theirs = in_turns(lambda: over_http_anew(stage), by_hand)
    rates = [figures.per_second for figures in mine]
    return [
        Row("http_sqlite_64: ours", statistics.median(rates), "redeem/s"),
        Row("http_sqlite_64: ours, p99", statistics.median(figures.p99_ms for figures in mine), "ms"),
        Row("http_sqlite_64: hand-written SQL, 32 a commit", statistics.median(theirs), "redeem/s"),
        Row("http_sqlite_64", ratio(rates, theirs), "ratio", ">= 0.5"),
    ]


def over_http_anew(stage: Stage) -> Figures:
    """The load on a server with a copy of the stage."""
    with stage.copy() as path:
        return over_http(stage, path)


def over_http(stage: Stage, path: Path) -> Figures:
    """The load on a server with this database; the first of it only warms up."""
    with Process(sqlite_url(path), stage.key_file) as server:
        warmed(server.base_url, stage.payments)
        return measured(server.base_url, stage.payments[WARM_UP:], CONNECTIONS)


def warmed(base_url: str, payments: Sequence[Payment]) -> None:
    """The first payments, when the server has come up: it loads the wallet's pages beside them, in each of its processes."""
    for _ in range(PAGES_ASKED):
        httpx.get(
            f"{base_url}/wallet/sign-in", timeout=60, trust_env=False
        )  # a new connection each: any process may answer
    measured(base_url, payments[:WARM_UP], CONNECTIONS)
