"""One condition: its lines of choosers, or its sentence, and what is wrong with it right below."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout

from backend_stub.contract import Phrase
from pos_app.presenters.rules_lines import LINES_MAX, Glue, Line, LineKind, turned
from pos_app.presenters.rules_state import Part, RulesIntents, RulesState
from pos_app.views.look.tokens import size, space
from pos_app.views.members.why import sentence
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.text import Fitting, Grown
from pos_app.views.rules import said
from pos_app.views.words import words

_GLUE, _NUMBER, _KIND, _PERIOD = 84, 112, 128, 164
_SAID = {Part.WAY: ("rule.first", "rule.raise"), Part.KEEP: ("rule.keep",), Part.END: ("rule.end",)}


def narrow(chooser: QComboBox, width: int) -> None:
    """As wide as its share of the row, at least this: long words end in an ellipsis."""
    chooser.setMinimumWidth(width)
    chooser.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)


class LineRow(Bare):
    """`or` · number · kind · period · take away."""

    def __init__(self, part: Part, place: int) -> None:
        name = f"{part.name.lower()}Line{place}"
        super().__init__(name)
        self.setFixedHeight(size("field"))
        self._part, self._place = part, place
        self._line = Line(LineKind.PURCHASES, 1)
        self.glue, self.number = Chooser(f"{name}Glue"), Chooser(f"{name}Number")
        self.kind, self.period = Chooser(f"{name}Kind"), Chooser(f"{name}Period")
        self.drop = Button(f"{name}Drop", Shape(Kind.QUIET, icon="x-bold"))
        self.drop.setFixedSize(size("touchMin"), size("field"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(2))
        widths = ((self.glue, _GLUE), (self.number, _NUMBER), (self.kind, _KIND), (self.period, _PERIOD))
        for chooser, width in widths:
            narrow(chooser, width)
            row.addWidget(chooser, width)
        row.addWidget(self.drop)

    def set_intents(self, intents: RulesIntents) -> None:
        """From now on what a person chooses reaches the presenter."""
        place, part = self._place, self._part
        self.number.activated.connect(lambda: intents.set_line(part, place, self._numbered()))
        self.kind.activated.connect(lambda: intents.set_line(part, place, self._turned()))
        self.period.activated.connect(lambda: intents.set_line(part, place, self._within()))
        self.glue.activated.connect(lambda: intents.set_line(part, place, self._glued()))
        self.drop.clicked.connect(lambda: intents.drop_line(part, place))

    def show_line(self, line: Line, state: RulesState, *, is_only: bool) -> None:
        """What it says now."""
        self._line = line
        joined = tuple((one.value, words(f"rules.{one.name.lower()}")) for one in Glue)
        self.glue.show_choices(joined, line.glue.value, words("rules.glue"))
        self.glue.setVisible(self._place > 0)
        offered_numbers = said.line_numbers(line, self._part, state.currency)
        self.number.show_choices(offered_numbers, said.line_number(line), words("rules.number"))
        offered = said.kinds(self._part, line.kind, line.number)
        self.kind.show_choices(offered, line.kind.value, words("rules.kind"))
        within = said.EVER if line.within_days is None else str(line.within_days)
        self.period.show_choices(said.periods(line.within_days), within, words("rules.period"))
        self.period.setVisible(not line.kind.is_days)
        self.drop.setAccessibleName(words("rules.drop"))
        self.drop.setToolTip(words("rules.drop"))
        is_open = state.may_change and state.busy is None
        for chooser in (self.glue, self.number, self.kind, self.period):
            chooser.setEnabled(is_open)
        self.drop.setVisible(is_open and not is_only)

    def _numbered(self) -> Line:
        return said.numbered(self._line, str(self.number.currentData()))

    def _glued(self) -> Line:
        return replace(self._line, glue=Glue(self.glue.currentData()))

    def _turned(self) -> Line:
        return turned(self._line, LineKind(self.kind.currentData()))

    def _within(self) -> Line:
        chosen = self.period.currentData()
        return replace(self._line, within_days=None if chosen == said.EVER else int(chosen))


class PartBox(Bare):
    """A heading, the lines (or the sentence that no chooser can say), one more line, the faults."""

    def __init__(self, part: Part) -> None:
        name = f"{part.name.lower()}Part"
        super().__init__(name)
        self._part = part
        self._head = Fitting(f"{name}Head", "strong", "semibold")
        self.rows = tuple(LineRow(part, place) for place in range(LINES_MAX))
        self._sentence = Grown(f"{name}Sentence", "body", "text")
        self._fault = Grown(f"{name}Fault", "body", "danger")
        self.add = Button(f"{name}Add", Shape(Kind.QUIET, "body", "plus"))
        self.add.setFixedHeight(size("touchMin"))
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.addWidget(self._head, 1)
        top.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addLayout(top)
        for row in self.rows:
            column.addWidget(row)
        column.addWidget(self._sentence)
        column.addWidget(self._fault)

    def set_intents(self, intents: RulesIntents) -> None:
        """From now on what a person does reaches the presenter."""
        for row in self.rows:
            row.set_intents(intents)
        self.add.clicked.connect(lambda: intents.add_line(self._part))

    def show_state(self, state: RulesState) -> None:
        """How the open tier has it."""
        tier = state.open_tier
        if tier is None:
            return
        lines = state.lines(self._part)
        self._head.setText(words(self._heading(state), tier=tier.name))
        shown = lines.lines if lines is not None else ()
        for place, row in enumerate(self.rows):
            row.setVisible(place < len(shown))
            if lines is not None and place < len(shown):
                is_only = self._part is Part.WAY and len(shown) == 1
                row.show_line(shown[place], state, is_only=is_only)
        self._sentence.set_plain(self._in_words(state, has_lines=lines is not None))
        self._sentence.setVisible(not shown)
        faults = state.faults(self._part.field(state.tier))
        self._fault.set_plain("\n".join(said.fault(one, state.currency) for one in faults))
        self._fault.setVisible(bool(faults))
        self.add.set_words(words("rules.add"))
        is_open = state.may_change and state.busy is None and lines is not None
        self.add.setVisible(is_open and len(shown) < LINES_MAX)

    def _heading(self, state: RulesState) -> str:
        if self._part is Part.WAY:
            return "rules.first" if state.tier == 0 else "rules.raise"
        return f"rules.{self._part.name.lower()}"

    def _in_words(self, state: RulesState, *, has_lines: bool) -> str:
        if has_lines:
            return words("rules.kept_for_good" if self._part is Part.KEEP else "rules.no_end")
        found = self._phrase(state)
        text = sentence(found, state.currency) if found is not None else ""
        return f"{text}\n{words('rules.too_deep')}" if text else words("rules.too_deep")

    def _phrase(self, state: RulesState) -> Phrase | None:
        tier, known = state.open_tier, state.check.sentences if state.check is not None else []
        if tier is None:
            return None
        mine = (one for one in known if one.message in _SAID[self._part] and one.arguments.get("tier") == tier.name)
        return next(mine, None)
