"""The platform is asked: three steps, a bar that moves without a percentage, and a way to stop."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.presenters.sell_state import SellState
from pos_app.views import format as fmt
from pos_app.views.look.tokens import size, space, till
from pos_app.views.parts.button import Button, Shape
from pos_app.views.parts.card import Card
from pos_app.views.parts.steps import Stage, Step, StepList
from pos_app.views.parts.text import Paragraph
from pos_app.views.sell.wishes import SellWishes
from pos_app.views.words import words


class AskingPanel(Card):
    """Code read, asking, money moved."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("askingPanel")
        self._steps = StepList("askingStep")
        self._foot = Paragraph("askingFoot")
        self._foot.setMaximumWidth(till("side"))
        self._stop = Button("stopSale", Shape(icon="x-bold", key="Esc"))
        self._stop.setMinimumHeight(size("button"))
        self._stop.clicked.connect(wishes.escape)
        foot = QHBoxLayout()
        foot.setSpacing(space(3))
        foot.addWidget(self._foot, 1)
        foot.addWidget(self._stop)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._steps)
        self._column.addStretch(1)
        self._column.addLayout(foot)
        self.set_compact(False)

    def render_state(self, state: SellState) -> None:
        """The steps' words and times."""
        facts = state.asking
        if facts is None:
            return
        asking = words("ask.asking", platform=facts.platform_name)
        self._steps.show_steps(
            Step(words("ask.read"), Stage.DONE, fmt.time_with_seconds(facts.code_read_at, state.time_zone)),
            Step(
                words("ask.stopping") if facts.is_stopping else asking,
                Stage.GOING,
                words("ask.seconds", seconds=fmt.tenths(facts.waited_s)),
            ),
            Step(words("ask.moved"), Stage.COMING),
        )
        self._foot.set_plain(words("ask.foot_stopping" if facts.is_stopping else "ask.foot"))
        self._stop.set_words(words("ask.stop"))
        self._stop.setEnabled(not facts.is_stopping)

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Less air in a low window."""
        side = space(4) if is_compact else space(6) - space(2)
        self._column.setContentsMargins(side, space(4) if is_compact else space(6) + space(1), space(4), space(4))
        self._foot.set_small(is_compact)
        self._steps.set_compact(is_compact)
