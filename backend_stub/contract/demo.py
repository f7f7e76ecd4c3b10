"""The PINs of the demo's operators. Everybody knows them: a real shop has none of these people."""

from __future__ import annotations

MANAGER_PIN, OWNER_PIN = "2580", "1470"
