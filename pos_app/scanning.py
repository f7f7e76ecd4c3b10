"""The scanner at work in the till: which camera, who sees its picture, the coach, and diagnostic recordings.

The scanner's threads call in; whatever they say is brought to the main thread by `post`. One page at a time looks: the Sell
page, or the one that sets the camera; while none does, the camera is let go of.
"""

from __future__ import annotations

import datetime as dt
import functools
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import structlog
from PySide6.QtGui import QImage

from pos_app.camera_memory import CameraMemory
from pos_app.presenters.camera_state import Trial
from pos_app.presenters.hints import foreign_hint
from pos_app.presenters.sell_state import Camera
from pos_app.scanner.accept import Accepted, Foreign, SeveralCodes
from pos_app.scanner.choice import AUTO, DEMO, NONE, CameraChoice
from pos_app.scanner.coach import Advice, mirrored
from pos_app.scanner.found import Sight
from pos_app.scanner.kept import Kept
from pos_app.scanner.loop import CameraState, Listener, Outline, Scanner
from pos_app.scanner.names import TextKind, name_text
from pos_app.settings import Settings

if TYPE_CHECKING:  # brings OpenCV, which the scanner's own thread loads
    from pos_app.scanner.cameras import OpenCamera
    from pos_app.scanner.coaching import Coaching
    from pos_app.scanner.frames import Frame
    from pos_app.scanner.recording import Recording

RECORDINGS = "recordings"
TRIAL_GAP_S = 0.2  # between two frames whose figures are shown: faster nobody reads
_PACE_FRAMES = 30
_log = structlog.get_logger(__name__)


class Sees(Protocol):
    """A page that sees what the camera sees. Called on the main thread."""

    def framed(self, image: QImage, outline: Outline | None) -> None:
        """The newest picture, and where a code is in it."""

    def camera_is(self, camera: Camera) -> None:
        """The camera's state."""

    def accepted(self, text: str) -> None:
        """A payment code of ours was read."""

    def foreign(self, kind: str) -> None:
        """Something else was read: the last part of a hint's id."""

    def advised(self, advice: Advice | None) -> None:
        """Why nothing reads."""

    def tried(self, trial: Trial) -> None:
        """A frame was looked at; some of them are told."""

    def recorded(self, kept: Kept | None) -> None:
        """How far a diagnostic recording is; None: there is none."""


class Scanning:
    """A `CameraDesk`. `current_code`: what the demo's phone shows, where there is one."""

    def __init__(
        self,
        settings: Settings,
        sell: Sees,
        post: Callable[[Callable[[], None]], None],
        current_code: Callable[[], str | None] | None,
        given: OpenCamera | None = None,
    ) -> None:
        """`given` stands in for the camera that the settings name."""
        self._sell, self._post, self._current_code = sell, post, current_code
        self._memory = CameraMemory(settings.data_dir)
        self._recordings = settings.data_dir / RECORDINGS
        self.is_fixed = settings.camera != AUTO
        self.choice = first_choice(settings, self._memory.choice)
        self._given = (self.choice, given)
        self._page: Sees | None = None
        self._is_sell_seen = True
        self._camera = Camera.STARTING
        self._newest: tuple[QImage, Outline | None] | None = None
        self._coaching: Coaching | None = None
        self._paces: deque[float] = deque(maxlen=_PACE_FRAMES)
        self._trial_due_at = 0.0
        self._recording: Recording | None = None
        self._kept: Kept | None = None
        listener = Listener(self._framed, self._accepted, self._foreign, self._camera_is, self._sighted)
        self.scanner = Scanner(self._opener(self.choice), listener, is_mirrored=self.choice.is_mirrored)

    # who looks; main thread

    def sell_seen(self, *, is_seen: bool) -> None:
        """Whether somebody sees the Sell page's picture: no other page, no minimised window."""
        self._is_sell_seen = is_seen
        self._settle_soon()

    def look(self, page: Sees | None) -> None:
        """From now on this page sees the picture, and nothing that is read is sold; None: it does not any more."""
        self._page = page
        self._settle_soon()
        if page is not None:
            page.camera_is(self._camera)
            page.recorded(self._kept)

    def _settle_soon(self) -> None:
        """After both pages were told that one follows the other: the camera is not closed in between."""
        self._post(self._settle)

    def _settle(self) -> None:
        (self.scanner.release if self._seer is None else self.scanner.take)()

    @property
    def _seer(self) -> Sees | None:
        return self._page or (self._sell if self._is_sell_seen else None)

    # the desk; main thread

    @property
    def is_demo(self) -> bool:
        """See CameraDesk."""
        return self._current_code is not None

    @property
    def remembered(self) -> tuple[str, ...]:
        """See CameraDesk."""
        return self._memory.names

    def choose(self, choice: CameraChoice) -> bool:
        """See CameraDesk."""
        self.choice = choice
        self.scanner.change(self._opener(choice), is_mirrored=choice.is_mirrored)
        return self._memory.choose(choice)

    def list_cameras(self, listed: Callable[[tuple[str, ...]], None]) -> None:
        """See CameraDesk. Asking the system takes a while on some."""

        def work() -> None:
            names = plugged_in()
            self._post(lambda: tell(names))

        def tell(names: tuple[str, ...]) -> None:
            self._memory.saw(names)
            listed(names)

        threading.Thread(target=work, name="cameras", daemon=True).start()

    def start_recording(self) -> str:
        """See CameraDesk."""
        from pos_app.scanner.recording import Recording

        try:
            self._recording = Recording(self._recordings, dt.datetime.now().astimezone().strftime("%Y%m%d-%H%M%S"))
        except OSError as error:
            return error.strerror or type(error).__name__
        _log.info("recording.started")
        self.tick()
        return ""

    def stop_recording(self) -> None:
        """See CameraDesk."""
        if self._recording is not None:
            self._recording.stop()
            self.tick()

    def tick(self) -> None:
        """Some times a second: tells how far a recording is, on every page, until it has ended."""
        if self._recording is None:
            return
        self._kept = kept = self._recording.kept
        if not kept.is_on:
            _log.info("recording.ended", pictures=kept.pictures, trouble=kept.trouble)
            self._recording = None
        for page in (self._sell, self._page):
            if page is not None:
                page.recorded(kept)

    # the scanner's threads

    def _framed(self, frame: Frame, outline: Outline | None) -> None:
        """Hands the newest picture over; one that was not shown yet is replaced, never queued behind."""
        self._paces.append(time.monotonic())
        height, width = frame.shape[:2]
        image = QImage(frame.tobytes(), width, height, 3 * width, QImage.Format.Format_BGR888).copy()
        is_pending = self._newest is not None
        self._newest = (image, outline)
        if not is_pending:
            self._post(self._show_frame)

    def _show_frame(self) -> None:
        newest, self._newest = self._newest, None
        if newest is not None and self._seer is not None:
            self._seer.framed(*newest)

    def _accepted(self, accepted: Accepted) -> None:
        self._tell(lambda seer: seer.accepted(accepted.text))

    def _foreign(self, foreign: Foreign | SeveralCodes) -> None:
        kind = foreign_hint(foreign.kind) if isinstance(foreign, Foreign) else "several_codes"
        self._tell(lambda seer: seer.foreign(kind))

    def _sighted(self, frame: Frame, sight: Sight) -> None:
        """On the decoder's thread, which has loaded OpenCV."""
        recording = self._recording
        if recording is not None:
            recording.put(frame, sight)
        now = time.monotonic()
        if self._coaching is None:
            from pos_app.scanner.coaching import Coaching

            self._coaching = Coaching(self._advised)
        self._coaching.see(frame, sight, now)
        if self._page is not None and now >= self._trial_due_at:
            self._trial_due_at = now + TRIAL_GAP_S
            trial = trial_of(frame, sight, _pace(tuple(self._paces)))
            self._post(lambda: self._page.tried(trial) if self._page is not None else None)

    def _advised(self, advice: Advice | None) -> None:
        if advice is not None and self.choice.is_mirrored:
            advice = mirrored(advice)
        self._tell(lambda seer: seer.advised(advice))

    def _camera_is(self, state: CameraState) -> None:
        self._post(functools.partial(self._camera_told, Camera(state.value)))

    def _camera_told(self, camera: Camera) -> None:
        self._camera = camera
        for page in (self._sell, self._page):
            if page is not None:
                page.camera_is(camera)

    def _tell(self, tell: Callable[[Sees], None]) -> None:
        self._post(lambda: tell(self._seer) if self._seer is not None else None)

    def _opener(self, choice: CameraChoice) -> OpenCamera | None:
        """How to open it; OpenCV is loaded when it is."""
        if self._given[0] == choice and self._given[1] is not None:
            return self._given[1]
        spec = (DEMO if self.is_demo else "0") if choice.spec == AUTO else choice.spec
        if spec == NONE:
            return None
        current_code = self._current_code or (lambda: None)

        def open_camera() -> object:
            from pos_app.scanner.cameras import CameraWishes, camera_opener

            opener = camera_opener(spec, current_code, CameraWishes(choice.size, choice.focus, choice.exposure))
            assert opener is not None
            return opener()

        return open_camera  # type: ignore[return-value]  # Camera is known to type checkers alone


def first_choice(settings: Settings, remembered: CameraChoice | None) -> CameraChoice:
    """What the settings name; where they leave the camera to the till, what was chosen on the page."""
    if settings.camera == AUTO and remembered is not None:
        return remembered
    return CameraChoice(
        settings.camera,
        settings.camera_size,
        settings.camera_focus,
        settings.camera_exposure,
        settings.camera_mirror,
    )


def plugged_in() -> tuple[str, ...]:
    """Names of the webcams; none where the system would not say."""
    from pos_app.scanner.cameras import webcams

    try:
        return tuple(webcams())
    except (OSError, RuntimeError) as error:
        _log.warning("cameras.not_listed", error=type(error).__name__)
        return ()


def trial_of(frame: Frame, sight: Sight, pictures_s: float) -> Trial:
    """The figures of a frame; of several codes, of ours."""
    size = (frame.shape[1], frame.shape[0])
    seen = sight.found or sight.goods
    if not seen:
        return Trial(size, pictures_s, sight.ms)
    chief = min(seen, key=lambda one: name_text(one.text) is not TextKind.OURS)
    return Trial(size, pictures_s, sight.ms, name_text(chief.text).value, chief.symbology, chief.decoder)


def _pace(at: tuple[float, ...]) -> float:
    span_s = at[-1] - at[0] if len(at) > 1 else 0.0
    return (len(at) - 1) / span_s if span_s > 0 else 0.0
