"""The main job, whole: a film of a phone with a code that the running platform issued, read through OpenCV, paid, receipted.

In a real window under Xvfb, with real mouse and key events, against a platform in another process. The code reaches the
till as pixels only; the same film without a code must not pay.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import cv2
import httpx
import numpy as np
import numpy.typing as npt
import pytest
import uuid_utils

from pos_app.printing.choice import PrinterChoice, Way
from pos_app.printing.memory import PrinterMemory
from pos_app.scanner.simulate import LEVELS, Simulation
from tests.fake_printer import FakePrinter
from tests.xvfb import Screen

BIN = Path(sys.executable).parent
GREEN_BGR = (0x45, 0x6B, 0x1B)  # `successFill`: only money that moved is shown on it
TAKE_BGR = (0x5B, 0x2E, 0x6D)  # `brandFill`: Take, the one filled button
TAKE_SHARE = 0.06  # of the screen; Take alone has 0.077
PATIENCE_S = 60.0
WITHOUT_A_CODE_S = 4.0
KEYS = {"1": (188, 580), "2": (380, 580)}  # middles of keys at 1366x768
ENTRY = "period 5 0 Return"

Sandbox = dict[str, Any]


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[Sandbox]:
    """A platform in its own process, with demo data."""
    server = subprocess.Popen(
        [BIN / "pos-backend", "serve", "--demo", "--json", "--port", "0", "--db", f"sqlite:///{tmp_path / 'p.sqlite'}"],
        stdout=subprocess.PIPE,
        text=True,
        env=_environment(),
    )
    assert server.stdout is not None
    yield json.loads(server.stdout.readline())
    server.terminate()
    server.wait()
    server.stdout.close()


def _environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POS_", "QT_", "WAYLAND"))}
    return {**kept, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring", **more}


def _ask(sandbox: Sandbox, token: str, path: str, body: dict[str, object] | None = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(uuid_utils.uuid7())}
    url = sandbox["base_url"] + path
    with httpx.Client() as client:
        reply = client.get(url, headers=headers) if body is None else client.post(url, headers=headers, json=body)
    reply.raise_for_status()
    found: dict[str, Any] = reply.json()
    return found


def _film(path: Path, code: str | None) -> Path:
    """Two seconds of a phone in a hand; without a code, of the counter alone."""
    simulation = Simulation(LEVELS["easy"], seed=11)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30.0, (1280, 720))
    assert writer.isOpened()
    for number in range(60):
        writer.write(simulation.frame(code, number / 30))
    writer.release()
    return path


class _Till:
    """A till in its own process and window."""

    def __init__(self, screen: Screen, sandbox: Sandbox, folder: Path, film: Path) -> None:
        self.folder = folder
        self._screen = screen
        folder.mkdir(exist_ok=True)
        kept = subprocess.run(
            [BIN / "pos", "token", "--data-dir", folder, "--secret-file", "--token", sandbox["tills"][0]["token"]],
            env=_environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        assert "only you can read" in kept.stdout
        self._process = subprocess.Popen(
            [
                *(BIN / "pos", "run", "--server", sandbox["base_url"], "--camera", film, "--data-dir", folder),
                *("--secret-file", "--theme", "light", "--language", "en"),
            ],
            env=_environment(DISPLAY=screen.display, QT_QPA_PLATFORM="xcb"),
        )
        windows = _wait_for(lambda: screen.xdotool("search", "--onlyvisible", "--name", "Mei"), "the shop's name")
        for window in windows.split():
            screen.xdotool("windowfocus", "--sync", window)

    def key_the_amount(self) -> None:
        """Two keys by mouse, the rest on the keyboard, and Enter."""
        for x, y in KEYS.values():
            self._screen.xdotool("mousemove", x, y, "click", 1)
        _wait_for(lambda: _share_of(self._screen.picture(), TAKE_BGR) > TAKE_SHARE, "the amount keyed by mouse")
        self._screen.xdotool("key", "--delay", 60, *ENTRY.split())
        _wait_for(lambda: _share_of(self._screen.picture(), TAKE_BGR) < TAKE_SHARE, "the amount to be taken")

    def press(self, key: str) -> None:
        self._screen.xdotool("key", key)

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()


def _wait_for(look: Callable[[], Any], what: str, patience_s: float = PATIENCE_S) -> Any:
    until = time.monotonic() + patience_s
    while not (found := look()):
        assert time.monotonic() < until, f"waited {patience_s} s for {what}"
        time.sleep(0.05)
    return found


def _share_of(picture: npt.NDArray[np.uint8], colour: tuple[int, int, int]) -> float:
    return float(np.mean(np.all(np.abs(picture.astype(int) - colour) <= 2, axis=2)))


def _is_green(screen: Screen) -> bool:
    """A tenth of the screen at least: the green panel, not a small mark."""
    return _share_of(screen.picture(), GREEN_BGR) > 0.1


def _outcomes(sandbox: Sandbox) -> dict[str, str]:
    """By attempt: the demo has a past."""
    listed = _ask(sandbox, sandbox["tills"][0]["token"], "/v1/redemptions?limit=200")
    assert listed["next_cursor"] is None
    return {attempt["attempt_id"]: attempt["outcome"] for attempt in listed["items"]}


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    made = FakePrinter()
    made.paper = "out"
    yield made
    made.stop()


def test_a_film_of_a_phone_is_read_paid_and_receipted_in_a_real_window(
    sandbox: Sandbox, tmp_path: Path, printer: FakePrinter
) -> None:
    """The printer has no paper at first: the sale does not mind, and the receipt comes with the new roll, once."""
    assert PrinterMemory(tmp_path / "till").choose(PrinterChoice(Way.NETWORK, printer.place))
    customer = sandbox["customers"][0]
    code = _ask(sandbox, customer["token"], "/v1/payment-codes", {})["code"]
    film = _film(tmp_path / "phone.avi", code)
    before = _outcomes(sandbox)
    with Screen() as screen:
        till = _Till(screen, sandbox, tmp_path / "till", film)
        try:
            till.key_the_amount()
            _wait_for(lambda: _is_green(screen), "the green panel")
            _keep(screen, "main-job.png")
            till.press("p")
            receipt = _wait_for(lambda: list((till.folder / "receipts").glob("*.txt")), "the receipt")[0]
            assert printer.receipts == []
            printer.new_roll()
            _wait_for(lambda: printer.receipts, "the printed receipt")
            _wait_for(lambda: not list((till.folder / "print").iterdir()), "the job to be gone from the disk")
        finally:
            till.end()
    assert [outcome for attempt, outcome in _outcomes(sandbox).items() if attempt not in before] == ["paid"]
    account = _ask(sandbox, customer["token"], f"/v1/accounts/{customer['account_id']}")
    assert account["balance_minor"] == customer["balance_minor"] - 1250
    assert "12.50 EUR" in receipt.read_text("utf-8")
    assert code not in receipt.read_text("utf-8")
    (printed,) = printer.receipts
    assert any(line.startswith("Total") and line.endswith("12.50 EUR") for line in printed)
    assert "[picture]" in printed, "the shop's Chinese name and the masked customer"


def test_the_same_film_without_a_code_pays_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    film = _film(tmp_path / "counter.avi", None)
    before = _outcomes(sandbox)
    with Screen() as screen:
        till = _Till(screen, sandbox, tmp_path / "till", film)
        try:
            till.key_the_amount()
            until = time.monotonic() + WITHOUT_A_CODE_S  # both films last two seconds, and begin anew
            while time.monotonic() < until:
                assert not _is_green(screen)
                time.sleep(0.1)
            _keep(screen, "main-job-blank.png")
        finally:
            till.end()
    assert _outcomes(sandbox) == before


def _keep(screen: Screen, name: str) -> None:
    """The screenshot, for people to look at."""
    folder = Path(__file__).parents[2] / "build" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(folder / name), screen.picture())
