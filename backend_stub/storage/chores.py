"""Housekeeping through the writer, in small pieces."""

from __future__ import annotations

import sqlalchemy as sa

from backend_stub.domain.records import SECOND, Instant
from backend_stub.storage import tables

KEPT_DAYS = 7
TRIES_KEPT_DAYS = 2
DAY = 86_400 * SECOND
PIECE = 1_000


class CodesForgotten:
    """Erases the sealed texts of codes that are over; drops codes that were not spent within a week.

    It walks the old codes once, in their order, and remembers how far it came: looking at each again every time would
    hold the writer up for longer the more were ever spent.
    """

    def __init__(self) -> None:
        self._looked_until = 0
        self.is_behind = False  # the last piece was a full one: there is more

    def __call__(self, connection: sa.Connection, now: Instant) -> None:
        """The next piece of each."""
        erased = self._erase(connection, now)
        looked_at = self._drop(connection, now - KEPT_DAYS * 86_400 * SECOND)
        self.is_behind = PIECE in (erased, looked_at)

    def _erase(self, connection: sa.Connection, now: Instant) -> int:
        codes = tables.PAYMENT_CODES
        over = (
            sa.select(codes.c.id)
            .where(codes.c.sealed_text.is_not(None), codes.c.expires_at <= now)
            .order_by(codes.c.expires_at)
            .limit(PIECE)
        )
        return connection.execute(sa.update(codes).where(codes.c.id.in_(over)).values(sealed_text=None)).rowcount

    def _drop(self, connection: sa.Connection, until: int) -> int:
        codes, redemptions = tables.PAYMENT_CODES, tables.REDEMPTIONS
        old = (
            sa.select(codes.c.expires_at)
            .where(codes.c.expires_at > self._looked_until, codes.c.expires_at <= until)
            .order_by(codes.c.expires_at)
            .limit(PIECE)
        )
        looked_at = connection.scalars(old).all()
        if not looked_at:
            return 0
        last = looked_at[-1]
        was_spent = sa.exists().where(redemptions.c.code_id == codes.c.id, sa.text(tables.CODE_WAS_SPENT))
        between = (codes.c.expires_at > self._looked_until, codes.c.expires_at <= last)
        connection.execute(sa.delete(codes).where(*between, ~was_spent))
        self._looked_until = last
        return len(looked_at)


class TriesForgotten:
    """Drops one-time secrets and counts that are over, and tries to sign in that nobody repeated for two days."""

    def __init__(self) -> None:
        self.is_behind = False

    def __call__(self, connection: sa.Connection, now: Instant) -> None:
        """The next piece of each."""
        dropped = (
            _drop_until(connection, tables.ONE_TIME_SECRETS, "expires_at", now),
            _drop_until(connection, tables.SIGN_IN_TRIES, "tried_at", now - TRIES_KEPT_DAYS * DAY),
            _drop_until(connection, tables.TALLIES, "ends_at", now),
        )
        self.is_behind = PIECE in dropped


def _drop_until(connection: sa.Connection, table: sa.Table, time: str, until: int) -> int:
    old = sa.select(table.c.id).where(table.c[time] <= until).order_by(table.c[time]).limit(PIECE)
    still = table.c[time] <= until  # another process may have begun it anew meanwhile
    return connection.execute(sa.delete(table).where(table.c.id.in_(old), still)).rowcount
