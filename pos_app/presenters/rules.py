"""The Rules page's presenter: every change is checked by the platform at once; keeping and starting are two writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import msgspec

from backend_stub.contract import (
    AssociationRule,
    Change,
    Count,
    Earning,
    PointsWorth,
    Reached,
    Right,
    RuleCheck,
    RuleDraft,
    RuleEnd,
    RuleStart,
    RuleStatus,
    RuleVersion,
    RuleVersionList,
    Tier,
    TillContext,
)
from pos_app.presenters.asking import Asking, Latest, get, post, trouble
from pos_app.presenters.rules_lines import LINES_MAX, WAYS_UP, Line, LineKind, Lines, condition_of, turned
from pos_app.presenters.rules_preview import NOTHING_TRIED, Period, Previewing, WhatIf
from pos_app.presenters.rules_state import Busy, Discount, Face, Part, RulesState, RulesView, proposal
from pos_app.presenters.sell_state import Say, Tone
from pos_app.presenters.shell import PagePresenter
from pos_app.results import Answered, Result

RULES = "/v1/association-rules"
TIERS_MAX = 8
CHECKS = "/v1/association-rule-checks"
_NEW_LINE = {
    Part.WAY: Line(LineKind.PURCHASES, 3, 30),
    Part.KEEP: Line(LineKind.REACHED, 90),
    Part.END: Line(LineKind.ABSENT, 180),
}


class RulesPresenter(PagePresenter):
    """Implements `RulesIntents`."""

    def __init__(
        self,
        view: RulesView,
        asking: Asking,
        context: TillContext,
        rights: frozenset[Right],
        *,
        say: Callable[[Say], None],
        new_id: Callable[[], str],
        later: Callable[[Callable[[], None]], None],
        today: Callable[[], dt.date],
    ) -> None:
        self._today = today
        self._view, self._say, self._new_id = view, say, new_id
        self._list, self._check, self._write = Latest(asking), Latest(asking), Latest(asking)
        self._keep_key = ""
        self._try = Previewing(asking, later, new_id, self._tried)
        self._state = RulesState(context.currency, context.time_zone, may_change=Right.CHANGE_RULES in rights)

    def shown(self) -> None:
        """What was being changed stays; without changes the rule is as it is now."""
        state = self._state
        if state.rule is None or not state.is_changed or state.is_kept:
            self._load()
        else:
            self._look()

    def hidden(self) -> None:
        """Questions are let go of; a write under way goes on, and its end is told."""
        self._list.forget()
        self._check.forget()
        self._try.stop()

    def again(self) -> None:
        """After trouble: ask once more."""
        self.shown()

    # --- loading ------------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        self._show(replace(self._state, is_loading=True, trouble=None))
        self._list.ask(get(RULES, RuleVersionList), self._loaded)

    def _loaded(self, result: Result[RuleVersionList]) -> None:
        if not isinstance(result, Answered):
            self._show(replace(self._state, is_loading=False, trouble=trouble(result)))
            return
        versions = result.value.items
        running = next((one for one in versions if one.status is RuleStatus.IN_FORCE), None)
        newest = versions[0] if versions else None
        draft = newest if newest is not None and newest.status in {RuleStatus.DRAFT, RuleStatus.SCHEDULED} else None
        base = draft or running
        self._state = replace(self._state, is_loading=False, running=running, draft=draft, trouble=None)
        self._change(base.rule if base else None)

    # --- changing -----------------------------------------------------------------------------------------------------

    def open(self, tier: int) -> None:
        """Shows another tier."""
        if self._state.rule is not None and 0 <= tier < len(self._state.rule.tiers):
            self._show(replace(self._state, tier=tier, is_points_open=False))

    def open_points(self) -> None:
        """Shows what holds for the whole rule."""
        self._show(replace(self._state, is_points_open=True))

    def propose(self) -> None:
        """Begins a shop's first rule."""
        if self._state.may_change and self._state.rule is None and not self._state.is_loading:
            self._change(proposal(self._state.currency))

    def set_line(self, part: Part, place: int, line: Line) -> None:
        """Another kind, number or period."""
        lines = self._state.lines(part)
        if lines is not None and place < len(lines.lines):
            changed = (*lines.lines[:place], line, *lines.lines[place + 1 :])
            self._put(part, replace(lines, lines=changed))

    def add_line(self, part: Part) -> None:
        """A line of a kind that isn't there yet, where there is one."""
        lines = self._state.lines(part)
        if lines is None or len(lines.lines) >= LINES_MAX:
            return
        line, used = _NEW_LINE[part], {one.kind for one in lines.lines}
        if line.kind in used:
            kind = next((one for one in WAYS_UP if one not in used), line.kind)
            line = turned(lines.lines[-1], kind)
        self._put(part, replace(lines, lines=(*lines.lines, line)))

    def drop_line(self, part: Part, place: int) -> None:
        """One line fewer. The way to a tier keeps its last one."""
        lines = self._state.lines(part)
        if lines is not None and (len(lines.lines) > 1 or part is not Part.WAY):
            self._put(part, replace(lines, lines=(*lines.lines[:place], *lines.lines[place + 1 :])))

    def set_discount(self, discount: Discount) -> None:
        """What the open tier gets off."""
        tier = self._state.open_tier
        if tier is not None:
            self._put_tier(msgspec.structs.replace(tier, discount=discount))

    def rename(self, name: str, second_name: str) -> None:
        """The open tier's names; none at all is no name."""
        tier = self._state.open_tier
        if tier is not None and name.strip() and (name, second_name) != (tier.name, tier.second_name):
            self._put_tier(msgspec.structs.replace(tier, name=name.strip(), second_name=second_name.strip()))

    def add_tier(self) -> None:
        """One above the highest, reached by more than it."""
        rule = self._state.rule
        if rule is None or not self._may_write() or len(rule.tiers) >= TIERS_MAX:
            return
        key = next(
            key for number in range(1, TIERS_MAX + 2) if (key := f"tier{number}") not in {t.key for t in rule.tiers}
        )
        name = f"{len(rule.tiers) + 1}"
        way = Count(at_least=10 * len(rule.tiers), within_days=90)
        tier = Tier(key=key, name=name, raise_if=way, keep_if=Reached(at_most=90))
        self._state = replace(self._state, tier=len(rule.tiers), is_points_open=False)
        self._put_tiers([*rule.tiers, tier], rule)

    def drop_tier(self) -> None:
        """Takes the open tier away."""
        state, rule = self._state, self._state.rule
        if rule is not None and len(rule.tiers) > 1 and self._may_write():
            tiers = [*rule.tiers[: state.tier], *rule.tiers[state.tier + 1 :]]
            self._state = replace(state, tier=max(0, state.tier - 1))
            self._put_tiers(tiers, rule)

    def move_tier(self, step: int) -> None:
        """Two neighbours change places. What is reached by more stays above: the ways up stay where they are."""
        state, rule = self._state, self._state.rule
        other = state.tier + step
        if rule is None or not 0 <= other < len(rule.tiers) or not self._may_write():
            return
        tiers = list(rule.tiers)
        mine, its = tiers[state.tier], tiers[other]
        tiers[other] = msgspec.structs.replace(mine, raise_if=its.raise_if)
        tiers[state.tier] = msgspec.structs.replace(its, raise_if=mine.raise_if)
        self._state = replace(state, tier=other)
        self._put_tiers(tiers, rule)

    def set_factor(self, percent: int) -> None:
        """How many points the open tier earns."""
        tier = self._state.open_tier
        if tier is not None:
            self._put_tier(msgspec.structs.replace(tier, points_factor_percent=percent))

    def set_welcome(self, points: int, gift: str) -> None:
        """What is given once when the open tier is reached."""
        tier = self._state.open_tier
        if tier is not None and (points, gift) != (tier.welcome_points, tier.gift):
            self._put_tier(msgspec.structs.replace(tier, welcome_points=points, gift=gift))

    def set_points(self, earning: Earning, worth: PointsWorth | None, expire_after_days: int | None) -> None:
        """What holds for the whole rule."""
        rule = self._state.rule
        if rule is not None and self._may_write():
            changed = msgspec.structs.replace(
                rule, earning=earning, points_worth=worth, points_expire_after_days=expire_after_days
            )
            self._change(changed)

    def start_on(self, day: dt.date | None) -> None:
        """From which day on."""
        if self._may_write():
            self._show(replace(self._state, from_day=day))

    def _put_tiers(self, tiers: list[Tier], rule: AssociationRule) -> None:
        """The lowest tier has no way up of its own: it is reached by the rule's first condition."""
        lowest = msgspec.structs.replace(tiers[0], raise_if=None)
        self._change(msgspec.structs.replace(rule, tiers=[lowest, *tiers[1:]]))

    def _put(self, part: Part, lines: Lines) -> None:
        state, rule = self._state, self._state.rule
        condition = condition_of(lines, state.currency)
        if rule is None:
            return
        if part is Part.WAY and state.tier == 0:
            if condition is not None and self._may_write():
                self._change(msgspec.structs.replace(rule, first=condition))
            return
        tier = rule.tiers[state.tier]
        match part:
            case Part.WAY:
                self._put_tier(msgspec.structs.replace(tier, raise_if=condition))
            case Part.KEEP:
                self._put_tier(msgspec.structs.replace(tier, keep_if=condition))
            case Part.END:
                self._put_tier(msgspec.structs.replace(tier, end_if=condition))

    def _put_tier(self, tier: Tier) -> None:
        rule, place = self._state.rule, self._state.tier
        if rule is not None and self._may_write():
            self._change(msgspec.structs.replace(rule, tiers=[*rule.tiers[:place], tier, *rule.tiers[place + 1 :]]))

    def _may_write(self) -> bool:
        return self._state.may_change and self._state.busy is None

    def _change(self, rule: AssociationRule | None) -> None:
        """The rule shown is this one from now on."""
        self._keep_key = ""
        place = self._state.tier if rule is not None and self._state.tier < len(rule.tiers) else 0
        is_other = rule != self._state.rule
        self._state = replace(self._state, rule=rule, tier=place)
        if is_other:
            self._try.reset()
        self._look()

    def _look(self) -> None:
        """What was said of another rule is not said of this one."""
        self._show(replace(self._state, check=None, trouble=None))
        if self._state.rule is None:
            self._check.forget()
        else:
            body = RuleDraft(rule=self._state.rule)
            self._check.ask(post(CHECKS, RuleCheck, body, self._new_id()), self._checked)

    def _checked(self, result: Result[RuleCheck]) -> None:
        if isinstance(result, Answered):
            self._show(replace(self._state, check=result.value, trouble=None))
        else:
            self._show(replace(self._state, trouble=trouble(result)))

    # --- what if? -----------------------------------------------------------------------------------------------------

    def try_out(self) -> None:
        """What would the rule shown have done? Asked of a rule without faults only."""
        state = self._state
        if state.rule is not None and state.is_good and not state.what_if.is_running:
            self._try.begin(state.rule, state.period)

    def try_over(self, period: Period) -> None:
        """Which days are looked at. What was tried already is tried again over them."""
        is_tried = self._state.what_if != NOTHING_TRIED
        self._show(replace(self._state, period=period))
        if is_tried:
            self._try.reset()
            self.try_out()

    def stop_trying(self) -> None:
        """Stops that."""
        self._try.stop()

    def look_at(self, change: Change) -> None:
        """Lists those who would fare so."""
        self._try.look_at(change)

    def more_people(self) -> None:
        """The next ones of that list."""
        self._try.more()

    def open_person(self, customer_id: str) -> None:
        """The records behind one of them."""
        self._try.open(customer_id)

    def close_person(self) -> None:
        """Back to the list."""
        self._try.close()

    def more_records(self) -> None:
        """What happened before."""
        self._try.more_records()

    def turn_to(self, face: Face) -> None:
        """Shows another side of the rule."""
        self._show(replace(self._state, face=face))

    def _tried(self, what_if: WhatIf) -> None:
        self._show(replace(self._state, what_if=what_if))

    # --- writing ------------------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keeps the rule as a draft."""
        if self._state.can_keep:
            self._send_draft(Busy.KEEPING)

    def start(self) -> None:
        """Puts the rule in force at once: the draft is kept first, if it isn't yet."""
        if not self._state.can_start:
            return
        if self._state.is_kept and self._state.draft is not None:
            self._start(self._state.draft)
        else:
            self._send_draft(Busy.STARTING)

    def discard(self) -> None:
        """Goes back to the rule that runs; a kept draft is given up at the platform."""
        state = self._state
        if not state.can_discard:
            return
        if state.draft is None:
            self._change(state.running.rule if state.running else None)
            return
        self._show(replace(state, busy=Busy.DISCARDING, trouble=None))
        path = f"{RULES}/{state.draft.rule_id}/discard"
        self._write.ask(post(path, RuleVersion, RuleEnd(), self._new_id()), self._discarded)

    def _send_draft(self, why: Busy) -> None:
        rule = self._state.rule
        if rule is None:
            return
        self._keep_key = self._keep_key or self._new_id()  # the same when it is sent again: it is kept once
        self._show(replace(self._state, busy=why, trouble=None))
        self._write.ask(post(RULES, RuleVersion, RuleDraft(rule=rule), self._keep_key), self._kept)

    def _kept(self, result: Result[RuleVersion]) -> None:
        if not isinstance(result, Answered):
            self._failed(result)
            return
        is_starting = self._state.busy is Busy.STARTING
        self._state = replace(self._state, draft=result.value, rule=result.value.rule)
        if is_starting:
            self._start(result.value)
        else:
            self._show(replace(self._state, busy=None))
            self._say(Say("rules.kept", {"number": result.value.version}, Tone.GOOD))

    def _start(self, draft: RuleVersion) -> None:
        self._show(replace(self._state, busy=Busy.STARTING, trouble=None))
        path = f"{RULES}/{draft.rule_id}/start"
        self._write.ask(
            post(path, RuleVersion, RuleStart(from_day=self._state.from_day), self._new_id()), self._started
        )

    def _started(self, result: Result[RuleVersion]) -> None:
        if not isinstance(result, Answered):
            self._failed(result)
            return
        if result.value.status is RuleStatus.SCHEDULED:
            self._show(replace(self._state, busy=None, draft=result.value))
            self._say(Say("rules.scheduled", {"number": result.value.version}, Tone.GOOD))
            return
        self._show(replace(self._state, busy=None, running=result.value, draft=None))
        self._say(Say("rules.started", {"number": result.value.version}, Tone.GOOD))

    def _discarded(self, result: Result[RuleVersion]) -> None:
        if not isinstance(result, Answered):
            self._failed(result)
            return
        running = self._state.running
        self._state = replace(self._state, busy=None, draft=None)
        self._change(running.rule if running else None)

    def _failed(self, result: Result[RuleVersion]) -> None:
        self._show(replace(self._state, busy=None, trouble=trouble(result)))

    def _show(self, state: RulesState) -> None:
        self._state = state = replace(state, today=self._today())
        self._view.render(state)
