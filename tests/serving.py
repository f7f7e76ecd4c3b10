"""Real HTTP servers for tests: in a thread of this process over an open platform, or as a process of their own."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import uvicorn

from backend_stub.app import build
from backend_stub.services.platform import Platform


@contextlib.contextmanager
def served(platform: Platform) -> Iterator[str]:
    """The platform on a free loopback port; yields the base URL, and has stopped listening when it ends."""
    with socket.create_server(("127.0.0.1", 0), backlog=512) as listening:
        config = uvicorn.Config(build(platform), log_level="warning", access_log=False, lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="server")
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


class Process:
    """`pos-backend serve` as a process, ready when it is made; `kill` is a power cut, `stop` is polite."""

    def __init__(
        self,
        url: str,
        key_file: Path,
        *more: str,
        module: str = "backend_stub.cli",
        env: Mapping[str, str] | None = None,
    ) -> None:
        arguments = ["serve", "--db", url, "--key", str(key_file), "--port", "0", "--json", *more]
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdout=subprocess.PIPE,
            env={**os.environ, "POS_BACKEND_DB": "", "POS_BACKEND_KEY": "", **(env or {})},
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._end()
            raise RuntimeError(f"the server ended with {self._process.returncode} before it listened")
        self.about: dict[str, Any] = json.loads(line)
        self.base_url: str = self.about["base_url"]

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._end()

    def ended(self) -> int:
        """The exit code of a server that ends by itself."""
        return self._end()

    def stop(self) -> int:
        """Ends it gracefully; returns its exit code."""
        if self._process.poll() is None:
            self._process.terminate()
        return self._end()

    def _end(self) -> int:
        code = self._process.wait(timeout=60)
        assert self._process.stdout is not None
        self._process.stdout.close()
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def write_key(path: Path, master: bytes) -> Path:
    """A key file for `Process`, so that tests can hash what the server will look for."""
    path.write_bytes(base64.b64encode(master) + b"\n")
    return path
