"""Money going back: refunds, chosen by a manager; reversals, for an attempt whose outcome the till does not know.

Both are transfers the other way; what was paid stays in the books. Together they never give back more than was taken.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import InteractionType, MessageKind, Outcome, ProblemCode
from backend_stub.domain import ledger
from backend_stub.domain.association.acts import on_return
from backend_stub.domain.association.days import record_day
from backend_stub.domain.association.force import rule_in_force
from backend_stub.domain.attempts import as_of, interaction, settled, unmoved
from backend_stub.domain.funds import DAY, Parts, back, coming_in, lapsed, returned
from backend_stub.domain.messages import message
from backend_stub.domain.records import Account, Merchant, Record, Redemption, Refund, Terms, Till, altered
from backend_stub.domain.state import Broken, Decision, Moment, State, broken
from backend_stub.domain.terms import terms_of
from backend_stub.money import Money


@dataclass(frozen=True, slots=True)
class GiveBack:
    """A refund of all that is left of a redemption (amount None) or of a part of it."""

    refund_id: str
    attempt_id: str
    merchant_id: str
    till_id: str | None
    approved_by: str | None
    amount_minor: int | None
    reason: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class Reverse:
    """A till ends an attempt: close it if unpaid, return it if paid."""

    attempt_id: str
    reversal_id: str
    till_id: str
    reason: str


def refund(state: State, command: GiveBack, moment: Moment) -> Decision:
    """Give back, bounded by what was taken and not yet given back."""
    known = state.get(Refund, command.refund_id)
    if known is not None:
        if known.request_hash != command.request_hash or known.merchant_id != command.merchant_id:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    till = state.get(Till, command.till_id)
    if till is not None and till.suspended_at is not None:
        return broken(ProblemCode.FORBIDDEN, "this till is suspended")
    paid = state.get(Redemption, command.attempt_id)
    if paid is None or paid.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, "no such payment at this merchant", "attempt_id")
    if paid.outcome != Outcome.PAID or paid.account_id is None:
        return broken(ProblemCode.CONFLICT, "only a paid sale can be given back", "attempt_id")
    if late := _too_late(state, paid, moment):
        return Decision(late)
    rest = paid.amount_minor - paid.refunded_minor
    amount_minor = rest if command.amount_minor is None else command.amount_minor
    if amount_minor > rest or rest == 0:
        left = Money(rest, paid.currency)
        return broken(ProblemCode.RULE_BROKEN, f"at most {left} of this sale can still be given back", "amount_minor")
    return _give_back(state, command, paid, amount_minor, moment)


def _too_late(state: State, paid: Redemption, moment: Moment) -> Broken | None:
    """The programme's word on how long after a sale it may be given back."""
    days = _terms(state, paid).refund_within_days
    if days is None or moment.now < paid.decided_at + days * DAY:
        return None
    text = "sales of this programme are not given back" if days == 0 else f"this sale is older than {days} days"
    return Broken(ProblemCode.RULE_BROKEN, text, "attempt_id")


def _terms(state: State, paid: Redemption) -> Terms:
    return state.need(Terms, terms_of(state.need(Account, _account_id(paid))))


def _account_id(paid: Redemption) -> str:
    if paid.account_id is None:
        raise LookupError(f"paid attempt {paid.id} has no account")
    return paid.account_id


def _give_back(state: State, command: GiveBack, paid: Redemption, amount_minor: int, moment: Moment) -> Decision:
    parts = back(paid, amount_minor)
    account, moved = _return(state, paid, parts, command.refund_id, ledger.Kind.REFUND, moment)
    after = altered(paid, refunded_minor=paid.refunded_minor + amount_minor, refund_count=paid.refund_count + 1)
    done = Refund(
        id=command.refund_id,
        redemption_id=paid.id,
        merchant_id=paid.merchant_id,
        till_id=command.till_id,
        approved_by=command.approved_by,
        amount_minor=amount_minor,
        refunded_total_minor=after.refunded_minor,
        currency=paid.currency,
        balance_after_minor=account.balance_minor,
        reason=command.reason,
        receipt_number=f"{paid.receipt_number}-R{after.refund_count}",
        at=moment.now,
        request_hash=command.request_hash,
        bonus_minor=parts.bonus_minor,
        bonus_after_minor=account.bonus_minor,
    )
    told = _told(state, MessageKind.REFUNDED, paid, account, amount_minor, moment)
    record = interaction(
        paid, InteractionType.REFUND, done.id, amount_minor, moment, _day(state, paid, command.till_id, moment)
    )
    brought, member = on_return(state, paid, record, paid.refunded_minor, moment)
    return Decision(done, new=(done, *moved, *brought, told), changed=(after, account, *member))


def reverse(state: State, command: Reverse, moment: Moment) -> Decision:
    """End the attempt, whatever became of it; safe to repeat. One that never arrived is closed before it can."""
    till = state.need(Till, command.till_id)
    attempt = state.get(Redemption, command.attempt_id)
    if attempt is None:
        closed = _tombstone(command, till, state.need(Merchant, till.merchant_id).currency, moment)
        return Decision(closed, new=(closed,))
    if attempt.till_id != till.id:  # money another till took goes back as a refund, which a manager approves
        return broken(ProblemCode.NOT_FOUND, "no such payment at this till")
    if as_of(attempt, moment.now).outcome == Outcome.AWAITING_CUSTOMER:
        closed = altered(
            attempt,
            outcome=Outcome.CLOSED.value,
            amount_minor=0,
            decided_at=moment.now,
            confirm_until=None,
            reversal_id=command.reversal_id,
            reversal_reason=command.reason,
        )
        return Decision(closed, changed=(closed,))
    if attempt.outcome == Outcome.PAID and attempt.refunded_minor < attempt.amount_minor:
        return _return_paid(state, command, attempt, moment)
    return settled(attempt, moment)


def _return_paid(state: State, command: Reverse, paid: Redemption, moment: Moment) -> Decision:
    rest = paid.amount_minor - paid.refunded_minor
    account, moved = _return(state, paid, back(paid, rest), command.reversal_id, ledger.Kind.REVERSAL, moment)
    after = altered(
        paid,
        outcome=Outcome.REVERSED.value,
        refunded_minor=paid.amount_minor,
        balance_after_minor=account.balance_minor,
        bonus_after_minor=account.bonus_minor,
        decided_at=moment.now,
        reversal_id=command.reversal_id,
        reversal_reason=command.reason,
    )
    told = _told(state, MessageKind.REVERSED, paid, account, rest, moment)
    record = interaction(
        paid, InteractionType.REFUND, command.reversal_id, rest, moment, _day(state, paid, command.till_id, moment)
    )
    brought, member = on_return(state, paid, record, paid.refunded_minor, moment)
    return Decision(after, new=(*moved, *brought, told), changed=(after, account, *member))


def _day(state: State, paid: Redemption, till_id: str | None, moment: Moment) -> int:
    return record_day(rule_in_force(state, paid.merchant_id), state.get(Till, till_id), moment.now)


def _return(
    state: State, paid: Redemption, parts: Parts, act_id: str, kind: str, moment: Moment
) -> tuple[Account, tuple[Record, ...]]:
    """The account with the money in it again, and the transfers: what expired meanwhile is not brought back with it."""
    terms = _terms(state, paid)
    account, gone = lapsed(state.need(Account, _account_id(paid)), terms, moment)
    moved = coming_in(act_id, kind, account, parts, ledger.payable(paid.merchant_id), moment.now)
    return returned(account, parts, terms, moment.now), (*gone, *moved)


def _told(
    state: State, kind: MessageKind, paid: Redemption, account: Account, amount_minor: int, moment: Moment
) -> Record:
    return message(
        moment,
        kind,
        account.customer_id,
        account,
        amount_minor=amount_minor,
        merchant=state.need(Merchant, paid.merchant_id).name,
        receipt_number=paid.receipt_number or "",
        attempt_id=paid.id,
    )


def _tombstone(command: Reverse, till: Till, currency: str, moment: Moment) -> Redemption:
    """An attempt that is closed before it arrives; it has no request, so its hash is empty."""
    return altered(
        unmoved(command.attempt_id, till, currency, moment),
        outcome=Outcome.CLOSED.value,
        reversal_id=command.reversal_id,
        reversal_reason=command.reason,
    )
