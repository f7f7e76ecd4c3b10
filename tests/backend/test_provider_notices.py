"""A payment provider tells by itself what became of a top-up: signed, twice, late, out of order, forged; on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
import msgspec
import pytest

from backend_stub.app import build
from backend_stub.domain.records import SECOND
from backend_stub.services import funding
from backend_stub.services.demo_provider import OLDEST_S, DemoSource
from backend_stub.services.platform import new_id
from backend_stub.services.verify import verify
from tests.backend.shop import World
from tests.backend.test_gifts_and_funding import top_up, with_notices_by_hand

PATH = "/v1/provider-notices/demo"
BEFORE = 6_000

NOBODY = "01a20e1c-758a-7000-8000-0123456789ab"  # the same in every process that collects these tests


def said(reference: str, state: str = "captured", **more: object) -> bytes:
    return msgspec.json.encode({"kind": "top_up", "reference": reference, "state": state} | more)


def sent(world: World, body: bytes, headers: dict[str, str] | None = None, path: str = PATH) -> httpx.Response:
    """A notice over HTTP; signed by the provider unless the test says with what."""
    demo = world.platform.funding
    assert isinstance(demo, DemoSource)
    signed = demo.sign("n-1", body) if headers is None else headers
    answer: httpx.Response = world.api.run(
        world.api.client.post(path, content=body, headers=httpx.Headers(signed, "latin-1"))
    )
    return answer


def pending(world: World, amount_minor: int = 500) -> str:
    """A top-up whose provider has not said yet that it has the money."""
    with_notices_by_hand(world)
    asked = top_up(world, world.mara, amount_minor, "EUR", "later")
    assert asked["state"] == "pending"
    return str(asked["topup_id"])


def state(world: World, topup_id: str) -> str:
    return str(world.api.get(f"/v1/topups/{topup_id}", world.mara.token).json()["state"])


def moved_nothing(world: World) -> None:
    assert world.balance(world.mara) == BEFORE
    assert verify(world.platform.database) == []


def test_a_notice_that_comes_again_and_again_credits_once(world: World) -> None:
    topup_id = pending(world)
    body = said(topup_id, amount_minor=500, currency="EUR", provider_reference="p-1")
    answers = [sent(world, body) for _ in range(3)]
    assert [(one.status_code, one.json()) for one in answers] == [
        (200, {"reference": topup_id, "state": "captured"})
    ] * 3
    assert world.balance(world.mara) == BEFORE + 500
    assert world.messages(world.mara).count("topped_up") == 2  # the first one put the balance there
    assert verify(world.platform.database) == []


def test_many_copies_of_a_notice_at_once_credit_once(world: World) -> None:
    topup_id = pending(world)
    demo, body = world.platform.funding, said(topup_id)
    assert isinstance(demo, DemoSource)

    async def all_at_once() -> list[int]:
        headers = demo.sign("n-1", body)
        posts = [world.api.client.post(PATH, content=body, headers=headers) for _ in range(16)]
        return [answer.status_code for answer in await asyncio.gather(*posts)]

    assert world.api.run(all_at_once()) == [200] * 16
    assert world.balance(world.mara) == BEFORE + 500
    assert verify(world.platform.database) == []


def test_a_notice_that_is_late_after_the_provider_was_asked_changes_nothing_more(world: World) -> None:
    topup_id = pending(world)
    demo = world.platform.funding
    assert isinstance(demo, DemoSource)
    world.clock.forward(3_600)
    assert world.api.run(funding.take_up(world.platform)) == 1
    assert world.balance(world.mara) == BEFORE + 500
    world.api.run(demo.send_notices())
    assert (state(world, topup_id), world.balance(world.mara)) == ("captured", BEFORE + 500)


def test_money_that_was_taken_after_a_no_is_credited_and_what_comes_after_the_end_is_passed_over(world: World) -> None:
    topup_id = pending(world)
    assert sent(world, said(topup_id, "failed", failure="no funds")).json()["state"] == "failed"
    moved_nothing(world)
    assert sent(world, said(topup_id)).json()["state"] == "captured"
    for late in ("failed", "authorised", "pending", "captured"):
        assert sent(world, said(topup_id, late)).json()["state"] == "captured"
    assert world.balance(world.mara) == BEFORE + 500
    assert verify(world.platform.database) == []


def test_what_is_told_to_be_authorised_is_captured_then(world: World) -> None:
    topup_id = pending(world)
    assert sent(world, said(topup_id, "authorised")).json()["state"] == "captured"
    assert world.balance(world.mara) == BEFORE + 500


def test_a_forged_or_stale_notice_is_refused_and_moves_nothing(world: World) -> None:
    topup_id = pending(world)
    demo, body = world.platform.funding, said(topup_id)
    assert isinstance(demo, DemoSource)
    now = world.clock.now
    stale = []
    for far in (-OLDEST_S - 1, OLDEST_S + 1):
        world.clock.now = now + far * SECOND
        stale.append(demo.sign("n-1", body))
    world.clock.now = now
    own = demo.sign("n-1", body)
    forged: list[dict[str, str]] = [
        {},
        *stale,
        own | {"webhook-id": "n-2"},
        own | {"webhook-timestamp": str(now // SECOND + 1)},
        own | {"webhook-timestamp": "0" * 5_000 + own["webhook-timestamp"]},
        own | {"webhook-timestamp": "²"},
        own | {"webhook-signature": "v1,AAAA v2,é"},
        own | {"webhook-signature": ""},
        DemoSource(clock=world.clock).sign("n-1", body),
    ]
    for answer in [sent(world, body + b" ", own), *(sent(world, body, headers) for headers in forged)]:
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert state(world, topup_id) == "pending"
    moved_nothing(world)
    assert sent(world, body, own).status_code == 200


def test_a_notice_of_another_amount_is_refused_and_the_right_one_still_counts(world: World) -> None:
    topup_id = pending(world)
    for wrong in ({"amount_minor": 501, "currency": "EUR"}, {"amount_minor": 500, "currency": "USD"}):
        answer = sent(world, said(topup_id, **wrong))
        assert (answer.status_code, answer.json()["field"]) == (409, "amount_minor")
        assert "5.00 EUR was asked for" in answer.json()["detail"]
    moved_nothing(world)
    assert sent(world, said(topup_id, amount_minor=500, currency="EUR")).status_code == 200
    assert world.balance(world.mara) == BEFORE + 500


def test_a_notice_of_what_is_not_in_the_books_is_refused(world: World) -> None:
    pending(world)
    cash = {"amount_minor": 500, "currency": "EUR", "account_id": world.jonas.account_id}
    in_cash = world.api.post("/v1/topups", world.till, cash).json()["topup_id"]
    for reference in (new_id(), in_cash):
        for body in (said(reference), said(reference, "done", kind="refund")):
            assert sent(world, body).status_code == 404
    assert sent(world, said(new_id()), path="/v1/provider-notices/another").status_code == 404
    world.platform.funding = None
    answer = world.api.run(world.api.client.post(PATH, content=b"{}"))
    assert answer.status_code == 404
    moved_nothing(world)


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff", b"[]", b"{}", b"[" * 50_000, b'{"kind":"top_up","reference":"x","state":"captured"}',
     said(NOBODY, "taken"), said(NOBODY, "done"), said(NOBODY, currency="ABC", amount_minor=1)],
    ids=["empty", "no text", "a list", "nothing", "deep", "no id", "no state", "of a refund", "no currency"],
)  # fmt: skip
def test_a_signed_notice_that_can_not_be_read_says_so(shared: World, body: bytes) -> None:
    assert (answer := sent(shared, body)).status_code == 400, answer.text
    assert answer.json()["code"] == "malformed"


def test_a_notice_that_is_too_large_is_not_read(shared: World) -> None:
    assert sent(shared, b"x" * 70_000).status_code == 413


def test_money_on_its_way_back_is_told_by_notice_too(world: World) -> None:
    topup_id = pending(world)
    demo = world.platform.funding
    assert isinstance(demo, DemoSource)
    world.api.run(demo.send_notices())
    path = f"/v1/topups/{topup_id}/refund"
    key = new_id()
    back: dict[str, Any] = world.api.post(path, world.mara.token, {}, key).json()
    assert (back["state"], world.balance(world.mara)) == ("pending", BEFORE)
    for _ in range(2):
        assert sent(world, said(back["refund_id"], "done", kind="refund")).json()["state"] == "done"
    assert sent(world, said(back["refund_id"], "failed", kind="refund")).json()["state"] == "done"
    world.api.run(demo.send_notices())
    assert world.api.post(path, world.mara.token, {}, key).json()["state"] == "done"
    moved_nothing(world)


def test_the_demos_own_notices_come_by_themselves_through_the_same_door(world: World) -> None:
    """As in `serve --demo`: nobody sends them by hand."""
    world.platform.funding = demo = DemoSource(delay_s=0, clock=world.clock)
    build(world.platform)  # hangs the provider's notices on the application
    post, heard = demo.notify, asyncio.Event()
    assert post is not None

    async def post_and_say_so(body: bytes, headers: Mapping[str, str]) -> None:
        await post(body, headers)
        heard.set()

    async def topped_up_and_told() -> None:
        demo.notify = post_and_say_so
        body = {"amount_minor": 500, "currency": "EUR", "account_id": world.mara.account_id, "method": "later"}
        asked = await world.api.ask("POST", "/v1/topups", world.mara.token, body)
        assert asked.json()["state"] == "pending"
        await asyncio.wait_for(heard.wait(), 20)

    world.api.run(topped_up_and_told())
    assert world.balance(world.mara) == BEFORE + 500
