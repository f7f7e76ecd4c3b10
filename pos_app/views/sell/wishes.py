"""What a person wishes on the Sell page: one signal for each of `SellIntents`, shared by all its widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pos_app.presenters.sell_state import SellIntents


class SellWishes(QObject):
    """Widgets emit; the presenter listens once it is there."""

    digit = Signal(str)
    point = Signal()
    backspace = Signal()
    clear = Signal()
    quick = Signal(int)
    add = Signal()
    primary = Signal()
    escape = Signal()
    another_code = Signal()
    open_code_field = Signal()
    code_text = Signal(str)
    code_entered = Signal(str, str)
    use_points = Signal()
    spend = Signal(object)  # so many points may be beyond a C int
    check_in = Signal()
    show_receipt = Signal()
    no_receipt = Signal()
    ask_refund = Signal(str)
    refund_amount = Signal(object)  # an amount in minor units may be beyond a C int
    refund_manager = Signal(str)
    refund_no = Signal()
    refund_yes = Signal(str)
    toast_gone = Signal()

    def connect_to(self, intents: SellIntents) -> None:
        """From now on the wishes reach this presenter."""
        self.digit.connect(intents.digit)
        self.point.connect(intents.point)
        self.backspace.connect(intents.backspace)
        self.clear.connect(intents.clear)
        self.quick.connect(intents.quick)
        self.add.connect(intents.add)
        self.primary.connect(intents.primary)
        self.escape.connect(intents.escape)
        self.another_code.connect(intents.another_code)
        self.open_code_field.connect(intents.open_code_field)
        self.code_text.connect(intents.code_text)
        self.code_entered.connect(intents.code_entered)
        self.use_points.connect(intents.use_points)
        self.spend.connect(intents.spend)
        self.check_in.connect(intents.check_in)
        self.show_receipt.connect(intents.show_receipt)
        self.no_receipt.connect(intents.no_receipt)
        self.ask_refund.connect(intents.ask_refund)
        self.refund_amount.connect(intents.refund_amount)
        self.refund_manager.connect(intents.refund_manager)
        self.refund_no.connect(intents.refund_no)
        self.refund_yes.connect(intents.refund_yes)
        self.toast_gone.connect(intents.toast_gone)
