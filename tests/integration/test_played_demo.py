"""`make run` where there is no screen, and what the till says when it can't start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from backend_stub.services.demo_past import VISITS

BIN = Path(sys.executable).parent
PAST_SALES = sum(len(sales) for _, _, sales in VISITS)
NO_SCREEN = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}


def _run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "pos", "run", "--data-dir", folder, *words],
        env={**NO_SCREEN, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_without_a_screen_one_sale_is_played_to_its_receipt_and_its_checked_books(tmp_path: Path) -> None:
    done = _run(tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PAID 12.50 EUR" in done.stdout
    assert "every invariant holds" in done.stdout
    pictures = [Path(line.partition("Picture: ")[2]) for line in done.stdout.splitlines() if "Picture: " in line]
    assert len(pictures) == 4
    assert all(picture.read_bytes().startswith(b"\x89PNG") for picture in pictures)
    receipt = next(Path(line.partition("Receipt: ")[2]) for line in done.stdout.splitlines() if "Receipt: " in line)
    assert "12.50 EUR" in receipt.read_text("utf-8")
    _books_agree(receipt.parents[1])


def _books_agree(folder: Path) -> None:
    """The ledger verifies from another process too."""
    checked = subprocess.run(
        [BIN / "pos-backend", "verify", "--db", f"sqlite:///{folder / 'platform.sqlite'}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    assert f"{PAST_SALES + 1} redemptions" in checked.stdout


def test_no_payment_code_or_token_is_in_the_log_of_a_sale(tmp_path: Path) -> None:
    _run(tmp_path)
    run = next((tmp_path / "demo-runs").iterdir())
    log = (run / "till.log").read_text("utf-8")
    phones = (run / "demo-phones.json").read_text("utf-8")
    assert not [word for word in phones.split('"') if len(word) > 40 and word in log]
    assert "73" not in "".join(word for word in log.split() if word.isdigit() and len(word) == 18)


def test_a_folder_that_can_t_be_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    done = _run(tmp_path / "file" / "till")
    assert done.returncode == 1
    assert "can't be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_named_with_what_is_allowed(tmp_path: Path) -> None:
    settings = tmp_path / "till.toml"
    settings.write_text('theem = "dark"\n')
    done = subprocess.run(
        [BIN / "pos", "run"],
        env={**NO_SCREEN, "POS_SETTINGS": str(settings)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "did you mean 'theme'" in done.stderr
    assert "Traceback" not in done.stderr
