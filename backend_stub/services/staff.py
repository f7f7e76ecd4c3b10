"""People, stores and tills of a merchant as callers ask for them: changed and added by the platform's operator or the owner."""

from __future__ import annotations

from backend_stub import contract
from backend_stub.contract import ProblemCode, Role, TokenKind
from backend_stub.domain import staff as rules
from backend_stub.domain.records import Store, Till, altered
from backend_stub.domain.state import Broken, State
from backend_stub.services import onboarding, parties
from backend_stub.services.platform import Platform
from backend_stub.services.secrets import pin_hash
from backend_stub.storage.lookups import Lookup, UseCase
from backend_stub.storage.writer import Reply

CHANGE_OPERATOR: UseCase[rules.ChangeOperator] = UseCase(
    "change_operator",
    rules.change_operator,
    {
        Lookup.OPERATOR_BY_MERCHANT: lambda _, command: (command.merchant_id,),
        Lookup.OPERATOR_SESSION_BY_OPERATOR: lambda _, command: (command.operator_id,),
    },
)
ADD_STORE: UseCase[rules.AddStore] = UseCase(
    "add_store",
    rules.add_store,
    {
        Lookup.STORE: lambda _, command: (command.store.id,),
        Lookup.TOKEN_BY_HASH: lambda _, command: (command.token.token_hash,),
        Lookup.MERCHANT: lambda _, command: (command.store.merchant_id,),
    },
)
CHANGE_STORE: UseCase[rules.ChangeStore] = UseCase(
    "change_store",
    rules.change_store,
    {
        Lookup.STORE: lambda _, command: (command.store_id,),
        Lookup.TILL_BY_STORE: lambda _, command: (command.store_id,),
        Lookup.BATCH_BY_STORE: lambda _, command: (command.store_id,),
    },
)
ADD_TILL: UseCase[rules.AddTill] = UseCase(
    "add_till",
    rules.add_till,
    {
        Lookup.STORE: lambda _, command: (command.store_id,),
        Lookup.TILL: lambda _, command: (command.till_id,),
        Lookup.TILL_BY_STORE: lambda _, command: (command.store_id,),
        Lookup.TOKEN_BY_HASH: lambda _, command: (command.token.token_hash,),
    },
)


def _beside(state: State, command: rules.RenameTill) -> list[str]:
    till = state.get(Till, command.till_id)
    return [till.store_id] if till is not None else []


RENAME_TILL: UseCase[rules.RenameTill] = UseCase(
    "rename_till",
    rules.rename_till,
    {Lookup.TILL: lambda _, command: (command.till_id,), Lookup.TILL_BY_STORE: _beside},
)
_PLATFORMS_OWN = Broken(
    ProblemCode.RULE_BROKEN,
    "an operator of the whole platform is made on its command line: pos-backend merchant employ",
    "role",
)


async def employ(platform: Platform, key: str, merchant_id: str, request: contract.NewOperator) -> Reply:
    """Another person who may sign in; `key` is their id."""
    if request.role is Role.PLATFORM:
        return _PLATFORMS_OWN
    hashed = await platform.aside(pin_hash, request.pin)
    command = onboarding.hired(key, merchant_id, request.name, request.role, hashed, platform.clock())
    return await platform.writer.submit(onboarding.EMPLOY, command)


async def change_operator(
    platform: Platform, merchant_id: str, operator_id: str, request: contract.OperatorChange, was: Role | None
) -> Reply:
    """Name, role, PIN, and whether they may sign in. `was`: their role so far."""
    if request.role is Role.PLATFORM and was is not Role.PLATFORM:
        return _PLATFORMS_OWN
    hashed = await platform.aside(pin_hash, request.pin) if request.pin is not None else None
    command = rules.ChangeOperator(operator_id, merchant_id, request.name, request.role, request.is_disabled, hashed)
    return await platform.writer.submit(CHANGE_OPERATOR, command)


def store_command(
    platform: Platform, key: str, merchant_id: str, request: contract.NewStore
) -> rules.AddStore | Broken:
    """The command for another store, or what is wrong with it; `key` is its id."""
    if not onboarding.is_zone(request.time_zone):
        return no_zone(request.time_zone)
    now = platform.clock()
    store = Store(key, merchant_id, request.name, request.time_zone, request.day_cut_minutes, now)
    till = altered(parties.till_of(store, 1, now), name=request.till_name)
    token = parties.token_for(platform.keys, TokenKind.TILL, till.id, request.till_token, now)
    return rules.AddStore(store, till, token)


async def add_store(platform: Platform, key: str, merchant_id: str, request: contract.NewStore) -> Reply:
    """Another store with its first till, whose token the caller drew."""
    command = store_command(platform, key, merchant_id, request)
    return command if isinstance(command, Broken) else await platform.writer.submit(ADD_STORE, command)


async def change_store(platform: Platform, merchant_id: str, store_id: str, request: contract.StoreRequest) -> Reply:
    """Its name, and its clock while no day of it was cut."""
    if not onboarding.is_zone(request.time_zone):
        return no_zone(request.time_zone)
    command = rules.ChangeStore(store_id, merchant_id, request.name, request.time_zone, request.day_cut_minutes)
    return await platform.writer.submit(CHANGE_STORE, command)


def till_command(
    platform: Platform, key: str, merchant_id: str, store_id: str, request: contract.NewTill
) -> rules.AddTill:
    """The command for another till; `key` is its id."""
    token = parties.token_for(platform.keys, TokenKind.TILL, key, request.till_token, platform.clock())
    return rules.AddTill(key, store_id, merchant_id, request.name, token)


async def add_till(platform: Platform, key: str, merchant_id: str, store_id: str, request: contract.NewTill) -> Reply:
    """Another till of a store, whose token the caller drew."""
    return await platform.writer.submit(ADD_TILL, till_command(platform, key, merchant_id, store_id, request))


async def rename_till(platform: Platform, merchant_id: str, till_id: str, name: str) -> Reply:
    """What it is called from now on."""
    return await platform.writer.submit(RENAME_TILL, rules.RenameTill(till_id, merchant_id, name))


def no_zone(name: str) -> Broken:
    """What is wrong with a zone that is none."""
    return Broken(ProblemCode.RULE_BROKEN, f"{name} is no time zone; use a name like Europe/Berlin", "time_zone")
