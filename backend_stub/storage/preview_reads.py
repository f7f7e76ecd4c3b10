"""All records of a merchant, in pieces, for previews; who left, and what people are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from backend_stub.storage import tables
from backend_stub.storage.association_tables import ASSOCIATION_EVENTS, ASSOCIATIONS

PIECE = 20_000
_RECORDS = """
SELECT customer_id, day, {place}, CASE WHEN currency = {value} THEN amount_minor ELSE 0 END{id} FROM interactions
WHERE {merchant_id} = {value} AND type <> 'refund'
"""


def count(connection: sa.Connection, merchant_id: str) -> int:
    """How many records there are, refunds too."""
    table = tables.INTERACTIONS
    found = connection.execute(sa.select(sa.func.count()).where(table.c.merchant_id == merchant_id)).scalar_one()
    return int(found)


def pieces(
    connection: sa.Connection, merchant_id: str, currency: str, types: Sequence[str], *, with_ids: bool
) -> Iterator[Sequence[Any]]:
    """(customer, day, the type's place, amount, id if asked for), a piece at a time; other money is an amount of 0.

    A million records are more of numbers than of words: what the database tells apart is not told apart again. They come by
    the driver's own cursor: beneath a result of SQLAlchemy's, rows may be missed that it had read ahead.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    # SQLite would go by the index and look up each row of nearly all of them; reading through the table is several times faster.
    column, value = ("+merchant_id", "?") if is_sqlite else ("merchant_id", "%s")
    place = " ".join(f"WHEN '{kind}' THEN {number}" for number, kind in enumerate(types))
    text = _RECORDS.format(
        merchant_id=column, value=value, place=f"CASE type {place} END", id=", id" if with_ids else ""
    )
    # On PostgreSQL the cursor has a name: then it is the server's, and sends no more than what is asked for.
    cursor = connection.connection.cursor(*(() if is_sqlite else ("records_of_merchant",)))
    try:
        cursor.execute(text, (currency, merchant_id))
        while rows := cursor.fetchmany(PIECE):
            yield rows
    finally:
        cursor.close()


def given_back(connection: sa.Connection, merchant_id: str) -> dict[str, int]:
    """How much was given back of which purchase. Few are, so they are not joined to all the others."""
    table = tables.INTERACTIONS
    statement = (
        sa.select(table.c.of_id, sa.func.sum(table.c.amount_minor))
        .where(table.c.merchant_id == merchant_id, table.c.of_id.is_not(None))
        .group_by(table.c.of_id)
    )
    return {str(of_id): int(minor) for of_id, minor in connection.execute(statement)}


def words(connection: sa.Connection, merchant_id: str) -> list[tuple[str, int, bool]]:
    """What customers said of being members, in order: who, on which business day, whether they went out by it."""
    events = ASSOCIATION_EVENTS
    statement = (
        sa.select(ASSOCIATIONS.c.customer_id, events.c.day, events.c.kind != "rejoined")
        .join(events, events.c.association_id == ASSOCIATIONS.c.id)
        .where(ASSOCIATIONS.c.merchant_id == merchant_id, events.c.kind.in_(["left", "declined", "rejoined"]))
        .order_by(events.c.day, events.c.at, events.c.id)
    )
    return [(str(who), int(day), bool(goes_out)) for who, day, goes_out in connection.execute(statement)]


def names(connection: sa.Connection, customer_ids: Sequence[str]) -> dict[str, str]:
    """What these customers are called."""
    table = tables.CUSTOMERS
    named: dict[str, str] = {}
    for start in range(0, len(customer_ids), 500):
        some = sa.select(table.c.id, table.c.display_name).where(table.c.id.in_(customer_ids[start : start + 500]))
        named.update((row[0], row[1]) for row in connection.execute(some))
    return named
