"""The scanner over very many frames: blurred codes never read as what they are not, and memory that does not grow."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from pos_app.scanner.accept import Accepted, Acceptor
from pos_app.scanner.cameras import CameraLostError
from pos_app.scanner.decode import Decoder
from pos_app.scanner.found import Sight
from pos_app.scanner.frames import Frame
from pos_app.scanner.loop import CameraState, Listener, Scanner
from pos_app.scanner.names import payment_code_in
from pos_app.scanner.opencv import cv2
from tests.benchmarks.decoders import credible
from tests.benchmarks.webcam import Take
from tests.soak.rounds import seeded

BLURS_A_TAKE = 25
FRAME_S = 1 / 30
MANY = 10_000
STATUS = Path("/proc/self/statm")
GROWTH_MB = 24  # caches of allocators; a leak of one frame in a hundred would be 900 MB


def _torture(frames: int, seed: int) -> None:
    accepted = 0
    for number in range(frames // BLURS_A_TAKE):
        take = Take(2 + number % 3, seed + number)
        clear = take.frame(0.2)
        blur = np.random.default_rng((seed, number))
        # by its own time: on a busy machine as many looks are taken as on a quiet one
        decoder, acceptor, sights = Decoder(clock=time.thread_time), Acceptor(), list[Sight]()
        for place in range(BLURS_A_TAKE):
            sights.append(decoder.look(_blurred(clear, blur)))
            verdict = acceptor.see(sights[-1].found or sights[-1].goods, place * FRAME_S)
            if isinstance(verdict, Accepted):
                assert verdict.text in {payment_code_in(text) for text in take.texts}, number
                accepted += 1
            assert sights[-1].goods == (), number
        assert credible(sights) <= take.texts, number
        _tell_each_tenth((number + 1) * BLURS_A_TAKE, frames)
    print(f"\n{frames} blurred frames: {accepted} accepted, each a code that was there; nothing else")


def _tell_each_tenth(done: int, frames: int) -> None:
    """A run of half an hour that somebody ends shows how far it came."""
    if frames >= MANY and done % (frames // 10) == 0:
        print(f"{done} of {frames} frames", flush=True)


def _blurred(frame: Frame, random: np.random.Generator) -> Frame:
    """Out of focus or shaken by up to a dozen pixels, most so that nothing can be read, at the half size of cheap cameras."""
    small = cv2.resize(frame, (640, 360), interpolation=cv2.INTER_AREA)
    reach = float(random.uniform(1.0, 6.0))
    if random.random() < 0.5:
        small = cv2.GaussianBlur(small, (0, 0), reach)
    else:
        length = int(2 * reach) | 1
        kernel = np.zeros((length, length), np.float32)
        angle = random.uniform(0, np.pi)
        across = np.round(length // 2 * np.array((np.cos(angle), np.sin(angle)))).astype(int)
        middle = np.array((length // 2, length // 2))
        cv2.line(kernel, (middle - across).tolist(), (middle + across).tolist(), 1.0)
        small = cv2.filter2D(small, -1, kernel / kernel.sum())
    noise = random.integers(-4, 5, small.shape, dtype=np.int16)
    return np.clip(small + noise, 0, 255).astype(np.uint8)


def test_blurred_codes_are_never_read_as_what_they_are_not() -> None:
    _torture(500, 40_000)


@pytest.mark.soak
def test_soak_twenty_thousand_blurred_frames() -> None:
    _torture(20_000, seeded("blurred frames").randrange(2**31))


class Firehose:
    """Gives frames as fast as they are taken, then is pulled out."""

    name = "firehose"

    def __init__(self, frames: int) -> None:
        self._pool = [Take(3, seed, is_empty=seed % 2 == 0).frame(0.0) for seed in range(4)]
        self._left = self._frames = frames
        self._tenth = frames - frames // 10
        self.first_mb = 0.0
        self.last_mb = 0.0

    def read(self, timeout_s: float) -> Frame:
        self._left -= 1
        if self._left == self._tenth:
            self.first_mb = resident_mb()
        if self._left <= 0:
            self.last_mb = resident_mb()
            raise CameraLostError("that was all")
        _tell_each_tenth(self._frames - self._left, self._frames)
        return self._pool[self._left % len(self._pool)].copy()

    def close(self) -> None:
        """Nothing to let go of."""


def resident_mb() -> float:
    return int(STATUS.read_text().split()[1]) * 4096 / 1e6


def _memory(frames: int) -> None:
    camera, lost = Firehose(frames), threading.Event()

    def told(state: CameraState) -> None:
        if state is CameraState.LOST:
            lost.set()

    scanner = Scanner(
        lambda: camera, Listener(lambda *_: None, lambda _: None, lambda _: None, told), backoff_s=(60.0,)
    )
    scanner.start()
    try:
        assert lost.wait(3600)
    finally:
        scanner.stop()
    print(f"\n{frames} frames: {camera.first_mb:.0f} MB after a tenth, {camera.last_mb:.0f} MB at the end")
    assert camera.last_mb - camera.first_mb < GROWTH_MB, (camera.first_mb, camera.last_mb)


@pytest.mark.skipif(not STATUS.exists(), reason="resident memory is read from Linux's /proc")
def test_memory_stays_flat_while_frames_come_as_fast_as_they_go() -> None:
    _memory(800)


@pytest.mark.soak
@pytest.mark.skipif(not STATUS.exists(), reason="resident memory is read from Linux's /proc")
def test_soak_memory_over_a_hundred_thousand_frames() -> None:
    _memory(100_000)
