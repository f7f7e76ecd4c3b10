"""Shifts over the API on both databases: opened, moved, counted blind, closed whatever the count; doubles, two tills, books."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.contract import DrawerKind, denominations
from backend_stub.domain import drawers
from backend_stub.money import EXPONENTS
from backend_stub.services.platform import new_id
from backend_stub.services.secrets import new_token
from backend_stub.services.verify import verify
from tests.backend.shop import PIN, World


class Drawer:
    """A till with somebody signed in, and its shifts."""

    def __init__(self, world: World, till: int = 0, person: int = 1) -> None:
        self.world, self.till = world, world.tea.till_tokens[till]
        asked = {"operator_id": world.tea.operator_ids[person], "pin": (PIN, "1111")[person == 0], "token": new_token()}
        told = world.api.post("/v1/operator-sessions", self.till, asked)
        assert told.status_code == 200, told.text
        self.token = str(asked["token"])

    def post(self, path: str, body: object, key: str | None = None) -> Any:
        return self.world.api.post(path, self.token, body, key)

    def opened(self, float_minor: int = 10_000) -> str:
        answer = self.post("/v1/shifts", {"float_minor": float_minor})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["shift_id"])

    def moved(self, shift: str, kind: str, amount_minor: int) -> Any:
        body = {"kind": kind, "amount_minor": amount_minor, "reason": "why"}
        return self.post(f"/v1/shifts/{shift}/moves", body)

    def closed(self, shift: str, counted_minor: int, key: str | None = None) -> Any:
        return self.post(f"/v1/shifts/{shift}/closing", {"loose_minor": counted_minor}, key)

    def topped_up(self, amount_minor: int) -> str:
        body = {"amount_minor": amount_minor, "currency": "EUR", "account_id": self.world.mara.account_id}
        answer = self.world.api.post("/v1/topups", self.till, body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["topup_id"])

    def sold_in_part(self, amount_minor: int, cash_minor: int) -> str:
        """A sale of which a part is taken in cash; the attempt's id."""
        sold = self.world.paid(self.world.mara, amount_minor - cash_minor, token=self.till, part_payment=True)
        return str(sold["attempt_id"])


@pytest.fixture
def drawer(world: World) -> Drawer:
    return Drawer(world)


def books(world: World) -> list[str]:
    return verify(world.platform.database)


def test_a_day_at_a_drawer_agrees_to_the_cent(world: World, drawer: Drawer) -> None:
    shift = drawer.opened(10_000)
    drawer.moved(shift, "in", 2_000)
    drawer.moved(shift, "out", 5_000)
    drawer.topped_up(3_000)
    attempt = drawer.sold_in_part(1_250, 530)
    parts = {"parts": [{"attempt_id": attempt, "cash_minor": 530}]}
    assert drawer.post(f"/v1/shifts/{shift}/cash-parts", parts).status_code == 200
    world.clock.forward(1)
    report = drawer.closed(shift, 10_530).json()
    assert (report["kind"], report["number"], report["expected_minor"]) == ("z", 1, 10_530)
    assert (report["shift"]["counted_minor"], report["shift"]["difference_minor"]) == (10_530, 0)
    assert {one["kind"]: one["amount_minor"] for one in report["drawer"]} == {
        "in": 2_000,
        "out": -5_000,
        "sale": 530,
        "top_up": 3_000,
    }
    assert (report["sales_count"], report["sales_minor"], report["ledger_difference_minor"]) == (1, 720, 0)
    assert books(world) == []


@pytest.mark.parametrize(("counted", "kind", "moved"), [(10_050, "cash_over", 50), (9_930, "cash_short", 70)])
def test_a_difference_never_blocks_closing_and_is_posted_with_its_reason(
    world: World, drawer: Drawer, counted: int, kind: str, moved: int
) -> None:
    shift = drawer.opened(10_000)
    report = drawer.closed(shift, counted).json()
    assert report["shift"]["difference_minor"] == counted - 10_000
    with world.platform.database.read.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT kind, amount_minor, currency FROM transfers WHERE transaction_id = :id"), {"id": shift}
        ).all()
    assert [tuple(row) for row in rows] == [(kind, moved, "EUR")]
    told = drawer.post(f"/v1/shifts/{shift}/reason", {"reason": "change given wrong"})
    assert told.json()["reason"] == "change given wrong"
    assert drawer.post(f"/v1/shifts/{shift}/reason", {"reason": "change given wrong"}).status_code == 200
    assert drawer.post(f"/v1/shifts/{shift}/reason", {"reason": "another"}).status_code == 409
    assert drawer.world.api.get(f"/v1/shifts/{shift}/z-report", drawer.token).json()["shift"]["reason"]
    assert books(world) == []


def test_what_is_expected_is_not_told_before_the_count(world: World) -> None:
    cashier = Drawer(world, person=0)
    shift = cashier.opened()
    cashier.topped_up(3_000)
    now = world.api.get("/v1/shifts/current", cashier.token).json()["shift"]
    assert (now["expected_minor"], now["difference_minor"], now["moves"]) == (None, None, [])
    assert cashier.post(f"/v1/shifts/{shift}/x-reports", {}).status_code == 403
    assert world.api.get("/v1/shifts", cashier.token).status_code == 403


def test_a_drawer_is_counted_by_the_notes_and_coins_that_there_are(drawer: Drawer) -> None:
    shift = drawer.opened(0)
    wrong = {"count": [{"value_minor": 300, "pieces": 1}]}
    answer = drawer.post(f"/v1/shifts/{shift}/closing", wrong)
    assert (answer.status_code, answer.json()["field"]) == (422, "count")
    right = {"count": [{"value_minor": 5_000, "pieces": 2}, {"value_minor": 1, "pieces": 7}], "loose_minor": 3}
    report = drawer.post(f"/v1/shifts/{shift}/closing", right).json()
    assert report["shift"]["counted_minor"] == 10_010
    assert report["count"] == right["count"]


def test_every_act_said_twice_is_done_once(world: World, drawer: Drawer) -> None:
    key = new_id()
    first = drawer.post("/v1/shifts", {"float_minor": 500}, key)
    assert first.json() == drawer.post("/v1/shifts", {"float_minor": 500}, key).json()
    assert drawer.post("/v1/shifts", {"float_minor": 600}, key).json()["code"] == "idempotency_key_reused"
    move = new_id()
    for _ in range(2):
        body = {"kind": "in", "amount_minor": 100, "reason": "change"}
        assert drawer.post(f"/v1/shifts/{key}/moves", body, move).status_code == 200
    attempt = drawer.sold_in_part(1_000, 400)
    for _ in range(2):
        drawer.post(f"/v1/shifts/{key}/cash-parts", {"parts": [{"attempt_id": attempt, "cash_minor": 400}]})
    world.clock.forward(1)
    closing = new_id()
    reports = [drawer.closed(key, 1_000, closing).json() for _ in range(2)]
    assert reports[0] == reports[1]
    assert reports[0]["expected_minor"] == 1_000
    assert drawer.closed(key, 999, closing).json()["code"] == "idempotency_key_reused"
    assert drawer.closed(key, 1_000).status_code == 409
    assert drawer.moved(key, "in", 1).status_code == 409
    assert books(world) == []


def test_cash_parts_of_sales_that_were_not_paid_or_are_anothers_are_passed_over(world: World, drawer: Drawer) -> None:
    early = drawer.sold_in_part(1_000, 400)
    world.clock.forward(1)
    shift = drawer.opened(0)
    other = Drawer(world, till=1)
    foreign = other.sold_in_part(1_000, 400)
    refused = world.redeem(world.code(world.jonas), 5_000, token=drawer.till).json()["attempt_id"]
    ids = [early, foreign, refused, new_id()]
    parts = {"parts": [{"attempt_id": one, "cash_minor": 400} for one in ids]}
    assert drawer.post(f"/v1/shifts/{shift}/cash-parts", parts).status_code == 200
    assert drawer.closed(shift, 0).json()["expected_minor"] == 0
    assert books(world) == []


def test_money_taken_back_in_cash_leaves_the_drawer(world: World, drawer: Drawer) -> None:
    shift = drawer.opened(5_000)
    topup = drawer.topped_up(2_000)
    back = world.api.post(f"/v1/topups/{topup}/refund", drawer.world.manager, {"reason": "mistake"})
    assert back.status_code == 200, back.text
    closing = {"pay_back": True, "approval": world.approval()}
    closed = world.api.post(f"/v1/accounts/{world.jonas.account_id}/closing", drawer.till, closing)
    assert closed.status_code == 200, closed.text
    sums = {one["kind"]: one["amount_minor"] for one in drawer.closed(shift, 0).json()["drawer"]}
    assert sums["pay_back"] == -700
    assert books(world) == []


def test_a_till_has_one_open_shift_and_numbers_without_gaps(world: World, drawer: Drawer) -> None:
    other = Drawer(world, till=1)
    first, second = drawer.opened(), other.opened()
    assert drawer.post("/v1/shifts", {"float_minor": 0}).status_code == 409
    assert other.moved(first, "in", 1).status_code == 404, "another till's shift"
    for number in (1, 2, 3):
        shift = first if number == 1 else drawer.opened()
        assert drawer.closed(shift, 10_000).json()["number"] == number
    assert other.closed(second, 10_000).json()["number"] == 1
    listed = world.api.get("/v1/shifts", world.manager).json()["items"]
    assert sorted(one["number"] for one in listed) == [1, 1, 2, 3]
    assert books(world) == []


def test_x_reports_are_numbered_kept_and_change_nothing(world: World, drawer: Drawer) -> None:
    shift = drawer.opened(1_000)
    numbers = []
    for _ in range(3):
        report = drawer.post(f"/v1/shifts/{shift}/x-reports", {}).json()
        numbers.append(report["number"])
        assert report["expected_minor"] == 1_000
    assert numbers == [1, 2, 3]
    key = new_id()
    again = [drawer.post(f"/v1/shifts/{shift}/x-reports", {}, key).json() for _ in range(2)]
    assert again[0] == again[1]
    drawer.closed(shift, 1_000)
    assert drawer.post(f"/v1/shifts/{shift}/x-reports", {}).status_code == 409
    assert books(world) == []


def test_a_z_report_stays_word_for_word_when_its_sales_are_refunded_later(world: World, drawer: Drawer) -> None:
    shift = drawer.opened()
    sale = world.paid(world.mara, 900, token=drawer.till)
    world.clock.forward(1)
    kept = drawer.closed(shift, 10_000).json()
    world.api.post("/v1/refunds", world.manager, {"attempt_id": sale["attempt_id"]})
    assert world.api.get(f"/v1/shifts/{shift}/z-report", world.manager).json() == kept


def test_a_report_that_a_crash_kept_from_being_written_is_made_at_the_next_look(world: World, drawer: Drawer) -> None:
    shift = drawer.opened()
    world.paid(world.mara, 900, token=drawer.till)
    world.clock.forward(1)
    kept = drawer.closed(shift, 9_000).json()
    with world.platform.database.write.connect() as connection, connection.begin():
        connection.execute(sa.text("DELETE FROM shift_reports WHERE id = :id"), {"id": shift})
    assert world.api.get(f"/v1/shifts/{shift}/z-report", world.manager).json() == kept


def test_many_hands_at_once_leave_one_shift_and_each_move_counted(world: World, drawer: Drawer) -> None:
    async def all_at_once(*asked: Any) -> list[Any]:
        return list(await asyncio.gather(*asked))

    ask = world.api.ask
    opens = [ask("POST", "/v1/shifts", drawer.token, {"float_minor": 0}) for _ in range(6)]
    statuses = sorted(answer.status_code for answer in world.api.run(all_at_once(*opens)))
    assert statuses == [200] + [409] * 5
    shift = world.api.get("/v1/shifts/current", drawer.token).json()["shift"]["shift_id"]
    body = {"kind": "in", "amount_minor": 10, "reason": "change"}
    top = {"amount_minor": 100, "currency": "EUR", "account_id": world.mara.account_id}
    moves = [ask("POST", f"/v1/shifts/{shift}/moves", drawer.token, body) for _ in range(10)]
    tops = [ask("POST", "/v1/topups", drawer.till, top) for _ in range(10)]
    assert {answer.status_code for answer in world.api.run(all_at_once(*moves, *tops))} == {200}
    closings = [ask("POST", f"/v1/shifts/{shift}/closing", drawer.token, {"loose_minor": 1_100}) for _ in range(4)]
    closed = world.api.run(all_at_once(*closings))
    assert sorted(answer.status_code for answer in closed) == [200, 409, 409, 409]
    (report,) = [answer.json() for answer in closed if answer.status_code == 200]
    assert report["shift"]["difference_minor"] == 0
    assert books(world) == []


def test_cash_without_a_shift_is_taken_and_counted_by_none(world: World, drawer: Drawer) -> None:
    drawer.topped_up(500)
    assert drawer.closed(drawer.opened(0), 0).json()["expected_minor"] == 0
    assert books(world) == []


def test_open_sales_survive_closing(world: World, drawer: Drawer) -> None:
    shift = drawer.opened()
    waiting = world.asked(world.mara)
    drawer.closed(shift, 10_000)
    assert world.confirm(waiting, world.mara.token).json()["outcome"] == "paid"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE shifts SET drawer_minor = drawer_minor + 1",
        "UPDATE shifts SET counted_minor = counted_minor + 1",
        "UPDATE tills SET shift_count = shift_count + 1",
        "UPDATE shifts SET x_count = 2",
        "DELETE FROM transfers WHERE kind = 'cash_short'",
        "UPDATE drawer_moves SET amount_minor = amount_minor + 1 WHERE kind = 'top_up'",
        "DELETE FROM drawer_moves WHERE kind = 'top_up'",
        "UPDATE drawer_moves SET kind = 'sale' WHERE kind = 'top_up'",
    ],
)
def test_verify_finds_what_somebody_wrote_into_the_books(lite: World, change: str) -> None:
    drawer = Drawer(lite)
    shift = drawer.opened()
    drawer.topped_up(500)
    drawer.closed(shift, 9_000)
    assert books(lite) == []
    with lite.platform.database.write.connect() as connection, connection.begin():
        connection.exec_driver_sql(change)
    assert books(lite) != []


def test_a_top_up_that_forgets_the_drawer_is_seen_at_the_count(lite: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawers, "noted", lambda *_: drawers.Noted())
    drawer = Drawer(lite)
    shift = drawer.opened(0)
    drawer.topped_up(500)
    report = drawer.closed(shift, 500).json()
    assert report["shift"]["difference_minor"] == 500
    assert DrawerKind.TOP_UP not in {one["kind"] for one in report["drawer"]}


def test_every_listed_note_and_coin_falls_from_the_largest_and_can_make_the_smallest_amounts() -> None:
    for currency in EXPONENTS:
        values = denominations(currency)
        assert list(values) == sorted(set(values), reverse=True)
    assert denominations("JPY")[-1] == 1
    assert denominations("EUR")[-2:] == (2, 1)
    assert denominations("KWD")[3:6] == (1_000, 500, 250)
    assert denominations("CNY")[-1] == 10


# --- cash while no shift is open --------------------------------------------------------------------------------------


def outside(told: Any) -> dict[str, int]:
    return {one["kind"]: one["amount_minor"] for one in told["outside"]}


def test_cash_that_moved_while_no_shift_was_open_is_named_and_never_expected(world: World, drawer: Drawer) -> None:
    drawer.closed(drawer.opened(0), 0)
    world.clock.forward(60)
    top_up = drawer.topped_up(3_000)
    taken = world.api.post(f"/v1/topups/{top_up}/refund", drawer.token, {"reason": "wrong card"})
    assert taken.status_code == 200, taken.text
    attempt = drawer.sold_in_part(1_250, 530)
    Drawer(world, till=1).topped_up(700)  # another till's
    before = world.api.get("/v1/shifts/current", drawer.token).json()
    assert (before["shift"], outside(before)) == (None, {"top_up": 3_000, "top_up_refund": -3_000})
    world.clock.forward(60)
    shift = drawer.opened(10_000)
    drawer.topped_up(1_000)
    parts = {"parts": [{"attempt_id": attempt, "cash_minor": 530}]}
    for _ in range(2):  # said twice, it is noted once
        assert drawer.post(f"/v1/shifts/{shift}/cash-parts", parts).status_code == 200
    x = drawer.post(f"/v1/shifts/{shift}/x-reports", {}).json()
    world.clock.forward(60)
    z = drawer.closed(shift, 11_000).json()
    for report in (x, z):
        assert outside(report) == {"sale": 530, "top_up": 3_000, "top_up_refund": -3_000}
        assert (report["outside_minor"], report["expected_minor"]) == (530, 11_000)
    assert z["shift"]["difference_minor"] == 0
    assert outside(world.api.get("/v1/shifts/current", drawer.token).json()) == {}
    assert books(world) == []


def totals(world: World) -> dict[str, Any]:
    answer = world.api.get("/v1/shift-totals", world.manager)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_shift_totals_are_held_against_the_ledger_and_each_difference_has_its_cause(
    world: World, drawer: Drawer
) -> None:
    drawer.topped_up(700)
    (till,) = totals(world)["outside"]
    assert (till["till_name"], till["outside_minor"], till["since"]) == ("Till 1", 700, None)
    world.clock.forward(60)
    shift = drawer.opened(10_000)
    world.clock.forward(1)
    drawer.topped_up(3_000)
    world.paid(world.mara, 450)
    world.clock.forward(1)
    drawer.closed(shift, 12_900)
    drawer.post(f"/v1/shifts/{shift}/reason", {"reason": "change given wrong"})
    told = totals(world)
    (one,) = told["items"]
    assert told["outside"] == []
    assert (one["sales_minor"], one["ledger_sales_minor"]) == (450, 450)
    assert (one["cash_minor"], one["ledger_cash_minor"], one["posted_minor"]) == (3_000, 3_000, -100)
    assert {each["finding"]: each["amount_minor"] for each in one["differences"]} == {"short": -100, "outside": 700}
    assert one["shift"]["reason"] == "change given wrong"


@pytest.mark.parametrize(
    ("change", "finding", "minor"),
    [
        ("UPDATE redemptions SET amount_minor = 460 WHERE outcome = 'paid'", "sales_differ", 10),
        ("UPDATE transfers SET amount_minor = 2990 WHERE kind = 'top_up' AND amount_minor = 3000", "cash_differs", 10),
        ("UPDATE transfers SET amount_minor = 90 WHERE kind = 'cash_short'", "not_posted", 10),
        ("DELETE FROM drawer_moves WHERE kind = 'top_up'", "not_noted", 3_000),
    ],
)
def test_books_that_were_changed_behind_a_shift_are_named(lite: World, change: str, finding: str, minor: int) -> None:
    drawer = Drawer(lite)
    shift = drawer.opened(10_000)
    lite.clock.forward(1)
    drawer.topped_up(3_000)
    lite.paid(lite.mara, 450)
    lite.clock.forward(1)
    drawer.closed(shift, 12_900)
    with lite.platform.database.write.connect() as connection, connection.begin():
        connection.execute(sa.text(change))
    found = {each["finding"]: each["amount_minor"] for each in totals(lite)["items"][0]["differences"]}
    assert found[finding] == minor
