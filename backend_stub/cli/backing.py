"""Backups of the books: make them, prove them, go back to one."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import structlog

from backend_stub.cli.common import (
    database_option,
    default_database,
    default_key,
    json_option,
    key_option,
    plainly,
    say,
)
from backend_stub.money import Money
from backend_stub.services import backups
from backend_stub.storage.errors import StorageError

AGAIN_AFTER_S = 300  # a backup that failed is tried again, and said each time
LOOK_EVERY_S = 30.0
log = structlog.get_logger(__name__)

to_option = click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path), help="The folder of backups."
)
identity_option = click.option(
    "--identity", type=click.Path(path_type=Path, exists=True), help="The identity file that opens backups."
)
recipient_option = click.option(
    "--recipient", "recipients", multiple=True, help="Seal for this one (age1...); may be said several times."
)
keep_option = click.option(
    "--keep", type=click.IntRange(1), help="Keep so many; the oldest go when a new one is proved."
)
rehearsal_option = click.option(
    "--no-rehearsal",
    is_flag=True,
    help="Don't restore it to prove it: where the identity must not lie on this computer.",
)


@click.group()
def backup() -> None:
    """Backups of the books: encrypted, made while tills sell, each proved by restoring it.

    \b
    Once:      pos-backend backup identity ~/backup-identity.txt
               Keep a copy of that file away from this computer, on paper too:
               without it no backup opens, with it every one does.
    Each day:  pos-backend backup make --to /media/stick --identity ~/backup-identity.txt --keep 30
    For good:  pos-backend backup watch --every 24 ... makes one whenever the last is a day old
    Go back:   pos-backend backup restore FILE --identity ... --db sqlite:///new.sqlite --key new.key

    The files are in the format of age (age-encryption.org): a compressed tar with
    the books, the platform's key and what they come to, which `age -d` opens too.
    """  # noqa: D301 - click's own mark for lines that stay as they are


@backup.command()
@click.argument("file", type=click.Path(path_type=Path))
@json_option
@plainly
def identity(file: Path, *, as_json: bool) -> None:
    """Make the identity that opens backups, in a FILE that is not there yet."""
    recipient = backups.new_identity(file, dt.datetime.now(dt.UTC))
    say(
        as_json,
        {"file": str(file), "recipient": recipient},
        f"Written to {file}, for you alone to read. Backups are sealed for its recipient:",
        recipient,
        "Keep a copy of the file away from this computer. Without it no backup opens.",
    )


@backup.command()
@database_option
@key_option
@to_option
@recipient_option
@identity_option
@rehearsal_option
@keep_option
@json_option
@plainly
def make(
    url: str | None,
    key_path: Path | None,
    folder: Path,
    recipients: tuple[str, ...],
    identity: Path | None,
    *,
    no_rehearsal: bool,
    keep: int | None,
    as_json: bool,
) -> None:
    """Make one now: copied while tills sell, sealed, and restored once to prove it before it counts.

    On PostgreSQL that needs pg_dump and pg_restore here, and a user who may make a database for the rehearsal.
    """
    plan = _plan(url, key_path, folder, recipients, identity, no_rehearsal=no_rehearsal, keep=keep)
    made = backups.make(plan, dt.datetime.now(dt.UTC))
    say(as_json, _told(made.file, made.about, is_rehearsed=made.is_rehearsed), *_said(made))


@backup.command()
@database_option
@key_option
@to_option
@recipient_option
@identity_option
@rehearsal_option
@keep_option
@click.option("--every", "every_h", required=True, type=click.FloatRange(0.1), help="Hours from one to the next.")
@plainly
def watch(
    url: str | None,
    key_path: Path | None,
    folder: Path,
    recipients: tuple[str, ...],
    identity: Path | None,
    *,
    no_rehearsal: bool,
    keep: int | None,
    every_h: float,
) -> None:
    """Make one whenever the newest is so many hours old, until stopped; what fails is said and tried again."""
    plan = _plan(url, key_path, folder, recipients, identity, no_rehearsal=no_rehearsal, keep=keep)
    watching = Watching(plan, dt.timedelta(hours=every_h), lambda: dt.datetime.now(dt.UTC))
    while True:
        watching.look()
        time.sleep(LOOK_EVERY_S)


class Watching:
    """When the next one is due: by the files that are there, so that a restart changes nothing."""

    def __init__(self, plan: backups.Plan, every: dt.timedelta, now: Callable[[], dt.datetime]) -> None:
        self._plan, self._every, self._now = plan, every, now
        self._not_before: dt.datetime | None = None

    def look(self) -> backups.Backup | None:
        """Make one if it is due."""
        now = self._now()
        there = backups.there(self._plan.folder)
        is_fresh = bool(there) and dt.timedelta() <= now - backups.made_at(there[-1]) < self._every
        if is_fresh or (self._not_before is not None and now < self._not_before):
            return None
        try:
            made = backups.make(self._plan, now)
        except (backups.BackupError, StorageError, OSError) as error:
            self._not_before = now + dt.timedelta(seconds=AGAIN_AFTER_S)
            log.error("backup_failed", error=str(error))  # noqa: TRY400 - the sentence says it
            return None
        self._not_before = None
        log.info("backup_made", file=made.file.name, is_rehearsed=made.is_rehearsed, rows=sum(made.about.rows.values()))
        return made


@backup.command("list")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@json_option
@plainly
def list_(folder: Path, *, as_json: bool) -> None:
    """The backups in a FOLDER, oldest first. What is in them only `rehearse` tells."""
    found = [
        {"file": str(one), "made_at": backups.made_at(one).isoformat(), "bytes": one.stat().st_size}
        for one in backups.there(folder)
    ]
    lines = [f"{one['made_at']}  {one['bytes']:>14,} bytes  {one['file']}" for one in found]
    say(as_json, found, *(lines or [f"There is no backup in {folder}."]))


@backup.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--identity", required=True, type=click.Path(path_type=Path, exists=True), help="What opens it.")
@database_option
@json_option
@plainly
def rehearse(file: Path, identity: Path, url: str | None, *, as_json: bool) -> None:
    """Restore a FILE where nothing is lost by it, and hold it against what it says of itself.

    Books of PostgreSQL need --db of a server where one more database may be made for a while.
    """
    about = backups.rehearse(file, backups.identities_of(identity), url or default_database())
    say(as_json, _told(file, about, is_rehearsed=True), f"{file.name} can be restored. {_held(about)}")


@backup.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--identity", required=True, type=click.Path(path_type=Path, exists=True), help="What opens it.")
@database_option
@key_option
@json_option
@plainly
def restore(file: Path, identity: Path, url: str | None, key_path: Path | None, *, as_json: bool) -> None:
    """Make a database and its key from a FILE. Nothing is written over: --db must be new, --key new or the same.

    \b
    What happened after the backup was made is not in it. Tills that sold since
    ask again for what they have no answer to; compare their receipts with the
    list of sales before the first customer comes.
    """  # noqa: D301 - click's own mark for lines that stay as they are
    target, key = url or default_database(), key_path or default_key()
    about = backups.restore(file, backups.identities_of(identity), target, key)
    say(
        as_json,
        _told(file, about, is_rehearsed=True),
        f"Restored, and every check of the books holds. {_held(about)}",
        f"The books end at {about.made_at}: what happened later is not in them.",
    )


def _plan(
    url: str | None,
    key: Path | None,
    folder: Path,
    recipients: Sequence[str],
    identity: Path | None,
    *,
    no_rehearsal: bool,
    keep: int | None,
) -> backups.Plan:
    if identity is None and not no_rehearsal:
        raise click.UsageError(
            "a backup is proved with --identity FILE; where that must not lie here, say --no-rehearsal"
        )
    if identity is None and not recipients:
        raise click.UsageError("say for whom it is sealed: --recipient age1..., or --identity FILE")
    identities = backups.identities_of(identity) if identity else []
    sealed_for = [backups.recipient_of(one) for one in recipients] + [one.to_public() for one in identities]
    return backups.Plan(
        url or default_database(), key or default_key(), folder, sealed_for, None if no_rehearsal else identities, keep
    )


def _told(file: Path, about: backups.About, *, is_rehearsed: bool) -> dict[str, object]:
    return {
        "file": str(file),
        "bytes": file.stat().st_size,
        "made_at": about.made_at,
        "kind": about.kind,
        "revision": about.revision,
        "rows": sum(about.rows.values()),
        "balances_minor": about.balances_minor,
        "is_rehearsed": is_rehearsed,
    }


def _held(about: backups.About) -> str:
    sums = ", ".join(str(Money(minor, currency)) for currency, minor in sorted(about.balances_minor.items()))
    rows = f"{sum(about.rows.values()):,} rows in {len(about.rows)} tables"
    return f"It holds {rows}; customers have {sums or 'no money'} in their accounts."


def _said(made: backups.Backup) -> tuple[str, ...]:
    proof = (
        "It was restored once, and every check of the books holds."
        if made.is_rehearsed
        else "NOT rehearsed: nobody knows yet whether it can be restored. `pos-backend backup rehearse` tells."
    )
    return (f"Written to {made.file} ({made.file.stat().st_size:,} bytes). {_held(made.about)}", proof)
