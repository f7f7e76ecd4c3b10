"""A banner: a tint, an icon, and up to three lines. Stays until its cause is gone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.views.look.paint import begin, box
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import radius, size, space
from pos_app.views.parts.icon import Icon
from pos_app.views.parts.pill import TONES
from pos_app.views.parts.text import Text, one_line


class Banner(QWidget):
    """A bold line between two plain ones; an empty line takes no room."""

    def __init__(self, name: str, tone: str, bold_size: str = "title") -> None:
        super().__init__()
        self.setObjectName(name)
        self._tone = tone
        self._icon = Icon(f"{name}Icon", size("iconLarge"))
        self._above = Text(f"{name}Above", "body", "regular", "text2")
        self._bold = Text(f"{name}Bold", bold_size, "semibold")
        self._below = Text(f"{name}Below", "strong" if bold_size == "heading" else "body", "regular", "text2")
        self._is_tall = bold_size == "heading"
        self._bold_size, self._bold_words = bold_size, ""
        lines = QVBoxLayout()
        lines.setSpacing(space(1) // 2 if self._is_tall else 0)
        lines.addStretch(1)
        for line in (self._above, self._bold, self._below):
            line.setWordWrap(True)
            lines.addWidget(line)
        lines.addStretch(1)
        where = Qt.AlignmentFlag.AlignTop if self._is_tall else Qt.AlignmentFlag.AlignVCenter
        self._icon_place = QVBoxLayout()
        self._icon_place.addWidget(self._icon, 0, where)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(4), space(2), space(4), space(2))
        row.setSpacing(space(4))
        row.addLayout(self._icon_place)
        row.addLayout(lines, 1)
        self._lower_icon(is_compact=False)

    def show_lines(self, icon: str, bold: str, above: str = "", below: str = "") -> None:
        """Fills the lines."""
        self._icon.show_icon(icon, TONES[self._tone][0])
        self._bold_words = bold
        for label, words in ((self._above, above), (self._bold, bold), (self._below, below)):
            label.setText(words)
            label.setVisible(bool(words))
        self.setAccessibleName(" ".join(part for part in (above, bold, below) if part).replace("\n", " "))

    def set_compact(self, is_compact: bool) -> None:  # noqa: FBT001  # a setter of one switch
        """One smaller bold line, and less air."""
        self._bold.set_size("strong" if is_compact else self._bold_size)
        self._bold.setText(one_line(self._bold_words) if is_compact else self._bold_words)
        self._below.set_size("body" if is_compact or not self._is_tall else "strong")
        self._lower_icon(is_compact=is_compact)

    def _lower_icon(self, *, is_compact: bool) -> None:
        """On a tall banner the icon stands beside the first lines."""
        self._icon_place.setContentsMargins(0, space(3) if self._is_tall and not is_compact else 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        box(painter, QRectF(self.rect()), radius("control"), colour(TONES[self._tone][1]))
        painter.end()
