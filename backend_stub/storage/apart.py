"""The writer in a process of its own: commands go to it, and answers come back, over a pair of sockets.

An interpreter runs one thread at a time. Beside an event loop the writer waits for its turn after every statement; apart
from it, both use a core each. Both ends are this program, forked from one process and alone on the line, so what travels
is pickled. A frame holds what one turn of a loop submitted, or what one batch answers: few system calls, few wake-ups.
"""

from __future__ import annotations

import asyncio
import itertools
import pickle
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any, Protocol, TypeVar, cast

import sqlalchemy as sa

from backend_stub.domain.records import Instant
from backend_stub.storage.engine import Database
from backend_stub.storage.errors import StorageError, Unavailable
from backend_stub.storage.hands import Hand, at_once, resolve
from backend_stub.storage.lookups import C, UseCase, use_case_named
from backend_stub.storage.request_ids import current
from backend_stub.storage.writer import Reply, Writer

_LENGTH = struct.Struct("!I")
PIECE = None  # in the place of a use case's name: what follows is a piece of long work
T = TypeVar("T")


class Desk(Protocol):
    """Where commands are handed in: the writer itself, or the way to it."""

    @property
    def waiting(self) -> int:
        """How many are not answered yet."""

    def start(self) -> None:
        """Begin to take commands."""

    def stop(self) -> None:
        """Answer what was taken, then end."""

    async def submit(self, use_case: UseCase[C], command: C) -> Reply:
        """The answer after the COMMIT; raises StorageError."""

    def run(self, use_case: UseCase[C], command: C) -> Reply:
        """The same for callers without an event loop."""

    def run_all(self, use_case: UseCase[C], commands: Sequence[C]) -> list[Reply]:
        """Several at once."""

    def piece(self, work: Callable[[Database, sa.Connection, Instant], T]) -> Future[T]:
        """A short piece of long work between two batches, in a transaction of its own; the future has what it returned.

        `work` is a module's own function, or a `partial` of one: it may have to go to another process.
        """


class _Frames:
    """Whole objects over a stream of bytes."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self._turn = threading.Lock()

    def send(self, what: object) -> None:
        data = pickle.dumps(what, pickle.HIGHEST_PROTOCOL)
        with self._turn:
            self._line.sendall(_LENGTH.pack(len(data)) + data)

    def __iter__(self) -> Iterator[Any]:
        """What comes, until the other end is closed."""
        with self._line.makefile("rb") as stream:
            while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
                (length,) = _LENGTH.unpack(head)
                data = stream.read(length)
                if len(data) < length:
                    return
                yield pickle.loads(data)  # noqa: S301 - the other end is this program's own process

    def end(self) -> None:
        self._line.shutdown(socket.SHUT_RDWR)


class FarWriter:
    """The way to a writer in the process at the other end. `on_told`: which customers are told something, after the COMMIT."""

    def __init__(
        self, line: socket.socket, on_told: Callable[[Iterable[str]], None], on_lost: Callable[[], None]
    ) -> None:
        self._frames = _Frames(line)
        self._on_told = on_told
        self._on_lost = on_lost
        self._thread = threading.Thread(target=self._receive, name="answers", daemon=True)
        self._changed = threading.Condition()
        self._numbers = itertools.count()
        self._waiting: dict[int, tuple[Hand, Any]] = {}
        self._outgoing: list[tuple[int, str | None, Any, str]] = []
        self._is_stopping = False

    def start(self) -> None:
        """Begin to take commands."""
        self._thread.start()

    def stop(self) -> None:
        """Wait for the answers to what was sent, then hang up."""
        with self._changed:
            if self._is_stopping:
                return
            self._is_stopping = True
            self._changed.wait_for(lambda: not self._waiting)
        self._frames.end()
        self._thread.join()

    async def submit(self, use_case: UseCase[C], command: C) -> Reply:
        """The answer after the COMMIT; raises StorageError. What a loop submits in one turn goes in one frame."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Reply] = loop.create_future()
        if self._put(use_case, command, loop.call_soon_threadsafe, future):
            loop.call_soon(self._send)
        return await future

    def run(self, use_case: UseCase[C], command: C) -> Reply:
        """The same for callers without an event loop."""
        return self.run_all(use_case, [command])[0]

    def run_all(self, use_case: UseCase[C], commands: Sequence[C]) -> list[Reply]:
        """Several at once, for work that nobody waits for at a till."""
        futures: list[Future[Reply]] = [Future() for _ in commands]
        for command, future in zip(commands, futures, strict=True):
            self._put(use_case, command, at_once, future)
        self._send()
        return [future.result() for future in futures]

    @property
    def waiting(self) -> int:
        """How many are not answered yet."""
        return len(self._waiting)

    def piece(self, work: Callable[[Database, sa.Connection, Instant], T]) -> Future[T]:
        """A short piece of long work, done where the writer is."""
        future: Future[T] = Future()
        self._put(None, work, at_once, future)
        self._send()
        return future

    def _put(self, use_case: UseCase[Any] | None, command: object, hand: Hand, future: object) -> bool:
        """Whether somebody has to send: nobody is about to."""
        with self._changed:
            if self._is_stopping:
                raise Unavailable("the platform is stopping")
            number = next(self._numbers)
            self._waiting[number] = (hand, future)
            self._outgoing.append((number, use_case.name if use_case else PIECE, command, current()))
            return len(self._outgoing) == 1

    def _send(self) -> None:
        with self._changed:
            outgoing, self._outgoing = self._outgoing, []
        if outgoing:
            try:
                self._frames.send(outgoing)
            except OSError:
                self._on_lost()

    def _receive(self) -> None:
        try:
            for answered, told in self._frames:
                if told:
                    self._on_told(told)
                self._answer(answered)
        except OSError:
            pass
        if not self._is_stopping:
            self._on_lost()

    def _answer(self, answered: Sequence[tuple[int, Reply | StorageError]]) -> None:
        by_hand: dict[Hand, list[tuple[Any, Reply | StorageError]]] = {}
        with self._changed:
            for number, answer in answered:
                hand, future = self._waiting.pop(number)
                by_hand.setdefault(hand, []).append((future, answer))
            if not self._waiting:
                self._changed.notify_all()
        for hand, answers in by_hand.items():
            try:
                hand(resolve, answers)
            except RuntimeError:  # the loop was closed: nobody waits any more
                continue


class Counter:
    """The writer's end of the line: takes what comes to the writer, and sends the answers of each batch."""

    def __init__(self, line: socket.socket, writer: Writer) -> None:
        self._frames = _Frames(line)
        self._writer = writer
        self._thread = threading.Thread(target=self._take, name="counter", daemon=True)

    def start(self) -> None:
        """Begin to take commands."""
        self._thread.start()

    def told(self, customer_ids: Iterable[str]) -> None:
        """Say at the other end that these customers are told something."""
        self._send([], list(customer_ids))

    def _take(self) -> None:
        for commands in self._frames:
            for number, name, command, asked in cast("list[tuple[int, str | None, Any, str]]", commands):
                try:
                    if name is PIECE:
                        self._writer.piece(command).add_done_callback(partial(self._done, number))
                    else:
                        self._writer.take(use_case_named(name), command, self._hand, number, asked)
                except Unavailable as error:
                    self._send([(number, error)])

    def _done(self, number: int, piece: Future[Any]) -> None:
        error = piece.exception()
        self._send([(number, piece.result() if error is None else error)])

    def _hand(self, _resolve: object, answered: Sequence[tuple[Any, Reply | StorageError]]) -> None:
        self._send(answered)

    def _send(self, answered: Sequence[tuple[Any, object]], told: Sequence[str] = ()) -> None:
        try:
            self._frames.send((answered, told))
        except OSError:  # whoever asked is gone: what was done stays done
            return
