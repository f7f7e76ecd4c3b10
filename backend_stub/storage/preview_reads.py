"""All records of a merchant, in pieces, for previews; who left, and what people are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backend_stub.contract import InteractionType
from backend_stub.storage import tables
from backend_stub.storage.association_tables import ASSOCIATION_EVENTS, ASSOCIATIONS

PEOPLE_AT_ONCE = 200
SEPARATOR, PARTED = ",", " "


@dataclass(frozen=True, slots=True)
class Told:
    """All records of a customer as the database tells them: numbers one after another, in texts, all in the same order.

    Twenty times fewer rows to fetch than records, and each step to the next row lets another thread go first. `types` and
    `is_own_money` are a digit a record; `ids` and `returns` (of which record, how much) are told only where money went back.
    """

    customer_id: str
    types: str
    is_own_money: str
    days: str
    amounts: str
    ids: str | None
    returns: str | None


def count(connection: sa.Connection, merchant_id: str) -> int:
    """How many records there are, refunds too."""
    table = tables.INTERACTIONS
    found = connection.execute(sa.select(sa.func.count()).where(table.c.merchant_id == merchant_id)).scalar_one()
    return int(found)


def pieces(
    connection: sa.Connection, merchant_id: str, currency: str, types: Sequence[str]
) -> Iterator[Sequence[Told]]:
    """Customer by customer, some at a time, by an index that has all of it: what other merchants have costs nothing."""
    one = tables.INTERACTIONS.c
    is_return, counts = one.of_id.is_not(None), one.type != InteractionType.REFUND.value

    def joined(value: sa.ColumnElement[Any], separator: str = SEPARATOR) -> sa.FunctionFilter[str]:
        return sa.func.aggregate_strings(sa.cast(value, sa.Text), separator).filter(counts)

    of_type = sa.case(*((one.type == kind, number) for number, kind in enumerate(types)))
    of_return = one.of_id + PARTED + sa.cast(one.amount_minor, sa.Text)
    statement = (
        sa.select(
            one.customer_id,
            joined(of_type, ""),
            joined(sa.case((one.currency == currency, 1), else_=0), ""),
            joined(one.day),
            joined(one.amount_minor),
            sa.case((sa.func.count(one.of_id) > 0, joined(one.id))),
            sa.func.aggregate_strings(of_return, SEPARATOR).filter(is_return),
        )
        .where(one.merchant_id == merchant_id)
        .group_by(one.customer_id)
        .having(sa.func.count().filter(counts) > 0)
    )
    found = connection.execution_options(yield_per=PEOPLE_AT_ONCE).execute(statement)
    for rows in found.partitions():
        yield [Told(*row) for row in rows]


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
