"""Terms only ever get better, field by field, for the accounts that are there; and each is one of those published."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from backend_stub.domain.records import Programme, Terms, altered
from backend_stub.domain.terms import BETTER, as_published, bettered, bonus_for, tiers_text
from tests.backend.domain.books import CARD

MINOR = st.integers(1, 1_000_000)
LIMIT = st.none() | MINOR
HIGHER = (
    "payment_max_minor",
    "topup_max_minor",
    "balance_max_minor",
    "expires_after_days",
    "refund_within_days",
    "take_back_within_days",
    "gift_max_minor",
)
SOONER = ("confirm_above_minor", "confirm_after_payments")
NEWEST = ("name", "code_lifetime_s", "low_balance_minor", "fee_fixed_minor", "fee_bps", "warn_before_days")
TIERS = st.dictionaries(MINOR, MINOR, max_size=4).map(lambda tiers: tiers_text(tuple(sorted(tiers.items()))))


@st.composite
def programmes(draw: st.DrawFn) -> Programme:
    changes: dict[str, object] = {name: draw(LIMIT) for name in (*HIGHER, *SOONER)}
    changes |= {name: draw(MINOR) for name in ("topup_min_minor", "topup_max_minor", "balance_max_minor")}
    changes |= {name: draw(MINOR) for name in NEWEST[1:]}
    return altered(CARD, name=draw(st.sampled_from("abc")), bonus_tiers=draw(TIERS), **changes)  # type: ignore[arg-type]


def held(published: list[Programme]) -> Terms:
    """What holds for the accounts of the first after all were published."""
    terms = as_published(published[0])
    for number, programme in enumerate(published[1:], 2):
        terms = bettered(terms, altered(programme, version=number))
    return terms


def endless(value: int | None) -> float:
    return float("inf") if value is None else value


@given(st.lists(programmes(), min_size=1, max_size=5), MINOR)
def test_terms_are_the_best_of_all_that_were_published_since(published: list[Programme], amount_minor: int) -> None:
    terms = held(published)
    for name in HIGHER:
        assert endless(getattr(terms, name)) == max(endless(getattr(one, name)) for one in published), name
    for name in SOONER:
        assert endless(getattr(terms, name)) == min(endless(getattr(one, name)) for one in published), name
    for name in NEWEST:
        assert getattr(terms, name) == getattr(published[-1], name), name
    assert terms.topup_min_minor == min(one.topup_min_minor for one in published)
    best = max(bonus_for(as_published(one), amount_minor) for one in published)
    assert bonus_for(terms, amount_minor) == best


@given(programmes(), programmes())
def test_the_same_terms_published_again_change_nothing(first: Programme, second: Programme) -> None:
    once = held([first, second])
    assert held([first, second, second]) == once
    assert once.version == 1


def test_every_term_has_its_rule() -> None:
    assert set(BETTER) == {*HIGHER, *SOONER, *NEWEST, "topup_min_minor", "bonus_tiers"}
