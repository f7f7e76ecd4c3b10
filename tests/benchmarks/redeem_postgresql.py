"""Redemptions on PostgreSQL beside pgbench's own transaction, and one hot merchant beside many."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from backend_stub.storage.engine import open_database
from backend_stub.storage.migrate import upgrade
from tests import postgres
from tests.benchmarks.load import Figures, Payment, measured
from tests.benchmarks.redeem import CONNECTIONS, WARM_UP, warmed
from tests.benchmarks.rows import Row, SkippedError, in_turns, ratio, sized
from tests.benchmarks.stage import MASTER_KEY, TILLS, shop_with_crowd
from tests.serving import Process, write_key

MERCHANTS = 16
PGBENCH_CLIENTS = 8
TPS = re.compile(r"tps = ([0-9.]+)")


def http_postgresql_64_hot() -> list[Row]:
    """Sixty-four tills of one merchant; sixty-four of sixteen; and TPC-B as pgbench brings it, on the same server."""
    folder = postgres.bin_folder()
    program = shutil.which("pgbench", path=f"{folder}{os.pathsep}{os.environ['PATH']}")
    if folder is None or program is None:
        raise SkippedError("PostgreSQL and its pgbench are not installed")
    server = postgres.Server()
    try:
        pgbench = _Pgbench(program, server)
        hot, spread, tpc_b = in_turns(
            lambda: _over_http(server, merchants=1), lambda: _over_http(server, merchants=MERCHANTS), pgbench.tps
        )
    finally:
        server.stop()
    hot_rates = [figures.per_second for figures in hot]
    spread_rates = [figures.per_second for figures in spread]
    return [
        Row("http_postgresql_64: hot merchant", statistics.median(hot_rates), "redeem/s"),
        Row("http_postgresql_64: hot merchant, p99", statistics.median(figures.p99_ms for figures in hot), "ms"),
        Row("http_postgresql_64: spread merchants", statistics.median(spread_rates), "redeem/s"),
        Row(f"pgbench TPC-B, scale {pgbench.scale}, {PGBENCH_CLIENTS} clients", statistics.median(tpc_b), "tps"),
        Row("http_postgresql_64_hot", ratio(hot_rates, tpc_b), "ratio", ">= 0.75"),
        Row("http_postgresql_64_hot_to_spread", ratio(hot_rates, spread_rates), "ratio", ">= 0.9"),
    ]


def _over_http(server: postgres.Server, *, merchants: int) -> Figures:
    url = server.url()
    database = open_database(url)
    upgrade(database)
    crowds = [
        shop_with_crowd(
            database, sized(16_000, 640) // merchants, public_service_id=f"shop-{number}", tills=TILLS // merchants
        )
        for number in range(merchants)
    ]
    database.close()
    payments: list[Payment] = [payment for together in zip(*crowds, strict=True) for payment in together]
    with (
        tempfile.TemporaryDirectory(prefix="pos-bench-") as folder,
        Process(url, write_key(Path(folder) / "key", MASTER_KEY)) as platform,
    ):
        warmed(platform.base_url, payments)
        return measured(platform.base_url, payments[WARM_UP:], CONNECTIONS)


class _Pgbench:
    """TPC-B on a database of its own."""

    def __init__(self, program: str, server: postgres.Server) -> None:
        self.scale = sized(50, 2)
        self._seconds = sized(30, 3)
        self._program = program
        self._url = server.url()
        self._run("-i", "-q", "-s", str(self.scale))

    def tps(self) -> float:
        """Transactions a second, without the time it takes to connect."""
        done = self._run("-c", str(PGBENCH_CLIENTS), "-j", "2", "-T", str(self._seconds))
        found = TPS.search(done)
        if found is None:
            raise RuntimeError(done)
        return float(found.group(1))

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([self._program, *arguments, self._url], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-2_000:])
        return done.stdout
