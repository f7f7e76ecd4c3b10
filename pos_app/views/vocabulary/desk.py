"""What the pages of the platform's desk say alike."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH = {
    "desk.more": QT_TRANSLATE_NOOP("desk", "Older ones"),
    "desk.again": QT_TRANSLATE_NOOP("desk", "Ask again"),
    "desk.no": QT_TRANSLATE_NOOP("desk", "No"),
    "desk.sending": QT_TRANSLATE_NOOP("desk", "Sending…"),
    "desk.loading": QT_TRANSLATE_NOOP("desk", "Asking the platform…"),
}
