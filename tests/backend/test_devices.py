"""A customer with several devices, each with its code."""

from __future__ import annotations

from dataclasses import replace

from tests.backend.shop import Payer, World


def _second_device(world: World, payer: Payer, letter: str = "d") -> Payer:
    token = letter * 43
    added = world.api.post("/v1/devices", payer.token, {"device_name": "Tablet", "token": token})
    assert added.status_code == 200, added.text
    assert added.json()["customer_id"] == payer.customer_id
    return replace(payer, token=token, device_id=added.json()["device_id"])


def test_each_device_has_a_code_of_its_own_and_spending_one_leaves_the_other(world: World) -> None:
    tablet = _second_device(world, world.mara)
    on_phone, on_tablet = world.code(world.mara), world.code(tablet)
    assert world.redeem(on_phone).json()["outcome"] == "paid"
    assert world.redeem(on_tablet).json()["outcome"] == "paid"
    assert world.balance(tablet) == world.balance(world.mara) == 6_000 - 2 * 450


def test_a_token_in_use_is_not_given_to_another_device(world: World) -> None:
    _second_device(world, world.mara)
    taken = world.api.post("/v1/devices", world.jonas.token, {"device_name": "Mine", "token": "d" * 43})
    assert (taken.status_code, taken.json()["code"]) == (409, "conflict")


def test_another_customer_can_not_take_a_device_over_by_its_id(world: World) -> None:
    tablet = _second_device(world, world.mara)
    body = {"device_name": "Tablet", "token": "f" * 43}
    answer = world.api.post("/v1/devices", world.jonas.token, body, tablet.device_id)
    assert answer.status_code == 422
