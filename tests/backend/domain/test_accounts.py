"""Sign-up, opening an account, topping up: within bounds, once a key, told to whom it concerns."""

from __future__ import annotations

from typing import Any

import pytest

from backend_stub.contract import ProblemCode
from backend_stub.domain.accounts import ACCOUNTS_MAX, Establish, Join, establish, join
from backend_stub.domain.records import Account, Till
from tests.backend.domain.books import Books, is_broken

JOIN = Join("new", "device", "new.one", "New One", "One", "Phone", "#token", "body")


def test_a_person_signs_up_once_with_a_device_and_a_token() -> None:
    books = Books()
    made = books.done(join(books.state, JOIN, books.moment()))
    assert made.social_id == "new.one"
    assert join(books.state, JOIN, books.moment()).reply == made
    assert join(books.state, JOIN, books.moment()).new == ()


def test_a_taken_social_id_or_token_is_a_conflict_and_a_reused_key_an_error() -> None:
    books = Books()
    books.done(join(books.state, JOIN, books.moment()))
    other = Join("other", "d2", "mara", "X", "", "Phone", "#2", "body")
    assert is_broken(join(books.state, other, books.moment()).reply, ProblemCode.CONFLICT, "social_id")
    other = Join("other", "d2", "free.one", "X", "", "Phone", "#token", "body")
    assert is_broken(join(books.state, other, books.moment()).reply, ProblemCode.CONFLICT, "token")
    other = Join("new", "d2", "free.one", "X", "", "Phone", "#2", "another body")
    assert is_broken(join(books.state, other, books.moment()).reply, ProblemCode.KEY_REUSED)


def test_an_account_begins_empty_and_is_told() -> None:
    books = Books()
    command = Establish("second", "mara", "card", "body")
    made = books.done(establish(books.state, command, books.moment()))
    assert (made.balance_minor, made.currency) == (0, "EUR")
    assert books.told() == [("account_opened", 0)]
    assert establish(books.state, command, books.moment()).reply == made
    for wrong in (Establish("second", "jonas", "card", "body"), Establish("second", "mara", "card", "other")):
        assert is_broken(establish(books.state, wrong, books.moment()).reply, ProblemCode.KEY_REUSED)
    nowhere = Establish("third", "mara", "no programme", "body")
    assert is_broken(establish(books.state, nowhere, books.moment()).reply, ProblemCode.NOT_FOUND, "programme_id")


def test_a_customer_has_so_many_accounts_and_no_more() -> None:
    books = Books()
    for number in range(ACCOUNTS_MAX - 1):
        books.done(establish(books.state, Establish(f"more-{number}", "mara", "card", "body"), books.moment()))
    one_more = Establish("one more", "mara", "card", "body")
    assert is_broken(establish(books.state, one_more, books.moment()).reply, ProblemCode.RULE_BROKEN, "programme_id")
    for_another = Establish("another's", "jonas", "card", "body")
    assert isinstance(establish(books.state, for_another, books.moment()).reply, Account)


@pytest.mark.parametrize("amount_minor", [99, 50_001])
def test_a_top_up_outside_its_bounds_is_refused_with_the_bounds(amount_minor: int) -> None:
    reply = Books().top_up(amount_minor)
    assert is_broken(reply, ProblemCode.RULE_BROKEN, "amount_minor")
    assert reply.detail == "a top-up of this programme is from 1.00 EUR to 500.00 EUR"


@pytest.mark.parametrize("amount_minor", [100, 50_000])
def test_a_top_up_at_its_bounds_goes_in(amount_minor: int) -> None:
    books = Books()
    assert books.top_up(amount_minor).balance_after_minor == 6_000 + amount_minor
    assert books.transfers() == [("top_up", "clearing:EUR", "prepayment:first", amount_minor)]
    assert books.interactions() == [("top_up", amount_minor)]
    assert books.told() == [("topped_up", 6_000 + amount_minor)]


def test_an_account_holds_at_most_what_its_programme_says() -> None:
    books = Books()
    books.change(Account, "first", balance_minor=99_000)
    assert is_broken(books.top_up(1_001), ProblemCode.RULE_BROKEN, "amount_minor")
    assert books.top_up(1_000).balance_after_minor == 100_000


def test_cash_at_the_till_is_owed_by_the_merchant_in_whose_drawer_it_lies() -> None:
    books = Books()
    done = books.top_up(1_000, till_id="till", customer_id=None)
    assert (done.source, done.customer_name) == ("cash", "Mara T••")
    assert books.transfers() == [("top_up", "payable:shop", "prepayment:first", 1_000)]


def test_a_till_fills_only_accounts_its_merchant_takes_and_not_while_suspended() -> None:
    books = Books()
    assert is_broken(books.top_up(till_id="till-other", customer_id=None), ProblemCode.NOT_FOUND, "account_id")
    books.change(Till, "till", suspended_at=1)
    assert is_broken(books.top_up(till_id="till", customer_id=None), ProblemCode.FORBIDDEN)
    assert books.balance() == 6_000


def test_a_code_shown_for_a_top_up_is_spent_by_it_but_not_by_a_refusal() -> None:
    books = Books()
    text = books.code(1)
    shown = {"till_id": "till", "customer_id": None, "account_id": None, "code_hash": f"#{text}"}
    assert is_broken(books.top_up(1, **shown), ProblemCode.RULE_BROKEN, "amount_minor")
    assert books.top_up(1_000, **shown).account_id == "first"
    assert is_broken(books.top_up(1_000, **shown), ProblemCode.RULE_BROKEN, "code")
    assert books.redeem(text).refusal == "code_not_usable"


def test_a_code_shown_for_a_top_up_fills_the_account_of_that_currency() -> None:
    books = Books()
    books.programme("dollars", "shop", currency="USD")
    books.account("usd", 0, programme_id="dollars", currency="USD")
    shown = {"till_id": "till", "customer_id": None, "account_id": None}
    assert books.top_up(currency="USD", code_hash=f"#{books.code(1)}", **shown).account_id == "usd"
    unfit = books.top_up(currency="CHF", code_hash=f"#{books.code(2)}", **shown)
    assert is_broken(unfit, ProblemCode.RULE_BROKEN, "currency")


def test_nothing_is_put_into_another_customers_account() -> None:
    books = Books()
    assert is_broken(books.top_up(customer_id="jonas"), ProblemCode.NOT_FOUND, "account_id")


@pytest.mark.parametrize("how", [{}, {"till_id": "till", "customer_id": None}])
def test_a_top_up_does_not_revive_what_has_expired(how: dict[str, Any]) -> None:
    books = Books()
    books.change(Account, "first", expires_at=books.now)
    assert books.top_up(1_000, **how).balance_after_minor == 1_000
    assert ("expiry", "prepayment:first", "breakage:EUR", 6_000) in books.transfers()
    assert books.sale(1_000).balance_after_minor == 0


def test_a_repeated_top_up_is_the_same_one_and_its_key_serves_no_other() -> None:
    books = Books()
    first = books.top_up(topup_id="one")
    assert books.top_up(topup_id="one") == first
    for wrong in ({"request_hash": "other"}, {"customer_id": "jonas"}, {"till_id": "till", "customer_id": None}):
        assert is_broken(books.top_up(topup_id="one", **wrong), ProblemCode.KEY_REUSED)
    assert books.balance() == 7_000
