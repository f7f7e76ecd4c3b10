from __future__ import annotations

import msgspec

from backend_stub.contract import ProblemCode, RefundRequest
from pos_app.presenters.sell_state import Phase, RowMark
from tests.fakes import MANAGER_ID, a_problem, a_redemption
from tests.presenters.selling import Page


def asked(page: Page) -> str:
    """A paid sale of 12.50 whose row is opened."""
    attempt_id = page.ask("12.50")
    page.answer(a_redemption(attempt_id))
    page.press.ask_refund(attempt_id)
    return attempt_id


def test_a_row_opens_with_all_the_rest_and_those_who_may_approve() -> None:
    page = Page()
    asked(page)
    question = page.state.question
    assert question is not None
    assert (question.amount_minor, question.highest_minor, question.name) == (1250, 1250, "Mara T••")
    assert question.managers == ((MANAGER_ID, "Mei"),)
    assert page.phase is Phase.READY


def test_a_refund_is_written_down_sent_and_answered() -> None:
    page = Page()
    attempt_id = asked(page)
    page.press.refund_amount(450)
    page.press.refund_yes("2468")
    (refund_id,) = page.platform.refunded
    request = msgspec.json.decode(page.outbox.bodies[refund_id], type=RefundRequest)
    assert request.approval is not None
    assert (request.attempt_id, request.amount_minor, request.approval.pin) == (attempt_id, 450, "2468")
    assert page.state.question is not None
    assert page.state.question.is_sending
    page.press.refund_answered(refund_id, 450, 450)
    assert page.state.question is None
    assert page.state.toast is not None
    assert page.state.toast.say.id == "toast.given_back"
    row = page.state.today.rows[0]
    assert (row.mark, row.refundable_minor) == (RowMark.PAID, 800)


def test_a_row_given_back_in_full_says_so() -> None:
    page = Page()
    asked(page)
    page.press.refund_yes("2468")
    page.press.refund_answered(page.platform.refunded[0], 1250, 1250)
    row = page.state.today.rows[0]
    assert (row.mark, row.amount_minor, row.refundable_minor) == (RowMark.GIVEN_BACK, -1250, 0)
    page.press.ask_refund(row.attempt_id)
    assert page.state.question is None


def test_an_amount_that_cant_be_is_said_and_not_sent() -> None:
    page = Page()
    asked(page)
    for amount_minor, wrong in ((0, "refund.amount_zero"), (1251, "refund.amount_above")):
        page.press.refund_amount(amount_minor)
        page.press.refund_yes("2468")
        assert page.state.question is not None
        assert page.state.question.wrong is not None
        assert page.state.question.wrong.id == wrong
    assert page.platform.refunded == []


def test_what_can_be_no_pin_is_not_sent() -> None:
    page = Page()
    asked(page)
    page.press.refund_yes("12")
    assert page.platform.refunded == []
    assert page.state.question is not None
    assert page.state.question.wrong is not None
    assert page.state.question.wrong.id == "refund.wrong_pin"


def test_a_wrong_pin_leaves_the_question_open_and_the_next_try_has_an_id_of_its_own() -> None:
    page = Page()
    asked(page)
    page.press.refund_yes("1111")
    page.press.refund_rejected(page.platform.refunded[0], a_problem(ProblemCode.FORBIDDEN, 403), None)
    assert page.state.question is not None
    assert page.state.question.wrong is not None
    assert (page.state.question.wrong.id, page.state.question.is_sending) == ("refund.wrong_pin", False)
    page.press.refund_yes("2468")
    assert len(set(page.platform.refunded)) == 2


def test_too_many_tries_says_how_long_to_wait() -> None:
    page = Page()
    asked(page)
    page.press.refund_yes("1111")
    page.press.refund_rejected(page.platform.refunded[0], a_problem(ProblemCode.TOO_MANY_TRIES, 429), 60)
    assert page.state.question is not None
    assert page.state.question.wrong is not None
    assert page.state.question.wrong.arguments["seconds"] == 60


def test_a_broken_rule_is_told_in_the_platforms_words() -> None:
    page = Page()
    asked(page)
    page.press.refund_yes("2468")
    page.press.refund_rejected(
        page.platform.refunded[0], a_problem(ProblemCode.RULE_BROKEN, 422, "More than the rest."), None
    )
    assert page.state.question is not None
    assert page.state.question.wrong is not None
    assert page.state.question.wrong.arguments["text"] == "More than the rest."


def test_without_a_line_nothing_was_sent_and_it_can_be_tried_again() -> None:
    page = Page()
    asked(page)
    page.press.refund_yes("2468")
    page.press.refund_unanswered(page.platform.refunded[0], never_sent=True)
    assert page.state.question is not None
    assert page.state.question.wrong is not None
    assert (page.state.question.wrong.id, page.state.question.is_sending) == ("refund.no_line", False)


def test_a_refund_without_an_answer_gets_no_second_one_beside_it() -> None:
    page = Page()
    attempt_id = asked(page)
    page.press.refund_yes("2468")
    page.press.refund_unanswered(page.platform.refunded[0], never_sent=False)
    page.press.refund_yes("2468")
    page.press.refund_no()
    page.press.ask_refund(attempt_id)
    assert page.state.question is not None
    assert page.state.question.wrong is not None
    assert (page.state.question.wrong.id, page.state.question.is_sending) == ("refund.not_known_yet", True)
    page.press.refund_yes("2468")
    assert len(page.platform.refunded) == 1


def test_a_refund_left_open_by_an_earlier_run_gets_no_second_one_either() -> None:
    before = Page()
    attempt_id = asked(before)
    before.press.refund_yes("2468")
    page = Page(outbox=before.outbox)
    page.press.today_loaded([a_redemption(attempt_id)])
    page.press.ask_refund(attempt_id)
    page.press.refund_yes("2468")
    assert page.platform.refunded == []
    page.press.refund_answered(before.platform.refunded[0], 1250, 1250)
    assert page.state.today.rows[0].mark is RowMark.GIVEN_BACK


def test_a_full_disk_keeps_a_refund_from_being_sent() -> None:
    page = Page()
    asked(page)
    page.outbox.breaks = True
    page.press.refund_yes("2468")
    assert page.platform.refunded == []
    assert page.state.question is not None
    assert page.state.question.wrong is not None


def test_no_question_opens_while_a_sale_is_under_way() -> None:
    page = Page()
    attempt_id = page.ask()
    page.answer(a_redemption(attempt_id))
    page.press.primary()
    page.ask("3", code=None)
    page.press.ask_refund(attempt_id)
    assert page.state.question is None
