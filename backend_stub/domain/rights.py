"""Which role may see and do what: the one table. A role has all that the roles before it have, and its own."""

from __future__ import annotations

from collections.abc import Mapping

from backend_stub.contract import Right, Role

_OWN: Mapping[Role, frozenset[Right]] = {
    Role.CASHIER: frozenset({Right.SELL, Right.SEE_SALES, Right.RUN_SHIFT}),
    Role.MANAGER: frozenset(
        {
            Right.SEE_ALL_SALES,
            Right.REFUND,
            Right.KEEP_ACCOUNTS,
            Right.NO_SALE,
            Right.CHANGE_PRICE,
            Right.SEE_MEMBERS,
            Right.MESSAGE_MEMBERS,
            Right.SEE_RULES,
            Right.SEE_SETTLEMENT,
            Right.SEE_GOODS,
            Right.CHANGE_GOODS,
            Right.SEE_REPORTS,
            Right.CHANGE_SETTINGS,
        }
    ),
    Role.OWNER: frozenset({Right.CHANGE_RULES, Right.MANAGE_TILLS, Right.MANAGE_OPERATORS}),
    Role.PLATFORM: frozenset({Right.CLOSE_SETTLEMENT, Right.PAY_OUT, Right.MANAGE_PROGRAMMES, Right.MANAGE_MERCHANTS}),
}
_LADDER = tuple(_OWN)


def rights_of(role: Role, *, owner_is_platform: bool) -> frozenset[Right]:
    """Everything this role may. In a shop that runs its own platform its owner is the platform's operator too."""
    highest = Role.PLATFORM if owner_is_platform and role is Role.OWNER else role
    return frozenset().union(*(_OWN[each] for each in _LADDER[: _LADDER.index(highest) + 1]))


def least_role(right: Right) -> Role:
    """The first role that has a right: whom to ask."""
    return next(role for role in _LADDER if right in _OWN[role])
