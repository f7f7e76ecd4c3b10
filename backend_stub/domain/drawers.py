"""What cash does to a till's open shift. A till without one still takes cash: then no shift counts it."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import DrawerKind
from backend_stub.domain.records import DrawerMove, Record, Shift, altered
from backend_stub.domain.state import Moment, State


@dataclass(frozen=True, slots=True)
class Noted:
    """Rows for a decision; none where no shift is open."""

    new: tuple[Record, ...] = ()
    changed: tuple[Record, ...] = ()


def open_shift(state: State, till_id: str | None) -> Shift | None:
    """The till's open shift."""
    rows = state.where(Shift, "till_id", till_id) if till_id is not None else []
    return next((row for row in rows if row.closed_at is None), None)


def noted(state: State, till_id: str | None, kind: DrawerKind, act_id: str, amount_minor: int, moment: Moment) -> Noted:
    """A move of cash by an act at a till, in the same decision as the act: they happen together, or not at all."""
    shift = open_shift(state, till_id)
    if shift is None or amount_minor == 0:
        return Noted()
    move = DrawerMove(act_id, shift.id, shift.till_id, kind.value, amount_minor, "", "", moment.now, "")
    return Noted((move,), (altered(shift, drawer_minor=shift.drawer_minor + amount_minor),))
