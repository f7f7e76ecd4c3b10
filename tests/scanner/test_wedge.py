from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend_stub.contract.code_text import payment_code
from pos_app.scanner.names import TextKind, name_text
from pos_app.scanner.wedge import (
    BEGINNING_S,
    FAST_GAP_S,
    HASTY_KEYS,
    HOLD_S,
    PAUSE_S,
    UNFINISHED_S,
    Framing,
    Press,
    Scan,
    Typed,
    Wedge,
    payload,
)

CODE = payment_code("123456789012345")


def press(wedge: Wedge, characters: str, gap: float, begin: float = 10.0) -> list[Press]:
    """Keys in an even rhythm; the timer rings when it is due, as the window's would."""
    presses: list[Press] = []
    for place, character in enumerate(characters):
        at = begin + place * gap
        presses += ring(wedge, at)
        presses += wedge.key(character, at)
    return presses


def ring(wedge: Wedge, until: float) -> list[Press]:
    deadline = wedge.deadline
    return wedge.tick(deadline) if deadline is not None and deadline <= until else []


def settle(wedge: Wedge) -> list[Press]:
    return ring(wedge, float("inf"))


def typed(presses: list[Press]) -> str:
    assert all(isinstance(one, Typed) for one in presses)
    return "".join(one.characters for one in presses if isinstance(one, Typed))


def everything(presses: list[Press]) -> str:
    return "".join(one.characters if isinstance(one, Typed) else one.text + one.end for one in presses)


@pytest.mark.parametrize("end", ["\r", "\n", "\t"])
def test_a_scan_that_ends_with_enter_or_tab_is_told_at_once(end: str) -> None:
    wedge = Wedge()
    assert press(wedge, CODE + end, gap=0.008) == [Scan(CODE, end)]
    assert wedge.deadline is None


def test_a_scan_without_an_end_is_told_after_a_pause() -> None:
    wedge = Wedge()
    assert press(wedge, CODE, gap=0.008) == []
    last = 10.0 + 17 * 0.008
    assert wedge.tick(last + PAUSE_S - 0.001) == []
    assert wedge.tick(last + PAUSE_S) == [Scan(CODE)]


def test_a_scan_is_told_even_if_the_timer_never_rang() -> None:
    wedge = Wedge()
    press(wedge, CODE, gap=0.008)
    assert wedge.key("5", 20.0) == [Scan(CODE)]
    assert settle(wedge) == [Typed("5")]


def test_a_scanner_that_hiccups_after_six_keys_is_still_one_scan() -> None:
    wedge = Wedge()
    press(wedge, CODE[:9], gap=0.010)
    assert press(wedge, CODE[9:] + "\r", gap=0.010, begin=10.0 + 8 * 0.010 + 0.060) == [Scan(CODE, "\r")]


def test_an_amount_typed_by_a_quick_person_comes_out_as_typed() -> None:
    wedge = Wedge()
    assert typed(press(wedge, "1250\r", gap=0.060) + settle(wedge)) == "1250\r"


def test_two_keys_rolled_together_and_enter_come_out_in_order() -> None:
    wedge = Wedge()
    assert press(wedge, "12\r", gap=0.015) == [Typed("12\r")]


def test_a_single_key_is_held_for_40_ms_and_no_longer() -> None:
    wedge = Wedge()
    assert wedge.key("5", 10.0) == []
    assert wedge.deadline == pytest.approx(10.0 + HOLD_S)
    assert wedge.tick(10.0 + HOLD_S) == [Typed("5")]
    assert wedge.deadline is None


@pytest.mark.parametrize("beginning", ["7", "73"])
def test_what_payment_codes_begin_with_is_held_for_80_ms_and_no_longer(beginning: str) -> None:
    wedge = Wedge()
    assert press(wedge, beginning, gap=0.010) == []
    last = 10.0 + 0.010 * (len(beginning) - 1)
    assert wedge.deadline == pytest.approx(last + BEGINNING_S)
    assert wedge.tick(last + BEGINNING_S) == [Typed(beginning)]


def test_a_busy_computer_that_stretches_a_scan_again_and_again_tears_no_digit_off() -> None:
    wedge = Wedge()
    presses = wedge.key(CODE[0], 10.0) + wedge.key(CODE[1], 10.060) + wedge.key(CODE[2], 10.120)
    assert presses == []
    assert press(wedge, CODE[3:] + "\r", gap=0.001, begin=10.300) == [Scan(CODE, "\r")]


@pytest.mark.parametrize("place", [1, 2])
def test_a_busy_computer_that_stretches_the_beginning_of_a_scan_tears_no_digit_off(place: int) -> None:
    wedge = Wedge()
    assert press(wedge, CODE[:place], gap=0.001) == []
    begin = 10.0 + (place - 1) * 0.001 + BEGINNING_S - 0.010
    assert press(wedge, CODE[place:] + "\r", gap=0.001, begin=begin) == [Scan(CODE, "\r")]


def test_a_seven_that_a_person_keys_shortly_before_a_scan_is_the_person_s() -> None:
    wedge = Wedge()
    assert press(wedge, "7", gap=0.0) == []
    assert press(wedge, CODE + "\r", gap=0.002, begin=10.060) == [Typed("7"), Scan(CODE, "\r")]


def test_enter_by_itself_is_not_held() -> None:
    assert Wedge().key("\r", 10.0) == [Typed("\r")]


def test_a_key_held_down_is_a_person_though_it_repeats_fast() -> None:
    wedge = Wedge()
    presses = wedge.key("0", 10.0)
    for place in range(1, 20):
        presses += wedge.key("0", 10.23 + place * 0.02, is_repeat=True)
    assert typed(presses + settle(wedge)) == "0" * 20


def test_two_equal_digits_of_a_scanner_are_no_key_held_down_though_the_desktop_says_so() -> None:
    wedge = Wedge()
    presses = press(wedge, CODE[:10], gap=0.001)
    presses += wedge.key(CODE[9], 10.010, is_repeat=True) + press(wedge, "1234567\r", gap=0.001, begin=10.011)
    assert presses == [Scan(CODE[:10] + CODE[9] + "1234567", "\r")]


@pytest.mark.parametrize("cut", range(3, 18))
def test_a_scan_that_a_busy_computer_stretches_stays_one(cut: int) -> None:
    wedge = Wedge()
    presses = press(wedge, CODE[:cut], gap=0.002)
    late = 10.0 + cut * 0.002 + 0.200
    presses += ring(wedge, late) + press(wedge, CODE[cut:] + "\r", gap=0.002, begin=late)
    assert presses == [Scan(CODE, "\r")]


def person_within(place: int, key: str, phase: float) -> list[Press]:
    """A person presses one key while a scanner sends its `place`-th."""
    wedge = Wedge()
    presses: list[Press] = []
    for number, character in enumerate(CODE):
        at = 10.0 + number * 0.008
        if number == place:
            presses += wedge.key(key, at - 0.008 * phase)
        presses += wedge.key(character, at)
    return presses + wedge.key("\r", 10.0 + 18 * 0.008) + settle(wedge)


@pytest.mark.parametrize("place", [0, 5, 9, 17])
def test_a_person_s_key_amid_a_scan_stays_the_person_s(place: int) -> None:
    for key in "+.a":
        assert person_within(place, key, 0.5) == [Typed(key), Scan(CODE, "\r")]


def test_a_person_s_digit_amid_a_scan_never_makes_another_code_of_it() -> None:
    untangled = 0
    for place in range(18):
        for key in "0123456789":
            for phase in (0.2, 0.5, 0.8):
                presses = person_within(place, key, phase)
                scans = [payload(one, Framing()) for one in presses if isinstance(one, Scan)]
                assert [text for text in scans if name_text(text) is TextKind.OURS] in ([CODE], [])
                untangled += scans == [CODE]
    print(f"{untangled} of 540 untangled")
    assert untangled > 400


def test_a_key_pressed_just_before_a_scan_of_goods_is_the_person_s() -> None:
    wedge = Wedge()
    presses = wedge.key("2", 10.0) + press(wedge, "4006381333931\r", gap=0.004, begin=10.030)
    assert presses == [Typed("2"), Scan("4006381333931", "\r")]


def test_with_a_prefix_only_what_begins_with_it_is_a_scan_at_a_radio_s_pace_too() -> None:
    framing = Framing(prefix="~", suffix="enter")
    wedge = Wedge(framing)
    presses = press(wedge, "~" + CODE + "\r", gap=0.110)
    assert [payload(one, framing) for one in presses if isinstance(one, Scan)] == [CODE]
    assert typed(press(Wedge(framing), "123456789\r", gap=0.002)) == "123456789\r"


def test_the_end_that_a_scanner_is_known_to_send_is_waited_for_and_belongs_to_the_scan() -> None:
    wedge = Wedge(Framing(suffix="tab"))
    presses = press(wedge, CODE, gap=0.005)
    assert presses + ring(wedge, 10.3) + wedge.key("\t", 10.3) == [Scan(CODE, "\t")]


def test_where_a_scanner_sends_no_end_a_person_s_enter_is_the_person_s() -> None:
    wedge = Wedge(Framing(suffix="none"))
    assert press(wedge, CODE + "\r", gap=0.005) == [Scan(CODE), Typed("\r")]


def test_characters_that_end_a_scan_are_taken_off() -> None:
    framing = Framing(prefix="<", suffix="#>")
    presses = press(Wedge(framing), f"<{CODE}#>", gap=0.005)
    assert [payload(one, framing) for one in presses if isinstance(one, Scan)] == [CODE]


def test_equal_digits_of_a_scan_that_a_busy_computer_stretches_are_no_key_held_down_either() -> None:
    wedge = Wedge()
    presses = press(wedge, "7399", gap=0.001)
    presses += wedge.key("9", 10.015, is_repeat=True) + press(wedge, "94542408366913\r", gap=0.001, begin=10.016)
    assert presses == [Scan("7399994542408366913", "\r")]


def test_what_is_held_comes_out_before_a_key_without_a_character() -> None:
    wedge = Wedge()
    wedge.key("4", 10.0)
    assert wedge.flush() == [Typed("4")]
    assert wedge.flush() == []


def test_typing_right_before_a_scan_is_not_part_of_it() -> None:
    wedge = Wedge()
    presses = wedge.key("9", 10.0)
    presses += press(wedge, CODE + "\r", gap=0.005, begin=10.0 + HOLD_S - 0.002)
    assert presses == [Typed("9"), Scan(CODE, "\r")]


KEYS = st.lists(
    st.tuples(st.sampled_from("0123456789.*A\r\t"), st.floats(0, 0.2), st.booleans()),
    max_size=60,
)


@settings(max_examples=500)
@given(KEYS, st.booleans())
def test_no_key_is_lost_doubled_or_moved_whatever_the_rhythm(keys: list[tuple[str, float, bool]], rings: bool) -> None:
    wedge = Wedge()
    presses: list[Press] = []
    now = 0.0
    for character, gap, is_repeat in keys:
        now += gap
        if rings:
            presses += ring(wedge, now)
        presses += wedge.key(character, now, is_repeat=is_repeat)
    presses += settle(wedge)
    assert everything(presses) == "".join(character for character, _, _ in keys)
    assert wedge.deadline is None


@settings(max_examples=300)
@given(KEYS, st.floats(FAST_GAP_S + 0.001, 0.3))
def test_a_person_slower_than_35_ms_a_key_never_makes_a_scan(keys: list[tuple[str, float, bool]], pace: float) -> None:
    wedge = Wedge()
    text = "".join(character for character, _, _ in keys)
    times = itertools.accumulate((pace + gap for _, gap, _ in keys), initial=1.0)
    presses: list[Press] = []
    for character, at in zip(text, times, strict=False):
        presses += ring(wedge, at) + wedge.key(character, at)
    assert typed(presses + settle(wedge)) == text


@settings(max_examples=300)
@given(KEYS)
def test_what_is_held_is_at_most_five_keys_and_40_ms_old_unless_it_is_or_begins_a_scan(
    keys: list[tuple[str, float, bool]],
) -> None:
    wedge = Wedge()
    now, out = 0.0, 0
    characters = "".join(character for character, _, _ in keys)
    for place, (character, gap, _) in enumerate(keys, start=1):
        now += gap
        out += len(everything(ring(wedge, now) + wedge.key(character, now)))
        if 0 < place - out <= 5:
            assert wedge.deadline is not None
            assert wedge.deadline <= now + (
                _patience_s(characters[out:place]) if place - out < HASTY_KEYS else UNFINISHED_S
            )


@settings(max_examples=200)
@given(st.text("0123456789ABC", min_size=6, max_size=30), st.floats(0.0005, 0.034))
def test_any_text_sent_fast_is_one_scan(text: str, gap: float) -> None:
    wedge = Wedge()
    assert press(wedge, text + "\r", gap) == [Scan(text, "\r")]


def _patience_s(held: str) -> float:
    return BEGINNING_S if held in {"7", "73"} else HOLD_S
