"""Where frames come from: a webcam, a film or pictures in a file, or the demo's simulated camera.

A camera belongs to one thread. Opening one that is not there raises `CameraMissingError`, one that goes away while it is
used raises `CameraLostError`; whoever reads opens it again.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pos_app.scanner.frames import Frame, UnreadablePictureError, as_frame, load_picture
from pos_app.scanner.opencv import cv2
from pos_app.scanner.simulate import LEVELS, Scene, Simulation

PICTURE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
WEBCAM_WIDTH_PX, WEBCAM_HEIGHT_PX, WEBCAM_FPS = 1280, 720, 30
_USUAL_FPS = 30.0
_HIGHEST_FPS = 120.0  # a film that says more has a broken header
_LOWEST_FPS = 1.0  # a camera that gives a picture more rarely is taken for a silent one
_PICTURES_FPS = 5.0
_DEVICES = Path("/dev")
_FAILED_READS = 10  # in a row: a webcam that is warming up fails a few times, one that was pulled out for ever
_MANUAL_EXPOSURE = 1 if sys.platform == "linux" else 0.25  # V4L2's own figure; OpenCV's on the others
_FILM_ENDINGS = frozenset({".avi", ".mp4", ".webm", ".mkv", ".mov", ".m4v", ".mpg", ".mpeg"})
_ARRIVAL_S = 0.25  # for the simulated phone to come into the picture


class CameraError(Exception):
    """The environment's failing, not ours: no camera, no such file."""


class CameraMissingError(CameraError):
    """It can't be opened: not there, or no film."""


class CameraBusyError(CameraMissingError):
    """It is plugged in, but another program holds it."""


class CameraDeniedError(CameraMissingError):
    """It is plugged in, but this user may not use it."""


class CameraLostError(CameraError):
    """It was open and gives no frames any more: unplugged."""


class Camera(Protocol):
    """A source of frames. Closing twice does no harm."""

    @property
    def name(self) -> str:
        """What a person calls it."""

    def read(self, timeout_s: float) -> Frame | None:
        """The next frame (BGR or gray); None if there was none within about `timeout_s`. Raises CameraLostError."""

    def close(self) -> None:
        """Lets go of the device or file."""


OpenCamera = Callable[[], Camera]


@dataclass(frozen=True, slots=True)
class CameraWishes:
    """What is asked of a webcam; a driver that can't do one of these ignores it.

    Focus and exposure are in the driver's own units; None: the camera finds them.
    """

    size: tuple[int, int] = (WEBCAM_WIDTH_PX, WEBCAM_HEIGHT_PX)
    focus: int | None = None
    exposure: int | None = None


def webcams() -> dict[str, int]:
    """The webcams that are plugged in: OpenCV's number by name, `Name 2` for the second of a kind."""
    from cv2_enumerate_cameras import enumerate_cameras

    found: dict[str, int] = {}
    for camera in sorted(enumerate_cameras(_backend()), key=lambda one: one.index):
        number = 1 + sum(name == camera.name or name.startswith(f"{camera.name} ") for name in found)
        found[camera.name if number == 1 else f"{camera.name} {number}"] = camera.index
    return found


def _backend() -> int:
    return {"win32": cv2.CAP_MSMF, "darwin": cv2.CAP_AVFOUNDATION}.get(sys.platform, cv2.CAP_V4L2)


def _why_not(index: int) -> CameraMissingError:
    """A camera that is plugged in and can't be opened is somebody else's at the moment, or not for this user."""
    if sys.platform == "linux":
        device = _DEVICES / f"video{index}"
        is_there, is_allowed = device.exists(), os.access(device, os.R_OK | os.W_OK)
    else:
        is_there, is_allowed = index in webcams().values(), True
    if not is_there:
        return CameraMissingError(f"there is no camera {index}")
    if not is_allowed:
        return CameraDeniedError(f"this user may not use camera {index}; on Linux the group 'video' may")
    return CameraBusyError(f"another program uses camera {index}")


def webcam_called(name: str, wishes: CameraWishes) -> WebcamCamera:
    """The webcam with this name, or a part of it. Raises CameraMissingError."""
    wanted = name.casefold()
    there = webcams()
    index = next((index for one, index in there.items() if wanted in one.casefold()), None)
    if index is None:
        others = f"; there are: {', '.join(there)}" if there else ""
        raise CameraMissingError(f"there is no camera called {name}{others}")
    return WebcamCamera(index, wishes)


class WebcamCamera:
    """The camera with this number. A read waits for the device, at most 2 s after it was pulled out."""

    def __init__(self, index: int, wishes: CameraWishes | None = None) -> None:
        """Raises CameraMissingError."""
        self.name = f"camera {index}"
        self._wishes = wishes or CameraWishes()
        self._capture = cv2.VideoCapture(index, _backend())
        if not self._capture.isOpened():
            self._capture.release()
            raise _why_not(index)
        self._failed = 0
        self._ask_for_small_fresh_frames()

    def _ask_for_small_fresh_frames(self) -> None:
        # uncompressed 720p comes at 10 frames/s over USB 2; a driver that can't do one of these ignores it
        self._capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        width, height = self._wishes.size
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        self._capture.set(cv2.CAP_PROP_FPS, WEBCAM_FPS)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
        if self._wishes.focus is not None:
            self._capture.set(cv2.CAP_PROP_AUTOFOCUS, 0)
            self._capture.set(cv2.CAP_PROP_FOCUS, self._wishes.focus)
        if self._wishes.exposure is not None:
            self._capture.set(cv2.CAP_PROP_AUTO_EXPOSURE, _MANUAL_EXPOSURE)
            self._capture.set(cv2.CAP_PROP_EXPOSURE, self._wishes.exposure)

    def read(self, timeout_s: float) -> Frame | None:  # noqa: ARG002  (the device decides how long it takes)
        """See Camera."""
        try:
            there, frame = self._capture.read()
        except cv2.error as error:
            raise CameraLostError(f"{self.name}: {error.err}") from error
        if there and frame is not None and frame.size:
            self._failed = 0
            return as_frame(frame)
        self._failed += 1
        if self._failed >= _FAILED_READS or not self._capture.isOpened():
            raise CameraLostError(f"{self.name} gives no pictures any more")
        time.sleep(0.01)
        return None

    def close(self) -> None:
        """See Camera."""
        self._capture.release()


class FileCamera:
    """A film, a picture, or a folder of pictures in order of their names, shown at its pace."""

    def __init__(self, path: Path, *, loop: bool = True, fps: float | None = None) -> None:
        """`loop` begins anew at the end; otherwise the last frame stays. `fps` overrides the film's own pace.

        Raises CameraMissingError.
        """
        self.name = path.name
        self._path = path
        self._loop = loop
        self._frames = self._begin()
        first = next(self._frames, None)
        if first is None:
            raise CameraMissingError(f"{path} is no film, no picture, and no folder of pictures")
        self._upcoming = first
        self._pace = _Pace(fps or self._own_fps())

    def read(self, timeout_s: float) -> Frame | None:
        """See Camera."""
        if not self._pace.wait(timeout_s):
            return None
        frame = self._upcoming
        self._upcoming = self._following()
        return frame

    def close(self) -> None:
        """See Camera."""
        self._frames.close()

    def _following(self) -> Frame:
        following = next(self._frames, None)
        if following is None and self._loop:
            self._frames = self._begin()
            following = next(self._frames, None)
        return self._upcoming if following is None else following

    def _begin(self) -> Generator[Frame]:
        return _film(self._path) if self._is_film() else _pictures(self._path)

    def _is_film(self) -> bool:
        return not self._path.is_dir() and self._path.suffix.lower() not in PICTURE_ENDINGS

    def _own_fps(self) -> float:
        if not self._is_film():
            return _PICTURES_FPS
        capture = cv2.VideoCapture(str(self._path))
        fps = capture.get(cv2.CAP_PROP_FPS)
        capture.release()
        return fps if _LOWEST_FPS <= fps <= _HIGHEST_FPS else _USUAL_FPS


class SimulatedCamera:
    """A camera that sees the demo's phone, in a hand that is never quite still."""

    name = "demo phone"

    def __init__(
        self,
        current_code: Callable[[], str | None],
        *,
        scene: Scene = LEVELS["easy"],
        seed: int = 7,
        fps: float = _USUAL_FPS,
    ) -> None:
        """`current_code` is asked before each frame, on the camera's thread; None: no phone is there."""
        self._current_code = current_code
        self._simulation = Simulation(scene, seed)
        self._pace = _Pace(fps)
        self._began_at = time.monotonic()
        self._shown_since: float | None = None

    def read(self, timeout_s: float) -> Frame | None:
        """See Camera."""
        if not self._pace.wait(timeout_s):
            return None
        at = time.monotonic() - self._began_at
        code = self._current_code()
        if code is None:
            self._shown_since = None
        elif self._shown_since is None:
            self._shown_since = at
        arrival = 1.0 if self._shown_since is None else min(1.0, (at - self._shown_since) / _ARRIVAL_S)
        return self._simulation.frame(code, at, arrival=arrival)

    def close(self) -> None:
        """See Camera."""


def camera_opener(
    spec: str, current_code: Callable[[], str | None], wishes: CameraWishes | None = None
) -> OpenCamera | None:
    """How to open the camera that the settings name: `demo`, `none` (then None), a number, a name, or a file's path."""
    wished = wishes or CameraWishes()
    if spec == "none":
        return None
    if spec == "demo":
        return lambda: SimulatedCamera(current_code)
    if spec.isdecimal():
        return lambda: WebcamCamera(int(spec), wished)
    return lambda: FileCamera(Path(spec)) if _is_file(Path(spec)) else webcam_called(spec, wished)


def _is_file(path: Path) -> bool:
    """Whether it is meant to be one: there, within a folder, or ending like a film or picture."""
    return path.exists() or path.name != str(path) or path.suffix.lower() in PICTURE_ENDINGS | _FILM_ENDINGS


class _Pace:
    """Says when the next frame is due. One that is late is not made up for."""

    def __init__(self, fps: float) -> None:
        self._gap_s = 1 / fps
        self._due_at = time.monotonic()

    def wait(self, timeout_s: float) -> bool:
        """Sleeps until the frame is due, at most `timeout_s`; whether it is due."""
        rest_s = self._due_at - time.monotonic()
        if rest_s > 0:
            time.sleep(min(rest_s, timeout_s))
        if rest_s > timeout_s:
            return False
        self._due_at = max(self._due_at + self._gap_s, time.monotonic())
        return True


def _pictures(path: Path) -> Generator[Frame]:
    try:
        files = sorted(path.iterdir()) if path.is_dir() else [path]
    except OSError as error:
        raise CameraMissingError(f"{path} can't be opened") from error
    for file in files:
        if file.suffix.lower() in PICTURE_ENDINGS:
            with contextlib.suppress(UnreadablePictureError):  # one broken picture doesn't end the show
                yield load_picture(file)


def film_frames(path: Path) -> Generator[tuple[float, Frame]]:
    """Every frame of a film with its time in seconds; none if it is no film."""
    capture = cv2.VideoCapture(str(path))
    fps = capture.get(cv2.CAP_PROP_FPS)
    capture.release()
    gap_s = 1 / (fps if 0 < fps <= _HIGHEST_FPS else _USUAL_FPS)
    for number, frame in enumerate(_film(path)):
        yield number * gap_s, frame


def _film(path: Path) -> Generator[Frame]:
    capture = cv2.VideoCapture(str(path))
    try:
        while True:
            there, frame = capture.read()
            if not there or frame is None:
                return
            yield as_frame(frame)
    finally:
        capture.release()
