"""Which printer this till uses, how its receipts look, and the shop's logo: kept on this till's disk.

A file of its own like the camera's, since the settings file belongs to whoever writes it by hand. A file that can't be read is as
good as none: a printer is chosen anew, no sale waits for it.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import msgspec
import structlog

from pos_app.printing.choice import PrinterChoice
from pos_app.receipts.design import Design

FILE_NAME = "printer.json"
LOGO_NAME = "receipt-logo.png"
MOST_LOGO_BYTES = 4_000_000
_MOST_ANSWERED = 20
_log = structlog.get_logger(__name__)


class _Kept(msgspec.Struct, frozen=True):
    choice: PrinterChoice = PrinterChoice()
    design: Design = Design()
    answered: tuple[str, ...] = ()


class PrinterMemory:
    """In the till's folder. `usual` is how receipts look before anybody designed one. Any thread."""

    def __init__(self, folder: Path, usual: Design | None = None) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._kept = self._read(_Kept(design=usual or Design()))

    @property
    def choice(self) -> PrinterChoice:
        """The printer."""
        return self._kept.choice

    @property
    def design(self) -> Design:
        """The receipts."""
        return self._kept.design

    @property
    def logo(self) -> bytes | None:
        """The logo's file, as it was given."""
        try:
            return (self._folder / LOGO_NAME).read_bytes()
        except OSError:
            return None

    def choose(self, choice: PrinterChoice) -> bool:
        """Keep it; False when the disk would not."""
        with self._lock:
            return self._write(msgspec.structs.replace(self._kept, choice=choice))

    def draw(self, design: Design) -> bool:
        """Keep it; False when the disk would not."""
        with self._lock:
            return self._write(msgspec.structs.replace(self._kept, design=design))

    def keep_logo(self, content: bytes) -> bool:
        """Keep it; False when the disk would not, or when it is too large."""
        return len(content) <= MOST_LOGO_BYTES and self._replace(LOGO_NAME, content)

    def answers(self, choice: PrinterChoice) -> bool:
        """Whether this printer has ever answered a question."""
        return _name(choice) in self._kept.answered

    def heard(self, choice: PrinterChoice) -> None:
        """It does."""
        with self._lock:
            answered = tuple(dict.fromkeys((_name(choice), *self._kept.answered)))[:_MOST_ANSWERED]
            self._write(msgspec.structs.replace(self._kept, answered=answered))

    def _read(self, usual: _Kept) -> _Kept:
        try:
            return msgspec.json.decode((self._folder / FILE_NAME).read_bytes(), type=_Kept)
        except FileNotFoundError:
            return usual
        except (OSError, msgspec.DecodeError) as error:
            _log.warning("printer.memory_unreadable", error=type(error).__name__)
            return usual

    def _write(self, kept: _Kept) -> bool:
        self._kept = kept
        return self._replace(FILE_NAME, msgspec.json.encode(kept))

    def _replace(self, name: str, content: bytes) -> bool:
        beside = self._folder / f"{name}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
                opened.write(content)
                opened.flush()
                os.fsync(opened.fileno())
            beside.replace(self._folder / name)
        except OSError as error:
            _log.warning("printer.memory_unwritable", error=type(error).__name__)
            return False
        return True


def _name(choice: PrinterChoice) -> str:
    return f"{choice.way.value} {choice.place}"
