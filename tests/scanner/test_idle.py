from __future__ import annotations

from backend_stub.contract.code_text import payment_code
from pos_app.scanner.idle import REST_S, STILL_AFTER_S, Idle
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
