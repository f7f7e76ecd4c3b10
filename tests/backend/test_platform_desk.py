"""The platform's desk over the API: merchants taken on, terms checked and published, groups, payouts of all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from backend_stub.domain.settlement import PLATFORM
from backend_stub.services.platform import new_id
from backend_stub.services.secrets import new_token
from tests.backend.platform_desk import a_merchant
from tests.backend.shop import World
from tests.backend.test_settlement import IBAN, closed_day

OURS = "DE02120300000000202051"
MERCHANTS, PROGRAMMES = "/v1/platform/merchants", "/v1/platform/programmes"


@pytest.fixture
def desk(world: World) -> World:
    """The tea shop runs the platform itself: its manager's tool is the operator's."""
    world.platform.options = replace(world.platform.options, owner_is_platform=True)
    return world


def taken_on(desk: World, **other: Any) -> dict[str, Any]:
    body = a_merchant(**other)
    answer = desk.api.post(MERCHANTS, desk.manager, body)
    assert answer.status_code == 200, answer.text
    return answer.json() | {"till_token": body["till_token"]}


def signed_in(desk: World, merchant: dict[str, Any], pin: str = "1470") -> dict[str, Any]:
    asked = {"operator_id": merchant["operators"][0]["operator_id"], "pin": pin, "token": new_token()}
    told = desk.api.post("/v1/operator-sessions", merchant["till_token"], asked)
    assert told.status_code == 200, told.text
    return told.json() | {"token": asked["token"]}


# --- merchants --------------------------------------------------------------------------------------------------------


def test_a_merchant_that_was_taken_on_sells_at_once(desk: World) -> None:
    merchant = taken_on(desk)
    till = desk.api.get("/v1/till", merchant["till_token"]).json()
    assert (till["merchant_name"], till["store_name"], till["till_name"]) == ("Annas Bakery", "Corner", "Till 1")
    assert (till["time_zone"], till["day_cut_minutes"]) == ("Asia/Shanghai", 300)
    assert merchant["programmes"] == ["Annas Bakery card"]
    (programme,) = desk.api.get("/v1/programmes", merchant["till_token"]).json()["items"]
    account = desk.api.post("/v1/accounts", desk.mara.token, {"programme_id": programme["programme_id"]}).json()
    topped = {"amount_minor": 900, "currency": "EUR", "account_id": account["account_id"]}
    assert desk.api.post("/v1/topups", merchant["till_token"], topped).status_code == 200
    code = desk.code(desk.mara, account_id=account["account_id"])
    sold = desk.redeem(code, 450, token=merchant["till_token"], public_service_id="annas-bakery").json()
    assert sold["outcome"] == "paid", sold


def test_an_owner_taken_on_later_has_no_rights_over_the_platform(desk: World) -> None:
    merchant = taken_on(desk)
    session = signed_in(desk, merchant)
    assert session["role"] == "owner"
    assert not {"manage_merchants", "manage_programmes", "pay_out"} & set(session["rights"])
    assert desk.api.get(MERCHANTS, session["token"]).status_code == 403
    assert desk.api.get(MERCHANTS, desk.books.manager_token).status_code == 403


def test_taking_on_twice_with_one_key_makes_one_merchant(desk: World) -> None:
    key, body = new_id(), a_merchant()
    first = desk.api.post(MERCHANTS, desk.manager, body, key)
    again = desk.api.post(MERCHANTS, desk.manager, body, key)
    assert first.json() == again.json()
    other = desk.api.post(MERCHANTS, desk.manager, body | {"name": "Another"}, key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    listed = desk.api.get(MERCHANTS, desk.manager, params={"search": "BAKERY"}).json()["items"]
    assert [one["merchant_id"] for one in listed] == [key]


@pytest.mark.parametrize(
    ("other", "status", "field"),
    [
        ({"public_service_id": "meis-tea"}, 409, "public_service_id"),
        ({"currency": "XXX"}, 422, "currency"),
        ({"store": {"time_zone": "Europe/Atlantis"}}, 422, "store.time_zone"),
        ({"operator": {"name": "Anna", "role": "platform", "pin": "1470"}}, 422, "operator.role"),
        ({"joins_programme_id": new_id()}, 404, "joins_programme_id"),
    ],
)
def test_what_is_wrong_with_a_merchant_is_said_and_nothing_is_made(
    desk: World, other: dict[str, Any], status: int, field: str
) -> None:
    answer = desk.api.post(MERCHANTS, desk.manager, a_merchant(**other))
    assert (answer.status_code, answer.json()["field"]) == (status, field)
    assert {one["public_service_id"] for one in desk.api.get(MERCHANTS, desk.manager).json()["items"]} == {
        "meis-tea",
        "other-books",
    }


def test_a_till_key_that_is_in_use_opens_no_second_till(desk: World) -> None:
    answer = desk.api.post(MERCHANTS, desk.manager, a_merchant(till_token=desk.till))
    assert (answer.status_code, answer.json()["field"]) == (409, "till_token")


def test_a_merchant_may_join_a_programme_in_its_currency_in_place_of_a_card_of_its_own(desk: World) -> None:
    joined = taken_on(desk, joins_programme_id=desk.tea.programme_id)
    assert joined["programmes"] == ["meis-tea card"]
    sold = desk.redeem(desk.code(desk.mara), 450, token=joined["till_token"], public_service_id="annas-bakery").json()
    assert sold["outcome"] == "paid"
    yen = desk.api.post(
        MERCHANTS, desk.manager, a_merchant("kyoto-tea", currency="JPY", joins_programme_id=desk.tea.programme_id)
    )
    assert (yen.status_code, yen.json()["field"]) == (422, "joins_programme_id")


def test_merchants_come_page_by_page_newest_first(desk: World) -> None:
    for number in range(3):
        desk.clock.forward(1)
        taken_on(desk, name=f"shop-{number}")
    seen, cursor = [], None
    for _ in range(4):
        page = desk.api.get(
            MERCHANTS, desk.manager, params={"limit": 2} | ({"cursor": cursor} if cursor else {})
        ).json()
        seen += [one["public_service_id"] for one in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen[:3] == ["shop-2", "shop-1", "shop-0"]
    assert sorted(seen) == ["meis-tea", "other-books", "shop-0", "shop-1", "shop-2"]


# --- programmes -------------------------------------------------------------------------------------------------------


def newest(desk: World) -> dict[str, Any]:
    found: dict[str, Any] = desk.api.get(f"/v1/programmes/{desk.tea.programme_id}", desk.manager).json()
    return found


def changed(desk: World, **terms: Any) -> dict[str, Any]:
    detail = newest(desk)
    return {"version": detail["version"], "terms": detail["versions"][-1]["published"] | terms}


def test_what_terms_would_do_is_told_before_and_is_what_they_do(desk: World) -> None:
    path = f"/v1/programmes/{desk.tea.programme_id}"
    body = changed(desk, topup_min_minor=1, topup_max_minor=40_000, fee_bps=120)
    told = desk.api.post(f"{path}/terms-checks", desk.manager, body).json()
    assert newest(desk)["version"] == 1, "a check publishes nothing"
    assert sorted(told["changed"]) == ["fee_bps", "topup_max_minor", "topup_min_minor"]
    (effect,) = told["effects"]
    assert (effect["better"], effect["kept"], effect["follows"]) == (
        ["topup_min_minor"],
        ["topup_max_minor"],
        ["fee_bps"],
    )
    assert effect["accounts_count"] == 2
    published = desk.api.post(f"{path}/terms", desk.manager, body).json()
    assert published["version"] == told["version"] == 2
    assert published["versions"][0]["holds"] == effect["holds"]
    assert effect["holds"]["topup_max_minor"] == 50_000


def test_a_fault_is_named_by_its_term_before_anything_is_published(desk: World) -> None:
    path = f"/v1/programmes/{desk.tea.programme_id}"
    told = desk.api.post(f"{path}/terms-checks", desk.manager, changed(desk, topup_min_minor=60_000)).json()
    assert [fault["field"] for fault in told["faults"]] == ["topup_min_minor"]
    assert desk.api.post(f"{path}/terms", desk.manager, changed(desk, topup_min_minor=60_000)).status_code == 422


def test_the_operator_issues_a_programme_for_a_merchant_and_lets_others_take_it(desk: World) -> None:
    terms = {"name": "Lindenstraße", "topup_min_minor": 1, "topup_max_minor": 10, "balance_max_minor": 10}
    body = {"terms": terms, "issuer": "other-books", "group_name": "Lindenstraße"}
    made = desk.api.post("/v1/programmes", desk.manager, body).json()
    assert (made["issuer_id"], made["members"]) == (desk.books.merchant_id, ["other-books"])
    path = f"/v1/programmes/{made['programme_id']}/merchants"
    assert desk.api.post(path, desk.manager, {"public_service_id": "meis-tea"}).json()["members"] == [
        "meis-tea",
        "other-books",
    ]
    left = desk.api.post(path, desk.manager, {"public_service_id": "meis-tea", "is_member": False}).json()
    assert (left["members"], left["version"]) == (["other-books"], 2)


def test_the_list_tells_how_many_accounts_hold_how_much(desk: World) -> None:
    held = {one["name"]: one for one in desk.api.get(PROGRAMMES, desk.manager).json()["items"]}
    tea = held["meis-tea card"]
    assert (tea["accounts_count"], tea["owed_minor"], tea["merchants"]) == (2, 6_700, ["Meis-Tea"])
    assert held["other-books card"]["accounts_count"] == 0


# --- payouts ----------------------------------------------------------------------------------------------------------


def test_what_waits_is_listed_released_and_followed_to_the_end(desk: World) -> None:
    desk.paid(desk.mara, 900)
    batch = closed_day(desk)["batch_id"]
    waiting = desk.api.get("/v1/platform/payable", desk.manager).json()
    assert [(one["batch_id"], one["has_bank_details"]) for one in waiting["items"]] == [(batch, False)]
    assert (waiting["total_minor"], waiting["payer"]) == (0, None)
    details = {"holder": "Mei", "account": IBAN}
    bank = f"{MERCHANTS}/{desk.tea.merchant_id}/bank-details"
    assert desk.api.post(bank, desk.manager, details).status_code == 200
    ours = {"holder": "Platform", "account": OURS}
    assert desk.api.post("/v1/platform/bank-details?currency=EUR", desk.manager, ours).json()["account"] == OURS
    waiting = desk.api.get("/v1/platform/payable", desk.manager).json()
    assert (waiting["total_minor"], waiting["payer"]["account"]) == (900, OURS)
    payout = released(desk, batch)
    assert desk.api.get("/v1/platform/payable", desk.manager).json()["items"] == []
    sent_back = desk.api.post(f"/v1/payouts/{payout}/failure", desk.manager, {"reason": "closed"})
    assert sent_back.json()["state"] == "failed"
    assert desk.api.post(f"/v1/payouts/{payout}/confirmation", desk.manager, {}).status_code == 409
    again = released(desk, batch)
    for _ in range(2):
        arrived = desk.api.post(f"/v1/payouts/{again}/confirmation", desk.manager, {})
        assert arrived.json()["state"] == "confirmed"
    runs = desk.api.get("/v1/platform/payout-runs", desk.manager).json()["items"]
    assert [[one["state"] for one in run["payouts"]] for run in runs] == [["confirmed"], ["failed"]]
    file = desk.api.get(f"/v1/payout-runs/{runs[0]['run_id']}/pain.001", desk.manager)
    assert file.status_code == 200
    assert b"pain.001.001.09" in file.content


def released(desk: World, batch: str) -> str:
    run = desk.api.post("/v1/payout-runs", desk.manager, {"batch_ids": [batch], "currency": "EUR"})
    assert run.status_code == 200, run.text
    desk.clock.forward(60)
    payout: str = run.json()["payouts"][0]["payout_id"]
    return payout


def test_an_account_that_can_not_be_is_refused_and_nothing_kept(desk: World) -> None:
    for path in (f"{MERCHANTS}/{desk.tea.merchant_id}/bank-details", "/v1/platform/bank-details?currency=EUR"):
        answer = desk.api.post(path, desk.manager, {"holder": "Mei", "account": "DE00370400440532013000"})
        assert (answer.status_code, answer.json()["field"]) == (422, "account")
    assert desk.api.get("/v1/platform/payable", desk.manager).json()["payer"] is None
    assert PLATFORM not in desk.api.get("/v1/bank-details", desk.manager).text
