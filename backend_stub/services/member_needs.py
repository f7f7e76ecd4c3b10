"""What judging needs loaded, for any use case that brings a customer and a merchant together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from backend_stub.domain.association.days import day_by
from backend_stub.domain.association.force import rule_in_force
from backend_stub.domain.association.pairs import is_to_be_replayed, is_undone_alone, pair_id
from backend_stub.domain.records import Interaction
from backend_stub.domain.state import State
from backend_stub.storage.lookups import Lookup

Pairs = Callable[[State, Any], Iterable[tuple[str, str]]]
Need = Callable[[State, Any], Iterable[str | None]]


def member_needs(
    pairs: Pairs, *, replays: bool = False, sale: Callable[[Any], str] | None = None
) -> Mapping[Lookup, Need]:
    """Lookups for the pairs (merchant, customer) of a command.

    `replays`: the command changes the past, so all records are needed; not for a `sale` of the day that is still open. Otherwise
    they are when nothing is stored of the pair, or only what an earlier version of the rule left.
    """

    def is_past(state: State, command: Any, pair: tuple[str, str]) -> bool:  # noqa: ANN401
        rule = rule_in_force(state, pair[0])
        if not replays or sale is None or rule is None:
            return replays
        bought = state.get(Interaction, sale(command))
        return not is_undone_alone(state, *pair, bought, day_by(rule, state.asked_at))

    def merchants(state: State, command: Any) -> Iterable[str]:  # noqa: ANN401 - any use case's command
        return [merchant_id for merchant_id, _ in pairs(state, command)]

    def rows(state: State, command: Any) -> Iterable[str]:  # noqa: ANN401
        return [pair_id(*pair) for pair in pairs(state, command) if rule_in_force(state, pair[0])]

    def replayed(state: State, command: Any) -> Iterable[tuple[str, str]]:  # noqa: ANN401
        return [
            pair for pair in pairs(state, command) if is_past(state, command, pair) or is_to_be_replayed(state, *pair)
        ]

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
        **({Lookup.INTERACTION: lambda _state, command: (sale(command),)} if sale is not None else {}),
    }
