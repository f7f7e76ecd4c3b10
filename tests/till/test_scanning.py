"""The scanner in the till: who sees the picture, what is remembered, and that frames are kept by a recording alone."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from backend_stub.contract.code_text import payment_code
from pos_app.camera_memory import FILE_NAME, CameraMemory
from pos_app.presenters.sell_state import Camera
from pos_app.scanner import cameras
from pos_app.scanner.cameras import Camera as Device
from pos_app.scanner.cameras import SimulatedCamera
from pos_app.scanner.choice import CameraChoice
from pos_app.scanner.frames import Frame
from pos_app.scanning import RECORDINGS, Scanning
from pos_app.settings import Settings
from tests.fake_sees import SeesAll
from tests.scanner.pictures import on_table, qr_picture

CODE = payment_code("123456789012345")
WAIT_S = 20.0
CHOICE = CameraChoice("HD Pro Webcam C920", (1920, 1080), 100, 156, is_mirrored=True)


class Main:
    """The main thread's queue, worked off by the test."""

    def __init__(self) -> None:
        self.calls: queue.Queue[Callable[[], None]] = queue.Queue()

    def until(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + WAIT_S
        while not is_so():
            assert time.monotonic() < end, "it did not come"
            try:
                self.calls.get(timeout=0.05)()
            except queue.Empty:
                continue

    def settle(self) -> None:
        while not self.calls.empty():
            self.calls.get()()


class Opened:
    """Opens simulated cameras and counts them."""

    def __init__(self, code: str | None = None) -> None:
        self.code = code
        self.count = self.closed = 0

    def __call__(self) -> Device:
        self.count += 1
        opened = self

        class Counted(SimulatedCamera):
            def close(self) -> None:
                opened.closed += 1

        return Counted(lambda: opened.code)


@pytest.fixture
def main() -> Main:
    return Main()


@pytest.fixture
def begun() -> Iterator[list[Scanning]]:
    before = set(threading.enumerate())
    running: list[Scanning] = []
    yield running
    for one in running:
        one.scanner.stop()
    assert set(threading.enumerate()) <= before


def begin(
    folder: Path, main: Main, begun: list[Scanning], opened: Opened, sell: SeesAll, camera: str = "auto"
) -> Scanning:
    scanning = Scanning(Settings(data_dir=folder, camera=camera), sell, main.calls.put, lambda: None, opened)
    scanning.scanner.start()
    begun.append(scanning)
    return scanning


def test_a_code_at_the_page_that_sets_the_camera_is_not_told_to_the_sell_page(
    tmp_path: Path, main: Main, begun: list[Scanning]
) -> None:
    sell, page, opened = SeesAll(), SeesAll(), Opened()
    scanning = begin(tmp_path, main, begun, opened, sell)
    main.until(lambda: not sell.frames.empty())
    scanning.sell_seen(is_seen=False)
    scanning.look(page)
    main.settle()
    opened.code = CODE
    main.until(lambda: not page.texts.empty())
    assert page.texts.get() == CODE
    main.until(lambda: any(one.kind == "ours" for one in page.trials.queue))
    assert sell.texts.empty()
    assert page.cameras.get() is Camera.LIVE


def test_turning_from_the_sell_page_to_the_camera_s_does_not_open_the_camera_anew(
    tmp_path: Path, main: Main, begun: list[Scanning]
) -> None:
    sell, page, opened = SeesAll(), SeesAll(), Opened()
    scanning = begin(tmp_path, main, begun, opened, sell)
    main.until(lambda: not sell.frames.empty())
    for _ in range(3):
        scanning.sell_seen(is_seen=False)
        scanning.look(page)
        main.settle()
        main.until(lambda: not page.frames.empty())
        scanning.look(None)
        scanning.sell_seen(is_seen=True)
        main.settle()
    assert (opened.count, opened.closed) == (1, 0)


def test_while_no_page_sees_the_picture_the_camera_is_let_go(tmp_path: Path, main: Main, begun: list[Scanning]) -> None:
    sell, opened = SeesAll(), Opened()
    scanning = begin(tmp_path, main, begun, opened, sell)
    main.until(lambda: not sell.frames.empty())
    scanning.sell_seen(is_seen=False)
    main.until(lambda: opened.closed == 1)
    scanning.sell_seen(is_seen=True)
    main.until(lambda: opened.count == 2)


def test_another_choice_is_used_at_once_and_after_a_restart(
    tmp_path: Path, main: Main, begun: list[Scanning], monkeypatch: pytest.MonkeyPatch
) -> None:
    wished: queue.Queue[tuple[str, object]] = queue.Queue()

    def opener(spec: str, _code: object, wishes: object) -> Callable[[], Device]:
        wished.put((spec, wishes))
        return lambda: SimulatedCamera(lambda: None)

    monkeypatch.setattr(cameras, "camera_opener", opener)
    scanning = begin(tmp_path, main, begun, Opened(), SeesAll())
    assert scanning.choice == CameraChoice()
    assert scanning.choose(CHOICE)
    expected = (CHOICE.spec, cameras.CameraWishes((1920, 1080), 100, 156))
    assert wished.get(timeout=WAIT_S) == expected
    restarted = Scanning(Settings(data_dir=tmp_path), SeesAll(), main.calls.put, None)
    assert restarted.choice == CHOICE
    restarted.scanner.start()
    begun.append(restarted)
    assert wished.get(timeout=WAIT_S) == expected


def test_what_the_settings_name_comes_before_what_was_chosen(tmp_path: Path, main: Main) -> None:
    CameraMemory(tmp_path).choose(CHOICE)
    named = Scanning(Settings(data_dir=tmp_path, camera="none"), SeesAll(), main.calls.put, None)
    assert (named.choice.spec, named.is_fixed) == ("none", True)
    free = Scanning(Settings(data_dir=tmp_path), SeesAll(), main.calls.put, None)
    assert (free.choice, free.is_fixed) == (CHOICE, False)


def test_cameras_that_were_plugged_in_once_are_remembered_by_name(
    tmp_path: Path, main: Main, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cameras, "webcams", lambda: {"C920": 0, "Built-in": 2})
    listed: list[tuple[str, ...]] = []
    Scanning(Settings(data_dir=tmp_path), SeesAll(), main.calls.put, None).list_cameras(listed.append)
    main.until(lambda: bool(listed))
    assert listed == [("C920", "Built-in")]
    assert CameraMemory(tmp_path).names == ("C920", "Built-in")
    assert CameraMemory(tmp_path).choice is None  # seen is not chosen


@pytest.mark.parametrize("content", [b"", b"{", b'{"size": "large"}', b"\xff\xfe"])
def test_a_torn_memory_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    memory = CameraMemory(tmp_path)
    assert memory.choice is None
    assert memory.choose(CHOICE)
    assert CameraMemory(tmp_path).choice == CHOICE


def test_a_disk_that_would_not_keep_the_choice_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    memory = CameraMemory(tmp_path / "file" / "folder")
    assert not memory.choose(CHOICE)
    assert memory.choice == CHOICE


def files(folder: Path) -> set[str]:
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def test_no_frame_is_stored_unless_a_recording_was_started_and_none_after_it_ended(
    tmp_path: Path, main: Main, begun: list[Scanning], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    sell, opened = SeesAll(), Opened(CODE)
    scanning = begin(tmp_path, main, begun, opened, sell)
    main.until(lambda: sell.frames.qsize() > 15)
    assert sell.texts.get(timeout=WAIT_S) == CODE
    assert files(tmp_path) == set()
    assert scanning.start_recording() == ""

    def ticked() -> bool:
        scanning.tick()
        kept = sell.recordings[-1]
        return kept is not None and kept.pictures >= 3

    main.until(ticked)
    scanning.stop_recording()
    kept = sell.recordings[-1]
    assert kept is not None
    assert not kept.is_on
    sell.frames = queue.Queue()
    main.until(lambda: sell.frames.qsize() > 5)  # one that was under way is kept
    recorded = files(tmp_path)
    assert all(one.startswith(f"{RECORDINGS}/") for one in recorded)
    assert CODE not in "".join(
        one.read_text("utf-8") for one in (tmp_path / RECORDINGS).rglob("*") if one.suffix == ".jsonl"
    )
    sell.frames = queue.Queue()
    main.until(lambda: sell.frames.qsize() > 15)
    assert files(tmp_path) == recorded


def test_a_recording_is_told_to_every_page_that_shows_the_picture(
    tmp_path: Path, main: Main, begun: list[Scanning]
) -> None:
    sell, page = SeesAll(), SeesAll()
    scanning = begin(tmp_path, main, begun, Opened(), sell)
    scanning.look(page)
    assert page.recordings == [None]
    scanning.start_recording()
    assert sell.recordings[-1] is not None
    assert page.recordings[-1] == sell.recordings[-1]
    assert sell.recordings[-1].is_on


def test_where_no_folder_can_be_made_no_recording_begins(tmp_path: Path, main: Main) -> None:
    scanning = Scanning(Settings(data_dir=tmp_path), SeesAll(), main.calls.put, None)
    (tmp_path / RECORDINGS).touch()
    assert scanning.start_recording() != ""
    scanning.tick()


def test_a_picture_of_the_camera_reaches_the_page_as_it_is(tmp_path: Path, main: Main, begun: list[Scanning]) -> None:
    frame = on_table(qr_picture(CODE), (720, 1280))

    class Still(SimulatedCamera):
        def read(self, timeout_s: float) -> Frame | None:
            return np.repeat(frame[:, :, None], 3, axis=2) if super().read(timeout_s) is not None else None

    sell = SeesAll()
    scanning = Scanning(replace(Settings(data_dir=tmp_path)), sell, main.calls.put, None, lambda: Still(lambda: None))
    scanning.scanner.start()
    begun.append(scanning)
    main.until(lambda: not sell.frames.empty())
    image, _ = sell.frames.get()
    assert (image.width(), image.height()) == (910, 512)
    middle = image.pixelColor(455, 256)
    assert middle.red() == middle.green() == middle.blue()
