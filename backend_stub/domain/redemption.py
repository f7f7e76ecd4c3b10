"""Redemption (P6, P7): one pure decision over loaded rows. What it answers is what is stored, and what a repeat gets.

Refusals in the order of `contract.Refusal`: the first that holds is the answer. A code is spent only by being paid or by
waiting for the customer's word; a refusal leaves it alone. A refusal for too little money keeps it good for that till alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import CodeText, MessageKind, Outcome, ProblemCode, Refusal, classify_code
from backend_stub.domain.association.benefits import priced, with_price
from backend_stub.domain.association.pairs import opened
from backend_stub.domain.attempts import as_of, settled, unmoved
from backend_stub.domain.codes import is_usable, may_spend, spent, usable_accounts
from backend_stub.domain.funds import spendable
from backend_stub.domain.messages import message
from backend_stub.domain.names import masked
from backend_stub.domain.paying import pay, payments_today
from backend_stub.domain.records import (
    SECOND,
    Account,
    Code,
    Customer,
    Device,
    Merchant,
    Operator,
    Record,
    Redemption,
    Terms,
    Till,
    altered,
)
from backend_stub.domain.state import Decision, Moment, State, broken
from backend_stub.domain.terms import terms_of

CONFIRM_WITHIN_S = 45
CODE_WAS_SPENT = (Outcome.PAID, Outcome.REVERSED, Outcome.AWAITING_CUSTOMER)


@dataclass(frozen=True, slots=True)
class Redeem:
    """A till submits what it read, the amount, and the merchant it takes it for."""

    attempt_id: str
    till_id: str
    public_service_id: str
    operator_id: str | None
    code: str
    code_hash: str
    amount_minor: int
    currency: str
    part_payment: bool
    reference: str
    request_hash: str
    accept_benefits: bool = False
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Confirm:
    """The customer's word on an amount above the limit. `till_id` is the attempt's own till, which numbers the receipt."""

    attempt_id: str
    customer_id: str
    till_id: str
    accept: bool


@dataclass(frozen=True, slots=True)
class Settle:
    """Somebody looks at an attempt whose time to be confirmed is over."""

    attempt_id: str


def redeem(state: State, command: Redeem, moment: Moment) -> Decision:
    """Paid, refused or awaiting the customer; for an attempt already seen, what became of it."""
    till = state.need(Till, command.till_id)
    known = state.get(Redemption, command.attempt_id)
    if known is not None:
        return _repeat(known, command, moment)
    merchant = state.need(Merchant, till.merchant_id)
    if merchant.public_service_id != command.public_service_id:
        return broken(ProblemCode.FORBIDDEN, "this till takes money for its own merchant only", "public_service_id")
    if command.operator_id is not None:
        operator = state.get(Operator, command.operator_id)
        if operator is None or operator.merchant_id != merchant.id:
            return broken(ProblemCode.NOT_FOUND, "no such operator at this merchant", "operator_id")
    attempt = _received(command, till, moment)
    if till.suspended_at is not None:
        return _refuse(attempt, Refusal.TILL_SUSPENDED)
    if classify_code(command.code) is not CodeText.OURS:
        return _refuse(attempt, Refusal.NOT_A_PAYMENT_CODE)
    code = next(iter(state.where(Code, "code_hash", command.code_hash)), None)
    if code is None:
        return _refuse(attempt, Refusal.CODE_NOT_USABLE)
    device = state.need(Device, code.device_id)
    if not is_usable(code, device, till.id, moment.now):
        used_here = any(
            before.till_id == till.id and before.outcome in CODE_WAS_SPENT
            for before in state.where(Redemption, "code_id", code.id)
        )
        return _refuse(attempt, Refusal.CODE_USED_AT_THIS_TILL if used_here else Refusal.CODE_NOT_USABLE)
    return _with_live_code(state, command, altered(attempt, code_id=code.id), code, moment)


def _repeat(known: Redemption, command: Redeem, moment: Moment) -> Decision:
    if known.till_id != command.till_id:
        return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
    is_tombstone = known.request_hash == ""
    if not is_tombstone and known.request_hash != command.request_hash:
        return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
    return settled(known, moment)


def settle(state: State, command: Settle, moment: Moment) -> Decision:
    """Write down that an attempt ended by itself, before anybody is told so: no clock may bring it back afterwards."""
    attempt = state.get(Redemption, command.attempt_id)
    if attempt is None:
        return broken(ProblemCode.NOT_FOUND, "no such attempt")
    return settled(attempt, moment)


def _received(command: Redeem, till: Till, moment: Moment) -> Redemption:
    return altered(
        unmoved(command.attempt_id, till, command.currency, moment),
        operator_id=command.operator_id,
        requested_minor=command.amount_minor,
        reference=command.reference,
        request_hash=command.request_hash,
    )


def _refuse(
    attempt: Redemption, reason: Refusal, *, limit_minor: int | None = None, changed: tuple[Record, ...] = ()
) -> Decision:
    refused = altered(attempt, refusal=reason.value, limit_minor=limit_minor)
    return Decision(refused, new=(refused,), changed=changed)


def _with_live_code(state: State, command: Redeem, attempt: Redemption, code: Code, moment: Moment) -> Decision:
    """The code is good: which account, how much, and does the customer have to say yes first."""
    accounts = usable_accounts(state, code, attempt.merchant_id, moment.now)
    if not accounts:
        return _refuse(attempt, Refusal.NO_ACCOUNT_HERE)
    accounts = [account for account in accounts if account.currency == attempt.currency]
    if not accounts:
        return _refuse(attempt, Refusal.WRONG_CURRENCY)
    pair = opened(state, attempt.merchant_id, code.customer_id, moment)
    price = priced(pair, attempt.requested_minor, attempt.currency, command.points, accepts=command.accept_benefits)
    wanted = attempt.requested_minor if price is None else price.price_minor
    if code.limit_minor is not None and wanted > code.limit_minor:
        return _refuse(attempt, Refusal.ABOVE_CODE_LIMIT, limit_minor=code.limit_minor)
    limits = {account.id: state.need(Terms, terms_of(account)).payment_max_minor for account in accounts}
    allowed = [account for account in accounts if wanted <= (limits[account.id] or wanted)]
    if not allowed:
        highest = max(limit for limit in limits.values() if limit is not None)
        return _refuse(attempt, Refusal.ABOVE_PAYMENT_LIMIT, limit_minor=highest)
    if price is None:
        return _refuse(attempt, Refusal.BENEFITS_CHANGED)
    attempt = with_price(attempt, price)
    account = next((one for one in allowed if spendable(one) >= wanted), None)
    amount_minor = wanted
    if account is None:
        account = max(allowed, key=spendable)  # the first of equals: the order above holds
        amount_minor = spendable(account)
    attempt = _concerning(state, attempt, account)
    if amount_minor < wanted and not (command.part_payment and amount_minor > 0):
        short = altered(attempt, available_minor=amount_minor)
        held = altered(code, held_by_till=attempt.till_id)
        return _refuse(short, Refusal.INSUFFICIENT_FUNDS, changed=(held,) if held != code else ())
    attempt = altered(attempt, amount_minor=amount_minor)
    device = state.need(Device, code.device_id)
    if _needs_word(state, attempt, account, moment):
        return _ask_customer(state, attempt, account, device, moment)
    return pay(state, attempt, account, pair, moment, is_new=True, also=(spent(device),))


def _concerning(state: State, attempt: Redemption, account: Account) -> Redemption:
    customer = state.need(Customer, account.customer_id)
    return altered(
        attempt,
        customer_id=customer.id,
        account_id=account.id,
        customer_name=masked(customer.display_name, customer.family_name),
        programme_name=state.need(Terms, terms_of(account)).name,
    )


def _needs_word(state: State, attempt: Redemption, account: Account, moment: Moment) -> bool:
    terms = state.need(Terms, terms_of(account))
    if terms.confirm_above_minor is not None and attempt.amount_minor > terms.confirm_above_minor:
        return True
    limit = terms.confirm_after_payments
    return limit is not None and payments_today(state, attempt, account, moment)[1] >= limit


def _ask_customer(state: State, attempt: Redemption, account: Account, device: Device, moment: Moment) -> Decision:
    until = moment.now + CONFIRM_WITHIN_S * SECOND
    waiting = altered(attempt, outcome=Outcome.AWAITING_CUSTOMER.value, confirm_until=until)
    question = message(
        moment,
        MessageKind.CONFIRM_PAYMENT,
        account.customer_id,
        account,
        attempt_id=waiting.id,
        amount_minor=waiting.amount_minor,
        merchant=state.need(Merchant, waiting.merchant_id).name,
        confirm_until=until,
    )
    return Decision(waiting, new=(waiting, question), changed=(spent(device),))


def confirm(state: State, command: Confirm, moment: Moment) -> Decision:
    """The customer says yes or no; said again, the answer is what became of it."""
    attempt = state.get(Redemption, command.attempt_id)
    if attempt is None or attempt.customer_id != command.customer_id or attempt.account_id is None:
        return broken(ProblemCode.NOT_FOUND, "no such payment is waiting for you")
    if as_of(attempt, moment.now).outcome != Outcome.AWAITING_CUSTOMER:
        return settled(attempt, moment)
    answered = altered(attempt, decided_at=moment.now)
    if not command.accept:
        return _end_waiting(answered, Refusal.CUSTOMER_DECLINED)
    account = state.need(Account, attempt.account_id)
    if state.need(Till, attempt.till_id).suspended_at is not None:
        return _end_waiting(answered, Refusal.TILL_SUSPENDED)
    if not may_spend(account, moment.now) or account.customer_id != attempt.customer_id:
        return _end_waiting(answered, Refusal.NO_ACCOUNT_HERE)
    if spendable(account) < attempt.amount_minor:
        return _end_waiting(answered, Refusal.INSUFFICIENT_FUNDS, available_minor=spendable(account))
    pair = opened(state, attempt.merchant_id, account.customer_id, moment)
    if attempt.points_spent > (pair.points if pair else 0):
        return _end_waiting(answered, Refusal.BENEFITS_CHANGED)
    return pay(state, attempt, account, pair, moment, is_new=False)


def _end_waiting(attempt: Redemption, reason: Refusal, available_minor: int | None = None) -> Decision:
    ended = altered(
        attempt,
        outcome=Outcome.REFUSED.value,
        refusal=reason.value,
        available_minor=available_minor,
        amount_minor=0,
        confirm_until=None,
    )
    return Decision(ended, changed=(ended,))
