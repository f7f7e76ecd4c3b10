"""The demo phone on the real platform: a living code, messages, a yes or no, money put in."""

from __future__ import annotations

import asyncio
import queue
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import uuid_utils

from backend_stub.app import build, open_platform, sqlite_url
from backend_stub.services import demo
from backend_stub.services.platform import Options, Platform
from backend_stub.services.secrets import Keys
from pos_app.demo_phone import DemoOwner, PhoneLink, PhoneNews

KEY = bytes(32)
GIVE_UP_S = 20.0


def new_id() -> str:
    return str(uuid_utils.uuid7())


class Phone:
    def __init__(self, platform: Platform, made: demo.Demo) -> None:
        self.app = build(platform)
        self.made = made
        self.heard: queue.SimpleQueue[PhoneNews] = queue.SimpleQueue()
        self.link = PhoneLink(self.app, self.heard.put, time.time, new_id)
        self.link.start()

    def until(self, is_so: Callable[[PhoneNews], object]) -> PhoneNews:
        until = time.monotonic() + GIVE_UP_S
        while True:
            news = self.heard.get(timeout=max(0.01, until - time.monotonic()))
            if is_so(news):
                return news

    async def take(self, code: str, amount_minor: int) -> dict[str, object]:
        headers = {"Authorization": f"Bearer {self.made.shop.till_tokens[0]}", "Idempotency-Key": new_id()}
        body = {"code": code, "amount_minor": amount_minor, "currency": "EUR", "public_service_id": "meis-tea"}
        transport = httpx.ASGITransport(app=self.app)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://till") as client:
            reply = await client.post("/v1/redemptions", json=body, headers=headers)
        found: dict[str, object] = reply.json()
        return found


def owner(made: demo.Demo, number: int) -> DemoOwner:
    customer = made.customers[number]
    return DemoOwner(customer.customer_id, customer.display_name, customer.token)


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[Phone]:
    platform = open_platform(sqlite_url(tmp_path / "p.sqlite"), Keys(KEY), Options(demo_funding=True))
    found = Phone(platform, demo.seed(platform))
    yield found
    found.link.stop()
    platform.stop()


def test_a_chosen_owner_has_an_account_messages_and_a_living_code(phone: Phone) -> None:
    phone.link.choose(owner(phone.made, 0))
    news = phone.until(lambda news: news.code)
    assert news.accounts.items[0].balance_minor == 4_720
    assert [message.kind.value for message in news.messages] == ["account_opened", "topped_up"]
    assert phone.link.current_code() == (news.code.code if news.code else "")


def test_a_payment_is_heard_of_and_the_spent_code_replaced(phone: Phone) -> None:
    phone.link.choose(owner(phone.made, 0))
    first = phone.until(lambda news: news.code).code
    assert first is not None
    assert asyncio.run(phone.take(first.code, 1_250))["outcome"] == "paid"
    news = phone.until(lambda news: news.code and news.code.code != first.code)
    assert news.messages[-1].kind.value == "paid"
    assert news.accounts.items[0].balance_minor == 3_470


def test_an_amount_above_the_limit_is_confirmed_on_the_phone(phone: Phone) -> None:
    phone.link.choose(owner(phone.made, 8))
    code = phone.until(lambda news: news.code).code
    assert code is not None
    asked = asyncio.run(phone.take(code.code, 6_000))
    assert asked["outcome"] == "awaiting_customer"
    phone.link.confirm(str(asked["attempt_id"]), accept=True)
    news = phone.until(lambda news: news.accounts.items and news.accounts.items[0].balance_minor == 14_000)
    assert news.messages[-1].kind.value in {"confirm_payment", "paid"}


def test_money_put_in_shows_on_the_phone(phone: Phone) -> None:
    phone.link.choose(owner(phone.made, 11))
    account = phone.until(lambda news: news.accounts.items).accounts.items[0]
    phone.link.top_up(account.account_id, 2_000, "EUR")
    phone.until(lambda news: news.accounts.items[0].balance_minor == 2_000)


def test_another_owner_s_phone_shows_nothing_of_the_one_before(phone: Phone) -> None:
    phone.link.choose(owner(phone.made, 0))
    first = phone.until(lambda news: news.code).code
    phone.link.choose(owner(phone.made, 1))
    news = phone.until(lambda news: news.code and news.owner_id == phone.made.customers[1].customer_id)
    assert first is not None
    assert news.code is not None
    assert news.code.code != first.code
