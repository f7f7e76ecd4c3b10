"""The ledger: who holds and owes what, one account a line, and transfers that balance by construction.

A transfer takes `amount > 0` from the debit account's side to the credit account's. For what is owed to somebody
(prepayment accounts, merchants) a credit is an increase: the balance is credits less debits. Rows are never changed;
a correction is a transfer the other way.
"""

from __future__ import annotations

import enum

from backend_stub.domain.records import Transfer

PREPAYMENT = "prepayment"
BONUS = "bonus"
PAYABLE = "payable"
GIFT = "gift"
CLEARING = "clearing"
BANK = "bank"
FEES = "fees"
BREAKAGE = "breakage"
DISCOUNTS = "discounts"
ROUNDING = "rounding"
DRAWER = "drawer"
OVER_SHORT = "over-short"
POINTS = "points"
POINTS_PROMISED = "points-promised"
POINTS_UNIT = "POINTS"  # what a transfer of points has in place of a currency


class Kind(enum.StrEnum):
    """Why money moved. What is not said here of a kind stands beside the ledger accounts below."""

    TOP_UP = "top_up"
    TAKEN_OVER = "taken_over"  # a balance from another system: clearing, until its money comes -> prepayment
    BONUS = "bonus"  # promised by the issuer: payable(issuer) -> bonus
    REDEMPTION = "redemption"
    REFUND = "refund"
    REVERSAL = "reversal"
    TOP_UP_REFUND = "top_up_refund"  # prepayment -> clearing, or -> payable of the drawer that gave the cash
    TOP_UP_KEPT = "top_up_kept"  # the provider would not give it back: clearing -> prepayment
    BONUS_RETURNED = "bonus_returned"  # unspent when its top-up went back, its account closed or expired: to its issuer
    GIFT_OFFERED = "gift_offered"
    GIFT_ACCEPTED = "gift_accepted"
    GIFT_RETURNED = "gift_returned"
    GIFT_TAKEN_BACK = "gift_taken_back"  # unspent, from the recipient's prepayment account to the giver's
    EXPIRY = "expiry"
    DISCOUNT = "discount"  # a member's: discounts -> payable of the same merchant
    DISCOUNT_RETURNED = "discount_returned"  # its share of a refund
    POINTS_VALUE = "points_value"  # what points paid, likewise
    POINTS_VALUE_RETURNED = "points_value_returned"
    POINTS_EARNED = "points_earned"  # promised by the merchant: points-promised -> points
    POINTS_WELCOME = "points_welcome"
    POINTS_SPENT = "points_spent"  # points -> points-promised
    POINTS_GIVEN_BACK = "points_given_back"  # spent on a sale that was refunded
    POINTS_TAKEN_BACK = "points_taken_back"  # earned by a sale that was refunded, or welcomed by it
    POINTS_EXPIRED = "points_expired"
    SETTLEMENT_FEE = "settlement_fee"  # payable -> fees, once a batch
    SETTLEMENT_DISCOUNTS = "settlement_discounts"  # payable -> discounts: the merchant's own expense
    PAYOUT = "payout"  # payable -> bank
    PAYOUT_FAILED = "payout_failed"  # it came back
    PROVIDER_PAID = "provider_paid"  # a provider handed over: clearing -> bank
    CASH_OVER = "cash_over"  # counted more than expected: drawer -> over-short of its merchant
    CASH_SHORT = "cash_short"  # counted less: over-short -> drawer
    PAY_BACK = "pay_back"  # closing in cash: prepayment -> payable of the drawer that gave it


def prepayment(account_id: str) -> str:
    """Owed to the customer, paid money: + top-up, refund, gift; - payment, gift given, pay-back, expiry."""
    return f"{PREPAYMENT}:{account_id}"


def bonus(account_id: str) -> str:
    """Owed to the customer, to be spent only: + bonus, refund of what it paid; - payment, expiry. Never paid out."""
    return f"{BONUS}:{account_id}"


def payable(merchant_id: str) -> str:
    """Owed to the merchant: + redemption; - refund, cash top-ups in its drawer, the bonus it promised, fee, payout."""
    return f"{PAYABLE}:{merchant_id}"


def gift(gift_id: str) -> str:
    """Owed to whoever gets it, a line a gift: + offered; - accepted, returned."""
    return f"{GIFT}:{gift_id}"


def clearing(currency: str) -> str:
    """Held for us by payment providers: grows (by debit) with each captured top-up."""
    return f"{CLEARING}:{currency}"


def bank(currency: str) -> str:
    """Held at the platform's bank: grows (by debit) with what providers hand over; - payouts."""
    return f"{BANK}:{currency}"


def fees(currency: str) -> str:
    """The platform's own: the fees of redemptions, taken when they are settled."""
    return f"{FEES}:{currency}"


def discounts(merchant_id: str) -> str:
    """The merchant's own expense: what it gave its members off the price. Settlement sweeps it back."""
    return f"{DISCOUNTS}:{merchant_id}"


def drawer(till_id: str) -> str:
    """What a till's counts found, held by its merchant: grows (by debit) with what was over; - what was short."""
    return f"{DRAWER}:{till_id}"


def over_short(merchant_id: str) -> str:
    """The merchant's own: + cash that was over at counts; - cash that was short. No money of the platform's."""
    return f"{OVER_SHORT}:{merchant_id}"


def breakage(currency: str) -> str:
    """The platform's own: paid money that expired."""
    return f"{BREAKAGE}:{currency}"


def rounding(currency: str) -> str:
    """The platform's own: what is left over where an exact amount has no coin."""
    return f"{ROUNDING}:{currency}"


def points(merchant_id: str, customer_id: str) -> str:
    """Owed to the member, in points: + earned, given back; - spent, expired, taken back. Below zero once spent points go back."""
    return f"{POINTS}:{merchant_id}:{customer_id}"


def points_promised(merchant_id: str) -> str:
    """What the merchant has promised in points: as much below zero as its members hold together."""
    return f"{POINTS_PROMISED}:{merchant_id}"


def transfer(
    transaction_id: str,
    kind: str,
    *,
    debit: str,
    credit: str,
    amount_minor: int,
    currency: str,
    at: int,
    number: int = 1,
) -> Transfer:
    """One movement; an amount that is not above zero, or an account against itself, is our bug."""
    if amount_minor <= 0:
        raise ValueError(f"a transfer moves more than nothing, not {amount_minor}")
    if debit == credit:
        raise ValueError("a transfer has two different sides")
    return Transfer(transaction_id, number, kind, debit, credit, amount_minor, currency, at)
