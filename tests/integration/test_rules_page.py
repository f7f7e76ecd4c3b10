"""The Rules page's presenter on the real platform: a first rule is begun, mended, started, and changed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from backend_stub.contract import Right, RuleStatus, RuleVersionList
from backend_stub.services.platform import new_id
from pos_app.presenters.asking import get
from pos_app.presenters.rules import RULES, RulesPresenter
from pos_app.presenters.rules_lines import Line, LineKind
from pos_app.presenters.rules_state import Part, RulesState
from pos_app.presenters.sell_state import Say
from pos_app.results import Answered
from tests.backend.shop import Clock, MakePlatform, World
from tests.fakes import NOON, a_context
from tests.integration.test_settlement_page import DirectAsking


class Shown:
    def __init__(self, asking: DirectAsking) -> None:
        self.said = list[Say]()
        self.later = list[Callable[[], None]]()
        self.state = RulesState("EUR", "Europe/Berlin")
        self.press = RulesPresenter(
            self,
            asking,
            a_context(),
            frozenset(Right),
            say=self.said.append,
            new_id=new_id,
            later=self.later.append,
            today=NOON.date,
        )
        self.press.shown()

    def render(self, state: RulesState) -> None:
        self.state = state


@pytest.fixture
def asking(open_here: MakePlatform) -> Iterator[DirectAsking]:
    clock = Clock()
    world = World(open_here(clock=clock), clock)
    yield DirectAsking(world)
    world.api.close()


def test_a_first_rule_is_begun_mended_started_and_changed(asking: DirectAsking) -> None:
    page = Shown(asking)
    assert page.state.rule is None
    page.press.propose()
    assert page.state.can_start
    page.press.set_line(Part.WAY, 0, Line(LineKind.PURCHASES, 0, 30))
    assert page.state.faults(Part.WAY.field(0))
    assert not page.state.can_start
    page.press.set_line(Part.WAY, 0, Line(LineKind.VISITS, 2, 60))
    assert page.state.can_start
    page.press.try_out()
    for _ in range(500):
        if not page.state.what_if.is_running:
            break
        time.sleep(0.02)  # the pause that the page makes between two questions
        page.later.pop(0)()
    assert page.state.what_if.result is not None, page.state.what_if
    page.press.start()
    assert page.state.running is not None
    assert [one.id for one in page.said] == ["rules.started"]
    page.press.add_line(Part.WAY)
    page.press.keep()
    assert page.state.is_kept

    again = Shown(asking)
    assert again.state.rule == page.state.rule
    again.press.discard()
    assert again.state.rule == page.state.running.rule
    found: list[RuleStatus] = []
    asking.ask(get(RULES, RuleVersionList), lambda result: found.extend(_statuses(result)))
    assert found == [RuleStatus.DISCARDED, RuleStatus.IN_FORCE]


def _statuses(result: object) -> list[RuleStatus]:
    assert isinstance(result, Answered)
    return [one.status for one in result.value.items]
