"""Book-keeping as a child would do it: the independent account of what should have happened.

Nothing here is shared with the platform: codes are a list of the live ones, balances a dictionary, days are counted by
division. It knows one currency, UTC days, and the terms of `life.TERMS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

SECOND = 1_000_000
DAY = 86_400 * SECOND
CONFIRM_US = 45 * SECOND
CODE_US = 60 * SECOND
CONFIRM_ABOVE, CONFIRM_AFTER, PAYMENT_MAX = 5_000, 3, 9_000
TOPUP_MIN, TOPUP_MAX, BALANCE_MAX = 100, 15_000, 20_000


@dataclass
class Account:
    id: str
    owner: str
    shops: frozenset[str]
    opened: tuple[int, str]
    balance: int = 0
    day: int = 0
    payments: int = 0


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


@dataclass
class Naive:
    """All balances, live codes and sales."""

    accounts: dict[str, Account] = field(default_factory=dict)
    payable: dict[str, int] = field(default_factory=dict)
    live: dict[str, list[Code]] = field(default_factory=dict)
    sales: dict[str, Sale] = field(default_factory=dict)
    receipts: dict[str, tuple[int, int]] = field(default_factory=dict)

    def top_up(self, account: Account, amount: int, cash_shop: str | None) -> bool:
        if not TOPUP_MIN <= amount <= TOPUP_MAX or account.balance + amount > BALANCE_MAX:
            return False
        account.balance += amount
        if cash_shop:
            self.payable[cash_shop] -= amount
        return True

    def issue(self, code: Code) -> None:
        self.live.setdefault(code.device, []).append(code)
        del self.live[code.device][:-2]

    def usable(self, code: Code, till: str, now: int) -> bool:
        return code in self.live[code.device] and now < code.ends and code.till in (None, till)

    def spend(self, code: Code) -> None:
        self.live[code.device].clear()

    def fitting(self, code: Code, shop: str) -> list[Account]:
        own = [one for one in self.accounts.values() if one.owner == code.owner and shop in one.shops]
        return sorted((one for one in own if code.account in (None, one.id)), key=lambda one: one.opened)

    def redeem(self, sale: Sale, code: Code, asked: int, now: int, *, part: bool) -> str:
        """What the till should be told: paid, waiting, or the reason."""
        self.sales[sale.id] = sale
        if not self.usable(code, sale.till, now):
            return "over"
        fitting = self.fitting(code, sale.shop)
        if not fitting:
            return "no_account_here"
        if code.limit is not None and asked > code.limit:
            return "above_code_limit"
        if asked > PAYMENT_MAX:
            return "above_payment_limit"
        enough = [one for one in fitting if one.balance >= asked]
        account = enough[0] if enough else max(fitting, key=lambda one: one.balance)
        sale.account, sale.amount = account.id, min(asked, account.balance)
        if sale.amount < asked and (not part or sale.amount == 0):
            sale.amount = 0
            code.till = sale.till
            return "insufficient_funds"
        self.spend(code)
        if sale.amount > CONFIRM_ABOVE or (account.day == now // DAY and account.payments >= CONFIRM_AFTER):
            sale.state, sale.until = "waiting", now + CONFIRM_US
            return "waiting"
        self.pay(sale, now)
        return "paid"

    def pay(self, sale: Sale, now: int) -> None:
        account = self.accounts[sale.account or ""]
        account.balance -= sale.amount
        self.payable[sale.shop] += sale.amount
        account.payments = account.payments + 1 if account.day == now // DAY else 1
        account.day = now // DAY
        day, count = self.receipts.get(sale.till, (0, 0))
        day, count = (day, count + 1) if now // DAY <= day else (now // DAY, 1)
        self.receipts[sale.till] = day, count
        sale.state, sale.receipt = "paid", f"{count:03d}"

    def confirm(self, sale: Sale, now: int, *, accept: bool) -> str:
        if sale.state != "waiting":
            return sale.state
        if now >= sale.until or not accept or self.accounts[sale.account or ""].balance < sale.amount:
            sale.state, sale.amount = "refused", 0
        else:
            self.pay(sale, now)
        return sale.state

    def give_back(self, sale: Sale, amount: int) -> None:
        self.accounts[sale.account or ""].balance += amount
        self.payable[sale.shop] -= amount
        sale.given_back += amount

    def reverse(self, sale: Sale, now: int) -> str:
        if sale.state == "waiting":
            sale.state, sale.amount = ("closed" if now < sale.until else "refused"), 0
        elif sale.state == "paid" and sale.given_back < sale.amount:
            self.give_back(sale, sale.amount - sale.given_back)
            sale.state = "reversed"
        return sale.state

    def refund(self, sale: Sale, amount: int | None) -> bool:
        rest = sale.amount - sale.given_back
        wanted = rest if amount is None else amount
        if sale.state != "paid" or rest == 0 or wanted > rest:
            return False
        self.give_back(sale, wanted)
        return True
