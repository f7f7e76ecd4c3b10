"""The words of choosers and faults, and the choices there are."""

from __future__ import annotations

from backend_stub.contract import AmountOff, Percent, Phrase, RuleFault, association_words
from pos_app.presenters.rules_lines import WAYS_UP, LineKind
from pos_app.presenters.rules_state import Discount, Part
from pos_app.views import format as fmt
from pos_app.views.language import Language, shown
from pos_app.views.words import words

Choices = tuple[tuple[str, str], ...]
EVER = "ever"

_COUNTS = (*range(1, 13), 15, 20, 25, 30, 40, 50, 75, 100)
_POINTS = (50, 100, 200, 300, 500, 1_000, 2_000, 5_000)
_MINOR = (1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 40_000, 50_000, 75_000, 90_000, 100_000, 200_000)
_DAYS = (7, 14, 30, 60, 90, 120, 180, 365, 730)
_BASIS_POINTS = (100, 200, 300, 500, 800, 1_000, 1_200, 1_500, 2_000, 2_500, 3_000, 5_000)
_MINOR_OFF = (50, 100, 200, 500, 1_000)
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
