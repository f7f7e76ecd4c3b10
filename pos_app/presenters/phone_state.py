"""What the demo phone shows, and what its owner can do: a customer's device beside the till, for trying things out.

Money is minor units of `PhoneState.currency`; times are aware UTC.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from pos_app.presenters.sell_state import Say


@dataclass(frozen=True, slots=True)
class PhoneOwner:
    """A demo customer to choose."""

    customer_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PhoneMessage:
    """A prepayment message as the phone shows it: `say.id` is `message.` and the kind."""

    message_id: str
    at: dt.datetime
    say: Say


@dataclass(frozen=True, slots=True)
class PhoneQuestion:
    """A payment above the limit waits for the owner's yes or no."""

    attempt_id: str
    amount_minor: int
    merchant: str
    left_s: int


@dataclass(frozen=True, slots=True)
class PhoneState:
    """The whole phone. `code` None: no live code (not asked yet, or no connection)."""

    owners: tuple[PhoneOwner, ...]
    owner_id: str
    programme_name: str
    currency: str
    time_zone: str
    balance_minor: int
    code: str | None
    left_s: int
    lifetime_s: int
    messages: tuple[PhoneMessage, ...] = ()  # newest first
    question: PhoneQuestion | None = None


class PhoneView(Protocol):
    """The phone's window."""

    def render(self, state: PhoneState) -> None:
        """Show this state, and nothing else."""


class PhoneIntents(Protocol):
    """What the phone's owner can do."""

    def choose_customer(self, customer_id: str) -> None:
        """Put another customer's phone on the counter."""

    def renew(self) -> None:
        """A new code now."""

    def confirm(self, attempt_id: str, *, accept: bool) -> None:
        """Yes or no to an amount above the limit."""

    def top_up(self, amount_minor: int) -> None:
        """Put money into the account, by the demo's way to pay."""
