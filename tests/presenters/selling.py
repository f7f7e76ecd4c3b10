"""A Sell page without a screen, a disk or a network, ready to be played on."""

from __future__ import annotations

import dataclasses
import string

from backend_stub.contract import Redemption
from pos_app.presenters.sell import SellOptions, SellPresenter
from pos_app.presenters.sell_state import Camera, Phase, Say, SellState
from pos_app.views.vocabulary import messages
from tests.fake_asking import FakeAsking
from tests.fake_printing import FakePrinting
from tests.fakes import CASHIER_ID, Clock, FakePlatform, FakeReceipts, FakeView, Ids, MemoryOutbox, a_code, a_context


class ReadingView(FakeView):
    """Checks of everything it is shown that there are words for it, and all that the words need."""

    def render(self, state: SellState) -> None:
        super().render(state)
        for say in said(state):
            needed = {name for _, name, _, _ in string.Formatter().parse(messages()[say.id][1]) if name}
            assert needed <= set(say.arguments), f"{say.id} needs {needed}, was given {set(say.arguments)}"


def said(value: object) -> list[Say]:
    """Every message in a state."""
    if isinstance(value, Say):
        return [value]
    if isinstance(value, tuple):
        return [say for one in value for say in said(one)]
    if dataclasses.is_dataclass(value):
        return [say for one in dataclasses.fields(value) for say in said(getattr(value, one.name))]
    return []


class Page:
    """The presenter with its fakes; the context is there and the camera looks."""

    def __init__(
        self,
        currency: str = "EUR",
        amount_max_minor: int = 1_000_000,
        outbox: MemoryOutbox | None = None,
        printing: FakePrinting | None = None,
    ) -> None:
        self.printing = printing or FakePrinting(when_asked=False, has_drawer=False)
        self.clock, self.ids, self.view = Clock(), Ids(), ReadingView()
        self.platform, self.outbox, self.receipts = FakePlatform(), outbox or MemoryOutbox(), FakeReceipts()
        self.options = SellOptions(quick_amounts_minor=(320, 450, 500), amount_max_minor=amount_max_minor)
        self.asking = FakeAsking()
        self.press = SellPresenter(
            self.view,
            self.platform,
            self.outbox,
            self.receipts,
            asking=self.asking,
            printing=self.printing,
            now=self.clock,
            new_id=self.ids,
            options=self.options,
        )
        self.press.begin()
        self.press.context_loaded(a_context(currency))
        self.press.operator_changed((CASHIER_ID, "Anna"))
        self.press.camera_changed(Camera.LIVE)

    @property
    def state(self) -> SellState:
        return self.view.state

    @property
    def phase(self) -> Phase:
        return self.view.state.phase

    @property
    def attempt_id(self) -> str:
        """The last attempt's."""
        return self.platform.taken[-1]

    def key(self, keys: str) -> None:
        for key in keys:
            self.press.point() if key == "." else self.press.digit(key)

    def wait(self, seconds: float) -> None:
        self.press.tick(self.clock.go(seconds))

    def ask(self, keys: str = "12.50", code: str | None = None) -> str:
        """Keys, takes and shows a code; returns the attempt's id."""
        self.key(keys)
        self.press.primary()
        self.press.code_accepted(code or a_code())
        return self.attempt_id

    def answer(self, redemption: Redemption, *, after_stop: bool = False) -> None:
        self.outbox.finish(redemption.attempt_id, redemption.outcome, self.clock(), after_stop=after_stop)
        self.press.redemption_answered(redemption.attempt_id, redemption, after_stop=after_stop)
