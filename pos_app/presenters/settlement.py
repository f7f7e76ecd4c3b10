"""The settlement page: which batch is looked at, what explains it, files of it, and releasing its payout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from backend_stub.contract import (
    BatchState,
    PayoutRequest,
    PayoutRun,
    Right,
    SettlementBatch,
    SettlementBatchList,
    SettlementEntry,
    SettlementEntryList,
    SettlementExplanation,
    SettlementHour,
    SettlementHours,
    SettlementOverview,
    StatementLine,
)
from pos_app.presenters.asking import Asking, Latest, get, post, trouble
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.settlement_state import Bar, BatchRow, Explained, Plot, SettlementState, SumRow
from pos_app.presenters.shell import PagePresenter
from pos_app.results import Answered, NoAnswer, Result

PATH = "/v1/settlement/batches"
READY = (BatchState.CLOSED, BatchState.FAILED)
OF_EACH = (StatementLine.FEES, StatementLine.DISCOUNTS)  # lines to which every sale gives its part


class SettlementView(Protocol):
    """Shows the page."""

    def render(self, state: SettlementState) -> None:
        """Show this state, and nothing else."""


class SettlementPresenter(PagePresenter):
    """`save` keeps a file and tells where, or None when the disk would not; `language` is that of a printed statement."""

    def __init__(
        self,
        view: SettlementView,
        asking: Asking,
        *,
        currency: str,
        time_zone: str,
        rights: frozenset[Right],
        save: Callable[[str, bytes], str | None],
        say: Callable[[Say], None],
        new_id: Callable[[], str],
        language: Callable[[], str],
    ) -> None:
        self._view, self._asking, self._save, self._say = view, asking, save, say
        self._new_id, self._language = new_id, language
        self._list, self._of_batch, self._cents = Latest(asking), Latest(asking), Latest(asking)
        self._explaining, self._overview = Latest(asking), Latest(asking)
        self._batches: list[SettlementBatch] = []
        self._hours: list[SettlementHour] = []
        self._entries: list[SettlementEntry] = []
        self._hour: int | None = None
        self._next_batches: str | None = None
        self._next_entries: str | None = None
        self._run_id: str | None = None
        self._state = SettlementState(currency, time_zone, may_pay_out=Right.PAY_OUT in rights)

    def shown(self) -> None:
        """Look again; what was there stays on screen meanwhile."""
        self._load()

    def hidden(self) -> None:
        """A question does not stand while nobody sees it."""
        for asked in (self._list, self._of_batch, self._cents, self._explaining, self._overview):
            asked.forget()
        self._show(is_asking=False)

    # --- what a person wishes -----------------------------------------------------------------------------------------

    def again(self) -> None:
        """Ask the platform once more."""
        self._load()

    def choose(self, batch_id: str) -> None:
        """Look at a batch."""
        batch = self._find(batch_id)
        if batch is not None:
            self._open(batch)

    def more_batches(self) -> None:
        """Older ones too."""
        if self._next_batches:
            self._list.ask(get(PATH, SettlementBatchList, limit=30, cursor=self._next_batches), self._older)

    def choose_hour(self, place: int) -> None:
        """Each cent of one hour; the same again: of the whole day."""
        self._look_at(hour=None if self._hour == place else place)

    def choose_line(self, line: StatementLine) -> None:
        """Each cent of a line of the statement; what was carried: the batch it comes from. The same again: the whole day."""
        if line is StatementLine.CARRY:
            self._open_before()
        else:
            self._look_at(line=None if self._state.line is line else line)

    def all_entries(self) -> None:
        """Each cent of the whole day."""
        self._look_at()

    def _look_at(self, *, hour: int | None = None, line: StatementLine | None = None) -> None:
        self._hour = hour
        self._show(line=line)
        self._show_hours()
        self._ask_entries()

    def _open_before(self) -> None:
        """The batch that carried something into the chosen one; when it is further down the list, that is fetched first."""
        chosen = self._find(self._state.chosen.batch_id if self._state.chosen else None)
        before = chosen and next((one for one in self._batches if _went_into(one, chosen)), None)
        if before:
            self._open(before)
        else:
            self.more_batches()

    def more_entries(self) -> None:
        """Further down the day."""
        if self._next_entries:
            self._ask_entries(self._next_entries)

    def show_plot(self, plot: Plot) -> None:
        """Another plot."""
        self._show(plot=plot)

    def explain(self, transaction_id: str) -> None:
        """A transaction's transfers and receipt; the same again closes it."""
        if self._state.explained and self._state.explained.entry.transaction_id == transaction_id:
            self._show(explained=None)
            return
        path = f"/v1/settlement/transactions/{transaction_id}"
        entry = next(one for one in self._entries if one.transaction_id == transaction_id)
        self._explaining.ask(get(path, SettlementExplanation), lambda result: self._explained(entry, result))

    def close_explanation(self) -> None:
        """Back to the list."""
        self._show(explained=None)

    def export(self, kind: str) -> None:
        """A file of the batch: pdf, csv, xml (camt.053), json."""
        chosen = self._state.chosen
        if chosen is None:
            return
        language = self._language() if kind == "pdf" else None
        request = get(f"{PATH}/{chosen.batch_id}/statement.{kind}", bytes, language=language)
        name = f"settlement-{chosen.day.isoformat()}.{kind}"
        self._asking.ask(request, lambda result: self._exported(name, result))

    def pay_out(self) -> None:
        """Ask before money leaves."""
        chosen = self._state.chosen
        if self._state.may_pay_out and chosen is not None and chosen.state in READY and not self._state.is_paying:
            self._run_id = self._run_id or self._new_id()
            self._show(is_asking=True)

    def keep(self) -> None:
        """No: nothing is paid out."""
        self._show(is_asking=False)

    def release(self) -> None:
        """Yes. Without an answer the same id is sent again, so that nothing is paid out twice."""
        chosen = self._state.chosen
        if not self._state.is_asking or chosen is None or self._run_id is None:
            return
        self._show(is_asking=False, is_paying=True)
        body = PayoutRequest(batch_ids=[chosen.batch_id], currency=self._state.currency)
        self._asking.ask(post("/v1/payout-runs", PayoutRun, body, self._run_id), self._released)

    # --- what the platform says ---------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._list.ask(get(PATH, SettlementBatchList, limit=30), self._listed)
        self._overview.ask(get("/v1/settlement/overview", SettlementOverview, days=14), self._seen)

    def _listed(self, result: Result[SettlementBatchList]) -> None:
        if not isinstance(result, Answered):
            self._show(is_loading=False, trouble=trouble(result))
            return
        chosen_id = self._state.chosen.batch_id if self._state.chosen else None
        self._batches, self._next_batches = list(result.value.items), result.value.next_cursor
        self._show(is_loading=False, trouble=None, **self._rows())
        batch = self._find(chosen_id) or next(iter(self._batches), None)
        if batch is not None:
            self._open(batch)

    def _older(self, result: Result[SettlementBatchList]) -> None:
        if isinstance(result, Answered):
            self._batches += result.value.items
            self._next_batches = result.value.next_cursor
            self._show(**self._rows())
        else:
            self._tell(result)

    def _rows(self) -> dict[str, object]:
        return {
            "batches": tuple(_row(batch) for batch in self._batches),
            "has_more_batches": self._next_batches is not None,
        }

    def _open(self, batch: SettlementBatch) -> None:
        self._hour, self._hours, self._entries, self._next_entries = None, [], [], None
        if self._state.chosen is None or self._state.chosen.batch_id != batch.batch_id:
            self._run_id = None
        self._show(
            chosen=_row(batch),
            sums=tuple(_sums(batch)),
            fee_rest_e4=batch.fee_rest_e4,
            hours=(),
            line=None,
            entries=(),
            entries_about=None,
            has_more_entries=False,
            explained=None,
            is_asking=False,
        )
        self._of_batch.ask(get(f"{PATH}/{batch.batch_id}/hours", SettlementHours), self._timed)
        self._ask_entries()

    def _timed(self, result: Result[SettlementHours]) -> None:
        if isinstance(result, Answered):
            self._hours = list(result.value.items)
            self._show_hours()
        else:
            self._tell(result)

    def _show_hours(self) -> None:
        bars = (
            Bar(str(hour.hour), hour.gross_minor, is_chosen=place == self._hour)
            for place, hour in enumerate(self._hours)
        )
        self._show(hours=tuple(bars))

    def _ask_entries(self, cursor: str | None = None) -> None:
        chosen = self._state.chosen
        if chosen is None:
            return
        if cursor is None:
            self._entries = []
        hour, line = self._hours[self._hour] if self._hour is not None else None, self._state.line
        if hour is not None:
            line = StatementLine.GROSS
        request = get(
            f"{PATH}/{chosen.batch_id}/entries",
            SettlementEntryList,
            limit=100,
            cursor=cursor,
            line=line.value if line is not None and line not in OF_EACH else None,
            hour_begins=hour.begins_at.isoformat().replace("+00:00", "Z") if hour else None,
        )
        self._cents.ask(request, self._itemised)

    def _itemised(self, result: Result[SettlementEntryList]) -> None:
        if not isinstance(result, Answered):
            self._tell(result)
            return
        self._entries += result.value.items
        self._next_entries = result.value.next_cursor
        self._show(
            entries=tuple(self._entries),
            entries_about=self._about(),
            has_more_entries=self._next_entries is not None,
            explained=None,
        )

    def _about(self) -> Say | None:
        if self._hour is None:
            lines = (one for one in self._state.sums if one.line is self._state.line)
            return next(
                (Say(f"settlement.of.{one.line.value}", {"amount_minor": one.amount_minor}) for one in lines), None
            )
        hour = self._hours[self._hour]
        said = {"count": hour.sales_count, "gross_minor": hour.gross_minor, "hour": hour.hour, "until": hour.hour + 1}
        return Say("settlement.hour", said)

    def _explained(self, entry: SettlementEntry, result: Result[SettlementExplanation]) -> None:
        if isinstance(result, Answered):
            found = result.value
            number = found.refund.receipt_number if found.refund else entry.receipt_number
            self._show(explained=Explained(entry, tuple(found.transfers), number))
        else:
            self._tell(result)

    def _seen(self, result: Result[SettlementOverview]) -> None:
        if not isinstance(result, Answered):
            return  # the plot keeps what it had; the list says what is wrong
        days = [(str(int(day.day[-2:])), day) for day in result.value.days]
        self._show(
            days=tuple(Bar(label, day.takings_minor) for label, day in days),
            owed=tuple(Bar(label, day.liability_minor) for label, day in days if day.liability_minor is not None),
            lapsed=tuple(Bar(label, day.breakage_minor) for label, day in days),
            liability_minor=result.value.liability_minor,
            breakage_minor=result.value.breakage_minor,
        )

    def _exported(self, name: str, result: Result[bytes]) -> None:
        if not isinstance(result, Answered):
            self._tell(result)
            return
        place = self._save(name, result.value)
        if place is None:
            self._say(Say("settlement.not_saved", {"name": name}, Tone.WRONG))
        else:
            self._say(Say("settlement.saved", {"file": place}))

    def _released(self, result: Result[PayoutRun]) -> None:
        self._show(is_paying=False)
        if isinstance(result, NoAnswer):
            self._say(Say("settlement.payout_unknown", tone=Tone.CAREFUL))
            return  # the id is kept: asked again, the platform answers what became of it
        self._run_id = None
        if isinstance(result, Answered):
            self._say(Say("settlement.paid_out", {"total_minor": result.value.total_minor}))
        else:
            self._tell(result)
        self._load()

    def _tell(self, result: Result[object]) -> None:
        said = trouble(result)
        if said is not None:
            self._say(said)

    def _find(self, batch_id: str | None) -> SettlementBatch | None:
        return next((batch for batch in self._batches if batch.batch_id == batch_id), None)

    def _show(self, **changes: object) -> None:
        self._state = replace(self._state, **changes)  # type: ignore[arg-type]  # fields of the state
        self._view.render(self._state)


def _row(batch: SettlementBatch) -> BatchRow:
    day = dt.date.fromisoformat(batch.business_day)
    return BatchRow(batch.batch_id, day, batch.sales_count, batch.net_minor, batch.state)


def _sums(batch: SettlementBatch) -> list[SumRow]:
    """The lines that hold something, always with gross, refunds and fees."""
    always = (StatementLine.GROSS, StatementLine.REFUNDS, StatementLine.FEES)
    return [
        SumRow(line.line, line.amount_minor, _note(batch, line.line, line.count))
        for line in batch.lines
        if line.amount_minor or line.line in always
    ]


def _went_into(before: SettlementBatch, batch: SettlementBatch) -> bool:
    is_same_store = (before.store_id, before.currency) == (batch.store_id, batch.currency)
    return is_same_store and before.business_day == batch.carried_from


def _note(batch: SettlementBatch, line: StatementLine, count: int | None) -> Say | None:
    if line is StatementLine.GROSS:
        return Say("settlement.sales", {"count": batch.sales_count})
    if line is StatementLine.REFUNDS and count:
        return Say("settlement.count", {"count": count})
    if line is StatementLine.FEES and batch.fee_exact_e4:
        return Say("settlement.exact", {"exact_e4": batch.fee_exact_e4 + batch.fee_rest_before_e4})
    if line is StatementLine.CARRY and batch.carried_from:
        return Say("settlement.from_day", {"day": dt.date.fromisoformat(batch.carried_from)})
    return None
