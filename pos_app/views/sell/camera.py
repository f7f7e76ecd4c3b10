"""The camera's card: the picture, and one hint below it that says the same in words."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.presenters.sell_state import Camera, Say, SellState, Tone
from pos_app.scanner.coach import Advice
from pos_app.views.look.tokens import border, size, space, till
from pos_app.views.parts.card import Card
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.preview import Preview
from pos_app.views.parts.text import Hint, Text
from pos_app.views.words import Place, say, words

_MORE_SHARE = 0.46  # of the hint, for its smaller second line
_INKS = {Tone.PLAIN: "text2", Tone.GOOD: "success", Tone.CAREFUL: "warning", Tone.WRONG: "danger"}
_TONE_ICONS = {
    Tone.PLAIN: "device-mobile",
    Tone.GOOD: "check-circle-fill",
    Tone.CAREFUL: "info",
    Tone.WRONG: "warning-circle",
}
_ICONS = {
    "hint.camera_waits": "pause-circle",
    "hint.no_camera": "keyboard",
    "hint.camera_lost": "camera-slash",
    "hint.camera_busy": "camera-slash",
    "hint.camera_denied": "camera-slash",
    "hint.camera_starting": "camera",
    "hint.coach.too_dark": "sun",
    "hint.coach.dimmed": "sun-dim",
    "hint.coach.glare": "arrows-clockwise",
    "hint.coach.out_of_focus": "aperture",
    "hint.coach.too_small": "arrows-in",
    "hint.coach.moving": "hand-palm",
    "hint.coach.cut_off": "corners-out",
    "hint.code_seen": "qr-code",
    "hint.code_seen_key": "qr-code",
}
MESSAGES = {  # what stands where there is no picture
    Camera.NONE: "camera.none",
    Camera.LOST: "camera.lost",
    Camera.BUSY: "camera.busy",
    Camera.DENIED: "camera.denied",
    Camera.STARTING: "camera.starting",
}


class ShowsCamera(Protocol):
    """What the card needs of a page's state."""

    @property
    def camera(self) -> Camera: ...  # noqa: D102  (see SellState)
    @property
    def outline(self) -> Tone | None: ...  # noqa: D102
    @property
    def advice(self) -> Advice | None: ...  # noqa: D102
    @property
    def hint(self) -> Say: ...  # noqa: D102
    @property
    def hint_more(self) -> Say | None: ...  # noqa: D102


class CameraCard(Card):
    """Preview and hint. `prefix`: of the names of its parts, where it is not the Sell page's."""

    def __init__(self, prefix: str = "") -> None:
        super().__init__(f"{prefix}cameraCard")
        self.preview = Preview()
        self.preview.setObjectName(f"{prefix}preview")
        self._icon = Icon(f"{prefix}hintIcon", size("icon"))
        self._hint = Hint(f"{prefix}hint", "medium")
        self._more = Text(f"{prefix}hintMore", "caption", "regular", "text2")
        hint = QHBoxLayout()
        hint.setContentsMargins(space(3), 0, space(3), 0)
        hint.setSpacing(space(3) - space(1))
        hint.addWidget(self._icon)
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._hint)
        lines.addWidget(self._more)
        hint.addLayout(lines, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.preview, 1)
        column.addLayout(hint)
        height = till("hint") - 2 * border("hair")
        self._icon.setFixedHeight(height)
        self._height, self._more_height = height, round(height * _MORE_SHARE)
        self._hint.setFixedHeight(height)
        self._more.setFixedHeight(self._more_height)
        self._more.setAlignment(Qt.AlignmentFlag.AlignTop)

    def render_state(self, state: SellState) -> None:
        """Camera, outline and hint."""
        self.show_camera(state, Place(state.currency, state.time_zone))

    def show_camera(self, state: ShowsCamera, place: Place) -> None:
        """The same of any page's state."""
        message = words(MESSAGES[state.camera]) if state.camera in MESSAGES else ""
        self.preview.show_state(state.camera, state.outline, message)
        self.preview.show_advice(state.advice)
        self.preview.setAccessibleName(words("camera.preview"))
        hint = say(state.hint, place)
        more = say(state.hint_more, place) if state.hint_more else ""
        self.preview.setAccessibleDescription(f"{hint} {more}".strip())
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self._hint.setAlignment(Qt.AlignmentFlag.AlignBottom if more else Qt.AlignmentFlag.AlignVCenter)
        self._hint.setFixedHeight(self._height - self._more_height if more else self._height)
        ink = _INKS[state.hint.tone]
        is_coached = state.advice is not None and bool(more)
        self._icon.setFixedWidth(self._height - space(1) if is_coached else size("icon"))
        icon = _ICONS.get(state.hint.id, _TONE_ICONS[state.hint.tone])
        self._icon.show_icon(icon, ink, "warningTint" if is_coached else "")
        self._hint.setText(hint)
        self._hint.set_ink("text" if is_coached else ink)
