"""A merchant's system for tests: a real HTTP server on a free port that keeps what it gets and answers as it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Receiver:
    """`answers` is what it says next, the last one for ever after; `hangs` keeps every request until it is cleared."""

    def __init__(self, port: int = 0) -> None:
        self.answers: list[int] = [204]
        self.got: list[tuple[dict[str, str], bytes]] = []
        self.news = threading.Condition()
        self.hanging = threading.Event()
        self.hanging.set()  # set: it does not hang
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver._take({name.lower(): value for name, value in self.headers.items()}, body)
                receiver.hanging.wait(30)
                status = receiver.answers.pop(0) if len(receiver.answers) > 1 else receiver.answers[0]
                try:
                    self.send_response(status)
                    if 300 <= status < 400:
                        self.send_header("location", "http://127.0.0.1:9/elsewhere")
                    self.send_header("content-length", "0")
                    self.end_headers()
                except OSError:
                    return  # the sender did not wait

            def log_message(self, *_: Any) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hooks?shop=1"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def _take(self, headers: dict[str, str], body: bytes) -> None:
        with self.news:
            self.got.append((headers, body))
            self.news.notify_all()

    def wait_for(self, count: int, timeout_s: float = 20) -> list[dict[str, Any]]:
        """The bodies of the first `count` requests; fails when they don't come."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.got) >= count, timeout_s), f"{len(self.got)} of {count} came"
            return [json.loads(body) for _, body in self.got]

    def stop(self) -> None:
        self.hanging.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@contextmanager
def receiving(port: int = 0) -> Iterator[Receiver]:
    made = Receiver(port)
    try:
        yield made
    finally:
        made.stop()
