"""The dated job on the command line: what nobody used in time."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from backend_stub.cli.common import database_option, json_option, key_option, opened, plainly, say
from backend_stub.domain.records import instant
from backend_stub.services import lives
from backend_stub.storage import account_reads


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

    \b
    Every night:      pos-backend expire
    As of a day:      pos-backend expire --as-of 2026-11-01
    """  # noqa: D301 - click's own mark for lines that stay as they are
    with opened(url, key_path) as platform:
        now = platform.clock() if as_of is None else instant(as_of.replace(tzinfo=dt.UTC))
        over = platform.look(account_reads.count_over, now)
        with click.progressbar(length=over, label="Expiring", file=sys.stderr) as bar:
            try:
                done = lives.expire(platform, now, lambda count: bar.update(count - bar.pos))
            except lives.FutureDayError as error:
                raise click.ClickException(str(error)) from error
        warned = lives.warn(platform)
    told = {"accounts": done.accounts, "gifts": done.gifts, "warned": warned}
    say(
        as_json,
        told,
        f"{done.accounts} accounts expired, {done.gifts} gifts went back, {warned} customers were warned.",
    )
