"""The Programmes page: a list, the terms of one with what a change does to accounts that exist, and who takes it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from backend_stub.contract import ProgrammeSummary, TermsEffect
from pos_app.presenters.programmes import ProgrammesPresenter
from pos_app.presenters.programmes_state import Doing, ProgrammesState
from pos_app.views import format as fmt
from pos_app.views.desk.form_box import FormBox
from pos_app.views.desk.frame import Foot, ListCard, RowWords, Side, TwoSides
from pos_app.views.look.tokens import size, space
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.text import Fitting, Paragraph
from pos_app.views.programmes.members import MembersBox
from pos_app.views.words import Place, say, words


class ProgrammesPage(PageWidget[ProgrammesState]):
    """Only shows; every wish goes to the presenter."""

    def __init__(self) -> None:
        super().__init__("programmesPage")
        self._intents: ProgrammesPresenter | None = None
        self._list = ListCard("programmes")
        self._new = Button("programmeNew", Shape(Kind.PLAIN, "body", "plus"))
        self._list.below.addWidget(self._new)
        self._title = Fitting("programmeTitle", "title", "semibold")
        self._version = Pill("programmeVersion")
        self._tabs = {doing: Chip(f"programme{doing.value.title()}") for doing in (Doing.TERMS, Doing.MEMBERS)}
        self._effects = Paragraph("programmeEffects", "body", "text")
        self._form = FormBox("programmeForm")
        self._members = MembersBox()
        self._send = Button("programmePublish", Shape(Kind.PRIMARY, "strong"))
        self._undo = Button("programmeUndo", Shape(Kind.PLAIN, "body", key="Esc"))
        for button in (self._new, self._send, self._undo):
            button.setFixedHeight(size("button"))
        self._foot = Foot("programmeFoot", self._send, self._undo)
        self._side = Side("programmeSide", self._head(), self._inside(), self._foot)
        self._whole = TwoSides("programmesWhole", self._list, self._side, "cards")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self._connect()

    @property
    def joiner(self) -> Chooser:
        """Who is to take it too."""
        return self._members.chooser

    def _head(self) -> QWidget:
        head = Bare("programmeHead")
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        row.addWidget(self._title, 1)
        row.addWidget(self._version)
        for tab in self._tabs.values():
            row.addWidget(tab)
        return head

    def _inside(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, space(2), 0)
        column.setSpacing(space(3))
        for part in (self._effects, self._form, self._members):
            column.addWidget(part)
        column.addStretch(1)
        return inside

    def _connect(self) -> None:
        self._list.chosen.connect(lambda key: self._wish(lambda to: to.choose(key)))
        self._form.written.connect(lambda field, text: self._wish(lambda to: to.write(field, text)))
        self._foot.no.connect(lambda: self._wish(ProgrammesPresenter.keep))
        self._foot.yes.connect(lambda: self._wish(ProgrammesPresenter.confirm))
        self._members.released.connect(lambda key: self._wish(lambda to: to.release(key)))
        self._members.named.connect(lambda key: self._wish(lambda to: to.name_member(key)))
        self._members.admitted.connect(lambda: self._wish(ProgrammesPresenter.admit))
        for doing, tab in self._tabs.items():
            tab.clicked.connect(lambda _=False, doing=doing: self._wish(lambda to: to.turn_to(doing)))
        for button, wish in (
            (self._new, ProgrammesPresenter.issue),
            (self._send, ProgrammesPresenter.publish),
            (self._undo, ProgrammesPresenter.undo),
            (self._whole.again, ProgrammesPresenter.again),
        ):
            button.clicked.connect(lambda _=False, wish=wish: self._wish(wish))

    def set_intents(self, intents: ProgrammesPresenter) -> None:
        """Who hears the wishes."""
        self._intents = intents

    def _wish(self, wish: Callable[[ProgrammesPresenter], object]) -> None:
        if self._intents is not None:
            wish(self._intents)

    def render_state(self, state: ProgrammesState) -> None:
        """The list, and the open programme."""
        self._list.title.setText(words("programmes.title"))
        self._list.show_rows([_row(one) for one in state.rows], state.chosen_id)
        self._new.set_words(words("programmes.new"))
        is_there = state.detail is not None or state.doing is Doing.ISSUING
        self._whole.show_side(*_why(state), is_there=is_there, is_broken=state.trouble is not None)
        self._show_head(state)
        is_members = state.doing is Doing.MEMBERS
        self._form.setVisible(not is_members)
        self._members.setVisible(is_members)
        place = Place(state.form_currency, state.time_zone)
        if is_members:
            self._members.show_state(state)
        else:
            self._form.show_form(state.form, place, is_off=state.is_sending)
        told = "" if is_members else effects(state)
        self._effects.set_plain(told)
        self._effects.setVisible(bool(told))
        self._show_feet(state)

    def _show_head(self, state: ProgrammesState) -> None:
        is_new = state.doing is Doing.ISSUING
        chosen = state.chosen
        self._title.setText(words("programmes.new") if is_new else chosen.name if chosen else "")
        self._version.setVisible(state.detail is not None and not is_new)
        if state.detail is not None:
            self._version.show_words(words("programmes.version", number=state.detail.version), "plain")
        for doing, tab in self._tabs.items():
            tab.setVisible(not is_new)
            tab.show_words(words(f"programmes.tab.{doing.value}"), is_chosen=doing is state.doing)

    def _show_feet(self, state: ProgrammesState) -> None:
        is_new = state.doing is Doing.ISSUING
        self._send.set_words(words(f"programmes.{_verb(state)}", number=_next(state)))
        self._send.setEnabled((is_new and not state.is_sending) or state.can_publish)
        self._send.setVisible(state.doing is not Doing.MEMBERS)
        self._undo.set_words(words("programmes.undo" if not is_new else "desk.no"))
        self._undo.setVisible(is_new or (state.is_changed and state.doing is Doing.TERMS))
        accounts = sum(one.accounts_count for one in state.check.effects) if state.check else 0
        question = words("programmes.ask", number=_next(state), count=accounts)
        self._foot.show_question(question, words("programmes.yes"), is_asking=state.is_asking)

    def filled_button(self) -> Button | None:
        """Publish, or the yes to it."""
        state = self._shown_state
        if state is None or state.doing is Doing.MEMBERS:
            return None
        return self._foot.verb if state.is_asking else self._send

    def escape(self) -> bool:
        """No; or the terms as they are."""
        state = self._shown_state
        if state is None or not (state.is_asking or state.is_changed or state.doing is Doing.ISSUING):
            return False
        self._wish(ProgrammesPresenter.keep if state.is_asking else ProgrammesPresenter.undo)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The list keeps its width where there is room."""
        super().resizeEvent(event)
        self._whole.fit(self.width())


def effects(state: ProgrammesState) -> str:
    """What a change does, in sentences; an empty text while there is none."""
    if state.doing is Doing.ISSUING or not state.is_changed:
        return ""
    if state.check is None:
        return words("programmes.checking")
    lines = [words("programmes.new_accounts", terms=_named(state.check.changed))]
    for one in state.check.effects:
        if one.accounts_count:
            lines += _effect(one)
    return "\n".join(lines)


def _effect(one: TermsEffect) -> list[str]:
    said = (("better", one.better), ("kept", one.kept), ("follows", one.follows))
    lines = [
        words(f"programmes.{what}", count=one.accounts_count, version=one.version, terms=_named(names))
        for what, names in said
        if names
    ]
    return lines or [words("programmes.same", count=one.accounts_count, version=one.version)]


def _named(names: list[str]) -> str:
    return ", ".join(words(f"form.{name}") for name in names)


def _verb(state: ProgrammesState) -> str:
    if state.is_sending:
        return "publishing"
    if state.doing is Doing.ISSUING:
        return "issue"
    if not state.is_changed:
        return "as_published"
    if state.check is None or state.check.faults:
        return "mend_first" if any(field.fault for field in state.form.fields) else "checking"
    return "publish"


def _next(state: ProgrammesState) -> int:
    return state.detail.version + 1 if state.detail else 1


def _row(one: ProgrammeSummary) -> RowWords:
    below = words("programmes.accounts", count=one.accounts_count, issuer=one.issuer_name)
    group = (one.group_name or "", "news") if one.group_name else ("", "plain")
    return RowWords(one.programme_id, one.name, below, fmt.money(one.owed_minor, one.currency), *group)


def _why(state: ProgrammesState) -> tuple[str, str]:
    if state.trouble is not None:
        return say(state.trouble, Place(state.currency, state.time_zone)), ""
    if state.is_loading or state.chosen_id is not None:
        return words("desk.loading"), ""
    return words("programmes.none"), words("programmes.none_how")
