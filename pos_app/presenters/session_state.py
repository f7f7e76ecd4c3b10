"""Who is at the till, and the page on which somebody signs in by PIN."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from backend_stub.contract import Right, Role
from pos_app.presenters.sell_state import Say


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody signed in. The token lives in memory only."""

    operator_id: str
    name: str
    role: Role
    rights: frozenset[Right]
    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in here."""

    operator_id: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class SignInState:
    """The page: who, how many digits of the PIN are keyed, and what is wrong."""

    people: tuple[Person, ...] = ()
    chosen_id: str = ""
    digits: int = 0
    wrong: Say | None = None
    is_asking: bool = False
    is_locked: bool = False  # there is no way back but a PIN
    hint: Say | None = None  # the demo's own PIN

    @property
    def can_enter(self) -> bool:
        """Whether the PIN may be sent: it has its least length, and nothing is being asked."""
        return self.digits >= LEAST_PIN and bool(self.chosen_id) and not self.is_asking


LEAST_PIN, MOST_PIN = 4, 12


class SignInView(Protocol):
    """The page, a fake one in tests."""

    def render(self, state: SignInState) -> None:
        """Show this state, and nothing else."""


class SignInIntents(Protocol):
    """What a person can do on it."""

    def choose(self, operator_id: str) -> None:
        """It is me."""

    def digit(self, digit: str) -> None:
        """The next figure of the PIN."""

    def backspace(self) -> None:
        """Takes the last figure back."""

    def enter(self) -> None:
        """The PIN is whole."""

    def leave(self) -> None:
        """Back to where one came from, without signing in."""

    def sign_out(self) -> None:
        """Whoever is signed in leaves."""
