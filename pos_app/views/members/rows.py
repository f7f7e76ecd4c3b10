"""The list of members: a row each, drawn only while it is in sight, more fetched as its end comes near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from backend_stub.contract import Member
from pos_app.presenters.members_state import MembersState
from pos_app.views import format as fmt
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space
from pos_app.views.parts.painted import LEFT, RIGHT, line, tier_pill
from pos_app.views.parts.person import paint_initials
from pos_app.views.words import words

Clock = Callable[[], dt.datetime]
ROW = 72
_FETCH_BEFORE = 10  # rows from the end
Index = QModelIndex | QPersistentModelIndex


def seen(at: dt.datetime | None, now: dt.datetime, zone: str) -> str:
    """When somebody was last seen, as people say it."""
    if at is None:
        return words("members.never")
    days = (dt.date.fromisoformat(fmt.iso_day(now, zone)) - dt.date.fromisoformat(fmt.iso_day(at, zone))).days
    if days == 0:
        return words("members.today", time=fmt.time(at, zone))
    return words("members.yesterday") if days == 1 else fmt.short_day(at, zone)


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Member, ...] = ()
        self.spoken: Callable[[Member], str] = lambda member: member.name

    def show(self, rows: tuple[Member, ...]) -> None:
        """Rows that were added at the end leave those above as they are."""
        old = len(self.rows)
        if len(rows) > old and rows[:old] == self.rows:
            self.beginInsertRows(QModelIndex(), old, len(rows) - 1)
            self.rows = rows
            self.endInsertRows()
        elif rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = 0) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.spoken(self.rows[index.row()])
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, rows: MemberRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        member = self._rows.member(index.row())
        rect = QRectF(option.rect)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, colour("brandTint" if is_chosen else "surface"))
        if is_chosen:
            painter.fillRect(QRectF(rect.left(), rect.top(), space(1), rect.height()), colour("brand"))
        painter.fillRect(
            QRectF(rect.left(), rect.bottom() - border("hair"), rect.width(), border("hair")), colour("line")
        )
        self._paint_words(painter, rect, member, is_chosen=is_chosen)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRectF, member: Member, *, is_chosen: bool) -> None:
        middle, side = rect.center().y(), size("touchMin")
        paint_initials(
            painter, QPointF(rect.left() + space(3) + side / 2, middle), side, member.name, is_chosen=is_chosen
        )
        right = rect.right() - space(3)
        tier = member.tier_name or words(f"standing.{member.standing.value}")
        pill = tier_pill(painter, right, middle - space(2) - 2, tier, self._rows.place_of(member), is_on_tint=is_chosen)
        left = rect.left() + space(3) + side + 12
        points = words("members.points", count=f"{member.points:,}")
        below = QRectF(left, middle + 1, right - left, space(4))
        used = line(painter, below, points, ("caption", "regular"), "text2", RIGHT)
        line(
            painter,
            QRectF(left, middle - space(4) - 1, right - left - pill - space(2), space(4)),
            member.name,
            ("body", "semibold"),
        )
        when = self._rows.seen(member)
        line(painter, below.adjusted(0, 0, -used - space(2), 0), when, ("caption", "regular"), "text2", LEFT)


class MemberRows(QListView):
    """Arrows move, and what they move to is opened; so does a click."""

    chosen = Signal(str)
    near_end = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("memberRows")
        self._clock = clock
        self._state: MembersState | None = None
        self._tiers: dict[str, int] = {}
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)  # Qt's setter
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("ground", "none")
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("small")

    def show_state(self, state: MembersState) -> None:
        """The rows, and the one that is chosen."""
        self._state = state
        self.setAccessibleName(words("members.list"))
        self._model.spoken = lambda member: ", ".join(
            (member.name, member.tier_name or words(f"standing.{member.standing.value}"), self.seen(member))
        )
        self.selectionModel().blockSignals(True)
        self._model.show(state.rows)
        at = next((n for n, row in enumerate(state.rows) if row.customer_id == state.chosen_id), None)
        if at is not None and at != self.currentIndex().row():
            self.setCurrentIndex(self._model.index(at))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def member(self, row: int) -> Member:
        """The member of a row."""
        return self._model.rows[row]

    def place_of(self, member: Member) -> int:
        """A tier has the same pill in every row: by the order in which tiers came into sight."""
        if member.tier_key is None:
            return 1
        return self._tiers.setdefault(member.tier_key, len(self._tiers))

    def seen(self, member: Member) -> str:
        """When they were last seen."""
        zone = self._state.time_zone if self._state else "UTC"
        return seen(member.last_at, self._clock(), zone)

    def _moved(self, current: QModelIndex, before: QModelIndex) -> None:
        del before
        if current.isValid():
            self.chosen.emit(self.member(current.row()).customer_id)

    def _scrolled(self, value: int) -> None:
        if self.verticalScrollBar().maximum() - value < _FETCH_BEFORE * ROW:
            self.near_end.emit()
