"""Notes and coins by currency, largest first, in minor units: what a drawer is counted by."""

from __future__ import annotations

from backend_stub.money import MAX_AMOUNT_MINOR, exponent

_UNITS: dict[str, str] = {  # in major units, as they are spoken of
    "CHF": "1000 200 100 50 20 10 5 2 1 0.5 0.2 0.1 0.05",
    "CNY": "100 50 20 10 5 1 0.5 0.1",
    "DKK": "1000 500 200 100 50 20 10 5 2 1 0.5",
    "EUR": "500 200 100 50 20 10 5 2 1 0.5 0.2 0.1 0.05 0.02 0.01",
    "GBP": "50 20 10 5 2 1 0.5 0.2 0.1 0.05 0.02 0.01",
    "JPY": "10000 5000 2000 1000 500 100 50 10 5 1",
    "KRW": "50000 10000 5000 1000 500 100 50 10",
    "KWD": "20 10 5 1 0.5 0.25 0.1 0.05 0.02 0.01 0.005",
    "SEK": "1000 500 200 100 50 20 10 5 2 1",
    "USD": "100 50 20 10 5 2 1 0.5 0.25 0.1 0.05 0.01",
}
PIECES_MAX = 100_000


def denominations(currency: str) -> tuple[int, ...]:
    """Largest first; empty for a currency whose notes and coins are not listed: its drawer is counted as one sum."""
    digits = exponent(currency)
    return tuple(_minor(text, digits) for text in _UNITS.get(currency, "").split())


def _minor(text: str, digits: int) -> int:
    whole, _, part = text.partition(".")
    minor: int = int(whole) * 10**digits + (int(part.ljust(digits, "0")) if part else 0)
    assert 0 < minor <= MAX_AMOUNT_MINOR
    return minor
