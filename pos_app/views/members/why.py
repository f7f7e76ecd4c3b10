"""Why somebody stands where they stand, and what would come next: measures, records, the day it would fall."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from backend_stub.contract import CountedRecord, Explanation, NextStep, Phrase, association_words
from pos_app.presenters.members_state import MembersState
from pos_app.views import format as fmt
from pos_app.views.language import Language, shown
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import begin, box
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space, till
from pos_app.views.parts.card import Card
from pos_app.views.parts.painted import RIGHT, line
from pos_app.views.parts.pill import Pill
from pos_app.views.parts.text import Fitting, Line, Paragraph
from pos_app.views.words import Place, words

_ROW = 36
_TILE = 72
_LOW = 280


def sentence(phrase: Phrase, currency: str) -> str:
    """A phrase of the platform's about rules, in the language shown; empty for one of a later platform's."""
    if phrase.message not in association_words.texts():
        return ""
    language = "zh" if shown() is Language.CHINESE else "en"
    said = association_words.say(phrase, language, lambda minor: fmt.money(minor, currency))
    return said[:1].upper() + said[1:]


class RecordsGrid(QWidget):
    """The records that count, in two columns, as many as there is room for, and their sum."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("whyRecords")
        self._records: tuple[CountedRecord, ...] = ()
        self._sum = ("", "")

    def show_explanation(self, explanation: Explanation, place: Place) -> None:
        """Newest first."""
        self._records = tuple(explanation.records)
        currency = explanation.records[0].currency if explanation.records else place.currency
        self._sum = (
            words("members.sum", count=explanation.records_count),
            fmt.money(explanation.records_minor, currency),
        )
        self._zone = place.time_zone
        self.setAccessibleName(", ".join(self._sum))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        rows = max(0, (self.height() - _ROW) // _ROW)
        gap = space(5)
        width = (self.width() - gap) / 2
        for index, record in enumerate(self._records[: 2 * rows]):
            left = 0.0 if index < rows else width + gap
            self._paint(painter, QRectF(left, index % rows * _ROW, width, _ROW), record)
        if self._records:
            foot = QRectF(0, min(rows, len(self._records)) * _ROW, self.width(), _ROW)
            painter.fillRect(QRectF(0, foot.top(), self.width(), border("hair")), colour("line"))
            line(painter, foot, self._sum[0], ("body", "semibold"))
            line(painter, foot, self._sum[1], ("body", "semibold"), "text", RIGHT)
        painter.end()

    def _paint(self, painter: QPainter, where: QRectF, record: CountedRecord) -> None:
        painter.fillRect(QRectF(where.left(), where.top(), where.width(), border("hair")), colour("line"))
        amount = fmt.money(record.amount_minor, record.currency)
        used = line(painter, where, amount, ("body", "semibold"), "text", RIGHT)
        line(painter, where.adjusted(0, 0, -used - space(1), 0), fmt.short_day(record.day, "UTC"), ink="text2")


class WithoutTile(QWidget):
    """The counterfactual: what it would be without the latest record."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("withoutLast")
        self.setFixedHeight(_TILE)
        self._text = Paragraph("withoutLastText", "body", "text")
        row = QHBoxLayout(self)
        row.setContentsMargins(space(3) + size("icon") + space(3), space(1), space(3), space(1))
        row.addWidget(self._text)

    def show_text(self, text: str) -> None:
        """The sentence."""
        self._text.set_plain(text)
        self.setAccessibleName(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        box(painter, QRectF(self.rect()), radius("control"), colour("sunken"))
        side = size("icon")
        paint_icon(painter, "tree-structure", QRectF(space(3), (self.height() - side) / 2, side, side), colour("text"))
        painter.end()


class WhyCard(Card):
    """Why Silver? By which measures, from which records, by which version of the rule."""

    def __init__(self) -> None:
        super().__init__("whyCard")
        self._title = Fitting("whyTitle", "title", "semibold")
        self._rule = Pill("whyRule")
        self._measure = Paragraph("whyMeasure", "body", "text")
        self._records, self._without = RecordsGrid(), WithoutTile()
        self._has_without = False
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._rule)
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        column.addLayout(head)
        column.addWidget(self._measure)
        column.addWidget(self._records, 1)
        column.addWidget(self._without)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a low card the records come first."""
        super().resizeEvent(event)
        self._place_without()

    def _place_without(self) -> None:
        self._without.setVisible(self._has_without and self.height() >= _LOW)

    def show_state(self, state: MembersState) -> None:
        """The explanation of the member shown."""
        if state.profile is None:
            return
        why, place = state.profile.explanation, Place(state.currency, state.time_zone)
        self._title.setText(words("members.why", tier=why.tier_name) if why.tier_name else words("members.why_none"))
        self._rule.setVisible(why.rule_version is not None)
        self._rule.show_words(words("members.rule", number=why.rule_version or 0), "plain")
        self._measure.set_plain(_measured(why, state.currency))
        self._measure.setVisible(bool(why.measures))
        self._records.show_explanation(why, place)
        self._has_without = why.without_last is not None
        self._place_without()
        if why.without_last is not None:
            self._without.show_text(sentence(why.without_last, state.currency))


def _measured(why: Explanation, currency: str) -> str:
    """The first measure that holds, or the one that is nearest."""
    if not why.measures:
        return ""
    shown_one = next((one for one in why.measures if one.holds), why.measures[0])
    return words("members.of", have=shown_one.value, wanted=shown_one.wanted, what=sentence(shown_one.phrase, currency))


class NextTile(QWidget):
    """What would raise the tier, how far it is, and when it would fall."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("nextStep")
        self._title = Fitting("nextTitle", "strong", "semibold", "brand")
        self._what = Paragraph("nextWhat", "body", "text")
        self._foot = Line("nextFoot", "caption", "regular", "text2")
        self._share = 0.0
        self._has_bar = False
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        icon_room = QHBoxLayout()
        icon_room.addSpacing(size("icon") + space(2))
        icon_room.addWidget(self._title, 1)
        column.addLayout(icon_room)
        column.addWidget(self._what, 1)
        column.addSpacing(till("bar"))
        column.addWidget(self._foot)

    def show_state(self, state: MembersState) -> None:
        """The next step of the member shown, or that there is none."""
        if state.profile is None:
            return
        why, place = state.profile.explanation, Place(state.currency, state.time_zone)
        step = why.next_step
        self._has_bar = step is not None
        self._title.setText(_title(step, place) if step else words("members.top"))
        self._what.set_plain(_what(step, place) if step else "")
        parts = []
        if step is not None:
            self._share = min(1.0, step.have / max(1, step.wanted))
            is_money = step.measure == "amount"
            have = fmt.money(step.have, place.currency) if is_money else str(step.have)
            wanted = fmt.money(step.wanted, place.currency) if is_money else str(step.wanted)
            parts.append(words("members.have", have=have, wanted=wanted))
        if why.fall is not None:
            day = fmt.short_day(why.fall.day, place.time_zone)
            fall = "members.fall" if why.fall.tier_name else "members.fall_end"
            parts.append(words(fall, tier=why.fall.tier_name or "", day=day))
        self._foot.setText(" · ".join(parts))
        self.setAccessibleName(f"{self._title.text()} {self._foot.text()}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws it."""
        del event
        painter = begin(self)
        box(painter, QRectF(self.rect()), radius("card"), colour("brandTint"))
        side = size("icon")
        top = self._title.geometry().center().y() - side / 2
        paint_icon(painter, "trend-up-bold", QRectF(space(4), top, side, side), colour("brand"))
        if self._has_bar:
            left, width = space(4), self.width() - 2 * space(4)
            where = QRectF(left, self._foot.geometry().top() - till("bar") - space(1), width, till("bar"))
            box(painter, where, radius("small"), colour("surface"))
            box(
                painter,
                QRectF(where.topLeft(), where.bottomRight() - QPointF(width * (1 - self._share), 0)),
                radius("small"),
                colour("brand"),
            )
        painter.end()


def _title(step: NextStep, place: Place) -> str:
    benefit = step.benefit
    if benefit.discount_basis_points:
        percent = f"{benefit.discount_basis_points / 100:g}"
        return words("members.next_percent", tier=step.tier_name, percent=percent)
    if benefit.discount_minor:
        return words("members.next_amount", place, tier=step.tier_name, amount_minor=benefit.discount_minor)
    return words("members.next", tier=step.tier_name)


def _what(step: NextStep, place: Place) -> str:
    if step.measure == "amount":
        what = words("members.missing_amount", place, missing_minor=step.missing)
        pace = None if step.pace is None else fmt.money(step.pace, place.currency)
    else:
        what = words(f"members.missing_{step.measure}", missing=step.missing)
        pace = None if step.pace is None else str(step.pace)
    said = words("members.by", what=what, day=fmt.short_day(step.by_day, place.time_zone)) if step.by_day else what
    return said if pace is None else f"{said} {words('members.pace', pace=pace)}"
