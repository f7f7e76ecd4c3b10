"""Housekeeping through the writer, in small pieces."""

from __future__ import annotations

import sqlalchemy as sa

from backend_stub.domain.records import SECOND, Instant
from backend_stub.storage import tables

KEPT_DAYS = 7
PIECE = 1_000


def forget_codes(connection: sa.Connection, now: Instant) -> None:
    """Erase the sealed texts of codes that are over; drop codes that were never used after a week."""
    codes, redemptions = tables.PAYMENT_CODES, tables.REDEMPTIONS
    over = (
        sa.select(codes.c.id)
        .where(codes.c.sealed_text.is_not(None), codes.c.expires_at <= now)
        .order_by(codes.c.expires_at)
        .limit(PIECE)
    )
    connection.execute(sa.update(codes).where(codes.c.id.in_(over)).values(sealed_text=None))
    was_shown = sa.select(redemptions.c.id).where(redemptions.c.code_id == codes.c.id).exists()
    old = (
        sa.select(codes.c.id)
        .where(codes.c.expires_at <= now - KEPT_DAYS * 86_400 * SECOND, ~was_shown)
        .order_by(codes.c.expires_at)
        .limit(PIECE)
    )
    connection.execute(sa.delete(codes).where(codes.c.id.in_(old)))
