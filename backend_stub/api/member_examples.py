"""Examples of the messages about members and rules."""

from __future__ import annotations

import datetime as dt

import msgspec

from backend_stub import contract
from backend_stub.contract import payment_code

_AT = dt.datetime(2026, 11, 23, 15, 4, 5, tzinfo=dt.UTC)
_DAY = dt.date(2026, 11, 23)
_CODE = payment_code("123456789012345")
_WHO = "01932a7c-5b1e-7c3a-9d2f-000000000009"
_RULE_ID = "01932a7c-5b1e-7c3a-9d2f-000000000020"
_RECORD = "01932a7c-5b1e-7c3a-9d2f-000000000001"
_MERCHANT = "01932a7c-5b1e-7c3a-9d2f-000000000007"


def _reach(count: int, amount_minor: int, days: int) -> contract.AnyOf:
    return contract.AnyOf(
        of=[
            contract.Count(at_least=count, within_days=days),
            contract.Amount(currency="EUR", at_least_minor=amount_minor, within_days=days),
        ]
    )


RULE = contract.AssociationRule(
    currency="EUR",
    first=_reach(3, 20_000, 30),
    tiers=[
        contract.Tier(key="member", name="Member", second_name="会员", keep_if=contract.Reached(at_most=60)),
        contract.Tier(
            key="silver",
            name="Silver",
            second_name="银卡",
            raise_if=_reach(8, 40_000, 60),
            keep_if=contract.Reached(at_most=90),
            discount=contract.Percent(basis_points=500),
        ),
        contract.Tier(
            key="gold",
            name="Gold",
            second_name="金卡",
            raise_if=_reach(20, 90_000, 120),
            keep_if=contract.Reached(at_most=180),
            discount=contract.Percent(basis_points=800),
            points_factor_percent=200,
            welcome_points=50,
            gift="one mochi",
        ),
    ],
    earning=contract.Earning(purchase_points=1, purchase_per_minor=100),
    points_worth=contract.PointsWorth(points=100, amount_minor=100),
    points_expire_after_days=365,
)
_PHRASE = contract.Phrase(
    message="condition.count", arguments={"at_least": 8, "within_days": 60, "types": "purchase"}, parts=[]
)
_VERSION = contract.RuleVersion(
    rule_id=_RULE_ID,
    version=4,
    status=contract.RuleStatus.IN_FORCE,
    rule=RULE,
    sentences=[_PHRASE],
    created_at=_AT,
    valid_from=_DAY,
    started_on=_DAY,
)
_RESULT = contract.PreviewResult(
    from_day=dt.date(2026, 9, 1),
    to_day=_DAY,
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
    series=[contract.SeriesPoint(day=_DAY, draft=216, in_force=180)],
    tiers=[contract.TierCount(key="member", name="Member", draft=150, in_force=120)],
)
_BENEFIT = contract.Benefit(discount_basis_points=500, discount_minor=None, points_factor_percent=100)
_NEWS = contract.MembershipNews(
    change=contract.MembershipChange.RAISED,
    member_name="Li Wei",
    tier_key="silver",
    tier_name="Silver",
    tier_second_name="银卡",
    benefit=_BENEFIT,
    welcome_points=0,
    gift="",
)
_MEMBER = contract.Member(
    customer_id=_WHO,
    name="Li Wei",
    social_id="li.wei",
    standing=contract.Standing.MEMBER,
    tier_key="silver",
    tier_name="Silver",
    points=50,
    joined_at=_AT,
    tier_since=_AT,
    last_at=_AT,
    is_slipping=False,
    is_muted=False,
)
_EXPLANATION = contract.Explanation(
    standing=contract.Standing.MEMBER,
    tier_name="Silver",
    rule_version=4,
    as_of=_DAY,
    reached_on=_DAY,
    measures=[contract.Measured(phrase=_PHRASE, value=8, wanted=8, holds=True)],
    records=[
        contract.CountedRecord(
            record_id=_RECORD, type="purchase", day=_DAY, at=_AT, amount_minor=1250, currency="EUR", points=12
        )
    ],
    records_count=8,
    records_minor=8_000,
    without_last=contract.Phrase(
        message="without_last.lower", arguments={"have": 7, "wanted": 8, "tier": "Member"}, parts=[]
    ),
    next_step=contract.NextStep(
        tier_name="Gold",
        benefit=_BENEFIT,
        measure="count",
        have=8,
        wanted=20,
        missing=12,
        by_day=dt.date(2027, 1, 25),
        pace=9,
    ),
    fall=contract.Fall(day=dt.date(2027, 2, 21), tier_name="Member"),
)
_MESSAGE = contract.MemberMessage(
    message_id=_RULE_ID,
    text="Try the mochi",
    at=_AT,
    is_preview=False,
    chosen=9,
    delivered=7,
    muted=1,
    too_soon=1,
    gone=2,
)

_MEMBERSHIP = contract.Membership(
    merchant_id=_MERCHANT,
    merchant_name="Mei’s Tea",
    standing=contract.Standing.MEMBER,
    tier_key="silver",
    tier_name="Silver",
    benefit=_BENEFIT,
    points=50,
    points_worth_minor=50,
    currency="EUR",
    joined_at=_AT,
    tier_since=_AT,
    is_muted=False,
)

MEMBER_EXAMPLES: tuple[msgspec.Struct, ...] = (
    contract.QuoteRequest(code=_CODE, amount_minor=1250, currency="EUR"),
    contract.Quote(
        customer_name="L•• Wei",
        amount_minor=1250,
        discount_minor=62,
        price_minor=1188,
        currency="EUR",
        tier_name="Silver",
        points=50,
        points_usable=50,
        points_usable_minor=50,
        points_worth=contract.PointsWorth(points=100, amount_minor=100),
    ),
    contract.VisitRequest(code=_CODE),
    contract.Visit(
        visit_id=_RECORD,
        at=_AT,
        customer_name="L•• Wei",
        tier_name="Silver",
        points_earned=0,
        points_after=50,
        news=_NEWS,
    ),
    contract.RuleDraft(rule=RULE),
    contract.RuleCheck(
        faults=[
            contract.RuleFault(
                field="tiers.1.raise_if.of.0.within_days",
                message="fault.no_period",
                arguments={"tier": "Silver", "days": 0},
                detail="Silver, raise: a period has at least one day, not 0.",
            )
        ],
        sentences=[_PHRASE],
    ),
    contract.RuleStart(from_day=dt.date(2026, 11, 30)),
    contract.RuleEnd(),
    _VERSION,
    contract.RuleVersionList(items=[_VERSION]),
    contract.PreviewRequest(rule=RULE, from_day=dt.date(2026, 9, 1), to_day=_DAY),
    contract.Preview(
        preview_id=_RULE_ID, state=contract.PreviewState.DONE, progress_percent=100, took_ms=812, result=_RESULT
    ),
    contract.PreviewEnd(),
    contract.PreviewPeople(
        items=[
            contract.PreviewPerson(
                customer_id=_WHO,
                name="Li Wei",
                change=contract.Change.RAISED,
                in_force_tier="Member",
                draft_tier="Silver",
            )
        ]
    ),
    contract.MemberList(items=[_MEMBER], counts=contract.MemberCounts(all=180, new=9, slipping=6)),
    contract.MemberProfile(
        member=_MEMBER,
        benefit=_BENEFIT,
        recent_days=60,
        recent_count=8,
        recent_minor=8_000,
        currency="EUR",
        plot=[contract.DayAmount(day=_DAY, count=1, amount_minor=1250)],
        explanation=_EXPLANATION,
    ),
    _EXPLANATION,
    contract.Timeline(
        items=[
            contract.TimelineItem(
                item_id=_RECORD,
                kind=contract.TimelineKind.RAISED,
                at=_AT,
                store_id=None,
                amount_minor=None,
                currency=None,
                points=0,
                of_id=None,
                tier_name="Silver",
                rule_version=4,
            )
        ]
    ),
    contract.MessageAudience(tier_key="silver"),
    contract.MemberMessageRequest(text="Try the mochi", audience=contract.MessageAudience(tier_key="silver")),
    _MESSAGE,
    contract.MemberMessageList(items=[_MESSAGE]),
    _MEMBERSHIP,
    contract.MembershipList(items=[_MEMBERSHIP]),
    contract.MembershipWish(wish=contract.Wish.LEAVE),
)
