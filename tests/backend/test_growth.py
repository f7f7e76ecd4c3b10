"""What grows with the years must not make a payment wait: statements go by indexes, housekeeping in pieces."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from backend_stub.domain.records import SECOND, Instant
from backend_stub.services.platform import Platform, system_clock
from backend_stub.storage import chores, tables
from backend_stub.storage.engine import raw
from backend_stub.storage.lookups import Lookup
from backend_stub.storage.rows import PAIRED
from tests import crowd

DAY_US = 86_400 * SECOND


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("lookup", Lookup, ids=lambda lookup: lookup.name)
def test_every_lookup_goes_by_an_index(platform: Platform, lookup: Lookup) -> None:
    asked: list[str] = []
    with platform.database.write.connect() as connection, connection.begin():
        driver = connection.connection.driver_connection
        driver.set_trace_callback(asked.append)  # type: ignore[union-attr]
        platform.database.statements.load(
            raw(connection), lookup.value, [PAIRED.join("x" for _ in lookup.value.field.split(PAIRED))]
        )
        driver.set_trace_callback(None)  # type: ignore[union-attr]
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0]}").all()
    table = tables.TABLES[lookup.value.kind].name
    assert any(f"SEARCH {table} USING" in step[3] for step in plan), plan


def _codes(platform: Platform) -> dict[str, str | None]:
    codes = tables.PAYMENT_CODES
    with platform.database.read.connect() as connection:
        rows = connection.execute(sa.select(codes.c.device_id, codes.c.sealed_text))
        return {row.device_id: row.sealed_text for row in rows}


def _keep_house(platform: Platform, forget: chores.CodesForgotten, after_us: int) -> None:
    with platform.database.write.connect() as connection, connection.begin():
        forget(connection, Instant(system_clock() + after_us))


def test_the_text_of_a_code_is_erased_when_it_is_over_and_the_code_after_a_week(platform: Platform) -> None:
    opened = crowd.open_crowded_shop(platform.database, platform.keys, 1)
    phones = crowd.gather(platform.database, platform.keys, opened, 5, balance_minor=100, code_lifetime_s=60)
    forget = chores.CodesForgotten()
    _keep_house(platform, forget, 0)
    assert all(_codes(platform).values())
    _keep_house(platform, forget, 61 * SECOND)
    assert _codes(platform) == {phone.device_id: None for phone in phones}
    _keep_house(platform, forget, 8 * DAY_US)
    assert _codes(platform) == {}


def test_a_full_piece_means_that_there_is_more(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores, "PIECE", 4)
    opened = crowd.open_crowded_shop(platform.database, platform.keys, 1)
    crowd.gather(platform.database, platform.keys, opened, 10, balance_minor=100, code_lifetime_s=60)
    forget = chores.CodesForgotten()
    left = []
    for _ in range(3):
        _keep_house(platform, forget, 61 * SECOND)
        left.append((sum(text is not None for text in _codes(platform).values()), forget.is_behind))
    assert left == [(6, True), (2, True), (0, False)]
