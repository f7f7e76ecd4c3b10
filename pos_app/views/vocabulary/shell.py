"""The rail and what all pages share."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH: Mapping[str, object] = {
    "rail.pages": QT_TRANSLATE_NOOP("shell", "Pages"),
    "rail.sell": QT_TRANSLATE_NOOP("shell", "Sell"),
    "rail.sales": QT_TRANSLATE_NOOP("shell", "Sales"),
    "rail.members": QT_TRANSLATE_NOOP("shell", "Members"),
    "rail.rules": QT_TRANSLATE_NOOP("shell", "Rules"),
    "rail.settlement": QT_TRANSLATE_NOOP("shell", "Settlement"),
    "rail.goods": QT_TRANSLATE_NOOP("shell", "Goods"),
    "rail.more": QT_TRANSLATE_NOOP("shell", "More"),
    "rail.shift": QT_TRANSLATE_NOOP("shell", "Shift"),
    "rail.reports": QT_TRANSLATE_NOOP("shell", "Reports"),
    "rail.tills": QT_TRANSLATE_NOOP("shell", "Tills"),
    "rail.operators": QT_TRANSLATE_NOOP("shell", "Operators"),
    "rail.programmes": QT_TRANSLATE_NOOP("shell", "Programmes"),
    "rail.merchants": QT_TRANSLATE_NOOP("shell", "Merchants"),
    "rail.payouts": QT_TRANSLATE_NOOP("shell", "Payouts"),
    "rail.reconcile": QT_TRANSLATE_NOOP("shell", "Reconcile"),
    "rail.settings": QT_TRANSLATE_NOOP("shell", "Settings"),
    "rail.key": QT_TRANSLATE_NOOP("shell", "{page} (Ctrl {number})"),
    "ask.no_connection": QT_TRANSLATE_NOOP("shell", "No connection to the platform."),
    "ask.no_answer": QT_TRANSLATE_NOOP("shell", "No answer yet. Ask again."),
    "ask.our_bug": QT_TRANSLATE_NOOP("shell", "The till stumbled. This is our mistake."),
    "ask.refused": QT_TRANSLATE_NOOP("shell", "{text}"),
    "ask.not_yours": QT_TRANSLATE_NOOP("shell", "This needs somebody with more rights."),
    "ask.again": QT_TRANSLATE_NOOP("shell", "Ask again"),
    "ask.waiting": QT_TRANSLATE_NOOP("shell", "Asking…"),
}
