"""The id of the request that is being answered, wherever its way leads: in log lines, and with its command to the writer."""

from __future__ import annotations

from contextvars import ContextVar

# structlog's `merge_contextvars` puts every variable of this prefix into each line: setting one costs a tenth of its `bind`.
CURRENT: ContextVar[str] = ContextVar("structlog_request_id")


def current() -> str:
    """The id of the request this is done for; empty for what nobody asked over HTTP."""
    return CURRENT.get("")
