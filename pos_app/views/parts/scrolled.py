"""A scrolled area without a frame: content that is as wide as its place and as high as it likes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(content: QWidget, name: str) -> QScrollArea:
    """Content that is as wide as its place and as high as it likes."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def settle(content: QWidget, *boxes: QWidget) -> None:
    """Lays the boxes of a content out, then the content: words that wrap know their height only once they know their width."""
    for part in (*boxes, *boxes, content):
        layout = part.layout()
        if layout is not None:
            layout.activate()
