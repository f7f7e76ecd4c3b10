"""The Sales page with real keys: found, walked, explained, printed again and given back by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from backend_stub.contract import RefundRequest, Right, Sale
from pos_app.presenters.sales import SALES, SalesPresenter
from pos_app.presenters.sales_state import SalesState, Show
from pos_app.views import samples
from pos_app.views.sales.page import SalesPage
from pos_app.views.window import MainWindow
from tests.fakes import a_context, an_id
from tests.gui.test_keys import click, press
from tests.presenters import test_sales
from tests.presenters.test_sales import a_sale

CONTROL = Qt.KeyboardModifier.ControlModifier


class Shop(test_sales.Page):
    """The same presenter, with the real page as its view."""

    def __init__(self, page: SalesPage) -> None:
        super().__init__()
        self.page = page
        self.press = SalesPresenter(
            self,
            self.asking,
            self.till.press.after_sale,
            a_context(),
            frozenset(Right),
            operator_id="",
            copies=self,
            say=self.said.append,
            cash_parts=dict,
        )
        page.set_intents(self.press)

    def render(self, state: SalesState) -> None:
        super().render(state)
        if hasattr(self, "page"):
            self.page.render(state)

    def filled(self, count: int = 50, further: str | None = "1.a") -> list[Sale]:
        sales = [a_sale(an_id(0x100 + number), 100 + number) for number in range(count)]
        self.list(*sales, further=further)
        QApplication.processEvents()
        return sales


@pytest.fixture
def shop(window: MainWindow, qapp: QApplication) -> Iterator[Shop]:
    page = SalesPage(lambda: samples.NOW)
    made = Shop(page)
    window.show_page(page)
    made.press.shown()
    qapp.processEvents()
    yield made
    made.press.hidden()
    window.show_page(window.page)
    window.drop_page(page)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_sale_is_found_and_a_part_of_it_given_back_without_a_mouse(
    window: MainWindow, qapp: QApplication, qtbot: QtBot, shop: Shop
) -> None:
    shop.filled()
    for letter in "12.50":
        press(window, letter)
    assert shop.asking.open[-1].request.query["q"] == "12.50"
    shop.list(a_sale())
    shop.open(a_sale())
    press(window, Qt.Key.Key_Return)
    assert qapp.focusWidget() is shop.page.list.rows, "Enter goes to what was found"
    press(window, Qt.Key.Key_Return)
    assert shop.state.after.question is not None
    assert qapp.focusWidget() is not None
    assert qapp.focusWidget().objectName() == "refundPin"
    press(window, "\t", Qt.KeyboardModifier.ShiftModifier)
    amount = window.findChild(type(shop.page.list.search), "refundAmount")
    assert amount is not None
    amount.setFocus()
    amount.selectAll()
    for letter in "4.50":
        press(window, letter)
    shop.page.question._pin.setFocus()
    for letter in "2468":
        press(window, letter)
    press(window, Qt.Key.Key_Return)
    assert shop.till.platform.refunded == [], "too soon: no double press gives money back"
    qtbot.waitUntil(lambda: shop.page.question.is_armed, timeout=3_000)
    press(window, Qt.Key.Key_Return)
    (refund_id,) = shop.till.platform.refunded
    request = msgspec.json.decode(shop.till.outbox.bodies[refund_id], type=RefundRequest)
    assert (request.attempt_id, request.amount_minor) == (shop.state.chosen_id, 450)
    shop.till.press.refund_answered(refund_id, 450, 450)
    assert qapp.focusWidget() is shop.page.list.rows, "focus is not lost"


def test_arrows_walk_the_list_from_the_search_field_and_open_what_they_reach(window: MainWindow, shop: Shop) -> None:
    sales = shop.filled()
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Down)
    press(window, Qt.Key.Key_Up)
    assert shop.state.chosen_id == sales[1].redemption.attempt_id
    assert shop.asking.open[-1].request.path == f"{SALES}/{sales[1].redemption.attempt_id}"
    press(window, Qt.Key.Key_Return)
    press(window, "p")
    assert [facts.redemption.attempt_id for facts in shop.printed] == [shop.state.chosen_id]
    press(window, "/")
    press(window, "p")
    assert (shop.state.text, len(shop.printed)) == ("p", 1), "what is written is not a command"
    press(window, Qt.Key.Key_Escape)
    assert shop.state.text == ""
    shop.page.list.rows.setFocus()
    press(window, Qt.Key.Key_F, CONTROL)
    assert shop.page.list.search.hasFocus()


def test_a_page_at_a_time_is_fetched_as_its_end_comes_near(window: MainWindow, shop: Shop) -> None:
    shop.filled()
    assert len(shop.asking.asked(SALES)) == 1, "the second page waits for somebody who scrolls"
    rows = shop.page.list.rows
    model = rows.model()
    assert (model.rowCount(), model.canFetchMore(QModelIndex())) == (50, True)
    rows.setFocus()
    press(window, Qt.Key.Key_End)
    assert [one.query["cursor"] for one in shop.asking.asked(SALES)] == [None, "1.a"]
    shop.list(a_sale(an_id(0x200)))
    QApplication.processEvents()
    assert (model.rowCount(), model.canFetchMore(QModelIndex())) == (51, False)
    assert shop.state.chosen_id == an_id(0x100 + 49), "more rows below move nothing"


def test_states_are_chosen_by_their_chips_and_nothing_found_leads_back(window: MainWindow, shop: Shop) -> None:
    shop.filled()
    click(window, "saleFilterNot_Paid")
    assert shop.asking.open[-1].request.query["sale_state"] == Show.NOT_PAID.value
    shop.list()
    QApplication.processEvents()
    assert shop.page.list.empty.isVisible()
    QTest.mouseClick(shop.page.list.act, Qt.MouseButton.LeftButton)
    assert shop.state.show is Show.ALL
    assert shop.page.list.search.hasFocus()
