"""Payment codes: one-time, short-lived, one live code a device, bound to what they were asked for."""

from __future__ import annotations

import pytest
from stdnum.iso7064 import mod_11_10

from backend_stub.contract import CodeText, ProblemCode, check_digit, classify_code, payment_code
from backend_stub.domain import codes
from backend_stub.domain.records import Account, Code, Device
from backend_stub.services.secrets import new_code
from tests.backend.domain.books import GOOD_TEXT, Books, is_broken, text_of


def test_the_check_digit_is_that_of_iso_7064_as_another_library_reckons_it() -> None:
    for number in [*range(300), *range(10**14, 10**15, 37 * 10**11)]:
        digits = f"73{number:015d}"
        assert check_digit(digits) == mod_11_10.calc_check_digit(digits)
        assert mod_11_10.is_valid(payment_code(f"{number:015d}"))


def test_every_single_wrong_digit_is_found() -> None:
    for place in range(18):
        for digit in "0123456789":
            wrong = GOOD_TEXT[:place] + digit + GOOD_TEXT[place + 1 :]
            expected = CodeText.OURS if wrong == GOOD_TEXT else CodeText.WRONG_CHECK_DIGIT
            assert classify_code(wrong) is (expected if wrong.startswith("73") else CodeText.NOT_OURS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7",
        GOOD_TEXT[:-1],
        GOOD_TEXT + "0",
        " " + GOOD_TEXT[1:],
        GOOD_TEXT[:-1] + "\n",
        "134567890123456789",
        "https://73.example",
        "73" + "\uff11" * 16,
        "73²" + GOOD_TEXT[3:],
    ],
)
def test_another_text_is_none_of_ours(text: str) -> None:
    assert classify_code(text) is CodeText.NOT_OURS


@pytest.mark.parametrize("body", ["", "1" * 14, "1" * 16, "12345678901234x", "\uff11" * 15])
def test_a_code_is_made_of_fifteen_digits_only(body: str) -> None:
    with pytest.raises(ValueError, match="15 digits"):
        payment_code(body)


def test_drawn_codes_are_ours_and_all_different() -> None:
    drawn = {new_code() for _ in range(2_000)}
    assert len(drawn) == 2_000
    assert {classify_code(text) for text in drawn} == {CodeText.OURS}


def test_a_code_lives_as_long_as_its_programme_says_and_not_a_microsecond_longer() -> None:
    books = Books()
    text = books.code(1)
    books.forward(60)
    assert books.redeem(text).refusal == "code_not_usable"
    books.now -= 1
    assert books.redeem(text).outcome == "paid"


def test_the_shortest_life_of_the_accounts_counts() -> None:
    books = Books()
    books.programme("quick", "shop", code_lifetime_s=15)
    books.account("second", 100, programme_id="quick")
    books.code(1)
    assert books.state.need(Code, "code-1").expires_at == books.now + 15_000_000
    books.code(2, account_id="first")
    assert books.state.need(Code, "code-2").expires_at == books.now + 60_000_000


def test_a_renewed_codes_predecessor_is_good_until_its_own_end_and_the_one_before_it_is_not() -> None:
    books = Books()
    texts = [books.code(number) for number in (1, 2, 3)]
    assert books.redeem(texts[0]).refusal == "code_not_usable"
    assert books.redeem(texts[1]).outcome == "paid"


@pytest.mark.parametrize(("used", "left"), [(0, 1), (1, 0)])
def test_spending_either_of_two_live_codes_ends_both(used: int, left: int) -> None:
    books = Books()
    texts = [books.code(1), books.code(2)]
    assert books.redeem(texts[used]).outcome == "paid"
    assert books.redeem(texts[left]).refusal == "code_not_usable"
    assert books.redeem(texts[used]).refusal == "code_used_at_this_till"
    assert books.redeem(texts[used], till_id="till-2").refusal == "code_not_usable"


def test_asking_the_customer_spends_the_code_too() -> None:
    books = Books()
    text = books.code(1)
    attempt = books.redeem(text, 5_500)
    assert attempt.outcome == "awaiting_customer"
    assert books.redeem(text, 5_500).refusal == "code_used_at_this_till"
    books.reverse(attempt.id)
    assert books.redeem(text, 100).refusal == "code_not_usable"


def test_a_clock_that_jumps_back_revives_no_spent_code() -> None:
    books = Books()
    older, newer = books.code(1), books.code(2)
    books.redeem(newer)
    books.now -= 3_600_000_000
    assert books.redeem(older).refusal == "code_not_usable"
    assert books.redeem(newer).refusal == "code_used_at_this_till"


def test_another_devices_codes_are_not_affected() -> None:
    books = Books()
    phone, tablet = books.code(1), books.code(2, device="tablet")
    assert books.redeem(phone).outcome == "paid"
    assert books.redeem(tablet).outcome == "paid"
    assert (books.state.need(Device, "phone").codes_ended, books.state.need(Device, "tablet").codes_ended) == (1, 1)


def test_a_code_bound_to_an_account_spends_no_other() -> None:
    books = Books()
    books.account("second", 100)
    text = books.code(1, account_id="second")
    assert books.redeem(text, 450).refusal == "insufficient_funds"
    assert books.redeem(text, 100).account_id == "second"


def test_a_code_with_a_limit_takes_the_limit_and_not_a_cent_more() -> None:
    books = Books()
    text = books.code(1, limit_minor=450)
    refused = books.redeem(text, 451)
    assert (refused.refusal, refused.limit_minor) == ("above_code_limit", 450)
    assert books.redeem(text, 450).outcome == "paid"


def test_the_same_request_gets_the_same_code_and_another_body_none() -> None:
    books = Books()
    books.code(1)
    first = books.state.need(Code, "code-1")
    command = codes.IssueCode("code-1", "phone", "mara", None, None, "#drawn again", "sealed again", "body")
    assert codes.issue(books.state, command, books.moment()).reply == first
    books.forward(60)
    assert is_broken(codes.issue(books.state, command, books.moment()).reply, ProblemCode.CONFLICT)
    other = codes.IssueCode("code-1", "phone", "mara", None, 5, "#x", "sealed", "another body")
    assert is_broken(codes.issue(books.state, other, books.moment()).reply, ProblemCode.KEY_REUSED)


def test_without_an_account_there_is_no_code() -> None:
    books = Books()
    books.change(Account, "first", customer_id="nobody")
    command = codes.IssueCode("code-9", "phone", "mara", "nowhere", None, "#x", "sealed", "body")
    assert is_broken(codes.issue(books.state, command, books.moment()).reply, ProblemCode.NOT_FOUND, "account_id")


def test_a_text_never_drawn_is_not_usable() -> None:
    assert Books().redeem(text_of(5)).refusal == "code_not_usable"
