"""Simulated webcam frames in five fixed levels of difficulty, all from a seed.

Made for measuring, and on purpose by other means than the demo's camera (`pos_app/scanner/simulate.py`): a decoder that was
only good at one simulation would show here. `Take(level, seed).frame(at_s)` is the picture at a time of one take.
"""

from __future__ import annotations

from tests.benchmarks.webcam.levels import LEVELS
from tests.benchmarks.webcam.take import Take

__all__ = ["LEVELS", "Take"]
