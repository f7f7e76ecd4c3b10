"""Payment codes (P4, P5): issued to a device for one request to pay, one-time, short-lived.

A device numbers its codes. Usable are its newest and the one before (renewed, but good until its own end), as long as
neither was spent: spending one ends all issued so far. Numbers, not times, decide this, so a clock that jumps can't revive one.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import AccountStatus, ProblemCode
from backend_stub.domain.funds import is_over
from backend_stub.domain.records import SECOND, Acceptance, Account, Code, Device, Terms, altered
from backend_stub.domain.state import Decision, Moment, State, broken
from backend_stub.domain.terms import terms_of

DEFAULT_LIFETIME_S = 60
LIVE_CODES = 2


@dataclass(frozen=True, slots=True)
class IssueCode:
    """The customer asks to pay. The random text was drawn before; here are only its keyed hash and its sealed form."""

    code_id: str
    device_id: str
    customer_id: str
    account_id: str | None
    limit_minor: int | None
    code_hash: str
    sealed_text: str
    request_hash: str


def issue(state: State, command: IssueCode, moment: Moment) -> Decision:
    """A new code for this request, or the same one for the same request repeated."""
    known = state.get(Code, command.code_id)
    if known is not None:
        if known.request_hash != command.request_hash:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        if known.sealed_text is None or known.expires_at <= moment.now:
            return broken(ProblemCode.CONFLICT, "this payment code is over; ask for a new one with a new key")
        return Decision(known)
    device = state.need(Device, command.device_id)
    accounts = state.where(Account, "customer_id", command.customer_id)
    if command.account_id is not None:
        accounts = [account for account in accounts if account.id == command.account_id]
    if not accounts:
        return broken(ProblemCode.NOT_FOUND, "no such prepayment account; open one first", "account_id")
    number = device.codes_issued + 1
    lifetime_s = min(state.need(Terms, terms_of(account)).code_lifetime_s for account in accounts)
    code = Code(
        id=command.code_id,
        code_hash=command.code_hash,
        device_id=device.id,
        customer_id=command.customer_id,
        number=number,
        account_id=command.account_id,
        limit_minor=command.limit_minor,
        issued_at=moment.now,
        expires_at=moment.now + lifetime_s * SECOND,
        held_by_till=None,
        sealed_text=command.sealed_text,
        request_hash=command.request_hash,
    )
    return Decision(code, new=(code,), changed=(altered(device, codes_issued=number),))


def is_usable(code: Code, device: Device, till_id: str, now: int) -> bool:
    """Whether this till may use the code now."""
    return (
        now < code.expires_at
        and code.number > device.codes_ended
        and code.number > device.codes_issued - LIVE_CODES
        and code.held_by_till in (None, till_id)
    )


def spent(device: Device) -> Device:
    """The device after one of its codes was spent: all it was given so far are over."""
    return altered(device, codes_ended=device.codes_issued)


def may_spend(account: Account, now: int) -> bool:
    """Whether anything can be paid from the account: it is open, and its money has not expired."""
    return account.status == AccountStatus.OPEN and not is_over(account, now)


def takes(acceptance: Acceptance | None, account: Account) -> bool:
    """Whether a merchant takes an account's money: one that left still takes those opened before."""
    return acceptance is not None and (
        acceptance.ended_version is None or account.terms_version < acceptance.ended_version
    )


def usable_accounts(state: State, code: Code, merchant_id: str, now: int) -> list[Account]:
    """The customer's accounts that this code may spend at this merchant: the first to expire first, then the oldest."""
    return [account for account in open_accounts(state, code, merchant_id) if not is_over(account, now)]


def open_accounts(state: State, code: Code, merchant_id: str) -> list[Account]:
    """Those that may be filled there, in the same order: also where what they held has expired."""
    taken = {acceptance.programme_id: acceptance for acceptance in state.where(Acceptance, "merchant_id", merchant_id)}
    accounts = [
        account
        for account in state.where(Account, "customer_id", code.customer_id)
        if takes(taken.get(account.programme_id), account)
        and code.account_id in (None, account.id)
        and account.status == AccountStatus.OPEN
    ]
    never = 2**63
    return sorted(accounts, key=lambda account: (account.expires_at or never, account.opened_at, account.id))
