"""Signing up, in and out on a web page. A session is a device of its customer, with a token and codes of its own.

Nothing here tells whether a handle exists: wrong PINs are counted for the handle that was typed, known or not, and the
answers are the same.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from backend_stub.contract import ProblemCode, TokenKind
from backend_stub.domain import accounts
from backend_stub.domain.codes import spent
from backend_stub.domain.operators import LONGEST_DELAY_S, delay_s
from backend_stub.domain.records import (
    SECOND,
    Customer,
    CustomerPin,
    Device,
    Instant,
    OneTimeSecret,
    Passkey,
    Record,
    SignInTries,
    Token,
    altered,
)
from backend_stub.domain.state import Decision, Moment, State, broken

SESSION_LIFE_S = 90 * 86_400
LINK_LIFE_S = 300
CHALLENGE_LIFE_S = 300
DEVICES_MAX = 50
PASSKEYS_MAX = 10


class SecretPurpose(enum.StrEnum):
    """What a one-time secret is for."""

    LINK = "link"
    SIGN_IN = "sign_in"
    ADD_PASSKEY = "add_passkey"


@dataclass(frozen=True, slots=True)
class NewSession:
    """The device and the token that a session will be; drawn and hashed before."""

    device_id: str
    device_name: str
    token_hash: str


@dataclass(frozen=True, slots=True)
class SignUp:
    """A person joins with a PIN, hashed before."""

    join: accounts.Join
    pin_hash: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """A PIN was compared with its hash (that takes a while, and is done before); this counts the result."""

    handle_hash: str
    customer_id: str | None  # whose handle it is, if anybody's
    pin_hash: str | None  # the hash it was compared with: a PIN changed meanwhile does not count
    is_right: bool
    session: NewSession


@dataclass(frozen=True, slots=True)
class ChangePin:
    """A new PIN, hashed before, for a customer who keyed the old one; wrong ones count as in signing in."""

    handle_hash: str
    customer_id: str
    pin_hash: str | None
    is_right: bool
    new_pin_hash: str


@dataclass(frozen=True, slots=True)
class GiveSecret:
    """Make a one-time secret; its text was drawn before."""

    secret_id: str
    purpose: SecretPurpose
    secret_hash: str
    customer_id: str | None
    life_s: int


@dataclass(frozen=True, slots=True)
class TakeLink:
    """A further device opens the link that another device of the customer showed it."""

    secret_hash: str
    session: NewSession


@dataclass(frozen=True, slots=True)
class AddPasskey:
    """A passkey whose registration was verified before, for the challenge that was given."""

    secret_hash: str
    customer_id: str
    passkey: Passkey


@dataclass(frozen=True, slots=True)
class UsePasskey:
    """A signature by a passkey that was verified before, over the challenge that was given."""

    secret_hash: str
    passkey_id: str
    sign_count: int
    session: NewSession


@dataclass(frozen=True, slots=True)
class DropPasskey:
    """The customer takes a passkey away."""

    passkey_id: str
    customer_id: str


@dataclass(frozen=True, slots=True)
class SignOut:
    """End the sessions of one device, or (None) of all of the customer's."""

    customer_id: str
    device_id: str | None


def is_over(token: Token, now: int) -> bool:
    """Whether a session has ended: signed out, or too old."""
    return token.revoked_at is not None or token.created_at + SESSION_LIFE_S * SECOND <= now


def sign_up(state: State, command: SignUp, moment: Moment) -> Decision:
    """A new customer with a first session and a PIN."""
    joined = accounts.join(state, command.join, moment)
    if not joined.new or not isinstance(joined.reply, Customer):
        return joined
    pin = CustomerPin(joined.reply.id, command.pin_hash, moment.now)
    return Decision(joined.reply, (*joined.new, pin), joined.changed)


def wait_s(tries: SignInTries | None, now: int) -> int:
    """Seconds until a PIN is looked at again. More than the longest delay can't be left: then the clock was put back."""
    left_s = -(-(tries.locked_until - now) // SECOND) if tries else 0
    return left_s if 0 < left_s <= LONGEST_DELAY_S else 0


def _counted(state: State, handle_hash: str, now: Instant) -> Decision:
    """One more wrong PIN for this handle."""
    tries = state.get(SignInTries, handle_hash)
    failures = (tries.failures if tries else 0) + 1
    row = SignInTries(handle_hash, failures, now + delay_s(failures) * SECOND, now)
    reply = broken(ProblemCode.FORBIDDEN, "handle or PIN is not right", "pin").reply
    return Decision(reply, changed=(row,)) if tries else Decision(reply, new=(row,))


def _judged(state: State, command: SignIn | ChangePin, moment: Moment) -> Decision | None:
    """The end of a try that is not right; None for one that is."""
    left_s = wait_s(state.get(SignInTries, command.handle_hash), moment.now)
    if left_s:
        return broken(ProblemCode.TOO_MANY_TRIES, str(left_s), "pin")
    pin = state.get(CustomerPin, command.customer_id)
    if pin is None or pin.pin_hash != command.pin_hash or not command.is_right:
        return _counted(state, command.handle_hash, moment.now)
    return None


def _cleared(state: State, handle_hash: str) -> tuple[Record, ...]:
    tries = state.get(SignInTries, handle_hash)
    return (altered(tries, failures=0, locked_until=0),) if tries and tries.failures else ()


def sign_in(state: State, command: SignIn, moment: Moment) -> Decision:
    """A session, if the PIN was right and no delay is running."""
    wrong = _judged(state, command, moment)
    if wrong is not None:
        return wrong
    assert command.customer_id is not None  # a PIN that was right has an owner
    opened = _opened(state, command.customer_id, command.session, moment)
    return Decision(opened.reply, opened.new, (*opened.changed, *_cleared(state, command.handle_hash)))


def change_pin(state: State, command: ChangePin, moment: Moment) -> Decision:
    """The new PIN, if the old one was right and no delay is running."""
    wrong = _judged(state, command, moment)
    if wrong is not None:
        return wrong
    changed = altered(
        state.need(CustomerPin, command.customer_id), pin_hash=command.new_pin_hash, set_at=int(moment.now)
    )
    return Decision(changed, changed=(changed, *_cleared(state, command.handle_hash)))


def _opened(state: State, customer_id: str, session: NewSession, moment: Moment) -> Decision:
    """A session for a customer who proved who they are; the oldest ones end when there are too many."""
    device = Device(session.device_id, customer_id, session.device_name, 0, 0, moment.now)
    kind = TokenKind.CUSTOMER.value
    token = Token(moment.new_id(), session.token_hash, kind, customer_id, device.id, moment.now, None)
    living = [one for one in state.where(Token, "subject_id", customer_id) if not is_over(one, moment.now)]
    excess = sorted(living, key=lambda one: (one.created_at, one.id))[: max(0, len(living) - DEVICES_MAX + 1)]
    ended = tuple(altered(one, revoked_at=int(moment.now)) for one in excess)
    return Decision(token, new=(device, token), changed=ended)


def give_secret(state: State, command: GiveSecret, moment: Moment) -> Decision:
    """A secret that works once, until its end."""
    del state
    row = OneTimeSecret(
        command.secret_id,
        command.purpose.value,
        command.secret_hash,
        command.customer_id,
        moment.now + command.life_s * SECOND,
        None,
    )
    return Decision(row, new=(row,))


def _live_secret(state: State, secret_hash: str, purpose: SecretPurpose, now: int) -> OneTimeSecret | None:
    found = next(iter(state.where(OneTimeSecret, "secret_hash", secret_hash)), None)
    if found is None or found.purpose != purpose or found.used_at is not None or found.expires_at <= now:
        return None
    return found


def take_link(state: State, command: TakeLink, moment: Moment) -> Decision:
    """A session on a further device; the link is used up."""
    link = _live_secret(state, command.secret_hash, SecretPurpose.LINK, moment.now)
    if link is None or link.customer_id is None:
        return broken(ProblemCode.CONFLICT, "this link is over; show a new one", "link")
    opened = _opened(state, link.customer_id, command.session, moment)
    return Decision(opened.reply, opened.new, (*opened.changed, altered(link, used_at=int(moment.now))))


def add_passkey(state: State, command: AddPasskey, moment: Moment) -> Decision:
    """One more way to sign in."""
    challenge = _live_secret(state, command.secret_hash, SecretPurpose.ADD_PASSKEY, moment.now)
    if challenge is None or challenge.customer_id != command.customer_id:
        return broken(ProblemCode.CONFLICT, "this took too long; begin again", "passkey")
    if state.get(Passkey, command.passkey.id) is not None:
        return broken(ProblemCode.CONFLICT, "this passkey is here already", "passkey")
    kept = [one for one in state.where(Passkey, "customer_id", command.customer_id) if one.public_key]
    if len(kept) >= PASSKEYS_MAX:
        return broken(ProblemCode.RULE_BROKEN, f"{PASSKEYS_MAX} passkeys are the most", "passkey")
    used = altered(challenge, used_at=int(moment.now))
    return Decision(command.passkey, new=(command.passkey,), changed=(used,))


def use_passkey(state: State, command: UsePasskey, moment: Moment) -> Decision:
    """A session, for a signature that was not seen before by a passkey that is still there."""
    challenge = _live_secret(state, command.secret_hash, SecretPurpose.SIGN_IN, moment.now)
    passkey = state.get(Passkey, command.passkey_id)
    if challenge is None or passkey is None or not passkey.public_key:
        return broken(ProblemCode.FORBIDDEN, "this passkey can't be used here", "passkey")
    if (command.sign_count or passkey.sign_count) and command.sign_count <= passkey.sign_count:
        return broken(ProblemCode.FORBIDDEN, "this passkey can't be used here", "passkey")
    opened = _opened(state, passkey.customer_id, command.session, moment)
    counted = altered(passkey, sign_count=command.sign_count, used_at=int(moment.now))
    return Decision(opened.reply, opened.new, (*opened.changed, altered(challenge, used_at=int(moment.now)), counted))


def drop_passkey(state: State, command: DropPasskey, moment: Moment) -> Decision:
    """A passkey is taken away: its key is blanked, so that it can't be used or added again."""
    del moment
    passkey = state.get(Passkey, command.passkey_id)
    if passkey is None or passkey.customer_id != command.customer_id or not passkey.public_key:
        return broken(ProblemCode.NOT_FOUND, "no such passkey of yours", "passkey")
    dropped = altered(passkey, public_key="")
    return Decision(dropped, changed=(dropped,))


def sign_out(state: State, command: SignOut, moment: Moment) -> Decision:
    """End sessions, the codes that their devices still show, and links that were made for further devices."""
    tokens = [
        token
        for token in state.where(Token, "subject_id", command.customer_id)
        if token.revoked_at is None and command.device_id in (None, token.device_id)
    ]
    ended = [altered(token, revoked_at=int(moment.now)) for token in tokens]
    devices = {token.device_id: state.get(Device, token.device_id) for token in tokens if token.device_id}
    silent = [spent(device) for device in devices.values() if device is not None]
    links = [
        altered(link, used_at=int(moment.now))
        for link in state.where(OneTimeSecret, "customer_id", command.customer_id)
        if link.purpose == SecretPurpose.LINK and link.used_at is None
    ]
    return Decision(state.need(Customer, command.customer_id), changed=(*ended, *silent, *links))
