"""Bringing a database to this version's tables, by Alembic; and refusing one that is newer."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError

from backend_stub.storage.engine import Database, is_environment
from backend_stub.storage.errors import Unavailable, Unfit

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(database: Database) -> None:
    """Make or bring up the tables; raises Unfit for a database of a newer version, Unavailable when it can't be opened."""
    config = _config()
    try:
        with database.write.connect() as connection:
            current = _current(connection)
            if current is not None and current not in _known(config):
                raise Unfit(
                    f"this database was written by a newer version ({current}); update the program, or open another one"
                )
            if current == ScriptDirectory.from_config(config).get_current_head():
                return
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except sa.exc.DatabaseError as error:
        if is_environment(error) and "not a database" not in str(error.orig):
            raise Unavailable(f"the database can't be opened: {error.orig}") from error
        raise Unfit(f"this is not a database of ours: {error.orig}") from error
    except CommandError as error:
        raise Unfit(str(error)) from error


def require_current(database: Database) -> None:
    """Raise Unfit unless the database has exactly this version's tables; changes nothing, makes no file."""
    if database.is_sqlite and not Path(database.url.database or "").is_file():
        raise Unfit(f"there is no database at {database.url.database}")
    try:
        with database.read.connect() as connection:
            current = _current(connection)
    except sa.exc.DatabaseError as error:
        raise Unfit(f"this is not a database of ours: {error.orig}") from error
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if current != head:
        raise Unfit(f"the database is at version {current}, this program at {head}: run `pos-backend migrate`")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config


def _current(connection: sa.Connection) -> str | None:
    with connection.begin():
        return MigrationContext.configure(connection).get_current_revision()


def _known(config: Config) -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
