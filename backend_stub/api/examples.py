"""One example of each message, for the OpenAPI document: typed, so that they can't fall behind the contract."""

from __future__ import annotations

import datetime as dt

import msgspec

from backend_stub import contract
from backend_stub.api.account_examples import ACCOUNT_EXAMPLES
from backend_stub.api.member_examples import MEMBER_EXAMPLES
from backend_stub.api.platform_examples import PLATFORM_EXAMPLES
from backend_stub.api.sales_examples import SALES_EXAMPLES
from backend_stub.api.settlement_examples import SETTLEMENT_EXAMPLES
from backend_stub.api.shift_examples import SHIFT_EXAMPLES
from backend_stub.api.webhook_examples import WEBHOOK_EXAMPLES
from backend_stub.contract import MessageKind, Outcome, Right, Role, payment_code

_AT = dt.datetime(2026, 11, 23, 15, 4, 5, tzinfo=dt.UTC)
_CODE = payment_code("123456789012345")


def _id(number: int) -> str:
    return f"01932a7c-5b1e-7c3a-9d2f-{number:012x}"


ATTEMPT, REFUND, ACCOUNT, PROGRAMME, TILL, STORE, MERCHANT, MANAGER, CUSTOMER, DEVICE, CODE, TOP_UP, MESSAGE = (
    _id(number) for number in range(1, 14)
)
_REDEMPTION = contract.Redemption(
    attempt_id=ATTEMPT,
    outcome=Outcome.PAID,
    requested_minor=1250,
    amount_minor=1250,
    refunded_minor=0,
    currency="EUR",
    at=_AT,
    store_id=STORE,
    till_id=TILL,
    account_id=ACCOUNT,
    programme_name="Mei’s Tea card",
    customer_name="Mara T••",
    balance_after_minor=5100,
    receipt_number="2026-1123-042",
)
_REFUND = contract.Refund(
    refund_id=REFUND,
    attempt_id=ATTEMPT,
    amount_minor=250,
    refunded_total_minor=250,
    currency="EUR",
    balance_after_minor=5350,
    at=_AT,
    receipt_number="2026-1123-042-R1",
)
_ACCOUNT = contract.Account(
    account_id=ACCOUNT,
    programme_id=PROGRAMME,
    programme_name="Mei’s Tea card",
    currency="EUR",
    balance_minor=6350,
    opened_at=_AT,
)
_PROGRAMME = contract.Programme(
    programme_id=PROGRAMME,
    name="Mei’s Tea card",
    currency="EUR",
    code_lifetime_s=60,
    confirm_above_minor=5000,
    confirm_after_payments=20,
    payment_max_minor=50_000,
    topup_min_minor=100,
    topup_max_minor=50_000,
    balance_max_minor=100_000,
    merchants=["Mei’s Tea"],
)
EXAMPLES: tuple[msgspec.Struct, ...] = (
    contract.RedemptionRequest(code=_CODE, amount_minor=1250, currency="EUR", public_service_id="meis-tea"),
    _REDEMPTION,
    contract.RedemptionList(items=[_REDEMPTION]),
    contract.ReversalRequest(reason="no answer"),
    contract.Confirmation(accept=True),
    contract.RefundRequest(
        attempt_id=ATTEMPT,
        amount_minor=250,
        reason="one cup was cold",
        approval=contract.Approval(operator_id=MANAGER, pin="2580"),
    ),
    _REFUND,
    contract.RefundList(items=[_REFUND]),
    contract.TillContext(
        till_id=TILL,
        till_name="Till 1",
        store_id=STORE,
        store_name="Lindenstraße",
        merchant_id=MERCHANT,
        merchant_name="Mei’s Tea",
        merchant_second_name="美茶",
        public_service_id="meis-tea",
        currency="EUR",
        time_zone="Europe/Berlin",
        day_cut_minutes=240,
        today_count=42,
        today_total_minor=48_050,
        operators=[contract.Operator(operator_id=MANAGER, name="Mei", role=Role.MANAGER)],
    ),
    contract.SignUp(
        social_id="mara",
        display_name="Mara Tanner",
        family_name="Tanner",
        device_name="Phone",
        token="drawn-by-the-device-itself-and-told-only-once",  # noqa: S106 - nobody's
    ),
    contract.AddDevice(
        device_name="Tablet",
        token="drawn-by-the-second-device-and-told-only-once--",  # noqa: S106 - nobody's
    ),
    contract.Customer(customer_id=CUSTOMER, social_id="mara", display_name="Mara Tanner", device_id=DEVICE),
    contract.ProgrammeList(items=[_PROGRAMME]),
    contract.OpenAccount(programme_id=PROGRAMME),
    _ACCOUNT,
    contract.AccountList(items=[_ACCOUNT]),
    contract.EntryList(
        items=[
            contract.Entry(
                entry_id=f"{ATTEMPT}-1", kind="redemption", amount_minor=-1250, currency="EUR", at=_AT, act_id=ATTEMPT
            )
        ]
    ),
    contract.CodeRequest(limit_minor=2000),
    contract.PaymentCode(
        code_id=CODE,
        code=_CODE,
        expires_at=_AT + dt.timedelta(seconds=60),
        renew_at=_AT + dt.timedelta(seconds=45),
        limit_minor=2000,
    ),
    contract.MessageList(
        items=[
            contract.Message(
                number=7,
                is_read=False,
                message_id=MESSAGE,
                kind=MessageKind.PAID,
                at=_AT,
                account_id=ACCOUNT,
                arguments={
                    "amount_minor": 1250,
                    "merchant": "Mei’s Tea",
                    "receipt_number": "2026-1123-042",
                    "currency": "EUR",
                    "balance_minor": 5100,
                },
            )
        ],
        unread_count=1,
    ),
    contract.ReadUpTo(up_to=7),
    contract.Inbox(last_number=7, read_number=7, unread_count=0),
    contract.OperatorSignIn(
        operator_id=MANAGER,
        pin="2580",
        token="drawn-by-the-till-itself-and-told-only-once----",  # noqa: S106 - nobody's
    ),
    contract.OperatorSignOut(reason="locked"),
    contract.OperatorSession(
        session_id=MESSAGE,
        operator_id=MANAGER,
        operator_name="Mei",
        role=Role.MANAGER,
        rights=[Right.REFUND, Right.SEE_MEMBERS, Right.SELL],
        till_id=TILL,
        opened_at=_AT,
        expires_at=_AT + dt.timedelta(hours=14),
        idle_s=1800,
    ),
    contract.Health(status="ok", version="1.0.0"),
    *MEMBER_EXAMPLES,
    *SETTLEMENT_EXAMPLES,
    *PLATFORM_EXAMPLES,
    *SALES_EXAMPLES,
    *SHIFT_EXAMPLES,
    *WEBHOOK_EXAMPLES,
    *ACCOUNT_EXAMPLES,
)
BY_NAME: dict[str, object] = {type(example).__name__: msgspec.to_builtins(example) for example in EXAMPLES}
