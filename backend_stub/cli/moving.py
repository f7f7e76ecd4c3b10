"""People and their money on the command line: taken over from another system, given out to them, erased."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click

from backend_stub.cli.common import database_option, default_database, json_option, plainly, say, with_folder
from backend_stub.domain.moving_in import Totals
from backend_stub.money import Money, parse
from backend_stub.services import moving_in, personal_data
from backend_stub.services.platform import system_clock
from backend_stub.storage.engine import Database, open_database
from backend_stub.storage.migrate import require_current

MOST_SHOWN = 100
WRONG = 1


@click.command(name="import")
@database_option
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything, show the totals, write nothing.")
@click.option(
    "--total", "totals", multiple=True, help="What the other system says: EUR=1234.50. One for each currency."
)
@click.option("--accounts", type=click.IntRange(1), help="How many accounts the other system says there are.")
@json_option
@plainly
def import_(
    url: str | None, file: Path, totals: tuple[str, ...], accounts: int | None, *, dry_run: bool, as_json: bool
) -> None:
    """Take customers and their balances over from another system's CSV file: all of it, or nothing.

    \b
    The first line names the columns:
      social_id,display_name,family_name,programme,currency,balance,bonus
    family_name and bonus may be left out. programme is a name or an id. Amounts
    have all decimals of their currency: 12.50 in EUR, 1250 in JPY, 1.250 in KWD.

    \b
    First look:    pos-backend import people.csv --dry-run
    Then for good: pos-backend import people.csv --total EUR=1234.50 --accounts 87

    The totals are the proof that nothing was lost on the way: take them from the other system, not from here. The money
    is owed to the customers at once; it has to arrive at the platform's bank from the system they leave.
    """  # noqa: D301 - click's own mark for lines that stay as they are
    if not dry_run and (not totals or accounts is None):
        raise click.UsageError("give --total and --accounts as the other system says, or --dry-run to only look")
    told = _told(totals)
    database = open_database(url or with_folder(default_database()))
    try:
        require_current(database)
        checked = _checked(database, file)
        if not dry_run:
            moving_in.take_over(database, checked, told, accounts or 0, system_clock())
    except moving_in.NotTakenOverError as error:
        _say_wrong(error, as_json=as_json)
    else:
        _say_totals(checked.totals, dry_run=dry_run, as_json=as_json)
    finally:
        database.close()


def _checked(database: Database, file: Path) -> moving_in.Checked:
    raw = file.read_bytes()
    with click.progressbar(length=raw.count(b"\n"), label="Checking", file=sys.stderr) as bar:
        return moving_in.check(database, raw, bar.update)


def _told(totals: tuple[str, ...]) -> dict[str, int]:
    told: dict[str, int] = {}
    for one in totals:
        currency, _, amount = one.partition("=")
        if not amount or currency in told:
            raise click.BadParameter("write each currency once, like EUR=1234.50", param_hint="--total")
        told[currency] = parse(amount, currency).minor
    return told


def _say_wrong(error: moving_in.NotTakenOverError, *, as_json: bool) -> None:
    shown = error.findings[:MOST_SHOWN]
    further = len(error.findings) - len(shown)
    findings = [{"line": one.line, "text": one.text} for one in shown]
    sentences = [f"WRONG: {one}" for one in shown]
    if further:
        sentences.append(f"and {further} more")
    data = {"written": False, "findings": findings, "count": len(error.findings)}
    say(as_json, data, *sentences, "Nothing was written.")
    raise SystemExit(WRONG)


def _say_totals(found: Totals, *, dry_run: bool, as_json: bool) -> None:
    data = {
        "written": not dry_run,
        "customers": found.customers,
        "accounts": found.accounts,
        "balance_minor": dict(found.balances),
        "bonus_minor": dict(found.bonuses),
    }
    sums = [
        f"{Money(found.balances[currency], currency)} and {Money(found.bonuses[currency], currency)} of bonus"
        for currency in sorted(found.balances)
    ]
    done = "The file is good; nothing was written" if dry_run else "Taken over"
    say(as_json, data, f"{done}: {found.customers} customers, {found.accounts} accounts, {'; '.join(sums)}.")


@click.command()
@database_option
@click.argument("customer")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A new file; default: the screen.")
@json_option
@plainly
def export(url: str | None, customer: str, out: Path | None, *, as_json: bool) -> None:
    """Everything that is kept of a CUSTOMER (a social id, or an id), as JSON: for who asks what is known of them.

    Secrets and their hashes are left out. Amounts are minor units of their currency, times ISO 8601 in UTC.

    \b
    To hand over:   pos-backend export mara --out mara.json
    To look at:     pos-backend export mara | jq .tables.accounts
    """  # noqa: D301 - click's own mark for lines that stay as they are
    database = open_database(url or with_folder(default_database()))
    try:
        require_current(database)
        found = personal_data.everything(database, customer)
    finally:
        database.close()
    text = json.dumps(found, ensure_ascii=False, indent=None if as_json else 2)
    if out is None:
        click.echo(text)
        return
    opened = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # never over a file that is there
    with os.fdopen(opened, "w", encoding="utf-8") as writer:
        writer.write(text + "\n")
    say(as_json, {"path": str(out), "bytes": len(text) + 1}, f"Written to {out}.")


@click.command()
@database_option
@click.argument("customer")
@click.option("--yes", is_flag=True, help="Don't ask.")
@json_option
@plainly
def erase(url: str | None, customer: str, *, yes: bool, as_json: bool) -> None:
    """Erase the person of a CUSTOMER (a social id, or an id). It can't be undone; the books stay whole.

    Names, words and ways to sign in go; amounts, times and ids stay, and with them every sum. Their accounts have to be
    empty first: pay the money back (close the account), or let it be spent. Safe to run twice.
    """
    if not yes:
        click.confirm(f"Erase the person of {customer!r} for good?", abort=True, err=True)
    database = open_database(url or with_folder(default_database()))
    try:
        require_current(database)
        done = personal_data.erase(database, customer, system_clock())
    finally:
        database.close()
    data = {"customer_id": done.customer_id, "social_id": done.social_id, "was_erased_before": done.was_erased_before}
    before = " already" if done.was_erased_before else ""
    say(as_json, data, f"Erased{before}; the books call them {done.social_id} from now on.")
