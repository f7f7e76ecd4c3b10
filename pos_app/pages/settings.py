"""The Settings page: camera, printer, receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend_stub.contract import Right
from pos_app.page_book import Page, PageKind, PageTools
from pos_app.presenters.shell_state import PageId

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from pos_app.presenters.camera import CameraPresenter
    from pos_app.presenters.camera_state import Trial
    from pos_app.presenters.sell_state import Camera
    from pos_app.scanner.coach import Advice
    from pos_app.scanner.kept import Kept
    from pos_app.scanner.loop import Outline
    from pos_app.views.parts.preview import Preview


class CameraSees:
    """What the camera says, for this page: pictures to the preview, the rest to the presenter."""

    def __init__(self, preview: Preview) -> None:
        self._preview = preview
        self.presenter: CameraPresenter | None = None

    def framed(self, image: QImage, outline: Outline | None) -> None:
        """See Sees."""
        self._preview.set_frame(image)
        self._preview.set_outline(outline)

    def accepted(self, text: str) -> None:
        """Nothing is paid from here; what was read is told by `tried`."""

    def foreign(self, kind: str) -> None:
        """Told by `tried`."""

    def camera_is(self, camera: Camera) -> None:
        """See Sees."""
        if self.presenter is not None:
            self.presenter.camera_is(camera)

    def advised(self, advice: Advice | None) -> None:
        """See Sees."""
        if self.presenter is not None:
            self.presenter.advised(advice)

    def tried(self, trial: Trial) -> None:
        """See Sees."""
        if self.presenter is not None:
            self.presenter.tried(trial)

    def recorded(self, kept: Kept | None) -> None:
        """See Sees."""
        if self.presenter is not None:
            self.presenter.recorded(kept)


def make(tools: PageTools) -> Page:
    """At its first show."""
    from pos_app.presenters.settings import Part, SettingsPresenter
    from pos_app.views.settings.page import SettingsPage

    parts = {Part.CAMERA: _camera(tools), Part.PRINTER: _printer(tools), Part.RECEIPT: _receipt(tools)}
    widget = SettingsPage({part: page.widget for part, page in parts.items()})
    presenter = SettingsPresenter(widget, {part: page.presenter for part, page in parts.items()})
    widget.set_turn(presenter.turn)
    return Page(widget, presenter)


def _camera(tools: PageTools) -> Page:
    from pos_app.presenters.camera import CameraPresenter
    from pos_app.views.camera.page import CameraPage

    widget = CameraPage()
    sees = CameraSees(widget.preview)
    presenter = CameraPresenter(
        widget,
        tools.scanning,
        look=lambda is_looking: tools.scanning.look(sees if is_looking else None),
        say=tools.say,
    )
    sees.presenter = presenter
    widget.set_intents(presenter)
    return Page(widget, presenter)


def _printer(tools: PageTools) -> Page:
    from pos_app.presenters.printer import PrinterPresenter
    from pos_app.views.printer.page import PrinterPage

    widget = PrinterPage(tools.printing.picture)
    may_open = Right.NO_SALE in tools.rights
    presenter = PrinterPresenter(widget, tools.printing, tools.context.merchant_name, tools.say, may_open=may_open)
    widget.set_intents(presenter)
    return Page(widget, presenter)


def _receipt(tools: PageTools) -> Page:
    from pos_app.presenters.receipt_design import ReceiptPresenter
    from pos_app.views.printer.receipt import ReceiptPage

    widget = ReceiptPage(tools.printing.picture)
    presenter = ReceiptPresenter(widget, tools.printing, tools.context, tools.say, tools.now)
    widget.set_intents(presenter)
    return Page(widget, presenter)


PAGE = PageKind(PageId.SETTINGS, Right.CHANGE_SETTINGS, make)
