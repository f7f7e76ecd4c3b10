"""Memberships on the pages: they come by themselves, say why, and a customer's word holds."""

from __future__ import annotations

from collections.abc import Callable

from backend_stub.services.platform import new_id
from tests.backend.members import Members
from tests.backend.shop import World
from tests.wallet.conftest import Browser, account_of, shown_code

Visit = Callable[..., Browser]


def test_a_stranger_becomes_a_member_sees_why_leaves_and_is_not_taken_in_again(visit: Visit, world: World) -> None:
    shop, browser = Members(world), visit()
    browser.sign_up("nora")
    account_of(browser, world, minor=10_000)
    page = f"/wallet/memberships/{world.tea.merchant_id}"
    for _ in range(3):
        world.clock.forward(3_600)
        key = new_id()
        answer = world.redeem(shown_code(browser.get("/wallet/pay")), 450, key=key, accept_benefits=True)
        assert answer.json()["outcome"] == "paid"
    assert "You are Member now" in browser.get(f"/wallet/payments/{key}").text
    why = browser.get(page).text
    assert "Why am I Member?" in why
    assert why.count("€4.50") == 3
    assert "Next: Silver" in why
    assert browser.post(page, wish="mute").status_code == 200
    assert "Hear from them" in browser.get(page).text
    browser.post(page, wish="leave")
    assert "Come back" in browser.get(page).text
    assert world.redeem(shown_code(browser.get("/wallet/pay")), 450).json()["outcome"] == "paid"
    shop.run_the_day()
    assert "Not a member" in browser.get(page).text
    browser.post(page, wish="rejoin")
    assert "Come back" not in browser.get(page).text


def test_another_customers_membership_is_not_there(visit: Visit, world: World) -> None:
    shop, browser = Members(world), visit()
    shop.buy(world.mara)
    browser.sign_up("nora")
    assert browser.get(f"/wallet/memberships/{world.tea.merchant_id}").status_code == 404


def test_the_first_page_says_the_tier_the_points_and_what_is_missing_to_join(visit: Visit, world: World) -> None:
    Members(world)
    browser = visit()
    browser.sign_up("nora")
    account_of(browser, world, minor=10_000)
    said, lists = list[str](), list[str]()
    for _ in range(3):
        world.clock.forward(3_600)
        sale = world.redeem(shown_code(browser.get("/wallet/pay")), 450, accept_benefits=True)
        assert sale.json()["outcome"] == "paid"
        said.append(browser.get("/wallet").text)
        lists.append(browser.get("/wallet/memberships").text)
    assert "2 more visits to join" in said[0]
    assert "1 more visit to join" in said[1]
    assert "2 more visits to join" in lists[0]
    assert "until Silver" in lists[2]
    assert '<span class="pill">Member</span>' in said[2]


def test_the_first_page_tells_the_latest_and_leads_to_the_receipt(visit: Visit, world: World) -> None:
    browser = visit()
    browser.sign_up("nora")
    account_of(browser, world, minor=2_000)
    sale = world.redeem(shown_code(browser.get("/wallet/pay")), 450).json()
    text = browser.get("/wallet").text
    assert f'href="/wallet/payments/{sale["attempt_id"]}"' in text
    assert "3 new" in text
    assert sale["receipt_number"] in browser.get("/wallet/messages").text
    assert sale["receipt_number"] in browser.get(f"/wallet/payments/{sale['attempt_id']}").text


def test_what_is_missing_is_told_also_where_there_is_no_account_and_what_to_do_when_it_is_wrong(
    visit: Visit, world: World
) -> None:
    Members(world)
    browser = visit()
    browser.sign_up("nora")
    account_id = account_of(browser, world, minor=450)
    key = new_id()
    paid = world.redeem(shown_code(browser.get("/wallet/pay")), 450, key=key, accept_benefits=True)
    assert paid.json()["outcome"] == "paid"
    browser.get(f"/wallet/accounts/{account_id}")
    browser.post(f"/wallet/accounts/{account_id}/life", act="close")
    assert "2 more visits to join" in browser.get("/wallet").text
    page = f"/wallet/memberships/{world.tea.merchant_id}"
    assert f'href="/wallet/payments/{key}"' in browser.get(page).text
    wrong = browser.get(f"{page}/wrong").text
    assert f'href="/wallet/payments/{key}"' in wrong
    assert "Show its receipt at" in wrong
    browser.get(page)
    browser.post(page, wish="decline")
    assert "to join" not in browser.get("/wallet").text
