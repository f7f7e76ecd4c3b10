"""Bringing a database to this version's tables, by Alembic; and refusing one that is newer.

A database that is up to date is only looked at: Alembic is loaded when there is something to do, since a till starts often.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from backend_stub.storage.engine import Database
from backend_stub.storage.errors import Unavailable, Unfit
from backend_stub.storage.meanings import is_environment

SCRIPTS = Path(__file__).parent / "migrations"
HEAD = "0026"  # the newest revision in `migrations/versions`; a test compares the two


def upgrade(database: Database) -> None:
    """Make or bring up the tables; raises Unfit for a database of a newer version, Unavailable when it can't be opened."""
    try:
        with database.write.connect() as connection:
            if current_revision(connection) != HEAD:
                _migrate(connection)
    except sa.exc.DatabaseError as error:
        if is_environment(error) and "not a database" not in str(error.orig):
            raise Unavailable(f"the database can't be opened: {error.orig}") from error
        raise Unfit(f"this is not a database of ours: {error.orig}") from error


def require_current(database: Database) -> None:
    """Raise Unfit unless the database has exactly this version's tables; changes nothing, makes no file."""
    if database.is_sqlite and not Path(database.url.database or "").is_file():
        raise Unfit(f"there is no database at {database.url.database}")
    try:
        with database.read.connect() as connection:
            current = current_revision(connection)
    except sa.exc.DatabaseError as error:
        raise Unfit(f"this is not a database of ours: {error.orig}") from error
    if current != HEAD:
        raise Unfit(f"the database is at version {current}, this program at {HEAD}: run `pos-backend migrate`")


def current_revision(connection: sa.Connection) -> str | None:
    """The revision that the database says it has; None for one without tables of ours."""
    with connection.begin():
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _migrate(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = current_revision(connection)
    if current is not None and current not in known:
        raise Unfit(
            f"this database was written by a newer version ({current}); update the program, or open another one"
        )
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise Unfit(str(error)) from error
