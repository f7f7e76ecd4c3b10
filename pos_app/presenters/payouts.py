"""The Payouts page: what waits to be paid out, releasing it with a file for the bank, and what became of each payout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from backend_stub.contract import (
    BankDetails,
    PayableBatch,
    PayableList,
    Payout,
    PayoutConfirmation,
    PayoutFailure,
    PayoutRequest,
    PayoutRun,
    PayoutRunList,
    PayoutState,
)
from pos_app.presenters.asking import Asking, Latest, Request, get, post, trouble
from pos_app.presenters.forms import Form
from pos_app.presenters.merchants import bank_body, bank_form
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shell import PagePresenter
from pos_app.results import Answered, NoAnswer, Rejected, Result

WAITING, RUNS = "/v1/platform/payable", "/v1/platform/payout-runs"


@dataclass(frozen=True, slots=True)
class PayoutsState:
    """The whole page. Batches without bank details can't be chosen; `failing_id` is the payout whose reason is written."""

    currency: str
    time_zone: str
    currencies: tuple[str, ...] = ()
    waiting: tuple[PayableBatch, ...] = ()
    left_out: frozenset[str] = frozenset()  # batches that are not to go into the file
    payer: BankDetails | None = None
    is_cut: bool = False
    runs: tuple[PayoutRun, ...] = ()
    open_run_id: str | None = None
    has_more: bool = False
    is_loading: bool = True
    trouble: Say | None = None
    is_asking: bool = False
    is_sending: bool = False
    failing_id: str | None = None
    reason: str = ""
    payer_form: Form | None = None

    @property
    def going(self) -> tuple[PayableBatch, ...]:
        """What would be released."""
        return tuple(one for one in self.waiting if one.has_bank_details and one.batch_id not in self.left_out)

    @property
    def total_minor(self) -> int:
        """The sum of it."""
        return sum(one.net_minor for one in self.going)

    @property
    def open_run(self) -> PayoutRun | None:
        """The run that is looked at."""
        return next((one for one in self.runs if one.run_id == self.open_run_id), None)

    @property
    def can_release(self) -> bool:
        """Whether there is anything to send, and an account to pay it from."""
        return bool(self.going) and self.payer is not None and not self.is_sending


class PayoutsView(Protocol):
    """Shows the page."""

    def render(self, state: PayoutsState) -> None:
        """Show this state, and nothing else."""


class PayoutsPresenter(PagePresenter):
    """`save` keeps a file and tells where, or None when the disk would not."""

    def __init__(
        self,
        view: PayoutsView,
        asking: Asking,
        *,
        currency: str,
        time_zone: str,
        save: Callable[[str, bytes], str | None],
        say: Callable[[Say], None],
        new_id: Callable[[], str],
    ) -> None:
        self._view, self._asking, self._save, self._say, self._new_id = view, asking, save, say, new_id
        self._waiting, self._runs = Latest(asking), Latest(asking)
        self._next: str | None = None
        self._run: tuple[str, PayoutRequest] | None = None  # its id, kept until there is an answer
        self._state = PayoutsState(currency, time_zone)

    def shown(self) -> None:
        """Look again; what was there stays on screen meanwhile."""
        self._load()

    def hidden(self) -> None:
        """A question does not stand while nobody sees it."""
        self._waiting.forget()
        self._runs.forget()
        self._show(is_asking=False, failing_id=None, payer_form=None)

    # --- what a person wishes -----------------------------------------------------------------------------------------

    def again(self) -> None:
        """Ask the platform once more."""
        self._load()

    def turn_to(self, currency: str) -> None:
        """What waits in another currency."""
        self._run = None
        self._state = replace(self._state, currency=currency, waiting=(), left_out=frozenset(), payer=None)
        self._show(is_asking=False, payer_form=None)
        self._load()

    def toggle(self, batch_id: str) -> None:
        """Into the file, or not."""
        self._run = None
        self._show(left_out=self._state.left_out ^ {batch_id}, is_asking=False)

    def open_run(self, run_id: str) -> None:
        """The payouts of a run; the same again closes it."""
        self._show(open_run_id=None if self._state.open_run_id == run_id else run_id, failing_id=None)

    def more(self) -> None:
        """Older runs too."""
        if self._next:
            self._runs.ask(get(RUNS, PayoutRunList, limit=20, cursor=self._next), self._older)

    def release(self) -> None:
        """Ask before money leaves."""
        if self._state.can_release:
            self._show(is_asking=True)

    def keep(self) -> None:
        """No; or nothing is written after all."""
        self._show(is_asking=False, failing_id=None, payer_form=None)

    def confirm(self) -> None:
        """Yes. Without an answer the same id is sent again, so that nothing is paid out twice."""
        if not self._state.is_asking:
            return
        if self._run is None:
            ids = [one.batch_id for one in self._state.going]
            self._run = self._new_id(), PayoutRequest(batch_ids=ids, currency=self._state.currency)
        key, body = self._run
        self._show(is_asking=False, is_sending=True)
        self._asking.ask(post("/v1/payout-runs", PayoutRun, body, key), self._released)

    def save_file(self, run_id: str) -> None:
        """The bank's file of a run: the same however often it is asked for."""
        self._asking.ask(get(f"/v1/payout-runs/{run_id}/pain.001", bytes), lambda result: self._filed(run_id, result))

    def arrived(self, payout_id: str) -> None:
        """The bank carried a payout out."""
        path = f"/v1/payouts/{payout_id}/confirmation"
        self._asking.ask(post(path, Payout, PayoutConfirmation(), self._new_id()), self._followed)

    def fail(self, payout_id: str) -> None:
        """The bank sent it back: why is asked first."""
        self._show(failing_id=payout_id, reason="")

    def write_reason(self, text: str) -> None:
        """What the bank said."""
        self._show(reason=text)

    def failed(self) -> None:
        """Now it is owed to its merchant again."""
        if self._state.failing_id is None or not self._state.reason.strip():
            return
        path = f"/v1/payouts/{self._state.failing_id}/failure"
        body = PayoutFailure(reason=self._state.reason.strip())
        self._asking.ask(post(path, Payout, body, self._new_id()), self._followed)

    def edit_payer(self) -> None:
        """From which account is paid."""
        self._show(payer_form=bank_form(self._state.payer, "", self._state.currency), is_asking=False)

    def write(self, field: str, text: str) -> None:
        """A field of the account was written in."""
        form = self._state.payer_form
        if form is not None and text != form.text(field):
            self._show(payer_form=form.written(field, text))

    def keep_payer(self) -> None:
        """From this account from now on."""
        form = self._state.payer_form
        if form is None:
            return
        body, told = bank_body(form, self._state.currency)
        if body is None:
            self._show(payer_form=told)
            return
        query = {"currency": self._state.currency}
        request = Request("POST", "/v1/platform/bank-details", BankDetails, query, body, self._new_id())
        self._asking.ask(request, self._payer_kept)

    # --- what the platform says ---------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._waiting.ask(get(WAITING, PayableList, currency=self._state.currency), self._listed)
        self._runs.ask(get(RUNS, PayoutRunList, limit=20), self._seen)

    def _listed(self, result: Result[PayableList]) -> None:
        if not isinstance(result, Answered):
            self._show(is_loading=False, trouble=trouble(result))
            return
        told = result.value
        ids = {one.batch_id for one in told.items}
        self._show(
            is_loading=False,
            trouble=None,
            currencies=tuple(told.currencies),
            waiting=tuple(told.items),
            left_out=self._state.left_out & ids,
            payer=told.payer,
            is_cut=told.is_cut,
        )

    def _seen(self, result: Result[PayoutRunList]) -> None:
        if isinstance(result, Answered):
            self._next = result.value.next_cursor
            self._show(runs=tuple(result.value.items), has_more=self._next is not None)

    def _older(self, result: Result[PayoutRunList]) -> None:
        if isinstance(result, Answered):
            self._next = result.value.next_cursor
            self._show(runs=(*self._state.runs, *result.value.items), has_more=self._next is not None)
        else:
            self._tell(result)

    def _released(self, result: Result[PayoutRun]) -> None:
        self._show(is_sending=False)
        if isinstance(result, NoAnswer):
            self._say(Say("payouts.unknown", tone=Tone.CAREFUL))
            return  # the id is kept: asked again, the platform answers what became of it
        self._run = None
        if isinstance(result, Answered):
            told = result.value
            self._show(open_run_id=told.run_id)
            self._say(Say("payouts.released", {"total_minor": told.total_minor, "count": len(told.payouts)}))
            self.save_file(told.run_id)
        else:
            self._tell(result)
        self._load()

    def _filed(self, run_id: str, result: Result[bytes]) -> None:
        if not isinstance(result, Answered):
            self._tell(result)
            return
        name = f"pain.001-{run_id[-12:]}.xml"
        place = self._save(name, result.value)
        if place is None:
            self._say(Say("payouts.not_saved", {"name": name}, Tone.WRONG))
        else:
            self._say(Say("payouts.saved", {"file": place}))

    def _followed(self, result: Result[Payout]) -> None:
        if not isinstance(result, Answered):
            self._tell(result)
            return
        changed = result.value
        runs = tuple(
            PayoutRun(
                run_id=run.run_id,
                currency=run.currency,
                total_minor=run.total_minor,
                at=run.at,
                payouts=[changed if one.payout_id == changed.payout_id else one for one in run.payouts],
            )
            for run in self._state.runs
        )
        self._show(runs=runs, failing_id=None)
        self._load()

    def _payer_kept(self, result: Result[BankDetails]) -> None:
        form = self._state.payer_form
        if isinstance(result, Answered):
            self._show(payer=result.value, payer_form=None)
            self._say(Say("payouts.payer_kept"))
        elif isinstance(result, Rejected) and form is not None and result.problem.field in form.texts():
            fault = Say("form.refused", {"text": result.problem.detail})
            self._show(payer_form=form.with_faults({str(result.problem.field): fault}))
        else:
            self._tell(result)

    def _tell(self, result: Result[object]) -> None:
        said = trouble(result)
        if said is not None:
            self._say(said)

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # fields of the state
        self._view.render(self._state)


def is_open(payout: Payout) -> bool:
    """Whether nobody knows yet what became of it."""
    return payout.state is PayoutState.INSTRUCTED
