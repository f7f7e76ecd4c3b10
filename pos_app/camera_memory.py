"""What the camera page chose, kept on this till's disk; and the names of cameras that were ever seen here.

A file of its own, since the settings file belongs to whoever writes it by hand. A file that can't be read is as good as
none: the camera is chosen anew, no sale waits for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec
import structlog

from pos_app.scanner.choice import USUAL_SIZE, CameraChoice

FILE_NAME = "camera.json"
MOST_NAMES = 12
_log = structlog.get_logger(__name__)


class _Kept(msgspec.Struct, frozen=True):
    spec: str = "auto"
    size: tuple[int, int] = USUAL_SIZE
    focus: int | None = None
    exposure: int | None = None
    mirror: bool = False
    is_chosen: bool = False
    names: list[str] = []


class CameraMemory:
    """In the till's folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / FILE_NAME
        self._kept = self._read()

    @property
    def choice(self) -> CameraChoice | None:
        """What was chosen last; None when nobody ever chose."""
        kept = self._kept
        if not kept.is_chosen:
            return None
        return CameraChoice(kept.spec, kept.size, kept.focus, kept.exposure, kept.mirror)

    @property
    def names(self) -> tuple[str, ...]:
        """Cameras that were plugged in at some time, the newest first."""
        return tuple(self._kept.names)

    def choose(self, choice: CameraChoice) -> bool:
        """Keep it; False when the disk would not."""
        return self._write(
            msgspec.structs.replace(
                self._kept,
                spec=choice.spec,
                size=choice.size,
                focus=choice.focus,
                exposure=choice.exposure,
                mirror=choice.is_mirrored,
                is_chosen=True,
            )
        )

    def saw(self, names: Iterable[str]) -> None:
        """These are plugged in now."""
        seen = list(dict.fromkeys((*names, *self._kept.names)))[:MOST_NAMES]
        if seen != self._kept.names:
            self._write(msgspec.structs.replace(self._kept, names=seen))

    def _read(self) -> _Kept:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Kept)
        except FileNotFoundError:
            return _Kept()
        except (OSError, msgspec.DecodeError) as error:
            _log.warning("camera.memory_unreadable", error=type(error).__name__)
            return _Kept()

    def _write(self, kept: _Kept) -> bool:
        self._kept = kept
        beside = self._file.with_suffix(".part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
                opened.write(msgspec.json.encode(kept))
                opened.flush()
                os.fsync(opened.fileno())
            beside.replace(self._file)
        except OSError as error:
            _log.warning("camera.memory_unwritable", error=type(error).__name__)
            return False
        return True
