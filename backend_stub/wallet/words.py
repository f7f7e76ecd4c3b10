"""What a person reads, in their language: texts by gettext catalogues, money and times by Babel.

English is the message id; other languages are `resources/i18n/wallet.LANGUAGE.po`, read as they are.
"""

from __future__ import annotations

import datetime as dt
import gettext
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, negotiate_locale
from babel.dates import format_date, format_datetime, format_time
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_currency_symbol
from babel.units import format_unit

import resources
from backend_stub.domain.records import aware
from backend_stub.money import EXPONENTS, Money, exponent

ENGLISH, CHINESE = "en", "zh"
LANGUAGES = (ENGLISH, CHINESE)
LOCALES = {ENGLISH: Locale("en", "GB"), CHINESE: Locale("zh", "CN", script="Hans")}
ZONE_NAME_MAX = 64
CATALOGUES = {CHINESE: "zh_CN"}
MINUS = "\u2212"
_LASTING = (("hour", 3_600), ("minute", 60), ("second", 1))
_LASTS = 2  # of a unit, at least: an hour and a half is 90 minutes
_SHARED_SIGN = {"CNY": "¥", "JPY": "¥"}  # two currencies, one sign: the code goes beside it


class Catalogue(gettext.NullTranslations):
    """A language's texts, from a .po file."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._texts: dict[str, tuple[str, ...]] = {}
        if language in CATALOGUES:
            with resources.path("i18n", f"wallet.{CATALOGUES[language]}.po").open("rb") as file:
                for entry in read_po(file):
                    if entry.id and not entry.fuzzy:
                        key = entry.id if isinstance(entry.id, str) else entry.id[0]
                        told = entry.string or ()
                        self._texts[key] = (told,) if isinstance(told, str) else tuple(told)

    def gettext(self, message: str) -> str:
        """The text in this language, or the English one."""
        found = self._texts.get(message)
        return found[0] if found and found[0] else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The text for so many."""
        found = self._texts.get(msgid1)
        if found and found[0]:
            return found[-1] if n != 1 else found[0]
        return msgid1 if n == 1 else msgid2


@cache
def catalogue(language: str) -> Catalogue:
    """The texts of a language, read once."""
    return Catalogue(language)


def chosen_language(wished: str | None, accepted: str) -> str:
    """The language of a page: what was chosen by hand, else the first of the browser's that there is, else English."""
    if wished in LANGUAGES:
        return wished
    offered = [part.partition(";")[0].strip().replace("-", "_") for part in accepted.split(",") if part.strip()]
    found = negotiate_locale([one.partition("_")[0] for one in offered], list(LANGUAGES))
    return found if found in LANGUAGES else ENGLISH


@cache
def zone(name: str) -> dt.tzinfo:
    """A time zone by the browser's name for it; UTC for what is none."""
    try:
        return ZoneInfo(name) if len(name) <= ZONE_NAME_MAX else dt.UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC


@dataclass(frozen=True, slots=True)
class Words:
    """A language and a time zone: everything that is put into words goes through here."""

    language: str
    zone: dt.tzinfo

    @property
    def locale(self) -> Locale:
        """Babel's name of the language."""
        return LOCALES[self.language]

    def text(self, message: str, **arguments: object) -> str:
        """A sentence in this language, with its arguments put in."""
        return catalogue(self.language).gettext(message) % arguments

    def money(self, minor: int, currency: str, *, sign: bool = False) -> str:
        """`€12.50`, `−€3.20`, `¥88.00 CNY`; with `sign` also a plus."""
        before = MINUS if minor < 0 else "+" if sign and minor > 0 else ""
        mark = _SHARED_SIGN.get(currency) or str(get_currency_symbol(currency, locale=self.locale))
        gap = "\u00a0" if mark[-1].isalpha() else ""
        digits = exponent(currency)
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        figures = format_decimal(Money(abs(minor), currency).decimal(), format=pattern, locale=self.locale)
        after = f"\u00a0{currency}" if currency in _SHARED_SIGN else ""
        return f"{before}{mark}{gap}{figures}{after}"

    def amount(self, minor: int, currency: str) -> str:
        """An amount as it would be keyed: `12.50`."""
        return f"{Money(minor, currency).decimal():.{EXPONENTS[currency]}f}"

    def local(self, at: int) -> dt.datetime:
        """The same moment on this person's clock."""
        return aware(at).astimezone(self.zone)

    def lasting(self, seconds: int) -> str:
        """How long to wait, rounded up: `40 seconds`, `15 minutes`, `23 hours`."""
        unit, size_s = next(one for one in _LASTING if seconds >= _LASTS * one[1] or one[1] == 1)
        return str(format_unit(-(-seconds // size_s), f"duration-{unit}", "long", locale=self.locale))

    def clock(self, at: int) -> str:
        """`14:32`."""
        return str(format_time(self.local(at), "HH:mm", locale=self.locale))

    def day(self, at: int, now: int) -> str:
        """`Today`, `Yesterday`, `23 Nov`, or with the year when it is another one."""
        then, today = self.local(at).date(), self.local(now).date()
        if then == today:
            return self.text("Today")
        if then == today - dt.timedelta(days=1):
            return self.text("Yesterday")
        return self.date(then, today)

    def date(self, day: dt.date, today: dt.date) -> str:
        """`23 Nov`, or with the year when it is another one than today's."""
        in_year, with_year = ("M月d日", "y年M月d日") if self.language == CHINESE else ("d MMM", "d MMM y")
        return str(format_date(day, in_year if day.year == today.year else with_year, locale=self.locale))

    def when(self, at: int, now: int) -> str:
        """`Today 14:32`."""
        return f"{self.day(at, now)} {self.clock(at)}"

    def exactly(self, at: int) -> str:
        """Date and time, for receipts: `2026-11-23 14:32`."""
        return str(format_datetime(self.local(at), "yyyy-MM-dd HH:mm", locale=self.locale))
