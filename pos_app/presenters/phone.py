"""The demo phone's presenter: what its owner sees, as a frozen `PhoneState`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Protocol

from backend_stub.contract import Account, Message, MessageKind, PaymentCode
from pos_app.presenters.phone_state import PhoneMessage, PhoneOwner, PhoneQuestion, PhoneState, PhoneView
from pos_app.presenters.sell_state import Say

MOST_MESSAGES = 20
USUAL_LIFE_S = 60
_ENDS_A_QUESTION = frozenset((MessageKind.PAID, MessageKind.REVERSED))


class PhoneLine(Protocol):
    """The phone's line to the platform."""

    def choose(self, customer_id: str) -> None:
        """Be this customer's phone."""

    def renew(self) -> None:
        """A new code."""

    def confirm(self, attempt_id: str, *, accept: bool) -> None:
        """The owner's word."""

    def top_up(self, account_id: str, amount_minor: int, currency: str) -> None:
        """Put money in."""


class PhonePresenter:
    """Implements `PhoneIntents`; main thread only."""

    def __init__(
        self,
        view: PhoneView,
        line: PhoneLine,
        owners: Sequence[PhoneOwner],
        *,
        time_zone: str,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._view = view
        self._line = line
        self._owners = tuple(owners)
        self._time_zone = time_zone
        self._now = now
        self._owner_id = self._owners[0].customer_id
        self._account: Account | None = None
        self._code: PaymentCode | None = None
        self._lifetime_s = USUAL_LIFE_S
        self._messages: tuple[Message, ...] = ()
        self._answered: set[str] = set()
        self._shown: PhoneState | None = None

    def begin(self) -> None:
        """The first owner's phone lies on the counter."""
        self._line.choose(self._owner_id)
        self._render()

    def choose_customer(self, customer_id: str) -> None:
        """Another owner's phone."""
        self._owner_id = customer_id
        self._account, self._code, self._messages = None, None, ()
        self._line.choose(customer_id)
        self._render()

    def renew(self) -> None:
        """A new code now."""
        self._line.renew()

    def confirm(self, attempt_id: str, *, accept: bool) -> None:
        """Yes or no."""
        self._answered.add(attempt_id)
        self._line.confirm(attempt_id, accept=accept)
        self._render()

    def top_up(self, amount_minor: int) -> None:
        """Put money in."""
        if self._account is not None:
            self._line.top_up(self._account.account_id, amount_minor, self._account.currency)

    def news(
        self, owner_id: str, accounts: Sequence[Account], code: PaymentCode | None, messages: Sequence[Message]
    ) -> None:
        """What the platform says of the owner now; of an owner before, nothing is shown."""
        if owner_id != self._owner_id:
            return
        self._account = accounts[0] if accounts else None
        if code is not None and code != self._code:
            self._lifetime_s = max(1, _seconds(code.expires_at - self._now()))
        self._code = code
        self._messages = tuple(messages)
        self._render()

    def tick(self) -> None:
        """Time goes by; a few times a second."""
        self._render()

    def _render(self) -> None:
        state = self._state(self._now())
        if state != self._shown:
            self._shown = state
            self._view.render(state)

    def _state(self, now: dt.datetime) -> PhoneState:
        code = self._code if self._code is not None and self._code.expires_at > now else None
        account = self._account
        return PhoneState(
            owners=self._owners,
            owner_id=self._owner_id,
            programme_name=account.programme_name if account else "",
            currency=account.currency if account else "EUR",
            time_zone=self._time_zone,
            balance_minor=account.balance_minor if account else 0,
            code=code.code if code else None,
            left_s=_seconds(code.expires_at - now) if code else 0,
            lifetime_s=self._lifetime_s,
            messages=tuple(_shown(message) for message in reversed(self._messages[-MOST_MESSAGES:])),
            question=self._question(now),
        )

    def _question(self, now: dt.datetime) -> PhoneQuestion | None:
        """The newest payment that waits for the owner's word, while it waits."""
        for message in reversed(self._messages):
            if message.kind in _ENDS_A_QUESTION:
                return None
            if message.kind is MessageKind.CONFIRM_PAYMENT:
                attempt_id = str(message.arguments["attempt_id"])
                until = dt.datetime.fromtimestamp(int(message.arguments["confirm_until"]) / 1_000_000, dt.UTC)
                if now >= until or attempt_id in self._answered:
                    return None
                return PhoneQuestion(
                    attempt_id,
                    int(message.arguments["amount_minor"]),
                    str(message.arguments["merchant"]),
                    _seconds(until - now),
                )
        return None


def _seconds(left: dt.timedelta) -> int:
    return max(0, round(left.total_seconds()))


def _shown(message: Message) -> PhoneMessage:
    return PhoneMessage(message.message_id, message.at, Say(f"message.{message.kind.value}", message.arguments))
