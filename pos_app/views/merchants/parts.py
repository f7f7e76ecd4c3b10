"""A merchant's stores, tills and people as rows: a row is pressed to change it, a button adds another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from backend_stub.contract import Merchant, MerchantStore, MerchantTill, Operator
from pos_app.presenters.forms import clock_text
from pos_app.presenters.staff import Part, Subject
from pos_app.views.desk.rows import DeskRow
from pos_app.views.look.tokens import size, space
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.text import Line
from pos_app.views.words import words

ADDS = {"merchantStores": (Part.STORE, Part.TILL), "merchantPeople": (Part.PERSON,)}
HEADS = {"merchantStores": "merchants.stores", "merchantPeople": "merchants.people"}
ICONS = {Part.STORE: "storefront", Part.TILL: "cash-register", Part.PERSON: "user"}


class Section(Bare):
    """A heading with what can be added, and rows that are kept and shown again."""

    chosen = Signal(object)  # a Subject

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._subjects: list[Subject] = []
        self._rows: list[DeskRow] = []
        self._head = Line(f"{name}Head", "caption", "semibold", "text2")
        self._adds = {
            part: Button(f"{name}Add{part.value.title()}", Shape(Kind.QUIET, "body", "plus")) for part in ADDS[name]
        }
        top = QHBoxLayout()
        top.addWidget(self._head, 1)
        for part, button in self._adds.items():
            button.setFixedHeight(size("touchMin"))
            button.clicked.connect(lambda _=False, part=part: self.chosen.emit(Subject(part)))
            top.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, space(2))
        self._column.setSpacing(0)
        self._column.addLayout(top)

    def show_rows(self, rows: Sequence[tuple[Subject, tuple[str, str, str]]]) -> None:
        """Each with its head, what stands below it, and a state or nothing."""
        self._head.setText(words(HEADS[self.objectName()]))
        for part, button in self._adds.items():
            button.set_words(words(f"merchants.add_{part.value}"))
        self._subjects = [subject for subject, _ in rows]
        while len(self._rows) < len(rows):
            self._add()
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(rows))
            if place < len(rows):
                subject, (head, below, state) = rows[place]
                row.show_words(head, below, "", state, "careful", ICONS[subject.part])

    def _add(self) -> None:
        place = len(self._rows)
        row = DeskRow(f"{self.objectName()}Row{place}")
        row.clicked.connect(lambda: self.chosen.emit(self._subjects[place]))
        self._rows.append(row)
        self._column.addWidget(row)


class PartsBox(Bare):
    """Stores with their tills, then people."""

    chosen = Signal(object)  # a Subject

    def __init__(self) -> None:
        super().__init__("merchantParts")
        self._stores, self._people = Section("merchantStores"), Section("merchantPeople")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        for section in (self._stores, self._people):
            section.chosen.connect(self.chosen)
            column.addWidget(section)

    def show_merchant(self, one: Merchant) -> None:
        """All of it."""
        places = []
        for store in one.stores:
            places.append((Subject(Part.STORE, store.store_id), _store(store)))
            places += [(Subject(Part.TILL, till.till_id), _till(till, store)) for till in store.tills]
        self._stores.show_rows(places)
        self._people.show_rows([(Subject(Part.PERSON, who.operator_id), _person(who)) for who in one.operators])


def _store(store: MerchantStore) -> tuple[str, str, str]:
    day = words("merchants.day", clock=clock_text(store.day_cut_minutes), zone=store.time_zone)
    return store.name, day, ""


def _till(till: MerchantTill, store: MerchantStore) -> tuple[str, str, str]:
    return till.name, store.name, ""


def _person(who: Operator) -> tuple[str, str, str]:
    return who.name, words(f"role.{who.role.value}"), words("merchants.disabled") if who.is_disabled else ""
