"""The life of two shops with all their money: top-ups through a provider, bonus, gifts, expiry, and what befalls accounts."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from backend_stub.contract import GiftState, TopUpRefundState, TopUpState
from backend_stub.domain import gifts, lives, takeback, topups
from backend_stub.domain.records import AccountAct, Gift, TopUp, TopUpRefund
from backend_stub.services import account_cases, money_in
from backend_stub.services.lives import expire
from backend_stub.services.platform import new_id
from tests.property import life
from tests.property.life import Life, expect, pick
from tests.property.naive import Account
from tests.property.naive_money import Back, Given, NaiveMoney


class MoneyLife(Life):
    """Everything of `Life`, and all the money."""

    books: NaiveMoney

    def _account(self, which: int) -> Account:
        return pick(list(self.books.accounts.values()), which)

    # --- top-ups ------------------------------------------------------------------------------------------------------

    def ask(self, which: int, amount: int) -> None:
        """A provider is going to be asked; what it says comes later, or never."""
        account, key = self._account(which), new_id()
        command = topups.PutIn(key, account.owner, None, account.id, None, amount, self.currency, "x", "demo")
        reply = self._run(money_in.TOP_UP, command)
        expect(isinstance(reply, TopUp), self.books.ask(key, account, amount, self.clock.now), f"asking for {amount}")

    def hear(self, which: int, said: int) -> None:
        """The provider speaks: perhaps again, late, or out of order."""
        asked = [one for one in self.books.paid.values() if not one.is_cash]
        if not asked:
            return
        paid, state = pick(asked, which), pick(["authorised", "captured", "captured", "failed"], said)
        reply = self._run(money_in.HEARD, topups.Heard(paid.id, TopUpState(state)))
        expect(getattr(reply, "state", reply), self.books.hear(paid, state, self.clock.now), f"a top-up's {state}")

    def take_back(self, which: int, who: int) -> None:
        if not self.books.paid:
            return
        paid, key = pick(list(self.books.paid.values()), which), new_id()
        asker = pick([paid.account.owner, paid.shop, self.customers[0][0], *self.books.places], who)
        merchant = asker if asker in self.books.places else None
        customer = asker if merchant is None else None
        command = takeback.TakeBack(key, paid.id, customer, merchant, None, None, "", "x")
        reply = self._run(money_in.TAKE_BACK, command)
        done = self.books.take_back(key, paid, asker, self.clock.now)
        expect(isinstance(reply, TopUpRefund), done is not None, "taking a top-up back")
        if done is not None:
            named = paid.amount - paid.back
            expect(
                (reply.amount_minor, reply.bonus_minor, reply.spent_minor), (done.amount, done.bonus, named), "of it"
            )

    def back_heard(self, which: int, said: int) -> None:
        if not self.books.backs:
            return
        back: Back = pick(list(self.books.backs.values()), which)
        state = pick(["done", "failed", "pending"], said)
        reply = self._run(money_in.REFUND_HEARD, takeback.RefundHeard(back.id, TopUpRefundState(state)))
        expect(
            getattr(reply, "state", reply), self.books.back_heard(back, state, self.clock.now), f"a refund's {state}"
        )

    # --- gifts --------------------------------------------------------------------------------------------------------

    def offer(self, who: int, to: int, amount: int) -> None:
        giver, recipient, key = pick(self.customers, who)[0], pick(self.customers, to)[0], new_id()
        command = gifts.Offer(key, giver, f"c{recipient[-12:]}", amount, self.currency, None, "Have a tea", "x")
        reply = self._run(account_cases.OFFER, command)
        given = self.books.offer(key, giver, recipient, amount, self.clock.now)
        expect(isinstance(reply, Gift), given is not None, f"a gift of {amount}")

    def answer(self, which: int, how: int) -> None:
        if not self.books.given:
            return
        gift: Given = pick(list(self.books.given.values()), which)
        state = pick([GiftState.ACCEPTED, GiftState.ACCEPTED, GiftState.DECLINED, GiftState.WITHDRAWN], how)
        who = gift.giver if state is GiftState.WITHDRAWN else gift.recipient
        was_open, now = gift.state == "offered", self.clock.now
        account = self.books.receiving(gift)
        is_possible = state is not GiftState.ACCEPTED or (
            now < gift.ends and (account is None or self.books.fits(account, gift.amount, now))
        )
        reply = self._run(account_cases.ANSWER, gifts.Answer(gift.id, new_id(), who, state))
        if not was_open or not is_possible:
            expect(getattr(reply, "state", gift.state), gift.state, "an answer that changes nothing")
            return
        expect(getattr(reply, "state", reply), state.value, "an answer to a gift")
        if state is GiftState.ACCEPTED:
            self.books.accept(gift, account or self._opened(reply, gift), now)
        else:
            self.books.give_gift_back(gift, state.value, now)

    def _opened(self, reply: Gift, gift: Given) -> Account:
        """Who had no account of the programme has one now."""
        account_id = reply.recipient_account_id or ""
        of = gift.account
        new = Account(account_id, gift.recipient, of.shops, (self.clock.now, account_id), of.issuer, of.fee)
        self.books.accounts[new.id] = new
        self.books.programme_of[new.id] = gift.programme
        return new

    def take_gift_back(self, which: int) -> None:
        if not self.books.given:
            return
        gift: Given = pick(list(self.books.given.values()), which)
        was = gift.state
        command = gifts.TakeGiftBack(new_id(), gift.id, gift.account.issuer)
        reply = self._run(account_cases.TAKE_GIFT_BACK, command)
        done = self.books.take_gift_back(gift, self.clock.now)
        expect(isinstance(reply, Gift), done, f"taking back a gift that was {was}")

    # --- lives --------------------------------------------------------------------------------------------------------

    def _act(self, kind: Callable[..., Any], account: Account, by: str, **more: Any) -> Any:
        is_shop = by in self.books.places
        device = None if is_shop else self._device_of(by)
        return kind(
            new_id(), account.id, None if is_shop else by, device, by if is_shop else None, None, None, "", "x", **more
        )

    def _device_of(self, customer: str) -> str:
        return next(devices[0] for one, devices in self.customers if one == customer)

    def freeze(self, which: int, by: int) -> None:
        account = self._account(which)
        who = pick([account.owner, account.issuer], by)
        reply = self._run(account_cases.FREEZE, self._act(lives.Freeze, account, who))
        expect(isinstance(reply, AccountAct), account.status == "open", "freezing")
        if account.status == "open":
            account.status, account.frozen_by = "frozen", who

    def unfreeze(self, which: int, by: int) -> None:
        frozen = [one for one in self.books.accounts.values() if one.status == "frozen"]
        account = pick(frozen, which) if frozen else self._account(which)
        who = pick([account.owner, account.issuer], by)
        reply = self._run(account_cases.UNFREEZE, self._act(lives.Unfreeze, account, who))
        may = account.status == "frozen" and who in (account.issuer, account.frozen_by)
        expect(isinstance(reply, AccountAct), may, "opening again")
        if may:
            account.status = "open"

    def move(self, which: int, to: int) -> None:
        account, owner = self._account(which), pick(self.customers, to)[0]
        command = self._act(lives.Move, account, account.issuer, to_social_id=f"c{owner[-12:]}")
        reply = self._run(account_cases.MOVE, command)
        may = account.status != "closed" and owner != account.owner
        expect(isinstance(reply, AccountAct), may, "moving")
        if may:
            account.owner = owner

    def close(self, which: int, by: int) -> None:
        account = self._account(which)
        who = pick([account.owner, account.issuer], by)
        drawer = who if who in self.books.places else None
        reply = self._run(account_cases.CLOSE, self._act(lives.Close, account, who, pay_back=drawer is not None))
        expect(isinstance(reply, AccountAct), self.books.close(account, drawer, self.clock.now), "closing")

    def expire(self) -> None:
        """The dated job; a second run finds nothing."""
        ended = expire(self.platform, self.clock.now)
        expect((ended.accounts, ended.gifts), self.books.expire(self.clock.now), "what expired")
        again = expire(self.platform, self.clock.now)
        expect((again.accounts, again.gifts), (0, 0), "the job run twice")


MONEY: dict[str, int] = {
    "ask": 3, "hear": 4, "take_back": 3, "back_heard": 2, "offer": 4, "answer": 4, "take_gift_back": 1,
    "freeze": 1, "unfreeze": 2, "move": 1, "close": 1, "expire": 2,
}  # fmt: skip


def at_random(one: MoneyLife, chance: random.Random) -> None:
    """One act of either kind, chosen and filled in by chance."""
    if not one.books.accounts or chance.random() < 0.5:
        life.at_random(one, chance)
        return

    def number() -> int:
        return chance.randrange(1_000)

    acts: dict[str, Callable[[], None]] = {
        "ask": lambda: one.ask(number(), chance.choice([99, 100, 4_999, 5_000, 15_000])),
        "hear": lambda: one.hear(number(), number()),
        "take_back": lambda: one.take_back(number(), number()),
        "back_heard": lambda: one.back_heard(number(), number()),
        "offer": lambda: one.offer(number(), number(), chance.choice([1, 500, 3_000, 3_001])),
        "answer": lambda: one.answer(number(), number()),
        "take_gift_back": lambda: one.take_gift_back(number()),
        "freeze": lambda: one.freeze(number(), number()),
        "unfreeze": lambda: one.unfreeze(number(), number()),
        "move": lambda: one.move(number(), number()),
        "close": lambda: one.close(number(), number()),
        "expire": one.expire,
    }
    acts[chance.choices(list(MONEY), list(MONEY.values()))[0]]()
