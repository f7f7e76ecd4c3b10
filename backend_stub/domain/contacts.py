"""A customer's list of people: handles, kept and dropped.

A handle is kept as it was typed, whether or not anybody has it, so that nobody can ask by it who is here. A name comes with
the card that its owner showed, or with a gift between the two; never from a handle alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import ProblemCode
from backend_stub.domain.records import Contact, Customer, altered
from backend_stub.domain.state import Decision, Moment, State, broken

CONTACTS_MAX = 200


@dataclass(frozen=True, slots=True)
class Keep:
    """Put a handle on the list; `name` is empty unless its owner told it."""

    customer_id: str
    social_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Drop:
    """Take a handle off the list, also one that is there because of a gift."""

    customer_id: str
    social_id: str


def _kept(state: State, customer_id: str, social_id: str) -> Contact | None:
    mine = state.where(Contact, "customer_id", customer_id)
    return next((one for one in mine if one.social_id == social_id), None)


def keep(state: State, command: Keep, moment: Moment) -> Decision:
    """The handle is on the list; a name that was told before stays."""
    if state.need(Customer, command.customer_id).social_id == command.social_id:
        return broken(ProblemCode.RULE_BROKEN, "this is your own handle", "social_id")
    before = _kept(state, command.customer_id, command.social_id)
    if before is not None:
        after = altered(before, name=command.name or before.name, dropped_at=None)
        return Decision(after, changed=(after,) if after != before else ())
    living = [one for one in state.where(Contact, "customer_id", command.customer_id) if one.dropped_at is None]
    if len(living) >= CONTACTS_MAX:
        return broken(ProblemCode.RULE_BROKEN, f"{CONTACTS_MAX} people are the most", "social_id")
    row = Contact(moment.new_id(), command.customer_id, command.social_id, command.name, moment.now, None)
    return Decision(row, new=(row,))


def drop(state: State, command: Drop, moment: Moment) -> Decision:
    """The handle is off the list until it is put there again."""
    before = _kept(state, command.customer_id, command.social_id)
    if before is None:
        row = Contact(moment.new_id(), command.customer_id, command.social_id, "", moment.now, moment.now)
        return Decision(row, new=(row,))
    if before.dropped_at is not None:
        return Decision(before)
    after = altered(before, dropped_at=int(moment.now))
    return Decision(after, changed=(after,))
