"""Bad input gets a clear error that names the field, and changes nothing; never a 500."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from backend_stub.contract import payment_code
from backend_stub.services.platform import new_id
from backend_stub.services.verify import counted
from tests.backend.shop import World

NEVER_DRAWN = payment_code("000000000000001")
SIGN_UP = {"social_id": "new.one", "display_name": "New", "device_name": "Phone", "token": "t" * 43}
PROBLEM = "application/problem+json"
A_KEY = "01a20d0d-9310-776a-b8bd-8ca5d98a71aa"


def refused(answer: Any, status: int, code: str, field: str | None = None) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == PROBLEM
    problem = answer.json()
    assert (problem["status"], problem["code"]) == (status, code)
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert problem["detail"]
    if field is not None:
        assert problem["field"] == field, problem


@pytest.mark.parametrize("amount", [0, -1, 4.5, 450.0, 10**12 + 1, 10**30, True, "450", None, [450], {}])
def test_an_amount_is_a_whole_number_within_bounds(shared: World, amount: object) -> None:
    body = shared.sale(NEVER_DRAWN) | {"amount_minor": amount}
    refused(shared.api.post("/v1/redemptions", shared.till, body), 400, "malformed", "amount_minor")
    body = {"amount_minor": amount, "currency": "EUR", "account_id": shared.mara.account_id}
    refused(shared.api.post("/v1/topups", shared.mara.token, body), 400, "malformed", "amount_minor")
    assert shared.balance(shared.mara) == 6_000


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "eur"}, "currency"),
        ({"currency": "EUR\n"}, "currency"),
        ({"currency": 978}, "currency"),
        ({"code": ""}, "code"),
        ({"code": "x" * 513}, "code"),
        ({"code": 12}, "code"),
        ({"public_service_id": "Meis Tea"}, "public_service_id"),
        ({"part_payment": 1}, "part_payment"),
        ({"part_payment": "yes"}, "part_payment"),
        ({"operator_id": "anna"}, "operator_id"),
        ({"operator_id": f"{new_id()}\n"}, "operator_id"),
        ({"reference": "x" * 201}, "reference"),
        ({"reference": "a\x00b"}, "reference"),
        ({"reference": "a\u202eb"}, "reference"),
        ({"reference": None}, "reference"),
    ],
)
def test_each_field_of_a_sale_is_checked_and_named(shared: World, change: dict[str, object], field: str) -> None:
    answer = shared.api.post("/v1/redemptions", shared.till, shared.sale(NEVER_DRAWN) | change)
    refused(answer, 400, "malformed", field)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"display_name": ""}, "display_name"),
        ({"display_name": "   "}, "display_name"),
        ({"display_name": "\u3000"}, "display_name"),
        ({"display_name": "x" * 81}, "display_name"),
        ({"display_name": "Mara\nTanner"}, "display_name"),
        ({"display_name": "Mara\x85"}, "display_name"),
        ({"family_name": "\x1b[31m"}, "family_name"),
        ({"social_id": "Mara"}, "social_id"),
        ({"social_id": "ma"}, "social_id"),
        ({"social_id": "mara\n"}, "social_id"),
        ({"social_id": "x" * 33}, "social_id"),
        ({"token": "t" * 42}, "token"),
        ({"token": "t" * 87}, "token"),
        ({"token": "t" * 43 + "\n"}, "token"),
    ],
)
def test_each_field_of_a_sign_up_is_checked_and_named(shared: World, change: dict[str, str], field: str) -> None:
    refused(shared.api.post("/v1/customers", None, SIGN_UP | change), 400, "malformed", field)


def test_names_of_any_script_are_taken_as_they_are(world: World) -> None:
    for number, name in enumerate(["马晓云", "Zoë Ångström-O’Neill", "محمد علي", "👩‍🍳 Ünal", "e\u0301"]):
        body = SIGN_UP | {"social_id": f"name.{number}", "display_name": name, "token": f"{number}" * 43}
        answer = world.api.post("/v1/customers", None, body)
        assert answer.json()["display_name"] == name


def test_an_unknown_field_is_refused_so_that_a_typing_error_is_noticed(shared: World) -> None:
    answer = shared.api.post("/v1/redemptions", shared.till, shared.sale(NEVER_DRAWN) | {"amount": 450})
    refused(answer, 400, "malformed")
    assert "`amount`" in answer.json()["detail"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b'{"amount_minor": 1,}',
        b"{'amount_minor': 1}",
        b'{"amount_minor": NaN}',
        b'{"currency": "\xff"}',
        b'{"currency": "\xed\xa0\x80"}',
        b'{"currency": "\\ud800"}',
        b'{"code": "\\udc00\\ud800"}',
        b"\xef\xbb\xbf{}",
        b"\x00",
        b"[" * 60_000,
        b'{"a":' * 12_000,
        b'{"code":' + b"[" * 50_000,
        json.dumps({"code": "x"}).encode("utf-16"),
    ],
)
def test_what_is_no_json_of_this_message_is_malformed(shared: World, raw: bytes) -> None:
    answer = shared.api.post("/v1/redemptions", shared.till, content=raw, headers={"Content-Type": "application/json"})
    refused(answer, 400, "malformed")


def test_a_body_without_a_content_type_is_read_as_json(shared: World) -> None:
    raw = json.dumps(shared.sale(NEVER_DRAWN)).encode()
    answer = shared.api.post("/v1/redemptions", shared.till, content=raw)
    assert answer.json()["outcome"] == "refused"


@pytest.mark.parametrize(
    "kind",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/x-msgpack"],
)
def test_another_content_type_is_refused(shared: World, kind: str) -> None:
    raw = json.dumps(shared.sale(NEVER_DRAWN)).encode()
    answer = shared.api.post("/v1/redemptions", shared.till, content=raw, headers={"Content-Type": kind})
    refused(answer, 415, "unsupported_media_type")


def test_a_body_too_large_is_refused_whether_it_says_so_or_not(shared: World) -> None:
    refused(shared.api.post("/v1/redemptions", shared.till, content=b" " * 70_000), 413, "too_large")

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b" " * 1_000

    refused(shared.api.post("/v1/redemptions", shared.till, content=pieces()), 413, "too_large")


@pytest.mark.parametrize("key", ["", "1", "secret", "0" * 36, A_KEY.upper(), f"{A_KEY}x", "{" + A_KEY + "}"])
def test_a_key_is_a_uuid(shared: World, key: str) -> None:
    answer = shared.api.post("/v1/redemptions", shared.till, shared.sale(NEVER_DRAWN), headers={"Idempotency-Key": key})
    refused(answer, 400, "malformed", "Idempotency-Key")


def test_a_write_without_a_key_is_refused(shared: World) -> None:
    headers = {"Authorization": f"Bearer {shared.till}"}
    answer = shared.api.run(shared.api.client.post("/v1/redemptions", json=shared.sale(NEVER_DRAWN), headers=headers))
    refused(answer, 400, "malformed", "Idempotency-Key")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("limit=0", "limit"),
        ("limit=201", "limit"),
        ("limit=-1", "limit"),
        ("limit=x", "limit"),
        ("limit=1.5", "limit"),
        ("cursor=x", "cursor"),
        ("cursor=1.", "cursor"),
        ("cursor=1.a%0A", "cursor"),
        ("cursor=99999999999999999999.a", "cursor"),
        ("cursor=-1.a", "cursor"),
    ],
)
def test_a_bad_page_is_named(shared: World, query: str, field: str) -> None:
    refused(shared.api.get(f"/v1/redemptions?{query}", shared.till), 400, "malformed", field)


def test_a_cursor_beyond_all_time_is_a_page_like_any_other(world: World) -> None:
    for cursor in ("9999999999999999999.z", "0.0"):
        answer = world.api.get(f"/v1/redemptions?cursor={cursor}", world.till)
        assert answer.json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize("path", ["%00", "x", "%0A", "..%2F..", "' OR 1=1 --", "x" * 5_000])
def test_a_path_that_is_no_id_is_refused(shared: World, path: str) -> None:
    answer = shared.api.get(f"/v1/redemptions/{path}", shared.till)
    assert answer.status_code in (400, 404)
    assert answer.json()["code"] in ("malformed", "not_found")


def test_an_unknown_path_or_method_is_a_problem_too(shared: World) -> None:
    refused(shared.api.get("/v1/nothing", shared.till), 404, "not_found")
    answer = shared.api.run(shared.api.ask("DELETE", "/v1/redemptions", shared.till))
    refused(answer, 405, "method_not_allowed")
    assert set(answer.headers["allow"].replace(" ", "").split(",")) >= {"GET", "POST"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("https://example.org/pay", "not_a_payment_code"),
        (NEVER_DRAWN[:-1] + str((int(NEVER_DRAWN[-1]) + 1) % 10), "not_a_payment_code"),
        ("284712345678901234", "not_a_payment_code"),
        ("\x00\x07 nul and bell", "not_a_payment_code"),
        ("x" * 512, "not_a_payment_code"),
        (NEVER_DRAWN, "code_not_usable"),
    ],
)
def test_a_text_that_pays_nothing_is_refused_with_its_reason(shared: World, text: str, reason: str) -> None:
    answer = shared.redeem(text)
    assert answer.status_code == 200
    assert (answer.json()["outcome"], answer.json()["refusal"]["reason"]) == ("refused", reason)


def test_a_top_up_names_one_account_or_shows_one_code(shared: World) -> None:
    both = {"amount_minor": 100, "currency": "EUR", "account_id": shared.mara.account_id, "code": NEVER_DRAWN}
    neither = {"amount_minor": 100, "currency": "EUR"}
    for body in (both, neither):
        for token in (shared.till, shared.mara.token):
            refused(shared.api.post("/v1/topups", token, body), 400, "malformed", "account_id")


def test_nothing_of_all_that_was_written(shared: World) -> None:
    before = counted(shared.platform.database)
    for raw in (b"{", b"[]", b"\xff"):
        shared.api.post("/v1/topups", shared.mara.token, content=raw)
    shared.api.post("/v1/topups", shared.mara.token, {"amount_minor": 1, "currency": "EUR", "account_id": new_id()})
    assert counted(shared.platform.database) == before
