"""Commands of an association that move no money: visits, quotes, the customer's word (A7), the day's judging, messages."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.contract import (
    InteractionType,
    MessageKind,
    PointsWorth,
    ProblemCode,
    Standing,
    TimelineKind,
    Wish,
)
from backend_stub.domain.association.acts import on_record
from backend_stub.domain.association.benefits import Price, priced
from backend_stub.domain.association.days import record_day
from backend_stub.domain.association.force import rule_in_force
from backend_stub.domain.association.machine import OUTSIDE
from backend_stub.domain.association.pairs import OUT, Opened, opened, pair_id, stranger
from backend_stub.domain.association.points import Points, usable, worth_of
from backend_stub.domain.association.replay import Consent, apply_consent
from backend_stub.domain.association.settling import settle, words_for
from backend_stub.domain.codes import is_usable, spent
from backend_stub.domain.messages import message
from backend_stub.domain.records import (
    SECOND,
    Association,
    AssociationEvent,
    Code,
    Device,
    Interaction,
    MemberMessage,
    Merchant,
    Record,
    Till,
    altered,
)
from backend_stub.domain.state import Broken, Decision, Moment, State, broken

BETWEEN_MESSAGES_US = 86_400 * SECOND
UNUSABLE = "this code can't be used; ask the customer for a new one"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """A till reads a customer's code to record a visit."""

    visit_id: str
    till_id: str
    code_hash: str


@dataclass(frozen=True, slots=True)
class AskPrice:
    """A till asks what a sale would cost whoever shows this code."""

    till_id: str
    code_hash: str
    amount_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class Say:
    """A customer's word on a membership of theirs. `event_id` is its own."""

    event_id: str
    merchant_id: str
    customer_id: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Judge:
    """Time has passed, or a version began: the pair is to be looked at again."""

    merchant_id: str
    customer_id: str


@dataclass(frozen=True, slots=True)
class Announce:
    """A merchant has a message for its members."""

    message_id: str
    merchant_id: str
    text: str
    audience: str
    request_hash: str
    gone: int


@dataclass(frozen=True, slots=True)
class Send:
    """The message goes to the next of them, by id, behind the one `after`; `is_last`: there are no others."""

    message_id: str
    after: str
    association_ids: tuple[str, ...]
    is_last: bool


class Quoted(Record, frozen=True):
    """A price that was asked for; kept nowhere."""

    id: str
    customer_id: str
    price: Price
    tier_name: str | None
    points: int
    points_usable: int
    points_usable_minor: int
    points_worth: PointsWorth | None


def check_in(state: State, command: CheckIn, moment: Moment) -> Decision:
    """A visit without a payment (A2); the code is used up by it. Repeated, it is the same visit."""
    till = state.need(Till, command.till_id)
    known = state.get(Interaction, command.visit_id)
    if known is not None:
        if known.type != InteractionType.VISIT or known.merchant_id != till.merchant_id:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    found = _shown(state, till, command.code_hash, moment)
    if isinstance(found, Broken):
        return Decision(found)
    code, device = found
    merchant = state.need(Merchant, till.merchant_id)
    pair = opened(state, merchant.id, code.customer_id, moment)
    record = Interaction(
        id=command.visit_id,
        customer_id=code.customer_id,
        merchant_id=merchant.id,
        store_id=till.store_id,
        type=InteractionType.VISIT.value,
        amount_minor=0,
        currency=merchant.currency,
        points=0,
        at=moment.now,
        day=record_day(rule_in_force(state, merchant.id), till, moment.now),
    )
    record, settled = on_record(state, pair, record, moment)
    return Decision(record, new=(record, *settled.new), changed=(*settled.changed, spent(device)))


def _shown(state: State, till: Till, code_hash: str, moment: Moment) -> tuple[Code, Device] | Broken:
    if till.suspended_at is not None:
        return Broken(ProblemCode.FORBIDDEN, "this till is suspended")
    code = next(iter(state.where(Code, "code_hash", code_hash)), None)
    device = state.need(Device, code.device_id) if code else None
    if code is None or device is None or not is_usable(code, device, till.id, moment.now):
        return Broken(ProblemCode.RULE_BROKEN, UNUSABLE, "code")
    return code, device


def ask_price(state: State, command: AskPrice, moment: Moment) -> Decision:
    """What the sale would cost, and how many points would help; nothing is changed, the code stays good."""
    till = state.need(Till, command.till_id)
    found = _shown(state, till, command.code_hash, moment)
    if isinstance(found, Broken):
        return Decision(found)
    pair = opened(state, till.merchant_id, found[0].customer_id, moment)
    price = priced(pair, command.amount_minor, command.currency, None, accepts=True)
    if price is None:
        raise ValueError("without points there is always a price")
    worth = pair.compiled.rule.points_worth if pair and pair.compiled.rule.currency == command.currency else None
    most = usable(worth, pair.points, price.price_minor) if pair else 0
    tier = pair.tier if pair else None
    return Decision(
        Quoted(
            id="",
            customer_id=found[0].customer_id,
            price=price,
            tier_name=tier.name if tier else None,
            points=pair.points if pair else 0,
            points_usable=most,
            points_usable_minor=worth_of(worth, most),
            points_worth=worth,
        )
    )


def judge(state: State, command: Judge, moment: Moment) -> Decision:
    """Close the days that are over (A5); asked again, it changes nothing more."""
    pair = opened(state, command.merchant_id, command.customer_id, moment)
    if pair is None:
        return broken(ProblemCode.NOT_FOUND, "no rule is in force")
    points = Points(moment.new_id(), command.merchant_id, command.customer_id)
    settled = settle(state, pair, moment, points.act_id, points)
    row = next(one for one in (*settled.new, *settled.changed) if isinstance(one, Association))
    return Decision(row, new=settled.new, changed=settled.changed)


def say(state: State, command: Say, moment: Moment) -> Decision:
    """Leave, decline, come back, mute: said once, it holds, and no rule undoes it (A7)."""
    known = state.get(Association, pair_id(command.merchant_id, command.customer_id))
    row = known or stranger(command.merchant_id, command.customer_id, moment)
    if command.wish in {Wish.MUTE, Wish.UNMUTE}:
        return _mute(state, command, row, moment, is_new=known is None)
    goes_out = command.wish in {Wish.LEAVE, Wish.DECLINE}
    if goes_out and row.standing in OUT:
        return Decision(row)
    if not goes_out and row.standing not in OUT:
        return broken(ProblemCode.CONFLICT, "nobody keeps you out: buying makes you a member", "wish")
    word = {Wish.LEAVE: TimelineKind.LEFT, Wish.DECLINE: TimelineKind.DECLINED}.get(command.wish, TimelineKind.REJOINED)
    standing = {Wish.LEAVE: Standing.LEFT, Wish.DECLINE: Standing.DECLINED}.get(command.wish, Standing.STRANGER)
    pair = opened(state, command.merchant_id, command.customer_id, moment)
    event = _event(state, command, word, pair, moment)
    if pair is None:
        changed = altered(row, standing=standing.value, tier_key=None)
        new = (changed, *words_for(state, row), event) if known is None else (event,)
        return Decision(changed, new=new, changed=() if known is None else (changed,))
    apply_consent(pair.judged, Consent(pair.day, goes_out))
    pair.was = altered(pair.was, standing=standing.value, tier_key=None)
    pair.rank, pair.stored_rank, pair.turned = OUTSIDE, OUTSIDE, ()
    points = Points(command.event_id, command.merchant_id, command.customer_id)
    settled = settle(state, pair, moment, command.event_id, points)
    after = next(one for one in (*settled.new, *settled.changed) if isinstance(one, Association))
    return Decision(after, new=(*settled.new, event), changed=settled.changed)


def _mute(state: State, command: Say, row: Association, moment: Moment, *, is_new: bool) -> Decision:
    wanted = int(command.wish is Wish.MUTE)
    if row.is_muted == wanted:
        return Decision(row)
    changed = altered(row, is_muted=wanted)
    event = _event(state, command, TimelineKind.MUTED if wanted else TimelineKind.UNMUTED, None, moment)
    new = (changed, *words_for(state, row), event) if is_new else (event,)
    return Decision(changed, new=new, changed=() if is_new else (changed,))


def _event(state: State, command: Say, kind: TimelineKind, pair: Opened | None, moment: Moment) -> AssociationEvent:
    rule = rule_in_force(state, command.merchant_id)
    return AssociationEvent(
        id=command.event_id,
        association_id=pair_id(command.merchant_id, command.customer_id),
        kind=kind.value,
        tier_key=None,
        tier_name=None,
        rule_version=rule.version if rule else None,
        cause_id=None,
        day=pair.day if pair else record_day(rule, None, moment.now),
        at=moment.now,
    )


def announce(state: State, command: Announce, moment: Moment) -> Decision:
    """The message is written down before anybody gets it; asked again, it goes on where it was."""
    known = state.get(MemberMessage, command.message_id)
    if known is not None:
        if known.request_hash != command.request_hash or known.merchant_id != command.merchant_id:
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    row = MemberMessage(
        command.message_id,
        command.merchant_id,
        command.text,
        command.audience,
        moment.now,
        0,
        0,
        0,
        0,
        command.request_hash,
        sent_to="",
        gone=command.gone,
    )
    return Decision(row, new=(row,))


def send(state: State, command: Send, moment: Moment) -> Decision:
    """To each member of these who is not muted and had none from this shop within a day. Each is counted, and gets it, once."""
    row = state.need(MemberMessage, command.message_id)
    if row.sent_to != command.after:  # the same request, repeated, has done these already
        return Decision(row)
    merchant = state.need(Merchant, row.merchant_id)
    told: list[Record] = []
    changed: list[Record] = []
    counts = {name: getattr(row, name) for name in ("chosen", "delivered", "muted", "too_soon", "gone")}
    for association_id in command.association_ids:
        member = state.need(Association, association_id)
        if member.standing != Standing.MEMBER:  # since they were looked up
            counts["gone"] += int(member.standing in OUT)
            continue
        counts["chosen"] += 1
        reason = _not_to(member, row.at)
        counts[reason or "delivered"] += 1
        if reason is None:
            changed.append(altered(member, messaged_at=row.at))
            arguments = {"merchant": merchant.name, "merchant_id": merchant.id, "text": row.text}
            told.append(message(moment, MessageKind.SHOP_MESSAGE, member.customer_id, None, **arguments))
    counted = altered(row, **counts, sent_to=None if command.is_last else command.association_ids[-1])
    return Decision(counted, new=tuple(told), changed=(counted, *changed))


def _not_to(member: Association, at: int) -> str | None:
    if member.is_muted:
        return "muted"
    is_soon = member.messaged_at is not None and at - member.messaged_at < BETWEEN_MESSAGES_US
    return "too_soon" if is_soon else None
