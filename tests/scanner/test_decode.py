from __future__ import annotations

import builtins
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import segno

from backend_stub.contract.code_text import payment_code
from pos_app.scanner import passes, readers
from pos_app.scanner.decode import Decoder, read_all
from pos_app.scanner.found import CODE_128, EAN, QR_CODE, Corners
from pos_app.scanner.frames import Frame, load_picture
from pos_app.scanner.looks import USUAL
from pos_app.scanner.opencv import cv2
from pos_app.scanner.places import Place, find_places
from pos_app.scanner.readers import Reading
from pos_app.scanner.simulate import LEVELS, Simulation
from tests.scanner.pictures import bars_picture, goods_picture, on_table, qr_picture

CODE = payment_code("123456789012345")
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
PICTURES = {".png", ".webp", ".jpg"}


def texts(decoder: Decoder, frame: Frame, frames: int = 1) -> list[str]:
    """What a decoder reads while it is shown the same frame for a while."""
    for _ in range(frames):
        if found := decoder.look(frame).found:
            return [one.text for one in found]
    return []


def phone_frames(level: str, seeds: int, frames: int) -> Iterator[tuple[str, Frame]]:
    for seed in range(seeds):
        simulation, code = Simulation(LEVELS[level], seed), payment_code(f"{seed * 7919:015d}")
        for place in range(frames):
            yield code, simulation.frame(code, place * 0.13)


def tilted_bars(degrees: float) -> Frame:
    frame = on_table(bars_picture(CODE), (720, 1280), level=255)
    turn = cv2.getRotationMatrix2D((640, 360), degrees, 1)
    return cv2.warpAffine(frame, turn, (1280, 720), borderValue=255).astype(np.uint8)


@pytest.mark.parametrize(("level", "share"), [("easy", 1.0), ("fair", 1.0), ("hard", 0.9), ("brutal", 0.15)])
def test_a_phone_before_the_camera_is_read(level: str, share: float) -> None:
    shown = read = 0
    for code, frame in phone_frames(level, seeds=5, frames=4):
        found = texts(Decoder(budget_ms=1e6), frame)
        assert set(found) <= {code}
        shown, read = shown + 1, read + bool(found)
    assert read >= share * shown


@pytest.mark.parametrize("level", ["easy", "brutal"])
def test_the_counter_alone_is_no_code(level: str) -> None:
    decoder = Decoder(budget_ms=1e6)
    simulation = Simulation(LEVELS[level], seed=3)
    assert texts(decoder, simulation.frame(None, 0.5), frames=2) == []


@pytest.mark.parametrize("level", [0, 30, 255])
def test_a_blank_frame_is_no_code(level: int) -> None:
    assert texts(Decoder(budget_ms=1e6), np.full((720, 1280, 3), level, dtype=np.uint8), frames=2) == []


@pytest.mark.parametrize("size", [(1, 1), (1, 100), (3, 2), (2, 40_000)])
def test_a_picture_of_any_size_is_looked_at(size: tuple[int, int]) -> None:
    picture = np.full(size, 200, dtype=np.uint8)
    assert read_all(picture) == []
    assert texts(Decoder(budget_ms=1e6), picture, frames=2) == []


def test_noise_is_no_code() -> None:
    noise = np.random.default_rng(5).integers(0, 256, (480, 640), dtype=np.uint8)
    assert texts(Decoder(budget_ms=1e6), noise, frames=2) == []


def test_a_phone_in_dark_mode_is_read() -> None:
    inverted = on_table(255 - qr_picture(CODE), (720, 1280), level=20)
    assert texts(Decoder(), inverted) == [CODE]


def test_a_very_dark_frame_is_stretched_and_read() -> None:
    frame = on_table(qr_picture(CODE), (720, 1280))
    dark = (frame.astype(np.float32) * 0.04 + 3).astype(np.uint8)
    assert passes.stretched(frame) is None
    assert passes.stretched(dark) is not None
    assert texts(Decoder(budget_ms=1e6), dark) == [CODE]


def test_on_a_slow_computer_every_usual_look_has_its_turn() -> None:
    clock = itertools.count(0, 1.0)  # each look at the clock is a second later: one look a frame
    dark = (on_table(qr_picture(CODE), (720, 1280)).astype(np.float32) * 0.04 + 3).astype(
        np.uint8
    )  # not for the first look
    assert texts(Decoder(clock=lambda: next(clock)), dark, frames=len(USUAL)) == [CODE]


def test_a_stretched_frame_reaches_from_black_to_white() -> None:
    dark = np.tile(np.linspace(20, 60, 640, dtype=np.uint8), (480, 1))
    levels = passes.stretched(dark)
    assert levels is not None
    assert (levels.min(), levels.max()) == (0, 255)


@pytest.mark.parametrize("tilt", [-30, -20, 15, 28])
def test_tilted_bars_are_read_within_a_few_frames(tilt: float) -> None:
    assert texts(Decoder(budget_ms=1e6), tilted_bars(tilt), frames=2) == [CODE]


def test_the_look_that_read_a_code_is_taken_on_the_next_frame_too() -> None:
    tilted = tilted_bars(28)
    decoder = Decoder(budget_ms=1e6)
    assert texts(decoder, tilted, frames=2) == [CODE]
    assert texts(decoder, tilted) == [CODE]


def test_no_dear_look_is_begun_on_a_frame_that_has_taken_too_long() -> None:
    clock = itertools.count(0, 1.0)  # each look at the clock is a second later
    noise = np.random.default_rng(5).integers(0, 256, (480, 640), dtype=np.uint8)
    sight = Decoder(clock=lambda: next(clock)).look(noise)
    assert (sight.found, sight.misses) == ((), 1)
    assert sight.ms <= 5000  # the first look, and what it takes to see that time is up


def test_a_half_seen_code_is_told_with_its_place() -> None:
    torn = on_table(qr_picture(CODE), (720, 1280), level=255)
    torn[340:440, 620:724] = np.random.default_rng(3).integers(0, 2, (100, 104), dtype=np.uint8) * 255
    sight = Decoder(budget_ms=1e6).look(torn)
    assert sight.found == ()
    assert sight.misses == 1
    x, y = (sum(axis) / 4 for axis in zip(*sight.half_seen[0], strict=True))
    assert np.hypot(x - 640, y - 360) < 40


def test_a_second_phone_is_seen_within_a_few_frames_of_the_first() -> None:
    one, other = qr_picture(CODE), qr_picture(payment_code("543210987654321"))
    frame = np.full((720, 1280), 128, dtype=np.uint8)
    frame[200 : 200 + one.shape[0], 150 : 150 + one.shape[1]] = one
    decoder = Decoder(budget_ms=1e6)
    for _ in range(5):
        assert texts(decoder, frame) == [CODE]
    frame[200 : 200 + other.shape[0], 800 : 800 + other.shape[1]] = other
    seen = [{found.text for found in decoder.look(frame).found} for _ in range(3)]
    assert {CODE, payment_code("543210987654321")} in seen


@pytest.mark.parametrize("look", ["plain", "closer", "strip", "straight", "turn", "scaled", "pyzbar"])
def test_every_look_finds_the_code_at_the_same_place_of_the_frame(look: str) -> None:
    if look == "pyzbar" and not readers.has_pyzbar():
        pytest.skip("libzbar is not installed")
    frame = on_table(qr_picture(CODE), (720, 1280), level=255)
    half = 21 * 8 / 2
    expected = [(640 - half, 360 - half), (640 + half, 360 - half), (640 + half, 360 + half), (640 - half, 360 + half)]
    place = Place(640, 360, 2 * half, 2 * half, 0.0, 1.0)
    view = {
        "plain": lambda: passes.whole(frame),
        "closer": lambda: passes.closer(frame, place),
        "strip": lambda: passes.strip(on_table(qr_picture(CODE), (720, 1280), level=255), place),
        "straight": lambda: passes.straightened(frame, tuple(expected)),
        "turn": lambda: passes.turned(frame, 15),
        "scaled": lambda: passes.scaled(frame, 2),
        "pyzbar": lambda: passes.whole(frame),
    }[look]()
    if look == "strip":
        corners = view.read(lambda picture: [Reading("", "", corners_of(picture))])[0].corners
        assert np.hypot(*np.subtract(np.mean(corners, axis=0), (640, 360))) < 8
        return
    reading = view.read(readers.pyzbar if look == "pyzbar" else readers.zxing)[0]
    for corner in expected:
        assert min(np.hypot(x - corner[0], y - corner[1]) for x, y in reading.corners) < 8


def corners_of(picture: Frame) -> Corners:
    height, width = picture.shape
    return ((0, 0), (width, 0), (width, height), (0, height))


@pytest.mark.parametrize("angle", [0, 25, -40, 80])
def test_bars_are_located_with_the_way_they_stand(angle: float) -> None:
    place = find_places(tilted_bars(angle)).bars[0]
    assert np.hypot(place.x - 640, place.y - 360) < 30
    assert abs((place.angle_deg + angle + 90) % 180 - 90) < 4  # OpenCV turns the other way round
    assert place.length > 2.5 * place.height


def test_a_qr_code_is_located_as_a_square() -> None:
    place = find_places(on_table(qr_picture(CODE), (720, 1280))).squares[0]
    assert np.hypot(place.x - 640, place.y - 360) < 20


def test_all_codes_of_a_picture_are_read_and_named_once() -> None:
    qr, bars = qr_picture("https://example.com"), bars_picture(CODE)
    picture = np.full((600, 900, 3), 255, dtype=np.uint8)
    picture[20 : 20 + qr.shape[0], 20 : 20 + qr.shape[1]] = qr[:, :, None]
    picture[350 : 350 + bars.shape[0], 20 : 20 + bars.shape[1]] = bars[:, :, None]
    found = read_all(picture)
    assert {(one.text, one.symbology) for one in found} == {("https://example.com", QR_CODE), (CODE, CODE_128)}
    assert len(found) == 2
    assert all(one.decoder == "zxing-cpp" and one.ms >= 0 for one in found)


def test_bytes_that_are_no_text_do_not_trip_the_decoders() -> None:
    for data in (b"\xff\xfe\x80\x00abc", "漢字".encode("shift_jis"), b"\x1d01\x1e\x04"):
        matrix = np.array([list(row) for row in segno.make_qr(data, error="m").matrix], dtype=np.uint8)
        picture = 255 * (1 - np.kron(np.pad(matrix, 4), np.ones((8, 8), dtype=np.uint8)))
        found = read_all(picture.astype(np.uint8))
        assert len(found) == 1
        assert found[0].text


def test_one_part_of_a_divided_qr_code_does_not_trip_the_decoders() -> None:
    part = segno.make_sequence("A" * 200, symbol_count=3, error="m")[0]
    matrix = np.array([list(row) for row in part.matrix], dtype=np.uint8)
    picture = (255 * (1 - np.kron(np.pad(matrix, 4), np.ones((6, 6), dtype=np.uint8)))).astype(np.uint8)
    assert readers.pyzbar(picture) == []
    assert len(read_all(picture)) <= 1


@pytest.mark.skipif(not readers.has_pyzbar(), reason="libzbar is not installed")
def test_pyzbar_is_believed_digits_in_bars_but_no_letters_which_may_have_been_accented() -> None:
    assert [one.text for one in readers.pyzbar(bars_picture(CODE))] == [CODE]
    assert readers.pyzbar(bars_picture("ssss1234")) == []
    assert [one.text for one in readers.pyzbar(qr_picture("ssss1234"))] == ["ssss1234"]


@pytest.fixture
def _no_libzbar(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    real_import = builtins.__import__

    def importing(name: str, *arguments: Any, **options: Any) -> ModuleType:
        if name.startswith("pyzbar"):
            raise ImportError("Unable to find zbar shared library")
        return real_import(name, *arguments, **options)

    for name in [name for name in sys.modules if name.startswith("pyzbar")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", importing)
    readers._pyzbar_decodes.cache_clear()
    yield
    readers._pyzbar_decodes.cache_clear()


@pytest.mark.usefixtures("_no_libzbar")
def test_without_libzbar_the_other_decoder_does_the_work() -> None:
    assert not readers.has_pyzbar()
    assert readers.pyzbar(qr_picture(CODE)) == []
    assert texts(Decoder(), qr_picture(CODE)) == [CODE]
    assert [one.text for one in read_all(bars_picture(CODE))] == [CODE]
    assert texts(Decoder(budget_ms=1e6), np.zeros((720, 1280), dtype=np.uint8), frames=2) == []


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"no real photographs at {SAMPLES}")
def test_real_photographs_are_read_exactly() -> None:
    files = [file for file in sorted(SAMPLES.glob("*/*")) if file.suffix in PICTURES]
    for file in files:
        answer = file.with_suffix(".txt")
        expected = [answer.read_bytes().decode()] if answer.exists() else []
        assert [one.text for one in read_all(load_picture(file))] == expected, file


@pytest.mark.parametrize("tilt_deg", [0.0, 12.0, -35.0, 90.0])
def test_a_product_s_code_is_told_apart_and_is_never_among_what_was_found(tilt_deg: float) -> None:
    decoder, frame = Decoder(budget_ms=1e6), goods_picture(tilt_deg=tilt_deg)
    sights = [decoder.look(frame) for _ in range(2)]
    assert [one.found for one in sights] == [(), ()]
    assert {(one.text, one.symbology) for sight in sights for one in sight.goods} == {("4006381333931", EAN)}
    assert [one.text for one in read_all(frame)] == []


def test_one_half_of_bars_alone_makes_no_product() -> None:
    frame = goods_picture()
    frame[350:720] = 255 - frame[350:720]  # the lower half says something else
    assert all(Decoder(budget_ms=1e6).look(frame).goods == () for _ in range(3))


def test_a_payment_code_beside_a_product_s_is_read() -> None:
    frame = goods_picture()
    code = qr_picture(CODE, 6)
    frame[20 : 20 + code.shape[0], 20 : 20 + code.shape[1]] = code
    assert texts(Decoder(budget_ms=1e6), frame, frames=2) == [CODE]
