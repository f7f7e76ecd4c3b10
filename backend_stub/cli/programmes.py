"""Programmes on the command line: issued, looked at, published anew with what that does to accounts, groups of merchants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec

from backend_stub import contract
from backend_stub.cli.common import database_option, json_option, key_option, opened, plainly, say
from backend_stub.cli.merchants import found, kept
from backend_stub.contract import ProgrammeTerms, TermsCheck, TermsRequest
from backend_stub.domain import records
from backend_stub.domain.state import Broken
from backend_stub.money import Money
from backend_stub.services import parties, programme_cases, programmes
from backend_stub.services.platform import Platform, new_id

F = TypeVar("F", bound=Callable[..., object])
Given = str | tuple[str, ...] | None  # an option as it was written
BY = "command line"
NONE = "none"
HELP = {
    "name": "What customers read on their card.",
    "code_lifetime_s": "Seconds that a payment code lives.",
    "confirm_above_minor": "The customer is asked above this amount.",
    "confirm_after_payments": "The customer is asked after so many payments a day.",
    "payment_max_minor": "Largest payment.",
    "topup_min_minor": "Smallest top-up.",
    "topup_max_minor": "Largest top-up.",
    "balance_max_minor": "Largest balance.",
    "low_balance_minor": "Below this the customer is warned.",
    "expires_after_days": "Days after which unspent money lapses.",
    "refund_within_days": "Days in which a sale can be refunded.",
    "take_back_within_days": "Days in which a top-up can be taken back.",
    "warn_before_days": "Days before money lapses on which its customer is told; 0: never.",
    "gift_max_minor": "Largest gift.",
    "fee_fixed_minor": "Fee of each redemption.",
    "fee_bps": "Fee of its amount, in hundredths of a percent.",
}


@click.group()
def programme() -> None:
    """Programmes and their terms. Amounts are minor units: 1250 is 12.50 EUR, or 1250 JPY.

    \b
    pos-backend programme list
    pos-backend programme add annas-bakery --name "Anna's card" --topup-max-minor 20000
    pos-backend programme change PROGRAMME --fee-bps 120 --dry-run   what it would do to accounts that exist
    pos-backend programme change PROGRAMME --fee-bps 120
    pos-backend programme admit PROGRAMME meis-tea                   meis-tea takes it too
    """  # noqa: D301 - click's own mark: leave these lines as they are


def term_options(command: F) -> F:
    """An option for each term; `none` takes a limit away."""
    for name, help_text in reversed(HELP.items()):
        command = click.option(f"--{name.replace('_', '-')}", name, help=help_text)(command)
    return click.option(
        "--bonus", "bonus_tiers", multiple=True, help="FROM:BONUS in minor units, like 10000:1000; may be given again."
    )(command)


def _may_be_none(name: str) -> bool:
    return any(field.name == name and field.default is None for field in msgspec.structs.fields(ProgrammeTerms))


def _given(options: Mapping[str, Given]) -> dict[str, Any]:
    """The terms that were named, as the contract takes them."""
    terms: dict[str, Any] = {}
    for name, text in options.items():
        if isinstance(text, tuple):
            terms |= {name: [_tier(one) for one in text if one != NONE]} if text else {}
        elif text is not None:
            terms[name] = text if name == "name" else _number(name, text)
    return terms


def _number(name: str, text: str) -> int | None:
    if text == NONE and _may_be_none(name):
        return None
    try:
        return int(text)
    except ValueError:
        also = f", or {NONE}" if _may_be_none(name) else ""
        raise click.BadParameter(f"a whole number{also}", param_hint=f"--{name.replace('_', '-')}") from None


def _tier(text: str) -> dict[str, int]:
    start, _, bonus = text.partition(":")
    try:
        return {"from_minor": int(start), "bonus_minor": int(bonus)}
    except ValueError:
        raise click.BadParameter("FROM:BONUS in minor units, like 10000:1000", param_hint="--bonus") from None


def _terms(fields: dict[str, Any]) -> ProgrammeTerms:
    try:
        return msgspec.convert(fields, ProgrammeTerms)
    except msgspec.ValidationError as error:
        raise click.UsageError(str(error)) from None


def _detail(platform: Platform, programme_id: str) -> contract.ProgrammeDetail:
    told = platform.look(programmes.detail_of, programme_id)
    if told is None:
        raise click.ClickException(f"there is no programme {programme_id}: `pos-backend programme list`")
    return told


@programme.command("list")
@database_option
@key_option
@json_option
@plainly
def listed(url: str | None, key_path: Path | None, *, as_json: bool) -> None:
    """All programmes: who issued them, who takes them, and what is in their accounts."""
    with opened(url, key_path) as platform:
        items = platform.look(programmes.summaries)
    lines = [
        f"{one.programme_id}  {one.name}, version {one.version}: {one.accounts_count} accounts, "
        f"{Money(one.owed_minor, one.currency)}; taken by {', '.join(one.merchants)}"
        for one in items
    ]
    say(as_json, {"programmes": msgspec.to_builtins(items)}, *lines, f"{len(items)} programmes.")


@programme.command()
@database_option
@key_option
@click.argument("programme_id", metavar="PROGRAMME")
@json_option
@plainly
def show(url: str | None, key_path: Path | None, programme_id: str, *, as_json: bool) -> None:
    """A programme's newest terms, and which versions there were."""
    with opened(url, key_path) as platform:
        one = _detail(platform, programme_id)
    newest = one.versions[-1].published
    terms = [f"  {name}: {_said(value)}" for name, value in msgspec.structs.asdict(newest).items()]
    history = [f"version {old.version}, {old.published_at:%Y-%m-%d}" for old in one.versions]
    group = f", group {one.group_name}" if one.group_name else ""
    head = f"{newest.name} ({one.currency}){group}, taken by {', '.join(one.members)}"
    say(as_json, msgspec.to_builtins(one), head, *terms, "; ".join(history))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{tier.from_minor}:{tier.bonus_minor}" for tier in value) or NONE
    return NONE if value is None else str(value)


@programme.command()
@database_option
@key_option
@click.argument("issuer", metavar="PUBLIC_SERVICE_ID")
@term_options
@click.option("--group", help="Name of the group of merchants that is going to take it.")
@json_option
@plainly
def add(
    url: str | None, key_path: Path | None, issuer: str, group: str | None, *, as_json: bool, **options: Given
) -> None:
    """A merchant issues another programme, in its own currency. Terms that are not named are the usual ones."""
    with opened(url, key_path) as platform:
        merchant = found(platform, issuer)
        usual = programmes.usual_terms(parties.terms_for(merchant.name, merchant.currency))
        terms = _terms(msgspec.to_builtins(usual) | _given(options))
        command = programmes.creation(merchant, new_id(), terms, group, BY)
        row = kept(platform.writer.run(programme_cases.CREATE, command), records.Programme)
    say(as_json, {"programme_id": row.id, "version": row.version}, f"{row.name} is issued: {row.id}")


@programme.command()
@database_option
@key_option
@click.argument("programme_id", metavar="PROGRAMME")
@term_options
@click.option("--group", help="Name of the group; none for no group.")
@click.option("--dry-run", is_flag=True, help="Only say what it would do.")
@json_option
@plainly
def change(
    url: str | None,
    key_path: Path | None,
    programme_id: str,
    group: str | None,
    *,
    dry_run: bool,
    as_json: bool,
    **options: Given,
) -> None:
    """Publish other terms: only those that are named change.

    Accounts that exist keep what they were opened under, term by term, unless the new one is better for their customers;
    name, code lifetime, low-balance warning and fees change for all.
    """
    with opened(url, key_path) as platform:
        one = _detail(platform, programme_id)
        terms = _terms(msgspec.to_builtins(one.versions[-1].published) | _given(options))
        named = one.group_name if group is None else None if group == NONE else group
        request = TermsRequest(version=one.version, terms=terms, group_name=named)
        told = platform.look(programmes.check, programme_id, request)
        if isinstance(told, Broken):
            raise click.ClickException(told.detail)
        if told.faults:
            raise click.ClickException("; ".join(f"{fault.field}: {fault.detail}" for fault in told.faults))
        if not dry_run:
            command = programmes.publication(programme_id, request, BY)
            kept(platform.writer.run(programme_cases.PUBLISH, command), records.Programme)
    is_new = bool(told.changed)
    did = "would be published" if dry_run else "is published"
    head = f"Version {told.version} {did}." if is_new else "Nothing changes: these are the terms already."
    say(as_json, {"published": is_new and not dry_run} | msgspec.to_builtins(told), *_effects(told), head)


def _effects(told: TermsCheck) -> list[str]:
    lines = [f"changed: {', '.join(told.changed)}"] if told.changed else []
    for one in told.effects:
        whose = f"{one.accounts_count} accounts of version {one.version}"
        lines += [f"{whose} get better: {', '.join(one.better)}"] if one.better else []
        lines += [f"{whose} keep theirs: {', '.join(one.kept)}"] if one.kept else []
        lines += [f"{whose} follow: {', '.join(one.follows)}"] if one.follows else []
    return lines


def _admitted(url: str | None, key_path: Path | None, programme_id: str, merchant: str, *, is_member: bool) -> str:
    request = contract.AcceptanceRequest(public_service_id=merchant, is_member=is_member)
    with opened(url, key_path) as platform:
        command = programmes.admission(programme_id, request, BY)
        return kept(platform.writer.run(programme_cases.ADMIT, command), records.Programme).name


@programme.command()
@database_option
@key_option
@click.argument("programme_id", metavar="PROGRAMME")
@click.argument("merchant", metavar="PUBLIC_SERVICE_ID")
@json_option
@plainly
def admit(url: str | None, key_path: Path | None, programme_id: str, merchant: str, *, as_json: bool) -> None:
    """Let a merchant take a programme: it joins the group."""
    name = _admitted(url, key_path, programme_id, merchant, is_member=True)
    say(as_json, {"programme_id": programme_id, "member": merchant}, f"{merchant} takes {name} from now on.")


@programme.command()
@database_option
@key_option
@click.argument("programme_id", metavar="PROGRAMME")
@click.argument("merchant", metavar="PUBLIC_SERVICE_ID")
@json_option
@plainly
def release(url: str | None, key_path: Path | None, programme_id: str, merchant: str, *, as_json: bool) -> None:
    """Let a merchant leave a group: it still takes accounts opened before, and none opened later."""
    name = _admitted(url, key_path, programme_id, merchant, is_member=False)
    say(as_json, {"programme_id": programme_id, "left": merchant}, f"{merchant} takes {name} of new accounts no more.")
