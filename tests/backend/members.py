"""A shop with a rule in force, and customers who buy in it over the HTTP API."""

from __future__ import annotations

from typing import Any

from backend_stub import contract
from backend_stub.domain.association.commands import Judge
from backend_stub.services import member_usecases
from backend_stub.services.platform import new_id
from tests.backend.shop import Payer, World

DAY_S = 86_400


def reach(count: int, amount_minor: int, days: int) -> dict[str, Any]:
    """So many purchases or so much money within so many days."""
    return {
        "is": "any",
        "of": [
            {"is": "count", "at_least": count, "within_days": days},
            {"is": "amount", "currency": "EUR", "at_least_minor": amount_minor, "within_days": days},
        ],
    }


def a_rule(**changes: Any) -> dict[str, Any]:
    """Member by three purchases or 200.00 within 30 days, Silver (5 % off) by five or 400.00 within 60."""
    rule: dict[str, Any] = {
        "currency": "EUR",
        "first": reach(3, 20_000, 30),
        "tiers": [
            {"key": "member", "name": "Member", "keep_if": {"is": "days_since_reached", "at_most": 60}},
            {
                "key": "silver",
                "name": "Silver",
                "second_name": "银卡",
                "raise_if": reach(5, 40_000, 60),
                "keep_if": {"is": "days_since_reached", "at_most": 90},
                "discount": {"is": "percent", "basis_points": 500},
            },
        ],
        "earning": {"purchase_points": 1, "purchase_per_minor": 100, "visit_points": 2},
        "points_worth": {"points": 100, "amount_minor": 100},
    }
    return rule | changes


class Members:
    """What people do in it."""

    def __init__(self, world: World, rule: dict[str, Any] | None = None) -> None:
        self.world = world
        self.api = world.api
        self.start(rule or a_rule())

    def start(self, rule: dict[str, Any], **request: Any) -> dict[str, Any]:
        kept = self.api.post("/v1/association-rules", self.world.manager, {"rule": rule})
        assert kept.status_code == 200, kept.text
        started = self.api.post(f"/v1/association-rules/{kept.json()['rule_id']}/start", self.world.manager, request)
        assert started.status_code == 200, started.text
        self.run_the_day()
        return dict(started.json())

    def run_the_day(self) -> int:
        return self.world.platform.judging.run(self.world.platform.clock())

    def code(self, who: Payer) -> str:
        made = self.api.post("/v1/payment-codes", who.token, {})
        assert made.status_code == 200, made.text
        return str(made.json()["code"])

    def buy(self, who: Payer, amount_minor: int = 450, **more: Any) -> dict[str, Any]:
        body = {
            "code": self.code(who),
            "amount_minor": amount_minor,
            "currency": "EUR",
            "public_service_id": self.world.tea.public_service_id,
            "accept_benefits": True,
        }
        answer = self.api.post("/v1/redemptions", self.world.till, body | more)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def refund(self, sale: dict[str, Any], amount_minor: int | None = None) -> dict[str, Any]:
        body: dict[str, Any] = {"attempt_id": sale["attempt_id"], "amount_minor": amount_minor}
        answer = self.api.post("/v1/refunds", self.world.manager, body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def visit(self, who: Payer) -> dict[str, Any]:
        answer = self.api.post("/v1/visits", self.world.till, {"code": self.code(who)})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def wish(self, who: Payer, wish: str) -> Any:
        path = f"/v1/memberships/{self.world.tea.merchant_id}"
        return self.api.post(path, who.token, {"wish": wish})

    def membership(self, who: Payer) -> dict[str, Any]:
        items = self.api.get("/v1/memberships", who.token).json()["items"]
        return dict(items[0]) if items else {"standing": "stranger", "tier_name": None, "points": 0}

    def profile(self, who: Payer) -> dict[str, Any]:
        answer = self.api.get(f"/v1/members/{who.customer_id}", self.world.manager)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def days(self, days: float) -> None:
        self.world.clock.forward(days * DAY_S)

    def judge(self, who: Payer) -> None:
        self.world.platform.writer.run(member_usecases.JUDGE, Judge(self.world.tea.merchant_id, who.customer_id))

    def told(self, who: Payer) -> list[str]:
        items = self.api.get("/v1/messages", who.token).json()["items"]
        return [item["kind"] for item in items]


__all__ = ["DAY_S", "Members", "a_rule", "contract", "new_id", "reach"]
