"""Writes the till's two sounds: `python resources/sounds/make.py`. Notes with soft ends, 16 bits, 22050 a second.

Told apart by direction and colour: paid rises and is a pure note, refused falls and has the odd overtones of a reed. The
overtones also carry it over a laptop's small loudspeaker, which gives little below 300 hertz.
"""

from __future__ import annotations

import array
import math
import wave
from pathlib import Path

RATE = 22_050
_SOFT_S = 0.012
_LOUD = 0.35
PURE = (1.0,)
REED = (0.6, 0.0, 0.3, 0.0, 0.1)  # how strong each overtone is, the note itself first
SOUNDS = {  # hertz and seconds of each note, and their colour
    "paid.wav": (((659.26, 0.10), (987.77, 0.16)), PURE),
    "refused.wav": (((392.00, 0.09), (261.63, 0.15)), REED),
}


def note(hertz: float, seconds: float, overtones: tuple[float, ...]) -> list[int]:
    """One note, from silence to silence."""
    count = round(seconds * RATE)
    soft = round(_SOFT_S * RATE)

    def wave_at(place: int) -> float:
        turn = math.tau * hertz * place / RATE
        return sum(part * math.sin(turn * times) for times, part in enumerate(overtones, start=1))

    return [
        round(32767 * _LOUD * min(1.0, place / soft, (count - place) / soft) * wave_at(place)) for place in range(count)
    ]


def write(folder: Path) -> None:
    """All sounds into this folder."""
    for name, (notes, colour) in SOUNDS.items():
        samples = array.array("h", [sample for hertz, seconds in notes for sample in note(hertz, seconds, colour)])
        with wave.open(str(folder / name), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(samples.tobytes())


if __name__ == "__main__":
    write(Path(__file__).parent)
