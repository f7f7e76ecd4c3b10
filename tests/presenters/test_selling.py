from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from backend_stub.contract import Outcome, ProblemCode, RedemptionRequest, Refusal
from pos_app.presenters.ports import AttemptState
from pos_app.presenters.sell_state import Camera, Phase, RowMark, Say, Tone
from tests.fakes import CASHIER_ID, a_code, a_context, a_problem, a_redemption, a_refusal, an_attempt
from tests.presenters.selling import Page


def test_nothing_can_be_keyed_before_the_till_knows_its_currency() -> None:
    page = Page()
    page.press._context = None
    page.key("12")
    page.press.primary()
    assert page.state.amount_minor == 0
    assert page.phase is Phase.READY


def test_a_sale_is_keyed_taken_read_asked_and_paid() -> None:
    page = Page()
    page.key("12.50")
    assert (page.state.amount_minor, page.state.can_take) == (1250, True)
    page.press.primary()
    assert page.phase is Phase.SCANNING
    page.press.code_accepted(a_code())
    assert page.phase is Phase.ASKING
    page.answer(a_redemption(page.attempt_id))
    assert page.phase is Phase.PAID
    assert page.state.paid is not None
    assert (page.state.paid.amount_minor, page.state.paid.customer_name) == (1250, "Mara T••")


def test_the_request_says_what_was_keyed_and_who_keyed_it() -> None:
    page = Page()
    attempt_id = page.ask("3.20", a_code(7))
    request = msgspec.json.decode(page.outbox.bodies[attempt_id], type=RedemptionRequest)
    assert (request.code, request.amount_minor, request.currency) == (a_code(7), 320, "EUR")
    assert (request.public_service_id, request.operator_id, request.part_payment) == ("meis-tea", CASHIER_ID, False)


def test_the_attempt_is_on_disk_before_it_is_sent() -> None:
    page = Page()
    written_first: list[bool] = []
    page.platform.take = lambda attempt_id: written_first.append(attempt_id in page.outbox.attempts)  # type: ignore[method-assign]
    page.key("5")
    page.press.primary()
    page.press.code_accepted(a_code())
    assert written_first == [True]


def test_a_full_disk_means_the_sale_is_not_sent_and_that_is_said() -> None:
    page = Page()
    page.outbox.breaks = True
    page.key("5")
    page.press.primary()
    page.press.code_accepted(a_code())
    assert page.platform.taken == []
    assert page.state.refused is not None
    assert page.state.refused.headline.id == "refused.disk.headline"
    page.outbox.breaks = False
    page.press.another_code()
    page.press.code_accepted(a_code())
    assert page.phase is Phase.ASKING


def test_enter_without_an_amount_takes_nothing() -> None:
    page = Page()
    page.press.primary()
    assert page.phase is Phase.READY
    assert page.state.amount_wrong is not None
    assert page.state.amount_wrong.id == "wrong.zero"


def test_a_code_seen_while_keying_is_outlined_and_waits() -> None:
    page = Page()
    page.key("12")
    page.press.code_accepted(a_code())
    assert page.platform.taken == []
    assert (page.state.hint.id, page.state.outline) == ("hint.code_seen", Tone.PLAIN)


def test_a_code_still_in_the_frame_at_enter_is_used_at_once() -> None:
    page = Page()
    page.key("12")
    page.press.code_accepted(a_code())
    page.wait(1)
    page.press.primary()
    assert page.phase is Phase.ASKING


def test_a_code_seen_too_long_ago_is_not_used_at_enter() -> None:
    page = Page()
    page.key("12")
    page.press.code_accepted(a_code())
    page.wait(3.5)
    assert page.state.outline is None
    page.press.primary()
    assert page.phase is Phase.SCANNING


def test_escape_while_scanning_goes_back_to_the_same_amount() -> None:
    page = Page()
    page.key("12.50")
    page.press.primary()
    page.press.escape()
    assert (page.phase, page.state.amount_minor) == (Phase.READY, 1250)
    page.press.backspace()
    page.press.digit("5")
    assert page.state.amount_minor == 1255


def test_the_amount_is_fixed_once_it_is_taken() -> None:
    page = Page()
    page.key("12.50")
    page.press.primary()
    page.key("9")
    page.press.quick(0)
    page.press.clear()
    assert page.state.amount_minor == 1250


def test_a_hand_scanner_sells_at_once_where_there_is_an_amount() -> None:
    page = Page()
    page.key("12.50")
    page.press.code_entered(a_code(), "wedge")
    assert page.phase is Phase.ASKING


def test_a_hand_scanner_without_an_amount_sells_nothing_and_says_so() -> None:
    page = Page()
    page.press.code_entered(a_code(), "wedge")
    assert page.platform.taken == []
    assert page.state.hint.id == "hint.code_seen_key"


def test_a_typed_code_with_a_wrong_check_digit_is_named_and_not_sent() -> None:
    page = Page()
    page.key("5")
    page.press.open_code_field()
    page.press.code_text("73")
    assert page.state.typed_code == "73"
    code = a_code()
    page.press.code_entered(code[:-1] + str((int(code[-1]) + 1) % 10), "typed")
    assert page.platform.taken == []
    assert page.state.hint.id == "hint.foreign.wrong_check_digit"
    page.press.code_entered(f"{code[:6]} {code[6:]}", "typed")
    assert page.phase is Phase.ASKING
    assert page.state.typed_code is None


def test_escape_closes_the_code_field_first() -> None:
    page = Page()
    page.key("5")
    page.press.primary()
    page.press.open_code_field()
    page.press.escape()
    assert (page.state.typed_code, page.phase) == (None, Phase.SCANNING)


@pytest.mark.parametrize("kind", ["web_link", "shop_qr", "alipay", "wechat", "other", "wrong_check_digit"])
def test_a_foreign_code_is_named_for_some_seconds_and_never_sent(kind: str) -> None:
    page = Page()
    page.key("5")
    page.press.primary()
    page.press.foreign_code(kind)
    assert (page.state.hint.id, page.state.outline) == (f"hint.foreign.{kind}", Tone.CAREFUL)
    assert page.platform.taken == []
    page.wait(4.5)
    assert page.state.hint.id == "hint.hold_code"


def test_a_second_code_during_asking_changes_nothing() -> None:
    page = Page()
    page.ask()
    page.press.code_accepted(a_code(2))
    page.press.code_entered(a_code(3), "wedge")
    assert len(page.platform.taken) == 1


def test_without_an_answer_it_is_unknown_after_eight_seconds() -> None:
    page = Page()
    attempt_id = page.ask()
    page.wait(7.9)
    assert page.phase is Phase.ASKING
    page.wait(0.2)
    assert page.phase is Phase.UNKNOWN
    assert page.state.today.rows[0].mark is RowMark.ASKING
    assert page.outbox.unresolved()[0].attempt_id == attempt_id


def test_an_asking_that_broke_off_is_unknown_at_once() -> None:
    page = Page()
    attempt_id = page.ask()
    page.press.attempt_unanswered(attempt_id, never_sent=False)
    assert page.phase is Phase.UNKNOWN


def test_the_amber_panel_counts_what_was_asked_and_when_next() -> None:
    page = Page()
    attempt_id = page.ask()
    page.press.attempt_unanswered(attempt_id, never_sent=False)
    page.wait(23)
    page.press.attempt_asked(attempt_id, 7, page.clock() + dt.timedelta(seconds=2))
    assert page.state.unknown is not None
    assert (page.state.unknown.waited_s, page.state.unknown.asked_times, page.state.unknown.next_in_s) == (23, 7, 2)


def test_a_late_answer_turns_unknown_into_paid() -> None:
    page = Page()
    attempt_id = page.ask()
    page.wait(20)
    page.answer(a_redemption(attempt_id))
    assert page.phase is Phase.PAID
    assert page.state.today.rows[0].mark is RowMark.PAID
    assert page.state.today.count == 42


def test_a_sale_set_aside_is_served_later_and_turns_by_itself() -> None:
    page = Page()
    attempt_id = page.ask()
    page.wait(9)
    page.press.primary()
    assert (page.phase, page.state.amount_minor, page.state.unresolved) == (Phase.READY, 0, 1)
    assert page.platform.aside == [attempt_id]
    page.key("3")
    page.answer(a_redemption(attempt_id))
    assert page.state.amount_minor == 300, "the next sale is not disturbed"
    assert page.state.toast is not None
    assert page.state.toast.say.id == "toast.paid_late"
    assert page.state.today.rows[0].mark is RowMark.PAID
    assert page.state.unresolved == 0


@pytest.mark.parametrize(
    ("outcome", "toast", "mark"),
    [
        (Outcome.REFUSED, "toast.not_paid_late", RowMark.NOT_PAID),
        (Outcome.CLOSED, "toast.not_paid_late", RowMark.NOT_PAID),
        (Outcome.REVERSED, "toast.money_went_back", RowMark.GIVEN_BACK),
    ],
)
def test_a_sale_set_aside_says_also_when_it_was_not_paid(outcome: Outcome, toast: str, mark: RowMark) -> None:
    page = Page()
    attempt_id = page.ask()
    page.wait(9)
    page.press.primary()
    page.answer(a_redemption(attempt_id, outcome))
    assert page.state.toast is not None
    assert page.state.toast.say.id == toast
    assert page.state.today.rows[0].mark is mark
    page.press.toast_gone()
    assert page.state.toast is None


def test_nothing_forces_an_end_of_what_is_not_known() -> None:
    page = Page()
    attempt_id = page.ask()
    page.wait(9)
    for act in (page.press.another_code, page.press.no_receipt, page.press.clear, page.press.escape, page.press.escape):
        act()
        assert page.phase is Phase.UNKNOWN
    assert attempt_id in {attempt.attempt_id for attempt in page.outbox.unresolved()}


def test_stopping_waits_for_the_reversals_answer_and_says_nothing_was_taken() -> None:
    page = Page()
    attempt_id = page.ask()
    page.press.escape()
    assert page.platform.stopped == [attempt_id]
    assert page.outbox.attempts[attempt_id].state is AttemptState.STOPPING
    assert page.state.asking is not None
    assert page.state.asking.is_stopping
    page.answer(a_redemption(attempt_id, Outcome.CLOSED), after_stop=True)
    assert page.state.refused is not None
    assert page.state.refused.headline.id == "refused.stopped.headline"


def test_stopping_what_was_paid_says_that_the_money_went_back() -> None:
    page = Page()
    attempt_id = page.ask()
    page.wait(9)
    page.press.escape()
    assert page.state.unknown is not None
    assert page.state.unknown.is_stopping
    page.answer(a_redemption(attempt_id, Outcome.REVERSED), after_stop=True)
    assert page.state.refused is not None
    assert page.state.refused.headline.id == "refused.given_back.headline"
    assert page.state.refused.why.arguments["amount_minor"] == 1250
    assert page.state.today.rows[0].mark is RowMark.GIVEN_BACK


def test_an_answer_from_before_the_stop_does_not_turn_the_page_green() -> None:
    page = Page()
    attempt_id = page.ask()
    page.press.escape()
    page.press.redemption_answered(attempt_id, a_redemption(attempt_id), after_stop=False)
    assert page.phase is Phase.ASKING
    page.answer(a_redemption(attempt_id, Outcome.REVERSED), after_stop=True)
    assert page.phase is Phase.REFUSED


def test_what_can_no_longer_be_reversed_is_shown_as_paid() -> None:
    page = Page()
    attempt_id = page.ask()
    page.press.escape()
    page.answer(a_redemption(attempt_id), after_stop=True)
    assert page.phase is Phase.PAID


def test_stopping_twice_asks_once() -> None:
    page = Page()
    page.ask()
    page.press.escape()
    page.press.escape()
    assert len(page.platform.stopped) == 1


def test_a_disk_that_fails_at_stop_does_not_keep_the_reversal_from_going_out() -> None:
    page = Page()
    attempt_id = page.ask()
    page.outbox.breaks = True
    page.press.escape()
    assert page.platform.stopped == [attempt_id]


def test_no_connection_at_the_first_try_is_said_as_certain_and_the_code_can_be_used_again() -> None:
    page = Page()
    attempt_id = page.ask()
    page.press.attempt_unanswered(attempt_id, never_sent=True)
    assert page.state.refused is not None
    assert page.state.refused.headline.id == "refused.line_down.headline"
    assert page.state.today.rows == ()
    page.press.primary()
    page.press.code_accepted(a_code())
    assert page.phase is Phase.ASKING
    assert page.attempt_id != attempt_id


def test_the_customer_is_asked_on_the_phone_and_the_time_runs() -> None:
    page = Page()
    attempt_id = page.ask()
    until = a_redemption(attempt_id).at + dt.timedelta(seconds=45)
    page.press.redemption_answered(
        attempt_id, a_redemption(attempt_id, Outcome.AWAITING_CUSTOMER, confirm_until=until), after_stop=False
    )
    page.wait(5)
    assert page.state.awaiting is not None
    assert (page.state.awaiting.left_s, page.state.awaiting.total_s, page.state.camera) == (40, 45, Camera.PAUSED)
    page.answer(a_refusal(attempt_id, Refusal.CUSTOMER_DECLINED))
    assert page.state.refused is not None
    assert page.state.refused.headline.id == "refused.customer_declined.headline"


def test_a_confirmation_without_an_end_becomes_unknown_and_can_be_set_aside() -> None:
    page = Page()
    attempt_id = page.ask()
    page.press.redemption_answered(attempt_id, a_redemption(attempt_id, Outcome.AWAITING_CUSTOMER), after_stop=False)
    page.wait(54)
    assert page.phase is Phase.UNKNOWN
    page.press.primary()
    assert page.phase is Phase.READY


def test_escape_while_the_customer_is_asked_stops_the_sale() -> None:
    page = Page()
    attempt_id = page.ask()
    page.press.redemption_answered(attempt_id, a_redemption(attempt_id, Outcome.AWAITING_CUSTOMER), after_stop=False)
    page.press.escape()
    assert page.platform.stopped == [attempt_id]
    assert page.phase is Phase.ASKING


def test_paid_returns_after_eight_seconds_with_nothing_keyed() -> None:
    page = Page()
    page.answer(a_redemption(page.ask()))
    page.wait(2)
    assert page.state.paid is not None
    assert page.state.paid.return_in_s == 6
    page.wait(6.1)
    assert (page.phase, page.state.amount_minor) == (Phase.READY, 0)


def test_a_digit_on_paid_begins_the_next_sale_with_that_digit() -> None:
    page = Page()
    page.answer(a_redemption(page.ask()))
    page.press.digit("7")
    assert (page.phase, page.state.amount_minor) == (Phase.READY, 700)


def test_a_receipt_on_screen_stops_the_countdown_and_a_second_one_is_a_copy() -> None:
    page = Page()
    page.answer(a_redemption(page.ask()))
    page.press.show_receipt()
    page.wait(60)
    assert page.state.paid is not None
    assert (page.state.paid.is_receipt_shown, page.state.paid.receipt_lines) == (True, ("paid 1250",))
    assert page.state.paid.return_in_s is None
    page.press.show_receipt()
    assert [facts.is_copy for facts in page.receipts.kept] == [False, True]
    page.press.no_receipt()
    assert page.state.paid is not None
    assert (page.state.paid.is_receipt_shown, page.state.paid.return_in_s) == (False, 8)
    page.press.primary()
    assert page.phase is Phase.READY


def test_a_code_still_held_up_after_its_sale_is_not_asked_for_again() -> None:
    page = Page()
    page.answer(a_redemption(page.ask()))
    page.press.primary()
    page.key("3")
    page.press.code_accepted(a_code())
    page.press.primary()
    for _ in range(5):
        page.wait(1)
        page.press.code_accepted(a_code())
    assert page.phase is Phase.SCANNING
    page.wait(2.5)
    page.press.code_accepted(a_code())
    assert page.phase is Phase.ASKING, "it was taken away and is presented anew: the platform says what it is"


def test_a_code_held_up_while_the_camera_rested_is_not_asked_for_again_either() -> None:
    page = Page()
    attempt_id = page.ask()
    page.wait(20)
    page.answer(a_redemption(attempt_id))
    page.key("3")
    page.press.code_accepted(a_code())
    page.press.primary()
    assert page.phase is Phase.SCANNING


@pytest.mark.parametrize("reason", list(Refusal))
def test_every_refusal_has_its_three_lines(reason: Refusal) -> None:
    page = Page()
    details = {"limit_minor": 1000} if reason.startswith("above") else {}
    details |= {"available_minor": 0} if reason is Refusal.INSUFFICIENT_FUNDS else {}
    page.answer(a_refusal(page.ask(), reason, **details))
    refused = page.state.refused
    assert refused is not None
    assert [say.id for say in (refused.headline, refused.why, refused.advice)] == [
        f"refused.{reason}.{part}" for part in ("headline", "why", "advice")
    ]
    assert not refused.offers_part


@pytest.mark.parametrize("reason", list(Refusal))
def test_a_refusal_without_its_sum_is_said_all_the_same(reason: Refusal) -> None:
    page = Page()
    page.answer(a_refusal(page.ask(), reason))
    assert page.phase is Phase.REFUSED


def test_a_limit_is_named() -> None:
    page = Page()
    page.answer(a_refusal(page.ask(), Refusal.ABOVE_CODE_LIMIT, limit_minor=1000))
    assert page.state.refused is not None
    assert page.state.refused.why.arguments["limit_minor"] == 1000


def test_a_short_account_offers_what_is_there_and_the_rest_in_cash() -> None:
    page = Page()
    first = page.ask("12.50")
    page.answer(a_refusal(first, Refusal.INSUFFICIENT_FUNDS, available_minor=720))
    assert page.state.refused is not None
    assert (page.state.refused.available_minor, page.state.refused.offers_part) == (720, True)
    assert page.state.refused.why.arguments == {"name": "Jonas B••", "available_minor": 720, "amount_minor": 1250}
    page.press.primary()
    second = page.attempt_id
    request = msgspec.json.decode(page.outbox.bodies[second], type=RedemptionRequest)
    assert second != first
    assert (request.amount_minor, request.part_payment, request.code) == (720, True, a_code())
    assert page.state.amount_minor == 1250, "the amount never moves"
    page.answer(a_redemption(second, Outcome.PAID, 720))
    assert page.state.paid is not None
    assert (page.state.paid.amount_minor, page.state.paid.cash_minor) == (720, 530)
    assert page.state.paid.return_in_s is None, "there is cash to take"
    row = page.state.today.rows[0]
    assert (row.mark, row.amount_minor) == (RowMark.SPLIT, 720)
    assert row.note is not None
    assert row.note.arguments["cash_minor"] == 530


def test_when_the_account_has_even_less_by_then_the_rest_in_cash_grows() -> None:
    page = Page()
    page.answer(a_refusal(page.ask("12.50"), Refusal.INSUFFICIENT_FUNDS, available_minor=720))
    page.press.primary()
    page.answer(msgspec.structs.replace(a_redemption(page.attempt_id, Outcome.PAID, 720), amount_minor=500))
    assert page.state.paid is not None
    assert page.state.paid.cash_minor == 750


def test_an_empty_account_offers_no_part() -> None:
    page = Page()
    page.answer(a_refusal(page.ask(), Refusal.INSUFFICIENT_FUNDS, available_minor=0))
    assert page.state.refused is not None
    assert not page.state.refused.offers_part
    page.press.primary()
    assert page.phase is Phase.SCANNING


def test_after_a_refusal_another_code_pays_the_same_amount() -> None:
    page = Page()
    page.answer(a_refusal(page.ask("12.50"), Refusal.CODE_NOT_USABLE))
    page.press.another_code()
    assert (page.phase, page.state.amount_minor) == (Phase.SCANNING, 1250)
    page.press.code_accepted(a_code(2))
    assert page.outbox.attempts[page.attempt_id].amount_minor == 1250


def test_escape_after_a_refusal_changes_the_amount() -> None:
    page = Page()
    page.answer(a_refusal(page.ask("12.50"), Refusal.CODE_NOT_USABLE))
    page.press.escape()
    assert (page.phase, page.state.amount_minor) == (Phase.READY, 1250)


@pytest.mark.parametrize(
    ("code", "headline"),
    [
        (ProblemCode.UNAUTHENTICATED, "refused.till_suspended.headline"),
        (ProblemCode.FORBIDDEN, "refused.till_suspended.headline"),
        (ProblemCode.MALFORMED, "refused.our_bug.headline"),
        (ProblemCode.KEY_REUSED, "refused.our_bug.headline"),
    ],
)
def test_a_rejected_request_is_not_paid_and_says_why(code: ProblemCode, headline: str) -> None:
    page = Page()
    attempt_id = page.ask()
    page.press.redemption_rejected(attempt_id, a_problem(code))
    assert page.state.refused is not None
    assert page.state.refused.headline.id == headline


def test_what_an_earlier_run_left_open_is_shown_as_asking_and_turns_by_itself() -> None:
    before = Page()
    attempt_id = before.ask("12.50")
    page = Page(outbox=before.outbox)
    assert page.platform.resumes == 1
    assert (page.state.today.rows[0].mark, page.state.unresolved) == (RowMark.ASKING, 1)
    page.press.today_loaded([])
    assert page.state.today.rows[0].mark is RowMark.ASKING, "the platform's list does not know it yet"
    page.answer(a_redemption(attempt_id))
    assert page.state.today.rows[0].mark is RowMark.PAID
    assert page.state.toast is not None
    assert page.state.toast.say.id == "toast.paid_late"


def test_today_shows_the_platforms_list_with_cash_parts_from_the_outbox() -> None:
    page = Page()
    page.outbox.attempts["x"] = an_attempt("x", 720, cash_minor=530, state=AttemptState.DONE)
    page.press.today_loaded(
        [
            a_redemption("x", Outcome.PAID, 720),
            a_redemption("y", Outcome.PAID, 500, refunded_minor=200),
            a_redemption("z", Outcome.PAID, 500, refunded_minor=500),
            a_redemption("n", Outcome.REFUSED, 500),
        ]
    )
    marks = {row.attempt_id: (row.mark, row.amount_minor, row.refundable_minor) for row in page.state.today.rows}
    assert marks == {
        "x": (RowMark.SPLIT, 720, 720),
        "y": (RowMark.PAID, 500, 300),
        "z": (RowMark.GIVEN_BACK, -500, 0),
    }


def test_the_page_is_drawn_only_when_something_changed() -> None:
    page = Page()
    drawn = len(page.view.shown)
    for _ in range(10):
        page.wait(0.1)
    assert len(page.view.shown) == drawn


def test_another_currency_begins_a_new_figure() -> None:
    page = Page()
    page.key("12.50")
    page.press.context_loaded(a_context("JPY"))
    assert (page.state.currency, page.state.amount_minor) == ("JPY", 0)


def test_bonus_is_told_apart_from_paid_money_and_what_is_left_counts_both() -> None:
    page = Page()
    attempt_id = page.ask("12.50", a_code())
    page.answer(a_redemption(attempt_id, bonus_minor=250, bonus_after_minor=750))
    assert page.state.paid is not None
    assert page.state.paid.bonus == Say("paid.bonus", {"bonus_minor": 250, "left_minor": 750})
    assert page.state.paid.balance_after_minor == 3470 + 750
