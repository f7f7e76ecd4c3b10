"""Reversals and refunds: bounded by what was taken, repeatable, told, and each a transfer the other way."""

from __future__ import annotations

import pytest

from backend_stub.contract import ProblemCode
from backend_stub.domain.records import Redemption, Till
from tests.backend.domain.books import Books, is_broken

BACK = ("payable:shop", "prepayment:first")


def test_reversing_an_attempt_never_seen_closes_it_before_it_can_be_paid() -> None:
    books = Books()
    text = books.code(1)
    closed = books.reverse("lost")
    assert (closed.outcome, closed.amount_minor, closed.currency) == ("closed", 0, "EUR")
    late = books.redeem(text, attempt="lost")
    assert late == closed
    assert (books.balance(), books.transfers(), books.told()) == (6_000, [], [])
    assert books.redeem(text).outcome == "paid"  # the code was never spent
    assert is_broken(books.redeem(text, attempt="lost", till_id="till-2"), ProblemCode.KEY_REUSED)


def test_reversing_a_paid_sale_returns_all_of_it_once() -> None:
    books = Books()
    sale = books.sale(450)
    undone = books.reverse(sale.id)
    assert (undone.outcome, undone.refunded_minor, undone.balance_after_minor) == ("reversed", 450, 6_000)
    assert books.reverse(sale.id, key="again") == undone
    assert books.balance() == 6_000
    assert books.transfers()[1:] == [("reversal", *BACK, 450)]
    assert books.interactions() == [("purchase", 450), ("refund", 450)]
    assert books.told() == [("paid", 5_550), ("reversed", 6_000)]


def test_reversing_a_partly_refunded_sale_returns_the_rest() -> None:
    books = Books()
    sale = books.sale(450)
    books.refund(sale.id, 100)
    assert books.reverse(sale.id).refunded_minor == 450
    assert [amount for kind, *_, amount in books.transfers() if kind == "reversal"] == [350]
    assert books.balance() == 6_000


def test_reversing_what_is_all_given_back_or_refused_changes_nothing() -> None:
    books = Books()
    sale = books.sale(450)
    books.refund(sale.id)
    refunded = books.state.need(Redemption, sale.id)
    assert books.reverse(sale.id) == refunded
    refused = books.redeem(books.code(1), 9_000)
    assert books.reverse(refused.id) == refused
    assert books.balance() == 6_000


@pytest.mark.parametrize("till", ["till-other", "till-2"])
def test_a_till_reverses_only_what_it_took_itself(till: str) -> None:
    books = Books()
    sale = books.sale(450)
    assert is_broken(books.reverse(sale.id, till=till), ProblemCode.NOT_FOUND)
    assert books.balance() == 5_550


def test_a_suspended_till_can_still_end_what_it_does_not_know_of() -> None:
    books = Books()
    sale = books.sale(450)
    books.change(Till, "till", suspended_at=1)
    assert books.reverse(sale.id).outcome == "reversed"
    assert books.reverse("lost").outcome == "closed"


def test_a_full_refund_gives_all_back_and_names_its_receipt() -> None:
    books = Books()
    sale = books.sale(450)
    done = books.refund(sale.id)
    assert (done.amount_minor, done.balance_after_minor, done.receipt_number) == (450, 6_000, "2026-1123-001-R1")
    assert books.transfers()[1:] == [("refund", *BACK, 450)]
    assert books.interactions()[1:] == [("refund", 450)]
    assert books.told()[1:] == [("refunded", 6_000)]


def test_refunds_in_parts_end_at_what_was_taken() -> None:
    books = Books()
    sale = books.sale(450)
    parts = [books.refund(sale.id, amount_minor) for amount_minor in (200, 249)]
    assert [part.refunded_total_minor for part in parts] == [200, 449]
    assert [part.receipt_number[-3:] for part in parts] == ["-R1", "-R2"]
    assert is_broken(books.refund(sale.id, 2), ProblemCode.RULE_BROKEN, "amount_minor")
    assert books.refund(sale.id).amount_minor == 1
    assert is_broken(books.refund(sale.id), ProblemCode.RULE_BROKEN, "amount_minor")
    assert books.balance() == 6_000


def test_a_repeated_refund_is_the_same_refund_and_its_key_serves_no_other() -> None:
    books = Books()
    sale, other = books.sale(450), books.sale(450)
    first = books.refund(sale.id, 100, refund_id="one")
    assert books.refund(sale.id, 100, refund_id="one") == first
    assert is_broken(books.refund(sale.id, 200, refund_id="one"), ProblemCode.KEY_REUSED)
    another = books.refund(other.id, 100, refund_id="one", merchant_id="other")
    assert is_broken(another, ProblemCode.KEY_REUSED)
    assert books.balance() == 6_000 - 900 + 100


def test_only_what_was_paid_at_this_merchant_is_given_back() -> None:
    books = Books()
    sale = books.sale(450)
    waiting = books.waiting(5_500)
    books.reverse("lost")
    assert is_broken(books.refund(sale.id, merchant_id="other"), ProblemCode.NOT_FOUND, "attempt_id")
    assert is_broken(books.refund("nothing"), ProblemCode.NOT_FOUND, "attempt_id")
    for attempt in (waiting.id, "lost"):
        assert is_broken(books.refund(attempt), ProblemCode.CONFLICT, "attempt_id")
    books.reverse(sale.id)
    assert is_broken(books.refund(sale.id), ProblemCode.CONFLICT, "attempt_id")


def test_a_suspended_till_gives_nothing_back() -> None:
    books = Books()
    sale = books.sale(450)
    books.change(Till, "till", suspended_at=1)
    assert is_broken(books.refund(sale.id), ProblemCode.FORBIDDEN)
    assert books.refund(sale.id, till_id=None).amount_minor == 450  # a manager's own tool
