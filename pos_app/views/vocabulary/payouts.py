"""What the Payouts page says."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH = {
    "payouts.waiting": QT_TRANSLATE_NOOP("payouts", "{count} wait"),
    "payouts.released_runs": QT_TRANSLATE_NOOP("payouts", "Handed to the bank"),
    "payouts.payer_of": QT_TRANSLATE_NOOP("payouts", "Account that pays"),
    "payouts.edit_payer": QT_TRANSLATE_NOOP("payouts", "Account"),
    "payouts.paid_from": QT_TRANSLATE_NOOP("payouts", "Paid from {holder}, {account}."),
    "payouts.no_payer": QT_TRANSLATE_NOOP("payouts", "Say first from which account is paid."),
    "payouts.release": QT_TRANSLATE_NOOP("payouts", "Release {total_minor}, payouts: {count}"),
    "payouts.nothing": QT_TRANSLATE_NOOP("payouts", "Nothing to release"),
    "payouts.ask": QT_TRANSLATE_NOOP("payouts", "Send {total_minor} to the bank? Payouts: {count}"),
    "payouts.yes": QT_TRANSLATE_NOOP("payouts", "Release"),
    "payouts.keep_payer": QT_TRANSLATE_NOOP("payouts", "Keep this account"),
    "payouts.payer_kept": QT_TRANSLATE_NOOP("payouts", "The account is kept"),
    "payouts.no_account": QT_TRANSLATE_NOOP("payouts", "no account"),
    "payouts.left_out": QT_TRANSLATE_NOOP("payouts", "left out"),
    "payouts.in_file": QT_TRANSLATE_NOOP("payouts", "goes"),
    "payouts.again": QT_TRANSLATE_NOOP("payouts", "sent back, goes again"),
    "payouts.state.instructed": QT_TRANSLATE_NOOP("payouts", "With the bank"),
    "payouts.state.confirmed": QT_TRANSLATE_NOOP("payouts", "Arrived"),
    "payouts.state.failed": QT_TRANSLATE_NOOP("payouts", "Sent back"),
    "payouts.arrived": QT_TRANSLATE_NOOP("payouts", "Arrived"),
    "payouts.failed": QT_TRANSLATE_NOOP("payouts", "Sent back"),
    "payouts.why_failed": QT_TRANSLATE_NOOP("payouts", "Why did the bank send it back to us? {holder}"),
    "payouts.reason": QT_TRANSLATE_NOOP("payouts", "What the bank said"),
    "payouts.note_failed": QT_TRANSLATE_NOOP("payouts", "Note it"),
    "payouts.file": QT_TRANSLATE_NOOP("payouts", "File for the bank"),
    "payouts.count": QT_TRANSLATE_NOOP("payouts", "Payouts: {count}"),
    "payouts.none": QT_TRANSLATE_NOOP(
        "payouts", "Nothing was released so far. A file for the bank is written when payouts are."
    ),
    "payouts.released": QT_TRANSLATE_NOOP("payouts", "{total_minor} handed to the bank, payouts: {count}"),
    "payouts.saved": QT_TRANSLATE_NOOP("payouts", "For the bank: {file}"),
    "payouts.not_saved": QT_TRANSLATE_NOOP("payouts", "{name} could not be saved"),
    "payouts.unknown": QT_TRANSLATE_NOOP(
        "payouts", "Not known yet if it was paid out. Press again: it is never paid twice."
    ),
}
