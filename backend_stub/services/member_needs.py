"""What judging needs loaded, for any use case that brings a customer and a merchant together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from backend_stub.domain.association.force import rule_in_force
from backend_stub.domain.association.pairs import is_to_be_replayed, pair_id
from backend_stub.domain.state import State
from backend_stub.storage.lookups import Lookup

Pairs = Callable[[State, Any], Iterable[tuple[str, str]]]
Need = Callable[[State, Any], Iterable[str | None]]


def member_needs(pairs: Pairs, *, replays: bool = False) -> Mapping[Lookup, Need]:
    """Lookups for the pairs (merchant, customer) of a command.

    `replays`: the command changes the past, so all records are always needed. Otherwise they are when nothing is stored of the
    pair, or only what an earlier version of the rule left.
    """

    def merchants(state: State, command: Any) -> Iterable[str]:  # noqa: ANN401 - any use case's command
        return [merchant_id for merchant_id, _ in pairs(state, command)]

    def rows(state: State, command: Any) -> Iterable[str]:  # noqa: ANN401
        return [pair_id(*pair) for pair in pairs(state, command) if rule_in_force(state, pair[0])]

    def replayed(state: State, command: Any) -> Iterable[tuple[str, str]]:  # noqa: ANN401
        return [pair for pair in pairs(state, command) if replays or is_to_be_replayed(state, *pair)]

    def whole(state: State, command: Any) -> Iterable[str]:  # noqa: ANN401
        ids = [pair_id(*pair) for pair in replayed(state, command)]
        state.loaded_whole.update(ids)
        return ids

    return {
        Lookup.RULE_USED: merchants,
        Lookup.ASSOCIATION: rows,
        Lookup.RULE_BY_MERCHANT: lambda state, command: [merchant for merchant, _ in replayed(state, command)],
        Lookup.ASSOCIATION_EVENT_BY_ASSOCIATION: lambda state, command: [
            pair_id(*pair) for pair in replayed(state, command)
        ],
        Lookup.INTERACTION_BY_PAIR: whole,
    }
