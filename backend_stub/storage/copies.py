"""A copy of a whole database as it was at one moment, and a database made from one.

SQLite copies itself (VACUUM INTO), PostgreSQL's own programs do it there (pg_dump, pg_restore). Both read one snapshot while
tills go on selling, and what the copy holds is counted in that same snapshot.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from psycopg.conninfo import make_conninfo

from backend_stub.storage.engine import Database, open_database
from backend_stub.storage.errors import Unavailable, Unfit
from backend_stub.storage.migrate import current_revision
from backend_stub.storage.tables import ACCOUNTS, METADATA

_SUMS = sa.select(ACCOUNTS.c.currency, sa.func.sum(ACCOUNTS.c.balance_minor)).group_by(ACCOUNTS.c.currency)


@dataclass(frozen=True, slots=True)
class Held:
    """What a database holds: rows of each table, paid money in customers' accounts by currency (minor units)."""

    revision: str
    rows: Mapping[str, int]
    balances_minor: Mapping[str, int]


def held(connection: sa.Connection) -> Held:
    """Count it, in the transaction that has begun."""
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    there = set(sa.inspect(connection).get_table_names())
    names = sorted(there & METADATA.tables.keys())
    rows = {
        name: connection.execute(sa.select(sa.func.count()).select_from(METADATA.tables[name])).scalar_one()
        for name in names
    }
    balances = {currency: int(total) for currency, total in connection.execute(_SUMS)}
    return Held(str(revision), rows, balances)


def copy(database: Database, file: Path) -> Held:
    """Write a copy to a file that is not there yet. Raises Unavailable when it can't be read or written."""
    return _copy_sqlite(database, file) if database.is_sqlite else _copy_postgresql(database, file)


def _copy_sqlite(database: Database, file: Path) -> Held:
    source = Path(database.url.database or "")
    if not source.is_file():
        raise Unfit(f"there is no database at {source}")
    try:
        with closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as reading:
            reading.execute("VACUUM INTO ?", (str(file),))
    except sqlite3.Error as error:
        raise Unavailable(f"the database can't be copied: {error}") from error
    with _opened(f"sqlite:///{file}") as copied, copied.read.connect() as connection, connection.begin():
        return held(connection)


def _copy_postgresql(database: Database, file: Path) -> Held:
    with database.read.connect() as connection:
        connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            snapshot = str(connection.exec_driver_sql("SELECT pg_export_snapshot()").scalar())
            found = held(connection)
            _run(database.url, "pg_dump", "--format=custom", "--compress=0", f"--snapshot={snapshot}", f"--file={file}")
    return found


def load(file: Path, url: str) -> None:
    """Make a database from a copy. Unfit when there is anything at `url` already: nothing is ever written over."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        target = Path(parsed.database or "")
        if target.exists():
            raise Unfit(f"{target} is there already; restore to a new file")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
        target.chmod(0o600)
        return
    with _opened(url) as database:
        with database.read.connect() as connection:
            if sa.inspect(connection).get_table_names():
                raise Unfit("this database has tables already; restore to an empty one")
        given = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
        _run(database.url, "pg_restore", *given, str(file))


@contextmanager
def scratch(url: str, folder: Path) -> Iterator[str]:
    """The address of a database that is only for trying something: a file in `folder`, or one more on the same server.

    Raises Unavailable where this user of PostgreSQL's may not make one.
    """
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        yield f"sqlite:///{folder / 'scratch.sqlite'}"
        return
    name = f"rehearsal_{uuid4().hex}"
    with _opened(url) as database, database.read.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        try:
            connection.exec_driver_sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
        except sa.exc.DBAPIError as error:
            raise Unavailable(f"no database can be made here to rehearse in: {error.orig}") from error
        try:
            yield parsed.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.exec_driver_sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def look(url: str) -> Held:
    """What the database at this address holds."""
    with _opened(url) as database, database.read.connect() as connection:
        if current_revision(connection) is None:
            raise Unfit("there are no tables of ours in it")
        with connection.begin():
            return held(connection)


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    try:
        yield database
    finally:
        database.close()


def _run(url: sa.URL, program: str, *arguments: str) -> None:
    """One of PostgreSQL's programs. The password goes by the environment: a command line can be read by everybody."""
    found = shutil.which(program)
    if found is None:
        raise Unavailable(f"{program} is not installed here (Debian: postgresql-client)")
    named = {"host": url.host, "port": url.port, "user": url.username, "dbname": url.database}
    where = {name: str(value) for name, value in {**named, **url.query}.items() if value is not None}
    conninfo = make_conninfo("", **where)
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    done = subprocess.run(  # noqa: S603 - a program of PostgreSQL's, with arguments of ours
        [found, f"--dbname={conninfo}", *arguments],
        env={**os.environ, **secret},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Unavailable(f"{program} did not do it: {done.stderr.strip()[-400:]}")
