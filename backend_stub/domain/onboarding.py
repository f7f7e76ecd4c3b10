"""Taking a merchant on: merchant, store, till, its first operator and a programme come into being together, or not at all."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import ProblemCode
from backend_stub.domain.records import Acceptance, Merchant, Operator, Programme, Record, Token, altered
from backend_stub.domain.state import Broken, Decision, Moment, State, broken


@dataclass(frozen=True, slots=True)
class TakeOn:
    """`rows` are all that is made; among them a token, and the card of its own unless it joins a programme."""

    merchant: Merchant
    rows: tuple[Record, ...]
    joins_programme_id: str | None


@dataclass(frozen=True, slots=True)
class Rename:
    """A merchant is called otherwise; its public service id stays."""

    merchant_id: str
    name: str
    second_name: str


@dataclass(frozen=True, slots=True)
class Employ:
    """Another person who may sign in at a merchant's tills."""

    operator: Operator


def take_on(state: State, command: TakeOn, _moment: Moment) -> Decision:
    """Said again with the same key, the answer is the same."""
    merchant = command.merchant
    known = state.get(Merchant, merchant.id)
    if known is not None:
        if known.request_hash != merchant.request_hash:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    if state.where(Merchant, "public_service_id", merchant.public_service_id):
        text = f"a merchant with the public service id {merchant.public_service_id} is here already"
        return broken(ProblemCode.CONFLICT, text, "public_service_id")
    if any(state.where(Token, "token_hash", row.token_hash) for row in command.rows if isinstance(row, Token)):
        return broken(ProblemCode.CONFLICT, "this token is in use: draw another", "till_token")
    joined = _joined(state, command)
    if isinstance(joined, Broken):
        return Decision(joined)
    return Decision(merchant, new=(merchant, *command.rows, *joined))


def _joined(state: State, command: TakeOn) -> tuple[Acceptance, ...] | Broken:
    if command.joins_programme_id is None:
        return ()
    programme = state.get(Programme, command.joins_programme_id)
    if programme is None:
        return Broken(ProblemCode.NOT_FOUND, "no such programme", "joins_programme_id")
    if programme.currency != command.merchant.currency:
        text = f"{programme.name} is kept in {programme.currency}, the merchant sells in {command.merchant.currency}"
        return Broken(ProblemCode.RULE_BROKEN, text, "joins_programme_id")
    return (Acceptance(programme.id, command.merchant.id),)


def rename(state: State, command: Rename, _moment: Moment) -> Decision:
    """From now on; receipts that were printed keep the name they had."""
    merchant = state.get(Merchant, command.merchant_id)
    if merchant is None:
        return broken(ProblemCode.NOT_FOUND, "no such merchant", "merchant_id")
    renamed = altered(merchant, name=command.name, second_name=command.second_name)
    return Decision(renamed) if renamed == merchant else Decision(renamed, changed=(renamed,))


def employ(state: State, command: Employ, _moment: Moment) -> Decision:
    """Said again, the answer is the same."""
    known = state.get(Operator, command.operator.id)
    if known is not None:
        return Decision(known)
    if state.get(Merchant, command.operator.merchant_id) is None:
        return broken(ProblemCode.NOT_FOUND, "no such merchant", "merchant_id")
    return Decision(command.operator, new=(command.operator,))
