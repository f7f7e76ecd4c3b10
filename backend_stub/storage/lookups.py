"""What a use case needs loaded, table by table.

The order of `Lookup` is the order in which rows are loaded *and* locked, for every command of every process, so that two
batches mostly wait for each other and not in a circle. Accounts are locked by two lookups; what still collides there is
decided again. A command names keys for a lookup from what is loaded before it.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from backend_stub.domain import records
from backend_stub.domain.state import Decision, Moment, State
from backend_stub.storage.rows import Rows
from backend_stub.storage.tables import (
    CODE_WAS_SPENT,
    GIFT_IS_OFFERED,
    RULE_IS_USED,
    SESSION_IS_OPEN,
    SHIFT_IS_OPEN,
    TOKEN_LIVES,
)

C = TypeVar("C")


class Lookup(enum.Enum):
    """A set of rows by a key, in the order of loading and locking."""

    STORE = Rows(records.Store, lock=True)
    TILL = Rows(records.Till, lock=True)
    TILL_BY_STORE = Rows(records.Till, "store_id", lock=True)
    OPERATOR = Rows(records.Operator, lock=True)
    OPERATOR_BY_MERCHANT = Rows(records.Operator, "merchant_id", lock=True)
    OPERATOR_SESSION = Rows(records.OperatorSession, lock=True)
    OPERATOR_SESSION_BY_TILL = Rows(records.OperatorSession, "till_id", only=SESSION_IS_OPEN, lock=True)
    OPERATOR_SESSION_BY_OPERATOR = Rows(records.OperatorSession, "operator_id", only=SESSION_IS_OPEN, lock=True)
    SHIFT = Rows(records.Shift, lock=True)
    SHIFT_OPEN_BY_TILL = Rows(records.Shift, "till_id", only=SHIFT_IS_OPEN, lock=True)
    SHIFT_REPORT = Rows(records.ShiftReport)  # after the shift's lock: a repeat that waited for it sees the first
    DRAWER_MOVE = Rows(records.DrawerMove)  # likewise
    SIGN_IN_TRIES = Rows(records.SignInTries, lock=True)
    TALLY = Rows(records.Tally, lock=True)
    ONE_TIME_SECRET = Rows(records.OneTimeSecret, "secret_hash", lock=True)
    ONE_TIME_SECRET_BY_CUSTOMER = Rows(records.OneTimeSecret, "customer_id", lock=True)
    PASSKEY = Rows(records.Passkey, lock=True)
    PASSKEY_BY_CUSTOMER = Rows(records.Passkey, "customer_id")
    CUSTOMER_PIN = Rows(records.CustomerPin, lock=True)
    TOKEN_BY_HASH = Rows(records.Token, "token_hash")
    TOKEN_BY_SUBJECT = Rows(records.Token, "subject_id", only=TOKEN_LIVES, lock=True)
    CUSTOMER_BY_SOCIAL_ID = Rows(records.Customer, "social_id")
    REDEMPTION = Rows(records.Redemption, lock=True)
    GIFT = Rows(records.Gift, lock=True)
    TOP_UP_HELD = Rows(records.TopUp, lock=True)
    TOP_UP_REFUND = Rows(records.TopUpRefund, lock=True)
    REFUND = Rows(records.Refund)  # after the lock of what it is of: a repeat that waited for it sees the first
    CODE = Rows(records.Code, lock=True)
    CODE_BY_HASH = Rows(records.Code, "code_hash", lock=True)
    DEVICE = Rows(records.Device, lock=True)
    REDEMPTION_BY_CODE = Rows(records.Redemption, "code_id", only=CODE_WAS_SPENT)
    ACCOUNT = Rows(records.Account, lock=True)
    ACCOUNT_BY_CUSTOMER = Rows(records.Account, "customer_id", lock=True)
    TOP_UP = Rows(records.TopUp)  # after the account's lock, likewise
    ACCOUNT_ACT = Rows(records.AccountAct)  # likewise
    EXPIRY_WARNING = Rows(records.ExpiryWarning, "account_id")  # likewise
    GIFT_SEEN = Rows(records.Gift)  # likewise
    GIFT_OFFERED_BY_ACCOUNT = Rows(records.Gift, "giver_account_id", only=GIFT_IS_OFFERED)  # likewise
    BATCH = Rows(records.Batch, lock=True)
    BATCH_BY_STORE = Rows(records.Batch, "store_id")
    PAYOUT = Rows(records.Payout, lock=True)
    PAYOUT_RUN = Rows(records.PayoutRun)  # after the locks of what it pays: a repeat that waited sees the first
    BANK_DETAILS = Rows(records.BankDetails, "owner")
    BANK_STATEMENT = Rows(records.BankStatement, "file_hash")
    BANK_ENTRY = Rows(records.BankEntry, "matched_id")
    CUSTOMER = Rows(records.Customer)
    CONTACT_BY_CUSTOMER = Rows(records.Contact, "customer_id", lock=True)
    PROGRAMME_HELD = Rows(records.Programme, lock=True)  # to be published anew
    PROGRAMME = Rows(records.Programme)
    TERMS = Rows(records.Terms)
    TERMS_BY_PROGRAMME = Rows(records.Terms, "programme_id")  # behind the programme's lock
    ACCEPTANCE_BY_PROGRAMME = Rows(records.Acceptance, "programme_id")
    ACCEPTANCE_BY_MERCHANT = Rows(records.Acceptance, "merchant_id")
    MEMBER_MESSAGE = Rows(records.MemberMessage, lock=True)
    MERCHANT = Rows(records.Merchant)
    RULE_HELD_BY_MERCHANT = Rows(records.Rule, "merchant_id", lock=True)  # to be started or given up, one after another
    RULE = Rows(records.Rule)
    RULE_USED = Rows(records.Rule, "merchant_id", only=RULE_IS_USED)
    ASSOCIATION = Rows(records.Association, lock=True)
    INTERACTION = Rows(records.Interaction)
    RULE_BY_MERCHANT = Rows(records.Rule, "merchant_id")
    ASSOCIATION_EVENT_BY_ASSOCIATION = Rows(records.AssociationEvent, "association_id")
    INTERACTION_BY_PAIR = Rows(records.Interaction, "merchant_id/customer_id")
    WEBHOOK_DELIVERY = Rows(records.WebhookDelivery, lock=True)
    WEBHOOK_ENDPOINT = Rows(records.WebhookEndpoint, lock=True)
    WEBHOOK_ENDPOINT_BY_MERCHANT = Rows(records.WebhookEndpoint, "merchant_id")
    MERCHANT_BY_NAME = Rows(records.Merchant, "public_service_id")
    INBOX = Rows(
        records.Inbox, "customer_id", lock=True
    )  # last: whoever is told something waits for it when all is decided


LOOKUPS = tuple((lookup, lookup.value) for lookup in Lookup)  # an enum's members are slow to walk


@dataclass(frozen=True, slots=True, eq=False)
class UseCase(Generic[C]):
    """Which rows a command needs, and which decision is asked."""

    name: str
    decide: Callable[[State, C, Moment], Decision]
    needs: Mapping[Lookup, Callable[[State, C], Iterable[str | None]]]

    def __post_init__(self) -> None:
        _NAMED[self.name] = self


_NAMED: dict[str, UseCase[Any]] = {}


def use_case_named(name: str) -> UseCase[Any]:
    """The use case of that name, as another process knows it; LookupError for one whose module was not loaded."""
    return _NAMED[name]
