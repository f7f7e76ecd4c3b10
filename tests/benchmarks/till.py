"""The till as its cashier feels it: from a code in the frame to *paid* on screen, from a start to a usable window."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.rows import Row, is_quick

MODULE = "tests.benchmarks.till_run"
PAID_MEDIAN_MS, PAID_P99_MS = 80, 250
START_S, MEMORY_MB = 1.5, 300


def code_to_paid() -> list[Row]:
    """Frame with a code handed over by the camera -> window painted with *Paid*, embedded platform, durable."""
    sales = 40 if is_quick() else 200
    times_ms = sorted(_run("sales", str(sales))["times_ms"])
    p99_ms = times_ms[min(len(times_ms) - 1, round(len(times_ms) * 0.99))]
    return [
        Row("code in frame to paid, median", statistics.median(times_ms), "ms", f"< {PAID_MEDIAN_MS}"),
        Row("code in frame to paid, p99", p99_ms, "ms", f"< {PAID_P99_MS}"),
    ]


def start() -> list[Row]:
    """A second start, books and shop are there: process begins -> drawn with shop and keys -> the platform answers."""
    with tempfile.TemporaryDirectory() as folder:
        _run("start", folder, "0")
        starts = [_run("start", folder, "0") for _ in range(3 if is_quick() else 7)]
        memory_mb = _run("start", folder, "3" if is_quick() else "20")["memory_mb"]
    return [
        Row("cold start to usable window", statistics.median(one["usable_s"] for one in starts), "s", f"< {START_S}"),
        Row("cold start to the platform's first answers", statistics.median(one["answers_s"] for one in starts), "s"),
        Row("memory with the camera on", memory_mb, "MB", f"< {MEMORY_MB}"),
    ]


def _run(*words: str) -> dict[str, list[float]] | dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", MODULE, *words],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]
