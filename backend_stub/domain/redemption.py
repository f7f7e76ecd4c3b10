"""Redemption (P6, P7): one pure decision over loaded rows. What it answers is what is stored, and what a repeat gets.

Refusals in the order of `contract.Refusal`: the first that holds is the answer. A code is spent only by being paid or by
waiting for the customer's word; a refusal leaves it alone. A refusal for too little money keeps it good for that till alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import CodeText, InteractionType, MessageKind, Outcome, ProblemCode, Refusal, classify_code
from backend_stub.domain import ledger
from backend_stub.domain.association.acts import on_purchase
from backend_stub.domain.association.benefits import priced, with_price
from backend_stub.domain.association.days import record_day, rule_in_force
from backend_stub.domain.association.pairs import Opened, opened
from backend_stub.domain.calendar import business_day, day_text
from backend_stub.domain.codes import is_over, is_usable, spent, usable_accounts
from backend_stub.domain.messages import message
from backend_stub.domain.names import masked
from backend_stub.domain.records import (
    SECOND,
    Account,
    Code,
    Customer,
    Device,
    Interaction,
    Merchant,
    Operator,
    Programme,
    Record,
    Redemption,
    Till,
    altered,
)
from backend_stub.domain.state import Decision, Moment, State, broken

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


def settled(attempt: Redemption, moment: Moment) -> Decision:
    """The attempt as it stands now: one that waited for its customer too long is over, by itself."""
    ended = as_of(attempt, moment.now)
    return Decision(ended, changed=(ended,) if ended is not attempt else ())


def settle(state: State, command: Settle, moment: Moment) -> Decision:
    """Write down that an attempt ended by itself, before anybody is told so: no clock may bring it back afterwards."""
    attempt = state.get(Redemption, command.attempt_id)
    if attempt is None:
        return broken(ProblemCode.NOT_FOUND, "no such attempt")
    return settled(attempt, moment)


def as_of(attempt: Redemption, now: int) -> Redemption:
    """How the attempt reads at `now`: an unanswered question to the customer ends at its time."""
    if attempt.outcome != Outcome.AWAITING_CUSTOMER or attempt.confirm_until is None or now < attempt.confirm_until:
        return attempt
    return altered(
        attempt,
        outcome=Outcome.REFUSED.value,
        refusal=Refusal.CONFIRMATION_TIMED_OUT.value,
        amount_minor=0,
        decided_at=attempt.confirm_until,
    )


def _received(command: Redeem, till: Till, moment: Moment) -> Redemption:
    return altered(
        unmoved(command.attempt_id, till, command.currency, moment),
        operator_id=command.operator_id,
        requested_minor=command.amount_minor,
        reference=command.reference,
        request_hash=command.request_hash,
    )


def unmoved(attempt_id: str, till: Till, currency: str, moment: Moment) -> Redemption:
    """An attempt at a till of which nothing is known yet and for which nothing moved: refused, without a reason so far."""
    return Redemption(
        id=attempt_id,
        till_id=till.id,
        merchant_id=till.merchant_id,
        store_id=till.store_id,
        operator_id=None,
        code_id=None,
        customer_id=None,
        account_id=None,
        requested_minor=0,
        amount_minor=0,
        refunded_minor=0,
        refund_count=0,
        currency=currency,
        outcome=Outcome.REFUSED.value,
        refusal=None,
        available_minor=None,
        limit_minor=None,
        balance_after_minor=None,
        customer_name=None,
        programme_name=None,
        receipt_number=None,
        reference="",
        received_at=moment.now,
        decided_at=moment.now,
        confirm_until=None,
        reversal_id=None,
        reversal_reason=None,
        request_hash="",
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
    limits = {account.id: state.need(Programme, account.programme_id).payment_max_minor for account in accounts}
    allowed = [account for account in accounts if wanted <= (limits[account.id] or wanted)]
    if not allowed:
        highest = max(limit for limit in limits.values() if limit is not None)
        return _refuse(attempt, Refusal.ABOVE_PAYMENT_LIMIT, limit_minor=highest)
    if price is None:
        return _refuse(attempt, Refusal.BENEFITS_CHANGED)
    attempt = with_price(attempt, price)
    account = next((one for one in allowed if one.balance_minor >= wanted), None)
    amount_minor = wanted
    if account is None:
        account = max(allowed, key=lambda one: one.balance_minor)  # the first of equals: the order above holds
        amount_minor = account.balance_minor
    attempt = _concerning(state, attempt, account)
    if amount_minor < wanted and not (command.part_payment and amount_minor > 0):
        short = altered(attempt, available_minor=amount_minor)
        held = altered(code, held_by_till=attempt.till_id)
        return _refuse(short, Refusal.INSUFFICIENT_FUNDS, changed=(held,) if held != code else ())
    attempt = altered(attempt, amount_minor=amount_minor)
    device = state.need(Device, code.device_id)
    if _needs_word(state, attempt, account, moment):
        return _ask_customer(state, attempt, account, device, moment)
    return _pay(state, attempt, account, pair, moment, is_new=True, also=(spent(device),))


def _concerning(state: State, attempt: Redemption, account: Account) -> Redemption:
    customer = state.need(Customer, account.customer_id)
    return altered(
        attempt,
        customer_id=customer.id,
        account_id=account.id,
        customer_name=masked(customer.display_name, customer.family_name),
        programme_name=state.need(Programme, account.programme_id).name,
    )


def _needs_word(state: State, attempt: Redemption, account: Account, moment: Moment) -> bool:
    programme = state.need(Programme, account.programme_id)
    if programme.confirm_above_minor is not None and attempt.amount_minor > programme.confirm_above_minor:
        return True
    limit = programme.confirm_after_payments
    return limit is not None and _payments_today(state, attempt, account, moment)[1] >= limit


def _payments_today(state: State, attempt: Redemption, account: Account, moment: Moment) -> tuple[int, int]:
    till = state.need(Till, attempt.till_id)
    today = business_day(moment.now, till.time_zone, till.day_cut_minutes)
    return today, account.payments_count if account.payments_day == today else 0


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


def _pay(
    state: State,
    attempt: Redemption,
    account: Account,
    pair: Opened | None,
    moment: Moment,
    *,
    is_new: bool,
    also: tuple[Record, ...] = (),
) -> Decision:
    """The money moves: account, till's receipt number, transfer, interaction record, message; all or nothing."""
    till = state.need(Till, attempt.till_id)
    merchant = state.need(Merchant, attempt.merchant_id)
    today, payments = _payments_today(state, attempt, account, moment)
    charged = altered(
        account,
        balance_minor=account.balance_minor - attempt.amount_minor,
        payments_day=today,
        payments_count=payments + 1,
    )
    receipt_day = max(today, till.receipt_day)  # a clock put back must not give a number out twice
    number = till.receipt_count + 1 if till.receipt_day == receipt_day else 1
    paid = altered(
        attempt,
        outcome=Outcome.PAID.value,
        balance_after_minor=charged.balance_minor,
        receipt_number=f"{day_text(receipt_day)}-{number:03d}",
        decided_at=moment.now,
        confirm_until=None,
    )
    moved = ledger.transfer(
        paid.id,
        "redemption",
        debit=ledger.prepayment(charged.id),
        credit=ledger.payable(merchant.id),
        amount_minor=paid.amount_minor,
        currency=paid.currency,
        at=moment.now,
    )
    told: list[Record] = [
        message(
            moment,
            MessageKind.PAID,
            charged.customer_id,
            charged,
            amount_minor=paid.amount_minor,
            merchant=merchant.name,
            receipt_number=paid.receipt_number or "",
        )
    ]
    low = state.need(Programme, charged.programme_id).low_balance_minor
    if charged.balance_minor < low <= account.balance_minor:
        told.append(message(moment, MessageKind.LOW_BALANCE, charged.customer_id, charged))
    day = record_day(rule_in_force(state, merchant.id), till, moment.now)
    record = interaction(paid, InteractionType.PURCHASE, paid.id, paid.amount_minor, moment, day)
    paid, brought, member = on_purchase(state, pair, paid, record, moment)
    new = (moved, *brought, *told)
    changed = (charged, altered(till, receipt_day=receipt_day, receipt_count=number), *member, *also)
    return Decision(paid, new=(paid, *new) if is_new else new, changed=changed if is_new else (paid, *changed))


def interaction(
    attempt: Redemption, kind: InteractionType, act_id: str, amount_minor: int, moment: Moment, day: int
) -> Interaction:
    """The interaction record (A2) of a purchase or of what undoes it."""
    if attempt.customer_id is None:
        raise LookupError(f"attempt {attempt.id} has no customer")
    return Interaction(
        act_id,
        attempt.customer_id,
        attempt.merchant_id,
        attempt.store_id,
        kind.value,
        amount_minor,
        attempt.currency,
        0,
        moment.now,
        day,
        attempt.id if kind is InteractionType.REFUND else None,
    )


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
    if is_over(account, moment.now):
        return _end_waiting(answered, Refusal.NO_ACCOUNT_HERE)
    if account.balance_minor < attempt.amount_minor:
        return _end_waiting(answered, Refusal.INSUFFICIENT_FUNDS, available_minor=account.balance_minor)
    pair = opened(state, attempt.merchant_id, account.customer_id, moment)
    if attempt.points_spent > (pair.points if pair else 0):
        return _end_waiting(answered, Refusal.BENEFITS_CHANGED)
    return _pay(state, attempt, account, pair, moment, is_new=False)


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
