"""Sales looked up over the API on both databases: by day, amount, receipt, customer and state; page by page; own shop only."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.contract import SaleState
from backend_stub.services.platform import new_id
from backend_stub.storage.reads import Place
from backend_stub.storage.sales_reads import Asked, statement
from tests.backend.members import Members, a_rule
from tests.backend.shop import World
from tests.backend.test_shifts import Drawer


def found(world: World, token: str | None = None, **query: Any) -> list[str]:
    """The attempts that are listed."""
    return [one["redemption"]["attempt_id"] for one in listed(world, token, **query)["items"]]


def listed(world: World, token: str | None = None, **query: Any) -> dict[str, Any]:
    path = "/v1/sales?" + "&".join(f"{name}={value}" for name, value in query.items())
    answer = world.api.get(path, token or world.manager)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_sales_are_found_by_amount_by_receipt_by_handle_by_day_and_by_time(world: World) -> None:
    first = world.paid(world.mara, 450)
    world.clock.forward(3_600)
    second = world.paid(world.jonas, 620)
    a, b = first["attempt_id"], second["attempt_id"]
    assert found(world) == [b, a]
    assert found(world, q="4.50") == found(world, q="4,5") == [a]
    assert found(world, q=second["receipt_number"]) == [b]
    assert found(world, q=first["receipt_number"][:9]) == [b, a]
    assert found(world, q="@jonas") == found(world, q="jonas") == [b]
    assert found(world, q="today") == found(world, q="2026-11-23") == found(world, q="23.11.") == [b, a]
    assert found(world, q="14:05") == found(world, q="6.20 today 14:05") == [b]  # noon in UTC is 13:00 in Berlin
    assert found(world, q="nobody") == found(world, q="7.77") == found(world, q="yesterday") == []


def test_customers_whom_the_shop_knows_are_found_by_the_beginnings_of_their_names(world: World) -> None:
    members = Members(world, a_rule())
    sold = members.buy(world.jonas, 620)["attempt_id"]
    members.buy(world.mara, 450)
    assert found(world, q="jon") == found(world, q="tan jon") == found(world, q="jon 6.20") == [sold]
    assert found(world, q="jon mara") == found(world, q="jon 4.50") == []


def test_states_part_what_was_given_back_and_what_came_to_nothing(world: World) -> None:
    kept = world.paid(world.mara, 450)["attempt_id"]
    part = world.paid(world.mara, 500)["attempt_id"]
    stopped = world.paid(world.mara, 300)["attempt_id"]
    refused = world.redeem(world.code(world.jonas), 99_900).json()["attempt_id"]
    asked = {"attempt_id": part, "amount_minor": 200, "approval": world.approval()}
    back = world.api.post("/v1/refunds", world.till, asked)
    assert back.status_code == 200
    assert world.reverse(stopped).json()["outcome"] == "reversed"
    assert found(world) == [stopped, part, kept]
    states = ("paid", "part_refunded", "refunded", "not_paid")
    assert [found(world, sale_state=one) for one in states] == [[kept], [part], [stopped], [refused]]
    assert found(world, sale_state="not_paid", q="999") == [refused]
    assert found(world, q=back.json()["receipt_number"]) == [part]  # the refund's own slip finds its sale
    detail = world.api.get(f"/v1/sales/{part}", world.manager).json()
    assert [one["refund"]["amount_minor"] for one in detail["refunds"]] == [200]
    assert detail["refunds"][0]["approved_by"] == "Mei"
    assert detail["sale"]["redemption"]["refunded_minor"] == 200


def test_a_day_is_the_shops_business_day(world: World) -> None:
    attempt = world.paid(world.mara, 450)
    that_day = dt.date.fromisoformat(attempt["receipt_number"][:4] + attempt["receipt_number"][5:9])
    before, after = that_day - dt.timedelta(days=1), that_day + dt.timedelta(days=1)
    assert found(world, from_day=that_day, to_day=that_day) == [attempt["attempt_id"]]
    assert found(world, to_day=before) == []
    assert found(world, from_day=after) == []
    assert found(world, from_day="0001-01-01", to_day="9999-12-31") == [attempt["attempt_id"]]


def test_the_list_is_narrowed_to_a_till_or_an_operator_of_those_that_are_named(world: World) -> None:
    here = world.paid(world.mara, 450)
    there = world.paid(world.mara, 300, token=world.tea.till_tokens[1])
    first = listed(world)
    assert [one["name"] for one in first["tills"]] == ["Till 1", "Till 2"]
    assert {one["name"] for one in first["operators"]} >= {"Anna", "Mei"}
    assert found(world, till_id=there["till_id"]) == [there["attempt_id"]]
    assert found(world, till_id=here["till_id"]) == [here["attempt_id"]]
    assert found(world, operator_id=new_id()) == []


def test_pages_go_back_through_all_sales_once_each(world: World) -> None:
    made = [world.paid(world.mara, 100 + n)["attempt_id"] for n in range(5)]
    seen: list[str] = []
    page = listed(world, limit=2)
    while True:
        seen += [one["redemption"]["attempt_id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        page = listed(world, limit=2, cursor=page["next_cursor"])
    assert seen == list(reversed(made))


def test_a_cashier_sees_their_own_till_today_and_finds_by_the_name_that_the_till_shows(world: World) -> None:
    drawer = Drawer(world, person=0)
    before = world.paid(world.mara, 450)["attempt_id"]
    elsewhere = world.paid(world.mara, 450, token=world.tea.till_tokens[1])["attempt_id"]
    assert found(world, drawer.token) == [before]
    assert world.api.get(f"/v1/sales/{elsewhere}", drawer.token).status_code == 404
    world.clock.forward(86_400)
    drawer = Drawer(world, person=0)
    shift = drawer.opened()
    sold = drawer.sold_in_part(1_000, 400)
    noted = drawer.post(f"/v1/shifts/{shift}/cash-parts", {"parts": [{"attempt_id": sold, "cash_minor": 400}]})
    assert noted.status_code == 200, noted.text
    page = listed(world, drawer.token)
    assert [one["redemption"]["attempt_id"] for one in page["items"]] == [sold]
    assert (page["items"][0]["cash_minor"], page["items"][0]["time_zone"]) == (400, "Europe/Berlin")
    assert page["tills"] == page["operators"] == []
    assert found(world, drawer.token, q="mar") == [sold]
    assert found(world, drawer.token, q="tanner") == found(world, drawer.token, q="yesterday") == []
    assert world.api.get(f"/v1/sales/{before}", drawer.token).status_code == 404
    assert world.api.get(f"/v1/sales/{sold}", drawer.token).status_code == 200


def test_another_shops_sales_are_not_there(world: World) -> None:
    sold = world.paid(world.mara, 450)["attempt_id"]
    other = world.shop("Books")
    assert found(world, other.manager_token) == []
    assert found(world, other.manager_token, q="mara") == []
    assert world.api.get(f"/v1/sales/{sold}", other.manager_token).status_code == 404
    assert world.api.get(f"/v1/sales/{new_id()}", world.manager).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        Asked("m"),
        Asked("m", amount_minor=450),
        *(Asked("m", state) for state in SaleState),
        Asked("m", customers=("c",)),
        Asked("m", till_id="t", operator_id="o"),
    ],
    ids=str,
)
def test_every_way_of_asking_is_answered_by_one_index_without_the_rows(lite: World, asked: Asked) -> None:
    with lite.platform.database.read.connect() as connection:
        for before in (None, Place(5, "x")):
            query = statement(asked, before, 50).compile(connection, compile_kwargs={"literal_binds": True})
            plan = [str(row[-1]) for row in connection.execute(sa.text(f"EXPLAIN QUERY PLAN {query}"))]
            assert [line for line in plan if "COVERING INDEX ix_redemptions_looked_up" in line and "SEARCH" in line]
            assert not [line for line in plan if "SCAN" in line or "TEMP B-TREE" in line], plan
