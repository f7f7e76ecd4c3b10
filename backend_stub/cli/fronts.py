"""Processes that answer requests, before the one that keeps the house.

An interpreter uses one core. On SQLite, where one may write at a time, the first process is the writer and those in front
hand it their commands; on PostgreSQL each in front writes for itself. They are forked before there are threads, share the
listening socket, and end with the first process, whatever ends it.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

import click

GO = b"g"


@dataclass(frozen=True, slots=True)
class Front:
    """A process in front, and the line to it."""

    pid: int
    line: socket.socket


class FrontFailedError(click.ClickException):
    """A process in front ended by itself."""


def can_fork() -> bool:
    """Whether there can be processes in front."""
    return hasattr(os, "fork")


def forked(count: int, live: Callable[[socket.socket, int], None]) -> list[Front]:
    """So many processes, each of which lives on its end of a line, by its number, once it is told to go, and ends then."""
    fronts: list[Front] = []
    for number in range(count):
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            ours.close()
            for before in fronts:
                before.line.close()
            _live(live, theirs, number)
        theirs.close()
        fronts.append(Front(pid, ours))
    return fronts


def _live(live: Callable[[socket.socket, int], None], line: socket.socket, number: int) -> None:
    code = 1
    try:
        if line.recv(1) == GO:
            live(line, number)
        code = 0
    except KeyboardInterrupt:  # asked to end before it had begun
        code = 0
    except BaseException:  # noqa: BLE001 - a forked process ends here, whatever happened, and does not go on as its parent
        traceback.print_exc()
    finally:
        os._exit(code)


def go(fronts: Sequence[Front]) -> None:
    """Let them begin: the platform is open."""
    for front in fronts:
        front.line.sendall(GO)


def end_with(line: socket.socket) -> None:
    """End this process at once when the first one is gone; for a line on which nothing else comes."""

    def watch() -> None:
        with suppress(OSError):
            line.recv(1)
        os._exit(1)

    threading.Thread(target=watch, name="line", daemon=True).start()


def wait() -> None:
    """Until this process is asked to end; FrontFailedError when a front ends before that."""
    with suppress(KeyboardInterrupt):
        pid, _ = os.wait()
        raise FrontFailedError(f"process {pid} ended by itself")


def stop(fronts: Sequence[Front]) -> None:
    """Ask each to end when it has answered what it accepted, and wait for it."""
    for front in fronts:
        with suppress(ProcessLookupError):
            os.kill(front.pid, signal.SIGTERM)
    for front in fronts:
        with suppress(ChildProcessError):
            os.waitpid(front.pid, 0)
        front.line.close()
