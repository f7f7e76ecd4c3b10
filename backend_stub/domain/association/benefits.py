"""What a member pays (A6): the tier's discount off the whole sale, and points. Both are the merchant's own expense."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import Percent, Tier
from backend_stub.domain import ledger
from backend_stub.domain.association.pairs import Opened
from backend_stub.domain.association.points import DISCOUNT, VALUE, usable, worth_of
from backend_stub.domain.ledger import Kind
from backend_stub.domain.records import Redemption, Transfer, altered
from backend_stub.domain.state import Moment

WHOLE = 10_000  # basis points


@dataclass(frozen=True, slots=True)
class Price:
    """A sale as a member pays it: amount = discount + points_value + price."""

    discount_minor: int
    points_spent: int
    points_value_minor: int
    price_minor: int


def discount_of(tier: Tier | None, amount_minor: int) -> int:
    """The tier's discount, rounded down; a minor unit is always left to pay, so that there is a payment."""
    if tier is None or tier.discount is None:
        return 0
    discount = tier.discount
    off = amount_minor * discount.basis_points // WHOLE if isinstance(discount, Percent) else discount.amount_minor
    return min(off, amount_minor - 1)


def priced(pair: Opened | None, amount_minor: int, currency: str, points: int | None, *, accepts: bool) -> Price | None:
    """The price; None when points are asked for that are not there, or would be worth more than what they pay for."""
    rule = pair.compiled.rule if pair is not None else None
    if pair is None or rule is None or rule.currency != currency:
        return None if points else Price(0, 0, 0, amount_minor)
    discount = discount_of(pair.tier, amount_minor) if accepts else 0
    left = amount_minor - discount
    spent = points or 0
    if spent > usable(rule.points_worth, pair.points, left):
        return None
    value = worth_of(rule.points_worth, spent)
    return Price(discount, spent, value, left - value)


def with_price(attempt: Redemption, price: Price) -> Redemption:
    """The attempt with what its member does not pay in money; the most of attempts have nothing of it."""
    if not price.discount_minor and not price.points_spent:
        return attempt
    return altered(
        attempt,
        discount_minor=price.discount_minor,
        points_spent=price.points_spent,
        points_value_minor=price.points_value_minor,
    )


def expense(paid: Redemption, moment: Moment) -> list[Transfer]:
    """The discount and the points' value of a sale: from the merchant's expense to what it is owed, so that gross counts them."""
    parts = ((DISCOUNT, Kind.DISCOUNT, paid.discount_minor), (VALUE, Kind.POINTS_VALUE, paid.points_value_minor))
    return [
        _moved(paid, paid.id, number, kind, amount_minor, moment, is_back=False)
        for number, kind, amount_minor in parts
        if amount_minor > 0
    ]


def expense_back(paid: Redemption, act_id: str, before_minor: int, after_minor: int, moment: Moment) -> list[Transfer]:
    """The same share of it goes back as of the money, when what was given back grows from one sum to another."""
    parts = (
        (DISCOUNT, Kind.DISCOUNT_RETURNED, paid.discount_minor),
        (VALUE, Kind.POINTS_VALUE_RETURNED, paid.points_value_minor),
    )
    shares = [
        (number, kind, share(whole, paid, after_minor) - share(whole, paid, before_minor))
        for number, kind, whole in parts
    ]
    return [
        _moved(paid, act_id, number, kind, amount_minor, moment, is_back=True)
        for number, kind, amount_minor in shares
        if amount_minor > 0
    ]


def share(whole: int, paid: Redemption, given_back_minor: int) -> int:
    """The part of something that goes back with so much of the money: rounded down, and all of it with all."""
    return whole * given_back_minor // paid.amount_minor


def _moved(
    paid: Redemption, act_id: str, number: int, kind: Kind, amount_minor: int, moment: Moment, *, is_back: bool
) -> Transfer:
    own, owed = ledger.discounts(paid.merchant_id), ledger.payable(paid.merchant_id)
    return ledger.transfer(
        act_id,
        kind.value,
        debit=owed if is_back else own,
        credit=own if is_back else owed,
        amount_minor=amount_minor,
        currency=paid.currency,
        at=moment.now,
        number=number,
    )
