"""All records of a merchant, in pieces, for previews; who left, and what people are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from backend_stub.contract import InteractionType
from backend_stub.storage import tables
from backend_stub.storage.association_tables import ASSOCIATION_EVENTS, ASSOCIATIONS
from backend_stub.storage.planning import read_in_order

PEOPLE_AT_ONCE = 500
SEPARATOR, PARTED = ",", " "
OWN_BITS, TYPE_BITS, DAY_BITS = 1, 3, 20  # of a record in one number, from the lowest; the amount is above them


@dataclass(frozen=True, slots=True)
class Told:
    """All records of a customer as the database tells them: in texts, one after another, all in the same order.

    Twenty times fewer rows to fetch than records, and each step to the next row lets another thread go first. `numbers` has a
    number a record: whether its money is of the rule's currency, its type, its day and its amount; `ids` and `returns` (of which
    record, how much) are told only where money went back.
    """

    customer_id: str
    numbers: str
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

    def joined(value: sa.ColumnElement[Any]) -> sa.FunctionFilter[str]:
        return sa.func.aggregate_strings(sa.cast(value, sa.Text), SEPARATOR).filter(counts)

    number = _number_of(one.amount_minor, one.day, sa.case(*((one.type == kind, at) for at, kind in enumerate(types))))
    of_return = one.of_id + PARTED + sa.cast(one.amount_minor, sa.Text)
    statement = (
        sa.select(
            one.customer_id,
            joined(number + sa.case((one.currency == currency, 1), else_=0)),
            sa.case((sa.func.count(one.of_id) > 0, joined(one.id))),
            sa.func.aggregate_strings(of_return, SEPARATOR).filter(is_return),
        )
        .where(one.merchant_id == merchant_id)
        .group_by(one.customer_id)
        .having(sa.func.count().filter(counts) > 0)
    )
    read_in_order(connection)
    found = connection.execute(statement, execution_options={"yield_per": PEOPLE_AT_ONCE})
    for rows in found.partitions():
        yield [Told(*row) for row in rows]


def _number_of(
    amount: sa.ColumnElement[int], day: sa.ColumnElement[int], kind: sa.ColumnElement[int]
) -> sa.ColumnElement[Any]:
    number: sa.ColumnElement[Any] = (amount * 2 ** (DAY_BITS - TYPE_BITS) + day) * 2**TYPE_BITS + kind * 2**OWN_BITS
    return number


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
