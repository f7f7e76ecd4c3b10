"""Which printer this till uses and how: frozen values, kept by `memory.py`. Pure."""

from __future__ import annotations

import enum

import msgspec

from pos_app.printing.charset import Charset
from pos_app.printing.status import Drawer
from pos_app.receipts.layout import Paper

PORT = 9100  # where printers listen (HP's "JetDirect", everybody's by now)
USUAL_BAUD = 9600
_USB_PARTS = 2


class Way(enum.Enum):
    """How the printer is reached."""

    NONE = "none"
    USB = "usb"  # place: vendor and product, like 04b8:0202
    NETWORK = "network"  # place: an address, with a port if it is not 9100
    SERIAL = "serial"  # place: a port, with its speed if it is not 9600: /dev/ttyUSB0@19200
    DEVICE = "device"  # place: a file of the system, like /dev/usb/lp0
    FOLDER = "folder"  # no printer: a PDF each


class When(enum.Enum):
    """When a sale's receipt is printed."""

    ALWAYS = "always"
    ASKED = "asked"  # P on the paid page
    NEVER = "never"  # P shows it on screen


class Opening(enum.Enum):
    """How the cash drawer is opened."""

    NONE = "none"
    PIN2 = "pin2"
    PIN5 = "pin5"
    PIN2_QUEUED = "pin2-queued"
    PIN5_QUEUED = "pin5-queued"

    @property
    def drawer(self) -> Drawer | None:
        """The pulse; None without a drawer."""
        if self is Opening.NONE:
            return None
        return Drawer(5 if "5" in self.value else 2, not self.value.endswith("queued"))


class PrinterChoice(msgspec.Struct, frozen=True):
    """All of it."""

    way: Way = Way.NONE
    place: str = ""
    paper: Paper = Paper.MM80
    charset: Charset = Charset.CP437
    when: When = When.ASKED
    opening: Opening = Opening.NONE

    @property
    def is_usable(self) -> bool:
        """Whether a printer is named."""
        return self.way is not Way.NONE and not self.wrong

    @property
    def wrong(self) -> bool:
        """Whether the place can't be one of this way."""
        if self.way is Way.NONE:
            return False
        try:
            {Way.USB: usb_ids, Way.NETWORK: host_and_port, Way.SERIAL: port_and_baud}.get(self.way, _path)(self.place)
        except ValueError:
            return True
        return False


def host_and_port(place: str) -> tuple[str, int]:
    """`192.168.1.50`, `printer.local:9100`, `[fe80::1]:9100`; ValueError for anything else."""
    text = place.strip()
    host, colon, port = text.rpartition(":")
    if text.startswith("["):
        host, _, after = text[1:].partition("]")
        colon, port = after[:1], after[1:]
    elif text.count(":") != 1:
        host, colon, port = text, "", ""
    number = PORT
    if colon:
        if not (port.isascii() and port.isdigit() and 0 < int(port) <= 65535):  # noqa: PLR2004 - TCP's
            raise ValueError(f"{place!r} has no port number after its colon")
        number = int(port)
    if not host or any(letter.isspace() or letter in "/@" for letter in host):
        raise ValueError(f"{place!r} is no address")
    return host, number


def usb_ids(place: str) -> tuple[int, int]:
    """`04b8:0202`; ValueError for anything else."""
    parts = place.strip().split(":")
    if len(parts) != _USB_PARTS or not all(len(part) == 4 for part in parts):  # noqa: PLR2004 - 16 bits
        raise ValueError(f"{place!r} is no vendor and product, like 04b8:0202")
    vendor, product = (int(part, 16) for part in parts)
    return vendor, product


def port_and_baud(place: str) -> tuple[str, int]:
    """`COM3`, `/dev/ttyUSB0@19200`; ValueError for anything else."""
    port, at, baud = place.strip().partition("@")
    if not port or (at and not (baud.isascii() and baud.isdigit() and 300 <= int(baud) <= 4_000_000)):  # noqa: PLR2004
        raise ValueError(f"{place!r} is no port, with its speed after an @ if it is not {USUAL_BAUD}")
    return port, int(baud) if at else USUAL_BAUD


def _path(place: str) -> None:
    if not place.strip() or "\0" in place:
        raise ValueError("a path is needed")
