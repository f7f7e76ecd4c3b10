"""Money as integers of the smallest unit of a currency. No floats, anywhere.

A currency's exponent (how many decimals its smallest unit has) is data, after ISO 4217:
2 for most, 0 for the yen, 3 for the Kuwaiti dinar. `12.50` in EUR is 1250, in KWD 12500, and in JPY it is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

# ISO 4217:2015, list one (as of 2026), without metals, funds and testing codes: no shop prices in those.
_BY_EXPONENT = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    2: (
        "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC "
        "CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
        "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD "
        "NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN "
        "SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"
    ),
    3: "BHD IQD JOD KWD LYD OMR TND",
}
EXPONENTS: dict[str, int] = {code: exponent for exponent, codes in _BY_EXPONENT.items() for code in codes.split()}

# Largest amount of a single movement: far above any sale, far below what 64 bits hold, so that sums can't overflow.
MAX_AMOUNT_MINOR = 10**12


LONGEST_TEXT = 40
_PLAIN_NUMBER = re.compile(rf"(-?)([0-9]{{1,{LONGEST_TEXT}}})(?:\.([0-9]{{1,{LONGEST_TEXT}}}))?")


class MoneyError(ValueError):
    """An amount or a currency that can't be; the message names what is wrong and what would be right."""


def exponent(currency: str) -> int:
    """How many decimals the smallest unit of `currency` has (0, 2 or 3); raises MoneyError for an unknown code."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise MoneyError(f"{currency!r} is not a currency code of ISO 4217 (three capital letters, like EUR)") from None


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (cents, fils, whole yen) of one currency. May be negative: a refund on a statement."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise MoneyError(f"an amount is a whole number of minor units, not {self.minor!r}")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise MoneyError(f"{self.currency} and {other.currency} can't be reckoned together")
        return other.minor

    def decimal(self) -> Decimal:
        """The amount in major units, exactly: Money(1250, "EUR") is Decimal("12.50")."""
        sign, digits, _ = Decimal(self.minor).as_tuple()  # no arithmetic of Decimal: that rounds to 28 digits
        return Decimal((sign, digits, -exponent(self.currency)))

    def __str__(self) -> str:
        """Plain and unambiguous, for logs and files: `12.50 EUR`. Screens format through Babel."""
        return f"{self.decimal():.{exponent(self.currency)}f} {self.currency}"


def parse(text: str, currency: str) -> Money:
    """Read an amount in major units with `.` as its decimal sign ("12.5", "12.50", "-3"); exact or MoneyError.

    More decimals than the currency has are refused, never rounded: the person who keyed them meant something else.
    """
    digits = exponent(currency)
    found = _PLAIN_NUMBER.fullmatch(text.strip())
    if found is None:
        shown = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + "..."
        raise MoneyError(f"{shown!r} is not an amount; write it like {Money(1250, currency).decimal()}")
    sign, whole, part = found.group(1), found.group(2), found.group(3) or ""
    if len(part) > digits:
        raise MoneyError(f"{currency} has {digits} decimals, {text!r} has {len(part)}")
    minor = int(whole + part.ljust(digits, "0"))
    return Money(-minor if sign else minor, currency)
