"""What the Programmes page says."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH = {
    "programmes.title": QT_TRANSLATE_NOOP("programmes", "Programmes"),
    "programmes.new": QT_TRANSLATE_NOOP("programmes", "New programme"),
    "programmes.version": QT_TRANSLATE_NOOP("programmes", "Version {number}"),
    "programmes.accounts": QT_TRANSLATE_NOOP("programmes", "{count} accounts, by {issuer}"),
    "programmes.tab.terms": QT_TRANSLATE_NOOP("programmes", "Terms"),
    "programmes.tab.members": QT_TRANSLATE_NOOP("programmes", "Who takes it"),
    "programmes.as_published": QT_TRANSLATE_NOOP("programmes", "As published"),
    "programmes.checking": QT_TRANSLATE_NOOP("programmes", "Looking what this does…"),
    "programmes.mend_first": QT_TRANSLATE_NOOP("programmes", "Mend the marked fields first"),
    "programmes.publish": QT_TRANSLATE_NOOP("programmes", "Publish version {number}"),
    "programmes.publishing": QT_TRANSLATE_NOOP("programmes", "Publishing…"),
    "programmes.issue": QT_TRANSLATE_NOOP("programmes", "Issue"),
    "programmes.undo": QT_TRANSLATE_NOOP("programmes", "As before"),
    "programmes.ask": QT_TRANSLATE_NOOP("programmes", "Publish version {number} for {count} accounts?"),
    "programmes.yes": QT_TRANSLATE_NOOP("programmes", "Publish"),
    "programmes.new_accounts": QT_TRANSLATE_NOOP("programmes", "Changed for new accounts: {terms}."),
    "programmes.better": QT_TRANSLATE_NOOP("programmes", "{count} accounts of version {version} get better: {terms}."),
    "programmes.kept": QT_TRANSLATE_NOOP("programmes", "{count} accounts of version {version} keep theirs: {terms}."),
    "programmes.follows": QT_TRANSLATE_NOOP("programmes", "{count} accounts of version {version} change too: {terms}."),
    "programmes.same": QT_TRANSLATE_NOOP("programmes", "{count} accounts of version {version} stay as they are."),
    "programmes.members_about": QT_TRANSLATE_NOOP(
        "programmes", "A merchant that leaves still takes accounts opened before."
    ),
    "programmes.issuer": QT_TRANSLATE_NOOP("programmes", "{name} (issuer)"),
    "programmes.leave": QT_TRANSLATE_NOOP("programmes", "Leaves"),
    "programmes.leave_named": QT_TRANSLATE_NOOP("programmes", "{name} leaves"),
    "programmes.choose": QT_TRANSLATE_NOOP("programmes", "Choose a merchant"),
    "programmes.joiner": QT_TRANSLATE_NOOP("programmes", "Who takes it too"),
    "programmes.admit": QT_TRANSLATE_NOOP("programmes", "Takes it"),
    "programmes.published": QT_TRANSLATE_NOOP("programmes", "Version {version} is published"),
    "programmes.issued": QT_TRANSLATE_NOOP("programmes", "{name} is issued"),
    "programmes.meanwhile": QT_TRANSLATE_NOOP(
        "programmes", "Somebody published meanwhile. This is what yours would do now."
    ),
    "programmes.unknown": QT_TRANSLATE_NOOP(
        "programmes", "Not known yet if it was done. Press again: it is never done twice."
    ),
    "programmes.none": QT_TRANSLATE_NOOP("programmes", "No programme"),
    "programmes.none_how": QT_TRANSLATE_NOOP(
        "programmes", "A programme says where money may be spent, and within which bounds."
    ),
}
