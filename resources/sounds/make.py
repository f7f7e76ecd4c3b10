"""Writes the till's two sounds: `python resources/sounds/make.py`. Sine notes with soft ends, 16 bits, 22050 a second."""

from __future__ import annotations

import array
import math
import wave
from pathlib import Path

RATE = 22_050
_SOFT_S = 0.012
_LOUD = 0.35
SOUNDS = {  # hertz and seconds of each note
    "paid.wav": ((659.26, 0.10), (987.77, 0.16)),
    "refused.wav": ((196.00, 0.24),),
}


def note(hertz: float, seconds: float) -> list[int]:
    """One note, from silence to silence."""
    count = round(seconds * RATE)
    soft = round(_SOFT_S * RATE)
    return [
        round(
            32767 * _LOUD * min(1.0, place / soft, (count - place) / soft) * math.sin(math.tau * hertz * place / RATE)
        )
        for place in range(count)
    ]


def write(folder: Path) -> None:
    """All sounds into this folder."""
    for name, notes in SOUNDS.items():
        samples = array.array("h", [sample for hertz, seconds in notes for sample in note(hertz, seconds)])
        with wave.open(str(folder / name), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())


if __name__ == "__main__":
    write(Path(__file__).parent)
