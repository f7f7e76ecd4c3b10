"""The two shops of the API's tests, on either database or on SQLite alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from backend_stub.app import open_platform, sqlite_url
from backend_stub.services.platform import Options
from backend_stub.services.secrets import Keys
from tests.backend.shop import Clock, MakePlatform, World
from tests.conftest import MASTER_KEY


@pytest.fixture
def world(open_here: MakePlatform) -> Iterator[World]:
    """On both databases."""
    clock = Clock()
    made = World(open_here(clock=clock), clock)
    yield made
    made.api.close()


def _on_sqlite(folder: Path) -> Iterator[World]:
    clock = Clock()
    platform = open_platform(
        sqlite_url(folder / "platform.sqlite"),
        Keys(MASTER_KEY),
        Options(demo_funding=True, webhooks_anywhere=True),
        clock,
    )
    made = World(platform, clock)
    yield made
    made.api.close()
    platform.stop()


@pytest.fixture
def lite(tmp_path: Path) -> Iterator[World]:
    """On SQLite alone: for what does not depend on the database."""
    yield from _on_sqlite(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One for a whole module: for requests that change nothing another test looks at."""
    yield from _on_sqlite(tmp_path_factory.mktemp("shared"))
