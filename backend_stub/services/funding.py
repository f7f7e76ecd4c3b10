"""Top-ups: cash at a till, or through the payment provider, whose word is written down whenever and however often it comes.

The top-up is in the books before the provider is asked, so that nothing it did can be forgotten: what is left open by a lost
answer or a crash is asked for again (`take_up`).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import structlog

from backend_stub.contract import ProblemCode, TokenKind, TopUpRefundRequest, TopUpRefundState, TopUpRequest, TopUpState
from backend_stub.domain import takeback, topups
from backend_stub.domain.records import SECOND, TopUp, TopUpRefund
from backend_stub.domain.state import Broken
from backend_stub.money import Money
from backend_stub.services import money_in
from backend_stub.services.callers import Caller
from backend_stub.services.doers import Doer, approver
from backend_stub.services.platform import Platform
from backend_stub.services.providers import (
    FundingSource,
    NotUnderstoodError,
    Order,
    RefundWord,
    Unreachable,
    Word,
)
from backend_stub.storage import account_reads
from backend_stub.storage.writer import Reply

ASK_AGAIN_AFTER_S = 30
_ENCODER = msgspec.json.Encoder()
log = structlog.get_logger(__name__)


async def top_up(platform: Platform, caller: Caller, key: str, request: TopUpRequest) -> Reply:
    """P3: from the customer's own device through the provider, or cash at a till."""
    is_till = caller.kind is TokenKind.TILL
    source = platform.funding
    if wrong := _malformed(request, source, is_till=is_till):
        return wrong
    command = topups.PutIn(
        topup_id=key,
        customer_id=None if is_till else caller.subject_id,
        till_id=caller.subject_id if is_till else None,
        account_id=request.account_id,
        code_hash=platform.keys.code_hash(request.code) if request.code else None,
        amount_minor=request.amount_minor,
        currency=request.currency,
        request_hash=platform.keys.request_hash(f"top up {caller.subject_id}", _ENCODER.encode(request)),
        source=topups.CASH if is_till or source is None else source.name,
    )
    asked = await platform.writer.submit(money_in.TOP_UP, command)
    if source is None or not isinstance(asked, TopUp) or asked.state not in topups.OPEN:
        return asked
    try:
        word = await source.authorise(Order(asked.id, Money(asked.amount_minor, asked.currency), request.method))
        return await _pursue(platform, source, word)
    except Unreachable:
        log.info("provider_did_not_answer", topup_id=asked.id)
        return asked


def _malformed(request: TopUpRequest, source: FundingSource | None, *, is_till: bool) -> Broken | None:
    if is_till:
        if (request.account_id is None) == (request.code is None):
            return Broken(ProblemCode.MALFORMED, "name the account, or show a code; one of the two", "account_id")
        return Broken(ProblemCode.MALFORMED, "at a till it is paid in cash", "method") if request.method else None
    if source is None:
        return Broken(ProblemCode.CONFLICT, "no way to pay is set up here; top up with cash at a till")
    if request.account_id is None or request.code is not None:
        return Broken(ProblemCode.MALFORMED, "from a device, name the account and show no code", "account_id")
    return None


async def hear(platform: Platform, word: Word) -> Reply:
    """Write down what a provider says of a top-up; said again it changes nothing."""
    command = topups.Heard(word.reference, word.state, word.provider_reference, word.failure, word.amount)
    return await platform.writer.submit(money_in.HEARD, command)


async def notice(platform: Platform, source_name: str, body: bytes, headers: Mapping[str, str]) -> Reply:
    """A provider's word that came by itself over the network: written down if it is really its own.

    An authorisation that is told late is captured now. Heard again, it changes nothing.
    """
    source = platform.funding
    if source is None or source.name != source_name:
        return Broken(ProblemCode.NOT_FOUND, "no such payment provider here")
    if not source.is_its_own(body, headers, platform.clock() // SECOND):
        log.warning("notice_not_its_own", source=source_name)
        return Broken(ProblemCode.FORBIDDEN, "this notice is not signed by the provider, or long ago")
    try:
        word = source.understood(body)
    except NotUnderstoodError as error:
        return Broken(ProblemCode.MALFORMED, str(error))
    reply = await (refund_heard(platform, word) if isinstance(word, RefundWord) else _pursued(platform, source, word))
    if isinstance(reply, Broken):  # money may have been taken of which the books know nothing
        log.warning("notice_not_in_the_books", source=source_name, reference=word.reference, said=reply.detail)
    return reply


async def _pursued(platform: Platform, source: FundingSource, word: Word) -> Reply:
    """As far as it goes now; what the provider does not answer is asked again later (`take_up`)."""
    try:
        return await _pursue(platform, source, word)
    except Unreachable:
        return await hear(platform, word)


async def _pursue(platform: Platform, source: FundingSource, word: Word) -> Reply:
    """From the provider's word to the end, as far as it goes now: what is authorised is captured."""
    row = await hear(platform, word)
    if isinstance(row, TopUp) and row.state == TopUpState.AUTHORISED:
        row = await hear(platform, await source.capture(row.id))
    return row


async def take_back(platform: Platform, doer: Doer, key: str, topup_id: str, request: TopUpRefundRequest) -> Reply:
    """What is unspent of a top-up goes back: cash from the drawer, with a manager's word; the rest through its provider."""
    approved_by = await approver(platform, doer, request.approval)
    if isinstance(approved_by, Broken):
        return approved_by
    bare = msgspec.structs.replace(request, approval=None)
    command = takeback.TakeBack(
        refund_id=key,
        topup_id=topup_id,
        customer_id=doer.customer_id,
        merchant_id=doer.merchant_id,
        till_id=doer.till_id,
        approved_by=approved_by,
        reason=request.reason,
        request_hash=platform.keys.request_hash(f"take back {topup_id} {doer.subject}", _ENCODER.encode(bare)),
    )
    asked = await platform.writer.submit(money_in.TAKE_BACK, command)
    source = platform.funding
    if source is None or not isinstance(asked, TopUpRefund) or asked.state != TopUpRefundState.PENDING:
        return asked
    return await _refund(platform, source, asked)


async def _refund(platform: Platform, source: FundingSource, asked: TopUpRefund) -> Reply:
    try:
        word = await source.refund(asked.id, asked.topup_id, Money(asked.amount_minor, asked.currency))
    except Unreachable:
        log.info("provider_did_not_answer", topup_refund_id=asked.id)
        return asked
    return await refund_heard(platform, word)


async def refund_heard(platform: Platform, word: RefundWord) -> Reply:
    """Write down what a provider says of money on its way back."""
    command = takeback.RefundHeard(word.reference, word.state, word.failure)
    return await platform.writer.submit(money_in.REFUND_HEARD, command)


async def take_up(platform: Platform, older_than_s: float = ASK_AGAIN_AFTER_S) -> int:
    """Ask the provider what became of top-ups and refunds that are open for so long; returns how many ended."""
    source = platform.funding
    if source is None:
        return 0
    until = platform.clock() - round(older_than_s * SECOND)
    ended = 0
    for row in await platform.read(account_reads.open_top_ups, source.name, until):
        try:
            after = await _pursue(platform, source, await source.status(row.id))
        except Unreachable:
            break
        ended += isinstance(after, TopUp) and after.state not in topups.OPEN
    for refund in await platform.read(account_reads.open_top_up_refunds, source.name, until):
        after = await _refund(platform, source, refund)
        ended += isinstance(after, TopUpRefund) and after.state != TopUpRefundState.PENDING
    return ended
