"""The camera's card: the picture, and one hint below it that says the same in words."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos_app.presenters.sell_state import Camera, SellState, Tone
from pos_app.views.look.tokens import border, size, space, till
from pos_app.views.parts.card import Card
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.preview import Preview
from pos_app.views.parts.text import Hint
from pos_app.views.words import Place, say, words

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
    "hint.camera_starting": "camera",
    "hint.code_seen": "qr-code",
    "hint.code_seen_key": "qr-code",
}
_MESSAGES = {Camera.NONE: "camera.none", Camera.LOST: "camera.lost", Camera.STARTING: "camera.starting"}


class CameraCard(Card):
    """Preview and hint."""

    def __init__(self) -> None:
        super().__init__("cameraCard")
        self.preview = Preview()
        self._icon = Icon("hintIcon", size("icon"))
        self._hint = Hint("hint", "medium")
        hint = QHBoxLayout()
        hint.setContentsMargins(space(3), 0, space(3), 0)
        hint.setSpacing(space(3) - space(1))
        hint.addWidget(self._icon)
        hint.addWidget(self._hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.preview, 1)
        column.addLayout(hint)
        height = till("hint") - 2 * border("hair")
        self._icon.setFixedHeight(height)
        self._hint.setFixedHeight(height)

    def render_state(self, state: SellState) -> None:
        """Camera, outline and hint."""
        place = Place(state.currency, state.time_zone)
        message = words(_MESSAGES[state.camera]) if state.camera in _MESSAGES else ""
        self.preview.show_state(state.camera, state.outline, message)
        self.preview.setAccessibleName(words("camera.preview"))
        hint = say(state.hint, place)
        self.preview.setAccessibleDescription(hint)
        ink = _INKS[state.hint.tone]
        self._icon.show_icon(_ICONS.get(state.hint.id, _TONE_ICONS[state.hint.tone]), ink)
        self._hint.setText(hint)
        self._hint.set_ink(ink)
