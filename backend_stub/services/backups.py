"""Backups: one encrypted file that holds the books, their key, and what they come to.

    copied --> sealed (NAME.part) --> rehearsed --> kept (NAME), and the oldest beyond `keep` go
                                  `-> not restorable: nothing is kept, nothing goes, and the sentence says why

A backup is the books as they were at one moment, taken while tills sell. It is a tar file (compressed) in the format of `age`
(age-encryption.org), sealed for the holders of one or more identities, so that it opens without this program too. It is
*rehearsed* before it counts: restored into a database that is only for that, verified like live books, and held against what was
counted when it was copied. Restoring never writes over anything. What happened after the moment of a backup is not in it.
"""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import os
import re
import shutil
import tarfile
import tempfile
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec
import pyrage

from backend_stub.services.verify import verify
from backend_stub.storage import copies
from backend_stub.storage.copies import Held
from backend_stub.storage.engine import open_database
from backend_stub.storage.migrate import upgrade

FORMAT = 1
ABOUT, BOOKS, KEY = "about.json", "books", "platform.key"
NAME = re.compile(r"books-\d{8}T\d{6}Z\.age")
QUICK = 3  # of gzip's nine levels: half the size of the books in a third of the time of the usual one
READ_BYTES = 1024 * 1024
LEFT_OVER_AFTER_S = 86_400  # what a run that was cut off left behind


class BackupError(Exception):
    """It could not be made, opened or restored; the sentence says why."""


class About(msgspec.Struct, frozen=True):
    """What a backup says of itself."""

    format: int
    made_at: str
    kind: str  # sqlite or postgresql: what its books can be restored to
    sha256: str  # of the books
    revision: str
    rows: dict[str, int]
    balances_minor: dict[str, int]


@dataclass(frozen=True, slots=True)
class Backup:
    """A file, and what is in it."""

    file: Path
    about: About
    is_rehearsed: bool


# --- identities -------------------------------------------------------------------------------------------------------


def new_identity(file: Path, now: dt.datetime) -> str:
    """Write a new identity, readable by this user only; returns its recipient, for which backups are sealed."""
    identity = pyrage.x25519.Identity.generate()
    recipient = str(identity.to_public())
    text = f"# created: {now.isoformat(timespec='seconds')}\n# public key: {recipient}\n{identity}\n"
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
    return recipient


def identities_of(file: Path) -> list[pyrage.x25519.Identity]:
    """Those in a file, as `age-keygen` writes it too."""
    try:
        lines = [line.strip() for line in file.read_text("ascii").splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (pyrage.IdentityError, UnicodeDecodeError) as error:
        raise BackupError(f"{file} is no identity file: {error}") from None
    if not found:
        raise BackupError(f"there is no identity in {file}")
    return found


def recipient_of(text: str) -> pyrage.x25519.Recipient:
    """Whom a backup is sealed for."""
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise BackupError(f"{text!r} is no recipient (age1...): {error}") from None


# --- making -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plan:
    """What is backed up, for whom, where to. `rehearse_with` None: it is not rehearsed. `keep` None: none goes."""

    url: str
    key: Path
    folder: Path
    recipients: Sequence[pyrage.x25519.Recipient]
    rehearse_with: Sequence[pyrage.x25519.Identity] | None
    keep: int | None = None


def make(plan: Plan, now: dt.datetime) -> Backup:
    """Copy, seal, rehearse, keep. Raises BackupError, StorageError or OSError; what was kept before is then still there."""
    plan.folder.mkdir(parents=True, exist_ok=True)
    _tidy(plan.folder, now)
    target = plan.folder / f"books-{now:%Y%m%dT%H%M%SZ}.age"
    part = target.with_suffix(".part")
    if target.exists():
        raise BackupError(f"{target} is there already")
    try:
        with tempfile.TemporaryDirectory(prefix=".copy-", dir=plan.folder) as name:
            about = _copied(plan, Path(name), now)
            _sealed(Path(name), part, plan.recipients)
        if plan.rehearse_with is not None:
            rehearse(part, plan.rehearse_with, plan.url, expected=about)
        part.replace(target)
        _sync(plan.folder)
    finally:
        part.unlink(missing_ok=True)
    if plan.keep is not None:
        for old in there(plan.folder)[: -plan.keep]:
            old.unlink()
    return Backup(target, about, plan.rehearse_with is not None)


def there(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first."""
    return sorted(one for one in folder.iterdir() if NAME.fullmatch(one.name)) if folder.is_dir() else []


def made_at(file: Path) -> dt.datetime:
    """When a backup was made, by its name."""
    return dt.datetime.strptime(file.name, "books-%Y%m%dT%H%M%SZ.age").replace(tzinfo=dt.UTC)


def _copied(plan: Plan, folder: Path, now: dt.datetime) -> About:
    database = open_database(plan.url)
    try:
        held = copies.copy(database, folder / BOOKS)
        kind = database.url.get_backend_name()
    finally:
        database.close()
    (folder / KEY).write_bytes(plan.key.read_bytes())
    about = About(
        FORMAT,
        now.isoformat(timespec="seconds"),
        kind,
        _sha256(folder / BOOKS),
        held.revision,
        dict(held.rows),
        dict(held.balances_minor),
    )
    (folder / ABOUT).write_bytes(msgspec.json.encode(about))
    return about


def _sealed(folder: Path, part: Path, recipients: Sequence[pyrage.x25519.Recipient]) -> None:
    def pack(sink: BinaryIO) -> None:
        zipped = gzip.GzipFile("", "wb", compresslevel=QUICK, fileobj=sink, mtime=0)
        with zipped, tarfile.open(fileobj=zipped, mode="w|") as tar:
            for name in (ABOUT, KEY, BOOKS):
                tar.add(folder / name, name, filter=_anonymous)

    def seal(source: BinaryIO) -> None:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            pyrage.encrypt_io(source, out, list(recipients))
            out.flush()
            os.fsync(out.fileno())

    _piped(pack, seal)


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Whose it is, and when it was written, is of this computer only."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime, member.mode = 0, 0o600
    return member


# --- opening ----------------------------------------------------------------------------------------------------------


def rehearse(
    file: Path, identities: Sequence[pyrage.x25519.Identity], url: str, *, expected: About | None = None
) -> About:
    """Restore it where nothing is lost by it, and hold it against what it says of itself; raises BackupError.

    `url` says what kind of database, and on PostgreSQL which server has room for one more for a while.
    """
    with tempfile.TemporaryDirectory(prefix=".rehearsal-", dir=file.parent) as name:
        folder = Path(name)
        about = _opened(file, folder, identities)
        if expected is not None and about != expected:
            raise BackupError("what was sealed is not what was copied")
        with copies.scratch(url, folder) as scratch:
            _restored(folder, about, scratch)
        return about


def restore(file: Path, identities: Sequence[pyrage.x25519.Identity], url: str, key: Path) -> About:
    """Make a database and its key from a backup. Raises BackupError, or Unfit where there is one already."""
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=file.parent) as name:
        folder = Path(name)
        about = _opened(file, folder, identities)
        content = (folder / KEY).read_bytes()
        if key.exists() and key.read_bytes() != content:
            raise BackupError(f"{key} is the key of other books; restore to another --key")
        _restored(folder, about, url)
        if not key.exists():
            key.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                opened.write(content)
        return about


def _opened(file: Path, folder: Path, identities: Sequence[pyrage.x25519.Identity]) -> About:
    def unseal(sink: BinaryIO) -> None:
        try:
            with file.open("rb") as source:
                pyrage.decrypt_io(source, sink, list(identities))
        except (pyrage.DecryptError, OSError) as error:  # a piece that was altered, or the end that is missing: OSError
            raise BackupError(f"{file.name} does not open: {error}") from None

    def unpack(source: BinaryIO) -> None:
        with tarfile.open(fileobj=source, mode="r|gz") as tar:
            for member in tar:
                if member.name not in {ABOUT, KEY, BOOKS} or not member.isreg():
                    raise BackupError(f"{file.name} holds {member.name!r}, which is none of ours")
                taken = tar.extractfile(member)
                assert taken is not None, "a regular file has content"
                with (folder / member.name).open("wb") as out:
                    while piece := taken.read(READ_BYTES):
                        out.write(piece)
        while source.read(READ_BYTES):
            pass  # to the end: only there it shows that nothing was cut off

    try:
        _piped(unseal, unpack)
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise BackupError(f"{file.name} is damaged: {error}") from None
    return _read_about(folder, file)


def _read_about(folder: Path, file: Path) -> About:
    try:
        about = msgspec.json.decode((folder / ABOUT).read_bytes(), type=About)
    except (OSError, msgspec.DecodeError) as error:
        raise BackupError(f"{file.name} does not say what it holds: {error}") from None
    if about.format != FORMAT:
        raise BackupError(f"{file.name} is of format {about.format}, this program reads {FORMAT}: update it")
    if not (folder / BOOKS).is_file() or not (folder / KEY).is_file() or _sha256(folder / BOOKS) != about.sha256:
        raise BackupError(f"the books in {file.name} are not those that were put in")
    return about


def _restored(folder: Path, about: About, url: str) -> None:
    """Load the books and prove them: the counts and sums of the copy, then every check of `verify`."""
    database = open_database(url)
    try:
        kind = database.url.get_backend_name()
    finally:
        database.close()
    if kind != about.kind:
        raise BackupError(f"these books are of {about.kind}: they can't be restored to {kind}")
    copies.load(folder / BOOKS, url)
    differs = _differences(about, copies.look(url))
    if differs:
        raise BackupError(f"the restored books differ: {differs}")
    database = open_database(url)
    try:
        upgrade(database)
        wrong = verify(database)
    finally:
        database.close()
    if wrong:
        raise BackupError(
            f"the restored books are wrong: {wrong[0]}" + (f" (and {len(wrong) - 1} more)" * (len(wrong) > 1))
        )


def _differences(about: About, found: Held) -> str:
    told: Mapping[str, object] = {
        "revision": about.revision,
        "rows": about.rows,
        "balances_minor": about.balances_minor,
    }
    return "; ".join(
        f"{name} {asdict(found)[name]}, told {value}" for name, value in told.items() if asdict(found)[name] != value
    )


# --- small --------------------------------------------------------------------------------------------------------------


def _piped(write: Callable[[BinaryIO], None], read: Callable[[BinaryIO], None]) -> None:
    """Let one write what the other reads, side by side. What was written wrong explains what was read wrong: it comes first."""
    ends = os.pipe()
    failed: list[BaseException] = []

    def written() -> None:
        try:
            with os.fdopen(ends[1], "wb") as sink:
                write(sink)
        except BaseException as error:  # noqa: BLE001 - raised again below, on the other thread
            failed.append(error)

    writer = threading.Thread(target=written, name="backup", daemon=True)
    writer.start()
    try:
        with os.fdopen(ends[0], "rb") as source:
            read(source)
    except Exception as error:
        writer.join()
        if failed and not isinstance(error, BackupError):
            raise failed[0] from None
        raise
    writer.join()
    if failed:
        raise failed[0]


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _tidy(folder: Path, now: dt.datetime) -> None:
    """Remove what runs that were cut off left here: parts of backups, and copies in plain."""
    for one in [*folder.glob("books-*.part"), *folder.glob(".copy-*"), *folder.glob(".rehearsal-*")]:
        if now.timestamp() - one.stat().st_mtime > LEFT_OVER_AFTER_S:
            shutil.rmtree(one) if one.is_dir() else one.unlink()


def _sync(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
