"""Reconciliation on the command line: the bank's statements, those of before, and tills' shift totals."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from backend_stub import contract
from backend_stub.cli.common import database_option, json_option, key_option, opened, plainly, say
from backend_stub.contract import Reconciliation, ShiftTotalList
from backend_stub.domain.state import Broken
from backend_stub.money import Money
from backend_stub.services import reconciled, reconciliation, shift_totals
from backend_stub.services.platform import Platform

MOST = 1_000


@click.command()
@database_option
@key_option
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--earlier", is_flag=True, help="The statements that were imported, newest first.")
@click.option("--statement", "statement_id", metavar="ID", help="What a statement of before came to.")
@click.option("--shifts", is_flag=True, help="Tills' shift totals against the ledger.")
@click.option("--csv", "csv_path", type=click.Path(path_type=Path), help="Write the result there too.")
@json_option
@plainly
def reconcile(
    url: str | None,
    key_path: Path | None,
    file: Path | None,
    *,
    earlier: bool,
    statement_id: str | None,
    shifts: bool,
    csv_path: Path | None,
    as_json: bool,
) -> None:
    """Import a bank's statement (camt.053 or CSV) and hold it against payouts and top-ups; or tills against the ledger.

    Each line is matched, or named with its likely cause. A payout that is matched is confirmed; one that the bank sent
    back becomes payable again. The same file again changes nothing. Exit 1 when there are differences.

    A CSV begins with the heading date,amount,currency,reference,counterparty,text; minus is what went out.

    \b
    What the bank says:    pos-backend reconcile statement.xml
    Only the differences:  pos-backend reconcile statement.csv --json | jq .differences
    For accounting:        pos-backend reconcile --statement ID --csv result.csv
    What tills counted:    pos-backend reconcile --shifts
    """  # noqa: D301 - click's own mark for lines that stay as they are
    if sum((file is not None, earlier, statement_id is not None, shifts)) != 1:
        raise click.UsageError("give one of: a FILE, --earlier, --statement ID, --shifts")
    if csv_path is not None and (earlier or shifts):
        raise click.UsageError("--csv goes with a FILE or with --statement ID")
    with opened(url, key_path) as platform:
        if earlier:
            _say_earlier(platform, as_json=as_json)
        elif shifts:
            _say_shifts(platform, as_json=as_json)
        else:
            _say_statement(_found(platform, file, statement_id), csv_path, is_new=file is not None, as_json=as_json)


def _found(platform: Platform, file: Path | None, statement_id: str | None) -> Reconciliation:
    if file is None:
        known = platform.look(reconciled.one, statement_id or "")
        if known is None:
            raise click.ClickException(f"no statement {statement_id} was imported: `pos-backend reconcile --earlier`")
        return known
    try:
        text = file.read_text("utf-8")
    except UnicodeDecodeError:
        raise click.ClickException(f"{file} is not UTF-8 text") from None
    found = reconciliation.run(platform, file.name, text)
    if isinstance(found, Broken):
        raise click.ClickException(found.detail)
    return found


def _say_statement(found: Reconciliation, csv_path: Path | None, *, is_new: bool, as_json: bool) -> None:
    lines = list(_lines(found, is_new=is_new))
    if csv_path is not None:
        csv_path.write_bytes(reconciled.as_csv(found))
        lines.append(f"Wrote {csv_path}.")
    say(as_json, msgspec.to_builtins(found), *lines)
    if found.differences or found.gap_minor:
        raise SystemExit(1)


def _lines(found: Reconciliation, *, is_new: bool) -> Iterator[str]:
    before = " (imported before)" if is_new and found.was_known else ""
    yield f"{found.matched} of {len(found.entries)} lines match.{before}"
    yield f"In {Money(found.in_minor, found.currency)}, out {Money(found.out_minor, found.currency)}."
    if found.payer_account is not None:
        yield f"This statement is of {found.account}; payouts are paid from {found.payer_account}."
    for one in found.differences:
        amount = Money(one.amount_minor, one.currency)
        yield f"{one.booked_on}  {amount!s:>16}  {one.finding}: {one.likely_cause}  {one.reference} {one.text}".rstrip()
        yield f"{'':28}  do: {one.what_to_do}"
    for row in found.missing:
        amount = Money(row.amount_minor, row.currency)
        yield f"Not seen on a statement so far: {amount} to {row.holder}, payout {row.payout_id}"
    if found.gap_minor:
        gap = Money(found.gap_minor, found.currency)
        yield f"The balances differ from the lines by {gap}: the file is incomplete."


def _say_earlier(platform: Platform, *, as_json: bool) -> None:
    items, _ = platform.look(reconciled.page, None, MOST)
    lines = [
        f"{one.first_day} to {one.last_day}  {one.currency}  {one.matched} of {one.entries} match  {one.statement_id}  {one.name}"
        for one in items
    ]
    say(as_json, {"items": msgspec.to_builtins(items)}, *lines, f"{len(items)} statements.")


def _say_shifts(platform: Platform, *, as_json: bool) -> None:
    found, _ = platform.look(shift_totals.page, None, None, MOST, platform.clock())
    say(as_json, msgspec.to_builtins(found), *_shift_lines(found))
    if any(one.differences for one in found.items):
        raise SystemExit(1)


def _shift_lines(found: ShiftTotalList) -> Iterator[str]:
    for till in found.outside:
        since = f"since {till.since:%Y-%m-%d %H:%M}" if till.since else "without any shift"
        amount = Money(till.outside_minor, till.currency)
        yield f"{till.merchant_name}, {till.till_name}: {amount} in cash {since}; no shift counts it so far."
    for one in found.items:
        yield _shift_line(one)
        for each in one.differences:
            amount = Money(each.amount_minor, one.shift.currency)
            reason = f" ({one.shift.reason})" if one.shift.reason and each.finding in ("over", "short") else ""
            yield f"    {amount!s:>16}  {each.finding}: {each.likely_cause}{reason}"
    yield f"{len(found.items)} shifts, {sum(not one.differences for one in found.items)} of them agree."


def _shift_line(one: contract.ShiftTotal) -> str:
    shift = one.shift
    counted = Money(shift.counted_minor, shift.currency) if shift.counted_minor is not None else "not counted yet"
    return f"{shift.opened_at:%Y-%m-%d %H:%M}  {one.merchant_name}, {one.till_name}, shift {shift.number}: {counted}"
