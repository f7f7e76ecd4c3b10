from __future__ import annotations

from backend_stub.contract.code_text import payment_code
from pos_app.scanner.idle import REST_S, Idle
from pos_app.scanner.simulate import LEVELS, Simulation

CODE = payment_code("123456789012345")
COUNTER = Simulation(LEVELS["brutal"], seed=2)


def test_a_counter_where_nothing_happens_lets_the_decoder_rest_noise_or_not() -> None:
    idle = Idle()
    rests = [idle.rest_s(COUNTER.frame(None, at / 10), is_found=False, now=at / 10) for at in range(40)]
    assert rests[:20] == [0.0] * 20
    assert set(rests[22:]) == {REST_S}


def test_a_phone_that_comes_into_the_picture_ends_the_rest_at_once() -> None:
    idle = Idle()
    for at in range(40):
        rest = idle.rest_s(COUNTER.frame(None, at / 10), is_found=False, now=at / 10)
    assert rest == REST_S
    assert idle.rest_s(COUNTER.frame(CODE, 4.0, arrival=0.6), is_found=False, now=4.0) == 0


def test_a_code_that_lies_still_is_looked_at_as_often_as_before() -> None:
    idle, frame = Idle(), COUNTER.frame(CODE, 0.0)
    assert all(idle.rest_s(frame, is_found=True, now=float(second)) == 0 for second in range(20))
