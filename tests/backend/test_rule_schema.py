"""The published schema of a rule is drawn from the messages, with the bounds that `check` keeps; it refuses no good rule."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import msgspec
import pytest

import resources
from backend_stub.api.member_examples import RULE
from backend_stub.contract import AssociationRule, rule_from_json
from backend_stub.domain.association.check import DAYS_MAX, FACTOR_MAX, WHOLE, check
from tests.backend.members import a_rule

LEAST = {"at_least": 0, "at_most": 0, "at_least_minor": 0, "at_most_minor": 0, "within_days": 1, "welcome_points": 0,
         "purchase_points": 0, "top_up_points": 0, "visit_points": 0, "purchase_per_minor": 1, "top_up_per_minor": 1,
         "points": 1, "amount_minor": 1, "basis_points": 1, "points_factor_percent": 0,
         "points_expire_after_days": 1}  # fmt: skip
MOST = {"within_days": DAYS_MAX, "basis_points": WHOLE, "points_factor_percent": FACTOR_MAX}


def drawn() -> dict[str, Any]:
    schema: dict[str, Any] = msgspec.json.schema(AssociationRule)
    for kind in schema["$defs"].values():
        for name, field in kind.get("properties", {}).items():
            for part in [field, *field.get("anyOf", ())]:
                if part.get("type") == "integer" and name in LEAST:
                    part["minimum"] = LEAST[name]
                    part["maximum"] = MOST.get(name, 10**12)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def published() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(resources.path("schemas", "association-rule.schema.json").read_text("utf-8"))
    return found


def test_the_published_schema_is_the_messages() -> None:
    assert published() == drawn()


def test_rules_that_are_taken_are_in_the_schema() -> None:
    for rule in (a_rule(), json.loads(msgspec.json.encode(RULE))):
        assert check(rule_from_json(json.dumps(rule)), "EUR") == []
        jsonschema_rs.validator_for(published()).validate(rule)


BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a period of zero": ({"is": "count", "at_least": 3, "within_days": 0}, "fault.no_period"),
    "below zero": ({"is": "count", "at_least": -3}, "fault.negative"),
    "an unknown currency": ({"is": "amount", "currency": "XYZ", "at_least_minor": 5}, "fault.unknown_currency"),
    "more than at most": ({"is": "count", "at_least": 5, "at_most": 3}, "fault.contradiction"),
    "no bound": ({"is": "count"}, "fault.no_bound"),
    "against itself": (
        {"is": "all", "of": [{"is": "count", "at_least": 5, "within_days": 30}, {"is": "count", "at_most": 3}]},
        "fault.contradictory",
    ),
    "its own reaching": ({"is": "days_since_reached", "at_most": 3}, "fault.reached_by_itself"),
    "an empty group": ({"is": "any", "of": []}, "fault.nothing_in_it"),
    "points of top-ups that earn none": (
        {"is": "points", "types": ["top_up"], "at_least": 5},
        "fault.no_points_earned",
    ),
    "nothing for a month, and money within a week": (
        {
            "is": "all",
            "of": [
                {"is": "days_since_last", "at_least": 30},
                {"is": "amount", "currency": "EUR", "at_least_minor": 500, "within_days": 7},
            ],
        },
        "fault.contradictory",
    ),
    "silver's own condition": ({"is": "count", "at_least": 5, "within_days": 60}, "fault.passed_over"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_rule_names_its_fault(what: str) -> None:
    first, fault = BAD[what]
    found = check(rule_from_json(json.dumps(a_rule(first=first))), "EUR")
    assert fault in [one.message for one in found]


def test_a_tier_that_ends_at_once_or_is_never_kept_is_refused() -> None:
    rule = a_rule()
    rule["tiers"][0]["end_if"] = {"is": "count", "at_least": 4}
    rule["tiers"][1]["raise_if"] = {"is": "count", "at_least": 5}
    assert "fault.ends_at_once" in [one.message for one in check(rule_from_json(json.dumps(rule)), "EUR")]
    rule = a_rule(first={"is": "count", "at_least": 3, "within_days": 30})
    rule["tiers"][0]["keep_if"] = {"is": "count", "at_most": 2, "within_days": 30}
    assert "fault.never_kept" in [one.message for one in check(rule_from_json(json.dumps(rule)), "EUR")]


def test_an_end_that_never_comes_or_comes_to_all_who_keep_is_refused() -> None:
    def end_of_member(**parts: object) -> list[tuple[str, str]]:
        rule = a_rule(first={"is": "count", "at_least": 3, "within_days": 30})
        rule["tiers"] = [rule["tiers"][0] | parts]
        return [(one.field, one.message) for one in check(rule_from_json(json.dumps(rule)), "EUR")]

    twice = {"is": "all", "of": [{"is": "count", "at_least": 5}, {"is": "count", "at_most": 3}]}
    assert end_of_member(end_if=twice) == [("tiers.0.end_if", "fault.never_ends")]
    many = {"is": "count", "at_least": 9, "within_days": 30}
    assert end_of_member(keep_if=many, end_if={"is": "count", "at_least": 5, "within_days": 60}) == [
        ("tiers.0.end_if", "fault.ends_who_keeps")
    ]
    assert end_of_member(end_if={"is": "days_since_last", "at_least": 90}) == []
