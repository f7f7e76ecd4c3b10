"""A diagnostic recording: bounded, private, ended by itself; and no frame is stored anywhere without one."""

from __future__ import annotations

import ast
import json
import stat
import sys
from pathlib import Path

import numpy as np
import pytest

from pos_app.scanner.found import QR_CODE, Found, Sight
from pos_app.scanner.frames import Frame
from pos_app.scanner.opencv import cv2
from pos_app.scanner.recording import GAP_S, KEPT_RECORDINGS, Recording

ROOT = Path(__file__).parents[2]
SECRET = "739182736451928374"
CORNERS = ((1.0, 2.0), (3.0, 2.0), (3.0, 4.0), (1.0, 4.0))
READ = Sight(found=(Found(SECRET, QR_CODE, "zxing-cpp", CORNERS, 3.0),), ms=3.0)
WRITERS = {"imwrite", "imencode", "imwritemulti", "VideoWriter", "tofile", "save", "savez", "tobytes"}


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def a_frame(seed: int) -> Frame:
    return np.random.default_rng(seed).integers(0, 255, (72, 128, 3), np.uint8)


def a_recording(folder: Path, clock: Clock, **limits: float) -> Recording:
    return Recording(folder, "20261124-120000", clock=clock, **limits)  # type: ignore[arg-type]


def put_all(recording: Recording, clock: Clock, frames: int) -> int:
    kept = 0
    for number in range(frames):
        clock.now += GAP_S
        kept += recording.put(a_frame(number), READ)
    return kept


def test_frames_and_what_was_found_in_them_are_kept_but_not_what_a_code_said(tmp_path: Path) -> None:
    clock = Clock()
    recording = a_recording(tmp_path, clock)
    assert put_all(recording, clock, 3) == 3
    folder = Path(recording.kept.folder)
    pictures = sorted(folder.glob("*.jpg"))
    assert [one.name for one in pictures] == ["0000.jpg", "0001.jpg", "0002.jpg"]
    assert cv2.imread(str(pictures[0])).shape == (72, 128, 3)
    lines = (folder / "sights.jsonl").read_text()
    assert SECRET not in lines
    assert [json.loads(line)["found"][0]["letters"] for line in lines.splitlines()] == [18] * 3


def test_frames_that_come_faster_are_passed_over(tmp_path: Path) -> None:
    clock = Clock()
    recording = a_recording(tmp_path, clock)
    kept = 0
    for number in range(30):  # a second at 30 frames/s
        clock.now += 1 / 30
        kept += recording.put(a_frame(number), READ)
    assert kept == pytest.approx(1 / GAP_S, abs=1)


def test_it_ends_by_itself_after_its_time(tmp_path: Path) -> None:
    clock = Clock()
    recording = a_recording(tmp_path, clock, longest_s=2.0)
    kept = put_all(recording, clock, 100)
    assert kept <= 2.0 / GAP_S
    assert not recording.kept.is_on
    assert recording.kept.left_s == 0.0


def test_it_ends_by_itself_before_it_is_larger_than_it_may_be(tmp_path: Path) -> None:
    clock = Clock()
    recording = a_recording(tmp_path, clock, most_bytes=60_000)
    put_all(recording, clock, 100)
    size = sum(one.stat().st_size for one in Path(recording.kept.folder).iterdir())
    assert 30_000 < size <= 60_000
    assert not recording.kept.is_on


def test_stopped_it_keeps_nothing_more(tmp_path: Path) -> None:
    clock = Clock()
    recording = a_recording(tmp_path, clock)
    put_all(recording, clock, 2)
    recording.stop()
    assert put_all(recording, clock, 5) == 0
    assert recording.kept.pictures == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps a user's folder private by its place")
def test_only_this_user_may_look_at_it(tmp_path: Path) -> None:
    clock = Clock()
    recording = a_recording(tmp_path / "recordings", clock)
    put_all(recording, clock, 1)
    folder = Path(recording.kept.folder)
    for one in (folder, *folder.iterdir()):
        assert stat.S_IMODE(one.stat().st_mode) & 0o077 == 0, one


def test_only_the_newest_recordings_stay(tmp_path: Path) -> None:
    clock = Clock()
    for day in range(6):
        put_all(Recording(tmp_path, f"2026112{day}", clock=clock), clock, 1)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["20261123", "20261124", "20261125"]
    assert KEPT_RECORDINGS == 3


def test_a_folder_of_somebody_else_s_files_is_not_cleared(tmp_path: Path) -> None:
    for day in range(6):
        (tmp_path / f"holiday {day}").mkdir()
    Recording(tmp_path, "20261124", clock=Clock())
    assert len(list(tmp_path.iterdir())) == 7


def test_a_full_disk_ends_it_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    recording = a_recording(tmp_path, clock)

    def full(_file: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pos_app.scanner.recording._append", full)
    assert put_all(recording, clock, 3) == 0
    assert not recording.kept.is_on
    assert recording.kept.trouble == "No space left on device"


def test_nothing_else_in_the_till_turns_frames_into_files() -> None:
    """Whoever names one of OpenCV's or NumPy's writers is found; Qt's `save` belongs to the demo's own pictures."""
    allowed = {
        "pos_app/scanner/recording.py": {"imencode"},
        "pos_app/scanner/misses.py": {"imencode"},  # `pos scan --misses`: somebody asks for them
        "pos_app/scanner/cameras.py": {"VideoWriter"},  # for the name of a format only
        "pos_app/views/members/rows.py": {"save"},  # a painter's
        "pos_app/views/rules/people.py": {"save"},  # the same
        "pos_app/views/sales/rows.py": {"save"},  # the same
        "pos_app/printing/picture.py": {"save"},  # the same
        "pos_app/printing/bitmap.py": {"tobytes"},  # a receipt's dots on their way to the printer
        "pos_app/scanning.py": {"tobytes"},  # a preview on its way to the window
        "pos_app/played.py": {"save"},  # the played demo's pictures of its windows
        "pos_app/views/screens.py": {"save"},
    }
    found: dict[str, set[str]] = {}
    for file in (ROOT / "pos_app").rglob("*.py"):
        names = {node.attr for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
        if used := names & WRITERS:
            found[file.relative_to(ROOT).as_posix()] = used
    strangers = {file: used - allowed.get(file, set()) for file, used in found.items()}
    assert {file: used for file, used in strangers.items() if used} == {}
