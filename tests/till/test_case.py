"""Attempts on their way to an answer, against a server that loses, delays and refuses."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from backend_stub.contract import Outcome, ProblemCode, Redemption
from pos_app.case import Case, Tools
from pos_app.pacing import Pace
from pos_app.presenters.ports import Attempt, AttemptState, OutboxError
from pos_app.results import Answered, NoAnswer, Reason, Rejected, Result
from pos_app.seal import SealBrokenError
from tests.fakes import NOON, EventLog, Ids, MemoryOutbox, a_body, a_problem, a_redemption, an_attempt, an_id

FAST = Pace(first_s=0.02, again_s=0.01, awaiting_s=0.005, slowest_s=0.02, heartbeat_s=1)
ATTEMPT = an_id(1)
Script = list[Result[Redemption] | Callable[[], Awaitable[Result[Redemption]]]]


class ScriptedPlatform:
    """Answers each kind of asking by its own script; the last line of one is repeated."""

    def __init__(self, submit: Script, query: Script | None = None, reverse: Script | None = None) -> None:
        self._scripts = {"submit": submit, "query": query or [], "reverse": reverse or []}
        self.asked: list[str] = []
        self.bodies: set[bytes] = set()
        self.reversal_ids: set[str] = set()

    async def submit(self, attempt_id: str, body: bytes) -> Result[Redemption]:
        self.bodies.add(body)
        return await self._next("submit")

    async def query(self, attempt_id: str) -> Result[Redemption]:
        return await self._next("query")

    async def reverse(self, attempt_id: str, reversal_id: str) -> Result[Redemption]:
        self.reversal_ids.add(reversal_id)
        return await self._next("reverse")

    async def _next(self, kind: str) -> Result[Redemption]:
        self.asked.append(kind)
        script = self._scripts[kind]
        assert script, f"{kind} was not to be asked"
        line = script.pop(0) if len(script) > 1 else script[0]
        return await line() if callable(line) else line


TIMED_OUT = NoAnswer(Reason.TIMED_OUT, was_sent=True)
NO_LINE = NoAnswer(Reason.NO_CONNECTION, was_sent=False)
PAID = Answered(a_redemption(ATTEMPT))
REFUSED = Answered(a_redemption(ATTEMPT, Outcome.REFUSED))
CLOSED = Answered(a_redemption(ATTEMPT, Outcome.CLOSED))
REVERSED = Answered(a_redemption(ATTEMPT, Outcome.REVERSED))
AWAITING = Answered(a_redemption(ATTEMPT, Outcome.AWAITING_CUSTOMER))


def rejected(code: ProblemCode) -> Rejected:
    return Rejected(a_problem(code))


async def never() -> Result[Redemption]:
    await asyncio.Event().wait()
    return TIMED_OUT


class Play:
    """One case with its platform, its outbox and whom it tells."""

    def __init__(
        self, platform: ScriptedPlatform, attempt: Attempt | None = None, outbox: MemoryOutbox | None = None
    ) -> None:
        self.platform = platform
        self.attempt = attempt or an_attempt(ATTEMPT)
        self.outbox = outbox or MemoryOutbox()
        self.outbox.attempts[ATTEMPT] = self.attempt
        if self.attempt.state is not AttemptState.DONE:
            self.outbox.bodies[ATTEMPT] = a_body()
        self.events = EventLog()

    def case(self, *, is_watched: bool = True, is_resumed: bool = False) -> Case:
        tools = Tools(self.platform, self.outbox, self.events, FAST, lambda: NOON, Ids())
        return Case(self.attempt, tools, is_watched=is_watched, is_resumed=is_resumed)

    def run(self, meanwhile: Callable[[Case], Awaitable[None]] | None = None, **how: bool) -> EventLog:
        async def play() -> None:
            case = self.case(**how)
            running = asyncio.create_task(case.run())
            if meanwhile:
                await meanwhile(case)
            await asyncio.wait_for(running, 10)
            left = asyncio.all_tasks() - {asyncio.current_task()}
            await asyncio.sleep(0)
            assert all(task.done() or task.cancelling() for task in left), "no asking is left behind"

        asyncio.run(play())
        return self.events

    @property
    def outcome(self) -> str | None:
        return self.outbox.attempts[ATTEMPT].outcome


async def until(condition: Callable[[], bool]) -> None:
    while not condition():  # noqa: ASYNC110 -- lets the loop turn, waits for no time
        await asyncio.sleep(0)


def test_an_answer_at_once_ends_it() -> None:
    play = Play(ScriptedPlatform([PAID]))
    assert play.run().of("answered") == [(ATTEMPT, Outcome.PAID, False)]
    assert (play.platform.asked, play.outcome) == (["submit"], "paid")


def test_without_an_answer_the_same_body_is_sent_again_until_there_is_one() -> None:
    play = Play(ScriptedPlatform([TIMED_OUT, TIMED_OUT, PAID]))
    events = play.run()
    assert events.of("answered") == [(ATTEMPT, Outcome.PAID, False)]
    assert events.of("unanswered") == [(ATTEMPT, False)] * 2
    assert play.platform.asked == ["submit"] * 3
    assert play.platform.bodies == {a_body()}
    assert play.outbox.attempts[ATTEMPT].tries == 2


def test_while_somebody_waits_another_asking_goes_beside_one_that_hangs() -> None:
    play = Play(ScriptedPlatform([never, never, PAID]))
    assert play.run().of("answered") == [(ATTEMPT, Outcome.PAID, False)]
    assert play.platform.asked == ["submit"] * 3


def test_askings_beside_each_other_are_at_most_four() -> None:
    play = Play(ScriptedPlatform([never]))

    async def meanwhile(case: Case) -> None:
        await asyncio.sleep(0.2)
        assert play.platform.asked == ["submit"] * 4
        case.stop("r")

    play.platform._scripts["reverse"] = [CLOSED]
    play.run(meanwhile)


def test_in_the_background_one_asking_waits_for_the_one_before() -> None:
    play = Play(ScriptedPlatform([never]))

    async def meanwhile(case: Case) -> None:
        await asyncio.sleep(0.1)
        assert play.platform.asked == ["submit"]
        case.stop("r")

    play.platform._scripts["reverse"] = [CLOSED]
    play.run(meanwhile, is_watched=False)


def test_a_first_rejection_is_evidence() -> None:
    play = Play(ScriptedPlatform([rejected(ProblemCode.MALFORMED)]))
    assert play.run().of("rejected") == [(ATTEMPT, ProblemCode.MALFORMED)]
    assert play.outcome == "rejected"


@pytest.mark.parametrize(
    "code", [ProblemCode.KEY_REUSED, ProblemCode.CONFLICT, ProblemCode.MALFORMED, ProblemCode.NOT_FOUND]
)
def test_a_rejected_repeat_says_nothing_of_the_first_so_the_platform_is_asked_what_it_knows(code: ProblemCode) -> None:
    play = Play(ScriptedPlatform([TIMED_OUT, rejected(code)], query=[PAID]))
    events = play.run()
    assert events.of("rejected") == []
    assert events.of("answered") == [(ATTEMPT, Outcome.PAID, False)]


def test_a_rejection_beside_an_asking_that_hangs_is_no_evidence() -> None:
    play = Play(ScriptedPlatform([never, rejected(ProblemCode.MALFORMED)], query=[PAID]))
    assert play.run().of("rejected") == []
    assert play.outcome == "paid"


@pytest.mark.parametrize("code", [ProblemCode.UNAUTHENTICATED, ProblemCode.FORBIDDEN, ProblemCode.TOO_MANY_TRIES])
def test_a_door_closed_at_the_repeat_is_knocked_at_again(code: ProblemCode) -> None:
    play = Play(ScriptedPlatform([TIMED_OUT, rejected(code), rejected(code), PAID]))
    assert play.run().of("answered") == [(ATTEMPT, Outcome.PAID, False)]


def test_what_the_platform_has_never_seen_is_closed_so_that_it_cant_be_paid_later() -> None:
    play = Play(
        ScriptedPlatform([TIMED_OUT, rejected(ProblemCode.CONFLICT)], [rejected(ProblemCode.NOT_FOUND)], [CLOSED])
    )
    assert play.run().of("answered") == [(ATTEMPT, Outcome.CLOSED, True)]
    assert play.platform.asked == ["submit", "submit", "query", "reverse"]


def test_no_connection_at_the_first_try_is_certain_and_the_attempt_is_closed_when_the_line_is_back() -> None:
    play = Play(ScriptedPlatform([NO_LINE], reverse=[NO_LINE, TIMED_OUT, CLOSED]))
    events = play.run()
    assert events.of("unanswered")[0] == (ATTEMPT, True)
    assert play.outbox.stops == [ATTEMPT], "should the till die now, the attempt is not submitted again"
    assert events.of("answered") == [(ATTEMPT, Outcome.CLOSED, True)]
    assert len(play.platform.reversal_ids) == 1


def test_no_connection_at_a_repeat_is_not_certain() -> None:
    play = Play(ScriptedPlatform([TIMED_OUT, NO_LINE, PAID]))
    assert (ATTEMPT, True) not in play.run().of("unanswered")
    assert play.outcome == "paid"


def test_no_connection_after_a_restart_is_not_certain_either() -> None:
    play = Play(ScriptedPlatform([NO_LINE, PAID]))
    assert play.run(is_resumed=True, is_watched=False).of("unanswered") == [(ATTEMPT, False)]
    assert play.outcome == "paid"


def test_a_rejection_after_a_restart_is_no_evidence() -> None:
    play = Play(ScriptedPlatform([rejected(ProblemCode.CONFLICT)], query=[PAID]))
    assert play.run(is_resumed=True).of("rejected") == []
    assert play.outcome == "paid"


def test_stopping_reverses_until_that_is_answered() -> None:
    play = Play(
        ScriptedPlatform([never], reverse=[TIMED_OUT, NO_LINE, rejected(ProblemCode.UNAUTHENTICATED), REVERSED])
    )

    async def meanwhile(case: Case) -> None:
        await until(lambda: bool(play.platform.asked))
        play.outbox.stop(ATTEMPT, "r")
        case.stop("r")
        case.stop("another")

    assert play.run(meanwhile).of("answered") == [(ATTEMPT, Outcome.REVERSED, True)]
    assert play.platform.reversal_ids == {"r"}
    assert play.outcome == "reversed"


def test_an_answer_that_crosses_the_stop_is_not_told() -> None:
    play = Play(ScriptedPlatform([PAID]))
    play.outbox.stop(ATTEMPT, "r")  # the main thread noted it; its word has not come over yet
    assert play.run().of("answered") == []
    assert play.outbox.attempts[ATTEMPT].state is AttemptState.STOPPING


def test_an_attempt_noted_as_stopping_is_never_submitted_again() -> None:
    attempt = an_attempt(ATTEMPT, state=AttemptState.STOPPING, reversal_id="r")
    play = Play(ScriptedPlatform([], reverse=[TIMED_OUT, CLOSED]), attempt)
    play.run(is_watched=False, is_resumed=True)
    assert play.platform.asked == ["reverse", "reverse"]
    assert play.platform.reversal_ids == {"r"}


def test_what_can_no_longer_be_reversed_is_asked_for_and_told_as_it_is() -> None:
    attempt = an_attempt(ATTEMPT, state=AttemptState.STOPPING, reversal_id="r")
    play = Play(ScriptedPlatform([], [PAID], [rejected(ProblemCode.CONFLICT)]), attempt)
    assert play.run().of("answered") == [(ATTEMPT, Outcome.PAID, True)]


def test_the_customer_is_waited_for_by_asking_not_by_submitting() -> None:
    play = Play(ScriptedPlatform([AWAITING], [AWAITING, TIMED_OUT, AWAITING, PAID]))
    events = play.run()
    assert play.platform.asked == ["submit", *["query"] * 4]
    assert [told[1] for told in events.of("answered")][-1] is Outcome.PAID


def test_stopping_while_the_customer_is_asked_reverses() -> None:
    play = Play(ScriptedPlatform([AWAITING], [AWAITING], [AWAITING, CLOSED]))

    async def meanwhile(case: Case) -> None:
        await until(lambda: "query" in play.platform.asked)
        play.outbox.stop(ATTEMPT, "r")
        case.stop("r")

    assert play.run(meanwhile).of("answered")[-1] == (ATTEMPT, Outcome.CLOSED, True)


def test_a_body_that_does_not_open_is_asked_for_and_ended_without_it() -> None:
    class Locked(MemoryOutbox):
        def body(self, attempt_id: str) -> bytes | None:
            raise SealBrokenError("no")

    play = Play(ScriptedPlatform([], [rejected(ProblemCode.NOT_FOUND)], [CLOSED]), outbox=Locked())
    assert play.run(is_resumed=True).of("answered") == [(ATTEMPT, Outcome.CLOSED, True)]


def test_a_disk_that_fails_at_the_answer_does_not_keep_it_from_the_cashier() -> None:
    class Failing(MemoryOutbox):
        def finish(self, attempt_id: str, outcome: str, now: dt.datetime, *, after_stop: bool = False) -> bool:
            raise OutboxError("full")

        def note_try(self, attempt_id: str, now: dt.datetime) -> None:
            raise OutboxError("full")

    play = Play(ScriptedPlatform([TIMED_OUT, PAID]), outbox=Failing())
    assert play.run().of("answered") == [(ATTEMPT, Outcome.PAID, False)]


def test_a_paid_attempt_opened_again_by_a_stop_is_reversed() -> None:
    attempt = replace(an_attempt(ATTEMPT), state=AttemptState.DONE, outcome="paid")
    play = Play(ScriptedPlatform([], reverse=[REVERSED]), attempt)

    async def meanwhile(case: Case) -> None:
        play.outbox.stop(ATTEMPT, "r")
        case.stop("r")

    assert play.run(meanwhile).of("answered") == [(ATTEMPT, Outcome.REVERSED, True)]


@pytest.mark.parametrize(
    ("times", "is_watched", "pause_s"),
    [
        (1, True, 3),
        (9, True, 3),
        (1, False, 3),
        (2, False, 6),
        (3, False, 12),
        (4, False, 24),
        (5, False, 30),
        (5000, False, 30),
    ],
)
def test_the_pause_is_three_seconds_while_somebody_waits_and_grows_to_thirty_else(
    times: int, is_watched: bool, pause_s: float
) -> None:
    assert Pace().after_s(times, is_watched=is_watched) == pause_s


def test_the_first_asking_gets_eight_seconds_and_the_customer_is_asked_for_each_second() -> None:
    assert (Pace().beside_s(1), Pace().beside_s(2)) == (8, 3)
    assert Pace().after_s(3, is_watched=True, is_awaiting=True) == 1
