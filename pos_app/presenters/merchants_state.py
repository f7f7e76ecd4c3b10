"""The Merchants page's state: who is on the platform, and what the right side is for."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol

from backend_stub.contract import Merchant
from pos_app.presenters.forms import EMPTY, Form
from pos_app.presenters.sell_state import Say
from pos_app.presenters.staff import Subject


class Doing(enum.Enum):
    """What the right side is for."""

    LOOKING = "looking"
    TAKING_ON = "taking_on"
    BANK = "bank"
    PART = "part"  # a person, a store or a till of the chosen merchant


@dataclass(frozen=True, slots=True)
class MerchantsState:
    """The whole page. `key` is a new till's key, told once, after its merchant was taken on."""

    currency: str
    time_zone: str
    rows: tuple[Merchant, ...] = ()
    chosen_id: str | None = None
    search: str = ""
    has_more: bool = False
    is_loading: bool = True
    trouble: Say | None = None
    doing: Doing = Doing.LOOKING
    form: Form = EMPTY
    subject: Subject | None = None  # whom or what the form is of
    is_sending: bool = False
    key: str = ""

    @property
    def chosen(self) -> Merchant | None:
        """The merchant that is looked at."""
        return next((one for one in self.rows if one.merchant_id == self.chosen_id), None)


class MerchantsView(Protocol):
    """Shows the page."""

    def render(self, state: MerchantsState) -> None:
        """Show this state, and nothing else."""
