from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import segno
from click.testing import CliRunner, Result

from backend_stub.contract.code_text import payment_code
from pos_app.cli import main
from pos_app.scanner import cameras
from pos_app.scanner.misses import MOST_FRAMES, MissedFrames
from pos_app.scanner.opencv import cv2
from tests.scanner.pictures import bars_picture, on_table, qr_picture

CODE = payment_code("123456789012345")


def scan(*files: Path) -> tuple[Result, list[dict[str, Any]]]:
    result = CliRunner().invoke(main, ["scan", *map(str, files)])
    return result, [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
def test_a_picture_of_a_code_is_one_line_of_json(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"收款 code.{ending}"
    file.write_bytes(cv2.imencode(f".{ending}", qr_picture(CODE))[1].tobytes())
    result, lines = scan(file)
    assert result.exit_code == 0
    (code,) = lines[0].pop("codes")
    assert lines == [{"file": str(file)}]
    assert code.pop("ms") >= 0
    assert code == {"text": CODE, "symbology": "QRCode", "decoder": "zxing-cpp"}


def test_a_picture_without_a_code_has_no_codes_and_is_no_error(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "blank.png"), np.full((90, 90), 255, dtype=np.uint8))
    result, lines = scan(tmp_path / "blank.png")
    assert result.exit_code == 0
    assert lines == [{"file": str(tmp_path / "blank.png"), "codes": []}]


def test_files_that_cannot_be_read_are_named_and_the_others_are_still_read(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    cv2.imwrite(str(tmp_path / "bars.png"), bars_picture(CODE))
    result, lines = scan(tmp_path / "missing.png", tmp_path / "text.png", tmp_path / "bars.png")
    assert result.exit_code == 1
    assert ["error" in line for line in lines] == [True, True, False]
    assert [code["text"] for code in lines[2]["codes"]] == [CODE]


def test_a_transparent_picture_is_read_as_if_on_white_paper(tmp_path: Path) -> None:
    levels = qr_picture(CODE)
    ink = np.zeros((*levels.shape, 4), dtype=np.uint8)
    ink[:, :, 3] = 255 - levels
    cv2.imwrite(str(tmp_path / "ink.png"), ink)
    assert [code["text"] for code in scan(tmp_path / "ink.png")[1][0]["codes"]] == [CODE]


def test_a_code_of_bytes_that_are_no_text_is_still_a_line_of_json(tmp_path: Path) -> None:
    segno.make_qr(b"\xff\x00\x80\xfe", error="m").save(str(tmp_path / "bytes.png"), scale=6)
    result, lines = scan(tmp_path / "bytes.png")
    assert result.exit_code == 0
    assert len(lines[0]["codes"]) == 1


def save(file: Path, picture: np.ndarray) -> None:
    file.parent.mkdir(exist_ok=True)
    cv2.imwrite(str(file), picture)


def test_a_folder_is_all_pictures_in_it_in_order(tmp_path: Path) -> None:
    save(tmp_path / "b.png", bars_picture(CODE))
    save(tmp_path / "deeper" / "c.png", qr_picture(CODE))
    save(tmp_path / "a.png", qr_picture("hello"))
    (tmp_path / "a.txt").write_text("hello")
    _, lines = scan(tmp_path)
    assert [Path(line["file"]).name for line in lines] == ["a.png", "b.png", "c.png"]


def test_pictures_with_nothing_read_are_kept_apart(tmp_path: Path) -> None:
    blank = np.full((90, 90), 255, dtype=np.uint8)
    save(tmp_path / "in" / "blank.png", blank)
    save(tmp_path / "in" / "code.png", qr_picture(CODE))
    CliRunner().invoke(main, ["scan", str(tmp_path / "in"), "--misses", str(tmp_path / "missed")])
    assert [file.name for file in (tmp_path / "missed").iterdir()] == ["in-blank.png"]


def test_a_film_tells_each_code_once_with_its_time(tmp_path: Path) -> None:
    film = cv2.VideoWriter(str(tmp_path / "film.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 10.0, (640, 480))
    for number in range(12):
        shown = on_table(qr_picture(CODE, 8), (480, 640)) if number >= 5 else np.full((480, 640), 128, np.uint8)
        film.write(cv2.cvtColor(shown, cv2.COLOR_GRAY2BGR))
    film.release()
    _, (line,) = scan(tmp_path / "film.avi")
    assert [(code["text"], code["at_s"]) for code in line["codes"]] == [(CODE, 0.5)]


def test_a_file_that_is_no_film_is_named(tmp_path: Path) -> None:
    (tmp_path / "film.mp4").write_text("no film")
    result, (line,) = scan(tmp_path / "film.mp4")
    assert (result.exit_code, "error" in line) == (1, True)


def test_a_camera_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["scan", "--camera", "97", "--seconds", "1"])
    assert (result.exit_code, "error" in json.loads(result.stdout)) == (1, True)


def test_frames_of_a_film_in_which_nothing_is_read_are_kept_one_a_second(tmp_path: Path) -> None:
    film = tmp_path / "films" / "counter.avi"
    film.parent.mkdir()
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 5.0, (320, 240))
    for place in range(12):
        is_read = 2 <= place < 5
        picture = on_table(qr_picture(CODE), (240, 320)) if is_read else np.full((240, 320), 90, np.uint8)
        writer.write(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))
    writer.release()
    missed = tmp_path / "missed"
    CliRunner().invoke(main, ["scan", str(film), "--misses", str(missed)])
    names = sorted(one.name for one in missed.iterdir())
    assert names == [f"films-counter.avi-{at}s.png" for at in ("0000.00", "0001.00", "0002.00")]
    assert cv2.imread(str(missed / names[0])).shape == (240, 320, 3)


def test_frames_that_are_kept_are_at_most_a_hundred(tmp_path: Path) -> None:
    missed = MissedFrames(tmp_path, "camera")
    for second in range(300):
        missed.put(np.zeros((4, 4), np.uint8), float(second))
    assert len(list(tmp_path.iterdir())) == MOST_FRAMES


class Still:
    """A webcam before which nothing happens."""

    def __init__(self, *_: object) -> None:
        self.is_closed = False

    def read(self, timeout_s: float) -> np.ndarray:
        return np.full((240, 320), 90, np.uint8)

    def close(self) -> None:
        self.is_closed = True


def test_a_camera_is_watched_by_its_name_and_its_misses_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def called(name: str, _wishes: object) -> Still:
        asked.append(name)
        return Still()

    monkeypatch.setattr(cameras, "webcam_called", called)
    result = CliRunner().invoke(
        main, ["scan", "--camera", "C920", "--seconds", "0.3", "--misses", str(tmp_path / "missed")]
    )
    assert (result.exit_code, asked) == (0, ["C920"])
    assert [one.name for one in (tmp_path / "missed").iterdir()] != []


def test_cameras_are_listed_by_number_and_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cameras, "webcams", lambda: {"Built-in": 0, "HD Pro Webcam C920": 4})
    assert CliRunner().invoke(main, ["cameras"]).output == "  0  Built-in\n  4  HD Pro Webcam C920\n"
    lines = CliRunner().invoke(main, ["cameras", "--json"]).output.splitlines()
    assert [json.loads(line) for line in lines][1] == {"number": 4, "name": "HD Pro Webcam C920"}
    monkeypatch.setattr(cameras, "webcams", dict)
    assert CliRunner().invoke(main, ["cameras"]).output == "No camera is plugged in.\n"


def test_a_table_is_for_people(tmp_path: Path) -> None:
    save(tmp_path / "code.png", qr_picture(CODE))
    result = CliRunner().invoke(main, ["scan", "--table", str(tmp_path)])
    assert result.stdout.split()[:3] == ["code.png", "QRCode", f'"{CODE}"']


def test_a_folder_with_nothing_to_read_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for asked in (["scan", str(tmp_path / "empty")], ["scan", "--bench", str(tmp_path / "empty")]):
        result = CliRunner().invoke(main, asked)
        assert result.exit_code == 1
        assert json.loads(result.output)["error"].startswith("holds no picture")


def test_a_score_for_people_takes_an_empty_text_for_a_picture_without_a_code(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "there.png"), on_table(qr_picture(CODE), (240, 320)))
    (tmp_path / "there.txt").write_text(CODE + "\n")
    cv2.imwrite(str(tmp_path / "blank.png"), np.full((240, 320), 90, np.uint8))
    (tmp_path / "blank.txt").write_text("\n")
    (tmp_path / "folder.png").mkdir()
    result = CliRunner().invoke(main, ["scan", "--bench", str(tmp_path), "--table"])
    assert result.exit_code == 0
    assert "read    1 of    1, wrong   0; without a code    1, false positives   0" in result.output.splitlines()[0]


def test_without_anything_to_scan_the_command_says_what_it_wants() -> None:
    assert CliRunner().invoke(main, ["scan"]).exit_code == 2


def test_a_folder_is_scored_by_the_texts_beside_its_pictures(tmp_path: Path) -> None:
    save(tmp_path / "in" / "right.png", qr_picture(CODE))
    (tmp_path / "in" / "right.txt").write_text(CODE + "\n")
    save(tmp_path / "in" / "other.png", qr_picture("hello"))
    (tmp_path / "in" / "other.txt").write_text("something else")
    save(tmp_path / "in" / "empty.png", np.full((90, 90), 255, dtype=np.uint8))
    save(tmp_path / "in" / "surprise.png", qr_picture("hello"))
    result = CliRunner().invoke(main, ["scan", "--bench", str(tmp_path / "in"), "--misses", str(tmp_path / "missed")])
    lines = {line["decoder"]: line for line in map(json.loads, result.stdout.splitlines())}
    for decoder in ("cascade", "pos scan", "zxing-cpp", "union of libraries"):
        line = lines[decoder]
        counts = [line[key] for key in ("shown", "reads", "wrong", "empty", "false_positives")]
        assert counts == [2, 1, 1, 2, 1], decoder
    assert [file.name for file in (tmp_path / "missed").iterdir()] == ["in-other.png"]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What a stand-in for the till was started with."""
    calls: list[dict[str, object]] = []
    till = ModuleType("pos_app.main")
    till.run = lambda **options: calls.append(options) or 3  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pos_app.main", till)
    return calls


def test_without_a_command_the_till_starts(started: list[dict[str, object]]) -> None:
    result = CliRunner().invoke(main, ["--camera", "demo", "--language", "zh", "--secret-file"])
    assert result.exit_code == 3
    assert started == [
        {
            "camera": "demo",
            "data_dir": None,
            "server": None,
            "secret_file": True,
            "language": "zh",
            "theme": None,
            "headless_demo": False,
        }
    ]


def test_run_starts_the_till_with_the_same_options(started: list[dict[str, object]], tmp_path: Path) -> None:
    arguments = ["--data-dir", str(tmp_path), "--server", "https://pay.example", "--theme", "dark", "--headless-demo"]
    assert CliRunner().invoke(main, ["run", *arguments]).exit_code == 3
    assert CliRunner().invoke(main, arguments).exit_code == 3
    assert started[0] == started[1]
    assert started[0]["data_dir"] == tmp_path


def test_scanning_does_not_start_the_till(started: list[dict[str, object]], tmp_path: Path) -> None:
    scan(tmp_path / "missing.png")
    assert started == []
