"""A preview's reckoning: the history read once, both rules run over all customers together, and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise, repeat

import numpy as np
import sqlalchemy as sa

from backend_stub.contract import Change, PreviewResult, SeriesPoint, TierCount
from backend_stub.domain.association.compiled import Compiled, compile_rule
from backend_stub.domain.calendar import date_of, number_of
from backend_stub.services.preview_engine import OUTSIDE, TYPES, History, Numbers, Outcome, Ranks, run
from backend_stub.services.previews import Job
from backend_stub.storage import preview_reads
from backend_stub.storage.engine import Database
from backend_stub.storage.preview_reads import DAY_BITS, OWN_BITS, PARTED, SEPARATOR, TYPE_BITS, Told

READING, FIRST_RUN = 0.5, 0.25  # shares of the work
DAYS_MAX = 20_000


def preview(database: Database, job: Job) -> None:
    """Read, run both rules, compare; the job's `result` and `changes` are set."""
    with database.read.connect() as connection, job.reading(connection):
        history = read_history(connection, job)
    first = min([job.today, *map(int, history.day[:1]), *(day for day, _, _ in history.words[:1])])
    to_day = min(job.today, number_of(job.request.to_day)) if job.request.to_day else job.today
    from_day = max(first, number_of(job.request.from_day)) if job.request.from_day else first
    to_day, first = max(to_day, first), min(first, to_day)
    if to_day - first > DAYS_MAX:
        raise ValueError("a history of more days than anybody can have bought on")
    days = (first, min(from_day, to_day), to_day)
    history = _until(history, to_day)
    draft = run(compile_rule(job.request.rule), history, days, lambda done: job.tell(READING + FIRST_RUN * done))
    force = None
    if job.rule is not None:
        rest = 1 - READING - FIRST_RUN
        force = run(compile_rule(job.rule), history, days, lambda done: job.tell(READING + FIRST_RUN + rest * done))
    _compare(job, history, days, draft, force)


def _until(history: History, to_day: int) -> History:
    if not len(history.day) or history.day[-1] <= to_day:
        return history
    kept = int(np.searchsorted(history.day, to_day + 1))
    return History(
        history.customers,
        history.day[:kept],
        history.who[:kept],
        history.type[:kept],
        history.amount[:kept],
        history.words,
    )


def read_history(connection: sa.Connection, job: Job) -> History:
    """Effective records, by day; what was given back is taken off the purchase it was of."""
    total = max(1, preview_reads.count(connection, job.merchant_id))
    customers: list[str] = []
    parts: list[Numbers] = []
    read = 0
    for people in preview_reads.pieces(connection, job.merchant_id, job.request.rule.currency, TYPES):
        part = _columns(people, len(customers))
        customers += [one.customer_id for one in people]
        read += part.shape[1]
        job.tell(READING * min(1.0, read / total))
        parts.append(part)
    day, who, kind, amount = np.concatenate(parts, axis=1) if parts else np.zeros((4, 0), np.int64)
    order = np.argsort(day, kind="stable")
    places: dict[str, int] = {}
    said = preview_reads.words(connection, job.merchant_id)
    if said:
        places = {customer_id: place for place, customer_id in enumerate(customers)}
    words = [(on, places.setdefault(customer_id, len(places)), goes_out) for customer_id, on, goes_out in said]
    customers += list(places)[len(customers) :]
    return History(customers, day[order], who[order], kind[order], amount[order], words)


def _columns(people: Sequence[Told], first: int) -> Numbers:
    """Day, who, type and amount of all that counts of these people's records (A8), the first of them being number `first`."""
    sizes = [one.numbers.count(SEPARATOR) + 1 for one in people]
    who = np.repeat(np.arange(first, first + len(people)), sizes)
    number = np.fromstring(SEPARATOR.join(one.numbers for one in people), np.int64, sep=SEPARATOR)
    is_own, kind, day = (
        number >> low & (1 << high - low) - 1 for low, high in pairwise((0, OWN_BITS, TYPE_BITS, DAY_BITS))
    )
    amount, back = number >> DAY_BITS, _given_back(people, sizes)
    counts = (kind == TYPES.index("visit")) | (back < amount)
    return np.stack([day, who, kind, np.where(is_own == 1, amount - back, 0)])[:, counts]


def _given_back(people: Sequence[Told], sizes: Sequence[int]) -> Numbers:
    """How much of each record was given back."""
    back = np.zeros(sum(sizes), np.int64)
    place = 0
    for one, size in zip(people, sizes, strict=True):
        if one.ids is not None and one.returns is not None:
            minor_of: dict[str, int] = {}
            for returned in one.returns.split(SEPARATOR):
                of_id, minor = returned.split(PARTED)
                minor_of[of_id] = minor_of.get(of_id, 0) + int(minor)
            back[place : place + size] = list(map(minor_of.get, one.ids.split(SEPARATOR), repeat(0)))
        place += size
    return back


def _compare(job: Job, history: History, days: tuple[int, int, int], draft: Outcome, force: Outcome | None) -> None:
    new = compile_rule(job.request.rule)
    old = compile_rule(job.rule) if job.rule is not None else None
    now: Ranks = draft.ranks
    before: Ranks = force.ranks if force is not None else np.full(len(now), OUTSIDE, np.int8)
    job.changes = list(_changes(history, new, old, now, before))
    counted = {change: sum(1 for one in job.changes if one[1] is change) for change in Change}
    first, from_day, to_day = days
    since = from_day - first
    force_members = force.members if force is not None else np.zeros(len(draft.members), np.int64)
    job.result = PreviewResult(
        from_day=date_of(from_day),
        to_day=date_of(to_day),
        customers=len(history.customers),
        records=len(history.day),
        members_draft=int(draft.members[-1]),
        members_in_force=int(force_members[-1]),
        joined=counted[Change.JOINED],
        raised=counted[Change.RAISED],
        lowered=counted[Change.LOWERED],
        left=counted[Change.LEFT],
        discount_draft_minor=draft.discount_minor,
        discount_in_force_minor=force.discount_minor if force is not None else 0,
        currency=job.request.rule.currency,
        series=[
            SeriesPoint(day=date_of(first + place), draft=int(draft.members[place]), in_force=int(force_members[place]))
            for place in range(since, to_day - first + 1)
        ],
        tiers=_tiers(new, old, now, before),
    )


def _tiers(new: Compiled, old: Compiled | None, now: Ranks, before: Ranks) -> list[TierCount]:
    keys = {one.tier.key: one.tier.name for rule in (old, new) if rule is not None for one in rule.tiers}
    return [
        TierCount(key=key, name=name, draft=_count(new, now, key), in_force=_count(old, before, key) if old else 0)
        for key, name in keys.items()
    ]


def _count(rule: Compiled, ranks: Ranks, key: str) -> int:
    rank = rule.rank_of(key)
    return 0 if rank is None else int(np.count_nonzero(ranks == rank))


def _changes(
    history: History, new: Compiled, old: Compiled | None, now: Ranks, before: Ranks
) -> Iterator[tuple[str, Change, str | None, str | None]]:
    """Who fares otherwise. Tiers are compared by their key where both rules have it, else by how high they are."""
    for place in map(int, np.flatnonzero((now >= 0) | (before >= 0))):
        rank, was = int(now[place]), int(before[place])
        tier = new.tiers[rank].tier if rank >= 0 else None
        old_tier = old.tiers[was].tier if old is not None and was >= 0 else None
        change = _change(new, rank, was, old_tier.key if old_tier else None)
        if change is not None:
            names = old_tier.name if old_tier else None, tier.name if tier else None
            yield history.customers[place], change, *names


def _change(new: Compiled, rank: int, was: int, old_key: str | None) -> Change | None:
    if was < 0:
        return Change.JOINED
    if rank < 0:
        return Change.LEFT
    same = new.rank_of(old_key)
    height = was if same is None else same
    if rank == height:
        return None
    return Change.RAISED if rank > height else Change.LOWERED
