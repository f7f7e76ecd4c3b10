"""The Programmes page's state: terms as they stand in fields, and what other terms would do."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Protocol

from backend_stub.contract import BonusTier, ProgrammeDetail, ProgrammeSummary, ProgrammeTerms, TermsCheck
from pos_app.presenters.forms import EMPTY, Form, FormField, Kind, money_text, percent_text, tiers_text
from pos_app.presenters.sell_state import Say

KINDS: dict[str, Kind] = {
    "name": Kind.TEXT,
    "group_name": Kind.TEXT,
    "topup_min_minor": Kind.MONEY,
    "topup_max_minor": Kind.MONEY,
    "balance_max_minor": Kind.MONEY,
    "payment_max_minor": Kind.MONEY,
    "bonus_tiers": Kind.TIERS,
    "gift_max_minor": Kind.MONEY,
    "fee_fixed_minor": Kind.MONEY,
    "fee_bps": Kind.PERCENT,
    "confirm_above_minor": Kind.MONEY,
    "confirm_after_payments": Kind.NUMBER,
    "low_balance_minor": Kind.MONEY,
    "code_lifetime_s": Kind.NUMBER,
    "expires_after_days": Kind.NUMBER,
    "warn_before_days": Kind.NUMBER,
    "refund_within_days": Kind.NUMBER,
    "take_back_within_days": Kind.NUMBER,
}
MAY_BE_EMPTY = frozenset(
    {
        "group_name",
        "payment_max_minor",
        "bonus_tiers",
        "gift_max_minor",
        "confirm_above_minor",
        "confirm_after_payments",
        "expires_after_days",
        "refund_within_days",
        "take_back_within_days",
    }
)


class Doing(enum.Enum):
    """What the right side is for."""

    TERMS = "terms"
    MEMBERS = "members"
    ISSUING = "issuing"


@dataclass(frozen=True, slots=True)
class ProgrammesState:
    """The whole page. `check` is about exactly the terms in the form, or None while it is asked or they are as published."""

    currency: str
    time_zone: str
    rows: tuple[ProgrammeSummary, ...] = ()
    chosen_id: str | None = None
    detail: ProgrammeDetail | None = None
    is_loading: bool = True
    trouble: Say | None = None
    doing: Doing = Doing.TERMS
    form: Form = EMPTY
    is_changed: bool = False
    check: TermsCheck | None = None
    is_asking: bool = False  # the question before publishing stands
    is_sending: bool = False
    new_member: str = ""
    merchants: tuple[tuple[str, str], ...] = ()  # public service id and name, of those that could take it

    @property
    def chosen(self) -> ProgrammeSummary | None:
        """The programme that is looked at."""
        return next((one for one in self.rows if one.programme_id == self.chosen_id), None)

    @property
    def form_currency(self) -> str:
        """That amounts in the form are of."""
        return self.detail.currency if self.detail and self.doing is not Doing.ISSUING else self.currency

    @property
    def can_publish(self) -> bool:
        """Whether these terms were checked and can be."""
        is_new = self.check is not None and bool(self.check.changed) and not self.check.faults
        return is_new and not self.is_sending


class ProgrammesView(Protocol):
    """Shows the page."""

    def render(self, state: ProgrammesState) -> None:
        """Show this state, and nothing else."""


def usual_terms() -> ProgrammeTerms:
    """What a new programme's form begins with."""
    return ProgrammeTerms(name="", topup_min_minor=100, topup_max_minor=50_000, balance_max_minor=100_000)


def terms_fields(terms: ProgrammeTerms, group_name: str | None, currency: str) -> tuple[FormField, ...]:
    """A field for each term."""
    return tuple(
        FormField(name, kind, _text(name, kind, terms, group_name, currency), may_be_empty=name in MAY_BE_EMPTY)
        for name, kind in KINDS.items()
    )


def _text(name: str, kind: Kind, terms: ProgrammeTerms, group_name: str | None, currency: str) -> str:
    value = group_name if name == "group_name" else getattr(terms, name)
    if kind is Kind.TIERS:
        tiers: tuple[BonusTier, ...] = terms.bonus_tiers
        return tiers_text(tuple((one.from_minor, one.bonus_minor) for one in tiers), currency)
    if value is None:
        return ""
    if kind is Kind.MONEY:
        return money_text(int(value), currency)
    return percent_text(int(value)) if kind is Kind.PERCENT else str(value)
