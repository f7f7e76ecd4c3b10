"""The database and its books: bringing it up to date, checking it."""

from __future__ import annotations

import json
import sys
from functools import partial

import click

from backend_stub.cli.common import database_option, default_database, json_option, plainly, with_folder
from backend_stub.services import verify as checks
from backend_stub.storage.engine import open_database
from backend_stub.storage.migrate import require_current, upgrade


@click.command()
@database_option
@plainly
def migrate(url: str | None) -> None:
    """Bring the database to this version's tables. Safe to run again; a newer database is left alone."""
    database = open_database(url or with_folder(default_database()))
    try:
        upgrade(database)
    finally:
        database.close()
    click.echo("The database is up to date.")


@click.command()
@database_option
@json_option
@plainly
def verify(url: str | None, *, as_json: bool) -> None:
    """Recompute every balance and check every invariant. Exit 1 and a list when something is wrong.

    Everything is derived again from the rows that are never changed, in one look at the books: tills may sell meanwhile.

    \b
    Every night:   pos-backend verify || mail -s "the books are wrong" accountant
    """  # noqa: D301 - click's own mark for lines that stay as they are
    database = open_database(url or default_database())
    try:
        require_current(database)
        with click.progressbar(length=len(checks.CHECKS), label="Checks", file=sys.stderr) as bar:
            wrong = checks.verify(database, partial(bar.update, 1))
        counts = checks.counted(database)
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
