"""Printers as two streams of bytes: over the network, on USB, on a serial line, as a file of the system.

USB and serial lines are opened by python-escpos; the network by the standard library, since python-escpos knows no IPv6.
All that goes wrong is a DeviceError. Used by the printer's thread only; libraries are loaded at the first use.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import time
from typing import Any, Protocol

import platformdirs
import structlog

from pos_app.printing.choice import PrinterChoice, Way, host_and_port, port_and_baud, usb_ids

CONNECT_S = 3.0
WRITE_S = 10.0  # a printer that takes nothing for so long is stuck
HANG_UP_S = 0.3
_READ_BYTES = 64
_PRINTER_CLASS = 7  # USB's own number
_log = structlog.get_logger(__name__)


class DeviceError(Exception):
    """The printer can't be reached, or takes nothing any more."""


class Device(Protocol):
    """An open line to a printer."""

    def write(self, data: bytes) -> None:
        """All of it; DeviceError when it does not go."""

    def read(self, within_s: float) -> bytes:
        """What the printer said, nothing when it said nothing; DeviceError when it is gone."""

    def close(self) -> None:
        """Let go."""


def open_device(choice: PrinterChoice) -> Device:
    """The chosen printer's line. Raises DeviceError."""
    try:
        if choice.way is Way.NETWORK:
            return _Network(*host_and_port(choice.place))
        if choice.way is Way.USB:
            return _Usb(*usb_ids(choice.place))
        if choice.way is Way.SERIAL:
            return _Serial(*port_and_baud(choice.place))
        return _File(choice.place)
    except (OSError, ValueError) as error:
        raise DeviceError(str(error)) from error


def found_on_usb() -> tuple[tuple[str, str], ...]:
    """Printers that are plugged in: what to choose, and their names. Nothing where the system gives no access."""
    try:
        import usb.core
        import usb.util

        found = usb.core.find(find_all=True, custom_match=_is_printer)
        return tuple((f"{one.idVendor:04x}:{one.idProduct:04x}", _usb_name(one)) for one in found or ())
    except Exception as error:  # noqa: BLE001 - no libusb, no rights, a device pulled out meanwhile: none is found
        _log.info("printer.usb_not_listed", error=type(error).__name__)
        return ()


def found_serial_ports() -> tuple[tuple[str, str], ...]:
    """Serial lines of this computer."""
    try:
        from serial.tools import list_ports

        return tuple((one.device, one.description or one.device) for one in list_ports.comports())
    except Exception as error:  # noqa: BLE001 - as above
        _log.info("printer.serial_not_listed", error=type(error).__name__)
        return ()


class _Network:
    def __init__(self, host: str, port: int) -> None:
        self._socket = socket.create_connection((host, port), CONNECT_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def write(self, data: bytes) -> None:
        try:
            self._socket.settimeout(WRITE_S)
            self._socket.sendall(data)
        except OSError as error:
            raise DeviceError(str(error)) from error

    def read(self, within_s: float) -> bytes:
        try:
            self._socket.settimeout(max(within_s, 0.001))
            said = self._socket.recv(_READ_BYTES)
        except TimeoutError:
            return b""
        except OSError as error:
            raise DeviceError(str(error)) from error
        if not said:
            raise DeviceError("the printer hung up")
        return said

    def close(self) -> None:
        """Hung up politely: a line that is torn down while the printer still reads can cost it the end of a receipt."""
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_WR)
            self._socket.settimeout(HANG_UP_S)
            while self._socket.recv(_READ_BYTES):
                pass
        with contextlib.suppress(OSError):
            self._socket.close()


class _Usb:
    def __init__(self, vendor: int, product: int) -> None:
        import usb.core

        _keep_printer_database()
        from escpos.exceptions import Error
        from escpos.printer import Usb

        self._errors = (usb.core.USBError, Error, NotImplementedError)
        self._no_answer = usb.core.USBTimeoutError
        try:
            listed = usb.core.find(idVendor=vendor, idProduct=product)
            if listed is None:
                raise DeviceError(f"no printer {vendor:04x}:{product:04x} is plugged in")
            into, out_of = _endpoints(listed)
            self._printer = Usb(vendor, product, timeout=int(WRITE_S * 1000), in_ep=into, out_ep=out_of)
            self._printer.open()
        except self._errors as error:
            raise DeviceError(str(error)) from error
        except usb.core.NoBackendError as error:
            raise DeviceError("libusb is not installed") from error

    def write(self, data: bytes) -> None:
        try:
            self._printer._raw(data)  # noqa: SLF001 - python-escpos's own word for bytes as they are
        except self._errors as error:
            raise DeviceError(str(error)) from error

    def read(self, within_s: float) -> bytes:
        try:
            device: Any = self._printer.device
            return bytes(device.read(self._printer.in_ep, _READ_BYTES, max(1, round(within_s * 1000))))
        except self._no_answer:
            return b""
        except self._errors as error:
            raise DeviceError(str(error)) from error

    def close(self) -> None:
        with contextlib.suppress(*self._errors):
            self._printer.close()


class _Serial:
    def __init__(self, port: str, baud: int) -> None:
        import serial

        _keep_printer_database()
        from escpos.exceptions import Error
        from escpos.printer import Serial

        self._errors = (serial.SerialException, Error, OSError)
        try:
            self._printer = Serial(port, baudrate=baud, timeout=0, dsrdtr=True)
            self._printer.open()
            self._line: Any = self._printer.device
            self._line.write_timeout = WRITE_S
        except self._errors as error:
            raise DeviceError(str(error)) from error

    def write(self, data: bytes) -> None:
        try:
            self._printer._raw(data)  # noqa: SLF001 - as above
        except self._errors as error:
            raise DeviceError(str(error)) from error

    def read(self, within_s: float) -> bytes:
        try:
            self._line.timeout = within_s
            said = bytes(self._line.read(1))
            return said + bytes(self._line.read(self._line.in_waiting)) if said else b""
        except self._errors as error:
            raise DeviceError(str(error)) from error

    def close(self) -> None:
        with contextlib.suppress(*self._errors):
            self._line.close()  # not the printer's own close: it waits for what a switched-off printer never takes


class _File:
    """A printer that the system shows as a file, such as Linux's `/dev/usb/lp0`; one that can only be written never answers."""

    def __init__(self, path: str) -> None:
        try:
            self._file = os.open(path, os.O_RDWR | getattr(os, "O_NONBLOCK", 0))
            self._answers = hasattr(os, "O_NONBLOCK")
        except PermissionError:
            self._file = os.open(path, os.O_WRONLY)
            self._answers = False

    def write(self, data: bytes) -> None:
        until = time.monotonic() + WRITE_S
        left = memoryview(data)
        while left:
            try:
                left = left[os.write(self._file, left) :]
            except BlockingIOError:
                wait_s = until - time.monotonic()
                if wait_s <= 0 or not select.select([], [self._file], [], wait_s)[1]:
                    raise DeviceError("the printer takes nothing") from None
            except OSError as error:
                raise DeviceError(str(error)) from error

    def read(self, within_s: float) -> bytes:
        if not self._answers:
            return b""
        try:
            ready = select.select([self._file], [], [], within_s)[0]
            return os.read(self._file, _READ_BYTES) if ready else b""
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceError(str(error)) from error

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._file)


def _keep_printer_database() -> None:
    """python-escpos reads its database for half a second, and leaves a new temporary folder behind, unless told where."""
    with contextlib.suppress(OSError):
        folder = platformdirs.user_cache_path("prepaid-pos", ensure_exists=True)
        os.environ.setdefault("ESCPOS_CAPABILITIES_PICKLE_DIR", str(folder))


def _is_printer(device: Any) -> bool:  # noqa: ANN401 - pyusb has no types
    return any(interface.bInterfaceClass == _PRINTER_CLASS for config in device for interface in config)


def _usb_name(device: Any) -> str:  # noqa: ANN401 - pyusb has no types
    """Its own name; its numbers where the system keeps that from us."""
    try:
        name = " ".join(part for part in (device.manufacturer, device.product) if part)
    except Exception:  # noqa: BLE001 - no rights to ask
        name = ""
    return name or f"USB {device.idVendor:04x}:{device.idProduct:04x}"


def _endpoints(device: Any) -> tuple[int, int]:  # noqa: ANN401 - pyusb has no types
    """Where its first printer interface is read from and written to; python-escpos's own guesses where it has none."""
    import usb.util

    into, out_of = 0x82, 0x01
    interfaces = [one for config in device for one in config if one.bInterfaceClass == _PRINTER_CLASS]
    for endpoint in interfaces[0] if interfaces else ():
        if usb.util.endpoint_direction(endpoint.bEndpointAddress) == usb.util.ENDPOINT_IN:
            into = endpoint.bEndpointAddress
        else:
            out_of = endpoint.bEndpointAddress
    return into, out_of
