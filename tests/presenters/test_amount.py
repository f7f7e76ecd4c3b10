from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_stub.money import exponent, parse
from pos_app.presenters.amount import AmountEntry

KEYS = st.lists(st.sampled_from([*"0123456789", "00", ".", "<", "C", "+"]), max_size=25)


def keyed(keys: str, currency: str = "EUR", limit_minor: int = 10**9) -> AmountEntry:
    entry = AmountEntry(currency, limit_minor)
    for key in keys:
        entry = press(entry, key)
    return entry


def press(entry: AmountEntry, key: str) -> AmountEntry:
    acts = {".": AmountEntry.point, "<": AmountEntry.backspace, "C": AmountEntry.clear, "+": AmountEntry.add}
    return acts[key](entry) if key in acts else entry.digit(key)


@pytest.mark.parametrize(
    ("keys", "currency", "minor"),
    [
        ("12", "EUR", 1200),
        ("12.5", "EUR", 1250),
        ("12.50", "EUR", 1250),
        (".5", "EUR", 50),
        ("0012", "EUR", 1200),
        ("12", "JPY", 12),
        ("12.5", "KWD", 12500),
        ("12.505", "KWD", 12505),
        ("3.20+4.50", "EUR", 770),
        ("12.50<<", "EUR", 1200),
        ("12.<", "EUR", 1200),
        ("12C", "EUR", 0),
        ("", "EUR", 0),
    ],
)
def test_what_is_keyed_is_major_units_with_an_explicit_decimal_sign(keys: str, currency: str, minor: int) -> None:
    assert keyed(keys, currency).amount_minor == minor


@pytest.mark.parametrize(
    ("keys", "currency", "decimals"), [("12.505", "EUR", 2), ("12.", "JPY", 0), ("1.2345", "KWD", 3)]
)
def test_one_decimal_too_many_is_refused_at_the_key_press_and_changes_nothing(
    keys: str, currency: str, decimals: int
) -> None:
    before, after = keyed(keys[:-1], currency), keyed(keys, currency)
    assert after.amount_minor == before.amount_minor
    assert after.wrong is not None
    assert (after.wrong.id, after.wrong.arguments["decimals"]) == ("wrong.too_many_decimals", decimals)


def test_the_next_good_key_takes_the_complaint_away() -> None:
    assert keyed("12.505<").wrong is None


def test_a_figure_above_the_tills_limit_is_refused_and_the_limit_named() -> None:
    entry = keyed("1001", limit_minor=100_000)
    assert entry.amount_minor == 10_000
    assert entry.wrong is not None
    assert (entry.wrong.id, entry.wrong.arguments["limit_minor"]) == ("wrong.too_large", 100_000)


def test_nine_figures_are_the_most() -> None:
    assert keyed("1234567890", limit_minor=10**12).amount_minor == 123_456_789_00


def test_a_quick_amount_adds_to_what_was_keyed_and_backspace_takes_it_back() -> None:
    entry = keyed("1.30").quick(320)
    assert entry.amount_minor == 450
    assert entry.backspace().amount_minor == 130


def test_a_quick_amount_above_the_limit_is_refused() -> None:
    entry = keyed("9", limit_minor=1000).quick(320)
    assert entry.amount_minor == 900
    assert entry.wrong is not None


def test_a_key_that_is_no_digit_is_our_bug() -> None:
    with pytest.raises(ValueError, match="no digit key"):
        keyed("").digit("x")


@given(KEYS, st.sampled_from(["EUR", "JPY", "KWD"]), st.integers(1, 10**10))
def test_whatever_is_pressed_the_amount_stays_within_its_bounds_and_reads_as_money_does(
    keys: list[str], currency: str, limit_minor: int
) -> None:
    entry = AmountEntry(currency, limit_minor)
    for key in keys:
        entry = press(entry, key)
        assert 0 <= entry.amount_minor <= limit_minor
        if entry.text:
            # The platform's own reader of amounts is the other opinion.
            text = entry.text.rstrip(".") if entry.text.endswith(".") else entry.text
            assert entry.keyed_minor == parse(text, currency).minor
            assert Decimal(entry.keyed_minor).scaleb(-exponent(currency)) == Decimal(text)
