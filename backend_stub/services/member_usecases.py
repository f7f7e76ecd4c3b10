"""The use cases of association: which rows its commands need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from backend_stub.domain.association import commands, versions
from backend_stub.domain.association.pairs import pair_id
from backend_stub.domain.records import Code, MemberMessage, Till
from backend_stub.domain.state import State
from backend_stub.services.member_needs import Need, member_needs
from backend_stub.storage.lookups import Lookup, UseCase


class _ByCode(Protocol):
    @property
    def till_id(self) -> str: ...
    @property
    def code_hash(self) -> str: ...


class _OfPair(Protocol):
    @property
    def merchant_id(self) -> str: ...
    @property
    def customer_id(self) -> str: ...


def _shown(state: State, command: _ByCode) -> list[Code]:
    return state.where(Code, "code_hash", command.code_hash)


def _shown_pair(state: State, command: _ByCode) -> list[tuple[str, str]]:
    return [(state.need(Till, command.till_id).merchant_id, code.customer_id) for code in _shown(state, command)]


def _pair(_state: State, command: _OfPair) -> list[tuple[str, str]]:
    return [(command.merchant_id, command.customer_id)]


def _merchant(_state: State, command: _OfMerchant) -> Iterable[str]:
    return (command.merchant_id,)


class _OfMerchant(Protocol):
    @property
    def merchant_id(self) -> str: ...


class _OfRule(Protocol):
    @property
    def rule_id(self) -> str: ...


def _rule(_state: State, command: _OfRule) -> Iterable[str]:
    return (command.rule_id,)


_BY_CODE: Mapping[Lookup, Need] = {
    Lookup.TILL: lambda _state, command: (command.till_id,),
    Lookup.CODE_BY_HASH: lambda _state, command: (command.code_hash,),
    Lookup.DEVICE: lambda state, command: [code.device_id for code in _shown(state, command)],
    Lookup.CUSTOMER: lambda state, command: [code.customer_id for code in _shown(state, command)],
    Lookup.MERCHANT: lambda state, command: (state.need(Till, command.till_id).merchant_id,),
    **member_needs(_shown_pair),
}
CHECK_IN: UseCase[commands.CheckIn] = UseCase(
    "check_in",
    commands.check_in,
    {**_BY_CODE, Lookup.INTERACTION: lambda _state, command: (command.visit_id,)},
)
ASK_PRICE: UseCase[commands.AskPrice] = UseCase("ask_price", commands.ask_price, _BY_CODE)

_OF_PAIR: Mapping[Lookup, Need] = {
    Lookup.CUSTOMER: lambda _state, command: (command.customer_id,),
    Lookup.MERCHANT: _merchant,
    **member_needs(_pair),
}
SAY: UseCase[commands.Say] = UseCase(
    "say",
    commands.say,
    {
        **_OF_PAIR,
        Lookup.ASSOCIATION: lambda _state, command: (pair_id(command.merchant_id, command.customer_id),),
    },
)
JUDGE: UseCase[commands.Judge] = UseCase("judge", commands.judge, _OF_PAIR)

ANNOUNCE: UseCase[commands.Announce] = UseCase(
    "announce", commands.announce, {Lookup.MEMBER_MESSAGE: lambda _state, command: (command.message_id,)}
)
SEND: UseCase[commands.Send] = UseCase(
    "send",
    commands.send,
    {
        Lookup.MEMBER_MESSAGE: lambda _state, command: (command.message_id,),
        Lookup.MERCHANT: lambda state, command: (state.need(MemberMessage, command.message_id).merchant_id,),
        Lookup.ASSOCIATION: lambda _state, command: command.association_ids,
    },
)

KEEP_RULE: UseCase[versions.Keep] = UseCase(
    "keep_rule", versions.keep, {Lookup.RULE: _rule, Lookup.RULE_BY_MERCHANT: _merchant}
)
START_RULE: UseCase[versions.Start] = UseCase("start_rule", versions.start, {Lookup.RULE_HELD_BY_MERCHANT: _merchant})
DISCARD_RULE: UseCase[versions.Discard] = UseCase(
    "discard_rule", versions.discard, {Lookup.RULE_HELD_BY_MERCHANT: _merchant}
)
