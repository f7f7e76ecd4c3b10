"""The sheet of keys (`?`): what the page that is shown takes, and what every page takes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.views.keys import Shortcut
from pos_app.views.look.paint import begin, box, chip, chip_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, space
from pos_app.views.parts.card import Card
from pos_app.views.parts.painted import line
from pos_app.views.words import words

_ROW, _ROW_LEAST, _WIDTH = 40, 28, 800
Group = tuple[str, Sequence[Shortcut]]  # message id of its title, its keys


class KeySheet(Card):
    """Lies over the page; the next key puts it away, and is not lost."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("keySheet", parent)
        self._groups: tuple[Group, ...] = ()
        self.hide()

    def show_groups(self, groups: tuple[Group, ...]) -> None:
        """A column each."""
        self._groups = tuple(group for group in groups if group[1])
        said = (f"{words(title)}: {'; '.join(_spoken(one) for one in keys)}" for title, keys in self._groups)
        self.setAccessibleName(". ".join(said))
        self.show()
        self.raise_()
        self.update()

    def size_wanted(self, room: QSize) -> QSize:
        """As much as its lines need, within the room there is."""
        rows = max((len(keys) for _, keys in self._groups), default=0) + 1
        return QSize(min(_WIDTH, room.width()), min(rows * _ROW + 2 * space(4), room.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        super().paintEvent(event)
        painter = begin(self)
        box(painter, QRectF(self.rect()), radius("card"), None, colour("brand"), border("key"))
        rows = max((len(keys) for _, keys in self._groups), default=0) + 1
        height = max(_ROW_LEAST, min(_ROW, (self.height() - 2 * space(4)) / rows))
        gap = space(5)
        width = (self.width() - 2 * space(4) - gap * (len(self._groups) - 1)) / max(1, len(self._groups))
        for column, (title, keys) in enumerate(self._groups):
            left, top = space(4) + column * (width + gap), float(space(4))
            line(painter, QRectF(left, top, width, height), words(title), ("strong", "semibold"))
            widest = max(chip_width(one.shown) for one in keys)
            for number, one in enumerate(keys, 1):
                where = QRectF(left, top + number * height, width, height)
                painter.fillRect(QRectF(left, where.top(), width, border("hair")), colour("line"))
                chip(painter, left, where.center().y(), one.shown, colour("text2"))
                line(painter, where.adjusted(widest + space(3), 0, 0, 0), words(one.words))
        painter.end()

    def clips(self) -> bool:
        """Whether its lines don't fit, one below the other."""
        rows = max((len(keys) for _, keys in self._groups), default=0) + 1
        return rows * _ROW_LEAST + 2 * space(4) > self.height()


def _spoken(one: Shortcut) -> str:
    return f"{one.shown} {words(one.words)}"
