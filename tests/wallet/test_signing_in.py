"""Signing up, in and out on the pages."""

from __future__ import annotations

import re
from collections.abc import Callable

from backend_stub.services.platform import new_id
from tests.backend.shop import World
from tests.wallet.conftest import OTHER_PIN, PIN, Browser, account_of, read_link, shown_code

Visit = Callable[..., Browser]


def test_a_stranger_signs_up_with_a_handle_a_name_and_a_pin_and_comes_back_with_them(visit: Visit) -> None:
    first = visit()
    assert first.sign_up("nora").url.path == "/wallet"
    other = visit()
    assert not other.is_signed_in
    assert other.sign_in("nora").url.path == "/wallet"
    assert "Nora" in other.get("/wallet").text


def test_a_sign_up_that_is_sent_twice_signs_up_once(visit: Visit) -> None:
    browser = visit()
    browser.get("/wallet/sign-up")
    form = {"csrf": browser.csrf, "key": new_id(), "handle": "nora", "name": "Nora", "pin": PIN}
    cookies = dict(browser.client.cookies)
    lost = browser.send("POST", "/wallet/sign-up", data=form, follow_redirects=False)
    browser.client.cookies.clear()
    for name, value in cookies.items():  # the answer never arrived: the browser sends the form again
        browser.client.cookies.set(name, value)
    again = browser.send("POST", "/wallet/sign-up", data=form, follow_redirects=False)
    assert (lost.status_code, again.status_code) == (303, 303)
    assert lost.cookies["wallet"] == again.cookies["wallet"]
    assert browser.is_signed_in


def test_what_is_wrong_with_a_sign_up_is_said_at_its_field_and_nothing_is_kept(visit: Visit) -> None:
    browser = visit()
    for wrong, said in (
        ({"handle": "N!"}, "begin with a letter or figure"),
        ({"name": " "}, "Write 1 to 80 letters."),
        ({"name": "Nora\u202e"}, "Write 1 to 80 letters."),
        ({"pin": "12a456"}, "Key 6 to 12 figures."),
        ({"pin": "777777"}, "Too easy to guess."),
    ):
        form = {"handle": "nora", "name": "Nora", "pin": PIN} | wrong
        browser.get("/wallet/sign-up")
        answer = browser.post("/wallet/sign-up", **form)
        assert (answer.status_code, said in answer.text, browser.is_signed_in) == (422, True, False)


def test_signing_out_here_leaves_the_other_devices_and_everywhere_leaves_none(visit: Visit) -> None:
    phone, tablet, third = visit(), visit(), visit()
    phone.sign_up("nora")
    for one in (tablet, third):
        one.sign_in("nora")
    phone.get("/wallet/me")
    assert phone.post("/wallet/sign-out").url.path == "/wallet/sign-in"
    assert (phone.is_signed_in, tablet.is_signed_in, third.is_signed_in) == (False, True, True)
    tablet.get("/wallet/me/devices")
    tablet.post("/wallet/sign-out", device="all")
    assert (tablet.is_signed_in, third.is_signed_in) == (False, False)


def test_a_device_is_signed_out_from_another_and_its_code_is_over_at_once(world: World, visit: Visit) -> None:
    lost, kept = visit(), visit()
    lost.sign_up("nora")
    account_of(lost, world, minor=2_000)
    code = shown_code(lost.get("/wallet/pay"))
    kept.sign_in("nora")
    devices = kept.get("/wallet/me/devices").text
    device = re.search(r'name="device" value="([0-9a-f-]{36})"', devices)
    assert device
    kept.post("/wallet/sign-out", device=device[1])
    assert not lost.is_signed_in
    assert world.redeem(code).json()["refusal"]["reason"] == "code_not_usable"


def test_another_device_signs_in_by_a_link_that_works_once_and_not_for_long(world: World, visit: Visit) -> None:
    phone, tablet, thief = visit(), visit(), visit()
    phone.sign_up("nora")
    phone.get("/wallet/me/devices")
    links = [read_link(phone.post("/wallet/me/link")) for _ in range(2)]
    tablet.get("/wallet/link")
    assert tablet.post("/wallet/link", secret=links[0]).url.path == "/wallet"
    thief.get("/wallet/link")
    assert thief.post("/wallet/link", secret=links[0]).status_code == 409
    world.clock.forward(301)
    assert thief.post("/wallet/link", secret=links[1]).status_code == 409
    assert tablet.is_signed_in
    assert not thief.is_signed_in


def test_the_pin_is_changed_by_who_knows_the_old_one_only(visit: Visit) -> None:
    browser, later = visit(), visit()
    browser.sign_up("nora")
    browser.get("/wallet/me/pin")
    assert browser.post("/wallet/me/pin", old=OTHER_PIN, pin=OTHER_PIN).status_code == 422
    assert browser.post("/wallet/me/pin", old=PIN, pin=OTHER_PIN).status_code == 200
    assert later.sign_in("nora", PIN).status_code == 422
    assert later.sign_in("nora", OTHER_PIN).url.path == "/wallet"


def test_in_the_demo_a_tap_is_enough_and_elsewhere_there_is_no_such_door(world: World, visit: Visit) -> None:
    browser = visit()
    browser.get("/wallet/sign-in")
    assert browser.post("/wallet/demo", handle="mara").url.path == "/wallet"
    object.__setattr__(world.platform, "options", type(world.platform.options)(demo_funding=False))
    other = visit()
    assert "Demo" not in other.get("/wallet/sign-in").text
    assert other.post("/wallet/demo", handle="mara").url.path == "/wallet/sign-in"
    assert not other.is_signed_in


def test_a_session_ends_by_itself_after_ninety_days(world: World, visit: Visit) -> None:
    browser = visit()
    browser.sign_up("nora")
    world.clock.forward(90 * 86_400 - 1)
    assert browser.is_signed_in
    world.clock.forward(1)
    assert not browser.is_signed_in
