"""What is chosen on the Rules page reaches the presenter, of the part that it stands at."""

from __future__ import annotations

import datetime as dt

from backend_stub.contract import AmountOff, Change, PointsWorth
from pos_app.presenters.rules_lines import Glue, Line, LineKind
from pos_app.presenters.rules_preview import Period
from pos_app.presenters.rules_state import Face, Part
from pos_app.views.parts.chooser import Chooser
from pos_app.views.rules.page import RulesPage
from pos_app.views.samples_rules import PEOPLE, RULE, STATES
from pos_app.views.window import MainWindow


class Pressed:
    """Notes every intent."""

    def __init__(self) -> None:
        self.noted: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> object:
        return lambda *arguments: self.noted.append((name, *arguments))


def choose(chooser: Chooser, choice: str) -> None:
    place = chooser.findData(choice)
    assert place >= 0, f"{choice} is not offered"
    chooser.setCurrentIndex(place)
    chooser.activated.emit(place)


def test_every_chooser_and_button_tells_the_presenter(window: MainWindow) -> None:
    page, pressed = RulesPage(), Pressed()
    page.set_intents(pressed)  # type: ignore[arg-type]
    window.show_page(page)
    page.render(STATES["changed"])
    way, keep = page.editor.parts[Part.WAY], page.editor.parts[Part.KEEP]
    choose(way.rows[0].number, "5")
    choose(way.rows[1].kind, LineKind.VISITS.value)
    choose(way.rows[1].glue, Glue.ALL.value)
    choose(way.rows[0].period, "ever")
    choose(page.editor.benefits.chooser, "amount:100")
    way.rows[1].drop.click()
    keep.add.click()
    page.editor.tiers[2].click()
    page.start.click()
    page.keep.click()
    page.discard.click()
    assert pressed.noted == [
        ("set_line", Part.WAY, 0, Line(LineKind.PURCHASES, 5, 30)),
        ("set_line", Part.WAY, 1, Line(LineKind.VISITS, 5, 30)),
        ("set_line", Part.WAY, 1, Line(LineKind.SPENT, 20_000, 30, glue=Glue.ALL)),
        ("set_line", Part.WAY, 0, Line(LineKind.PURCHASES, 4, None)),
        ("set_discount", AmountOff(amount_minor=100)),
        ("drop_line", Part.WAY, 1),
        ("add_line", Part.KEEP),
        ("open", 2),
        ("start",),
        ("keep",),
        ("discard",),
    ]
    window.show_page(window.page)
    window.drop_page(page)


def test_a_rule_with_a_fault_can_not_be_started_by_hand(window: MainWindow) -> None:
    page, pressed = RulesPage(), Pressed()
    page.set_intents(pressed)  # type: ignore[arg-type]
    window.show_page(page)
    page.render(STATES["wrong"])
    page.start.click()
    page.keep.click()
    assert pressed.noted == []
    window.show_page(window.page)
    window.drop_page(page)


def test_a_preview_is_begun_stopped_and_looked_into(window: MainWindow) -> None:
    page, pressed = RulesPage(), Pressed()
    page.set_intents(pressed)  # type: ignore[arg-type]
    window.show_page(page)
    page.render(STATES["in-force"])
    page.what_if.run.click()
    page.render(STATES["trying"])
    page.what_if.run.click()
    page.render(STATES["what-if"])
    choose(page.what_if.period, "2026-10-01/2026-10-31")
    choose(page.what_if.period, "/")
    page.what_if.figures.chips[Change.LEFT].click()
    rows = page.what_if.people.rows
    rows.clicked.emit(rows.model().index(1, 0))
    page.render(STATES["what-if-person"])
    page.what_if.people.more.click()
    page.what_if.people.back.click()
    assert page.escape()
    page.faces[Face.WORDS].click()
    assert pressed.noted == [
        ("try_out",),
        ("stop_trying",),
        ("try_over", Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))),
        ("try_over", Period()),
        ("look_at", Change.LEFT),
        ("open_person", PEOPLE[1].customer_id),
        ("more_records",),
        ("close_person",),
        ("close_person",),
        ("turn_to", Face.WORDS),
    ]
    window.show_page(window.page)
    window.drop_page(page)


def test_tiers_points_and_the_day_reach_the_presenter(window: MainWindow) -> None:
    page, pressed = RulesPage(), Pressed()
    page.set_intents(pressed)  # type: ignore[arg-type]
    window.show_page(page)
    page.render(STATES["changed-silver"])
    page.editor.names.name.setText("Jade")
    page.editor.names.name.editingFinished.emit()
    page.editor.names.up.click()
    page.editor.names.drop.click()
    page.editor.add_tier.click()
    page.editor.open_points.click()
    choose(page.editor.benefits.factor, "200")
    choose(page.editor.benefits.welcome, "50")
    choose(page.editor.points.choosers["worth"], "50:100")
    choose(page.day, "2026-11-30")
    assert pressed.noted == [
        ("rename", "Jade", ""),
        ("move_tier", 1),
        ("drop_tier",),
        ("add_tier",),
        ("open_points",),
        ("set_factor", 200),
        ("set_welcome", 50, ""),
        ("set_points", RULE.earning, PointsWorth(points=50, amount_minor=100), None),
        ("start_on", dt.date(2026, 11, 30)),
    ]
    window.show_page(window.page)
    window.drop_page(page)
