"""Operators signed in at a till."""

from __future__ import annotations

import datetime as dt

from backend_stub.contract.messages.base import DeviceToken, Id, Pin, Reply, Text, Wire
from backend_stub.contract.rights import Right
from backend_stub.contract.words import Role


class OperatorSignIn(Wire, frozen=True, kw_only=True):
    """A PIN keyed at a till. The till draws the session's token and sends it once; only a hash of it is kept."""

    operator_id: Id
    pin: Pin
    token: DeviceToken


class OperatorSignOut(Wire, frozen=True, kw_only=True):
    """Leaves the till."""

    reason: Text = ""  # `locked`, `switched`: for the log


class OperatorSession(Reply, frozen=True, kw_only=True):
    """Who is signed in, what they may, and until when: not used for `idle_s` seconds it ends before `expires_at`."""

    session_id: Id
    operator_id: Id
    operator_name: str
    role: Role
    rights: list[Right]
    till_id: Id
    opened_at: dt.datetime
    expires_at: dt.datetime
    idle_s: int
    ended_at: dt.datetime | None = None
