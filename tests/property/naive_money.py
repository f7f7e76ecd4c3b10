"""The naive books of what comes in from outside, goes from hand to hand, and ends: top-ups, gifts, lives of accounts."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from tests.property.naive import DAY, Account, Naive, bonus_of

GIFT_MAX = 3_000
GIFT_US = 14 * DAY


@dataclass
class Paid:
    """A top-up: from whom, and how much of it went back."""

    id: str
    account: Account
    amount: int
    shop: str  # whose drawer, or who issued the programme
    is_cash: bool
    state: str = "captured"  # pending, authorised, captured, failed
    back: int = 0
    bonus_back: int = 0


@dataclass
class Back:
    """A top-up on its way back through its provider."""

    id: str
    paid: Paid
    amount: int
    bonus: int
    state: str = "pending"


@dataclass
class Given:
    """A gift."""

    id: str
    giver: str
    recipient: str
    account: Account
    programme: str
    amount: int
    ends: int
    state: str = "offered"
    came_to: Account | None = None


@dataclass
class NaiveMoney(Naive):
    """With all the money."""

    clearing: int = 0
    paid: dict[str, Paid] = field(default_factory=dict)
    backs: dict[str, Back] = field(default_factory=dict)
    given: dict[str, Given] = field(default_factory=dict)
    programme_of: dict[str, str] = field(default_factory=dict)
    currency: str = "EUR"

    def ledger(self) -> dict[str, int]:
        """What each line should hold: what is owed to somebody above zero, what is held for them below."""
        lines = {f"prepayment:{one.id}": one.balance for one in self.accounts.values()}
        lines |= {f"bonus:{one.id}": one.bonus for one in self.accounts.values()}
        lines |= {f"gift:{one.id}": one.amount for one in self.given.values() if one.state == "offered"}
        lines |= {f"payable:{shop}": self.due(shop) for shop in self.places}
        lines |= {f"breakage:{self.currency}": self.breakage, f"clearing:{self.currency}": -self.clearing}
        return {line: amount for line, amount in lines.items() if amount}

    def due(self, shop: str) -> int:
        """All that a shop has coming."""
        return sum(one.amount for one in self.owed if one.shop == shop)

    # --- top-ups ------------------------------------------------------------------------------------------------------

    def ask(self, key: str, account: Account, amount: int, now: int) -> bool:
        if not self.may_top_up(account, amount, now):
            return False
        self.lapse(account, now)
        account.asked += amount + bonus_of(amount)
        self.paid[key] = Paid(key, account, amount, account.issuer, is_cash=False, state="pending")
        return True

    def hear(self, paid: Paid, said: str, now: int) -> str:
        follows = {
            "pending": ("authorised", "captured", "failed"),
            "authorised": ("captured", "failed"),
            "failed": ("captured",),
        }
        if said not in follows.get(paid.state, ()):
            return paid.state
        if said != "authorised" and paid.state != "failed":
            paid.account.asked -= paid.amount + bonus_of(paid.amount)
        if said == "captured":
            self.top_up(paid.account, paid.amount, None, now)
            self.clearing += paid.amount
            paid.account.status = "open" if paid.account.status == "closed" else paid.account.status
        paid.state = said
        return said

    def take_back(self, key: str, paid: Paid, who: str, now: int) -> Back | None:
        """`who` is the customer, or the merchant whose drawer or programme it is."""
        is_theirs = who == paid.shop or (who == paid.account.owner and not paid.is_cash)
        account = paid.account
        amount = min(paid.amount - paid.back, account.balance)
        promised = bonus_of(paid.amount)
        if account.bonus < promised - paid.bonus_back:  # some of it was spent, so as much of the top-up was
            amount = min(amount, int(Fraction(paid.amount) * account.bonus / promised))
        if not is_theirs or paid.state != "captured" or account.status != "open" or now >= account.ends or amount == 0:
            return None
        back = Back(key, paid, amount, min(bonus_of(paid.amount) - paid.bonus_back, account.bonus))
        account.balance -= amount
        account.bonus -= back.bonus
        self.owe(account.issuer, "bonus", back.bonus, now)
        paid.back += amount
        paid.bonus_back += back.bonus
        if paid.is_cash:
            self.owe(paid.shop, "top_ups", amount, now)
            back.state = "done"
        else:
            self.clearing -= amount
        self.backs[key] = back
        return back

    def back_heard(self, back: Back, said: str, now: int) -> str:
        if back.state == "pending" and said != "pending":
            back.state = said
            if said == "failed":
                account = back.paid.account
                self.clearing += back.amount
                self.owe(account.issuer, "bonus", -back.bonus, now)
                self.come_back(account, back.amount, now)
                account.bonus += back.bonus
                back.paid.back -= back.amount
                back.paid.bonus_back -= back.bonus
        return back.state

    # --- gifts --------------------------------------------------------------------------------------------------------

    def offer(self, key: str, giver: str, recipient: str, amount: int, now: int) -> Given | None:
        own = [one for one in self.accounts.values() if one.owner == giver and one.status == "open" and now < one.ends]
        enough = [one for one in sorted(own, key=lambda one: (one.ends, one.opened)) if one.balance >= amount]
        if giver == recipient or amount > GIFT_MAX or not enough:
            return None
        account = enough[0]
        account.balance -= amount
        programme = self.programme_of[account.id]
        self.given[key] = Given(key, giver, recipient, account, programme, amount, now + GIFT_US)
        return self.given[key]

    def receiving(self, gift: Given) -> Account | None:
        own = [one for one in self.accounts.values() if one.owner == gift.recipient and one.status == "open"]
        fitting = [one for one in own if self.programme_of[one.id] == gift.programme]
        return min(fitting, key=lambda one: one.opened) if fitting else None

    def accept(self, gift: Given, account: Account, now: int) -> None:
        self.lapse(account, now)
        account.balance += gift.amount
        lives = now + 3 * DAY
        account.ends = lives if account.ends > 10**29 else max(account.ends, lives)
        gift.state, gift.came_to = "accepted", account

    def give_gift_back(self, gift: Given, state: str, now: int) -> None:
        self.come_back(gift.account, gift.amount, now)
        gift.state = state

    def take_gift_back(self, gift: Given, now: int) -> bool:
        holder = gift.came_to
        if gift.state != "accepted" or holder is None or holder is gift.account or now >= holder.ends:
            return False
        amount = min(gift.amount, holder.balance)
        if amount == 0:
            return False
        holder.balance -= amount
        self.come_back(gift.account, amount, now)
        gift.state = "taken_back"
        return True

    # --- lives --------------------------------------------------------------------------------------------------------

    def expire(self, now: int) -> tuple[int, int]:
        """How many accounts lapse and how many gifts go back."""
        gifts = [one for one in self.given.values() if one.state == "offered" and now >= one.ends]
        for gift in gifts:
            self.give_gift_back(gift, "expired", now)
        over = [one for one in self.accounts.values() if now >= one.ends]
        for account in over:
            self.lapse(account, now)
        return len(over), len(gifts)

    def close(self, account: Account, drawer: str | None, now: int) -> bool:
        has_gift = any(gift.account is account and gift.state == "offered" for gift in self.given.values())
        money = 0 if now >= account.ends else account.balance
        if account.status != "open" or account.asked or has_gift or (money and drawer is None):
            return False
        self.lapse(account, now)
        if drawer:
            self.owe(drawer, "top_ups", account.balance, now)
        self.owe(account.issuer, "bonus", account.bonus, now)
        account.balance, account.bonus, account.status, account.ends = 0, 0, "closed", 10**30
        return True
