"""Windows: what fits into one, when the next begins, and what a clock that was put back can't do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend_stub.contract import ProblemCode
from backend_stub.domain import limits
from backend_stub.domain.limits import Count, Counted, Limit
from backend_stub.domain.records import SECOND, Instant
from backend_stub.domain.state import Broken, Moment, State

NOON = 1_800_000_000 * SECOND
THREE = Counted("who", Limit("three", 3, 60))


def tried(state: State, after_s: float, counted: Counted = THREE) -> int:
    """The seconds to wait; 0 for a try that was counted."""
    moment = Moment(Instant(NOON + round(after_s * SECOND)), lambda: "id")
    decision = limits.count(state, Count(counted, None), moment)
    state.apply(decision)
    if not isinstance(decision.reply, Broken):
        return 0
    assert decision.reply.code is ProblemCode.TOO_MANY_TRIES
    return int(decision.reply.detail)


def test_a_window_takes_so_many_tells_how_long_it_lasts_and_begins_anew_at_its_end() -> None:
    state = State()
    assert [tried(state, second) for second in (0, 10, 20, 20, 59.5, 60, 61, 62, 63)] == [0, 0, 0, 40, 1, 0, 0, 0, 57]


def test_others_have_windows_of_their_own() -> None:
    state = State()
    assert [tried(state, 0) for _ in range(4)] == [0, 0, 0, 60]
    assert tried(state, 0, Counted("another", THREE.limit)) == 0


def test_a_clock_that_was_put_back_locks_nobody_out_for_longer_than_a_window() -> None:
    state = State()
    for _ in range(3):
        tried(state, 10_000)
    assert tried(state, 0) == 0


@given(st.lists(st.floats(0, 20, width=16), max_size=80), st.integers(1, 5), st.integers(1, 60))
def test_no_span_as_long_as_a_window_has_more_than_two_windows_tries(
    gaps_s: list[float], times: int, within_s: int
) -> None:
    state, now_s, done = State(), 0.0, list[float]()
    for gap_s in gaps_s:
        now_s += gap_s
        waits = tried(state, now_s, Counted("who", Limit("any", times, within_s)))
        assert 0 <= waits <= within_s
        if not waits:
            done.append(now_s)
    for begin in done:
        assert sum(begin <= one < begin + within_s for one in done) <= 2 * times
