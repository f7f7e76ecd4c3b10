"""Two processes that start different rules of one merchant at the same moment: one after the other, never both in force."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest

from backend_stub.contract import RuleStatus
from backend_stub.domain.association import versions
from backend_stub.domain.records import Rule
from backend_stub.domain.state import Decision, Moment, State
from backend_stub.services import member_usecases
from backend_stub.services.platform import Platform
from backend_stub.storage import association_reads
from backend_stub.storage.lookups import UseCase
from tests.backend.members import Members, a_rule
from tests.backend.shop import World

BOTH_WITHIN_S = 0.5


def kept(world: World, first_after: int) -> str:
    rule = a_rule(first={"is": "count", "at_least": first_after, "within_days": 30})
    answer = world.api.post("/v1/association-rules", world.manager, {"rule": rule})
    return str(answer.json()["rule_id"])


@pytest.fixture
def other(world: World, open_here: Callable[..., Platform]) -> Iterator[Platform]:
    """A second process on the same books."""
    platform = open_here(clock=world.clock)
    yield platform
    platform.stop()


def test_of_two_rules_started_at_once_one_is_in_force_and_the_other_was(world: World, other: Platform) -> None:
    Members(world)
    merchant_id = world.tea.merchant_id
    drafts = [kept(world, 2), kept(world, 4)]
    both_have_looked = threading.Barrier(2)

    def start(state: State, command: versions.Start, moment: Moment) -> Decision:
        with suppress(threading.BrokenBarrierError):  # where the other one waits, as it is to, it never comes
            both_have_looked.wait(BOTH_WITHIN_S)
        return versions.start(state, command, moment)

    together: UseCase[versions.Start] = UseCase("start_together", start, member_usecases.START_RULE.needs)
    with ThreadPoolExecutor(2) as pool:
        asked = [
            pool.submit(platform.writer.run, together, versions.Start(rule_id, merchant_id, None))
            for platform, rule_id in zip((world.platform, other), drafts, strict=True)
        ]
        answers = [one.result(30) for one in asked]
    assert [one.status for one in answers if isinstance(one, Rule)] == [RuleStatus.IN_FORCE] * 2
    with world.platform.database.read.connect() as connection:
        found = {one.id: one.status for one in association_reads.rules_of(connection, merchant_id)}
    assert sorted(found[one] for one in drafts) == [RuleStatus.IN_FORCE, RuleStatus.REPLACED]
    assert list(found.values()).count(RuleStatus.IN_FORCE) == 1


def test_a_rule_that_is_started_while_it_is_discarded_is_one_of_both(world: World, other: Platform) -> None:
    Members(world)
    merchant_id, draft = world.tea.merchant_id, kept(world, 2)
    both_have_looked = threading.Barrier(2)

    def together(of: UseCase[versions.Start] | UseCase[versions.Discard]) -> UseCase[object]:
        def decide(state: State, command: object, moment: Moment) -> Decision:
            with suppress(threading.BrokenBarrierError):
                both_have_looked.wait(BOTH_WITHIN_S)
            return of.decide(state, command, moment)  # type: ignore[arg-type]

        return replace(of, name=f"{of.name}_together", decide=decide)  # type: ignore[return-value]

    with ThreadPoolExecutor(2) as pool:
        started = pool.submit(
            world.platform.writer.run, together(member_usecases.START_RULE), versions.Start(draft, merchant_id, None)
        )
        gone = pool.submit(
            other.writer.run, together(member_usecases.DISCARD_RULE), versions.Discard(draft, merchant_id)
        )
        said = [isinstance(one.result(30), Rule) for one in (started, gone)]
    assert said.count(True) == 1, "the second of them is told that it came too late"
    with world.platform.database.read.connect() as connection:
        in_force = [
            one for one in association_reads.rules_of(connection, merchant_id) if one.status == RuleStatus.IN_FORCE
        ]
    assert len(in_force) == 1
