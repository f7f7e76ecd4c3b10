"""The short way in for redemptions says and does what the route says and does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from backend_stub.api.application import litestar
from backend_stub.api.quick import QuickRedemptions
from backend_stub.services.platform import new_id
from tests.backend.shop import World

Headers = list[tuple[str, str]]
Change = Callable[[World, Headers, dict[str, object]], object]


def _plain(world: World, code: str) -> tuple[Headers, dict[str, object]]:
    headers = [
        ("Authorization", f"Bearer {world.till}"),
        ("Idempotency-Key", new_id()),
        ("Content-Type", "application/json"),
    ]
    return headers, world.sale(code)


def _ask(app: object, headers: Headers, content: bytes) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:  # type: ignore[arg-type]
            return await client.post("/v1/redemptions", headers=headers, content=content)

    return asyncio.run(ask())


def _said(answer: httpx.Response) -> tuple[int, str, dict[str, Any]]:
    body = answer.json()
    return answer.status_code, answer.headers["content-type"], {**body, "request_id": None}


def _set(name: str, value: str) -> Change:
    def change(_world: World, headers: Headers, _body: dict[str, object]) -> None:
        headers[:] = [(key, value if key == name else old) for key, old in headers]

    return change


CHANGES: dict[str, Change] = {
    "nothing": lambda *_: None,
    "no token": lambda _, headers, __: headers.pop(0),
    "no key": lambda _, headers, __: headers.pop(1),
    "no content type": lambda _, headers, __: headers.pop(2),
    "two keys": lambda _, headers, __: headers.append(("Idempotency-Key", new_id())),
    "an unknown token": _set("Authorization", "Bearer nobody"),
    "another scheme": _set("Authorization", "Basic x"),
    "a customer's token": lambda world, headers, body: _set("Authorization", f"Bearer {world.mara.token}")(
        world, headers, body
    ),
    "a manager's token": lambda world, headers, body: _set("Authorization", f"Bearer {world.manager}")(
        world, headers, body
    ),
    "a key that is no UUID": _set("Idempotency-Key", "one"),
    "a charset": _set("Content-Type", "application/json; charset=utf-8"),
    "another type": _set("Content-Type", "text/plain"),
    "an amount of zero": lambda _, __, body: body.update(amount_minor=0),
    "a text for an amount": lambda _, __, body: body.update(amount_minor="450"),
    "an unknown field": lambda _, __, body: body.update(tip=1),
    "another merchant": lambda _, __, body: body.update(public_service_id="other-books"),
    "an operator of nobody": lambda _, __, body: body.update(operator_id=new_id()),
    "more than there is": lambda _, __, body: body.update(amount_minor=9_999),
    "a code of nobody": lambda _, __, body: body.update(code="730000000000000001"),
    "a web link": lambda _, __, body: body.update(code="https://example.com"),
    "too long a body": lambda _, __, body: body.update(reference="x" * 70_000),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_both_ways_answer_alike(lite: World, change: Change) -> None:
    route = litestar(lite.platform)
    short = QuickRedemptions(route, lite.platform, route.state.callers)
    answers = []
    for app in (route, short):
        headers, body = _plain(lite, lite.code(lite.mara))
        change(lite, headers, body)
        answers.append(
            (
                _said(_ask(app, headers, json.dumps(body).encode())),
                [value for name, value in headers if name == "Idempotency-Key"],
            )
        )
    (through_route, its_key), (through_short, other_key) = answers
    differing = {"attempt_id", "receipt_number", "balance_after_minor"}
    for said, key in ((through_route, its_key), (through_short, other_key)):
        if "attempt_id" in said[2]:
            assert said[2]["attempt_id"] in key
    assert through_short[:2] == through_route[:2]
    assert {**through_short[2], **dict.fromkeys(differing)} == {**through_route[2], **dict.fromkeys(differing)}


def test_a_repeat_by_the_other_way_is_the_same_attempt(lite: World) -> None:
    route = litestar(lite.platform)
    short = QuickRedemptions(route, lite.platform, route.state.callers)
    headers, body = _plain(lite, lite.code(lite.mara))
    content = json.dumps(body).encode()
    first = _ask(short, headers, content)
    assert first.json()["outcome"] == "paid"
    assert _ask(route, headers, content).json() == first.json()
    assert _ask(short, headers, content).json() == first.json()
    assert lite.balance(lite.mara) == 6_000 - 450
    other = _ask(short, headers, json.dumps({**body, "amount_minor": 451}).encode())
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
