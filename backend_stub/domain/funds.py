"""Paid money and bonus in one account: the rule by which both are spent, given back, and lapse.

1. Paid money goes out first, bonus only when no paid money is left. (What the customer could still get back in cash is
   what a shop is paid from first; the gift of the shop lasts longest and is the only part that can be lost.)
2. Bonus is spent, never paid out: not in cash, not to a provider, not as a gift.
3. A sale given back goes back in its original split, pro rata: of `n` given back so far of a sale, `n * bonus / amount`
   (rounded down) was bonus. Reckoned on the sum given back so far, so parts that add up to the sale add up to its split.
4. Bonus was the issuer's expense. What is left of it goes back to the issuer when its top-up is taken back, when the account
   is closed, or when its money expires; paid money that expires becomes breakage.
5. All money of an account expires together: so long after the last came in by top-up or gift as its terms say. What comes back
   by a refund, or of a gift that was not taken, does not lengthen that; but where the time is over it begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import AccountActKind, AccountStatus, MessageKind
from backend_stub.domain import ledger
from backend_stub.domain.messages import message
from backend_stub.domain.records import SECOND, Account, AccountAct, Record, Redemption, Terms, Transfer, altered
from backend_stub.domain.state import Moment

DAY = 86_400 * SECOND
JOB = "expiry"


@dataclass(frozen=True, slots=True)
class Parts:
    """An amount as what it is made of."""

    paid_minor: int
    bonus_minor: int


def spendable(account: Account) -> int:
    """What can be paid with: paid money and bonus."""
    return account.balance_minor + account.bonus_minor


def drawn(account: Account, amount_minor: int) -> Parts:
    """What a payment takes: paid money first (rule 1)."""
    paid = min(amount_minor, account.balance_minor)
    return Parts(paid, amount_minor - paid)


def bonus_share(sale: Redemption, given_back_minor: int) -> int:
    """How much of what was given back so far of a sale is bonus (rule 3). The one place where it is rounded."""
    return given_back_minor * sale.bonus_minor // sale.amount_minor if sale.amount_minor else 0


def back(sale: Redemption, amount_minor: int) -> Parts:
    """What the next part of a sale that is given back is made of."""
    so_far = sale.refunded_minor
    bonus_minor = bonus_share(sale, so_far + amount_minor) - bonus_share(sale, so_far)
    return Parts(amount_minor - bonus_minor, bonus_minor)


def less(account: Account, parts: Parts) -> Account:
    """The account when the money has left it."""
    return altered(
        account,
        balance_minor=account.balance_minor - parts.paid_minor,
        bonus_minor=account.bonus_minor - parts.bonus_minor,
    )


def plus(account: Account, parts: Parts) -> Account:
    """The account when the money has come in."""
    return altered(
        account,
        balance_minor=account.balance_minor + parts.paid_minor,
        bonus_minor=account.bonus_minor + parts.bonus_minor,
    )


def going_out(act_id: str, kind: str, account: Account, parts: Parts, to: str, at: int) -> tuple[Transfer, ...]:
    """The transfers of money that leaves an account: one for each part there is."""
    return tuple(
        ledger.transfer(
            act_id, kind, debit=line, credit=to, amount_minor=minor, currency=account.currency, at=at, number=number
        )
        for number, line, minor in _lines(account, parts)
    )


def coming_in(
    act_id: str, kind: str, account: Account, parts: Parts, of: str, at: int, first: int = 1
) -> tuple[Transfer, ...]:
    """The transfers of money that comes into an account: one for each part there is, numbered from `first`."""
    return tuple(
        ledger.transfer(
            act_id, kind, debit=of, credit=line, amount_minor=minor, currency=account.currency, at=at, number=number
        )
        for number, line, minor in _lines(account, parts, first)
    )


def _lines(account: Account, parts: Parts, first: int = 1) -> list[tuple[int, str, int]]:
    if not parts.bonus_minor:
        return [(first, ledger.prepayment(account.id), parts.paid_minor)] if parts.paid_minor else []
    bonus = ledger.bonus(account.id), parts.bonus_minor
    if not parts.paid_minor:
        return [(first, *bonus)]
    return [(first, ledger.prepayment(account.id), parts.paid_minor), (first + 1, *bonus)]


# --- the life of unspent money (rule 5) -------------------------------------------------------------------------------


def is_over(account: Account, now: int) -> bool:
    """Whether the account's money has expired: nothing is paid from it any more."""
    return account.expires_at is not None and account.expires_at <= now


def lapsed(
    account: Account, terms: Terms, moment: Moment, as_of: int | None = None
) -> tuple[Account, tuple[Record, ...]]:
    """The account without what has expired by `as_of` (now), and the rows that say where it went."""
    if not is_over(account, moment.now if as_of is None else as_of):
        return account, ()
    emptied = altered(account, balance_minor=0, bonus_minor=0, expires_at=None)
    if not spendable(account):
        return emptied, ()
    gone = Parts(account.balance_minor, account.bonus_minor)
    act = AccountAct(
        id=moment.new_id(),
        account_id=account.id,
        customer_id=account.customer_id,
        kind=AccountActKind.EXPIRED.value,
        by=JOB,
        merchant_id=None,
        till_id=None,
        approved_by=None,
        to_customer_id=None,
        paid_minor=gone.paid_minor,
        bonus_minor=gone.bonus_minor,
        currency=account.currency,
        reason="",
        at=moment.now,
        request_hash="",
    )
    breakage = ledger.breakage(account.currency)
    paid = going_out(act.id, ledger.Kind.EXPIRY, account, Parts(gone.paid_minor, 0), breakage, moment.now)
    bonus = bonus_returned(act.id, account, terms, gone.bonus_minor, moment.now, number=len(paid) + 1)
    told = message(
        moment,
        MessageKind.FUNDS_EXPIRED,
        account.customer_id,
        emptied,
        amount_minor=spendable(account),
        expired_bonus_minor=gone.bonus_minor,
    )
    return emptied, (act, *paid, *bonus, told)


def bonus_returned(
    act_id: str, account: Account, terms: Terms, bonus_minor: int, at: int, number: int
) -> tuple[Transfer, ...]:
    """Unspent bonus goes back to the issuer who promised it (rule 4)."""
    if not bonus_minor:
        return ()
    return (
        ledger.transfer(
            act_id,
            ledger.Kind.BONUS_RETURNED,
            debit=ledger.bonus(account.id),
            credit=ledger.payable(terms.issuer_id),
            amount_minor=bonus_minor,
            currency=account.currency,
            at=at,
            number=number,
        ),
    )


def received(account: Account, parts: Parts, terms: Terms, now: int) -> Account:
    """New money: it and what was there live as long again as the terms say, and never shorter than before."""
    return _living(plus(account, parts), terms, now)


def returned(account: Account, parts: Parts, terms: Terms, now: int) -> Account:
    """Money that comes back: a closed account opens again for it, and it never comes back expired."""
    again = plus(account, parts)
    if again.status == AccountStatus.CLOSED:
        again = altered(again, status=AccountStatus.OPEN.value)
    return again if account.expires_at is not None and account.expires_at > now else _living(again, terms, now)


def _living(account: Account, terms: Terms, now: int) -> Account:
    if terms.expires_after_days is None:
        return altered(account, expires_at=None) if account.expires_at is not None else account
    return altered(account, expires_at=max(account.expires_at or 0, now + terms.expires_after_days * DAY))
