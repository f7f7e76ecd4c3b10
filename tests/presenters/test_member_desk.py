"""Points in a sale, and visits without one: what is asked of the platform, and what the page shows meanwhile."""

from __future__ import annotations

import msgspec
import pytest

from backend_stub.contract import (
    Benefit,
    MembershipChange,
    MembershipNews,
    PointsWorth,
    ProblemCode,
    Quote,
    RedemptionRequest,
    Visit,
)
from pos_app.presenters.member_desk import QUOTES, VISITS
from pos_app.presenters.sell_state import Phase, Say
from tests.fakes import NOON, a_code
from tests.presenters.selling import Page

QUOTE = Quote(
    customer_name="L•• Wei",
    amount_minor=1250,
    discount_minor=62,
    price_minor=1188,
    currency="EUR",
    tier_name="Silver",
    points=312,
    points_usable=312,
    points_usable_minor=156,
    points_worth=PointsWorth(points=200, amount_minor=100),
)
NEWS = MembershipNews(
    change=MembershipChange.RAISED,
    member_name="Li Wei",
    tier_key="silver",
    tier_name="Silver",
    tier_second_name=None,
    benefit=Benefit(discount_basis_points=500, discount_minor=None, points_factor_percent=100),
    welcome_points=0,
    gift="",
)
VISIT = Visit(
    visit_id="v", at=NOON, customer_name="L•• Wei", tier_name="Silver", points_earned=5, points_after=55, news=NEWS
)


def sent(page: Page) -> RedemptionRequest:
    """What the newest attempt asks of the platform."""
    return msgspec.json.decode(page.outbox.bodies[page.attempt_id], type=RedemptionRequest)


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def priced(page: Page) -> Page:
    """A sale of 12.50 whose member's price is on screen."""
    page.key("12.50")
    page.press.primary()
    page.press.use_points()
    page.press.code_accepted(a_code())
    page.asking.answer(QUOTE, QUOTES)
    return page


def test_a_usual_sale_asks_for_no_price(page: Page) -> None:
    page.ask("12.50")
    assert page.asking.questions == []
    assert sent(page).points is None


def test_with_points_the_price_is_shown_before_anything_is_taken(priced: Page) -> None:
    facts = priced.state.pricing
    assert priced.phase is Phase.PRICING
    assert priced.platform.taken == []
    assert facts is not None
    assert (facts.discount_minor, facts.points, facts.points_minor, facts.to_pay_minor) == (62, 312, 156, 1032)


def test_enter_pays_with_all_points_and_the_same_code(priced: Page) -> None:
    priced.press.primary()
    assert priced.phase is Phase.ASKING
    asked = sent(priced)
    assert (asked.code, asked.amount_minor, asked.points, asked.accept_benefits) == (a_code(), 1250, 312, True)


def test_a_part_of_the_points_is_keyed_and_never_more_than_helps(priced: Page) -> None:
    priced.key("99")
    facts = priced.state.pricing
    assert facts is not None
    assert (facts.points, facts.points_minor, facts.to_pay_minor) == (99, 49, 1139)
    priced.key("9")
    assert priced.state.pricing.points == 312, "no more than help"  # type: ignore[union-attr]
    priced.press.backspace()
    assert priced.state.pricing.points == 31  # type: ignore[union-attr]
    priced.press.spend(131)
    priced.press.primary()
    assert sent(priced).points == 131


def test_no_points_are_a_usual_sale(priced: Page) -> None:
    priced.press.clear()
    priced.press.primary()
    assert sent(priced).points is None


def test_going_back_from_a_price_takes_nothing_and_the_code_held_up_is_not_used_again_at_once(priced: Page) -> None:
    priced.press.escape()
    assert priced.phase is Phase.SCANNING
    assert not priced.state.wants_points
    priced.press.code_accepted(a_code())
    assert priced.platform.taken == []
    priced.wait(2.5)
    priced.press.code_accepted(a_code())
    assert len(priced.platform.taken) == 1


def test_a_code_shown_while_a_price_stands_sells_nothing(priced: Page) -> None:
    priced.press.code_accepted(a_code(2))
    priced.press.code_entered(a_code(3), "wedge")
    assert priced.platform.taken == []
    assert priced.phase is Phase.PRICING


def test_a_price_that_does_not_come_says_so_and_nothing_can_be_paid_with_it(page: Page) -> None:
    page.key("5")
    page.press.primary()
    page.press.use_points()
    page.press.code_accepted(a_code())
    page.press.primary()
    assert page.platform.taken == []
    page.asking.lose(QUOTES)
    assert page.state.pricing is not None
    assert page.state.pricing.wrong is not None
    page.press.primary()
    assert page.platform.taken == []


def test_points_are_for_one_sale_only(priced: Page) -> None:
    priced.press.primary()
    priced.press.escape()
    assert not priced.state.wants_points


def test_somebody_checks_in_and_what_it_changed_is_told(page: Page) -> None:
    assert page.state.may_check_in
    page.press.check_in()
    assert page.phase is Phase.VISITING
    page.press.code_accepted(a_code())
    assert page.asking.asked(VISITS)[0].body.code == a_code()  # type: ignore[union-attr]
    page.asking.answer(VISIT, VISITS)
    facts = page.state.visit
    assert facts is not None
    assert facts.news is not None
    assert facts.news[0] == Say("news.raised", {"name": "Li Wei", "tier": "Silver"})
    assert page.platform.taken == []
    page.wait(9)
    assert page.phase is Phase.READY


def test_the_first_digit_after_a_visit_begins_a_sale(page: Page) -> None:
    page.press.check_in()
    page.press.code_accepted(a_code())
    page.asking.answer(VISIT, VISITS)
    page.key("3")
    assert page.phase is Phase.READY
    assert page.state.amount_minor == 300


def test_a_visit_whose_answer_was_lost_is_sent_again_with_the_same_id(page: Page) -> None:
    page.press.check_in()
    page.press.code_accepted(a_code())
    page.asking.lose(VISITS)
    assert page.state.visit is not None
    assert page.state.visit.may_repeat
    page.press.primary()
    first, again = page.asking.asked(VISITS)
    assert (first.key, first.body) == (again.key, again.body)


def test_a_refused_visit_asks_for_another_code_with_an_id_of_its_own(page: Page) -> None:
    page.press.check_in()
    page.press.code_accepted(a_code())
    page.asking.reject(ProblemCode.RULE_BROKEN, path=VISITS)
    page.press.primary()
    page.press.code_accepted(a_code(2))
    first, again = page.asking.asked(VISITS)
    assert first.key != again.key


def test_nobody_checks_in_while_a_figure_is_keyed_or_a_sale_is_under_way(page: Page) -> None:
    page.key("3")
    assert not page.state.may_check_in
    page.press.check_in()
    page.press.primary()
    page.press.check_in()
    assert page.phase is Phase.SCANNING


def test_a_code_held_up_already_checks_in_at_once(page: Page) -> None:
    page.press.code_accepted(a_code())
    page.press.check_in()
    assert len(page.asking.asked(VISITS)) == 1
