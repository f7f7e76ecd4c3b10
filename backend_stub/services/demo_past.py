"""The demo's past: two months of the tea shop, so that its pages have something to say on the first day.

A rule has been in force since the shop opened; regulars came, became members and rose; one of them is a purchase short of
Silver, one of becoming a member, one is slipping. All of it goes through the use cases of life, with a clock that is set
to the moment at which each thing happened, and ends with the balances that `demo.PEOPLE` names.
"""

from __future__ import annotations

from backend_stub.contract import (
    Amount,
    AnyOf,
    AssociationRule,
    Condition,
    Count,
    Earning,
    LastVisit,
    Outcome,
    Percent,
    PointsWorth,
    Reached,
    Tier,
    as_json,
)
from backend_stub.domain.association import versions
from backend_stub.domain.calendar import business_day, day_start
from backend_stub.domain.codes import IssueCode
from backend_stub.domain.records import SECOND, Account, Instant, Redemption
from backend_stub.domain.redemption import Redeem
from backend_stub.services import demo, member_usecases, settlement, usecases
from backend_stub.services.closing import Wanted
from backend_stub.services.demo import Demo, DemoCustomer, DemoError, must_all
from backend_stub.services.parties import Opened, Shop, open_shop
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import new_code
from backend_stub.storage import reads
from backend_stub.storage.writer import Writer

HOUR, DAY = 3_600 * SECOND, 86_400 * SECOND
OPENED_DAYS_AGO = 62
BETWEEN_SALES = 12 * SECOND
SILVER_FROM, GOLD_FROM = 6, 10  # purchases
DISCOUNTS_AT_MOST_MINOR = 600
SMALL_MINOR = 9_900  # a top-up without a bonus

# so many days ago, hours after the day began: who came, and for how much in cents
VISITS: tuple[tuple[int, float, tuple[tuple[str, int], ...]], ...] = (
    (58, 5.2, (("omar", 640), ("chen", 1_150))),
    (54, 8.5, (("omar", 480), ("chen", 720), ("emre", 890))),
    (47, 6.1, (("omar", 1_120), ("emre", 540))),
    (41, 9.3, (("chen", 980), ("emre", 760))),
    (34, 7.4, (("chen", 450), ("emre", 1_240), ("ida", 620))),
    (27, 5.8, (("li.wei", 690), ("chen", 1_310), ("ma.xiaoyun", 540))),
    (21, 8.9, (("li.wei", 1_280), ("ida", 840), ("chen", 560))),
    (16, 6.6, (("emre", 920), ("chen", 1_090), ("ma.xiaoyun", 880))),
    (11, 7.7, (("li.wei", 450), ("ida", 1_180), ("chen", 640), ("emre", 480))),
    (7, 5.5, (("chen", 920), ("mara", 750), ("ma.xiaoyun", 460))),
    (5, 9.8, (("li.wei", 930), ("chen", 780))),
    (3, 6.3, (("emre", 1_060), ("jonas", 390), ("ida", 520))),
    (2, 8.1, (("li.wei", 560), ("chen", 890))),
    (1, 6.9, (("mara", 1_140), ("chen", 470), ("ma.xiaoyun", 720))),
)
BUYERS = frozenset(name for _, _, sales in VISITS for name, _ in sales)


def _bought(count: int, amount_minor: int, days: int) -> Condition:
    currency = demo.SHOP.currency
    return AnyOf(
        of=[
            Count(at_least=count, within_days=days),
            Amount(currency=currency, at_least_minor=amount_minor, within_days=days),
        ]
    )


RULE = AssociationRule(
    currency=demo.SHOP.currency,
    first=_bought(3, 10_000, 60),
    tiers=[
        Tier(key="member", name="Member", second_name="会员", keep_if=LastVisit(at_most=50)),
        Tier(
            key="silver",
            name="Silver",
            second_name="银卡",
            raise_if=_bought(SILVER_FROM, 20_000, 90),
            keep_if=Reached(at_most=90),
            discount=Percent(basis_points=500),
        ),
        Tier(
            key="gold",
            name="Gold",
            second_name="金卡",
            raise_if=_bought(GOLD_FROM, 40_000, 90),
            keep_if=Reached(at_most=90),
            discount=Percent(basis_points=800),
            points_factor_percent=150,
        ),
    ],
    earning=Earning(purchase_points=1, purchase_per_minor=100),
    points_worth=PointsWorth(points=100, amount_minor=100),
)


def seed(platform: Platform, shop: Shop = demo.SHOP) -> Demo:
    """The demo data with its past, on a started platform with an empty database; the days that are over are settled."""
    past = _Past(platform, shop)
    try:
        made = past.play()
    finally:
        past.writer.stop()
    settlement.settle(platform, Wanted())
    return made


class _Past:
    """A second writer on the same books, whose clock is set."""

    def __init__(self, platform: Platform, shop: Shop) -> None:
        self._platform, self._shop, self._keys = platform, shop, platform.keys
        today = business_day(platform.clock(), shop.time_zone, shop.day_cut_minutes)
        self._today = day_start(today, shop.time_zone, shop.day_cut_minutes)
        self.now = self._today - OPENED_DAYS_AGO * DAY
        self.writer = Writer(platform.database, lambda: Instant(self.now), new_id)

    def play(self) -> Demo:
        """From the shop's first day to this moment."""
        opened = open_shop(self._platform.database, self._keys, self._shop, Instant(self.now))
        self.writer.start()
        self._start_rule(opened)
        customers = demo.join_all(self.writer, self._keys, opened)
        by_name = {one.social_id: one for one in customers}
        demo.fill_all(
            self.writer, [(one, _first_minor(one)) for one in customers if one.social_id in BUYERS], SMALL_MINOR
        )
        demo.fill_all(self.writer, [(one, one.balance_minor) for one in customers if one.social_id not in BUYERS])
        for days_ago, hours, sales in VISITS:
            self.now = self._today - days_ago * DAY + round(hours * HOUR)
            self._sell(opened, [(by_name[name], amount_minor) for name, amount_minor in sales])
        self.now = self._platform.clock()
        demo.fill_all(self.writer, self._missing(customers))
        return Demo(opened, customers)

    def _start_rule(self, opened: Opened) -> None:
        rule_id, text = new_id(), as_json(RULE)
        asked = self._keys.request_hash(f"rule {opened.merchant_id}", text.encode())
        keep = versions.Keep(rule_id, opened.merchant_id, text, self._shop.time_zone, self._shop.day_cut_minutes, asked)
        must_all(self.writer, member_usecases.KEEP_RULE, [keep])
        must_all(self.writer, member_usecases.START_RULE, [versions.Start(rule_id, opened.merchant_id, None)])

    def _sell(self, opened: Opened, sales: list[tuple[DemoCustomer, int]]) -> None:
        """All show their codes, and are taken for one after another while the codes live."""
        texts = [new_code() for _ in sales]
        shown = [self._code(one, text) for (one, _), text in zip(sales, texts, strict=True)]
        must_all(self.writer, usecases.ISSUE_CODE, shown)
        for (_, amount_minor), text in zip(sales, texts, strict=True):
            self.now += BETWEEN_SALES
            (paid,) = must_all(self.writer, usecases.REDEEM, [self._sale(opened, text, amount_minor)])
            if not isinstance(paid, Redemption) or paid.outcome != Outcome.PAID:
                raise DemoError(f"a sale of the past was not paid: {paid}")

    def _code(self, one: DemoCustomer, text: str) -> IssueCode:
        code_id, keys = new_id(), self._keys
        return IssueCode(
            code_id=code_id,
            device_id=one.device_id,
            customer_id=one.customer_id,
            account_id=None,
            limit_minor=None,
            code_hash=keys.code_hash(text),
            sealed_text=keys.seal(text, code_id),
            request_hash="demo",
        )

    def _sale(self, opened: Opened, text: str, amount_minor: int) -> Redeem:
        return Redeem(
            attempt_id=new_id(),
            till_id=opened.till_ids[0],
            public_service_id=opened.public_service_id,
            operator_id=opened.operator_ids[0],
            code=text,
            code_hash=self._keys.code_hash(text),
            amount_minor=amount_minor,
            currency=self._shop.currency,
            part_payment=False,
            reference="",
            request_hash="demo",
            accept_benefits=True,
        )

    def _missing(self, customers: tuple[DemoCustomer, ...]) -> list[tuple[DemoCustomer, int]]:
        """What each account has less than is promised of it."""
        found: list[tuple[DemoCustomer, int]] = []
        for one in customers:
            account = self._platform.look(reads.one, Account, one.account_id)
            if account is None:
                raise DemoError(f"{one.social_id} has no account")
            if account.balance_minor != one.balance_minor:
                found.append((one, one.balance_minor - account.balance_minor))
        return found


def _first_minor(one: DemoCustomer) -> int:
    """What will be spent and what is to be left; of regulars a little less, whose discounts are not known yet."""
    spent = [amount_minor for _, _, sales in VISITS for name, amount_minor in sales if name == one.social_id]
    return one.balance_minor + sum(spent) - (DISCOUNTS_AT_MOST_MINOR if len(spent) > SILVER_FROM else 0)
