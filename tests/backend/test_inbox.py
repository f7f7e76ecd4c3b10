"""A customer's inbox over the API: pages, what is read, and the stream that goes on where it was left."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from backend_stub.services import platform as platform_module
from backend_stub.services.platform import Platform
from tests.backend.shop import Api, World
from tests.serving import served


def told(world: World, query: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = world.api.get(f"/v1/messages{query}", world.mara.token).json()
    return answer


def numbers(answer: dict[str, Any]) -> list[int]:
    return [one["number"] for one in answer["items"]]


def test_messages_are_numbered_from_one_and_unread_until_they_are_marked(world: World) -> None:
    world.paid(world.mara, 100)
    before = told(world)
    assert (numbers(before), before["unread_count"]) == ([1, 2, 3], 3)
    assert not any(one["is_read"] for one in before["items"])
    kept = world.api.post("/v1/messages/read", world.mara.token, {"up_to": 2}).json()
    assert kept == {"last_number": 3, "read_number": 2, "unread_count": 1}
    after = told(world)
    assert [one["is_read"] for one in after["items"]] == [True, True, False]
    world.paid(world.mara, 100)
    assert told(world)["unread_count"] == 2
    again = world.api.post("/v1/messages/read", world.mara.token, {"up_to": 1}).json()
    assert again["read_number"] == 2
    assert world.api.get("/v1/messages", world.jonas.token).json()["unread_count"] == 2


def test_older_messages_are_reached_page_by_page(lite: World) -> None:
    fill = {"amount_minor": 100, "currency": "EUR", "account_id": lite.mara.account_id}
    for _ in range(110):
        lite.api.post("/v1/topups", lite.mara.token, fill)
    newest = told(lite)
    assert numbers(newest) == list(range(13, 113))
    older = told(lite, f"?before={newest['items'][0]['number']}")
    assert numbers(older) == list(range(1, 13))
    assert numbers(told(lite, "?after=0")) == list(range(1, 101))
    assert numbers(told(lite, "?before=1")) == []


@pytest.mark.parametrize("query", ["after=-1", "after=x", "before=0", "after=9007199254740993", "wait_ms=25001"])
def test_a_page_that_can_not_be_is_refused_by_name(lite: World, query: str) -> None:
    answer = lite.api.get(f"/v1/messages?{query}", lite.mara.token)
    assert (answer.status_code, answer.json()["field"]) == (400, query.partition("=")[0])


# --- the stream -------------------------------------------------------------------------------------------------------


@asynccontextmanager
async def stream(base_url: str, token: str, query: str = "", last: str | None = None) -> Any:
    headers = {"Authorization": f"Bearer {token}", **({"Last-Event-ID": last} if last else {})}
    async with (
        httpx.AsyncClient(base_url=base_url, headers=headers, trust_env=False) as client,
        client.stream("GET", f"/v1/messages/stream{query}") as reply,
    ):
        assert reply.status_code == 200
        assert reply.headers["content-type"].startswith("text/event-stream")
        lines = reply.aiter_lines()
        assert await anext(lines) == "retry: 3000"
        yield lines


async def event(lines: Any) -> dict[str, str]:
    """The next event's fields; empty lines and comments before it are passed over."""
    fields: dict[str, str] = {}
    async with asyncio.timeout(20):
        async for line in lines:
            if not line and fields:
                return fields
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value
    return fields


def test_the_stream_tells_a_payment_and_goes_on_after_the_last_one_seen(world: World) -> None:
    """Over real HTTP: in process a stream is handed over only when it has ended."""
    token = world.mara.token

    async def listen(base_url: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
        async with stream(base_url, token, "?after=1") as lines:
            first = [await event(lines)]
            code = (await pay.ask("POST", "/v1/payment-codes", token, {})).json()["code"]
            await pay.ask("POST", "/v1/redemptions", world.till, world.sale(code))
            first.append(await event(lines))
        code = (await pay.ask("POST", "/v1/payment-codes", token, {})).json()["code"]
        await pay.ask("POST", "/v1/redemptions", world.till, world.sale(code))
        async with stream(base_url, token, "?after=1", last=first[-1]["id"]) as lines:
            return first, [await event(lines)]

    pay = world.api
    with served(world.platform) as base_url:
        seen, resumed = world.api.run(listen(base_url))
    assert [one["id"] for one in (*seen, *resumed)] == ["2", "3", "4"]
    assert [json.loads(one["data"])["kind"] for one in (*seen, *resumed)] == ["topped_up", "paid", "paid"]
    assert {one["event"] for one in seen} == {"message"}
    assert not world.platform.news.awaited()


def test_a_stream_without_a_place_begins_now_and_ends_when_it_was_asked_to(lite: World) -> None:
    answer = lite.api.get("/v1/messages/stream?for_ms=0", lite.mara.token)
    assert answer.text.split() == ["retry:", "3000"]
    from_the_first = lite.api.get("/v1/messages/stream?for_ms=0&after=0", lite.mara.token).text
    assert from_the_first.count("event: message") == 2


def test_a_quiet_stream_says_that_it_lives(lite: World) -> None:
    from backend_stub.services import inbox

    async def listen() -> list[object]:
        return [row async for row in inbox.follow(lite.platform, lite.mara.customer_id, None, 0.05, heartbeat_s=0.01)]

    asked = list[str]()
    sa.event.listen(lite.platform.database.read, "before_cursor_execute", lambda *said: asked.append(said[2]))
    quiet = lite.api.run(listen())
    assert len(quiet) > 1
    assert set(quiet) == {None}
    # the place it begins at, what came since, and the watcher's one look at all who wait: not a question a beat
    assert len([one for one in asked if one.startswith("SELECT") and "messages" in one]) == 1


def test_who_waits_is_sent_home_when_the_platform_stops(open_here: Callable[..., Platform]) -> None:
    world = World(here := open_here(), here.clock)  # type: ignore[arg-type]

    async def listen() -> Any:
        waiting = asyncio.create_task(world.api.ask("GET", "/v1/messages?after=9&wait_ms=25000", world.mara.token))
        while not here.news.awaited():  # noqa: ASYNC110 - until the poll has begun, and no longer
            await asyncio.sleep(0)
        here.news.close()
        async with asyncio.timeout(5):
            return await waiting

    assert world.api.run(listen()).json()["items"] == []
    assert world.api.get("/v1/messages/stream", world.mara.token).status_code == 503
    world.api.close()


# --- several processes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_another_process_writes_wakes_who_waits_here(
    open_here: Callable[..., Platform], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform_module, "WATCH_EVERY_S", 0.02)
    here, there = open_here(), open_here()
    world = World(here, here.clock)  # type: ignore[arg-type]
    elsewhere = Api(there)
    code = world.code(world.mara)

    async def wait_here() -> httpx.Response:
        waiting = asyncio.create_task(world.api.ask("GET", "/v1/messages?after=2&wait_ms=25000", world.mara.token))
        while not here.news.awaited():  # noqa: ASYNC110 - until the poll has begun, and no longer
            await asyncio.sleep(0)
        paid = await asyncio.to_thread(elsewhere.post, "/v1/redemptions", world.till, world.sale(code))
        assert paid.json()["outcome"] == "paid"
        async with asyncio.timeout(10):
            return await waiting

    (message,) = world.api.run(wait_here()).json()["items"]
    assert (message["kind"], message["number"]) == ("paid", 3)
    elsewhere.close()
    world.api.close()
