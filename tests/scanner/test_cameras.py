from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from backend_stub.contract.code_text import payment_code
from pos_app.scanner import cameras
from pos_app.scanner.cameras import (
    CameraBusyError,
    CameraDeniedError,
    CameraLostError,
    CameraMissingError,
    CameraWishes,
    FileCamera,
    SimulatedCamera,
    WebcamCamera,
    camera_opener,
)
from pos_app.scanner.decode import Decoder
from pos_app.scanner.frames import Frame, UnreadablePictureError, as_frame, load_picture
from pos_app.scanner.opencv import cv2
from pos_app.scanner.simulate import LEVELS, Simulation
from tests.scanner.pictures import on_table, qr_picture

CODE = payment_code("123456789012345")
LEVELS_OF_FILM = (40, 120, 200)
NO_CAMERA = 63


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Three plain frames of 320 x 240, 50 a second."""
    path = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 50.0, (320, 240))
    for level in LEVELS_OF_FILM:
        writer.write(np.full((240, 320, 3), level, dtype=np.uint8))
    writer.release()
    return path


def levels(camera: FileCamera, frames: int) -> list[int]:
    seen = [camera.read(5) for _ in range(frames)]
    camera.close()
    return [round(float(frame.mean()) / 40) * 40 for frame in seen if frame is not None]


def test_a_film_begins_anew_at_its_end(film: Path) -> None:
    assert levels(FileCamera(film), 7) == [40, 120, 200, 40, 120, 200, 40]


def test_a_film_that_does_not_loop_holds_its_last_frame(film: Path) -> None:
    assert levels(FileCamera(film, loop=False), 5) == [40, 120, 200, 200, 200]


def test_a_film_runs_at_its_own_pace(film: Path) -> None:
    camera = FileCamera(film)
    began = time.monotonic()
    for _ in range(6):
        assert camera.read(5) is not None
    assert time.monotonic() - began >= 5 / 50
    camera.close()


def test_a_read_gives_up_after_its_timeout(film: Path) -> None:
    camera = FileCamera(film, fps=0.01)
    assert camera.read(0.01) is not None
    assert camera.read(0.01) is None
    camera.close()
    camera.close()


def test_a_film_of_a_phone_is_read(tmp_path: Path) -> None:
    path = tmp_path / "phone.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30.0, (1280, 720))
    simulation = Simulation(LEVELS["fair"], seed=1)
    for place in range(3):
        writer.write(simulation.frame(CODE, place / 30))
    writer.release()
    camera = FileCamera(path)
    frame = camera.read(5)
    camera.close()
    assert frame is not None
    assert [one.text for one in Decoder().look(frame).found] == [CODE]


def test_a_folder_of_pictures_is_shown_in_order_of_names_without_broken_ones(tmp_path: Path) -> None:
    for name, level in (("b.png", 120), ("a.png", 40), ("d.jpg", 200)):
        cv2.imwrite(str(tmp_path / name), np.full((20, 30, 3), level, dtype=np.uint8))
    (tmp_path / "c.png").write_bytes(b"no picture")
    (tmp_path / "notes.txt").write_text("no picture either")
    assert levels(FileCamera(tmp_path, fps=500), 4) == [40, 120, 200, 40]


def test_one_picture_is_a_camera_too(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "code.png"), on_table(qr_picture(CODE), (480, 640)))
    camera = FileCamera(tmp_path / "code.png", fps=500)
    for _ in range(2):
        frame = camera.read(5)
        assert frame is not None
        assert [one.text for one in Decoder().look(frame).found] == [CODE]
    camera.close()


@pytest.mark.parametrize("name", ["missing.avi", "missing.png", "empty", "broken.avi"])
def test_a_file_that_is_no_film_is_a_missing_camera(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken.avi").write_bytes(b"RIFF no film")
    with pytest.raises(CameraMissingError, match=re.escape(name)):
        FileCamera(tmp_path / name)


def test_a_webcam_that_is_not_there_is_missing_and_says_nothing_on_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CameraMissingError, match="camera 63"):
        WebcamCamera(NO_CAMERA)
    assert capfd.readouterr().err == ""


class Held(SimpleNamespace):
    """A capture device that can't be opened."""

    def __init__(self, index: int, backend: int) -> None:
        super().__init__(isOpened=lambda: False, release=lambda: None)


@pytest.mark.skipif(sys.platform != "linux", reason="devices are files on Linux alone")
def test_a_webcam_that_another_program_or_another_user_holds_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cv2, "VideoCapture", Held)
    monkeypatch.setattr(cameras, "_DEVICES", tmp_path)
    with pytest.raises(CameraMissingError, match="there is no camera 0"):
        WebcamCamera(0)
    (tmp_path / "video0").touch()
    with pytest.raises(CameraBusyError, match="another program uses camera 0"):
        WebcamCamera(0)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CameraDeniedError, match="this user may not use camera 0"):
        WebcamCamera(0)


class Wished:
    """A capture device that keeps what is asked of it."""

    def __init__(self, index: int, backend: int) -> None:
        self.asked: dict[int, float] = {}

    def isOpened(self) -> bool:  # noqa: N802  (OpenCV's name)
        return True

    def set(self, what: int, value: float) -> bool:
        self.asked[what] = value
        return True

    def release(self) -> None:
        pass


def test_a_webcam_is_asked_for_the_size_focus_and_exposure_that_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "VideoCapture", Wished)
    asked = WebcamCamera(0, CameraWishes((1920, 1080), focus=30, exposure=150))._capture.asked  # type: ignore[attr-defined]
    assert (asked[cv2.CAP_PROP_FRAME_WIDTH], asked[cv2.CAP_PROP_FRAME_HEIGHT]) == (1920, 1080)
    assert (asked[cv2.CAP_PROP_AUTOFOCUS], asked[cv2.CAP_PROP_FOCUS]) == (0, 30)
    assert asked[cv2.CAP_PROP_EXPOSURE] == 150
    left_alone = WebcamCamera(0)._capture.asked  # type: ignore[attr-defined]
    assert not {cv2.CAP_PROP_FOCUS, cv2.CAP_PROP_EXPOSURE, cv2.CAP_PROP_AUTOFOCUS} & left_alone.keys()


def test_a_webcam_is_found_by_its_name_whatever_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cameras, "webcams", lambda: {"Built-in": 0, "HD Pro Webcam C920": 4})
    monkeypatch.setattr(cv2, "VideoCapture", Wished)
    opener = camera_opener("hd pro webcam c920", lambda: None)
    assert opener is not None
    assert opener().name == "camera 4"
    missing = camera_opener("Document Camera", lambda: None)
    assert missing is not None
    with pytest.raises(CameraMissingError, match="no camera called Document Camera; there are: Built-in, HD Pro"):
        missing()


def test_two_cameras_of_one_kind_have_two_names(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [SimpleNamespace(index=2, name="C920"), SimpleNamespace(index=0, name="C920")]
    monkeypatch.setattr("cv2_enumerate_cameras.enumerate_cameras", lambda _backend: found)
    assert cameras.webcams() == {"C920": 0, "C920 2": 2}


class PulledOut:
    """A capture device that gives two frames and then nothing more."""

    def __init__(self, index: int, backend: int) -> None:
        self.left = 2
        self.is_released = False

    def isOpened(self) -> bool:  # noqa: N802  (OpenCV's name)
        return True

    def set(self, *_: float) -> bool:
        return False

    def read(self) -> tuple[bool, Frame | None]:
        self.left -= 1
        return (True, np.zeros((48, 64, 3), dtype=np.uint8)) if self.left >= 0 else (False, None)

    def release(self) -> None:
        self.is_released = True


def test_a_webcam_that_is_pulled_out_is_lost_after_a_few_empty_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cv2, "VideoCapture", PulledOut)
    camera = WebcamCamera(0)
    assert camera.read(1) is not None
    assert camera.read(1) is not None
    assert camera.read(1) is None
    with pytest.raises(CameraLostError, match="camera 0"):
        read_often(camera, 20)


def read_often(camera: WebcamCamera, times: int) -> None:
    for _ in range(times):
        camera.read(1)


def test_the_simulated_camera_sees_the_code_that_the_phone_shows() -> None:
    shown: list[str | None] = [None]
    camera = SimulatedCamera(lambda: shown[0], fps=200)
    decoder = Decoder()
    frame = camera.read(1)
    assert frame is not None
    assert frame.shape == (720, 1280, 3)
    assert decoder.look(frame).found == ()
    for code in (CODE, payment_code("543210987654321")):
        shown[0] = code
        assert code in read_for(camera, decoder, 5.0)
    camera.close()


def read_for(camera: SimulatedCamera, decoder: Decoder, seconds: float) -> set[str]:
    """What is read until something is, at most so long; the phone takes a moment to come into the picture."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        frame = camera.read(1)
        if frame is not None and (found := decoder.look(frame).found):
            return {one.text for one in found}
    return set()


def test_a_simulated_frame_is_the_same_for_the_same_seed_and_time_and_differs_otherwise() -> None:
    one, same, other = (Simulation(LEVELS["hard"], seed) for seed in (4, 4, 5))
    assert np.array_equal(one.frame(CODE, 0.7), same.frame(CODE, 0.7))
    assert not np.array_equal(one.frame(CODE, 0.7), one.frame(CODE, 0.8))
    assert not np.array_equal(one.frame(CODE, 0.7), other.frame(CODE, 0.7))


def test_a_phone_still_on_its_way_is_partly_or_not_in_the_picture() -> None:
    simulation = Simulation(LEVELS["easy"], seed=4)
    counter = simulation.frame(None, 0.2)
    changed = [
        int(np.count_nonzero(cv2.absdiff(simulation.frame(CODE, 0.2, arrival=way), counter))) for way in (0, 0.5, 1)
    ]
    assert changed[0] < changed[1] < changed[2]


def test_the_settings_name_a_camera(film: Path) -> None:
    assert camera_opener("none", lambda: None) is None
    demo, file, webcam = (camera_opener(spec, lambda: None) for spec in ("demo", str(film), str(NO_CAMERA)))
    assert demo is not None
    assert demo().name == "demo phone"
    assert file is not None
    camera = file()
    assert camera.name == "film.avi"
    camera.close()
    assert webcam is not None
    with pytest.raises(CameraMissingError):
        webcam()


def test_any_usual_image_is_a_frame_and_others_are_refused() -> None:
    assert as_frame(np.zeros((4, 5), dtype=np.uint8)).shape == (4, 5)
    assert as_frame(np.zeros((4, 5, 1), dtype=np.uint8)).shape == (4, 5)
    assert as_frame(np.zeros((4, 5, 3), dtype=np.uint8)).shape == (4, 5, 3)
    assert as_frame(np.full((4, 5), 0xFF00, dtype=np.uint16)).max() == 255
    assert as_frame(np.zeros((4, 5, 4), dtype=np.uint8)).min() == 255  # transparent: white paper
    for wrong in (np.zeros((0, 5)), np.zeros((4, 5)), np.zeros((4, 5, 7), dtype=np.uint8)):
        with pytest.raises(ValueError, match=r"picture|samples"):
            as_frame(wrong)


def test_a_picture_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePictureError, match="No such file"):
        load_picture(tmp_path / "missing.png")
    (tmp_path / "empty.png").touch()
    with pytest.raises(UnreadablePictureError, match="no picture"):
        load_picture(tmp_path / "empty.png")


@pytest.mark.parametrize("mine", [None, "/usr/share/fonts"])
def test_opencv_leaves_no_qt_settings_behind(mine: str | None) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QT_")}
    if mine is not None:
        environment["QT_QPA_FONTDIR"] = mine
    program = (
        "import os, pos_app.scanner.opencv;"
        "print(os.environ.get('QT_QPA_FONTDIR'), os.environ.get('QT_QPA_PLATFORM_PLUGIN_PATH'))"
    )
    shown = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert shown.stdout.split() == [str(mine), "None"]
