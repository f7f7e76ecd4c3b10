"""Sample states of the pages beside Sell, for looking at them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from backend_stub.contract import Role
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.session_state import Person, SignInState
from pos_app.presenters.shell_state import PageId
from pos_app.views import samples_settlement
from pos_app.views.page import PageWidget
from pos_app.views.settlement.page import SettlementPage
from pos_app.views.signin.page import SignInPage


@dataclass(frozen=True, slots=True)
class PageSamples:
    """A page and its states by name."""

    page: PageId
    make: Callable[[], PageWidget[Any]]
    states: Mapping[str, Any]


_PEOPLE = (
    Person("o1", "Anna", Role.CASHIER),
    Person("o2", "Ben", Role.CASHIER),
    Person("o3", "Mei", Role.MANAGER),
    Person("o4", "Yan", Role.OWNER),
)
_SIGN_IN = SignInState(_PEOPLE, "o3", digits=2)
SIGN_IN = PageSamples(
    PageId.SIGN_IN,
    SignInPage,
    {
        "sign-in": _SIGN_IN,
        "sign-in-wrong": replace(_SIGN_IN, digits=0, wrong=Say("session.wrong", tone=Tone.WRONG)),
        "sign-in-locked": replace(
            _SIGN_IN, is_locked=True, hint=Say("session.demo", {"name": "Yan", "pin": "1470"}), digits=5
        ),
        "sign-in-asking": replace(_SIGN_IN, digits=0, is_asking=True),
        "sign-in-many": replace(
            _SIGN_IN,
            people=(
                *_PEOPLE,
                *(Person(f"p{n}", f"Anna-Katharina Schwarzenberger {n}", Role.PLATFORM) for n in range(5)),
            ),
            chosen_id="p4",
        ),
    },
)
SETTLEMENT = PageSamples(
    PageId.SETTLEMENT,
    SettlementPage,
    {f"settlement-{name}": state for name, state in samples_settlement.STATES.items()},
)
PAGES = (SIGN_IN, SETTLEMENT)
