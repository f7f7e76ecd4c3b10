"""A preview reckons for everybody at once what judging reckons one by one, and equals the facts of the rule in force."""

from __future__ import annotations

import threading
import time
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend_stub import contract
from backend_stub.api.member_examples import RULE
from backend_stub.contract import as_json
from backend_stub.domain.association.compiled import compile_rule
from backend_stub.services import previews
from backend_stub.services.platform import new_id
from backend_stub.services.preview_engine import TYPES, History, run
from backend_stub.services.previews import Job, Stopped
from tests.backend.members import Members, a_rule
from tests.backend.shop import World
from tests.property.member_rules import rules
from tests.property.naive_members import Days, Seen, Word, left_of
from tests.property.test_members import LAST_DAY, WORDS, histories

FIRST = 0


def column(values: list[int]) -> np.ndarray:
    return np.array(values, np.int64)


Person = tuple[list[Seen], list[Word]]


def by_columns(rule: contract.AssociationRule, people: list[Person]) -> list[str | None]:
    rows = sorted(
        (
            (one.day, number, TYPES.index(one.type), one.amount)
            for number, (all_of, _) in enumerate(people)
            for one in left_of(all_of)
        ),
        key=lambda row: row[0],
    )
    day, who, kind, amount = (column([row[place] for row in rows]) for place in range(4))
    said = [(word.day, number, word.out) for number, (_, words) in enumerate(people) for word in words]
    said.sort(key=lambda word: word[0])
    history = History([str(number) for number in range(len(people))], day, who, kind, amount, said)
    compiled = compile_rule(rule)
    outcome = run(compiled, history, (FIRST, FIRST, LAST_DAY), lambda _: None)
    return [None if rank < 0 else compiled.tiers[rank].tier.key for rank in outcome.ranks]


@settings(max_examples=80, deadline=None)
@given(rules(), st.lists(st.tuples(histories(), WORDS), min_size=1, max_size=4))
def test_all_at_once_says_what_the_naive_reckoning_says_of_each(
    rule: contract.AssociationRule, people: list[Person]
) -> None:
    naive = [Days([(FIRST, rule)], seen, words, LAST_DAY).tier for seen, words in people]
    assert by_columns(rule, people) == naive


def preview(shop: Members, rule: dict[str, object], **more: object) -> dict[str, object]:
    world = shop.world
    job = world.api.post("/v1/association-previews", world.manager, {"rule": rule, **more}).json()
    return ended(shop, job["preview_id"])


def ended(shop: Members, preview_id: str) -> dict[str, object]:
    world = shop.world
    for _ in range(200):
        job = world.api.get(f"/v1/association-previews/{preview_id}", world.manager).json()
        if job["state"] != "running":
            return dict(job)
        time.sleep(0.02)
    raise AssertionError("the preview did not end")


def test_a_preview_of_the_rule_in_force_equals_the_facts_and_writes_nothing(world: World) -> None:
    shop = Members(world)
    people = [world.payer(f"guest-{number}", world.tea, 30_000) for number in range(6)]
    for number, who in enumerate(people):
        for _ in range(number):
            shop.buy(who, 700)
        shop.days(1)
    shop.wish(people[4], "leave")
    shop.refund(shop.buy(people[2], 500))
    facts = {who.customer_id: shop.membership(who)["tier_name"] for who in people}
    before = world.api.get("/v1/members", world.manager).json()
    done = preview(shop, a_rule())
    assert done["state"] == "done", done
    result = done["result"]
    assert isinstance(result, dict)
    assert (result["joined"], result["raised"], result["lowered"], result["left"]) == (0, 0, 0, 0)
    assert result["members_draft"] == sum(1 for name in facts.values() if name)
    tiers = {one["name"]: one["draft"] for one in result["tiers"]}
    assert tiers == {name: list(facts.values()).count(name) for name in ("Member", "Silver")}
    assert world.api.get("/v1/members", world.manager).json() == before


def test_a_preview_names_who_would_join_rise_fall_and_leave(world: World) -> None:
    shop = Members(world)
    for _ in range(2):
        shop.buy(world.mara, 500)
    for _ in range(4):
        shop.buy(world.jonas, 100)
    eager = a_rule(first={"is": "count", "at_least": 2, "within_days": 30})
    done = preview(shop, eager)
    result = done["result"]
    assert isinstance(result, dict)
    assert (result["joined"], result["members_draft"], result["members_in_force"]) == (1, 2, 1)
    assert [point["draft"] for point in result["series"]][-1] == 2
    people = world.api.get(f"/v1/association-previews/{done['preview_id']}/people", world.manager).json()["items"]
    assert [(one["name"], one["change"], one["draft_tier"]) for one in people] == [("Mara Tanner", "joined", "Member")]
    strict = a_rule(first={"is": "count", "at_least": 5, "within_days": 30})
    strict["tiers"] = strict["tiers"][:1]
    gone = preview(shop, strict)["result"]
    assert isinstance(gone, dict)
    assert (gone["left"], gone["members_draft"]) == (1, 0)


def test_a_preview_has_who_left_and_came_back_back_again(world: World) -> None:
    shop = Members(world)
    for who in (world.mara, world.jonas):
        for _ in range(3):
            shop.buy(who, 100)
        shop.days(1)
        shop.wish(who, "leave")
    shop.days(1)
    shop.wish(world.mara, "rejoin")
    result = preview(shop, a_rule())["result"]
    assert isinstance(result, dict)
    assert (result["members_draft"], result["members_in_force"]) == (1, 1)
    by_day = [point["in_force"] for point in result["series"]]
    assert by_day == [1, 1, 0, 1], "a day's figure is of its end"


def test_a_preview_can_be_stopped_and_is_its_merchants_own(world: World) -> None:
    shop = Members(world)
    done = preview(shop, a_rule())
    path = f"/v1/association-previews/{done['preview_id']}"
    assert world.api.get(path, world.books.manager_token).status_code == 404
    assert world.api.post(f"{path}/cancel", world.manager, {}).json()["state"] == "done"


def test_a_preview_nobody_asks_about_ends_and_the_same_request_begins_it_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it begins at another process of the platform, which never heard of it."""
    shop, key = Members(world), new_id()

    def ends_as() -> object:
        world.api.post("/v1/association-previews", world.manager, {"rule": a_rule()}, key=key)
        return ended(shop, key)["state"]

    monkeypatch.setattr(previews, "PATIENCE_S", -1.0)
    assert ends_as() == "cancelled"
    monkeypatch.setattr(previews, "PATIENCE_S", 15.0)
    assert ends_as() == "done"


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x > 0) SELECT count(*) FROM n"


def test_a_preview_that_waits_for_the_database_is_stopped_all_the_same(world: World) -> None:
    request = contract.PreviewRequest(rule=RULE)
    job = Job("p", world.tea.merchant_id, request, 1, None, 0.0)
    is_reading = threading.Event()

    def read_for_ever() -> None:
        with suppress(Stopped), world.platform.database.read.connect() as connection, job.reading(connection):
            is_reading.set()
            connection.exec_driver_sql(ENDLESS)

    worker = threading.Thread(target=read_for_ever)
    worker.start()
    assert is_reading.wait(5)
    for _ in range(50):  # told before the statement had begun, there was nothing to break off
        job.halt()
        worker.join(0.1)
        if not worker.is_alive():
            break
    assert not worker.is_alive()


def test_a_rule_is_stored_as_it_was_sent() -> None:
    rule = contract.rule_from_json(__import__("json").dumps(a_rule()))
    assert contract.rule_from_json(as_json(rule)) == rule
