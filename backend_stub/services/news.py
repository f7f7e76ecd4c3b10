"""Who waits for a message is woken when one is saved: the writer says whose, the event loops of the waiters hear it."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import cast

from backend_stub.domain.records import Message
from backend_stub.domain.state import State


class News:
    """Waiters by customer, woken from the writer's thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, dict[asyncio.Event, asyncio.AbstractEventLoop]] = {}

    def subscribe(self, customer_id: str) -> asyncio.Event:
        """An event that is set at the next message to this customer; look for messages *after* subscribing."""
        event = asyncio.Event()
        with self._lock:
            self._waiting.setdefault(customer_id, {})[event] = asyncio.get_running_loop()
        return event

    def unsubscribe(self, customer_id: str, event: asyncio.Event) -> None:
        """Nobody waits on the event any more."""
        with self._lock:
            waiting = self._waiting.get(customer_id, {})
            waiting.pop(event, None)
            if not waiting:
                self._waiting.pop(customer_id, None)

    def saved(self, state: State) -> None:
        """Called by the writer after each COMMIT."""
        told = {cast("Message", message).customer_id for message in state.new.get(Message, {}).values()}
        if not told or not self._waiting:
            return
        with self._lock:
            woken = [pair for customer_id in told for pair in self._waiting.get(customer_id, {}).items()]
        for event, loop in woken:
            with suppress(RuntimeError):  # the loop was closed: nobody waits there any more
                loop.call_soon_threadsafe(event.set)
