"""Book-keeping as a child would do it: the independent account of what should have happened.

Nothing here is shared with the platform: codes are a list of the live ones, balances a dictionary, a shop's day is what its
calendar shows when the wall clock is set back to the cut. It knows one currency and the terms of `life.TERMS`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction
from zoneinfo import ZoneInfo

SECOND = 1_000_000
DAY = 86_400 * SECOND
CONFIRM_US = 45 * SECOND
CODE_US = 60 * SECOND
CONFIRM_ABOVE, CONFIRM_AFTER, PAYMENT_MAX = 5_000, 3, 9_000
TOPUP_MIN, TOPUP_MAX, BALANCE_MAX = 100, 15_000, 20_000
BONUS_FROM, BONUS = 5_000, 4_000
LIVES_US = 3 * DAY
NEVER = 10**30


@dataclass
class Account:
    id: str
    owner: str
    shops: frozenset[str]
    opened: tuple[int, str]
    issuer: str
    fee: tuple[int, int] = (0, 0)  # of each payment: so much, and so many hundredths of a percent
    balance: int = 0
    bonus: int = 0
    day: int = 0
    payments: int = 0
    ends: int = NEVER  # when its money expires
    status: str = "open"
    frozen_by: str = ""
    asked: int = 0  # what providers are still asked for, with its bonus

    @property
    def holds(self) -> int:
        return self.balance + self.bonus


@dataclass
class Code:
    text: str
    owner: str
    device: str
    ends: int
    account: str | None
    limit: int | None
    till: str | None = None  # where it was short, and may be used alone


@dataclass
class Sale:
    id: str
    till: str
    shop: str
    account: str | None
    state: str  # paid, refused, waiting, closed, reversed
    amount: int = 0
    given_back: int = 0
    until: int = 0
    receipt: str | None = None
    bonus: int = 0
    payer: str = ""
    fee: tuple[int, int] = (0, 0)


@dataclass
class Owed:
    """Something a shop has coming, or owes: on which line of its statement, when, and the platform's exact fee of it."""

    shop: str
    line: str
    amount: int
    at: int
    fee: Fraction
    day: int | None = None  # in whose batch it was counted


def bonus_of(amount: int) -> int:
    return BONUS if amount >= BONUS_FROM else 0


@dataclass
class Naive:
    """All balances, live codes and sales."""

    accounts: dict[str, Account] = field(default_factory=dict)
    live: dict[str, list[Code]] = field(default_factory=dict)
    sales: dict[str, Sale] = field(default_factory=dict)
    receipts: dict[str, tuple[int, int]] = field(default_factory=dict)
    breakage: int = 0
    owed: list[Owed] = field(default_factory=list)
    places: dict[str, tuple[ZoneInfo, int]] = field(default_factory=dict)  # a shop's zone, and minutes to its cut
    shop_of: dict[str, str] = field(default_factory=dict)  # of a till

    def owe(self, shop: str, line: str, amount: int, now: int, fee: Fraction | int = 0) -> None:
        if amount:
            self.owed.append(Owed(shop, line, amount, now, Fraction(fee)))

    def day_at(self, shop: str, now: int) -> int:
        """The date of the shop's business day, as an ordinal."""
        zone, cut = self.places[shop]
        there = (dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(microseconds=now)).astimezone(zone)
        return (there.replace(tzinfo=None) - dt.timedelta(minutes=cut)).toordinal()

    def lapse(self, account: Account, now: int) -> None:
        """Paid money whose time is over is the platform's, bonus the issuer's."""
        if now >= account.ends:
            self.breakage += account.balance
            self.owe(account.issuer, "bonus", account.bonus, now)
            account.balance, account.bonus, account.ends = 0, 0, NEVER

    def fits(self, account: Account, amount: int, now: int) -> bool:
        held = 0 if now >= account.ends else account.holds
        return held + account.asked + amount <= BALANCE_MAX

    def may_top_up(self, account: Account, amount: int, now: int) -> bool:
        fits = self.fits(account, amount + bonus_of(amount), now)
        return account.status == "open" and TOPUP_MIN <= amount <= TOPUP_MAX and fits

    def top_up(self, account: Account, amount: int, cash_shop: str | None, now: int) -> None:
        self.lapse(account, now)
        account.balance += amount
        account.bonus += bonus_of(amount)
        self.owe(account.issuer, "bonus", -bonus_of(amount), now)
        account.ends = now + LIVES_US if account.ends == NEVER else max(account.ends, now + LIVES_US)
        if cash_shop:
            self.owe(cash_shop, "top_ups", -amount, now)

    def issue(self, code: Code) -> None:
        self.live.setdefault(code.device, []).append(code)
        del self.live[code.device][:-2]

    def usable(self, code: Code, till: str, now: int) -> bool:
        return code in self.live[code.device] and now < code.ends and code.till in (None, till)

    def spend(self, code: Code) -> None:
        self.live[code.device].clear()

    def fitting(self, code: Code, shop: str, now: int) -> list[Account]:
        own = [one for one in self.accounts.values() if one.owner == code.owner and shop in one.shops]
        good = [one for one in own if one.status == "open" and now < one.ends and code.account in (None, one.id)]
        return sorted(good, key=lambda one: (one.ends, one.opened))

    def redeem(self, sale: Sale, code: Code, asked: int, now: int, *, part: bool) -> str:
        """What the till should be told: paid, waiting, or the reason."""
        self.sales[sale.id] = sale
        if not self.usable(code, sale.till, now):
            return "over"
        fitting = self.fitting(code, sale.shop, now)
        if not fitting:
            return "no_account_here"
        if code.limit is not None and asked > code.limit:
            return "above_code_limit"
        if asked > PAYMENT_MAX:
            return "above_payment_limit"
        enough = [one for one in fitting if one.holds >= asked]
        account = enough[0] if enough else max(fitting, key=lambda one: one.holds)
        sale.account, sale.amount, sale.payer = account.id, min(asked, account.holds), code.owner
        if sale.amount < asked and (not part or sale.amount == 0):
            sale.amount = 0
            code.till = sale.till
            return "insufficient_funds"
        self.spend(code)
        today = self.day_at(sale.shop, now)
        if sale.amount > CONFIRM_ABOVE or (account.day == today and account.payments >= CONFIRM_AFTER):
            sale.state, sale.until = "waiting", now + CONFIRM_US
            return "waiting"
        self.pay(sale, now)
        return "paid"

    def pay(self, sale: Sale, now: int) -> None:
        account = self.accounts[sale.account or ""]
        paid = min(sale.amount, account.balance)
        sale.bonus = sale.amount - paid
        account.balance -= paid
        account.bonus -= sale.bonus
        sale.fee = account.fee
        self.owe(sale.shop, "gross", sale.amount, now, self.fee(sale, sale.amount) + sale.fee[0])
        today = self.day_at(sale.shop, now)
        account.payments = account.payments + 1 if account.day == today else 1
        account.day = today
        day, count = self.receipts.get(sale.till, (0, 0))
        day, count = (day, count + 1) if today <= day else (today, 1)
        self.receipts[sale.till] = day, count
        sale.state, sale.receipt = "paid", f"{count:03d}"

    @staticmethod
    def fee(sale: Sale, amount: int) -> Fraction:
        return Fraction(amount * sale.fee[1], 10_000)

    def confirm(self, sale: Sale, now: int, *, accept: bool) -> str:
        if sale.state != "waiting":
            return sale.state
        account = self.accounts[sale.account or ""]
        is_able = account.status == "open" and now < account.ends and account.owner == sale.payer
        if now >= sale.until or not accept or not is_able or account.holds < sale.amount:
            sale.state, sale.amount = "refused", 0
        else:
            self.pay(sale, now)
        return sale.state

    def give_back(self, sale: Sale, amount: int, now: int, *, fixed: int = 0) -> None:
        """In the original split, reckoned on all that was given back so far."""
        account = self.accounts[sale.account or ""]
        bonus = (sale.given_back + amount) * sale.bonus // sale.amount - sale.given_back * sale.bonus // sale.amount
        self.come_back(account, amount - bonus, now)
        account.bonus += bonus
        self.owe(sale.shop, "refunds", -amount, now, -self.fee(sale, amount) - fixed)
        sale.given_back += amount

    def come_back(self, account: Account, amount: int, now: int) -> None:
        """It never comes back expired, and opens a closed account again."""
        self.lapse(account, now)
        account.balance += amount
        account.status = "open" if account.status == "closed" else account.status
        account.ends = now + LIVES_US if account.ends == NEVER else account.ends

    def reverse(self, sale: Sale, now: int) -> str:
        if sale.state == "waiting":
            sale.state, sale.amount = ("closed" if now < sale.until else "refused"), 0
        elif sale.state == "paid" and sale.given_back < sale.amount:
            self.give_back(sale, sale.amount - sale.given_back, now, fixed=sale.fee[0])
            sale.state = "reversed"
        return sale.state

    def refund(self, sale: Sale, amount: int | None, now: int) -> bool:
        rest = sale.amount - sale.given_back
        wanted = rest if amount is None else amount
        if sale.state != "paid" or rest == 0 or wanted > rest:
            return False
        self.give_back(sale, wanted, now)
        return True
