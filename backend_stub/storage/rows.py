"""Which rows are loaded: by which field, locked or not."""

from __future__ import annotations

from dataclasses import dataclass

from backend_stub.domain.records import Record

PAIRED = "/"  # joins the two ids of a pair in a key: no id has one in it


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Rows found by a field, or by two at once (`a/b`, keys likewise: of one pair all rows).

    Made once where it is used: statements are kept by which one it is, not by what is in it. `only` is a condition in SQL,
    that of the partial index by which they are found.
    """

    kind: type[Record]
    field: str = "id"
    lock: bool = False
    only: str | None = None

    @property
    def fields(self) -> list[str]:
        """By what they are found."""
        return self.field.split(PAIRED)
