"""The Shift page: a float opens it, cash goes in and out, a blind count closes it, and its report is read and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

import msgspec

from backend_stub.contract import (
    CashMove,
    CashPart,
    CashParts,
    DrawerKind,
    DrawerMove,
    Pieces,
    Right,
    Shift,
    ShiftClosing,
    ShiftList,
    ShiftNow,
    ShiftOpening,
    ShiftReason,
    ShiftReport,
    XReportRequest,
)
from pos_app.presenters.asking import Asking, Latest, get, post, trouble
from pos_app.presenters.forms import EMPTY, Form, FormField, Kind
from pos_app.presenters.printer_news import Drawn
from pos_app.presenters.printing import NoPrinting, Printing
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shell import PagePresenter
from pos_app.presenters.shift_state import LOOSE, ShiftPageState, ShiftView, Stage, count_form, counted
from pos_app.results import Answered, NoAnswer, Rejected, Result

PATH = "/v1/shifts"


R = TypeVar("R", bound=msgspec.Struct)


class ShiftPresenter(PagePresenter):
    """`cash_parts` are the till's own: by attempt, what of a sale was planned in cash. `printed` makes a report's lines."""

    def __init__(
        self,
        view: ShiftView,
        asking: Asking,
        *,
        currency: str,
        time_zone: str,
        rights: frozenset[Right],
        cash_parts: Callable[[], Mapping[str, int]],
        printed: Callable[[ShiftReport], tuple[str, ...]],
        save: Callable[[str, tuple[str, ...]], str | None],
        say: Callable[[Say], None],
        new_id: Callable[[], str],
        printing: Printing | None = None,
    ) -> None:
        self._view, self._asking, self._say, self._new_id = view, asking, say, new_id
        self._cash_parts, self._printed, self._save = cash_parts, printed, save
        self._now, self._past, self._report = Latest(asking), Latest(asking), Latest(asking)
        self._next: str | None = None
        self._key: str | None = None  # of the act under way, kept until there is an answer
        self._closing: ShiftClosing | None = None
        self._printing = printing or NoPrinting()
        self._may_open = Right.NO_SALE in rights
        self._state = ShiftPageState(currency, time_zone, may_see_reports=Right.SEE_REPORTS in rights)

    def shown(self) -> None:
        """Look again; a count that was begun stays."""
        self._load()

    def hidden(self) -> None:
        """A question does not stand while nobody sees it."""
        for asked in (self._now, self._past, self._report):
            asked.forget()
        self._show(is_asking=False)

    # --- what a person wishes -----------------------------------------------------------------------------------------

    def again(self) -> None:
        """Ask the platform once more."""
        self._load()

    def write(self, field: str, text: str) -> None:
        """A field was written in."""
        form = self._state.form
        if field not in form.texts() or form.text(field) == text:
            return
        self._key = None
        form = form.written(field, text)
        if self._state.stage is Stage.COUNTING:
            total_minor, form = counted(form, self._state.currency)
            self._show(form=form, counted_minor=total_minor, is_asking=False)
        else:
            self._show(form=form)

    def go_on(self) -> None:
        """The filled button: whatever the page is for now."""
        if self._state.is_sending:
            return
        act = {
            Stage.CLOSED: self._open,
            Stage.OPEN: self.count,
            Stage.MOVING: self._move,
            Stage.COUNTING: self._ask,
            Stage.REPORT: self._explain,
        }.get(self._state.stage)
        if act is not None:
            act()

    def move(self) -> None:
        """Cash is going in or out."""
        if self._state.stage is Stage.OPEN:
            choices = ((DrawerKind.IN.value, "shift.in"), (DrawerKind.OUT.value, "shift.out"))
            fields = (
                FormField("kind", Kind.CHOICE, DrawerKind.OUT.value, choices=choices),
                FormField("minor", Kind.MONEY),
                FormField("reason", Kind.TEXT),
            )
            self._turn(Stage.MOVING, Form(fields))

    def count(self) -> None:
        """An empty count sheet."""
        if self._state.stage is Stage.OPEN:
            self._turn(Stage.COUNTING, count_form(self._state.currency))
            self._open_for_cash()

    def leave(self) -> None:
        """One step back; what was counted is let go of."""
        if self._state.is_asking:
            self._show(is_asking=False)
        else:
            self._turn(*self._resting())

    def confirm(self) -> None:
        """The count stands: cash parts of sales first, then it is closed."""
        shift = self._state.shift
        if not self._state.is_asking or shift is None:
            return
        self._show(is_asking=False, is_sending=True)
        self._closing = self._closing_body()
        self._with_cash_parts(shift, self._close)

    def make_x(self) -> None:
        """A reading in the middle."""
        shift = self._state.shift
        if shift is None or self._state.is_sending or not self._state.may_see_reports:
            return
        self._show(is_sending=True)
        self._with_cash_parts(shift, self._make_x)

    def look(self, shift_id: str) -> None:
        """The report of a shift that is over."""
        self._report.ask(get(f"{PATH}/{shift_id}/z-report", ShiftReport), self._read)

    def more(self) -> None:
        """Older shifts too."""
        if self._next:
            self._past.ask(get(PATH, ShiftList, limit=30, cursor=self._next), self._older)

    def save_report(self) -> None:
        """As a file, as it would be printed."""
        report = self._state.report
        if report is None:
            return
        name = f"{report.kind.value}-{report.till_name}-{report.shift.number}-{report.number}.pdf".replace("/", "-")
        place = self._save(name, self._state.lines)
        if place is None:
            self._say(Say("shift.not_saved", {"name": name}, Tone.WRONG))
        else:
            self._say(Say("shift.saved", {"file": place}))

    def print_report(self) -> None:
        """On paper, as it is shown; it can be printed as often as it is wanted, for it is kept."""
        report = self._state.report
        if report is None:
            return
        document = self._printing.report(report, self._state.time_zone)
        is_kept = self._printing.print(document, f"{report.kind.value}-{report.shift.number}-{report.number}")
        self._say(Say("print.queued") if is_kept else Say("print.not_queued", tone=Tone.WRONG))

    def open_drawer(self) -> None:
        """Without a sale: for whoever has the right."""
        if self._state.may_open_drawer:
            self._printing.open_drawer(self._drawn)

    def _open_for_cash(self) -> None:
        """Cash is about to be put in, taken out or counted."""
        if self._printing.has_drawer:
            self._printing.open_drawer(self._drawn)

    def _drawn(self, drawn: Drawn) -> None:
        if drawn is not Drawn.SENT:
            told = "print.drawer_not" if drawn is Drawn.NOT_SENT else "print.no_drawer"
            self._say(Say(told, tone=Tone.CAREFUL))

    # --- acts ---------------------------------------------------------------------------------------------------------

    def _with_cash_parts(self, shift: Shift, act: Callable[[], None]) -> None:
        """What only this till knows of its sales is noted first: else a report would expect too little."""
        parts = [CashPart(attempt_id=key, cash_minor=minor) for key, minor in self._cash_parts().items() if minor > 0]
        if not parts:
            act()
            return
        path = f"{PATH}/{shift.shift_id}/cash-parts"
        request = post(path, Shift, CashParts(parts=parts[-1_000:]), self._new_id())
        self._asking.ask(request, lambda result: self._noted(result, act))

    def _make_x(self) -> None:
        shift = self._state.shift
        if shift is not None:
            path = f"{PATH}/{shift.shift_id}/x-reports"
            self._asking.ask(post(path, ShiftReport, XReportRequest(), self._act_key()), self._read)

    def _open(self) -> None:
        values, faults = self._state.form.values(self._state.currency)
        if faults:
            self._show(form=self._state.form.with_faults(faults))
            return
        float_minor = values["float"]
        self._send(
            PATH, Shift, ShiftOpening(float_minor=float_minor if isinstance(float_minor, int) else 0), self._opened
        )

    def _move(self) -> None:
        shift, form = self._state.shift, self._state.form
        values, faults = form.values(self._state.currency)
        if shift is None or faults:
            self._show(form=form.with_faults(faults))
            return
        try:
            told = {"kind": values["kind"], "amount_minor": values["minor"], "reason": values["reason"]}
            body = msgspec.convert(told, CashMove)
        except msgspec.ValidationError as error:
            field = "minor" if "amount" in str(error) else "reason"
            self._show(form=form.with_faults({field: Say("form.unfit")}))
            return
        self._send(f"{PATH}/{shift.shift_id}/moves", DrawerMove, body, self._moved)

    def _ask(self) -> None:
        total_minor, form = counted(self._state.form, self._state.currency)
        has_faults = any(field.fault for field in form.fields)
        self._show(form=form, counted_minor=total_minor, is_asking=not has_faults)

    def _closing_body(self) -> ShiftClosing:
        values, _ = self._state.form.values(self._state.currency)
        loose = values.pop(LOOSE, None)
        pieces = tuple(
            Pieces(value_minor=int(value), pieces=number)
            for value, number in values.items()
            if isinstance(number, int) and number > 0
        )
        return ShiftClosing(count=pieces, loose_minor=loose if isinstance(loose, int) else 0)

    def _close(self) -> None:
        shift = self._state.shift
        if shift is not None and self._closing is not None:
            path = f"{PATH}/{shift.shift_id}/closing"
            self._asking.ask(post(path, ShiftReport, self._closing, self._act_key()), self._closed)

    def _explain(self) -> None:
        report = self._state.report
        if report is None or not self._state.needs_reason:
            self._finish()
            return
        reason = self._state.form.text("reason").strip()
        if not reason:
            self._show(form=self._state.form.with_faults({"reason": Say("form.missing")}))
            return
        try:
            body = msgspec.convert({"reason": reason}, ShiftReason)
        except msgspec.ValidationError:
            self._show(form=self._state.form.with_faults({"reason": Say("form.unfit")}))
            return
        self._send(f"{PATH}/{report.shift.shift_id}/reason", Shift, body, self._explained)

    def _send(self, path: str, reply: type[R], body: msgspec.Struct, then: Callable[[Result[R]], None]) -> None:
        self._show(is_sending=True)
        self._asking.ask(post(path, reply, body, self._act_key()), then)

    def _act_key(self) -> str:
        self._key = self._key or self._new_id()
        return self._key

    # --- what the platform says ---------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._now.ask(get(f"{PATH}/current", ShiftNow), self._known)
        if self._state.may_see_reports:
            self._past.ask(get(PATH, ShiftList, limit=30), self._listed)

    def _known(self, result: Result[ShiftNow]) -> None:
        if not isinstance(result, Answered):
            self._show(trouble=trouble(result))
            return
        shift = result.value.shift
        outside_minor = result.value.outside_minor if result.value.outside else None
        self._show(shift=shift, outside_minor=outside_minor, trouble=None)
        is_other = shift is None and self._state.stage in (Stage.OPEN, Stage.MOVING, Stage.COUNTING)
        if is_other or self._state.stage in (Stage.LOADING, Stage.CLOSED):
            self._turn(*self._resting())

    def _resting(self) -> tuple[Stage, Form]:
        if self._state.shift is not None:
            return Stage.OPEN, EMPTY
        known = self._state.form if self._state.stage is Stage.CLOSED else None
        return Stage.CLOSED, known or Form((FormField("float", Kind.MONEY, may_be_empty=True),))

    def _listed(self, result: Result[ShiftList]) -> None:
        if isinstance(result, Answered):
            self._next = result.value.next_cursor
            self._show(past=tuple(result.value.items), has_more=self._next is not None)

    def _older(self, result: Result[ShiftList]) -> None:
        if isinstance(result, Answered):
            self._next = result.value.next_cursor
            self._show(past=(*self._state.past, *result.value.items), has_more=self._next is not None)
        else:
            self._tell(result)

    def _opened(self, result: Result[Shift]) -> None:
        if self._is_answered(result) and isinstance(result, Answered):
            self._show(shift=result.value)
            self._turn(Stage.OPEN, EMPTY)
            self._say(Say("shift.opened", {"number": result.value.number}))
            self._open_for_cash()
            self._load()

    def _moved(self, result: Result[DrawerMove]) -> None:
        shift = self._state.shift
        if self._is_answered(result) and isinstance(result, Answered) and shift is not None:
            moves = [*shift.moves, result.value]
            self._show(shift=msgspec.structs.replace(shift, moves=moves))
            self._turn(Stage.OPEN, EMPTY)
            self._say(Say("shift.moved", {"amount_minor": abs(result.value.amount_minor)}))
            self._open_for_cash()

    def _noted(self, result: Result[Shift], act: Callable[[], None]) -> None:
        if isinstance(result, Answered):
            act()
        else:
            self._show(is_sending=False)
            self._tell(result)

    def _closed(self, result: Result[ShiftReport]) -> None:
        if self._is_answered(result) and isinstance(result, Answered):
            self._show(shift=None)
            self._open_report(result.value)
            self._load()

    def _read(self, result: Result[ShiftReport]) -> None:
        if self._is_answered(result) and isinstance(result, Answered):
            self._open_report(result.value)

    def _open_report(self, report: ShiftReport) -> None:
        self._state = replace(self._state, report=report, lines=self._printed(report))
        self._turn(Stage.REPORT, Form((FormField("reason", Kind.TEXT),)) if self._state.needs_reason else EMPTY)

    def _explained(self, result: Result[Shift]) -> None:
        report = self._state.report
        if self._is_answered(result) and isinstance(result, Answered) and report is not None:
            self._open_report(msgspec.structs.replace(report, shift=result.value))
            self._load()

    def _finish(self) -> None:
        self._show(report=None, lines=())
        self._turn(*self._resting())

    def _is_answered(self, result: Result[R]) -> bool:
        """Whether it was done. Without an answer the same act is sent again with the same id."""
        self._show(is_sending=False)
        if isinstance(result, NoAnswer):
            self._say(Say("shift.unknown", tone=Tone.CAREFUL))
            return False
        self._key = None
        if isinstance(result, Rejected):
            self._tell(result)
            self._load()
        return isinstance(result, Answered)

    def _turn(self, stage: Stage, form: Form) -> None:
        self._key = None
        self._show(stage=stage, form=form, counted_minor=0, is_asking=False)

    def _tell(self, result: Result[R]) -> None:
        said = trouble(result)
        if said is not None:
            self._say(said)

    def _show(self, **changes: object) -> None:
        can_print = self._printing.news.has_printer
        may_open = self._may_open and self._printing.has_drawer
        self._state = replace(self._state, can_print=can_print, may_open_drawer=may_open)
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # fields of the state
        self._view.render(self._state)
