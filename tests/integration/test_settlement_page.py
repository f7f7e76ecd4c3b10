"""The settlement page's presenter on the real platform: what was sold is shown, explained, filed and paid out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec

from backend_stub.contract import BatchState, Problem, Right, StatementLine
from backend_stub.services.platform import new_id
from pos_app.presenters.asking import Request
from pos_app.presenters.sell_state import Say
from pos_app.presenters.settlement import SettlementPresenter
from pos_app.presenters.settlement_state import SettlementState
from pos_app.results import Answered, Rejected
from tests.backend.shop import Clock, MakePlatform, World

BANK = {"holder": "Tea", "account": "DE89370400440532013000", "bic": "COBADEFFXXX", "smallest_payout_minor": 0}


class DirectAsking:
    """Asks the platform in process, with the manager's token, and answers before it returns."""

    def __init__(self, world: World) -> None:
        self._world = world

    def ask(self, request: Request[Any], then: Callable[[Any], None]) -> DirectAsking:
        api, token = self._world.api, self._world.manager
        if request.method == "GET":
            query = {name: value for name, value in request.query.items() if value is not None}
            reply = api.get(request.path, token, params=query)
        else:
            reply = api.post(request.path, token, msgspec.to_builtins(request.body), request.key)
        if reply.status_code != 200:
            then(Rejected(msgspec.json.decode(reply.content, type=Problem)))
        elif request.reply is bytes:
            then(Answered(reply.content))
        else:
            then(Answered(msgspec.json.decode(reply.content, type=request.reply)))
        return self

    def forget(self) -> None:
        """It was answered already."""


class Shown:
    def __init__(self, world: World) -> None:
        self.state, self.said, self.kept = SettlementState("EUR", "Europe/Berlin"), list[Say](), dict[str, bytes]()
        self.presenter = SettlementPresenter(
            self,
            DirectAsking(world),
            currency="EUR",
            time_zone="Europe/Berlin",
            rights=frozenset(Right),
            save=lambda name, content: self.kept.setdefault(name, content) and name,
            say=self.said.append,
            new_id=new_id,
            language=lambda: "en",
        )

    def render(self, state: SettlementState) -> None:
        self.state = state


def test_a_day_is_shown_explained_filed_and_paid_out(open_here: MakePlatform) -> None:
    clock = Clock()
    here = open_here(clock=clock)
    here.options = replace(here.options, owner_is_platform=True)  # the manager's token has its owner's rights
    world = World(here, clock)
    first = world.paid(world.mara, 500)
    world.paid(world.mara, 250)
    world.api.post("/v1/refunds", world.manager, {"attempt_id": first["attempt_id"], "amount_minor": 100})
    world.clock.forward(2 * 86_400)
    assert world.api.post("/v1/settlement/runs", world.manager, {}).status_code == 200
    assert world.api.post("/v1/bank-details", world.manager, BANK).status_code == 200
    page = Shown(world)
    page.presenter.shown()
    chosen = page.state.chosen
    assert chosen is not None, page.said
    assert (chosen.net_minor, chosen.sales_count, chosen.state) == (650, 2, BatchState.CLOSED)
    assert sum(row.amount_minor for row in page.state.sums) == 650
    assert sum(bar.amount_minor for bar in page.state.hours) == 750
    assert sorted(entry.amount_minor for entry in page.state.entries) == [-100, 250, 500]
    page.presenter.choose_hour(0)
    assert {entry.line for entry in page.state.entries} == {StatementLine.GROSS}
    page.presenter.explain(first["attempt_id"])
    assert page.state.explained is not None
    assert page.state.explained.receipt_number == first["receipt_number"]
    assert sum(one.amount_minor for one in page.state.explained.transfers) == 500
    for kind, begins in (("pdf", b"%PDF"), ("json", b"{")):
        page.presenter.export(kind)
        assert page.kept[f"settlement-{chosen.day.isoformat()}.{kind}"].startswith(begins)
    page.presenter.pay_out()
    page.presenter.release()
    assert page.said[-1] == Say("settlement.paid_out", {"total_minor": 650})
    assert page.state.chosen is not None
    assert page.state.chosen.state is BatchState.PAID
    page.presenter.pay_out()
    assert not page.state.is_asking
    world.api.close()
