"""The ledger: who holds and owes what, one account a line, and transfers that balance by construction.

A transfer takes `amount > 0` from the debit account's side to the credit account's. For what is owed to somebody
(prepayment accounts, merchants) a credit is an increase: the balance is credits less debits. Rows are never changed;
a correction is a transfer the other way.
"""

from __future__ import annotations

from backend_stub.domain.records import Transfer

PREPAYMENT = "prepayment"
PAYABLE = "payable"
CLEARING = "clearing"


def prepayment(account_id: str) -> str:
    """Owed to the customer: + top-up, refund; - payment."""
    return f"{PREPAYMENT}:{account_id}"


def payable(merchant_id: str) -> str:
    """Owed to the merchant: + redemption; - refund, and the cash of top-ups that lies in the merchant's own drawer."""
    return f"{PAYABLE}:{merchant_id}"


def clearing(currency: str) -> str:
    """Held for us by payment providers: grows (by debit) with each captured top-up."""
    return f"{CLEARING}:{currency}"


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
