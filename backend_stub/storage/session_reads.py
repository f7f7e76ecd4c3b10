"""Who is signed in at a till."""

from __future__ import annotations

import sqlalchemy as sa

from backend_stub.domain.records import Operator, OperatorSession
from backend_stub.storage import tables

_SESSION_COLUMNS = len(tables.OPERATOR_SESSIONS.c)
_BY_TOKEN = (
    sa.select(tables.OPERATOR_SESSIONS, tables.OPERATORS)
    .join(tables.OPERATORS, tables.OPERATORS.c.id == tables.OPERATOR_SESSIONS.c.operator_id)
    .where(tables.OPERATOR_SESSIONS.c.token_hash == sa.bindparam("wanted"))
)


def session(connection: sa.Connection, token_hash: str) -> tuple[OperatorSession, Operator] | None:
    """A session by its token's hash, with its operator as they are now."""
    row = connection.execute(_BY_TOKEN, {"wanted": token_hash}).first()
    if row is None:
        return None
    return OperatorSession(*row[:_SESSION_COLUMNS]), Operator(*row[_SESSION_COLUMNS:])
