"""A merchant to be taken on, as the platform's operator writes it."""

from __future__ import annotations

from typing import Any

from backend_stub.services.secrets import new_token


def a_merchant(name: str = "annas-bakery", **other: Any) -> dict[str, Any]:
    """The body of a request; `other` fields stand in place of these."""
    return {
        "public_service_id": name,
        "name": name.replace("-", " ").title(),
        "currency": "EUR",
        "store": {"name": "Corner", "time_zone": "Asia/Shanghai", "day_cut_minutes": 300},
        "till_token": new_token(),
        "operator": {"name": "Anna", "role": "owner", "pin": "1470"},
    } | other
