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
from pos_app.scanner.opencv import cv2
from tests.scanner.pictures import bars_picture, qr_picture

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
    result, lines = scan(tmp_path / "missing.png", tmp_path / "text.png", tmp_path, tmp_path / "bars.png")
    assert result.exit_code == 1
    assert ["error" in line for line in lines] == [True, True, True, False]
    assert [code["text"] for code in lines[3]["codes"]] == [CODE]


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
