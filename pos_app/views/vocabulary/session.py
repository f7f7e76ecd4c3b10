"""Signing in at the till."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH: Mapping[str, object] = {
    "session.title": QT_TRANSLATE_NOOP("session", "Who is at the till?"),
    "session.pin": QT_TRANSLATE_NOOP("session", "PIN of {name}"),
    "session.keyed": QT_TRANSLATE_NOOP("session", "{count} digits keyed"),
    "session.enter": QT_TRANSLATE_NOOP("session", "Sign in"),
    "session.asking": QT_TRANSLATE_NOOP("session", "Signing in…"),
    "session.leave": QT_TRANSLATE_NOOP("session", "Back"),
    "session.out": QT_TRANSLATE_NOOP("session", "Sign out"),
    "session.nobody": QT_TRANSLATE_NOOP("session", "Sign in"),
    "session.switch": QT_TRANSLATE_NOOP("session", "{name}: switch or sign out (Ctrl L locks)"),
    "session.wrong": QT_TRANSLATE_NOOP("session", "That PIN is not right. Key it again."),
    "session.short": QT_TRANSLATE_NOOP("session", "Key at least {count} digits."),
    "session.wait": QT_TRANSLATE_NOOP("session", "Wait {seconds} s, then key the PIN again."),
    "session.over": QT_TRANSLATE_NOOP("session", "You were signed out. Key your PIN."),
    "session.demo": QT_TRANSLATE_NOOP("session", "Demo: {name} signs in with {pin}."),
    "session.keys": QT_TRANSLATE_NOOP("session", "Number keys"),
    "session.people": QT_TRANSLATE_NOOP("session", "Operators"),
    "role.cashier": QT_TRANSLATE_NOOP("session", "Cashier"),
    "role.manager": QT_TRANSLATE_NOOP("session", "Manager"),
    "role.owner": QT_TRANSLATE_NOOP("session", "Owner"),
    "role.platform": QT_TRANSLATE_NOOP("session", "Platform"),
}
