"""What crash tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import postgres


@pytest.fixture
def own_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server that may be killed: no other test is on it."""
    server = postgres.Server()
    yield server
    server.stop()
