"""What somebody means who looks for a sale: a day, a time, a receipt, an amount, a customer; or several at once. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from backend_stub.domain.association.search import asked_for
from backend_stub.money import MAX_AMOUNT_MINOR, exponent

_RECEIPT = re.compile(r"(?P<sale>(\d{4})-(\d{2})(\d{2})(?:-\d{0,9})?)(?:-r\d{0,4})?", re.IGNORECASE)
_AMOUNT = re.compile(r"[€$£¥]?(\d{1,12})(?:[.,](\d{1,3}))?[€$£¥]?")
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
_ISO_DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
_POINTED_DATE = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})?")
_CHINESE_DATE = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPOKEN_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(_MONTHS)})[a-z]*(?: (\d{{4}}))?(?=\s|$)", re.IGNORECASE)
_DAYS_AGO = {"today": 0, "今天": 0, "yesterday": 1, "昨天": 1}


@dataclass(frozen=True, slots=True)
class Sought:
    """What all has to be so of a sale; a field that is None or empty asks nothing.

    `receipt` is a number or its beginning, of the business day `receipt_day` (YYYYMMDD). `minute` is a time of day on the
    store's clock. `words` are beginnings of words of a customer's name, `handle` is the same text as a whole handle.
    """

    receipt: str | None = None
    receipt_day: int | None = None
    day: dt.date | None = None
    minute: int | None = None
    amount_minor: int | None = None
    words: tuple[str, ...] = ()
    handle: str = ""


def sought(text: str, currency: str, today: dt.date) -> Sought:
    """Reads a search.

    `2026-1123-042` is a receipt; `4.50`, `4,50`, `€4` an amount; `today`, `23.11.`, `23 Nov` a day; `14:30` a time. The
    rest is a customer. A second amount (or day ...) is nobody's: it is looked for as a name, and so finds nothing.
    """
    plain = unicodedata.normalize("NFKC", text)
    found, rest = Sought(), []
    for part in _SPOKEN_DATE.sub(_pointed, plain).split():
        known = _known(found, part, currency, today)
        if known is None:
            rest.append(part)
        else:
            found = known
    if found.amount_minor is not None and currency.lower() in (part.lower() for part in rest):
        rest.remove(next(part for part in rest if part.lower() == currency.lower()))
    customer = " ".join(rest)
    return replace(found, words=tuple(asked_for(customer)), handle=customer.removeprefix("@").lower())


def _known(found: Sought, part: str, currency: str, today: dt.date) -> Sought | None:
    """With this part understood; None where it is none of these, or the second of its kind."""
    if found.receipt is None and (receipt := _receipt(part)) is not None:
        return replace(found, receipt=receipt[0], receipt_day=receipt[1])
    if found.day is None and (day := _day(part, today)) is not None:
        return replace(found, day=day)
    if found.minute is None and (time := _TIME.fullmatch(part)):
        return replace(found, minute=int(time[1]) * 60 + int(time[2]))
    if found.amount_minor is None and (minor := _amount(part, currency)) is not None:
        return replace(found, amount_minor=minor)
    return None


def _receipt(part: str) -> tuple[str, int] | None:
    """A sale's number, also from the receipt of its refund (`2026-1123-042-R1`)."""
    if (found := _RECEIPT.fullmatch(part)) is None:
        return None
    date = _date(int(found[2]), int(found[3]), int(found[4]))
    return None if date is None else (found["sale"], date.year * 10000 + date.month * 100 + date.day)


def _day(part: str, today: dt.date) -> dt.date | None:
    """A day; one without a year is the last such day that was."""
    if (ago := _DAYS_AGO.get(part.lower())) is not None:
        return today - dt.timedelta(days=ago)
    for shape in (_ISO_DATE, _POINTED_DATE, _CHINESE_DATE):
        if found := shape.fullmatch(part):
            month, day = int(found["month"]), int(found["day"])
            if found["year"]:
                return _date(int(found["year"]), month, day)
            days = (_date(today.year - back, month, day) for back in range(5))  # 29 February comes every fourth year
            return next((date for date in days if date is not None and date <= today), None)
    return None


def _pointed(spoken: re.Match[str]) -> str:
    """`23 Nov 2026` as `23.11.2026`."""
    return f"{spoken[1]}.{_MONTHS.index(spoken[2].lower()) + 1}.{spoken[3] or ''}"


def _amount(part: str, currency: str) -> int | None:
    found = _AMOUNT.fullmatch(part)
    if found is None or len(found[2] or "") > exponent(currency):
        return None
    minor = int(Decimal(f"{found[1]}.{found[2] or 0}").scaleb(exponent(currency)))
    return minor if minor <= MAX_AMOUNT_MINOR else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
