"""What keys do, for the sheet that lists them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH: Mapping[str, object] = {
    "keys.here": QT_TRANSLATE_NOOP("keys", "On this page"),
    "keys.everywhere": QT_TRANSLATE_NOOP("keys", "Everywhere"),
    "keys.pages": QT_TRANSLATE_NOOP("keys", "Turn to a page"),
    "keys.lock": QT_TRANSLATE_NOOP("keys", "Lock the till"),
    "keys.search": QT_TRANSLATE_NOOP("keys", "Search"),
    "keys.sheet": QT_TRANSLATE_NOOP("keys", "These keys"),
    "keys.enter": QT_TRANSLATE_NOOP("keys", "The filled button"),
    "keys.escape": QT_TRANSLATE_NOOP("keys", "A step back, or stop"),
    "keys.walk": QT_TRANSLATE_NOOP("keys", "Up and down the list"),
    "keys.copy": QT_TRANSLATE_NOOP("keys", "Receipt once more"),
    "keys.digits": QT_TRANSLATE_NOOP("keys", "The amount"),
    "keys.double_zero": QT_TRANSLATE_NOOP("keys", "Two zeros"),
    "keys.point": QT_TRANSLATE_NOOP("keys", "Decimal sign"),
    "keys.add": QT_TRANSLATE_NOOP("keys", "Keep it, add the next"),
    "keys.backspace": QT_TRANSLATE_NOOP("keys", "Take a figure back"),
    "keys.clear": QT_TRANSLATE_NOOP("keys", "Empty the amount"),
    "keys.quick": QT_TRANSLATE_NOOP("keys", "Quick amounts"),
    "keys.visit": QT_TRANSLATE_NOOP("keys", "A visit without payment"),
    "keys.points": QT_TRANSLATE_NOOP("keys", "Waiting: pay with points"),
    "keys.all_points": QT_TRANSLATE_NOOP("keys", "Points: all that help"),
    "keys.no_points": QT_TRANSLATE_NOOP("keys", "Points: none"),
    "keys.another": QT_TRANSLATE_NOOP("keys", "Refused: another code"),
    "keys.receipt": QT_TRANSLATE_NOOP("keys", "Paid: the receipt"),
    "keys.no_receipt": QT_TRANSLATE_NOOP("keys", "Paid: no receipt"),
}
