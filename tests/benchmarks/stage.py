"""The stage of a benchmark: a shop with many tills, a crowd with live codes, kept as a file to begin each turn from."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from backend_stub.app import sqlite_url
from backend_stub.services.parties import Opened
from backend_stub.services.secrets import Keys
from backend_stub.storage.engine import Database, open_database
from backend_stub.storage.migrate import upgrade
from tests import crowd
from tests.benchmarks.load import Payment
from tests.serving import write_key

MASTER_KEY = bytes(range(32))
KEYS = Keys(MASTER_KEY)
TILLS = 64
BALANCE_MINOR = 10_000


@dataclass(frozen=True, slots=True)
class Stage:
    """A seeded SQLite database, to be copied for each turn."""

    folder: Path
    seeded: Path
    key_file: Path
    payments: Sequence[Payment] = field(repr=False)

    @contextlib.contextmanager
    def copy(self) -> Iterator[Path]:
        """The database as it was seeded, on the disk to its last byte: writing it back is not a part of what follows."""
        with tempfile.TemporaryDirectory(dir=self.folder) as folder:
            path = Path(shutil.copy(self.seeded, folder))
            with path.open("rb") as file:
                os.fsync(file.fileno())
            yield path


@contextlib.contextmanager
def staged(customers: int, furnish: Callable[[Database, Opened], None] | None = None) -> Iterator[Stage]:
    """A stage with so many customers, each with a live code; `furnish` puts more into it."""
    with tempfile.TemporaryDirectory(prefix="pos-bench-") as name:
        folder = Path(name)
        seeded = folder / "seeded.sqlite"
        database = open_database(sqlite_url(seeded))
        upgrade(database)
        payments = shop_with_crowd(database, customers, furnish=furnish)
        database.close()
        yield Stage(folder, seeded, write_key(folder / "key", MASTER_KEY), payments)


def shop_with_crowd(
    database: Database,
    customers: int,
    *,
    public_service_id: str = "crowded-shop",
    tills: int = TILLS,
    furnish: Callable[[Database, Opened], None] | None = None,
) -> list[Payment]:
    """A shop and its crowd; a payment for every code."""
    opened = crowd.open_crowded_shop(database, KEYS, tills, public_service_id)
    phones = crowd.gather(database, KEYS, opened, customers, balance_minor=BALANCE_MINOR, code_lifetime_s=86_400)
    if furnish is not None:
        furnish(database, opened)
    return [
        Payment(opened.till_tokens[number % tills], opened.public_service_id, phone.code)
        for number, phone in enumerate(phones)
    ]
