"""From rows to replies: what a caller may see of them."""

from __future__ import annotations

import msgspec

from backend_stub import contract
from backend_stub.contract import AccountStatus, MessageKind, Outcome, Refusal, Role, TopUpRefundState, TopUpState
from backend_stub.domain import records
from backend_stub.domain.ledger import bonus, prepayment
from backend_stub.domain.records import SECOND, aware
from backend_stub.services.secrets import Keys

RENEW_BEFORE_END = 0.25  # of a code's life
_NEWS = msgspec.json.Decoder(contract.MembershipNews)
_ARGUMENTS = msgspec.json.Decoder(dict[str, str | int])


def redemption(row: records.Redemption) -> contract.Redemption:
    """An attempt as its till, its merchant and its customer see it."""
    return contract.Redemption(
        attempt_id=row.id,
        outcome=Outcome(row.outcome),
        requested_minor=row.requested_minor,
        amount_minor=row.amount_minor,
        refunded_minor=row.refunded_minor,
        currency=row.currency,
        at=aware(row.decided_at),
        store_id=row.store_id,
        till_id=row.till_id,
        refusal=_refusal(row),
        account_id=row.account_id,
        programme_name=row.programme_name,
        customer_name=row.customer_name,
        balance_after_minor=row.balance_after_minor,
        receipt_number=row.receipt_number,
        confirm_until=aware(row.confirm_until) if row.confirm_until else None,
        reference=row.reference,
        discount_minor=row.discount_minor,
        points_spent=row.points_spent,
        points_value_minor=row.points_value_minor,
        points_earned=row.points_earned,
        points_after=row.points_after,
        tier_name=row.tier_name,
        news=_NEWS.decode(row.news) if row.news else None,
        bonus_minor=row.bonus_minor,
        bonus_after_minor=row.bonus_after_minor,
    )


def _refusal(row: records.Redemption) -> contract.RefusalDetail | None:
    if row.outcome == Outcome.CLOSED:
        return contract.RefusalDetail(reason=Refusal.ATTEMPT_CLOSED)
    if row.refusal is None:
        return None
    return contract.RefusalDetail(
        reason=Refusal(row.refusal), available_minor=row.available_minor, limit_minor=row.limit_minor
    )


def refund(row: records.Refund) -> contract.Refund:
    """A refund as done."""
    return contract.Refund(
        refund_id=row.id,
        attempt_id=row.redemption_id,
        amount_minor=row.amount_minor,
        refunded_total_minor=row.refunded_total_minor,
        currency=row.currency,
        balance_after_minor=row.balance_after_minor,
        at=aware(row.at),
        receipt_number=row.receipt_number,
        bonus_minor=row.bonus_minor,
        bonus_after_minor=row.bonus_after_minor,
    )


def account(row: records.Account, programme_name: str) -> contract.Account:
    """An account as its customer sees it."""
    return contract.Account(
        account_id=row.id,
        programme_id=row.programme_id,
        programme_name=programme_name,
        currency=row.currency,
        balance_minor=row.balance_minor,
        opened_at=aware(row.opened_at),
        expires_at=aware(row.expires_at) if row.expires_at else None,
        bonus_minor=row.bonus_minor,
        status=AccountStatus(row.status),
    )


def entry(row: records.Transfer, account_id: str) -> contract.Entry:
    """A movement as the account's customer reads it: plus came in, minus went out."""
    own = (prepayment(account_id), bonus(account_id))
    came_in = row.credit_account in own
    return contract.Entry(
        entry_id=f"{row.transaction_id}-{row.number}",
        kind=row.kind,
        amount_minor=row.amount_minor if came_in else -row.amount_minor,
        currency=row.currency,
        at=aware(row.at),
        act_id=row.transaction_id,
        is_bonus=own[1] in (row.credit_account, row.debit_account),
    )


def top_up(row: records.TopUp, *, to_till: bool) -> contract.TopUp:
    """A top-up as done; the masked name is for the till."""
    return contract.TopUp(
        topup_id=row.id,
        account_id=row.account_id,
        amount_minor=row.amount_minor,
        currency=row.currency,
        balance_after_minor=row.balance_after_minor,
        source=row.source,
        at=aware(row.at),
        customer_name=row.customer_name if to_till else None,
        state=TopUpState(row.state),
        failure=row.failure,
        bonus_minor=row.bonus_minor,
        bonus_after_minor=row.bonus_after_minor,
        refunded_minor=row.refunded_minor,
    )


def top_up_refund(row: records.TopUpRefund) -> contract.TopUpRefund:
    """What went back of a top-up."""
    return contract.TopUpRefund(
        refund_id=row.id,
        topup_id=row.topup_id,
        account_id=row.account_id,
        amount_minor=row.amount_minor,
        bonus_minor=row.bonus_minor,
        spent_minor=row.spent_minor,
        currency=row.currency,
        balance_after_minor=row.balance_after_minor,
        bonus_after_minor=row.bonus_after_minor,
        state=TopUpRefundState(row.state),
        source=row.source,
        at=aware(row.at),
        failure=row.failure,
    )


def payment_code(row: records.Code, keys: Keys) -> contract.PaymentCode:
    """A code with its text, for the device that asked; only while the text is kept."""
    if row.sealed_text is None:
        raise LookupError(f"the text of code {row.id} is gone")
    life_us = row.expires_at - row.issued_at
    return contract.PaymentCode(
        code_id=row.id,
        code=keys.unseal(row.sealed_text, row.id),
        expires_at=aware(row.expires_at),
        renew_at=aware(row.expires_at - max(SECOND, int(life_us * RENEW_BEFORE_END))),
        account_id=row.account_id,
        limit_minor=row.limit_minor,
    )


def message(row: records.Message, inbox: records.Inbox) -> contract.Message:
    """A prepayment message, read or not."""
    return contract.Message(
        message_id=row.id,
        number=row.number,
        is_read=row.number <= inbox.read_number,
        kind=MessageKind(row.kind),
        at=aware(row.at),
        account_id=row.account_id,
        arguments=_ARGUMENTS.decode(row.arguments),
    )


def unread(inbox: records.Inbox) -> int:
    """How many messages their customer has not read."""
    return inbox.last_number - inbox.read_number


def operator(row: records.Operator) -> contract.Operator:
    """A person at a till."""
    return contract.Operator(
        operator_id=row.id, name=row.name, role=Role(row.role), is_disabled=row.disabled_at is not None
    )


def programme(row: records.Programme, merchants: list[str]) -> contract.Programme:
    """A programme's terms."""
    return contract.Programme(
        programme_id=row.id,
        name=row.name,
        currency=row.currency,
        code_lifetime_s=row.code_lifetime_s,
        confirm_above_minor=row.confirm_above_minor,
        confirm_after_payments=row.confirm_after_payments,
        payment_max_minor=row.payment_max_minor,
        topup_min_minor=row.topup_min_minor,
        topup_max_minor=row.topup_max_minor,
        balance_max_minor=row.balance_max_minor,
        merchants=merchants,
    )
