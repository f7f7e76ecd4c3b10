"""Settlement (P10): what a store took on a day is closed once, explained to the cent, and carried when it is too little."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.domain.ledger import Kind
from backend_stub.services import closing, settlement, settlement_views
from backend_stub.services.closing import Counted, Wanted
from backend_stub.services.platform import new_id
from backend_stub.services.verify import verify
from tests.backend.shop import Clock, MakePlatform, World

DAY_S = 86_400
MONDAY, TUESDAY = "2026-11-23", "2026-11-24"
IBAN = "DE89370400440532013000"


def owned(world: World) -> World:
    """A shop that runs its own platform: its owner settles and pays out."""
    world.platform.options = replace(world.platform.options, owner_is_platform=True)
    return world


@pytest.fixture
def world(lite: World) -> World:
    return owned(lite)


@pytest.fixture
def both(open_here: MakePlatform) -> Iterator[World]:
    """On both databases."""
    clock = Clock()
    made = owned(World(open_here(clock=clock), clock))
    yield made
    made.api.close()


def fee_of(world: World, *, fixed: int = 0, bps: int = 0) -> None:
    """The fee in force when the sales so far were made."""
    query = "UPDATE redemptions SET fee_fixed_minor = :fixed, fee_bps = :bps WHERE outcome IN ('paid', 'reversed')"
    with world.platform.database.write.connect() as connection, connection.begin():
        connection.execute(sa.text(query), {"fixed": fixed, "bps": bps})


def run(world: World, **request: object) -> list[dict[str, Any]]:
    answer = world.api.post("/v1/settlement/runs", world.manager, request)
    assert answer.status_code == 200, answer.text
    closed: list[dict[str, Any]] = answer.json()["closed"]
    return closed


def closed_day(world: World) -> dict[str, Any]:
    """The day ends, and its batch is closed."""
    world.clock.forward(DAY_S)
    (batch,) = run(world)
    return batch


def lines(batch: dict[str, Any]) -> dict[str, int]:
    return {line["line"]: line["amount_minor"] for line in batch["lines"] if line["amount_minor"]}


def refunded(world: World, sale: dict[str, Any], amount_minor: int) -> None:
    body = {"attempt_id": sale["attempt_id"], "amount_minor": amount_minor}
    assert world.api.post("/v1/refunds", world.manager, body).status_code == 200


def cash(world: World, amount_minor: int) -> None:
    body = {"amount_minor": amount_minor, "currency": "EUR", "account_id": world.mara.account_id}
    assert world.api.post("/v1/topups", world.till, body).status_code == 200


def entries(world: World, batch: dict[str, Any], **query: object) -> list[dict[str, Any]]:
    path = f"/v1/settlement/batches/{batch['batch_id']}/entries"
    answer = world.api.get(path, world.manager, params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def right(world: World) -> None:
    assert verify(world.platform.database) == []


def test_a_day_is_closed_with_its_sales_refunds_fees_and_cash(both: World) -> None:
    world = both
    first = world.paid(world.mara, 1_234)
    world.paid(world.mara, 450)
    refunded(world, first, 234)
    cash(world, 500)
    fee_of(world, fixed=2, bps=100)
    batch = closed_day(world)
    assert (batch["state"], batch["business_day"], batch["sales_count"]) == ("closed", MONDAY, 2)
    # 1 % of 1,684 and twice 0.02, less 1 % of 234: 18.50, of which half a cent waits for the next batch
    assert (batch["fee_exact_e4"], batch["fee_rest_e4"]) == (185_000, 5_000)
    assert lines(batch) == {"gross": 1_684, "refunds": -234, "fees": -18, "top_ups": -500}
    assert batch["net_minor"] == 1_684 - 234 - 18 - 500
    right(world)


def test_the_lines_of_a_batch_are_the_sums_of_its_entries(both: World) -> None:
    world = both
    sale = world.paid(world.mara, 1_999)
    world.reverse(world.paid(world.mara, 301)["attempt_id"])
    refunded(world, sale, 77)
    cash(world, 500)
    fee_of(world, fixed=2, bps=125)
    batch = closed_day(world)
    found = entries(world, batch)
    for line, amount in lines(batch).items():
        if line not in ("fees", "carry"):
            assert sum(one["amount_minor"] for one in found if one["line"] == line) == amount
            assert entries(world, batch, line=line) == [one for one in found if one["line"] == line]
    assert sum(one["fee_e4"] for one in found) == batch["fee_exact_e4"]
    net_e4 = sum(one["net_e4"] for one in found) + batch["fee_rest_e4"] - batch["fee_rest_before_e4"]
    assert net_e4 == batch["net_minor"] * 10_000


def test_the_rest_of_a_fee_is_charged_by_the_next_batch(world: World) -> None:
    rests = []
    for _ in range(2):
        world.paid(world.mara, 1_300)  # 6.5 cents
        fee_of(world, bps=50)
        batch = closed_day(world)
        rests.append((-lines(batch)["fees"], batch["fee_rest_before_e4"], batch["fee_rest_e4"]))
    assert rests == [(6, 0, 5_000), (7, 5_000, 0)]


def test_too_little_is_carried_to_the_next_batch(both: World) -> None:
    world = both
    world.paid(world.mara, 300)
    little = closed_day(world)
    assert (little["state"], little["net_minor"]) == ("carried", 300)
    world.paid(world.mara, 450)
    batch = closed_day(world)
    assert (batch["state"], batch["net_minor"], batch["carried_from"]) == ("closed", 750, MONDAY)
    assert lines(batch) == {"gross": 450, "carry": 300}
    right(world)


def test_a_refund_after_settlement_goes_into_the_next_batch_below_zero(world: World) -> None:
    sale = world.paid(world.mara, 1_000)
    closed_day(world)
    refunded(world, sale, 1_000)
    batch = closed_day(world)
    assert (batch["state"], batch["net_minor"]) == ("carried", -1_000)
    world.paid(world.mara, 1_600)
    assert closed_day(world)["net_minor"] == 600
    right(world)


def test_running_it_again_closes_nothing_twice(world: World) -> None:
    world.paid(world.mara, 900)
    closed_day(world)
    assert run(world) == []
    assert len(world.api.get("/v1/settlement/batches", world.manager).json()["items"]) == 1


def test_what_is_committed_late_belongs_to_the_next_batch(both: World) -> None:
    world = both
    world.paid(world.mara, 900)
    closed_day(world)
    world.clock.forward(-DAY_S)  # a clock that is put back: the sale is of a day that is closed
    late = world.paid(world.mara, 700)
    world.clock.forward(DAY_S)
    assert run(world) == []
    batch = closed_day(world)
    assert (batch["business_day"], batch["net_minor"]) == (TUESDAY, 700)
    assert entries(world, batch)[0]["attempt_id"] == late["attempt_id"]
    right(world)


def test_what_another_covers_between_adding_up_and_closing_is_added_up_as_well(
    both: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when two processes settle the same merchant, and a sale of that day is committed just then."""
    world = both
    world.paid(world.mara, 1_000)
    world.clock.forward(DAY_S)
    add_up, asked = closing.add_up, 0

    def overtaken(connection: sa.Connection, merchants: Sequence[str], most: int) -> list[Counted]:
        nonlocal asked
        counted = add_up(connection, merchants, most)
        asked += len(counted)
        if asked == 1:
            world.clock.forward(-DAY_S)
            world.paid(world.mara, 234)
            world.clock.forward(DAY_S)
            slices = world.platform.look(closing.plan, merchants, Wanted(), world.clock())
            world.platform.piece(partial(closing.cover, slices=slices, wanted=Wanted()))
        return counted

    monkeypatch.setattr(closing, "add_up", overtaken)
    done = settlement.settle(world.platform, Wanted())
    (batch,) = done.closed
    assert (asked, batch.sales_count, batch.net_minor) == (2, 2, 1_234)
    assert done.transactions == 1, "the other was covered by somebody else"
    right(world)


def test_a_day_that_is_not_over_is_refused(world: World) -> None:
    world.paid(world.mara, 900)
    answer = world.api.post("/v1/settlement/runs", world.manager, {"through": "2026-11-30"})
    assert (answer.status_code, answer.json()["field"]) == (422, "through")
    assert "is not over" in answer.json()["detail"]
    answer = world.api.post("/v1/settlement/runs", world.manager, {"through": "2026-02-30"})
    assert (answer.status_code, answer.json()["field"]) == (400, "through")


@pytest.mark.parametrize("through", [MONDAY, None])
def test_days_that_were_left_out_are_closed_each_for_itself(world: World, through: str | None) -> None:
    world.paid(world.mara, 600)
    world.clock.forward(DAY_S)
    world.paid(world.mara, 700)
    world.clock.forward(3 * DAY_S)
    closed = run(world, **({"through": through} if through else {}))
    wanted = [(MONDAY, 600), (TUESDAY, 700)][: 1 if through else 2]
    assert [(batch["business_day"], batch["net_minor"]) for batch in closed] == wanted


def test_another_merchant_sees_nothing_of_it(world: World) -> None:
    sale = world.paid(world.mara, 900)
    batch = closed_day(world)
    theirs = world.books.manager_token
    for path in ("", "/hours", "/entries", "/tills"):
        assert world.api.get(f"/v1/settlement/batches/{batch['batch_id']}{path}", theirs).status_code == 404
    assert world.api.get(f"/v1/settlement/transactions/{sale['attempt_id']}", theirs).status_code == 404
    assert world.api.get("/v1/settlement/batches", theirs).json()["items"] == []


def test_a_figure_is_explained_down_to_its_receipt(world: World) -> None:
    sale = world.paid(world.mara, 900)
    fee_of(world, bps=100)
    batch = closed_day(world)
    found = world.api.get(f"/v1/settlement/transactions/{sale['attempt_id']}", world.manager).json()
    assert found["batch_id"] == batch["batch_id"]
    assert found["redemption"]["receipt_number"] == sale["receipt_number"]
    assert found["entry"]["net_e4"] == 9_000_000 - 90_000
    assert [(one["kind"], one["amount_minor"]) for one in found["transfers"]] == [("redemption", 900)]
    fees = world.api.get(f"/v1/settlement/transactions/{batch['batch_id']}", world.manager).json()
    assert [(one["kind"], one["amount_minor"]) for one in fees["transfers"]] == [("settlement_fee", 9)]


def test_the_hours_and_the_tills_add_up_to_the_gross(both: World) -> None:
    world = both
    for amount in (450, 300):
        world.paid(world.mara, amount)
        world.clock.forward(3_600)
    world.paid(world.mara, 1_000, token=world.tea.till_tokens[1])
    batch = closed_day(world)
    path = f"/v1/settlement/batches/{batch['batch_id']}"
    hours = world.api.get(f"{path}/hours", world.manager).json()["items"]
    assert [(one["hour"], one["gross_minor"]) for one in hours] == [(13, 450), (14, 300), (15, 1_000)]
    begins = hours[1]["begins_at"]
    assert [one["amount_minor"] for one in entries(world, batch, hour_begins=begins)] == [300]
    tills = world.api.get(f"{path}/tills", world.manager).json()["tills"]
    told = [
        (one["receipts_count"], one["receipts_minor"], one["sales_minor"], one["difference_minor"]) for one in tills
    ]
    assert told == [(2, 750, 750, 0), (1, 1_000, 1_000, 0)]


def test_the_overview_says_what_is_owed_both_ways(both: World) -> None:
    world = both
    world.paid(world.mara, 900)
    told = world.api.get("/v1/settlement/overview", world.manager).json()
    assert (told["unsettled_minor"], told["unpaid_minor"], told["liability_minor"]) == (900, 0, 6_700 - 900)
    closed_day(world)
    told = world.api.get("/v1/settlement/overview?days=2", world.manager).json()
    assert (told["unsettled_minor"], told["unpaid_minor"]) == (0, 900)
    assert [(day["day"], day["takings_minor"], day["liability_minor"]) for day in told["days"]] == [
        (MONDAY, 900, 5_800),
        (TUESDAY, 0, 5_800),
    ]


def test_what_was_owed_as_days_ended_is_noted_and_read_for_any_number_of_accounts(
    both: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = both
    monkeypatch.setattr(settlement_views, "FEW_ACCOUNTS", 0)
    before = world.api.get("/v1/settlement/overview?days=3", world.manager).json()
    assert [day["liability_minor"] for day in before["days"]] == [None, None, 6_700]
    world.paid(world.mara, 900)
    closed_day(world)
    world.paid(world.mara, 300)
    cash(world, 500)
    closed_day(world)
    world.paid(world.mara, 40)
    told = world.api.get("/v1/settlement/overview?days=4", world.manager).json()
    assert [day["liability_minor"] for day in told["days"]] == [0, 5_800, 6_000, 5_960]
    assert run(world) == []
    again = world.api.get("/v1/settlement/overview?days=4", world.manager).json()
    assert again["days"] == told["days"]


# --- payouts ----------------------------------------------------------------------------------------------------------


def with_account(world: World) -> None:
    answer = world.api.post("/v1/bank-details", world.manager, {"holder": "Mei’s Tea", "account": IBAN})
    assert answer.status_code == 200, answer.text


def release(world: World, *batches: dict[str, Any], key: str | None = None, currency: str = "EUR") -> Any:
    body = {"batch_ids": [batch["batch_id"] for batch in batches], "currency": currency}
    return world.api.post("/v1/payout-runs", world.manager, body, key)


def state(world: World, batch: dict[str, Any]) -> str:
    return str(world.api.get(f"/v1/settlement/batches/{batch['batch_id']}", world.manager).json()["state"])


def test_a_batch_is_paid_out_once(world: World) -> None:
    with_account(world)
    world.paid(world.mara, 900)
    batch = closed_day(world)
    key = new_id()
    first = release(world, batch, key=key)
    assert [one["amount_minor"] for one in first.json()["payouts"]] == [900]
    assert release(world, batch, key=key).json() == first.json()
    again = release(world, batch)
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert "paid out already" in again.json()["detail"]
    assert state(world, batch) == "paid"
    right(world)


def test_a_payout_that_failed_can_be_made_again(both: World) -> None:
    world = both
    with_account(world)
    world.paid(world.mara, 900)
    batch = closed_day(world)
    payout = release(world, batch).json()["payouts"][0]
    path = f"/v1/payouts/{payout['payout_id']}/failure"
    for _ in range(2):  # said twice, done once
        failed = world.api.post(path, world.manager, {"reason": "account closed"}).json()
        assert (failed["state"], failed["failure"]) == ("failed", "account closed")
    assert state(world, batch) == "failed"
    again = release(world, batch).json()["payouts"][0]
    assert (again["attempt"], again["amount_minor"]) == (2, 900)
    assert state(world, batch) == "repaid"
    listed = world.api.get("/v1/payouts", world.manager).json()["items"]
    assert [one["state"] for one in listed] == ["instructed", "failed"]
    right(world)


@pytest.mark.parametrize(
    ("currency", "has_account", "status", "field"), [("USD", True, 422, "currency"), ("EUR", False, 422, "batch_ids")]
)
def test_what_can_not_be_paid_out_says_why_and_changes_nothing(
    world: World, currency: str, has_account: bool, status: int, field: str
) -> None:
    if has_account:
        with_account(world)
    world.paid(world.mara, 900)
    batch = closed_day(world)
    answer = release(world, batch, currency=currency)
    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert state(world, batch) == "closed"
    right(world)


def test_a_carried_batch_and_another_merchants_are_not_paid_out(world: World) -> None:
    with_account(world)
    world.paid(world.mara, 300)
    little = closed_day(world)
    assert release(world, little).status_code == 409
    body = {"batch_ids": [little["batch_id"]], "currency": "EUR"}
    assert world.api.post("/v1/payout-runs", world.books.manager_token, body).status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"account": "DE89370400440532013001"}, "account"),
        ({"account": IBAN, "bic": "ABCDEFXX"}, "bic"),
    ],
)
def test_an_account_that_can_not_be_is_refused(world: World, change: dict[str, str], field: str) -> None:
    answer = world.api.post("/v1/bank-details", world.manager, {"holder": "Mei", **change})
    assert (answer.status_code, answer.json()["field"]) == (422, field)
    assert world.api.get("/v1/bank-details", world.manager).status_code == 404


def test_whoever_may_not_is_told_so(lite: World) -> None:
    """A merchant's own tool sees its settlement, but closing and paying out are the platform's."""
    assert lite.api.get("/v1/settlement/batches", lite.manager).status_code == 200
    assert lite.api.get("/v1/settlement/batches", lite.till).status_code == 403
    assert lite.api.post("/v1/settlement/runs", lite.manager, {}).status_code == 403
    body = {"batch_ids": [new_id()], "currency": "EUR"}
    assert lite.api.post("/v1/payout-runs", lite.manager, body).status_code == 403


def test_the_lines_of_a_statement_ask_for_kinds_of_movements_that_there_are() -> None:
    asked = {str(kind) for kinds in settlement_views.KINDS_OF.values() for kind in kinds}
    assert asked <= {kind.value for kind in Kind}
    assert {"discount", "points_value", "discount_returned", "points_value_returned"} <= asked
