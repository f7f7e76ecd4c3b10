"""Reading inboxes: pages of messages by number, and how much is unread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import sqlalchemy as sa

from backend_stub.domain.records import Inbox, Message
from backend_stub.storage import tables
from backend_stub.storage.engine import Database, raw
from backend_stub.storage.rows import Rows

_BY_CUSTOMER = Rows(Inbox, "customer_id")


def inbox(connection: sa.Connection, customer_id: str) -> Inbox:
    """The customer's inbox; an empty one for somebody who was never told anything."""
    table = tables.INBOXES
    row = connection.execute(sa.select(table).where(table.c.customer_id == customer_id)).first()
    return Inbox(*row) if row is not None else Inbox(customer_id, 0, 0)


def after(connection: sa.Connection, customer_id: str, number: int, limit: int) -> list[Message]:
    """Messages above a number, oldest first."""
    table = tables.MESSAGES
    statement = sa.select(table).where(table.c.customer_id == customer_id, table.c.number > number)
    return _messages(connection, statement.order_by(table.c.number).limit(limit))


def before(connection: sa.Connection, customer_id: str, number: int | None, limit: int) -> list[Message]:
    """The newest messages, or the newest below a number; the oldest of them first."""
    table = tables.MESSAGES
    statement = sa.select(table).where(table.c.customer_id == customer_id)
    if number is not None:
        statement = statement.where(table.c.number < number)
    return _messages(connection, statement.order_by(table.c.number.desc()).limit(limit))[::-1]


def _messages(connection: sa.Connection, statement: sa.Select[tuple[object, ...]]) -> list[Message]:
    make: Callable[..., Message] = Message
    return [make(*row) for row in connection.execute(statement)]


def counts(database: Database, customer_ids: Sequence[str]) -> dict[str, int]:
    """The number of the newest message of each of these customers."""
    with database.read.connect() as connection:
        rows = database.statements.load(raw(connection), _BY_CUSTOMER, customer_ids)
    return {row.customer_id: row.last_number for row in rows if isinstance(row, Inbox)}
