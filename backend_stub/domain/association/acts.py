"""The acts that are interactions (A2): what each means for the pair of customer and merchant."""

from __future__ import annotations

from backend_stub.domain.association.benefits import expense, expense_back, share
from backend_stub.domain.association.days import day_by
from backend_stub.domain.association.force import rule_in_force
from backend_stub.domain.association.pairs import OUT, Opened, pair_id, reckoned, stranger, undone
from backend_stub.domain.association.points import Points
from backend_stub.domain.association.settling import Settled, settle
from backend_stub.domain.association.tally import points_of
from backend_stub.domain.records import Association, Interaction, Record, Redemption, altered
from backend_stub.domain.state import Moment, State

WHOLE_PERCENT = 100


def earned_by(pair: Opened, kind: str, amount_minor: int, currency: str) -> int:
    """The points of a record, with the factor of the tier before it; whoever left earns none."""
    rule = pair.compiled.rule
    if pair.was.standing in OUT or rule.currency != currency:
        return 0
    factor = pair.tier.points_factor_percent if pair.tier else WHOLE_PERCENT
    return points_of(rule.earning, kind, amount_minor) * factor // WHOLE_PERCENT


def on_record(
    state: State, pair: Opened | None, record: Interaction, moment: Moment, spent: int = 0
) -> tuple[Interaction, Settled]:
    """A purchase, a visit or a top-up is judged; the record comes back with its points."""
    if pair is None:
        return record, Settled((), (), 0, 0, None)
    earned = earned_by(pair, record.type, record.amount_minor, record.currency)
    points = Points(record.id, record.merchant_id, record.customer_id, earned=earned, spent=spent)
    settled = settle(state, pair, moment, record.id, points, record)
    return altered(record, points=earned) if earned else record, settled


def on_purchase(
    state: State, pair: Opened | None, paid: Redemption, record: Interaction, moment: Moment
) -> tuple[Redemption, tuple[Record, ...], tuple[Record, ...]]:
    """The sale with what it brought its customer, and the new and changed rows of it, its record among them."""
    record, settled = on_record(state, pair, record, moment, paid.points_spent)
    if pair is None:
        return paid, (record,), ()
    tier = pair.tier
    told = altered(
        paid,
        points_earned=settled.points_earned,
        points_after=settled.points_after,
        tier_name=tier.name if tier else None,
        news=settled.news,
    )
    return told, (*expense(paid, moment), record, *settled.new), settled.changed


def on_return(
    state: State, paid: Redemption, record: Interaction, before_minor: int, moment: Moment
) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """Money goes back (A8): its share of discount and points too, and judging is as if the sale had been so much smaller.

    `before_minor` had been given back already. Returns new rows (with the record of the return) and changed ones.
    """
    after_minor = before_minor + record.amount_minor
    back = expense_back(paid, record.id, before_minor, after_minor, moment)
    taken = share(paid.points_earned, paid, after_minor) - share(paid.points_earned, paid, before_minor)
    given_back = share(paid.points_spent, paid, after_minor) - share(paid.points_spent, paid, before_minor)
    new, changed = _judged_again(state, record, before_minor, taken, given_back, moment)
    return (*back, *new), changed


def on_top_up_return(
    state: State, record: Interaction, moment: Moment
) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """A top-up goes back, whole or in part, as `record` says: its points too, and judging is as if it had been smaller."""
    filled = state.get(Interaction, record.of_id)
    if filled is None:
        raise LookupError("the record of what is taken back was not loaded")
    pair = state.where(Interaction, "customer_id", record.customer_id)
    before_minor = sum(one.amount_minor for one in pair if one.of_id == filled.id)
    after_minor = before_minor + record.amount_minor
    whole = filled.amount_minor
    taken = filled.points * after_minor // whole - filled.points * before_minor // whole
    return _judged_again(state, record, before_minor, taken, 0, moment)


def _judged_again(
    state: State, record: Interaction, before_minor: int, taken: int, given_back: int, moment: Moment
) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
    """The pair as if what `record` takes back had never been, and the record with its points.

    What was bought on this very day is taken from the tally; of earlier days all that was since is gone through again.
    """
    rule = rule_in_force(state, record.merchant_id)
    if rule is None:
        return (record,), ()
    row = state.get(Association, pair_id(record.merchant_id, record.customer_id))
    day = day_by(rule, moment.now)
    sale = state.get(Interaction, record.of_id)
    if row is None or sale is None or row.id in state.loaded_whole:
        known = row or stranger(record.merchant_id, record.customer_id, moment)
        pair = reckoned(state, rule, known, day, (record,), is_new=row is None)
    else:
        pair = undone(state, rule, row, sale, (before_minor, before_minor + record.amount_minor), day)
    pair.rank = pair.stored_rank
    pair.turned = ()
    points = Points(
        record.id, record.merchant_id, record.customer_id, given_back=given_back, taken_back=taken, is_refund=True
    )
    settled = settle(state, pair, moment, record.id, points)
    return (altered(record, points=-taken), *settled.new), settled.changed
