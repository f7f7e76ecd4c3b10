"""The till's core on the real platform, both in this process: what one side promises, the other does."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import uuid_utils

from backend_stub.app import build, open_platform, sqlite_url
from backend_stub.contract import Outcome
from backend_stub.contract.demo import MANAGER_PIN
from backend_stub.services import demo
from backend_stub.services.platform import Options, Platform
from backend_stub.services.secrets import Keys
from backend_stub.services.verify import verify
from pos_app.presenters.sell_state import Phase, RowMark
from tests.till.core import Till

JONAS, MARA = "jonas", "mara"


@dataclass
class Line(httpx.AsyncBaseTransport):
    """The way to the platform: loses what it is told to, before or after the platform did its work."""

    inner: httpx.ASGITransport
    lose_before: int = 0
    lose_after: int = 0
    posts: list[str] = field(default_factory=list)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            self.posts.append(request.url.path)
            if self.lose_before:
                self.lose_before -= 1
                raise httpx.ReadError("lost on the way")
        response = await self.inner.handle_async_request(request)
        if request.method == "POST" and self.lose_after:
            self.lose_after -= 1
            await response.aread()
            raise httpx.ReadError("lost on the way back")
        return response


@dataclass
class Shop:
    """A platform with demo data, the line to it and the tills at it."""

    platform: Platform
    made: demo.Demo
    line: Line
    folder: Path
    tills: list[Till] = field(default_factory=list)

    def till(self) -> Till:
        self.tills.append(Till(self.folder, self.line, self.made.shop.till_tokens[0], ask_timeout_s=5))
        return self.tills[-1]

    def code(self, social_id: str) -> str:
        """A live code on this customer's phone."""
        return str(self._as(social_id, "POST", "/v1/payment-codes", {})["code"])

    def balance_minor(self, social_id: str) -> int:
        return int(self._as(social_id, "GET", "/v1/accounts")["items"][0]["balance_minor"])

    def _as(self, social_id: str, method: str, path: str, body: object = None) -> dict[str, list[dict[str, int]]]:
        token = next(one.token for one in self.made.customers if one.social_id == social_id)
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid_utils.uuid7())}

        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=self.line.inner, base_url="http://phone.invalid") as client:
                return await client.request(method, path, json=body, headers=headers)

        response = asyncio.run(ask())
        assert response.status_code == 200, response.text
        found: dict[str, list[dict[str, int]]] = response.json()
        return found


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    platform = open_platform(sqlite_url(tmp_path / "platform.db"), Keys(bytes(32)), Options(demo_funding=True))
    line = Line(httpx.ASGITransport(app=build(platform), raise_app_exceptions=False))
    opened = Shop(platform, demo.seed(platform), line, tmp_path / "till")
    yield opened
    for till in opened.tills:
        till.close()
    assert verify(platform.database) == [], "the books balance"
    platform.stop()


def test_a_sale_moves_money_once(shop: Shop) -> None:
    till = shop.till()
    till.ask("12.50", shop.code(MARA))
    till.until_phase(Phase.PAID)
    paid = till.view.state.paid
    assert paid is not None
    assert (paid.amount_minor, paid.balance_after_minor) == (1250, 5100)
    assert paid.customer_name
    assert "Tanner" not in paid.customer_name
    assert paid.receipt_number
    assert shop.balance_minor(MARA) == 5100
    till.until(lambda: till.view.state.today.count == 1 and till.view.state.today.total_minor == 1250)


def test_a_lost_answer_is_asked_for_again_and_money_moves_once(shop: Shop) -> None:
    till = shop.till()
    shop.line.lose_after = 3
    till.ask("12.50", shop.code(MARA))
    till.until_phase(Phase.UNKNOWN)
    till.until_phase(Phase.PAID)
    assert shop.balance_minor(MARA) == 5100


def test_stopping_a_paid_sale_gives_the_money_back(shop: Shop) -> None:
    till = shop.till()
    shop.line.lose_after = 1000
    till.ask("12.50", shop.code(MARA))
    till.until_phase(Phase.UNKNOWN)
    till.press.escape()
    shop.line.lose_after = 0
    till.until_phase(Phase.REFUSED)
    assert till.view.state.refused is not None
    assert till.view.state.refused.headline.id == "refused.given_back.headline"
    assert shop.balance_minor(MARA) == 6350
    assert till.outbox.unresolved() == []


def test_stopping_what_never_arrived_closes_it(shop: Shop) -> None:
    till = shop.till()
    shop.line.lose_before = 1000
    attempt_id = till.ask("12.50", shop.code(MARA))
    till.until_phase(Phase.UNKNOWN)
    till.press.escape()
    shop.line.lose_before = 0
    till.until_phase(Phase.REFUSED)
    assert till.view.state.refused is not None
    assert till.view.state.refused.headline.id == "refused.stopped.headline"
    assert till.outbox.find(attempt_id).outcome == Outcome.CLOSED  # type: ignore[union-attr]
    assert shop.balance_minor(MARA) == 6350


def test_a_short_account_pays_what_it_has_and_the_rest_is_cash(shop: Shop) -> None:
    till = shop.till()
    till.ask("12.50", shop.code(JONAS))
    till.until_phase(Phase.REFUSED)
    refused = till.view.state.refused
    assert refused is not None
    assert (refused.headline.id, refused.available_minor) == ("refused.insufficient_funds.headline", 720)
    assert refused.why.arguments["name"]
    till.press.primary()
    till.until_phase(Phase.PAID)
    assert till.view.state.paid is not None
    assert (till.view.state.paid.amount_minor, till.view.state.paid.cash_minor) == (720, 530)
    assert shop.balance_minor(JONAS) == 0
    till.until(lambda: bool(till.view.state.today.rows))
    assert till.view.state.today.rows[0].mark is RowMark.SPLIT


def test_a_used_code_is_refused_and_says_so(shop: Shop) -> None:
    till = shop.till()
    code = shop.code(MARA)
    till.ask("1", code)
    till.until_phase(Phase.PAID)
    till.press.primary()
    till.press.digit("1")
    till.press.code_entered(code, "wedge")
    till.until_phase(Phase.REFUSED)
    assert till.view.state.refused is not None
    assert till.view.state.refused.headline.id == "refused.code_used_at_this_till.headline"


def test_a_refund_needs_the_managers_pin_and_is_done_once(shop: Shop) -> None:
    till = shop.till()
    attempt_id = till.ask("12.50", shop.code(MARA))
    till.until_phase(Phase.PAID)
    till.press.ask_refund(attempt_id)
    till.press.refund_amount(450)
    till.press.refund_yes("0000")
    till.until(lambda: bool(till.view.state.question and till.view.state.question.wrong))
    assert till.view.state.question is not None
    assert till.view.state.question.wrong is not None
    assert till.view.state.question.wrong.id == "refund.wrong_pin"
    shop.line.lose_after = 2
    till.press.refund_yes(MANAGER_PIN)
    till.until(lambda: till.view.state.question is None)
    assert shop.balance_minor(MARA) == 5550


def test_after_a_restart_what_was_open_is_resolved_and_today_is_the_platforms(shop: Shop) -> None:
    till = shop.till()
    shop.line.lose_after = 1000
    attempt_id = till.ask("12.50", shop.code(MARA))
    till.until_phase(Phase.UNKNOWN)
    till.close()
    shop.line.lose_after = 0
    again = shop.till()
    again.until(lambda: again.view.state.unresolved == 0)
    again.until(lambda: again.view.state.today.count == 1)
    row = again.view.state.today.rows[0]
    assert (row.attempt_id, row.mark) == (attempt_id, RowMark.PAID)
    assert shop.balance_minor(MARA) == 5100
