"""What a search for a sale means."""

from __future__ import annotations

import datetime as dt

import pytest

from backend_stub.domain.sales import Sought, sought

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2026-1123-042", Sought(receipt="2026-1123-042", receipt_day=20261123)),
        (" 2026-1123 ", Sought(receipt="2026-1123", receipt_day=20261123)),
        ("2026-1123-", Sought(receipt="2026-1123-", receipt_day=20261123)),
        ("2026-1123-042-r1", Sought(receipt="2026-1123-042", receipt_day=20261123)),
        ("4.50", Sought(amount_minor=450)),
        ("4,5", Sought(amount_minor=450)),
        ("€12", Sought(amount_minor=1200)),
        ("12.50 EUR", Sought(amount_minor=1250)),
        ("￥88", Sought(amount_minor=8800)),
        ("today", Sought(day=TODAY)),
        ("昨天", Sought(day=dt.date(2026, 11, 22))),
        ("2026-11-02", Sought(day=dt.date(2026, 11, 2))),
        ("2.11.", Sought(day=dt.date(2026, 11, 2))),
        ("24.12.", Sought(day=dt.date(2025, 12, 24))),
        ("29.2.", Sought(day=dt.date(2024, 2, 29))),
        ("2 Nov", Sought(day=dt.date(2026, 11, 2))),
        ("11月2日", Sought(day=dt.date(2026, 11, 2))),
        ("14:30", Sought(minute=870)),
        ("Mara 12.50 yesterday", Sought(day=dt.date(2026, 11, 22), amount_minor=1250, words=("mara",), handle="mara")),
        ("@Mara", Sought(words=("mara",), handle="mara")),
        ("Amélie M", Sought(words=("amelie", "m"), handle="amélie m")),
        ("李伟", Sought(words=("李伟",), handle="李伟")),
    ],
)
def test_a_search_is_a_receipt_an_amount_a_day_a_time_or_a_customer(text: str, meant: Sought) -> None:
    assert sought(text, "EUR", TODAY) == meant


@pytest.mark.parametrize("text", ["2026-1340-001", "2026-0230", "31.2.", "4.505", "9" * 13, "4.5.6", "25:00"])
def test_what_is_no_date_and_no_amount_of_this_currency_is_looked_for_among_customers(text: str) -> None:
    found = sought(text, "EUR", TODAY)
    assert found.words
    assert found == Sought(words=found.words, handle=text)


def test_a_second_amount_is_nobodys() -> None:
    assert sought("4.50 5.20", "EUR", TODAY) == Sought(amount_minor=450, words=("5", "20"), handle="5.20")


def test_an_amount_has_the_decimals_of_its_currency() -> None:
    assert sought("450", "JPY", TODAY).amount_minor == 450
    assert sought("4.5", "JPY", TODAY).amount_minor is None
    assert sought("1.234", "KWD", TODAY).amount_minor == 1234
