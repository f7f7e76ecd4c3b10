"""The Sales page."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH: Mapping[str, object] = {
    "sales.search": QT_TRANSLATE_NOOP("sales", "Amount, receipt, name, day or time"),
    "sales.search_today": QT_TRANSLATE_NOOP("sales", "Amount, receipt, name or time"),
    "sales.list": QT_TRANSLATE_NOOP("sales", "Sales"),
    "sales.show_all": QT_TRANSLATE_NOOP("sales", "All"),
    "sales.show_paid": QT_TRANSLATE_NOOP("sales", "Paid"),
    "sales.show_part_refunded": QT_TRANSLATE_NOOP("sales", "Part back"),
    "sales.show_refunded": QT_TRANSLATE_NOOP("sales", "Given back"),
    "sales.show_not_paid": QT_TRANSLATE_NOOP("sales", "Not paid"),
    "sales.every_till": QT_TRANSLATE_NOOP("sales", "All tills"),
    "sales.every_operator": QT_TRANSLATE_NOOP("sales", "Everybody"),
    "sales.nobody_paid": QT_TRANSLATE_NOOP("sales", "Sale"),
    "sales.nobody_split": QT_TRANSLATE_NOOP("sales", "Sale"),
    "sales.nobody_given_back": QT_TRANSLATE_NOOP("sales", "Sale"),
    "sales.nobody_not_paid": QT_TRANSLATE_NOOP("sales", "Sale"),
    "sales.nobody_asking": QT_TRANSLATE_NOOP("sales", "Sale without an answer"),
    "sales.looking": QT_TRANSLATE_NOOP("sales", "Looking…"),
    "sales.looking_how": QT_TRANSLATE_NOOP("sales", "The newest sales come first."),
    "sales.none": QT_TRANSLATE_NOOP("sales", "No sales yet"),
    "sales.none_today": QT_TRANSLATE_NOOP("sales", "No sales today"),
    "sales.none_how": QT_TRANSLATE_NOOP(
        "sales", "Each sale stands here as soon as it is paid, with its receipt and what can be given back."
    ),
    "sales.nothing": QT_TRANSLATE_NOOP("sales", "Nothing found"),
    "sales.nothing_how": QT_TRANSLATE_NOOP(
        "sales",
        "Key an amount (12.50), a receipt number, a name, a day (23 Nov) or a time (14:30).",
    ),
    "sales.not_there": QT_TRANSLATE_NOOP("sales", "The sales can’t be shown now"),
    "sales.plain": QT_TRANSLATE_NOOP("sales", "Show all sales"),
    "sales.again": QT_TRANSLATE_NOOP("sales", "Ask again"),
    "sales.part_back": QT_TRANSLATE_NOOP("sales", "part back"),
    "sales.copy": QT_TRANSLATE_NOOP("sales", "Print a copy"),
    "sales.copy_pdf": QT_TRANSLATE_NOOP("sales", "A copy as PDF"),
    "sales.copied": QT_TRANSLATE_NOOP("sales", "Copy kept: {file}"),
    "sales.not_copied": QT_TRANSLATE_NOOP("sales", "No copy: {why}"),
    "sales.adds_up": QT_TRANSLATE_NOOP("sales", "How it adds up"),
    "sales.why_not": QT_TRANSLATE_NOOP("sales", "Why it was not paid"),
    "sales.happened": QT_TRANSLATE_NOOP("sales", "What happened"),
    "sales.not_known": QT_TRANSLATE_NOOP("sales", "Not known yet"),
    "sales.not_known_why": QT_TRANSLATE_NOOP(
        "sales", "The till asks again by itself until the answer is there. Take no second payment for it meanwhile."
    ),
    "sales.asked": QT_TRANSLATE_NOOP("sales", "Asked for"),
    "sales.discount": QT_TRANSLATE_NOOP("sales", "{tier} discount"),
    "sales.discount_plain": QT_TRANSLATE_NOOP("sales", "Discount"),
    "sales.points_used": QT_TRANSLATE_NOOP("sales", "{points} points used"),
    "sales.in_cash": QT_TRANSLATE_NOOP("sales", "In cash"),
    "sales.by_code": QT_TRANSLATE_NOOP("sales", "By payment code"),
    "sales.of_it_bonus": QT_TRANSLATE_NOOP("sales", "Of it bonus"),
    "sales.given_back": QT_TRANSLATE_NOOP("sales", "Given back"),
    "sales.left": QT_TRANSLATE_NOOP("sales", "Left"),
    "sales.taken": QT_TRANSLATE_NOOP("sales", "Paid"),
    "sales.not_taken": QT_TRANSLATE_NOOP("sales", "Not paid"),
    "sales.went_back": QT_TRANSLATE_NOOP("sales", "Given back"),
    "sales.taken_back": QT_TRANSLATE_NOOP("sales", "Stopped, the money went back"),
    "sales.became": QT_TRANSLATE_NOOP("sales", "Became {tier}"),
    "sales.points": QT_TRANSLATE_NOOP("sales", "{points} points"),
    "sales.by_this": QT_TRANSLATE_NOOP("sales", "by this sale"),
    "sales.at": QT_TRANSLATE_NOOP("sales", "{till}"),
    "sales.at_by": QT_TRANSLATE_NOOP("sales", "{till}, {who}"),
}
