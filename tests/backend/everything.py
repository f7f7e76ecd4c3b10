"""A life in which everything happened that moves money: what each check of `verify` is tried on."""

from __future__ import annotations

from typing import Any

from backend_stub.services import lives, moving_in
from backend_stub.services.demo_provider import DemoSource
from backend_stub.services.parties import Opened
from backend_stub.services.platform import Platform
from backend_stub.services.verify import verify
from tests.backend.members import Members, a_rule
from tests.backend.shop import Clock, Payer, World
from tests.backend.test_settlement import DAY_S, closed_day, owned, refunded, release, with_account
from tests.backend.test_shifts import Drawer

EXPIRES_DAYS = 30
FILE = "social_id,display_name,family_name,programme,currency,balance,bonus\nzoe,Zoe,,meis-tea card,EUR,12.50,1.00\n"


class Everything(World):
    """A shop that runs its own platform, with a bonus, an expiry, a fee, members, shifts: five days of it.

    Three days are settled: the first is carried, the second is paid out, comes back and is paid out again, the third ends
    below zero and is carried. The last two are not settled yet.
    """

    def __init__(self, platform: Platform, clock: Clock) -> None:
        super().__init__(platform, clock)
        owned(self)
        self.provider = platform.funding = DemoSource(delay_s=None, clock=clock)
        with_account(self)
        self.members = Members(self, a_rule())
        self.payers = {name: self.payer(name, self.tea, 0) for name in ("ada", "bob", "cleo", "dan", "eve")}
        self.first_day()
        closed_day(self)
        self.second_day()
        self.paid_out_again(closed_day(self))
        refunded(self, self.late, 900)
        closed_day(self)
        self.fourth_day()
        clock.forward(DAY_S)
        self.fifth_day()
        assert verify(platform.database) == []

    def shop(self, name: str, **terms: Any) -> Opened:
        more = {
            "expires_after_days": EXPIRES_DAYS,
            "gift_max_minor": 5_000,
            "bonus_tiers": ((1_000, 100),),
            "fee_bps": 125,
        }
        return super().shop(name, **(more if name == "meis-tea" else terms))

    def done(self, path: str, token: str, body: object | None = None) -> dict[str, Any]:
        answer = self.api.post(path, token, body or {})
        assert answer.status_code == 200, (path, answer.text)
        told: dict[str, Any] = answer.json()
        return told

    def put_in(self, payer: Payer, amount_minor: int, method: str = "", till: str | None = None) -> str:
        """A top-up through the provider, or in cash at a till; its id."""
        body = {"amount_minor": amount_minor, "currency": "EUR", "account_id": payer.account_id, "method": method}
        return str(self.done("/v1/topups", till or payer.token, body)["topup_id"])

    def given(self, giver: Payer, to: str, amount_minor: int) -> str:
        return str(
            self.done("/v1/gifts", giver.token, {"to": to, "amount_minor": amount_minor, "currency": "EUR"})["gift_id"]
        )

    def first_day(self) -> None:
        """Cash: two shifts at one till, one counted too high and one too low, and little that is sold."""
        drawer = Drawer(self)
        shift = drawer.opened(10_000)
        drawer.moved(shift, "in", 500)
        attempt = drawer.sold_in_part(300, 100)
        self.done(
            f"/v1/shifts/{shift}/cash-parts", drawer.token, {"parts": [{"attempt_id": attempt, "cash_minor": 100}]}
        )
        drawer.closed(shift, 10_610)
        again = drawer.opened(10_000)
        ada, bob = self.payers["ada"], self.payers["bob"]
        self.in_cash = self.put_in(ada, 1_500, till=self.till)
        taken = self.put_in(bob, 1_000, till=self.till)
        self.done(f"/v1/topups/{taken}/refund", self.till, {"approval": self.approval()})
        dan = self.payers["dan"]
        self.put_in(dan, 1_000, till=self.till)
        closing = {"pay_back": True, "approval": self.approval()}
        self.done(f"/v1/accounts/{dan.account_id}/closing", self.till, closing)
        self.done(f"/v1/shifts/{again}/x-reports", drawer.token)
        self.done(f"/v1/shifts/{again}/x-reports", drawer.token)
        drawer.closed(again, 11_495)

    def second_day(self) -> None:
        """A regular with a discount and points, a sale paid with bonus, refunds in part, a reversal."""
        self.put_in(self.mara, 1_000)
        for _ in range(5):
            self.members.buy(self.mara, 900)
        sale = self.members.buy(self.mara, 1_000, points=20)
        self.members.refund(sale, 300)
        ada = self.payers["ada"]
        self.with_bonus = self.paid(ada, 1_550)  # 1,500 paid money and 50 of its bonus
        refunded(self, self.with_bonus, 155)
        self.late = self.paid(self.mara, 900)
        self.reverse(self.paid(self.jonas, 200)["attempt_id"])

    def paid_out_again(self, batch: dict[str, Any]) -> None:
        payout = release(self, batch).json()["payouts"][0]
        self.done(f"/v1/payouts/{payout['payout_id']}/failure", self.manager, {"reason": "account closed"})
        assert release(self, batch).status_code == 200

    def fourth_day(self) -> None:
        """The provider in all its moods, and gifts in all their states."""
        cleo, bob = self.payers["cleo"], self.payers["bob"]
        for method in ("decline", "later"):
            self.put_in(cleo, 1_000, method)
        back, stuck = self.put_in(cleo, 1_000), self.put_in(cleo, 1_100, "no-refund")
        self.done(f"/v1/topups/{back}/refund", cleo.token)
        assert self.done(f"/v1/topups/{stuck}/refund", cleo.token)["state"] == "failed"
        self.given(cleo, "bob", 100)
        for end, who in (("acceptance", bob), ("refusal", bob), ("withdrawal", cleo)):
            self.done(f"/v1/gifts/{self.given(cleo, 'bob', 110)}/{end}", who.token)
        undone = self.given(cleo, "bob", 120)
        self.done(f"/v1/gifts/{undone}/acceptance", bob.token)
        self.done(f"/v1/gifts/{undone}/refund", self.manager)

    def fifth_day(self) -> None:
        """Somebody else's money lapses, bonus and all; people come from another system; what is sold is not settled."""
        checked = moving_in.check(self.platform.database, FILE.encode())
        moving_in.take_over(self.platform.database, checked, {"EUR": 1_250}, 1, self.clock())
        eve = self.payers["eve"]
        self.put_in(eve, 1_000)
        self.clock.forward(EXPIRES_DAYS * DAY_S)
        assert lives.expire(self.platform, self.clock()).accounts > 0
        for payer, minor in ((self.mara, 2_000), (self.payers["cleo"], 500), (self.payers["bob"], 500)):
            self.put_in(payer, minor)
        self.given(self.payers["cleo"], "bob", 130)
        self.put_in(self.payers["cleo"], 1_000, "later")
        refunded(self, self.paid(self.mara, 800), 10)
        self.members.refund(self.members.buy(self.mara, 800), 400)
        self.reverse(self.paid(self.payers["bob"], 200)["attempt_id"])
