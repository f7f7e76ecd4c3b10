"""Two short sounds, for ears that are busy elsewhere: paid, two rising notes; refused, two falling ones. Not known is silent.

Sound is never a reason not to start: without QtMultimedia, its libraries or a loudspeaker there is simply none.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import structlog
from PySide6.QtCore import QLoggingCategory, QUrl

import resources
from pos_app.presenters.sell_state import Phase

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QSoundEffect

FILES: Mapping[Phase, str] = MappingProxyType({Phase.PAID: "paid.wav", Phase.REFUSED: "refused.wav"})
_log = structlog.get_logger(__name__)


class Sounds:
    """Tell it each phase that is shown; it sounds when a new one begins. `muted` are phases that stay silent."""

    def __init__(self, *, muted: frozenset[Phase] = frozenset()) -> None:
        self._wanted = frozenset(FILES) - muted
        self._effects: dict[Phase, QSoundEffect] = {}
        self._phase: Phase | None = None

    def show(self, phase: Phase) -> None:
        """A state with this phase is on screen."""
        if phase is self._phase:
            return
        self._phase = phase
        if phase in self._wanted and (effect := self._effect(phase)) is not None:
            effect.play()

    def load(self) -> None:
        """Loads what is wanted, so that the first sound is not late."""
        for phase in tuple(self._wanted):
            self._effect(phase)

    def _effect(self, phase: Phase) -> QSoundEffect | None:
        if phase not in self._effects:
            QLoggingCategory.setFilterRules("qt.multimedia*=false")  # it complains of every missing loudspeaker
            try:
                from PySide6.QtMultimedia import QSoundEffect
            except ImportError:
                _log.info("sounds.missing")
                self._wanted = frozenset[Phase]()
                return None
            effect = QSoundEffect()
            effect.setSource(QUrl.fromLocalFile(str(resources.path("sounds", FILES[phase]))))
            self._effects[phase] = effect
        return self._effects[phase]
