"""Prepayment messages in words (P8): a kind and its arguments become a title and a sentence in the reader's language.

English is written here; other languages are gettext catalogues, `resources/i18n/messages.LANGUAGE.po`. Amounts and times are
formatted by Babel: an argument `amount_minor` is said as `{amount}`, a time `ends_at` (microseconds) as `{ends_at}`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_currency

import resources
from backend_stub.contract import MessageKind
from backend_stub.domain.records import aware
from backend_stub.money import Money

ENGLISH, CHINESE = "en", "zh_CN"
LANGUAGES = (ENGLISH, CHINESE)
MINOR = "_minor"
TIMES, DAYS = ("_until", "_at"), ("expires_at",)

# By the kind; where an argument `why` or `direction` is told, also by its value. Title, sentence.
SENTENCES: dict[str, tuple[str, str]] = {
    "account_opened": ("Account opened", "Your prepayment account “{programme}” is open."),
    "taken_over": ("Welcome", "Your account “{programme}” has moved here, with {balance}."),
    "topped_up": ("Topped up", "{amount} came in: {where}. Balance {balance}."),
    "top_up_failed": ("Not topped up", "The top-up of {amount} did not go through. Nothing was taken."),
    "top_up_refunded": ("Top-up taken back", "{amount} of a top-up went back to you. Balance {balance}."),
    "top_up_kept": ("Top-up stays", "{amount} could not be sent back and is in your account again. Balance {balance}."),
    "paid": ("Paid", "You paid {amount} at {merchant}. Balance {balance}. Receipt {receipt_number}."),
    "paid.bonus": (
        "Paid",
        "You paid {amount} at {merchant}, {of_it_bonus} of it bonus. Balance {balance}, bonus {bonus}. Receipt {receipt_number}.",
    ),
    "confirm_payment": ("Please confirm", "{merchant} asks for {amount}. Say yes or no by {confirm_until}."),
    "refunded": ("Money back", "{merchant} gave back {amount}. Balance {balance}. Receipt {receipt_number}."),
    "reversed": ("Payment undone", "The payment of {amount} at {merchant} was undone. Balance {balance}."),
    "low_balance": ("Running low", "There is {balance} left in your account. Top up before your next visit."),
    "expires_soon": ("Use it in time", "{amount} in “{programme}” lapses on {expires_at}. A top-up keeps it longer."),
    "funds_expired": ("Lapsed", "{amount} in your account was not used in time and has lapsed."),
    "gift_offered": ("A gift for you", "{from} gives you {amount} for “{programme}”. Accept it in your gifts."),
    "gift_sent": ("Gift sent", "You gave {to} {amount}. Balance {balance}."),
    "gift_received": ("Gift accepted", "{amount} from {from} is in your account. Balance {balance}."),
    "gift_accepted": ("Your gift arrived", "{to} accepted your gift of {amount}."),
    "gift_returned": ("Gift returned", "Your gift of {amount} to {to} came back. Balance {balance}."),
    "gift_returned.declined": ("Gift declined", "{to} did not take your gift: {amount} came back. Balance {balance}."),
    "gift_returned.withdrawn": ("Gift withdrawn", "You took back {amount} meant for {to}. Balance {balance}."),
    "gift_returned.expired": ("Gift not answered", "{to} did not answer: {amount} came back. Balance {balance}."),
    "gift_ended": ("Gift ended", "The gift of {amount} from {from} can no longer be accepted."),
    "gift_taken_back": ("Gift taken back", "{from} took back {taken_back} of a gift. Balance {balance}."),
    "gift_came_back": ("Gift taken back", "{taken_back} of your gift to {to} came back. Balance {balance}."),
    "account_frozen": ("Account frozen", "Nothing can be paid from this account until it is opened again."),
    "account_unfrozen": ("Account open again", "You can pay from this account again. Balance {balance}."),
    "account_moved": ("Account moved", "The account “{programme}” has another owner now."),
    "account_moved.away": ("Account moved", "The account “{programme}” belongs to your new sign-in now."),
    "account_moved.here": ("Account moved", "The account “{programme}” is yours now. Balance {balance}."),
    "account_closed": ("Account closed", "Your account is closed. {amount} was paid back."),
    "membership_joined": ("Welcome", "You are a member at {merchant} now."),
    "membership_raised": ("A step up", "You are {tier} at {merchant} now."),
    "membership_lowered": ("A step down", "You are {tier} at {merchant} now."),
    "membership_ended": ("Membership ended", "Your membership at {merchant} has ended. Your money and points stay."),
    "points_expired": ("Points lapsed", "{points} points at {merchant} have lapsed."),
    "shop_message": ("A word from {merchant}", "{text}"),
}
VARIANTS = ("why", "direction")


@dataclass(frozen=True, slots=True)
class Said:
    """A message in words."""

    title: str
    text: str


def language_for(asked: str) -> str:
    """The language we have for what was asked, such as `zh-Hans-CN`; English where we have no other."""
    return CHINESE if asked.replace("-", "_").lower().split("_")[0] == "zh" else ENGLISH


def wording(kind: MessageKind, arguments: Mapping[str, str | int], language: str, time_zone: str = "UTC") -> Said:
    """The message in that language; times in the reader's zone.

    A message that lacks an argument, since an earlier version wrote it or its person was erased, says its title only.
    """
    spoken = language_for(language)
    title, text = (_translated(words, spoken) for words in _sentences(kind, arguments))
    said = {
        name.removesuffix(MINOR): _formatted(name, value, arguments, spoken, time_zone)
        for name, value in arguments.items()
    }
    try:
        return Said(title.format_map(said), text.format_map(said))
    except KeyError:
        plain = "" if "{" in title else title
        return Said(plain, plain)


def _sentences(kind: MessageKind, arguments: Mapping[str, str | int]) -> tuple[str, str]:
    for name in VARIANTS:
        found = SENTENCES.get(f"{kind.value}.{arguments.get(name)}")
        if found is not None:
            return found
    return SENTENCES[kind.value]


def money(amount_minor: int, currency: str, language: str) -> str:
    """An amount as its readers write it, with a true minus."""
    amount = Money(amount_minor, currency).decimal()
    return format_currency(amount, currency, locale=language).replace("-", "−")


def _formatted(
    name: str, value: str | int, arguments: Mapping[str, str | int], language: str, time_zone: str
) -> str | int:
    if not isinstance(value, int):
        return value
    if name.endswith(MINOR):
        return money(value, str(arguments["currency"]), language)
    if name in DAYS:
        return format_date(aware(value).astimezone(ZoneInfo(time_zone)).date(), "long", locale=language)
    if name.endswith(TIMES):
        return _time(aware(value), language, time_zone)
    return value


def _time(moment: dt.datetime, language: str, time_zone: str) -> str:
    return format_datetime(moment, "HH:mm", ZoneInfo(time_zone), locale=Locale.parse(language))


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> dict[str, str]:
    """English sentence to the language's; empty for English itself."""
    if language == ENGLISH:
        return {}
    with resources.path("i18n", f"messages.{language}.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale=language) if message.id}


def _translated(words: str, language: str) -> str:
    return catalogue(language).get(words, words)
