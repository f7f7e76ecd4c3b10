"""The migrations make exactly the tables of the metadata, which are exactly the records, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from backend_stub.app import sqlite_url
from backend_stub.domain.records import field_names
from backend_stub.storage.engine import Database, open_database
from backend_stub.storage.errors import Unavailable, Unfit
from backend_stub.storage.migrate import require_current, upgrade
from backend_stub.storage.tables import METADATA, TABLES


def migrated(url: str) -> Database:
    database = open_database(url)
    upgrade(database)
    return database


def test_the_migrations_lead_exactly_to_the_metadata(empty_database_url: str) -> None:
    database = migrated(empty_database_url)
    with database.write.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    database.close()


def test_the_columns_of_every_table_are_the_fields_of_its_record_in_order(empty_database_url: str) -> None:
    database = migrated(empty_database_url)
    inspector = sa.inspect(database.write)
    assert set(inspector.get_table_names()) == {table.name for table in TABLES.values()} | {"alembic_version"}
    for kind, table in TABLES.items():
        assert tuple(column["name"] for column in inspector.get_columns(table.name)) == field_names(kind)
        assert tuple(inspector.get_pk_constraint(table.name)["constrained_columns"]) == kind.KEY
        checks = {str(check["name"]) for check in inspector.get_check_constraints(table.name)}
        assert checks == {str(one.name) for one in table.constraints if isinstance(one, sa.CheckConstraint)}
    database.close()


def test_the_unique_index_on_spent_codes_has_its_condition(empty_database_url: str) -> None:
    """The one index that a code can't be spent twice for: autogenerate does not compare its condition."""
    database = migrated(empty_database_url)
    indexes = {index["name"]: index for index in sa.inspect(database.write).get_indexes("redemptions")}
    index = indexes["uq_redemptions_code_id"]
    assert index["unique"]
    options = index.get("dialect_options", {})
    condition = str(options.get("sqlite_where", options.get("postgresql_where")))
    assert all(word in condition for word in ("paid", "reversed", "awaiting_customer"))
    database.close()


def test_migrating_again_changes_nothing(empty_database_url: str) -> None:
    database = migrated(empty_database_url)
    upgrade(database)
    require_current(database)
    database.close()


def test_a_newer_database_is_left_alone(empty_database_url: str) -> None:
    database = migrated(empty_database_url)
    with database.write.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Unfit, match="newer version"):
        upgrade(database)
    with pytest.raises(Unfit, match="at version 9999, this program at"):
        require_current(database)
    database.close()


def test_an_empty_database_is_not_current(empty_database_url: str) -> None:
    database = open_database(empty_database_url)
    with pytest.raises(Unfit):
        require_current(database)
    database.close()


@pytest.mark.parametrize("text", [b"not a database at all" * 300, b"SQLite format 3\x00" + b"\x07" * 5_000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(text)
    for work in (upgrade, require_current):
        database = open_database(sqlite_url(path))
        with pytest.raises(Unfit, match="not a database of ours"):
            work(database)
        database.close()
        assert path.read_bytes() == text


def test_a_place_that_does_not_exist_is_said_to_be_out_of_reach(tmp_path: Path) -> None:
    database = open_database(sqlite_url(tmp_path / "nowhere" / "platform.sqlite"))
    with pytest.raises(Unavailable):
        upgrade(database)
    with pytest.raises(Unfit, match="there is no database"):
        require_current(database)
    database.close()


@pytest.mark.parametrize("url", ["mysql://here/db", "oracle://here/db"])
def test_another_kind_of_database_is_refused_by_name(url: str) -> None:
    with pytest.raises(Unfit, match="is not supported: use sqlite"):
        open_database(url)
