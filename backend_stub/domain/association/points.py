"""Points (A6): a ledger of their own, in their own unit, and a liability of the merchant; what moves in one act."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import PointsWorth
from backend_stub.domain import ledger
from backend_stub.domain.ledger import Kind
from backend_stub.domain.records import Transfer
from backend_stub.domain.state import Moment

# Numbers of an act's transfers, beside those of its money.
DISCOUNT, VALUE, EARNED, WELCOME, SPENT, GIVEN_BACK, TAKEN_BACK, EXPIRED = range(11, 19)


@dataclass(slots=True)
class Points:
    """The points that an act moves; none may be below zero. One act's own, filled as it is decided."""

    act_id: str
    merchant_id: str
    customer_id: str
    earned: int = 0
    spent: int = 0
    given_back: int = 0  # spent on a sale that is refunded
    taken_back: int = 0  # earned by a sale that is refunded
    expired: int = 0
    welcome: int = 0
    welcome_back: int = 0
    is_refund: bool = False

    @property
    def net(self) -> int:
        """How the balance changes."""
        came = self.earned + self.given_back + self.welcome
        return came - self.spent - self.taken_back - self.expired - self.welcome_back

    def transfers(self, moment: Moment) -> list[Transfer]:
        """The movements, each from or to the merchant's promise."""
        back = self.taken_back + self.welcome_back
        moved = [
            (EARNED, Kind.POINTS_EARNED, self.earned, True),
            (WELCOME, Kind.POINTS_WELCOME, self.welcome, True),
            (SPENT, Kind.POINTS_SPENT, self.spent, False),
            (GIVEN_BACK, Kind.POINTS_GIVEN_BACK, self.given_back, True),
            (TAKEN_BACK, Kind.POINTS_TAKEN_BACK, back, False),
            (EXPIRED, Kind.POINTS_EXPIRED, self.expired, False),
        ]
        return [
            self._moved(number, kind, amount, moment, comes_in=comes_in)
            for number, kind, amount, comes_in in moved
            if amount > 0
        ]

    def _moved(self, number: int, kind: Kind, amount: int, moment: Moment, *, comes_in: bool) -> Transfer:
        member = ledger.points(self.merchant_id, self.customer_id)
        promised = ledger.points_promised(self.merchant_id)
        return ledger.transfer(
            self.act_id,
            kind.value,
            debit=promised if comes_in else member,
            credit=member if comes_in else promised,
            amount_minor=amount,
            currency=ledger.POINTS_UNIT,
            at=moment.now,
            number=number,
        )


def worth_of(worth: PointsWorth | None, points: int) -> int:
    """The money that points pay for, in minor units, rounded down."""
    if worth is None or points <= 0:
        return 0
    return points * worth.amount_minor // worth.points


def usable(worth: PointsWorth | None, points: int, price_minor: int) -> int:
    """The most points that help with a price: a minor unit of it is always paid in money, so that there is a payment."""
    if worth is None or points <= 0 or price_minor <= 1:
        return 0
    return min(points, (price_minor - 1) * worth.points // worth.amount_minor)
