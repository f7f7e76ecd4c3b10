"""The Rules page: one tier's conditions with choosers at the left, what the rule would have done at the right."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from backend_stub.contract import Change
from pos_app.presenters.rules_state import Busy, Face, RulesIntents, RulesState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import size, space, till
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.empty import Empty
from pos_app.views.parts.text import Fitting
from pos_app.views.rules import said
from pos_app.views.rules.editor import EditorCard
from pos_app.views.rules.in_words import WordsCard
from pos_app.views.rules.lines import narrow
from pos_app.views.rules.what_if import WhatIfCard
from pos_app.views.words import Place, say, words

_SIDE, _DAY = 400, 128


class RulesPage(PageWidget[RulesState]):
    """Editor, sentences, and what becomes of the change."""

    def __init__(self) -> None:
        super().__init__("rulesPage")
        self._intents: RulesIntents | None = None
        self.editor, self.what_if, self.in_words = EditorCard(), WhatIfCard(), WordsCard()
        self.faces = {face: Chip(f"{face.value}Face") for face in Face}
        self.empty = Empty("rulesEmpty", "git-branch")
        self._trouble = Fitting("rulesTrouble", "body", "medium", "warning")
        self.again = Button("rulesAgain", Shape(font_size="body"))
        self.start = Button("ruleStart", Shape(Kind.PRIMARY, "strong"))
        self.keep = Button("ruleKeep", Shape(font_size="body"))
        self.discard = Button("ruleDiscard", Shape(font_size="body"))
        for button in (self.start, self.keep, self.discard, self.again):
            button.setFixedHeight(size("button"))
        self._foot, self._tabs = Bare("rulesFoot"), Bare("rulesTabs")
        told = QHBoxLayout()
        told.setSpacing(space(2))
        told.addWidget(self._trouble, 1)
        told.addWidget(self.again)
        feet = QHBoxLayout()
        feet.setSpacing(space(3))
        self.day = Chooser("ruleDay")
        narrow(self.day, _DAY)
        feet.addWidget(self.day, 1)
        feet.addWidget(self.start, 3)
        feet.addWidget(self.keep, 1)
        feet.addWidget(self.discard, 1)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(space(3))
        foot.addLayout(told)
        foot.addLayout(feet)
        tabs = QHBoxLayout(self._tabs)
        tabs.setContentsMargins(0, 0, 0, 0)
        tabs.setSpacing(space(2))
        for chip in self.faces.values():
            tabs.addWidget(chip)
        tabs.addStretch(1)
        for part in (self.editor, self.what_if, self.in_words, self.empty, self._foot, self._tabs):
            part.setParent(self)

    def set_intents(self, intents: RulesIntents) -> None:
        """From now on what a person does reaches the presenter."""
        self._intents = intents
        for place, chip in enumerate(self.editor.tiers):
            chip.clicked.connect(lambda _=False, place=place: self._open(place))
        for box in self.editor.parts.values():
            box.set_intents(intents)
        self.editor.names.set_intents(intents)
        self.editor.benefits.set_intents(intents)
        self.editor.points.set_intents(intents)
        self.editor.add_tier.clicked.connect(intents.add_tier)
        self.editor.open_points.clicked.connect(self._open_points)
        self.day.activated.connect(lambda: intents.start_on(said.day_of(str(self.day.currentData()))))
        self.what_if.run.clicked.connect(self._try)
        period = self.what_if.period
        period.activated.connect(lambda: intents.try_over(said.period_of(str(period.currentData()))))
        for change, shown in self.what_if.figures.chips.items():
            shown.clicked.connect(lambda _=False, change=change: self._look_at(change))
        people = self.what_if.people
        people.rows.opened.connect(intents.open_person)
        people.rows.near_end.connect(intents.more_people)
        people.back.clicked.connect(intents.close_person)
        people.more.clicked.connect(intents.more_records)
        for face, tab in self.faces.items():
            tab.clicked.connect(lambda _=False, face=face: self._turn_to(face))
        self.start.clicked.connect(self._go_on)
        self.keep.clicked.connect(intents.keep)
        self.discard.clicked.connect(intents.discard)
        self.again.clicked.connect(intents.again)

    def render_state(self, state: RulesState) -> None:
        """The rule, or how a shop gets its first one."""
        has_rule = state.rule is not None
        if not has_rule:
            self._show_none(state)
        for card in (self.editor, self.what_if, self.in_words):
            card.show_state(state)
        place = Place(state.currency, state.time_zone)
        self._trouble.setText(say(state.trouble, place) if state.trouble else "")
        self._trouble.setVisible(state.trouble is not None)
        self.again.set_words(words("rules.again"))
        self.again.setVisible(state.trouble is not None and state.busy is None)
        is_new = not has_rule and not state.is_loading and state.trouble is None
        self.start.set_words(_verb(state))
        choices = said.start_days(state.today, state.from_day, state.time_zone) if has_rule else ()
        self.day.show_choices(
            choices, state.from_day.isoformat() if state.from_day else said.NOW, words("rules.day_from")
        )
        self.day.setVisible(state.may_change and has_rule and state.is_changed and not state.is_scheduled)
        self.start.setEnabled(state.can_start or (is_new and state.may_change))
        self.start.setVisible(state.may_change and ((state.is_changed and not state.is_scheduled) or is_new))
        self.keep.set_words(words("rules.keep_draft"))
        self.keep.setEnabled(state.can_keep)
        self.keep.setVisible(state.may_change and has_rule and state.is_changed)
        self.discard.set_words(words("rules.discard"))
        self.discard.setEnabled(state.can_discard)
        self.discard.setVisible(state.may_change and has_rule and (state.is_changed or state.draft is not None))
        self._place()

    def filled_button(self) -> Button | None:
        """Start."""
        return self.start if self.start.isVisible() else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        self._place()

    def escape(self) -> bool:
        """From somebody's records back to the list."""
        state = self._shown_state
        if state is None or state.what_if.person is None or self._intents is None:
            return False
        self._intents.close_person()
        return True

    def _place(self) -> None:
        """The rule at the left and one of its other faces at the right; in a narrow window one face at a time."""
        state = self._shown_state
        if state is None:
            return
        is_narrow = self.window().width() < till("narrowBelow")
        face = state.face if is_narrow or state.face is not Face.RULE else Face.WHAT_IF
        has_rule = state.rule is not None
        self._show_tabs(face, is_narrow=is_narrow)
        left = self.width() if is_narrow or not has_rule else self.width() - _SIDE - space(4)
        below = self._tabs.sizeHint().height() + space(2)
        foot = self._foot_height()
        room = self.height() - foot - (space(3) if foot else 0)
        self._foot.setGeometry(0, self.height() - foot, left, foot)
        self._foot.setVisible(foot > 0)
        self.empty.setGeometry(0, 0, left, room)
        self.empty.setVisible(not has_rule)
        self._tabs.setGeometry(0 if is_narrow else left + space(4), 0, left if is_narrow else _SIDE, below - space(2))
        self._tabs.setVisible(has_rule)
        top = below if is_narrow else 0
        self.editor.setGeometry(0, top, left, room - top)
        self.editor.setVisible(has_rule and (not is_narrow or face is Face.RULE))
        side = QRect(0, below, left, room - below)
        side = side if is_narrow else QRect(left + space(4), below, _SIDE, self.height() - below)
        for card, its in ((self.what_if, Face.WHAT_IF), (self.in_words, Face.WORDS)):
            card.setGeometry(side)
            card.setVisible(has_rule and face is its)

    def _foot_height(self) -> int:
        has_acts = any(not part.isHidden() for part in (self.start, self.keep, self.discard))
        rows = has_acts + (not self._trouble.isHidden())
        return rows * size("button") + max(0, rows - 1) * space(3)

    def _show_tabs(self, face: Face, *, is_narrow: bool) -> None:
        for its, tab in self.faces.items():
            tab.show_words(words(f"rules.face_{its.value}"), is_chosen=its is face)
            tab.setVisible(is_narrow or its is not Face.RULE)

    def _turn_to(self, face: Face) -> None:
        if self._intents is not None:
            self._intents.turn_to(face)
        if self._shown_state is not None:
            self.render_state(self._shown_state)  # a chip that was chosen already stays so

    def _show_none(self, state: RulesState) -> None:
        if state.is_loading:
            self.empty.show_words(words("rules.loading"), "")
        elif state.trouble is not None:
            self.empty.show_words(words("rules.not_there"), "")
        else:
            self.empty.show_words(words("rules.empty"), words("rules.empty_why"))

    def _open(self, place: int) -> None:
        if self._intents is not None:
            self._intents.open(place)
        if self._shown_state is not None:
            self.render_state(self._shown_state)  # a chip that was chosen already stays so

    def _open_points(self) -> None:
        if self._intents is not None:
            self._intents.open_points()
        if self._shown_state is not None:
            self.render_state(self._shown_state)  # a chip that was chosen already stays so

    def _try(self) -> None:
        state = self._shown_state
        if state is not None and self._intents is not None:
            if state.what_if.is_running:
                self._intents.stop_trying()
            else:
                self._intents.try_out()

    def _look_at(self, change: Change) -> None:
        if self._intents is not None:
            self._intents.look_at(change)
        if self._shown_state is not None:
            self.render_state(self._shown_state)  # a chip that was chosen already stays so

    def _go_on(self) -> None:
        state = self._shown_state
        if state is not None and self._intents is not None:
            if state.rule is None:
                self._intents.propose()
            else:
                self._intents.start()


def _verb(state: RulesState) -> str:
    """What the filled button does, or why it can't."""
    if state.rule is None:
        return words("rules.propose")
    if state.busy is Busy.STARTING:
        return words("rules.starting")
    if state.check is None:
        return words("rules.checking")
    if not state.is_good:
        return words("rules.mend_first")
    if state.from_day is None:
        return words("rules.start")
    return words("rules.start_on", day=fmt.short_day(state.from_day, state.time_zone))
