"""A bank's statement as it was found: what is careful about it, its differences, what is on no statement, what matched."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from backend_stub.contract import BankEntry, Finding, MissingPayout, Reconciliation
from pos_app.presenters.reconcile_state import ReconcileState, can_arrive
from pos_app.views import format as fmt
from pos_app.views.look.tokens import space
from pos_app.views.parts.banner import Banner
from pos_app.views.parts.card import Bare
from pos_app.views.parts.scrolled import settle
from pos_app.views.parts.text import Grown
from pos_app.views.reconcile.blocks import Block, BlockWords, Plain, Pool
from pos_app.views.reconcile.drop import DropZone
from pos_app.views.settlement import said
from pos_app.views.words import Place, say, words

MOST = 60  # of a kind on screen; all stand in the CSV
TONES = {Finding.BANK_CHARGE: "plain", Finding.LIKELY_PAYOUT: "news", Finding.RETURNED: "wrong"}


class BankBox(Bare):
    """Blocks are kept and shown again."""

    arrived = Signal(str)

    def __init__(self) -> None:
        super().__init__("reconcileBank")
        self._fault = Banner("reconcileFault", "wrong", "strong")
        self._known = Banner("reconcileKnown", "news", "strong")
        self._account = Banner("reconcileAccount", "careful", "strong")
        self._gap = Banner("reconcileGap", "careful", "strong")
        self._sums = Grown("reconcileSums", "body", "text")
        self.drop = DropZone()
        self._ids: list[str] = []
        self._differences = Pool("reconcileDifferences", self._block)
        self._missing = Pool("reconcileMissing", lambda place: Plain(f"reconcileMissing{place}"))
        self._matched = Pool("reconcileMatched", lambda place: Plain(f"reconcileMatched{place}"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(space(2))
        parts = (self._fault, self._known, self._account, self._gap, self._sums, self.drop)
        for part in (*parts, self._differences, self._missing, self._matched):
            column.addWidget(part)

    def _block(self, place: int) -> Block:
        block = Block(f"reconcileDifference{place}")
        block.pressed.connect(lambda: self.arrived.emit(self._ids[place]))
        return block

    def show_state(self, state: ReconcileState) -> None:
        """What was found, or how to begin."""
        found = state.open
        self._show_fault(state)
        self.drop.setVisible(found is None)
        for part in (self._sums, self._differences, self._missing, self._matched):
            part.setVisible(found is not None)
        self._show_news(state, found)
        if found is not None:
            self._show_found(state, found)
        self._differences.settle()
        settle(self, self._differences, self._missing, self._matched)

    def _show_fault(self, state: ReconcileState) -> None:
        self._fault.setVisible(state.fault is not None)
        if state.fault is not None:
            head = words("reconcile.not_taken", name=state.fault_name)
            self._fault.show_lines("warning-circle", head, below=say(state.fault, _place(state)))

    def _show_news(self, state: ReconcileState, found: Reconciliation | None) -> None:
        is_known = found is not None and state.is_new and found.was_known
        self._known.setVisible(is_known)
        self._account.setVisible(found is not None and found.payer_account is not None)
        self._gap.setVisible(found is not None and bool(found.gap_minor))
        if found is None:
            return
        day = fmt.day(found.at, state.time_zone)
        self._known.show_lines(
            "clock-counter-clockwise", words("reconcile.known", day=day), below=words("reconcile.known_how")
        )
        other = words("reconcile.other_account", account=found.account)
        how = words("reconcile.other_account_how", payer=found.payer_account or "")
        self._account.show_lines("bank", other, below=how)
        gap = fmt.money(found.gap_minor or 0, found.currency)
        self._gap.show_lines("scissors", words("reconcile.gap", gap_minor=gap), below=words("reconcile.gap_how"))

    def _show_found(self, state: ReconcileState, found: Reconciliation) -> None:
        sums = words(
            "reconcile.sums",
            matched=found.matched,
            entries=len(found.entries),
            in_minor=fmt.money(found.in_minor, found.currency),
            out_minor=fmt.money(found.out_minor, found.currency),
        )
        self._sums.set_plain(sums)
        differing = found.differences[:MOST]
        self._ids = [one.matched_id or "" for one in differing]
        blocks = self._differences.rows(words("reconcile.differences"), len(differing), _rest(found.differences))
        for block, entry in zip(blocks, differing, strict=True):
            block.show_words(_difference(entry, state))
        absent = found.missing[:MOST]
        lines = self._missing.rows(words("reconcile.missing"), len(absent), _rest(found.missing))
        for line, row in zip(lines, absent, strict=True):
            day = words("reconcile.instructed", day=fmt.short_day(row.at, state.time_zone))
            line.show_words(
                words("reconcile.payout_of", name=row.holder), day, fmt.money(row.amount_minor, row.currency)
            )
        fitting = state.matched[:MOST]
        lines = self._matched.rows(words("reconcile.matched"), len(fitting), _rest(state.matched))
        for line, entry in zip(lines, fitting, strict=True):
            line.show_words(_match(entry), _booked(entry), fmt.money(entry.amount_minor, entry.currency))


def _place(state: ReconcileState) -> Place:
    return Place(state.currency, state.time_zone)


def _rest(rows: list[BankEntry] | list[MissingPayout] | tuple[BankEntry, ...]) -> str:
    return words("reconcile.cut", count=len(rows) - MOST) if len(rows) > MOST else ""


def _booked(entry: BankEntry) -> str:
    return said.day(dt.date.fromisoformat(entry.booked_on))


def _match(entry: BankEntry) -> str:
    if entry.matched_name is None:
        return entry.counterparty or entry.reference or words("reconcile.nobody")
    return words("reconcile.top_up_by" if entry.is_top_up else "reconcile.payout_of", name=entry.matched_name)


def _difference(entry: BankEntry, state: ReconcileState) -> BlockWords:
    """Whose line, by the bank's word; below it the day, what it may be of, and what was expected."""
    below = [_booked(entry), entry.text]
    below.append(entry.reference if entry.matched_name is None else _match(entry))
    if entry.expected_minor not in (None, entry.amount_minor):
        expected = fmt.money(entry.expected_minor or 0, state.currency if entry.is_top_up else entry.currency)
        below.append(words("reconcile.expected", expected_minor=expected))
    is_noted = entry.matched_id in state.noted
    name = entry.finding.value
    return BlockWords(
        head=entry.counterparty or words("reconcile.nobody"),
        below=" · ".join(part for part in below if part),
        amount=fmt.money(entry.amount_minor, entry.currency),
        state=words("reconcile.is_noted") if is_noted else words(f"reconcile.finding.{name}"),
        tone="good" if is_noted else TONES.get(entry.finding, "careful"),
        cause=words(f"reconcile.cause.{name}"),
        what_to_do="" if is_noted else words(f"reconcile.do.{name}"),
        verb=words("reconcile.arrived") if can_arrive(entry, state) else "",
    )
