"""Eyes for tests: what of a window is cut off, lies over something else, or is too small for a finger."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QTextDocument
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from pos_app.views.parts.focus_ring import FocusRing
from pos_app.views.parts.text import Line
from pos_app.views.parts.toast import ToastStrip

_OVERLAYS = (FocusRing, ToastStrip)  # meant to lie above others


def visible(window: QWidget) -> Iterator[QWidget]:
    yield from (widget for widget in window.findChildren(QWidget) if widget.isVisible())


def clipped(window: QWidget) -> list[str]:
    return [f"{_name(widget)}: {why}" for widget in visible(window) if (why := _cut(widget))]


def overlapping(window: QWidget) -> list[str]:
    found: list[str] = []
    for parent in (window, *visible(window)):
        children = [
            child
            for child in parent.children()
            if isinstance(child, QWidget) and child.isVisible() and not isinstance(child, _OVERLAYS)
        ]
        for index, one in enumerate(children):
            found += [f"{_name(one)} on {_name(two)}" for two in children[index + 1 :] if _touch(one, two)]
    return found


def too_small(window: QWidget, least: int) -> list[str]:
    targets = (QAbstractButton, QComboBox, QLineEdit)
    return [
        f"{_name(widget)}: {widget.width()}x{widget.height()}"
        for widget in visible(window)
        if isinstance(widget, targets) and min(widget.width(), widget.height()) < least
    ]


def nameless(window: QWidget) -> list[str]:
    controls = (QAbstractButton, QComboBox, QLineEdit)
    return [
        _name(widget)
        for widget in visible(window)
        if isinstance(widget, controls)
        and not widget.objectName().startswith("qt_")
        and not (widget.objectName() and widget.accessibleName())
    ]


def _cut(widget: QWidget) -> str:
    parent = widget.parentWidget()
    if parent is not None and not isinstance(widget, _OVERLAYS) and not _lies_in(widget, parent):
        return f"{widget.geometry()} leaves {_name(parent)} {parent.size()}"
    clips = getattr(widget, "clips", None)
    if clips is not None:
        return "its words don't fit" if clips() else ""
    if isinstance(widget, QLabel) and widget.text():
        needed, given = _needed(widget), widget.contentsRect().size()
        if needed.width() > given.width() or needed.height() > given.height():
            return f"{widget.text()!r} needs {needed.toTuple()}, has {given.toTuple()}"
    return ""


def _needed(label: QLabel) -> QSize:
    metrics = QFontMetrics(label.font())
    if isinstance(label, Line):
        return QSize(0, metrics.height())
    width = label.contentsRect().width()
    if label.textFormat() is Qt.TextFormat.RichText:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(label.font())
        document.setHtml(label.text())
        document.setTextWidth(width if label.wordWrap() else -1)
        return QSize(int(document.idealWidth()), int(document.size().height()))
    flags = int(Qt.TextFlag.TextWordWrap) if label.wordWrap() else 0
    return metrics.boundingRect(QRect(0, 0, width, 10_000), flags, label.text()).size()


def _lies_in(widget: QWidget, parent: QWidget) -> bool:
    return (
        widget.isWindow()
        or parent.objectName() == "qt_scrollarea_viewport"
        or parent.rect().contains(widget.geometry())
    )


def _touch(one: QWidget, two: QWidget) -> bool:
    # a page's own ground may lie below what stands on it: only siblings are asked, and all of them are drawn
    return one.geometry().intersects(two.geometry())


def place(widget: QWidget, window: QWidget) -> tuple[int, int, int, int]:
    corner = widget.mapTo(window, QPoint(0, 0))
    return corner.x(), corner.y(), widget.width(), widget.height()


def _name(widget: QWidget) -> str:
    return widget.objectName() or type(widget).__name__
