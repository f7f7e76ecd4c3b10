"""Customers and balances taken over from another system: lines of a file checked, and made into rows.

Nothing here decides half: either every line is good and the totals are those that were told, or there are findings alone.
The money of the balances is owed to the customers from that moment, and has to come from the system they leave: it stands in
the clearing account until it arrives at the bank. A bonus is its issuer's promise, here as there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from backend_stub.contract import NAME_LENGTH_MAX, NAME_PATTERN, SOCIAL_ID_PATTERN
from backend_stub.money import MAX_AMOUNT_MINOR, Money, exponent

COLUMNS = ("social_id", "display_name", "family_name", "programme", "currency", "balance", "bonus")
OPTIONAL = ("family_name", "bonus")
LINES_MAX = 200_000
_AMOUNT = re.compile(r"^([0-9]{1,15})(?:\.([0-9]+))?$")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: where, and what to do about it. Line 0 is the file as a whole."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}" if self.line else self.text


@dataclass(frozen=True, slots=True)
class Terms:
    """What has to be known of a programme to take accounts of it over."""

    programme_id: str
    name: str
    issuer_id: str
    currency: str
    balance_max_minor: int
    version: int
    expires_after_days: int | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One good line: a customer with an account."""

    line: int
    social_id: str
    display_name: str
    family_name: str
    terms: Terms
    balance_minor: int
    bonus_minor: int


@dataclass(frozen=True, slots=True)
class Totals:
    """What a file comes to: customers, accounts, and the sum of a currency's balances and bonuses."""

    customers: int
    accounts: int
    balances: Mapping[str, int]
    bonuses: Mapping[str, int]


def programmes(named: Iterable[Terms]) -> dict[str, Terms | None]:
    """By id and by name; a name that several have names none."""
    found: dict[str, Terms | None] = {}
    for one in named:
        found[one.programme_id] = one
        found[one.name] = None if one.name in found else one
    return found


def check(
    rows: Sequence[tuple[int, Mapping[str, str]]], known: Mapping[str, Terms | None]
) -> tuple[list[Arrival], list[Finding]]:
    """Each line by itself and against the others; every finding, in the order of the lines."""
    arrivals: list[Arrival] = []
    findings: list[Finding] = []
    for line, row in rows:
        read = _read(line, row, known)
        if isinstance(read, Finding):
            findings.append(read)
        else:
            arrivals.append(read)
    findings += _doubles(arrivals)
    return arrivals, sorted(findings, key=lambda finding: finding.line)


def _read(line: int, row: Mapping[str, str], known: Mapping[str, Terms | None]) -> Arrival | Finding:
    social_id, name, family = row["social_id"], row["display_name"], row.get("family_name", "")
    if not re.search(SOCIAL_ID_PATTERN, social_id):
        return Finding(line, f"social_id {social_id!r} is not 3 to 32 of a-z 0-9 . _ - beginning with one of a-z 0-9")
    if not re.search(NAME_PATTERN, name) or len(name) > NAME_LENGTH_MAX:
        return Finding(line, "display_name is not 1 to 80 letters, or only spaces, or holds control characters")
    if family and family not in name.split():
        return Finding(line, f"family_name {family!r} is no word of display_name {name!r}")
    terms = known.get(row["programme"])
    if terms is None:
        several = row["programme"] in known
        why = "is the name of several programmes; give its id" if several else "is no programme here"
        return Finding(line, f"programme {row['programme']!r} {why}")
    if row["currency"] != terms.currency:
        return Finding(line, f"currency is {row['currency']!r}, but {terms.name} is kept in {terms.currency}")
    balance = amount(row["balance"], terms.currency)
    bonus = amount(row.get("bonus", "") or _zero(terms.currency), terms.currency)
    for column, value in (("balance", balance), ("bonus", bonus)):
        if isinstance(value, str):
            return Finding(line, f"{column} {value}")
    assert isinstance(balance, int)
    assert isinstance(bonus, int)
    if balance + bonus > terms.balance_max_minor:
        most = Money(terms.balance_max_minor, terms.currency)
        return Finding(line, f"an account of {terms.name} holds at most {most}")
    return Arrival(line, social_id, name, family, terms, balance, bonus)


def _zero(currency: str) -> str:
    places = exponent(currency)
    return f"0.{'0' * places}" if places else "0"


def amount(text: str, currency: str) -> int | str:
    """Minor units; or what is wrong with it. All decimals have to be there: a line that was cut off shows."""
    places = exponent(currency)
    read = _AMOUNT.match(text)
    decimals = (read[2] or "") if read else ""
    if read is None or len(decimals) != places:
        like = "1250" if places == 0 else f"12.{'50'.ljust(places, '0')[:places]}"
        return f"{text!r} is no amount of {currency} with {places} decimals, like {like}"
    minor = int(read[1] + decimals)
    return minor if minor <= MAX_AMOUNT_MINOR else f"{text!r} is more than an account can hold"


def _doubles(arrivals: Sequence[Arrival]) -> list[Finding]:
    """A social id may stand twice only for the same person with accounts of several programmes."""
    first: dict[str, Arrival] = {}
    accounts: dict[tuple[str, str], Arrival] = {}
    findings = []
    for one in arrivals:
        before = first.setdefault(one.social_id, one)
        if (before.display_name, before.family_name) != (one.display_name, one.family_name):
            findings.append(
                Finding(one.line, f"social_id {one.social_id!r} stands for another name in line {before.line}")
            )
            continue
        same = accounts.setdefault((one.social_id, one.terms.programme_id), one)
        if same is not one:
            findings.append(
                Finding(one.line, f"{one.social_id!r} has an account of {one.terms.name} in line {same.line} already")
            )
    return findings


def totals(arrivals: Sequence[Arrival]) -> Totals:
    """What the good lines come to."""
    balances: dict[str, int] = {}
    bonuses: dict[str, int] = {}
    for one in arrivals:
        currency = one.terms.currency
        balances[currency] = balances.get(currency, 0) + one.balance_minor
        bonuses[currency] = bonuses.get(currency, 0) + one.bonus_minor
    return Totals(len({one.social_id for one in arrivals}), len(arrivals), balances, bonuses)


def proof(found: Totals, told: Mapping[str, int], accounts: int) -> list[Finding]:
    """Whether the file comes to what the other system says it should: each currency, and the number of accounts."""
    findings = []
    if found.accounts != accounts:
        findings.append(Finding(0, f"the file holds {found.accounts} accounts, not the {accounts} that were told"))
    for currency in sorted(found.balances.keys() | told.keys()):
        holds, said = found.balances.get(currency, 0), told.get(currency)
        if said is None:
            findings.append(Finding(0, f"the file holds {Money(holds, currency)}, of which nothing was told"))
        elif holds != said:
            findings.append(
                Finding(0, f"the file holds {Money(holds, currency)}, not {Money(said, currency)} as was told")
            )
    return findings
