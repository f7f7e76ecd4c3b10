"""The window around the pages: which there are for whom, and which is shown."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol


class PageId(enum.Enum):
    """All pages, in the rail's order."""

    SELL = "sell"
    SALES = "sales"
    MEMBERS = "members"
    RULES = "rules"
    SETTLEMENT = "settlement"
    GOODS = "goods"
    SHIFT = "shift"
    REPORTS = "reports"
    TILLS = "tills"
    OPERATORS = "operators"
    PROGRAMMES = "programmes"
    MERCHANTS = "merchants"
    PAYOUTS = "payouts"
    RECONCILE = "reconcile"
    SETTINGS = "settings"
    SIGN_IN = "sign_in"  # not in the rail


UNDER_MORE = (
    PageId.SHIFT,
    PageId.REPORTS,
    PageId.TILLS,
    PageId.OPERATORS,
    PageId.PROGRAMMES,
    PageId.MERCHANTS,
    PageId.PAYOUTS,
    PageId.RECONCILE,
)


@dataclass(frozen=True, slots=True)
class ShellState:
    """The rail: the pages that this operator may open, and the one that is open."""

    pages: tuple[PageId, ...] = (PageId.SELL,)
    current: PageId = PageId.SELL


class ShellView(Protocol):
    """Whatever shows pages."""

    def render_shell(self, state: ShellState) -> None:
        """Show this page, and nothing else."""
