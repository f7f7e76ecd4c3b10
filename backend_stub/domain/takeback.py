"""A top-up taken back: what is unspent of it, and of its bonus, goes back the way it came; the rest is named.

An account has no memory of which coin came from where: unspent of a top-up is what paid money is left, up to its amount. Its
bonus goes to its issuer with it, so nobody keeps a bonus for money they took back. Where a part of that bonus was spent, the
same part of the top-up was: paid money goes first, so what is there now came from elsewhere (a friend gave it back). The
money leaves the account before the provider is asked; one that will not give it back puts it there again.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import (
    AccountStatus,
    DrawerKind,
    InteractionType,
    MessageKind,
    ProblemCode,
    TopUpRefundState,
    TopUpState,
)
from backend_stub.domain import drawers, ledger
from backend_stub.domain.association.acts import on_top_up_return
from backend_stub.domain.association.days import record_day
from backend_stub.domain.association.force import rule_in_force
from backend_stub.domain.funds import DAY, Parts, bonus_returned, going_out, is_over, lapsed, less, returned
from backend_stub.domain.messages import message
from backend_stub.domain.records import Account, Interaction, Record, Terms, Till, TopUp, TopUpRefund, Transfer, altered
from backend_stub.domain.state import Broken, Decision, Moment, State, broken
from backend_stub.domain.terms import terms_of
from backend_stub.domain.topups import CASH


@dataclass(frozen=True, slots=True)
class TakeBack:
    """By the customer (`merchant_id` None), or by the merchant that has the cash or issued the programme."""

    refund_id: str
    topup_id: str
    customer_id: str | None
    merchant_id: str | None
    till_id: str | None
    approved_by: str | None
    reason: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class RefundHeard:
    """What the provider said of the way back."""

    refund_id: str
    state: TopUpRefundState
    failure: str | None = None


def take_back(state: State, command: TakeBack, moment: Moment) -> Decision:
    """As much of a top-up as is unspent."""
    known = state.get(TopUpRefund, command.refund_id)
    if known is not None:
        if known.request_hash != command.request_hash:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    found = _top_up(state, command, moment)
    if isinstance(found, Broken):
        return Decision(found)
    account = state.need(Account, found.account_id)
    if account.status != AccountStatus.OPEN:
        return broken(ProblemCode.CONFLICT, f"its account is {account.status}", "topup_id")
    parts = Parts(0, 0) if is_over(account, moment.now) else unspent(found, account)
    if parts.paid_minor == 0:
        is_bonus_gone = account.balance_minor and found.bonus_minor > found.bonus_returned_minor
        why = "it was spent: its bonus was spent, which goes last" if is_bonus_gone else "it was spent, or taken back"
        return broken(ProblemCode.RULE_BROKEN, f"nothing of this top-up is left: {why}", "topup_id")
    return _take(state, command, found, parts, moment)


def unspent(topup: TopUp, account: Account) -> Parts:
    """What can go back of a top-up: paid money up to its amount and to the share of its bonus that is left; with that bonus."""
    paid = min(topup.amount_minor - topup.refunded_minor, account.balance_minor)
    promised = topup.bonus_minor - topup.bonus_returned_minor
    bonus = min(promised, account.bonus_minor)
    if bonus < promised:
        paid = min(paid, topup.amount_minor * bonus // topup.bonus_minor)
    return Parts(paid, bonus)


def _top_up(state: State, command: TakeBack, moment: Moment) -> TopUp | Broken:
    """The top-up, if this caller may take it back now."""
    till = state.get(Till, command.till_id)
    if till is not None and till.suspended_at is not None:
        return Broken(ProblemCode.FORBIDDEN, "this till is suspended")
    topup = state.get(TopUp, command.topup_id)
    account = state.get(Account, topup.account_id) if topup else None
    is_theirs = topup is not None and (
        account is not None and account.customer_id == command.customer_id
        if command.merchant_id is None
        else topup.merchant_id == command.merchant_id
    )
    if topup is None or account is None or not is_theirs:
        return Broken(ProblemCode.NOT_FOUND, "no such top-up of yours", "topup_id")
    if topup.source == CASH and command.merchant_id is None:
        return Broken(ProblemCode.CONFLICT, "this was paid in cash: take it back at the till", "topup_id")
    if topup.state != TopUpState.CAPTURED:
        return Broken(ProblemCode.CONFLICT, f"this top-up is {topup.state}: no money came in", "topup_id")
    days = state.need(Terms, terms_of(account)).take_back_within_days
    if days is not None and moment.now >= (topup.captured_at or topup.at) + days * DAY:
        text = "top-ups of this programme are not taken back" if days == 0 else f"this top-up is older than {days} days"
        return Broken(ProblemCode.RULE_BROKEN, text, "topup_id")
    return topup


def _take(state: State, command: TakeBack, topup: TopUp, parts: Parts, moment: Moment) -> Decision:
    account = less(state.need(Account, topup.account_id), parts)
    after = altered(
        topup,
        refunded_minor=topup.refunded_minor + parts.paid_minor,
        bonus_returned_minor=topup.bonus_returned_minor + parts.bonus_minor,
    )
    is_cash = topup.source == CASH
    done = TopUpRefund(
        id=command.refund_id,
        topup_id=topup.id,
        account_id=account.id,
        customer_id=account.customer_id,
        merchant_id=topup.merchant_id,
        till_id=command.till_id,
        approved_by=command.approved_by,
        source=topup.source,
        amount_minor=parts.paid_minor,
        bonus_minor=parts.bonus_minor,
        spent_minor=topup.amount_minor - after.refunded_minor,
        currency=topup.currency,
        balance_after_minor=account.balance_minor,
        bonus_after_minor=account.bonus_minor,
        state=(TopUpRefundState.DONE if is_cash else TopUpRefundState.PENDING).value,
        failure=None,
        reason=command.reason,
        at=moment.now,
        request_hash=command.request_hash,
    )
    to = ledger.payable(topup.merchant_id) if is_cash else ledger.clearing(topup.currency)
    paid = going_out(done.id, ledger.Kind.TOP_UP_REFUND, account, Parts(parts.paid_minor, 0), to, moment.now)
    terms = state.need(Terms, terms_of(account))
    bonus = bonus_returned(done.id, account, terms, parts.bonus_minor, moment.now, number=2)
    told = message(
        moment,
        MessageKind.TOP_UP_REFUNDED,
        account.customer_id,
        account,
        amount_minor=done.amount_minor,
        returned_bonus_minor=done.bonus_minor,
        spent_minor=done.spent_minor,
    )
    brought, member = _taken_from_member(state, done, topup, moment) if is_cash else ((), ())
    noted = drawers.noted(
        state, command.till_id if is_cash else None, DrawerKind.TOP_UP_REFUND, done.id, -done.amount_minor, moment
    )
    new = (done, *paid, *bonus, *brought, told, *noted.new)
    return Decision(done, new=new, changed=(after, account, *member, *noted.changed))


def _taken_from_member(
    state: State, done: TopUpRefund, topup: TopUp, moment: Moment
) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """What the top-up had brought goes with the money that went back: from who put it in, whosever the account is now."""
    rule = rule_in_force(state, topup.merchant_id)
    record = Interaction(
        id=done.id,
        customer_id=topup.customer_id,
        merchant_id=topup.merchant_id,
        store_id=None,
        type=InteractionType.REFUND.value,
        amount_minor=done.amount_minor,
        currency=done.currency,
        points=0,
        at=moment.now,
        day=record_day(rule, state.get(Till, done.till_id), moment.now),
        of_id=done.topup_id,
    )
    return on_top_up_return(state, record, moment)


def refund_heard(state: State, command: RefundHeard, moment: Moment) -> Decision:
    """The provider gave it back, or would not: then money and bonus are where they were."""
    asked = state.get(TopUpRefund, command.refund_id)
    if asked is None:
        return broken(ProblemCode.NOT_FOUND, "no such refund of a top-up", "reference")
    if asked.state != TopUpRefundState.PENDING or command.state is TopUpRefundState.PENDING:
        return Decision(asked)
    if command.state is TopUpRefundState.DONE:
        done = altered(asked, state=TopUpRefundState.DONE.value)
        brought, member = _taken_from_member(state, done, state.need(TopUp, done.topup_id), moment)
        return Decision(done, new=brought, changed=(done, *member))
    return _keep(state, asked, command.failure, moment)


def _keep(state: State, asked: TopUpRefund, failure: str | None, moment: Moment) -> Decision:
    topup = state.need(TopUp, asked.topup_id)
    before = state.need(Account, asked.account_id)
    terms = state.need(Terms, terms_of(before))
    before, gone = lapsed(before, terms, moment)
    account = returned(before, Parts(asked.amount_minor, asked.bonus_minor), terms, moment.now)
    kept = altered(
        asked,
        state=TopUpRefundState.FAILED.value,
        failure=failure,
        kept_id=moment.new_id(),
        balance_after_minor=account.balance_minor,
        bonus_after_minor=account.bonus_minor,
    )
    after = altered(
        topup,
        refunded_minor=topup.refunded_minor - asked.amount_minor,
        bonus_returned_minor=topup.bonus_returned_minor - asked.bonus_minor,
    )
    told = message(
        moment, MessageKind.TOP_UP_KEPT, account.customer_id, account, amount_minor=kept.amount_minor
    )  # fmt: skip
    moved = _put_again(kept, account, terms, moment)
    return Decision(kept, new=(*gone, *moved, told), changed=(kept, after, account))


def _put_again(kept: TopUpRefund, account: Account, terms: Terms, moment: Moment) -> tuple[Transfer, ...]:
    """A transaction of its own: the way out may be settled by now, and a settled transaction never grows."""
    sides = [(ledger.clearing(kept.currency), ledger.prepayment(account.id), kept.amount_minor)]
    sides += [(ledger.payable(terms.issuer_id), ledger.bonus(account.id), kept.bonus_minor)] * bool(kept.bonus_minor)
    return tuple(
        ledger.transfer(
            kept.kept_id or "",
            ledger.Kind.TOP_UP_KEPT,
            debit=debit,
            credit=credit,
            amount_minor=minor,
            currency=kept.currency,
            at=moment.now,
            number=number,
        )
        for number, (debit, credit, minor) in enumerate(sides, 1)
    )
