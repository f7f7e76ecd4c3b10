"""The camera's picture: it never stalls the widgets, shows a lamp's glare where it is, marks a recording, and feels a find."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from pos_app.presenters.sell_state import Camera, Tone
from pos_app.scanner.coach import Advice, Cause, Side
from pos_app.views.look import motion
from pos_app.views.look.theme import Theme, colour
from pos_app.views.parts.preview import Preview
from pos_app.views.screens import CameraPictures
from pos_app.views.window import MainWindow
from tests.benchmarks.preview import LONGEST_STALL_MS, stalls_of

SIZE = (824, 464)
SQUARE = ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))


@pytest.fixture
def preview(theme: Theme, pictures: CameraPictures, qapp: QApplication) -> Iterator[Preview]:
    made = Preview()
    made.resize(*SIZE)
    made.set_frame(pictures.phone)
    made.show_state(Camera.LIVE, Tone.GOOD, "")
    made.show()
    yield made
    made.close()
    motion.set_reduced(True)


def picture(preview: Preview) -> QImage:
    QApplication.processEvents()
    return preview.grab().toImage()


def inked(image: QImage, token: str) -> np.ndarray:
    """Where this very colour is: rows of x and y."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint32).reshape(plain.height(), plain.bytesPerLine() // 4)
    y, x = np.nonzero(pixels == np.uint32(colour(token).rgb()))
    return np.stack((x, y), axis=1)


def test_the_widgets_are_never_kept_waiting_by_the_cameras_picture(
    window: MainWindow, pictures: CameraPictures, tmp_path: Path
) -> None:
    stalls = stalls_of(window, tmp_path, 45)
    print(f"longest work at once {max(stalls.busy_ms):.1f} ms, {stalls.pictures_s:.0f} pictures/s")
    assert stalls.frames >= 45
    assert max(stalls.busy_ms) < LONGEST_STALL_MS
    window.preview.set_frame(pictures.counter)
    window.preview.forget()


def test_a_window_that_computes_too_long_over_a_picture_is_seen(
    window: MainWindow, pictures: CameraPictures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compute(_image: QImage) -> None:
        until = time.thread_time() + 1.2 * LONGEST_STALL_MS / 1000
        while time.thread_time() < until:
            pass

    monkeypatch.setattr(window.preview, "set_frame", compute)
    assert max(stalls_of(window, tmp_path, 15).busy_ms) > LONGEST_STALL_MS


@pytest.mark.parametrize("where", [(0.45, 0.4), (0.55, 0.6)])
def test_a_lamp_s_glare_is_shown_where_it_is(preview: Preview, where: tuple[float, float]) -> None:
    preview.show_advice(Advice(Cause.TOO_DARK))
    corners = {tuple(at) for at in inked(picture(preview), "videoCoach").tolist()}
    preview.show_advice(Advice(Cause.GLARE, where=where))
    lamp = [at for at in inked(picture(preview), "videoCoach").tolist() if tuple(at) not in corners]
    assert np.mean(lamp, axis=0) / SIZE == pytest.approx(where, abs=0.02)


def test_every_cause_has_a_picture_of_its_own(preview: Preview) -> None:
    preview.show_state(Camera.LIVE, None, "")
    preview.set_outline(SQUARE)  # somebody is there: no ghost
    preview.set_outline(None)
    advice = [Advice(cause, side=Side.LEFT, where=(0.5, 0.5), nearer=2.0) for cause in Cause]
    shown = []
    for one in advice:
        preview.show_advice(one)
        shown.append(picture(preview))
    assert all(one != other for number, one in enumerate(shown) for other in shown[:number])


def test_a_recording_is_marked_on_the_picture_whatever_the_camera_does(preview: Preview) -> None:
    assert len(inked(picture(preview), "recording")) == 0
    preview.show_mark("Recording, 42 s left")
    for camera in (Camera.LIVE, Camera.PAUSED, Camera.LOST):
        preview.show_state(camera, None, "")
        assert len(inked(picture(preview), "recording")) > 50
    preview.show_mark("")
    assert len(inked(picture(preview), "recording")) == 0


def test_a_find_swells_once_and_not_again_within_a_second(preview: Preview) -> None:
    motion.set_reduced(False)
    swells = []
    preview._swell.stateChanged.connect(lambda now, _before: swells.append(now == preview._swell.State.Running))
    for points in (SQUARE, None, SQUARE, SQUARE, None, SQUARE):
        preview.set_outline(points)
    assert swells.count(True) == 1


def test_with_reduced_motion_nothing_moves(preview: Preview) -> None:
    motion.set_reduced(True)
    preview.set_outline(SQUARE)
    assert preview._swell.state() is preview._swell.State.Stopped


def test_a_swelling_outline_is_wider_than_the_code_s(preview: Preview) -> None:
    motion.set_reduced(True)
    preview.set_outline(SQUARE)
    still = picture(preview)
    preview._swelled_at = 0.0
    motion.set_reduced(False)
    preview.set_outline(None)
    preview.set_outline(SQUARE)
    preview._swell.pause()
    preview._swell.setCurrentTime(preview._swell.duration() // 3)
    assert picture(preview) != still
