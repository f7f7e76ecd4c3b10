"""A bad rule is refused with a sentence that says which part is wrong, at the API and in both languages of the till."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from backend_stub.contract import RuleFault
from pos_app.views.language import Language, show
from pos_app.views.rules import said
from tests.backend.members import a_rule
from tests.backend.shop import World


def first(**condition: Any) -> dict[str, Any]:
    return a_rule(first=condition)


def all_of(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"is": "all", "of": list(conditions)}


def silver(**changes: Any) -> dict[str, Any]:
    """Another Silver; Member is reached by three purchases within 30 days."""
    rule = a_rule(first={"is": "count", "at_least": 3, "within_days": 30})
    rule["tiers"][1] |= changes
    return rule


# What is wrong, the part that is named, and the sentence in English and in Chinese.
BAD: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "a condition that contradicts itself": (
        first(**{"is": "count"}, at_least=5, at_most=3),
        "first",
        "Member: at least 5 and at most 3 can't both hold.",
        "Member：至少5与最多3不能同时成立。",
    ),
    "conditions that contradict each other": (
        silver(
            raise_if=all_of(
                {"is": "count", "at_least": 5, "within_days": 30}, {"is": "count", "at_most": 3, "within_days": 60}
            )
        ),
        "tiers.1.raise_if",
        "Silver: its conditions can't hold together, so nobody would ever reach it.",
        "Silver：条件互相矛盾，没有人能达到。",
    ),
    "a tier that is lost as soon as it is reached": (
        silver(
            raise_if={"is": "count", "at_least": 5, "within_days": 60},
            keep_if={"is": "count", "at_most": 4, "within_days": 90},
        ),
        "tiers.1.keep_if",
        "Silver: whoever reaches it can't keep it for a day.",
        "Silver：达到后一天也无法保留。",
    ),
    "a tier that ends as soon as it is reached": (
        silver(
            raise_if={"is": "count", "at_least": 5, "within_days": 60},
            end_if={"is": "count", "at_least": 4, "within_days": 60},
        ),
        "tiers.1.raise_if",
        "Silver: whoever reaches it meets the end of Silver at once.",
        "Silver：一达到就满足Silver的结束条件。",
    ),
    "a tier nobody would stay below of": (
        silver(raise_if={"is": "count", "at_least": 3, "within_days": 30}),
        "tiers.1.raise_if",
        "Silver asks for no more than Member: nobody would stay Member.",
        "Silver的条件不高于Member，没有人会停留在Member。",
    ),
    "a tier that nothing leads to": (
        silver(raise_if=None),
        "tiers.1.raise_if",
        "Silver: say how it is reached.",
        "Silver：请写明如何达到。",
    ),
    "points that nothing earns": (
        silver(raise_if={"is": "points", "types": ["top_up"], "at_least": 5}),
        "tiers.1.raise_if",
        "Silver: it asks for points that nothing here earns.",
        "Silver：要求的积分在此规则下无从获得。",
    ),
    "a number below zero": (
        silver(raise_if={"is": "amount", "currency": "EUR", "at_least_minor": -500}),
        "tiers.1.raise_if.at_least_minor",
        "Silver: -500 is below zero.",
        "Silver：-500小于零。",
    ),
    "a welcome below zero": (
        silver(welcome_points=-5),
        "tiers.1.welcome_points",
        "Silver: -5 is below zero.",
        "Silver：-5小于零。",
    ),
    "earning below zero": (
        a_rule(earning={"purchase_points": -1}),
        "earning.purchase_points",
        "The points that are earned can't be below zero: -1.",
        "所得积分不能小于零：-1。",
    ),
    "an unknown currency of the rule": (
        a_rule(currency="XYZ"),
        "currency",
        "XYZ is no currency of ISO 4217; write it like EUR.",
        "XYZ不是ISO 4217货币代码，请写如EUR。",
    ),
    "an unknown currency within it": (
        silver(raise_if={"is": "amount", "currency": "QQQ", "at_least_minor": 500}),
        "tiers.1.raise_if.currency",
        "QQQ is no currency of ISO 4217; write it like EUR.",
        "QQQ不是ISO 4217货币代码，请写如EUR。",
    ),
    "money the shop does not sell in": (
        a_rule(currency="USD"),
        "currency",
        "The shop sells in EUR, not in USD.",
        "本店使用EUR，不是USD。",
    ),
    "a period of zero": (
        first(**{"is": "count"}, at_least=3, within_days=0),
        "first.within_days",
        "Member: a period has at least one day, not 0.",
        "Member：期限至少一天，不能是0天。",
    ),
    "a period of zero deep within": (
        silver(
            raise_if=all_of(
                {"is": "count", "at_least": 9},
                {"is": "any", "of": [{"is": "points", "at_least": 5, "within_days": 0}]},
            )
        ),
        "tiers.1.raise_if.of.1.of.0.within_days",
        "Silver: a period has at least one day, not 0.",
        "Silver：期限至少一天，不能是0天。",
    ),
    "points that are kept for no day": (
        a_rule(points_expire_after_days=0),
        "points_expire_after_days",
        "Points are kept for at least one day, not 0.",
        "积分至少保留一天，不能是0天。",
    ),
}


@pytest.fixture
def chinese() -> Iterator[None]:
    show(Language.CHINESE)
    yield
    show(Language.ENGLISH)


def test_each_bad_rule_is_refused_with_a_sentence_that_names_the_part(world: World) -> None:
    for what, (rule, field, english, _) in BAD.items():
        kept = world.api.post("/v1/association-rules", world.manager, {"rule": rule})
        problem = kept.json()
        assert (kept.status_code, problem["field"]) == (422, f"rule.{field}"), what
        assert problem["detail"] == english, what
        tried = world.api.post("/v1/association-previews", world.manager, {"rule": rule})
        assert (tried.status_code, tried.json()["detail"]) == (422, english), what
    assert world.api.get("/v1/association-rules", world.manager).json()["items"] == []


@pytest.mark.usefixtures("chinese")
def test_each_bad_rule_is_told_in_chinese_at_the_till(world: World) -> None:
    for what, (rule, field, _, expected) in BAD.items():
        found = world.api.post("/v1/association-rule-checks", world.manager, {"rule": rule}).json()["faults"]
        named = [RuleFault(**one) for one in found if one["field"] == field]
        assert [said.fault(one, "EUR") for one in named] == [expected], what
