"""What all tests share: the two databases, and an embedded platform on each."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog

from backend_stub.app import open_platform, sqlite_url
from backend_stub.services.platform import Options, Platform
from backend_stub.services.secrets import Keys
from backend_stub.storage.engine import open_database
from backend_stub.storage.migrate import upgrade
from pos_app import plain_qt  # noqa: F401 - pytest-qt has loaded PySide6, which slows every import down until this one
from tests import postgres

MASTER_KEY = bytes(range(32))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", action="store_true", help="run the long tests too (also: POS_SOAK=1)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--soak") or os.environ.get("POS_SOAK"):
        return
    skip = pytest.mark.skip(reason="a long test: --soak runs it")
    for item in items:
        if item.get_closest_marker("soak"):
            item.add_marker(skip)


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """A command that a test runs sets where the log goes; the next test has the log as it was."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    server = postgres.Server()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def books_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This version's tables in a file, to be copied: making them takes longer than most tests."""
    file = tmp_path_factory.mktemp("books") / "books.sqlite"
    _migrate(sqlite_url(file))
    return file


@pytest.fixture(scope="session")
def books_postgresql(postgres_server: postgres.Server) -> str:
    """The same as a template of the server's, by its name."""
    url = postgres_server.url()
    _migrate(url)
    return url.rpartition("/")[2]


def _migrate(url: str) -> None:
    database = open_database(url)
    upgrade(database)
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new database of each kind, without tables."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "platform.sqlite")
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return server.url()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A new database of each kind, with this version's tables and nothing in them."""
    if request.param == "sqlite":
        books: Path = request.getfixturevalue("books_sqlite")
        return sqlite_url(Path(shutil.copy(books, tmp_path / "platform.sqlite")))
    server: postgres.Server = request.getfixturevalue("postgres_server")
    return server.url(request.getfixturevalue("books_postgresql"))


@pytest.fixture
def open_here(database_url: str) -> Iterator[Callable[..., Platform]]:
    """Open platforms on this test's database; what a test leaves open is stopped."""
    opened: list[Platform] = []

    def open_it(**options: object) -> Platform:
        clock = options.pop("clock", None)
        more = {"clock": clock} if clock else {}
        found = open_platform(
            database_url, Keys(MASTER_KEY), Options(demo_funding=True, webhooks_anywhere=True), **more
        )  # type: ignore[arg-type]
        opened.append(found)
        return found

    yield open_it
    for one in opened:
        one.stop()


@pytest.fixture
def platform(open_here: Callable[..., Platform]) -> Platform:
    return open_here()
