"""The Shift page's presenter against the real platform in process: a day with a cash part, counted short, explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import msgspec

from backend_stub.contract import Problem, Right
from backend_stub.services.verify import verify
from pos_app.presenters.asking import Request
from pos_app.presenters.sell_state import Say
from pos_app.presenters.shift import ShiftPresenter
from pos_app.presenters.shift_state import Stage
from pos_app.receipts.shift_lines import report_lines
from pos_app.receipts.shift_words import words
from pos_app.results import Answered, Rejected
from tests.backend.shop import World
from tests.backend.test_shifts import Drawer


class Straight:
    """Asks the platform at once, with somebody's token."""

    def __init__(self, world: World, token: str) -> None:
        self._world, self._token = world, token

    def ask(self, request: Request[Any], then: Callable[[Any], None]) -> Any:
        body = msgspec.to_builtins(request.body) if request.body is not None else None
        query = {name: value for name, value in request.query.items() if value is not None}
        answer: httpx.Response = self._world.api.run(
            self._world.api.ask(request.method, request.path, self._token, body, request.key, params=query)
        )
        if answer.status_code == 200:
            then(Answered(msgspec.json.decode(answer.content, type=request.reply)))
        else:
            then(Rejected(msgspec.json.decode(answer.content, type=Problem)))
        return self

    def forget(self) -> None:
        """Answered already."""


class Shown:
    """A view that remembers."""

    state: Any = None

    def render(self, state: object) -> None:
        self.state = state


def test_a_day_from_the_float_to_an_explained_difference(lite: World) -> None:
    drawer = Drawer(lite)
    view, said, parts = Shown(), list[Say](), dict[str, int]()
    ids = iter(f"01932a7c-5b1e-7c3a-9d2f-{number:012x}" for number in range(1, 100))
    page = ShiftPresenter(
        view,
        Straight(lite, drawer.token),
        currency="EUR",
        time_zone="Europe/Berlin",
        rights=frozenset({Right.SEE_REPORTS}),
        cash_parts=lambda: parts,
        printed=lambda report: report_lines(report, words("en"), "Europe/Berlin"),
        save=lambda name, _: name,
        say=said.append,
        new_id=ids.__next__,
    )
    page.shown()
    page.write("float", "100")
    page.go_on()
    drawer.topped_up(2_000)
    parts[drawer.sold_in_part(1_250, 530)] = 530
    page.move()
    page.write("minor", "20")
    page.write("reason", "to the bank")
    page.go_on()
    assert view.state.stage is Stage.OPEN
    lite.clock.forward(1)
    page.count()
    page.write("5000", "2")
    page.write("500", "1")
    page.go_on()
    page.confirm()
    assert view.state.stage is Stage.REPORT, said
    assert view.state.report.expected_minor == 10_000 + 2_000 + 530 - 2_000
    assert view.state.report.shift.difference_minor == -30
    page.write("reason", "change given wrong")
    page.go_on()
    assert "change given wrong" in "\n".join(view.state.lines)
    page.go_on()
    assert view.state.stage is Stage.CLOSED
    assert [one.difference_minor for one in view.state.past] == [-30]
    assert verify(lite.platform.database) == []
