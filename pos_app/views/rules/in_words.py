"""The whole rule in sentences, as the platform reads it."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.presenters.rules_state import RulesState
from pos_app.views.look.tokens import space
from pos_app.views.members.why import sentence
from pos_app.views.parts.card import Card
from pos_app.views.parts.scrolled import scrolled
from pos_app.views.parts.text import Fitting, Grown
from pos_app.views.rules import said
from pos_app.views.words import words


class WordsCard(Card):
    """The sentences, and above them what is wrong beside the parts of tiers."""

    def __init__(self) -> None:
        super().__init__("ruleSentences")
        self._title = Fitting("sentencesTitle", "title", "semibold")
        self._text = Grown("sentences", "body", "text")
        self._faults = Grown("otherFaults", "body", "danger")
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(0, 0, space(2), 0)
        inner.setSpacing(space(3))
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
        self._title.setText(words("rules.in_words"))
        if state.check is None:
            self._text.set_plain(words("rules.checking") if state.trouble is None else "")
        else:
            told = (sentence(one, state.currency) for one in state.check.sentences)
            self._text.set_plain("\n".join(one for one in told if one))
        self._faults.set_plain("\n".join(said.fault(one, state.currency) for one in state.other_faults))
        self._faults.setVisible(bool(state.other_faults))
