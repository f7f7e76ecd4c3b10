"""Refusals in order of precedence: each one happens, and of two that hold the earlier one is the answer."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from backend_stub.contract import Outcome, Refusal
from backend_stub.domain.records import SECOND, Account, Redemption, Till
from tests.backend.domain.books import Books, text_of

ASKED = 7_000  # more than the account holds, and above every limit that a test sets


class Sale:
    """A sale that would be paid, until reasons against it are put in; then it is tried."""

    def __init__(self) -> None:
        self.books = Books()
        self.books.change(Account, "first", balance_minor=10_000)
        self.text = text_of(1)
        self.currency = "EUR"
        self.limit_minor: int | None = None
        self.points: int | None = None
        self.before: list[Callable[[], object]] = []
        self.accept: bool | None = None
        self.meanwhile: list[Callable[[], object]] = []

    def tried(self) -> Redemption:
        books = self.books
        if self.accept is None:
            books.programme("card", "shop", confirm_above_minor=None, payment_max_minor=self.payment_max_minor)
        books.code(1, limit_minor=self.limit_minor)
        for step in self.before:
            step()
        attempt = books.redeem(self.text, ASKED, attempt="attempt", currency=self.currency, points=self.points)
        if self.accept is not None and attempt.outcome == Outcome.AWAITING_CUSTOMER:
            for step in self.meanwhile:
                step()
            attempt = books.confirm(attempt, accept=self.accept)
        assert isinstance(attempt, Redemption)
        return attempt

    payment_max_minor: int | None = None


def closed(sale: Sale) -> None:
    if sale.accept is None:
        sale.before.append(lambda: sale.books.reverse("attempt"))
    else:
        sale.meanwhile.append(lambda: sale.books.reverse("attempt"))


def timed_out(sale: Sale) -> None:
    sale.accept = True if sale.accept is None else sale.accept
    sale.meanwhile.append(lambda: sale.books.forward(45))


def declined(sale: Sale) -> None:
    sale.accept = False


def suspended(sale: Sale) -> None:
    steps = sale.before if sale.accept is None else sale.meanwhile
    steps.append(lambda: sale.books.change(Till, "till", suspended_at=1))


def not_ours(sale: Sale) -> None:
    sale.text = "https://example.org"


def used_here(sale: Sale) -> None:
    sale.before.append(lambda: sale.books.redeem(text_of(1), 1, attempt="before"))


def over(sale: Sale) -> None:
    sale.before.append(lambda: sale.books.forward(60))


def no_account(sale: Sale) -> None:
    sale.before.append(lambda: sale.books.change(Account, "first", expires_at=sale.books.now))


def other_currency(sale: Sale) -> None:
    sale.currency = "USD"


def above_code(sale: Sale) -> None:
    sale.limit_minor = ASKED - 1


def above_programme(sale: Sale) -> None:
    sale.payment_max_minor = ASKED - 1


def points_gone(sale: Sale) -> None:
    sale.points = 10


def short(sale: Sale) -> None:
    steps = sale.before if sale.accept is None else sale.meanwhile
    steps.append(lambda: sale.books.change(Account, "first", balance_minor=ASKED - 1))


REASONS: dict[Refusal, Callable[[Sale], None]] = {
    Refusal.ATTEMPT_CLOSED: closed,
    Refusal.CONFIRMATION_TIMED_OUT: timed_out,
    Refusal.CUSTOMER_DECLINED: declined,
    Refusal.TILL_SUSPENDED: suspended,
    Refusal.NOT_A_PAYMENT_CODE: not_ours,
    Refusal.CODE_USED_AT_THIS_TILL: used_here,
    Refusal.CODE_NOT_USABLE: over,
    Refusal.NO_ACCOUNT_HERE: no_account,
    Refusal.WRONG_CURRENCY: other_currency,
    Refusal.ABOVE_CODE_LIMIT: above_code,
    Refusal.ABOVE_PAYMENT_LIMIT: above_programme,
    Refusal.BENEFITS_CHANGED: points_gone,
    Refusal.INSUFFICIENT_FUNDS: short,
}


def answer(sale: Sale) -> str | None:
    attempt = sale.tried()
    if attempt.outcome == Outcome.CLOSED:
        return Refusal.ATTEMPT_CLOSED
    assert attempt.outcome in (Outcome.PAID, Outcome.REFUSED)
    if attempt.outcome == Outcome.REFUSED:
        assert attempt.amount_minor == 0
        assert attempt.receipt_number is None
    return attempt.refusal


def test_without_a_reason_the_sale_is_paid() -> None:
    assert answer(Sale()) is None


def test_the_table_has_every_refusal_in_its_order() -> None:
    assert list(REASONS) == list(Refusal)


@pytest.mark.parametrize("refusal", Refusal)
def test_each_refusal_happens(refusal: Refusal) -> None:
    sale = Sale()
    REASONS[refusal](sale)
    assert answer(sale) == refusal


# What is no code of ours can't have been used: this pair alone can't both hold.
PAIRS = [pair for pair in pairwise(Refusal) if pair != (Refusal.NOT_A_PAYMENT_CODE, Refusal.CODE_USED_AT_THIS_TILL)]


@pytest.mark.parametrize(("earlier", "later"), PAIRS)
def test_of_two_reasons_the_earlier_is_the_answer(earlier: Refusal, later: Refusal) -> None:
    sale = Sale()
    if earlier in (Refusal.ATTEMPT_CLOSED, Refusal.CONFIRMATION_TIMED_OUT, Refusal.CUSTOMER_DECLINED):
        sale.accept = True  # these meet while the customer is asked
    for reason in (earlier, later):
        REASONS[reason](sale)
    assert answer(sale) == earlier


def test_a_refusal_moves_nothing_and_tells_nobody() -> None:
    for refusal in (one for one in Refusal if one != Refusal.CODE_USED_AT_THIS_TILL):
        sale = Sale()
        REASONS[refusal](sale)
        sale.tried()
        assert sale.books.transfers() == [], refusal
        assert sale.books.interactions() == [], refusal
        assert {kind for kind, _ in sale.books.told()} <= {"confirm_payment"}, refusal


def test_what_a_till_did_not_use_itself_looks_all_alike() -> None:
    books = Books()
    used_elsewhere, expired = books.code(1), books.code(2, device="tablet")
    books.redeem(used_elsewhere, till_id="till-2")
    books.forward(60)
    replies = [books.redeem(text) for text in (text_of(99), used_elsewhere, expired)]
    told = [
        (reply.outcome, reply.refusal, reply.available_minor, reply.limit_minor, reply.customer_id) for reply in replies
    ]
    assert told == [("refused", "code_not_usable", None, None, None)] * 3


def test_the_till_that_was_short_learns_what_is_there_and_alone_may_use_the_code_again() -> None:
    books = Books()
    text = books.code(1)
    refused = books.redeem(text, 6_500)
    assert (refused.refusal, refused.available_minor) == ("insufficient_funds", 6_000)
    assert books.redeem(text, 100, till_id="till-2").refusal == "code_not_usable"
    assert books.redeem(text, 4_000).outcome == "paid"


def test_an_hour_late_the_same_attempt_gets_the_same_refusal() -> None:
    books = Books()
    text = books.code(1)
    first = books.redeem(text, 6_500, attempt="one")
    books.top_up(5_000)
    books.now += 3_600 * SECOND
    assert books.redeem(text, 6_500, attempt="one") == first
