"""What all rows have in common, and time as they keep it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import ClassVar, NewType, TypeVar

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


@dataclass(frozen=True, slots=True)
class Record:
    """A row. `KEY` names the fields that identify it."""

    KEY: ClassVar[tuple[str, ...]] = ("id",)


def field_names(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a record, which are the columns of its table, in order."""
    return tuple(field.name for field in fields(kind))


def altered(record: R, **changes: object) -> R:
    """A copy with other values in some fields: `dataclasses.replace` at a third of its cost, which a payment pays seven times.

    A field that is not there raises KeyError.
    """
    kind = type(record)
    values_of, places = _layout(kind)
    values = list(values_of(record))
    for name, value in changes.items():
        values[places[name]] = value
    make: Callable[..., R] = kind
    return make(*values)


_LAYOUTS: dict[type[Record], tuple[Callable[[Record], tuple[object, ...]], dict[str, int]]] = {}


def _layout(kind: type[Record]) -> tuple[Callable[[Record], tuple[object, ...]], dict[str, int]]:
    found = _LAYOUTS.get(kind)
    if found is None:
        names = field_names(kind)
        found = _LAYOUTS[kind] = (attrgetter(*names), {name: place for place, name in enumerate(names)})
    return found
