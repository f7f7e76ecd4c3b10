"""Taking a merchant on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click

from backend_stub.cli.common import (
    database_option,
    default_database,
    default_key,
    json_option,
    key_option,
    plainly,
    with_folder,
)
from backend_stub.contract import NAME_LENGTH_MAX, NAME_PATTERN, PIN_PATTERN, SOCIAL_ID_PATTERN, Role
from backend_stub.money import exponent
from backend_stub.services import parties
from backend_stub.services.onboarding import is_zone
from backend_stub.services.platform import system_clock
from backend_stub.services.secrets import key_from_file
from backend_stub.storage.engine import open_database
from backend_stub.storage.migrate import upgrade


@click.command()
@database_option
@key_option
@click.option("--merchant", "public_service_id", required=True, help="Public service id, like meis-tea.")
@click.option("--name", required=True, help="The merchant's name.")
@click.option("--second-name", default="", help="Its name in the other script.")
@click.option("--currency", default="EUR", show_default=True, help="ISO 4217 code.")
@click.option("--store", default="Main store", show_default=True)
@click.option("--zone", default="Europe/Berlin", show_default=True, help="IANA time zone of the store.")
@click.option("--tills", default=1, show_default=True, type=click.IntRange(1, 100))
@click.option("--manager", default="Manager", show_default=True, help="The manager's name.")
@click.option("--pin", prompt="The manager's PIN (4 to 12 digits)", hide_input=True, confirmation_prompt=True)
@json_option
@plainly
def init(
    url: str | None,
    key_path: Path | None,
    public_service_id: str,
    name: str,
    second_name: str,
    currency: str,
    store: str,
    zone: str,
    tills: int,
    manager: str,
    pin: str,
    *,
    as_json: bool,
) -> None:
    """Take a merchant on: merchant, store, programme, tills, a manager. Tokens are told this once."""
    exponent(currency)
    _check("--merchant", public_service_id, SOCIAL_ID_PATTERN, "3 to 32 of a-z 0-9 . _ - beginning with one of a-z 0-9")
    _check("--pin", pin, PIN_PATTERN, "4 to 12 digits")
    for option, text in (("--name", name), ("--store", store), ("--manager", manager)):
        _check(option, text, NAME_PATTERN, "1 to 80 letters, not only spaces and no control characters")
    _check("--second-name", second_name, f"^$|{NAME_PATTERN}", "at most 80 letters and no control characters")
    _check_zone(zone)
    shop = parties.Shop(
        public_service_id=public_service_id,
        name=name,
        second_name=second_name,
        currency=currency,
        store=store,
        time_zone=zone,
        people=(parties.Person(manager, Role.MANAGER, pin),),
        terms=parties.terms_for(name, currency),
        tills=tills,
    )
    database = open_database(url or with_folder(default_database()))
    try:
        upgrade(database)
        made = parties.open_shop(database, key_from_file(key_path or default_key()), shop, system_clock())
    finally:
        database.close()
    about = {
        "merchant_id": made.merchant_id,
        "store_id": made.store_id,
        "programme_id": made.programme_id,
        "manager_token": made.manager_token,
        "tills": [
            {"till_id": till_id, "token": token} for till_id, token in zip(made.till_ids, made.till_tokens, strict=True)
        ],
    }
    click.echo(json.dumps(about) if as_json else "\n".join(f"{key}: {value}" for key, value in about.items()))


def _check(option: str, text: str, pattern: str, allowed: str) -> None:
    """The same bounds as in the contract: what it does not let through could never be named by a till."""
    if re.search(pattern, text) is None or len(text) > NAME_LENGTH_MAX:
        raise click.BadParameter(f"this takes {allowed}", param_hint=option)


def _check_zone(zone: str) -> None:
    if not is_zone(zone):
        raise click.BadParameter(f"{zone!r} is no time zone; use a name like Europe/Berlin", param_hint="--zone")
