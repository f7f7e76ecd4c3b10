"""Payouts on the command line: where money goes, releasing it, the bank's file, what came back."""

from __future__ import annotations

from pathlib import Path

import click

from backend_stub.cli.common import database_option, json_option, key_option, opened, plainly, say
from backend_stub.contract import PayoutRequest, PayoutState
from backend_stub.domain import payouts as rules
from backend_stub.domain.records import Payout, PayoutRun, Record
from backend_stub.domain.settlement import PLATFORM
from backend_stub.domain.state import Broken
from backend_stub.money import Money, exponent
from backend_stub.services import pain001
from backend_stub.services import payouts as cases
from backend_stub.services.platform import Platform, new_id
from backend_stub.services.settlement_views import iso_day
from backend_stub.storage import reads, settlement_reads
from backend_stub.storage.writer import Reply

MOST = 1_000
BY = "command line"


@click.group()
def payouts() -> None:
    """Pay merchants out: what waits, release with a file for the bank, what came back, where money goes."""


def _kept(reply: Reply) -> Record:
    if isinstance(reply, Broken):
        raise click.ClickException(reply.detail)
    return reply


@payouts.command("list")
@database_option
@key_option
@click.option("--currency", default="EUR", show_default=True)
@json_option
@plainly
def listed(url: str | None, key_path: Path | None, currency: str, *, as_json: bool) -> None:
    """Batches that could be paid out: closed, or failed before. Oldest first, at most a thousand."""
    exponent(currency)
    with opened(url, key_path) as platform, platform.database.read.connect() as connection:
        waiting = settlement_reads.batches_to_pay(connection, currency, MOST)
    rows = [
        {"batch_id": one.id, "business_day": iso_day(one.business_day), "state": one.state, "net_minor": one.net_minor}
        for one in waiting
    ]
    lines = [
        f"{iso_day(one.business_day)}  {Money(one.net_minor, currency)!s:>18}  {one.state:8} {one.id}"
        for one in waiting
    ]
    total = Money(sum(one.net_minor for one in waiting), currency)
    say(as_json, {"waiting": rows, "total_minor": total.minor}, *lines, f"{len(waiting)} batches, {total}.")


@payouts.command()
@database_option
@key_option
@click.option("--currency", default="EUR", show_default=True, help="A file pays out one currency.")
@click.option(
    "--batch", "batch_ids", multiple=True, help="Only this batch; may be given again. Default: all that wait."
)
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where the file goes.")
@json_option
@plainly
def release(
    url: str | None, key_path: Path | None, currency: str, batch_ids: tuple[str, ...], folder: Path, *, as_json: bool
) -> None:
    """Release payouts and write the bank's file (ISO 20022 pain.001.001.09, checked against its schema).

    All batches or none. A batch is paid out once; one whose payout failed can be released again. Merchants without bank
    details are left out, unless their batch is named.
    """
    with opened(url, key_path) as platform:
        chosen = list(batch_ids) or _payable(platform, currency)
        if not chosen:
            say(as_json, {"payouts": 0}, "Nothing waits to be paid out.")
            return
        run_id = new_id()
        request = PayoutRequest(batch_ids=chosen, currency=currency)
        command = cases.release_command(platform, run_id, request, BY, None)
        run = _kept(platform.writer.run(cases.RELEASE, command))
        name, content = _file(platform, run_id)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content)
    if not isinstance(run, PayoutRun):
        raise TypeError(f"expected a payout run, got {type(run).__name__}")
    total = Money(run.total_minor, currency)
    about = {"run_id": run_id, "payouts": run.payouts, "total_minor": run.total_minor, "path": str(path)}
    say(as_json, about, f"Released {run.payouts} payouts of {total} in all. For the bank: {path}")


def _payable(platform: Platform, currency: str) -> list[str]:
    with platform.database.read.connect() as connection:
        waiting = settlement_reads.batches_to_pay(connection, currency, MOST)
        known = settlement_reads.owners_with_details(connection, currency)
    return [one.id for one in waiting if one.merchant_id in known]


def _file(platform: Platform, run_id: str) -> tuple[str, bytes]:
    with platform.database.read.connect() as connection:
        return pain001.file_of_run(connection, run_id)


@payouts.command("file")
@database_option
@key_option
@click.argument("run_id", metavar="RUN")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="Where the file goes.")
@json_option
@plainly
def file_again(url: str | None, key_path: Path | None, run_id: str, folder: Path, *, as_json: bool) -> None:
    """Write the bank's file of a run again: it is the same, the bank takes it once."""
    with opened(url, key_path) as platform:
        name, content = _file(platform, run_id)
    path = folder / name
    path.write_bytes(content)
    say(as_json, {"path": str(path)}, f"Wrote {path}.")


@payouts.command()
@database_option
@key_option
@click.argument("payout_id", metavar="PAYOUT")
@click.option("--reason", required=True, help="What the bank said.")
@json_option
@plainly
def failed(url: str | None, key_path: Path | None, payout_id: str, reason: str, *, as_json: bool) -> None:
    """Note that the bank sent a payout back: its batch can be released again."""
    with opened(url, key_path) as platform:
        with platform.database.read.connect() as connection:
            known = reads.one(connection, Payout, payout_id)
        if known is None:
            raise click.ClickException(f"there is no payout {payout_id}")
        command = rules.GiveUp(payout_id, known.batch_id, new_id(), reason)
        _kept(platform.writer.run(cases.GIVE_UP, command))
    amount = Money(known.amount_minor, known.currency)
    say(as_json, {"batch_id": known.batch_id}, f"{amount} is owed to its merchant again: batch {known.batch_id}.")


@payouts.command()
@database_option
@key_option
@click.argument("payout_id", metavar="PAYOUT")
@json_option
@plainly
def arrived(url: str | None, key_path: Path | None, payout_id: str, *, as_json: bool) -> None:
    """Note that the bank carried a payout out. `pos-backend reconcile` does it for whole statements."""
    with opened(url, key_path) as platform:
        row = _kept(platform.writer.run(cases.CONFIRM, rules.Confirm(payout_id)))
    if not isinstance(row, Payout):
        raise TypeError(f"expected a payout, got {type(row).__name__}")
    if row.state != PayoutState.CONFIRMED:
        raise click.ClickException("this payout was sent back: release its batch again")
    amount = Money(row.amount_minor, row.currency)
    say(as_json, {"payout_id": row.id, "state": row.state}, f"{amount} arrived at {row.holder}.")


@payouts.command()
@database_option
@key_option
@click.option("--merchant", help="Public service id of the merchant, like meis-tea.")
@click.option("--platform", "is_platform", is_flag=True, help="The account that payouts are paid from.")
@click.option("--currency", default="EUR", show_default=True)
@click.option("--holder", required=True, help="Name of the account's holder.")
@click.option("--account", required=True, help="IBAN, or the number of a country without.")
@click.option("--bic", help="ISO 9362.")
@click.option("--smallest-payout", type=int, help="In minor units; below it a batch is carried.")
@json_option
@plainly
def account(
    url: str | None,
    key_path: Path | None,
    merchant: str | None,
    currency: str,
    holder: str,
    account: str,
    bic: str | None,
    smallest_payout: int | None,
    *,
    is_platform: bool,
    as_json: bool,
) -> None:
    """Say where a merchant's payouts go, or (--platform) from which account they are paid."""
    if is_platform == (merchant is not None):
        raise click.UsageError("name a --merchant, or say --platform: one of the two")
    exponent(currency)
    with opened(url, key_path) as platform:
        owner = PLATFORM if merchant is None else _merchant_id(platform, merchant)
        wanted = cases.details(owner, currency, holder, account, bic, smallest_payout, platform.clock())
        if isinstance(wanted, Broken):
            raise click.ClickException(wanted.detail)
        _kept(platform.writer.run(cases.SET_DETAILS, wanted))
    say(as_json, {"owner": owner, "account": wanted.account}, f"{holder}: {wanted.account} ({currency})")


def _merchant_id(platform: Platform, public_service_id: str) -> str:
    with platform.database.read.connect() as connection:
        found = settlement_reads.merchant_named(connection, public_service_id)
    if found is None:
        raise click.ClickException(f"there is no merchant {public_service_id}")
    return found
