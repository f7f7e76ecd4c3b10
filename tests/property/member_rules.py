"""Rules, records and words at random, small enough that everything in them comes to pass."""

from __future__ import annotations

from hypothesis import strategies as st

from backend_stub import contract
from backend_stub.contract import Counted

TYPES = st.lists(st.sampled_from(list(Counted)), min_size=1, max_size=3, unique=True)
WINDOW = st.none() | st.integers(1, 12)


def _bounded(kind: type, largest: int, *, at: str = "", **more: st.SearchStrategy) -> st.SearchStrategy:
    names = (f"at_least{at}", f"at_most{at}")
    least = st.builds(kind, **{names[0]: st.integers(1, largest)}, **more)
    most = st.builds(kind, **{names[1]: st.integers(0, largest)}, **more)
    return st.one_of(least, least, least, most)


LEAF = st.one_of(
    _bounded(contract.Count, 4, types=TYPES, within_days=WINDOW),
    _bounded(contract.Amount, 900, at="_minor", types=TYPES, within_days=WINDOW, currency=st.just("EUR")),
    _bounded(contract.Points, 8, types=TYPES, within_days=WINDOW),
    _bounded(contract.LastVisit, 9, types=TYPES),
)
CONDITION = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.builds(contract.AllOf, of=st.lists(inner, min_size=1, max_size=3)),
        st.builds(contract.AnyOf, of=st.lists(inner, min_size=1, max_size=3)),
    ),
    max_leaves=4,
)
KEEPING = st.one_of(st.builds(contract.Reached, at_most=st.integers(1, 9)), CONDITION)
EARNING = st.builds(
    contract.Earning,
    purchase_points=st.integers(0, 2),
    purchase_per_minor=st.sampled_from([50, 100]),
    visit_points=st.integers(0, 2),
    top_up_points=st.integers(0, 1),
)


def _tier(key: str, number: int) -> st.SearchStrategy[contract.Tier]:
    return st.builds(
        contract.Tier,
        key=st.just(key),
        name=st.just(key.title()),
        raise_if=st.none() if number == 0 else CONDITION,
        keep_if=st.none() | KEEPING,
        end_if=st.none() | st.none() | CONDITION,
    )


@st.composite
def rules(draw: st.DrawFn) -> contract.AssociationRule:
    keys = draw(st.lists(st.sampled_from(["member", "silver", "gold"]), min_size=1, max_size=3, unique=True))
    tiers = [draw(_tier(key, number)) for number, key in enumerate(keys)]
    return contract.AssociationRule(currency="EUR", first=draw(CONDITION), tiers=tiers, earning=draw(EARNING))
