"""The till's core put together: page, outbox on disk, resolver, gateway, a platform over HTTP that loses and delays."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from backend_stub.contract import Outcome, ProblemCode
from pos_app.presenters.ports import AttemptState
from pos_app.presenters.sell_state import Line, Phase, RowMark
from pos_app.resolver import line_after
from pos_app.results import NoAnswer, Reason
from tests.fakes import FakeServer, a_code, answers, passes, problem, raises
from tests.till.core import Till

Start = Callable[..., Till]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    tills: list[Till] = []

    def begin(server: FakeServer, folder: Path = tmp_path, **options: float) -> Till:
        tills.append(Till(folder, server.transport(), **options))
        return tills[-1]

    yield begin
    for till in tills:
        till.close()
    assert not any(thread.name == "gateway" for thread in threading.enumerate())


def test_a_sale_goes_through(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    attempt_id = till.ask()
    till.until_phase(Phase.PAID)
    assert server.taken_minor == 1250
    assert till.outbox.unresolved() == []
    assert till.outbox.body(attempt_id) is None


def test_an_answer_that_gets_lost_is_asked_for_again_and_money_moves_once(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    server.loses = [raises(httpx.ReadError), raises(httpx.ReadError)]
    attempt_id = till.ask()
    till.until_phase(Phase.UNKNOWN)
    till.until_phase(Phase.PAID)
    assert server.taken_minor == 1250
    assert server.sent("POST", "/redemptions") == [attempt_id] * 3


def test_a_time_out_is_not_a_failure_and_the_late_answer_counts(start: Start) -> None:
    server = FakeServer(gate=asyncio.Event())
    till = start(server, ask_timeout_s=0.3)
    till.ask()
    till.until_phase(Phase.UNKNOWN)
    assert server.taken_minor == 1250, "it was paid, the till does not know"
    gate = server.gate
    assert gate is not None
    till.gateway.call_soon(gate.set)
    till.until_phase(Phase.PAID)
    assert server.taken_minor == 1250


def test_stopping_what_was_paid_gives_the_money_back(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    server.loses = [raises(httpx.ReadError)] * 50
    till.ask()
    till.until_phase(Phase.UNKNOWN)
    till.press.escape()
    server.loses.clear()
    till.until_phase(Phase.REFUSED)
    assert till.view.state.refused is not None
    assert till.view.state.refused.headline.id == "refused.given_back.headline"
    assert server.taken_minor == 0
    assert till.outbox.unresolved() == []


def test_stopping_what_never_arrived_closes_it_for_ever(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    server.faults = [raises(httpx.ReadError)] * 3
    attempt_id = till.ask()
    till.until_phase(Phase.UNKNOWN)
    till.press.escape()
    till.until_phase(Phase.REFUSED)
    assert server.redemptions[attempt_id].outcome in {Outcome.CLOSED, Outcome.REVERSED}
    assert server.taken_minor == 0


def test_without_a_line_the_cashier_is_told_that_nothing_was_sent_and_the_attempt_is_closed_later(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    server.faults = [raises(httpx.ConnectError)] * 5
    attempt_id = till.ask()
    till.until_phase(Phase.REFUSED)
    assert till.view.state.refused is not None
    assert till.view.state.refused.headline.id == "refused.line_down.headline"
    till.until(lambda: not till.outbox.unresolved())
    assert server.redemptions[attempt_id].outcome is Outcome.CLOSED
    assert server.sent("POST", "/redemptions") == [attempt_id]


def test_a_sale_set_aside_turns_by_itself_while_the_next_one_is_keyed(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    server.loses = [raises(httpx.ReadError)] * 4
    first = till.ask()
    till.until_phase(Phase.UNKNOWN)
    till.press.primary()
    second = till.ask("3", a_code(2))
    till.until(lambda: till.view.state.unresolved == 0 and till.view.state.phase is Phase.PAID)
    assert {first, second} == set(server.redemptions)
    assert server.taken_minor == 1550


def test_after_a_restart_what_was_open_is_resolved_with_the_same_id(start: Start, tmp_path: Path) -> None:
    server = FakeServer()
    till = start(server)
    server.loses = [raises(httpx.ReadError)] * 50
    attempt_id = till.ask()
    till.until_phase(Phase.UNKNOWN)
    till.close()
    server.loses.clear()
    again = start(server)
    assert again.view.shown[0].today.rows[0].mark is RowMark.ASKING
    again.until(lambda: again.view.state.unresolved == 0)
    assert again.view.state.toast is not None
    assert again.view.state.toast.say.id == "toast.paid_late"
    assert set(server.sent("POST", "/redemptions")) == {attempt_id}
    assert server.taken_minor == 1250


def test_no_line_after_a_restart_does_not_mean_that_nothing_was_sent(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    server.loses = [raises(httpx.ReadError)] * 50
    till.ask()
    till.until_phase(Phase.UNKNOWN)
    till.close()
    server.loses.clear()
    server.faults = [raises(httpx.ConnectError)] * 2
    again = start(server)
    again.until(lambda: again.view.state.unresolved == 0)
    assert server.sent("POST", "/reversal") == []
    assert server.taken_minor == 1250


def test_a_till_that_dies_between_writing_and_sending_sends_after_the_restart(start: Start, tmp_path: Path) -> None:
    server = FakeServer()
    till = start(server)
    till.gateway.stop()  # from here on nothing leaves the till
    attempt_id = till.ask()
    assert server.sent("POST", "/redemptions") == []
    dead = tmp_path / "dead"
    dead.mkdir()
    for file in tmp_path.glob("outbox.db*"):
        shutil.copy(file, dead)
    again = start(server, folder=dead)
    again.until(lambda: again.view.state.unresolved == 0)
    assert server.sent("POST", "/redemptions") == [attempt_id]


def test_a_stop_that_was_not_answered_goes_on_after_a_restart(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    server.faults = [passes, *[raises(httpx.ReadError)] * 500]
    server.loses = [raises(httpx.ReadError)]
    attempt_id = till.ask()
    till.until_phase(Phase.UNKNOWN)
    till.press.escape()
    till.until(lambda: bool(server.sent("POST", "/reversal")))
    till.close()
    server.faults.clear()
    again = start(server)
    again.until(lambda: again.view.state.unresolved == 0)
    assert server.taken_minor == 0
    assert len(set(server.sent("POST", "/reversal"))) == 1
    assert again.outbox.find(attempt_id).state is AttemptState.DONE  # type: ignore[union-attr]


def test_a_stop_that_crosses_the_answer_gives_the_money_back(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    attempt_id = till.ask()
    # The answer is in and noted, its news not yet on this thread.
    while till.outbox.find(attempt_id).state is not AttemptState.DONE:  # type: ignore[union-attr]
        threading.Event().wait(0.001)
    till.press.escape()
    till.until_phase(Phase.REFUSED)
    assert server.taken_minor == 0
    assert till.view.state.refused is not None
    assert till.view.state.refused.headline.id == "refused.given_back.headline"


def test_a_rejected_till_is_told_so(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    server.faults = [answers(problem(ProblemCode.UNAUTHENTICATED, 401))]
    till.ask()
    till.until_phase(Phase.REFUSED)
    assert till.view.state.refused is not None
    assert till.view.state.refused.headline.id == "refused.till_suspended.headline"
    assert till.outbox.unresolved() == []


def test_a_refund_whose_answer_gets_lost_is_done_once(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    attempt_id = till.ask()
    till.until_phase(Phase.PAID)
    server.loses = [raises(httpx.ReadError)] * 2
    till.press.ask_refund(attempt_id)
    till.press.refund_amount(450)
    till.press.refund_yes("2468")
    till.until(lambda: till.view.state.question is None)
    assert server.redemptions[attempt_id].refunded_minor == 450
    assert len(set(server.sent("POST", "/refunds"))) == 1
    assert till.outbox.unresolved_refunds() == []


def test_a_refund_open_at_a_restart_is_done_once_too(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    attempt_id = till.ask()
    till.until_phase(Phase.PAID)
    server.loses = [raises(httpx.ReadError)] * 500
    till.press.ask_refund(attempt_id)
    till.press.refund_yes("2468")
    till.until(lambda: bool(server.refunds))
    till.close()
    server.loses.clear()
    again = start(server)
    again.until(lambda: not again.outbox.unresolved_refunds())
    assert server.redemptions[attempt_id].refunded_minor == 1250
    assert len(server.refunds) == 1


def test_a_wrong_pin_is_said_and_a_right_one_then_works(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    attempt_id = till.ask()
    till.until_phase(Phase.PAID)
    till.press.ask_refund(attempt_id)
    till.press.refund_yes("9999")
    till.until(lambda: bool(till.view.state.question and till.view.state.question.wrong))
    assert till.view.state.question is not None
    assert till.view.state.question.wrong is not None
    assert till.view.state.question.wrong.id == "refund.wrong_pin"
    till.press.refund_yes("2468")
    till.until(lambda: till.view.state.question is None)
    assert server.redemptions[attempt_id].refunded_minor == 1250


def test_a_refund_rejected_at_a_repeat_is_settled_by_asking_whether_it_was_done(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    attempt_id = till.ask()
    till.until_phase(Phase.PAID)
    server.loses = [raises(httpx.ReadError), answers(problem(ProblemCode.RULE_BROKEN, 422))]
    till.press.ask_refund(attempt_id)
    till.press.refund_yes("2468")
    till.until(lambda: till.view.state.question is None)
    assert till.view.state.toast is not None
    assert till.view.state.toast.say.id == "toast.given_back"


def test_the_line_is_watched_while_the_till_stands_idle(start: Start) -> None:
    server = FakeServer()
    till = start(server)
    server.get_faults = [raises(httpx.ConnectError)] * 3
    till.until(lambda: till.view.state.line is Line.OFFLINE)
    till.until(lambda: till.view.state.line is Line.ONLINE)


def test_a_platform_that_is_not_up_yet_is_waited_for(start: Start) -> None:
    server = FakeServer(get_faults=[raises(httpx.ConnectError)] * 3)
    till = start(server)
    assert till.view.state.merchant_name == "Mei's Tea"


def test_a_slow_answer_is_a_slow_line() -> None:
    assert line_after(NoAnswer(Reason.TIMED_OUT, was_sent=True), 8.0) is Line.SLOW
    assert line_after(NoAnswer(Reason.NO_CONNECTION, was_sent=False), 0.1) is Line.OFFLINE
