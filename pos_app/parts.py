"""What is opened before the till can start, and why it may not be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pos_app.credentials import Where
from pos_app.demo_phone import DemoOwner
from pos_app.known_shop import KnownShop
from pos_app.line import AsgiApp
from pos_app.outbox import SqliteOutbox
from pos_app.seal import Seal


class StartError(Exception):
    """The till can't start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The open parts; `close` lets go of the platform. `owners`: the demo's phones, if any; `verify` checks the books.

    `begin` brings up a platform that is only to come, once the till is on screen, and says in vain on any thread; `opened`
    returns when it is there or failed.
    """

    platform: AsgiApp | str
    token: str = field(repr=False)
    outbox: SqliteOutbox
    where: Where
    owners: tuple[DemoOwner, ...]
    verify: Callable[[], list[str]]
    close: Callable[[], None]
    shop: KnownShop
    seal: Seal
    begin: Callable[[Callable[[Exception], None]], None] = lambda _failed: None
    opened: Callable[[], Awaitable[None]] | None = None
    demo_pin: str | None = None  # the demo begins with its owner signed in
