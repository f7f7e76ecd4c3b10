"""The business day, cut in the store's own zone; names as tills see them; the delay after wrong PINs."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend_stub.contract import ProblemCode
from backend_stub.domain.calendar import business_day, day_start, day_text
from backend_stub.domain.names import masked
from backend_stub.domain.operators import LONGEST_DELAY_S, PinTried, delay_s, pin_tried
from backend_stub.domain.records import SECOND, Operator, aware, instant
from tests.backend.domain.books import Books, is_broken

HOUR = 3_600 * SECOND
BERLIN = "Europe/Berlin"
ZONES = [
    BERLIN,
    "America/Santiago",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/Havana",
    "Africa/Casablanca",
    "UTC",
]


def at(text: str, zone: str = BERLIN, fold: int = 0) -> int:
    return instant(dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold))


@pytest.mark.parametrize(
    ("when", "cut", "day"),
    [
        ("2026-11-23T01:30", 240, 20261122),
        ("2026-11-23T03:59:59.999999", 240, 20261122),
        ("2026-11-23T04:00", 240, 20261123),
        ("2026-11-23T00:00", 0, 20261123),
        ("2027-01-01T02:00", 240, 20261231),
        ("2026-11-22T23:00", -120, 20261123),
    ],
)
def test_a_sale_belongs_to_the_day_that_began_at_the_last_cut(when: str, cut: int, day: int) -> None:
    assert business_day(at(when), BERLIN, cut) == day


@pytest.mark.parametrize(
    ("day", "after", "hours", "cut"),
    [
        (20260328, 20260329, 23, 240),
        (20260329, 20260330, 24, 240),
        (20260329, 20260330, 23, 0),
        (20261024, 20261025, 25, 240),
        (20261025, 20261026, 25, 0),
    ],
)
def test_days_have_23_or_25_hours_where_the_clocks_change(day: int, after: int, hours: int, cut: int) -> None:
    assert day_start(after, BERLIN, cut) - day_start(day, BERLIN, cut) == hours * HOUR


def test_where_the_clocks_go_back_over_the_cut_the_day_begins_once() -> None:
    before, between = at("2026-10-25T02:45", fold=0), at("2026-10-25T02:15", fold=1)
    assert between > before
    assert business_day(before, BERLIN, 150) == business_day(between, BERLIN, 150) == 20261025


@given(
    st.integers(at("2025-01-01", "UTC"), at("2028-01-01", "UTC")), st.integers(0, 2 * 86_400), st.sampled_from(ZONES),
    st.sampled_from([0, 30, 60, 90, 120, 150, 240]),
)  # fmt: skip
def test_days_never_go_back_and_agree_with_their_beginnings(now: int, later_s: int, zone: str, cut: int) -> None:
    day = business_day(now, zone, cut)
    assert day <= business_day(now + later_s * SECOND, zone, cut)
    following = int((dt.date(day // 10000, day // 100 % 100, day % 100) + dt.timedelta(days=1)).strftime("%Y%m%d"))
    assert day_start(day, zone, cut) <= now < day_start(following, zone, cut)


def test_a_day_is_written_as_on_a_receipt() -> None:
    assert day_text(20260105) == "2026-0105"


@given(st.datetimes(timezones=st.just(dt.UTC)))
def test_an_instant_is_the_same_time_again(moment: dt.datetime) -> None:
    assert aware(instant(moment)) == moment


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        instant(dt.datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize(
    ("name", "family", "shown"),
    [
        ("Mara Tanner", "Tanner", "Mara T••"),
        ("Mara Tanner", "", "Mara T••"),
        ("Li Wei", "Li", "L•• Wei"),
        ("马晓云", "", "马••"),
        ("苏珊", "", "苏•"),
        ("Madonna", "", "Mad••"),
        ("Bo", "", "B••"),
        ("X", "", "X••"),
        ("Ana María de la Cruz", "Cruz", "Ana María de la C••"),
        ("Tanner Tanner", "Tanner", "T•• Tanner"),
        ("Mara Tanner", "Nobody", "Mara T••"),
        ("   ", "", "••"),
        ("", "", "••"),
        ("\u3000", "\u3000", "••"),
    ],
)
def test_a_till_sees_enough_of_a_name_to_greet_and_no_more(name: str, family: str, shown: str) -> None:
    assert masked(name, family) == shown


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_name_can_be_masked(name: str, family: str) -> None:
    assert "•" in masked(name, family) or len(name.split()) == 1


# --- PINs -------------------------------------------------------------------------------------------------------------


def operator(books: Books, role: str = "manager") -> Operator:
    return books.put(Operator("mei", "shop", "Mei", role, "hash", 0, 0, 0))


def tried(books: Books, *, is_right: bool, merchant: str = "shop", pin_hash: str = "hash") -> object:
    command = PinTried("mei", merchant, pin_hash, is_right)
    return books.done(pin_tried(books.state, command, books.moment()))


def test_the_delay_grows_with_each_wrong_pin_and_has_an_end() -> None:
    delays = [delay_s(failures) for failures in range(12)]
    assert delays == [0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900, 900]
    assert delay_s(10**9) == LONGEST_DELAY_S


def test_while_a_delay_runs_even_the_right_pin_is_not_looked_at() -> None:
    books = Books()
    operator(books)
    for _ in range(3):
        assert is_broken(tried(books, is_right=False), ProblemCode.FORBIDDEN, "approval")
    waiting = tried(books, is_right=True)
    assert is_broken(waiting, ProblemCode.TOO_MANY_TRIES, "approval")
    books.forward(29.5)
    assert getattr(tried(books, is_right=True), "detail", None) == "1"
    books.forward(0.5)
    cleared = tried(books, is_right=True)
    assert isinstance(cleared, Operator)
    assert (cleared.pin_failures, cleared.pin_locked_until) == (0, 0)


def test_a_clock_put_back_does_not_lock_a_manager_out_for_longer() -> None:
    books = Books()
    operator(books)
    for _ in range(3):
        tried(books, is_right=False)
    books.forward(-86_400)
    assert isinstance(tried(books, is_right=True), Operator)


def test_waiting_a_delay_out_does_not_forgive_the_wrong_pins_before() -> None:
    books = Books()
    operator(books)
    for _ in range(3):
        tried(books, is_right=False)
    books.forward(30)
    tried(books, is_right=False)
    assert getattr(tried(books, is_right=True), "detail", None) == "60"


def test_a_cashier_another_shop_or_a_changed_pin_approves_nothing() -> None:
    books = Books()
    operator(books)
    assert is_broken(tried(books, is_right=True, merchant="other"), ProblemCode.FORBIDDEN, "approval")
    assert is_broken(tried(books, is_right=True, pin_hash="old hash"), ProblemCode.FORBIDDEN, "approval")
    operator(books, role="cashier")
    assert is_broken(tried(books, is_right=True), ProblemCode.FORBIDDEN, "approval")
    operator(books, role="owner")
    assert isinstance(tried(books, is_right=True), Operator)
