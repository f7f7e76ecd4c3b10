"""An ESC/POS printer on TCP: paper, cover, buffer and drawer. It answers as one does, and can be slow, silent or cut off."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable

PATIENCE_S = 10.0


class FakePrinter:
    """Listens on `port` of this computer until `stop`. What it printed is in `receipts`, a list of lines each."""

    def __init__(self, port: int = 0) -> None:
        self.paper, self.is_open, self.is_broken = "full", False, False
        self.is_silent, self.answers_in_turn = False, True
        self.paper_lines: int | None = None  # so many lines are left on the roll
        self.hangs_up_after: int | None = None  # lines
        self.line_s = 0.0
        self.finishes = True  # what is in its buffer is printed also when the till has hung up
        self.receipts: list[list[str]] = []
        self.pulses: list[int] = []
        self.forgotten = 0
        self._lines: list[str] = []
        self._code_page = "cp437"
        self._lock = threading.RLock()
        self._is_stopping = False
        self._open: list[socket.socket] = []
        self._server = socket.create_server(("127.0.0.1", port))
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def is_able(self) -> bool:
        return self.paper != "out" and not self.is_open and not self.is_broken

    def stop(self) -> None:
        self._is_stopping = True
        for one in (self._server, *self._open):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._thread.join(PATIENCE_S)

    def new_roll(self) -> None:
        """Somebody puts in paper, and throws away what hung out half printed."""
        with self._lock:
            self._lines, self.paper_lines, self.paper = [], None, "full"

    def _serve(self) -> None:
        while not self._is_stopping:
            try:
                line, _ = self._server.accept()
            except OSError:
                return
            self._open.append(line)
            with contextlib.suppress(OSError):
                self._talk(line)
            line.close()
            self._lines = []  # half a receipt is torn off

    def _talk(self, line: socket.socket) -> None:
        """A command at a time, and between any two whatever is obeyed at once."""
        heard, buffer = b"", b""
        has_work = False
        while not self._is_stopping:
            line.settimeout(0.001 if has_work else 0.02)
            try:
                got = line.recv(4096)
                if not got and not (has_work and self.finishes):
                    return
                heard += got
            except TimeoutError:
                pass
            with self._lock:
                heard, buffer = self._at_once(line, heard, buffer)
                length = self._length(buffer) if self.is_able and buffer else None
                has_work = length is not None
                if length is not None:
                    command, buffer = buffer[:length], buffer[length:]
                    if not self._obey(line, command):
                        return

    def _at_once(self, line: socket.socket, heard: bytes, buffer: bytes) -> tuple[bytes, bytes]:
        """Real-time commands are taken out of whatever arrives, the rest goes into the buffer."""
        while heard:
            place = heard.find(b"\x10")
            if place < 0:
                return b"", buffer + heard
            buffer, heard = buffer + heard[:place], heard[place:]
            if len(heard) < 3 and (len(heard) == 1 or heard[1] in {4, 5, 0x14}):
                return heard, buffer
            if heard[1] == 4:
                self._answer(line, heard[2])
                heard = heard[3:]
            elif heard[1] == 0x14 and heard[2] == 1:
                self.pulses.append(heard[3])
                heard = heard[5:]
            elif heard[1] == 0x14 and heard[2] == 8:
                self.forgotten += 1
                heard, buffer = heard[10:], b""
                self._lines = []
            else:
                buffer, heard = buffer + heard[:1], heard[1:]
        return heard, buffer

    def _answer(self, line: socket.socket, question: int) -> None:
        if self.is_silent:
            return
        answer = 0b0001_0010
        if question == 1:
            answer |= 0 if self.is_able else 0b1000
        elif question == 2:
            answer |= (
                (4 if self.is_open else 0) | (0x20 if self.paper == "out" else 0) | (0x40 if self.is_broken else 0)
            )
        elif question == 4:
            answer |= {"full": 0, "low": 0x0C, "out": 0x6C}[self.paper]
        line.sendall(bytes((answer,)))

    def _length(self, buffer: bytes) -> int | None:
        """Of the first command or line of text; None while it is not all there."""
        fixed = {
            b"\x1b@": 2,
            b"\x1bt": 3,
            b"\x1bE": 3,
            b"\x1bp": 5,
            b"\x1d!": 3,
            b"\x1dV": 4,
            b"\x1dr": 3,
            b"\x1da": 3,
            b"\x1c&": 2,
            b"\x1c.": 2,
        }
        if buffer[:1] in {b"\x1b", b"\x1d", b"\x1c"}:
            if buffer[:3] == b"\x1dv0":
                length = 8 + int.from_bytes(buffer[4:6], "little") * int.from_bytes(buffer[6:8], "little")
            else:
                length = fixed[buffer[:2]] if len(buffer) > 1 else 2
            return length if len(buffer) >= length else None
        end = buffer.find(b"\n")
        return None if end < 0 else end + 1

    def _obey(self, line: socket.socket, command: bytes) -> bool:
        if command == b"\x1dVB\x00":
            self.receipts.append(self._lines)
            self._lines = []
        elif command.startswith(b"\x1dr"):
            if self.answers_in_turn and not self.is_silent:
                line.sendall(b"\x00")
        elif command.startswith(b"\x1bt"):
            self._code_page = {0: "cp437", 19: "cp858", 17: "cp866"}[command[2]]
        elif command == b"\x1c&":
            self._code_page = "gb18030"
        elif command.startswith(b"\x1bp"):
            self.pulses.append(command[2])
        elif command.startswith(b"\x1dv0"):
            self._lines.append("[picture]")
        elif not command.startswith((b"\x1b", b"\x1d", b"\x1c")):
            return self._print(command[:-1].decode(self._code_page))
        return True

    def _print(self, text: str) -> bool:
        if self.line_s:
            time.sleep(self.line_s)
        self._lines.append(text)
        if self.paper_lines is not None:
            self.paper_lines -= 1
            if self.paper_lines <= 0:
                self.paper = "out"
        if self.hangs_up_after is not None:
            self.hangs_up_after -= 1
            if self.hangs_up_after <= 0:
                self.hangs_up_after = None
                self._lines = []
                return False
        return True


def wait_for(is_so: Callable[[], bool], what: str = "it") -> None:
    """Looks until it is so; fails after ten seconds."""
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until, f"waited {PATIENCE_S} s for {what}"
        time.sleep(0.005)
