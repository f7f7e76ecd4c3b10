"""Print jobs on the disk: written before anybody says that they print, gone when the printer has confirmed them.

A file each, sealed like the outbox (a receipt names its customer) and named by its time, so that the oldest goes first. How far
a job is stands in its name, since renaming is what a disk does at once: `.job` was never begun, `.begun` may lie on the counter
already. What can't be opened any more (another key, a torn file) is let go of and said in the log: the sale itself is the
platform's.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path

import msgspec
import structlog

from pos_app.receipts.document import Document
from pos_app.seal import Seal, SealBrokenError

FOLDER = "print"
MOST = 200
KEEP = dt.timedelta(hours=24)  # a receipt of yesterday is asked for again, not printed by surprise
_WAITING, _BEGUN, _PART = ".job", ".begun", ".part"
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_log = structlog.get_logger(__name__)


class _Kept(msgspec.Struct, frozen=True):
    name: str
    document: Document


@dataclass(frozen=True, slots=True)
class Job:
    """A job and how far it is."""

    path: Path
    is_begun: bool

    @property
    def id(self) -> str:
        """The same before and after it was begun."""
        return self.path.stem


class Spool:
    """The jobs of one folder. Any thread; a write is on the disk when its method returns."""

    def __init__(self, folder: Path, seal: Seal) -> None:
        self._folder, self._seal = folder, seal
        self._lock = threading.Lock()
        self._newest = 0

    def add(self, document: Document, name: str, now: dt.datetime) -> bool:
        """A new job; False, and nothing kept, where the disk does not take it or too many wait."""
        with self._lock:
            if len(self._files()) >= MOST:
                _log.warning("print.too_many")
                return False
            self._newest = max((now - _EPOCH) // dt.timedelta(microseconds=1), self._newest + 1)
            job_id = f"{self._newest:020d}-{uuid.uuid4().hex}"
            path = self._folder / f"{job_id}{_WAITING}"
            sealed = self._seal.close(msgspec.json.encode(_Kept(name, document)), job_id)
            try:
                self._write(path, sealed)
            except OSError as error:
                _log.warning("print.not_kept", why=error.strerror)
                return False
        return True

    def first(self) -> Job | None:
        """The oldest."""
        with self._lock:
            files = self._files()
        return Job(files[0], files[0].suffix == _BEGUN) if files else None

    def count(self) -> int:
        """How many wait."""
        with self._lock:
            return len(self._files())

    def read(self, job: Job) -> tuple[str, Document] | None:
        """Name and document, marked as a copy where printing was begun before; None, and it is gone, where it does not open."""
        try:
            kept = msgspec.json.decode(self._seal.open(job.path.read_bytes(), job.id), type=_Kept)
        except (OSError, SealBrokenError, msgspec.DecodeError) as error:
            _log.warning("print.unreadable", job=job.id, error=type(error).__name__)
            self.done(job)
            return None
        return kept.name, kept.document.as_copy() if job.is_begun else kept.document

    def begin(self, job: Job) -> Job:
        """From now on it may be on paper. OSError where the disk does not take that: then it must not be printed."""
        if job.is_begun:
            return job
        begun = job.path.with_suffix(_BEGUN)
        with self._lock:
            job.path.rename(begun)
            _settle(self._folder)
        return Job(begun, is_begun=True)

    def done(self, job: Job) -> None:
        """It is on paper."""
        with self._lock, contextlib.suppress(OSError):
            job.path.unlink(missing_ok=True)
            _settle(self._folder)

    def drop(self, before: dt.datetime | None = None) -> int:
        """Lets go of all jobs, or of those made before a time; how many."""
        with self._lock:
            files = self._files()
            if before is not None:
                latest = (before - _EPOCH) // dt.timedelta(microseconds=1)
                files = [file for file in files if int(file.stem.partition("-")[0]) < latest]
            for file in files:
                with contextlib.suppress(OSError):
                    file.unlink()
        return len(files)

    def _files(self) -> list[Path]:
        try:
            return sorted(
                file for file in self._folder.iterdir() if file.suffix in {_WAITING, _BEGUN} and _is_ours(file)
            )
        except OSError:
            return []

    def _write(self, path: Path, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(_PART)
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
            beside.rename(path)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
            raise
        _settle(self._folder)


def _is_ours(file: Path) -> bool:
    return file.stem.partition("-")[0].isdigit()


def _settle(folder: Path) -> None:
    """The folder's own entries onto the disk; Windows does so by itself, and opens no folder."""
    if os.name == "nt":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
