"""Money and times on screen, by Babel, in the language shown."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, get_currency_name, get_currency_symbol

from backend_stub.money import Money, exponent
from pos_app.views import language

MINUS = "\u2212"
_GAP = "\u00a0"
# CNY and JPY share a sign; wherever one of them is keyed, a pill says which.
_SHARED_SIGN = {"CNY": "¥", "JPY": "¥"}
_KEPT = 1_024  # texts: a state that is shown again and again asks for the same few, and Babel takes 0.1 ms each


def sign(currency: str) -> str:
    """The currency's sign as written before a figure: €, ¥, or its code where it has none."""
    return _SHARED_SIGN.get(currency) or _symbol(currency, language.shown())


def shares_sign(currency: str) -> bool:
    """Whether the sign alone leaves the currency open."""
    return currency in _SHARED_SIGN


def currency_pill(currency: str) -> str:
    """Code and name: `CNY 人民币`."""
    return f"{currency} {get_currency_name(currency, locale=_locale())}"


def figures(minor: int, currency: str) -> str:
    """The amount without its sign: `1,234.50`; a true minus before a negative one."""
    return _minus(minor) + _plain(minor, currency)


def money(minor: int, currency: str) -> str:
    """The amount with its sign: `€12.50`, `−€3.20`, `¥88`, `KWD 1.250`."""
    shown = sign(currency)
    gap = _GAP if shown[-1].isalpha() else ""
    return f"{_minus(minor)}{shown}{gap}{_plain(minor, currency)}"


def quick_figures(amounts_minor: tuple[int, ...], currency: str) -> tuple[str, ...]:
    """Labels of quick amounts: without decimals if none of them has any."""
    unit = 10 ** exponent(currency)
    if all(amount % unit == 0 for amount in amounts_minor):
        return tuple(str(format_decimal(amount // unit, locale=_locale())) for amount in amounts_minor)
    return tuple(figures(amount, currency) for amount in amounts_minor)


def minor_of(text: str, currency: str) -> int:
    """What a person keyed into a field, in minor units; 0 for what is not an amount (yet), decimals beyond the last cut."""
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return 0
    return int(value.scaleb(exponent(currency))) if value.is_finite() else 0


def editable(minor: int, currency: str) -> str:
    """An amount as it stands in a field: no sign, no grouping."""
    return f"{Money(minor, currency).decimal():.{exponent(currency)}f}"


def time(moment: dt.datetime, zone: str) -> str:
    """Hours and minutes on the store's clock, 24 h."""
    return _clock(moment, zone, "HH:mm")


def day(moment: dt.datetime | dt.date, zone: str) -> str:
    """A day as people write it: 23 Nov 2026, 2026年11月23日."""
    on = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, dt.datetime) else moment
    return str(
        format_date(on, "d MMM y" if language.shown() is language.Language.ENGLISH else "long", locale=_locale())
    )


def iso_day(moment: dt.datetime, zone: str) -> str:
    """The store's day of a moment, for reckoning."""
    return moment.astimezone(ZoneInfo(zone)).date().isoformat()


def short_day(moment: dt.datetime | dt.date, zone: str) -> str:
    """A day of this year: 23 Nov, 11月23日."""
    on = moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, dt.datetime) else moment
    return str(
        format_date(on, "d MMM" if language.shown() is language.Language.ENGLISH else "M月d日", locale=_locale())
    )


def month(day: dt.date) -> str:
    """The month of a day, with its year: November 2026, 2026年11月."""
    pattern = "MMMM y" if language.shown() is language.Language.ENGLISH else "y年M月"
    return str(format_date(day, pattern, locale=_locale()))


def time_with_seconds(moment: dt.datetime, zone: str) -> str:
    """Hours, minutes and seconds on the store's clock."""
    return _clock(moment, zone, "HH:mm:ss")


def minutes(seconds: int) -> str:
    """A waiting time: `0:23`."""
    whole, rest = divmod(seconds, 60)
    return f"{whole}:{rest:02d}"


def tenths(seconds: float) -> str:
    """A short waiting time: `1.2`."""
    return str(format_decimal(round(seconds, 1), format="0.0", locale=_locale()))


def _clock(moment: dt.datetime, zone: str, pattern: str) -> str:
    return _clock_in(moment, zone, pattern, language.shown())


@lru_cache(_KEPT)
def _clock_in(moment: dt.datetime, zone: str, pattern: str, spoken: language.Language) -> str:
    return str(format_datetime(moment, pattern, tzinfo=ZoneInfo(zone), locale=_locale_of(spoken)))


@cache
def _symbol(currency: str, spoken: language.Language) -> str:
    return str(get_currency_symbol(currency, locale=_locale_of(spoken)))


def _plain(minor: int, currency: str) -> str:
    return _plain_in(abs(minor), currency, language.shown())


@lru_cache(_KEPT)
def _plain_in(minor: int, currency: str, spoken: language.Language) -> str:
    digits = exponent(currency)
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return str(format_decimal(Money(minor, currency).decimal(), format=pattern, locale=_locale_of(spoken)))


def _minus(minor: int) -> str:
    return MINUS if minor < 0 else ""


def _locale() -> Locale:
    return _locale_of(language.shown())


@cache
def _locale_of(spoken: language.Language) -> Locale:
    return Locale.parse(spoken.value)
