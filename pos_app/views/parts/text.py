"""Words: a label whose ink, size and weight are token names, and one that shrinks to stay whole."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from pos_app.views.look.fonts import font
from pos_app.views.look.paint import begin, fitting_size
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import space

_LINE_PERCENT = 120  # of the font's own line height, which makes 1.4 of its size

_CHINESE_BREAK = re.compile("(?<=[\u3000-\u9fff\uff00-\uffef])\n")


def one_line(words: str) -> str:
    """Without line breaks: a space stands for one, except after a Chinese character."""
    return _CHINESE_BREAK.sub("", words).replace("\n", " ")


class Text(QLabel):
    """One or more lines of words."""

    def __init__(self, name: str, size: str = "body", weight: str = "regular", ink: str = "text") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._size, self._weight = size, weight
        self.setFont(font(size, weight))
        self._ink = ink
        self.setProperty("ink", ink)

    @property
    def ink(self) -> str:
        """The token name of the colour of the words."""
        return self._ink

    def set_size(self, size: str) -> None:
        """Another font size."""
        if size != self._size:
            self._size = size
            self.setFont(font(size, self._weight))

    def changeEvent(self, event: QEvent) -> None:
        """A new style sheet gives labels back fonts they had before: the right one is put on again."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.setFont(font(self._size, self._weight))

    def set_ink(self, ink: str) -> None:
        """Recolours the words."""
        if ink != self._ink:
            self._ink = ink
            self.setProperty("ink", ink)
            self.style().unpolish(self)
            self.style().polish(self)
            self.setFont(font(self._size, self._weight))  # polishing gives back a font it saw before


class Line(Text):
    """One line that ends in an ellipsis where the room ends; the whole text is then in the tooltip."""

    def __init__(self, name: str, size: str = "body", weight: str = "regular", ink: str = "text") -> None:
        super().__init__(name, size, weight, ink)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """What it can live with."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        shown = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = begin(self)
        painter.setPen(colour(self.ink))
        painter.drawText(self.rect(), self.alignment(), shown)
        painter.end()


class Fitting(Text):
    """One line that takes the largest font that its room allows, up to its own."""

    def __init__(self, name: str, size: str, weight: str = "semibold", ink: str = "text") -> None:
        super().__init__(name, size, weight, ink)
        self._largest = size
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_largest(self, size: str) -> None:
        """The font size where there is room enough."""
        if size != self._largest:
            self._largest = size
            self._fit()

    def setText(self, text: str) -> None:  # noqa: N802  # Qt's name
        """The words."""
        super().setText(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self.width() > 0:
            self.set_size(fitting_size(self.text(), self._weight, self._largest, self.width() - 1))


class Paragraph(Text):
    """Words that wrap, with air between their lines. Money in them may stand out."""

    def __init__(self, name: str, size: str = "strong", ink: str = "text2") -> None:
        super().__init__(name, size, "regular", ink)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)

        self._usual, self._words, self._is_small = size, "", False

    def set_plain(self, text: str) -> None:
        """Words without marks."""
        self.set_rich(html.escape(text, quote=False))

    def set_rich(self, text: str) -> None:
        """Escaped words with marks of their own."""
        self._words = text
        self._show()

    def set_small(self, is_small: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """Body size and no breaks of its own, where there is little room."""
        if is_small != self._is_small:
            self._is_small = is_small
            self.set_size("body" if is_small else self._usual)
            self._show()

    def _show(self) -> None:
        if self._is_small:
            self.setText(one_line(self._words))
        else:
            broken = self._words.replace("\n", "<br>")
            self.setText(f'<div style="line-height:{_LINE_PERCENT}%">{broken}</div>')


class Grown(Paragraph):
    """A paragraph that is always as high as its words need at its width, wherever it stands in a scrolled area.

    A layout in a layout does not hand such heights on: here the label itself says what it needs, whenever that changes.
    """

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height."""
        super().resizeEvent(event)
        self._grow()

    def setText(self, text: str) -> None:  # noqa: N802  # Qt's name
        """The words."""
        super().setText(text)
        policy = self.sizePolicy()
        policy.setHeightForWidth(False)  # layouts trust the fixed height alone
        self.setSizePolicy(policy)
        self._grow()

    def _grow(self) -> None:
        least = self.minimumHeight()
        self.setMinimumHeight(0)  # or Qt would say that it needs no less than it has: it would never shrink
        needed = self.heightForWidth(self.width())
        if needed > 0 and self.maximumHeight() != needed:
            self.setFixedHeight(needed)
        else:
            self.setMinimumHeight(least)


class Hint(Fitting):
    """One line if it fits, else two smaller ones."""

    def __init__(self, name: str, weight: str, ink: str = "text2") -> None:
        super().__init__(name, "body", weight, ink)
        self.setWordWrap(True)
        self.setMinimumHeight(space(4))
