from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from backend_stub.contract.code_text import payment_code
from pos_app.scanner.accept import Accepted, Acceptor, Foreign, SeveralCodes, Verdict
from pos_app.scanner.found import CODE_128, QR_CODE, Found
from pos_app.scanner.names import TextKind

FRAME_S = 1 / 30
MARA = payment_code("100000000000001")
JONAS = payment_code("200000000000002")
LINK = "https://example.com"


def seen(text: str, symbology: str = QR_CODE) -> Found:
    return Found(text, symbology, "test", ((0, 0), (1, 0), (1, 1), (0, 1)), 1.0)


def bars(text: str) -> Found:
    return seen(text, CODE_128)


def show(acceptor: Acceptor, *frames: list[Found], begin: float = 100.0, gap: float = FRAME_S) -> list[Verdict]:
    verdicts = [acceptor.see(frame, begin + place * gap) for place, frame in enumerate(frames)]
    return [verdict for verdict in verdicts if verdict is not None]


def test_a_qr_code_of_ours_is_accepted_at_the_first_frame() -> None:
    assert show(Acceptor(), [seen(MARA)]) == [Accepted(MARA, QR_CODE)]


def test_bars_are_accepted_when_a_second_frame_agrees() -> None:
    acceptor = Acceptor()
    assert show(acceptor, [bars(MARA)]) == []
    assert show(acceptor, [], [bars(MARA)], begin=100.1) == [Accepted(MARA, CODE_128)]


def test_bars_that_two_frames_read_differently_are_not_accepted() -> None:
    assert show(Acceptor(), [bars(MARA)], [bars(JONAS)]) == []


def test_bars_read_again_only_much_later_do_not_agree() -> None:
    assert show(Acceptor(), [bars(MARA)], [bars(MARA)], gap=5) == []


def test_a_code_that_stays_in_view_is_told_once() -> None:
    assert show(Acceptor(), *[[seen(MARA)]] * 200) == [Accepted(MARA, QR_CODE)]


def test_a_code_that_flickers_beside_a_sticker_is_told_once() -> None:
    frames = [[seen(MARA)], [seen(LINK)], [], [bars(MARA)]] * 50
    assert show(Acceptor(), *frames) == [Accepted(MARA, QR_CODE), Foreign(TextKind.WEB_LINK)]


def test_a_code_taken_away_and_brought_back_is_told_again() -> None:
    assert show(Acceptor(), [seen(MARA)], [], [seen(MARA)], gap=1.0) == [Accepted(MARA, QR_CODE)] * 2


def test_the_same_code_as_qr_and_bars_is_one_code() -> None:
    assert show(Acceptor(), *[[bars(MARA), seen(MARA)]] * 5) == [Accepted(MARA, QR_CODE)]


def test_misread_bars_beside_a_good_qr_code_are_not_listened_to() -> None:
    assert show(Acceptor(), *[[bars(JONAS), seen(MARA)]] * 5) == [Accepted(MARA, QR_CODE)]


def test_two_phones_at_once_are_told_apart_by_nobody_so_neither_is_used() -> None:
    both, one = [seen(MARA), seen(JONAS)], [seen(MARA)]
    assert show(Acceptor(), both, one, both, one, one) == [SeveralCodes()]


def test_when_one_of_two_phones_is_put_away_the_other_is_used() -> None:
    frames = [[seen(MARA), seen(JONAS)]] + [[seen(JONAS)]] * 60
    assert show(Acceptor(), *frames) == [SeveralCodes(), Accepted(JONAS, QR_CODE)]


def test_a_foreign_qr_code_is_named_once() -> None:
    assert show(Acceptor(), *[[seen("281904756320918457")]] * 9) == [Foreign(TextKind.ALIPAY)]


def test_foreign_bars_are_named_when_a_second_frame_agrees() -> None:
    parcel = [bars("JD0002123456")]
    assert show(Acceptor(), parcel) == []
    assert show(Acceptor(), parcel, parcel) == [Foreign(TextKind.OTHER)]


def test_our_code_goes_before_a_foreign_one_in_the_same_frame() -> None:
    assert show(Acceptor(), [seen(LINK), seen(MARA)]) == [Accepted(MARA, QR_CODE)]
    assert show(Acceptor(), [seen(LINK), bars(MARA)], [seen(LINK), bars(MARA)]) == [Accepted(MARA, CODE_128)]


def test_blank_frames_give_nothing() -> None:
    assert show(Acceptor(), [], [], []) == []


TEXTS = st.sampled_from([MARA, JONAS, LINK, MARA[:-1] + "x", MARA[:9] + MARA[10] + MARA[9] + MARA[11:]])
READINGS = st.lists(st.builds(seen, TEXTS, st.sampled_from([QR_CODE, CODE_128])), max_size=3)


@settings(max_examples=300, deadline=None)
@given(st.lists(READINGS, max_size=30), st.sampled_from([FRAME_S, 0.4, 2.0]))
def test_whatever_is_seen_only_certain_codes_of_ours_are_accepted(frames: list[list[Found]], gap: float) -> None:
    acceptor = Acceptor()
    history: list[tuple[float, list[Found]]] = []
    for place, readings in enumerate(frames):
        now = place * gap
        verdict = acceptor.see(readings, now)
        history.append((now, readings))
        if isinstance(verdict, Accepted):
            assert verdict.text in {MARA, JONAS}
            assert is_certain(verdict.text, history)


def is_certain(text: str, history: list[tuple[float, list[Found]]]) -> bool:
    """Naively: a QR code in this frame, or bars in this one and in another of the last second."""
    now, latest = history[-1]
    if seen(text) in latest:
        return True
    earlier = [frame for at, frame in history[:-1] if now - at <= 1.0]
    return bars(text) in latest and any(bars(text) in frame for frame in earlier)


@given(st.lists(st.booleans(), min_size=1, max_size=100))
def test_a_code_read_on_and_off_within_the_debounce_is_accepted_exactly_once(is_read: list[bool]) -> None:
    frames = [[seen(MARA)] if read else [] for read in [True, *is_read]]
    # at ten frames a second, a run of misses shorter than the debounce
    longest = max((len(run) for run in "".join("x" if read else " " for read in is_read).split("x")), default=0)
    expected_once = longest * 0.1 < 1.4
    verdicts = show(Acceptor(), *frames, gap=0.1)
    assert set(verdicts) == {Accepted(MARA, QR_CODE)}
    assert not expected_once or len(verdicts) == 1
