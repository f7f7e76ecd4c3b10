"""What the commands share: where the books and the key lie, options, errors said plainly."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
import platformdirs

from backend_stub.app import open_platform, sqlite_url
from backend_stub.money import MoneyError
from backend_stub.services import demo, parties
from backend_stub.services.backups import BackupError
from backend_stub.services.bank_files import BankFileError
from backend_stub.services.iso20022 import SchemaError
from backend_stub.services.pain001 import NoFileError
from backend_stub.services.personal_data import NoSuchCustomerError, NotErasedError
from backend_stub.services.platform import Options, Platform
from backend_stub.services.secrets import KeyFileError
from backend_stub.services.settlement import NotOverError
from backend_stub.storage.errors import StorageError

P = ParamSpec("P")
FOLDER = "prepaid-pos"
PLAIN = (
    StorageError,
    KeyFileError,
    MoneyError,
    demo.DemoError,
    parties.TakenError,
    NotOverError,
    NoFileError,
    SchemaError,
    BankFileError,
    NotErasedError,
    NoSuchCustomerError,
    BackupError,
    OSError,
)


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
        except PLAIN as error:
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


def with_folder(url: str) -> str:
    """Make the folder of a database file."""
    Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return url


@contextmanager
def opened(url: str | None, key_path: Path | None) -> Iterator[Platform]:
    """The platform on its database, for as long as a command takes."""
    platform = open_platform(url or with_folder(default_database()), key_path or default_key(), Options())
    try:
        yield platform
    finally:
        platform.stop()


def say(as_json: bool, data: object, *sentences: str) -> None:  # noqa: FBT001 - the option as it was given
    """One JSON line, or sentences."""
    if as_json:
        click.echo(json.dumps(data))
    else:
        for sentence in sentences:
            click.echo(sentence)
