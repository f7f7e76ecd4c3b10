"""What if? Members day by day under both rules, how many would fare differently, and who."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from backend_stub.contract import Change, PreviewPerson, PreviewResult
from pos_app.presenters.rules_state import RulesState
from pos_app.views import format as fmt
from pos_app.views.look.fonts import font
from pos_app.views.look.paint import begin, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, size, space
from pos_app.views.parts.button import Button, Shape
from pos_app.views.parts.card import Bare
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.painted import LEFT, RIGHT, line
from pos_app.views.parts.text import Paragraph
from pos_app.views.settlement.plot import grid
from pos_app.views.words import Place, say, words

_PLOT, _LABEL = 140, 24


class MembersPlot(QWidget):
    """Two lines: members with the rule shown, and with the one that runs (dashed)."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("previewPlot")
        self.setFixedHeight(_PLOT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._result: PreviewResult | None = None
        self._zone = "UTC"

    def show_result(self, result: PreviewResult, zone: str) -> None:
        """What to draw; the ends are said as well."""
        self._result, self._zone = result, zone
        told = words("rules.plot", draft=result.members_draft, now=result.members_in_force)
        self.setAccessibleName(told)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        result = self._result
        if result is None or not result.series:
            return
        painter = begin(self)
        step, lines = grid(max(1, *(max(one.draft, one.in_force) for one in result.series)))
        top = step * lines
        left = text_width(f"{top:,}", "caption", "regular") + space(2)
        area = QRectF(self.rect()).adjusted(left, _LABEL / 2, -space(1), -_LABEL)
        painter.setFont(font("caption", "regular"))
        for number in range(lines + 1):
            height = area.bottom() - number / lines * area.height()
            painter.fillRect(QRectF(area.left(), round(height), area.width(), border("hair")), colour("line"))
            where = QRectF(0, height - _LABEL / 2, left - space(2), _LABEL)
            line(painter, where, f"{number * step:,}", ("caption", "regular"), "text2", RIGHT)
        now = [one.in_force for one in result.series]
        self._paint_line(painter, area, now, top, QPen(colour("text2"), border("key"), Qt.PenStyle.DashLine))
        draft = [one.draft for one in result.series]
        self._paint_line(painter, area, draft, top, QPen(colour("brand"), border("focus")))
        foot = QRectF(area.left(), area.bottom(), area.width(), _LABEL)
        days = (result.from_day, result.to_day)
        for day, align in zip(days, (LEFT, RIGHT), strict=True):
            line(painter, foot, fmt.short_day(day, self._zone), ("caption", "regular"), "text2", align)
        painter.end()

    def _paint_line(self, painter: QPainter, area: QRectF, values: list[int], top: int, pen: QPen) -> None:
        last = max(1, len(values) - 1)
        points = [
            QPointF(area.left() + place / last * area.width(), area.bottom() - value / top * area.height())
            for place, value in enumerate(values)
        ]
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(points))


class WhatIfBox(Bare):
    """Begin, progress and stop; then the plot, four counts to choose from, and the people of the chosen one."""

    def __init__(self) -> None:
        super().__init__("whatIf")
        self.run, self.more = Button("tryOut", Shape(font_size="body")), Button("morePeople", Shape(font_size="body"))
        self._told = Paragraph("whatIfTold", "body")
        self.plot = MembersPlot()
        self.chips = {change: Chip(f"{change.value}Chip") for change in Change}
        self._people = Paragraph("previewPeople", "body", "text")
        for button in (self.run, self.more):
            button.setFixedHeight(size("touchMin"))
        self._counts = Bare("previewCounts")
        counts = QGridLayout(self._counts)
        counts.setContentsMargins(0, 0, 0, 0)
        counts.setSpacing(space(2))
        for place, chip in enumerate(self.chips.values()):
            counts.addWidget(chip, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        for part in (self.run, self._told, self.plot, self._counts, self._people, self.more):
            column.addWidget(part)

    def show_state(self, state: RulesState) -> None:
        """As far as it is."""
        tried, result = state.what_if, state.what_if.result
        self.run.set_words(words("rules.stop_trying" if tried.is_running else "rules.try_out"))
        self.run.setEnabled(tried.is_running or state.is_good)
        self.run.setVisible(result is None)
        self._told.set_plain(self._words(state))
        for part in (self.plot, self._counts, self._people):
            part.setVisible(result is not None)
        self.more.set_words(words("rules.more_people"))
        self.more.setVisible(result is not None and tried.has_more)
        if result is None:
            return
        self.plot.show_result(result, state.time_zone)
        for change, chip in self.chips.items():
            text = words(f"rules.{change.value}", count=f"{tried.count(change):,}")
            chip.show_words(text, is_chosen=change is tried.change)
        self._people.set_plain("\n".join(_person(one) for one in tried.people))

    def _words(self, state: RulesState) -> str:
        tried, result = state.what_if, state.what_if.result
        if tried.trouble is not None:
            return say(tried.trouble, Place(state.currency, state.time_zone))
        if result is not None:
            more = fmt.money(result.discount_draft_minor - result.discount_in_force_minor, result.currency)
            ends = words("rules.plot", draft=f"{result.members_draft:,}", now=f"{result.members_in_force:,}")
            return f"{ends}\n{words('rules.discount_more', amount=more)}"
        if tried.is_running:
            return words("rules.progress", percent=tried.preview.progress_percent if tried.preview else 0)
        return words("rules.what_if_why")


def _person(one: PreviewPerson) -> str:
    before, after = one.in_force_tier or words("rules.no_member"), one.draft_tier or words("rules.no_member")
    return f"{one.name}: {before} → {after}"
