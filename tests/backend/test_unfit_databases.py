"""Databases that can't be used: each is refused with a sentence, and left as it was."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from backend_stub.app import open_platform, sqlite_url
from backend_stub.domain.accounts import Join
from backend_stub.services import usecases
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import Keys, new_token
from backend_stub.storage.engine import open_database
from backend_stub.storage.errors import StorageError, Unavailable, Unfit
from tests import crowd
from tests.conftest import MASTER_KEY

PAGE = 4096


def _open(url: str) -> None:
    open_platform(url, Keys(MASTER_KEY)).stop()


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backend_stub.cli", *arguments], capture_output=True, text=True, check=False
    )


def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    open_here: Callable[..., Platform], database_url: str
) -> None:
    open_here().stop()
    database = open_database(database_url)
    with database.write.connect() as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Unfit, match="newer version"):
        _open(database_url)
    with database.read.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalars().all() == ["9999"]
    database.close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "shopping list"
    path.write_text("milk, tea, sugar\n" * 1_000)
    before = path.read_bytes()
    with pytest.raises(Unfit, match="not a database"):
        _open(sqlite_url(path))
    assert path.read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == [path.name]


def test_an_unknown_kind_of_database_is_refused() -> None:
    with pytest.raises(Unfit, match="mysql is not supported"):
        _open("mysql://localhost/books")


def test_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="can't be opened"):
        _open(sqlite_url(tmp_path / "nowhere" / "platform.sqlite"))


@pytest.fixture
def books(tmp_path: Path) -> Path:
    """A database file with some hundred pages of books, closed."""
    path = tmp_path / "platform.sqlite"
    platform = open_platform(sqlite_url(path), Keys(MASTER_KEY))
    opened = crowd.open_crowded_shop(platform.database, platform.keys, 2)
    crowd.gather(platform.database, platform.keys, opened, 300, balance_minor=500)
    platform.stop()
    assert path.stat().st_size > 100 * PAGE
    return path


def _damage(path: Path, page: int) -> None:
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        file.write(b"\xa5" * PAGE)


def _root_page(path: Path, table: str) -> int:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    return int(found[0])


@pytest.mark.parametrize("table", ["transfers", "ix_transfers_debit_account_at"])
def test_verify_finds_a_damaged_page_and_says_so(books: Path, table: str) -> None:
    _damage(books, _root_page(books, table))
    done = _command("verify", "--db", sqlite_url(books))
    assert done.returncode == 1
    assert "damaged" in done.stdout or "malformed" in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_finds_an_index_that_does_not_tell_what_its_table_does(books: Path) -> None:
    with contextlib.closing(sqlite3.connect(books)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, 'debit_account,', 'credit_account,')"
            " WHERE type = 'index' AND name = 'ix_transfers_debit_account_at'"
        )
        connection.commit()
    done = _command("verify", "--db", sqlite_url(books))
    assert done.returncode == 1
    assert "the file itself is damaged" in done.stdout


def test_a_torn_first_page_is_refused_with_a_sentence(books: Path) -> None:
    _damage(books, 1)
    for command in ("verify", "migrate"):
        done = _command(command, "--db", sqlite_url(books))
        assert done.returncode == 1
        assert "not a database" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_damaged_schema_is_refused_with_a_sentence(books: Path) -> None:
    with books.open("r+b") as file:
        file.seek(100)  # past the header: the page stays a database's first
        file.write(b"\xa5" * (PAGE - 100))
    for command in ("verify", "migrate"):
        done = _command(command, "--db", sqlite_url(books))
        assert done.returncode == 1
        assert "malformed" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_file_cut_short_is_found_by_verify(books: Path) -> None:
    with books.open("r+b") as file:
        file.truncate(books.stat().st_size // 2 // PAGE * PAGE)
    done = _command("verify", "--db", sqlite_url(books))
    assert done.returncode == 1
    assert "damaged" in done.stdout or "malformed" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_command_that_meets_a_damaged_page_is_told_that_the_database_can_not_be_used(books: Path) -> None:
    _damage(books, _root_page(books, "customers"))
    platform = open_platform(sqlite_url(books), Keys(MASTER_KEY))
    join = Join(new_id(), new_id(), "ada.l", "Ada", "", "Phone", new_token(), "test")
    try:
        with pytest.raises(Unavailable):
            platform.writer.run(usecases.JOIN, join)
    finally:
        platform.stop()
