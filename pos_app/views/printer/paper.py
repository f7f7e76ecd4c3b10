"""What a printer would print, as it would lie on the counter: black on white in both themes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from pos_app.receipts.document import Document
from pos_app.receipts.layout import plain
from pos_app.views.look.paint import begin
from pos_app.views.look.tokens import size, space
from pos_app.views.parts.card import Card
from pos_app.views.parts.scrolled import scrolled
from pos_app.views.parts.text import Line

Draw = Callable[[Document], QImage]
_SPOKEN_COLUMNS = 48


class PrintedStrip(QWidget):
    """The picture, as wide as there is room and never larger than it is."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._image = QImage()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_picture(self, image: QImage, spoken: str) -> None:
        """Another picture; `spoken` is what stands in it."""
        self._image = image
        self.setAccessibleName(spoken)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The whole strip is shown."""
        return True

    def heightForWidth(self, width: int) -> int:
        """In proportion."""
        if self._image.isNull():
            return 0
        return round(self._image.height() * min(1.0, width / self._image.width()))

    def sizeHint(self) -> QSize:
        """In proportion."""
        return QSize(self._image.width(), self._image.height())

    def minimumSizeHint(self) -> QSize:
        """It can be small."""
        return QSize(size("touchMin"), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        if self._image.isNull():
            return
        painter = begin(self)
        ratio = self.devicePixelRatioF()
        width = min(self.width(), self._image.width())
        height = round(self._image.height() * width / self._image.width())
        wanted = QSize(round(width * ratio), round(height * ratio))
        mode = Qt.TransformationMode.SmoothTransformation
        shown = self._image.scaled(wanted, Qt.AspectRatioMode.IgnoreAspectRatio, mode)
        painter.drawImage(QRect((self.width() - width) // 2, 0, width, height), shown)
        painter.end()


class PaperCard(Card):
    """The strip below its title."""

    def __init__(self, name: str, draw: Draw) -> None:
        super().__init__(f"{name}PaperCard")
        self._draw = draw
        self._title = Line(f"{name}PaperTitle", "strong", "semibold")
        self.strip = PrintedStrip(f"{name}Strip")
        self._shown: tuple[Document, object] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(space(3), space(2), space(3), space(3))
        column.setSpacing(space(2))
        column.addWidget(self._title)
        column.addWidget(scrolled(self.strip, f"{name}PaperArea"), 1)

    def show_document(self, title: str, document: Document, version: object) -> None:
        """Drawn anew where the document or the version is another."""
        self._title.setText(title)
        if self._shown != (document, version):
            self._shown = (document, version)
            self.strip.show_picture(self._draw(document), "\n".join(plain(document, _SPOKEN_COLUMNS)))
