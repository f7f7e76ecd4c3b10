"""The Merchants page: a list with a search, one merchant with its stores, people and account, and a form to take one on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from backend_stub.contract import Merchant
from pos_app.presenters.forms import clock_text
from pos_app.presenters.merchants import MerchantsPresenter
from pos_app.presenters.merchants_state import Doing, MerchantsState
from pos_app.presenters.staff import Part, name_of, store_of
from pos_app.views import format as fmt
from pos_app.views.desk.form_box import FormBox
from pos_app.views.desk.frame import Foot, ListCard, RowWords, Side, TwoSides
from pos_app.views.look.tokens import size, space
from pos_app.views.merchants.parts import PartsBox
from pos_app.views.page import PageWidget
from pos_app.views.parts.banner import Banner
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.field import Field
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.text import Fitting, Grown, Line, Paragraph
from pos_app.views.words import Place, say, words

FACTS = ("programmes", "account")


class MerchantsPage(PageWidget[MerchantsState]):
    """Only shows; every wish goes to the presenter."""

    def __init__(self) -> None:
        super().__init__("merchantsPage")
        self._intents: MerchantsPresenter | None = None
        self._list = ListCard("merchants")
        self._search = Field("merchantSearch", "body")
        self._list.above.addWidget(self._search)
        self._title = Fitting("merchantTitle", "title", "semibold")
        self._title.setMinimumHeight(space(5))  # as high as Chinese needs, also where a Latin name stood before
        self._currency = Pill("merchantCurrency")
        self._news = Banner("merchantNews", "news", "strong")
        self._key = Fitting("merchantKey", "strong", "medium")
        self._copy = Button("merchantCopyKey", Shape(Kind.PLAIN, "body", "copy"))
        self._heads = {name: Line(f"merchant{name.title()}Head", "caption", "semibold", "text2") for name in FACTS}
        self._facts = {name: Paragraph(f"merchant{name.title()}", "body", "text") for name in FACTS}
        self._parts = PartsBox()
        self._note = Grown("merchantNote", "body")
        self._form = FormBox("merchantForm")
        self._new = Button("merchantNew", Shape(Kind.PRIMARY, "strong", "plus"))
        self._bank = Button("merchantBank", Shape(Kind.PLAIN, "body"))
        self._send = Button("merchantSend", Shape(Kind.PRIMARY, "strong"))
        self._leave = Button("merchantLeave", Shape(Kind.PLAIN, "body", key="Esc"))
        for button in (self._new, self._bank, self._send, self._leave, self._copy):
            button.setFixedHeight(size("button"))
        self._foot = Foot("merchantFoot", self._new, self._send, self._bank, self._leave)
        self._side = Side("merchantSide", self._head(), self._inside(), self._foot)
        self._whole = TwoSides("merchantsWhole", self._list, self._side, "storefront")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self._connect()

    def _head(self) -> QWidget:
        head = Bare("merchantHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._title, 1)
        row.addWidget(self._currency)
        return head

    def _inside(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, space(2), 0)
        column.setSpacing(space(1))
        column.addWidget(self._news)
        column.addWidget(self._key)
        column.addWidget(self._copy)
        column.addWidget(self._parts)
        for name in FACTS:
            column.addSpacing(space(2))
            column.addWidget(self._heads[name])
            column.addWidget(self._facts[name])
        column.addWidget(self._form)
        column.addWidget(self._note)
        column.addStretch(1)
        return inside

    def _connect(self) -> None:
        self._search.textEdited.connect(lambda text: self._wish(lambda to: to.search(text)))
        self._list.chosen.connect(lambda key: self._wish(lambda to: to.choose(key)))
        self._list.more.connect(lambda: self._wish(lambda to: to.more()))
        self._parts.chosen.connect(lambda subject: self._wish(lambda to: to.edit(subject)))
        self._form.written.connect(lambda field, text: self._wish(lambda to: to.write(field, text)))
        for button, wish in (
            (self._new, MerchantsPresenter.take_on),
            (self._bank, MerchantsPresenter.edit_bank),
            (self._send, MerchantsPresenter.send),
            (self._leave, MerchantsPresenter.leave),
            (self._copy, MerchantsPresenter.copy_key),
            (self._whole.again, MerchantsPresenter.again),
        ):
            button.clicked.connect(lambda _=False, wish=wish: self._wish(wish))

    def set_intents(self, intents: MerchantsPresenter) -> None:
        """Who hears the wishes."""
        self._intents = intents

    def _wish(self, wish: Callable[[MerchantsPresenter], object]) -> None:
        if self._intents is not None:
            wish(self._intents)

    def render_state(self, state: MerchantsState) -> None:
        """The list, and what the right side is for."""
        self._list.title.setText(words("merchants.title"))
        self._search.set_label(words("merchants.search"))
        self._list.show_rows([_row(one) for one in state.rows], state.chosen_id, has_more=state.has_more)
        is_form, chosen = state.doing is not Doing.LOOKING, state.chosen
        has_side = is_form or chosen is not None
        self._whole.show_side(*_why(state), is_there=has_side, is_broken=state.trouble is not None)
        self._show_head(state, chosen)
        self._show_news(state)
        self._form.setVisible(is_form)
        if is_form:
            place = Place(chosen.currency if chosen and state.doing is Doing.BANK else state.currency, state.time_zone)
            self._form.show_form(state.form, place, is_off=state.is_sending)
        for name in FACTS:
            self._heads[name].setVisible(not is_form)
            self._facts[name].setVisible(not is_form)
        self._parts.setVisible(not is_form)
        if chosen is not None:
            self._show_facts(chosen)
            self._parts.show_merchant(chosen)
        self._show_note(state, chosen)
        self._show_feet(state)

    def _show_head(self, state: MerchantsState, chosen: Merchant | None) -> None:
        name = chosen.name if chosen is not None else ""
        titles = {
            Doing.LOOKING: name,
            Doing.TAKING_ON: words("merchants.take_on"),
            Doing.BANK: words("merchants.bank_of", name=name),
            Doing.PART: _part_title(state, chosen),
        }
        self._title.setText(titles[state.doing])
        self._currency.setVisible(chosen is not None and state.doing is Doing.LOOKING)
        if chosen is not None:
            self._currency.show_words(chosen.currency, "plain")

    def _show_news(self, state: MerchantsState) -> None:
        self._news.setVisible(bool(state.key))
        self._copy.setVisible(bool(state.key))
        self._copy.set_words(words("merchants.copy"))
        self._key.setVisible(bool(state.key))
        self._key.setText(state.key)
        self._news.show_lines("key", words("merchants.key"), below=words("merchants.key_how"))

    def _show_facts(self, one: Merchant) -> None:
        said = {
            "programmes": one.programmes or [words("merchants.nothing")],
            "account": [_account(one)],
        }
        for name, lines in said.items():
            self._heads[name].setText(words(f"merchants.{name}"))
            self._facts[name].set_plain("\n".join(lines))

    def _show_note(self, state: MerchantsState, chosen: Merchant | None) -> None:
        told = _note(state, chosen)
        self._note.set_plain(told)
        self._note.setVisible(bool(told))

    def _show_feet(self, state: MerchantsState) -> None:
        is_form = state.doing is not Doing.LOOKING
        self._new.set_words(words("merchants.new"))
        self._bank.set_words(words("merchants.bank"))
        self._leave.set_words(words("desk.no"))
        verb = "desk.sending" if state.is_sending else f"merchants.send.{state.doing.value}"
        self._send.set_words(words(verb) if is_form else "")
        self._send.setEnabled(not state.is_sending)
        for button, is_there in (
            (self._new, not is_form),
            (self._bank, not is_form and state.chosen is not None),
            (self._send, is_form),
            (self._leave, is_form),
        ):
            button.setVisible(is_there)
        self._foot.show_question("", "", is_asking=False)

    def filled_button(self) -> Button | None:
        """Take on; or what the form is for."""
        state = self._shown_state
        return self._send if state is not None and state.doing is not Doing.LOOKING else self._new

    def search_field(self) -> QWidget | None:
        """The search."""
        return self._search

    def first_focus(self) -> QWidget | None:
        """Nothing: a page one looks at first."""
        return None

    def escape(self) -> bool:
        """Leave the form."""
        if self._shown_state is None or self._shown_state.doing is Doing.LOOKING:
            return False
        self._wish(MerchantsPresenter.leave)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list keeps its width where there is room."""
        super().resizeEvent(event)
        self._whole.fit(self.width())


def _row(one: Merchant) -> RowWords:
    has = one.bank_details is not None
    state, tone = ("", "plain") if has else (words("merchants.no_account"), "careful")
    return RowWords(one.merchant_id, one.name, one.public_service_id, one.currency, state, tone)


def _part_title(state: MerchantsState, chosen: Merchant | None) -> str:
    if chosen is None or state.subject is None:
        return ""
    if state.subject.id is None:
        return words(f"merchants.new_{state.subject.part.value}", name=chosen.name)
    return name_of(chosen, state.subject)


def _note(state: MerchantsState, chosen: Merchant | None) -> str:
    """What is worth knowing before the form is sent."""
    subject = state.subject
    if state.doing is not Doing.PART or chosen is None or subject is None:
        return ""
    if subject.part is Part.PERSON:
        return words("merchants.person_how") if subject.id else ""
    if subject.part is Part.TILL:
        return ""
    store = store_of(chosen, subject.id)
    if store is None or not store.has_fixed_clock:
        return words("merchants.clock_how")
    return words("merchants.clock_stays", clock=clock_text(store.day_cut_minutes), zone=store.time_zone)


def _account(one: Merchant) -> str:
    details = one.bank_details
    if details is None:
        return words("merchants.no_account_why")
    smallest = fmt.money(details.smallest_payout_minor, details.currency)
    return words("merchants.account_is", holder=details.holder, account=details.account, smallest=smallest)


def _why(state: MerchantsState) -> tuple[str, str]:
    if state.trouble is not None:
        return say(state.trouble, Place(state.currency, state.time_zone)), ""
    if state.is_loading:
        return words("desk.loading"), ""
    return words("merchants.none"), words("merchants.none_how")
