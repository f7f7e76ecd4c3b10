"""Judging a day at a time, replaying, and the naive reckoning say the same of everybody."""

from __future__ import annotations

import random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from backend_stub import contract
from backend_stub.domain.association.compiled import compile_rule
from backend_stub.domain.association.due import due
from backend_stub.domain.association.machine import OUTSIDE, packed, unpacked
from backend_stub.domain.association.replay import Consent, Version, counts, effective, replay
from backend_stub.domain.association.tally import Counts
from backend_stub.domain.records import Interaction
from tests.property.member_rules import rules
from tests.property.naive_members import Days, Seen, Word

LAST_DAY = 34


@st.composite
def histories(draw: st.DrawFn) -> list[Seen]:
    kinds = st.sampled_from(["purchase", "purchase", "purchase", "visit", "top_up"])
    found = draw(st.lists(st.tuples(st.integers(0, LAST_DAY), kinds, st.integers(1, 400)), max_size=18))
    records = [
        Seen(f"{number:03d}", day, kind, 0 if kind == "visit" else amount)
        for number, (day, kind, amount) in enumerate(sorted(found))
    ]
    bought = [one for one in records if one.type == "purchase"]
    chance = random.Random(draw(st.integers(0, 999)))
    for purchase in bought:
        left = purchase.amount
        for number in range(chance.choice([0, 0, 0, 1, 2])):
            back = left if chance.random() < 0.5 else chance.randint(0, left)
            if back:
                day = chance.randint(purchase.day, LAST_DAY)
                records.append(Seen(f"{purchase.id}-{number}", day, "refund", back, purchase.id))
                left -= back
    return records


WORDS = st.lists(st.tuples(st.integers(0, LAST_DAY), st.booleans()), max_size=3).map(
    lambda found: [Word(day, out) for day, out in sorted(found, key=lambda one: one[0])]
)


def row(seen: Seen) -> Interaction:
    return Interaction(seen.id, "mara", "shop", None, seen.type, seen.amount, "EUR", 0, 0, seen.day, seen.of)


def by_replay(
    versions: list[tuple[int, contract.AssociationRule]], records: list[Seen], words: list[Word], today: int
) -> str | None:
    made = [Version(compile_rule(rule), day) for day, rule in versions]
    consents = [Consent(word.day, word.out) for word in words]
    judged = replay(made, effective([row(one) for one in records]), consents, today).judged
    rank = judged.rank_today(today)
    return None if rank == OUTSIDE else judged.compiled.tiers[rank].tier.key


@settings(max_examples=120, deadline=None)
@given(rules(), rules(), st.integers(0, 20), st.integers(1, 20), histories(), WORDS, st.integers(0, LAST_DAY))
def test_a_replay_of_all_records_says_what_the_naive_reckoning_says(
    rule: contract.AssociationRule,
    second: contract.AssociationRule,
    starts: int,
    later: int,
    records: list[Seen],
    words: list[Word],
    today: int,
) -> None:
    versions = [one for one in [(starts, rule), (starts + later, second)] if one[0] <= today]
    seen = [one for one in records if one.day <= today]
    words = [one for one in words if one.day <= today]
    if versions:
        assert by_replay(versions, seen, words, today) == Days(versions, seen, words, today).tier


@settings(max_examples=120, deadline=None)
@given(rules(), histories(), st.integers(0, 10), st.randoms(use_true_random=False))
def test_carrying_on_from_day_to_day_says_what_the_naive_reckoning_says(
    rule: contract.AssociationRule, records: list[Seen], starts: int, chance: random.Random
) -> None:
    """Through what is stored in between, closing days early or late, and never later than the day that was said to be due."""
    compiled = compile_rule(rule)
    kept = sorted((one for one in effective([row(one) for one in records])), key=lambda one: (one.day, one.id))
    before = [one for one in kept if one.day < starts]
    judged = replay([Version(compiled, starts)], before, [], starts).judged
    done = list(before)
    turns = due(judged, starts)
    for record in [one for one in kept if one.day >= starts]:
        for day in range(judged.until + 1, record.day):
            if chance.random() < 0.3 or (turns is not None and turns <= day):
                judged = unpacked(compiled, packed(judged), is_out=False)
                judged.close(day)
                turns = due(judged, day + 1)
        judged = unpacked(compiled, packed(judged), is_out=False)
        judged.close(record.day - 1)
        judged.add(counts(record, rule))
        done.append(record)
        turns = due(judged, record.day)
        rank = judged.rank_today(record.day)
        seen = [Seen(one.id, one.day, one.type, one.amount_minor) for one in done]
        naive = Days([(starts, rule)], seen, [], record.day).tier
        assert (None if rank == OUTSIDE else compiled.tiers[rank].tier.key) == naive
        for later in range(record.day + 1, min(turns + 1 if turns is not None else 99, record.day + 25)):
            assert Days([(starts, rule)], seen, [], later).tier == naive, "changed before it was due"


@settings(max_examples=150, deadline=None)
@given(rules(), histories(), st.integers(2, 400), st.lists(st.integers(1, 400), min_size=1, max_size=3))
def test_a_purchase_of_today_taken_back_from_the_tally_is_history_without_it(
    rule: contract.AssociationRule, records: list[Seen], amount: int, given_back: list[int]
) -> None:
    compiled = compile_rule(rule)
    assume(not any("purchase" in types for types in compiled.lasts))
    sale, today, versions = Seen("sale", LAST_DAY, "purchase", amount), LAST_DAY, [Version(compiled, 0)]
    judged = replay(versions, effective([row(one) for one in [*records, sale]]), [], today).judged
    back: list[Seen] = []
    left: Counts | None = counts(row(sale), rule)
    for number, wanted in enumerate(given_back):
        if left is None:
            break
        before, minor = left, min(wanted, amount - sum(one.amount for one in back))
        back.append(Seen(f"back-{number}", today, "refund", minor, sale.id))
        rest = amount - sum(one.amount for one in back)
        left = counts(row(Seen(sale.id, today, "purchase", rest)), rule) if rest else None
        judged.tally.lessen(before, left)
        anew = replay(versions, effective([row(one) for one in [*records, sale, *back]]), [], today).judged
        anew.tally.forward(today)
        assert packed(judged) == packed(anew)
        assert (judged.rank_today(today), due(judged, today)) == (anew.rank_today(today), due(anew, today))
