"""A sale's receipt: a document, and its lines as plain text. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from backend_stub.contract import Redemption
from backend_stub.money import Money
from pos_app.presenters.ports import ReceiptFacts
from pos_app.receipts.design import Design
from pos_app.receipts.document import LONGEST_CODE, Align, Block, Code, Cut, Document, Gap, Logo, Pair, Rule, Text
from pos_app.receipts.layout import plain
from pos_app.receipts.words import ReceiptWords

PLAIN = Design()


def receipt_lines(facts: ReceiptFacts, words: ReceiptWords, columns: int = 32) -> tuple[str, ...]:
    """The receipt of a paid sale, each line at most `columns` wide; ValueError for fewer than 20."""
    return plain(receipt_document(facts, words), columns)


def receipt_document(facts: ReceiptFacts, words: ReceiptWords, design: Design = PLAIN) -> Document:
    """The receipt of a paid sale; times in the store's zone."""
    return Document(tuple(_blocks(facts, words, design)), words.copy, facts.is_copy)


def _blocks(facts: ReceiptFacts, words: ReceiptWords, design: Design) -> Iterator[Block]:
    if design.has_logo:
        yield Logo()
    yield from _heading(facts)
    yield from (Text(line, Align.CENTRE) if line else Gap() for line in design.header)
    yield Rule()
    yield from (Pair(*pair) for pair in _where_and_when(facts, words))
    yield Rule()
    yield from _money(facts, words)
    customer = [Pair(*pair) for pair in _customer(facts.redemption, words)]
    yield Rule()
    yield from customer
    yield Gap()
    yield from (Text(line, Align.CENTRE) if line else Gap() for line in design.footer or (words.thanks,))
    number = facts.redemption.receipt_number or ""
    if design.code is not None and number.isascii() and number.isprintable() and 0 < len(number) <= LONGEST_CODE:
        yield Code(number, design.code)
    yield Cut()


def _heading(facts: ReceiptFacts) -> Iterator[Block]:
    context = facts.context
    yield Text(context.merchant_name, Align.CENTRE, is_bold=True)
    if context.merchant_second_name:
        yield Text(context.merchant_second_name, Align.CENTRE, is_bold=True)
    if context.store_name not in {context.merchant_name, context.merchant_second_name}:
        yield Text(context.store_name, Align.CENTRE)


def _where_and_when(facts: ReceiptFacts, words: ReceiptWords) -> Iterator[tuple[str, str]]:
    at = facts.redemption.at.astimezone(_zone(facts.context.time_zone))
    yield words.receipt, facts.redemption.receipt_number or ""
    yield at.strftime("%Y-%m-%d %H:%M"), facts.context.till_name
    if facts.redemption.reference:
        yield words.reference, facts.redemption.reference


def _money(facts: ReceiptFacts, words: ReceiptWords) -> Iterator[Pair]:
    redemption = facts.redemption
    taken = Money(redemption.amount_minor, redemption.currency)
    cash = Money(facts.cash_minor, redemption.currency)
    off = (
        (words.discount, redemption.discount_minor),
        (words.points_used, redemption.points_value_minor),
    )
    for name, minor in off:
        if minor:
            yield Pair(name, str(-Money(minor, redemption.currency)))
    yield Pair(words.total, str(taken + cash), is_bold=True)
    yield Pair(words.by_code, str(taken))
    if redemption.bonus_minor:
        yield Pair(words.of_it_bonus, str(Money(redemption.bonus_minor, redemption.currency)))
    if facts.cash_minor:
        yield Pair(words.cash, str(cash))
    if redemption.refunded_minor:
        yield Pair(words.given_back, str(-Money(redemption.refunded_minor, redemption.currency)))


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
