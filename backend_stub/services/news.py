"""Who waits for a message is woken when one is saved: at once by this process's writer, soon by the watcher.

The writer tells what it saved itself. What other processes save is seen by one watcher a process, which asks for the
counts of those customers only for whom somebody waits. Both only wake: the waiter looks for itself.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import cast

from backend_stub.domain.records import Message
from backend_stub.domain.state import State


class News:
    """Waiters by customer, woken from other threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: dict[str, dict[asyncio.Event, asyncio.AbstractEventLoop]] = {}
        self._counts: dict[str, int] = {}
        self.is_closed = False
        self.elsewhere: list[Callable[[Iterable[str]], None]] = []  # processes in front, where others may wait

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
                self._counts.pop(customer_id, None)

    def awaited(self) -> list[str]:
        """The customers for whom somebody waits."""
        with self._lock:
            return list(self._waiting)

    def saved(self, state: State) -> None:
        """Called by the writer after each COMMIT."""
        told = {cast("Message", message).customer_id for message in state.new.get(Message, {}).values()}
        if told:
            self.told(told)
            for tell in self.elsewhere:
                tell(told)

    def told(self, customer_ids: Iterable[str]) -> None:
        """These customers were told something."""
        if self._waiting:
            self._wake(customer_ids)

    def counted(self, counts: Mapping[str, int]) -> None:
        """Called by the watcher with the number of each customer's newest message; wakes whose moved since it looked last.

        Of a customer it looks at for the first time it can't tell, so it wakes them as well.
        """
        moved = [customer_id for customer_id, count in counts.items() if self._counts.get(customer_id) != count]
        with self._lock:
            self._counts.update({one: counts[one] for one in moved if one in self._waiting})
        self._wake(moved)

    def close(self) -> None:
        """The process is stopping: who waits is sent home, so that the server need not wait for them."""
        self.is_closed = True
        self._wake(self.awaited())

    def _wake(self, customer_ids: Iterable[str]) -> None:
        with self._lock:
            woken = [pair for one in customer_ids for pair in self._waiting.get(one, {}).items()]
        for event, loop in woken:
            with suppress(RuntimeError):  # the loop was closed: nobody waits there any more
                loop.call_soon_threadsafe(event.set)
