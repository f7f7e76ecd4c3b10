"""The Reconcile page: a bank's statement is taken, those of before are opened again, tills are held against the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend_stub.contract import (
    NAME_LENGTH_MAX,
    BankFile,
    Payout,
    PayoutConfirmation,
    Reconciliation,
    ReconciliationList,
    ShiftTotalList,
)
from pos_app.presenters.asking import Asking, Latest, Request, get, post, trouble
from pos_app.presenters.reconcile_state import FileText, Part, ReconcileState, ReconcileView
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shell import PagePresenter
from pos_app.results import Answered, NoAnswer, Rejected, Result

PATH, TOTALS = "/v1/reconciliations", "/v1/shift-totals"
PATIENCE_S = 60.0  # for a statement of two thousand lines on a busy server
A_PAGE = 30


class ReconcilePresenter(PagePresenter):
    """`read` reads a file at a path; `save` keeps one and tells where, or None when the disk would not."""

    def __init__(
        self,
        view: ReconcileView,
        asking: Asking,
        *,
        currency: str,
        time_zone: str,
        read: Callable[[str], FileText],
        save: Callable[[str, bytes], str | None],
        say: Callable[[Say], None],
        new_id: Callable[[], str],
    ) -> None:
        self._view, self._asking, self._say, self._new_id = view, asking, say, new_id
        self._read, self._save = read, save
        self._list, self._one, self._totals = Latest(asking), Latest(asking), Latest(asking)
        self._next: str | None = None
        self._next_shift: str | None = None
        self._state = ReconcileState(currency, time_zone)

    def shown(self) -> None:
        """Look again; what was there stays on screen meanwhile."""
        self._load()

    def hidden(self) -> None:
        """Nobody waits for a read; a statement that was sent is taken all the same."""
        for asked in (self._list, self._one, self._totals):
            asked.forget()

    # --- what a person wishes -----------------------------------------------------------------------------------------

    def again(self) -> None:
        """Ask the platform once more."""
        self._load()

    def turn_to(self, part: Part) -> None:
        """The bank's statements, or the tills."""
        self._show(part=part, fault=None)

    def choose(self, row_id: str) -> None:
        """Look at a statement of before, or at a shift."""
        if self._state.part is Part.TILLS:
            self._show(shift_id=row_id)
        else:
            self._one.ask(get(f"{PATH}/{row_id}", Reconciliation), self._opened)

    def more(self) -> None:
        """Older ones too."""
        if self._state.part is Part.TILLS and self._next_shift:
            self._totals.ask(get(TOTALS, ShiftTotalList, limit=A_PAGE, cursor=self._next_shift), self._older_shifts)
        elif self._state.part is Part.BANK and self._next:
            self._list.ask(get(PATH, ReconciliationList, limit=A_PAGE, cursor=self._next), self._older)

    def take(self, path: str) -> None:
        """A file was chosen or dropped: read here, held against the books there. The same file again changes nothing."""
        if self._state.is_sending:
            return
        found = self._read(path)
        self._show(part=Part.BANK, fault=found.fault, fault_name=found.name)
        if found.fault is not None:
            return
        body = BankFile(name=found.name[:NAME_LENGTH_MAX], text=found.text)
        self._show(is_sending=True)
        request = Request("POST", PATH, Reconciliation, body=body, key=self._new_id(), timeout_s=PATIENCE_S)
        self._asking.ask(request, self._taken)

    def arrived(self, payout_id: str) -> None:
        """A person says that a line is the payout that it may be."""
        path = f"/v1/payouts/{payout_id}/confirmation"
        self._asking.ask(post(path, Payout, PayoutConfirmation(), self._new_id()), self._noted)

    def save_csv(self) -> None:
        """The open statement's result as a file."""
        found = self._state.open
        if found is not None:
            path = f"{PATH}/{found.statement_id}/result.csv"
            name = f"reconciliation-{found.statement_id[-12:]}.csv"
            self._asking.ask(get(path, bytes), lambda result: self._filed(name, result))

    # --- what the platform says ---------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._list.ask(get(PATH, ReconciliationList, limit=A_PAGE), self._listed)
        self._totals.ask(get(TOTALS, ShiftTotalList, limit=A_PAGE), self._totalled)

    def _listed(self, result: Result[ReconciliationList]) -> None:
        if not isinstance(result, Answered):
            self._show(is_loading=False, trouble=trouble(result))
            return
        rows = tuple(result.value.items)
        self._next = result.value.next_cursor
        self._show(rows=rows, has_more=self._next is not None, is_loading=False, trouble=None)
        found = self._state.open
        if rows:
            self._look_again(found.statement_id if found else rows[0].statement_id)

    def _look_again(self, statement_id: str) -> None:
        """Look again at the one that is open, or at the newest: what no statement shows may have changed."""
        self._one.ask(get(f"{PATH}/{statement_id}", Reconciliation), self._looked)

    def _looked(self, result: Result[Reconciliation]) -> None:
        if isinstance(result, Answered):
            before = self._state.open
            is_same = before is not None and before.statement_id == result.value.statement_id
            self._show(open=result.value, is_new=self._state.is_new and is_same)

    def _opened(self, result: Result[Reconciliation]) -> None:
        if isinstance(result, Answered):
            self._show(open=result.value, is_new=False, fault=None)
        else:
            self._tell(result)

    def _older(self, result: Result[ReconciliationList]) -> None:
        if isinstance(result, Answered):
            self._next = result.value.next_cursor
            self._show(rows=(*self._state.rows, *result.value.items), has_more=self._next is not None)
        else:
            self._tell(result)

    def _taken(self, result: Result[Reconciliation]) -> None:
        self._show(is_sending=False)
        if isinstance(result, Answered):
            self._show(open=result.value, is_new=True, fault=None)
            self._list.ask(get(PATH, ReconciliationList, limit=A_PAGE), self._relisted)
        elif isinstance(result, Rejected):
            self._show(fault=Say("reconcile.refused", {"text": result.problem.detail}))
        elif isinstance(result, NoAnswer):
            self._show(fault=Say("reconcile.unknown", tone=Tone.CAREFUL))

    def _relisted(self, result: Result[ReconciliationList]) -> None:
        if isinstance(result, Answered):
            self._next = result.value.next_cursor
            self._show(rows=tuple(result.value.items), has_more=self._next is not None)

    def _totalled(self, result: Result[ShiftTotalList]) -> None:
        if not isinstance(result, Answered):
            return  # what the list says of the line is said of both
        told = result.value
        self._next_shift = told.next_cursor
        ids = [one.shift.shift_id for one in told.items]
        chosen = self._state.shift_id if self._state.shift_id in ids else next(iter(ids), None)
        self._show(
            shifts=tuple(told.items),
            outside=tuple(told.outside),
            has_more_shifts=self._next_shift is not None,
            shift_id=chosen,
        )

    def _older_shifts(self, result: Result[ShiftTotalList]) -> None:
        if isinstance(result, Answered):
            self._next_shift = result.value.next_cursor
            shifts = (*self._state.shifts, *result.value.items)
            self._show(shifts=shifts, has_more_shifts=self._next_shift is not None)
        else:
            self._tell(result)

    def _noted(self, result: Result[Payout]) -> None:
        if not isinstance(result, Answered):
            self._tell(result)
            return
        self._show(noted=self._state.noted | {result.value.payout_id})
        self._say(Say("reconcile.noted", {"amount_minor": result.value.amount_minor}))
        if self._state.open is not None:
            self._look_again(self._state.open.statement_id)

    def _filed(self, name: str, result: Result[bytes]) -> None:
        if not isinstance(result, Answered):
            self._tell(result)
            return
        place = self._save(name, result.value)
        if place is None:
            self._say(Say("reconcile.not_saved", {"name": name}, Tone.WRONG))
        else:
            self._say(Say("reconcile.saved", {"file": place}))

    def _tell(self, result: Result[object]) -> None:
        said = trouble(result)
        if said is not None:
            self._say(said)

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # fields of the state
        self._view.render(self._state)
