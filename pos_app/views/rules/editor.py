"""The rule's editor: its tiers to choose from, and the conditions and benefits of the open one."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.rules_state import Part, RulesState, discount_field
from pos_app.views.look.tokens import space
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.scrolled import scrolled
from pos_app.views.parts.text import Fitting, Grown
from pos_app.views.rules import said
from pos_app.views.rules.lines import PartBox, narrow
from pos_app.views.words import words

_TIERS_MAX = 8
_DISCOUNT = 280


class DiscountBox(Bare):
    """What the open tier gets off."""

    def __init__(self) -> None:
        super().__init__("discountPart")
        self._head = Fitting("discountHead", "strong", "semibold")
        self.chooser = Chooser("discount")
        narrow(self.chooser, _DISCOUNT)
        self._fault = Grown("discountFault", "body", "danger")
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
        content = QWidget()
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


def _version(state: RulesState) -> tuple[str, str]:
    """The words of the pill, and its tone."""
    if not state.is_changed and state.running is not None:
        return words("rules.running", number=state.running.version), "good"
    if state.is_kept and state.draft is not None:
        return words("rules.draft", number=state.draft.version), "news"
    return words("rules.changed"), "careful"
