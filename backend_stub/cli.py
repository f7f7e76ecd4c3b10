"""`pos-backend`: serve, init, migrate, verify.

Exit codes: 0 done; 1 the books are wrong, or it could not be done (a sentence says why); 2 the command line is wrong.
"""

from __future__ import annotations

import dataclasses
import json
import re
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext, suppress
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
import platformdirs
import structlog
import uvicorn

from backend_stub.app import build, open_platform, sqlite_url
from backend_stub.contract import NAME_LENGTH_MAX, NAME_PATTERN, PIN_PATTERN, SOCIAL_ID_PATTERN, Role
from backend_stub.money import MoneyError, exponent
from backend_stub.services import demo, parties
from backend_stub.services import verify as books
from backend_stub.services.platform import Options, Platform, system_clock
from backend_stub.services.secrets import KeyFileError, key_from_file
from backend_stub.storage.engine import open_database
from backend_stub.storage.errors import StorageError
from backend_stub.storage.migrate import require_current, upgrade

P = ParamSpec("P")
FOLDER = "prepaid-pos"


def default_database() -> str:
    """Where the books lie when nobody says otherwise."""
    folder = Path(platformdirs.user_data_dir(FOLDER))
    return sqlite_url(folder / "platform.sqlite")


def default_key() -> Path:
    """The key lies apart from the books."""
    return Path(platformdirs.user_config_dir(FOLDER)) / "platform.key"


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Say what went wrong in a sentence, without a traceback."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (StorageError, KeyFileError, MoneyError, demo.DemoError, parties.TakenError, OSError) as error:
            raise click.ClickException(str(error)) from error

    return guarded


database_option = click.option(
    "--db",
    "url",
    envvar="POS_BACKEND_DB",
    help="sqlite:///FILE or postgresql://USER@HOST/NAME. Default: a file of yours.",
)
key_option = click.option(
    "--key", "key_path", envvar="POS_BACKEND_KEY", type=click.Path(path_type=Path), help="File of the platform's key."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON line instead of sentences.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="prepaid-pos")
def main() -> None:
    """The platform that keeps prepayment accounts and pays merchants."""
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


@main.command()
@database_option
@key_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8470, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--tls-cert", type=click.Path(exists=True, dir_okay=False), help="Certificate chain (PEM).")
@click.option("--tls-key", type=click.Path(exists=True, dir_okay=False), help="Its private key (PEM).")
@click.option("--demo", "is_demo", is_flag=True, help="A sandbox with demo data in a new database that ends with it.")
@click.option(
    "--tills", default=1, show_default=True, type=click.IntRange(1, 1000), help="With --demo: how many tills."
)
@json_option
@plainly
def serve(
    url: str | None,
    key_path: Path | None,
    host: str,
    port: int,
    tls_cert: str | None,
    tls_key: str | None,
    *,
    is_demo: bool,
    tills: int,
    as_json: bool,
) -> None:
    """Serve the HTTP API. Stops gracefully on SIGINT and SIGTERM: what was accepted is answered first."""
    is_local = host in {"127.0.0.1", "::1", "localhost"}
    if not is_local and not (tls_cert and tls_key):
        raise click.UsageError(
            "money does not travel in the clear: give --tls-cert and --tls-key, or listen on 127.0.0.1"
        )
    with tempfile.TemporaryDirectory(prefix="pos-demo-") if is_demo else nullcontext("") as folder:
        here = Path(folder)
        platform = open_platform(
            url or (sqlite_url(here / "demo.sqlite") if is_demo else _made(default_database())),
            key_path or (here / "demo.key" if is_demo else default_key()),
            Options(demo_funding=is_demo, owner_is_platform=is_demo),
        )
        listening = None
        try:
            listening = socket.create_server((host, port), backlog=512, family=_family(host))
            scheme = "https" if tls_cert else "http"
            base_url = f"{scheme}://{host if ':' not in host else f'[{host}]'}:{listening.getsockname()[1]}"
            about: dict[str, object] = {"base_url": base_url}
            if is_demo:
                about |= _demo(platform, tills)
            click.echo(
                json.dumps(about)
                if as_json
                else f"Serving at {base_url} (API description: {base_url}/v1/docs/openapi.json)"
            )
            sys.stdout.flush()
            config = uvicorn.Config(
                build(platform),
                log_level="warning",
                access_log=False,
                lifespan="off",
                proxy_headers=False,
                server_header=False,
                ssl_certfile=tls_cert,
                ssl_keyfile=tls_key,
                timeout_graceful_shutdown=30,
            )
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            with suppress(KeyboardInterrupt):  # uvicorn raises the signal again when it has stopped gracefully
                _Server(config, platform).run(sockets=[listening])
        finally:
            if listening is not None:
                listening.close()
            platform.stop()


class _Server(uvicorn.Server):
    """Sends home who waits for messages before it waits for what is being answered."""

    def __init__(self, config: uvicorn.Config, platform: Platform) -> None:
        super().__init__(config)
        self._platform = platform

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._platform.news.close()
        await super().shutdown(sockets)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _demo(platform: Platform, tills: int) -> dict[str, object]:
    if not parties.is_empty(platform.database):
        raise click.ClickException("this database has a merchant already: --demo needs an empty one")
    made = demo.seed(platform, dataclasses.replace(demo.SHOP, tills=tills))
    shop = made.shop
    return {
        "merchant_id": shop.merchant_id,
        "public_service_id": shop.public_service_id,
        "store_id": shop.store_id,
        "programme_id": shop.programme_id,
        "currency": demo.SHOP.currency,
        "manager_token": shop.manager_token,
        "manager_pin": demo.MANAGER_PIN,
        "owner_pin": demo.OWNER_PIN,
        "operator_ids": list(shop.operator_ids),
        "tills": [
            {"till_id": till_id, "token": token} for till_id, token in zip(shop.till_ids, shop.till_tokens, strict=True)
        ],
        "customers": [
            {
                "customer_id": customer.customer_id,
                "account_id": customer.account_id,
                "social_id": customer.social_id,
                "display_name": customer.display_name,
                "balance_minor": customer.balance_minor,
                "token": customer.token,
            }
            for customer in made.customers
        ],
    }


def _made(url: str) -> str:
    """Make the folder of a database file."""
    Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return url


@main.command()
@database_option
@plainly
def migrate(url: str | None) -> None:
    """Bring the database to this version's tables. Safe to run again; a newer database is left alone."""
    database = open_database(url or _made(default_database()))
    try:
        upgrade(database)
    finally:
        database.close()
    click.echo("The database is up to date.")


@main.command()
@database_option
@json_option
@plainly
def verify(url: str | None, *, as_json: bool) -> None:
    """Recompute every balance and check every invariant. Exit 1 and a list when something is wrong."""
    database = open_database(url or default_database())
    try:
        require_current(database)
        wrong = books.verify(database)
        counts = books.counted(database)
    finally:
        database.close()
    if as_json:
        click.echo(json.dumps({"wrong": wrong, "looked_at": counts}))
    else:
        for sentence in wrong:
            click.echo(f"WRONG: {sentence}")
        looked = ", ".join(f"{count} {name.replace('_', '-')}" for name, count in counts.items())
        click.echo(f"{'The books are wrong' if wrong else 'The books are right'}: {looked}.")
    if wrong:
        raise SystemExit(1)


@main.command()
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
    database = open_database(url or _made(default_database()))
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
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: a folder of zones, like Europe
        raise click.BadParameter(
            f"{zone!r} is no time zone; use a name like Europe/Berlin", param_hint="--zone"
        ) from None


if __name__ == "__main__":
    main()
