"""A hand scanner on a serial line (USB-COM): each line, or what comes before a pause, is what it read.

Qt's own serial port: it tells of news by signals on the main thread, so there is no thread to end. A port that is not
there, or goes away, is tried again, at growing intervals and for ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import structlog
from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:  # the library is loaded only where a serial scanner is set
    from PySide6.QtSerialPort import QSerialPort

BACKOFF_S = (1.0, 2.0, 5.0)
PAUSE_MS = 80  # ends a code whose scanner sends no line end
LONGEST_BYTES = 4096  # more without an end is noise: a wrong speed, another device
_ENDS = re.compile(rb"[\r\n\t]+")
_log = structlog.get_logger(__name__)


class SerialScanner(QObject):
    """From `start` to `stop`, on the main thread."""

    def __init__(
        self, port: str, baud: int, on_scan: Callable[[str], None], *, backoff_s: Sequence[float] = BACKOFF_S
    ) -> None:
        """`port` as the system calls it: `COM3`, `/dev/ttyACM0`."""
        super().__init__()
        self._name, self._baud, self._on_scan, self._backoff_s = port, baud, on_scan, backoff_s
        self._port: QSerialPort | None = None
        self._heard = b""
        self._tries = 0
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self._open)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._end)

    @property
    def is_open(self) -> bool:
        """Whether the scanner is there."""
        return self._port is not None

    def start(self) -> None:
        """Begins; the scanner may be plugged in later."""
        self._open()

    def stop(self) -> None:
        """Lets go of the port."""
        self._again.stop()
        self._pause.stop()
        self._close()

    def _open(self) -> None:
        try:
            from PySide6.QtSerialPort import QSerialPort
        except ImportError:  # a slim installation of Qt
            _log.warning("serial.missing")
            return
        port = QSerialPort(self._name, self)
        port.setBaudRate(self._baud)
        if not port.open(QSerialPort.OpenModeFlag.ReadWrite):
            port.deleteLater()
            self._try_again()
            return
        self._port, self._tries = port, 0
        port.readyRead.connect(self._read)
        port.errorOccurred.connect(self._failed)

    def _try_again(self) -> None:
        wait_s = self._backoff_s[min(self._tries, len(self._backoff_s) - 1)]
        self._tries += 1
        self._again.start(round(wait_s * 1000))

    def _failed(self, error: QSerialPort.SerialPortError) -> None:
        """Pulled out."""
        if self._port is not None and error is not type(error).NoError:
            self._close()
            self._try_again()

    def _close(self) -> None:
        port, self._port = self._port, None
        self._heard = b""
        if port is not None:
            port.close()
            port.deleteLater()

    def _read(self) -> None:
        if self._port is None:
            return
        *codes, self._heard = _ENDS.split(self._heard + bytes(self._port.readAll().data()))
        for code in codes:
            self._tell(code)
        if len(self._heard) > LONGEST_BYTES:
            self._heard = b""
        if self._heard:
            self._pause.start(PAUSE_MS)
        else:
            self._pause.stop()

    def _end(self) -> None:
        code, self._heard = self._heard, b""
        self._tell(code)

    def _tell(self, code: bytes) -> None:
        text = code.decode("utf-8", "replace").strip("\x00\x02\x03 ")  # some frame a code by STX and ETX
        if text:
            self._on_scan(text)
