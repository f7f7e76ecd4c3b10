"""What a person sees when the till can't start."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from pos_app.views import language
from pos_app.views.language import Language
from pos_app.views.look.theme import Theme
from pos_app.views.trouble import TroubleWindow
from tests.gui.looking import clipped

SENTENCE = "this database was written by a newer version (0042); update the program, or open another one"


@pytest.mark.parametrize("shown", list(Language))
def test_the_window_says_why_in_a_sentence_and_closes(qtbot: QtBot, theme: Theme, shown: Language) -> None:
    del theme
    language.show(shown)
    try:
        window = TroubleWindow(SENTENCE)
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        assert any(SENTENCE in label.text() for label in window.findChildren(QLabel))
        assert clipped(window) == []
        button = window.findChild(QAbstractButton)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert not window.isVisible()
    finally:
        language.show(Language.ENGLISH)
