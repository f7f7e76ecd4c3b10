"""Queries for a customer's list of people."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from backend_stub.contract import GiftState
from backend_stub.domain.names import DOTS
from backend_stub.domain.records import Contact
from backend_stub.storage import tables

PEOPLE_MAX = 200


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on the list: a handle, a name if it was told, and when the two last had to do with one another."""

    social_id: str
    name: str
    at: int


def people_of(connection: sa.Connection, customer_id: str) -> list[Known]:
    """Whom a customer keeps, gave to, or took a gift from; the latest first, without those they dropped."""
    table = tables.CONTACTS
    rows = [Contact(*row) for row in connection.execute(sa.select(table).where(table.c.customer_id == customer_id))]
    found = {one.social_id: one for one in (*_given(connection, customer_id), *_taken(connection, customer_id))}
    for row in rows:
        known = found.pop(row.social_id, None)
        if row.dropped_at is None or (known is not None and known.at > row.dropped_at):
            name, at = (known.name, known.at) if known else (row.name, row.kept_at)
            found[row.social_id] = Known(row.social_id, name, max(at, row.kept_at))
    return sorted(found.values(), key=lambda one: (-one.at, one.social_id))[:PEOPLE_MAX]


def is_known_by_name(connection: sa.Connection, customer_id: str, social_id: str) -> bool:
    """Whether a customer was told the name of whoever has this handle."""
    return any(one.social_id == social_id and one.name for one in people_of(connection, customer_id))


def _given(connection: sa.Connection, customer_id: str) -> list[Known]:
    return _others(connection, "recipient", tables.GIFTS.c.giver_id == customer_id)


def _taken(connection: sa.Connection, customer_id: str) -> list[Known]:
    """Who gave something that was accepted: so that a stranger's offer alone puts nobody on the list."""
    gifts = tables.GIFTS
    accepted = gifts.c.state == GiftState.ACCEPTED.value
    return _others(connection, "giver", sa.and_(gifts.c.recipient_id == customer_id, accepted))


def _others(connection: sa.Connection, other: str, where: sa.ColumnElement[bool]) -> list[Known]:
    gifts, people = tables.GIFTS, tables.CUSTOMERS
    last = sa.func.max(gifts.c.offered_at)
    statement = (
        sa.select(people.c.social_id, people.c.display_name, last)
        .join(people, people.c.id == gifts.c[f"{other}_id"])
        .where(where, gifts.c[f"{other}_name"] != DOTS)  # these are erased
        .group_by(people.c.id, people.c.social_id, people.c.display_name)
        .order_by(last.desc())
        .limit(PEOPLE_MAX)
    )
    return [Known(*row) for row in connection.execute(statement)]
