"""Two thousand phones that hold their event streams and renew their codes each minute, beside a till that sells."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from backend_stub.app import sqlite_url
from backend_stub.contract import TokenKind
from backend_stub.domain.records import Device, Token
from backend_stub.services.access import SESSION
from backend_stub.services.parties import save
from backend_stub.services.platform import new_id, system_clock
from backend_stub.services.secrets import new_token
from backend_stub.storage.engine import open_database
from backend_stub.storage.migrate import upgrade
from tests import crowd
from tests.benchmarks.rows import Row, sized
from tests.benchmarks.stage import BALANCE_MINOR, KEYS, MASTER_KEY
from tests.serving import Process, write_key

TILLS = 8
SALES_A_SECOND = 20
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def phones() -> list[Row]:
    """Memory a phone, the server's share of a core, and how long renewals, sales and the news of them take."""
    count, seconds = sized(2_000, 60), sized(60, 6)
    with tempfile.TemporaryDirectory(prefix="pos-bench-") as name:
        folder = Path(name)
        order = _staged(folder, count)
        with Process(sqlite_url(folder / "seeded.sqlite"), write_key(folder / "key", MASTER_KEY)) as server:
            order |= {"base_url": server.base_url, "seconds": seconds, "sales_a_second": SALES_A_SECOND}
            return _measured(server.pid, order, count)


def _staged(folder: Path, count: int) -> dict[str, object]:
    database = open_database(sqlite_url(folder / "seeded.sqlite"))
    upgrade(database)
    opened = crowd.open_crowded_shop(database, KEYS, TILLS)
    people = crowd.gather(database, KEYS, opened, count, balance_minor=BALANCE_MINOR)
    sessions, rows = [], []
    for person in people:
        text, now = new_token(), system_clock()
        device = Device(new_id(), person.customer_id, "Browser", 0, 0, now)
        spoken = KEYS.access_hash(SESSION, text)
        token = Token(new_id(), spoken, TokenKind.CUSTOMER.value, person.customer_id, device.id, now, None)
        rows += [device, token]
        sessions.append({"cookie": text, "csrf": KEYS.access_hash("csrf", text)})
    save(database, rows)
    database.close()
    return {"sessions": sessions, "tills": list(opened.till_tokens), "public_service_id": opened.public_service_id}


def _measured(pid: int, order: dict[str, object], count: int) -> list[Row]:
    load = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.phones_load"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert load.stdin is not None
    assert load.stdout is not None
    load.stdin.write(json.dumps(order))
    load.stdin.close()
    load.stdout.readline()  # one phone has its stream, and every page was drawn once
    before = _memory_bytes(pid)
    load.stdout.readline()  # all have theirs
    held = _memory_bytes(pid)
    begun, busy = time.monotonic(), _busy_s(pid)
    figures = json.loads(load.stdout.readline())
    share = (_busy_s(pid) - busy) / (time.monotonic() - begun)
    load.stdout.close()
    if load.wait(timeout=60) != 0:
        raise RuntimeError("the load ended badly")
    return [
        Row("phones: holding a stream", figures["streams"], "phones", f">= {count}"),
        Row("phones: memory a phone", (held - before) / count / 1024, "KiB", "< 200"),
        Row("phones: the server's share of a core", share * 100, "%", "< 100"),
        Row("phones: codes renewed", figures["renewals"], "codes"),
        Row("phones: renewal, median", figures["renewal_median_ms"], "ms"),
        Row("phones: renewal, p99", figures["renewal_p99_ms"], "ms", "< 500"),
        Row("phones: sales beside", figures["sales"], "sales"),
        Row("phones: sale, p99", figures["sale_p99_ms"], "ms", "< 500"),
        Row("phones: paid to shown on the phone, p99", figures["news_p99_ms"], "ms", "< 500"),
        Row("phones: sales whose news did not come", figures["news_missing"], "sales", "<= 0"),
    ]


def _processes(pid: int) -> list[int]:
    """The first process of the server and those in front of it, where the phones are."""
    fronts = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, fronts)]


def _memory_bytes(pid: int) -> int:
    return sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in _processes(pid)) * PAGE_BYTES


def _busy_s(pid: int) -> float:
    stats = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split() for one in _processes(pid)]
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / TICKS_A_SECOND
