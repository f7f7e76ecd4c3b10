"""Operators sign in at a till by PIN: a short-lived token with the rights of their role, ended by them, by time, by the next."""

from __future__ import annotations

import itertools
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from backend_stub.app import open_platform, sqlite_url
from backend_stub.contract import Right, Role
from backend_stub.domain.operators import SESSION_AGE_S, SESSION_IDLE_S
from backend_stub.domain.rights import least_role, rights_of
from backend_stub.services.platform import Options, new_id
from backend_stub.services.secrets import Keys, new_token
from backend_stub.storage import tables
from tests.backend.shop import PIN, WRONG_PIN, Clock, World
from tests.conftest import MASTER_KEY

CURRENT = "/v1/operator-sessions/current"


class Person:
    """Somebody at a till of the tea shop, with the token that the till drew for them."""

    def __init__(self, world: World, operator_id: str, pin: str, till: str | None = None) -> None:
        self.world, self.till, self.token = world, till or world.till, new_token()
        self.body = {"operator_id": operator_id, "pin": pin, "token": self.token}
        self.key = new_id()

    def sign_in(self) -> httpx.Response:
        return self.world.api.post("/v1/operator-sessions", self.till, self.body, self.key)

    def who(self) -> httpx.Response:
        return self.world.api.get(CURRENT, self.token)

    def sign_out(self) -> httpx.Response:
        return self.world.api.post(f"{CURRENT}/end", self.token, {})


def anna(world: World, **more: Any) -> Person:
    return Person(world, world.tea.operator_ids[0], "1111", **more)


def mei(world: World, pin: str = PIN, **more: Any) -> Person:
    return Person(world, world.tea.operator_ids[1], pin, **more)


def test_a_right_pin_opens_a_session_with_the_rights_of_the_role(world: World) -> None:
    person = mei(world)
    told = person.sign_in().json()
    assert (told["operator_name"], told["role"]) == ("Mei", "manager")
    assert set(told["rights"]) == set(rights_of(Role.MANAGER, owner_is_platform=False))
    assert person.who().json() == told
    assert person.token not in person.who().text


def test_the_same_sign_in_again_is_the_same_session(world: World) -> None:
    person = mei(world)
    first = person.sign_in().json()
    assert person.sign_in().json() == first
    person.body["token"] = new_token()
    assert person.sign_in().json()["code"] == "idempotency_key_reused"


def test_a_wrong_pin_opens_nothing_and_is_counted_together_with_approvals(world: World) -> None:
    attempt = world.paid(world.mara)["attempt_id"]
    for _ in range(2):
        assert mei(world, WRONG_PIN).sign_in().status_code == 403
    wrong = {"attempt_id": attempt, "amount_minor": 1, "approval": world.approval(WRONG_PIN)}
    assert world.api.post("/v1/refunds", world.till, wrong).status_code == 403
    answer = mei(world).sign_in()
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "30")
    world.clock.forward(30)
    assert mei(world).sign_in().status_code == 200


@pytest.mark.parametrize("stranger", [lambda world: world.books.operator_ids[1], lambda _: new_id()])
def test_nobody_of_another_shop_signs_in(lite: World, stranger: Any) -> None:
    answer = Person(lite, stranger(lite), PIN).sign_in()
    assert (answer.status_code, answer.json()["field"]) == (403, "operator_id")


def test_signing_out_ends_the_token_at_once(world: World) -> None:
    person = mei(world)
    person.sign_in()
    assert person.who().status_code == 200
    assert person.sign_out().json()["ended_at"] is not None
    assert person.who().status_code == 401
    assert person.sign_out().status_code == 401


def test_who_signs_in_next_at_a_till_ends_the_session_before_but_not_that_of_another_till(world: World) -> None:
    first, elsewhere = mei(world), anna(world, till=world.tea.till_tokens[1])
    first.sign_in()
    elsewhere.sign_in()
    anna(world).sign_in()
    assert first.who().status_code == 401
    assert elsewhere.who().status_code == 200


def test_an_unused_session_ends_and_a_used_one_goes_on_until_its_age(world: World) -> None:
    idle = mei(world)
    idle.sign_in()
    world.clock.forward(SESSION_IDLE_S)
    assert idle.who().status_code == 401
    used = mei(world)
    used.sign_in()
    for _ in range(SESSION_AGE_S // (SESSION_IDLE_S - 60)):
        world.clock.forward(SESSION_IDLE_S - 60)
        assert used.who().status_code == 200
    world.clock.forward(SESSION_IDLE_S - 60)
    assert used.who().status_code == 401


def test_another_role_holds_from_the_next_request_on(lite: World) -> None:
    person = mei(lite)
    person.sign_in()
    with lite.platform.database.write.connect() as connection, connection.begin():
        connection.execute(sa.update(tables.OPERATORS).values(role="cashier"))
    lite.clock.forward(2)
    assert person.who().json()["role"] == "cashier"


def test_an_operator_s_token_opens_nothing_of_the_till_s_or_a_customer_s(lite: World) -> None:
    person = mei(lite)
    person.sign_in()
    assert lite.api.get("/v1/till", person.token).status_code == 403
    assert lite.api.get("/v1/accounts", person.token).status_code == 403
    assert lite.redeem(lite.code(lite.mara), token=person.token).status_code == 403


def test_no_token_is_kept_in_the_clear(lite: World) -> None:
    person = mei(lite)
    person.sign_in()
    with lite.platform.database.read.connect() as connection:
        rows = connection.execute(sa.select(tables.OPERATOR_SESSIONS)).all()
    assert len(rows) == 1
    assert person.token not in str(rows)


def test_the_owner_of_a_shop_with_its_own_platform_is_the_platform_s_operator(tmp_path: Any) -> None:
    clock = Clock()
    options = Options(demo_funding=True, owner_is_platform=True)
    platform = open_platform(sqlite_url(tmp_path / "p.sqlite"), Keys(MASTER_KEY), options, clock)
    world = World(platform, clock)
    try:
        with platform.database.write.connect() as connection, connection.begin():
            connection.execute(sa.update(tables.OPERATORS).values(role="owner"))
        assert "pay_out" in mei(world).sign_in().json()["rights"]
    finally:
        world.api.close()
        platform.stop()


# --- the table of rights ----------------------------------------------------------------------------------------------


def test_each_role_has_all_that_the_roles_below_it_have() -> None:
    ladder = [rights_of(role, owner_is_platform=False) for role in Role]
    assert all(below < above for below, above in itertools.pairwise(ladder))


def test_every_right_belongs_to_somebody() -> None:
    assert rights_of(Role.PLATFORM, owner_is_platform=False) == set(Right)
    assert rights_of(Role.OWNER, owner_is_platform=True) == set(Right)


def test_a_cashier_sells_and_no_more() -> None:
    assert rights_of(Role.CASHIER, owner_is_platform=True) == {Right.SELL, Right.SEE_SALES, Right.RUN_SHIFT}
    assert least_role(Right.REFUND) is Role.MANAGER
    assert least_role(Right.CHANGE_RULES) is Role.OWNER
    assert least_role(Right.PAY_OUT) is Role.PLATFORM
