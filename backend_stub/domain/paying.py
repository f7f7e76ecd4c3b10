"""The moment a payment's money moves: account, till's receipt number, transfers, interaction record, messages."""

from __future__ import annotations

from backend_stub.contract import InteractionType, MessageKind, Outcome
from backend_stub.domain import ledger
from backend_stub.domain.association.acts import on_purchase
from backend_stub.domain.association.days import record_day
from backend_stub.domain.association.force import rule_in_force
from backend_stub.domain.association.pairs import Opened
from backend_stub.domain.attempts import interaction
from backend_stub.domain.calendar import business_day, day_text
from backend_stub.domain.funds import drawn, going_out, less, spendable
from backend_stub.domain.messages import message
from backend_stub.domain.records import Account, Merchant, Record, Redemption, Terms, Till, altered
from backend_stub.domain.state import Decision, Moment, State
from backend_stub.domain.terms import terms_of


def payments_today(state: State, attempt: Redemption, account: Account, moment: Moment) -> tuple[int, int]:
    """The business day at the attempt's till, and how many payments of it the account has seen."""
    till = state.need(Till, attempt.till_id)
    today = business_day(moment.now, till.time_zone, till.day_cut_minutes)
    return today, account.payments_count if account.payments_day == today else 0


def pay(
    state: State,
    attempt: Redemption,
    account: Account,
    pair: Opened | None,
    moment: Moment,
    *,
    is_new: bool,
    also: tuple[Record, ...] = (),
) -> Decision:
    """The money moves: all or nothing. `also` are rows that change with it."""
    terms = state.need(Terms, terms_of(account))
    merchant = state.need(Merchant, attempt.merchant_id)
    today, payments = payments_today(state, attempt, account, moment)
    parts = drawn(account, attempt.amount_minor)
    charged = altered(less(account, parts), payments_day=today, payments_count=payments + 1)
    till = state.need(Till, attempt.till_id)
    counted, receipt_number = _next_receipt(till, today)
    paid = altered(
        attempt,
        outcome=Outcome.PAID.value,
        balance_after_minor=charged.balance_minor,
        bonus_minor=parts.bonus_minor,
        bonus_after_minor=charged.bonus_minor,
        fee_fixed_minor=terms.fee_fixed_minor,
        fee_bps=terms.fee_bps,
        receipt_number=receipt_number,
        decided_at=moment.now,
        confirm_until=None,
    )
    moved = going_out(paid.id, ledger.Kind.REDEMPTION, charged, parts, ledger.payable(merchant.id), moment.now)
    day = record_day(rule_in_force(state, merchant.id), till, moment.now)
    record = interaction(paid, InteractionType.PURCHASE, paid.id, paid.amount_minor, moment, day)
    paid, brought, member = on_purchase(state, pair, paid, record, moment)
    new = (*moved, *brought, *_told(paid, account, charged, terms, merchant, moment))
    changed = (charged, counted, *member, *also)
    return Decision(paid, new=(paid, *new) if is_new else new, changed=changed if is_new else (paid, *changed))


def _next_receipt(till: Till, today: int) -> tuple[Till, str]:
    """The till after it gave its next receipt number, and the number."""
    receipt_day = max(today, till.receipt_day)  # a clock put back must not give a number out twice
    number = till.receipt_count + 1 if till.receipt_day == receipt_day else 1
    return altered(till, receipt_day=receipt_day, receipt_count=number), f"{day_text(receipt_day)}-{number:03d}"


def _told(
    paid: Redemption, before: Account, charged: Account, terms: Terms, merchant: Merchant, moment: Moment
) -> list[Record]:
    of_it: dict[str, str | int] = {"why": "bonus", "of_it_bonus_minor": paid.bonus_minor} if paid.bonus_minor else {}
    told: list[Record] = [
        message(
            moment,
            MessageKind.PAID,
            charged.customer_id,
            charged,
            amount_minor=paid.amount_minor,
            merchant=merchant.name,
            receipt_number=paid.receipt_number or "",
            attempt_id=paid.id,
            **of_it,
        )
    ]
    if spendable(charged) < terms.low_balance_minor <= spendable(before):
        told.append(message(moment, MessageKind.LOW_BALANCE, charged.customer_id, charged))
    return told
