"""A customer's inbox (P8): messages in one order without gaps, and up to where they are read.

Numbers are given when everything else of a batch is decided, from the customer's `Inbox` row, which is locked from then until
the COMMIT. So whoever gets a higher number was let in after the lower one was committed: a reader that has seen number
n has seen, or can see, all below it. Ids can't promise this: they are drawn before the COMMIT, by several processes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from backend_stub.domain.records import Inbox, Message, altered
from backend_stub.domain.state import Decision, Moment, State


@dataclass(frozen=True, slots=True)
class MarkRead:
    """A customer has read their messages up to this number."""

    customer_id: str
    up_to: int


def mark_read(state: State, command: MarkRead, _moment: Moment) -> Decision:
    """Read marks only move forward, and not beyond what was sent; said again it changes nothing."""
    kept = state.get(Inbox, command.customer_id)
    if kept is None:
        return Decision(Inbox(command.customer_id, 0, 0))
    up_to = min(command.up_to, kept.last_number)
    if up_to <= kept.read_number:
        return Decision(kept)
    read = altered(kept, read_number=up_to)
    return Decision(read, changed=(read,))


def recipients(state: State) -> list[str]:
    """Who is told something by what was decided, in the order of locking."""
    return sorted({message.customer_id for message in _told(state)})


def number(state: State) -> None:
    """Number the new messages in the order in which they were decided; the inboxes that exist have been loaded."""
    told = _told(state)
    counts: dict[str, int] = {}
    numbered: list[Message] = []
    for message in told:
        if message.customer_id not in counts:
            kept = state.get(Inbox, message.customer_id)
            counts[message.customer_id] = kept.last_number if kept else 0
        counts[message.customer_id] += 1
        numbered.append(altered(message, number=counts[message.customer_id]))
    old = [inbox for customer_id in counts if (inbox := state.get(Inbox, customer_id)) is not None]
    begun = counts.keys() - {inbox.customer_id for inbox in old}
    state.apply(
        Decision(
            numbered[0],
            new=(*numbered, *(Inbox(customer_id, counts[customer_id], 0) for customer_id in sorted(begun))),
            changed=tuple(altered(inbox, last_number=counts[inbox.customer_id]) for inbox in old),
        )
    )


def _told(state: State) -> list[Message]:
    return [cast("Message", message) for message in state.new.get(Message, {}).values()]
