"""What if? Members day by day under both rules, how many would fare differently, and who."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from backend_stub.contract import Change, PreviewResult
from pos_app.presenters.rules_state import RulesState
from pos_app.views import format as fmt
from pos_app.views.look.fonts import font
from pos_app.views.look.paint import begin, text_width
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, size, space
from pos_app.views.members.history import HistoryLines
from pos_app.views.parts.button import Button, Kind, Shape
from pos_app.views.parts.card import Bare, Card
from pos_app.views.parts.chip import Chip
from pos_app.views.parts.chooser import Chooser
from pos_app.views.parts.painted import LEFT, RIGHT, line
from pos_app.views.parts.scrolled import scrolled
from pos_app.views.parts.text import Fitting, Grown, Line
from pos_app.views.rules import said
from pos_app.views.rules.lines import narrow
from pos_app.views.rules.people import PeopleRows, fares
from pos_app.views.settlement.plot import grid
from pos_app.views.words import Place, say, words

_PLOT, _LABEL = 72, 24  # the least height
_FIGURES = 340
_PERIOD = 176
_BESIDE = 640  # a card of this width holds both halves beside each other


class MembersPlot(QWidget):
    """Two lines: members with the rule shown, and with the one that runs (dashed)."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("previewPlot")
        self.setMinimumHeight(_PLOT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
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


class FiguresBox(Bare):
    """What came out: both rules' members, the plot, four counts to choose from, what it would have cost."""

    def __init__(self) -> None:
        super().__init__("previewFigures")
        self._told = Fitting("previewDraft", "body", "semibold", "brand")
        self._now = Fitting("previewNow", "body", "regular", "text2")
        self.plot = MembersPlot()
        self.chips = {change: Chip(f"{change.value}Chip") for change in Change}
        self._cost = Fitting("previewCost", "body", "medium")
        for words_line in (self._told, self._now, self._cost):
            words_line.setFixedHeight(space(4))
        counts = QGridLayout()
        counts.setSpacing(space(2))
        for place, chip in enumerate(self.chips.values()):
            counts.addWidget(chip, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._told)
        lines.addWidget(self._now)
        column.addLayout(lines)
        column.addWidget(self.plot, 1)
        column.addLayout(counts)
        column.addWidget(self._cost)

    def show_state(self, state: RulesState, result: PreviewResult) -> None:
        """The figures, and which change is looked at."""
        tried = state.what_if
        self._told.setText(words("rules.draft_members", count=f"{result.members_draft:,}"))
        self._now.setText(words("rules.now_members", count=f"{result.members_in_force:,}"))
        self.plot.show_result(result, state.time_zone)
        for change, chip in self.chips.items():
            text = words(f"rules.{change.value}", count=f"{tried.count(change):,}")
            chip.show_words(text, is_chosen=change is tried.change)
        minor = result.discount_draft_minor - result.discount_in_force_minor
        way = "rules.discount_same" if minor == 0 else "rules.discount_more" if minor > 0 else "rules.discount_less"
        self._cost.setText(words(way, amount=fmt.money(abs(minor), result.currency)))


class PeopleBox(Bare):
    """Those who would fare so; in their place the records of the one who was opened."""

    def __init__(self) -> None:
        super().__init__("previewPeopleBox")
        self.rows = PeopleRows()
        self._nobody = Grown("previewNobody", "body")
        self.back = Button("previewBack", Shape(Kind.QUIET, "body", "caret-left"))
        self._who = Line("previewWho", "body", "semibold")
        self._how = Line("previewHow", "caption", "regular", "text2")
        self.records = HistoryLines()
        self.more = Button("previewMore", Shape(font_size="body"))
        for button in (self.back, self.more):
            button.setFixedHeight(size("touchMin"))
        self._records = scrolled(self.records, "previewRecords")
        self._top = Bare("previewTop")
        named = QVBoxLayout()
        named.setSpacing(0)
        named.addWidget(self._who)
        named.addWidget(self._how)
        top = QHBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(space(2))
        top.addWidget(self.back)
        top.addLayout(named, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        column.addWidget(self._nobody)
        column.addWidget(self.rows, 1)
        column.addWidget(self._top)
        column.addWidget(self._records, 1)
        column.addWidget(self.more)
        column.addStretch(0)

    def show_state(self, state: RulesState) -> None:
        """The list, or one of it."""
        tried = state.what_if
        person = tried.person
        self._nobody.set_plain(words("rules.nobody"))
        self._nobody.setVisible(person is None and tried.count(tried.change) == 0)
        self.rows.show_people(tried.people)
        self.rows.setVisible(person is None and tried.count(tried.change) > 0)
        for part in (self._top, self._records):
            part.setVisible(person is not None)
        self.back.set_words(words("rules.back"))
        self.more.set_words(words("rules.more_people"))
        self.more.setVisible(person is not None and tried.has_more_records)
        if person is not None:
            self._who.setText(person.name)
            self._how.setText(fares(person))
            self.records.show_items(tried.records, Place(state.currency, state.time_zone))


class Halves(Bare):
    """Figures and people: beside each other where there is the width for it, else the people below."""

    def __init__(self, figures: FiguresBox, people: PeopleBox) -> None:
        super().__init__("previewHalves")
        self._figures, self._people = figures, people
        for part in (figures, people):
            part.setParent(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything finds its place again."""
        super().resizeEvent(event)
        room, is_beside, gap = self.rect(), self.width() >= _BESIDE, space(4)
        if is_beside:
            half = (room.width() - gap) // 2
            self._figures.setGeometry(0, 0, half, room.height())
            self._people.setGeometry(half + gap, 0, room.width() - half - gap, room.height())
        else:
            self._figures.setGeometry(0, 0, room.width(), _FIGURES)
            below = _FIGURES + space(3)
            self._people.setGeometry(0, below, room.width(), max(0, room.height() - below))


class WhatIfCard(Card):
    """Begin, progress and stop; then figures and people: one below the other, or beside each other where it is low."""

    def __init__(self) -> None:
        super().__init__("whatIf")
        self._title = Fitting("whatIfTitle", "title", "semibold")
        self.period = Chooser("whatIfPeriod")
        narrow(self.period, _PERIOD)
        self._told = Grown("whatIfNow", "body")
        self.run = Button("tryOut", Shape(font_size="body"))
        self.run.setFixedHeight(size("button"))
        self._bar = QProgressBar()
        self._bar.setObjectName("whatIfBar")
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(space(2))
        self.figures, self.people = FiguresBox(), PeopleBox()
        top = QHBoxLayout()
        top.setSpacing(space(2))
        top.addWidget(self._title, 1)
        top.addWidget(self.period, 1)
        self._halves = Halves(self.figures, self.people)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        column.addLayout(top)
        column.addWidget(self._told)
        column.addWidget(self._bar)
        column.addWidget(self._halves, 100)
        column.addWidget(self.run)
        column.addStretch(1)

    def show_state(self, state: RulesState) -> None:
        """As far as it is."""
        tried, result = state.what_if, state.what_if.result
        self._title.setText(words("rules.what_if"))
        self.period.show_choices(*said.period_choices(state.today, state.period), words("rules.over"))
        told = _told(state)
        self._told.set_plain(told)
        self._told.setVisible(bool(told))
        self._bar.setVisible(tried.is_running)
        self._bar.setValue(tried.preview.progress_percent if tried.preview else 0)
        self._bar.setAccessibleName(words("rules.progress", percent=self._bar.value()))
        self.run.set_words(words("rules.stop_trying" if tried.is_running else "rules.try_out"))
        self.run.setEnabled(tried.is_running or state.is_good)
        self.run.setVisible(result is None)
        self._halves.setVisible(result is not None)
        if result is not None:
            self.figures.show_state(state, result)
            self.people.show_state(state)


def _told(state: RulesState) -> str:
    tried = state.what_if
    if tried.trouble is not None:
        return say(tried.trouble, Place(state.currency, state.time_zone))
    if tried.result is not None:
        return ""
    if tried.is_running:
        return words("rules.progress", percent=tried.preview.progress_percent if tried.preview else 0)
    return words("rules.what_if_why")
