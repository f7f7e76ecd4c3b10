"""The tables of shifts. `tables` imports them last, when the tables that they refer to are there."""

from __future__ import annotations

import sqlalchemy as sa

from backend_stub.domain import records
from backend_stub.storage.tables import SHIFT_IS_OPEN
from backend_stub.storage.tables import _table as table

SHIFTS = table(
    "shifts",
    records.Shift,
    sa.UniqueConstraint("till_id", "number"),
    sa.CheckConstraint("float_minor >= 0", "float_not_negative"),
    sa.Index(
        "uq_shifts_open",
        "till_id",
        unique=True,
        sqlite_where=sa.text(SHIFT_IS_OPEN),
        postgresql_where=sa.text(SHIFT_IS_OPEN),
    ),
    sa.Index(None, "merchant_id", "opened_at", "id"),
    sa.Index(None, "opened_at", "id"),
    mutable=(
        "state",
        "drawer_minor",
        "x_count",
        "closed_by",
        "closed_at",
        "pieces",
        "loose_minor",
        "counted_minor",
        "reason",
        "closing_id",
        "closing_hash",
    ),
    refers={"merchant_id": "merchants.id", "store_id": "stores.id", "till_id": "tills.id"},
)
DRAWER_MOVES = table(
    "drawer_moves", records.DrawerMove, sa.Index(None, "shift_id", "at"), refers={"shift_id": "shifts.id"}
)
SHIFT_REPORTS = table(
    "shift_reports",
    records.ShiftReport,
    sa.UniqueConstraint("shift_id", "kind", "number"),
    refers={"shift_id": "shifts.id"},
)
