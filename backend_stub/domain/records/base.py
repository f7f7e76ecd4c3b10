"""What all rows have in common, and time as they keep it."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, NewType, TypeVar

import msgspec
from msgspec.structs import replace

Instant = NewType("Instant", int)
SECOND = 1_000_000
R = TypeVar("R", bound="Record")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def instant(moment: dt.datetime) -> Instant:
    """Microseconds since 1970 of an aware time; a naive one raises ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone is not a time")
    return Instant((moment - EPOCH) // dt.timedelta(microseconds=1))


def aware(at: int) -> dt.datetime:
    """The same time as an aware UTC datetime, for people and for the wire."""
    return EPOCH + dt.timedelta(microseconds=at)


class Record(msgspec.Struct, frozen=True, gc=False):
    """A row. `KEY` names the fields that identify it. Nothing in a row refers back to it, so no collector need look."""

    KEY: ClassVar[tuple[str, ...]] = ("id",)


def field_names(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record, which are the columns of its table, in order."""
    return kind.__struct_fields__


def altered(record: R, **changes: object) -> R:
    """A copy with other values in some fields. A field that is not there raises TypeError."""
    return replace(record, **changes)
