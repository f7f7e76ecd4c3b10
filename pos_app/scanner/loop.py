"""The scanner's threads: one reads the camera and shows its picture, one decodes the newest frame.

Two, so that a slow decode never makes the preview stutter nor lets old frames pile up in the driver: whatever came while
the decoder was busy is dropped, there is no queue. Callbacks are called on these threads, never on the caller's.
"""

from __future__ import annotations

import enum
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.scanner.accept import Accepted, Acceptor, Foreign, SeveralCodes
from pos_app.scanner.awake import Awake
from pos_app.scanner.found import Found, Point, Sight
from pos_app.scanner.names import TextKind, name_text

if TYPE_CHECKING:  # OpenCV is loaded on the scanner's thread: half a second that the window need not wait
    from pos_app.scanner.cameras import Camera, OpenCamera
    from pos_app.scanner.decode import Decodes
    from pos_app.scanner.frames import Frame
    from pos_app.scanner.idle import Idle

PREVIEW_WIDTH_PX, PREVIEW_HEIGHT_PX = 800, 512  # the preview of 400 x 256 on a screen of double density
PREVIEW_GAP_S = 1 / 30
READ_TIMEOUT_S = 0.1
REST_S = 0.12  # after an acceptance nothing is decoded: the payment that it began has the processor
OUTLINE_LASTS_S = 0.3  # an outline stays over the misses between two reads, and does not flicker
BACKOFF_S = (0.5, 1.0, 2.0, 5.0)  # between tries to open a camera; the last one repeats

Outline = tuple[Point, Point, Point, Point]  # corners as shares of the picture's width and height, 0 to 1


class CameraState(enum.Enum):
    """How the camera is; the values are those of the Sell page's `Camera`."""

    STARTING = "starting"
    LIVE = "live"
    NONE = "none"  # none is wanted, or none was ever there
    LOST = "lost"  # was there, is gone; it is looked for
    BUSY = "busy"  # another program holds it
    DENIED = "denied"  # this user may not use it


@dataclass(frozen=True, slots=True)
class Listener:
    """Who is told what. `on_frame` and `on_camera` come from the camera's thread, the others from the decoder's.

    What takes long in `on_sight` makes the decoder drop frames.
    """

    on_frame: Callable[
        [Frame, Outline | None], None
    ]  # BGR, just covering 800 x 512; at most 30 a second; nobody changes it later
    on_accepted: Callable[[Accepted], None]
    on_foreign: Callable[[Foreign | SeveralCodes], None]
    on_camera: Callable[[CameraState], None]
    on_sight: Callable[[Frame, Sight], None] = lambda _frame, _sight: None  # each frame that was decoded, as it came


@dataclass(frozen=True, slots=True)
class _Source:
    """Which camera is wanted; `open_camera` None: none."""

    open_camera: OpenCamera | None
    is_mirrored: bool


class Scanner:
    """Runs from `start` to `stop`."""

    def __init__(
        self,
        open_camera: OpenCamera | None,
        listener: Listener,
        *,
        make_decoder: Callable[[], Decodes] | None = None,
        backoff_s: Sequence[float] = BACKOFF_S,
        is_mirrored: bool = False,
        make_awake: Callable[[], Awake] = Awake,
    ) -> None:
        """`open_camera` None: no camera is wanted. It is called on the camera's thread, again after a loss.

        `is_mirrored`: previews and their outlines are, as in a mirror; codes are read as they are.
        """
        self._source = _Source(open_camera, is_mirrored)
        self._listener = listener
        self._make_decoder = make_decoder or _cascade
        self._make_awake = make_awake
        self._backoff_s = backoff_s
        self._newest = _Newest()
        self._outline: tuple[Outline, float] | None = None
        self._rests_until = 0.0
        self._stopping = threading.Event()
        self._wanted = threading.Event()
        self._wanted.set()
        self._nudged = threading.Event()  # whatever waits on the camera's thread looks again
        self._threads = (
            threading.Thread(target=self._watch, name="scanner-camera", daemon=False),
            threading.Thread(target=self._decode, name="scanner-decoder", daemon=False),
        )

    def start(self) -> None:
        """Begins; returns at once, however long the camera takes."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Ends both threads and waits for them: mostly some 0.1 s, 2 s with a webcam that was just pulled out."""
        self._stopping.set()
        self._nudged.set()
        self._newest.close()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def release(self) -> None:
        """Nobody looks: lets go of the camera, so that its light goes out and other programs may use it."""
        self._wanted.clear()

    def take(self) -> None:
        """Goes on after `release`: the camera is opened again."""
        if not self._wanted.is_set():
            self._wanted.set()
            self._nudged.set()

    def change(self, open_camera: OpenCamera | None, *, is_mirrored: bool = False) -> None:
        """Another camera from now on, or the same with other wishes: the one before is let go of first."""
        self._source = _Source(open_camera, is_mirrored)
        self._nudged.set()

    # the camera's thread

    def _watch(self) -> None:
        hunt = _Hunt(self._listener.on_camera)
        watched: _Source | None = None
        while not self._stopping.is_set():
            self._nudged.clear()
            source = self._source
            if not self._wanted.is_set():
                watched = None
                self._pause(None)
            elif source.open_camera is None:
                watched = source
                hunt.tell(CameraState.NONE)
                self._pause(None)
            else:
                if source is not watched:
                    watched = source
                    hunt.begin()
                self._hunt(source, hunt)

    def _hunt(self, source: _Source, hunt: _Hunt) -> None:
        """Shows the camera as long as it can be; without one, waits for the next try."""
        end = self._watch_one(source)
        if end is _End.SLEPT:
            hunt.begin(absent=CameraState.LOST)
        elif end is not _End.UNWANTED:
            tries = hunt.missed(end)
            self._pause(self._backoff_s[min(tries, len(self._backoff_s) - 1)])

    def _pause(self, seconds: float | None) -> None:
        """Until something changes, at most so long."""
        if not self._stopping.is_set():
            self._nudged.wait(seconds)

    def _watch_one(self, source: _Source) -> _End:
        """Opens a camera and shows it until it is lost, unwanted, or the computer slept."""
        from pos_app.scanner.cameras import CameraBusyError, CameraDeniedError, CameraError

        assert source.open_camera is not None
        camera: Camera | None = None
        shown = _Shown()
        try:
            camera = source.open_camera()
            return self._show_all(camera, source, shown)
        except CameraBusyError:
            return _End.BUSY
        except CameraDeniedError:
            return _End.DENIED
        except CameraError:
            return _End.LOST if shown.is_live else _End.MISSING
        finally:
            if camera is not None:
                camera.close()

    def _show_all(self, camera: Camera, source: _Source, shown: _Shown) -> _End:
        awake = self._make_awake()
        while self._wanted.is_set() and self._source is source and not self._stopping.is_set():
            frame = camera.read(READ_TIMEOUT_S)
            if awake.has_slept():
                return _End.SLEPT
            if frame is not None:
                awake.saw()
                self._show(frame, shown, is_mirrored=source.is_mirrored)
            elif awake.is_stalled():
                return _End.LOST if shown.is_live else _End.MISSING
        return _End.UNWANTED

    def _show(self, frame: Frame, shown: _Shown, *, is_mirrored: bool) -> None:
        if not shown.is_live:
            shown.is_live = True
            self._listener.on_camera(CameraState.LIVE)
        self._newest.put(frame)
        now = time.monotonic()
        if shown.is_due(now):
            preview, outline = _preview(frame), self._outline_now(now)
            if is_mirrored:
                preview, outline = preview[:, ::-1], _mirrored(outline)
            self._listener.on_frame(preview, outline)

    def _outline_now(self, now: float) -> Outline | None:
        outline = self._outline
        return outline[0] if outline is not None and now - outline[1] <= OUTLINE_LASTS_S else None

    # the decoder's thread

    def _decode(self) -> None:
        if self._source.open_camera is None and not self._newest.wait():
            return  # whoever has no camera never loads the decoders
        from pos_app.scanner.idle import Idle

        decoder, acceptor, idle = self._make_decoder(), Acceptor(), Idle()
        while (frame := self._newest.take()) is not None:
            self._decode_one(frame, decoder, acceptor, idle)

    def _decode_one(self, frame: Frame, decoder: Decodes, acceptor: Acceptor, idle: Idle) -> None:
        began = time.monotonic()
        if began < self._rests_until or not idle.is_due(frame, began):
            return
        sight = decoder.look(frame)
        now = time.monotonic()
        seen = sight.found or sight.goods
        if seen:
            idle.found(now)
            self._outline = (_outline_of(_chief(seen), frame), now)
        verdict = acceptor.see(seen, now)
        if isinstance(verdict, Accepted):
            self._listener.on_accepted(verdict)
            self._rests_until = now + REST_S
        elif verdict is not None:
            self._listener.on_foreign(verdict)
        self._listener.on_sight(frame, sight)


class _End(enum.Enum):
    """Why a camera is not shown any more."""

    UNWANTED = enum.auto()  # released, changed, stopped
    SLEPT = enum.auto()  # the computer did: drivers give stale pictures or none after that
    MISSING = enum.auto()
    LOST = enum.auto()
    BUSY = enum.auto()
    DENIED = enum.auto()


_NAMES = {
    _End.LOST: CameraState.LOST,
    _End.BUSY: CameraState.BUSY,
    _End.DENIED: CameraState.DENIED,
}


class _Hunt:
    """The search for a camera: how often it was tried, and what was told of it, each thing once."""

    def __init__(self, tell: Callable[[CameraState], None]) -> None:
        self._tell = tell
        self._tries = 0
        self._told: CameraState | None = None
        self._absent = CameraState.NONE  # what one that is not there is called

    def begin(self, absent: CameraState = CameraState.NONE) -> None:
        """A camera is wanted anew; `absent` LOST: it was there a moment ago."""
        self._tries, self._told, self._absent = 0, None, absent
        self.tell(CameraState.STARTING)

    def missed(self, end: _End) -> int:
        """It is not there; how many tries before this one failed in a row."""
        if end is _End.LOST:
            self._tries, self._told, self._absent = 0, None, CameraState.LOST
        self.tell(self._absent if end is _End.MISSING else _NAMES[end])
        self._tries += 1
        return self._tries - 1

    def tell(self, state: CameraState) -> None:
        """Once, until it is another."""
        if state is not self._told:
            self._told = state
            self._tell(state)


class _Newest:
    """Holds one frame: a newer one replaces it, taking it waits."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._is_closed = False

    def put(self, frame: Frame) -> None:
        with self._changed:
            self._frame = frame
            self._changed.notify()

    def wait(self) -> bool:
        """Waits for a frame and leaves it; False once it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._frame is not None)
            return not self._is_closed

    def take(self) -> Frame | None:
        """Waits for a frame; None once it is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._frame is not None)
            frame, self._frame = self._frame, None
            return None if self._is_closed else frame

    def close(self) -> None:
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()


class _Shown:
    """Whether a camera has come to life, and when its next preview is due."""

    def __init__(self) -> None:
        self.is_live = False
        self._due_at = 0.0

    def is_due(self, now: float) -> bool:
        # half a gap of grace, or a camera of just 30 frames a second would lose every other one to jitter
        if now < self._due_at - PREVIEW_GAP_S / 2:
            return False
        self._due_at = max(self._due_at + PREVIEW_GAP_S, now)
        return True


def _cascade() -> Decodes:
    import numpy as np

    from pos_app.scanner.decode import Decoder

    # whatever libraries load or make at their first use: not while the first customer holds up a phone
    Decoder().look(np.zeros((720, 1280), np.uint8))
    return Decoder()


def _chief(found: Sequence[Found]) -> Found:
    """The reading to outline: one of ours before others."""
    return min(found, key=lambda one: name_text(one.text) is not TextKind.OURS)


def _outline_of(found: Found, frame: Frame) -> Outline:
    height, width = frame.shape[:2]
    a, b, c, d = ((x / width, y / height) for x, y in found.corners)
    return (a, b, c, d)


def _mirrored(outline: Outline | None) -> Outline | None:
    if outline is None:
        return None
    a, b, c, d = ((1 - x, y) for x, y in outline)
    return (a, b, c, d)


def _preview(frame: Frame) -> Frame:
    """A smaller copy in BGR, never larger than the frame."""
    import numpy as np

    from pos_app.scanner.opencv import cv2

    if frame.ndim == 2:  # noqa: PLR2004  (gray)
        frame = cv2.cvtColor(frame, cv2.COLOR_GRAY2BGR).astype(np.uint8, copy=False)
    height, width = frame.shape[:2]
    factor = min(1.0, max(PREVIEW_WIDTH_PX / width, PREVIEW_HEIGHT_PX / height))
    return cv2.resize(frame, (round(width * factor), round(height * factor))).astype(np.uint8, copy=False)
