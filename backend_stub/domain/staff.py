"""People, stores and tills of a merchant that is here already: changed, added, and what may not change any more.

What always holds:
- a merchant that has an owner keeps one who may sign in; one without an owner keeps a manager, or gets an owner;
- whoever is disabled, gets another PIN or another role is signed out at once;
- a store's zone and the hour at which its day begins stay once a receipt was printed or a day settled there: days that were cut
  by one clock are not cut again by another. Its tills have the same clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from backend_stub.contract import ProblemCode, Role
from backend_stub.domain.records import Batch, Merchant, Operator, OperatorSession, Store, Till, Token, altered
from backend_stub.domain.state import Decision, Moment, State, broken

OWNERS = (Role.OWNER, Role.PLATFORM)
LEADING = (OWNERS, (Role.MANAGER, *OWNERS))  # whom a merchant keeps: of the first kind that it has


@dataclass(frozen=True, slots=True)
class ChangeOperator:
    """What somebody is from now on. `pin_hash` None: the PIN stays."""

    operator_id: str
    merchant_id: str
    name: str
    role: Role
    is_disabled: bool
    pin_hash: str | None


@dataclass(frozen=True, slots=True)
class AddStore:
    """Another store of a merchant, with its first till."""

    store: Store
    till: Till
    token: Token


@dataclass(frozen=True, slots=True)
class ChangeStore:
    """What a store is called, and how its days are cut."""

    store_id: str
    merchant_id: str
    name: str
    time_zone: str
    day_cut_minutes: int


@dataclass(frozen=True, slots=True)
class AddTill:
    """Another till of a store; its clock is the store's."""

    till_id: str
    store_id: str
    merchant_id: str
    name: str
    token: Token


@dataclass(frozen=True, slots=True)
class RenameTill:
    """What a till is called."""

    till_id: str
    merchant_id: str
    name: str


def change_operator(state: State, command: ChangeOperator, moment: Moment) -> Decision:
    """Said again, nothing changes. The last who may lead can't be disabled, nor made less."""
    person = state.get(Operator, command.operator_id)
    if person is None or person.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, "nobody of that id works there", "operator_id")
    disabled_at = (person.disabled_at or moment.now) if command.is_disabled else None
    changed = altered(person, name=command.name, role=command.role.value, disabled_at=disabled_at)
    if command.pin_hash is not None:
        changed = altered(changed, pin_hash=command.pin_hash, pin_failures=0, pin_locked_until=0)
    if changed == person:
        return Decision(person)
    colleagues = state.where(Operator, "merchant_id", person.merchant_id)
    kept = _leader_lost(colleagues, changed)
    if kept is not None:
        text = f"{person.name} is the last {kept.value} here: make somebody else {kept.value} first"
        return broken(ProblemCode.CONFLICT, text, "role")
    is_out = command.is_disabled or changed.role != person.role or command.pin_hash is not None
    sessions = state.where(OperatorSession, "operator_id", person.id) if is_out else []
    ended = tuple(altered(one, ended_at=moment.now) for one in sessions if one.ended_at is None)
    return Decision(changed, changed=(changed, *ended))


def _leader_lost(colleagues: Iterable[Operator], changed: Operator) -> Role | None:
    """The role that nobody would have any more, of those whom the merchant has to keep."""
    before = [one for one in colleagues if one.disabled_at is None]
    after = [one for one in (*(one for one in before if one.id != changed.id), changed) if one.disabled_at is None]
    for roles in LEADING:
        if any(one.role in roles for one in before):
            return None if any(one.role in roles for one in after) else roles[0]
    return None


def add_store(state: State, command: AddStore, _moment: Moment) -> Decision:
    """Said again, the answer is the same."""
    known = state.get(Store, command.store.id)
    if known is not None:
        return Decision(known)
    if state.get(Merchant, command.store.merchant_id) is None:
        return broken(ProblemCode.NOT_FOUND, "no such merchant", "merchant_id")
    if state.where(Token, "token_hash", command.token.token_hash):
        return broken(ProblemCode.CONFLICT, "this token is in use: draw another", "till_token")
    return Decision(command.store, new=(command.store, command.till, command.token))


def change_store(state: State, command: ChangeStore, _moment: Moment) -> Decision:
    """Its name at any time; its clock only while no day of it was cut. Its tills follow."""
    store = state.get(Store, command.store_id)
    if store is None or store.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, "no such store of this merchant", "store_id")
    clock = {"time_zone": command.time_zone, "day_cut_minutes": command.day_cut_minutes}
    changed = altered(store, name=command.name, **clock)
    if changed == store:
        return Decision(store)
    tills = state.where(Till, "store_id", store.id)
    if (changed.time_zone, changed.day_cut_minutes) == (store.time_zone, store.day_cut_minutes):
        return Decision(changed, changed=(changed,))
    if state.where(Batch, "store_id", store.id) or any(till.receipt_day for till in tills):
        text = f"days of {store.name} were cut by {store.time_zone} already: its clock stays; its name may change"
        return broken(ProblemCode.CONFLICT, text, "time_zone")
    return Decision(changed, changed=(changed, *(altered(till, **clock) for till in tills)))


def add_till(state: State, command: AddTill, moment: Moment) -> Decision:
    """Said again, the answer is the same."""
    known = state.get(Till, command.till_id)
    if known is not None:
        return Decision(known)
    store = state.get(Store, command.store_id)
    if store is None or store.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, "no such store of this merchant", "store_id")
    if state.where(Token, "token_hash", command.token.token_hash):
        return broken(ProblemCode.CONFLICT, "this token is in use: draw another", "till_token")
    if any(till.name == command.name for till in state.where(Till, "store_id", store.id)):
        return broken(ProblemCode.CONFLICT, f"{store.name} has a till of that name already", "name")
    till = Till(
        command.till_id, store.merchant_id, store.id, command.name, store.time_zone, store.day_cut_minutes, moment.now,
        None, 0, 0,
    )  # fmt: skip
    return Decision(till, new=(till, command.token))


def rename_till(state: State, command: RenameTill, _moment: Moment) -> Decision:
    """From now on; receipts that were printed keep the name they had."""
    till = state.get(Till, command.till_id)
    if till is None or till.merchant_id != command.merchant_id:
        return broken(ProblemCode.NOT_FOUND, "no such till of this merchant", "till_id")
    if any(one.name == command.name for one in state.where(Till, "store_id", till.store_id) if one.id != till.id):
        return broken(ProblemCode.CONFLICT, "another till of this store has that name", "name")
    changed = altered(till, name=command.name)
    return Decision(changed, changed=(changed,)) if changed != till else Decision(till)
