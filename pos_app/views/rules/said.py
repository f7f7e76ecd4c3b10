"""The words of choosers and faults, and the choices there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from backend_stub.contract import (
    AmountOff,
    AssociationRule,
    Earning,
    Percent,
    Phrase,
    PointsWorth,
    RuleFault,
    association_words,
)
from pos_app.presenters.rules_lines import WAYS_UP, Line, LineKind
from pos_app.presenters.rules_preview import ALL_HISTORY, Period, usual_periods
from pos_app.presenters.rules_state import Discount, Part
from pos_app.views import format as fmt
from pos_app.views.language import Language, shown
from pos_app.views.words import words

Choices = tuple[tuple[str, str], ...]
EVER = "ever"
NOW = "now"
MOST = "most:"

_COUNTS = (*range(1, 13), 15, 20, 25, 30, 40, 50, 75, 100)
_POINTS = (50, 100, 200, 300, 500, 1_000, 2_000, 5_000)
_MINOR = (1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 40_000, 50_000, 75_000, 90_000, 100_000, 200_000)
_DAYS = (7, 14, 30, 60, 90, 120, 180, 365, 730)
_BASIS_POINTS = (100, 200, 300, 500, 800, 1_000, 1_200, 1_500, 2_000, 2_500, 3_000, 5_000)
_MINOR_OFF = (50, 100, 200, 500, 1_000)
_FACTORS = (50, 100, 125, 150, 200, 300)
_WELCOMES = (0, 5, 10, 20, 50, 100, 200, 500)
_RATES = ((1, 100), (1, 200), (1, 500), (1, 1_000), (2, 100), (5, 100), (10, 100))
_WORTHS = ((10, 100), (20, 100), (50, 100), (100, 100), (200, 100), (100, 500))
_AHEAD = 31
_TYPES = {LineKind.PURCHASES: "purchase", LineKind.VISITS: "visit", LineKind.TOP_UPS: "top_up"}
_KINDS = {
    Part.WAY: WAYS_UP,
    Part.KEEP: (LineKind.REACHED, LineKind.SEEN, *WAYS_UP),
    Part.END: (LineKind.ABSENT, *WAYS_UP),
}


def fault(found: RuleFault, currency: str) -> str:
    """A fault in the language shown; a later platform's in English."""
    if found.message not in association_words.texts():
        return found.detail
    return _say(Phrase(message=found.message, arguments=found.arguments, parts=[]), currency)


def kinds(part: Part, chosen: LineKind, number: int) -> Choices:
    """What a line may count."""
    offered = _KINDS[part] if chosen in _KINDS[part] else (*_KINDS[part], chosen)
    return tuple((kind.value, _kind(kind, number)) for kind in offered)


def numbers(kind: LineKind, chosen: int, currency: str) -> Choices:
    """How many, how much, or how long; the one there is now among them."""
    if kind.is_money:
        return tuple((str(minor), fmt.money(minor, currency)) for minor in _with(_MINOR, chosen))
    if kind.is_days:
        how = "" if kind is LineKind.ABSENT else "up_to_"
        return tuple((str(count), _days(count, how)) for count in _with(_DAYS, chosen))
    offered = _POINTS if kind is LineKind.POINTS else _COUNTS
    return tuple((str(count), f"{count:,}") for count in _with(offered, chosen))


def line_numbers(line: Line, part: Part, currency: str) -> Choices:
    """The same for a line: where something is kept or ended, upper bounds are offered too."""
    found = numbers(line.kind, line.number, currency)
    if line.kind.is_days or (part is Part.WAY and not line.is_most):
        return found
    return (*found, *((f"{MOST}{one}", words("rules.at_most", number=text)) for one, text in found))


def line_number(line: Line) -> str:
    """The id of a line's number among them."""
    return f"{MOST}{line.number}" if line.is_most else str(line.number)


def numbered(line: Line, choice: str) -> Line:
    """The line with another number."""
    return replace(line, number=int(choice.removeprefix(MOST)), is_most=choice.startswith(MOST))


def factors(chosen: int) -> Choices:
    """How many times the points."""
    return tuple((str(one), words("rules.times", factor=f"{one / 100:g}")) for one in _with(_FACTORS, chosen))


def welcomes(chosen: int) -> Choices:
    """Points that are given once."""
    return tuple((str(one), _points(one) if one else words("rules.nothing")) for one in _with(_WELCOMES, chosen))


def start_days(today: dt.date, chosen: dt.date | None, zone: str) -> Choices:
    """At once, or a day of the next weeks."""
    days = [today + dt.timedelta(days=number) for number in range(1, _AHEAD + 1)]
    if chosen is not None and chosen not in days:
        days = sorted((*days, chosen))
    return ((NOW, words("rules.at_once")), *((day.isoformat(), fmt.short_day(day, zone)) for day in days))


def day_of(choice: str) -> dt.date | None:
    """The day with this id; None: at once."""
    return None if choice == NOW else dt.date.fromisoformat(choice)


def period_choices(today: dt.date, chosen: Period) -> tuple[Choices, str]:
    """All history, the last days, months; and the id of the chosen one."""
    offered = [(ALL_HISTORY, words("rules.all_history"))]
    for count, period in usual_periods(today):
        month = fmt.month(period.from_day) if period.from_day else ""
        offered.append((period, words("rules.last_days", count=count) if count else month))
    if chosen not in [period for period, _ in offered]:  # the day has turned since it was chosen
        ends = [fmt.short_day(day, "UTC") if day else "" for day in (chosen.from_day, chosen.to_day)]
        offered.append((chosen, "–".join(ends)))
    return tuple((_period_id(period), told) for period, told in offered), _period_id(chosen)


def period_of(choice: str) -> Period:
    """The period with this id."""
    ends = [dt.date.fromisoformat(day) if day else None for day in choice.split("/")]
    return Period(*ends)


def _period_id(period: Period) -> str:
    return "/".join(day.isoformat() if day else "" for day in (period.from_day, period.to_day))


def points_choices(rule: AssociationRule, currency: str) -> dict[str, tuple[Choices, str]]:
    """What the choosers of the whole rule offer, and what is chosen."""
    earning, worth, days = rule.earning, rule.points_worth, rule.points_expire_after_days
    bought = (earning.purchase_points, earning.purchase_per_minor)
    put_in = (earning.top_up_points, earning.top_up_per_minor)
    pays = (worth.points, worth.amount_minor) if worth else None
    rates = {"purchases": _rates(bought, currency), "top_ups": _rates(put_in, currency)}
    kept = ((EVER, words("rules.never")), *((str(one), _days(one, "")) for one in _with(_DAYS, days or _DAYS[0])))
    return {
        **rates,
        "visits": (welcomes(earning.visit_points), str(earning.visit_points)),
        "worth": (_worths(pays, currency), _pair_id(pays)),
        "expiry": (kept, EVER if days is None else str(days)),
    }


def points_of(chosen: Mapping[str, str]) -> tuple[Earning, PointsWorth | None, int | None]:
    """What was chosen there."""
    (bought, per_bought), (put_in, per_put_in) = (_pair(chosen[name]) for name in ("purchases", "top_ups"))
    earning = Earning(
        purchase_points=bought,
        purchase_per_minor=per_bought,
        top_up_points=put_in,
        top_up_per_minor=per_put_in,
        visit_points=int(chosen["visits"]),
    )
    points, minor = _pair(chosen["worth"])
    worth = PointsWorth(points=points, amount_minor=minor) if points else None
    return earning, worth, None if chosen["expiry"] == EVER else int(chosen["expiry"])


def _pair_id(pair: tuple[int, int] | None) -> str:
    return f"{pair[0]}:{pair[1]}" if pair else "0:100"


def _pair(choice: str) -> tuple[int, int]:
    first, _, second = choice.partition(":")
    return int(first), int(second)


def _rates(chosen: tuple[int, int], currency: str) -> tuple[Choices, str]:
    """Points for each full so much money; none at all among them."""
    none = (0, chosen[1]) if chosen[0] == 0 else (0, 100)
    pairs = sorted({none, *_RATES, chosen})
    told = ((_pair_id(one), _rate(one, currency)) for one in pairs)
    return tuple(told), _pair_id(chosen)


def _rate(pair: tuple[int, int], currency: str) -> str:
    if not pair[0]:
        return words("rules.nothing")
    return words("rules.points_per", points=_points(pair[0]), amount=fmt.money(pair[1], currency))


def _worths(chosen: tuple[int, int] | None, currency: str) -> Choices:
    pairs = sorted({*_WORTHS, *([chosen] if chosen else [])})
    told = (
        (_pair_id(one), words("rules.points_pay", points=_points(one[0]), amount=fmt.money(one[1], currency)))
        for one in pairs
    )
    return ((_pair_id(None), words("rules.points_pay_nothing")), *told)


def _points(count: int) -> str:
    return words("rules.point" if count == 1 else "rules.some_points", count=f"{count:,}")


def periods(chosen: int | None) -> Choices:
    """Within how many days, or ever."""
    days = _with(_DAYS, chosen) if chosen is not None else _DAYS
    return (*((str(count), _days(count, "within_")) for count in days), (EVER, words("rules.ever")))


def discount_id(discount: Discount) -> str:
    """The id of a discount among the choices."""
    match discount:
        case Percent(basis_points=points):
            return f"percent:{points}"
        case AmountOff(amount_minor=minor):
            return f"amount:{minor}"
    return "none"


def discount_of(choice: str) -> Discount:
    """The discount with this id."""
    kind, _, number = choice.partition(":")
    if kind == "percent":
        return Percent(basis_points=int(number))
    return AmountOff(amount_minor=int(number)) if kind == "amount" else None


def discounts(chosen: Discount, currency: str) -> Choices:
    """None, some percents, some amounts."""
    points = _with(_BASIS_POINTS, chosen.basis_points) if isinstance(chosen, Percent) else _BASIS_POINTS
    minors = _with(_MINOR_OFF, chosen.amount_minor) if isinstance(chosen, AmountOff) else _MINOR_OFF
    return (
        ("none", words("rules.no_discount")),
        *((f"percent:{one}", words("rules.percent_off", percent=f"{one / 100:g}")) for one in points),
        *((f"amount:{one}", words("rules.amount_off", amount=fmt.money(one, currency))) for one in minors),
    )


def _kind(kind: LineKind, number: int) -> str:
    if kind in _TYPES:
        return _say(Phrase(message=f"types.{_TYPES[kind]}", arguments={"value": number}, parts=[]), "")
    return words(f"rules.kind_{kind.value}")


def _days(count: int, how: str) -> str:
    return words(f"rules.{how}day" if count == 1 else f"rules.{how}days", count=count)


def _with(offered: tuple[int, ...], chosen: int) -> tuple[int, ...]:
    return offered if chosen in offered else tuple(sorted((*offered, chosen)))


def _say(phrase: Phrase, currency: str) -> str:
    language = "zh" if shown() is Language.CHINESE else "en"
    return association_words.say(phrase, language, lambda minor: fmt.money(minor, currency))
