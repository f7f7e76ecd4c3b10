"""What a tier is called and gives, and what holds for the whole rule: rows of a name and its choosers, faults right below."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.rules_state import POINTS_FIELDS, RulesIntents, RulesState, benefit_fields
from pos_app.views.look.tokens import size, space
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.field import Field
from pos_app.views.parts.text import Fitting, Grown
from pos_app.views.rules import said
from pos_app.views.rules.lines import narrow
from pos_app.views.words import words

_CHOOSER = 140


class Row(Bare):
    """A name, and what stands beside it."""

    def __init__(self, name: str, *parts: QWidget) -> None:
        super().__init__(name)
        self.setFixedHeight(size("field"))
        self._head = Fitting(f"{name}Head", "strong", "semibold")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        row.addWidget(self._head, 2)
        for part in parts:
            row.addWidget(part, 3 // len(parts) or 1)

    def show_head(self, text: str) -> None:
        """What the row is about."""
        self._head.setText(text)


class NameBox(Bare):
    """The tier's names, its place among the others, its end. A name is taken when it is written: Enter, or leaving the field."""

    def __init__(self) -> None:
        super().__init__("tierPart")
        self.setFixedHeight(size("field"))
        self.name, self.second = Field("tierName", "body"), Field("tierSecondName", "body")
        self.name.setMaxLength(40)
        self.second.setMaxLength(40)
        for field in (self.name, self.second):
            field.setProperty("takesEnter", True)  # Qt's own name for what a field keeps
        self.down = Button("tierDown", Shape(Kind.QUIET, icon="arrow-left"))
        self.up = Button("tierUp", Shape(Kind.QUIET, icon="arrow-right"))
        self.drop = Button("tierDrop", Shape(Kind.QUIET, icon="trash"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        row.addWidget(self.name, 3)
        row.addWidget(self.second, 2)
        for button in (self.down, self.up, self.drop):
            button.setFixedSize(size("field"), size("field"))
            row.addWidget(button)

    def set_intents(self, intents: RulesIntents) -> None:
        """From now on what a person does reaches the presenter."""
        for field in (self.name, self.second):
            field.editingFinished.connect(lambda: intents.rename(self.name.text(), self.second.text()))
        self.down.clicked.connect(lambda: intents.move_tier(-1))
        self.up.clicked.connect(lambda: intents.move_tier(1))
        self.drop.clicked.connect(intents.drop_tier)

    def show_state(self, state: RulesState) -> None:
        """The open tier's."""
        tier, rule = state.open_tier, state.rule
        if tier is None or rule is None:
            return
        is_open, count = state.may_change and state.busy is None, len(rule.tiers)
        for field, label, text in (
            (self.name, "rules.tier_name", tier.name),
            (self.second, "rules.tier_second", tier.second_name),
        ):
            field.set_label(words(label))
            field.setReadOnly(not is_open)  # Qt's setter
            if not field.hasFocus() or field.text().strip() != text:
                field.setText(text)
        for button, label in ((self.down, "tier_down"), (self.up, "tier_up"), (self.drop, "tier_drop")):
            button.setAccessibleName(words(f"rules.{label}"))
            button.setToolTip(words(f"rules.{label}"))
            button.setVisible(is_open and count > 1)
        self.down.setEnabled(state.tier > 0)
        self.up.setEnabled(state.tier < count - 1)


class BenefitsBox(Bare):
    """What the open tier gives: discount, more points, and something once."""

    def __init__(self) -> None:
        super().__init__("benefitsPart")
        self.chooser, self.factor, self.welcome = Chooser("discount"), Chooser("factor"), Chooser("welcome")
        self.gift = Field("gift", "body")
        self.gift.setMaxLength(100)
        self.gift.setProperty("takesEnter", True)  # Qt's own name for what a field keeps
        for chooser in (self.chooser, self.factor, self.welcome):
            narrow(chooser, _CHOOSER)
        self._rows = {
            "discount": Row("discountPart", self.chooser),
            "factor": Row("factorPart", self.factor),
            "welcome": Row("welcomePart", self.welcome, self.gift),
        }
        self._fault = _stack(self, self._rows.values())

    def set_intents(self, intents: RulesIntents) -> None:
        """From now on what a person chooses reaches the presenter."""
        self.chooser.activated.connect(lambda: intents.set_discount(said.discount_of(self.chooser.currentData())))
        self.factor.activated.connect(lambda: intents.set_factor(int(self.factor.currentData())))
        self.welcome.activated.connect(lambda: self._give(intents))
        self.gift.editingFinished.connect(lambda: self._give(intents))

    def show_state(self, state: RulesState) -> None:
        """The open tier's."""
        tier = state.open_tier
        if tier is None:
            return
        for name, row in self._rows.items():
            row.show_head(words(f"rules.{name}"))
        discounts = said.discounts(tier.discount, state.currency)
        self.chooser.show_choices(discounts, said.discount_id(tier.discount), words("rules.discount"))
        factors = said.factors(tier.points_factor_percent)
        self.factor.show_choices(factors, str(tier.points_factor_percent), words("rules.factor"))
        self.welcome.show_choices(said.welcomes(tier.welcome_points), str(tier.welcome_points), words("rules.welcome"))
        self.gift.set_label(words("rules.gift"))
        if not self.gift.hasFocus() or self.gift.text().strip() != tier.gift:
            self.gift.setText(tier.gift)
        _open(state, self.chooser, self.factor, self.welcome, self.gift)
        _faults(state, self._fault, benefit_fields(state.tier))

    def _give(self, intents: RulesIntents) -> None:
        intents.set_welcome(int(self.welcome.currentData()), self.gift.text().strip())


class PointsBox(Bare):
    """What earns points in this shop, what they pay, and when they go."""

    def __init__(self) -> None:
        super().__init__("rulePoints")
        names = ("purchases", "top_ups", "visits", "worth", "expiry")
        self.choosers = {name: Chooser(f"{name}Points") for name in names}
        for chooser in self.choosers.values():
            narrow(chooser, _CHOOSER)
        self._rows = {name: Row(f"{name}PointsPart", chooser) for name, chooser in self.choosers.items()}
        self._fault = _stack(self, self._rows.values())
        self._state: RulesState | None = None

    def set_intents(self, intents: RulesIntents) -> None:
        """From now on what a person chooses reaches the presenter."""
        for chooser in self.choosers.values():
            chooser.activated.connect(lambda: self._choose(intents))

    def show_state(self, state: RulesState) -> None:
        """The rule's."""
        self._state = state
        rule = state.rule
        if rule is None:
            return
        for name, row in self._rows.items():
            row.show_head(words(f"rules.points_{name}"))
        choices = said.points_choices(rule, state.currency)
        for name, chooser in self.choosers.items():
            offered, chosen = choices[name]
            chooser.show_choices(offered, chosen, words(f"rules.points_{name}"))
        _open(state, *self.choosers.values())
        _faults(state, self._fault, POINTS_FIELDS)

    def _choose(self, intents: RulesIntents) -> None:
        if self._state is None or self._state.rule is None:
            return
        chosen = {name: str(chooser.currentData()) for name, chooser in self.choosers.items()}
        intents.set_points(*said.points_of(chosen))


def _stack(box: QWidget, rows: Iterable[QWidget]) -> Grown:
    """The rows below each other, and a place for what is wrong with them."""
    fault = Grown(f"{box.objectName()}Fault", "body", "danger")
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(space(2))
    for row in rows:
        column.addWidget(row)
    column.addWidget(fault)
    return fault


def _open(state: RulesState, *parts: QWidget) -> None:
    for part in parts:
        part.setEnabled(state.may_change and state.busy is None)


def _faults(state: RulesState, label: Grown, fields: tuple[str, ...]) -> None:
    found = [one for field in fields for one in state.faults(field)]
    label.set_plain("\n".join(said.fault(one, state.currency) for one in found))
    label.setVisible(bool(found))
