"""The seams of the Sell page's presenter: what it needs of outbox, platform and receipts, and what it is told.

The records here (`Attempt`, `RefundAttempt`) are what the outbox keeps; the presenter makes them, the resolver reads
them. Nothing in this module does anything.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from backend_stub.contract import Problem, Redemption, TillContext
from pos_app.presenters.sell_state import Line


class AttemptState(enum.StrEnum):
    """How far an attempt is, as the disk says it."""

    TO_SEND = "to_send"  # written, perhaps sent: a till that dies does not know
    UNKNOWN = "unknown"  # sent, no answer yet
    STOPPING = "stopping"  # a reversal is wanted; it is never submitted again
    DONE = "done"  # answered


@dataclass(frozen=True, slots=True)
class Attempt:
    """A redemption attempt. `amount_minor` is asked of the account, `cash_minor` is the rest, to be taken in cash."""

    attempt_id: str
    amount_minor: int
    currency: str
    made_at: dt.datetime
    state: AttemptState = AttemptState.TO_SEND
    cash_minor: int = 0
    reversal_id: str | None = None
    outcome: str | None = None
    tries: int = 0


@dataclass(frozen=True, slots=True)
class RefundAttempt:
    """A refund that was asked for."""

    refund_id: str
    attempt_id: str
    amount_minor: int
    made_at: dt.datetime
    is_done: bool = False
    outcome: str | None = None
    tries: int = 0


class OutboxError(Exception):
    """The outbox can't do what was asked; the message says why and what helps.

    OutboxError
    ├── OutboxUnwritable   the disk is full, read-only or failing
    ├── OutboxFull         too many sales without an answer
    ├── OutboxBusy         another till runs on the same folder
    └── OutboxTooNew       written by a later version of this program
    """


class Outbox(Protocol):
    """Attempts on disk. Every method is durable when it returns and raises OutboxError when it can't be."""

    def add(self, attempt: Attempt, body: bytes) -> None:
        """Writes a new attempt, its request body sealed."""

    def stop(self, attempt_id: str, reversal_id: str) -> None:
        """Notes that this attempt is to be ended: from now on it is reversed, never submitted."""

    def unresolved(self) -> list[Attempt]:
        """Attempts without an answer, oldest first."""

    def add_refund(self, refund: RefundAttempt, body: bytes) -> None:
        """Writes a new refund, its request body sealed."""

    def unresolved_refunds(self) -> list[RefundAttempt]:
        """Refunds without an answer, oldest first."""

    def cash_parts(self) -> Mapping[str, int]:
        """By attempt id: what was to be taken in cash, where that is more than nothing."""


class Platform(Protocol):
    """What the presenter asks for. Each call returns at once; answers come as `PlatformEvents`."""

    def take(self, attempt_id: str) -> None:
        """Submits an attempt that is in the outbox, again and again with the same id, until it is answered."""

    def stop(self, attempt_id: str) -> None:
        """Reverses an attempt that is noted as stopping, until that is answered."""

    def set_aside(self, attempt_id: str) -> None:
        """Nobody waits in front of this one any longer: ask at a slower pace."""

    def refund(self, refund_id: str) -> None:
        """Sends a refund that is in the outbox until it is answered."""

    def resume(self) -> None:
        """Takes up everything that the outbox holds unanswered."""

    def load(self) -> None:
        """Asks for the till's context and today's sales."""


class PlatformEvents(Protocol):
    """What the presenter is told, always on its own thread."""

    def context_loaded(self, context: TillContext) -> None:
        """Who this till is, and the day's figures."""

    def today_loaded(self, redemptions: Sequence[Redemption]) -> None:
        """The till's latest attempts, newest first."""

    def redemption_answered(self, attempt_id: str, redemption: Redemption, *, after_stop: bool) -> None:
        """An attempt's state. `after_stop`: learned after a reversal was sent, so that it is the last word on it."""

    def redemption_rejected(self, attempt_id: str, problem: Problem) -> None:
        """It is certain that the attempt was not carried out, and never will be."""

    def attempt_asked(self, attempt_id: str, times: int, next_at: dt.datetime) -> None:
        """The platform is being asked for the `times`-th time; without an answer again at `next_at`."""

    def attempt_unanswered(self, attempt_id: str, *, never_sent: bool) -> None:
        """One asking ended without an answer. `never_sent`: nothing left the till, on the first and only try."""

    def refund_answered(self, refund_id: str, amount_minor: int, refunded_total_minor: int) -> None:
        """The money was given back; `refunded_total_minor` is all that was given back of this sale."""

    def refund_rejected(self, refund_id: str, problem: Problem, retry_after_s: int | None) -> None:
        """It is certain that nothing was given back."""

    def refund_unanswered(self, refund_id: str, *, never_sent: bool) -> None:
        """No answer yet. `never_sent`: nothing left the till, and this refund is not tried again."""

    def line_changed(self, line: Line) -> None:
        """How the connection is."""


@dataclass(frozen=True, slots=True)
class ReceiptFacts:
    """What a receipt is made from."""

    redemption: Redemption
    context: TillContext
    cash_minor: int = 0
    is_copy: bool = False


class Receipts(Protocol):
    """Where receipts are made and kept."""

    def lines(self, facts: ReceiptFacts) -> tuple[str, ...]:
        """The receipt as it would be printed."""

    def keep(self, facts: ReceiptFacts) -> None:
        """Writes or prints it. Never raises for a full disk or missing paper: a sale does not hang on that."""
