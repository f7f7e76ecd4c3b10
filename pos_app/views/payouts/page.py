"""The Payouts page: what waits at the left, what was released at the right, the release and its file below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from backend_stub.contract import BatchState, PayableBatch
from pos_app.presenters.payouts import PayoutsPresenter, PayoutsState
from pos_app.views import format as fmt
from pos_app.views.desk.form_box import FormBox
from pos_app.views.desk.frame import Foot, ListCard, RowWords, Side, TwoSides
from pos_app.views.look.tokens import size, space
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.text import Fitting, Paragraph
from pos_app.views.payouts.runs import RunsBox
from pos_app.views.settlement import said
from pos_app.views.words import Place, say, words

MOST_CURRENCIES = 6


class PayoutsPage(PageWidget[PayoutsState]):
    """Only shows; every wish goes to the presenter."""

    def __init__(self) -> None:
        super().__init__("payoutsPage")
        self._intents: PayoutsPresenter | None = None
        self._list = ListCard("payouts")
        self._currencies = tuple(Chip(f"payoutsCurrency{place}") for place in range(MOST_CURRENCIES))
        chips = QHBoxLayout()
        chips.setSpacing(space(2))
        for chip in self._currencies:
            chips.addWidget(chip)
        chips.addStretch(1)
        self._list.above.addLayout(chips)
        self._title = Fitting("payoutsTitle", "title", "semibold")
        self._payer = Paragraph("payoutsPayer", "body")
        self._edit = Button("payoutsEditPayer", Shape(Kind.QUIET, "body", "bank"))
        self._edit.setFixedHeight(size("touchMin"))
        self._form = FormBox("payerForm")
        self._runs = RunsBox()
        self._release = Button("payoutsRelease", Shape(Kind.PRIMARY, "strong", "bank"))
        self._keep = Button("payoutsKeepPayer", Shape(Kind.PRIMARY, "strong"))
        self._leave = Button("payoutsLeavePayer", Shape(Kind.PLAIN, "body", key="Esc"))
        for button in (self._release, self._keep, self._leave):
            button.setFixedHeight(size("button"))
        self._foot = Foot("payoutsFoot", self._release, self._keep, self._leave)
        side = Side("payoutsSide", self._head(), self._inside(), self._foot)
        self._whole = TwoSides("payoutsWhole", self._list, side, "bank")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self._connect()

    def _head(self) -> QWidget:
        head = Bare("payoutsHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title, 1)
        row.addWidget(self._edit)
        return head

    def _inside(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, space(2), 0)
        column.setSpacing(space(2))
        for part in (self._payer, self._form, self._runs):
            column.addWidget(part)
        column.addStretch(1)
        return inside

    def _connect(self) -> None:
        self._list.chosen.connect(lambda key: self._wish(lambda to: to.toggle(key)))
        self._form.written.connect(lambda field, text: self._wish(lambda to: to.write(field, text)))
        self._foot.no.connect(lambda: self._wish(PayoutsPresenter.keep))
        self._foot.yes.connect(lambda: self._wish(PayoutsPresenter.confirm))
        for place, chip in enumerate(self._currencies):
            chip.clicked.connect(lambda _=False, place=place: self._turn(place))
        for button, wish in (
            (self._edit, PayoutsPresenter.edit_payer),
            (self._release, PayoutsPresenter.release),
            (self._keep, PayoutsPresenter.keep_payer),
            (self._leave, PayoutsPresenter.keep),
            (self._whole.again, PayoutsPresenter.again),
        ):
            button.clicked.connect(lambda _=False, wish=wish: self._wish(wish))
        self._runs.opened.connect(lambda key: self._wish(lambda to: to.open_run(key)))
        self._runs.filed.connect(lambda key: self._wish(lambda to: to.save_file(key)))
        self._runs.arrived.connect(lambda key: self._wish(lambda to: to.arrived(key)))
        self._runs.failing.connect(lambda key: self._wish(lambda to: to.fail(key)))
        self._runs.reasoned.connect(lambda text: self._wish(lambda to: to.write_reason(text)))
        self._runs.failed.connect(lambda: self._wish(PayoutsPresenter.failed))
        self._runs.more.connect(lambda: self._wish(PayoutsPresenter.more))

    def _turn(self, place: int) -> None:
        state = self._shown_state
        if state is not None:
            self._wish(lambda to: to.turn_to(state.currencies[place]))
            self.render_state(self._shown_state or state)  # a chip that was chosen already stays so

    def set_intents(self, intents: PayoutsPresenter) -> None:
        """Who hears the wishes."""
        self._intents = intents

    def _wish(self, wish: Callable[[PayoutsPresenter], object]) -> None:
        if self._intents is not None:
            wish(self._intents)

    def render_state(self, state: PayoutsState) -> None:
        """What waits, and what was released."""
        self._list.title.setText(words("payouts.waiting", count=len(state.waiting)))
        for place, chip in enumerate(self._currencies):
            chip.setVisible(place < len(state.currencies) and len(state.currencies) > 1)
            if place < len(state.currencies):
                chip.show_words(state.currencies[place], is_chosen=state.currencies[place] == state.currency)
        self._list.show_rows([_row(one, state) for one in state.waiting], None)
        is_there = state.trouble is None and not state.is_loading
        self._whole.show_side(*_why(state), is_there=is_there, is_broken=state.trouble is not None)
        self._title.setText(words("payouts.payer_of" if state.payer_form else "payouts.released_runs"))
        self._edit.set_words(words("payouts.edit_payer"))
        self._edit.setVisible(state.payer_form is None)
        payer = state.payer
        told = (
            words("payouts.paid_from", holder=payer.holder, account=payer.account)
            if payer
            else words("payouts.no_payer")
        )
        self._payer.set_plain(told)
        is_form = state.payer_form is not None
        self._form.setVisible(is_form)
        self._runs.setVisible(not is_form)
        if state.payer_form is not None:
            self._form.show_form(state.payer_form, Place(state.currency, state.time_zone))
        self._runs.show_state(state)
        self._show_feet(state, is_form=is_form)

    def _show_feet(self, state: PayoutsState, *, is_form: bool) -> None:
        amount = fmt.money(state.total_minor, state.currency)
        ready = words("payouts.release", count=len(state.going), total_minor=amount)
        self._release.set_words(
            words("desk.sending") if state.is_sending else ready if state.going else words("payouts.nothing")
        )
        self._release.setEnabled(state.can_release)
        self._keep.set_words(words("payouts.keep_payer"))
        self._leave.set_words(words("desk.no"))
        for button, is_there in ((self._release, not is_form), (self._keep, is_form), (self._leave, is_form)):
            button.setVisible(is_there)
        question = words("payouts.ask", count=len(state.going), total_minor=amount)
        self._foot.show_question(question, words("payouts.yes"), is_asking=state.is_asking)

    def filled_button(self) -> Button | None:
        """Release, or the yes to it; or keep the account."""
        state = self._shown_state
        if state is None or state.payer_form is not None:
            return self._keep
        return self._foot.verb if state.is_asking else self._release

    def escape(self) -> bool:
        """No."""
        state = self._shown_state
        if state is None or not (state.is_asking or state.failing_id or state.payer_form):
            return False
        self._wish(PayoutsPresenter.keep)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list keeps its width where there is room."""
        super().resizeEvent(event)
        self._whole.fit(self.width())


def _row(one: PayableBatch, state: PayoutsState) -> RowWords:
    day = said.day(dt.date.fromisoformat(one.business_day))
    net = fmt.money(one.net_minor, state.currency)
    if not one.has_bank_details:
        label, tone, icon = words("payouts.no_account"), "careful", "prohibit"
    elif one.batch_id in state.left_out:
        label, tone, icon = words("payouts.left_out"), "plain", "square"
    elif one.state is BatchState.FAILED:
        label, tone, icon = words("payouts.again"), "careful", "check-square-fill"
    else:
        label, tone, icon = words("payouts.in_file"), "good", "check-square-fill"
    return RowWords(one.batch_id, one.merchant_name, f"{day} · {one.store_name}", net, label, tone, icon)


def _why(state: PayoutsState) -> tuple[str, str]:
    if state.trouble is not None:
        return say(state.trouble, Place(state.currency, state.time_zone)), ""
    return words("desk.loading"), ""
