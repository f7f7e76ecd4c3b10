"""The Settings page in the window: chosen by hand, tried with a code, and the camera is let go when the till is locked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from backend_stub.contract import Right, payment_code
from pos_app.bridge import Bridge
from pos_app.camera_memory import CameraMemory
from pos_app.front import SellSeen
from pos_app.page_book import Page, PageBook, PageTools, page_kinds
from pos_app.presenters.shell import PagePresenter, ShellPresenter
from pos_app.presenters.shell_state import PageId, ShellState
from pos_app.printing.desk import PrintDesk
from pos_app.scanner import cameras
from pos_app.scanner.cameras import SimulatedCamera
from pos_app.scanner.choice import CameraChoice
from pos_app.scanning import Scanning
from pos_app.seal import Seal, new_key
from pos_app.settings import Settings
from pos_app.views import samples
from pos_app.views.camera.page import CameraPage
from pos_app.views.parts.button import Button
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.text import Line, Paragraph
from pos_app.views.signin.page import SignInPage
from pos_app.views.window import MainWindow
from tests.fake_asking import FakeAsking
from tests.fake_sees import SeesAll
from tests.fakes import a_context
from tests.presenters.selling import Page as Selling

CODE = payment_code("123456789012345")
PATIENCE_MS = 20_000


class Till:
    """Window, pages and scanner, as the till puts them together; the camera sees a phone with a code."""

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window, self.opened, self.closed = window, 0, 0
        self.bridge, self.sell = Bridge(), SeesAll()
        self.scanning = Scanning(Settings(data_dir=folder), self.sell, self.bridge.post, lambda: CODE, self._open)
        seen, kinds = SellSeen(), page_kinds()
        seen.changed = lambda: self.scanning.sell_seen(is_seen=seen.is_seen)
        always = {PageId.SELL: Page(window.page, seen), PageId.SIGN_IN: Page(SignInPage(), PagePresenter())}
        self.book = PageBook(window, {PageId.SETTINGS: kinds[PageId.SETTINGS]}, always)
        self.shell = ShellPresenter(self.book, {PageId.SETTINGS: kinds[PageId.SETTINGS].right})
        self.tools = PageTools(
            asking=FakeAsking(),
            context=a_context(),
            settings=Settings(data_dir=folder),
            rights=frozenset(Right),
            say=lambda _say: None,
            go=self.shell.go,
            now=lambda: samples.NOW,
            new_id=lambda: "",
            cash_parts=dict,
            after_sale=Selling().press.after_sale,
            operator_id="",
            scanning=self.scanning,
            printing=PrintDesk(folder, Seal(new_key()), self.bridge.post, lambda: samples.NOW),
        )
        self.book.open_with(self.tools)
        self.scanning.scanner.start()

    def _open(self) -> SimulatedCamera:
        self.opened += 1
        till = self

        class Counted(SimulatedCamera):
            def close(self) -> None:
                till.closed += 1

        return Counted(lambda: CODE)

    @property
    def page(self) -> CameraPage:
        (page,) = [one for one in self.window.findChildren(CameraPage) if one.isVisible()]
        return page

    def stop(self) -> None:
        self.shell.allow(())
        self.book.open_with(None)
        self.scanning.scanner.stop()
        self.bridge.close()
        self.window.render_shell(ShellState())


@pytest.fixture
def till(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Till]:
    monkeypatch.setattr(cameras, "webcams", lambda: {"HD Pro Webcam C920": 4})
    made = Till(window, tmp_path)
    yield made
    made.stop()


def until(is_so: Callable[[], bool]) -> None:
    """Lets the window live until it is so."""
    loop, timer, patience = QEventLoop(), QTimer(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if is_so() else None)
    patience.setSingleShot(True)
    patience.timeout.connect(loop.quit)
    timer.start(5)
    patience.start(PATIENCE_MS)
    if not is_so():
        loop.exec()
    timer.stop()
    patience.stop()
    assert is_so()


def test_a_cashier_has_no_settings_page_and_a_manager_has_one(till: Till) -> None:
    till.shell.allow({Right.SELL, Right.SEE_SALES})
    till.shell.go(PageId.SETTINGS)
    assert till.shell.state.current is PageId.SELL
    till.shell.allow({Right.SELL, Right.CHANGE_SETTINGS})
    till.shell.go(PageId.SETTINGS)
    assert till.shell.state.current is PageId.SETTINGS


def test_a_code_is_tried_on_the_page_and_nothing_of_it_reaches_the_sell_page(till: Till, qapp: QApplication) -> None:
    till.shell.allow(Right)
    till.shell.go(PageId.SETTINGS)
    till.sell.texts.queue.clear()
    until(lambda: "Nothing is paid here" in till.page.preview.accessibleDescription())
    assert till.sell.texts.empty()
    assert "1280 × 720" in till.page.findChild(Line, "cameraFigures").text()  # noqa: RUF001


def test_what_is_chosen_by_hand_is_remembered(till: Till, tmp_path: Path) -> None:
    till.shell.allow(Right)
    till.shell.go(PageId.SETTINGS)
    which = till.page.findChild(Chooser, "cameraWhich")
    until(lambda: which.findData("HD Pro Webcam C920") >= 0)
    for name, chosen in (("cameraSize", "1920x1080"), ("cameraFocus", "100"), ("cameraWhich", "HD Pro Webcam C920")):
        chooser = till.page.findChild(Chooser, name)
        chooser.setCurrentIndex(chooser.findData(chosen))
        chooser.activated.emit(chooser.currentIndex())
    till.page.findChild(Chip, "cameraMirrored").click()
    wanted = CameraChoice("HD Pro Webcam C920", (1920, 1080), 100, None, is_mirrored=True)
    assert CameraMemory(tmp_path).choice == wanted
    assert which.currentText() == "HD Pro Webcam C920"


def test_the_camera_runs_on_from_page_to_page_and_is_let_go_when_the_till_is_locked(till: Till) -> None:
    till.shell.allow(Right)
    until(lambda: not till.sell.frames.empty())
    till.shell.go(PageId.SETTINGS)
    until(lambda: till.page.preview._frame is not None)
    assert (till.opened, till.closed) == (1, 0)
    till.shell.lock()
    until(lambda: till.closed == 1)
    till.shell.allow(Right)
    until(lambda: till.opened == 2)


def test_a_recording_is_started_and_stopped_by_its_button_and_says_so(till: Till, tmp_path: Path) -> None:
    till.shell.allow(Right)
    till.shell.go(PageId.SETTINGS)
    button = till.page.findChild(Button, "cameraRecord")
    assert button.text() == "Start recording"
    button.click()
    assert button.text() == "Stop recording"
    assert "Recording" in till.page.preview._mark
    until(lambda: any(tmp_path.rglob("*.jpg")))
    button.click()
    assert button.text() == "Start recording"
    assert till.page.preview._mark == ""
    assert str(tmp_path) in till.page.findChild(Paragraph, "cameraRecorded").text()
    kept = till.sell.recordings[-1]
    assert kept is not None
    assert not kept.is_on
