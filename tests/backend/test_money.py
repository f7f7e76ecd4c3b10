"""Money: whole minor units, exact text, and exponents that agree with what Babel knows of currencies."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from babel import Locale
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from backend_stub.money import EXPONENTS, MAX_AMOUNT_MINOR, Money, MoneyError, exponent, parse

# CLDR gives how a currency is *shown*; ISO 4217 how it is *divided*. Where no coin of the subunit is left CLDR says 0
# (Lebanon, Iran, Iraq ...); an account must still hold what ISO says, as card networks and banks do.
SHOWN_OTHERWISE = dict.fromkeys(
    ["AFN", "ALL", "IQD", "IRR", "KPW", "LAK", "LBP", "MGA", "MMK", "RSD", "SOS", "SYP", "YER"], 0
)
ENDED = {"BGN"}  # the lev: Bulgaria pays in euro since 2026


@pytest.mark.parametrize("currency", sorted(EXPONENTS))
def test_each_exponent_is_babels_or_a_known_difference(currency: str) -> None:
    shown = get_global("currency_fractions").get(currency, get_global("currency_fractions")["DEFAULT"])[0]
    assert shown == SHOWN_OTHERWISE.get(currency, EXPONENTS[currency])
    assert SHOWN_OTHERWISE.get(currency) != EXPONENTS[currency], "no difference any more"


def test_every_currency_is_one_that_babel_knows() -> None:
    assert set(EXPONENTS) <= set(Locale("en").currencies)
    assert len(EXPONENTS) > 150


def test_every_currency_in_use_today_is_here() -> None:
    used = {
        entry[0]
        for entries in get_global("territory_currencies").values()
        for entry in entries
        if entry[3] and not entry[2]
    }
    assert used - set(EXPONENTS) == ENDED


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "EUR", 1250),
        ("12.5", "EUR", 1250),
        ("12", "EUR", 1200),
        (" 0.01 ", "EUR", 1),
        ("-3", "EUR", -300),
        ("1250", "JPY", 1250),
        ("1.250", "KWD", 1250),
        ("007.00", "EUR", 700),
        ("12345678901234567890123456789.01", "EUR", 1234567890123456789012345678901),
    ],
)
def test_an_amount_is_read_exactly(text: str, currency: str, minor: int) -> None:
    assert parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", ".", "5.", ".5", "1,5", "1_000", "1e3", "+5", "--5", "0x10", "NaN", "Infinity", "½", "\uff11", "1 2", "1.2.3",
     "9" * 5_000],
)  # fmt: skip
def test_what_is_not_an_amount_is_refused_and_shown_how_to_write_it(text: str) -> None:
    with pytest.raises(MoneyError, match=r"is not an amount; write it like 12\.50"):
        parse(text, "EUR")


@pytest.mark.parametrize(("text", "currency", "has"), [("1.5", "JPY", 0), ("1.005", "EUR", 2), ("1.0005", "KWD", 3)])
def test_more_decimals_than_the_currency_has_are_refused_not_rounded(text: str, currency: str, has: int) -> None:
    with pytest.raises(MoneyError, match=f"{currency} has {has} decimals, '{text}' has"):
        parse(text, currency)


@pytest.mark.parametrize("currency", ["eur", "EURO", "", "XXX", "XAU", "€"])
def test_an_unknown_currency_is_named(currency: str) -> None:
    with pytest.raises(MoneyError, match="is not a currency code of ISO 4217"):
        exponent(currency)


@pytest.mark.parametrize("minor", [1.0, True, "1", None, Decimal(1)])
def test_an_amount_is_a_whole_number_and_nothing_else(minor: object) -> None:
    with pytest.raises(MoneyError, match="whole number of minor units"):
        Money(minor, "EUR")  # type: ignore[arg-type]


def test_two_currencies_are_not_reckoned_together() -> None:
    for reckon in (Money.__add__, Money.__sub__, Money.__lt__, Money.__le__):
        with pytest.raises(MoneyError, match="EUR and USD can't be reckoned together"):
            reckon(Money(1, "EUR"), Money(1, "USD"))


@given(st.integers(-(10**40), 10**40), st.sampled_from(sorted(EXPONENTS)))
def test_what_is_printed_is_read_as_the_same_amount(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    text, _, code = str(money).partition(" ")
    if len(text) < 40:
        assert parse(text, code) == money
    assert Fraction(money.decimal()) == Fraction(minor, 10 ** exponent(currency))


@given(st.integers(-MAX_AMOUNT_MINOR, MAX_AMOUNT_MINOR), st.integers(-MAX_AMOUNT_MINOR, MAX_AMOUNT_MINOR))
def test_money_adds_like_whole_numbers(left: int, right: int) -> None:
    one, other = Money(left, "KWD"), Money(right, "KWD")
    assert one + other == Money(left + right, "KWD")
    assert (one + other) - other == one
    assert -one + one == Money(0, "KWD")
    assert ((one < other), (one <= other)) == ((left < right), (left <= right))
