"""Programmes (P2): made by their issuer, published anew with other terms, taken by one merchant or by a named group."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from backend_stub.contract import ProblemCode
from backend_stub.domain.records import Acceptance, Merchant, Programme, Terms, altered
from backend_stub.domain.state import Broken, Decision, Moment, State, broken
from backend_stub.domain.terms import BETTER, Tiers, as_published, bettered, tiers_of, version_of
from backend_stub.money import MAX_AMOUNT_MINOR

BPS = 10_000
LIFETIME_S = (15, 600)
DAYS_MAX = 36_500
TIERS_MAX = 20


@dataclass(frozen=True, slots=True)
class Create:
    """A programme is issued; `draft` is it, at its first version."""

    draft: Programme
    published_by: str


@dataclass(frozen=True, slots=True)
class Publish:
    """Other terms are published: `changes` are fields of a programme by name."""

    programme_id: str
    published_by: str  # an operator of the platform
    changes: dict[str, int | str | None]
    expected_version: int


@dataclass(frozen=True, slots=True)
class Admit:
    """A merchant joins the group that takes a programme; or leaves it, for accounts opened from then on."""

    programme_id: str
    published_by: str
    public_service_id: str
    is_member: bool


def create(state: State, command: Create, moment: Moment) -> Decision:
    """A new programme, taken by its issuer."""
    draft = command.draft
    known = state.get(Programme, draft.id)
    if known is not None:
        if known.issuer_id != draft.issuer_id or known.version != 1 or _terms(known) != _terms(draft):
            return broken(ProblemCode.KEY_REUSED, "this Idempotency-Key was used for another request")
        return Decision(known)
    if wrong := wrong_terms(draft):
        return Decision(wrong)
    made = altered(draft, created_at=moment.now)
    version = version_of(made, command.published_by, moment.now)
    return Decision(made, new=(made, as_published(made), version, Acceptance(made.id, made.issuer_id)))


def publish(state: State, command: Publish, moment: Moment) -> Decision:
    """The next version; accounts opened under earlier ones get what is better of it, field by field."""
    programme = state.get(Programme, command.programme_id)
    if programme is None:
        return broken(ProblemCode.NOT_FOUND, "no such programme", "programme_id")
    changed = altered(programme, **command.changes)
    if _terms(changed) == _terms(programme) and changed.group_name == programme.group_name:
        return Decision(programme)  # said again
    if programme.version != command.expected_version:
        text = f"version {programme.version} was published meanwhile: look at it first"
        return broken(ProblemCode.CONFLICT, text, "version")
    if wrong := wrong_terms(changed):
        return Decision(wrong)
    published = altered(changed, version=programme.version + 1)
    kept = tuple(bettered(terms, published) for terms in state.where(Terms, "programme_id", programme.id))
    version = version_of(published, command.published_by, moment.now)
    return Decision(published, new=(as_published(published), version), changed=(published, *kept))


def admit(state: State, command: Admit, moment: Moment) -> Decision:
    """In or out; said again, nothing changes. Leaving is a new version, so that it is known which accounts came before."""
    programme = state.get(Programme, command.programme_id)
    if programme is None:
        return broken(ProblemCode.NOT_FOUND, "no such programme", "programme_id")
    merchant = next(iter(state.where(Merchant, "public_service_id", command.public_service_id)), None)
    if merchant is None:
        return broken(ProblemCode.NOT_FOUND, "no merchant has this public service id", "public_service_id")
    if merchant.currency != programme.currency:
        text = f"{merchant.name} sells in {merchant.currency}, the programme is kept in {programme.currency}"
        return broken(ProblemCode.RULE_BROKEN, text, "public_service_id")
    acceptance = state.get(Acceptance, (programme.id, merchant.id))
    is_in = acceptance is not None and acceptance.ended_version is None
    if is_in == command.is_member:
        return Decision(programme)
    if acceptance is None:
        return Decision(programme, new=(Acceptance(programme.id, merchant.id),))
    if command.is_member:
        return Decision(programme, changed=(altered(acceptance, ended_version=None),))
    if merchant.id == programme.issuer_id:
        return broken(ProblemCode.RULE_BROKEN, "who issued a programme takes it", "public_service_id")
    published = altered(programme, version=programme.version + 1)
    ended = altered(acceptance, ended_version=published.version)
    version = version_of(published, command.published_by, moment.now)
    return Decision(published, new=(as_published(published), version), changed=(published, ended))


def _terms(programme: Programme) -> dict[str, object]:
    return {name: getattr(programme, name) for name in BETTER}


def wrong_terms(programme: Programme) -> Broken | None:
    """The first term that can't be, and within which bounds it would be right."""
    for name, lowest, highest in _bounds(programme):
        value = getattr(programme, name)
        if value is not None and not lowest <= value <= highest:
            return Broken(ProblemCode.RULE_BROKEN, f"this is from {lowest} to {highest}", name)
    return _wrong_tiers(tiers_of(programme.bonus_tiers), programme.balance_max_minor)


def _bounds(programme: Programme) -> tuple[tuple[str, int, int], ...]:
    return (
        ("code_lifetime_s", *LIFETIME_S),
        ("confirm_above_minor", 0, MAX_AMOUNT_MINOR),
        ("confirm_after_payments", 0, 1_000_000),
        ("payment_max_minor", 1, MAX_AMOUNT_MINOR),
        ("topup_min_minor", 1, programme.topup_max_minor),
        ("topup_max_minor", 1, programme.balance_max_minor),
        ("balance_max_minor", 1, MAX_AMOUNT_MINOR),
        ("low_balance_minor", 0, programme.balance_max_minor),
        ("expires_after_days", 1, DAYS_MAX),
        ("refund_within_days", 0, DAYS_MAX),
        ("take_back_within_days", 0, DAYS_MAX),
        ("warn_before_days", 0, DAYS_MAX),
        ("gift_max_minor", 0, MAX_AMOUNT_MINOR),
        ("fee_fixed_minor", 0, MAX_AMOUNT_MINOR),
        ("fee_bps", 0, BPS),
    )


def _wrong_tiers(tiers: Tiers, balance_max_minor: int) -> Broken | None:
    if len(tiers) > TIERS_MAX:
        return Broken(ProblemCode.RULE_BROKEN, f"at most {TIERS_MAX} tiers", "bonus_tiers")
    if any(lower >= higher for (lower, _), (higher, _) in itertools.pairwise(tiers)):
        return Broken(ProblemCode.RULE_BROKEN, "tiers rise: each begins above the one before", "bonus_tiers")
    if any(start < 1 or not 0 <= bonus <= balance_max_minor for start, bonus in tiers):
        return Broken(ProblemCode.RULE_BROKEN, f"a bonus is from 0 to {balance_max_minor}", "bonus_tiers")
    return None
