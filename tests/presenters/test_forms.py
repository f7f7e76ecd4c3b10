"""Forms: what was keyed is read exactly, or the field says what to key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.presenters.forms import (
    Form,
    FormField,
    Kind,
    NotYetError,
    clock_text,
    money_text,
    percent_text,
    tiers_text,
)
from pos_app.presenters.sell_state import Say

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])
MINOR = st.integers(0, 10**12)


def read(kind: Kind, text: str, currency: str = "EUR") -> object:
    return FormField("x", kind, text).value(currency)


@given(MINOR, CURRENCIES)
def test_an_amount_reads_back_as_it_was_written(minor: int, currency: str) -> None:
    assert read(Kind.MONEY, money_text(minor, currency), currency) == minor


@given(st.integers(0, 1439))
def test_a_time_of_day_reads_back(minutes: int) -> None:
    assert read(Kind.CLOCK, clock_text(minutes)) == minutes


@given(st.integers(0, 10_000))
def test_a_percentage_reads_back(bps: int) -> None:
    assert read(Kind.PERCENT, percent_text(bps)) == bps


@given(st.lists(st.tuples(MINOR, MINOR), min_size=1, max_size=5).map(tuple), CURRENCIES)
def test_tiers_read_back(tiers: tuple[tuple[int, int], ...], currency: str) -> None:
    assert read(Kind.TIERS, tiers_text(tiers, currency), currency) == tiers


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (Kind.MONEY, "12.345", "form.amount"),
        (Kind.MONEY, "-1", "form.not_negative"),
        (Kind.MONEY, "ten", "form.amount"),
        (Kind.NUMBER, "1.5", "form.number"),
        (Kind.PERCENT, "1.234", "form.percent"),
        (Kind.CLOCK, "24:00", "form.clock"),
        (Kind.CLOCK, "4", "form.clock"),
        (Kind.TIERS, "50", "form.tiers"),
        (Kind.TEXT, "  ", "form.missing"),
    ],
)
def test_what_can_not_be_read_says_what_to_key(kind: Kind, text: str, said: str) -> None:
    with pytest.raises(NotYetError) as error:
        read(kind, text)
    assert error.value.say.id == said


def test_an_empty_field_that_may_be_is_no_limit() -> None:
    assert FormField("x", Kind.MONEY, " ", may_be_empty=True).value("EUR") is None
    assert FormField("x", Kind.TIERS, "", may_be_empty=True).value("EUR") == ()


def test_writing_in_a_field_forgets_only_its_own_fault() -> None:
    faulty = Form((FormField("a", Kind.TEXT), FormField("b", Kind.TEXT))).with_faults({"a": Say("x"), "b": Say("y")})
    written = faulty.written("a", "new")
    assert [one.fault for one in written.fields] == [None, Say("y")]
    assert written.text("a") == "new"
