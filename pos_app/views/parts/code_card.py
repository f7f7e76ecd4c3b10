"""The payment code on a phone: QR, bars and digits, black on white in both themes, whole pixels for every module."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.views.look.fonts import font
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space, tokens

_GROUP = 3
_GAP = 36  # between QR and bars, as on picture 12
_DIGITS = 40  # height of the line of digits


class CodeCard(QWidget):
    """Shows one code; without one it says why."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("codeCard")
        self._digits, self._instead, self._why = "", "", ""
        self._squares: tuple[tuple[bool, ...], ...] = ()
        self._bars: tuple[bool, ...] = ()

    def show_code(self, code: str | None, spoken: str, instead: str, why: str) -> None:
        """The code's digits, or what to say instead of it."""
        self._instead, self._why = instead, why
        if (code or "") != self._digits:
            self._digits = code or ""
            self._squares, self._bars = _modules(code) if code else ((), ())
        self.setAccessibleName(spoken if code else instead)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        box(painter, QRectF(self.rect()), radius("phoneCard"), colour("codePaper"), colour("line"), border("hair"))
        if self._digits:
            self._paint_code(painter)
        else:
            self._paint_instead(painter)
        painter.end()

    def _paint_code(self, painter: QPainter) -> None:
        measures = tokens().phone
        rows = len(self._squares)
        # quiet zones: 4 modules around the QR, 10 beside the bars
        fixed = _GAP + measures["bars"] + _DIGITS
        module = max(1, min(measures["module"], (self.height() - fixed) // (rows + 8), self.width() // (rows + 8)))
        bar = max(1, min(measures["barModule"], self.width() // (len(self._bars) + 20)))
        side = rows * module
        left = (self.width() - side) // 2
        top = max(4 * module, (self.height() - side - fixed) // 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        ink = colour("codeInk")
        for row, modules in enumerate(self._squares):
            for column, is_dark in enumerate(modules):
                if is_dark:
                    painter.fillRect(left + column * module, top + row * module, module, module, ink)
        left = (self.width() - len(self._bars) * bar) // 2
        top += side + _GAP
        for place, is_dark in enumerate(self._bars):
            if is_dark:
                painter.fillRect(left + place * bar, top, bar, measures["bars"], ink)
        top += measures["bars"]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(ink)
        painter.setFont(font("title", "medium"))
        grouped = " ".join(self._digits[at : at + _GROUP] for at in range(0, len(self._digits), _GROUP))
        painter.drawText(QRectF(0, top + space(2), self.width(), _DIGITS), Qt.AlignmentFlag.AlignCenter, grouped)

    def _paint_instead(self, painter: QPainter) -> None:
        middle, side = self.height() / 2, size("iconLarge")
        where = QRectF((self.width() - side) / 2, middle - side - space(3), side, side)
        paint_icon(painter, "hourglass-medium", where, colour("codeInk"))
        painter.setPen(colour("codeInk"))
        painter.setFont(font("title", "semibold"))
        painter.drawText(
            QRectF(0, middle - space(2), self.width(), space(5)), Qt.AlignmentFlag.AlignCenter, self._instead
        )
        painter.setFont(font("body"))
        painter.drawText(QRectF(0, middle + space(4), self.width(), space(4)), Qt.AlignmentFlag.AlignCenter, self._why)


def _modules(code: str) -> tuple[tuple[tuple[bool, ...], ...], tuple[bool, ...]]:
    from backend_stub.contract.code_modules import code128_modules, qr_modules

    return qr_modules(code), code128_modules(code)
