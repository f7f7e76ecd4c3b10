"""A small shop as rows in memory, for decisions without a database: change what a test is about, leave the rest."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import replace
from typing import Any, TypeVar

from backend_stub.contract import MessageKind, Outcome, ProblemCode, TopUpState, payment_code
from backend_stub.domain import codes, giveback, redemption, topups
from backend_stub.domain.records import (
    SECOND,
    Acceptance,
    Account,
    Code,
    Customer,
    Device,
    Interaction,
    Merchant,
    Message,
    Operator,
    Programme,
    Record,
    Redemption,
    Terms,
    Till,
    TopUp,
    Transfer,
    altered,
    instant,
)
from backend_stub.domain.state import Broken, Decision, Moment, State
from backend_stub.domain.terms import as_published

NOON = instant(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC))
GOOD_TEXT = payment_code("123456789012345")
CARD = Programme("card", "shop", "Card", "EUR", 60, 5_000, 20, 50_000, 100, 50_000, 100_000, 500, 0)
R = TypeVar("R", bound=Record)


def text_of(number: int) -> str:
    return payment_code(f"{number:015d}")


class Books:
    """The state of one shop with a customer who has 60.00, and what people do in it; time stands still until moved."""

    def __init__(self) -> None:
        self.now: int = NOON
        self._ids = itertools.count(1)
        self.state = State(
            [
                Merchant("shop", "shop", "Shop", "", "EUR", 0),
                Merchant("other", "other", "Other", "", "EUR", 0),
                *(
                    Till(name, merchant, "store", name, "Europe/Berlin", 240, 0, None, 0, 0)
                    for name, merchant in (("till", "shop"), ("till-2", "shop"), ("till-other", "other"))
                ),
                Operator("anna", "shop", "Anna", "cashier", "", 0, 0, 0),
                Operator("otto", "other", "Otto", "cashier", "", 0, 0, 0),
                Customer("mara", "mara", "Mara Tanner", "Tanner", 0, ""),
                Device("phone", "mara", "Phone", 0, 0, 0),
                Device("tablet", "mara", "Tablet", 0, 0, 0),
                CARD,
                as_published(CARD),
                Acceptance("card", "shop"),
            ]
        )
        self.account("first", 6_000)

    def account(self, name: str, balance_minor: int, **changes: Any) -> Account:
        made = Account(name, "mara", "card", "EUR", balance_minor, next(self._ids), None, 0, 0, "")
        return self.put(altered(made, **changes))

    def programme(self, name: str, *merchants: str, **changes: Any) -> None:
        programme = self.put(altered(self.state.need(Programme, "card"), id=name, **changes))
        self.put(as_published(programme))
        for merchant in merchants:
            self.put(Acceptance(name, merchant))

    def put(self, record: R) -> R:
        self.state.put(record)
        return record

    def change(self, kind: type[Record], key: str, **changes: Any) -> None:
        self.state.put(altered(self.state.need(kind, key), **changes))

    def forward(self, seconds: float) -> None:
        self.now += round(seconds * SECOND)

    def moment(self) -> Moment:
        return Moment(self.now, lambda: f"new-{next(self._ids):04d}")  # type: ignore[arg-type]

    def done(self, decision: Decision) -> Any:
        """The reply, after later commands can see what was decided."""
        self.state.apply(decision)
        return decision.reply

    # --- what people do -----------------------------------------------------------------------------------------------

    def code(self, number: int = 1, *, device: str = "phone", **changes: Any) -> str:
        """Issue a code; returns its text."""
        text = text_of(number)
        command = codes.IssueCode(f"code-{number}", device, "mara", None, None, f"#{text}", "sealed", "body")
        reply = self.done(codes.issue(self.state, replace(command, **changes), self.moment()))
        assert isinstance(reply, Code), reply
        return text

    def redeem(self, text: str, amount_minor: int = 450, *, attempt: str | None = None, **changes: Any) -> Any:
        command = redemption.Redeem(
            attempt_id=attempt or f"attempt-{next(self._ids)}",
            till_id="till",
            public_service_id="shop",
            operator_id=None,
            code=text,
            code_hash=f"#{text}",
            amount_minor=amount_minor,
            currency="EUR",
            part_payment=False,
            reference="",
            request_hash=f"body {amount_minor} {text}",
        )
        return self.done(redemption.redeem(self.state, replace(command, **changes), self.moment()))

    def sale(self, amount_minor: int = 450, **changes: Any) -> Redemption:
        """A sale that is paid."""
        reply = self.redeem(self.code(next(self._ids) + 1000), amount_minor, **changes)
        assert isinstance(reply, Redemption)
        assert reply.outcome == Outcome.PAID, reply
        return reply

    def waiting(self, amount_minor: int = 5_500) -> Redemption:
        reply = self.redeem(self.code(next(self._ids) + 1000), amount_minor)
        assert reply.outcome == Outcome.AWAITING_CUSTOMER, reply
        assert isinstance(reply, Redemption)
        return reply

    def confirm(self, attempt: Redemption, *, accept: bool = True, customer: str = "mara") -> Any:
        command = redemption.Confirm(attempt.id, customer, attempt.till_id, accept)
        return self.done(redemption.confirm(self.state, command, self.moment()))

    def reverse(self, attempt_id: str, *, till: str = "till", key: str = "reversal") -> Any:
        command = giveback.Reverse(attempt_id, key, till, "why")
        return self.done(giveback.reverse(self.state, command, self.moment()))

    def refund(self, attempt_id: str, amount_minor: int | None = None, **changes: Any) -> Any:
        command = giveback.GiveBack(
            refund_id=f"refund-{next(self._ids)}",
            attempt_id=attempt_id,
            merchant_id="shop",
            till_id="till",
            approved_by="mei",
            amount_minor=amount_minor,
            reason="",
            request_hash=f"body {amount_minor}",
        )
        return self.done(giveback.refund(self.state, replace(command, **changes), self.moment()))

    def top_up(self, amount_minor: int = 1_000, **changes: Any) -> Any:
        """By a provider that has captured it at once; at a till, cash."""
        name = changes.get("topup_id", f"top-up-{next(self._ids)}")
        command = topups.PutIn(name, "mara", None, "first", None, amount_minor, "EUR", "body", "demo")
        asked = self.done(topups.top_up(self.state, replace(command, **changes), self.moment()))
        if not isinstance(asked, TopUp) or asked.till_id is not None:
            return asked
        return self.done(topups.heard(self.state, topups.Heard(asked.id, TopUpState.CAPTURED), self.moment()))

    def terms(self, **changes: Any) -> None:
        """Other terms for the accounts of the card."""
        self.change(Terms, "card.1", **changes)

    # --- what there is afterwards -------------------------------------------------------------------------------------

    def balance(self, name: str = "first") -> int:
        return self.state.need(Account, name).balance_minor

    def transfers(self) -> list[tuple[str, str, str, int]]:
        rows = self.state.new.get(Transfer, {}).values()
        return [(row.kind, row.debit_account, row.credit_account, row.amount_minor) for row in rows]  # type: ignore[attr-defined]

    def told(self) -> list[tuple[str, int]]:
        """Each message: its kind and the balance it speaks of."""
        rows = [row for row in self.state.new.get(Message, {}).values() if isinstance(row, Message)]
        return [(row.kind, json.loads(row.arguments)["balance_minor"]) for row in rows]

    def interactions(self) -> list[tuple[str, int]]:
        rows = [row for row in self.state.new.get(Interaction, {}).values() if isinstance(row, Interaction)]
        return [(row.type, row.amount_minor) for row in rows]


def is_broken(reply: object, code: ProblemCode, field: str | None = None) -> bool:
    return isinstance(reply, Broken) and reply.code is code and reply.field == field


__all__ = ["GOOD_TEXT", "NOON", "Books", "MessageKind", "Outcome", "ProblemCode", "is_broken", "text_of"]
