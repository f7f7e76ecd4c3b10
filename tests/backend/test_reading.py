"""Messages that wake who waits for them, pages that give every row once, and the till's own context."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from tests.backend.shop import World


def test_a_waiting_customer_is_woken_by_the_payment(world: World) -> None:
    """No sleeps: the long poll is begun first, and only a message can end it before its 20 seconds."""
    last = world.api.get("/v1/messages", world.mara.token).json()["items"][-1]["number"]
    code = world.code(world.mara)

    async def poll_and_pay() -> tuple[httpx.Response, httpx.Response]:
        path = f"/v1/messages?after={last}&wait_ms=20000"
        waiting = asyncio.create_task(world.api.ask("GET", path, world.mara.token))
        while not world.platform.news._waiting:  # noqa: ASYNC110 - until the poll has begun, and no longer
            await asyncio.sleep(0)
        paid = await world.api.ask("POST", "/v1/redemptions", world.till, world.sale(code))
        async with asyncio.timeout(10):
            return paid, await waiting

    paid, told = world.api.run(poll_and_pay())
    assert paid.json()["outcome"] == "paid"
    (message,) = told.json()["items"]
    assert message["kind"] == "paid"
    assert message["arguments"] == {
        "attempt_id": paid.json()["attempt_id"],
        "amount_minor": 450,
        "merchant": "Meis-Tea",
        "receipt_number": "2026-1123-001",
        "bonus_minor": 0,
        "currency": "EUR",
        "balance_minor": 5_550,
    }
    assert not world.platform.news._waiting


def test_a_message_to_somebody_else_wakes_nobody(lite: World) -> None:
    last = lite.api.get("/v1/messages", lite.mara.token).json()["items"][-1]["number"]
    code = lite.code(lite.jonas)

    async def poll_and_pay() -> httpx.Response:
        path = f"/v1/messages?after={last}&wait_ms=300"
        waiting = asyncio.create_task(lite.api.ask("GET", path, lite.mara.token))
        await lite.api.ask("POST", "/v1/redemptions", lite.till, lite.sale(code))
        return await waiting

    assert lite.api.run(poll_and_pay()).json()["items"] == []


def test_a_poll_that_finds_nothing_ends_with_nothing(lite: World) -> None:
    last = lite.api.get("/v1/messages", lite.mara.token).json()["items"][-1]["number"]
    assert lite.api.get(f"/v1/messages?after={last}&wait_ms=1", lite.mara.token).json()["items"] == []


def test_reading_on_from_the_last_message_gives_each_once(world: World) -> None:
    seen = [one["number"] for one in world.api.get("/v1/messages", world.mara.token).json()["items"]]
    for amount_minor in (100, 200, 300):
        world.paid(world.mara, amount_minor)
        answer = world.api.get(f"/v1/messages?after={seen[-1]}", world.mara.token).json()["items"]
        assert [one["arguments"]["amount_minor"] for one in answer] == [amount_minor]
        seen += [one["number"] for one in answer]
    assert seen == sorted(set(seen))
    assert world.messages(world.mara) == ["account_opened", "topped_up", "paid", "paid", "paid"]


def test_every_change_of_an_account_is_told_to_its_customer(world: World) -> None:
    sale = world.paid(world.mara, 500)
    world.api.post("/v1/refunds", world.manager, {"attempt_id": sale["attempt_id"], "amount_minor": 100})
    world.reverse(sale["attempt_id"])
    waiting = world.asked(world.mara, 5_800)
    world.confirm(waiting, world.mara.token)
    told = ["account_opened", "topped_up", "paid", "refunded", "reversed", "confirm_payment", "paid", "low_balance"]
    assert world.messages(world.mara) == told
    assert world.messages(world.jonas) == ["account_opened", "topped_up"]
    entries = world.api.get(f"/v1/accounts/{world.mara.account_id}/entries", world.mara.token).json()["items"]
    assert [(one["kind"], one["amount_minor"]) for one in entries] == [
        ("redemption", -5_800),
        ("reversal", 400),
        ("refund", 100),
        ("redemption", -500),
        ("top_up", 6_000),
    ]
    assert sum(one["amount_minor"] for one in entries) == world.balance(world.mara) == 200


def pages(world: World, path: str, token: str, limit: int, meanwhile: Any = lambda: None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = world.api.get(f"{path}?limit={limit}{cursor}", token).json()
        assert len(page["items"]) <= limit
        found += page["items"]
        if page["next_cursor"] is None:
            return found
        cursor = f"&cursor={page['next_cursor']}"
        meanwhile()


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 200])
def test_pages_give_every_row_once_while_new_ones_arrive(lite: World, limit: int) -> None:
    """All sales are at the same microsecond, so that only the ids tell them apart."""
    sold = [lite.paid(lite.mara, 10)["attempt_id"] for _ in range(7)]
    refunds = [
        lite.api.post("/v1/refunds", lite.manager, {"attempt_id": one, "amount_minor": 1}).json()["refund_id"]
        for one in sold
    ]
    listed = pages(lite, "/v1/redemptions", lite.till, limit, lambda: (lite.clock.forward(1), lite.paid(lite.mara, 10)))
    assert [one["attempt_id"] for one in listed] == sorted(sold, reverse=True)
    found = pages(lite, "/v1/refunds", lite.manager, limit)
    assert [one["refund_id"] for one in found] == sorted(refunds, reverse=True)
    entries = pages(lite, f"/v1/accounts/{lite.mara.account_id}/entries", lite.mara.token, limit)
    assert len({one["entry_id"] for one in entries}) == len(entries)
    assert sum(one["amount_minor"] for one in entries) == lite.balance(lite.mara)


def test_an_attempt_that_nobody_confirmed_is_told_as_over_and_stays_over(world: World) -> None:
    """Told to a till, it must never be paid: not by a clock that is put back, not by a late yes."""
    one, other = world.asked(world.mara), world.asked(world.mara)
    world.clock.forward(45)
    shown = world.api.get(f"/v1/redemptions/{one}", world.till).json()
    assert (shown["outcome"], shown["refusal"]["reason"]) == ("refused", "confirmation_timed_out")
    listed = world.api.get("/v1/redemptions", world.manager).json()["items"]
    assert {item["outcome"] for item in listed} == {"refused"}
    world.clock.forward(-40)
    for attempt in (one, other):
        assert world.confirm(attempt, world.mara.token).json()["outcome"] == "refused"
    assert world.balance(world.mara) == 6_000


def test_a_till_learns_of_itself_and_of_its_day(world: World) -> None:
    first = world.paid(world.mara, 500)
    world.paid(world.mara, 250)
    world.api.post("/v1/refunds", world.manager, {"attempt_id": first["attempt_id"], "amount_minor": 100})
    about = world.api.get("/v1/till", world.till).json()
    assert (about["today_count"], about["today_total_minor"]) == (2, 650)
    assert (about["public_service_id"], about["time_zone"], about["day_cut_minutes"]) == (
        "meis-tea",
        "Europe/Berlin",
        240,
    )
    assert [(one["name"], one["role"]) for one in about["operators"]] == [("Anna", "cashier"), ("Mei", "manager")]
    world.clock.forward(86_400)
    about = world.api.get("/v1/till", world.till).json()
    assert (about["today_count"], about["today_total_minor"]) == (0, 0)
