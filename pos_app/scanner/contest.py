"""Every decoder alone and the cascade, over the same pictures with known texts: who reads what, wrongly, and how fast.

Used by `pos scan --bench` for a folder of pictures, and by the benchmarks for simulated frames.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pos_app.scanner import readers
from pos_app.scanner.decode import Decoder, read_all
from pos_app.scanner.frames import Frame, gray
from pos_app.scanner.opencv import cv2

CASCADE, THOROUGH, UNION = "cascade", "pos scan", "union of libraries"

Texts = frozenset[str]
Reads = Callable[[Frame], Texts]


@dataclass
class Score:
    """How one contender did. A picture without texts counts as `empty`, and whatever is read in it is a false positive."""

    name: str
    shown: int = 0
    read: int = 0  # pictures of which at least one text was read
    wrong: int = 0  # pictures in which a text was read that is not there
    empty: int = 0
    false_positives: int = 0
    ms: list[float] = field(default_factory=list)
    hit_ms: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)  # of processor: what other programs took meanwhile is not in it
    hit_cpu_ms: list[float] = field(default_factory=list)

    def add(self, truth: Texts, texts: Texts, ms: float, cpu_ms: float = 0.0) -> bool:
        """One picture more; whether it was read."""
        self.ms.append(ms)
        self.cpu_ms.append(cpu_ms)
        if not truth:
            self.empty += 1
            self.false_positives += bool(texts)
            return False
        self.shown += 1
        self.read += bool(texts & truth)
        self.wrong += bool(texts - truth)
        if texts & truth:
            self.hit_ms.append(ms)
            self.hit_cpu_ms.append(cpu_ms)
        return bool(texts & truth)


def quantile(values: Iterable[float], share: float) -> float:
    """0 for no values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def libraries() -> dict[str, Reads]:
    """Each library alone, as its own documentation uses it, on gray levels."""
    found: dict[str, Reads] = {"zxing-cpp": _zxing}
    if readers.has_pyzbar():
        found["pyzbar"] = _pyzbar
    found["OpenCV"] = _opencv
    found["OpenCV Aruco"] = _aruco
    return found


def more_options() -> dict[str, Reads]:
    """The libraries with their other options: for the union only."""
    return {"zxing-cpp global": _zxing_global, "OpenCV multi": _opencv_multi}


def cascade(looks: int = 1) -> Reads:
    """The till's cascade, new at each picture, which it is shown so many times or until it reads."""

    def read(frame: Frame) -> Texts:
        decoder = Decoder()
        for _ in range(looks):
            if found := decoder.look(frame).found:
                return frozenset(one.text for one in found)
        return frozenset()

    return read


def thorough(frame: Frame) -> Texts:
    """What `pos scan` reads, whatever the time."""
    return frozenset(one.text for one in read_all(frame))


def timed(read: Reads, frame: Frame) -> tuple[Texts, float, float]:
    """What was read, in how many milliseconds, and in how many of this process's processor time."""
    began, began_cpu = time.perf_counter(), time.process_time()
    texts = read(frame)
    return texts, (time.perf_counter() - began) * 1000, (time.process_time() - began_cpu) * 1000


def contend(scores: dict[str, Score], frame: Frame, truth: Texts, contenders: dict[str, Reads]) -> dict[str, Texts]:
    """One picture for all; what each read."""
    read: dict[str, Texts] = {}
    for name, reads in contenders.items():
        texts, ms, cpu_ms = timed(reads, frame)
        scores.setdefault(name, Score(name)).add(truth, texts, ms, cpu_ms)
        read[name] = texts
    return read


def _zxing(frame: Frame) -> Texts:
    return frozenset(one.text for one in readers.zxing(gray(frame), smaller=True) if one.text)


def _zxing_global(frame: Frame) -> Texts:
    return frozenset(one.text for one in readers.zxing(gray(frame), smaller=True, one_threshold=True) if one.text)


def _pyzbar(frame: Frame) -> Texts:
    return frozenset(one.text for one in readers.pyzbar(gray(frame)))


def _opencv(frame: Frame) -> Texts:
    try:
        text, _, _ = cv2.QRCodeDetector().detectAndDecode(gray(frame))
    except (cv2.error, UnicodeDecodeError):
        return frozenset()
    return frozenset({text} - {""})


def _opencv_multi(frame: Frame) -> Texts:
    try:
        _, texts, _, _ = cv2.QRCodeDetector().detectAndDecodeMulti(gray(frame))
    except (cv2.error, UnicodeDecodeError):
        return frozenset()
    return frozenset(set(texts) - {""})


def _aruco(frame: Frame) -> Texts:
    try:
        _, texts, _, _ = cv2.QRCodeDetectorAruco().detectAndDecodeMulti(gray(frame))
    except (cv2.error, UnicodeDecodeError):
        return frozenset()
    return frozenset(set(texts) - {""})
