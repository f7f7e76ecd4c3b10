"""The two engines. What differs between SQLite and PostgreSQL is here, and what their errors mean in `meanings`; nowhere else.

Set statements are built once an engine, by SQLAlchemy Core, kept as the driver's own text and given to the driver itself:
building them per call is five to ten times slower, and Core's execution of a text costs twice what SQLite takes for it.
Connections, transactions and the tree of errors stay SQLAlchemy's. On SQLite keys arrive as a JSON array and rows by
`executemany`; on PostgreSQL both arrive as the text of arrays (`= ANY`, `unnest`), and what a batch saves goes in one round trip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, Protocol

import sqlalchemy as sa
from msgspec.json import encode
from msgspec.structs import astuple
from sqlalchemy.dialects import postgresql, sqlite

from backend_stub.domain.records import Record, field_names
from backend_stub.domain.state import MOVING, State
from backend_stub.storage.arrays import array_text
from backend_stub.storage.errors import Unfit
from backend_stub.storage.following import follow
from backend_stub.storage.rows import PAIRED, Rows
from backend_stub.storage.tables import TABLES

BUSY_TIMEOUT_MS = 5_000
WAL_CAP_PAGES = 20_000  # the writer checkpoints by itself only when the thread beside it fell behind: 80 MB
WRITER_PRAGMAS = (
    f"PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint={WAL_CAP_PAGES}; PRAGMA foreign_keys=ON;"
    " PRAGMA cache_size=-32768"  # 32 MB: the upper pages of every index stay at hand, however long the history
)


@dataclass(frozen=True, slots=True)
class Raw:
    """A connection and what its driver knows it by, for one transaction: finding that anew costs as much as a statement."""

    connection: sa.Connection
    driver: Any  # the driver's own connection


def raw(connection: sa.Connection) -> Raw:
    """For a connection whose transaction has begun."""
    return Raw(connection, connection.connection.driver_connection)


class SetStatements(Protocol):
    """Loads and saves rows by sets: one statement a table and batch."""

    def load(self, raw: Raw, rows: Rows, keys: Sequence[str]) -> list[Record]:
        """All such rows by these keys, locked in id order where they are to be and the database has row locks."""

    def together(self, raw: Raw) -> AbstractContextManager[None]:
        """What is written within need not wait for one another's answers; errors may come at the end."""

    def insert(self, raw: Raw, kind: type[Record], records: Sequence[Record]) -> None:
        """Add rows."""

    def update(self, raw: Raw, kind: type[Record], records: Sequence[Record], only: str | None = None) -> None:
        """Write the mutable columns of rows that are there, or only one that seldom changes."""


@dataclass(frozen=True, slots=True)
class Database:
    """An open database: engines for the writer and for readers, and its set statements."""

    url: sa.URL
    write: sa.Engine
    read: sa.Engine
    statements: SetStatements

    @property
    def is_sqlite(self) -> bool:
        """Whether one process alone may write."""
        return self.url.get_backend_name() == "sqlite"

    def save(self, raw: Raw, state: State) -> None:
        """Write what the decisions of a batch made and changed, parents before children; number what customers are told.

        What merchants' systems are told goes with it: whoever listens learns of exactly what was saved.
        """
        follow(partial(self.statements.load, raw), state)
        with self.statements.together(raw):
            touched = state.new.keys() | state.changed.keys()
            for kind in filter(touched.__contains__, TABLES):
                if new := state.new.get(kind):
                    self.statements.insert(raw, kind, list(new.values()))
                if changed := state.changed.get(kind):
                    self.statements.update(raw, kind, list(changed.values()))
                    if rows := [changed[key] for key in state.moved.get(kind, ()) if key in changed]:
                        self.statements.update(raw, kind, rows, MOVING[kind])

    def write_back(self) -> bool:
        """Bring SQLite's log of what was written into the database itself, as far as readers let it; whether all of it is.

        Then the log begins anew with what is written next; else it grows, until the writer has to do this in its own time.
        """
        if not self.is_sqlite:
            return True
        with self.write.connect() as connection:
            _is_busy, written, brought = raw(connection).driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
        return bool(written == brought)

    def close(self) -> None:
        """Give all connections back."""
        self.write.dispose()
        self.read.dispose()


def open_database(url: str) -> Database:
    """Open `sqlite:///path` or `postgresql+psycopg://...`; any other kind raises Unfit."""
    try:
        parsed = sa.make_url(url)
    except (sa.exc.ArgumentError, ValueError):  # the address may hold a password: it is not repeated
        raise Unfit("this is no database address: use sqlite:///FILE or postgresql://HOST/NAME") from None
    if parsed.get_backend_name() == "sqlite":
        if parsed.database in {None, "", ":memory:"}:
            raise Unfit("money is not kept in memory: use sqlite:///FILE")
        return _open_sqlite(parsed)
    if parsed.get_backend_name() == "postgresql":
        return _open_postgresql(parsed.set(drivername="postgresql+psycopg"))
    raise Unfit(f"{parsed.get_backend_name()} is not supported: use sqlite:///FILE or postgresql://HOST/NAME")


def break_off(connection: sa.Connection) -> None:
    """End the statement that is at work there; called from another thread than the one that waits for it."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "sqlite":
        driver.interrupt()
    else:
        driver.cancel()


def _run(raw: Raw, text: str, parameters: object, *, many: bool = False) -> list[Any]:
    """Give a text to the driver; returns the rows. What the driver raises comes out as SQLAlchemy's own errors."""
    try:
        if many:
            raw.driver.executemany(text, parameters)
            return []
        cursor = raw.driver.execute(text, parameters)
        return cursor.fetchall() if cursor.description else []
    except raw.connection.dialect.loaded_dbapi.Error as error:
        raise _wrapped(raw.connection, error) from error


def _wrapped(connection: sa.Connection, error: Exception) -> sa.exc.DBAPIError:
    dialect = connection.dialect
    is_lost = dialect.is_disconnect(error, connection.connection.driver_connection, None)  # type: ignore[arg-type]
    return sa.exc.DBAPIError.instance(  # type: ignore[return-value]
        None,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=is_lost,
        dialect=dialect,
    )


# --- SQLite -----------------------------------------------------------------------------------------------------------


def _open_sqlite(url: sa.URL) -> Database:
    options = {"connect_args": {"timeout": BUSY_TIMEOUT_MS / 1000}, "hide_parameters": True}
    write = sa.create_engine(url, pool_size=2, max_overflow=0, **options)
    read = sa.create_engine(url, pool_size=4, max_overflow=4, **options)
    _on_connect(write, WRITER_PRAGMAS)
    _on_connect(read, "PRAGMA query_only=ON")
    sa.event.listen(write, "begin", lambda connection: _run(raw(connection), "BEGIN IMMEDIATE", ()))
    sa.event.listen(read, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return Database(url, write, read, _SqliteStatements())


def _on_connect(engine: sa.Engine, pragmas: str) -> None:
    def prepare(driver: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
        driver.isolation_level = None  # transactions are begun by the events above, not guessed by the driver
        driver.execute("PRAGMA journal_mode=WAL")
        for pragma in pragmas.split("; "):
            driver.execute(pragma)

    sa.event.listen(engine, "connect", prepare)


class _SqliteStatements:
    """Locks nothing by row: BEGIN IMMEDIATE holds the whole database."""

    def __init__(self) -> None:
        self._dialect = sqlite.dialect(paramstyle="qmark")
        self._texts: dict[tuple[object, ...], tuple[str, Callable[[Record], tuple[object, ...]]]] = {}
        self._selects: dict[Rows, tuple[str, str]] = {}

    def load(self, raw: Raw, rows: Rows, keys: Sequence[str]) -> list[Record]:
        texts = self._selects.get(rows)
        if texts is None:
            texts = self._selects[rows] = self._select(rows)
        for_one, for_many = texts
        make: Callable[..., Record] = rows.kind
        if PAIRED in rows.field:
            pairs = [key.split(PAIRED) for key in keys]
            asked = (for_one, tuple(pairs[0])) if len(pairs) == 1 else (for_many, (encode(pairs).decode(),))
            return [make(*row) for row in _run(raw, *asked)]
        if len(keys) == 1:
            return [make(*row) for row in _run(raw, for_one, tuple(keys))]
        return [make(*row) for row in _run(raw, for_many, (encode(keys).decode(),))]

    def _select(self, rows: Rows) -> tuple[str, str]:
        """By one key, as a till that sells alone asks, and by many, as JSON."""
        table = TABLES[rows.kind]
        if PAIRED in rows.field:
            return self._select_pairs(rows, table)
        column = table.c[rows.field]
        listed = sa.func.json_each(sa.bindparam("keys", type_=sa.Text())).table_valued("value")
        for_one = sa.select(table).where(column == sa.bindparam("key", type_=sa.Text()))
        for_many = sa.select(table).where(column.in_(sa.select(listed.c.value)))
        if rows.only is not None:
            for_one, for_many = (statement.where(sa.text(rows.only)) for statement in (for_one, for_many))
        return str(for_one.compile(dialect=self._dialect)), str(for_many.compile(dialect=self._dialect))

    def _select_pairs(self, rows: Rows, table: sa.Table) -> tuple[str, str]:
        columns = [table.c[name] for name in rows.fields]
        listed = sa.func.json_each(sa.bindparam("keys", type_=sa.Text())).table_valued("value")
        for_one = sa.select(table).where(*(column == sa.bindparam(column.name, type_=sa.Text()) for column in columns))
        parts = [sa.func.json_extract(listed.c.value, sa.text(f"'$[{place}]'")) for place in range(len(columns))]
        joined = sa.and_(*(column == part for column, part in zip(columns, parts, strict=True)))
        for_many = sa.select(table).select_from(listed.join(table, joined))
        return str(for_one.compile(dialect=self._dialect)), str(for_many.compile(dialect=self._dialect))

    def together(self, raw: Raw) -> AbstractContextManager[None]:
        del raw  # nothing is far away
        return nullcontext()

    def insert(self, raw: Raw, kind: type[Record], records: Sequence[Record]) -> None:
        found = self._texts.get(("insert", kind))
        if found is None:
            text = str(sa.insert(TABLES[kind]).compile(dialect=self._dialect))
            found = self._texts["insert", kind] = (text, astuple)
        text, fields = found
        _run(raw, text, map(fields, records), many=True)

    def update(self, raw: Raw, kind: type[Record], records: Sequence[Record], only: str | None = None) -> None:
        found = self._texts.get(("update", kind, only))
        if found is None:
            found = self._texts["update", kind, only] = self._update(kind, only)
        text, fields = found
        _run(raw, text, map(fields, records), many=True)

    def _update(self, kind: type[Record], only: str | None) -> tuple[str, Callable[[Record], tuple[object, ...]]]:
        table = TABLES[kind]
        mutable = (only,) if only else table.info["mutable"]
        statement = (
            sa.update(table)
            .values({name: sa.bindparam(f"new_{name}") for name in mutable})
            .where(*(table.c[name] == sa.bindparam(f"key_{name}") for name in kind.KEY))
        )
        compiled = statement.compile(dialect=self._dialect)
        order = [name.split("_", 1)[1] for name in compiled.positiontup or ()]
        return str(compiled), attrgetter(*order)


# --- PostgreSQL -------------------------------------------------------------------------------------------------------


def _open_postgresql(url: sa.URL) -> Database:
    options = {
        "pool_pre_ping": False,
        "pool_recycle": 1800,
        "isolation_level": "READ COMMITTED",
        "hide_parameters": True,
    }
    write = sa.create_engine(url, pool_size=2, max_overflow=2, **options)
    read = sa.create_engine(url, pool_size=4, max_overflow=4, **{**options, "pool_pre_ping": True})
    sa.event.listen(write, "connect", _by_index_only)
    return Database(url, write, read, _PostgresqlStatements())


def _by_index_only(driver: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own connection
    """The writer asks for rows by key. A plan made while a table was small would read all of it for ever after.

    Where there is no index such a plan counts as very dear, and dear plans are compiled: a third of a second each.
    """
    driver.execute("SET enable_seqscan = off")
    driver.execute("SET jit = off")
    driver.commit()


class _PostgresqlStatements:
    def __init__(self) -> None:
        self._dialect = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]
        self._texts: dict[tuple[object, ...], str] = {}
        self._selects: dict[Rows, str] = {}

    def load(self, raw: Raw, rows: Rows, keys: Sequence[str]) -> list[Record]:
        text = self._selects.get(rows)
        if text is None:
            table = TABLES[rows.kind]
            statement = _listed(table, rows)
            if rows.only is not None:
                statement = statement.where(sa.text(rows.only))
            if rows.lock:
                statement = statement.order_by(*table.primary_key).with_for_update()
            text = self._selects[rows] = str(statement.compile(dialect=self._dialect))
        make: Callable[..., Record] = rows.kind
        parts = zip(*(key.split(PAIRED) for key in keys), strict=True) if PAIRED in rows.field else [keys]
        named = {f"keys_{place}": array_text(part) for place, part in enumerate(parts)}
        return [make(*row) for row in _run(raw, text, named)]

    @contextmanager
    def together(self, raw: Raw) -> Iterator[None]:
        try:
            with raw.driver.pipeline():
                yield
        except raw.connection.dialect.loaded_dbapi.Error as error:
            raise _wrapped(raw.connection, error) from error

    def insert(self, raw: Raw, kind: type[Record], records: Sequence[Record]) -> None:
        text = self._texts.get(("insert", kind))
        if text is None:
            table = TABLES[kind]
            arrays = [sa.func.unnest(_array(column.name, column.type)) for column in table.columns]
            statement = sa.insert(table).from_select(list(table.columns), sa.select(*arrays))
            text = self._texts["insert", kind] = str(statement.compile(dialect=self._dialect))
        _run(raw, text, self._transposed(kind, records))

    def update(self, raw: Raw, kind: type[Record], records: Sequence[Record], only: str | None = None) -> None:
        text = self._texts.get(("update", kind, only))
        if text is None:
            table = TABLES[kind]
            mutable = (only,) if only else table.info["mutable"]
            names = (*kind.KEY, *mutable)
            changed = (
                sa.func.unnest(*(_array(name, table.c[name].type) for name in names))
                .table_valued(*(sa.column(name, table.c[name].type) for name in names))
                .render_derived(name="changed")
            )
            statement = (
                sa.update(table)
                .values({name: changed.c[name] for name in mutable})
                .where(*(table.c[name] == changed.c[name] for name in kind.KEY))
            )
            text = self._texts["update", kind, only] = str(statement.compile(dialect=self._dialect))
        _run(raw, text, self._transposed(kind, records))

    def _transposed(self, kind: type[Record], records: Iterable[Record]) -> dict[str, str]:
        columns = zip(*map(astuple, records), strict=True)
        return {name: array_text(column) for name, column in zip(field_names(kind), columns, strict=True)}


def _listed(table: sa.Table, rows: Rows) -> sa.Select[tuple[object, ...]]:
    """The rows by an array of keys, or by two arrays side by side."""
    arrays = [_array(f"keys_{place}", sa.Text()) for place, _ in enumerate(rows.fields)]
    if len(arrays) == 1:
        return sa.select(table).where(table.c[rows.field] == sa.any_(arrays[0]))
    wanted = (
        sa.func.unnest(*arrays)
        .table_valued(*(sa.column(name, sa.Text()) for name in rows.fields))
        .render_derived(name="wanted")
    )
    return sa.select(table).join(wanted, sa.and_(*(table.c[name] == wanted.c[name] for name in rows.fields)))


def _array(name: str, of_type: sa.types.TypeEngine[Any]) -> sa.Cast[Any]:
    """An array that is given as text: the driver's own way of writing one takes a third of the writer's time."""
    return sa.cast(sa.bindparam(name, type_=sa.Text()), postgresql.ARRAY(of_type))
