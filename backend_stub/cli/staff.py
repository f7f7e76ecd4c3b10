"""People, stores and tills of a merchant on the command line: changed and added."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import click
import msgspec

from backend_stub import contract
from backend_stub.cli.common import database_option, json_option, key_option, opened, plainly, say
from backend_stub.cli.merchants import found, kept, merchant, minutes
from backend_stub.contract import MerchantStore, Role
from backend_stub.domain import staff as rules
from backend_stub.domain.records import Operator, Store, Till
from backend_stub.domain.state import Broken
from backend_stub.services import desk, onboarding, staff
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import new_token, pin_hash

W = TypeVar("W", bound=msgspec.Struct)


def asked(kind: type[W], **fields: object) -> W:
    """The request, within the contract's bounds; or the end of the command with what is wrong."""
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise click.UsageError(str(error)) from None


def the_merchant(platform: Platform, public_service_id: str) -> contract.Merchant:
    """With its people, stores and tills."""
    return platform.look(desk.merchants, [found(platform, public_service_id)])[0]


def the_store(one: contract.Merchant, name: str | None) -> MerchantStore:
    """The store of that name; the only one where none is named."""
    fitting = [store for store in one.stores if name in (None, store.name)]
    if len(fitting) != 1:
        names = ", ".join(store.name for store in one.stores)
        raise click.ClickException(f"say which store with --store: {names}")
    return fitting[0]


def the_clock(text: str | None, minutes_before: int) -> int:
    """04:00 as minutes after midnight; without one, as it was."""
    if text is None:
        return minutes_before
    return minutes(click.get_current_context(), click.Option(["--day-begins"]), text)


@merchant.command()
@database_option
@key_option
@click.argument("public_service_id")
@click.argument("who")
@click.option("--name", help="Another name.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Another role.")
@click.option("--new-pin", is_flag=True, help="Asks for another PIN.")
@click.option("--pin", help="The new PIN, in place of being asked.")
@click.option("--disable/--enable", "is_disabled", default=None, help="Whether they may sign in and approve.")
@json_option
@plainly
def person(
    url: str | None,
    key_path: Path | None,
    public_service_id: str,
    who: str,
    name: str | None,
    role: str | None,
    *,
    new_pin: bool,
    pin: str | None,
    is_disabled: bool | None,
    as_json: bool,
) -> None:
    """Change a person who works at a merchant's tills: name, role, PIN, or whether they may sign in.

    Other than by name alone, they are signed out at once. The last owner stays one, and able to sign in.

    \b
    Another PIN:      pos-backend merchant person annas-bakery Anna --new-pin
    No longer there:  pos-backend merchant person annas-bakery Bela --disable
    """  # noqa: D301 - click's own mark: leave these lines as they are
    if new_pin and pin is None:
        pin = click.prompt("New PIN (4 to 12 digits)", hide_input=True, confirmation_prompt=True)
    with opened(url, key_path) as platform:
        one = the_merchant(platform, public_service_id)
        people = [each for each in one.operators if who in (each.name, each.operator_id)]
        if len(people) != 1:
            names = ", ".join(f"{each.name} ({each.operator_id})" for each in one.operators)
            raise click.ClickException(f"say by name or id who is meant: {names}")
        was = people[0]
        request = asked(
            contract.OperatorChange,
            name=was.name if name is None else name,
            role=was.role.value if role is None else role,
            is_disabled=was.is_disabled if is_disabled is None else is_disabled,
            pin=pin,
        )
        hashed = pin_hash(request.pin) if request.pin is not None else None
        command = rules.ChangeOperator(
            was.operator_id, one.merchant_id, request.name, request.role, request.is_disabled, hashed
        )
        row = kept(platform.writer.run(staff.CHANGE_OPERATOR, command), Operator)
    about = {"operator_id": row.id, "name": row.name, "role": row.role, "is_disabled": row.disabled_at is not None}
    may = "may not sign in any more" if row.disabled_at is not None else f"may sign in as {row.role}"
    say(as_json, about, f"{row.name} {may} at {one.name}.")


@merchant.command("add-store")
@database_option
@key_option
@click.argument("public_service_id")
@click.option("--name", required=True, help="The store's name.")
@click.option("--zone", default="Europe/Berlin", show_default=True, help="IANA time zone of the store.")
@click.option("--day-begins", default="04:00", show_default=True, callback=minutes, help="When its business day turns.")
@click.option("--till", "till_name", default="Till 1", show_default=True)
@json_option
@plainly
def add_store(
    url: str | None,
    key_path: Path | None,
    public_service_id: str,
    name: str,
    zone: str,
    day_begins: int,
    till_name: str,
    *,
    as_json: bool,
) -> None:
    """Add a store with its first till, whose key is told this once.

    Zone and hour cut its business days: they can be corrected until its first receipt.
    """
    token = new_token()
    fields = {"name": name, "time_zone": zone, "day_cut_minutes": day_begins}
    request = asked(contract.NewStore, till_name=till_name, till_token=token, **fields)
    with opened(url, key_path) as platform:
        row = found(platform, public_service_id)
        command = staff.store_command(platform, new_id(), row.id, request)
        if isinstance(command, Broken):
            raise click.ClickException(f"{command.field}: {command.detail}")
        store = kept(platform.writer.run(staff.ADD_STORE, command), Store)
    about = {"store_id": store.id, "till_id": command.till.id, "till_token": token}
    say(as_json, about, f"{row.name} has the store {store.name}.", f"The key of {till_name}, told this once: {token}")


@merchant.command("change-store")
@database_option
@key_option
@click.argument("public_service_id")
@click.option("--store", help="Which one, by its name; not needed for an only one.")
@click.option("--name", help="Another name.")
@click.option("--zone", help="Another IANA time zone, before its first receipt.")
@click.option("--day-begins", help="Another hour, like 04:00, before its first receipt.")
@json_option
@plainly
def change_store(
    url: str | None,
    key_path: Path | None,
    public_service_id: str,
    store: str | None,
    name: str | None,
    zone: str | None,
    day_begins: str | None,
    *,
    as_json: bool,
) -> None:
    """Call a store otherwise; or correct its clock while no receipt was printed and no day settled there."""
    if zone is not None and not onboarding.is_zone(zone):
        raise click.ClickException(staff.no_zone(zone).detail)
    with opened(url, key_path) as platform:
        one = the_merchant(platform, public_service_id)
        was = the_store(one, store)
        request = asked(
            contract.StoreRequest,
            name=name or was.name,
            time_zone=zone or was.time_zone,
            day_cut_minutes=the_clock(day_begins, was.day_cut_minutes),
        )
        command = rules.ChangeStore(
            was.store_id, one.merchant_id, request.name, request.time_zone, request.day_cut_minutes
        )
        row = kept(platform.writer.run(staff.CHANGE_STORE, command), Store)
    about = {"store_id": row.id, "name": row.name, "time_zone": row.time_zone, "day_cut_minutes": row.day_cut_minutes}
    clock = f"{row.day_cut_minutes // 60:02d}:{row.day_cut_minutes % 60:02d}"
    say(as_json, about, f"{row.name}: {row.time_zone}, day begins {clock}.")


@merchant.command("add-till")
@database_option
@key_option
@click.argument("public_service_id")
@click.option("--name", required=True, help="The till's name.")
@click.option("--store", help="Which store, by its name; not needed for an only one.")
@json_option
@plainly
def add_till(
    url: str | None, key_path: Path | None, public_service_id: str, name: str, store: str | None, *, as_json: bool
) -> None:
    """Add a till to a store; its key is told this once: type `pos token` at the new till and give it there."""
    token = new_token()
    request = asked(contract.NewTill, name=name, till_token=token)
    with opened(url, key_path) as platform:
        one = the_merchant(platform, public_service_id)
        where = the_store(one, store)
        command = staff.till_command(platform, new_id(), one.merchant_id, where.store_id, request)
        row = kept(platform.writer.run(staff.ADD_TILL, command), Till)
    about = {"till_id": row.id, "till_token": token}
    say(as_json, about, f"{where.name} has {row.name}.", f"The key of {row.name}, told this once: {token}")


@merchant.command("change-till")
@database_option
@key_option
@click.argument("public_service_id")
@click.argument("till")
@click.option("--name", required=True, help="Its new name.")
@json_option
@plainly
def change_till(
    url: str | None, key_path: Path | None, public_service_id: str, till: str, name: str, *, as_json: bool
) -> None:
    """Call a till otherwise; TILL is its name, or its id where two stores have one of that name."""
    request = asked(contract.TillChange, name=name)
    with opened(url, key_path) as platform:
        one = the_merchant(platform, public_service_id)
        fitting = [each for store in one.stores for each in store.tills if till in (each.name, each.till_id)]
        if len(fitting) != 1:
            known = ", ".join(f"{each.name} ({each.till_id})" for store in one.stores for each in store.tills)
            raise click.ClickException(f"say by name or id which till is meant: {known}")
        command = rules.RenameTill(fitting[0].till_id, one.merchant_id, request.name)
        row = kept(platform.writer.run(staff.RENAME_TILL, command), Till)
    say(as_json, {"till_id": row.id, "name": row.name}, f"Now called {row.name}.")
