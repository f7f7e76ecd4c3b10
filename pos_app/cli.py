"""The command `pos`: starts the till; `pos scan` reads codes in pictures."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pos_app.scanner.command import cameras, scan

_OPTIONS = (
    click.option("--camera", metavar="PATH|INDEX|demo|none", help="Film or pictures, webcam number, the demo phone."),
    click.option(
        "--data-dir", type=click.Path(file_okay=False, path_type=Path), help="Where the till keeps its files."
    ),
    click.option("--server", metavar="URL", help="The platform's address; without it the till carries its own."),
    click.option("--secret-file", is_flag=True, help="Where there is no keyring: secrets in files only you can read."),
    click.option("--language", type=click.Choice(["en", "zh"])),
    click.option("--theme", type=click.Choice(["light", "dark", "auto"])),
    click.option(
        "--headless-demo", is_flag=True, help="Play one demo sale without a screen and say where its pictures are."
    ),
)


def _till_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@_till_options
@click.pass_context
def main(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401  (whatever the options above are)
    """Start the till, unless another command is named."""
    if context.invoked_subcommand is None:
        context.exit(_start(options))


@main.command()
@_till_options
@click.pass_context
def run(context: click.Context, /, **options: Any) -> None:  # noqa: ANN401  (whatever the options above are)
    """Start the till."""
    context.exit(_start(options))


@main.command()
@click.option("--data-dir", type=click.Path(file_okay=False, path_type=Path), help="Where the till keeps its files.")
@click.option("--secret-file", is_flag=True, help="Where there is no keyring: keep it in a file only you can read.")
@click.password_option(
    "--token", prompt="The till's token", confirmation_prompt=False, help="Asked for when not given."
)
def token(data_dir: Path | None, token: str, *, secret_file: bool) -> None:
    """Keep the token that the platform gave this till, in the keyring."""
    till = importlib.import_module("pos_app.main")
    try:
        click.echo(till.keep_token(data_dir, token.strip(), allow_file=secret_file))
    except till.TokenError as error:
        raise click.ClickException(str(error)) from error


main.add_command(scan)
main.add_command(cameras)


def _start(options: dict[str, Any]) -> int:
    # late: `pos scan` and `pos --help` need no Qt
    till = importlib.import_module("pos_app.main")
    return int(till.run(**options) or 0)
