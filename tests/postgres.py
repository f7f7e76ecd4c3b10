"""A PostgreSQL server of the tests' own: on a free loopback port, in a temporary folder, stopped at the end."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

PATTERNS = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")


def bin_folder() -> Path | None:
    """Where initdb and postgres are, if they are installed."""
    if found := shutil.which("initdb"):
        return Path(found).parent
    for pattern in PATTERNS:
        folders = sorted(Path("/").glob(pattern.lstrip("/")))
        if folders:
            return folders[-1]
    return None


def require() -> Path:
    """The folder of the programs; where CI runs their absence is a failure, elsewhere a skip."""
    folder = bin_folder()
    if folder is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed here, and CI must have it")
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    return folder


class Server:
    """A running server; `url(name)` makes a database."""

    def __init__(self, *, durable: bool = True) -> None:
        self._bin = require()
        self._folder = Path(tempfile.mkdtemp(prefix="pos-pg-"))
        self._as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self._as:
            shutil.chown(self._folder, "postgres", "postgres")
        self._run("initdb", "-D", str(self._data), "-U", "pos", "--auth=trust", "--locale=C", "-E", "UTF8")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._durable = durable
        self.start()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *args: str) -> None:
        done = subprocess.run(
            [*self._as, str(self._bin / program), *args], capture_output=True, text=True, cwd="/", check=False
        )
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=100"
            f" -c fsync={'on' if self._durable else 'off'} -c shared_buffers=256MB -c max_wal_size=2GB"
        )
        log = self._folder / "log"
        self._run("pg_ctl", "-D", str(self._data), "-l", str(log), "-o", options, "-w", "-t", "60", "start")

    def kill(self) -> None:
        """As a power cut would end it."""
        pid = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        until = time.monotonic() + 30
        while (self._data / "postmaster.pid").exists() and time.monotonic() < until:
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop it and remove everything."""
        try:
            if (self._data / "postmaster.pid").exists():
                self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")
        finally:  # a thousand small files a database, for half a minute: nobody waits for that
            subprocess.run(["sh", "-c", 'rm -rf "$1" >/dev/null 2>&1 &', "sh", str(self._folder)], check=False)

    def url(self, template: str = "template1") -> str:
        """The address of a new database: empty, or as the one of that name is."""
        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(
            f"host=127.0.0.1 port={self.port} user=pos dbname=postgres", autocommit=True
        ) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return f"postgresql://pos@127.0.0.1:{self.port}/{name}"
