"""The demo's own secrets: the tokens of its customers' phones, kept beside the demo's books. Never on a real till."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from pos_app.demo_phone import DemoOwner

FILE_NAME = "demo-phones.json"


class _Phone(msgspec.Struct, frozen=True):
    customer_id: str
    name: str
    token: str


def keep(folder: Path, owners: tuple[DemoOwner, ...]) -> None:
    """Write the phones' tokens, readable by this user only."""
    phones = [_Phone(owner.customer_id, owner.name, owner.token) for owner in owners]
    beside = folder / f"{FILE_NAME}.part"
    opened = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "wb") as file:
        file.write(msgspec.json.encode(phones))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / FILE_NAME)


def owners(folder: Path) -> tuple[DemoOwner, ...]:
    """The phones of this folder's demo; none where it is not a demo, or its file is damaged."""
    try:
        content = (folder / FILE_NAME).read_bytes()
        phones = msgspec.json.decode(content, type=list[_Phone])
    except (OSError, msgspec.DecodeError):
        return ()
    return tuple(DemoOwner(phone.customer_id, phone.name, phone.token) for phone in phones)
