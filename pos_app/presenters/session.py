"""Signing in, locking, switching: the presenter of the sign-in page and of whoever is at the till.

The PIN is kept only until it is sent, the session's token only while it lasts, both in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from backend_stub.contract import (
    Operator,
    OperatorSession,
    OperatorSignIn,
    OperatorSignOut,
    ProblemCode,
    Role,
)
from pos_app.presenters.asking import Asking, post, trouble
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.session_state import LEAST_PIN, MOST_PIN, Person, Session, SignInState, SignInView
from pos_app.presenters.shell import PagePresenter
from pos_app.results import Answered, Rejected, Result

SESSIONS = "/v1/operator-sessions"
CURRENT = f"{SESSIONS}/current"


class SessionPresenter(PagePresenter):
    """`till` asks with the till's token, `operator` with that of whoever is signed in.

    `changed` is told who is at the till now; `leave` closes the page.
    """

    def __init__(
        self,
        view: SignInView,
        till: Asking,
        operator: Asking,
        *,
        new_id: Callable[[], str],
        new_token: Callable[[], str],
        changed: Callable[[Session | None], None],
        leave: Callable[[], None],
    ) -> None:
        self._view = view
        self._till, self._operator = till, operator
        self._new_id, self._new_token = new_id, new_token
        self._changed, self._leave = changed, leave
        self._state = SignInState()
        self._pin = ""
        self.session: Session | None = None

    @property
    def token(self) -> str | None:
        """Of whoever is signed in."""
        return self.session.token if self.session else None

    def people(self, operators: list[Operator]) -> None:
        """Who may sign in at this till."""
        people = tuple(Person(one.operator_id, one.name, one.role) for one in operators)
        chosen = self._state.chosen_id
        if chosen not in {one.operator_id for one in people}:
            chosen = people[0].operator_id if people else ""
        self._show(replace(self._state, people=people, chosen_id=chosen))

    def sign_in_owner(self, pin: str) -> None:
        """The demo begins with its owner at the till. Where that PIN is not right any more, nobody is."""
        owner = next((one for one in self._state.people if one.role is Role.OWNER), None)
        if owner is None:
            return
        self._show(replace(self._state, hint=Say("session.demo", {"name": owner.name, "pin": pin})))
        self._send(owner.operator_id, pin)

    def lock(self) -> None:
        """Nobody is at the till: its session ends, and only a PIN opens it."""
        self._end("locked")
        self._fresh(is_locked=True)

    def expired(self) -> None:
        """The platform does not know the session any more."""
        self.session = None
        self._fresh(is_locked=False)
        self._show(replace(self._state, wrong=Say("session.over", tone=Tone.CAREFUL)))
        self._changed(None)

    # --- the page -----------------------------------------------------------------------------------------------------

    def shown(self) -> None:
        """A PIN that was begun and left is not shown again."""
        self._pin = ""
        self._show(replace(self._state, digits=0))

    def choose(self, operator_id: str) -> None:
        """It is me."""
        self._pin = ""
        self._show(replace(self._state, chosen_id=operator_id, digits=0, wrong=None))

    def digit(self, digit: str) -> None:
        """The next figure of the PIN."""
        if not self._state.is_asking and len(self._pin) < MOST_PIN:
            self._pin += digit
            self._show(replace(self._state, digits=len(self._pin), wrong=None))

    def backspace(self) -> None:
        """Takes the last figure back."""
        self._pin = self._pin[:-1]
        self._show(replace(self._state, digits=len(self._pin)))

    def enter(self) -> None:
        """The PIN is whole."""
        if self._state.can_enter:
            pin, self._pin = self._pin, ""
            self._send(self._state.chosen_id, pin)
        elif self._state.digits < LEAST_PIN:
            self._show(replace(self._state, wrong=Say("session.short", {"count": LEAST_PIN}, Tone.WRONG)))

    def leave(self) -> None:
        """Back to where one came from."""
        if not self._state.is_locked:
            self._leave()

    def sign_out(self) -> None:
        """Whoever is signed in leaves."""
        self._end("signed out")
        self._fresh(is_locked=False)
        self._changed(None)

    def _send(self, operator_id: str, pin: str) -> None:
        token = self._new_token()
        body = OperatorSignIn(operator_id=operator_id, pin=pin, token=token)
        self._show(replace(self._state, digits=0, is_asking=True, wrong=None))
        self._till.ask(post(SESSIONS, OperatorSession, body, self._new_id()), lambda result: self._came(result, token))

    def _came(self, result: Result[OperatorSession], token: str) -> None:
        if not isinstance(result, Answered):
            self._show(replace(self._state, is_asking=False, wrong=_why(result)))
            return
        told = result.value
        self.session = Session(told.operator_id, told.operator_name, told.role, frozenset(told.rights), token)
        self._fresh(is_locked=False)
        self._changed(self.session)

    def _end(self, reason: str) -> None:
        if self.session is not None:
            ended = post(f"{CURRENT}/end", OperatorSession, OperatorSignOut(reason=reason), self._new_id())
            self._operator.ask(ended, lambda _result: None)
            self.session = None

    def _fresh(self, *, is_locked: bool) -> None:
        self._pin = ""
        self._show(replace(self._state, digits=0, wrong=None, is_asking=False, is_locked=is_locked))

    def _show(self, state: SignInState) -> None:
        self._state = state
        self._view.render(state)


def _why(result: Result[OperatorSession]) -> Say | None:
    if isinstance(result, Rejected):
        if result.problem.code is ProblemCode.TOO_MANY_TRIES:
            return Say("session.wait", {"seconds": result.retry_after_s or 1}, Tone.CAREFUL)
        if result.problem.code is ProblemCode.FORBIDDEN:
            return Say("session.wrong", tone=Tone.WRONG)
    return trouble(result)
