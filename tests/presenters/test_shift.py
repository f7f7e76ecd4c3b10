"""The Shift page without a screen: nothing is told before the count, nothing is done twice, and a difference never blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
import pytest

from backend_stub.api.examples import BY_NAME
from backend_stub.contract import (
    DrawerMove,
    ProblemCode,
    ReportKind,
    Right,
    Shift,
    ShiftClosing,
    ShiftList,
    ShiftNow,
    ShiftReport,
)
from pos_app.presenters.printer_news import Drawn
from pos_app.presenters.sell_state import Say
from pos_app.presenters.shift import ShiftPresenter
from pos_app.presenters.shift_state import Stage
from pos_app.receipts.shift_lines import report_lines
from pos_app.receipts.shift_words import words
from tests.fake_asking import FakeAsking
from tests.fake_printing import FakePrinting

S = TypeVar("S")
NOW, LIST = "/v1/shifts/current", "/v1/shifts"


def example(kind: type[S]) -> S:
    return msgspec.convert(BY_NAME[kind.__name__], kind)


OPEN = example(ShiftNow).shift
assert OPEN is not None
SHIFT: Shift = OPEN
OF_IT = f"/v1/shifts/{SHIFT.shift_id}"


class Page:
    """The presenter with its fakes."""

    def __init__(self, *, is_open: bool = True, currency: str = "EUR", rights: frozenset[Right] = frozenset()) -> None:
        self.asking = FakeAsking()
        self.said: list[Say] = []
        self.state: Any = None
        self.parts: Mapping[str, int] = {}
        self.count = 0
        self.printing = FakePrinting()
        self.press = ShiftPresenter(
            self,
            self.asking,
            currency=currency,
            time_zone="Europe/Berlin",
            rights=rights,
            cash_parts=lambda: self.parts,
            printed=lambda report: report_lines(report, words("en"), "Europe/Berlin"),
            save=lambda name, _lines: name,
            say=self.said.append,
            new_id=self.new_id,
            printing=self.printing,
        )
        self.press.shown()
        self.asking.answer(ShiftNow(shift=SHIFT if is_open else None), NOW)

    def render(self, state: object) -> None:
        self.state = state

    def new_id(self) -> str:
        self.count += 1
        return f"id-{self.count}"

    def posted(self, path: str) -> list[Any]:
        return [one for one in self.asking.asked(path) if one.method == "POST"]

    def counts(self, **pieces: str) -> None:
        self.press.count()
        for value, text in pieces.items():
            self.press.write(value.removeprefix("of_"), text)


def test_a_float_opens_a_shift() -> None:
    page = Page(is_open=False)
    assert page.state.stage is Stage.CLOSED
    page.press.write("float", "150.00")
    page.press.go_on()
    (request,) = page.posted(LIST)
    assert request.body.float_minor == 15_000
    page.asking.answer(SHIFT, LIST)
    assert page.state.stage is Stage.OPEN


def test_cash_goes_out_with_a_reason_and_without_an_answer_once() -> None:
    page = Page()
    page.press.move()
    page.press.go_on()
    assert page.posted(f"{OF_IT}/moves") == [], "how much, and why?"
    page.press.write("minor", "50")
    page.press.write("reason", "to the bank")
    page.press.go_on()
    page.asking.lose(f"{OF_IT}/moves")
    assert page.said[-1].id == "shift.unknown"
    page.press.go_on()
    first, again = page.posted(f"{OF_IT}/moves")
    assert (first.key, first.body) == (again.key, again.body)
    page.asking.answer(example(DrawerMove), f"{OF_IT}/moves")
    assert page.state.stage is Stage.OPEN
    page.press.move()
    page.press.write("minor", "50")
    page.press.write("reason", "to the bank")
    page.press.go_on()
    assert page.posted(f"{OF_IT}/moves")[2].key != first.key


def test_a_count_adds_up_by_piece_and_tells_nothing_of_what_is_expected() -> None:
    page = Page()
    page.counts(of_5000="2", of_500="5", of_1="7", loose="0.03")
    assert page.state.counted_minor == 10_000 + 2_500 + 7 + 3
    assert page.state.shift.expected_minor is None
    page.press.write("500", "5x")
    assert page.state.counted_minor == 10_000 + 7 + 3
    page.press.go_on()
    assert not page.state.is_asking, "a count that can't be read closes nothing"


@pytest.mark.parametrize(
    ("currency", "value", "minor"), [("JPY", "10000", 20_000), ("KWD", "250", 500), ("CNY", "10", 20)]
)
def test_every_currency_is_counted_by_its_own_notes_and_coins(currency: str, value: str, minor: int) -> None:
    page = Page(currency=currency)
    page.press.count()
    page.press.write(value, "2")
    assert page.state.counted_minor == minor


def closing(page: Page) -> ShiftClosing:
    (request,) = page.posted(f"{OF_IT}/closing")
    assert isinstance(request.body, ShiftClosing)
    return request.body


def test_closing_asks_once_notes_cash_parts_first_and_shows_the_report() -> None:
    page = Page()
    page.parts = {"attempt-1": 530, "attempt-2": 0}
    page.counts(of_5000="2")
    page.press.confirm()
    assert page.posted(f"{OF_IT}/closing") == []
    page.press.go_on()
    assert page.state.is_asking
    page.press.confirm()
    (parts,) = page.posted(f"{OF_IT}/cash-parts")
    assert [(one.attempt_id, one.cash_minor) for one in parts.body.parts] == [("attempt-1", 530)]
    assert page.posted(f"{OF_IT}/closing") == []
    page.asking.answer(SHIFT, f"{OF_IT}/cash-parts")
    assert [(one.value_minor, one.pieces) for one in closing(page).count] == [(5_000, 2)]
    page.asking.answer(example(ShiftReport), f"{OF_IT}/closing")
    assert page.state.stage is Stage.REPORT
    assert "Short" in "\n".join(page.state.lines)


def test_a_closing_without_an_answer_is_sent_again_with_the_same_id() -> None:
    page = Page()
    page.counts(of_5000="2")
    for _ in range(2):
        page.press.go_on()
        page.press.confirm()
        page.asking.lose(f"{OF_IT}/closing")
    first, again = page.posted(f"{OF_IT}/closing")
    assert (first.key, first.body) == (again.key, again.body)


def test_cash_parts_that_could_not_be_noted_close_nothing_and_the_count_stays() -> None:
    page = Page()
    page.parts = {"attempt-1": 530}
    page.counts(of_5000="2")
    page.press.go_on()
    page.press.confirm()
    page.asking.lose(f"{OF_IT}/cash-parts")
    assert page.posted(f"{OF_IT}/closing") == []
    assert (page.state.stage, page.state.counted_minor, page.state.is_sending) == (Stage.COUNTING, 10_000, False)


def reported(page: Page, reason: str | None = None, difference_minor: int = -30) -> None:
    shift = msgspec.structs.replace(example(ShiftReport).shift, reason=reason, difference_minor=difference_minor)
    report = msgspec.structs.replace(example(ShiftReport), shift=shift)
    page.counts(of_5000="2")
    page.press.go_on()
    page.press.confirm()
    page.asking.answer(report, f"{OF_IT}/closing")


def test_a_difference_asks_why_and_may_be_left_unsaid() -> None:
    page = Page()
    reported(page)
    assert page.state.needs_reason
    page.press.go_on()
    assert page.posted(f"{OF_IT}/reason") == []
    page.press.write("reason", "change given wrong")
    page.press.go_on()
    explained = msgspec.structs.replace(example(ShiftReport).shift, reason="change given wrong")
    page.asking.answer(explained, f"{OF_IT}/reason")
    assert not page.state.needs_reason
    assert any("change given wrong" in line for line in page.state.lines)
    other = Page()
    reported(other)
    other.press.leave()
    assert other.state.stage is Stage.CLOSED


def test_a_report_is_printed_and_its_drawer_opens_for_cash_and_by_right() -> None:
    page = Page(rights=frozenset((Right.SEE_REPORTS, Right.NO_SALE)))
    page.press.count()
    assert len(page.printing.drawers) == 1, "the drawer is counted"
    page.press.leave()
    assert page.state.may_open_drawer
    page.press.open_drawer()
    page.printing.drawers[-1](Drawn.NOT_SENT)
    assert page.said[-1].id == "print.drawer_not"
    reported(page)
    assert page.state.can_print
    page.press.print_report()
    assert [name.partition("-")[0] for name in page.printing.names] == ["z"]
    assert page.said[-1].id == "print.queued"
    page.printing.takes = False
    page.press.print_report()
    assert page.said[-1].id == "print.not_queued"
    other = Page()
    other.press.open_drawer()
    assert not other.state.may_open_drawer
    assert other.printing.drawers == []


def test_a_count_that_agrees_is_done_with_one_press() -> None:
    page = Page()
    reported(page, difference_minor=0)
    assert not page.state.needs_reason
    page.press.go_on()
    assert page.state.stage is Stage.CLOSED


def test_reports_are_for_those_who_may_see_them() -> None:
    page = Page()
    assert page.asking.asked(LIST) == []
    page.press.make_x()
    assert page.posted(f"{OF_IT}/x-reports") == []
    manager = Page(rights=frozenset({Right.SEE_REPORTS}))
    manager.asking.answer(example(ShiftList), LIST)
    manager.press.make_x()
    report = msgspec.structs.replace(example(ShiftReport), kind=ReportKind.X, shift=SHIFT)
    manager.asking.answer(report, f"{OF_IT}/x-reports")
    assert manager.state.lines[0].strip() == "X report 17"
    manager.press.save_report()
    assert manager.said[-1].id == "shift.saved"
    manager.press.leave()
    assert manager.state.stage is Stage.OPEN


def test_a_shift_that_somebody_else_closed_meanwhile_is_seen() -> None:
    page = Page()
    page.counts(of_5000="2")
    page.press.go_on()
    page.press.confirm()
    page.asking.reject(ProblemCode.CONFLICT, 409, "counted already", f"{OF_IT}/closing")
    page.asking.answer(ShiftNow(shift=None), NOW)
    assert page.state.stage is Stage.CLOSED


def test_every_line_of_a_report_fits_its_paper_and_the_ledger_stands_on_it() -> None:
    for language in ("en", "zh"):
        for columns in (32, 42):
            lines = report_lines(example(ShiftReport), words(language), "Europe/Berlin", columns)
            assert max(len(line) for line in lines) <= columns
    wrong = msgspec.structs.replace(example(ShiftReport), ledger_difference_minor=5)
    assert "LEDGER DIFFERS BY" in "\n".join(report_lines(wrong, words("en"), "UTC"))
