"""The sale in hand as one frozen value, and what the page shows of it."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass, field

from backend_stub.contract import Redemption
from pos_app.presenters import member_news
from pos_app.presenters.sell_state import (
    AskingFacts,
    AwaitingFacts,
    PaidFacts,
    Phase,
    RefusedFacts,
    Say,
    UnknownFacts,
)
from pos_app.presenters.today import cash_due_minor

RETURN_AFTER = dt.timedelta(seconds=8)


@dataclass(frozen=True, slots=True)
class Sale:
    """`amount_minor` is the whole sale, `cash_minor` the part of it that is not asked of the account.

    `code` stays in memory until the sale is over, for a part payment with the same code; it is in no repr and no log.
    """

    phase: Phase = Phase.READY
    amount_minor: int = 0
    cash_minor: int = 0
    attempt_id: str = ""
    code: str = field(default="", repr=False)
    code_read_at: dt.datetime | None = None
    asked_times: int = 1
    next_ask_at: dt.datetime | None = None
    is_stopping: bool = False
    awaiting_since: dt.datetime | None = None
    awaiting_total: dt.timedelta = dt.timedelta(seconds=45)
    redemption: Redemption | None = None
    refused: RefusedFacts | None = None
    return_at: dt.datetime | None = None
    receipt_lines: tuple[str, ...] = ()
    is_receipt_shown: bool = False

    @property
    def asked_minor(self) -> int:
        """What is asked of the account."""
        return self.amount_minor - self.cash_minor

    def waited(self, now: dt.datetime) -> dt.timedelta:
        """Since the code was read; never negative, should the clock be set back."""
        return max(now - self.code_read_at, dt.timedelta()) if self.code_read_at else dt.timedelta()

    def asking_facts(self, now: dt.datetime, platform_name: str) -> AskingFacts | None:
        """The steps."""
        if self.phase is not Phase.ASKING or self.code_read_at is None:
            return None
        waited_s = round(self.waited(now).total_seconds(), 1)
        return AskingFacts(self.code_read_at, waited_s, platform_name, self.is_stopping)

    def awaiting_facts(self, now: dt.datetime) -> AwaitingFacts | None:
        """The customer's time, reckoned from when the till heard of it: the two clocks need not agree."""
        if self.phase is not Phase.AWAITING_CUSTOMER or self.awaiting_since is None:
            return None
        left = self.awaiting_since + self.awaiting_total - now
        return AwaitingFacts(max(_seconds_up(left), 0), _seconds_up(self.awaiting_total))

    def unknown_facts(self, now: dt.datetime) -> UnknownFacts | None:
        """The amber panel."""
        if self.phase is not Phase.UNKNOWN:
            return None
        next_in_s = _seconds_up(self.next_ask_at - now) if self.next_ask_at else 0
        waited_s = int(self.waited(now).total_seconds())
        return UnknownFacts(waited_s, self.asked_times, max(next_in_s, 0), self.is_stopping)

    def paid_facts(self, now: dt.datetime) -> PaidFacts | None:
        """The green panel."""
        if self.phase is not Phase.PAID or self.redemption is None:
            return None
        return PaidFacts(
            amount_minor=self.redemption.amount_minor,
            at=self.redemption.at,
            receipt_number=self.redemption.receipt_number or "",
            customer_name=self.redemption.customer_name or "",
            balance_after_minor=_left(self.redemption),
            cash_minor=cash_due_minor(self.redemption, self.cash_minor),
            return_in_s=None if self.return_at is None else max(_seconds_up(self.return_at - now), 0),
            receipt_lines=self.receipt_lines,
            is_receipt_shown=self.is_receipt_shown,
            less=member_news.less_to_pay(self.redemption),
            points=member_news.points(self.redemption),
            bonus=_bonus(self.redemption),
            news=member_news.news(self.redemption),
        )

    def refused_facts(self) -> RefusedFacts | None:
        """Why not."""
        return self.refused if self.phase is Phase.REFUSED else None


def _seconds_up(span: dt.timedelta) -> int:
    return math.ceil(span.total_seconds())


def _left(redemption: Redemption) -> int | None:
    """What can still be paid with: paid money and bonus."""
    if redemption.balance_after_minor is None:
        return None
    return redemption.balance_after_minor + (redemption.bonus_after_minor or 0)


def _bonus(redemption: Redemption) -> Say | None:
    """Bonus is told apart from paid money wherever there was any."""
    if not redemption.bonus_minor:
        return None
    left_minor = redemption.bonus_after_minor or 0
    return Say("paid.bonus", {"bonus_minor": redemption.bonus_minor, "left_minor": left_minor})
