"""Who may ask what: a table of every route by kind of token, and data of others that look as if they weren't there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from backend_stub.contract import Right, Role
from backend_stub.domain.records import BankDetails, Operator
from backend_stub.domain.rights import least_role, rights_of
from backend_stub.domain.settlement import PLATFORM
from backend_stub.services.parties import new_till_token, save
from backend_stub.services.platform import new_id
from backend_stub.storage import tables
from tests.backend.members import a_rule
from tests.backend.platform_desk import a_merchant
from tests.backend.shop import PIN, WRONG_PIN, World, hashed
from tests.backend.test_operator_sessions import Person
from tests.backend.test_settlement import IBAN, closed_day, release, with_account

WHO = ("customer", "till", "manager", "nobody")
# Each route of the document, and what a well-formed request of customer, till, manager, nobody gets: 404 where they are let
# in and what they ask about is not there. A new route must be added here: the test below compares this with the document.
TABLE = {
    "health": (200, 200, 200, 200),
    "ready": (200, 200, 200, 200),
    "sign_up": (200, 200, 200, 200),
    "add_device": (200, 403, 403, 401),
    "show_me": (200, 403, 403, 401),
    "list_programmes": (200, 200, 200, 401),
    "open_account": (200, 403, 403, 401),
    "list_accounts": (200, 403, 403, 401),
    "show_account": (200, 403, 403, 401),
    "list_entries": (200, 403, 403, 401),
    "submit_top_up": (200, 200, 403, 401),
    "list_top_ups": (200, 403, 403, 401),
    "show_top_up": (404, 404, 404, 401),
    "take_top_up_back": (404, 403, 404, 401),
    "hear_provider": (403, 403, 403, 403),  # a signature, not a token: tests/backend/test_provider_notices.py
    "offer_gift": (404, 403, 403, 401),
    "list_gifts": (200, 403, 403, 401),
    "show_gift": (404, 403, 403, 401),
    "accept_gift": (404, 403, 403, 401),
    "decline_gift": (404, 403, 403, 401),
    "withdraw_gift": (404, 403, 403, 401),
    "take_gift_back": (403, 403, 404, 401),
    "freeze_account": (404, 403, 404, 401),
    "unfreeze_account": (404, 403, 404, 401),
    "move_account": (403, 403, 404, 401),
    "close_account": (404, 403, 404, 401),
    "list_account_acts": (404, 403, 404, 401),
    # the platform's desk: its operator's alone, tests/backend/test_platform_desk.py
    "list_all_programmes": (403, 403, 403, 401),
    "create_programme": (403, 403, 403, 401),
    "show_programme": (403, 403, 403, 401),
    "check_terms": (403, 403, 403, 401),
    "publish_terms": (403, 403, 403, 401),
    "admit_merchant": (403, 403, 403, 401),
    "list_merchants": (403, 403, 403, 401),
    "take_merchant_on": (403, 403, 403, 401),
    "show_merchant": (403, 403, 403, 401),
    "set_merchant_bank_details": (403, 403, 403, 401),
    "set_payer": (403, 403, 403, 401),
    # people, stores and tills: of the platform's operator and of the merchant's owner, whose tool the manager's is
    "employ_operator": (403, 403, 404, 401),
    "change_operator": (403, 403, 404, 401),
    "add_store": (403, 403, 404, 401),
    "change_store": (403, 403, 404, 401),
    "add_till": (403, 403, 404, 401),
    "change_till": (403, 403, 404, 401),
    "list_payable": (403, 403, 403, 401),
    "list_payout_runs": (403, 403, 403, 401),
    "confirm_payout": (403, 403, 403, 401),
    "issue_code": (200, 403, 403, 401),
    "list_messages": (200, 403, 403, 401),
    "mark_read": (200, 403, 403, 401),
    "follow_messages": (200, 403, 403, 401),
    "add_webhook_endpoint": (403, 403, 200, 401),
    "list_webhook_endpoints": (403, 403, 200, 401),
    "rotate_webhook_secret": (403, 403, 200, 401),
    "switch_webhook_endpoint": (403, 403, 200, 401),
    "list_webhook_deliveries": (403, 403, 200, 401),
    "show_webhook_delivery": (403, 403, 200, 401),
    "replay_webhook_delivery": (403, 403, 200, 401),
    "submit_redemption": (403, 200, 403, 401),
    "show_redemption": (200, 200, 200, 401),
    "list_redemptions": (403, 200, 200, 401),
    "reverse_redemption": (403, 200, 403, 401),
    "confirm_redemption": (200, 403, 403, 401),
    "submit_refund": (403, 200, 200, 401),
    "show_refund": (403, 200, 200, 401),
    "list_refunds": (403, 200, 200, 401),
    "show_till": (403, 200, 403, 401),
    "sign_in_operator": (403, 200, 403, 401),
    "show_operator_session": (403, 403, 403, 401),  # operators' own: tests/backend/test_operator_sessions.py
    "sign_out_operator": (403, 403, 403, 401),
    "ask_price": (403, 200, 403, 401),
    "check_in": (403, 200, 403, 401),
    "list_members": (403, 403, 200, 401),
    "show_member": (403, 403, 404, 401),
    "list_timeline": (403, 403, 200, 401),
    "list_member_messages": (403, 403, 200, 401),
    "send_member_message": (403, 403, 200, 401),
    "list_memberships": (200, 403, 403, 401),
    "explain_membership": (404, 403, 403, 401),
    "wish_membership": (404, 403, 403, 401),
    "list_rules": (403, 403, 200, 401),
    "keep_rule": (403, 403, 200, 401),
    "check_rule": (403, 403, 200, 401),
    "start_rule": (403, 403, 404, 401),
    "discard_rule": (403, 403, 404, 401),
    "start_preview": (403, 403, 200, 401),
    "show_preview": (403, 403, 404, 401),
    "cancel_preview": (403, 403, 404, 401),
    "list_preview_people": (403, 403, 404, 401),
    # settlement: seen by a manager; closed and paid out by the platform's operator, whom no merchant's tool is
    "run_settlement": (403, 403, 403, 401),
    "show_settlement_overview": (403, 403, 200, 401),
    "list_settlement_batches": (403, 403, 200, 401),
    "show_settlement_batch": (403, 403, 200, 401),
    "show_settlement_hours": (403, 403, 200, 401),
    "show_settlement_tills": (403, 403, 200, 401),
    "list_settlement_entries": (403, 403, 200, 401),
    "explain_transaction": (403, 403, 200, 401),
    "show_statement": (403, 403, 200, 401),
    "print_statement": (403, 403, 200, 401),
    "export_statement": (403, 403, 200, 401),
    "export_camt053": (403, 403, 200, 401),
    "release_payouts": (403, 403, 403, 401),
    "show_payout_run": (403, 403, 200, 401),
    "export_pain001": (403, 403, 200, 401),
    "list_payouts": (403, 403, 200, 401),
    "fail_payout": (403, 403, 403, 401),
    "show_bank_details": (403, 403, 200, 401),
    "set_bank_details": (403, 403, 403, 401),
    "reconcile_bank": (403, 403, 403, 401),
    "list_reconciliations": (403, 403, 403, 401),
    "show_reconciliation": (403, 403, 403, 401),
    "export_reconciliation": (403, 403, 403, 401),
    "list_shift_totals": (403, 403, 200, 401),
    "list_sales": (403, 403, 200, 401),
    "show_sale": (403, 403, 200, 401),
    # shifts: of operators signed in at a till, tests/backend/test_shifts.py
    "show_current_shift": (403, 403, 403, 401),
    "open_shift": (403, 403, 403, 401),
    "move_cash": (403, 403, 403, 401),
    "note_cash_parts": (403, 403, 403, 401),
    "close_shift": (403, 403, 403, 401),
    "explain_shift": (403, 403, 403, 401),
    "make_x_report": (403, 403, 403, 401),
    "list_shifts": (403, 403, 200, 401),
    "show_z_report": (403, 403, 404, 401),
}


ASKED_WITH = {"follow_messages": "?for_ms=0", "list_preview_people": "?change=joined"}

TERMS = {"name": "Card", "topup_min_minor": 1, "topup_max_minor": 10, "balance_max_minor": 10}


def body_of(world: World, operation: str) -> dict[str, Any]:
    """A body that the right caller would be answered 200 for."""
    bodies: dict[str, Callable[[], dict[str, Any]]] = {
        "sign_up": lambda: {
            "social_id": f"new.{new_id()[-12:]}",
            "display_name": "New",
            "device_name": "Phone",
            "token": new_id() + new_id(),
        },
        "add_device": lambda: {"device_name": "Tablet", "token": new_id() + new_id()},
        "open_account": lambda: {"programme_id": world.tea.programme_id},
        "submit_top_up": lambda: {"amount_minor": 100, "currency": "EUR", "account_id": world.mara.account_id},
        "take_top_up_back": dict,
        "hear_provider": dict,
        "offer_gift": lambda: {"to": "nobody.here", "amount_minor": 1, "currency": "EUR"},
        **dict.fromkeys(("accept_gift", "decline_gift", "withdraw_gift", "take_gift_back"), dict),
        **dict.fromkeys(("freeze_account", "unfreeze_account", "close_account"), dict),
        "move_account": lambda: {"to": "nobody.here"},
        "create_programme": lambda: {"terms": TERMS},
        **dict.fromkeys(("publish_terms", "check_terms"), lambda: {"version": 1, "terms": TERMS}),
        "take_merchant_on": a_merchant,
        **dict.fromkeys(("set_merchant_bank_details", "set_payer"), lambda: {"holder": "Mei", "account": IBAN}),
        "confirm_payout": dict,
        **dict.fromkeys(("open_shift", "close_shift", "make_x_report"), dict),
        "move_cash": lambda: {"kind": "in", "amount_minor": 1, "reason": "change"},
        "note_cash_parts": lambda: {"parts": []},
        "explain_shift": lambda: {"reason": "change"},
        "admit_merchant": lambda: {"public_service_id": "other-books"},
        "issue_code": dict,
        "mark_read": lambda: {"up_to": 1},
        "add_webhook_endpoint": lambda: {"url": "http://127.0.0.1:9/hooks"},
        "rotate_webhook_secret": dict,
        "switch_webhook_endpoint": lambda: {"is_enabled": True},
        "replay_webhook_delivery": dict,
        "submit_redemption": lambda: world.sale(world.code(world.mara)),
        "reverse_redemption": lambda: {"reason": ""},
        "confirm_redemption": lambda: {"accept": False},
        "sign_in_operator": lambda: {
            "operator_id": world.tea.operator_ids[1],
            "pin": PIN,
            "token": new_id() + new_id(),
        },
        "sign_out_operator": dict,
        "ask_price": lambda: {"code": world.code(world.mara), "amount_minor": 10, "currency": "EUR"},
        "check_in": lambda: {"code": world.code(world.mara)},
        "send_member_message": lambda: {"text": "New tea", "is_preview": True},
        "wish_membership": lambda: {"wish": "rejoin"},
        **dict.fromkeys(("keep_rule", "check_rule", "start_preview"), lambda: {"rule": a_rule()}),
        **dict.fromkeys(("start_rule", "discard_rule", "cancel_preview"), dict),
        "run_settlement": dict,
        "release_payouts": lambda: {"batch_ids": [new_id()], "currency": "EUR"},
        "fail_payout": lambda: {"reason": ""},
        "set_bank_details": lambda: {"holder": "Mei", "account": IBAN},
        "reconcile_bank": lambda: {"name": "bank", "text": "x"},
        "employ_operator": lambda: {"name": "Bela", "pin": "2580"},
        "change_operator": lambda: {"name": "Bela", "role": "cashier"},
        "add_store": lambda: {"name": "Corner", "time_zone": "Europe/Berlin", "till_token": new_id() + new_id()[:8]},
        "change_store": lambda: {"name": "Corner", "time_zone": "Europe/Berlin"},
        "add_till": lambda: {"name": "Till 2", "till_token": new_id() + new_id()[:8]},
        "change_till": lambda: {"name": "Till 2"},
        "submit_refund": lambda: {
            "attempt_id": world.paid(world.mara, 10)["attempt_id"],
            "approval": world.approval(),
        },
    }
    return bodies[operation]()


def settled_and_paid_out(world: World) -> dict[str, str]:
    """A day that is over: the ids of its batch, its payout and one of its transactions."""
    options = world.platform.options
    world.platform.options = replace(options, owner_is_platform=True)
    sale = world.paid(world.mara, 900)
    with_account(world)
    ours = BankDetails(PLATFORM, "EUR", "Platform", "DE02120300000000202051", "", 0, world.clock())
    save(world.platform.database, [ours])
    batch = closed_day(world)
    run = release(world, batch).json()
    world.platform.options = options
    payout = run["payouts"][0]["payout_id"]
    return {
        "batch_id": batch["batch_id"],
        "run_id": run["run_id"],
        "payout_id": payout,
        "transaction_id": sale["attempt_id"],
    }


def test_every_route_answers_each_kind_of_token_as_the_table_says(lite: World) -> None:
    document = lite.api.get("/v1/docs/openapi.json").json()
    routes = {
        one["operationId"]: (method, path) for path, item in document["paths"].items() for method, one in item.items()
    }
    assert routes.keys() == TABLE.keys()
    settled = settled_and_paid_out(lite)
    attempt = lite.paid(lite.mara, 10)["attempt_id"]
    refund = lite.api.post("/v1/refunds", lite.manager, {"attempt_id": attempt, "amount_minor": 1}).json()["refund_id"]
    ids = {"attempt_id": attempt, "refund_id": refund, "account_id": lite.mara.account_id}
    hooks = lite.api.post("/v1/webhook-endpoints", lite.manager, {"url": "http://127.0.0.1:9/hooks"}).json()
    lite.paid(lite.mara, 10)
    (delivery,) = lite.api.get("/v1/webhook-deliveries", lite.manager).json()["items"]
    ids |= settled
    ids |= {"endpoint_id": hooks["endpoint"]["endpoint_id"], "delivery_id": delivery["delivery_id"]}
    ids |= dict.fromkeys(("topup_id", "gift_id", "programme_id", "rule_id", "preview_id"), new_id())
    made = ("customer_id", "merchant_id", "shift_id", "statement_id", "operator_id", "store_id", "till_id")
    ids |= dict.fromkeys(made, new_id()) | {"provider": "demo"}
    tokens = {"customer": lite.mara.token, "till": lite.till, "manager": lite.manager}
    for operation, expected in TABLE.items():
        method, path = routes[operation]
        for who, status in zip(WHO, expected, strict=True):
            own = ids if operation in ("show_account", "list_entries") else ids | {"account_id": new_id()}
            target = path.format(**own) + ASKED_WITH.get(operation, "")
            if method == "get":
                answer = lite.api.get(target, tokens.get(who))
            else:
                answer = lite.api.post(target, tokens.get(who), body_of(lite, operation))
            assert answer.status_code == status, (operation, who, answer.text)
            assert answer.headers["x-request-id"]
            if status >= 400:
                assert answer.json()["code"] == {401: "unauthenticated", 403: "forbidden", 404: "not_found"}[status]
            if status == 401:
                assert answer.headers["www-authenticate"] == "Bearer"


# Which right each route asks of whoever is signed in at a till. What is not here is not for operators at all.
RIGHTS = {
    "show_top_up": Right.SEE_SALES,
    **dict.fromkeys(("submit_refund", "take_top_up_back", "take_gift_back"), Right.REFUND),
    **dict.fromkeys(
        ("freeze_account", "unfreeze_account", "move_account", "close_account", "list_account_acts"), Right.KEEP_ACCOUNTS
    ),
    **dict.fromkeys(
        ("list_all_programmes", "create_programme", "show_programme", "check_terms", "publish_terms", "admit_merchant"),
        Right.MANAGE_PROGRAMMES,
    ),
    **dict.fromkeys(
        ("list_merchants", "take_merchant_on", "show_merchant", "set_merchant_bank_details"), Right.MANAGE_MERCHANTS
    ),
    **dict.fromkeys(
        ("set_payer", "list_payable", "list_payout_runs", "confirm_payout", "release_payouts", "fail_payout",
         "set_bank_details", "reconcile_bank", "list_reconciliations", "show_reconciliation", "export_reconciliation"),
        Right.PAY_OUT,
    ),
    "run_settlement": Right.CLOSE_SETTLEMENT,
    **dict.fromkeys(
        ("show_settlement_overview", "list_settlement_batches", "show_settlement_batch", "show_settlement_hours",
         "show_settlement_tills", "list_settlement_entries", "explain_transaction", "show_statement", "print_statement",
         "export_statement", "export_camt053", "show_payout_run", "export_pain001", "list_payouts", "show_bank_details",
         "list_shift_totals"),
        Right.SEE_SETTLEMENT,
    ),
    **dict.fromkeys(("list_members", "show_member", "list_timeline", "list_member_messages"), Right.SEE_MEMBERS),
    **dict.fromkeys(("list_sales", "show_sale"), Right.SEE_SALES),
    "send_member_message": Right.MESSAGE_MEMBERS,
    **dict.fromkeys(
        ("list_rules", "check_rule", "start_preview", "show_preview", "cancel_preview", "list_preview_people"),
        Right.SEE_RULES,
    ),
    **dict.fromkeys(("keep_rule", "start_rule", "discard_rule"), Right.CHANGE_RULES),
    **dict.fromkeys(
        ("show_current_shift", "open_shift", "move_cash", "note_cash_parts", "close_shift", "explain_shift"),
        Right.RUN_SHIFT,
    ),
    **dict.fromkeys(("employ_operator", "change_operator"), Right.MANAGE_OPERATORS),
    **dict.fromkeys(("add_store", "change_store", "add_till", "change_till"), Right.MANAGE_TILLS),
    **dict.fromkeys(("make_x_report", "list_shifts", "show_z_report"), Right.SEE_REPORTS),
}  # fmt: skip
OF_NOBODY_IN_PARTICULAR = {"health", "ready", "sign_up", "hear_provider", "show_operator_session", "sign_out_operator"}


@pytest.mark.parametrize("role", [Role.CASHIER, Role.MANAGER, Role.OWNER])
def test_every_route_asks_an_operator_for_the_right_that_the_table_says(shared: World, role: Role) -> None:
    """Who has the right is let in (and told what is not there or wrong); who has not, is told whom to ask."""
    document = shared.api.get("/v1/docs/openapi.json").json()
    person = Operator(new_id(), shared.tea.merchant_id, role.value, role.value, hashed(PIN), 0, 0, shared.clock())
    save(shared.platform.database, [person])
    signed_in = Person(shared, person.id, PIN)
    assert signed_in.sign_in().status_code == 200
    ids = {name: new_id() for name in re.findall(r"{(\w+)}", " ".join(document["paths"]))}
    for path, item in document["paths"].items():
        for method, one in item.items():
            operation = one["operationId"]
            if operation in OF_NOBODY_IN_PARTICULAR:
                continue
            target = path.format(**ids) + ASKED_WITH.get(operation, "")
            body = body_of(shared, operation) if method == "post" else None
            answer = shared.api.run(shared.api.ask(method.upper(), target, signed_in.token, body))
            right = RIGHTS.get(operation)
            may = right is not None and right in rights_of(role, owner_is_platform=False)
            assert (answer.status_code != 403) == may, (operation, answer.text)
            if right is not None and not may:
                assert answer.json()["detail"] == f"this needs the rights of the {least_role(right).value}"


def test_every_right_that_a_route_asks_for_is_in_the_table() -> None:
    assert TABLE.keys() >= RIGHTS.keys()


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic bWFyYTp4", "Bearer x y", "Bearer \xff", "x" * 9_000]
)
def test_what_is_no_token_of_ours_is_nobody(lite: World, header: str) -> None:
    answer = lite.api.get("/v1/accounts", headers={"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401


def test_a_revoked_token_is_refused_two_seconds_later_at_the_latest(lite: World) -> None:
    assert lite.api.get("/v1/till", lite.till).status_code == 200
    fresh = new_till_token(lite.platform.database, lite.platform.keys, lite.tea.till_ids[0], lite.clock())
    lite.clock.forward(2)
    assert lite.api.get("/v1/till", lite.till).status_code == 401
    assert lite.api.get("/v1/till", fresh).status_code == 200


def test_a_suspended_till_takes_no_money_in_or_out(lite: World) -> None:
    sale = lite.paid(lite.mara)
    suspend(lite, lite.tea.till_ids[0])
    refused = lite.redeem(lite.code(lite.mara)).json()
    assert (refused["outcome"], refused["refusal"]["reason"]) == ("refused", "till_suspended")
    top_up = {"amount_minor": 100, "currency": "EUR", "account_id": lite.mara.account_id}
    refund = {"attempt_id": sale["attempt_id"], "approval": lite.approval()}
    assert lite.api.post("/v1/topups", lite.till, top_up).status_code == 403
    assert lite.api.post("/v1/refunds", lite.till, refund).status_code == 403
    assert lite.balance(lite.mara) == 6_000 - 450


def suspend(world: World, till_id: str) -> None:
    with world.platform.database.write.connect() as connection, connection.begin():
        connection.execute(sa.update(tables.TILLS).where(tables.TILLS.c.id == till_id).values(suspended_at=1))


# --- data of others ---------------------------------------------------------------------------------------------------


def test_what_belongs_to_others_looks_as_if_it_were_not_there(world: World) -> None:
    sale = world.paid(world.mara)
    attempt = sale["attempt_id"]
    refund = world.api.post("/v1/refunds", world.manager, {"attempt_id": attempt, "amount_minor": 1}).json()[
        "refund_id"
    ]
    waiting = world.asked(world.mara)
    nothing = new_id()
    other_till, other_manager, jonas = world.books.till_tokens[0], world.books.manager_token, world.jonas.token
    second_till = world.tea.till_tokens[1]
    asked = [
        ("GET", "/v1/redemptions/{}", attempt, (other_till, second_till, other_manager, jonas), None),
        ("GET", "/v1/refunds/{}", refund, (other_till, other_manager), None),
        ("GET", "/v1/accounts/{}", world.mara.account_id, (jonas,), None),
        ("GET", "/v1/accounts/{}/entries", world.mara.account_id, (jonas,), None),
        ("POST", "/v1/redemptions/{}/confirmation", waiting, (jonas,), {"accept": True}),
    ]
    for method, path, there, tokens, body in asked:
        for token in tokens:
            pair = [world.api.run(world.api.ask(method, path.format(one), token, body)) for one in (there, nothing)]
            assert [answer.status_code for answer in pair] == [404, 404], path
            told = [{name: value for name, value in one.json().items() if name != "request_id"} for one in pair]
            assert told[0] == told[1], path


def test_nobody_moves_the_money_of_others(world: World) -> None:
    sale = world.paid(world.mara)
    before = world.balance(world.mara)
    jonas, other_manager = world.jonas.token, world.books.manager_token
    top_up = {"amount_minor": 100, "currency": "EUR", "account_id": world.mara.account_id}
    tried = [
        world.api.post("/v1/refunds", other_manager, {"attempt_id": sale["attempt_id"]}),
        world.api.post("/v1/topups", jonas, top_up),
        world.api.post("/v1/topups", world.books.till_tokens[0], top_up),
        world.api.post("/v1/payment-codes", jonas, {"account_id": world.mara.account_id}),
        world.reverse(sale["attempt_id"], world.books.till_tokens[0]),
        world.reverse(sale["attempt_id"], world.tea.till_tokens[1]),
    ]
    assert [answer.status_code for answer in tried] == [404] * len(tried)
    assert world.balance(world.mara) == before
    assert world.api.get(f"/v1/redemptions/{sale['attempt_id']}", world.till).json()["outcome"] == "paid"


def test_lists_and_messages_hold_only_the_callers_own(world: World) -> None:
    mine = world.paid(world.mara)["attempt_id"]
    second = world.paid(world.jonas, token=world.tea.till_tokens[1])["attempt_id"]

    def listed(token: str) -> set[str]:
        return {item["attempt_id"] for item in world.api.get("/v1/redemptions", token).json()["items"]}

    assert listed(world.till) == {mine}
    assert listed(world.tea.till_tokens[1]) == {second}
    assert listed(world.manager) == {mine, second}
    assert listed(world.books.manager_token) == set()
    accounts = [one["account_id"] for one in world.api.get("/v1/accounts", world.jonas.token).json()["items"]]
    assert accounts == [world.jonas.account_id]
    told = world.api.get("/v1/messages", world.jonas.token).json()["items"]
    assert {one["account_id"] for one in told} == {world.jonas.account_id}
    named = [one["name"] for one in world.api.get("/v1/programmes", world.books.manager_token).json()["items"]]
    assert named == ["other-books card"]


def test_a_till_sees_the_customers_name_masked_everywhere(world: World) -> None:
    sale = world.paid(world.mara)
    top_up = {"amount_minor": 100, "currency": "EUR", "account_id": world.mara.account_id}
    answers = [
        world.api.post("/v1/topups", world.till, top_up),
        world.api.get(f"/v1/redemptions/{sale['attempt_id']}", world.till),
        world.api.get("/v1/redemptions", world.manager),
        world.api.post("/v1/refunds", world.manager, {"attempt_id": sale["attempt_id"]}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "Tanner" not in answer.text
        assert world.mara.customer_id not in answer.text
    assert sale["customer_name"] == "Mara T••"


# --- the manager's PIN ------------------------------------------------------------------------------------------------


def refunded(world: World, attempt: str, approval: dict[str, str] | None) -> Any:
    return world.api.post("/v1/refunds", world.till, {"attempt_id": attempt, "amount_minor": 1, "approval": approval})


def test_at_a_till_a_manager_of_this_merchant_has_to_approve(lite: World) -> None:
    attempt = lite.paid(lite.mara)["attempt_id"]
    cashier, manager = lite.tea.operator_ids
    foreign = lite.books.operator_ids[1]
    wrong = [
        None,
        {"operator_id": cashier, "pin": "1111"},
        {"operator_id": manager, "pin": WRONG_PIN},
        {"operator_id": foreign, "pin": "2580"},
        {"operator_id": new_id(), "pin": "2580"},
    ]
    for approval in wrong:
        answer = refunded(lite, attempt, approval)
        assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (403, "forbidden", "approval")
    assert refunded(lite, attempt, lite.approval()).status_code == 200


def test_wrong_pins_make_every_next_try_wait_longer_and_say_how_long(world: World) -> None:
    attempt = world.paid(world.mara)["attempt_id"]
    waits = []
    for _ in range(3):
        assert refunded(world, attempt, world.approval(WRONG_PIN)).status_code == 403
    for _ in range(7):
        answer = refunded(world, attempt, world.approval())
        assert answer.status_code == 429
        assert answer.json()["code"] == "too_many_tries"
        waits.append(int(answer.headers["retry-after"]))
        world.clock.forward(waits[-1])
        assert refunded(world, attempt, world.approval(WRONG_PIN)).status_code == 403
    assert waits == [30, 60, 120, 240, 480, 900, 900]
    world.clock.forward(900)
    assert refunded(world, attempt, world.approval()).status_code == 200
    assert refunded(world, attempt, world.approval(WRONG_PIN)).status_code == 403
    assert refunded(world, attempt, world.approval()).status_code == 200


def test_many_guesses_at_once_are_counted_like_one_after_another(world: World) -> None:
    attempt = world.paid(world.mara)["attempt_id"]

    async def guess_all() -> list[int]:
        import asyncio

        body = {"attempt_id": attempt, "amount_minor": 1, "approval": world.approval(WRONG_PIN)}
        guesses = [world.api.ask("POST", "/v1/refunds", world.till, body) for _ in range(12)]
        return [answer.status_code for answer in await asyncio.gather(*guesses)]

    statuses = world.api.run(guess_all())
    assert sorted(statuses) == [403] * 3 + [429] * 9


def test_what_happened_is_never_changed() -> None:
    """Tables without mutable columns are append-only: the storage has no statement that could change them."""
    fixed = {kind.__name__ for kind, table in tables.TABLES.items() if not table.info["mutable"]}
    assert {"Transfer", "Refund", "AccountAct", "ProgrammeVersion", "Interaction", "Message"} <= fixed
    assert {"Covered", "PayoutRun", "BankStatement", "BankEntry"} <= fixed
