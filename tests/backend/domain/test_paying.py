"""Redemption: which account, how much, who has to say yes, what is written and who is told."""

from __future__ import annotations

from typing import Any

import pytest

from backend_stub.contract import ProblemCode
from backend_stub.domain.attempts import as_of
from backend_stub.domain.records import SECOND, Account, Redemption, Till
from backend_stub.domain.redemption import CONFIRM_WITHIN_S, Settle, settle
from tests.backend.domain.books import Books, is_broken

DAY = 86_400


def test_a_sale_moves_the_money_and_leaves_its_record_and_its_message() -> None:
    books = Books()
    sale = books.sale(450)
    assert (sale.amount_minor, sale.balance_after_minor, sale.customer_name) == (450, 5_550, "Mara T••")
    assert books.transfers() == [("redemption", "prepayment:first", "payable:shop", 450)]
    assert books.interactions() == [("purchase", 450)]
    assert books.told() == [("paid", 5_550)]


def test_falling_below_the_low_mark_is_told_once() -> None:
    books = Books()
    for amount_minor in (5_000, 500, 1, 1):
        books.sale(amount_minor)
    assert books.told() == [("paid", 1_000), ("paid", 500), ("paid", 499), ("low_balance", 499), ("paid", 498)]


def test_the_whole_balance_can_be_spent_and_nothing_below_zero() -> None:
    books = Books()
    books.change(Account, "first", balance_minor=450)
    assert books.redeem(books.code(1), 451).refusal == "insufficient_funds"
    assert books.sale(450).balance_after_minor == 0
    assert books.redeem(books.code(2), 1).refusal == "insufficient_funds"


def test_the_account_that_expires_first_pays_then_the_oldest() -> None:
    books = Books()
    books.account("younger", 6_000)
    books.account("expires late", 6_000, expires_at=books.now + 9 * SECOND)
    books.account("expires soon", 6_000, expires_at=books.now + 5 * SECOND)
    books.account("expired", 6_000, expires_at=books.now)
    spent = []
    for _ in range(4):
        spent.append(books.sale(450).account_id)
        books.change(Account, str(spent[-1]), balance_minor=0)
    assert spent == ["expires soon", "expires late", "first", "younger"]


def test_an_account_with_enough_money_is_preferred_to_one_that_comes_first() -> None:
    books = Books()
    books.account("small", 100, expires_at=books.now + SECOND)
    assert books.sale(450).account_id == "first"
    assert books.sale(100).account_id == "small"


def test_a_part_payment_takes_what_the_fullest_account_has() -> None:
    books = Books()
    books.change(Account, "first", balance_minor=300)
    books.account("fuller", 400)
    text = books.code(1)
    short = books.redeem(text, 450)
    assert (short.refusal, short.available_minor) == ("insufficient_funds", 400)
    paid = books.redeem(text, 450, part_payment=True)
    assert (paid.outcome, paid.amount_minor, paid.requested_minor, paid.account_id) == ("paid", 400, 450, "fuller")


def test_a_part_payment_of_nothing_is_refused() -> None:
    books = Books()
    books.change(Account, "first", balance_minor=0)
    assert books.redeem(books.code(1), 450, part_payment=True).refusal == "insufficient_funds"


def test_an_account_is_spent_only_where_its_programme_is_taken() -> None:
    books = Books()
    text = books.code(1)
    elsewhere = books.redeem(text, till_id="till-other", public_service_id="other")
    assert elsewhere.refusal == "no_account_here"
    books.programme("group", "shop", "other")
    books.account("group account", 500, programme_id="group")
    assert books.redeem(text, till_id="till-other", public_service_id="other").account_id == "group account"


def test_the_limits_of_several_programmes_are_weighed_account_by_account() -> None:
    books = Books()
    books.programme("card", "shop", payment_max_minor=400, confirm_above_minor=None)
    books.programme("big", "shop", payment_max_minor=900, confirm_above_minor=None)
    books.account("big account", 1_000, programme_id="big")
    text = books.code(1)
    refused = books.redeem(text, 901)
    assert (refused.refusal, refused.limit_minor) == ("above_payment_limit", 900)
    assert books.redeem(text, 900).account_id == "big account"


def test_a_till_takes_money_for_its_own_merchant_and_operators_only() -> None:
    books = Books()
    text = books.code(1)
    assert is_broken(books.redeem(text, public_service_id="other"), ProblemCode.FORBIDDEN, "public_service_id")
    assert is_broken(books.redeem(text, operator_id="otto"), ProblemCode.NOT_FOUND, "operator_id")
    assert is_broken(books.redeem(text, operator_id="nobody"), ProblemCode.NOT_FOUND, "operator_id")
    assert books.redeem(text, operator_id="anna").operator_id == "anna"


def test_a_repeat_gets_the_same_answer_and_another_body_or_till_none() -> None:
    books = Books()
    text = books.code(1)
    first = books.redeem(text, attempt="one")
    assert books.redeem(text, attempt="one") == first
    assert is_broken(books.redeem(text, 451, attempt="one"), ProblemCode.KEY_REUSED)
    assert is_broken(books.redeem(text, attempt="one", till_id="till-2"), ProblemCode.KEY_REUSED)
    assert books.balance() == 5_550


# --- receipt numbers --------------------------------------------------------------------------------------------------


def numbers(books: Books, *tills: str) -> list[Any]:
    return [books.sale(1, till_id=till).receipt_number for till in tills]


def test_receipts_are_numbered_without_a_gap_for_each_till_and_business_day() -> None:
    books = Books()
    assert numbers(books, "till", "till", "till-2", "till") == [
        "2026-1123-001",
        "2026-1123-002",
        "2026-1123-001",
        "2026-1123-003",
    ]
    books.redeem(books.code(1), 60_000)  # refused: takes no number
    assert numbers(books, "till") == ["2026-1123-004"]
    books.forward(DAY)
    assert numbers(books, "till", "till-2") == ["2026-1124-001", "2026-1124-001"]


def test_a_clock_put_back_over_the_end_of_the_day_gives_no_number_twice() -> None:
    books = Books()
    given = numbers(books, "till", "till")
    books.forward(DAY)
    given += numbers(books, "till")
    books.forward(-DAY)
    given += numbers(books, "till", "till")
    assert given == ["2026-1123-001", "2026-1123-002", "2026-1124-001", "2026-1124-002", "2026-1124-003"]


# --- the customer's word ----------------------------------------------------------------------------------------------


def test_up_to_the_limit_nobody_is_asked_and_above_it_the_customer_is() -> None:
    books = Books()
    assert books.redeem(books.code(1), 5_000).outcome == "paid"
    books.top_up(5_000)
    waiting = books.redeem(books.code(2), 5_001)
    assert (waiting.outcome, waiting.amount_minor) == ("awaiting_customer", 5_001)
    assert waiting.confirm_until == books.now + CONFIRM_WITHIN_S * SECOND
    assert books.balance() == 6_000
    assert books.told()[-1] == ("confirm_payment", 6_000)


def test_after_so_many_payments_of_a_business_day_the_customer_is_asked_and_the_next_day_not() -> None:
    books = Books()
    books.programme("card", "shop", confirm_after_payments=2)
    assert [books.redeem(books.code(number), 100).outcome for number in (1, 2, 3)] == [
        "paid",
        "paid",
        "awaiting_customer",
    ]
    books.forward(DAY)
    assert books.redeem(books.code(4), 100).outcome == "paid"


def test_a_part_payment_below_the_limit_needs_no_word() -> None:
    books = Books()
    books.change(Account, "first", balance_minor=4_000)
    assert books.redeem(books.code(1), 6_000, part_payment=True).outcome == "paid"


def test_the_customer_says_yes_and_it_is_paid_once() -> None:
    books = Books()
    waiting = books.waiting()
    books.forward(44.999999)
    paid = books.confirm(waiting)
    assert (paid.outcome, paid.balance_after_minor, paid.receipt_number) == ("paid", 500, "2026-1123-001")
    assert books.confirm(waiting) == paid
    assert books.confirm(waiting, accept=False) == paid
    assert books.transfers() == [("redemption", "prepayment:first", "payable:shop", 5_500)]
    assert books.interactions() == [("purchase", 5_500)]


def test_the_customer_says_no_and_stays_with_it() -> None:
    books = Books()
    waiting = books.waiting()
    declined = books.confirm(waiting, accept=False)
    assert (declined.outcome, declined.refusal, declined.amount_minor) == ("refused", "customer_declined", 0)
    assert books.confirm(waiting, accept=True) == declined
    assert books.balance() == 6_000


def test_at_forty_five_seconds_the_question_is_over() -> None:
    books = Books()
    waiting = books.waiting()
    books.forward(45)
    late = books.confirm(waiting)
    assert (late.outcome, late.refusal, late.decided_at) == ("refused", "confirmation_timed_out", waiting.confirm_until)
    assert books.balance() == 6_000


def test_what_was_told_to_be_over_stays_over_when_the_clock_is_put_back() -> None:
    books = Books()
    waiting = books.waiting()
    books.forward(45)
    assert as_of(waiting, books.now).refusal == "confirmation_timed_out"
    books.done(settle(books.state, Settle(waiting.id), books.moment()))
    books.forward(-30)
    assert books.confirm(waiting).refusal == "confirmation_timed_out"
    assert is_broken(settle(books.state, Settle("nothing"), books.moment()).reply, ProblemCode.NOT_FOUND)


def test_a_reversal_while_waiting_ends_the_question() -> None:
    books = Books()
    waiting = books.waiting()
    assert books.reverse(waiting.id).outcome == "closed"
    assert books.confirm(waiting).outcome == "closed"
    assert (books.balance(), books.transfers()) == (6_000, [])


def test_nobody_else_can_answer_for_the_customer() -> None:
    books = Books()
    assert is_broken(books.confirm(books.waiting(), customer="jonas"), ProblemCode.NOT_FOUND)


def test_a_confirmed_payment_does_not_overdraw_what_was_spent_meanwhile() -> None:
    books = Books()
    one, two = books.waiting(), books.waiting(5_200)
    assert books.confirm(one).outcome == "paid"
    short = books.confirm(two)
    assert (short.refusal, short.available_minor, books.balance()) == ("insufficient_funds", 500, 500)


@pytest.mark.parametrize(
    ("kind", "key", "change", "refusal"),
    [(Till, "till", {"suspended_at": 1}, "till_suspended"), (Account, "first", {"expires_at": 1}, "no_account_here")],
)
def test_what_ended_while_the_customer_was_asked_can_not_pay(
    kind: Any, key: str, change: dict[str, int], refusal: str
) -> None:
    books = Books()
    waiting = books.waiting()
    books.change(kind, key, **change)
    assert books.confirm(waiting).refusal == refusal
    assert books.balance() == 6_000


def test_an_attempt_that_does_not_wait_reads_the_same_at_any_time() -> None:
    books = Books()
    sale = books.sale()
    assert isinstance(sale, Redemption)
    assert as_of(sale, books.now + 10**15) is sale
