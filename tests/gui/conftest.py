import gc
import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from pos_app.presenters.sell_state import SellState
from pos_app.views import language, samples
from pos_app.views.language import Language
from pos_app.views.look import fonts, motion
from pos_app.views.look.theme import Theme
from pos_app.views.look.tokens import Scheme
from pos_app.views.screens import USUAL, CameraPictures, camera_pictures, show_sell
from pos_app.views.window import MainWindow
from tests.fakes import RecordingIntents

_HARMLESS = ("This plugin does not support",)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> Iterator[Theme]:
    fonts.install()
    motion.set_reduced(True)
    theme = Theme(qapp)
    theme.force(Scheme.LIGHT)
    yield theme
    motion.set_reduced(None)


@pytest.fixture(scope="session")
def pictures() -> CameraPictures:
    return camera_pictures()


@pytest.fixture(scope="module", autouse=True)
def windows_go_between_modules() -> Iterator[None]:
    """A window of an earlier test that is collected while another is drawn ends the program: so none is collected then."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()
    gc.collect()


@pytest.fixture(autouse=True)
def qt_is_content() -> Iterator[None]:
    """Whatever Qt warns of fails the test that caused it."""
    said: list[str] = []

    def hear(kind: QtMsgType, context: object, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not message.startswith(_HARMLESS):
            said.append(message)

    before = qInstallMessageHandler(hear)
    yield
    qInstallMessageHandler(before)
    assert said == []


@pytest.fixture(scope="session")
def only_intents() -> RecordingIntents:
    return RecordingIntents()


@pytest.fixture(scope="session")
def only_window(qapp: QApplication, theme: Theme, only_intents: RecordingIntents) -> Iterator[MainWindow]:
    """One window for all tests, as a till has one."""
    window = MainWindow(lambda: samples.NOW)
    window.set_intents(only_intents)
    window.show()
    yield window
    window.close()
    window.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def intents(only_intents: RecordingIntents) -> RecordingIntents:
    only_intents.asked.clear()
    return only_intents


@pytest.fixture
def window(
    only_window: MainWindow, qapp: QApplication, theme: Theme, intents: RecordingIntents
) -> Iterator[MainWindow]:
    """As after the start: nothing open, nothing in focus, English, light."""
    only_window.render(samples.READY)
    only_window.setFocus()
    only_window.activateWindow()
    qapp.processEvents()
    intents.asked.clear()
    yield only_window
    only_window.resize(USUAL)
    theme.force(Scheme.LIGHT)
    language.show(Language.ENGLISH)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    yield
    language.show(Language.ENGLISH)


@pytest.fixture
def show(window: MainWindow, pictures: CameraPictures, qapp: QApplication) -> Callable[[SellState], None]:
    def show(state: SellState) -> None:
        show_sell(window, state, pictures)
        qapp.processEvents()

    return show
