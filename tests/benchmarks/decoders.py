"""The scanner's figures on simulated webcam frames: every decoder alone and the cascade, over five levels of difficulty.

Three benchmarks: `decoders` (single frames, the same for all, in one run), `first_read` (shaky takes with a hunting autofocus;
frames that come while a decoder is busy are lost, as with a real camera), `scanner_load` (a stream without any code: what each
frame takes, and the processor's share while nothing moves).
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator

from pos_app.scanner.contest import (
    CASCADE,
    UNION,
    Reads,
    Score,
    cascade,
    contend,
    libraries,
    more_options,
    quantile,
)
from pos_app.scanner.decode import Decoder
from pos_app.scanner.found import CODE_128, Sight
from pos_app.scanner.frames import Frame
from pos_app.scanner.idle import Idle
from tests.benchmarks.rows import Row, sized
from tests.benchmarks.webcam import LEVELS, Take

HARD_LEVELS = (3, 4, 5)
TAKES_A_LEVEL = 60
EMPTY_EVERY = 6  # every so many takes there is no code in the picture
LOOKS = 12  # of the cascade at a picture, for all of its schedule to have its turn
CASCADE_IN_TURN = f"cascade, {LOOKS} looks"
FRAME_S = 1 / 30
LONGEST_S = 2.0
SHAKY_TAKES = 20
STREAM_FRAMES = 300


def decoders() -> list[Row]:
    """The table, and the goals over levels 3 to 5."""
    by_level = {level: _scores(level) for level in LEVELS}
    rows = [row for level, scores in by_level.items() for row in _level_rows(level, scores)]
    return rows + _goals([by_level[level] for level in HARD_LEVELS])


def _scores(level: int) -> dict[str, Score]:
    contenders = {CASCADE: cascade(), CASCADE_IN_TURN: cascade(LOOKS), **libraries(), **more_options()}
    scores: dict[str, Score] = {}
    union = scores.setdefault(UNION, Score(UNION))
    for seed in range(sized(TAKES_A_LEVEL, 6)):
        take = Take(level, seed, is_empty=seed % EMPTY_EVERY == EMPTY_EVERY - 1)
        read = contend(scores, take.frame(0.5), take.texts, contenders)
        union.add(take.texts, frozenset().union(*(read[name] for name in read if not name.startswith("cascade"))), 0)
    return scores


def _level_rows(level: int, scores: dict[str, Score]) -> Iterator[Row]:
    for name, score in scores.items():
        if name in more_options():
            continue
        label = f"level {level}: {name}"
        yield Row(f"{label}: reads", 100 * score.read / max(1, score.shown), "%")
        yield Row(f"{label}: wrong", score.wrong, "frames")
        yield Row(f"{label}: false positives", score.false_positives, "frames")
        if name != UNION:
            yield Row(f"{label}: median", quantile(score.ms, 0.5), "ms")
            yield Row(f"{label}: p95", quantile(score.ms, 0.95), "ms")
            yield Row(f"{label}: median of processor", quantile(score.cpu_ms, 0.5), "ms")
            yield Row(f"{label}: p95 of processor", quantile(score.cpu_ms, 0.95), "ms")


def _goals(levels: list[dict[str, Score]]) -> list[Row]:
    def total(name: str, what: str) -> int:
        return sum(int(getattr(scores[name], what)) for scores in levels)

    union = max(1, total(UNION, "read"))
    hits = [ms for scores in levels for ms in scores[CASCADE].hit_ms]
    cpu_hits = [ms for scores in levels for ms in scores[CASCADE].hit_cpu_ms]
    return [
        Row("levels 3-5: cascade at its first look, of the union", 100 * total(CASCADE, "read") / union, "%"),
        Row("levels 3-5: cascade, of the union", 100 * total(CASCADE_IN_TURN, "read") / union, "%", ">= 90"),
        Row("levels 3-5: wrong", total(CASCADE_IN_TURN, "wrong") + total(CASCADE, "wrong"), "frames", "<= 0"),
        Row("levels 3-5: false positives", total(CASCADE_IN_TURN, "false_positives"), "frames", "<= 0"),
        Row("levels 3-5: median on a hit", quantile(hits, 0.5), "ms", "< 6"),
        Row("levels 3-5: the same of processor, all cores", quantile(cpu_hits, 0.5), "ms"),
    ]


def first_read() -> list[Row]:
    """Time to the first read: median and share within 2 s, each decoder losing what comes while it is busy.

    Counted in processor time, for all alike: what other programs take meanwhile is no decoder's fault.
    """
    makers = {
        CASCADE: lambda: _looking(Decoder(clock=time.process_time)),
        **{name: lambda read=read: read for name, read in libraries().items()},
    }
    times: dict[str, list[float | None]] = {name: [] for name in makers}
    for seed in range(sized(SHAKY_TAKES, 3)):
        take = Take(3 + seed % 2, 500 + seed, is_shaky=True)
        frames = [take.frame(place * FRAME_S) for place in range(round(LONGEST_S / FRAME_S))]
        for name, make in makers.items():
            times[name].append(_first(make(), frames, take.texts))
    return [row for name, found in times.items() for row in _first_rows(name, found)]


def _looking(decoder: Decoder) -> Reads:
    return lambda frame: frozenset(one.text for one in decoder.look(frame).found)


def _first(read: Reads, frames: list[Frame], truth: frozenset[str]) -> float | None:
    """Seconds until a text was read, counted on the camera's clock; None if it never was."""
    at_s = 0.0
    while (place := -int(-at_s // FRAME_S)) < len(frames):  # the first frame that comes after the decoder was free
        began = time.process_time()
        texts = read(frames[place])
        at_s = place * FRAME_S + (time.process_time() - began)
        if texts & truth:
            return at_s
        at_s = max(at_s, (place + 0.01) * FRAME_S)
    return None


def _first_rows(name: str, times: list[float | None]) -> Iterator[Row]:
    read = [one for one in times if one is not None]
    yield Row(f"{name}: read within {LONGEST_S:.0f} s", 100 * len(read) / len(times), "%")
    # a take that was never read counts as the longest there is
    yield Row(f"{name}: median", statistics.median(one if one is not None else LONGEST_S for one in times), "s")


def scanner_load() -> list[Row]:
    """What each frame of a stream takes with the schedule on, and a still counter, of which most frames are only watched.

    In the time of the clock, which the budget goes by, and in processor time with the budget going by that: on a busy machine
    the first holds others' work.
    """
    frames = sized(STREAM_FRAMES, 60)
    ms = [took for took, _ in _stream(Decoder(), frames)]
    cpu_ms = [took for _, took in _stream(Decoder(clock=time.process_time), frames)]
    return [
        Row("a frame of the stream: median", quantile(ms, 0.5), "ms"),
        Row("a frame of the stream: p99", quantile(ms, 0.99), "ms", "< 33"),
        Row("a frame of the stream: median of processor", quantile(cpu_ms, 0.5), "ms"),
        Row("a frame of the stream: p99 of processor", quantile(cpu_ms, 0.99), "ms", "< 33"),
        Row("still counter at 30 frames/s, of one core", 100 * _idle_share(), "%", "< 25"),
    ]


def _stream(decoder: Decoder, frames: int) -> Iterator[tuple[float, float]]:
    """Milliseconds and those of processor for each frame: shaky takes of four levels, with a code and without."""
    decoder.look(Take(2, 900, is_empty=True).frame(0.0))  # as the till does before the first customer
    kinds = [(level, is_empty) for level in (2, 3, 4, 5) for is_empty in (True, False)]
    takes = [Take(level, seed, is_empty=is_empty, is_shaky=True) for level, is_empty in kinds for seed in (901, 902)]
    for number in range(frames):
        frame = takes[number * len(takes) // frames].frame(number * FRAME_S)
        began, began_cpu = time.perf_counter(), time.process_time()
        decoder.look(frame)
        yield (time.perf_counter() - began) * 1000, (time.process_time() - began_cpu) * 1000


def _idle_share() -> float:
    """Processor time of ten seconds of frames, by the ten seconds."""
    take, idle, decoder = Take(2, 902, is_empty=True), Idle(), Decoder()
    frames = [take.frame(place * 0.001) for place in range(6)]  # noise that changes, and nothing else
    seconds, spent = 10.0, 0.0
    for place in range(round(seconds / FRAME_S)):
        began = time.process_time()
        if idle.is_due(frames[place % 6], place * FRAME_S):
            decoder.look(frames[place % 6])
        spent += time.process_time() - began
    return spent / seconds


def credible(sights: list[Sight]) -> frozenset[str]:
    """Texts that acceptance could ever let through: QR codes, and bars that two frames read alike."""
    bars = [one.text for sight in sights for one in sight.found if one.symbology == CODE_128]
    others = {one.text for sight in sights for one in sight.found if one.symbology != CODE_128}
    return frozenset(others | {text for text in bars if bars.count(text) > 1})
