"""Whether this process can serve, looked at when somebody asks and at most once a second, whoever asks and how often."""

from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from backend_stub.domain.records import Instant
from backend_stub.storage import migrate
from backend_stub.storage.engine import Database
from backend_stub.storage.errors import StorageError

if TYPE_CHECKING:
    from backend_stub.services.platform import Platform

KEPT_S = 1.0
PATIENCE_S = 2.0  # a part that takes longer is as good as dead for a till that waits
STOPPING, DATABASE, MIGRATIONS, WRITER, DISK = "stopping", "database", "migrations", "writer", "disk"


class Readiness:
    """Asks the parts of a platform. `unwell` on an event loop; `stop` from anywhere."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._is_stopping = False
        self._looking: asyncio.Task[tuple[str, ...]] | None = None
        self._good_until = 0.0

    def stop(self) -> bool:
        """Not ready from now on: what comes is answered, and nothing more should be sent here. False: that was said before."""
        was_stopping, self._is_stopping = self._is_stopping, True
        return not was_stopping

    async def unwell(self) -> tuple[str, ...]:
        """The parts that are not as they must be; none: ready."""
        if self._is_stopping:
            return (STOPPING,)
        looking, now = self._looking, time.monotonic()
        if looking is None or looking.cancelled() or (looking.done() and now >= self._good_until):
            looking = self._looking = asyncio.create_task(self._look())
        return await asyncio.shield(looking)

    async def _look(self) -> tuple[str, ...]:
        parts = await asyncio.gather(self._database(), self._writer(), self._disk())
        self._good_until = time.monotonic() + KEPT_S
        return tuple(part for part in parts if part is not None)

    async def _database(self) -> str | None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                revision = await self._platform.read(_revision)
        except (StorageError, sa.exc.SQLAlchemyError, TimeoutError):
            return DATABASE
        return None if revision == migrate.HEAD else MIGRATIONS

    async def _writer(self) -> str | None:
        """A piece of no work takes its turn behind what is queued, in the writer's process and on the writer's connection."""
        try:
            turn = asyncio.wrap_future(self._platform.writer.piece(_turn))
        except StorageError:
            return WRITER
        done, _ = await asyncio.wait({turn}, timeout=PATIENCE_S)  # never cancelled: the writer answers when it can
        return None if done and turn.exception() is None else WRITER

    async def _disk(self) -> str | None:
        """Room for a database that lies here; PostgreSQL's disk is watched where it is."""
        free = await self._platform.aside(disk_free, self._platform.database)
        return DISK if free is not None and free < self._platform.options.disk_least else None


def disk_free(database: Database) -> int | None:
    """Bytes left where a SQLite database lies; None where it is elsewhere, or nobody can say."""
    if not database.is_sqlite or not database.url.database:
        return None
    try:
        return shutil.disk_usage(Path(database.url.database).parent).free
    except OSError:
        return None


def _revision(connection: sa.Connection) -> str | None:
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _turn(_database: Database, connection: sa.Connection, _now: Instant) -> None:
    connection.exec_driver_sql("SELECT 1").scalar()
