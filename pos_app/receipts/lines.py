"""A receipt as lines of fixed width, 32 or 42 columns. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend_stub.contract import Redemption
from backend_stub.money import Money
from pos_app.presenters.ports import ReceiptFacts
from pos_app.receipts.columns import centred, clean, pair
from pos_app.receipts.words import ReceiptWords

LEAST_COLUMNS = 20


def receipt_lines(facts: ReceiptFacts, words: ReceiptWords, columns: int = 32) -> tuple[str, ...]:
    """The receipt of a paid sale, each line at most `columns` wide; times in the store's zone.

    ValueError for fewer than 20 columns, which hold no amount with its word.
    """
    if columns < LEAST_COLUMNS:
        raise ValueError(f"a receipt needs at least {LEAST_COLUMNS} columns, not {columns}")
    lines: list[str] = []
    rule = "-" * columns
    if facts.is_copy:
        lines += [*centred(f"*** {words.copy} ***", columns), ""]
    for text in _heading(facts):
        lines += centred(clean(text), columns)
    lines.append(rule)
    for left, right in _where_and_when(facts, words):
        lines += pair(clean(left), clean(right), columns)
    lines.append(rule)
    for left, right in _money(facts, words):
        lines += pair(left, right, columns)
    lines.append(rule)
    for left, right in _customer(facts.redemption, words):
        lines += pair(clean(left), clean(right), columns)
    lines += ["", *centred(words.thanks, columns)]
    return tuple(lines)


def _heading(facts: ReceiptFacts) -> Iterator[str]:
    context = facts.context
    yield context.merchant_name
    if context.merchant_second_name:
        yield context.merchant_second_name
    if context.store_name not in {context.merchant_name, context.merchant_second_name}:
        yield context.store_name


def _where_and_when(facts: ReceiptFacts, words: ReceiptWords) -> Iterator[tuple[str, str]]:
    at = facts.redemption.at.astimezone(_zone(facts.context.time_zone))
    yield words.receipt, facts.redemption.receipt_number or ""
    yield at.strftime("%Y-%m-%d %H:%M"), facts.context.till_name
    if facts.redemption.reference:
        yield words.reference, facts.redemption.reference


def _money(facts: ReceiptFacts, words: ReceiptWords) -> Iterator[tuple[str, str]]:
    redemption = facts.redemption
    taken = Money(redemption.amount_minor, redemption.currency)
    cash = Money(facts.cash_minor, redemption.currency)
    off = (
        (words.discount, redemption.discount_minor),
        (words.points_used, redemption.points_value_minor),
    )
    for name, minor in off:
        if minor:
            yield name, str(-Money(minor, redemption.currency))
    yield words.total, str(taken + cash)
    yield words.by_code, str(taken)
    if redemption.bonus_minor:
        yield words.of_it_bonus, str(Money(redemption.bonus_minor, redemption.currency))
    if facts.cash_minor:
        yield words.cash, str(cash)
    if redemption.refunded_minor:
        yield words.given_back, str(-Money(redemption.refunded_minor, redemption.currency))


def _customer(redemption: Redemption, words: ReceiptWords) -> Iterator[tuple[str, str]]:
    if redemption.customer_name:
        yield words.customer, redemption.customer_name
    if redemption.programme_name:
        yield words.programme, redemption.programme_name
    if redemption.balance_after_minor is not None:
        left = redemption.balance_after_minor + (redemption.bonus_after_minor or 0)
        yield words.balance_after, str(Money(left, redemption.currency))
    if redemption.points_after is not None and (redemption.points_earned or redemption.points_after):
        yield words.points, f"+{redemption.points_earned} = {redemption.points_after}"


def _zone(name: str) -> ZoneInfo:
    """The store's zone; UTC where this computer does not know it, rather than no receipt."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
