"""Two shops, two customers and a clock that stands still until it is moved, over the HTTP API in process."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import httpx

from backend_stub.app import build
from backend_stub.contract import Role
from backend_stub.domain.accounts import Establish, Join
from backend_stub.domain.records import SECOND, Account, Device, Instant, Operator, Token, instant
from backend_stub.services import demo, usecases
from backend_stub.services.parties import Opened, Shop, Terms, open_shop, save
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import new_token, pin_hash

NOON = instant(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC))
PIN, WRONG_PIN = "2580", "0852"


@cache
def hashed(pin: str) -> str:
    """argon2 is slow by intent; the tests' few PINs are hashed once."""
    return pin_hash(pin)


class Clock:
    """A clock that is set by the test."""

    def __init__(self, now: int = NOON) -> None:
        self.now = now

    def __call__(self) -> Instant:
        return Instant(self.now)

    def forward(self, seconds: float) -> None:
        self.now += round(seconds * SECOND)


class Api:
    """The HTTP API in process; each call runs the loop until it is answered."""

    def __init__(self, platform: Platform) -> None:
        self._runner = asyncio.Runner()
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(build(platform)), base_url="http://platform")

    def run(self, work: Any) -> Any:
        return self._runner.run(work)

    def close(self) -> None:
        self.run(self.client.aclose())
        self._runner.close()

    async def ask(
        self, method: str, path: str, token: str | None = None, body: object = None, key: str | None = None, **more: Any
    ) -> httpx.Response:
        headers = {**more.pop("headers", {})}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if method == "POST":
            headers.setdefault("Idempotency-Key", key or new_id())
            if "content" not in more:
                more["json"] = body
        return await self.client.request(method, path, headers=headers, **more)

    def get(self, path: str, token: str | None = None, **more: Any) -> httpx.Response:
        answer: httpx.Response = self.run(self.ask("GET", path, token, **more))
        return answer

    def post(
        self, path: str, token: str | None = None, body: object = None, key: str | None = None, **more: Any
    ) -> httpx.Response:
        answer: httpx.Response = self.run(self.ask("POST", path, token, body, key, **more))
        return answer


@dataclass(frozen=True)
class Payer:
    """A customer with an account."""

    customer_id: str
    account_id: str
    token: str
    device_id: str


class World:
    """What the tests of the API begin with."""

    def __init__(self, platform: Platform, clock: Clock) -> None:
        self.platform, self.clock, self.api = platform, clock, Api(platform)
        self.tea = self.shop("meis-tea")
        self.books = self.shop("other-books")
        self.mara = self.payer("mara", self.tea, 6_000)
        self.jonas = self.payer("jonas", self.tea, 700)

    @property
    def till(self) -> str:
        return self.tea.till_tokens[0]

    @property
    def manager(self) -> str:
        return self.tea.manager_token

    def shop(self, name: str, **terms: Any) -> Opened:
        shop = Shop(name, name.title(), "", "EUR", "Main", "Europe/Berlin", (), Terms(f"{name} card", **terms), tills=2)
        made = open_shop(self.platform.database, self.platform.keys, shop, self.clock())
        people = [("Anna", Role.CASHIER, "1111"), ("Mei", Role.MANAGER, PIN)]
        rows = [
            Operator(new_id(), made.merchant_id, person, role.value, hashed(pin), 0, 0, self.clock())
            for person, role, pin in people
        ]
        save(self.platform.database, [*rows])
        return replace(made, operator_ids=tuple(row.id for row in rows))

    def payer(self, name: str, shop: Opened, balance_minor: int) -> Payer:
        run, token = self.platform.writer.run, new_token()
        customer_id, device_id = new_id(), new_id()
        token_hash = self.platform.keys.token_hash(token)
        run(
            usecases.JOIN,
            Join(customer_id, device_id, name, f"{name.title()} Tanner", "Tanner", "Phone", token_hash, "x"),
        )
        account = run(usecases.ESTABLISH, Establish(new_id(), customer_id, shop.programme_id, "x"))
        assert isinstance(account, Account)
        if balance_minor:
            demo.fill(self.platform, customer_id, account.id, balance_minor)
        return Payer(customer_id, account.id, token, device_id)

    def payer_device(self, payer: Payer) -> Payer:
        """Another device of the same customer."""
        token, device = new_token(), Device(new_id(), payer.customer_id, "Tablet", 0, 0, self.clock())
        token_hash = self.platform.keys.token_hash(token)
        spoken = Token(new_id(), token_hash, "customer", payer.customer_id, device.id, self.clock(), None)
        save(self.platform.database, [device, spoken])
        return replace(payer, token=token, device_id=device.id)

    # --- what people do -----------------------------------------------------------------------------------------------

    def code(self, payer: Payer, **request: object) -> str:
        """Ask to pay."""
        answer = self.api.post("/v1/payment-codes", payer.token, request)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["code"])

    def redeem(
        self, code: str, amount_minor: int = 450, *, token: str | None = None, key: str | None = None, **more: object
    ) -> httpx.Response:
        body = self.sale(code, amount_minor, **more)
        return self.api.post("/v1/redemptions", token or self.till, body, key)

    def sale(self, code: str, amount_minor: int = 450, **more: object) -> dict[str, object]:
        asked: dict[str, object] = {
            "code": code,
            "amount_minor": amount_minor,
            "currency": "EUR",
            "public_service_id": self.tea.public_service_id,
        }
        return asked | more

    def paid(self, payer: Payer, amount_minor: int = 450, **more: Any) -> dict[str, Any]:
        """A sale that went through."""
        answer = self.redeem(self.code(payer), amount_minor, **more)
        assert answer.json()["outcome"] == "paid", answer.text
        done: dict[str, Any] = answer.json()
        return done

    def asked(self, payer: Payer, amount_minor: int = 5_500) -> str:
        """An attempt that waits for its customer; the attempt's id."""
        answer = self.redeem(self.code(payer), amount_minor).json()
        assert answer["outcome"] == "awaiting_customer", answer
        return str(answer["attempt_id"])

    def confirm(self, attempt_id: str, token: str, *, accept: bool = True) -> httpx.Response:
        return self.api.post(f"/v1/redemptions/{attempt_id}/confirmation", token, {"accept": accept})

    def reverse(self, attempt_id: str, token: str | None = None, key: str | None = None) -> httpx.Response:
        return self.api.post(f"/v1/redemptions/{attempt_id}/reversal", token or self.till, {"reason": "test"}, key)

    def approval(self, pin: str = PIN) -> dict[str, str]:
        return {"operator_id": self.tea.operator_ids[1], "pin": pin}

    def balance(self, payer: Payer) -> int:
        return int(self.api.get(f"/v1/accounts/{payer.account_id}", payer.token).json()["balance_minor"])

    def messages(self, payer: Payer) -> list[str]:
        items = self.api.get("/v1/messages", payer.token).json()["items"]
        return [str(message["kind"]) for message in items]


MakePlatform = Callable[..., Platform]
