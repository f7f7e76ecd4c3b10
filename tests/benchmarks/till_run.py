"""A till in a process of its own, measured from inside; prints one JSON line. See `till.py`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.presenters.sell_state import SellState


def _process_age_s() -> float:
    """How long ago the kernel started this process: the interpreter's own start counts."""
    ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")


def _memory_mb() -> float:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def start(folder: str, stay_s: str) -> None:
    """The whole program as `pos run` starts it; stays a while with the camera on."""
    from pos_app.main import open_parts
    from pos_app.settings import Settings
    from pos_app.windows import show

    found: dict[str, float] = {}
    settings = Settings(data_dir=Path(folder))

    def seen(state: SellState) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        if state.merchant_name and "usable_s" not in found:
            found["usable_s"] = 0.0
            QTimer.singleShot(0, drawn)
        if state.operator_name and "answers_s" not in found:
            found["answers_s"] = _process_age_s()
            QTimer.singleShot(int(float(stay_s) * 1000), QApplication.quit)

    def drawn() -> None:
        found["usable_s"] = _process_age_s()

    show(settings, lambda: open_parts(settings), seen)
    found["memory_mb"] = _memory_mb()
    print(json.dumps(found))


def sales(wanted: str) -> None:
    """Sale after sale: armed first, then the code comes into the picture."""
    from tests.benchmarks.till_sales import Seller

    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps({"times_ms": Seller(Path(folder)).sell(int(wanted))}))


if __name__ == "__main__":
    {"start": start, "sales": sales}[sys.argv[1]](*sys.argv[2:])
