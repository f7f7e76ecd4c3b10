"""The composition root: settings, the platform (embedded or far away), secrets, the window, the till. Nothing else wires.

Starting must be quick, and a locked keyring may wait for a person: so the window comes first, and everything that opens
files, keyrings and databases is done on a thread beside it.
"""

from __future__ import annotations

import datetime as dt
import logging.handlers
import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pos_app import settings as till_settings
from pos_app.exits import EXIT_TROUBLE, EXIT_USAGE
from pos_app.plain_logs import structlog
from pos_app.settings import Settings, SettingsError

if TYPE_CHECKING:
    from backend_stub.services.platform import Platform
    from pos_app.coming import Coming, Embedded
    from pos_app.credentials import Credentials, Where
    from pos_app.outbox import SqliteOutbox
    from pos_app.parts import Parts
    from pos_app.seal import Seal

X11_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 - where X servers listen
KEPT_RUNS = 5


def run(**options: Any) -> int:  # noqa: ANN401 - whatever the command line offers
    """Start the till and stay until its window is closed; the exit code."""
    headless = bool(options.pop("headless_demo", False))
    try:
        settings = till_settings.load(_given(options), os.environ)
    except SettingsError as error:
        click.echo(str(error), err=True)
        return EXIT_USAGE
    headless = headless or not has_screen(os.environ)
    if headless and settings.server_url:
        click.echo("There is no screen here, and the played demo runs without a server: leave --server out.", err=True)
        return EXIT_USAGE
    if headless:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        try:
            settings = replace(settings, data_dir=_new_run(settings.data_dir), camera="demo")
        except OSError as error:
            click.echo(f"{settings.data_dir} can't be used: {error.strerror}", err=True)
            return EXIT_TROUBLE
    _log_to(settings.data_dir)
    if headless:
        from pos_app.played import play

        return play(settings, lambda: open_parts(settings))
    from pos_app.windows import show

    return show(settings, lambda: open_parts(settings))


def _given(options: Mapping[str, Any]) -> dict[str, str | bool | None]:
    """Command-line options by the names of the settings."""
    names = {"server": "server_url"}
    return {
        names.get(name, name): str(value) if isinstance(value, Path) else value
        for name, value in options.items()
        if value is not None and value is not False
    }


def has_screen(environment: Mapping[str, str]) -> bool:
    """Whether a window can be shown. Qt would end the program where it can't."""
    if environment.get("QT_QPA_PLATFORM") == "offscreen":
        return False
    if sys.platform in {"win32", "darwin"} or environment.get("WAYLAND_DISPLAY"):
        return True
    display = environment.get("DISPLAY", "")
    host, _, number = display.rpartition(":")
    if not number:
        return False
    return bool(host and host != "unix") or (X11_SOCKETS / f"X{number.partition('.')[0]}").exists()


def _new_run(folder: Path) -> Path:
    """A folder of its own for each played demo; the last few are kept."""
    runs = folder / "demo-runs"
    runs.mkdir(parents=True, exist_ok=True)
    for old in sorted(runs.iterdir())[: -KEPT_RUNS + 1]:
        shutil.rmtree(old, ignore_errors=True)
    made = runs / dt.datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    made.mkdir()
    return made


def _log_to(folder: Path) -> None:
    """Structured lines in the till's folder: for support, without names, codes or tokens."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = logging.handlers.RotatingFileHandler(
            folder / "till.log", maxBytes=2_000_000, backupCount=3, encoding="utf-8"
        )
    except OSError:
        handler = logging.NullHandler()
    logging.basicConfig(handlers=[handler], level=logging.INFO, format="%(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs every request
    structlog.configure(
        logger_factory=structlog.stdlib.LoggerFactory(),
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


# --- what is opened before the till can start -------------------------------------------------------------------------


class TokenError(Exception):
    """The token could not be kept; the message says why."""


def keep_token(data_dir: Path | None, token: str, *, allow_file: bool) -> str:
    """Keep the till's token; returns the sentence that says where. Raises TokenError."""
    from pos_app.credentials import Credentials, CredentialsError, Where

    given = {"data_dir": str(data_dir)} if data_dir else {}
    try:
        settings = till_settings.load(given, os.environ)
        where = Credentials(settings.data_dir, allow_file=allow_file or settings.secret_file).keep_token(token)
    except (SettingsError, CredentialsError, ValueError) as error:
        raise TokenError(str(error)) from error
    if where is Where.KEYRING:
        return "The token is in this computer's keyring."
    return f"There is no keyring here: the token is in a file in {settings.data_dir} that only you can read."


def open_parts(settings: Settings) -> Parts:
    """Open secrets and outbox, and the platform where the till can't be shown without; on any thread but the window's.

    Raises StartError with a sentence.
    """
    from pos_app.credentials import Credentials, CredentialsError
    from pos_app.outbox import SqliteOutbox
    from pos_app.parts import StartError
    from pos_app.presenters.ports import OutboxError
    from pos_app.seal import Seal

    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        credentials = Credentials(settings.data_dir, allow_file=settings.server_url is None or settings.secret_file)
        key, where = credentials.seal_key()
        seal = Seal(key)
        outbox = SqliteOutbox(settings.data_dir / "outbox.sqlite", seal, dt.datetime.now(dt.UTC))
    except (CredentialsError, OutboxError) as error:
        raise StartError(str(error)) from error
    except OSError as error:
        raise StartError(f"{settings.data_dir} can't be used: {error.strerror}") from error
    try:
        if settings.server_url:
            return _with_server(settings, credentials, outbox, seal, where)
        return _embedded(settings, credentials, outbox, seal, where)
    except BaseException:
        outbox.close()
        raise


def _with_server(settings: Settings, credentials: Credentials, outbox: SqliteOutbox, seal: Seal, where: Where) -> Parts:
    from pos_app.known_shop import KnownShop
    from pos_app.parts import Parts, StartError

    token = credentials.token()
    if token is None or settings.server_url is None:
        raise StartError("this till has no token yet: get one from the platform, then type `pos token`")

    def verify() -> list[str]:
        raise StartError("a server's books are checked at the server: pos-backend verify")

    shop = KnownShop(settings.data_dir, seal, token.text)
    return Parts(settings.server_url, token.text, outbox, where, (), verify, lambda: None, shop, seal)


def _embedded(settings: Settings, credentials: Credentials, outbox: SqliteOutbox, seal: Seal, where: Where) -> Parts:
    """The platform in this process: to come where the till knows its shop; else opened now, with demo data if it is new."""
    from backend_stub.contract.demo import OWNER_PIN
    from pos_app import demo_data
    from pos_app.coming import Coming
    from pos_app.known_shop import KnownShop
    from pos_app.parts import Parts, StartError

    token = credentials.token()
    shop = KnownShop(settings.data_dir, seal, token.text) if token else None
    coming = Coming(lambda: _platform(settings, credentials))
    if token is None or shop is None or shop.shop is None or not _books(settings).exists():
        _bring_now(coming)
        token = credentials.token()
        if token is None:
            coming.close()
            raise StartError("this till's token is gone from the keyring: make it a new one with `pos token`")
        shop = KnownShop(settings.data_dir, seal, token.text)
    owners = demo_data.owners(settings.data_dir)
    return Parts(
        platform=coming,
        token=token.text,
        outbox=outbox,
        where=where,
        owners=owners,
        verify=coming.verify,
        close=coming.close,
        shop=shop,
        seal=seal,
        begin=coming.begin,
        opened=coming.opened,
        demo_pin=OWNER_PIN if owners else None,
    )


def _bring_now(coming: Coming) -> None:
    failures: list[Exception] = []
    coming.begin(failures.append)
    coming.wait()
    if failures:
        raise failures[0]


def _books(settings: Settings) -> Path:
    return settings.data_dir / "platform.sqlite"


def _platform(settings: Settings, credentials: Credentials) -> Embedded:
    """Open the books, with demo data where there is nothing yet. Raises StartError with a sentence."""
    from backend_stub.app import build, open_platform, sqlite_url
    from backend_stub.services.parties import is_empty
    from backend_stub.services.platform import Options
    from backend_stub.services.secrets import KeyFileError, Keys
    from backend_stub.services.verify import verify
    from backend_stub.storage.errors import StorageError
    from pos_app.coming import Embedded
    from pos_app.credentials import CredentialsError
    from pos_app.parts import StartError

    try:
        platform = open_platform(
            sqlite_url(_books(settings)),
            Keys(credentials.platform_key()),
            Options(demo_funding=True, owner_is_platform=True, keeps_accounts=True),
        )
    except (StorageError, KeyFileError, CredentialsError) as error:
        raise StartError(str(error)) from error
    try:
        if is_empty(platform.database):
            _seed(platform, credentials, settings.data_dir)
        return Embedded(build(platform), lambda: verify(platform.database), platform.stop)
    except BaseException:
        platform.stop()
        raise


def _seed(platform: Platform, credentials: Credentials, folder: Path) -> None:
    from backend_stub.services import demo_past
    from pos_app import demo_data
    from pos_app.demo_phone import DemoOwner

    made = demo_past.seed(platform)
    owners = tuple(DemoOwner(one.customer_id, one.display_name, one.token) for one in made.customers)
    credentials.keep_token(made.shop.till_tokens[0])
    demo_data.keep(folder, owners)
