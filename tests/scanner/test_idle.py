from __future__ import annotations

import numpy as np
import pytest

from backend_stub.contract.code_text import payment_code
from pos_app.scanner.idle import LONG_REST_S, LONG_STILL_S, REST_S, STILL_AFTER_S, Idle
from pos_app.scanner.simulate import LEVELS, Simulation

CODE = payment_code("123456789012345")
COUNTER = Simulation(LEVELS["brutal"], seed=2)
FRAME_S = 1 / 15


def watched(idle: Idle, seconds: float) -> list[bool]:
    """Which frames of an empty counter are looked at."""
    times = [place * FRAME_S for place in range(round(seconds / FRAME_S))]
    return [idle.is_due(COUNTER.frame(None, at), at) for at in times]


def test_a_counter_where_nothing_happens_is_looked_at_now_and_then_noise_or_not() -> None:
    due = watched(Idle(), STILL_AFTER_S + 3)
    awake, resting = due[: round(STILL_AFTER_S / FRAME_S)], due[round(STILL_AFTER_S / FRAME_S) + 1 :]
    assert all(awake)
    assert 3 / REST_S / 2 <= sum(resting) <= 3 / REST_S + 1


def test_a_counter_that_has_long_been_still_is_looked_at_more_rarely() -> None:
    due = watched(Idle(), LONG_STILL_S + 6)[round(LONG_STILL_S / FRAME_S) + 1 :]
    assert 6 / LONG_REST_S / 2 <= sum(due) <= 6 / LONG_REST_S + 1


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (640, 480), (33, 3)])
def test_movement_is_seen_in_pictures_of_any_size_gray_or_coloured(size: tuple[int, int]) -> None:
    for shape in ((size[1], size[0]), (size[1], size[0], 3)):
        idle, dark = Idle(), np.zeros(shape, np.uint8)
        assert not all(idle.is_due(dark, place * FRAME_S) for place in range(100))
        assert idle.is_due(np.full(shape, 40, np.uint8), 100 * FRAME_S)


def test_a_phone_that_comes_into_the_picture_is_looked_at_at_once() -> None:
    idle = Idle()
    watched(idle, 5)
    assert idle.is_due(COUNTER.frame(CODE, 5.0, arrival=0.6), 5.0)
    assert idle.is_due(COUNTER.frame(CODE, 5.05, arrival=0.7), 5.05)


def test_a_code_that_lies_still_is_looked_at_in_every_frame() -> None:
    idle, frame = Idle(), COUNTER.frame(CODE, 0.0)
    for place in range(200):
        assert idle.is_due(frame, place * FRAME_S)
        idle.found(place * FRAME_S)
