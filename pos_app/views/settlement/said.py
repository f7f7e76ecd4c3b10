"""Days, exact amounts and notes as the settlement page writes them."""

from __future__ import annotations

import datetime as dt

from babel import Locale
from babel.dates import format_date

from backend_stub.money import exponent
from pos_app.presenters.sell_state import Say
from pos_app.views import format as fmt
from pos_app.views import language
from pos_app.views.language import Language
from pos_app.views.words import Place, words

E4 = 4  # ten-thousandths of a minor unit
SHOWN = 2  # decimals beyond the currency's own, unless there are more


def day(date: dt.date, *, with_year: bool = False) -> str:
    """`Sun 22 Nov`, `Sun 22 Nov 2026`; in Chinese `11月22日 周日`."""
    year = " y" if with_year else ""
    pattern = f"EEE d MMM{year}"
    if language.shown() is Language.CHINESE:
        pattern = f"{'y年' if with_year else ''}M月d日 EEE"
    return str(format_date(date, pattern, locale=Locale.parse(language.shown().value)))


def exact(amount_e4: int, currency: str) -> str:
    """An amount before it is rounded: `0.0720`, `−4.4550`; all its decimals where two more than usual don't hold it."""
    places = exponent(currency) + E4
    digits = f"{abs(amount_e4):0{places + 1}d}"
    whole, rest = digits[:-places], digits[-places:]
    least = exponent(currency) + SHOWN
    rest = rest[:least] + rest[least:].rstrip("0")
    return f"{fmt.MINUS if amount_e4 < 0 else ''}{whole}.{rest}"


def note(said: Say | None, place: Place) -> str:
    """A note in words; a day in it as the page writes days, an exact amount with its decimals."""
    return words(said.id, place, **{k: _written(k, v, place) for k, v in said.arguments.items()}) if said else ""


def _written(name: str, value: object, place: Place) -> object:
    if isinstance(value, dt.date):
        return day(value)
    return exact(value, place.currency) if name.endswith("_e4") and isinstance(value, int) else value
