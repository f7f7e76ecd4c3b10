"""Memory that is freed goes back to the computer: a till runs all day beside other programs, often with 4 GB for all.

glibc keeps what was freed for what may come, and after the first freed camera frame keeps blocks of that size too. Its own
knobs (mallopt(3)) hold that in bounds. Other systems' allocators give back by themselves: there, nothing is done.
"""

from __future__ import annotations

import ctypes
import sys

_M_MMAP_THRESHOLD, _M_TRIM_THRESHOLD = -3, -1  # malloc.h
_LARGE_BYTES = 4 * 1024 * 1024  # a camera frame (2.8 MB) stays in the heap: fresh pages for each would cost more
_SLACK_BYTES = 1024 * 1024


def keep_small() -> None:
    """Call at the start: large blocks are the system's own, and what is free at the heap's end is given back."""
    if libc := _glibc():
        libc.mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        libc.mallopt(_M_TRIM_THRESHOLD, _SLACK_BYTES)


def give_back() -> None:
    """Call when something large is over, such as starting: what is free anywhere goes back. Takes some milliseconds."""
    if libc := _glibc():
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "malloc_trim") else None  # musl has none
