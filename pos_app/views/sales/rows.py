"""The list of sales: a row each, drawn only while it is in sight, more fetched as its end comes near."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos_app.presenters.sales_state import SalesState, Sold
from pos_app.presenters.sell_state import RowMark
from pos_app.views import format as fmt
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.paint import disc
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space
from pos_app.views.parts.painted import LEFT, RIGHT, line
from pos_app.views.parts.sale_row import MARKS
from pos_app.views.words import Place, say, words

Clock = Callable[[], dt.datetime]
Index = QModelIndex | QPersistentModelIndex
ROW = 72
_FETCH_BEFORE = 10  # rows from the end


def when(at: dt.datetime, now: dt.datetime, zone: str) -> str:
    """The time; of another day with its day."""
    if fmt.iso_day(at, zone) == fmt.iso_day(now, zone):
        return fmt.time(at, zone)
    is_this_year = fmt.iso_day(at, zone)[:4] == fmt.iso_day(now, zone)[:4]
    return f"{(fmt.short_day if is_this_year else fmt.day)(at, zone)} {fmt.time(at, zone)}"


def name_of(sold: Sold) -> str:
    """The customer as the till shows them; else what the sale is."""
    return sold.row.name or words(f"sales.nobody_{sold.row.mark.value}")


class _Model(QAbstractListModel):
    """Says that there is more for as long as there is; whoever shows it decides when to ask."""

    def __init__(self, spoken: Callable[[Sold], str], fetch: Callable[[], None]) -> None:
        super().__init__()
        self.rows: tuple[Sold, ...] = ()
        self.has_more = False
        self._spoken, self._fetch = spoken, fetch

    def show(self, rows: tuple[Sold, ...]) -> None:
        """Rows that were added at the end leave those above as they are; a row that changed is only drawn anew."""
        old = len(self.rows)
        if len(rows) > old and rows[:old] == self.rows:
            self.beginInsertRows(QModelIndex(), old, len(rows) - 1)
            self.rows = rows
            self.endInsertRows()
        elif [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = rows
        else:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def canFetchMore(self, parent: Index) -> bool:  # noqa: N802  # Qt's name
        return self.has_more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:  # noqa: N802  # Qt's name
        if not parent.isValid() and self.rows:
            self._fetch()

    def data(self, index: Index, role: int = 0) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self._spoken(self.rows[index.row()])
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, rows: SaleRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect = QRectF(option.rect)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, colour("brandTint" if is_chosen else "surface"))
        if is_chosen:
            painter.fillRect(QRectF(rect.left(), rect.top(), space(1), rect.height()), colour("brand"))
        hair = border("hair")
        painter.fillRect(QRectF(rect.left(), rect.bottom() - hair, rect.width(), hair), colour("line"))
        self._paint_sale(painter, rect, self._rows.sold(index.row()), is_chosen=is_chosen)
        painter.restore()

    def _paint_sale(self, painter: QPainter, rect: QRectF, sold: Sold, *, is_chosen: bool) -> None:
        middle, side = rect.center().y(), size("touchMin")
        paint_mark(
            painter, QPointF(rect.left() + space(3) + side / 2, middle), side, sold.row.mark, is_on_tint=is_chosen
        )
        left, right = rect.left() + space(3) + side + 12, rect.right() - space(3)
        above = QRectF(left, middle - space(4) - 1, right - left, space(4))
        below = QRectF(left, middle + 1, right - left, space(4))
        amount = fmt.money(sold.row.amount_minor, self._rows.place.currency)
        used = line(painter, above, amount, ("body", "semibold"), "text", RIGHT)
        line(painter, above.adjusted(0, 0, -used - space(2), 0), name_of(sold), ("body", "semibold"))
        note = say(sold.row.note, self._rows.place) if sold.row.note else ""
        ink = "warning" if sold.row.mark is RowMark.ASKING else "text2"
        used = line(painter, below, note, ("caption", "regular"), ink, RIGHT) if note else 0.0
        told = self._rows.told(sold)
        line(painter, below.adjusted(0, 0, -used - space(2), 0), told, ("caption", "regular"), "text2", LEFT)


def paint_mark(painter: QPainter, middle: QPointF, side: float, mark: RowMark, *, is_on_tint: bool = False) -> None:
    """What became of a sale: an icon on a disc."""
    icon, ink, ground = MARKS[mark]
    disc(painter, middle, side, colour("surface" if is_on_tint else ground))
    inner = side * 0.45
    paint_icon(painter, icon, QRectF(middle.x() - inner / 2, middle.y() - inner / 2, inner, inner), colour(ink))


class SaleRows(QListView):
    """Arrows move, and what they move to is opened; so does a click."""

    chosen = Signal(str)
    near_end = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("saleRows")
        self._clock = clock
        self.place = Place("EUR", "UTC")
        self._has_tills = False
        self._model = _Model(self._spoken, self.near_end.emit)
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

    def show_state(self, state: SalesState) -> None:
        """The rows, and the one that is chosen."""
        self.place = Place(state.currency, state.time_zone)
        self._has_tills = len(state.tills) > 1
        self.setAccessibleName(words("sales.list"))
        rows = state.rows
        self.selectionModel().blockSignals(True)
        self._model.has_more = state.has_more and not state.is_loading
        self._model.show(rows)
        at = next((number for number, row in enumerate(rows) if row.id == state.chosen_id), None)
        if at is not None and at != self.currentIndex().row():
            self.setCurrentIndex(self._model.index(at))
        self.selectionModel().blockSignals(False)
        self.viewport().update()

    def sold(self, row: int) -> Sold:
        """The sale of a row."""
        return self._model.rows[row]

    def told(self, sold: Sold) -> str:
        """The line below the name: when, where, by whom."""
        sale = sold.sale
        parts = [when(sold.row.at, self._clock(), sale.time_zone if sale else self.place.time_zone)]
        if sale is not None:
            parts += [sale.till_name] if self._has_tills else []
            parts += [sale.operator_name] if sale.operator_name else []
        return " · ".join(parts)

    def step(self, rows: int) -> None:
        """Up or down from where it stands, as far as there are rows."""
        count = self._model.rowCount()
        if count:
            at = min(max(self.currentIndex().row() + rows, 0), count - 1)
            self.setCurrentIndex(self._model.index(at))

    def _spoken(self, sold: Sold) -> str:
        note = say(sold.row.note, self.place) if sold.row.note else words(f"mark.{sold.row.mark.value}")
        return ", ".join((name_of(sold), fmt.money(sold.row.amount_minor, self.place.currency), self.told(sold), note))

    def _moved(self, current: QModelIndex, before: QModelIndex) -> None:
        del before
        if current.isValid():
            self.chosen.emit(self.sold(current.row()).id)

    def _scrolled(self, value: int) -> None:
        if self._model.has_more and self.verticalScrollBar().maximum() - value < _FETCH_BEFORE * ROW:
            self.near_end.emit()
