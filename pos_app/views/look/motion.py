"""How long movements last, in milliseconds; none at all where people asked for less motion."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve
from PySide6.QtWidgets import QApplication, QStyle

from pos_app.views.look.tokens import tokens

OUT = QEasingCurve.Type.OutCubic
FRAME_MS = 16
STILL_STEP_MS = 1000


class _Forced:
    """Set by `set_reduced`; None follows the desktop."""

    reduced: bool | None = None


def set_reduced(reduced: bool | None) -> None:  # noqa: FBT001  # a setter of one switch
    """Movements off or on; None follows the desktop again."""
    _Forced.reduced = reduced


def is_reduced() -> bool:
    """Whether movements are off."""
    if _Forced.reduced is not None:
        return _Forced.reduced
    return not QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animate)


def duration_ms(name: str) -> int:
    """A movement's length by token name; 0 with reduced motion."""
    return 0 if is_reduced() else tokens().motion_ms[name]
