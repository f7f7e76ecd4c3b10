"""The rule's editor: its tiers to choose from, and the conditions and benefits of the open one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.rules_state import POINTS_FIELDS, Part, RulesState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import size, space
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.scrolled import scrolled, settle
from pos_app.views.parts.text import Fitting
from pos_app.views.rules.benefits import BenefitsBox, NameBox, PointsBox
from pos_app.views.rules.lines import PartBox
from pos_app.views.words import words

_TIERS_MAX = 8


class EditorCard(Card):
    """Title, which version this is, the tiers to choose from, and the open one's conditions."""

    def __init__(self) -> None:
        super().__init__("ruleEditor")
        self._title = Fitting("ruleTitle", "title", "semibold")
        self._version = Pill("ruleVersion")
        self.tiers = tuple(Chip(f"tier{place}") for place in range(_TIERS_MAX))
        self.parts = {part: PartBox(part) for part in Part}
        self.names, self.benefits, self.points = NameBox(), BenefitsBox(), PointsBox()
        self.add_tier, self.open_points = Button("addTier", Shape(Kind.QUIET, "body", "plus")), Chip("openPoints")
        self.add_tier.setFixedHeight(size("touchMin"))
        self._content = content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, space(2), 0)
        inner.setSpacing(space(2))
        for box in (self.names, *self.parts.values(), self.benefits, self.points):
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
        chips.addWidget(self.add_tier)
        chips.addStretch(1)
        chips.addWidget(self.open_points)
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
                chip.show_words(text, is_chosen=place == state.tier and not state.is_points_open)
        is_open = state.may_change and state.busy is None
        self.add_tier.set_words(words("rules.add_tier"))
        self.add_tier.setVisible(is_open and len(rule.tiers) < _TIERS_MAX)
        is_wrong = any(state.faults(field) for field in POINTS_FIELDS)
        text = words("rules.points_all")
        self.open_points.show_words(
            words("rules.tier_wrong", tier=text) if is_wrong else text, is_chosen=state.is_points_open
        )
        tier_boxes: tuple[NameBox | PartBox | BenefitsBox, ...] = (self.names, *self.parts.values(), self.benefits)
        for box in tier_boxes:
            box.show_state(state)
            box.setVisible(not state.is_points_open)
        self.points.show_state(state)
        self.points.setVisible(state.is_points_open)
        settle(self._content, *tier_boxes, self.points)


def _version(state: RulesState) -> tuple[str, str]:
    """The words of the pill, and its tone."""
    if state.is_scheduled and state.draft is not None and state.draft.valid_from is not None:
        day = fmt.short_day(state.draft.valid_from, state.time_zone)
        return words("rules.begins", number=state.draft.version, day=day), "news"
    if not state.is_changed and state.running is not None:
        return words("rules.running", number=state.running.version), "good"
    if state.is_kept and state.draft is not None:
        return words("rules.draft", number=state.draft.version), "news"
    return words("rules.changed"), "careful"
