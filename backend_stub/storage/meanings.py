"""What a driver's error means, on either database."""

from __future__ import annotations

import sqlalchemy as sa

UNIQUE_VIOLATION = "23505"
SQLITE_TAKEN = frozenset({"SQLITE_CONSTRAINT_PRIMARYKEY", "SQLITE_CONSTRAINT_UNIQUE"})
SQLITE_STATEMENT_WRONG = "SQLITE_ERROR"
SQLITE_DAMAGED = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})
RETRIED_SQLSTATES = frozenset({"40001", "40P01"})  # serialization failure, deadlock


def is_worth_repeating(error: BaseException) -> bool:
    """A serialization failure or a deadlock: the same batch may well pass the next time."""
    return getattr(getattr(error, "orig", None), "sqlstate", None) in RETRIED_SQLSTATES


def is_taken(error: BaseException) -> bool:
    """A row of that key is there already: another process was faster, or a key was used for something else."""
    orig = getattr(error, "orig", None)
    return (
        getattr(orig, "sqlstate", None) == UNIQUE_VIOLATION or getattr(orig, "sqlite_errorname", None) in SQLITE_TAKEN
    )


def is_environment(error: BaseException) -> bool:
    """The database could not be reached, read or written, as opposed to a statement or a rule of ours being wrong."""
    named = getattr(getattr(error, "orig", None), "sqlite_errorname", "")
    if named == SQLITE_STATEMENT_WRONG:
        return False
    return named in SQLITE_DAMAGED or isinstance(
        error, (sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError, OSError)
    )
