"""Points go when nobody used them for so long; welcomes come once; a version begins by itself. On both databases."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.contract import Counted
from backend_stub.domain.association.commands import CheckIn
from backend_stub.domain.association.versions import Start
from backend_stub.domain.giveback import Reverse
from backend_stub.domain.records import Interaction
from backend_stub.domain.redemption import Redeem
from backend_stub.domain.state import Broken
from backend_stub.services import member_usecases
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.usecases import REDEEM, REVERSE
from backend_stub.services.verify import verify
from backend_stub.storage.hands import at_once
from backend_stub.storage.lookups import UseCase
from backend_stub.storage.tables import TRANSFERS
from tests.backend.members import Members, a_rule
from tests.backend.shop import World

WELCOME = a_rule()
WELCOME["tiers"][0] |= {"welcome_points": 40, "gift": "one mochi"}
LASTING = a_rule(points_expire_after_days=90)


def moved(world: World, kind: str) -> int:
    """Points that moved in this way."""
    statement = sa.select(sa.func.coalesce(sa.func.sum(TRANSFERS.c.amount_minor), 0)).where(TRANSFERS.c.kind == kind)
    with world.platform.database.read.connect() as connection:
        return int(connection.scalar(statement) or 0)


def test_points_go_the_day_after_their_last_and_only_once(world: World) -> None:
    shop = Members(world, LASTING)
    for _ in range(3):
        shop.buy(world.mara, 1_000)
    shop.days(90)
    shop.run_the_day()
    assert shop.membership(world.mara)["points"] == 30, "their last day is not over"
    shop.days(1)
    shop.run_the_day()
    shop.run_the_day()
    assert shop.membership(world.mara)["points"] == 0
    assert moved(world, "points_expired") == 30
    assert shop.told(world.mara).count("points_expired") == 1
    assert verify(world.platform.database) == []


def test_a_visit_keeps_points_and_a_sale_after_their_time_can_not_spend_them(world: World) -> None:
    shop = Members(world, LASTING)
    for _ in range(3):
        shop.buy(world.mara, 1_000)
    shop.days(60)
    shop.visit(world.mara)
    shop.days(60)
    assert shop.buy(world.mara, 1_000, points=20)["points_after"] == 30 + 2 - 20 + 9
    shop.days(91)
    late = shop.buy(world.mara, 1_000, points=5)
    assert late["refusal"]["reason"] == "benefits_changed", "no job has run, and yet they are gone"
    assert shop.buy(world.mara, 1_000)["points_after"] == 10
    assert moved(world, "points_expired") == 21
    assert verify(world.platform.database) == []


def test_a_welcome_comes_with_joining_once_and_goes_with_the_sale_that_brought_it(world: World) -> None:
    shop = Members(world, WELCOME)
    shop.buy(world.mara, 1_000)
    shop.buy(world.mara, 1_000)
    third = shop.buy(world.mara, 1_000)
    assert (third["news"]["welcome_points"], third["news"]["gift"]) == (40, "one mochi")
    assert shop.membership(world.mara)["points"] == 30 + 40
    shop.refund(third)
    assert shop.membership(world.mara)["points"] == 20, "the welcome goes with it"
    assert shop.buy(world.mara, 1_000)["news"]["welcome_points"] == 40
    shop.wish(world.mara, "leave")
    shop.wish(world.mara, "rejoin")
    assert moved(world, "points_welcome") == 80
    assert shop.membership(world.mara)["points"] == 30 + 40, "who comes back is not welcomed again"
    assert verify(world.platform.database) == []


@pytest.mark.parametrize("way_out", ["leave", "lapse", "version"])
def test_a_welcome_goes_with_what_it_was_reached_by_whatever_came_between(world: World, way_out: str) -> None:
    shop = Members(world, WELCOME)
    sales = [shop.buy(world.mara, 1_000) for _ in range(3)]
    if way_out == "leave":
        shop.wish(world.mara, "leave")
    elif way_out == "lapse":
        shop.days(100)
        shop.run_the_day()
    else:
        shop.days(1)
        generous = a_rule()
        generous["tiers"][0] |= {"welcome_points": 1_000}
        shop.start(generous)
    shop.refund(sales[0], 400)
    assert moved(world, "points_taken_back") == 4, "three purchases are left: the welcome stays"
    shop.refund(sales[0])
    assert moved(world, "points_taken_back") == 10 + 40
    for sale in sales[1:]:
        shop.refund(sale)
    assert moved(world, "points_taken_back") == 30 + 40, "it goes once"
    assert shop.membership(world.mara)["points"] == 0
    assert verify(world.platform.database) == []


def test_a_welcome_stays_with_whom_the_other_purchases_would_have_brought_there_too(world: World) -> None:
    shop = Members(world, WELCOME)
    sales = [shop.buy(world.mara, 1_000) for _ in range(4)]
    shop.wish(world.mara, "leave")
    shop.refund(sales[0])
    assert moved(world, "points_taken_back") == 10
    shop.refund(sales[1])
    assert moved(world, "points_taken_back") == 20 + 40


def test_a_welcome_that_was_spent_before_it_is_lost_is_owed(world: World) -> None:
    shop = Members(world, WELCOME)
    sales = [shop.buy(world.mara, 1_000) for _ in range(3)]
    shop.buy(world.mara, 300, points=70)
    for sale in sales:
        shop.refund(sale)
    assert shop.buy(world.mara, 1_000)["points_after"] < 0, "what is earned next pays for it first"
    assert verify(world.platform.database) == []


def test_from_its_day_a_scheduled_version_judges_sales_by_itself(world: World) -> None:
    shop = Members(world)
    kept = shop.start(a_rule(first={"is": "count", "at_least": 1}), from_day="2026-11-25")
    assert kept["status"] == "scheduled"
    assert shop.buy(world.mara, 100)["news"] is None
    shop.days(1)
    shop.run_the_day()
    assert shop.buy(world.mara, 100)["news"] is None, "24 November is the old rule's"
    shop.days(1)
    assert shop.buy(world.mara, 100)["news"]["change"] == "joined", (
        "from its first moment on, whatever the day's job does"
    )
    assert world.api.get("/v1/association-rules", world.manager).json()["items"][0]["status"] == "in_force"
    shop.run_the_day()
    assert shop.buy(world.jonas, 100)["news"]["change"] == "joined"
    assert shop.run_the_day() == 0
    assert verify(world.platform.database) == []


def together(platform: Platform, *works: tuple[UseCase[Any], Any]) -> None:
    """All in one batch: the writer is kept busy until they wait for it."""
    go_on, answers = threading.Event(), [Future[Any]() for _ in works]

    def wait(_connection: object, _now: object) -> None:
        assert go_on.wait(10)

    busy = platform.writer.chore(wait)
    for (use_case, command), answer in zip(works, answers, strict=True):
        platform.writer.take(use_case, command, at_once, answer)
    go_on.set()
    busy.result(10)
    for answer in answers:
        assert not isinstance(answer.result(10), Broken)


def test_a_visit_decided_together_with_the_start_of_a_version_is_judged_by_all_there_was(world: World) -> None:
    shop = Members(world)
    shop.buy(world.mara, 100)
    shop.buy(world.mara, 100)
    shop.days(40)
    shop.run_the_day()
    first = {"is": "count", "types": ["purchase", "visit"], "at_least": 3, "within_days": 90}
    draft = world.api.post("/v1/association-rules", world.manager, {"rule": a_rule(first=first)}).json()
    visit = CheckIn(new_id(), world.tea.till_ids[0], world.platform.keys.code_hash(shop.code(world.mara)))
    begin = Start(draft["rule_id"], world.tea.merchant_id, None)
    together(world.platform, (member_usecases.START_RULE, begin), (member_usecases.CHECK_IN, visit))
    shop.run_the_day()
    assert shop.membership(world.mara)["tier_name"] == "Member"
    assert verify(world.platform.database) == []


def test_a_sale_and_its_reversal_decided_together_leave_what_was_before(world: World) -> None:
    shop = Members(world)
    for _ in range(3):
        shop.buy(world.mara, 100)
    code = shop.code(world.mara)
    till, hashed = world.tea.till_ids[0], world.platform.keys.code_hash(code)
    sale = Redeem(new_id(), till, world.tea.public_service_id, None, code, hashed, 100, "EUR", False, "", "x")
    undo = Reverse(sale.attempt_id, new_id(), till, "cashier_stopped")
    together(world.platform, (REDEEM, sale), (REVERSE, undo))
    assert shop.membership(world.mara)["tier_name"] == "Member"
    shop.buy(world.mara, 100)
    assert shop.buy(world.mara, 100)["news"]["tier_name"] == "Silver", "the fifth that was not taken back"
    assert verify(world.platform.database) == []


def test_a_refund_of_the_same_day_reads_nothing_else_of_the_pair(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Members(world)
    for _ in range(4):
        shop.buy(world.mara, 100)
    fifth = shop.buy(world.mara, 100)
    loaded: list[str] = []
    kind = type(world.platform.database.statements)
    load = kind.load

    def noted(self: Any, raw: Any, rows: Any, keys: Any) -> Any:
        found = load(self, raw, rows, keys)
        loaded.extend(one.id for one in found if isinstance(one, Interaction))
        return found

    monkeypatch.setattr(kind, "load", noted)
    shop.refund(fifth, 40)
    assert shop.membership(world.mara)["tier_name"] == "Silver"
    shop.refund(fifth)
    assert shop.membership(world.mara)["tier_name"] == "Member"
    assert set(loaded) == {fifth["attempt_id"]}
    assert verify(world.platform.database) == []


def test_a_customer_sees_why_and_what_one_more_would_do(world: World) -> None:
    shop = Members(world)
    for _ in range(2):
        shop.buy(world.mara, 500)
    why = world.api.get(f"/v1/memberships/{world.tea.merchant_id}/explanation", world.mara.token).json()
    assert why["tier_name"] is None
    assert (why["next_step"]["tier_name"], why["next_step"]["missing"]) == ("Member", 1)
    assert why["next_step"]["by_day"] == "2026-12-22"
    shop.buy(world.mara, 500)
    why = world.api.get(f"/v1/memberships/{world.tea.merchant_id}/explanation", world.mara.token).json()
    assert why["without_last"]["message"] == "without_last.none.count"
    assert (why["without_last"]["arguments"]["have"], why["without_last"]["arguments"]["wanted"]) == (2, 3)


def test_a_timeline_is_read_page_by_page_and_what_comes_meanwhile_moves_nothing(world: World) -> None:
    shop = Members(world)
    for _ in range(5):
        shop.buy(world.mara, 500)
    path = f"/v1/members/{world.mara.customer_id}/timeline"
    whole = world.api.get(path, world.manager).json()["items"]
    kinds = [item["kind"] for item in whole]
    assert kinds[0] == "raised", "what a sale brought about stands above it"
    assert sorted(kinds) == sorted([*["purchase"] * 5, "joined", "raised", "top_up"])
    paged, cursor = [], None
    for _ in range(20):
        more = {} if cursor is None else {"cursor": cursor}
        page = world.api.get(path, world.manager, params={"limit": 3, **more}).json()
        paged += page["items"]
        cursor = page["next_cursor"]
        world.clock.forward(1)
        shop.buy(world.mara, 100)
        if cursor is None:
            break
    assert paged == whole
    assert Counted.TOP_UP in kinds


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_a_page_of_any_size_shows_each_item_once(world: World, limit: int) -> None:
    shop = Members(world)
    for _ in range(3):
        shop.buy(world.mara, 500)
    path, seen, cursor = f"/v1/members/{world.mara.customer_id}/timeline", [], "9999999999999999.z"
    for _ in range(20):
        page = world.api.get(path, world.manager, params={"limit": limit, "cursor": cursor}).json()
        seen += [item["item_id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 5
