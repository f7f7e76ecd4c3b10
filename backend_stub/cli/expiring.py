"""The dated job on the command line: what nobody used in time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from backend_stub.cli.common import database_option, json_option, key_option, opened, plainly, say
from backend_stub.domain.records import instant
from backend_stub.services import lives


@click.command()
@database_option
@key_option
@click.option(
    "--as-of", type=click.DateTime(("%Y-%m-%d",)), help="What is over at the beginning of this day (UTC). Default: now."
)
@json_option
@plainly
def expire(url: str | None, key_path: Path | None, as_of: dt.datetime | None, *, as_json: bool) -> None:
    """Let lapse what its programme's terms say has expired, and send unanswered gifts back.

    Paid money becomes breakage, bonus goes back to whoever promised it, a gift to its giver. Who has money that lapses within
    the days their programme names is told so, once. It is safe to run twice, and to be killed; tills may sell meanwhile. A
    server does the same by itself every hour.
    """
    with opened(url, key_path) as platform:
        now = platform.clock() if as_of is None else instant(as_of.replace(tzinfo=dt.UTC))
        try:
            done = lives.expire(platform, now, lambda count: click.echo(f"{count} so far", err=True))
        except lives.FutureDayError as error:
            raise click.ClickException(str(error)) from error
        warned = lives.warn(platform)
    told = {"accounts": done.accounts, "gifts": done.gifts, "warned": warned}
    say(
        as_json,
        told,
        f"{done.accounts} accounts expired, {done.gifts} gifts went back, {warned} customers were warned.",
    )
