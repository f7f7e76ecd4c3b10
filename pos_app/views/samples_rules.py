"""Sample states of the Rules page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import msgspec

from backend_stub.contract import (
    AllOf,
    Amount,
    AnyOf,
    AssociationRule,
    Change,
    Count,
    Counted,
    Earning,
    LastVisit,
    Percent,
    Phrase,
    PointsWorth,
    Preview,
    PreviewPerson,
    PreviewResult,
    PreviewState,
    Reached,
    RuleCheck,
    RuleFault,
    RuleStatus,
    RuleVersion,
    SeriesPoint,
    Tier,
    TimelineItem,
    TimelineKind,
)
from pos_app.presenters.rules_preview import WhatIf, month_of
from pos_app.presenters.rules_state import Face, RulesState
from pos_app.presenters.sell_state import Say, Tone
from pos_app.views.samples import NOW


def reach(count: int, amount_minor: int, days: int) -> AnyOf:
    """So many purchases or so much spent within so many days."""
    money = Amount(currency="EUR", at_least_minor=amount_minor, within_days=days)
    return AnyOf(of=[Count(at_least=count, within_days=days), money])


RULE = AssociationRule(
    currency="EUR",
    first=reach(3, 20_000, 30),
    tiers=[
        Tier(key="member", name="Member", keep_if=Reached(at_most=60)),
        Tier(
            key="silver",
            name="Silver",
            raise_if=reach(8, 40_000, 60),
            keep_if=Reached(at_most=90),
            end_if=LastVisit(at_least=365),
            discount=Percent(basis_points=500),
        ),
        Tier(
            key="gold",
            name="Gold",
            raise_if=AnyOf(
                of=[
                    Count(at_least=20, within_days=120),
                    AllOf(of=[Count(types=[Counted.VISIT], at_least=9), Count(at_least=9, within_days=30)]),
                ]
            ),
            discount=Percent(basis_points=800),
        ),
    ],
    earning=Earning(purchase_points=1, purchase_per_minor=100),
)


def _phrase(message: str, *parts: Phrase, **arguments: str | int) -> Phrase:
    return Phrase(message=message, arguments=arguments, parts=list(parts))


def _count(value: int, days: int, what: str = "purchase") -> Phrase:
    within = _phrase("days", value=days)
    return _phrase("condition.count.least.within", _phrase(f"types.{what}", value=value), within, value=value)


def _spent(minor: int, days: int) -> Phrase:
    bought, within = _phrase("types.purchase", value=2), _phrase("days", value=days)
    return _phrase("condition.amount.least.within", bought, within, value_minor=minor)


def _either(one: Phrase, other: Phrase) -> Phrase:
    return _phrase("condition.or", one, other)


_DEEPEST = _phrase("condition.group", _phrase("condition.and", _count(9, 60, "visit"), _count(9, 30)))
SENTENCES = [
    _phrase("rule.first", _either(_count(3, 30), _spent(20_000, 30)), tier="Member"),
    _phrase("rule.keep", _phrase("condition.reached.most", value=60), tier="Member"),
    _phrase("rule.raise", _either(_count(8, 60), _spent(40_000, 60)), tier="Silver"),
    _phrase("rule.keep", _phrase("condition.reached.most", value=90), tier="Silver"),
    _phrase("rule.discount_percent", tier="Silver", percent="5"),
    _phrase("rule.raise", _either(_count(20, 120), _DEEPEST), tier="Gold"),
    _phrase("rule.kept_for_ever", tier="Gold"),
    _phrase("rule.discount_percent", tier="Gold", percent="8"),
]
FAULT = RuleFault(
    field="tiers.1.raise_if",
    message="fault.passed_over",
    arguments={"tier": "Silver", "below": "Member"},
    detail="Silver asks for no more than Member: nobody would stay Member.",
)
RUNNING = RuleVersion(
    rule_id="r4",
    version=4,
    status=RuleStatus.IN_FORCE,
    rule=RULE,
    sentences=SENTENCES,
    created_at=NOW,
    valid_from=NOW.date(),
    started_on=NOW.date(),
)
_RESULT = PreviewResult(
    from_day=NOW.date() - dt.timedelta(days=83),
    to_day=NOW.date(),
    customers=912,
    records=4_180,
    members_draft=216,
    members_in_force=180,
    joined=42,
    raised=11,
    lowered=3,
    left=6,
    discount_draft_minor=14_310,
    discount_in_force_minor=8_170,
    currency="EUR",
    series=[
        SeriesPoint(
            day=NOW.date() - dt.timedelta(days=83 - day), draft=150 + day * 66 // 83, in_force=150 + day * 30 // 83
        )
        for day in range(84)
    ],
    tiers=[],
)
PREVIEW = Preview(preview_id="p1", state=PreviewState.DONE, progress_percent=64, took_ms=310, result=_RESULT)
PEOPLE = tuple(
    PreviewPerson(customer_id=name, name=name, change=Change.JOINED, in_force_tier=None, draft_tier="Member")
    for name in ("Chen Lan", "Jonas Weber", "Nadia Benali-Oberhausen zu Weißenfels", "马晓云")
)
OCTOBER = month_of(NOW.date().replace(day=1) - dt.timedelta(days=1))
_MONTH = msgspec.structs.replace(
    PREVIEW,
    result=msgspec.structs.replace(
        _RESULT,
        from_day=OCTOBER.from_day or NOW.date(),
        to_day=OCTOBER.to_day or NOW.date(),
        series=_RESULT.series[30:61],
    ),
)
_SAME = msgspec.structs.replace(
    PREVIEW,
    result=msgspec.structs.replace(
        _RESULT, joined=0, raised=0, lowered=0, left=0, members_draft=180, discount_draft_minor=8_170
    ),
)
RECORDS = tuple(
    TimelineItem(
        item_id=f"t{number}",
        kind=TimelineKind.PURCHASE,
        at=NOW - dt.timedelta(days=9 * number),
        store_id=None,
        amount_minor=480 + 310 * number,
        currency="EUR",
        points=4 + 3 * number,
        of_id=None,
        tier_name=None,
        rule_version=None,
    )
    for number in range(8)
)
_GOOD = RuleCheck(faults=[], sentences=SENTENCES)
_RUNS = RulesState(
    "EUR", "Europe/Berlin", may_change=True, is_loading=False, running=RUNNING, rule=RULE, check=_GOOD, today=NOW.date()
)
_EASY = msgspec.structs.replace(
    RULE,
    tiers=[RULE.tiers[0], msgspec.structs.replace(RULE.tiers[1], raise_if=reach(3, 20_000, 30)), RULE.tiers[2]],
)
_DEEP = Count(types=[Counted.PURCHASE, Counted.TOP_UP], at_least=30)
_DEEP_RULE = msgspec.structs.replace(
    RULE, tiers=[*RULE.tiers[:2], msgspec.structs.replace(RULE.tiers[2], raise_if=_DEEP)]
)
_WAITING = msgspec.structs.replace(
    RUNNING, version=5, status=RuleStatus.SCHEDULED, rule=_EASY, valid_from=NOW.date() + dt.timedelta(days=7)
)
_WORTHLESS = msgspec.structs.replace(RULE, points_worth=PointsWorth(points=0, amount_minor=100))
_NO_WORTH = RuleFault(field="points_worth", message="fault.worth_nothing", arguments={}, detail="Points pay nothing.")
STATES = {
    "changed": replace(_RUNS, rule=msgspec.structs.replace(RULE, first=reach(4, 20_000, 30))),
    "in-force": _RUNS,
    "what-if": replace(_RUNS, what_if=WhatIf(preview=PREVIEW, people=PEOPLE, has_more=True), face=Face.WHAT_IF),
    "what-if-month": replace(
        _RUNS,
        what_if=WhatIf(preview=_MONTH, people=PEOPLE),
        period=OCTOBER,
        face=Face.WHAT_IF,
    ),
    "what-if-person": replace(
        _RUNS,
        what_if=WhatIf(preview=PREVIEW, people=PEOPLE, person=PEOPLE[2], records=RECORDS, has_more_records=True),
        face=Face.WHAT_IF,
    ),
    "what-if-nobody": replace(_RUNS, what_if=WhatIf(preview=_SAME), face=Face.WHAT_IF),
    "too-deep": replace(_RUNS, tier=2, rule=_DEEP_RULE),
    "changed-silver": replace(_RUNS, tier=1, rule=_EASY, from_day=NOW.date() + dt.timedelta(days=7)),
    "scheduled": replace(_RUNS, rule=_EASY, draft=_WAITING),
    "points": replace(_RUNS, is_points_open=True),
    "points-wrong": replace(
        _RUNS, rule=_WORTHLESS, is_points_open=True, check=RuleCheck(faults=[_NO_WORTH], sentences=SENTENCES)
    ),
    "in-words": replace(_RUNS, face=Face.WORDS),
    "untried": replace(_RUNS, face=Face.WHAT_IF),
    "trying": replace(
        _RUNS,
        what_if=WhatIf(preview=msgspec.structs.replace(PREVIEW, state=PreviewState.RUNNING, result=None)),
        face=Face.WHAT_IF,
    ),
    "wrong": replace(_RUNS, rule=_EASY, tier=1, check=RuleCheck(faults=[FAULT], sentences=SENTENCES)),
    "nested": replace(_RUNS, tier=2),
    "read-only": replace(_RUNS, tier=1, may_change=False),
    "line-down": replace(_RUNS, rule=_EASY, check=None, trouble=Say("ask.no_connection", tone=Tone.CAREFUL)),
    "empty": RulesState("EUR", "Europe/Berlin", may_change=True, is_loading=False, today=NOW.date()),
    "loading": RulesState("EUR", "Europe/Berlin", today=NOW.date()),
}
