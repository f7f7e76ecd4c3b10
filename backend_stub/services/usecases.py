"""The use cases of the platform: for each command the rows it needs, lookup by lookup, and the decision that is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from backend_stub.domain import accounts, codes, giveback, inbox, operators, redemption
from backend_stub.domain.records import Account, Code, Device, Programme, Redemption, Till
from backend_stub.domain.state import State
from backend_stub.domain.terms import terms_id, terms_of
from backend_stub.services.member_needs import member_needs
from backend_stub.storage.lookups import Lookup, UseCase


class _FromTill(Protocol):
    @property
    def till_id(self) -> str | None: ...


def _till(_state: State, command: _FromTill) -> Iterable[str | None]:
    return (command.till_id,)


def _terms(state: State, account_ids: Iterable[str | None]) -> Iterable[str]:
    found = (state.get(Account, account_id) for account_id in account_ids)
    return [terms_of(account) for account in found if account]


def newest_terms(state: State, programme_id: str) -> Iterable[str]:
    """The terms of an account that is opened now."""
    programme = state.get(Programme, programme_id)
    return (terms_id(programme.id, programme.version),) if programme else ()


# --- redeem -----------------------------------------------------------------------------------------------------------


def _shown(state: State, command: redemption.Redeem) -> Code | None:
    return next(iter(state.where(Code, "code_hash", command.code_hash)), None)


def _over(state: State, command: redemption.Redeem) -> Iterable[str | None]:
    """The code, when it is over: only then does it matter who used it."""
    code = _shown(state, command)
    if code is None:
        return ()
    device = state.need(Device, code.device_id)
    return (code.id,) if code.number <= device.codes_ended else ()


def _payer(state: State, command: redemption.Redeem) -> Iterable[str | None]:
    code = _shown(state, command)
    return (code.customer_id,) if code else ()


def _payer_terms(state: State, command: redemption.Redeem) -> Iterable[str | None]:
    return [
        terms_of(account)
        for customer_id in _payer(state, command)
        for account in state.where(Account, "customer_id", customer_id)
    ]


REDEEM: UseCase[redemption.Redeem] = UseCase(
    "redeem",
    redemption.redeem,
    {
        Lookup.TILL: _till,
        Lookup.OPERATOR: lambda _, command: (command.operator_id,),
        Lookup.REDEMPTION: lambda _, command: (command.attempt_id,),
        Lookup.CODE_BY_HASH: lambda _, command: (command.code_hash,),
        Lookup.DEVICE: lambda state, command: (code.device_id,) if (code := _shown(state, command)) else (),
        Lookup.REDEMPTION_BY_CODE: _over,
        Lookup.ACCOUNT_BY_CUSTOMER: _payer,
        Lookup.CUSTOMER: _payer,
        Lookup.TERMS: _payer_terms,
        Lookup.ACCEPTANCE_BY_MERCHANT: lambda state, command: (state.need(Till, command.till_id).merchant_id,),
        Lookup.MERCHANT: lambda state, command: (state.need(Till, command.till_id).merchant_id,),
        **member_needs(
            lambda state, command: [
                (state.need(Till, command.till_id).merchant_id, code.customer_id)
                for code in state.where(Code, "code_hash", command.code_hash)
            ]
        ),
    },
)


# --- what follows an attempt: confirmation, reversal, refund ----------------------------------------------------------


class _OfAttempt(Protocol):
    @property
    def attempt_id(self) -> str: ...


def _attempt(_state: State, command: _OfAttempt) -> Iterable[str | None]:
    return (command.attempt_id,)


def _found(state: State, command: _OfAttempt) -> Iterable[Redemption]:
    attempt = state.get(Redemption, command.attempt_id)
    return (attempt,) if attempt else ()


def _its_account(state: State, command: _OfAttempt) -> Iterable[str | None]:
    return [attempt.account_id for attempt in _found(state, command)]


def _its_terms(state: State, command: _OfAttempt) -> Iterable[str | None]:
    return _terms(state, _its_account(state, command))


def _its_merchant(state: State, command: _OfAttempt) -> Iterable[str | None]:
    return [attempt.merchant_id for attempt in _found(state, command)]


def _its_pair(state: State, command: _OfAttempt) -> list[tuple[str, str]]:
    return [(attempt.merchant_id, attempt.customer_id) for attempt in _found(state, command) if attempt.customer_id]


def _its_customer(state: State, command: _OfAttempt) -> Iterable[str | None]:
    return [attempt.customer_id for attempt in _found(state, command)]


CONFIRM: UseCase[redemption.Confirm] = UseCase(
    "confirm",
    redemption.confirm,
    {
        Lookup.TILL: _till,
        Lookup.REDEMPTION: _attempt,
        Lookup.ACCOUNT: _its_account,
        Lookup.TERMS: _its_terms,
        Lookup.MERCHANT: _its_merchant,
        Lookup.CUSTOMER: _its_customer,
        **member_needs(_its_pair),
    },
)

SETTLE: UseCase[redemption.Settle] = UseCase("settle", redemption.settle, {Lookup.REDEMPTION: _attempt})

REVERSE: UseCase[giveback.Reverse] = UseCase(
    "reverse",
    giveback.reverse,
    {
        Lookup.TILL: _till,
        Lookup.REDEMPTION: _attempt,
        Lookup.ACCOUNT: _its_account,
        Lookup.TERMS: _its_terms,
        Lookup.MERCHANT: lambda state, command: (state.need(Till, command.till_id).merchant_id,),
        Lookup.CUSTOMER: _its_customer,
        **member_needs(_its_pair, replays=True, sale=lambda command: command.attempt_id),
    },
)

REFUND: UseCase[giveback.GiveBack] = UseCase(
    "refund",
    giveback.refund,
    {
        Lookup.TILL: _till,
        Lookup.REFUND: lambda _, command: (command.refund_id,),
        Lookup.REDEMPTION: _attempt,
        Lookup.ACCOUNT: _its_account,
        Lookup.TERMS: _its_terms,
        Lookup.MERCHANT: _its_merchant,
        Lookup.CUSTOMER: _its_customer,
        **member_needs(_its_pair, replays=True, sale=lambda command: command.attempt_id),
    },
)


# --- customers, accounts, codes ---------------------------------------------------------------------------------------

JOIN: UseCase[accounts.Join] = UseCase(
    "join",
    accounts.join,
    {
        Lookup.TALLY: lambda _, command: [one.id for one in command.counted],
        Lookup.TOKEN_BY_HASH: lambda _, command: (command.token_hash,),
        Lookup.CUSTOMER_BY_SOCIAL_ID: lambda _, command: (command.social_id,),
        Lookup.CUSTOMER: lambda _, command: (command.customer_id,),
    },
)

ADD_DEVICE: UseCase[accounts.AddDevice] = UseCase(
    "add_device",
    accounts.add_device,
    {
        Lookup.TOKEN_BY_HASH: lambda _, command: (command.token_hash,),
        Lookup.DEVICE: lambda _, command: (command.device_id,),
    },
)

ESTABLISH: UseCase[accounts.Establish] = UseCase(
    "establish",
    accounts.establish,
    {
        Lookup.ACCOUNT: lambda _, command: (command.account_id,),
        Lookup.ACCOUNT_BY_CUSTOMER: lambda _, command: (command.customer_id,),
        Lookup.PROGRAMME: lambda _, command: (command.programme_id,),
        Lookup.TERMS: lambda state, command: newest_terms(state, command.programme_id),  # for what follows in the batch
    },
)

ISSUE_CODE: UseCase[codes.IssueCode] = UseCase(
    "issue_code",
    codes.issue,
    {
        Lookup.CODE: lambda _, command: (command.code_id,),
        Lookup.DEVICE: lambda _, command: (command.device_id,),
        Lookup.ACCOUNT_BY_CUSTOMER: lambda _, command: (command.customer_id,),
        Lookup.TERMS: lambda state, command: [
            terms_of(account) for account in state.where(Account, "customer_id", command.customer_id)
        ],
    },
)


# --- operators' PINs and sessions ---------------------------------------------------------------------------------------

PIN_TRIED: UseCase[operators.PinTried] = UseCase(
    "pin_tried", operators.pin_tried, {Lookup.OPERATOR: lambda _, command: (command.operator_id,)}
)

SIGN_IN: UseCase[operators.SignIn] = UseCase(
    "sign_in_operator",
    operators.sign_in,
    {
        Lookup.OPERATOR: lambda _, command: (command.tried.operator_id,),
        Lookup.OPERATOR_SESSION: lambda _, command: (command.session_id,),
        Lookup.OPERATOR_SESSION_BY_TILL: lambda _, command: (command.till_id,),
    },
)


class _OfSession(Protocol):
    @property
    def session_id(self) -> str: ...


def _session(_state: State, command: _OfSession) -> Iterable[str | None]:
    return (command.session_id,)


SIGN_OUT: UseCase[operators.SignOut] = UseCase(
    "sign_out_operator", operators.sign_out, {Lookup.OPERATOR_SESSION: _session}
)
NOTE_USE: UseCase[operators.NoteUse] = UseCase(
    "note_session_use", operators.note_use, {Lookup.OPERATOR_SESSION: _session}
)


# --- messages ---------------------------------------------------------------------------------------------------------

MARK_READ: UseCase[inbox.MarkRead] = UseCase(
    "mark_read", inbox.mark_read, {Lookup.INBOX: lambda _, command: (command.customer_id,)}
)
