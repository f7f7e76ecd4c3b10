"""People, stores and tills of a merchant over the API: changed by its owner at home, by the platform's operator anywhere."""

from __future__ import annotations

from typing import Any

import pytest

from backend_stub.services.secrets import new_token
from backend_stub.services.verify import verify
from tests.backend.shop import PIN, World
from tests.backend.test_settlement import closed_day, owned


def of(world: World, path: str, body: dict[str, Any], *, token: str | None = None, status: int = 200) -> Any:
    answer = world.api.post(f"/v1/platform/merchants/{world.tea.merchant_id}/{path}", token or world.manager, body)
    assert answer.status_code == status, answer.text
    return answer.json()


def signs_in(world: World, operator_id: str, pin: str, token: str | None = None) -> int:
    asked = {"operator_id": operator_id, "pin": pin, "token": token or new_token()}
    return int(world.api.post("/v1/operator-sessions", world.till, asked).status_code)


def test_a_person_is_employed_changed_and_let_go(world: World) -> None:
    bela = of(world, "operators", {"name": "Bela", "role": "cashier", "pin": "3690"})["operator_id"]
    session = new_token()
    assert signs_in(world, bela, "3690", session) == 200
    assert world.api.get("/v1/shifts/current", session).status_code == 200
    told = of(world, f"operators/{bela}", {"name": "Béla", "role": "manager", "pin": "4812"})
    assert (told["name"], told["role"]) == ("Béla", "manager")
    world.clock.forward(3)  # a token is remembered for two seconds
    assert world.api.get("/v1/shifts/current", session).status_code == 401, "signed out at once"
    assert (signs_in(world, bela, "3690"), signs_in(world, bela, "4812")) == (403, 200)
    assert of(world, f"operators/{bela}", {"name": "Béla", "role": "manager", "is_disabled": True})["is_disabled"]
    assert signs_in(world, bela, "4812") == 403
    known = world.api.get("/v1/till", world.till).json()["operators"]
    assert bela not in [one["operator_id"] for one in known], "a till does not offer who is disabled"
    paid = world.paid(world.mara, 450)
    asked = {"attempt_id": paid["attempt_id"], "amount_minor": 1, "approval": {"operator_id": bela, "pin": "4812"}}
    assert world.api.post("/v1/refunds", world.till, asked).status_code == 403, "nor may they approve"
    of(world, f"operators/{bela}", {"name": "Béla", "role": "manager"})
    assert signs_in(world, bela, "4812") == 200
    assert verify(world.platform.database) == []


def test_the_last_who_may_lead_stays(lite: World) -> None:
    mei = lite.tea.operator_ids[1]
    answer = of(lite, f"operators/{mei}", {"name": "Mei", "role": "cashier"}, status=409)
    assert "last manager" in answer["detail"]


def test_an_operator_of_the_platform_is_not_made_over_the_api(lite: World) -> None:
    of(lite, "operators", {"name": "Bela", "role": "platform", "pin": "3690"}, status=422)
    mei = lite.tea.operator_ids[1]
    assert of(lite, f"operators/{mei}", {"name": "Mei", "role": "platform"}, status=422)["field"] == "role"


def test_an_owner_does_it_at_home_only_and_a_manager_nowhere(lite: World) -> None:
    body = {"name": "Bela", "role": "cashier", "pin": "3690"}
    of(lite, "operators", body, token=lite.books.manager_token, status=404)
    session = new_token()
    assert signs_in(lite, lite.tea.operator_ids[1], PIN, session) == 200
    of(lite, "operators", body, token=session, status=403)
    platform = owned(lite)  # the first merchant's owner is the platform's operator: also of other merchants
    path = f"/v1/platform/merchants/{lite.books.merchant_id}/operators"
    assert platform.api.post(path, lite.manager, body).status_code == 200


def test_a_second_store_sells_by_its_own_clock(world: World) -> None:
    token = new_token()
    asked = {"name": "Corner", "time_zone": "Asia/Tokyo", "day_cut_minutes": 300, "till_name": "Door"}
    made = of(world, "stores", asked | {"till_token": token})
    assert (made["name"], [till["name"] for till in made["tills"]], made["has_fixed_clock"]) == (
        "Corner",
        ["Door"],
        False,
    )
    till = world.api.get("/v1/till", token).json()
    assert (till["store_name"], till["time_zone"], till["day_cut_minutes"]) == ("Corner", "Asia/Tokyo", 300)
    changed = of(world, f"stores/{made['store_id']}", {"name": "Corner", "time_zone": "Asia/Seoul"})
    assert (changed["time_zone"], changed["day_cut_minutes"]) == ("Asia/Seoul", 240)
    assert world.api.get("/v1/till", token).json()["time_zone"] == "Asia/Seoul", "its tills follow"
    world.paid(world.mara, 450, token=token)
    refused = of(world, f"stores/{made['store_id']}", {"name": "Corner", "time_zone": "Asia/Tokyo"}, status=409)
    assert (refused["field"], "its clock stays" in refused["detail"]) == ("time_zone", True)
    assert of(world, f"stores/{made['store_id']}", {"name": "Eck", "time_zone": "Asia/Seoul"})["has_fixed_clock"]
    second = new_token()
    added = of(world, f"stores/{made['store_id']}/tills", {"name": "Window", "till_token": second})
    assert of(world, f"tills/{added['till_id']}", {"name": "Garden"})["name"] == "Garden"
    assert world.api.get("/v1/till", second).json()["till_name"] == "Garden"
    assert verify(world.platform.database) == []


def test_a_store_of_which_a_day_was_settled_keeps_its_clock(lite: World) -> None:
    world = owned(lite)
    body = {"amount_minor": 1_000, "currency": "EUR", "account_id": world.mara.account_id}
    assert world.api.post("/v1/topups", world.till, body).status_code == 200  # no receipt, but a day that is settled
    closed_day(world)
    answer = of(world, f"stores/{world.tea.store_id}", {"name": "Main", "time_zone": "Asia/Tokyo"}, status=409)
    assert answer["field"] == "time_zone"


@pytest.mark.parametrize("zone", ["Atlantis", "Europe"])
def test_a_zone_that_is_none_is_told(lite: World, zone: str) -> None:
    answer = of(lite, f"stores/{lite.tea.store_id}", {"name": "Main", "time_zone": zone}, status=422)
    assert (answer["field"], "Europe/Berlin" in answer["detail"]) == ("time_zone", True)
