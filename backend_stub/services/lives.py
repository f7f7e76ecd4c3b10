"""What is asked of an account besides payments, by its customer or by a shop; and the dated job of expiry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import msgspec

from backend_stub.contract import (
    CloseRequest,
    FreezeRequest,
    GiftState,
    MoveRequest,
    UnfreezeRequest,
)
from backend_stub.domain import gifts, lives
from backend_stub.domain.limits import MERCHANT_MISSES
from backend_stub.domain.records import SECOND, Account, Gift
from backend_stub.domain.state import Broken
from backend_stub.services import account_cases, limits
from backend_stub.services.doers import Doer, approver
from backend_stub.services.platform import Platform, new_id
from backend_stub.storage import account_reads
from backend_stub.storage.writer import Reply

HOUR = 3_600 * SECOND
_ENCODER = msgspec.json.Encoder()
Request = FreezeRequest | UnfreezeRequest | MoveRequest | CloseRequest


async def act(platform: Platform, doer: Doer, key: str, account_id: str, request: Request) -> Reply:
    """Freeze, open again, move or close."""
    approved_by = await approver(platform, doer, request.approval)
    if isinstance(approved_by, Broken):
        return approved_by
    what = f"{type(request).__name__} {account_id} {doer.subject}"
    asked = lives.Act(
        act_id=key,
        account_id=account_id,
        customer_id=doer.customer_id,
        device_id=doer.device_id,
        merchant_id=doer.merchant_id,
        till_id=doer.till_id,
        approved_by=approved_by,
        reason=request.reason,
        request_hash=platform.keys.request_hash(what, _ENCODER.encode(msgspec.structs.replace(request, approval=None))),
    )
    return await _submit(platform, asked, request)


async def _submit(platform: Platform, asked: lives.Act, request: Request) -> Reply:
    said = {name: getattr(asked, name) for name in lives.Act.__dataclass_fields__}
    submit = platform.writer.submit
    match request:
        case FreezeRequest():
            return await submit(account_cases.FREEZE, lives.Freeze(**said))
        case UnfreezeRequest():
            return await submit(account_cases.UNFREEZE, lives.Unfreeze(**said))
        case MoveRequest():
            misses = (limits.counted(platform.keys, MERCHANT_MISSES, asked.merchant_id or asked.by),)
            return await submit(account_cases.MOVE, lives.Move(**said, to_social_id=request.to, misses=misses))
        case CloseRequest():
            return await submit(account_cases.CLOSE, lives.Close(**said, pay_back=request.pay_back))


# --- the dated job ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Expired:
    """What a run of the job found to do."""

    accounts: int
    gifts: int


class FutureDayError(ValueError):
    """The job was asked for a day that has not come."""


def expire(platform: Platform, as_of: int, progress: Callable[[int], None] = lambda _done: None) -> Expired:
    """Everything whose time is over by `as_of`: unspent money lapses, unanswered gifts go back.

    Safe to run twice, and to kill: each account and each gift is a decision of its own, and a second run finds the rest.
    Raises FutureDayError for a time to come. `progress` is told how many were looked at so far. Tills sell meanwhile.
    """
    if as_of > platform.clock():
        raise FutureDayError("nothing expires before its day: this one has not come")
    gone = 0
    returned = 0
    last = ""
    while found := platform.look(account_reads.gifts_over, as_of, last):
        for gift_id in found:
            ended = platform.writer.run(
                account_cases.ANSWER, gifts.Answer(gift_id, new_id(), None, GiftState.EXPIRED, as_of)
            )
            returned += isinstance(ended, Gift) and ended.state == GiftState.EXPIRED
        last = found[-1]
        progress(gone + returned)
    last = ""
    while found := platform.look(account_reads.accounts_over, as_of, last):
        for account_id in found:
            ended = platform.writer.run(account_cases.EXPIRE, lives.Expire(account_id, as_of))
            gone += isinstance(ended, Account) and ended.expires_at is None
        last = found[-1]
        progress(gone + returned)
    return Expired(gone, returned)


def warn(platform: Platform) -> int:
    """Tell each customer whose money lapses soon, by the rule of its programme; how many. A second run tells nobody."""
    told = 0
    last = ""
    while found := platform.look(account_reads.accounts_to_warn, platform.clock(), last):
        for account_id in found:
            platform.writer.run(account_cases.WARN, lives.Warn(account_id))
        told += len(found)
        last = found[-1]
    return told


class HourlyExpiry:
    """Both jobs, for a platform that nobody runs it on by hand: at most once an hour."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._last: int | None = None

    def __call__(self) -> None:
        """Run them if an hour has passed, or the clock was put back."""
        now = self._platform.clock()
        if self._last is None or not 0 <= now - self._last < HOUR:
            expire(self._platform, now)
            warn(self._platform)
            self._last = now
