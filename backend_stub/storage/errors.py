"""What can go wrong below the rules. *The environment failed* is told apart from *our bug*.

StorageError
|-- Unavailable       the database could not be reached or written: nothing happened, try again
|-- OutcomeUnknown    COMMIT was sent and not confirmed: it may or may not have happened, ask again with the same key
|-- Unfit             this database can't be used by this version: newer, older, or not ours
`-- OurBug            a rule or statement raised: nothing happened, and it will not help to try again
"""

from __future__ import annotations

import traceback


def what_raised(error: BaseException) -> dict[str, object]:
    """What a log may hold of an error: its kind, its words and its way through the code; never the values on that way.

    A log that prints the variables of each frame prints tokens, codes and PINs.
    """
    way = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    return {"error": type(error).__name__, "words": str(error), "way": way}


class StorageError(Exception):
    """Base of what the storage raises."""


class Unavailable(StorageError):
    """The environment failed before anything was saved."""


class OutcomeUnknown(StorageError):
    """The COMMIT was not confirmed."""


class Unfit(StorageError):
    """The database is of another version, or not ours."""


class OurBug(StorageError):
    """A command raised, even when decided again alone."""
