"""Taking a merchant on, calling it otherwise, and employing people: what the platform's operator does for merchants."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from backend_stub.contract import MerchantRequest, ProblemCode, Role, TokenKind
from backend_stub.domain import onboarding
from backend_stub.domain.records import Acceptance, Instant, Merchant, Operator, Record, Store, altered
from backend_stub.domain.state import Broken
from backend_stub.money import MoneyError, exponent
from backend_stub.services import parties
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import pin_hash
from backend_stub.storage.lookups import Lookup, UseCase
from backend_stub.storage.writer import Reply

FIRST_ROLES = (Role.OWNER, Role.MANAGER)
_ENCODER = msgspec.json.Encoder()

TAKE_ON: UseCase[onboarding.TakeOn] = UseCase(
    "take_on",
    onboarding.take_on,
    {
        Lookup.TOKEN_BY_HASH: lambda _, command: [getattr(row, "token_hash", None) for row in command.rows],
        Lookup.PROGRAMME: lambda _, command: (command.joins_programme_id,),
        Lookup.MERCHANT: lambda _, command: (command.merchant.id,),
        Lookup.MERCHANT_BY_NAME: lambda _, command: (command.merchant.public_service_id,),
    },
)
RENAME: UseCase[onboarding.Rename] = UseCase(
    "rename_merchant", onboarding.rename, {Lookup.MERCHANT: lambda _, command: (command.merchant_id,)}
)
EMPLOY: UseCase[onboarding.Employ] = UseCase(
    "employ",
    onboarding.employ,
    {
        Lookup.OPERATOR: lambda _, command: (command.operator.id,),
        Lookup.MERCHANT: lambda _, command: (command.operator.merchant_id,),
    },
)


async def take_on(platform: Platform, key: str, request: MerchantRequest) -> Reply:
    """Merchant, store, till, operator and programme, all or none; `key` is the merchant's id."""
    command = await platform.aside(command_for, platform, key, request)
    return command if isinstance(command, Broken) else await platform.writer.submit(TAKE_ON, command)


def command_for(platform: Platform, key: str, request: MerchantRequest) -> onboarding.TakeOn | Broken:
    """The command for a request, or what is wrong with it. Slow: the PIN is hashed."""
    try:
        exponent(request.currency)
    except MoneyError as error:
        return Broken(ProblemCode.RULE_BROKEN, str(error), "currency")
    if not is_zone(request.store.time_zone):
        text = f"{request.store.time_zone} is no time zone; use a name like Europe/Berlin"
        return Broken(ProblemCode.RULE_BROKEN, text, "store.time_zone")
    if request.operator.role not in FIRST_ROLES:
        return Broken(ProblemCode.RULE_BROKEN, "the first to sign in is an owner or a manager", "operator.role")
    hashed = platform.keys.request_hash(f"take on {key}", _ENCODER.encode(request))
    now = platform.clock()
    merchant = Merchant(
        key, request.public_service_id, request.name, request.second_name, request.currency, now, hashed
    )
    return onboarding.TakeOn(merchant, _rows(platform, merchant, request, now), request.joins_programme_id)


def _rows(platform: Platform, merchant: Merchant, request: MerchantRequest, now: Instant) -> tuple[Record, ...]:
    """All that is made besides the merchant, in the order in which rows refer to each other."""
    place, person = request.store, request.operator
    store = Store(new_id(), merchant.id, place.name, place.time_zone, place.day_cut_minutes, now)
    till = altered(parties.till_of(store, 1, now), name=request.till_name)
    operator = Operator(new_id(), merchant.id, person.name, person.role.value, pin_hash(person.pin), 0, 0, now)
    token = parties.token_for(platform.keys, TokenKind.TILL, till.id, request.till_token, now)
    if request.joins_programme_id is not None:
        return store, till, operator, token
    terms = parties.terms_for(merchant.name, merchant.currency)
    own = parties.programme_of(merchant, terms, now)
    return store, till, operator, token, *parties.first_version(own, merchant.id, now), Acceptance(own.id, merchant.id)


def employed(merchant_id: str, name: str, role: Role, pin: str, now: Instant) -> onboarding.Employ:
    """The command that employs somebody. Slow: the PIN is hashed."""
    return hired(new_id(), merchant_id, name, role, pin_hash(pin), now)


def hired(key: str, merchant_id: str, name: str, role: Role, hashed: str, now: Instant) -> onboarding.Employ:
    """The same for a PIN that was hashed; `key` is the person's id."""
    return onboarding.Employ(Operator(key, merchant_id, name, role.value, hashed, 0, 0, now))


def is_zone(name: str) -> bool:
    """Whether there is such a time zone."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, like Europe
        return False
    return True
