"""The camera's page: its picture and what is read in it at the left, how it is used at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos_app.presenters.camera_state import CameraIntents, CameraPageState
from pos_app.scanner.kept import LONGEST_S, MOST_BYTES
from pos_app.views.camera import said
from pos_app.views.look.tokens import size, space, till
from pos_app.views.page import PageWidget
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.choice_row import ChoiceRow
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.preview import Preview
from pos_app.views.parts.text import Line, Paragraph
from pos_app.views.recording_mark import recording_mark
from pos_app.views.sell.camera import CameraCard
from pos_app.views.words import Place, words

_LABEL, _LABEL_NARROW = 116, 88
_NOWHERE = Place("", "UTC")  # nothing on this page is money or a time
_BY_ITSELF = "auto"


def _id(step: int | None) -> str:
    return _BY_ITSELF if step is None else str(step)


def _step(choice_id: str) -> int | None:
    return None if choice_id == _BY_ITSELF else int(choice_id)


class CameraSettings(Card):
    """The right side."""

    def __init__(self) -> None:
        super().__init__("cameraSettings")
        self._title = Line("cameraTitle", "title", "semibold")
        self.again = Button("cameraAgain", Shape(Kind.QUIET, "body"))
        self.which, self.pixels = ChoiceRow("cameraWhich"), ChoiceRow("cameraSize")
        self.focus, self.exposure = ChoiceRow("cameraFocus"), ChoiceRow("cameraExposure")
        self._picture = Line("cameraPictureLabel", "body", "medium", "text2")
        self.plain, self.mirrored = Chip("cameraPlain"), Chip("cameraMirrored")
        self._fixed = Paragraph("cameraFixed", "body")
        self._record_title = Line("cameraRecordTitle", "strong", "semibold")
        self._record_how = Paragraph("cameraRecordHow", "body")
        self.record = Button("cameraRecord", Shape(Kind.PLAIN, "body", "record"))
        self._recorded = Paragraph("cameraRecorded", "caption")
        for button in (self.again, self.record):
            button.setMinimumHeight(size("touchMin"))
        self._lay_out()

    def _lay_out(self) -> None:
        inside = Bare("cameraSettingsInside")
        column = QVBoxLayout(inside)
        column.setContentsMargins(space(4), space(1), space(4), space(2))
        column.setSpacing(space(2))
        column.addWidget(_row("cameraHead", (self._title, 1), (self.again, 0)))
        for row in (self.which, self.pixels, self.focus, self.exposure):
            column.addWidget(row)
        column.addWidget(_row("cameraPicture", (self._picture, 0), (self.plain, 1), (self.mirrored, 1)))
        column.addWidget(self._fixed)
        column.addSpacing(space(2))
        for part in (self._record_title, self._record_how, self.record, self._recorded):
            column.addWidget(part)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("cameraSettingsArea")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, space(1), 0, space(1))
        around.addWidget(area)

    def set_label_width(self, width: int) -> None:
        """All choosers begin at one line."""
        for label in (self._picture, *(row.label for row in (self.which, self.pixels, self.focus, self.exposure))):
            label.setFixedWidth(width)

    def render_state(self, state: CameraPageState) -> None:
        """What is chosen, what could be."""
        choice = state.choice
        self._title.setText(words("camera.title"))
        self.again.set_words(words("camera.looking" if state.is_listing else "camera.look_again"))
        self.again.setEnabled(not state.is_listing)
        cameras = tuple((one.spec, said.camera(one, is_demo=state.is_demo)) for one in state.cameras)
        self.which.show_choices(words("camera.which"), cameras, choice.spec)
        sizes = tuple((f"{width}x{height}", said.size((width, height))) for width, height in state.sizes)
        self.pixels.show_choices(words("camera.size"), sizes, f"{choice.size[0]}x{choice.size[1]}")
        focuses = tuple((_id(step), said.focus(step)) for step in state.focuses)
        self.focus.show_choices(words("camera.focus"), focuses, _id(choice.focus))
        exposures = tuple((_id(step), said.exposure(step)) for step in state.exposures)
        self.exposure.show_choices(words("camera.exposure"), exposures, _id(choice.exposure))
        self._picture.setText(words("camera.picture"))
        self.plain.show_words(words("camera.as_it_is"), is_chosen=not choice.is_mirrored)
        self.mirrored.show_words(words("camera.mirrored"), is_chosen=choice.is_mirrored)
        self._fixed.set_plain(words("camera.fixed"))
        self._fixed.setVisible(state.is_fixed)
        self._show_recording(state)

    def _show_recording(self, state: CameraPageState) -> None:
        self._record_title.setText(words("camera.record_title"))
        self._record_how.set_plain(
            words("camera.record_how", seconds=round(LONGEST_S), megabytes=round(MOST_BYTES / 1e6))
        )
        self.record.set_words(words("camera.record_stop" if state.is_recording else "camera.record"))
        self._recorded.set_plain(said.recorded(state))
        self._recorded.setVisible(state.recording is not None)


class CameraPage(PageWidget[CameraPageState]):
    """Only shows; every wish goes to the presenter."""

    def __init__(self) -> None:
        super().__init__("cameraPage")
        self._card = CameraCard("settings")
        self._figures = Line("cameraFigures", "body", "regular", "text2")
        self.settings = CameraSettings()
        left = QVBoxLayout()
        left.setSpacing(space(2))
        left.addWidget(self._card, 1)
        left.addWidget(self._figures)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(space(4))
        row.addLayout(left, 1)
        row.addWidget(self.settings)

    @property
    def preview(self) -> Preview:
        """Where pictures and outlines go."""
        return self._card.preview

    def set_intents(self, intents: CameraIntents) -> None:
        """From now on wishes reach the presenter."""
        parts = self.settings
        parts.again.clicked.connect(intents.look_again)
        _when_chosen(parts.which.chooser, intents.choose)
        _when_chosen(parts.pixels.chooser, lambda text: intents.choose_size(_pixels(text)))
        _when_chosen(parts.focus.chooser, lambda text: intents.choose_focus(_step(text)))
        _when_chosen(parts.exposure.chooser, lambda text: intents.choose_exposure(_step(text)))
        parts.plain.clicked.connect(lambda: self._mirror(intents, is_mirrored=False))
        parts.mirrored.clicked.connect(lambda: self._mirror(intents, is_mirrored=True))
        parts.record.clicked.connect(intents.record)

    def _mirror(self, intents: CameraIntents, *, is_mirrored: bool) -> None:
        intents.mirror(is_mirrored=is_mirrored)
        if self._shown_state is not None:
            self.settings.render_state(self._shown_state)  # a chip that was chosen already stays so

    def render_state(self, state: CameraPageState) -> None:
        """All of it."""
        self._card.show_camera(state, _NOWHERE)
        self.preview.show_mark(recording_mark(state.recording))
        self._figures.setText(said.trial(state.trial))
        self.settings.render_state(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window gives the picture the room."""
        super().resizeEvent(event)
        is_narrow = self.window().width() < till("narrowBelow")
        self.settings.setFixedWidth(till("sideNarrow") if is_narrow else till("side"))
        self.settings.set_label_width(_LABEL_NARROW if is_narrow else _LABEL)


def _when_chosen(chooser: Chooser, wish: Callable[[str], None]) -> None:
    chooser.activated.connect(lambda: wish(str(chooser.currentData())))


def _pixels(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _row(name: str, *widgets: tuple[QWidget, int]) -> Bare:
    made = Bare(name)
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(space(2))
    for widget, stretch in widgets:
        row.addWidget(widget, stretch)
    return made
