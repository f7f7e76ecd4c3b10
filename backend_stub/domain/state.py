"""What a decision sees and what it answers.

A batch of commands shares one `State`: the rows that were loaded for them, and what the decisions before changed. A
decision is pure, so it can be replayed, tested and simulated without a database; only `State.apply` changes anything,
and only when the whole decision is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from backend_stub.contract import ProblemCode
from backend_stub.domain.records import (
    Acceptance,
    Account,
    AssociationEvent,
    BankEntry,
    BankStatement,
    Batch,
    Code,
    Contact,
    Customer,
    Gift,
    Instant,
    Interaction,
    Merchant,
    OneTimeSecret,
    Operator,
    OperatorSession,
    Passkey,
    Record,
    Redemption,
    Rule,
    Shift,
    Terms,
    Till,
    Token,
    WebhookEndpoint,
)

R = TypeVar("R", bound=Record)
Key = str | tuple[object, ...]

# Fields, besides the key, by which rows are looked up.
INDEXED: dict[type[Record], tuple[str, ...]] = {
    Acceptance: ("merchant_id", "programme_id"),
    Account: ("customer_id",),
    AssociationEvent: ("association_id",),
    BankEntry: ("matched_id",),
    BankStatement: ("file_hash",),
    Batch: ("store_id",),
    Code: ("code_hash",),
    Contact: ("customer_id",),
    Customer: ("social_id",),
    Gift: ("giver_account_id",),
    Interaction: ("customer_id",),
    Merchant: ("public_service_id",),
    OneTimeSecret: ("secret_hash", "customer_id"),
    Operator: ("merchant_id",),
    OperatorSession: ("till_id", "operator_id"),
    Passkey: ("customer_id",),
    Redemption: ("code_id",),
    Rule: ("merchant_id",),
    Shift: ("till_id",),
    Terms: ("programme_id",),
    Till: ("store_id",),
    Token: ("token_hash", "subject_id"),
    WebhookEndpoint: ("merchant_id",),
}
# The one such field that may change: an account goes to another customer. It is saved apart, so that ordinary changes of the
# row leave its index alone.
MOVING: dict[type[Record], str] = {Account: "customer_id"}


@dataclass(frozen=True, slots=True)
class Moment:
    """What a decision may not fetch for itself: the time, and ids that grow with time (UUIDv7)."""

    now: Instant
    new_id: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Broken:
    """The command can't be done and changes nothing: a problem for the caller, not an outcome of a payment."""

    code: ProblemCode
    detail: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer, and the rows that make it true: new ones and those that replace a loaded one."""

    reply: Record | Broken
    new: tuple[Record, ...] = ()
    changed: tuple[Record, ...] = ()


def broken(code: ProblemCode, detail: str, field: str | None = None) -> Decision:
    """A decision to do nothing, and why."""
    return Decision(Broken(code, detail, field))


def _key_getter(kind: type[Record]) -> Callable[[Record], Key]:
    return attrgetter(*kind.KEY)


_KEY_OF: dict[type[Record], Callable[[Record], Key]] = {kind: _key_getter(kind) for kind in Record.__subclasses__()}


def key_of(record: Record) -> Key:
    """What identifies the row among its kind."""
    return _KEY_OF[type(record)](record)


EARLIEST = Instant(0)


class State:
    """The rows of a batch, by kind and key, and what is to be saved."""

    def __init__(self, records: Iterable[Record] = (), asked_at: Instant = EARLIEST) -> None:
        self.asked_at = (
            asked_at  # when loading began: by this moment it is told what is to be loaded, and what is in force
        )
        self.loaded_whole: set[str] = set()  # pairs of customer and merchant all of whose records were asked for
        self._rows: defaultdict[type[Record], dict[Key, Record]] = defaultdict(dict)
        self._index: dict[tuple[type[Record], str], dict[object, dict[Key, None]]] = {}
        self.new: dict[type[Record], dict[Key, Record]] = {}
        self.changed: dict[type[Record], dict[Key, Record]] = {}
        self.moved: dict[type[Record], set[Key]] = {}
        for record in records:
            self.put(record)

    def put(self, record: Record) -> None:
        """Add a loaded row, or the newer version of one."""
        self._put(record, key_of(record))

    def _put(self, record: Record, key: Key) -> None:
        kind = type(record)
        rows = self._rows[kind]
        is_newer = key in rows
        rows[key] = record
        if is_newer or kind not in INDEXED:  # what a row is indexed by does not change, but see MOVING
            return
        for name in INDEXED[kind]:
            keys = self._index.setdefault((kind, name), {}).setdefault(getattr(record, name), {})
            keys[key] = None

    def get(self, kind: type[R], key: Key | None) -> R | None:
        """The row of that key, or None."""
        return self._rows[kind].get(key) if key is not None else None  # type: ignore[return-value]  # rows are by kind

    def need(self, kind: type[R], key: Key) -> R:
        """The row of that key; its absence is our bug (the use case did not ask for it), so LookupError."""
        row = self._rows[kind].get(key)
        if row is None:
            raise LookupError(f"{kind.__name__} {key} was not loaded")
        return row  # type: ignore[return-value]  # rows are by kind

    def where(self, kind: type[R], field: str, value: object) -> list[R]:
        """Rows of a kind by an indexed field, in no order that matters."""
        found = self._index.get((kind, field))
        keys = found.get(value) if found else None
        if not keys:
            return []
        rows = self._rows[kind]
        return [rows[key] for key in keys]  # type: ignore[misc]  # rows are by kind

    def apply(self, decision: Decision) -> None:
        """Let later commands of the batch see what this one decided, and remember it for saving."""
        for record in decision.new:
            key = key_of(record)
            self.new.setdefault(type(record), {})[key] = record
            self._put(record, key)
        for record in decision.changed:
            kind, key = type(record), key_of(record)
            if kind in MOVING:
                self._move(kind, key, record)
            fresh = self.new.get(kind, {})
            (fresh if key in fresh else self.changed.setdefault(kind, {}))[key] = record
            self._put(record, key)

    def _move(self, kind: type[Record], key: Key, record: Record) -> None:
        """Find the row by the newer value of its moving field from now on."""
        field = MOVING[kind]
        before, after = getattr(self._rows[kind][key], field), getattr(record, field)
        if before == after:
            return
        index = self._index[kind, field]
        del index[before][key]
        index.setdefault(after, {})[key] = None
        self.moved.setdefault(kind, set()).add(key)
