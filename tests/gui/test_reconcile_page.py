"""The Reconcile page in a window: a file comes by the button or by dropping it, and what can't be one is not taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from pos_app.views.reconcile.page import ReconcilePage
from pos_app.views.samples_reconcile import STATES
from pos_app.views.words import words


class Wishes:
    """Hears what the page wishes."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, object]] = []

    def __getattr__(self, name: str) -> Any:
        return lambda *what: self.heard.append((name, *what))


@pytest.fixture
def heard(qapp: QApplication) -> tuple[ReconcilePage, Wishes]:
    page, wishes = ReconcilePage(pick=lambda _parent: "/tmp/picked.xml"), Wishes()
    page.set_intents(wishes)  # type: ignore[arg-type]  # what a presenter hears
    page.render(STATES["reconcile-empty"])
    return page, wishes


def carried(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def test_a_file_that_is_let_go_of_over_the_page_is_taken(heard: tuple[ReconcilePage, Wishes], tmp_path: Path) -> None:
    page, wishes = heard
    data = carried(tmp_path / "statement.xml")
    over = QDragEnterEvent(QPointF(9, 9).toPoint(), COPY, data, LEFT, NONE)
    page.dragEnterEvent(over)
    assert over.isAccepted()
    assert page._bank.drop._what.text() == words("reconcile.let_go")
    page.dropEvent(QDropEvent(QPointF(9, 9), COPY, data, LEFT, NONE))
    assert wishes.heard == [("take", str(tmp_path / "statement.xml"))]
    assert page._bank.drop._what.text() == words("reconcile.drop")


def test_two_files_or_a_link_can_not_be_dropped(heard: tuple[ReconcilePage, Wishes], tmp_path: Path) -> None:
    page, wishes = heard
    link = QMimeData()
    link.setUrls([QUrl("https://bank.example/statement.xml")])
    for data in (carried(tmp_path / "a", tmp_path / "b"), link, QMimeData()):
        over = QDragEnterEvent(QPointF(9, 9).toPoint(), COPY, data, LEFT, NONE)
        over.ignore()
        page.dragEnterEvent(over)
        assert not over.isAccepted()
    assert wishes.heard == []


def test_the_filled_button_asks_for_a_file(heard: tuple[ReconcilePage, Wishes]) -> None:
    page, wishes = heard
    button = page.filled_button()
    assert button is not None
    button.click()
    assert wishes.heard == [("take", "/tmp/picked.xml")]
