"""Serving a process's figures at a socket of their own, where nothing else is, from a thread that ends with the process."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import HTTPServer

from prometheus_client import CollectorRegistry, MetricsHandler, ProcessCollector

from backend_stub.services.metrics import PlatformMetrics
from backend_stub.services.platform import Platform

PATIENCE_S = 5  # one who asks and does not read keeps the next waiting so long, and no longer


@contextmanager
def served(platform: Platform, listening: socket.socket) -> Iterator[None]:
    """The figures, until left. One scrape at a time: they are for one or two Prometheus servers."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(PlatformMetrics(platform))
    handler = type("Figures", (MetricsHandler,), {"registry": registry, "timeout": PATIENCE_S})
    server = HTTPServer(listening.getsockname()[:2], handler, bind_and_activate=False)
    server.socket.close()
    server.socket = listening
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
