"""The Rules page: one tier's conditions with choosers at the left, the whole rule in sentences at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from backend_stub.contract import Change
from pos_app.presenters.rules_state import Busy, Part, RulesIntents, RulesState, discount_field
from pos_app.views.look.tokens import size, space, till
from pos_app.views.members.why import sentence
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.empty import Empty
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.text import Fitting, Paragraph
from pos_app.views.rules import said
from pos_app.views.rules.lines import PartBox, narrow
from pos_app.views.rules.what_if import WhatIfBox
from pos_app.views.words import Place, say, words

_TIERS_MAX = 8
_SAID, _SAID_NARROW = 400, 250
_DISCOUNT = 280


class Tall(QWidget):
    """The content of a scrolled area: always as high as its words need at its width."""

    def event(self, event: QEvent) -> bool:
        """After a resize or a change of its layout."""
        done = super().event(event)
        layout = self.layout()
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and layout is not None:
            self.setMinimumHeight(max(0, layout.totalHeightForWidth(self.width())))
        return done


def scrolled(content: QWidget, name: str) -> QScrollArea:
    """Content that is as wide as its place and as high as it likes."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


class DiscountBox(Bare):
    """What the open tier gets off."""

    def __init__(self) -> None:
        super().__init__("discountPart")
        self._head = Fitting("discountHead", "strong", "semibold")
        self.chooser = Chooser("discount")
        narrow(self.chooser, _DISCOUNT)
        self._fault = Paragraph("discountFault", "body", "danger")
        row = QHBoxLayout()
        row.setSpacing(space(2))
        row.addWidget(self._head, 1)
        row.addWidget(self.chooser, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(row)
        column.addWidget(self._fault)

    def show_state(self, state: RulesState) -> None:
        """The open tier's discount."""
        tier = state.open_tier
        if tier is None:
            return
        self._head.setText(words("rules.discount"))
        choices = said.discounts(tier.discount, state.currency)
        self.chooser.show_choices(choices, said.discount_id(tier.discount), words("rules.discount"))
        self.chooser.setEnabled(state.may_change and state.busy is None)
        faults = state.faults(discount_field(state.tier))
        self._fault.set_plain("\n".join(said.fault(one, state.currency) for one in faults))
        self._fault.setVisible(bool(faults))


class EditorCard(Card):
    """Title, which version this is, the tiers to choose from, and the open one's conditions."""

    def __init__(self) -> None:
        super().__init__("ruleEditor")
        self._title = Fitting("ruleTitle", "title", "semibold")
        self._version = Pill("ruleVersion")
        self.tiers = tuple(Chip(f"tier{place}") for place in range(_TIERS_MAX))
        self.parts = {part: PartBox(part) for part in Part}
        self.discount = DiscountBox()
        content = Tall()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, space(2), 0)
        inner.setSpacing(space(2))
        for box in (*self.parts.values(), self.discount):
            inner.addWidget(box)
        inner.addStretch(1)
        self.area = scrolled(content, "ruleParts")
        top = QHBoxLayout()
        top.setSpacing(space(3))
        top.addWidget(self._title, 1)
        top.addWidget(self._version)
        chips = QHBoxLayout()
        chips.setSpacing(space(2))
        for chip in self.tiers:
            chips.addWidget(chip)
        chips.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(3), space(3))
        column.setSpacing(space(2))
        column.addLayout(top)
        column.addLayout(chips)
        column.addWidget(self.area, 1)

    def show_state(self, state: RulesState) -> None:
        """The open tier of the rule shown."""
        rule = state.rule
        if rule is None:
            return
        self._title.setText(words("rules.title"))
        self._version.show_words(*_version(state))
        for place, chip in enumerate(self.tiers):
            chip.setVisible(place < len(rule.tiers))
            if place < len(rule.tiers):
                name = rule.tiers[place].name
                is_wrong = state.is_tier_wrong(place)
                text = words("rules.tier_wrong", tier=name) if is_wrong else name
                chip.show_words(text, is_chosen=place == state.tier)
        for box in self.parts.values():
            box.show_state(state)
        self.discount.show_state(state)


class SentencesCard(Card):
    """What the rule would have done; below, the whole rule in sentences and what is wrong beside the parts at the left."""

    def __init__(self) -> None:
        super().__init__("ruleSentences")
        self._title = Fitting("sentencesTitle", "title", "semibold")
        self._text = Paragraph("sentences", "body", "text")
        self._faults = Paragraph("otherFaults", "body", "danger")
        content = Tall()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, space(2), 0)
        inner.setSpacing(space(3))
        self.what_if = WhatIfBox()
        inner.addWidget(self.what_if)
        self._head = Fitting("sentencesHead", "strong", "semibold")
        inner.addWidget(self._head)
        inner.addWidget(self._faults)
        inner.addWidget(self._text)
        inner.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(3), space(3))
        column.setSpacing(space(3))
        column.addWidget(self._title)
        column.addWidget(scrolled(content, "sentencesArea"), 1)

    def show_state(self, state: RulesState) -> None:
        """What was said of exactly this rule; while it is asked, that."""
        self._title.setText(words("rules.what_if"))
        self._head.setText(words("rules.in_words"))
        self.what_if.show_state(state)
        if state.check is None:
            self._text.set_plain(words("rules.checking") if state.trouble is None else "")
        else:
            told = (sentence(one, state.currency) for one in state.check.sentences)
            self._text.set_plain("\n".join(one for one in told if one))
        self._faults.set_plain("\n".join(said.fault(one, state.currency) for one in state.other_faults))
        self._faults.setVisible(bool(state.other_faults))


class RulesPage(PageWidget[RulesState]):
    """Editor, sentences, and what becomes of the change."""

    def __init__(self) -> None:
        super().__init__("rulesPage")
        self._intents: RulesIntents | None = None
        self.editor, self.sentences = EditorCard(), SentencesCard()
        self.empty = Empty("rulesEmpty", "git-branch")
        self._trouble = Fitting("rulesTrouble", "body", "medium", "warning")
        self.again = Button("rulesAgain", Shape(font_size="body"))
        self.start = Button("ruleStart", Shape(Kind.PRIMARY, "strong"))
        self.keep = Button("ruleKeep", Shape(font_size="body"))
        self.discard = Button("ruleDiscard", Shape(font_size="body"))
        told = QHBoxLayout()
        told.setSpacing(space(2))
        told.addWidget(self._trouble, 1)
        told.addWidget(self.again)
        feet = QHBoxLayout()
        feet.setSpacing(space(3))
        feet.addWidget(self.start, 3)
        feet.addWidget(self.keep, 1)
        feet.addWidget(self.discard, 1)
        for button in (self.start, self.keep, self.discard, self.again):
            button.setFixedHeight(size("button"))
        left = QVBoxLayout()
        left.setSpacing(space(3))
        left.addWidget(self.editor, 1)
        left.addWidget(self.empty, 1)
        left.addLayout(told)
        left.addLayout(feet)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(4))
        row.addLayout(left, 1)
        row.addWidget(self.sentences)

    def set_intents(self, intents: RulesIntents) -> None:
        """From now on what a person does reaches the presenter."""
        self._intents = intents
        for place, chip in enumerate(self.editor.tiers):
            chip.clicked.connect(lambda _=False, place=place: self._open(place))
        for box in self.editor.parts.values():
            box.set_intents(intents)
        chooser = self.editor.discount.chooser
        chooser.activated.connect(lambda: intents.set_discount(said.discount_of(chooser.currentData())))
        tried = self.sentences.what_if
        tried.run.clicked.connect(self._try)
        tried.more.clicked.connect(intents.more_people)
        for change, shown in tried.chips.items():
            shown.clicked.connect(lambda _=False, change=change: self._look_at(change))
        self.start.clicked.connect(self._go_on)
        self.keep.clicked.connect(intents.keep)
        self.discard.clicked.connect(intents.discard)
        self.again.clicked.connect(intents.again)

    def render_state(self, state: RulesState) -> None:
        """The rule, or how a shop gets its first one."""
        has_rule = state.rule is not None
        self.editor.setVisible(has_rule)
        self.sentences.setVisible(has_rule)
        self.empty.setVisible(not has_rule)
        if not has_rule:
            self._show_none(state)
        self.editor.show_state(state)
        self.sentences.show_state(state)
        place = Place(state.currency, state.time_zone)
        self._trouble.setText(say(state.trouble, place) if state.trouble else "")
        self._trouble.setVisible(state.trouble is not None)
        self.again.set_words(words("rules.again"))
        self.again.setVisible(state.trouble is not None and state.busy is None)
        is_new = not has_rule and not state.is_loading and state.trouble is None
        self.start.set_words(words("rules.propose" if not has_rule else f"rules.{_verb(state)}"))
        self.start.setEnabled(state.can_start or (is_new and state.may_change))
        self.start.setVisible(state.may_change and (state.is_changed or is_new))
        self.keep.set_words(words("rules.keep_draft"))
        self.keep.setEnabled(state.can_keep)
        self.keep.setVisible(state.may_change and has_rule and state.is_changed)
        self.discard.set_words(words("rules.discard"))
        self.discard.setEnabled(state.can_discard)
        self.discard.setVisible(state.may_change and has_rule and (state.is_changed or state.draft is not None))

    def filled_button(self) -> Button | None:
        """Start."""
        return self.start if self.start.isVisible() else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives the choosers the room."""
        super().resizeEvent(event)
        is_narrow = self.window().width() < till("narrowBelow")
        self.sentences.setFixedWidth(_SAID_NARROW if is_narrow else _SAID)

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
    if state.busy is Busy.STARTING:
        return "starting"
    if state.check is None:
        return "checking"
    return "start" if state.is_good else "mend_first"


def _version(state: RulesState) -> tuple[str, str]:
    """The words of the pill, and its tone."""
    if not state.is_changed and state.running is not None:
        return words("rules.running", number=state.running.version), "good"
    if state.is_kept and state.draft is not None:
        return words("rules.draft", number=state.draft.version), "news"
    return words("rules.changed"), "careful"
