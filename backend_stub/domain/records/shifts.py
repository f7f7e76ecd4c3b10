"""A till's shifts, what moved in its drawer meanwhile, and the reports that were kept."""

from __future__ import annotations

from backend_stub.domain.records.base import Record


class Shift(Record, frozen=True):
    """A till's drawer from its float to its count. `drawer_minor` caches the float and all its moves: what is expected.

    `pieces` is JSON of [value_minor, pieces], as it was counted; `loose_minor` what was not counted by piece.
    """

    id: str
    merchant_id: str
    store_id: str
    till_id: str
    number: int
    currency: str
    state: str  # ShiftState
    opened_by: str
    opened_at: int
    float_minor: int
    drawer_minor: int
    x_count: int
    closed_by: str | None
    closed_at: int | None
    pieces: str | None
    loose_minor: int
    counted_minor: int | None
    reason: str | None
    closing_id: str | None
    closing_hash: str | None
    request_hash: str


class DrawerMove(Record, frozen=True):
    """Cash that went in, or out (below zero), under the id of the act that moved it: so it is noted once. Append-only."""

    id: str
    shift_id: str
    till_id: str
    kind: str  # DrawerKind
    amount_minor: int
    reason: str
    by: str
    at: int
    request_hash: str


class ShiftReport(Record, frozen=True):
    """A report as it was made, word for word; the Z report has its shift's id. Append-only."""

    id: str
    shift_id: str
    till_id: str
    kind: str  # ReportKind
    number: int
    body: str
    by: str
    at: int
