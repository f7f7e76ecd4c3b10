"""Every decoder alone against the cascade, on simulated frames of each level: the same frames, in one run.

`python -m tests.benchmarks.decoders` prints a table and adds its figures to build/bench.jsonl.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from backend_stub.contract.code_text import payment_code
from pos_app.scanner import readers
from pos_app.scanner.decode import Decoder
from pos_app.scanner.frames import Frame, gray
from pos_app.scanner.opencv import cv2
from pos_app.scanner.simulate import LEVELS, Simulation

SEEDS = 20
FRAMES_A_SEED = 6
FRAME_S = 1 / 30
CASCADE = "cascade"
RESULTS = Path("build/bench.jsonl")

Read = Callable[[Frame], set[str]]


@dataclass(frozen=True)
class Figure:
    """One measured figure; `goal` and `holds` are empty where there is none."""

    name: str
    value: float
    unit: str
    goal: str = ""
    holds: bool | None = None


@dataclass(frozen=True)
class Outcome:
    """What one decoder did with one level's frames."""

    decoder: str
    level: str
    read: int
    wrong: int
    shown: int
    median_ms: float

    @property
    def percent(self) -> float:
        return 100 * self.read / self.shown


def decoders() -> dict[str, Callable[[], Read]]:
    """How to make each decoder; the cascade is made anew for each sequence, since it remembers its misses."""
    found: dict[str, Callable[[], Read]] = {
        CASCADE: lambda: _cascade(Decoder()),
        "zxing-cpp": lambda: lambda frame: {one.text for one in readers.zxing(gray(frame))},
        "cv2.QRCodeDetector": lambda: _opencv,
    }
    if readers.has_pyzbar():
        found["pyzbar"] = lambda: lambda frame: {one.text for one in readers.pyzbar(gray(frame))}
    return found


def outcomes() -> Iterator[Outcome]:
    for level in LEVELS:
        for name, make in decoders().items():
            yield _outcome(name, make, level)


def figures(results: list[Outcome]) -> Iterator[Figure]:
    for one in results:
        yield Figure(f"decoders.{one.level}.{one.decoder}.read", round(one.percent, 1), "%")
        yield Figure(f"decoders.{one.level}.{one.decoder}.median", round(one.median_ms, 1), "ms")
    for level in LEVELS:
        here = {one.decoder: one for one in results if one.level == level}
        best = max(one.read for name, one in here.items() if name != CASCADE)
        gain = here[CASCADE].read - best
        yield Figure(f"decoders.{level}.cascade_over_best", gain, "frames", ">= 0", holds=gain >= 0)
        wrong = here[CASCADE].wrong
        yield Figure(f"decoders.{level}.cascade_wrong", wrong, "frames", "= 0", holds=wrong == 0)


def _outcome(name: str, make: Callable[[], Read], level: str) -> Outcome:
    read = wrong = shown = 0
    times: list[float] = []
    for seed in range(SEEDS):
        simulation, code, decode = Simulation(LEVELS[level], seed), payment_code(f"{seed * 7919:015d}"), make()
        for place in range(FRAMES_A_SEED):
            frame = simulation.frame(code, place * FRAME_S)
            started = time.perf_counter()
            texts = decode(frame)
            times.append((time.perf_counter() - started) * 1000)
            shown += 1
            read += code in texts
            wrong += bool(texts - {code})
    return Outcome(name, level, read, wrong, shown, statistics.median(times))


def _cascade(decoder: Decoder) -> Read:
    return lambda frame: {one.text for one in decoder.look(frame).found}


def _opencv(frame: Frame) -> set[str]:
    try:
        text, _, _ = cv2.QRCodeDetector().detectAndDecode(frame)
    except (cv2.error, UnicodeDecodeError):
        return set()
    return {text} - {""}


def main() -> int:
    """Prints the table; 1 if a goal is missed."""
    results = list(outcomes())
    names = list(decoders())
    sys.stdout.write(f"{'reads, median ms':<18}" + "".join(f"{name:>22}" for name in names) + "\n")
    for level in LEVELS:
        cells = [next(one for one in results if (one.level, one.decoder) == (level, name)) for name in names]
        row = "".join(f"{one.percent:>13.1f}% {one.median_ms:>5.1f} ms" for one in cells)
        sys.stdout.write(f"{level:<18}{row}\n")
    measured = list(figures(results))
    RESULTS.parent.mkdir(exist_ok=True)
    with RESULTS.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(figure)) + "\n" for figure in measured)
    missed = [figure for figure in measured if figure.holds is False]
    for figure in missed:
        sys.stdout.write(f"missed: {figure.name} is {figure.value} {figure.unit}, wanted {figure.goal}\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
