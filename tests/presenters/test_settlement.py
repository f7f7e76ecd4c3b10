"""The settlement page's presenter against a platform that the test plays."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest

from backend_stub.api.settlement_examples import SETTLEMENT_EXAMPLES
from backend_stub.contract import (
    BatchState,
    PayoutRun,
    ProblemCode,
    Right,
    SettlementBatch,
    SettlementBatchList,
    SettlementEntryList,
    SettlementExplanation,
    SettlementHours,
    SettlementOverview,
    StatementLine,
)
from pos_app.presenters.sell_state import Say
from pos_app.presenters.settlement import PATH, SettlementPresenter
from pos_app.presenters.settlement_state import Plot, SettlementState
from tests.fake_asking import FakeAsking
from tests.fakes import Ids


def example(kind: type) -> Any:
    return next(one for one in SETTLEMENT_EXAMPLES if type(one) is kind)


BATCH: SettlementBatch = msgspec.structs.replace(example(SettlementBatch), state=BatchState.CLOSED, payout=None)
OLDER = msgspec.structs.replace(
    BATCH, batch_id=BATCH.batch_id[:-1] + "f", business_day="2026-11-20", state=BatchState.PAID, net_minor=100
)
ENTRY = example(SettlementEntryList).items[0]
RUNS = "/v1/payout-runs"


class Page:
    """The presenter, what it shows, and what it was told to say and to keep."""

    def __init__(self, *rights: Right) -> None:
        self.asking, self.said, self.kept, self.ids = FakeAsking(), list[Say](), dict[str, bytes](), Ids()
        self.disk_is_full = False
        self.state = SettlementState("EUR", "Europe/Berlin")
        self.presenter = SettlementPresenter(
            self,
            self.asking,
            currency="EUR",
            time_zone="Europe/Berlin",
            rights=frozenset(rights),
            save=self._save,
            say=self.said.append,
            new_id=self.ids,
            language=lambda: "zh",
        )

    def render(self, state: SettlementState) -> None:
        self.state = state

    def _save(self, name: str, content: bytes) -> str | None:
        if self.disk_is_full:
            return None
        self.kept[name] = content
        return f"/there/{name}"

    def opened(self, *batches: SettlementBatch, further: str | None = None) -> Page:
        self.presenter.shown()
        self.asking.answer(SettlementBatchList(items=list(batches or (BATCH, OLDER)), next_cursor=further), PATH)
        self.asking.answer(example(SettlementOverview), "/v1/settlement/overview")
        if self.state.chosen:
            path = f"{PATH}/{self.state.chosen.batch_id}"
            self.asking.answer(example(SettlementHours), f"{path}/hours")
            self.asking.answer(example(SettlementEntryList), f"{path}/entries")
        return self


@pytest.fixture
def page() -> Page:
    return Page(Right.SEE_SETTLEMENT, Right.PAY_OUT).opened()


def test_the_newest_batch_is_open_with_its_sums_hours_and_cents(page: Page) -> None:
    state = page.state
    assert state.chosen is not None
    assert (state.chosen.day, state.chosen.net_minor) == (dt.date(2026, 11, 22), 125_800)
    assert [(row.line, row.amount_minor) for row in state.sums] == [
        (StatementLine.GROSS, 128_460),
        (StatementLine.REFUNDS, -1_840),
        (StatementLine.FEES, -1_266),
        (StatementLine.CARRY, 446),
    ]
    assert sum(row.amount_minor for row in state.sums) == state.chosen.net_minor
    assert [(bar.label, bar.amount_minor) for bar in state.hours] == [("15", 11_840)]
    assert state.entries == (ENTRY,)
    assert (state.liability_minor, state.breakage_minor) == (812_345, 0)


def test_nothing_settled_yet_is_said_and_not_guessed() -> None:
    page = Page()
    page.presenter.shown()
    assert page.state.is_loading
    page.asking.answer(SettlementBatchList(items=[]), PATH)
    assert not page.state.is_loading
    assert page.state.chosen is None


def test_no_answer_is_told_and_asked_again_on_wish() -> None:
    page = Page()
    page.presenter.shown()
    page.asking.lose(PATH)
    assert page.state.trouble is not None
    page.presenter.again()
    page.asking.answer(SettlementBatchList(items=[BATCH]), PATH)
    assert page.state.trouble is None
    assert page.state.chosen is not None


def test_an_hour_shows_its_cents_and_the_same_again_the_whole_day(page: Page) -> None:
    path = f"{PATH}/{BATCH.batch_id}/entries"
    page.presenter.choose_hour(0)
    asked = page.asking.asked(path)[-1]
    assert (asked.query["line"], asked.query["hour_begins"]) == ("gross", "2026-11-23T15:00:00Z")
    page.asking.answer(SettlementEntryList(items=[ENTRY]), path)
    assert page.state.hours[0].is_chosen
    assert page.state.entries_about is not None
    page.presenter.choose_hour(0)
    assert page.asking.asked(path)[-1].query["hour_begins"] is None
    page.asking.answer(SettlementEntryList(items=[ENTRY]), path)
    assert page.state.entries_about is None


def test_a_line_shows_its_cents_and_the_same_again_the_whole_day(page: Page) -> None:
    path = f"{PATH}/{BATCH.batch_id}/entries"
    page.presenter.choose_hour(0)
    page.presenter.choose_line(StatementLine.REFUNDS)
    asked = page.asking.asked(path)[-1]
    assert (asked.query["line"], asked.query["hour_begins"]) == ("refunds", None)
    page.asking.answer(SettlementEntryList(items=[ENTRY]), path)
    assert page.state.line is StatementLine.REFUNDS
    assert page.state.entries_about == Say("settlement.of.refunds", {"amount_minor": -1_840})
    assert not any(bar.is_chosen for bar in page.state.hours)
    page.presenter.choose_line(StatementLine.REFUNDS)
    assert page.asking.asked(path)[-1].query["line"] is None
    assert page.state.line is None


def test_fees_are_explained_by_every_sale_with_its_exact_fee(page: Page) -> None:
    path = f"{PATH}/{BATCH.batch_id}/entries"
    page.presenter.choose_line(StatementLine.FEES)
    assert page.asking.asked(path)[-1].query["line"] is None
    page.asking.answer(SettlementEntryList(items=[ENTRY]), path)
    assert page.state.entries_about == Say("settlement.of.fees", {"amount_minor": -1_266})


def test_what_was_carried_leads_to_the_batch_that_it_comes_from() -> None:
    source = msgspec.structs.replace(OLDER, business_day=str(BATCH.carried_from), store_id=BATCH.store_id)
    page = Page().opened(BATCH, source)
    page.presenter.choose_line(StatementLine.CARRY)
    assert page.state.chosen is not None
    assert page.state.chosen.batch_id == source.batch_id


def test_each_plot_has_its_bars(page: Page) -> None:
    for plot in Plot:
        page.presenter.show_plot(plot)
        assert page.state.plot is plot
    assert [bar.amount_minor for bar in page.state.days] == [128_460]
    assert [bar.amount_minor for bar in page.state.owed] == [812_345]
    assert [bar.label for bar in page.state.lapsed] == ["22"]


def test_a_late_answer_of_another_batch_is_not_shown(page: Page) -> None:
    page.presenter.choose_hour(0)
    page.presenter.choose(OLDER.batch_id)
    assert [one.request.path for one in page.asking.open] == [
        f"{PATH}/{OLDER.batch_id}/hours",
        f"{PATH}/{OLDER.batch_id}/entries",
    ]
    assert page.state.entries == ()


def test_older_batches_come_behind_those_that_are_there() -> None:
    page = Page().opened(BATCH, further="20261122.x")
    assert page.state.has_more_batches
    page.presenter.more_batches()
    page.asking.answer(SettlementBatchList(items=[OLDER]), PATH)
    assert [row.batch_id for row in page.state.batches] == [BATCH.batch_id, OLDER.batch_id]
    assert not page.state.has_more_batches


def test_a_cent_is_explained_to_its_transfers_and_receipt(page: Page) -> None:
    page.presenter.explain(ENTRY.transaction_id)
    explanation: SettlementExplanation = example(SettlementExplanation)
    page.asking.answer(explanation, f"/v1/settlement/transactions/{ENTRY.transaction_id}")
    shown = page.state.explained
    assert shown is not None
    assert shown.transfers == tuple(explanation.transfers)
    assert shown.receipt_number == ENTRY.receipt_number
    page.presenter.close_explanation()
    assert page.state.explained is None


@pytest.mark.parametrize(("kind", "language"), [("pdf", "zh"), ("csv", None), ("json", None)])
def test_a_file_of_the_batch_is_kept_and_its_place_told(page: Page, kind: str, language: str | None) -> None:
    page.presenter.export(kind)
    path = f"{PATH}/{BATCH.batch_id}/statement.{kind}"
    assert page.asking.asked(path)[0].query["language"] == language
    page.asking.answer(b"content", path)
    assert page.kept == {f"settlement-2026-11-22.{kind}": b"content"}
    assert page.said[-1].id == "settlement.saved"


def test_a_disk_that_fails_is_told(page: Page) -> None:
    page.disk_is_full = True
    page.presenter.export("csv")
    page.asking.answer(b"content", f"{PATH}/{BATCH.batch_id}/statement.csv")
    assert page.said[-1].id == "settlement.not_saved"


# --- paying out -------------------------------------------------------------------------------------------------------


def test_paying_out_is_asked_before_it_is_done(page: Page) -> None:
    page.presenter.pay_out()
    assert page.state.is_asking
    assert page.asking.asked(RUNS) == []
    page.presenter.keep()
    page.presenter.release()
    assert page.asking.asked(RUNS) == []
    page.presenter.pay_out()
    page.presenter.release()
    (asked,) = page.asking.asked(RUNS)
    assert msgspec.to_builtins(asked.body) == {"batch_ids": [BATCH.batch_id], "currency": "EUR"}
    page.asking.answer(example(PayoutRun), RUNS)
    assert page.said[-1].id == "settlement.paid_out"
    assert not page.state.is_paying


def test_without_an_answer_the_same_payout_is_sent_again_never_a_second_one(page: Page) -> None:
    for _ in range(2):
        page.presenter.pay_out()
        page.presenter.release()
        page.asking.lose(RUNS)
        assert page.said[-1].id == "settlement.payout_unknown"
    first, second = page.asking.asked(RUNS)
    assert first.key == second.key


def test_a_payout_that_is_refused_is_told_and_the_next_is_another_one(page: Page) -> None:
    keys = []
    for _ in range(2):
        page.presenter.pay_out()
        page.presenter.release()
        page.asking.reject(ProblemCode.CONFLICT, 409, "this batch is paid out", RUNS)
        keys.append(page.asking.asked(RUNS)[-1].key)
        assert page.said[-1].arguments == {"text": "this batch is paid out"}
    assert len(set(keys)) == 2


@pytest.mark.parametrize("state", [BatchState.OPEN, BatchState.CARRIED, BatchState.PAID, BatchState.REPAID])
def test_only_a_batch_that_waits_for_it_is_paid_out(state: BatchState) -> None:
    page = Page(Right.PAY_OUT).opened(msgspec.structs.replace(BATCH, state=state))
    page.presenter.pay_out()
    assert not page.state.is_asking


def test_who_may_not_pay_out_is_not_asked() -> None:
    page = Page(Right.SEE_SETTLEMENT).opened()
    page.presenter.pay_out()
    assert not page.state.is_asking
    assert not page.state.may_pay_out


def test_a_question_does_not_stand_while_nobody_sees_it(page: Page) -> None:
    page.presenter.pay_out()
    page.presenter.hidden()
    assert not page.state.is_asking
    page.presenter.release()
    assert page.asking.asked(RUNS) == []
