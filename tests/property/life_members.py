"""The life of one shop with rules of membership: acts through the platform's own use cases, and a naive reckoning of each person.

The clock may be put back; words, new versions and comparisons wait until it is where it was at its latest. What is written
down of the acts here is all that the naive reckoning knows: it shares neither records nor calendar with the platform.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from backend_stub import contract
from backend_stub.contract import TopUpRefundState, TopUpState, Wish, as_json
from backend_stub.domain.accounts import Establish, Join
from backend_stub.domain.association.commands import CheckIn, Judge, Say
from backend_stub.domain.association.versions import Keep, Start
from backend_stub.domain.codes import IssueCode
from backend_stub.domain.giveback import GiveBack, Reverse
from backend_stub.domain.records import SECOND, Association, Rule
from backend_stub.domain.redemption import Redeem
from backend_stub.domain.takeback import RefundHeard, TakeBack
from backend_stub.domain.topups import Heard, PutIn
from backend_stub.services import member_usecases, money_in, usecases
from backend_stub.services.judging import Judging
from backend_stub.services.parties import Shop, Terms, open_shop
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.preview_work import preview
from backend_stub.services.previews import Job
from backend_stub.services.secrets import new_code
from backend_stub.storage.lookups import UseCase
from backend_stub.storage.tables import TABLES
from tests.backend.shop import Clock
from tests.property.life import expect, pick
from tests.property.naive_members import Days, Seen, Word

TERMS = Terms(
    "Card", confirm_above_minor=None, confirm_after_payments=None, topup_min_minor=1, balance_max_minor=10_000_000
)
OUT = ("left", "declined")
A_DAY = dt.timedelta(days=1)


@dataclass
class Act:
    """Money that came of somebody, and what is left of it."""

    id: str
    left: int


@dataclass
class Person:
    """A customer with an account, and all they did."""

    id: str
    device: str
    account: str
    seen: list[Seen] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    bought: list[Act] = field(default_factory=list)
    filled: list[Act] = field(default_factory=list)
    is_out: bool = False


@dataclass(frozen=True)
class Calendar:
    """Where and when a shop's day is cut."""

    zone: str = "Europe/Berlin"
    cut: int = 0

    def day(self, now: int) -> int:
        """The last day that has begun, as a number."""
        date = dt.datetime.fromtimestamp(now / SECOND, ZoneInfo(self.zone)).date() + A_DAY
        while self._starts(date) > now:
            date -= A_DAY
        return (date - dt.date(1970, 1, 1)).days

    def _starts(self, date: dt.date) -> int:
        wall = dt.datetime.combine(date, dt.time()) + dt.timedelta(minutes=self.cut)
        return round(wall.replace(tzinfo=ZoneInfo(self.zone)).timestamp()) * SECOND


class MemberLife:
    """Numbers choose among what is there (modulo), so that any number is an act."""

    def __init__(self, platform: Platform, clock: Clock, people: int = 3, calendar: Calendar | None = None) -> None:
        self.platform, self.clock, self.latest = platform, clock, clock.now
        self.calendar = calendar or Calendar()
        self.judging = Judging(platform.database, platform.writer)
        platform.judging.stop()  # its own thread would run the day at moments of its own
        tag = new_id()[-12:]
        shop = Shop(f"shop-{tag}", "Shop", "", "EUR", "Main", self.calendar.zone, (), TERMS,
                    tills=2, day_cut_minutes=self.calendar.cut)  # fmt: skip
        self.shop = open_shop(platform.database, platform.keys, shop, clock())
        self.versions: list[tuple[int, contract.AssociationRule]] = []
        self.waiting: tuple[int, contract.AssociationRule] | None = None
        self.people = [self._person() for _ in range(people)]
        for person in self.people:
            self._top_up(person, 50_000, None)
            person.filled.clear()  # the money to live on is not taken back

    def _person(self) -> Person:
        customer, device, token = new_id(), new_id(), self.platform.keys.token_hash(new_id())
        self._run(usecases.JOIN, Join(customer, device, f"c{customer[-12:]}", "Mara Tanner", "", "Phone", token, "x"))
        account = self._run(usecases.ESTABLISH, Establish(new_id(), customer, self.shop.programme_id, "x"))
        return Person(customer, device, account.id)

    def _run(self, use_case: UseCase[Any], command: Any) -> Any:
        return self.platform.writer.run(use_case, command)

    @property
    def today(self) -> int:
        return self.calendar.day(self.clock.now)

    # --- acts ---------------------------------------------------------------------------------------------------------

    def buy(self, sales: Iterable[tuple[int, int]]) -> None:
        """(who, how much), each of somebody else: decided together, as a writer under load does."""
        commands: list[Redeem] = []
        payers = [(pick(self.people, who), amount) for who, amount in sales]
        for person, amount in payers:
            code, hashed = self._code(person)
            till = pick(self.shop.till_ids, len(commands))
            commands.append(Redeem(new_id(), till, self.shop.public_service_id, None, code, hashed,
                                   amount, "EUR", False, "", "x"))  # fmt: skip
        replies: list[Any] = self.platform.writer.run_all(usecases.REDEEM, commands)
        for (person, amount), reply in zip(payers, replies, strict=True):
            expect(reply.outcome, "paid", f"a sale of {amount}")
            person.seen.append(Seen(reply.id, self.today, "purchase", amount))
            person.bought.append(Act(reply.id, amount))
        for person, _ in payers:
            self._look_at(person)

    def _code(self, person: Person) -> tuple[str, str]:
        text, key = new_code(), new_id()
        hashed = self.platform.keys.code_hash(text)
        sealed = self.platform.keys.seal(text, key)
        self._run(usecases.ISSUE_CODE, IssueCode(key, person.device, person.id, None, None, hashed, sealed, "x"))
        return text, hashed

    def visit(self, who: int) -> None:
        person, key = pick(self.people, who), new_id()
        self._run(member_usecases.CHECK_IN, CheckIn(key, self.shop.till_ids[0], self._code(person)[1]))
        person.seen.append(Seen(key, self.today, "visit"))
        self._look_at(person)

    def top_up(self, who: int, amount: int, *, is_cash: bool) -> None:
        if is_cash or self.versions:  # without a rule, a provider's money has no till whose day it would belong to
            self._top_up(pick(self.people, who), amount, None if is_cash else "demo")

    def _top_up(self, person: Person, amount: int, source: str | None) -> None:
        by, till = (person.id, None) if source else (None, self.shop.till_ids[0])
        asked = PutIn(new_id(), by, till, person.account, None, amount, "EUR", "x", "demo")
        reply = self._run(money_in.TOP_UP, asked)
        if source:
            reply = self._run(money_in.HEARD, Heard(reply.id, TopUpState.CAPTURED))
        expect(reply.state, "captured", f"a top-up of {amount}")
        person.seen.append(Seen(reply.id, self.today, "top_up", amount))
        person.filled.append(Act(reply.id, amount))
        self._look_at(person)

    def refund(self, who: int, which: int, amount: int | None) -> None:
        """A part (what is left of it, at most) or all that is left of a purchase."""
        person = pick(self.people, who)
        open_ones = [one for one in person.bought if one.left]
        if open_ones:
            self.give_back(person, pick(open_ones, which), amount)

    def give_back(self, person: Person, sale: Act, amount: int | None) -> None:
        part = sale.left if amount is None else min(amount, sale.left)
        key = new_id()
        reply = self._run(usecases.REFUND, GiveBack(key, sale.id, self.shop.merchant_id, None, None, part, "", "x"))
        expect(reply.amount_minor, part, "a refund")
        self._gone(person, sale, key, part)

    def reverse(self, who: int, which: int) -> None:
        """The till takes a sale back, whole or what is left of it."""
        person = pick(self.people, who)
        open_ones = [one for one in person.bought if one.left]
        if not open_ones:
            return
        sale, key = pick(open_ones, which), new_id()
        for till in self.shop.till_ids:
            reply = self._run(usecases.REVERSE, Reverse(sale.id, key, till, ""))
            if getattr(reply, "outcome", "") == "reversed":
                self._gone(person, sale, key, sale.left)
                return
        raise AssertionError(f"no till could reverse {sale}")

    def take_back(self, who: int, which: int) -> None:
        """A top-up goes back the way it came."""
        person = pick(self.people, who)
        filled = [one for one in person.filled if one.left]
        if not filled:
            return
        topup, key = pick(filled, which), new_id()
        asked = TakeBack(key, topup.id, None, self.shop.merchant_id, None, None, "", "x")
        reply = self._run(money_in.TAKE_BACK, asked)
        if not hasattr(reply, "amount_minor"):
            return  # nothing of it is left in the account
        if reply.state == "pending":
            self._run(money_in.REFUND_HEARD, RefundHeard(key, TopUpRefundState.DONE))
        self._gone(person, topup, key, reply.amount_minor)

    def _gone(self, person: Person, of: Act, key: str, amount: int) -> None:
        of.left -= amount
        person.seen.append(Seen(key, self.today, "refund", amount, of.id))
        self._look_at(person)

    def say(self, who: int, wish: Wish) -> None:
        """Out, or in again; said again it changes nothing."""
        if not self.versions:
            return
        self.catch_up()
        person = pick(self.people, who)
        reply = self._run(member_usecases.SAY, Say(new_id(), self.shop.merchant_id, person.id, wish))
        goes_out = wish is not Wish.REJOIN
        expect(isinstance(reply, Association), goes_out or person.is_out, f"to {wish}")
        if not isinstance(reply, Association):
            return
        if goes_out != person.is_out:
            person.is_out = goes_out
            person.words.append(Word(self.today, goes_out))
        self._look_at(person)

    def start(self, rule: contract.AssociationRule, in_days: int = 0) -> None:
        """A new version, at once or from a day on; one that waited is a draft again."""
        self.catch_up()
        self._take_over()
        key, day = new_id(), self.today + in_days
        kept = Keep(key, self.shop.merchant_id, as_json(rule), self.calendar.zone, self.calendar.cut, "x")
        self._run(member_usecases.KEEP_RULE, kept)
        begun = self._run(member_usecases.START_RULE, Start(key, self.shop.merchant_id, day))
        expect(begun.status, "scheduled" if in_days else "in_force", "a version")
        if in_days:
            self.waiting = (day, rule)
            return
        self._begin(day, rule)

    def _take_over(self) -> None:
        """A version whose day has come is in force from its first moment, whether or not the day's job has run."""
        if self.waiting is not None and self.waiting[0] <= self.today:
            self._begin(*self.waiting)
            self.waiting = None

    def _begin(self, day: int, rule: contract.AssociationRule) -> None:
        """Of versions that begin on one day the last holds."""
        self.versions = [*(one for one in self.versions if one[0] != day), (day, rule)]

    def move_clock(self, hours: float) -> None:
        self.clock.forward(hours * 3_600)
        self.latest = max(self.latest, self.clock.now)

    def catch_up(self) -> None:
        """The clock is right again."""
        self.clock.now = self.latest

    def run_the_day(self) -> None:
        """The day's own judging, at whatever moment."""
        self.judging.run(self.clock())
        self._take_over()

    # --- what must hold -----------------------------------------------------------------------------------------------

    def naive(self, person: Person) -> Days:
        return Days(self.versions, person.seen, person.words, self.today)

    def row(self, person: Person) -> Association | None:
        table = TABLES[Association]
        with self.platform.database.read.connect() as connection:
            found = connection.execute(
                sa.select(table).where(table.c.customer_id == person.id, table.c.merchant_id == self.shop.merchant_id)
            ).one_or_none()
        return Association(*found) if found else None

    def _look_at(self, person: Person) -> None:
        """What an act made of somebody is there with the act; on a clock that was put back, later."""
        if self.clock.now == self.latest:
            self._take_over()
            if self.versions:
                self.compare(person)

    def compare(self, person: Person) -> None:
        row, naive = self.row(person), self.naive(person)
        if row is None:
            raise AssertionError(f"nothing is known of {person.id}")
        expect(row.tier_key, naive.tier, f"the tier on day {self.today}")
        expect(row.standing == "member", naive.tier is not None, "a member")
        expect(row.standing in OUT, person.is_out, "who left stays out")

    def check(self) -> None:
        """Everybody stands where the naive reckoning has them; from all records it is the same once more."""
        self.catch_up()
        self.run_the_day()
        if not self.versions:
            return
        before = [self.row(person) for person in self.people]
        for person in self.people:
            self.compare(person)
        table = TABLES[Association]
        with self.platform.database.write.begin() as connection:
            of_shop = table.c.merchant_id == self.shop.merchant_id
            connection.execute(sa.update(table).where(of_shop).values(is_stale=1))
        commands = [Judge(self.shop.merchant_id, person.id) for person in self.people]
        self.platform.writer.run_all(member_usecases.JUDGE, commands)
        for person, one in zip(self.people, before, strict=True):
            again = self.row(person)
            assert one is not None
            assert again is not None
            found = (again.standing, again.tier_key, again.due_day, again.points)
            expect(found, (one.standing, one.tier_key, one.due_day, one.points), "from all records")

    def compare_preview(self) -> None:
        """The rule in force, tried on all history, makes of everybody what they are. Only where it was always in force."""
        self.check()
        [(_, rule)] = self.versions
        job = Job("p", self.shop.merchant_id, contract.PreviewRequest(rule=rule), self.today, None, 0.0)
        preview(self.platform.database, job)
        tiers = {tier.key: tier.name for tier in rule.tiers}
        facts = {one.id: tiers[key] for one in self.people if (key := self.naive(one).tier) is not None}
        expect({one[0]: one[3] for one in job.changes}, facts, "a preview of the rule in force")

    def close(self) -> None:
        """Nothing of this shop is due any more: another life's days need not look at it."""
        rules = TABLES[Rule]
        with self.platform.database.write.begin() as connection:
            connection.execute(
                sa.update(rules).where(rules.c.merchant_id == self.shop.merchant_id).values(status="replaced")
            )


Step = tuple[str, int, int, int]
WISHES = (Wish.LEAVE, Wish.REJOIN, Wish.REJOIN, Wish.DECLINE)
HOURS = (1, 5, 9, 13, 24, 30, 72, 150, -3, -26, -80)


def live(life: MemberLife, steps: Sequence[Step], rules: Sequence[contract.AssociationRule]) -> None:
    """The steps (what, who, which, how much), one after another; checked where a step says so, and at the end."""
    left = list(rules)
    everybody = range(len(life.people))
    acts: dict[str, Callable[[int, int, int], None]] = {
        "buy": lambda who, _, amount: life.buy([(who, amount)]),
        "buy together": lambda _, __, amount: life.buy([(who, amount + who) for who in everybody]),
        "visit": lambda who, _, __: life.visit(who),
        "top up": lambda who, number, amount: life.top_up(who, amount, is_cash=number % 2 == 0),
        "refund": lambda who, number, amount: life.refund(who, number, None if amount % 3 == 0 else amount),
        "reverse": lambda who, number, _: life.reverse(who, number),
        "take back": lambda who, number, _: life.take_back(who, number),
        "say": lambda who, number, _: life.say(who, pick(WISHES, number)),
        "clock": lambda _, number, __: life.move_clock(pick(HOURS, number)),
        "version": lambda _, number, __: life.start(left.pop(), pick((0, 0, 1, 3), number)) if left else None,
        "day": lambda _, __, ___: life.run_the_day(),
        "check": lambda _, __, ___: life.check(),
    }
    for act, who, number, amount in steps:
        acts[act](who, number, amount)
    life.check()
