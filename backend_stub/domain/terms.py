"""Programme terms (P2): an account keeps those it was opened under, field by field, unless they get better.

What "better" is, from the customer's side:

| field | better |
|---|---|
| largest payment, top-up, balance, gift | higher; no limit is best |
| smallest top-up | lower |
| life of unspent money, time for refunds and for taking a top-up back | longer; no end is best |
| confirmation limits | the one that asks sooner: the question guards the customer's money; never asking is worst |
| bonus | for each amount the larger one |
| name, code lifetime, low-balance warning, fee | not the customer's to keep: always the newest |

So what holds for the accounts of a version is a fold over all versions since; `Terms` keeps its result, `verify` folds again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from backend_stub.domain.records import Account, Programme, ProgrammeVersion, Terms, altered

Tiers = tuple[tuple[int, int], ...]
Value = int | str | None


def _higher(kept: Value, newest: Value) -> Value:
    return None if kept is None or newest is None else max(_int(kept), _int(newest))


def _lower(kept: Value, newest: Value) -> Value:
    return min(_int(kept), _int(newest))


def _sooner(kept: Value, newest: Value) -> Value:
    limits = [_int(limit) for limit in (kept, newest) if limit is not None]
    return min(limits, default=None)


def _newest(_kept: Value, newest: Value) -> Value:
    return newest


def _more_bonus(kept: Value, newest: Value) -> Value:
    mine, other = tiers_of(str(kept)), tiers_of(str(newest))
    starts = sorted({start for start, _ in (*mine, *other)})
    return tiers_text(tuple((start, max(_at(mine, start), _at(other, start))) for start in starts))


def _int(value: Value) -> int:
    if not isinstance(value, int):
        raise TypeError(f"a term that is a number, not {value!r}")
    return value


BETTER: dict[str, Callable[[Value, Value], Value]] = {
    "name": _newest,
    "code_lifetime_s": _newest,
    "confirm_above_minor": _sooner,
    "confirm_after_payments": _sooner,
    "payment_max_minor": _higher,
    "topup_min_minor": _lower,
    "topup_max_minor": _higher,
    "balance_max_minor": _higher,
    "low_balance_minor": _newest,
    "expires_after_days": _higher,
    "refund_within_days": _higher,
    "take_back_within_days": _higher,
    "gift_max_minor": _higher,
    "bonus_tiers": _more_bonus,
    "fee_fixed_minor": _newest,
    "fee_bps": _newest,
    "warn_before_days": _newest,
}


def terms_id(programme_id: str, version: int) -> str:
    """The key of the terms of a version's accounts."""
    return f"{programme_id}.{version}"


def terms_of(account: Account) -> str:
    """The key of an account's terms."""
    return f"{account.programme_id}.{account.terms_version}"


def as_published(programme: Programme) -> Terms:
    """What holds for accounts opened now: what was published last."""
    fields: dict[str, Value] = {name: getattr(programme, name) for name in BETTER}
    return Terms(
        id=terms_id(programme.id, programme.version),
        programme_id=programme.id,
        version=programme.version,
        issuer_id=programme.issuer_id,
        currency=programme.currency,
        **fields,  # type: ignore[arg-type]  # each field of a programme is of the type of the same field of its terms
    )


def bettered(kept: Terms, programme: Programme) -> Terms:
    """What holds for the accounts of an older version once the programme was published anew; never worse than before."""
    return altered(
        kept, **{name: better(getattr(kept, name), getattr(programme, name)) for name, better in BETTER.items()}
    )


@dataclass(frozen=True, slots=True)
class Effect:
    """What publishing does to accounts of one version, by names of terms; a term in both of the first two is partly each."""

    better: tuple[str, ...]
    kept: tuple[str, ...]
    follows: tuple[str, ...]
    holds: Terms


def effect(kept: Terms, programme: Programme) -> Effect:
    """What `bettered` would do, told before it is done."""
    holds = bettered(kept, programme)
    differing = [name for name in BETTER if getattr(kept, name) != getattr(programme, name)]
    own = [name for name in differing if BETTER[name] is not _newest]
    return Effect(
        better=tuple(name for name in own if getattr(holds, name) != getattr(kept, name)),
        kept=tuple(name for name in own if getattr(holds, name) != getattr(programme, name)),
        follows=tuple(name for name in differing if BETTER[name] is _newest),
        holds=holds,
    )


def version_of(programme: Programme, published_by: str, at: int) -> ProgrammeVersion:
    """The version as published, for the record."""
    said = json.dumps({name: getattr(programme, name) for name in BETTER}, ensure_ascii=False, sort_keys=True)
    return ProgrammeVersion(programme.id, programme.version, said, published_by, at)


# --- bonus tiers ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def tiers_of(text: str) -> Tiers:
    """The tiers from their text: who pays at least `from_minor` gets `bonus_minor` on top; rising."""
    return tuple((int(start), int(bonus)) for start, bonus in json.loads(text))


def tiers_text(tiers: Tiers) -> str:
    """The text of tiers, without those that say nothing new."""
    said = [tier for place, tier in enumerate(tiers) if tier[1] != (tiers[place - 1][1] if place else 0)]
    return json.dumps(said, separators=(",", ":"))


def bonus_for(terms: Terms, amount_minor: int) -> int:
    """The bonus of a top-up: that of the highest tier it reaches."""
    return _at(tiers_of(terms.bonus_tiers), amount_minor)


def _at(tiers: Tiers, amount_minor: int) -> int:
    return next((bonus for start, bonus in reversed(tiers) if amount_minor >= start), 0)
