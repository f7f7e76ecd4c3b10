"""What the Shift page says."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH = {
    "shift.past": QT_TRANSLATE_NOOP("shift", "Shifts"),
    "shift.moves": QT_TRANSLATE_NOOP("shift", "Cash in and out"),
    "shift.number": QT_TRANSLATE_NOOP("shift", "Shift {number}"),
    "shift.none": QT_TRANSLATE_NOOP("shift", "No shift is open"),
    "shift.none_how": QT_TRANSLATE_NOOP("shift", "Count what lies in the drawer to give change from, and open."),
    "shift.outside": QT_TRANSLATE_NOOP(
        "shift",
        "Since the last shift {amount_minor} moved in cash with no shift open. Count what lies in the drawer into the"
        " float; the reports name this apart.",
    ),
    "shift.opened_by": QT_TRANSLATE_NOOP("shift", "{who} opened it on {day} at {clock} with {float_minor}."),
    "shift.count_how": QT_TRANSLATE_NOOP("shift", "Key how many there are of each. Enter goes on to the next."),
    "shift.in": QT_TRANSLATE_NOOP("shift", "Cash in"),
    "shift.out": QT_TRANSLATE_NOOP("shift", "Cash out"),
    "shift.loose": QT_TRANSLATE_NOOP("shift", "The rest"),
    "shift.pieces": QT_TRANSLATE_NOOP("shift", "How many of {value}"),
    "shift.go.loading": QT_TRANSLATE_NOOP("shift", "Asking the platform…"),
    "shift.go.closed": QT_TRANSLATE_NOOP("shift", "Open the shift"),
    "shift.go.open": QT_TRANSLATE_NOOP("shift", "Count and close"),
    "shift.go.moving": QT_TRANSLATE_NOOP("shift", "Note it"),
    "shift.go.counting": QT_TRANSLATE_NOOP("shift", "That is all"),
    "shift.go.report": QT_TRANSLATE_NOOP("shift", "Done"),
    "shift.explain": QT_TRANSLATE_NOOP("shift", "Keep the reason"),
    "shift.later": QT_TRANSLATE_NOOP("shift", "Later"),
    "shift.move": QT_TRANSLATE_NOOP("shift", "Cash in or out"),
    "shift.x": QT_TRANSLATE_NOOP("shift", "X report"),
    "shift.pdf": QT_TRANSLATE_NOOP("shift", "PDF"),
    "shift.ask": QT_TRANSLATE_NOOP("shift", "Close with {counted_minor} counted?"),
    "shift.close": QT_TRANSLATE_NOOP("shift", "Close"),
    "shift.report.x": QT_TRANSLATE_NOOP("shift", "X report {number}"),
    "shift.report.z": QT_TRANSLATE_NOOP("shift", "Z report {number}"),
    "shift.differs": QT_TRANSLATE_NOOP("shift", "The count differed. Say why, if you know: it stands on the report."),
    "shift.agrees": QT_TRANSLATE_NOOP("shift", "Agrees"),
    "shift.over": QT_TRANSLATE_NOOP("shift", "{amount} over"),
    "shift.short": QT_TRANSLATE_NOOP("shift", "{amount} short"),
    "shift.open": QT_TRANSLATE_NOOP("shift", "Open"),
    "shift.opened": QT_TRANSLATE_NOOP("shift", "Shift {number} is open"),
    "shift.moved": QT_TRANSLATE_NOOP("shift", "{amount_minor} noted"),
    "shift.saved": QT_TRANSLATE_NOOP("shift", "Kept as {file}"),
    "shift.not_saved": QT_TRANSLATE_NOOP("shift", "{name} could not be kept"),
    "shift.unknown": QT_TRANSLATE_NOOP("shift", "Not known yet if it was done. Press again: it is never done twice."),
}
