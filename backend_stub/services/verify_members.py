"""Checking what members have: points recomputed from their transfers, discounts and points of each sale looked at again."""

from __future__ import annotations

# The line of a pair's points is `points:` and the association's id with a colon in place of its slash.
_POINTS = """
SELECT a.id, a.points FROM associations a
WHERE a.points <>
      COALESCE((SELECT SUM(t.amount_minor) FROM transfers t
                WHERE t.credit_account = 'points:' || a.merchant_id || ':' || a.customer_id), 0)
    - COALESCE((SELECT SUM(t.amount_minor) FROM transfers t
                WHERE t.debit_account = 'points:' || a.merchant_id || ':' || a.customer_id), 0)
"""
_POINTS_OF_NOBODY = """
SELECT t.transaction_id, t.kind FROM transfers t
LEFT JOIN associations a ON 'points:' || a.merchant_id || ':' || a.customer_id =
     CASE WHEN t.credit_account LIKE 'points:%' THEN t.credit_account ELSE t.debit_account END
WHERE t.kind LIKE 'points_%' AND t.kind NOT LIKE 'points_value%' AND a.id IS NULL
"""
_SALE = """
SELECT r.id, '{kind}' FROM redemptions r
LEFT JOIN transfers t ON t.transaction_id = r.id AND t.kind = '{kind}' AND t.amount_minor = r.{column}
     AND COALESCE(t.debit_account, '') = '{debit}' || r.merchant_id{debit_too}
     AND COALESCE(t.credit_account, '') = '{credit}' || r.merchant_id{credit_too}
WHERE r.outcome IN ('paid', 'reversed') AND r.{column} > 0 AND t.transaction_id IS NULL
"""
_THEIR = " || ':' || r.customer_id"


def _sale(kind: str, column: str, debit: str, credit: str, *, to_points: bool | None = None) -> str:
    return _SALE.format(
        kind=kind,
        column=column,
        debit=debit,
        credit=credit,
        debit_too=_THEIR if to_points is False else "",
        credit_too=_THEIR if to_points is True else "",
    )


_GIVEN_BACK = """
SELECT r.id, r.{column} FROM redemptions r
WHERE r.{column} > 0 AND r.refunded_minor > 0
  AND r.{column} * r.refunded_minor / r.amount_minor <>
      COALESCE((SELECT SUM(t.amount_minor) FROM transfers t JOIN refunds f ON f.id = t.transaction_id
                WHERE f.redemption_id = r.id AND t.kind = '{kind}'), 0)
    + COALESCE((SELECT SUM(t.amount_minor) FROM transfers t
                WHERE r.reversal_id IS NOT NULL AND t.transaction_id = r.reversal_id AND t.kind = '{kind}'), 0)
"""

CHECKS: dict[str, str] = {
    "association {0} shows {1} points, its transfers say otherwise": _POINTS,
    "points of {0} ({1}) are nobody's": _POINTS_OF_NOBODY,
    "sale {0} has a discount that was not booked ({1})": _sale("discount", "discount_minor", "discounts:", "payable:"),
    "sale {0} was paid with points whose value was not booked ({1})": _sale(
        "points_value", "points_value_minor", "discounts:", "payable:"
    ),
    "sale {0} earned points that did not come ({1})": _sale(
        "points_earned", "points_earned", "points-promised:", "points:", to_points=True
    ),
    "sale {0} spent points that did not go ({1})": _sale(
        "points_spent", "points_spent", "points:", "points-promised:", to_points=False
    ),
    "of the discount {1} of sale {0} another share went back than of its money": _GIVEN_BACK.format(
        column="discount_minor", kind="discount_returned"
    ),
    "of the points {1} spent on sale {0} another share came back than of its money": _GIVEN_BACK.format(
        column="points_spent", kind="points_given_back"
    ),
}
