"""Signing up, in and out on the wallet's pages: secrets are drawn and hashed here, the decisions are the domain's."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

import msgspec

from backend_stub.contract import ProblemCode, TokenKind
from backend_stub.domain import access, accounts
from backend_stub.domain.access import NewSession, SecretPurpose
from backend_stub.domain.limits import SIGN_UPS
from backend_stub.domain.records import Customer, OneTimeSecret, Passkey, Token
from backend_stub.domain.state import Broken
from backend_stub.services import limits
from backend_stub.services.callers import Caller
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import new_token, pin_hash, pin_is_right
from backend_stub.storage import access_reads
from backend_stub.storage.lookups import Lookup, UseCase
from backend_stub.storage.writer import Reply

SESSION = "session"
HANDLE = "handle"
ONE_TIME = "one-time"
NOBODYS_PIN = "000000"

SIGN_UP: UseCase[access.SignUp] = UseCase(
    "sign_up",
    access.sign_up,
    {
        Lookup.TALLY: lambda _, command: [one.id for one in command.join.counted],
        Lookup.TOKEN_BY_HASH: lambda _, command: (command.join.token_hash,),
        Lookup.CUSTOMER_BY_SOCIAL_ID: lambda _, command: (command.join.social_id,),
        Lookup.CUSTOMER: lambda _, command: (command.join.customer_id,),
    },
)
SIGN_IN: UseCase[access.SignIn] = UseCase(
    "sign_in",
    access.sign_in,
    {
        Lookup.SIGN_IN_TRIES: lambda _, command: (command.handle_hash,),
        Lookup.CUSTOMER_PIN: lambda _, command: (command.customer_id,),
        Lookup.TOKEN_BY_SUBJECT: lambda _, command: (command.customer_id,),
    },
)
CHANGE_PIN: UseCase[access.ChangePin] = UseCase(
    "change_pin",
    access.change_pin,
    {
        Lookup.SIGN_IN_TRIES: lambda _, command: (command.handle_hash,),
        Lookup.CUSTOMER_PIN: lambda _, command: (command.customer_id,),
    },
)
GIVE_SECRET: UseCase[access.GiveSecret] = UseCase("give_secret", access.give_secret, {})
TAKE_LINK: UseCase[access.TakeLink] = UseCase(
    "take_link",
    access.take_link,
    {
        Lookup.ONE_TIME_SECRET: lambda _, command: (command.secret_hash,),
        Lookup.TOKEN_BY_SUBJECT: lambda state, command: [
            secret.customer_id for secret in state.where(OneTimeSecret, "secret_hash", command.secret_hash)
        ],
    },
)
ADD_PASSKEY: UseCase[access.AddPasskey] = UseCase(
    "add_passkey",
    access.add_passkey,
    {
        Lookup.ONE_TIME_SECRET: lambda _, command: (command.secret_hash,),
        Lookup.PASSKEY: lambda _, command: (command.passkey.id,),
        Lookup.PASSKEY_BY_CUSTOMER: lambda _, command: (command.customer_id,),
    },
)
USE_PASSKEY: UseCase[access.UsePasskey] = UseCase(
    "use_passkey",
    access.use_passkey,
    {
        Lookup.ONE_TIME_SECRET: lambda _, command: (command.secret_hash,),
        Lookup.PASSKEY: lambda _, command: (command.passkey_id,),
        Lookup.TOKEN_BY_SUBJECT: lambda state, command: [
            passkey.customer_id for passkey in [state.get(Passkey, command.passkey_id)] if passkey
        ],
    },
)
DROP_PASSKEY: UseCase[access.DropPasskey] = UseCase(
    "drop_passkey", access.drop_passkey, {Lookup.PASSKEY: lambda _, command: (command.passkey_id,)}
)
SIGN_OUT: UseCase[access.SignOut] = UseCase(
    "sign_out",
    access.sign_out,
    {
        Lookup.ONE_TIME_SECRET_BY_CUSTOMER: lambda _, command: (command.customer_id,),
        Lookup.TOKEN_BY_SUBJECT: lambda _, command: (command.customer_id,),
        Lookup.DEVICE: lambda state, command: [
            token.device_id for token in state.where(Token, "subject_id", command.customer_id)
        ],
        Lookup.CUSTOMER: lambda _, command: (command.customer_id,),
    },
)


@dataclass(frozen=True, slots=True)
class Session:
    """Who is signed in on this device."""

    customer: Customer
    caller: Caller


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that was made; `text` goes to the browser's cookie and nowhere else."""

    text: str = field(repr=False)


async def session(platform: Platform, text: str) -> Session | None:
    """The session with this text; None when it is not known, signed out or too old. Asked anew each time."""
    found = await platform.read(access_reads.session, platform.keys.access_hash(SESSION, text))
    if found is None:
        return None
    token, customer = found
    if access.is_over(token, platform.clock()) or token.kind != TokenKind.CUSTOMER:
        return None
    return Session(customer, Caller(TokenKind.CUSTOMER, customer.id, token.device_id, token.id))


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs up, and where: `address` is that of their browser."""

    social_id: str
    display_name: str
    pin: str = field(repr=False)
    device_name: str
    address: str


async def sign_up(platform: Platform, key: str, guest: str, person: Person) -> Opened | Broken:
    """A1 with a PIN. The session's text follows from the guest's secret and the key: a repeat gets the same one."""
    keys = platform.keys
    counted = limits.from_network(keys, SIGN_UPS, person.address)
    waits = await limits.wait_s(platform, counted)  # before a PIN is hashed
    if waits:
        return Broken(ProblemCode.TOO_MANY_TRIES, str(waits))
    text = keys.access_hash("first session", f"{guest} {key}")
    body = msgspec.json.encode((person.social_id, person.display_name, keys.access_hash("pin", person.pin)))
    join = accounts.Join(
        customer_id=key,
        device_id=new_id(),
        social_id=person.social_id,
        display_name=person.display_name,
        family_name="",
        device_name=person.device_name,
        token_hash=keys.access_hash(SESSION, text),
        request_hash=keys.request_hash(f"wallet sign up {guest}", body),
        counted=counted,
    )
    hashed = await platform.aside(pin_hash, person.pin)
    reply = await platform.writer.submit(SIGN_UP, access.SignUp(join, hashed))
    return reply if isinstance(reply, Broken) else Opened(text)


async def sign_in(platform: Platform, social_id: str, pin: str, device_name: str) -> Opened | Broken:
    """By handle and PIN. Takes as long and says the same whether or not there is such a handle."""
    handle_hash = platform.keys.access_hash(HANDLE, social_id)
    waits = access.wait_s(await platform.read(access_reads.tries, handle_hash), platform.clock())
    if waits:
        return Broken(ProblemCode.TOO_MANY_TRIES, str(waits), "pin")
    kept = await platform.read(access_reads.pin_of_handle, social_id)
    is_right = await platform.aside(pin_is_right, pin, kept.pin_hash if kept else nobodys_hash())
    text, session = drawn_session(platform, device_name)
    command = access.SignIn(handle_hash, kept.id if kept else None, kept.pin_hash if kept else None, is_right, session)
    return _opened(await platform.writer.submit(SIGN_IN, command), text)


@cache
def nobodys_hash() -> str:
    """What a PIN is compared with for a handle that nobody has, so that it takes as long."""
    return pin_hash(NOBODYS_PIN)


async def change_pin(platform: Platform, session: Session, old: str, new: str) -> Reply:
    """A new PIN for whoever knows the old one."""
    social_id = session.customer.social_id
    handle_hash = platform.keys.access_hash(HANDLE, social_id)
    waits = access.wait_s(await platform.read(access_reads.tries, handle_hash), platform.clock())
    if waits:
        return Broken(ProblemCode.TOO_MANY_TRIES, str(waits), "pin")
    kept = await platform.read(access_reads.pin_of_handle, social_id)
    is_right = await platform.aside(pin_is_right, old, kept.pin_hash if kept else nobodys_hash())
    hashed = await platform.aside(pin_hash, new)
    command = access.ChangePin(handle_hash, session.customer.id, kept.pin_hash if kept else None, is_right, hashed)
    return await platform.writer.submit(CHANGE_PIN, command)


async def prove(platform: Platform, session: Session, pin: str) -> Reply | None:
    """Whether this is still its customer, before something that can't be undone: the PIN, with the delays of signing in.

    None for somebody who has no PIN (they signed up by an API): there is nothing to ask for.
    """
    if await platform.read(access_reads.pin_of_handle, session.customer.social_id) is None:
        return None
    return await change_pin(platform, session, pin, pin)


async def open_for(platform: Platform, customer_id: str, device_name: str) -> Opened | Broken:
    """A session without a proof: only where there is nothing to protect, the demo's own customers."""
    if not platform.options.demo_funding:
        return Broken(ProblemCode.FORBIDDEN, "this is no demo")
    secret = await give_secret(platform, SecretPurpose.LINK, customer_id, access.LINK_LIFE_S)
    return await take_link(platform, secret, device_name)


async def give_secret(platform: Platform, purpose: SecretPurpose, customer_id: str | None, life_s: int) -> str:
    """A secret that works once: its text, which is kept only hashed."""
    text = new_token()
    command = access.GiveSecret(new_id(), purpose, platform.keys.access_hash(ONE_TIME, text), customer_id, life_s)
    await platform.writer.submit(GIVE_SECRET, command)
    return text


async def take_link(platform: Platform, secret: str, device_name: str) -> Opened | Broken:
    """A further device signs in with the link that another one showed it."""
    text, session = drawn_session(platform, device_name)
    command = access.TakeLink(platform.keys.access_hash(ONE_TIME, secret), session)
    return _opened(await platform.writer.submit(TAKE_LINK, command), text)


async def sign_out(platform: Platform, customer_id: str, device_id: str | None) -> None:
    """End the session of one device, or of all."""
    await platform.writer.submit(SIGN_OUT, access.SignOut(customer_id, device_id))


def drawn_session(platform: Platform, device_name: str) -> tuple[str, NewSession]:
    """A session's text, which goes to the browser, and its row, which holds only a hash of it."""
    text = new_token()
    return text, NewSession(new_id(), device_name, platform.keys.access_hash(SESSION, text))


def _opened(reply: Reply, text: str) -> Opened | Broken:
    return reply if isinstance(reply, Broken) else Opened(text)
