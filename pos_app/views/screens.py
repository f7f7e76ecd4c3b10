"""Renders every page and state to PNG, in both languages and themes: `python -m pos_app.views.screens OUTDIR`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.presenters.camera_state import CameraPageState
from pos_app.presenters.sell_state import SellState
from pos_app.presenters.shell_state import PageId, ShellState
from pos_app.scanner.simulate import LEVELS, Simulation
from pos_app.views import language, samples
from pos_app.views.camera.page import CameraPage
from pos_app.views.demo_phone import DemoPhone
from pos_app.views.language import Language
from pos_app.views.look import fonts, motion
from pos_app.views.look.theme import Theme
from pos_app.views.look.tokens import Scheme
from pos_app.views.samples_pages import PAGES
from pos_app.views.window import MainWindow

USUAL = QSize(1366, 768)
OTHERS = (QSize(1024, 600), QSize(1920, 1080))
OTHER_STATES = ("ready", "scanning", "typing", "asking", "awaiting", "paid-cash", "short", "unknown", "question")
_SEED = 3


@dataclass(frozen=True, slots=True)
class CameraPictures:
    """What the simulated camera sees: the counter alone, and a phone with its code's corners."""

    counter: QImage
    phone: QImage
    corners: tuple[tuple[float, float], ...]


def camera_pictures() -> CameraPictures:
    """From the same simulation that the demo's camera uses."""
    simulation = Simulation(LEVELS["easy"], _SEED)
    phone = simulation.frame(samples.CODE, 0.0)
    return CameraPictures(_image(simulation.frame(None, 0.0)), _image(phone), _corners(phone))


def show_sell(window: MainWindow, state: SellState, pictures: CameraPictures) -> None:
    """A state with the camera picture that belongs to it."""
    has_phone = state.outline is not None
    window.preview.set_frame(pictures.phone if has_phone else pictures.counter)
    window.preview.forget()
    if has_phone:
        window.preview.set_outline(pictures.corners)
    window.render(state)


def main(folder: Path) -> int:
    """Writes all pictures and returns how many."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    fonts.install()
    motion.set_reduced(True)
    theme = Theme(app)
    pictures = camera_pictures()
    window, phone = MainWindow(lambda: samples.NOW), DemoPhone()
    written = 0
    for scheme in Scheme:
        for spoken in Language:
            theme.force(scheme)
            language.show(spoken)
            target = folder / f"{scheme.value}-{spoken.value}"
            target.mkdir(parents=True, exist_ok=True)
            for size, name in _sell_pictures():
                suffix = "" if size == USUAL else f"-{size.width()}x{size.height()}"
                state = samples.STATES[name]
                window.resize(size)
                show_sell(window, samples.in_chinese(state) if spoken is Language.CHINESE else state, pictures)
                _save(app, window, target / f"sell-{name}{suffix}.png")
                written += 1
            written += _pages(app, window, target, pictures)
            for name, phone_state in samples.PHONES.items():
                phone.render(phone_state)
                _save(app, phone, target / f"{name}.png")
                written += 1
    return written


def _pages(app: QApplication, window: MainWindow, target: Path, pictures: CameraPictures) -> int:
    """The pages beside Sell, in each size."""
    written = 0
    for sheet in PAGES:
        page = sheet.make()
        window.render_shell(ShellState(tuple(PageId), sheet.page))
        window.show_page(page)
        for size in (USUAL, OTHERS[0]):
            window.resize(size)
            for name, state in sheet.states.items():
                page.render(state)
                _give_picture(page, state, pictures)
                suffix = "" if size == USUAL else f"-{size.width()}x{size.height()}"
                _save(app, window, target / f"{name}{suffix}.png")
                written += 1
        window.drop_page(page)
    window.render_shell(ShellState())
    return written


def _give_picture(page: QWidget, state: object, pictures: CameraPictures) -> None:
    """The camera's page sees a phone where its state says so."""
    if isinstance(page, CameraPage) and isinstance(state, CameraPageState):
        has_phone = state.outline is not None or state.advice is not None
        page.preview.set_frame(pictures.phone if has_phone else pictures.counter)
        page.preview.forget()
        page.preview.set_outline(pictures.corners if state.outline is not None else None)


def _sell_pictures() -> Iterator[tuple[QSize, str]]:
    yield from ((USUAL, name) for name in samples.STATES)
    yield from ((size, name) for size in OTHERS for name in OTHER_STATES)


def _save(app: QApplication, window: QWidget, path: Path) -> None:
    window.show()
    app.processEvents()
    window.grab().save(str(path))


def _image(frame: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> QImage:
    height, width = frame.shape[:2]
    pixels = np.ascontiguousarray(frame)
    return QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_BGR888).copy()


def _corners(frame: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> tuple[tuple[float, float], ...]:
    """Where the code is, found by the reader itself."""
    import zxingcpp

    height, width = frame.shape[:2]
    for found in zxingcpp.read_barcodes(np.ascontiguousarray(frame[:, :, ::-1])):
        if found.format == zxingcpp.BarcodeFormat.QRCode:
            place = found.position
            points = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
            return tuple((point.x / width, point.y / height) for point in points)
    return ()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{main(Path(sys.argv[1]))} pictures in {sys.argv[1]}")  # noqa: T201  # what a person at the command line waits for
