"""Sample states of the pages beside Sell, for looking at them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from backend_stub.contract import (
    Benefit,
    CountedRecord,
    DayAmount,
    Explanation,
    Fall,
    Measured,
    Member,
    MemberCounts,
    MemberMessage,
    MemberProfile,
    NextStep,
    Phrase,
    Role,
    Standing,
    TimelineItem,
    TimelineKind,
)
from pos_app.presenters.members_state import TO_ALL, Audience, Draft, MembersState, Whom
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.session_state import Person, SignInState
from pos_app.presenters.shell_state import PageId
from pos_app.views import (
    samples_camera,
    samples_desk,
    samples_printing,
    samples_reconcile,
    samples_rules,
    samples_sales,
    samples_settlement,
    samples_shift,
)
from pos_app.views.camera.page import CameraPage
from pos_app.views.members.page import MembersPage
from pos_app.views.merchants.page import MerchantsPage
from pos_app.views.page import PageWidget
from pos_app.views.payouts.page import PayoutsPage
from pos_app.views.programmes.page import ProgrammesPage
from pos_app.views.reconcile.page import ReconcilePage
from pos_app.views.rules.page import RulesPage
from pos_app.views.sales.page import SalesPage
from pos_app.views.samples import NOW
from pos_app.views.settlement.page import SettlementPage
from pos_app.views.shift.page import ShiftPage
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


def _member(number: int, name: str, tier: str | None, points: int, last_at: dt.datetime) -> Member:
    return Member(
        customer_id=f"m{number}",
        name=name,
        social_id=f"member.{number}",
        standing=Standing.MEMBER if tier else Standing.ENDED,
        tier_key=tier and tier.lower(),
        tier_name=tier,
        points=points,
        joined_at=NOW - dt.timedelta(days=43),
        tier_since=NOW,
        last_at=last_at,
        is_slipping=False,
        is_muted=False,
    )


_MEMBERS = (
    _member(1, "Li Wei", "Silver", 50, NOW),
    _member(2, "Sofia Rossi", "Silver", 312, NOW - dt.timedelta(minutes=11)),
    _member(3, "Chen Lan", "Member", 41, NOW - dt.timedelta(minutes=34)),
    _member(4, "Amélie Moreau", "Gold", 1204, NOW - dt.timedelta(days=1)),
    _member(5, "Tom Keller", "Member", 63, NOW - dt.timedelta(days=3)),
    _member(6, "Nadia Benali-Oberhausen zu Weißenfels", "Silver", 188, NOW - dt.timedelta(days=4)),
    _member(7, "马晓云", None, 22, NOW - dt.timedelta(days=6)),
)
_SPENT = (1250, 1120, 840, 1520, 450, 1280, 640, 900)
_DAYS = (0, 8, 16, 24, 36, 43, 50, 57)
_HISTORY = (
    TimelineItem(
        item_id="h0",
        kind=TimelineKind.RAISED,
        at=NOW,
        store_id=None,
        amount_minor=None,
        currency=None,
        points=0,
        of_id=None,
        tier_name="Silver",
        rule_version=4,
    ),
    *(
        TimelineItem(
            item_id=f"h{day}",
            kind=TimelineKind.PURCHASE,
            at=NOW - dt.timedelta(days=day),
            store_id=None,
            amount_minor=minor,
            currency="EUR",
            points=minor // 100,
            of_id=None,
            tier_name=None,
            rule_version=None,
        )
        for day, minor in zip(_DAYS, _SPENT, strict=True)
    ),
)
_BENEFIT = Benefit(discount_basis_points=800, discount_minor=None, points_factor_percent=200)
_PURCHASES = Phrase(
    message="condition.count.least.within",
    arguments={"value": 8},
    parts=[
        Phrase(message="types.purchase", arguments={"value": 8}, parts=[]),
        Phrase(message="days", arguments={"value": 60}, parts=[]),
    ],
)
_WHY = Explanation(
    standing=Standing.MEMBER,
    tier_name="Silver",
    rule_version=4,
    as_of=NOW.date(),
    reached_on=NOW.date(),
    measures=[Measured(phrase=_PURCHASES, value=8, wanted=8, holds=True)],
    records=[
        CountedRecord(
            record_id=f"r{day}",
            type="purchase",
            day=(NOW - dt.timedelta(days=day)).date(),
            at=NOW - dt.timedelta(days=day),
            amount_minor=minor,
            currency="EUR",
            points=minor // 100,
        )
        for day, minor in zip(_DAYS, _SPENT, strict=True)
    ],
    records_count=8,
    records_minor=sum(_SPENT),
    without_last=Phrase(
        message="without_last.tier.count", arguments={"have": 7, "wanted": 8, "tier": "Member"}, parts=[_PURCHASES]
    ),
    next_step=NextStep(
        tier_name="Gold",
        benefit=_BENEFIT,
        measure="count",
        have=8,
        wanted=20,
        missing=12,
        by_day=dt.date(2027, 1, 25),
        pace=9,
    ),
    fall=Fall(day=dt.date(2027, 2, 21), tier_name="Member"),
)
_PROFILE = MemberProfile(
    member=_MEMBERS[0],
    benefit=_BENEFIT,
    recent_days=60,
    recent_count=8,
    recent_minor=sum(_SPENT),
    currency="EUR",
    plot=[
        DayAmount(
            day=(NOW - dt.timedelta(days=59 - day)).date(),
            count=1,
            amount_minor=_SPENT[_DAYS.index(59 - day)] if 59 - day in _DAYS else 0,
        )
        for day in range(60)
    ],
    explanation=_WHY,
)
_SILVER = Audience(Whom.TIER, tier_key="silver", tier_name="Silver")
_FOUND = MembersState(
    "EUR",
    "Europe/Berlin",
    counts=MemberCounts(all=180, new=9, slipping=6),
    rows=_MEMBERS,
    is_loading=False,
    chosen_id="m1",
    profile=_PROFILE,
    history=_HISTORY,
    has_more_history=True,
    tiers=(_SILVER,),
    may_message=True,
)
_COUNTED = MemberMessage(
    message_id="x", text="", at=NOW, is_preview=True, chosen=180, delivered=171, muted=7, too_soon=2, gone=4
)
MEMBERS = PageSamples(
    PageId.MEMBERS,
    lambda: MembersPage(lambda: NOW),
    {
        "members": _FOUND,
        "members-empty": MembersState(
            "EUR", "Europe/Berlin", counts=MemberCounts(all=0, new=0, slipping=0), is_loading=False
        ),
        "members-nobody": replace(_FOUND, text="zzz", rows=(), chosen_id="", profile=None, history=()),
        "members-letter": replace(_FOUND, draft=Draft("One free mochi with your tea this week.", TO_ALL)),
        "members-counted": replace(
            _FOUND, draft=Draft("One free mochi with your tea this week.", _SILVER, counted=_COUNTED)
        ),
        "members-line-down": replace(
            _FOUND, rows=(), profile=None, trouble=Say("ask.no_connection", tone=Tone.CAREFUL)
        ),
    },
)
RULES = PageSamples(PageId.RULES, RulesPage, {f"rules-{name}": state for name, state in samples_rules.STATES.items()})
CAMERA = PageSamples(
    PageId.SETTINGS, CameraPage, {f"camera-{name}": state for name, state in samples_camera.STATES.items()}
)
MERCHANTS = PageSamples(PageId.MERCHANTS, MerchantsPage, samples_desk.MERCHANTS)
PROGRAMMES = PageSamples(PageId.PROGRAMMES, ProgrammesPage, samples_desk.PROGRAMMES)
PAYOUTS = PageSamples(PageId.PAYOUTS, PayoutsPage, samples_desk.PAYOUTS)
SHIFT = PageSamples(PageId.SHIFT, ShiftPage, samples_shift.STATES)
RECONCILE = PageSamples(PageId.RECONCILE, ReconcilePage, samples_reconcile.STATES)
SALES = PageSamples(PageId.SALES, lambda: SalesPage(lambda: NOW), samples_sales.STATES)
PRINTING = PageSamples(PageId.SETTINGS, samples_printing.SettingsSheet, samples_printing.STATES)
PAGES = (SIGN_IN, SALES, MEMBERS, RULES, SETTLEMENT, CAMERA, MERCHANTS, PROGRAMMES, PAYOUTS, RECONCILE, SHIFT, PRINTING)
