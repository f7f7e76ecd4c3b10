"""What may change of a merchant's people, stores and tills, and what has to stay."""

from __future__ import annotations

import pytest

from backend_stub.contract import ProblemCode, Role
from backend_stub.domain import staff
from backend_stub.domain.records import Instant, Operator, OperatorSession, Record, Store, Till, Token
from backend_stub.domain.state import Broken, Decision, Moment, State

NOW = Instant(1_000)
MOMENT = Moment(NOW, lambda: "new")
STORE = Store("s1", "m1", "Main", "Europe/Berlin", 240, 0)
TILL = Till("t1", "m1", "s1", "Till 1", "Europe/Berlin", 240, 0, None, 0, 0)
TOKEN = Token("k2", "hash", "till", "t2", None, 0, None)


def person(key: str, role: Role, *, is_disabled: bool = False) -> Operator:
    return Operator(key, "m1", key.title(), role.value, "old", 2, 9, 0, 5 if is_disabled else None)


def session(of: str) -> OperatorSession:
    return OperatorSession(f"session-{of}", of, of, "m1", "t1", 0, 0, 9_999_999_999, None, "x")


def changed(state: State, key: str, **other: object) -> Decision:
    asked = {"name": "Ada", "role": Role.CASHIER, "is_disabled": False, "pin_hash": None} | other
    return staff.change_operator(state, staff.ChangeOperator(key, "m1", **asked), MOMENT)  # type: ignore[arg-type]


def refusal(decision: Decision) -> tuple[ProblemCode, str | None]:
    assert isinstance(decision.reply, Broken)
    assert (decision.new, decision.changed) == ((), ())
    return decision.reply.code, decision.reply.field


@pytest.mark.parametrize("act", [{"role": Role.MANAGER}, {"role": Role.OWNER, "is_disabled": True}])
def test_the_last_owner_stays_one_and_stays_able_to_sign_in(act: dict[str, object]) -> None:
    people = [person("ada", Role.OWNER), person("bela", Role.OWNER, is_disabled=True), person("cem", Role.MANAGER)]
    assert refusal(changed(State(people), "ada", **act)) == (ProblemCode.CONFLICT, "role")
    two = [person("ada", Role.OWNER), person("bela", Role.OWNER)]
    assert isinstance(changed(State(two), "ada", **act).reply, Operator)


def test_a_shop_without_an_owner_keeps_its_last_manager_and_may_get_an_owner() -> None:
    state = State([person("ada", Role.MANAGER), person("bela", Role.CASHIER)])
    assert refusal(changed(state, "ada", role=Role.CASHIER)) == (ProblemCode.CONFLICT, "role")
    assert isinstance(changed(state, "ada", role=Role.OWNER).reply, Operator)
    assert isinstance(changed(state, "bela", is_disabled=True).reply, Operator)


@pytest.mark.parametrize(
    ("act", "is_out"),
    [
        ({"name": "Adele", "role": Role.MANAGER}, False),
        ({"role": Role.CASHIER}, True),
        ({"role": Role.MANAGER, "pin_hash": "new"}, True),
        ({"role": Role.MANAGER, "is_disabled": True}, True),
    ],
)
def test_more_than_another_name_signs_a_person_out_at_once(act: dict[str, object], is_out: bool) -> None:
    state = State([person("ada", Role.MANAGER), person("bela", Role.OWNER), session("ada"), session("bela")])
    ended = [row for row in changed(state, "ada", **act).changed if isinstance(row, OperatorSession)]
    assert [(row.operator_id, row.ended_at) for row in ended] == ([("ada", NOW)] if is_out else [])


def test_a_new_pin_ends_the_wait_after_wrong_ones() -> None:
    state = State([person("ada", Role.CASHIER), person("bela", Role.OWNER)])
    found = changed(state, "ada", pin_hash="new").reply
    assert isinstance(found, Operator)
    assert (found.pin_hash, found.pin_failures, found.pin_locked_until) == ("new", 0, 0)
    again = changed(State([found, person("bela", Role.OWNER)]), "ada", pin_hash=None, name="Ada")
    assert again.changed == (), "said again, nothing changes"


def test_somebody_of_another_merchant_is_not_there() -> None:
    other = Operator("ada", "m2", "Ada", "cashier", "old", 0, 0, 0)
    assert refusal(changed(State([other]), "ada")) == (ProblemCode.NOT_FOUND, "operator_id")


def clock(state: State, zone: str = "Asia/Tokyo", cut: int = 240, name: str = "Main") -> Decision:
    return staff.change_store(state, staff.ChangeStore("s1", "m1", name, zone, cut), MOMENT)


def test_a_stores_clock_changes_with_its_tills_before_its_first_receipt() -> None:
    found = clock(State([STORE, TILL]), "Asia/Tokyo", 300).changed
    assert [(row.time_zone, row.day_cut_minutes) for row in found if isinstance(row, Store | Till)] == [
        ("Asia/Tokyo", 300),
        ("Asia/Tokyo", 300),
    ]


@pytest.mark.parametrize("other", [{"zone": "Asia/Tokyo"}, {"zone": "Europe/Berlin", "cut": 300}])
def test_a_stores_clock_stays_once_a_receipt_was_printed_and_its_name_may_change(other: dict[str, object]) -> None:
    sold = Till("t1", "m1", "s1", "Till 1", "Europe/Berlin", 240, 0, None, 20261124, 3)
    assert refusal(clock(State([STORE, sold]), **other)) == (ProblemCode.CONFLICT, "time_zone")  # type: ignore[arg-type]
    renamed = clock(State([STORE, sold]), "Europe/Berlin", name="Corner")
    assert [row.name for row in renamed.changed if isinstance(row, Store)] == ["Corner"]


def add_till(*rows: Record, name: str = "Till 2") -> Decision:
    return staff.add_till(State(rows), staff.AddTill("t2", "s1", "m1", name, TOKEN), MOMENT)


def test_another_till_has_its_stores_clock_and_a_name_of_its_own() -> None:
    made = add_till(STORE, TILL).reply
    assert isinstance(made, Till)
    assert (made.store_id, made.time_zone, made.day_cut_minutes) == ("s1", "Europe/Berlin", 240)
    assert refusal(add_till(STORE, TILL, name="Till 1")) == (ProblemCode.CONFLICT, "name")
    assert refusal(add_till(STORE, TOKEN)) == (ProblemCode.CONFLICT, "till_token")
    assert add_till(STORE, made).new == (), "said again, nothing is made"


def test_two_tills_of_a_store_are_not_called_alike() -> None:
    state = State([STORE, TILL, Till("t2", "m1", "s1", "Till 2", "Europe/Berlin", 240, 0, None, 0, 0)])
    assert refusal(staff.rename_till(state, staff.RenameTill("t2", "m1", "Till 1"), MOMENT))[1] == "name"
    found = staff.rename_till(state, staff.RenameTill("t2", "m1", "At the door"), MOMENT).reply
    assert isinstance(found, Till)
    assert found.name == "At the door"
