"""Examples of past sales, for the OpenAPI document."""

from __future__ import annotations

import datetime as dt

import msgspec

from backend_stub import contract
from backend_stub.contract import Outcome

_AT = dt.datetime(2026, 11, 23, 13, 26, 4, tzinfo=dt.UTC)


def _id(number: int) -> str:
    return f"01932a7c-5b1e-7c3a-9d2f-{number:012x}"


_SALE = contract.Sale(
    redemption=contract.Redemption(
        attempt_id=_id(1),
        outcome=Outcome.PAID,
        requested_minor=720,
        amount_minor=720,
        refunded_minor=120,
        currency="EUR",
        at=_AT,
        store_id=_id(4),
        till_id=_id(5),
        customer_name="Jonas B••",
        programme_name="Mei's Tea",
        receipt_number="2026-1123-042",
    ),
    till_name="Till 1",
    store_name="Lindenstraße",
    time_zone="Europe/Berlin",
    operator_name="Anna",
    cash_minor=530,
)
_BACK = contract.Refund(
    refund_id=_id(61),
    attempt_id=_id(1),
    amount_minor=120,
    refunded_total_minor=120,
    currency="EUR",
    balance_after_minor=120,
    at=_AT + dt.timedelta(minutes=4),
    receipt_number="2026-1123-042-R1",
)
SALES_EXAMPLES: tuple[msgspec.Struct, ...] = (
    _SALE,
    contract.SaleList(
        items=[_SALE],
        tills=[contract.SaleChoice(id=_id(5), name="Till 1")],
        operators=[contract.SaleChoice(id=_id(7), name="Anna")],
    ),
    contract.SaleDetail(
        sale=_SALE,
        received_at=_AT,
        refunds=[contract.SaleRefund(refund=_BACK, reason="", till_name="Till 1", approved_by="Mei")],
    ),
)
