from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.scanner.costs import Costs
from pos_app.scanner.looks import Look
from pos_app.scanner.schedule import Schedule

GOOD = Look("good", lambda _scene: [], 2.0, 5)
POOR = Look("poor", lambda _scene: [], 2.0, 0.2)
DEAR = Look("dear", lambda _scene: [], 20.0, 5)
ENOUGH_MS = 100.0


class Shop:
    """A schedule and its costs, as the decoder keeps them."""

    def __init__(self, looks: list[Look]) -> None:
        self.costs = Costs(looks)
        self.schedule = Schedule(looks, self.costs)


def frame(shop: Shop, budget_ms: float, ms: dict[str, float] | None = None, reads: str = "") -> list[str]:
    """Which looks one missed frame gets."""
    taken: list[str] = []
    left = budget_ms
    while (look := shop.schedule.next(left, set(taken))) is not None:
        spent = (ms or {}).get(look.name, look.cost_ms)
        shop.costs.took(look, spent)
        shop.schedule.took(look, has_read=look.name == reads)
        taken.append(look.name)
        left -= spent
    shop.costs.passed(taken)
    shop.schedule.missed()
    return taken


def test_what_gains_most_for_its_time_comes_first() -> None:
    assert frame(Shop([POOR, DEAR, GOOD]), ENOUGH_MS) == ["good", "dear", "poor"]


def test_a_look_that_does_not_fit_is_not_begun() -> None:
    assert frame(Shop([POOR, DEAR, GOOD]), 10.0) == ["good", "poor"]


def test_no_look_is_forgotten() -> None:
    shop = Shop([GOOD, POOR])
    shown = [frame(shop, 3.0) for _ in range(60)]
    assert ["poor"] in shown
    assert shown.count(["good"]) > 40


def test_a_look_that_became_slow_is_left_out_until_it_fits() -> None:
    shop = Shop([GOOD])
    for _ in range(30):
        frame(shop, ENOUGH_MS, ms={"good": 40.0})
    assert frame(shop, 20.0) == []


def test_what_reads_here_comes_more_often_than_was_guessed() -> None:
    shop = Shop([GOOD, POOR])
    for _ in range(60):
        frame(shop, ENOUGH_MS, reads="poor")
    assert frame(shop, ENOUGH_MS)[0] == "poor"


def test_a_look_that_an_interruption_stretched_is_not_left_out_for_ever() -> None:
    shop = Shop([GOOD])
    frame(shop, ENOUGH_MS, ms={"good": 2_000.0})
    assert any(frame(shop, 4.0) for _ in range(60))


def test_a_computer_that_was_slow_for_a_while_is_not_thought_slow_for_ever() -> None:
    shop = Shop([GOOD, DEAR])
    for _ in range(100):
        frame(shop, 1e6, ms={"good": 20.0, "dear": 200.0})
    shown = [frame(shop, 40.0, ms={"good": 2.0, "dear": 20.0}) for _ in range(400)]
    assert "dear" in shown[-1]


def test_what_was_never_taken_is_expected_to_be_as_slow_here_as_the_others() -> None:
    costs = Costs([GOOD, DEAR])
    for _ in range(60):
        costs.took(GOOD, 3 * GOOD.cost_ms)
    assert costs.usual_ms(DEAR) == pytest.approx(3 * DEAR.cost_ms, rel=0.05)


@given(st.floats(0, 60), st.integers(1, 40))
def test_what_is_begun_is_expected_to_end_in_time(budget_ms: float, frames: int) -> None:
    shop = Shop([GOOD, POOR, DEAR])
    costs = {look.name: look.cost_ms for look in (GOOD, POOR, DEAR)}
    for _ in range(frames):
        assert sum(costs[name] for name in frame(shop, budget_ms)) <= budget_ms
