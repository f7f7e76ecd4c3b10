"""Who would fare differently: a row each, and the records of the one that was opened."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from backend_stub.contract import PreviewPerson
from pos_app.views.look.icons import paint_icon
from pos_app.views.look.theme import colour
from pos_app.views.look.tokens import border, radius, size, space
from pos_app.views.parts.painted import LEFT, line
from pos_app.views.words import words

ROW = 56
_FETCH_BEFORE = 6  # rows from the end
Index = QModelIndex | QPersistentModelIndex


def fares(one: PreviewPerson) -> str:
    """From which tier to which."""
    before, after = one.in_force_tier or words("rules.no_member"), one.draft_tier or words("rules.no_member")
    return f"{before} → {after}"


class _Model(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.people: tuple[PreviewPerson, ...] = ()

    def show(self, people: tuple[PreviewPerson, ...]) -> None:
        """People who were added at the end leave those above as they are."""
        old = len(self.people)
        if len(people) > old > 0 and people[:old] == self.people:
            self.beginInsertRows(QModelIndex(), old, len(people) - 1)
            self.people = people
            self.endInsertRows()
        elif people != self.people:
            self.beginResetModel()
            self.people = people
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  # Qt's name
        return 0 if parent is not None and parent.isValid() else len(self.people)

    def data(self, index: Index, role: int = 0) -> object:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            one = self.people[index.row()]
            return f"{one.name}, {fares(one)}"
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, rows: PeopleRows) -> None:
        super().__init__(rows)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option, index
        return QSize(0, ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        one, rect = self._rows.person(index.row()), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.fillRect(rect, colour("brandTint"))
        edge = QRectF(rect.left(), rect.bottom() - border("hair"), rect.width(), border("hair"))
        painter.fillRect(edge, colour("line"))
        side = size("icon")
        middle, left, right = rect.center().y(), rect.left() + space(2), rect.right() - space(2) - side
        paint_icon(painter, "caret-right", QRectF(right, middle - side / 2, side, side), colour("text2"))
        above = QRectF(left, middle - space(4), right - left - space(2), space(4))
        line(painter, above, one.name, ("body", "semibold"), "text", LEFT)
        line(painter, above.translated(0, space(4) - 2), fares(one), ("caption", "regular"), "text2", LEFT)
        painter.restore()


class PeopleRows(QListView):
    """Arrows move, Enter or a click opens."""

    opened = Signal(str)
    near_end = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("previewPeople")
        self._model = _Model()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)  # Qt's setter
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setProperty("ground", "none")
        self.setMinimumHeight(ROW)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.clicked.connect(self._open)
        self.activated.connect(self._open)

    @property
    def corner(self) -> int:
        """The corner radius, for the focus ring."""
        return radius("small")

    def show_people(self, people: tuple[PreviewPerson, ...]) -> None:
        """By name."""
        self.setAccessibleName(words("rules.people"))
        self._model.show(people)

    def person(self, row: int) -> PreviewPerson:
        """The person of a row."""
        return self._model.people[row]

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self.person(index.row()).customer_id)

    def _scrolled(self, value: int) -> None:
        if self.verticalScrollBar().maximum() - value < _FETCH_BEFORE * ROW:
            self.near_end.emit()
