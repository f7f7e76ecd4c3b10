"""What a use case needs loaded, table by table.

The order of `Lookup` is the order in which rows are loaded *and* locked, for every command of every process: so two
batches can wait for each other, but not in a circle. A command names keys for a lookup from what is loaded before it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from backend_stub.domain import records
from backend_stub.domain.records import Record
from backend_stub.domain.state import Decision, Moment, State

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class _Set:
    kind: type[Record]
    field: str = "id"
    lock: bool = False


class Lookup(enum.Enum):
    """A set of rows by a key, in the order of loading and locking."""

    TILL = _Set(records.Till, lock=True)
    OPERATOR = _Set(records.Operator, lock=True)
    TOKEN_BY_HASH = _Set(records.Token, "token_hash")
    CUSTOMER_BY_SOCIAL_ID = _Set(records.Customer, "social_id")
    REDEMPTION = _Set(records.Redemption, lock=True)
    REFUND = _Set(records.Refund)  # after the lock of what it is of: a repeat that waited for it sees the first
    CODE = _Set(records.Code, lock=True)
    CODE_BY_HASH = _Set(records.Code, "code_hash", lock=True)
    DEVICE = _Set(records.Device, lock=True)
    REDEMPTION_BY_CODE = _Set(records.Redemption, "code_id")
    ACCOUNT = _Set(records.Account, lock=True)
    ACCOUNT_BY_CUSTOMER = _Set(records.Account, "customer_id", lock=True)
    TOP_UP = _Set(records.TopUp)  # after the account's lock, likewise
    CUSTOMER = _Set(records.Customer)
    PROGRAMME = _Set(records.Programme)
    ACCEPTANCE_BY_MERCHANT = _Set(records.Acceptance, "merchant_id")
    MERCHANT = _Set(records.Merchant)


@dataclass(frozen=True, slots=True)
class UseCase(Generic[C]):
    """Which rows a command needs, and which decision is asked."""

    name: str
    decide: Callable[[State, C, Moment], Decision]
    needs: Mapping[Lookup, Callable[[State, C], Iterable[str | None]]]
