from __future__ import annotations

import sys
from pathlib import Path

import pytest

import resources
from pos_app.presenters.sell_state import Phase
from pos_app.sounds import FILES, Sounds
from resources.sounds import make


class Effect:
    """Counts how often it was played."""

    def __init__(self) -> None:
        self.plays = 0

    def play(self) -> None:
        self.plays += 1


def heard(sounds: Sounds, *phases: Phase) -> dict[Phase, int]:
    effects = {phase: Effect() for phase in FILES}
    sounds._effects.update(effects)  # type: ignore[arg-type]
    for phase in phases:
        sounds.show(phase)
    return {phase: effect.plays for phase, effect in effects.items()}


def test_paid_and_refused_sound_once_and_not_known_never() -> None:
    phases = (Phase.ASKING, Phase.PAID, Phase.PAID, Phase.READY, Phase.REFUSED, Phase.UNKNOWN, Phase.PAID)
    assert heard(Sounds(), *phases) == {Phase.PAID: 2, Phase.REFUSED: 1}


def test_each_sound_can_be_muted() -> None:
    muted = frozenset({Phase.REFUSED})
    assert heard(Sounds(muted=muted), Phase.PAID, Phase.REFUSED) == {Phase.PAID: 1, Phase.REFUSED: 0}


def test_without_the_library_there_is_silence_and_no_complaint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    sounds = Sounds()
    sounds.show(Phase.PAID)
    sounds.show(Phase.REFUSED)


def test_the_files_are_what_the_script_makes_and_small(tmp_path: Path) -> None:
    make.write(tmp_path)
    for name in FILES.values():
        shipped = resources.path("sounds", name).read_bytes()
        assert shipped == (tmp_path / name).read_bytes()
        assert len(shipped) < 20_000
