"""The receipt's part of the Settings page: what stands above and below, in which language, with which code and logo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from backend_stub.contract import Outcome, Redemption, TillContext
from pos_app.presenters.ports import ReceiptFacts
from pos_app.presenters.printer_state import ReceiptPageState, ReceiptView, SetsPrinting
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shell import PagePresenter
from pos_app.receipts.design import Design, Spoken, lines_in
from pos_app.receipts.document import CodeKind, Document
from pos_app.receipts.lines import receipt_document
from pos_app.receipts.words import spoken_words


class ReceiptPresenter(PagePresenter):
    """Each choice holds at once; what is written holds when the field or the page is left."""

    def __init__(
        self,
        view: ReceiptView,
        desk: SetsPrinting,
        context: TillContext,
        say: Callable[[Say], None],
        now: Callable[[], dt.datetime],
    ) -> None:
        self._view, self._desk, self._context, self._say, self._now = view, desk, context, say, now
        design = desk.design
        self._state = ReceiptPageState(design, "\n".join(design.header), "\n".join(design.footer))

    @property
    def state(self) -> ReceiptPageState:
        """What is shown."""
        return self._state

    def shown(self) -> None:
        """As receipts look now, on the paper that is used now."""
        self._show(drawn=self._state.drawn + 1)

    def hidden(self) -> None:
        """What was written holds."""
        self.written()

    def write_header(self, text: str) -> None:
        """Below the shop's name, as far as it is written."""
        self._show(header=text)

    def write_footer(self, text: str) -> None:
        """At the end, as far as it is written."""
        self._show(footer=text)

    def written(self) -> None:
        """It is all written."""
        self._draw(_designed(self._state))

    def choose_spoken(self, spoken: Spoken) -> None:
        """Another language."""
        self._draw(msgspec.structs.replace(_designed(self._state), spoken=spoken))

    def choose_code(self, code: CodeKind | None) -> None:
        """Another way to draw the number."""
        self._draw(msgspec.structs.replace(_designed(self._state), code=code))

    def show_logo(self, *, is_shown: bool) -> None:
        """With the logo, or without."""
        self._draw(msgspec.structs.replace(_designed(self._state), has_logo=is_shown and self._desk.has_logo))

    def choose_logo(self, content: bytes) -> None:
        """A picture's file."""
        if not self._desk.set_logo(content):
            self._say(Say("receipt.logo_wrong", tone=Tone.WRONG))
            return
        self._show(drawn=self._state.drawn + 1)
        self._draw(msgspec.structs.replace(_designed(self._state), has_logo=True))

    def _draw(self, design: Design) -> None:
        if design == self._state.design:
            self._show()
            return
        if not self._desk.draw(design):
            self._say(Say("print.not_remembered", tone=Tone.CAREFUL))
        self._show(design=design)

    def _show(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the state
        state = replace(self._state, **changes)
        sample = sample_receipt(_designed(state), self._context, self._now())
        self._state = replace(state, sample=sample, has_logo_file=self._desk.has_logo)
        self._view.render(self._state)


def sample_receipt(design: Design, context: TillContext, now: dt.datetime) -> Document:
    """A receipt that nobody paid."""
    redemption = Redemption(
        attempt_id="",
        outcome=Outcome.PAID,
        requested_minor=1250,
        amount_minor=1250,
        refunded_minor=0,
        currency=context.currency,
        at=now,
        store_id=context.store_id,
        till_id=context.till_id,
        customer_name="L•• Wei",
        balance_after_minor=3470,
        receipt_number="2026-0101-001",
    )
    return receipt_document(ReceiptFacts(redemption, context), spoken_words(design.spoken), design)


def _designed(state: ReceiptPageState) -> Design:
    """The design, with what is being written."""
    return msgspec.structs.replace(state.design, header=lines_in(state.header), footer=lines_in(state.footer))
