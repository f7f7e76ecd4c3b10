"""The field's words, shared by till and platform: ids, outcomes, refusals, kinds."""

from __future__ import annotations

import enum
from typing import NewType

CustomerId = NewType("CustomerId", str)
DeviceId = NewType("DeviceId", str)
AccountId = NewType("AccountId", str)
MerchantId = NewType("MerchantId", str)
StoreId = NewType("StoreId", str)
TillId = NewType("TillId", str)
OperatorId = NewType("OperatorId", str)
ProgrammeId = NewType("ProgrammeId", str)
CodeId = NewType("CodeId", str)
AttemptId = NewType("AttemptId", str)
RefundId = NewType("RefundId", str)
TopUpId = NewType("TopUpId", str)
GiftId = NewType("GiftId", str)
MessageId = NewType("MessageId", str)


class Outcome(enum.StrEnum):
    """What became of a redemption attempt. There is no `failed`: what is not known is asked for again."""

    PAID = "paid"
    REFUSED = "refused"
    AWAITING_CUSTOMER = "awaiting_customer"
    REVERSED = "reversed"  # was paid, the money went back
    CLOSED = "closed"  # ended by a reversal before anything moved; also an attempt never seen: it can't be paid later


class Refusal(enum.StrEnum):
    """Why a redemption was refused, in order of precedence: the first that holds is the answer.

    The first two are of an attempt that has ended already: what was answered once is answered again. A till that did not
    use a code itself can't tell unknown from used from expired from somebody else's: all are CODE_NOT_USABLE. Reasons
    below NO_ACCOUNT_HERE, and the customer's own, are seen only by a till that presented a live code.
    """

    ATTEMPT_CLOSED = "attempt_closed"
    CONFIRMATION_TIMED_OUT = "confirmation_timed_out"
    CUSTOMER_DECLINED = "customer_declined"
    TILL_SUSPENDED = "till_suspended"
    NOT_A_PAYMENT_CODE = "not_a_payment_code"
    CODE_USED_AT_THIS_TILL = "code_used_at_this_till"
    CODE_NOT_USABLE = "code_not_usable"
    NO_ACCOUNT_HERE = "no_account_here"
    WRONG_CURRENCY = "wrong_currency"
    ABOVE_CODE_LIMIT = "above_code_limit"
    ABOVE_PAYMENT_LIMIT = "above_payment_limit"
    BENEFITS_CHANGED = "benefits_changed"  # the points that were counted on are not there any more
    INSUFFICIENT_FUNDS = "insufficient_funds"


class InteractionType(enum.StrEnum):
    """What happened between a customer and a merchant (A2)."""

    PURCHASE = "purchase"
    REFUND = "refund"
    TOP_UP = "top_up"
    VISIT = "visit"


class AccountStatus(enum.StrEnum):
    """Whether money can be spent from an account. What comes back to a closed one opens it again."""

    OPEN = "open"
    FROZEN = "frozen"
    CLOSED = "closed"


class AccountActKind(enum.StrEnum):
    """What befell an account besides movements of the ordinary kind."""

    FROZEN = "frozen"
    UNFROZEN = "unfrozen"
    MOVED = "moved"
    CLOSED = "closed"
    EXPIRED = "expired"
    TAKEN_OVER = "taken_over"  # it came from another system


class TopUpState(enum.StrEnum):
    """Where a top-up stands with its payment provider. Only a captured one has moved money."""

    PENDING = "pending"
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    FAILED = "failed"


class TopUpRefundState(enum.StrEnum):
    """Where the way back of a top-up stands. The money has left the account at once; `failed` put it back."""

    PENDING = "pending"
    DONE = "done"
    FAILED = "failed"


class GiftState(enum.StrEnum):
    """What became of a gift (P9)."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"  # returned: the giver changed their mind
    EXPIRED = "expired"  # returned: nobody answered in time
    TAKEN_BACK = "taken_back"  # accepted, and what was unspent of it went back


class GiftPicture(enum.StrEnum):
    """What a gift looks like: drawings that every wallet has, so that nothing of anybody's is uploaded or shown to strangers."""

    GIFT = "gift"
    TEA = "tea"
    CAKE = "cake"
    FLOWERS = "flowers"
    HEART = "heart"
    LANTERN = "lantern"


class MessageKind(enum.StrEnum):
    """Prepayment messages (P8): every change of an account is told to its customer."""

    ACCOUNT_OPENED = "account_opened"
    TOPPED_UP = "topped_up"
    PAID = "paid"
    CONFIRM_PAYMENT = "confirm_payment"
    REFUNDED = "refunded"
    REVERSED = "reversed"
    LOW_BALANCE = "low_balance"
    TAKEN_OVER = "taken_over"  # the account came from another system
    EXPIRES_SOON = "expires_soon"
    MEMBERSHIP_JOINED = "membership_joined"
    MEMBERSHIP_RAISED = "membership_raised"
    MEMBERSHIP_LOWERED = "membership_lowered"
    MEMBERSHIP_ENDED = "membership_ended"
    POINTS_EXPIRED = "points_expired"
    SHOP_MESSAGE = "shop_message"  # a merchant's words to its members
    TOP_UP_FAILED = "top_up_failed"
    TOP_UP_REFUNDED = "top_up_refunded"
    TOP_UP_KEPT = "top_up_kept"  # its refund did not go through: the money is in the account again
    GIFT_OFFERED = "gift_offered"  # to the recipient
    GIFT_SENT = "gift_sent"  # to the giver
    GIFT_RECEIVED = "gift_received"  # to the recipient, who accepted
    GIFT_ACCEPTED = "gift_accepted"  # to the giver
    GIFT_RETURNED = "gift_returned"  # to the giver: declined, withdrawn or expired
    GIFT_ENDED = "gift_ended"  # to the recipient: withdrawn or expired
    GIFT_TAKEN_BACK = "gift_taken_back"  # to the recipient
    GIFT_CAME_BACK = "gift_came_back"  # to the giver
    FUNDS_EXPIRED = "funds_expired"
    ACCOUNT_FROZEN = "account_frozen"
    ACCOUNT_UNFROZEN = "account_unfrozen"
    ACCOUNT_MOVED = "account_moved"
    ACCOUNT_CLOSED = "account_closed"


class Role(enum.StrEnum):
    """What an operator may do (`domain/rights.py`): a manager also refunds and approves, the owner also sets rules.

    The platform's operator pays out and writes terms; in a shop that runs its own platform that is the owner.
    """

    CASHIER = "cashier"
    MANAGER = "manager"
    OWNER = "owner"
    PLATFORM = "platform"


class ProblemCode(enum.StrEnum):
    """The stable `code` of a problem detail (RFC 9457)."""

    MALFORMED = "malformed"  # 400: not JSON, wrong type, unknown field, out of range
    UNAUTHENTICATED = "unauthenticated"  # 401
    FORBIDDEN = "forbidden"  # 403: the token's kind or scope does not reach this
    NOT_FOUND = "not_found"  # 404: not there, or another's: both look alike
    METHOD_NOT_ALLOWED = "method_not_allowed"  # 405
    CONFLICT = "conflict"  # 409: against the state of what it is about
    TOO_LARGE = "too_large"  # 413
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"  # 415
    KEY_REUSED = "idempotency_key_reused"  # 422: same key, another body
    RULE_BROKEN = (
        "rule_broken"  # 422: understood, against a rule (top-up above the largest balance, refund above the rest)
    )
    TOO_MANY_TRIES = "too_many_tries"  # 429
    OUR_BUG = "our_bug"  # 500
    UNKNOWN_OUTCOME = "unknown_outcome"  # 503: it may or may not have happened; ask again with the same key
    UNAVAILABLE = "unavailable"  # 503: it did not happen


class TokenKind(enum.StrEnum):
    """Who speaks: a customer's device, a till, a manager's tool, or an operator signed in at a till."""

    CUSTOMER = "customer"
    TILL = "till"
    MANAGER = "manager"
    OPERATOR = "operator"


class BatchState(enum.StrEnum):
    """What became of a settlement batch (P10)."""

    OPEN = "open"  # being put together
    CLOSED = "closed"  # its sums stand; it can be paid out
    CARRIED = "carried"  # too little to pay out, or below zero: it goes on to the store's next batch
    PAID = "paid"  # the payout was instructed
    FAILED = "failed"  # the bank sent the money back: it can be paid out again
    REPAID = "repaid"  # instructed again after it had failed


class ShiftState(enum.StrEnum):
    """Whether a till's drawer is being worked from."""

    OPEN = "open"
    CLOSED = "closed"


class DrawerKind(enum.StrEnum):
    """Why cash went into a drawer or out of it."""

    IN = "in"  # put in by hand, with a reason
    OUT = "out"  # taken out by hand, with a reason
    SALE = "sale"  # the cash part of a sale
    SALE_BEFORE = "sale_before"  # of a sale made before the shift was opened: noted, and in no shift's expected cash
    TOP_UP = "top_up"
    TOP_UP_REFUND = "top_up_refund"  # a top-up taken back
    PAY_BACK = "pay_back"  # of an account that was closed


class ReportKind(enum.StrEnum):
    """Reports of a shift, as tills have always named them."""

    X = "x"  # in the middle
    Z = "z"  # at its end


class PayoutState(enum.StrEnum):
    """What became of an instruction to the bank."""

    INSTRUCTED = "instructed"
    CONFIRMED = "confirmed"  # seen on the bank's statement
    FAILED = "failed"


class StatementLine(enum.StrEnum):
    """The lines of a batch's statement, in their order; signed, they add up to the net amount."""

    GROSS = "gross"
    REFUNDS = "refunds"
    FEES = "fees"
    DISCOUNTS = "discounts"
    TOP_UPS = "top_ups"  # cash that lies in the merchant's own drawer
    BONUS = "bonus"  # promised by the merchant on top-ups
    OTHER = "other"
    CARRY = "carry"


class Finding(enum.StrEnum):
    """What the reconciliation says of a line of a bank statement."""

    MATCHED = "matched"
    DUPLICATE = "duplicate"  # what it names was matched by an earlier line: booked twice?
    WRONG_AMOUNT = "wrong_amount"  # it names a payout or top-up of another amount
    WRONG_CURRENCY = "wrong_currency"
    RETURNED = "returned"  # the bank sent a payout back
    ALREADY_FAILED = "already_failed"  # it names a payout that had been given up
    LIKELY_PAYOUT = "likely_payout"  # no reference of ours, but the amount of exactly one payout that waits
    UNKNOWN_PAYOUT = "unknown_payout"  # money went out that nobody instructed here
    UNKNOWN_RECEIPT = "unknown_receipt"  # money came in that belongs to nothing we know
    BANK_CHARGE = "bank_charge"


class ShiftFinding(enum.StrEnum):
    """What the reconciliation says of a shift: where a till and the ledger differ, or cash that no shift counted."""

    OVER = "over"  # more was counted than was expected
    SHORT = "short"
    NOT_POSTED = "not_posted"  # the ledger's over or short is not what the count says
    SALES_DIFFER = "sales_differ"  # the receipts' sum is not the ledger's
    CASH_DIFFERS = "cash_differs"  # what moved in the drawer is not what the ledger moved
    NOT_NOTED = "not_noted"  # cash was taken during the shift, and its drawer does not know
    OUTSIDE = "outside"  # cash moved at the till before the shift, while none was open
