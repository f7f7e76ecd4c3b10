"""The Members page: who there is, one of them in full, and why they stand where they stand."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol

from backend_stub.contract import Member, MemberCounts, MemberMessage, MemberProfile, TimelineItem
from pos_app.presenters.sell_state import Say


class Show(enum.Enum):
    """Which members are listed."""

    ALL = "all"
    NEW = "new"
    SLIPPING = "slipping"


class Whom(enum.Enum):
    """Kinds of audiences."""

    ONE = "one"
    ALL = "all"
    TIER = "tier"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a message is for: the member shown, all, a tier, or who was not seen for so many days."""

    whom: Whom
    tier_key: str = ""
    tier_name: str = ""
    days: int = 0

    @property
    def id(self) -> str:
        """Its own, among those offered."""
        return f"{self.whom.value}:{self.tier_key or self.days}"


TO_ONE, TO_ALL = Audience(Whom.ONE), Audience(Whom.ALL)
UNSEEN = tuple(Audience(Whom.UNSEEN, days=days) for days in (14, 30, 60, 90))


@dataclass(frozen=True, slots=True)
class Draft:
    """A message being written; `counted` is who would get it, `sent` who did."""

    text: str = ""
    audience: Audience = TO_ONE
    counted: MemberMessage | None = None
    sent: MemberMessage | None = None
    is_asking: bool = False
    wrong: Say | None = None


@dataclass(frozen=True, slots=True)
class MembersState:
    """The whole page. Money is minor units of `currency`; times are aware UTC, shown in the store's zone."""

    currency: str
    time_zone: str
    text: str = ""
    show: Show = Show.ALL
    counts: MemberCounts | None = None
    rows: tuple[Member, ...] = ()
    is_loading: bool = True
    has_more: bool = False
    trouble: Say | None = None
    chosen_id: str = ""
    profile: MemberProfile | None = None
    history: tuple[TimelineItem, ...] = ()
    has_more_history: bool = False
    draft: Draft | None = None
    tiers: tuple[Audience, ...] = ()
    may_message: bool = False

    @property
    def audiences(self) -> tuple[Audience, ...]:
        """All a message can be for."""
        return TO_ONE, TO_ALL, *self.tiers, *UNSEEN

    @property
    def is_empty(self) -> bool:
        """Whether the shop has no members yet: the page then says how they come."""
        nobody = self.counts is not None and self.counts.all == 0
        return nobody and not self.rows and not self.is_loading and not self.text


class MembersView(Protocol):
    """The page, a fake one in tests."""

    def render(self, state: MembersState) -> None:
        """Show this state, and nothing else."""


class MembersIntents(Protocol):
    """What a person can do on the page."""

    def search(self, text: str) -> None:
        """The words looked for so far."""

    def filter(self, show: Show) -> None:
        """Which members are listed."""

    def choose(self, customer_id: str) -> None:
        """Opens this member."""

    def more(self) -> None:
        """The end of the list is near."""

    def more_history(self) -> None:
        """What happened before."""

    def again(self) -> None:
        """After trouble: ask once more."""

    def write(self) -> None:
        """Opens a message to the member shown."""

    def write_text(self, text: str) -> None:
        """What the message says so far."""

    def write_to(self, audience_id: str) -> None:
        """Whom the message is for."""

    def send(self) -> None:
        """First counts who would get it, then sends."""

    def put_away(self) -> None:
        """Closes the message."""

    def export(self) -> None:
        """All members as a CSV file."""
