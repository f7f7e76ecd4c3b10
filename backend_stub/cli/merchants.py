"""Merchants on the command line: taken on, listed, looked at, called otherwise; people employed."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import click
import msgspec

from backend_stub import contract
from backend_stub.cli.common import database_option, json_option, key_option, opened, plainly, say
from backend_stub.contract import Role
from backend_stub.domain import onboarding as rules
from backend_stub.domain.records import Merchant, Record
from backend_stub.domain.state import Broken
from backend_stub.services import desk, onboarding
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.secrets import new_token
from backend_stub.storage import desk_reads
from backend_stub.storage.writer import Reply

R = TypeVar("R", bound=Record)
MOST = 1_000


@click.group()
def merchant() -> None:
    """Merchants of the platform: take one on, look at them, employ people.

    \b
    pos-backend merchant add annas-bakery --name "Anna's Bakery" --operator Anna
    pos-backend merchant list
    pos-backend merchant show annas-bakery
    """  # noqa: D301 - click's own mark: leave these lines as they are


def kept(reply: Reply, kind: type[R]) -> R:
    """The row, or the end of the command with a sentence."""
    if isinstance(reply, Broken):
        raise click.ClickException(f"{reply.field}: {reply.detail}" if reply.field else reply.detail)
    if not isinstance(reply, kind):
        raise TypeError(f"expected {kind.__name__}, got {type(reply).__name__}")
    return reply


def found(platform: Platform, public_service_id: str) -> Merchant:
    """The merchant of this public service id, or the end of the command."""
    row = platform.look(desk_reads.merchant_named, public_service_id)
    if row is None:
        raise click.ClickException(f"there is no merchant {public_service_id}: `pos-backend merchant list`")
    return row


def minutes(_context: click.Context, _option: click.Parameter, text: str) -> int:
    """04:00 as minutes after midnight."""
    hours, _, rest = text.partition(":")
    if not (hours.isdigit() and rest.isdigit() and int(hours) < 24 and int(rest) < 60):  # noqa: PLR2004 - a clock
        raise click.BadParameter("a time of day, like 04:00")
    return int(hours) * 60 + int(rest)


pin_option = click.option("--pin", prompt="PIN (4 to 12 digits)", hide_input=True, confirmation_prompt=True)


@merchant.command()
@database_option
@key_option
@click.argument("public_service_id")
@click.option("--name", required=True, help="The merchant's name.")
@click.option("--second-name", default="", help="Its name in the other script.")
@click.option("--currency", default="EUR", show_default=True, help="ISO 4217 code of its prices.")
@click.option("--store", default="Main store", show_default=True)
@click.option("--zone", default="Europe/Berlin", show_default=True, help="IANA time zone of the store.")
@click.option(
    "--day-begins", default="04:00", show_default=True, callback=minutes, help="When the store's business day turns."
)
@click.option("--till", default="Till 1", show_default=True)
@click.option("--operator", required=True, help="Who signs in first.")
@click.option("--role", type=click.Choice(["owner", "manager"]), default="owner", show_default=True)
@click.option("--joins", help="Id of a programme that it takes, in place of a card of its own.")
@pin_option
@json_option
@plainly
def add(
    url: str | None,
    key_path: Path | None,
    public_service_id: str,
    name: str,
    second_name: str,
    currency: str,
    store: str,
    zone: str,
    day_begins: int,
    till: str,
    operator: str,
    role: str,
    joins: str | None,
    pin: str,
    *,
    as_json: bool,
) -> None:
    """Take a merchant on: with a store, a till, its first operator and a programme, all or none.

    The till's key is told this once: type `pos token` at the new till and give it there.
    """
    token = new_token()
    asked = {
        "public_service_id": public_service_id,
        "name": name,
        "second_name": second_name,
        "currency": currency,
        "store": {"name": store, "time_zone": zone, "day_cut_minutes": day_begins},
        "till_name": till,
        "till_token": token,
        "operator": {"name": operator, "role": role, "pin": pin},
        "joins_programme_id": joins,
    }
    try:
        request = msgspec.convert(asked, contract.MerchantRequest)
    except msgspec.ValidationError as error:
        raise click.UsageError(str(error)) from None
    with opened(url, key_path) as platform:
        command = onboarding.command_for(platform, new_id(), request)
        if isinstance(command, Broken):
            raise click.ClickException(f"{command.field}: {command.detail}")
        row = kept(platform.writer.run(onboarding.TAKE_ON, command), Merchant)
    about = {"merchant_id": row.id, "public_service_id": row.public_service_id, "till_token": token}
    say(as_json, about, f"{row.name} is taken on ({row.id}).", f"The key of {till}, told this once: {token}")


@merchant.command("list")
@database_option
@key_option
@click.option("--search", default="", help="A part of a name or of a public service id.")
@json_option
@plainly
def listed(url: str | None, key_path: Path | None, search: str, *, as_json: bool) -> None:
    """Merchants, newest first; at most a thousand."""
    with opened(url, key_path) as platform:
        items, _ = platform.look(desk.merchant_page, search, None, MOST)
    lines = [f"{one.public_service_id:32} {one.currency}  {one.name}" for one in items]
    say(as_json, {"merchants": msgspec.to_builtins(items)}, *lines, f"{len(items)} merchants.")


@merchant.command()
@database_option
@key_option
@click.argument("public_service_id")
@json_option
@plainly
def show(url: str | None, key_path: Path | None, public_service_id: str, *, as_json: bool) -> None:
    """A merchant with its stores, tills, people, programmes, and where its money goes."""
    with opened(url, key_path) as platform:
        (one,) = platform.look(desk.merchants, [found(platform, public_service_id)])
    stores = [
        f"store: {place.name}, {place.time_zone}, day begins {place.day_cut_minutes // 60:02d}:{place.day_cut_minutes % 60:02d},"
        f" {', '.join(one.name for one in place.tills) or 'no till'}"
        for place in one.stores
    ]
    people = [
        f"{person.role.value}: {person.name}{' (disabled)' if person.is_disabled else ''}" for person in one.operators
    ]
    account = one.bank_details.account if one.bank_details else "nobody has said so: `pos-backend payouts account`"
    head = f"{one.name} ({one.public_service_id}), {one.currency}, {one.merchant_id}"
    taken = f"takes: {', '.join(one.programmes) or 'nothing'}"
    say(as_json, msgspec.to_builtins(one), head, *stores, *people, taken, f"paid to: {account}")


@merchant.command()
@database_option
@key_option
@click.argument("public_service_id")
@click.option("--name", help="Another name; the public service id stays.")
@click.option("--second-name", help="Another name in the other script; empty for none.")
@json_option
@plainly
def change(
    url: str | None,
    key_path: Path | None,
    public_service_id: str,
    name: str | None,
    second_name: str | None,
    *,
    as_json: bool,
) -> None:
    """Call a merchant otherwise from now on."""
    if name is None and second_name is None:
        raise click.UsageError("give --name or --second-name")
    with opened(url, key_path) as platform:
        row = found(platform, public_service_id)
        try:
            asked = msgspec.convert(
                {
                    "name": row.name if name is None else name,
                    "second": row.second_name if second_name is None else second_name,
                },
                Named,
            )
        except msgspec.ValidationError as error:
            raise click.UsageError(str(error)) from None
        command = rules.Rename(row.id, asked.name, asked.second)
        row = kept(platform.writer.run(onboarding.RENAME, command), Merchant)
    say(as_json, {"merchant_id": row.id, "name": row.name, "second_name": row.second_name}, f"Now called {row.name}.")


class Named(msgspec.Struct):
    """The bounds of names, as in the contract."""

    name: contract.Name
    second: contract.SecondName = ""


@merchant.command()
@database_option
@key_option
@click.argument("public_service_id")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), default="cashier", show_default=True)
@pin_option
@json_option
@plainly
def employ(
    url: str | None, key_path: Path | None, public_service_id: str, name: str, role: str, pin: str, *, as_json: bool
) -> None:
    """Let another person sign in at a merchant's tills; `--role platform` makes an operator of the whole platform."""
    try:
        msgspec.convert({"name": name}, Named)
        msgspec.convert(pin, contract.Pin)
    except msgspec.ValidationError as error:
        raise click.UsageError(f"{error}: a PIN is 4 to 12 digits") from None
    with opened(url, key_path) as platform:
        row = found(platform, public_service_id)
        command = onboarding.employed(row.id, name, Role(role), pin, platform.clock())
        kept(platform.writer.run(onboarding.EMPLOY, command), type(command.operator))
    about = {"operator_id": command.operator.id, "name": name, "role": role}
    say(as_json, about, f"{name} may sign in at {row.name} as {role}.")
