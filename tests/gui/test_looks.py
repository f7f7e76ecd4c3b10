from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from pos_app.presenters.sell_state import SellState
from pos_app.views import language, samples
from pos_app.views.demo_phone import DemoPhone
from pos_app.views.language import Language
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.theme import Theme
from pos_app.views.look.tokens import Scheme, size
from pos_app.views.parts.text import Text
from pos_app.views.window import MainWindow
from tests.gui.looking import clipped, nameless, overlapping, too_small

SIZES = (QSize(1366, 768), QSize(1024, 600), QSize(1024, 560), QSize(1280, 720), QSize(1920, 1080))
Show = Callable[[SellState], None]


@pytest.mark.parametrize("scheme", list(Scheme))
@pytest.mark.parametrize("spoken", list(Language))
def test_nothing_is_cut_or_covered(
    window: MainWindow, show: Show, theme: Theme, spoken: Language, scheme: Scheme
) -> None:
    theme.force(scheme)
    language.show(spoken)
    for name, state in samples.STATES.items():
        show(samples.in_chinese(state) if spoken is Language.CHINESE else state)
        found = clipped(window), overlapping(window), too_small(window, size("touchMin")), nameless(window)
        assert found == ([], [], [], []), name


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize("wanted", SIZES, ids=lambda wanted: f"{wanted.width()}x{wanted.height()}")
def test_every_window_size_holds_every_state(window: MainWindow, show: Show, wanted: QSize, spoken: Language) -> None:
    language.show(spoken)
    window.resize(wanted)
    wrong = {}
    for name, state in samples.STATES.items():
        show(state)
        if found := clipped(window) + overlapping(window):
            wrong[name] = found
    assert wrong == {}


def test_icons_are_drawn_as_their_library_draws_them(qapp: QApplication) -> None:
    """Only its files are used, since importing it takes a tenth of the till's start."""
    import qtawesome

    files = next(found for found in qtawesome._BUNDLED_FONTS if found[0] == "ph")
    theirs, ink, side = qtawesome.IconicFont(files), QColor("#123456"), 24
    for name in ("camera", "hourglass-medium-bold", "check-circle-fill"):
        ours, other = QPixmap(side, side), QPixmap(side, side)
        for drawn in (ours, other):
            drawn.fill(Qt.GlobalColor.white)
        with QPainter(ours) as painter:
            paint_icon(painter, name, QRectF(0, 0, side, side), ink)
        with QPainter(other) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # it leaves an eighth of the box free, Phosphor's own drawings fill it
            theirs.icon(f"ph.{name}", color=ink, scale_factor=8 / 7).paint(painter, QRect(0, 0, side, side))
        assert ours.toImage() == other.toImage(), name


@pytest.mark.parametrize("spoken", list(Language))
@pytest.mark.parametrize("name", list(samples.PHONES))
def test_the_demo_phone_holds_its_words(
    qtbot: QtBot, qapp: QApplication, theme: Theme, name: str, spoken: Language
) -> None:
    language.show(spoken)
    phone = DemoPhone()
    qtbot.addWidget(phone)
    phone.render(samples.PHONES[name])
    phone.show()
    qapp.processEvents()
    assert (clipped(phone), overlapping(phone)) == ([], [])
    assert too_small(phone, size("touchMin")) == []
    assert nameless(phone) == []


def test_another_ink_leaves_the_font_as_it_was(theme: Theme, qapp: QApplication) -> None:
    text = Text("example", "body", "regular", "text2")
    text.show()
    qapp.processEvents()
    text.set_size("caption")
    text.set_ink("danger")
    assert text.font().pixelSize() == 14
    text.hide()


def test_another_theme_leaves_every_font_as_it_was(window: MainWindow, show: Show, theme: Theme) -> None:
    def sizes() -> dict[str, int]:
        return {label.objectName(): label.font().pixelSize() for label in window.findChildren(QLabel)}

    for wanted in (QSize(1024, 600), QSize(1366, 768)):
        window.resize(wanted)
        show(samples.STATES["not-usable"])
    before = sizes()
    show(samples.READY)
    theme.force(Scheme.DARK)
    show(samples.STATES["not-usable"])
    assert sizes() == before


def test_another_language_shows_the_same_state_at_once(window: MainWindow, show: Show, qapp: QApplication) -> None:
    show(samples.READY)
    language.show(Language.CHINESE)
    qapp.processEvents()
    assert window.page.keypad.take.text() == "收款 €12.50"
    language.show(Language.ENGLISH)
    qapp.processEvents()
    assert window.page.keypad.take.text() == "Take €12.50"
