"""Every write: the same key and body get the same answer, and move money once; anything else under that key is an error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import permutations
from typing import Any

import httpx
import pytest

from backend_stub.services.platform import new_id
from backend_stub.services.verify import verify
from tests.backend.shop import World

Body = dict[str, Any]


def sign_up(world: World) -> tuple[str, str | None, Body, Body]:
    body = {"social_id": "new.one", "display_name": "New", "device_name": "Phone", "token": "t" * 43}
    return "/v1/customers", None, body, body | {"display_name": "Newer"}


def add_device(world: World) -> tuple[str, str | None, Body, Body]:
    body = {"device_name": "Tablet", "token": "d" * 43}
    return "/v1/devices", world.mara.token, body, body | {"token": "e" * 43}


def open_account(world: World) -> tuple[str, str | None, Body, Body]:
    return (
        "/v1/accounts",
        world.mara.token,
        {"programme_id": world.tea.programme_id},
        {"programme_id": world.books.programme_id},
    )


def top_up(world: World) -> tuple[str, str | None, Body, Body]:
    body = {"amount_minor": 500, "currency": "EUR", "account_id": world.mara.account_id}
    return "/v1/topups", world.mara.token, body, body | {"amount_minor": 501}


def top_up_in_cash(world: World) -> tuple[str, str | None, Body, Body]:
    body = {"amount_minor": 500, "currency": "EUR", "code": world.code(world.mara)}
    return "/v1/topups", world.till, body, body | {"amount_minor": 501}


def issue_code(world: World) -> tuple[str, str | None, Body, Body]:
    return "/v1/payment-codes", world.mara.token, {}, {"limit_minor": 5}


def redeem(world: World) -> tuple[str, str | None, Body, Body]:
    body = world.sale(world.code(world.mara))
    return "/v1/redemptions", world.till, body, body | {"amount_minor": 451}


def refund(world: World) -> tuple[str, str | None, Body, Body]:
    body = {"attempt_id": world.paid(world.mara)["attempt_id"], "amount_minor": 100, "approval": world.approval()}
    return "/v1/refunds", world.till, body, body | {"amount_minor": 101}


WRITES = [sign_up, add_device, open_account, top_up, top_up_in_cash, issue_code, redeem, refund]
Write = Callable[[World], tuple[str, str | None, Body, Body]]


def told(answer: httpx.Response) -> tuple[int, Body]:
    return answer.status_code, {name: value for name, value in answer.json().items() if name != "request_id"}


@pytest.mark.parametrize("write", WRITES)
def test_the_same_key_and_body_get_the_same_answer_and_another_body_none(world: World, write: Write) -> None:
    path, token, body, other = write(world)
    key = new_id()
    first = told(world.api.post(path, token, body, key))
    balance = world.balance(world.mara)
    world.clock.forward(7)
    assert told(world.api.post(path, token, body, key)) == first
    assert first[0] == 200
    status, problem = told(world.api.post(path, token, other, key))
    assert (status, problem["code"]) == (422, "idempotency_key_reused")
    assert world.balance(world.mara) == balance
    assert verify(world.platform.database) == []


@pytest.mark.parametrize("write", WRITES[1:])
def test_another_actors_key_says_nothing_of_what_it_made(lite: World, write: Write) -> None:
    path, token, body, _ = write(lite)
    key = new_id()
    lite.api.post(path, token, body, key)
    is_customers = token == lite.mara.token
    other = lite.jonas.token if is_customers else lite.books.till_tokens[0]
    answer = lite.api.post(path, other, body, key)
    assert (answer.status_code, answer.json()["code"]) in {
        (422, "idempotency_key_reused"),
        (403, "forbidden"),
        (404, "not_found"),
    }
    assert lite.mara.account_id not in answer.text
    assert verify(lite.platform.database) == []


@pytest.mark.parametrize("write", WRITES)
def test_the_same_write_sent_many_times_at_once_happens_once(world: World, write: Write) -> None:
    path, token, body, _ = write(world)
    key = new_id()
    before = world.balance(world.mara)

    async def send_all() -> list[httpx.Response]:
        return await asyncio.gather(*(world.api.ask("POST", path, token, body, key) for _ in range(8)))

    answers = [told(answer) for answer in world.api.run(send_all())]
    assert answers == [answers[0]] * 8
    assert answers[0][0] == 200
    assert abs(world.balance(world.mara) - before) <= 500
    assert verify(world.platform.database) == []


@pytest.mark.parametrize(("first", "second"), list(permutations([top_up, redeem, refund], 2)))
def test_a_key_of_one_kind_of_act_serves_no_other(lite: World, first: Write, second: Write) -> None:
    """The key is the act's id in the ledger: a second act under it is refused, not half done."""
    key = new_id()
    path, token, body, _ = first(lite)
    assert lite.api.post(path, token, body, key).status_code == 200
    path, token, body, _ = second(lite)
    before = lite.balance(lite.mara)
    answer = lite.api.post(path, token, body, key)
    assert (answer.status_code, answer.json().get("code")) == (422, "idempotency_key_reused")
    assert lite.balance(lite.mara) == before
    assert verify(lite.platform.database) == []


def test_a_reversal_under_the_attempts_own_id_is_refused_and_another_key_ends_it(world: World) -> None:
    attempt = world.paid(world.mara)["attempt_id"]
    answer = world.reverse(attempt, key=attempt)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert world.balance(world.mara) == 5_550
    assert world.reverse(attempt).json()["outcome"] == "reversed"
    assert world.balance(world.mara) == 6_000
    assert verify(world.platform.database) == []


def test_confirmations_and_reversals_are_answered_with_what_became_of_it_however_often(world: World) -> None:
    waiting = world.asked(world.mara)
    first = told(world.confirm(waiting, world.mara.token))
    assert first[1]["outcome"] == "paid"
    assert told(world.confirm(waiting, world.mara.token, accept=False)) == first
    undone = told(world.reverse(waiting))
    assert undone[1]["outcome"] == "reversed"
    assert told(world.reverse(waiting)) == undone
    assert told(world.confirm(waiting, world.mara.token)) == undone
    assert world.balance(world.mara) == 6_000
    assert verify(world.platform.database) == []


def test_a_refund_refused_is_no_refund_and_its_key_may_be_used_again(world: World) -> None:
    key, body = new_id(), {"attempt_id": world.paid(world.mara)["attempt_id"], "amount_minor": 451}
    assert world.api.post("/v1/refunds", world.manager, body, key).status_code == 422
    assert world.api.post("/v1/refunds", world.manager, body | {"amount_minor": 450}, key).status_code == 200
    assert world.balance(world.mara) == 6_000


def test_a_code_asked_again_is_the_same_until_it_is_over(world: World) -> None:
    key = new_id()
    first = world.api.post("/v1/payment-codes", world.mara.token, {}, key).json()
    assert world.api.post("/v1/payment-codes", world.mara.token, {}, key).json() == first
    world.clock.forward(60)
    over = world.api.post("/v1/payment-codes", world.mara.token, {}, key)
    assert (over.status_code, over.json()["code"]) == (409, "conflict")
