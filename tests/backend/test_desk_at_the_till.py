"""The Reconcile and Merchants pages' presenters against the real platform in process, with files as a bank would write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from backend_stub.services.secrets import new_token
from backend_stub.services.verify import verify
from pos_app.pages import reconcile as edge
from pos_app.presenters.merchants import MerchantsPresenter
from pos_app.presenters.reconcile import ReconcilePresenter
from pos_app.presenters.reconcile_state import Part
from pos_app.presenters.sell_state import Say
from pos_app.presenters.staff import Part as Of
from pos_app.presenters.staff import Subject
from pos_app.results import Answered
from tests.backend.shop import World
from tests.backend.test_reconciliation import HEADING, SAMPLE, line, paid_out
from tests.backend.test_settlement import owned
from tests.backend.test_shift_at_the_till import Shown, Straight
from tests.backend.test_shifts import Drawer

COMMON = {"currency": "EUR", "time_zone": "Europe/Berlin"}


class Desk(Straight):
    """The same, with files."""

    def ask(self, request: Any, then: Any) -> Any:
        if request.reply is not bytes:
            return super().ask(request, then)
        answer: httpx.Response = self._world.api.get(request.path, self._token)
        then(Answered(answer.content))
        return self


def ids() -> Any:
    return iter(f"01932a7c-5b1e-7c3a-9d2f-{number:012x}" for number in range(1, 100)).__next__


def test_a_banks_files_are_taken_refused_known_and_opened_again(lite: World, tmp_path: Path) -> None:
    world = owned(lite)
    _, payout = paid_out(world)
    Drawer(world).topped_up(700)
    view, said, saved = Shown(), list[Say](), dict[str, bytes]()

    def save(name: str, content: bytes) -> str:
        saved[name] = content
        return name

    page = ReconcilePresenter(
        view, Desk(world, world.manager), read=edge.read, save=save, say=said.append, new_id=ids(), **COMMON
    )
    page.shown()
    assert view.state.open is None
    statement, torn, yen = tmp_path / "bank.csv", tmp_path / "torn.xml", tmp_path / "yen.csv"
    statement.write_text(HEADING + line(payout) + "2026-11-25,7.00,EUR,X1,Müller,\n", "utf-8")
    torn.write_text(SAMPLE.read_text("utf-8")[:3_000], "utf-8")
    yen.write_text(HEADING + "2026-11-25,-900,JPY,X1,Somebody,\n", "utf-8")
    page.take(str(statement))
    assert (view.state.open.matched, len(view.state.open.differences), view.state.is_new) == (1, 1, True)
    for file, word in ((torn, "torn"), (yen, "JPY")):
        page.take(str(file))
        assert word in view.state.fault.arguments["text"]
        assert view.state.open.name == "bank.csv", "what was there stays"
    page.take(str(statement))
    assert view.state.open.was_known
    page.choose(view.state.rows[0].statement_id)
    assert (view.state.open.name, view.state.is_new, view.state.fault) == ("bank.csv", False, None)
    page.save_csv()
    assert b"unknown_receipt" in next(iter(saved.values()))
    page.turn_to(Part.TILLS)
    assert [one.outside_minor for one in view.state.outside] == [700]
    assert verify(world.platform.database) == []


def test_people_stores_and_tills_are_changed_on_the_merchants_page(lite: World) -> None:
    world = owned(lite)
    view, said = Shown(), list[Say]()
    page = MerchantsPresenter(
        view,
        Straight(world, world.manager),
        say=said.append,
        new_id=ids(),
        draw_token=new_token,
        copy=lambda _: None,
        **COMMON,
    )
    page.shown()
    page.choose(world.tea.merchant_id)
    mei = Subject(Of.PERSON, world.tea.operator_ids[1])
    page.edit(mei)
    page.write("role", "cashier")
    page.send()
    fault = next(field.fault for field in view.state.form.fields if field.id == "role")
    assert fault is not None, "the last manager"
    page.write("role", "owner")
    page.send()
    people = {one.name: one.role.value for one in view.state.chosen.operators}
    assert people["Mei"] == "owner"
    page.edit(Subject(Of.STORE))
    for field, text in {"name": "Corner", "zone": "Asia/Tokyo", "day_begins": "05:30"}.items():
        page.write(field, text)
    page.send()
    till = world.api.get("/v1/till", view.state.key).json()
    assert (till["store_name"], till["day_cut_minutes"], till["time_zone"]) == ("Corner", 330, "Asia/Tokyo")
    assert [store.name for store in view.state.chosen.stores if store.name == "Corner"] == ["Corner"]
    assert verify(world.platform.database) == []
