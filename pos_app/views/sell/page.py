"""The Sell page: puts its parts where the grid says, and gives each the state."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QPropertyAnimation
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QWidget

from pos_app.presenters.sell_state import Phase, SellState
from pos_app.views.keys import Shortcut
from pos_app.views.look import motion
from pos_app.views.look.tokens import till
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button
from pos_app.views.sell.amount_card import AmountCard
from pos_app.views.sell.asking import AskingPanel
from pos_app.views.sell.awaiting import AwaitingPanel
from pos_app.views.sell.camera import CameraCard
from pos_app.views.sell.grid import sell_grid, side_grid
from pos_app.views.sell.keyboard import SellKeys
from pos_app.views.sell.keypad import Keypad, QuickAmounts
from pos_app.views.sell.paid import PaidPanel
from pos_app.views.sell.pricing import PricingPanel
from pos_app.views.sell.receipt import ReceiptCard
from pos_app.views.sell.refused import RefusedPanel
from pos_app.views.sell.scanning import ScanningPanel
from pos_app.views.sell.today import TodayCard
from pos_app.views.sell.unknown import UnknownPanel
from pos_app.views.sell.visiting import VisitPanel
from pos_app.views.sell.wishes import SellWishes

Panel = (
    ScanningPanel | AskingPanel | AwaitingPanel | PaidPanel | RefusedPanel | UnknownPanel | PricingPanel | VisitPanel
)
_WHOLE = frozenset((Phase.PAID, Phase.VISITING))  # the panel has the whole column, no amount above it


class SellPage(PageWidget[SellState]):
    """Amount and what belongs to the phase at the left, camera and Today at the right."""

    def __init__(self, wishes: SellWishes) -> None:
        super().__init__("sellPage")
        self._state: SellState | None = None
        self.amount = AmountCard(wishes)
        self.quick = QuickAmounts(wishes)
        self.keypad = Keypad(wishes)
        self.scanning = ScanningPanel(wishes)
        self.asking = AskingPanel(wishes)
        self.awaiting = AwaitingPanel(wishes)
        self.paid = PaidPanel(wishes)
        self.refused = RefusedPanel(wishes)
        self.unknown = UnknownPanel(wishes)
        self.pricing = PricingPanel(wishes)
        self.visiting = VisitPanel(wishes)
        self.camera = CameraCard()
        self.today = TodayCard(wishes)
        self.receipt = ReceiptCard()
        self._panels: dict[Phase, Panel] = {
            Phase.SCANNING: self.scanning,
            Phase.ASKING: self.asking,
            Phase.AWAITING_CUSTOMER: self.awaiting,
            Phase.REFUSED: self.refused,
            Phase.UNKNOWN: self.unknown,
            Phase.PAID: self.paid,
            Phase.PRICING: self.pricing,
            Phase.VISITING: self.visiting,
        }
        self._keys = SellKeys(self, wishes)
        for part in self._parts():
            part.setParent(self)

    def render_state(self, state: SellState) -> None:
        """Shows this state, and nothing else."""
        before, self._state = self._state, state
        self._keys.render_state(state)
        self.amount.render_state(state)
        if state.phase is Phase.READY:
            self.quick.render_state(state)
            self.keypad.render_state(state)
        for phase, panel in self._panels.items():
            if phase is state.phase:
                panel.render_state(state)
        self.camera.render_state(state)
        self.today.render_state(state)
        if state.paid is not None:
            self.receipt.show_lines(state.paid.receipt_lines)
        self._place()
        if before is not None and before.phase is not state.phase and state.phase in self._panels:
            _fade_in(self._panels[state.phase])

    def filled_button(self) -> Button | None:
        """The one filled button now: Enter presses it."""
        if self._state is None:
            return None
        if self._state.question is not None:
            return self.today.question.filled
        if self._state.phase is Phase.READY:
            return self.keypad.take
        panel = self._panels[self._state.phase]
        filled = getattr(panel, "filled", None)
        return filled if isinstance(filled, Button) and not filled.isHidden() else None

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """The amount's keys and each phase's."""
        return self._keys.table

    def press(self, event: QKeyEvent, focus: QWidget | None) -> bool:
        """The amount's keys and the phase's."""
        return self._keys.press(event, focus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        self._place()

    def _parts(self) -> tuple[QWidget, ...]:
        return (self.amount, self.quick, self.keypad, *self._panels.values(), self.camera, self.today, self.receipt)

    def _place(self) -> None:
        state = self._state
        if state is None:
            return
        grid = sell_grid(self.size(), is_narrow=self.window().width() < till("narrowBelow"))
        is_ready = state.phase is Phase.READY
        self.amount.setGeometry(grid.amount)
        self.amount.setVisible(state.phase not in _WHOLE)
        self.quick.setGeometry(grid.quick)
        self.quick.setVisible(is_ready and not grid.quick.isEmpty())
        self.keypad.setGeometry(grid.keypad)
        self.keypad.setVisible(is_ready)
        for phase, panel in self._panels.items():
            panel.set_compact(grid.is_compact)
            panel.setGeometry(grid.paid if phase in _WHOLE else grid.panel)
            panel.setVisible(phase is state.phase)
        has_receipt = state.paid is not None and state.paid.is_receipt_shown
        side = side_grid(grid.side.size(), has_question=state.question is not None)
        self.camera.setGeometry(side.camera.translated(grid.side.topLeft()))
        self.camera.setVisible(not side.camera.isEmpty() and not has_receipt)
        self.today.setGeometry(side.today.translated(grid.side.topLeft()))
        self.today.setVisible(not has_receipt)
        self.receipt.setGeometry(grid.side)
        self.receipt.setVisible(has_receipt)


def _fade_in(panel: QWidget) -> None:
    """A panel comes by a short fade; nothing slides."""
    lasting = motion.duration_ms("swap")
    if not lasting:
        return
    effect = QGraphicsOpacityEffect(panel)
    panel.setGraphicsEffect(effect)
    fade = QPropertyAnimation(effect, b"opacity", panel)
    fade.setDuration(lasting)
    fade.setStartValue(0.0)
    fade.setEndValue(1.0)
    fade.setEasingCurve(motion.OUT)
    fade.finished.connect(lambda: panel.setGraphicsEffect(None))  # type: ignore[arg-type]
    fade.start(QAbstractAnimation.DeletionPolicy.DeleteWhenStopped)
