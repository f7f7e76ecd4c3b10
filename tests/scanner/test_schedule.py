from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pos_app.scanner.looks import Look
from pos_app.scanner.schedule import Schedule

GOOD = Look("good", lambda _scene: [], 2.0, 5)
POOR = Look("poor", lambda _scene: [], 2.0, 0.2)
DEAR = Look("dear", lambda _scene: [], 20.0, 5)
ENOUGH_MS = 100.0


def frame(schedule: Schedule, budget_ms: float, ms: dict[str, float] | None = None, reads: str = "") -> list[str]:
    """Which looks one missed frame gets."""
    taken: list[str] = []
    left = budget_ms
    while (look := schedule.next(left, set(taken))) is not None:
        spent = (ms or {}).get(look.name, look.cost_ms)
        schedule.took(look, spent, has_read=look.name == reads)
        taken.append(look.name)
        left -= spent
    schedule.missed()
    return taken


def test_what_gains_most_for_its_time_comes_first() -> None:
    assert frame(Schedule([POOR, DEAR, GOOD]), ENOUGH_MS) == ["good", "dear", "poor"]


def test_a_look_that_does_not_fit_is_not_begun() -> None:
    assert frame(Schedule([POOR, DEAR, GOOD]), 10.0) == ["good", "poor"]


def test_no_look_is_forgotten() -> None:
    schedule = Schedule([GOOD, POOR])
    shown = [frame(schedule, 3.0) for _ in range(60)]
    assert ["poor"] in shown
    assert shown.count(["good"]) > 40


def test_a_look_that_became_slow_is_left_out_until_it_fits() -> None:
    schedule = Schedule([GOOD])
    for _ in range(30):
        frame(schedule, ENOUGH_MS, ms={"good": 40.0})
    assert frame(schedule, 20.0) == []


def test_what_reads_here_comes_more_often_than_was_guessed() -> None:
    schedule = Schedule([GOOD, POOR])
    for _ in range(60):
        frame(schedule, ENOUGH_MS, reads="poor")
    assert frame(schedule, ENOUGH_MS)[0] == "poor"


@given(st.floats(0, 60), st.integers(1, 40))
def test_what_is_begun_is_expected_to_end_in_time(budget_ms: float, frames: int) -> None:
    schedule = Schedule([GOOD, POOR, DEAR])
    costs = {look.name: look.cost_ms for look in (GOOD, POOR, DEAR)}
    for _ in range(frames):
        assert sum(costs[name] for name in frame(schedule, budget_ms)) <= budget_ms
