"""Accounts kept and money taken back by whoever is signed in with the right to: no PIN beside it, named in the books."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from backend_stub.contract import Right, Role
from backend_stub.domain.records import AccountAct, Refund, TopUpRefund
from backend_stub.domain.rights import rights_of
from backend_stub.services.platform import new_id
from backend_stub.services.verify import verify
from backend_stub.storage import reads
from tests.backend.shop import World
from tests.backend.test_gifts_and_funding import give, top_up
from tests.backend.test_operator_sessions import anna, mei
from tests.backend.test_shifts import Drawer


def signed_in(world: World, person: Callable[..., Any] = mei, **more: Any) -> str:
    made = person(world, **more)
    assert made.sign_in().status_code == 200
    return str(made.token)


def accepted(world: World, amount_minor: int = 100) -> str:
    """A gift of Mara's that Jonas has."""
    gift = str(give(world, world.mara, "jonas", amount_minor).json()["gift_id"])
    assert world.api.post(f"/v1/gifts/{gift}/acceptance", world.jonas.token, {}).status_code == 200
    return gift


def asked(world: World) -> list[tuple[str, dict[str, Any], Right]]:
    """Each act on an account or on money in it that takes a right, on things that are there."""
    account = f"/v1/accounts/{world.mara.account_id}"
    return [
        (f"{account}/freezing", {}, Right.KEEP_ACCOUNTS),
        (f"{account}/unfreezing", {}, Right.KEEP_ACCOUNTS),
        (f"/v1/topups/{top_up(world, world.mara, 500, 'EUR')['topup_id']}/refund", {}, Right.REFUND),
        (f"/v1/gifts/{accepted(world)}/refund", {}, Right.REFUND),
        ("/v1/refunds", {"attempt_id": world.paid(world.mara)["attempt_id"]}, Right.REFUND),
        (f"{account}/move", {"to": "jonas"}, Right.KEEP_ACCOUNTS),
        (f"{account}/closing", {"pay_back": True}, Right.KEEP_ACCOUNTS),
    ]


def test_what_takes_a_right_is_done_by_who_has_it_and_by_nobody_else(world: World) -> None:
    todo = asked(world)
    cashier, theirs = signed_in(world, anna), world.books.manager_token
    for path, body, right in todo:
        for token, status in ((cashier, 403), (theirs, 404), (world.jonas.token, 404), (world.till, 403)):
            refused = world.api.post(path, token, body)
            assert refused.status_code in (status, 403), (path, refused.text)
        assert right not in rights_of(Role.CASHIER, owner_is_platform=False)
    assert world.api.get(f"/v1/accounts/{world.mara.account_id}/acts", cashier).status_code == 403
    manager = signed_in(world)
    for path, body, _ in todo:
        done = world.api.post(path, manager, body)
        assert done.status_code == 200, (path, done.text)
    acts = world.api.get(f"/v1/accounts/{world.mara.account_id}/acts", manager).json()["items"]
    assert {one["kind"] for one in acts} == {"frozen", "unfrozen", "moved", "closed"}
    assert verify(world.platform.database) == []


def test_the_operator_and_the_till_stand_in_the_books_and_cash_leaves_its_drawer(world: World) -> None:
    drawer = Drawer(world)
    shift = drawer.opened(10_000)
    cash = drawer.topped_up(1_000)
    back = world.api.post(f"/v1/topups/{cash}/refund", drawer.token, {}).json()
    closed = world.api.post(f"/v1/accounts/{world.jonas.account_id}/closing", drawer.token, {"pay_back": True}).json()
    refund = world.api.post("/v1/refunds", drawer.token, {"attempt_id": world.paid(world.mara)["attempt_id"]}).json()
    look = world.platform.look
    for kind, row_id in (
        (TopUpRefund, back["refund_id"]),
        (AccountAct, closed["act_id"]),
        (Refund, refund["refund_id"]),
    ):
        row = look(reads.one, kind, row_id)
        assert row is not None
        assert (row.till_id, row.approved_by) == (world.tea.till_ids[0], world.tea.operator_ids[1])
    expected = drawer.closed(shift, 0).json()["expected_minor"]
    assert expected == 10_000 + 1_000 - 1_000 - 700
    assert verify(world.platform.database) == []


def test_a_repeat_by_whoever_is_signed_in_by_then_is_the_same_act(world: World) -> None:
    """A till's outbox sends again what was not answered; another manager may be at it by then."""
    key, path = new_id(), f"/v1/accounts/{world.mara.account_id}/freezing"
    first = world.api.post(path, signed_in(world), {"reason": "phone lost"}, key)
    with_pin = {"reason": "phone lost", "approval": world.approval()}
    for token, body in ((signed_in(world), {"reason": "phone lost"}), (world.till, with_pin)):
        again = world.api.post(path, token, body, key)
        assert (again.status_code, again.json()) == (200, first.json())
    other = world.api.post(path, signed_in(world), {"reason": "another"}, key)
    assert other.json()["code"] == "idempotency_key_reused"


@pytest.mark.parametrize("path", ["/v1/topups/{}", "/v1/topups/{}/refund"])
def test_an_operator_reaches_top_ups_of_the_own_shop_alone(world: World, path: str) -> None:
    topup_id = top_up(world, world.mara, 500, "EUR")["topup_id"]
    theirs = signed_in(world, lambda w: type(mei(w))(w, w.books.operator_ids[1], "2580", w.books.till_tokens[0]))
    method = "POST" if path.endswith("refund") else "GET"
    for token, status in ((theirs, 404), (signed_in(world), 200)):
        answer = world.api.run(world.api.ask(method, path.format(topup_id), token, {}))
        assert answer.status_code == status, answer.text
