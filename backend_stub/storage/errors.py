"""What can go wrong below the rules. *The environment failed* is told apart from *our bug*.

StorageError
|-- Unavailable       the database could not be reached or written: nothing happened, try again
|-- OutcomeUnknown    COMMIT was sent and not confirmed: it may or may not have happened, ask again with the same key
|-- Unfit             this database can't be used by this version: newer, older, or not ours
`-- OurBug            a rule or statement raised: nothing happened, and it will not help to try again
"""

from __future__ import annotations


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
