"""What is written for PostgreSQL as the text of an array is what it reads."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend_stub.storage.arrays import array_text
from tests import postgres

TEXTS = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))
HARD = ["", "NULL", "null", '"', "\\", '\\"', "{", "}", ",", " a ", "a\nb", "美茶", "a\\", "'"]


@pytest.fixture(scope="module")
def connection(postgres_server: postgres.Server) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(postgres_server.url(), autocommit=True) as opened:
        yield opened


def test_every_awkward_text_comes_back(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    assert connection.execute("SELECT CAST(%s AS TEXT[])", (array_text(HARD),)).fetchone() == (HARD,)


@settings(max_examples=200, deadline=None)
@given(values=st.lists(st.none() | TEXTS))
def test_texts_and_nulls_come_back(
    connection: psycopg.Connection[tuple[object, ...]], values: list[str | None]
) -> None:
    assert connection.execute("SELECT CAST(%s AS TEXT[])", (array_text(values),)).fetchone() == (values,)


@settings(max_examples=100, deadline=None)
@given(values=st.lists(st.none() | st.integers(-(2**63), 2**63 - 1)))
def test_whole_numbers_and_nulls_come_back(
    connection: psycopg.Connection[tuple[object, ...]], values: list[int | None]
) -> None:
    assert connection.execute("SELECT CAST(%s AS BIGINT[])", (array_text(values),)).fetchone() == (values,)
