"""What PostgreSQL is told of long work, for one transaction: it plans by what it counted of a table some time before."""

from __future__ import annotations

import sqlalchemy as sa

_OFF, _HERE, _NONE = sa.text("'off'"), sa.text("true"), sa.text("'0'")


def _without(*ways: str) -> sa.Select[tuple[str, ...]]:
    return sa.select(*(sa.func.set_config(sa.text(f"'{way}'"), _OFF, _HERE) for way in ways))


_BY_KEY_ONLY = _without("enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material", "jit").add_columns(
    sa.func.set_config(sa.text("'max_parallel_workers_per_gather'"), _NONE, _HERE)
)
_IN_ORDER = _without("enable_bitmapscan", "enable_seqscan", "enable_sort", "enable_hashagg", "jit")


def by_key_only(connection: sa.Connection) -> None:
    """Statements walk from row to row by key, through tables that grow while it goes on.

    Else such a table, which was small when it was counted, would be read whole for every row.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_BY_KEY_ONLY)


def read_in_order(connection: sa.Connection) -> None:
    """Very many rows are read in the order of their index, not by piles that have to be sorted.

    Before a table was looked at by PostgreSQL it is thought to be small, and a million rows of it were sorted on disk.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_IN_ORDER)
