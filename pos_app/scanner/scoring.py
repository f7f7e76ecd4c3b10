"""`pos scan --bench DIR`: a folder of pictures, each with its text in a file beside it, scored decoder by decoder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pos_app.scanner.contest import (
    CASCADE,
    THOROUGH,
    UNION,
    Score,
    Texts,
    cascade,
    contend,
    libraries,
    quantile,
    thorough,
)
from pos_app.scanner.frames import UnreadablePictureError, load_picture
from pos_app.scanner.misses import keep_file

NOTHING_THERE = "holds no picture that can be read"
_PICTURES = (".png", ".jpg", ".jpeg", ".webp")


def score_folder(folder: Path, misses: Path | None) -> Iterator[dict[str, object]]:
    """A line for each contender, with the union of the libraries; and one for each file that can't be opened.

    A folder without pictures is an error, too: nobody means to score nothing.
    """
    contenders = {CASCADE: cascade(), THOROUGH: thorough, **libraries()}
    scores: dict[str, Score] = {}
    union = Score(UNION)
    for file in sorted(folder.rglob("*")):
        if file.suffix.lower() not in _PICTURES or file.is_dir():
            continue
        try:
            picture = load_picture(file)
        except UnreadablePictureError as error:
            yield {"file": str(file), "error": str(error)}
            continue
        truth = _truth(file)
        read = contend(scores, picture, truth, contenders)
        union.add(truth, frozenset().union(*(read[name] for name in libraries())), 0.0)
        if misses is not None and truth and not read[THOROUGH] & truth:
            keep_file(file, misses)
    if not scores:
        yield {"file": str(folder), "error": NOTHING_THERE}
        return
    for score in (*scores.values(), union):
        yield _line(score)


def _truth(file: Path) -> Texts:
    """The text as it is, and without the newline that editors put at a file's end; an empty file says that there is no code."""
    beside = file.with_suffix(".txt")
    if not beside.exists():
        return frozenset()
    text = beside.read_bytes().decode("utf-8", "replace")
    return frozenset({text, text.removesuffix("\n").removesuffix("\r")}) if text.strip() else frozenset()


def _line(score: Score) -> dict[str, object]:
    return {
        "decoder": score.name,
        "shown": score.shown,
        "reads": score.read,
        "wrong": score.wrong,
        "empty": score.empty,
        "false_positives": score.false_positives,
        "median_ms": round(quantile(score.ms, 0.5), 1),
        "p95_ms": round(quantile(score.ms, 0.95), 1),
        "hit_median_ms": round(quantile(score.hit_ms, 0.5), 1),
        "hit_median_cpu_ms": round(quantile(score.hit_cpu_ms, 0.5), 1),
    }
