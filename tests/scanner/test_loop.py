from __future__ import annotations

import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from backend_stub.contract.code_text import payment_code
from pos_app.scanner.accept import Accepted, Foreign, SeveralCodes
from pos_app.scanner.awake import SLEPT_S, STALLED_S, Awake
from pos_app.scanner.cameras import (
    Camera,
    CameraBusyError,
    CameraDeniedError,
    CameraLostError,
    CameraMissingError,
    SimulatedCamera,
)
from pos_app.scanner.decode import Decoder, Decodes
from pos_app.scanner.found import QR_CODE, Found, Sight
from pos_app.scanner.frames import Frame
from pos_app.scanner.loop import BACKOFF_S, CameraState, Listener, Outline, Scanner
from pos_app.scanner.names import TextKind
from tests.scanner.pictures import goods_picture, on_table, qr_picture

CODE = payment_code("123456789012345")
OTHER_CODE = payment_code("543210987654321")
BLANK = np.full((720, 1280), 90, dtype=np.uint8)
WAIT_S = 20.0
UNPLUG: Frame | None = None


class HandCamera:
    """Gives what a test puts into it, then says nothing; `UNPLUG` pulls it out."""

    name = "hand"

    def __init__(self, *frames: Frame | None) -> None:
        self.frames: queue.Queue[Frame | None] = queue.Queue()
        for frame in frames:
            self.frames.put(frame)
        self.is_closed = False

    def read(self, timeout_s: float) -> Frame | None:
        try:
            frame = self.frames.get(timeout=timeout_s)
        except queue.Empty:
            return None
        if frame is UNPLUG:
            raise CameraLostError("pulled out")
        return frame

    def close(self) -> None:
        self.is_closed = True


class Heard:
    """A listener that keeps what it is told, and on which thread."""

    def __init__(self) -> None:
        self.frames: queue.Queue[tuple[Frame, Outline | None]] = queue.Queue()
        self.accepted: queue.Queue[Accepted] = queue.Queue()
        self.foreign: queue.Queue[Foreign | SeveralCodes] = queue.Queue()
        self.states: queue.Queue[CameraState] = queue.Queue()
        self.sights: queue.Queue[tuple[Frame, Sight]] = queue.Queue()
        self.threads: set[str] = set()

    def listener(self) -> Listener:
        return Listener(
            lambda frame, outline: self._hear(self.frames, (frame, outline)),
            lambda accepted: self._hear(self.accepted, accepted),
            lambda foreign: self._hear(self.foreign, foreign),
            lambda state: self._hear(self.states, state),
            lambda frame, sight: self._hear(self.sights, (frame, sight)),
        )

    def _hear(self, where: queue.Queue, what: object) -> None:
        self.threads.add(threading.current_thread().name)
        where.put(what)

    def next_states(self, count: int) -> list[CameraState]:
        return [self.states.get(timeout=WAIT_S) for _ in range(count)]


class Reads:
    """A decoder that takes the frame's top left pixel for what is in it, and lets a test watch and hold it."""

    def __init__(self) -> None:
        self.seen: queue.Queue[int] = queue.Queue()
        self.go_on = threading.Event()
        self.go_on.set()

    def look(self, frame: Frame) -> Sight:
        level = int(frame.reshape(-1)[0])
        self.seen.put(level)
        assert self.go_on.wait(WAIT_S)
        text = {1: CODE, 2: OTHER_CODE, 3: "https://example.com"}.get(level)
        corners = ((16.0, 12.0), (32.0, 12.0), (32.0, 36.0), (16.0, 36.0))
        return Sight(misses=1) if text is None else Sight((Found(text, QR_CODE, "reads", corners, 0.1),))


def mark(level: int) -> Frame:
    return np.full((48, 64), level, dtype=np.uint8)


@pytest.fixture
def run() -> Iterator[Callable[..., Scanner]]:
    before = set(threading.enumerate())
    scanners: list[Scanner] = []

    def start(open_camera: Callable[[], Camera] | None, heard: Heard, reads: Decodes | None = None) -> Scanner:
        make = None if reads is None else lambda: reads
        scanners.append(Scanner(open_camera, heard.listener(), make_decoder=make, backoff_s=(0.01,)))
        scanners[-1].start()
        return scanners[-1]

    yield start
    for scanner in scanners:
        scanner.stop()
    assert set(threading.enumerate()) <= before


Run = Callable[..., Scanner]


def test_a_code_before_the_camera_is_accepted_and_outlined(run: Run) -> None:
    heard = Heard()
    run(lambda: SimulatedCamera(lambda: CODE), heard)
    assert heard.accepted.get(timeout=WAIT_S) == Accepted(CODE, QR_CODE)
    assert heard.next_states(2) == [CameraState.STARTING, CameraState.LIVE]
    outline = None
    while outline is None:
        frame, outline = heard.frames.get(timeout=WAIT_S)
    assert frame.shape == (512, 910, 3)
    assert all(0 < share < 1 for corner in outline for share in corner)


def test_a_blank_frame_is_shown_but_nothing_is_accepted(run: Run) -> None:
    heard, camera = Heard(), HandCamera(BLANK, BLANK, on_table(qr_picture("https://example.com"), (720, 1280)))
    run(lambda: camera, heard)
    assert heard.foreign.get(timeout=WAIT_S) == Foreign(TextKind.WEB_LINK)
    assert heard.accepted.empty()
    assert heard.frames.get(timeout=WAIT_S)[1] is None


def test_the_outline_is_in_shares_of_the_picture_and_the_preview_in_colour(run: Run) -> None:
    heard, camera, reads = Heard(), HandCamera(mark(1)), Reads()
    run(lambda: camera, heard, reads)
    heard.accepted.get(timeout=WAIT_S)
    outline = None
    while outline is None:
        camera.frames.put(mark(1))
        frame, outline = heard.frames.get(timeout=WAIT_S)
    assert outline == ((0.25, 0.25), (0.5, 0.25), (0.5, 0.75), (0.25, 0.75))
    assert frame.shape == (48, 64, 3)


def test_callbacks_come_on_the_scanners_threads(run: Run) -> None:
    heard = Heard()
    run(lambda: HandCamera(mark(1)), heard, Reads())
    heard.accepted.get(timeout=WAIT_S)
    heard.frames.get(timeout=WAIT_S)
    assert heard.threads == {"scanner-camera", "scanner-decoder"}


def test_without_a_camera_the_till_is_told_so(run: Run) -> None:
    heard = Heard()
    run(None, heard)
    assert heard.next_states(1) == [CameraState.NONE]


def test_a_camera_that_is_plugged_in_later_is_found(run: Run) -> None:
    heard, tries = Heard(), iter([False, False, False, True])

    def plug() -> Camera:
        if not next(tries):
            raise CameraMissingError("not there")
        return HandCamera(mark(0))

    run(plug, heard, Reads())
    assert heard.next_states(3) == [CameraState.STARTING, CameraState.NONE, CameraState.LIVE]


def test_a_camera_that_is_pulled_out_is_closed_reported_lost_and_found_again(run: Run) -> None:
    heard, first = Heard(), HandCamera(mark(0), UNPLUG)
    cameras = iter([first, HandCamera(UNPLUG), HandCamera(mark(1))])
    run(lambda: next(cameras), heard, Reads())
    assert heard.next_states(4) == [CameraState.STARTING, CameraState.LIVE, CameraState.LOST, CameraState.LIVE]
    assert first.is_closed
    assert heard.accepted.get(timeout=WAIT_S) == Accepted(CODE, QR_CODE)


def test_the_wait_between_tries_grows_and_stays_bearable() -> None:
    assert list(BACKOFF_S) == sorted(BACKOFF_S)
    assert BACKOFF_S[-1] <= 5


def test_a_slow_decode_drops_all_frames_but_the_newest(run: Run) -> None:
    heard, camera, reads = Heard(), HandCamera(mark(10)), Reads()
    reads.go_on.clear()
    run(lambda: camera, heard, reads)
    assert reads.seen.get(timeout=WAIT_S) == 10
    for level in range(11, 41):
        camera.frames.put(mark(level))
    wait_until_taken(camera)
    reads.go_on.set()
    assert reads.seen.get(timeout=WAIT_S) == 40


def wait_until_taken(camera: HandCamera) -> None:
    """Until the loop came back for more: then the last frame has been handed on."""
    asked = threading.Event()
    read = camera.read

    def reading(timeout_s: float) -> Frame | None:
        if camera.frames.empty():
            asked.set()
        return read(timeout_s)

    camera.read = reading  # type: ignore[method-assign]
    assert asked.wait(WAIT_S)


def test_each_decoded_frame_is_told_with_what_was_seen_in_it(run: Run) -> None:
    heard = Heard()
    run(lambda: HandCamera(mark(1)), heard, Reads())
    frame, sight = heard.sights.get(timeout=WAIT_S)
    assert frame[0, 0] == 1
    assert [one.text for one in sight.found] == [CODE]


def test_previews_are_at_most_thirty_a_second(run: Run) -> None:
    heard, camera = Heard(), HandCamera(*[mark(0)] * 300)
    began = time.monotonic()
    run(lambda: camera, heard, Reads())
    wait_until_taken(camera)
    assert 1 <= heard.frames.qsize() <= 2 + 30 * (time.monotonic() - began)


def test_a_scanner_that_never_started_can_be_stopped() -> None:
    Scanner(None, Heard().listener()).stop()


def test_loading_the_scanner_loads_neither_opencv_nor_qt() -> None:
    program = (
        "import sys, pos_app.scanner.loop, pos_app.scanner.accept, pos_app.scanner.wedge, pos_app.cli;"
        "print([name for name in ('cv2', 'numpy', 'zxingcpp', 'PySide6', 'httpx') if name in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_a_camera_that_nobody_looks_at_is_let_go_and_taken_again(run: Run) -> None:
    heard, first = Heard(), HandCamera(mark(0))
    cameras = iter([first, HandCamera(mark(1))])
    scanner = run(lambda: next(cameras), heard, Reads())
    assert heard.next_states(2) == [CameraState.STARTING, CameraState.LIVE]
    scanner.release()
    until = time.monotonic() + WAIT_S
    while not first.is_closed:
        assert time.monotonic() < until
        time.sleep(0.01)
    assert heard.accepted.empty()
    scanner.take()
    assert heard.next_states(2) == [CameraState.STARTING, CameraState.LIVE]
    assert heard.accepted.get(timeout=WAIT_S) == Accepted(CODE, QR_CODE)


def test_a_scanner_whose_camera_rests_can_be_stopped(run: Run) -> None:
    heard = Heard()
    scanner = run(lambda: HandCamera(mark(0)), heard, Reads())
    heard.next_states(2)
    scanner.release()


def test_a_mirrored_preview_takes_its_outline_with_it() -> None:
    half = mark(1)
    half[:, 32:] = 200
    heard, camera = Heard(), HandCamera(half)
    scanner = Scanner(lambda: camera, heard.listener(), make_decoder=Reads, is_mirrored=True)
    scanner.start()
    outline = None
    until = time.monotonic() + WAIT_S
    while outline is None and time.monotonic() < until:
        frame, outline = heard.frames.get(timeout=WAIT_S)
        if outline is None and heard.frames.empty():
            time.sleep(0.05)  # two previews are never nearer than that
            camera.frames.put(half)
    scanner.stop()
    assert outline == ((0.75, 0.25), (0.5, 0.25), (0.5, 0.75), (0.75, 0.75))
    assert frame[0, 0, 0] == 200


def test_another_camera_is_taken_while_the_first_runs_and_the_first_is_let_go_of(run: Run) -> None:
    heard, first, second = Heard(), HandCamera(mark(0)), HandCamera(mark(1))
    scanner = run(lambda: first, heard, Reads())
    assert heard.next_states(2) == [CameraState.STARTING, CameraState.LIVE]
    scanner.change(lambda: second)
    assert heard.next_states(2) == [CameraState.STARTING, CameraState.LIVE]
    assert first.is_closed
    assert heard.accepted.get(timeout=WAIT_S) == Accepted(CODE, QR_CODE)
    scanner.change(None)
    assert heard.next_states(1) == [CameraState.NONE]
    assert second.is_closed
    scanner.change(lambda: HandCamera(mark(0)))
    assert heard.next_states(2) == [CameraState.STARTING, CameraState.LIVE]


@pytest.mark.parametrize(
    ("error", "state"), [(CameraBusyError, CameraState.BUSY), (CameraDeniedError, CameraState.DENIED)]
)
def test_a_camera_that_another_program_holds_is_told_from_none_and_taken_when_it_is_free(
    run: Run, error: type[CameraMissingError], state: CameraState
) -> None:
    heard, tries = Heard(), iter([False, False, True])

    def held() -> Camera:
        if not next(tries):
            raise error("not now")
        return HandCamera(mark(0))

    run(held, heard, Reads())
    assert heard.next_states(3) == [CameraState.STARTING, state, CameraState.LIVE]


class Night:
    """Two clocks: the computer's own stands still while it sleeps (Linux), or both go on (Windows, macOS)."""

    def __init__(self, *, stands_still: bool) -> None:
        self._stands_still = stands_still
        self.monotonic_s = self.wall_s = 1000.0

    def sleep(self, seconds: float) -> None:
        self.wall_s += seconds
        self.monotonic_s += 0.0 if self._stands_still else seconds

    def awake(self) -> Awake:
        return Awake(lambda: self.monotonic_s, lambda: self.wall_s)


@pytest.mark.parametrize("stands_still", [True, False])
def test_after_the_computer_slept_the_camera_is_opened_anew(stands_still: bool) -> None:
    heard, night, first = Heard(), Night(stands_still=stands_still), HandCamera(mark(0))
    cameras = iter([first, HandCamera(mark(1))])
    scanner = Scanner(
        lambda: next(cameras), heard.listener(), make_decoder=Reads, backoff_s=(60.0,), make_awake=night.awake
    )
    scanner.start()
    try:
        assert heard.next_states(2) == [CameraState.STARTING, CameraState.LIVE]
        night.sleep(SLEPT_S + 3600)
        assert heard.next_states(2) == [CameraState.STARTING, CameraState.LIVE]
        assert first.is_closed
        assert heard.accepted.get(timeout=WAIT_S) == Accepted(CODE, QR_CODE)
    finally:
        scanner.stop()


def test_a_camera_that_did_not_come_back_from_a_sleep_is_lost_not_missing() -> None:
    heard, night = Heard(), Night(stands_still=True)
    cameras = iter([HandCamera(mark(0))])

    def open_camera() -> Camera:
        camera = next(cameras, None)
        if camera is None:
            raise CameraMissingError("gone")
        return camera

    scanner = Scanner(open_camera, heard.listener(), make_decoder=Reads, backoff_s=(0.01,), make_awake=night.awake)
    scanner.start()
    try:
        heard.next_states(2)
        night.sleep(SLEPT_S + 3600)
        assert heard.next_states(2) == [CameraState.STARTING, CameraState.LOST]
    finally:
        scanner.stop()


def test_a_camera_that_goes_silent_is_lost_and_opened_again() -> None:
    heard, night, first = Heard(), Night(stands_still=False), HandCamera(mark(0))
    cameras = iter([first, HandCamera(mark(0))])
    scanner = Scanner(
        lambda: next(cameras), heard.listener(), make_decoder=Reads, backoff_s=(0.01,), make_awake=night.awake
    )
    scanner.start()
    try:
        heard.next_states(2)
        until = time.monotonic() + WAIT_S
        while not first.is_closed and time.monotonic() < until:
            night.sleep(STALLED_S / 20)  # each step far shorter than a sleep
            time.sleep(0.02)
        assert heard.next_states(2) == [CameraState.LOST, CameraState.LIVE]
        assert first.is_closed
    finally:
        scanner.stop()


def test_a_product_held_up_is_named_and_its_digits_are_there_for_whoever_wants_them(run: Run) -> None:
    heard, camera, parcel = Heard(), HandCamera(), goods_picture()
    # by its own time: on a busy computer each frame has as many looks as on a quiet one
    run(lambda: camera, heard, Decoder(clock=time.thread_time))
    until = time.monotonic() + WAIT_S
    while heard.foreign.empty() and time.monotonic() < until:
        camera.frames.put(parcel)
        wait_until_taken(camera)
    foreign = heard.foreign.get(timeout=1)
    assert isinstance(foreign, Foreign)
    assert (foreign.kind, foreign.text) == (TextKind.GOODS, "4006381333931")
    assert heard.accepted.empty()
