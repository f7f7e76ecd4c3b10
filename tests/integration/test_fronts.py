"""Several processes behind one address: they sell as one, end as one, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import sys
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from backend_stub.services.secrets import Keys
from backend_stub.services.verify import verify
from backend_stub.storage.engine import open_database
from backend_stub.storage.migrate import upgrade
from tests import crowd
from tests.conftest import MASTER_KEY
from tests.serving import Process, write_key

PATIENCE_S = 30
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for children in /proc")


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _refuses(base_url: str) -> bool:
    try:
        httpx.get(f"{base_url}/v1/health", timeout=5, trust_env=False)
    except httpx.TransportError:
        return True
    return False


def _until(is_so: object) -> bool:
    """Sockets of ended processes send no event: look until it is so, or the patience is over."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if is_so():  # type: ignore[operator]
            return True
        time.sleep(0.02)
    return False


def test_payments_through_processes_in_front_are_in_the_books_once(database_url: str, tmp_path: Path) -> None:
    database, keys = open_database(database_url), Keys(MASTER_KEY)
    upgrade(database)
    opened = crowd.open_crowded_shop(database, keys, 16)
    phones = crowd.gather(database, keys, opened, 64, balance_minor=500)
    with Process(database_url, write_key(tmp_path / "key", MASTER_KEY), "--processes", "3") as server:
        assert len(_children(server.pid)) == (2 if database.is_sqlite else 3)

        def pay(number: int) -> list[dict[str, object]]:
            headers = {
                "Authorization": f"Bearer {opened.till_tokens[number % 16]}",
                "Idempotency-Key": str(uuid.uuid4()),
            }
            body = {
                "code": phones[number].code,
                "amount_minor": 200,
                "currency": crowd.CURRENCY,
                "public_service_id": opened.public_service_id,
            }
            with httpx.Client(base_url=server.base_url, timeout=60, trust_env=False) as client:
                return [client.post("/v1/redemptions", json=body, headers=headers).json() for _ in range(2)]

        with ThreadPoolExecutor(16) as pool:
            replies = list(pool.map(pay, range(64)))
        assert all(first["outcome"] == "paid" and again == first for first, again in replies)
        assert server.stop() == 0
    assert verify(database) == []
    database.close()


def test_nothing_outlives_the_first_process(database_url: str, tmp_path: Path) -> None:
    with Process(database_url, write_key(tmp_path / "key", MASTER_KEY), "--processes", "2") as server:
        assert not _refuses(server.base_url)
        server.kill()
        assert _until(lambda: _refuses(server.base_url))


def test_when_a_process_in_front_dies_all_end_and_say_so(database_url: str, tmp_path: Path) -> None:
    with Process(database_url, write_key(tmp_path / "key", MASTER_KEY), "--processes", "2") as server:
        os.kill(_children(server.pid)[0], signal.SIGKILL)
        assert server.ended() == 1
