"""The printer's thread against a printer that runs out of paper, hangs up, falls silent or is killed away from under it."""

from __future__ import annotations

import datetime as dt
import os
import queue
import select
import socket
import subprocess
import sys
import threading
import tty
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
import usb.core

from pos_app.presenters.printer_news import Drawn, PrinterNews, PrinterState
from pos_app.printing.bitmap import Bitmap
from pos_app.printing.charset import Charset
from pos_app.printing.choice import Opening, PrinterChoice, Way, host_and_port, port_and_baud, usb_ids
from pos_app.printing.conversation import Pace
from pos_app.printing.devices import found_on_usb
from pos_app.printing.encoder import encoded
from pos_app.printing.press import QtPress
from pos_app.printing.spool import MOST, Spool
from pos_app.printing.worker import PrintWorker
from pos_app.receipts.document import Cut, Document, Pair, Text
from pos_app.receipts.layout import Laid, Paper
from pos_app.seal import Seal, new_key
from tests.fake_printer import FakePrinter, wait_for
from tests.fakes import NOON

PACE = Pace(answer_s=0.3, poll_s=0.02, confirm_s=8.0, retry_s=0.03, idle_s=30.0, drawer_s=0.5)
COPY = "*** COPY ***"


def a_document(name: str = "Tea", lines: int = 4) -> Document:
    return Document((Text(name), *(Pair(f"line {n}", "1.00 EUR") for n in range(lines)), Cut()))


class PlainPress:
    """Needs no Qt."""

    def commands(self, document: Document, choice: PrinterChoice) -> tuple[bytes, ...]:
        if Text("a bug") in document.blocks:
            raise ZeroDivisionError
        return encoded(document, choice.paper, choice.charset, drawn)

    def file(self, document: Document, choice: PrinterChoice, name: str) -> None:
        raise AssertionError


def drawn(row: Laid, paper: Paper) -> Bitmap:
    return Bitmap(8, (b"\xff",))


class Desk:
    """A spool and its worker, before a printer."""

    def __init__(self, folder: Path, place: str, seal: Seal, pace: Pace = PACE) -> None:
        self.folder, self.seal, self.pace = folder, seal, pace
        self.choice = PrinterChoice(Way.NETWORK, place, Paper.MM58, Charset.CP437, opening=Opening.PIN2)
        self.told: queue.Queue[PrinterNews] = queue.Queue()
        self.news = PrinterNews()
        self.has_heard = False
        self.spool = Spool(folder, seal)
        self.worker = self._worker()

    def _worker(self) -> PrintWorker:
        return PrintWorker(
            self.spool, PlainPress(), self.told.put, pace=self.pace,
            answers=lambda _choice: self.has_heard, heard=lambda _choice: setattr(self, "has_heard", True),
        )  # fmt: skip

    def start(self, **changes: object) -> None:
        self.choice = msgspec.structs.replace(self.choice, **changes)
        self.worker.start(self.choice)

    def again(self) -> None:
        """The till is started once more."""
        self.worker.stop()
        self.spool = Spool(self.folder, self.seal)
        self.worker = self._worker()
        self.worker.start(self.choice)

    def print(self, document: Document, name: str = "r1") -> None:
        assert self.spool.add(document, name, NOON)
        self.worker.wake()

    def is_told(self, state: PrinterState, waiting: int) -> bool:
        while not self.told.empty():
            self.news = self.told.get()
        return (self.news.state, self.news.waiting) == (state, waiting)

    def wait_told(self, state: PrinterState, waiting: int = 0) -> None:
        wait_for(lambda: self.is_told(state, waiting), f"{state}, {waiting} waiting")

    def wait_printed(self, printer: FakePrinter, receipts: int) -> None:
        """So many lie there, and nothing waits."""
        wait_for(lambda: len(printer.receipts) == receipts and self.spool.count() == 0, f"{receipts} receipts")

    def drawer(self) -> Drawn:
        told: queue.Queue[Drawn] = queue.Queue()
        self.worker.open_drawer(told.put)
        return told.get(timeout=10)


@pytest.fixture
def printer() -> Iterator[FakePrinter]:
    made = FakePrinter()
    yield made
    made.stop()


@pytest.fixture
def desk(tmp_path: Path, printer: FakePrinter) -> Iterator[Desk]:
    made = Desk(tmp_path / "print", printer.place, Seal(new_key()))
    yield made
    made.worker.stop()


def test_jobs_are_printed_in_order_and_go_from_the_disk_when_they_are_confirmed(
    desk: Desk, printer: FakePrinter
) -> None:
    for number in range(3):
        assert desk.spool.add(a_document(f"Tea {number}"), str(number), NOON)
    desk.start()
    desk.wait_told(PrinterState.READY)
    assert [receipt[0] for receipt in printer.receipts] == ["Tea 0", "Tea 1", "Tea 2"]
    assert printer.receipts[0][1] == "line 0                  1.00 EUR"
    assert desk.news.last == "2"
    assert list(desk.folder.iterdir()) == []


def test_without_paper_a_job_waits_and_the_drawer_opens_all_the_same(desk: Desk, printer: FakePrinter) -> None:
    printer.paper = "out"
    desk.start()
    desk.print(a_document())
    desk.wait_told(PrinterState.OUT, 1)
    assert desk.drawer() is Drawn.SENT
    wait_for(lambda: printer.pulses == [0])
    printer.new_roll()
    desk.wait_told(PrinterState.READY)
    assert [receipt[0] for receipt in printer.receipts] == ["Tea"], "never begun, so no copy"
    assert printer.pulses == [0]


def test_a_pulse_that_would_lie_in_the_queue_is_not_sent_without_paper(desk: Desk, printer: FakePrinter) -> None:
    desk.has_heard = True
    desk.start(opening=Opening.PIN5_QUEUED)
    desk.wait_told(PrinterState.READY)
    assert desk.drawer() is Drawn.SENT
    wait_for(lambda: printer.pulses == [1])
    printer.is_open = True
    assert desk.drawer() is Drawn.NOT_SENT
    printer.is_open = False
    desk.print(a_document())
    desk.wait_printed(printer, 1)
    assert printer.pulses == [1], "it did not spring open later"


def test_a_drawer_that_could_not_be_opened_is_not_opened_later(desk: Desk, printer: FakePrinter) -> None:
    port = printer.port
    printer.stop()
    desk.start()
    desk.wait_told(PrinterState.OFFLINE)
    assert desk.drawer() is Drawn.NOT_SENT
    back = FakePrinter(port)
    desk.worker.wake()
    desk.wait_told(PrinterState.READY)
    assert back.pulses == []
    back.stop()


def test_paper_that_ends_in_the_middle_gives_a_whole_copy_from_the_new_roll(desk: Desk, printer: FakePrinter) -> None:
    printer.paper_lines = 3
    desk.start()
    desk.print(a_document(lines=6))
    desk.wait_told(PrinterState.OUT, 1)
    wait_for(lambda: printer.forgotten == 1, "what was left in the printer to be dropped")
    printer.new_roll()
    desk.wait_told(PrinterState.READY)
    (receipt,) = printer.receipts
    assert receipt[0].strip() == COPY
    assert receipt[-1].startswith("line 5")


def test_a_line_cut_in_the_middle_gives_a_copy_and_every_other_job_is_printed_once(
    desk: Desk, printer: FakePrinter
) -> None:
    printer.hangs_up_after = 3
    desk.start()
    desk.print(a_document("first"))
    desk.print(a_document("second"))
    desk.wait_printed(printer, 2)
    first, second = printer.receipts
    assert first[0].strip() == COPY
    assert first[2] == "first"
    assert second[0] == "second"


def test_each_trouble_is_told_as_it_is(desk: Desk, printer: FakePrinter) -> None:
    desk.start()
    desk.wait_told(PrinterState.READY)
    for change, state in (
        ({"is_open": True}, PrinterState.OPEN),
        ({"is_open": False, "is_broken": True}, PrinterState.FAULT),
        ({"is_broken": False, "paper": "low"}, PrinterState.LOW),
        ({"paper": "out"}, PrinterState.OUT),
        ({"paper": "full"}, PrinterState.READY),
        ({"is_silent": True}, PrinterState.OFFLINE),
        ({"is_silent": False}, PrinterState.READY),
    ):
        for name, value in change.items():
            setattr(printer, name, value)
        desk.worker.wake()
        desk.wait_told(state)


def test_a_printer_that_never_answers_is_believed_but_one_that_used_to_is_not(desk: Desk, printer: FakePrinter) -> None:
    printer.is_silent = True
    desk.start()
    desk.print(a_document("believed"))
    desk.wait_told(PrinterState.UNKNOWN)
    desk.wait_printed(printer, 1)
    printer.is_silent = False
    desk.worker.wake()
    desk.wait_told(PrinterState.READY)
    printer.is_silent = True
    desk.again()
    desk.print(a_document("waits"))
    desk.wait_told(PrinterState.OFFLINE, 1)
    printer.is_silent = False
    desk.wait_told(PrinterState.READY)
    assert [receipt[0] for receipt in printer.receipts] == ["believed", "waits"]


def test_a_printer_that_is_well_and_confirms_nothing_prints_once(tmp_path: Path, printer: FakePrinter) -> None:
    printer.answers_in_turn = False
    desk = Desk(tmp_path, printer.place, Seal(new_key()), replace(PACE, confirm_s=0.2))
    desk.start()
    desk.print(a_document())
    desk.wait_printed(printer, 1)
    desk.worker.stop()


def test_a_slow_printer_opens_the_drawer_while_it_prints(desk: Desk, printer: FakePrinter) -> None:
    printer.line_s = 0.03
    desk.start()
    desk.print(a_document(lines=20))
    wait_for(lambda: any(file.suffix == ".begun" for file in desk.folder.iterdir()))
    assert desk.drawer() is Drawn.SENT
    desk.wait_printed(printer, 1)
    assert printer.pulses == [0]
    assert len(printer.receipts[0]) == 21


def test_a_document_that_can_not_be_drawn_ends_no_other(desk: Desk, printer: FakePrinter) -> None:
    desk.spool.add(a_document("a bug"), "bug", NOON)
    desk.spool.add(a_document(), "good", NOON)
    desk.start()
    desk.wait_told(PrinterState.READY)
    assert [receipt[0] for receipt in printer.receipts] == ["Tea"]


KILLED = """
import sys
from pathlib import Path
from pos_app.printing.spool import Spool
from pos_app.seal import Seal
from tests.till.test_print_worker import Desk, a_document
desk = Desk(Path(sys.argv[1]), sys.argv[2], Seal(bytes(32)))
for name in ("first", "second"):
    desk.spool.add(a_document(name, lines=30), name, __import__("tests.fakes").fakes.NOON)
desk.start()
print("printing", flush=True)
desk.worker._thread.join()
"""


def test_a_till_killed_in_the_middle_of_a_receipt_prints_it_again_as_a_copy(
    tmp_path: Path, printer: FakePrinter
) -> None:
    printer.line_s, printer.finishes = 0.02, False
    till = subprocess.Popen([sys.executable, "-c", KILLED, str(tmp_path / "print"), printer.place])
    wait_for(lambda: len(printer._lines) > 2, "the first lines to be on paper")
    till.kill()
    till.wait()
    printer.line_s = 0.0
    desk = Desk(tmp_path / "print", printer.place, Seal(bytes(32)))
    desk.has_heard = True
    desk.start()
    desk.wait_told(PrinterState.READY)
    desk.worker.stop()
    first, second = printer.receipts
    assert first[0].strip() == COPY
    assert first[2] == "first"
    assert len(first) == 33
    assert second[0] == "second", "it was never begun"


def test_what_the_disk_holds_is_sealed_and_named_by_its_time(tmp_path: Path) -> None:
    spool = Spool(tmp_path, Seal(new_key()))
    for name in ("b", "a"):
        assert spool.add(a_document("Mara Trauer"), name, NOON)
    assert not any(b"Mara" in file.read_bytes() for file in tmp_path.iterdir())
    first = spool.first()
    assert first is not None
    assert spool.read(first) == ("b", a_document("Mara Trauer"))
    assert Spool(tmp_path, Seal(new_key())).read(first) is None, "another till's key"
    assert spool.count() == 1
    assert spool.drop(NOON - dt.timedelta(days=1)) == 0
    assert spool.drop(NOON + dt.timedelta(seconds=1)) == 1


def test_a_full_disk_and_a_full_queue_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert not Spool(tmp_path / "file", Seal(new_key())).add(a_document(), "r", NOON)
    spool = Spool(tmp_path / "jobs", Seal(new_key()))
    spool.add(a_document(), "r", NOON)
    (kept,) = (tmp_path / "jobs").iterdir()
    for number in range(MOST):
        kept.with_name(f"{number:020d}-x.job").touch()
    assert not spool.add(a_document(), "r", NOON)


def test_a_folder_stands_in_for_a_printer_and_is_never_written_over(tmp_path: Path, qapp: object) -> None:
    desk = Desk(tmp_path / "print", "", Seal(new_key()))
    desk.worker = PrintWorker(desk.spool, QtPress(lambda: None), desk.told.put, pace=PACE)
    for _ in range(2):
        desk.spool.add(a_document(), "2026/1", NOON)
    desk.start(way=Way.FOLDER, place=str(tmp_path / "out"))
    desk.wait_told(PrinterState.READY)
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == ["2026_1-2.pdf", "2026_1.pdf"]
    assert desk.drawer() is Drawn.NO_DRAWER
    desk.worker.stop()


def test_a_system_file_takes_what_a_printer_would(tmp_path: Path) -> None:
    file = tmp_path / "lp0"
    file.touch()
    desk = Desk(tmp_path / "print", "", Seal(new_key()))
    desk.spool.add(a_document(), "r", NOON)
    desk.start(way=Way.DEVICE, place=str(file))
    wait_for(lambda: file.read_bytes().endswith(b"\x1dVB\x00"))
    desk.worker.stop()
    assert b"Tea\n" in file.read_bytes()


@pytest.fixture
def line(printer: FakePrinter) -> Iterator[str]:
    """A serial line to the printer: a terminal of the system, whose other end leads to it."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    to_printer = socket.create_connection(("127.0.0.1", printer.port))
    is_over = threading.Event()

    def carry() -> None:
        while not is_over.is_set():
            for ready in select.select([ours, to_printer], [], [], 0.05)[0]:
                if ready is to_printer:
                    os.write(ours, to_printer.recv(4096))
                else:
                    to_printer.sendall(os.read(ours, 4096))

    carrier = threading.Thread(target=carry)
    carrier.start()
    yield os.ttyname(theirs)
    is_over.set()
    carrier.join()
    to_printer.close()
    os.close(ours)
    os.close(theirs)


@pytest.mark.skipif(os.name == "nt", reason="terminals in pairs are Unix's")
@pytest.mark.parametrize("way", [Way.SERIAL, Way.DEVICE], ids=lambda way: way.value)
def test_a_serial_line_and_a_device_file_print_and_tell_how_the_printer_is(
    desk: Desk, printer: FakePrinter, line: str, way: Way
) -> None:
    desk.start(way=way, place=line)
    desk.print(a_document())
    desk.wait_printed(printer, 1)
    printer.paper = "out"
    desk.print(a_document("later"))
    desk.wait_told(PrinterState.OUT, 1)
    assert desk.drawer() is Drawn.SENT
    printer.new_roll()
    desk.wait_printed(printer, 2)
    assert [receipt[0] for receipt in printer.receipts] == ["Tea", "later"]
    wait_for(lambda: printer.pulses == [0])
    desk.worker.stop()


class UsbPrinter:
    """What pyusb shows of a printer on USB; its bytes go to the printer of the test."""

    idVendor, idProduct, manufacturer, product = 0x04B8, 0x0202, "EPSON", "TM-T20III"  # noqa: N815 - pyusb's names

    def __init__(self, port: int) -> None:
        self.line = socket.create_connection(("127.0.0.1", port))
        self.backend, self._ctx = self, SimpleNamespace(dispose=lambda _device: None)
        self.used: set[int] = set()
        self.resets = 0

    def __iter__(self) -> Iterator[Any]:
        ends = [SimpleNamespace(bEndpointAddress=address) for address in (0x03, 0x84)]

        class Interface(list[Any]):
            bInterfaceClass = 7  # noqa: N815 - pyusb's name

        yield [Interface(ends)]

    def set_configuration(self) -> None:
        self.resets += 1

    def reset(self) -> None:
        self.resets += 1

    def write(self, endpoint: int, data: bytes, _timeout_ms: int) -> None:
        self.used.add(endpoint)
        self.line.sendall(data)

    def read(self, endpoint: int, size: int, timeout_ms: int) -> bytes:
        self.used.add(endpoint)
        self.line.settimeout(timeout_ms / 1000)
        try:
            return self.line.recv(size)
        except TimeoutError:
            raise usb.core.USBTimeoutError("nothing came") from None


def test_a_printer_on_usb_is_found_by_name_and_prints_by_its_own_endpoints(
    desk: Desk, printer: FakePrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = UsbPrinter(printer.port)
    monkeypatch.setattr(usb.core, "find", lambda find_all=False, **_wanted: [device] if find_all else device)
    assert found_on_usb() == (("04b8:0202", "EPSON TM-T20III"),)
    desk.start(way=Way.USB, place="04b8:0202")
    desk.print(a_document())
    desk.wait_printed(printer, 1)
    printer.is_open = True
    desk.worker.wake()
    desk.wait_told(PrinterState.OPEN)
    desk.worker.stop()
    assert device.used == {0x03, 0x84}
    assert device.resets == 2, "opened once, and kept open"
    device.line.close()


def test_without_the_library_for_usb_the_printer_is_only_not_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(**_wanted: object) -> None:
        raise usb.core.NoBackendError("no libusb")

    monkeypatch.setattr(usb.core, "find", find)
    assert found_on_usb() == ()
    desk.start(way=Way.USB, place="04b8:0202")
    desk.print(a_document())
    desk.wait_told(PrinterState.OFFLINE, 1)


@pytest.mark.parametrize(
    ("read", "place", "meant"),
    [
        (host_and_port, "192.168.1.50", ("192.168.1.50", 9100)),
        (host_and_port, "printer.local:9101", ("printer.local", 9101)),
        (host_and_port, "[fe80::1]:9102", ("fe80::1", 9102)),
        (host_and_port, "fe80::1", ("fe80::1", 9100)),
        (host_and_port, "a:0", None),
        (host_and_port, "", None),
        (host_and_port, "http://x", None),
        (usb_ids, "04b8:0202", (0x4B8, 0x202)),
        (usb_ids, "4b8:202", None),
        (usb_ids, "zzzz:0202", None),
        (port_and_baud, "COM3", ("COM3", 9600)),
        (port_and_baud, "/dev/ttyUSB0@19200", ("/dev/ttyUSB0", 19200)),
        (port_and_baud, "COM3@fast", None),
    ],
)
def test_places_of_printers_as_people_write_them(read: Callable[[str], object], place: str, meant: object) -> None:
    if meant is not None:
        assert read(place) == meant
        return
    with pytest.raises(ValueError, match=r".+"):
        read(place)
