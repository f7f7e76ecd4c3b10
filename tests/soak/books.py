"""A database of a crash test, seen from outside the server that is killed."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from backend_stub.services.parties import Opened
from backend_stub.services.secrets import Keys
from backend_stub.storage.engine import Database, open_database
from backend_stub.storage.migrate import upgrade
from tests import crowd
from tests.conftest import MASTER_KEY
from tests.serving import write_key


@dataclass(frozen=True, slots=True)
class Books:
    """What is the same before and after each crash."""

    url: str
    key_file: Path
    database: Database
    keys: Keys
    opened: Opened

    def check_by_command(self) -> None:
        """`pos-backend verify`, as the operator of a platform would run it after a crash."""
        done = subprocess.run(
            [sys.executable, "-m", "backend_stub.cli", "verify", "--db", self.url],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@contextlib.contextmanager
def opened_books(url: str, folder: Path, tills: int) -> Iterator[Books]:
    """With a shop of so many tills in them."""
    database, keys = open_database(url), Keys(MASTER_KEY)
    try:
        upgrade(database)
        opened = crowd.open_crowded_shop(database, keys, tills)
        yield Books(url, write_key(folder / "key", MASTER_KEY), database, keys, opened)
    finally:
        database.close()
