"""A serial hand scanner, played through a pseudo terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from backend_stub.contract import payment_code
from pos_app.serial_scanner import LONGEST_BYTES, SerialScanner

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo terminals are a thing of Unix")

CODE, OTHER = payment_code("123456789012345"), payment_code("543210987654321")


class Line:
    """A cable: the till's end has a name, the scanner's end can be written to and pulled out."""

    def __init__(self, link: Path) -> None:
        self._link = link
        self.link_up()

    def link_up(self) -> None:
        self._scanner, self._till = os.openpty()
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(self._till))

    def send(self, data: bytes) -> None:
        os.write(self._scanner, data)

    def pull(self) -> None:
        os.close(self._till)
        os.close(self._scanner)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    line = Line(tmp_path / "ttyScanner")
    yield line
    line.pull()


@pytest.fixture
def scans() -> list[str]:
    return []


@pytest.fixture
def scanner(qtbot: QtBot, line: Line, tmp_path: Path, scans: list[str]) -> Iterator[SerialScanner]:
    scanner = SerialScanner(str(tmp_path / "ttyScanner"), 9600, scans.append, backoff_s=(0.02,))
    scanner.start()
    qtbot.waitUntil(lambda: scanner.is_open)
    yield scanner
    scanner.stop()


def test_each_line_is_a_code_however_it_is_cut_into_pieces(
    scanner: SerialScanner, line: Line, scans: list[str], qtbot: QtBot
) -> None:
    line.send(CODE[:7].encode())
    line.send(CODE[7:].encode() + b"\r\n" + OTHER.encode() + b"\r")
    qtbot.waitUntil(lambda: scans == [CODE, OTHER])


def test_a_scanner_that_sends_no_line_end_is_understood_after_a_pause(
    scanner: SerialScanner, line: Line, scans: list[str], qtbot: QtBot
) -> None:
    line.send(b"\x02" + CODE.encode() + b"\x03")
    qtbot.waitUntil(lambda: scans == [CODE])


def test_noise_without_an_end_is_forgotten(scanner: SerialScanner, line: Line, scans: list[str], qtbot: QtBot) -> None:
    for _ in range(LONGEST_BYTES // 512 + 2):
        line.send(b"\xf0" * 512)
        qtbot.wait(5)
    line.send(b"\n" + CODE.encode() + b"\n")
    qtbot.waitUntil(lambda: scans[-1:] == [CODE])
    assert all(len(text) <= LONGEST_BYTES + 512 for text in scans)


def test_a_scanner_that_is_pulled_out_and_plugged_in_again_reads_on(
    scanner: SerialScanner, line: Line, scans: list[str], qtbot: QtBot
) -> None:
    line.pull()
    qtbot.waitUntil(lambda: not scanner.is_open)
    line.link_up()
    qtbot.waitUntil(lambda: scanner.is_open)
    line.send(CODE.encode() + b"\n")
    qtbot.waitUntil(lambda: scans == [CODE])


def test_a_scanner_that_is_not_there_yet_is_waited_for(qtbot: QtBot, tmp_path: Path, scans: list[str]) -> None:
    link = tmp_path / "later"
    scanner = SerialScanner(str(link), 115200, scans.append, backoff_s=(0.02,))
    scanner.start()
    assert not scanner.is_open
    line = Line(link)
    qtbot.waitUntil(lambda: scanner.is_open)
    line.send(CODE.encode() + b"\t")
    qtbot.waitUntil(lambda: scans == [CODE])
    scanner.stop()
    line.pull()
