"""The Shift page's state: whether a drawer is worked from, its count, and the report that is looked at."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol

from backend_stub.contract import PIECES_MAX, Shift, ShiftReport, denominations
from pos_app.presenters.forms import EMPTY, Form, FormField, Kind, NotYetError
from pos_app.presenters.sell_state import Say

LOOSE = "loose"


class Stage(enum.Enum):
    """What the page is for."""

    LOADING = "loading"
    CLOSED = "closed"  # no shift: a float opens one
    OPEN = "open"
    MOVING = "moving"  # cash in or out is written
    COUNTING = "counting"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class ShiftPageState:
    """The whole page. While counting nothing tells what is expected; `counted_minor` is the sum of what was keyed."""

    currency: str
    time_zone: str
    stage: Stage = Stage.LOADING
    shift: Shift | None = None
    outside_minor: int | None = None  # cash that moved since the last shift while none was open; None: there was none
    form: Form = EMPTY  # of the float, a move, the count, or a reason
    counted_minor: int = 0
    report: ShiftReport | None = None
    lines: tuple[str, ...] = ()  # the report, as it would be printed
    past: tuple[Shift, ...] = ()
    has_more: bool = False
    may_see_reports: bool = False
    is_asking: bool = False
    is_sending: bool = False
    trouble: Say | None = None
    can_print: bool = False
    may_open_drawer: bool = False  # without a sale

    @property
    def needs_reason(self) -> bool:
        """Whether the report's count differed and nobody said why."""
        shift = self.report.shift if self.report is not None else None
        return shift is not None and bool(shift.difference_minor) and not shift.reason


class ShiftView(Protocol):
    """Shows the page."""

    def render(self, state: ShiftPageState) -> None:
        """Show this state, and nothing else."""


def count_form(currency: str) -> Form:
    """A field for each note and coin, and one for what is not counted by piece."""
    pieces = tuple(FormField(str(value), Kind.NUMBER, may_be_empty=True) for value in denominations(currency))
    return Form((*pieces, FormField(LOOSE, Kind.MONEY, may_be_empty=True)))


def counted(form: Form, currency: str) -> tuple[int, Form]:
    """What the count comes to as far as it can be read, and the form with what is wrong."""
    total_minor = 0
    faults: dict[str, Say] = {}
    for field in form.fields:
        try:
            value = field.value(currency)
        except NotYetError as error:
            faults[field.id] = error.say
            continue
        if not isinstance(value, int):
            continue
        if field.id == LOOSE:
            total_minor += value
        elif value > PIECES_MAX:
            faults[field.id] = Say("form.number")
        else:
            total_minor += value * int(field.id)
    return total_minor, form.with_faults(faults)
