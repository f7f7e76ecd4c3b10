"""What follows from every batch that is saved, whatever was decided: messages are numbered, merchants' systems told.

Both need rows that no decision asked for. They are loaded last, after all that decisions lock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backend_stub.domain import happenings, inbox
from backend_stub.domain.records import Inbox, Record, WebhookEndpoint
from backend_stub.domain.state import State, key_of
from backend_stub.storage.rows import Rows

_LISTENING = Rows(WebhookEndpoint, "merchant_id")
_INBOXES = Rows(Inbox, "customer_id", lock=True)
Load = Callable[[Rows, Sequence[str]], list[Record]]


def follow(load: Load, state: State) -> None:
    """Add to the state what follows from it."""
    _tell_systems(load, state)
    _number(load, state)


def _tell_systems(load: Load, state: State) -> None:
    happened = happenings.happened(state)
    if happened:
        for row in load(_LISTENING, sorted({one.merchant_id for one in happened})):
            if state.get(WebhookEndpoint, key_of(row)) is None:
                state.put(row)
        happenings.tell(state, happened)


def _number(load: Load, state: State) -> None:
    told = inbox.recipients(state)
    if told:
        missing = [customer_id for customer_id in told if state.get(Inbox, customer_id) is None]
        if missing:
            for row in load(_INBOXES, missing):
                state.put(row)
        inbox.number(state)
