"""The till as it is, which also says what stands where in its window: for tests that press with real mouse and keys.

`python -m tests.integration.watched_till FD run --server ...`: for each line on its standard input it writes a line of JSON to
the file descriptor FD, every visible named widget with its box on the screen, its words, and whether it can be pressed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QSocketNotifier
from PySide6.QtWidgets import QApplication, QWidget

from pos_app import cli


def seen() -> dict[str, dict[str, Any]]:
    """By object name, each that can be seen."""
    return {
        widget.objectName(): {"box": _box(widget), "text": _text(widget), "is_on": widget.isEnabled()}
        for widget in QApplication.allWidgets()
        if widget.objectName() and widget.isVisible() and not widget.visibleRegion().isEmpty()
    }


def _box(widget: QWidget) -> tuple[int, int, int, int]:
    """What is not covered of it: left, top, width, height on the screen."""
    shown = widget.visibleRegion().boundingRect()
    corner = widget.mapToGlobal(QPoint(shown.left(), shown.top()))
    return corner.x(), corner.y(), shown.width(), shown.height()


def _text(widget: QWidget) -> str:
    for name in ("text", "currentText", "toPlainText", "words"):
        told = getattr(widget, name, None)
        if callable(told):
            return str(told())
    return widget.accessibleName()


def _watched(run: Callable[[], int], out: int) -> Callable[[QApplication], int]:
    def looked() -> None:
        if sys.stdin.readline():
            os.write(out, json.dumps(seen()).encode() + b"\n")

    def watched(_app: QApplication) -> int:
        notifier = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
        notifier.activated.connect(looked)
        return run()

    return watched


if __name__ == "__main__":
    QApplication.exec = _watched(QApplication.exec, int(sys.argv.pop(1)))  # type: ignore[method-assign]
    cli.main()
