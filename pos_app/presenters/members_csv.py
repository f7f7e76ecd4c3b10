"""Members as a CSV file for spreadsheets."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from backend_stub.contract import Member

HEAD = ("name", "social_id", "standing", "tier", "points", "joined", "tier_since", "last_seen", "muted")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def member_lines(members: Iterable[Member]) -> str:
    """Comma-separated (RFC 4180), times as RFC 3339. What a spreadsheet would take for a formula gets a quote before it."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEAD)
    for one in members:
        times = (one.joined_at, one.tier_since, one.last_at)
        writer.writerow(
            (
                _plain(one.name),
                _plain(one.social_id),
                one.standing.value,
                _plain(one.tier_name or ""),
                one.points,
                *(_time(at) for at in times),
                "yes" if one.is_muted else "no",
            )
        )
    return file.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _time(at: dt.datetime | None) -> str:
    return at.isoformat() if at else ""
