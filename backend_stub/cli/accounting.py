"""Settlement on the command line: closing days, statements."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import click
import msgspec
import sqlalchemy as sa

from backend_stub.cli.common import database_option, json_option, key_option, opened, plainly, say
from backend_stub.domain.records import Batch
from backend_stub.money import Money
from backend_stub.services import (
    settlement,
    settlement_views,
    statement_pdf,
    statement_words,
    statements,
)
from backend_stub.services.closing import Wanted
from backend_stub.services.settlement_views import iso_day
from backend_stub.storage import settlements

FORMS = ("pdf", "csv", "xml", "json")


def day(_context: click.Context, parameter: click.Parameter, text: str | None) -> int | None:
    """A business day as it is keyed."""
    try:
        return settlement_views.day_number(text) if text else None
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date; write it like 2026-11-24", param=parameter) from None


def the_batch(connection: sa.Connection, batch_id: str) -> Batch:
    """The batch, or a sentence that there is none."""
    found = settlements.batch(connection, batch_id)
    if found is None:
        raise click.ClickException(f"there is no batch {batch_id}; `pos-backend explain` lists the newest")
    return found


@click.command()
@database_option
@key_option
@click.option("--day", "through", callback=day, metavar="YYYY-MM-DD", help="Nothing later than this business day.")
@click.option("--everything", is_flag=True, help="Look through all of history for transactions that came late.")
@json_option
@plainly
def settle(url: str | None, key_path: Path | None, through: int | None, *, everything: bool, as_json: bool) -> None:
    """Close the batches of all business days that are over.

    A batch is one store, one business day (cut in the store's own zone and hour), one currency. Tills may sell meanwhile:
    it goes in short pieces. It is safe to run again, and to be killed: the next run goes on where it was. What comes to
    less than the merchant's smallest payout, or below zero, is carried to the store's next batch.

    \b
    Every night:    pos-backend settle && pos-backend payouts release --currency EUR
    Until a day:    pos-backend settle --day 2026-11-22
    """  # noqa: D301 - click's own mark for lines that stay as they are
    with opened(url, key_path) as platform:
        with platform.database.read.connect() as connection:
            merchants = settlements.merchants_to_settle(connection)
        with click.progressbar(length=len(merchants), label="Merchants", file=sys.stderr) as bar:
            done = settlement.settle(platform, Wanted(through, everything), merchants, partial(bar.update, 1))
    rows = [_summary(batch) for batch in done.closed]
    lines = [f"{row['business_day']}  {row['net']:>18}  {row['state']:8}  {row['batch_id']}" for row in rows]
    total = f"Closed {len(rows)} batches with {done.transactions} transactions."
    say(as_json, {"closed": rows, "transactions": done.transactions}, *lines, total)


def _summary(batch: Batch) -> dict[str, object]:
    return {
        "batch_id": batch.id,
        "merchant_id": batch.merchant_id,
        "store_id": batch.store_id,
        "business_day": iso_day(batch.business_day),
        "currency": batch.currency,
        "net_minor": batch.net_minor,
        "net": str(Money(batch.net_minor, batch.currency)),
        "state": batch.state,
    }


@click.command()
@database_option
@key_option
@click.argument("batch_id", metavar="BATCH")
@click.option("--form", type=click.Choice(FORMS), default="pdf", show_default=True, help="xml is ISO 20022 camt.053.")
@click.option("--language", type=click.Choice(statement_words.LANGUAGES), default="en", show_default=True)
@click.option("--output", type=click.Path(path_type=Path), help="File to write; by default named by day and batch.")
@json_option
@plainly
def statement(
    url: str | None,
    key_path: Path | None,
    batch_id: str,
    form: str,
    language: str,
    output: Path | None,
    *,
    as_json: bool,
) -> None:
    """Write a batch's statement for its merchant: PDF to read, CSV, camt.053 or JSON to import.

    All forms say the same to the cent.

    \b
    To print:               pos-backend statement BATCH --language zh
    For their accounting:   pos-backend statement BATCH --form xml --output day.xml
    """  # noqa: D301 - click's own mark for lines that stay as they are
    with opened(url, key_path) as platform, platform.database.read.connect() as connection:
        batch = the_batch(connection, batch_id)
        content = _written(connection, batch, form, language)
    path = output or Path(statements.name(batch, form))
    path.write_bytes(content)
    say(as_json, {"path": str(path), "bytes": len(content)}, f"Wrote {path}.")


def _written(connection: sa.Connection, batch: Batch, form: str, language: str) -> bytes:
    if form == "json":
        return msgspec.json.encode(statements.document(connection, batch))
    gathered = statements.gathered(connection, batch)
    if form == "pdf":
        return statement_pdf.as_pdf(gathered, language)
    return statements.as_csv(gathered) if form == "csv" else statements.as_camt053(gathered)
