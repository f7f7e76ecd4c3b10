"""The writer on PostgreSQL finds rows by an index, however small a table was when its plan was made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from backend_stub.storage.arrays import array_text
from backend_stub.storage.engine import Database, open_database, raw
from backend_stub.storage.lookups import Lookup
from backend_stub.storage.migrate import upgrade
from backend_stub.storage.rows import Rows
from tests import postgres


@pytest.fixture(scope="module")
def database(postgres_server: postgres.Server) -> Iterator[Database]:
    """Empty, and known to be empty by the planner, which then likes to read whole tables."""
    opened = open_database(postgres_server.url())
    upgrade(opened)
    with opened.write.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM ANALYZE"))
    yield opened
    opened.close()


@pytest.mark.parametrize("lookup", list(Lookup), ids=lambda lookup: lookup.name)
def test_every_lookup_goes_by_an_index_of_an_empty_table_too(database: Database, lookup: Lookup) -> None:
    rows: Rows = lookup.value
    with database.write.connect() as connection:
        database.statements.load(raw(connection), rows, ["/".join("key" for _ in rows.fields)])
        text = database.statements._selects[rows]  # type: ignore[attr-defined]
        plan = connection.connection.driver_connection.execute(  # type: ignore[union-attr]
            f"EXPLAIN {text}", {name: array_text(["key"]) for name in ("keys_0", "keys_1")}
        ).fetchall()
    assert "Seq Scan" not in str(plan)
