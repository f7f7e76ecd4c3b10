"""The use cases by which money comes in from outside and goes back there: which rows they need."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from backend_stub.domain import takeback, topups
from backend_stub.domain.records import Account, Code, Till, TopUp, TopUpRefund
from backend_stub.domain.state import State
from backend_stub.domain.terms import terms_of
from backend_stub.services.member_needs import member_needs
from backend_stub.storage.lookups import Lookup, UseCase


def _code_for_filling(state: State, command: topups.PutIn) -> Iterable[Code]:
    return state.where(Code, "code_hash", command.code_hash) if command.code_hash else ()


def _filled(state: State, command: topups.PutIn) -> Iterable[Account]:
    account = state.get(Account, command.account_id)
    if account:
        return (account,)
    return [
        account
        for code in _code_for_filling(state, command)
        for account in state.where(Account, "customer_id", code.customer_id)
    ]


def _filling_merchant(state: State, command: topups.PutIn) -> Iterable[str | None]:
    till = state.get(Till, command.till_id)
    return (till.merchant_id,) if till else ()


def _filled_pair(state: State, command: topups.PutIn) -> list[tuple[str, str]]:
    """Who is judged at once: cash is in the account with this command."""
    return [
        (merchant_id, account.customer_id)
        for merchant_id in _filling_merchant(state, command)
        if merchant_id
        for account in _filled(state, command)
    ]


TOP_UP: UseCase[topups.PutIn] = UseCase(
    "top_up",
    topups.top_up,
    {
        Lookup.TILL: lambda _, command: (command.till_id,),
        Lookup.SHIFT_OPEN_BY_TILL: lambda _, command: (command.till_id,),
        Lookup.TOP_UP: lambda _, command: (command.topup_id,),
        Lookup.CODE_BY_HASH: lambda _, command: (command.code_hash,),
        Lookup.DEVICE: lambda state, command: [code.device_id for code in _code_for_filling(state, command)],
        Lookup.ACCOUNT: lambda _, command: (command.account_id,),
        Lookup.ACCOUNT_BY_CUSTOMER: lambda state, command: [
            code.customer_id for code in _code_for_filling(state, command)
        ],
        Lookup.CUSTOMER: lambda state, command: [account.customer_id for account in _filled(state, command)],
        Lookup.TERMS: lambda state, command: [terms_of(account) for account in _filled(state, command)],
        Lookup.ACCEPTANCE_BY_MERCHANT: _filling_merchant,
        Lookup.MERCHANT: _filling_merchant,
        **member_needs(_filled_pair),
    },
)


class _OfTopUp(Protocol):
    @property
    def topup_id(self) -> str: ...


def _its_account(state: State, command: _OfTopUp) -> Iterable[str]:
    topup = state.get(TopUp, command.topup_id)
    return (topup.account_id,) if topup else ()


def _its_merchant(state: State, command: _OfTopUp) -> Iterable[str]:
    return [merchant_id for merchant_id, _ in _its_pair(state, command)]


def _its_customer(state: State, command: _OfTopUp) -> Iterable[str]:
    return [customer_id for _, customer_id in _its_pair(state, command)]


def _its_pair(state: State, command: _OfTopUp) -> list[tuple[str, str]]:
    topup = state.get(TopUp, command.topup_id)
    return [(topup.merchant_id, topup.customer_id)] if topup else []


def _its_terms(state: State, command: _OfTopUp) -> Iterable[str]:
    return _terms(state, _its_account(state, command))


def _terms(state: State, account_ids: Iterable[str]) -> Iterable[str]:
    return [terms_of(account) for account_id in account_ids if (account := state.get(Account, account_id))]


HEARD: UseCase[topups.Heard] = UseCase(
    "top_up_heard",
    topups.heard,
    {
        Lookup.TOP_UP_HELD: lambda _, command: (command.topup_id,),
        Lookup.ACCOUNT: _its_account,
        Lookup.TERMS: _its_terms,
        Lookup.CUSTOMER: _its_customer,
        Lookup.MERCHANT: _its_merchant,
        **member_needs(_its_pair),
    },
)

TAKE_BACK: UseCase[takeback.TakeBack] = UseCase(
    "take_top_up_back",
    takeback.take_back,
    {
        Lookup.TILL: lambda _, command: (command.till_id,),
        Lookup.SHIFT_OPEN_BY_TILL: lambda _, command: (command.till_id,),
        Lookup.TOP_UP_HELD: lambda _, command: (command.topup_id,),
        Lookup.TOP_UP_REFUND: lambda _, command: (command.refund_id,),
        Lookup.ACCOUNT: _its_account,
        Lookup.TERMS: _its_terms,
        Lookup.CUSTOMER: _its_customer,
        Lookup.MERCHANT: _its_merchant,
        **member_needs(_its_pair, replays=True),
    },
)


def _refund(state: State, command: takeback.RefundHeard) -> Iterable[TopUpRefund]:
    found = state.get(TopUpRefund, command.refund_id)
    return (found,) if found else ()


def _refund_pair(state: State, command: takeback.RefundHeard) -> list[tuple[str, str]]:
    """Who put it in, whosever the account is by now."""
    found = (state.get(TopUp, one.topup_id) for one in _refund(state, command))
    return [(topup.merchant_id, topup.customer_id) for topup in found if topup]


REFUND_HEARD: UseCase[takeback.RefundHeard] = UseCase(
    "top_up_refund_heard",
    takeback.refund_heard,
    {
        Lookup.TOP_UP_REFUND: lambda _, command: (command.refund_id,),
        Lookup.TOP_UP: lambda state, command: [one.topup_id for one in _refund(state, command)],
        Lookup.ACCOUNT: lambda state, command: [one.account_id for one in _refund(state, command)],
        Lookup.TERMS: lambda state, command: _terms(state, [one.account_id for one in _refund(state, command)]),
        Lookup.CUSTOMER: lambda state, command: [customer_id for _, customer_id in _refund_pair(state, command)],
        Lookup.MERCHANT: lambda state, command: [merchant_id for merchant_id, _ in _refund_pair(state, command)],
        **member_needs(_refund_pair, replays=True),
    },
)
