"""What the Merchants page says."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

ENGLISH = {
    "merchants.title": QT_TRANSLATE_NOOP("merchants", "Merchants"),
    "merchants.search": QT_TRANSLATE_NOOP("merchants", "Find a merchant"),
    "merchants.new": QT_TRANSLATE_NOOP("merchants", "Take a merchant on"),
    "merchants.take_on": QT_TRANSLATE_NOOP("merchants", "A new merchant"),
    "merchants.bank": QT_TRANSLATE_NOOP("merchants", "Bank account"),
    "merchants.bank_of": QT_TRANSLATE_NOOP("merchants", "Bank account of {name}"),
    "merchants.send.taking_on": QT_TRANSLATE_NOOP("merchants", "Take on"),
    "merchants.send.part": QT_TRANSLATE_NOOP("merchants", "Keep it"),
    "merchants.add_store": QT_TRANSLATE_NOOP("merchants", "Add a store"),
    "merchants.add_till": QT_TRANSLATE_NOOP("merchants", "Add a till"),
    "merchants.add_person": QT_TRANSLATE_NOOP("merchants", "Add a person"),
    "merchants.new_store": QT_TRANSLATE_NOOP("merchants", "A new store of {name}"),
    "merchants.new_till": QT_TRANSLATE_NOOP("merchants", "A new till of {name}"),
    "merchants.new_person": QT_TRANSLATE_NOOP("merchants", "Somebody new at {name}"),
    "merchants.part_kept": QT_TRANSLATE_NOOP("merchants", "{name} is kept"),
    "merchants.may": QT_TRANSLATE_NOOP("merchants", "May sign in"),
    "merchants.may_not": QT_TRANSLATE_NOOP("merchants", "May not sign in"),
    "merchants.disabled": QT_TRANSLATE_NOOP("merchants", "may not sign in"),
    "merchants.day": QT_TRANSLATE_NOOP("merchants", "Day begins {clock}, {zone}"),
    "merchants.clock_stays": QT_TRANSLATE_NOOP(
        "merchants",
        "Its day begins {clock} in {zone}. That stays: days were cut by it already. A place that moves is another store.",
    ),
    "merchants.clock_how": QT_TRANSLATE_NOOP(
        "merchants", "Zone and hour cut its business days. They can be corrected until its first receipt."
    ),
    "merchants.person_how": QT_TRANSLATE_NOOP(
        "merchants", "Without a new PIN theirs stays. Another role or PIN signs them out at once."
    ),
    "merchants.send.bank": QT_TRANSLATE_NOOP("merchants", "Keep this account"),
    "merchants.own_card": QT_TRANSLATE_NOOP("merchants", "A card of its own"),
    "merchants.stores": QT_TRANSLATE_NOOP("merchants", "Stores and tills"),
    "merchants.people": QT_TRANSLATE_NOOP("merchants", "People"),
    "merchants.programmes": QT_TRANSLATE_NOOP("merchants", "Is paid by"),
    "merchants.nothing": QT_TRANSLATE_NOOP("merchants", "Nothing so far"),
    "merchants.account": QT_TRANSLATE_NOOP("merchants", "Payouts go to"),
    "merchants.account_is": QT_TRANSLATE_NOOP("merchants", "{holder}, {account}. From {smallest} on."),
    "merchants.no_account": QT_TRANSLATE_NOOP("merchants", "no account"),
    "merchants.no_account_why": QT_TRANSLATE_NOOP("merchants", "Nobody has said so yet: nothing can be paid out."),
    "merchants.key": QT_TRANSLATE_NOOP("merchants", "The new till's key, told this once"),
    "merchants.key_how": QT_TRANSLATE_NOOP("merchants", "Type “pos token” at the new till and paste it there."),
    "merchants.copy": QT_TRANSLATE_NOOP("merchants", "Copy the key"),
    "merchants.copied": QT_TRANSLATE_NOOP("merchants", "The key is copied."),
    "merchants.taken_on": QT_TRANSLATE_NOOP("merchants", "{name} is taken on"),
    "merchants.bank_kept": QT_TRANSLATE_NOOP("merchants", "The account is kept"),
    "merchants.unknown": QT_TRANSLATE_NOOP(
        "merchants", "Not known yet if it was done. Press again: it is never done twice."
    ),
    "merchants.none": QT_TRANSLATE_NOOP("merchants", "No merchant"),
    "merchants.none_how": QT_TRANSLATE_NOOP("merchants", "Merchants stand here once they are taken on."),
}
