"""The life of two shops and their customers: acts on the platform, each foretold by the naive books and compared."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from backend_stub.contract import TopUpState
from backend_stub.domain.accounts import Establish, Join
from backend_stub.domain.codes import IssueCode
from backend_stub.domain.giveback import GiveBack, Reverse
from backend_stub.domain.records import Acceptance, Programme, Redemption, Refund, TopUp
from backend_stub.domain.redemption import Confirm, Redeem
from backend_stub.domain.state import Broken
from backend_stub.domain.terms import tiers_text
from backend_stub.domain.topups import Heard, PutIn
from backend_stub.services import money_in, usecases
from backend_stub.services.parties import Opened, Shop, Terms, first_version, open_shop, save
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import new_code
from backend_stub.services.verify import verify
from backend_stub.storage.lookups import UseCase
from tests.backend.shop import Clock
from tests.property import naive
from tests.property.naive import Account, Code, Sale
from tests.property.naive_money import GIFT_MAX, NaiveMoney, Paid

TERMS = Terms(
    "Card",
    confirm_above_minor=naive.CONFIRM_ABOVE,
    confirm_after_payments=naive.CONFIRM_AFTER,
    payment_max_minor=naive.PAYMENT_MAX,
    topup_min_minor=naive.TOPUP_MIN,
    topup_max_minor=naive.TOPUP_MAX,
    balance_max_minor=naive.BALANCE_MAX,
    expires_after_days=naive.LIVES_US // naive.DAY,
    gift_max_minor=GIFT_MAX,
    bonus_tiers=((naive.BONUS_FROM, naive.BONUS),),
    fee_fixed_minor=3,
    fee_bps=133,
)
PLACES = (("Europe/Berlin", 240), ("America/New_York", 0))  # the clocks of both go back and forth, not on the same days
GROUP_FEE = (0, 50)
FEW = 4
OVER = ("code_not_usable", "code_used_at_this_till")
T = TypeVar("T")
Sent = tuple[UseCase[Any], Any, Any]


class Wrong(AssertionError):
    """The platform and the naive books disagree, or `verify` found something."""


def expect(found: object, foretold: object, what: str) -> None:
    if found != foretold:
        raise Wrong(f"{what}: {found!r}, and not {foretold!r}")


class Life:
    """Numbers choose among what is there (modulo), so that any number is an act."""

    def __init__(
        self, platform: Platform, clock: Clock, books: NaiveMoney | None = None, currency: str = "EUR"
    ) -> None:
        self.platform, self.clock, self.books = platform, clock, books or NaiveMoney()
        self.currency = currency
        tag = new_id()[-12:]
        tills = (("a", 2), ("b", 1))
        self.shops = [
            self._shop(f"shop-{letter}-{tag}", *place, count)
            for place, (letter, count) in zip(PLACES, tills, strict=True)
        ]
        self.tills = [(till, shop.merchant_id) for shop in self.shops for till in shop.till_ids]
        self.programmes = [(shop.programme_id, frozenset({shop.merchant_id})) for shop in self.shops]
        self.issuers = {shop.programme_id: shop.merchant_id for shop in self.shops}
        self.programmes.append(self._group())
        self.customers: list[tuple[str, list[str]]] = []
        self.codes: list[Code] = []
        self.attempts: list[Sale] = []
        self.sent: list[Sent] = []
        self.steps = 0

    def _shop(self, name: str, zone: str, cut: int, tills: int) -> Opened:
        shop = Shop(name, name, "", self.currency, "Main", zone, (), TERMS, tills=tills, day_cut_minutes=cut)
        made = open_shop(self.platform.database, self.platform.keys, shop, self.clock())
        self.books.places[made.merchant_id] = ZoneInfo(zone), cut
        return made

    def _group(self) -> tuple[str, frozenset[str]]:
        one = Programme(
            new_id(), self.shops[0].merchant_id, "Group", self.currency, 60, naive.CONFIRM_ABOVE, naive.CONFIRM_AFTER,
            naive.PAYMENT_MAX, naive.TOPUP_MIN, naive.TOPUP_MAX, naive.BALANCE_MAX, 500, self.clock(),
            expires_after_days=TERMS.expires_after_days, gift_max_minor=GIFT_MAX, bonus_tiers=tiers_text(TERMS.bonus_tiers),
            fee_fixed_minor=GROUP_FEE[0], fee_bps=GROUP_FEE[1],
        )  # fmt: skip
        members = frozenset(shop.merchant_id for shop in self.shops)
        rows = (*first_version(one, one.issuer_id, self.clock()), *(Acceptance(one.id, member) for member in members))
        save(self.platform.database, list(rows))
        self.issuers[one.id] = one.issuer_id
        return one.id, members

    def _run(self, use_case: UseCase[Any], command: Any) -> Any:
        reply = self.platform.writer.run(use_case, command)
        if use_case in (usecases.REDEEM, usecases.CONFIRM) and not isinstance(reply, Redemption):
            raise Wrong(f"{use_case.name} was answered with {reply}")
        self.sent.append((use_case, command, reply))
        return reply

    # --- acts ---------------------------------------------------------------------------------------------------------

    def sign_up(self, devices: int = 1) -> None:
        del devices
        customer, device = new_id(), new_id()
        hashed = self.platform.keys.token_hash(new_id())
        self._run(usecases.JOIN, Join(customer, device, f"c{customer[-12:]}", "Mara Tanner", "", "Phone", hashed, "x"))
        self.customers.append((customer, [device]))

    def open_account(self, who: int, where: int) -> None:
        customer, _ = pick(self.customers, who)
        programme, shops = pick(self.programmes, where)
        made = self._run(usecases.ESTABLISH, Establish(new_id(), customer, programme, "x"))
        expect(made.balance_minor, 0, "a new account")
        issuer = self.issuers[programme]
        fee = self.fee_of(programme)
        self.books.accounts[made.id] = Account(made.id, customer, shops, (self.clock.now, made.id), issuer, fee)
        self.books.programme_of[made.id] = programme

    def fee_of(self, programme: str) -> tuple[int, int]:
        return GROUP_FEE if programme == self.programmes[-1][0] else (TERMS.fee_fixed_minor, TERMS.fee_bps)

    def top_up(self, which: int, amount: int, till: int | None) -> None:
        account = pick(list(self.books.accounts.values()), which)
        till_id, shop = pick(self.tills, till) if till is not None else (None, None)
        owner = account.owner if till is None else None
        asked = PutIn(new_id(), owner, till_id, account.id, None, amount, self.currency, "x", "demo")
        reply = self._run(money_in.TOP_UP, asked)
        if isinstance(reply, TopUp) and till is None:
            reply = self._run(money_in.HEARD, Heard(reply.id, TopUpState.CAPTURED))
        is_taken = shop is None or shop in account.shops
        done = is_taken and self.books.may_top_up(account, amount, self.clock.now)
        expect(isinstance(reply, TopUp), done, f"top-up of {amount}")
        if done:
            self.books.top_up(account, amount, shop, self.clock.now)
            self.books.paid[reply.id] = Paid(
                reply.id, account, amount, shop or account.issuer, is_cash=shop is not None
            )
            self.books.clearing += 0 if shop else amount

    def issue(self, who: int, limit: int | None, bound: int | None) -> None:
        customer, devices = pick(self.customers, who)
        own = [one.id for one in self.books.accounts.values() if one.owner == customer]
        account = pick(own, bound) if own and bound is not None else None
        text, key = new_code(), new_id()
        hashed = self.platform.keys.code_hash(text)
        sealed = self.platform.keys.seal(text, key)
        reply = self._run(
            usecases.ISSUE_CODE, IssueCode(key, devices[0], customer, account, limit, hashed, sealed, "x")
        )
        expect(isinstance(reply, Broken), not own, "a code without an account")
        if own:
            code = Code(text, customer, devices[0], self.clock.now + naive.CODE_US, account, limit)
            self.books.issue(code)
            self.codes.append(code)

    def redeem(self, which: int, till: int, amount: int, *, part: bool) -> None:
        code = self.codes[-1 - which % min(len(self.codes), 4)]
        till_id, shop = pick(self.tills, till)
        reply = self._run(usecases.REDEEM, self._sale(new_id(), till_id, code.text, amount, part=part))
        sale = Sale(reply.id, till_id, shop, None, "refused")
        foretold = self.books.redeem(sale, code, amount, self.clock.now, part=part)
        told = {"awaiting_customer": "waiting"}.get(reply.outcome, reply.refusal or reply.outcome)
        expect("over" if told in OVER else told, foretold, f"a sale of {amount}")
        expect((reply.amount_minor, reply.bonus_minor), (sale.amount, sale.bonus), "what was taken, and of which money")
        self._expect_receipt(sale, reply)
        self.attempts.append(sale)

    def _sale(self, key: str, till_id: str, text: str, amount: int, *, part: bool) -> Redeem:
        shop = next(one for one in self.shops if till_id in one.till_ids)
        hashed = self.platform.keys.code_hash(text)
        return Redeem(
            key, till_id, shop.public_service_id, None, text, hashed, amount, self.currency, part, "", f"{amount}"
        )

    def _expect_receipt(self, sale: Sale, row: Redemption) -> None:
        expect(row.receipt_number and row.receipt_number[-3:], sale.receipt, "the receipt's number")

    def sell(self, which: int, till: int, amount: int) -> None:
        """The ordinary case: somebody with an account shows a fresh code where it is taken."""
        account = pick(list(self.books.accounts.values()), which)
        who = next(place for place, (customer, _) in enumerate(self.customers) if customer == account.owner)
        self.issue(who, None, None)
        fitting = [place for place, (_, shop) in enumerate(self.tills) if shop in account.shops]
        self.redeem(0, pick(fitting, till), amount, part=False)

    def confirm(self, which: int, *, accept: bool) -> None:
        sale = self._attempt(which, "waiting")
        if sale.account is None:
            return  # nobody is known whose word it could be
        reply = self._run(usecases.CONFIRM, Confirm(sale.id, sale.payer, sale.till, accept))
        expect(reply.outcome, self.books.confirm(sale, self.clock.now, accept=accept), "the customer's word")
        self._expect_receipt(sale, reply)

    def reverse(self, which: int, till: int | None) -> None:
        sale = self._attempt(which, "paid")
        till_id = sale.till if till is None else pick(self.tills, till)[0]
        reply = self._run(usecases.REVERSE, Reverse(sale.id, new_id(), till_id, ""))
        if till_id != sale.till:
            expect(isinstance(reply, Broken), True, "another till's reversal")
        else:
            expect(reply.outcome, self.books.reverse(sale, self.clock.now), "a reversal")

    def reverse_unseen(self, which: int, till: int) -> None:
        """A reversal that comes before its attempt, which then comes too late."""
        till_id, _ = pick(self.tills, till)
        key = new_id()
        closed = self._run(usecases.REVERSE, Reverse(key, new_id(), till_id, ""))
        text = pick(self.codes, which).text if self.codes else new_code()
        late = self._run(usecases.REDEEM, self._sale(key, till_id, text, 100, part=False))
        expect((closed.outcome, late), ("closed", closed), "an attempt that comes after its reversal")

    def refund(self, which: int, amount: int | None) -> None:
        sale = self._attempt(which, "paid")
        reply = self._run(usecases.REFUND, GiveBack(new_id(), sale.id, sale.shop, None, None, amount, "", f"{amount}"))
        expect(isinstance(reply, Refund), self.books.refund(sale, amount, self.clock.now), f"a refund of {amount}")

    def repeat(self, which: int) -> None:
        """A command sent again is answered from the books and moves nothing."""
        use_case, command, before = pick(self.sent, which)
        if isinstance(before, Broken):
            return  # nothing was done, nothing is remembered: it may well be possible by now
        again = self.platform.writer.run(use_case, command)
        if isinstance(before, Refund):
            expect(again, before, "a repeat")
        self._settled_by(command)

    def _settled_by(self, command: Any) -> None:
        """A repeat finds an attempt that waited too long, and ends it. A refused act may be done by now."""
        sale = self.books.sales.get(getattr(command, "attempt_id", ""))
        if isinstance(command, Redeem) and sale and sale.state == "waiting" and self.clock.now >= sale.until:
            sale.state, sale.amount = "refused", 0

    def move_clock(self, seconds: int) -> None:
        self.clock.forward(seconds)

    def _attempt(self, which: int, state: str) -> Sale:
        wanted = [one for one in self.attempts if one.state == state]
        return pick(wanted if wanted and which % 4 else self.attempts, which)

    # --- what must hold -----------------------------------------------------------------------------------------------

    def check(self, *, books_too: bool = True) -> None:
        """Every line of the ledger and every balance is what the naive books say, and `verify` finds nothing else."""
        self.steps += 1
        with self.platform.database.read.connect() as connection:
            query = sa.text("SELECT debit_account, credit_account, amount_minor, currency FROM transfers")
            moved = connection.execute(query).all()
            self.compare(connection)
        expect({row[3] for row in moved} - {self.currency}, set(), "currencies")
        found = ledger_of((row[0], row[1], int(row[2])) for row in moved)
        expect(found, self.books.ledger(), "the ledger, line by line")
        expect(sum(found.values()), 0, "the sum of all lines")
        if books_too:
            expect(self.faults(), [], "verify")

    def compare(self, connection: sa.Connection) -> None:
        """What the rows themselves show of accounts."""
        query = sa.text(
            "SELECT id, balance_minor, bonus_minor, reserved_minor, status, customer_id, expires_at FROM accounts"
        )
        found = {row[0]: tuple(row)[1:] for row in connection.execute(query)}
        expect(found, {one.id: shown(one) for one in self.books.accounts.values()}, "accounts")

    def faults(self) -> list[str]:
        """What `verify` finds."""
        return verify(self.platform.database)


def shown(one: Account) -> tuple[object, ...]:
    ends = one.ends if one.ends < naive.NEVER else None
    return one.balance, one.bonus, one.asked, one.status, one.owner, ends


def ledger_of(moved: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    """What each line holds (credits less debits), of those that hold anything."""
    lines: Counter[str] = Counter()
    for debit, credit, amount in moved:
        lines[debit] -= amount
        lines[credit] += amount
    return {line: amount for line, amount in lines.items() if amount}


def pick(among: Sequence[T], number: int) -> T:
    return among[number % len(among)]


def can(life: Life) -> list[str]:
    """The acts that make sense by now."""
    if not life.customers:
        return ["sign_up"]
    acts = ["move_clock", "move_clock", "move_clock", "issue", "reverse_unseen", "repeat"]
    acts += ["sign_up"] * (len(life.customers) < FEW) + ["open_account"] * (len(life.books.accounts) < 2 * FEW)
    if life.books.accounts:
        acts += ["top_up"] * 4 + ["sell"] * 4
    if life.codes:
        acts += ["redeem"] * 4
    if life.attempts:
        acts += ["confirm"] * 3 + ["reverse"] + ["refund"] * 2
    return acts


def at_random(life: Life, chance: random.Random) -> None:
    """One act, chosen and filled in by chance."""

    def number() -> int:
        return chance.randrange(1_000)

    def amount() -> int:
        return chance.choice([1, 50, 100, 450, 2_000, 5_000, 5_001, 7_000, 9_001])

    def maybe(of: Callable[[], int]) -> int | None:
        return of() if chance.random() < 0.3 else None

    acts: dict[str, Callable[[], None]] = {
        "sign_up": life.sign_up,
        "move_clock": lambda: life.move_clock(chance.choice([-90_000, -50, -1, 1, 5, 20, 44, 45, 61, 90_000])),
        "open_account": lambda: life.open_account(number(), number()),
        "top_up": lambda: life.top_up(number(), chance.choice([99, 100, 5_000, 9_000, 15_001]), maybe(number)),
        "sell": lambda: life.sell(number(), number(), amount()),
        "issue": lambda: life.issue(number(), maybe(amount), maybe(number)),
        "redeem": lambda: life.redeem(number(), number(), amount(), part=chance.random() < 0.3),
        "confirm": lambda: life.confirm(number(), accept=chance.random() < 0.7),
        "reverse": lambda: life.reverse(number(), maybe(number)),
        "reverse_unseen": lambda: life.reverse_unseen(number(), number()),
        "refund": lambda: life.refund(number(), maybe(amount)),
        "repeat": lambda: life.repeat(number()),
    }
    acts[chance.choice(can(life))]()
