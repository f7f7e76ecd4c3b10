"""The use cases of an account's life and of gifts: which rows they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from backend_stub.contract import GiftState
from backend_stub.domain import gifts, lives
from backend_stub.domain.records import Account, Customer, Gift
from backend_stub.domain.state import State
from backend_stub.domain.terms import terms_of
from backend_stub.services.usecases import newest_terms
from backend_stub.storage.lookups import Lookup, UseCase


def _terms(state: State, account_ids: Iterable[str | None]) -> Iterable[str]:
    return [terms_of(account) for account_id in account_ids if (account := state.get(Account, account_id))]


# --- an account's life ------------------------------------------------------------------------------------------------


def _its_programme(state: State, command: lives.Act) -> Iterable[str]:
    account = state.get(Account, command.account_id)
    return (account.programme_id,) if account else ()


_ACT: Mapping[Lookup, Callable[[State, lives.Act], Iterable[str | None]]] = {
    Lookup.TILL: lambda _, command: (command.till_id,),
    Lookup.SHIFT_OPEN_BY_TILL: lambda _, command: (command.till_id,),
    Lookup.ACCOUNT: lambda _, command: (command.account_id,),
    Lookup.ACCOUNT_ACT: lambda _, command: (command.act_id,),
    Lookup.PROGRAMME: _its_programme,
    Lookup.TERMS: lambda state, command: _terms(state, (command.account_id,)),
    Lookup.ACCEPTANCE_BY_MERCHANT: lambda _, command: (command.merchant_id if command.till_id else None,),
}


def _new_owner(state: State, command: lives.Move) -> Iterable[str]:
    return [one.id for one in state.where(Customer, "social_id", command.to_social_id)]


FREEZE: UseCase[lives.Freeze] = UseCase("freeze", lives.freeze, _ACT)
UNFREEZE: UseCase[lives.Unfreeze] = UseCase("unfreeze", lives.unfreeze, _ACT)
MOVE: UseCase[lives.Move] = UseCase(
    "move",
    lives.move,
    {
        **_ACT,
        Lookup.TALLY: lambda _, command: [one.id for one in command.misses],
        Lookup.CUSTOMER_BY_SOCIAL_ID: lambda _, command: (command.to_social_id,),
        Lookup.ACCOUNT_BY_CUSTOMER: _new_owner,
    },
)
CLOSE: UseCase[lives.Close] = UseCase(
    "close", lives.close, {**_ACT, Lookup.GIFT_OFFERED_BY_ACCOUNT: lambda _, command: (command.account_id,)}
)
EXPIRE: UseCase[lives.Expire] = UseCase(
    "expire",
    lives.expire,
    {
        Lookup.ACCOUNT: lambda _, command: (command.account_id,),
        Lookup.TERMS: lambda state, command: _terms(state, (command.account_id,)),
    },
)

WARN: UseCase[lives.Warn] = UseCase(
    "warn_of_expiry",
    lives.warn,
    {
        Lookup.ACCOUNT: lambda _, command: (command.account_id,),
        Lookup.EXPIRY_WARNING: lambda _, command: (command.account_id,),
        Lookup.TERMS: lambda state, command: _terms(state, (command.account_id,)),
    },
)


# --- gifts ------------------------------------------------------------------------------------------------------------

OFFER: UseCase[gifts.Offer] = UseCase(
    "offer_gift",
    gifts.offer,
    {
        Lookup.TALLY: lambda _, command: [one.id for one in command.misses],
        Lookup.CUSTOMER_BY_SOCIAL_ID: lambda _, command: (command.to_social_id,),
        Lookup.ACCOUNT_BY_CUSTOMER: lambda _, command: (command.giver_id,),
        Lookup.GIFT_SEEN: lambda _, command: (command.gift_id,),
        Lookup.CUSTOMER: lambda _, command: (command.giver_id,),
        Lookup.TERMS: lambda state, command: [
            terms_of(account) for account in state.where(Account, "customer_id", command.giver_id)
        ],
    },
)


def _gift(state: State, gift_id: str) -> Iterable[Gift]:
    found = state.get(Gift, gift_id)
    return (found,) if found else ()


def _recipient(state: State, command: gifts.Answer) -> Iterable[str]:
    """Whose accounts matter: those of somebody who accepts."""
    if command.state is not GiftState.ACCEPTED:
        return ()
    return [gift.recipient_id for gift in _gift(state, command.gift_id)]


def _answered_terms(state: State, command: gifts.Answer) -> Iterable[str]:
    owned = [one.id for who in _recipient(state, command) for one in state.where(Account, "customer_id", who)]
    found = _terms(state, [*owned, *(gift.giver_account_id for gift in _gift(state, command.gift_id))])
    return [
        *found,
        *(terms for gift in _gift(state, command.gift_id) for terms in newest_terms(state, gift.programme_id)),
    ]


ANSWER: UseCase[gifts.Answer] = UseCase(
    "answer_gift",
    gifts.answer,
    {
        Lookup.GIFT: lambda _, command: (command.gift_id,),
        Lookup.ACCOUNT: lambda state, command: [gift.giver_account_id for gift in _gift(state, command.gift_id)],
        Lookup.ACCOUNT_BY_CUSTOMER: _recipient,
        Lookup.PROGRAMME: lambda state, command: [gift.programme_id for gift in _gift(state, command.gift_id)],
        Lookup.TERMS: _answered_terms,
    },
)


def _both_accounts(state: State, command: gifts.TakeGiftBack) -> Iterable[str | None]:
    return [
        account_id
        for gift in _gift(state, command.gift_id)
        for account_id in (gift.giver_account_id, gift.recipient_account_id)
    ]


TAKE_GIFT_BACK: UseCase[gifts.TakeGiftBack] = UseCase(
    "take_gift_back",
    gifts.take_gift_back,
    {
        Lookup.GIFT: lambda _, command: (command.gift_id,),
        Lookup.ACCOUNT: _both_accounts,
        Lookup.PROGRAMME: lambda state, command: [gift.programme_id for gift in _gift(state, command.gift_id)],
        Lookup.TERMS: lambda state, command: _terms(state, _both_accounts(state, command)),
    },
)
