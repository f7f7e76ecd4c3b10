"""What if? The platform reckons a rule over all history while the page asks how far it is; the newest rule only counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from backend_stub.contract import (
    AssociationRule,
    Change,
    Preview,
    PreviewEnd,
    PreviewPeople,
    PreviewPerson,
    PreviewRequest,
    PreviewResult,
    PreviewState,
    ProblemCode,
    Timeline,
    TimelineItem,
)
from pos_app.presenters.asking import Asking, Latest, Request, get, post, trouble
from pos_app.presenters.sell_state import Say
from pos_app.results import Answered, Rejected, Result

PREVIEWS = "/v1/association-previews"
MEMBERS = "/v1/members"
_PEOPLE, _RECORDS = 50, 30
_LAST_DAYS, _MONTHS = (30, 90, 365), 12


@dataclass(frozen=True, slots=True)
class Period:
    """The business days that are looked at, both included; None: from the first one, to today."""

    from_day: dt.date | None = None
    to_day: dt.date | None = None


ALL_HISTORY = Period()


def last_days(today: dt.date, count: int) -> Period:
    """So many days, today being the last of them."""
    return Period(today - dt.timedelta(days=count - 1))


def month_of(day: dt.date) -> Period:
    """The calendar month with this day."""
    next_one = (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
    return Period(day.replace(day=1), next_one - dt.timedelta(days=1))


def usual_periods(today: dt.date) -> tuple[tuple[int, Period], ...]:
    """What can be chosen beside all history: the last days, with their number, and the months before this one, with 0."""
    months: list[Period] = []
    day = today
    for _ in range(_MONTHS):
        day = day.replace(day=1) - dt.timedelta(days=1)
        months.append(month_of(day))
    return (*((count, last_days(today, count)) for count in _LAST_DAYS), *((0, month) for month in months))


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A preview as far as it is, who would fare differently in the way that is looked at, and the records of one of them."""

    is_asking: bool = False
    preview: Preview | None = None
    change: Change = Change.JOINED
    people: tuple[PreviewPerson, ...] = ()
    has_more: bool = False
    person: PreviewPerson | None = None  # whose records are looked at
    records: tuple[TimelineItem, ...] = ()
    has_more_records: bool = False
    trouble: Say | None = None

    @property
    def is_running(self) -> bool:
        """Whether an answer is still to come."""
        return self.is_asking or (self.preview is not None and self.preview.state is PreviewState.RUNNING)

    @property
    def result(self) -> PreviewResult | None:
        """What came out."""
        return self.preview.result if self.preview is not None else None

    def count(self, change: Change) -> int:
        """How many would join, rise, fall or leave."""
        found = self.result
        return int(getattr(found, change.value)) if found is not None else 0


NOTHING_TRIED = WhatIf()


class Previewing:
    """Runs one preview at a time. `later` calls back after a short pause; `changed` is told every new state."""

    def __init__(
        self,
        asking: Asking,
        later: Callable[[Callable[[], None]], None],
        new_id: Callable[[], str],
        changed: Callable[[WhatIf], None],
    ) -> None:
        self._asking, self._later, self._new_id, self._changed = asking, later, new_id, changed
        self._reckoned, self._listed, self._past = Latest(asking), Latest(asking), Latest(asking)
        self._state = WhatIf()
        self._run = 0
        self._wanted: Request[Preview] | None = None
        self._cursor: str | None = None
        self._past_cursor: str | None = None

    def begin(self, rule: AssociationRule, period: Period) -> None:
        """Reckons this rule over these days; one under way is stopped."""
        self.reset()
        self._show(replace(self._state, is_asking=True))
        asked = PreviewRequest(rule=rule, from_day=period.from_day, to_day=period.to_day)
        self._wanted = post(PREVIEWS, Preview, asked, self._new_id())
        self._reckoned.ask(self._wanted, self._answered)

    def stop(self) -> None:
        """Nobody waits for it any more: the platform is told."""
        self._run += 1
        self._reckoned.forget()
        preview = self._state.preview
        if preview is not None and preview.state is PreviewState.RUNNING:
            path = f"{PREVIEWS}/{preview.preview_id}/cancel"
            self._asking.ask(post(path, Preview, PreviewEnd(), self._new_id()), lambda _: None)
        if self._state.is_running:
            self._show(WhatIf())

    def reset(self) -> None:
        """Another rule: what was reckoned is not about it."""
        self.stop()
        self._listed.forget()
        self._past.forget()
        if self._state != WhatIf():
            self._show(WhatIf())

    def look_at(self, change: Change) -> None:
        """Lists those who would fare so."""
        if self._state.result is not None:
            self._cursor = None
            self._show(replace(self._closed(), change=change, people=(), has_more=False, trouble=None))
            self._ask_people()

    def more(self) -> None:
        """The next ones of the list."""
        if self._state.has_more:
            self._show(replace(self._state, has_more=False))
            self._ask_people()

    def open(self, customer_id: str) -> None:
        """The records behind one of them."""
        person = next((one for one in self._state.people if one.customer_id == customer_id), None)
        if person is not None:
            self._past_cursor = None
            self._show(replace(self._closed(), person=person))
            self._ask_records()

    def close(self) -> None:
        """Back to the list."""
        if self._state.person is not None:
            self._show(self._closed())

    def more_records(self) -> None:
        """What happened before."""
        if self._state.has_more_records:
            self._show(replace(self._state, has_more_records=False))
            self._ask_records()

    def _closed(self) -> WhatIf:
        self._past.forget()
        return replace(self._state, person=None, records=(), has_more_records=False)

    def _ask_records(self) -> None:
        person = self._state.person
        if person is not None:
            path = f"{MEMBERS}/{person.customer_id}/timeline"
            request = get(path, Timeline, limit=_RECORDS, cursor=self._past_cursor)
            self._past.ask(request, self._remembered)

    def _remembered(self, result: Result[Timeline]) -> None:
        if not isinstance(result, Answered):
            self._show(replace(self._state, trouble=trouble(result)))
            return
        self._past_cursor = result.value.next_cursor
        records = (*self._state.records, *result.value.items)
        self._show(replace(self._state, records=records, has_more_records=self._past_cursor is not None))

    def _answered(self, result: Result[Preview]) -> None:
        if not isinstance(result, Answered):
            self._show(replace(self._state, is_asking=False, preview=None, trouble=trouble(result)))
            return
        preview = result.value
        if preview.state is PreviewState.RUNNING:
            self._show(replace(self._state, is_asking=False, preview=preview))
            run = self._run
            self._later(lambda: self._ask_again(run))
        elif preview.state is PreviewState.DONE:
            self._show(replace(self._state, is_asking=False, preview=preview))
            self.look_at(next((one for one in Change if self._state.count(one)), Change.JOINED))
        else:
            self._show(WhatIf(trouble=Say("rules.preview_ended")))

    def _ask_again(self, run: int) -> None:
        """The same request finds the same preview; another process of the platform, which has not heard of it, begins it."""
        if run == self._run and self._wanted is not None:
            self._reckoned.ask(self._wanted, self._answered)

    def _ask_people(self) -> None:
        preview, change = self._state.preview, self._state.change
        if preview is not None and self._state.count(change):
            path = f"{PREVIEWS}/{preview.preview_id}/people"
            request = get(path, PreviewPeople, change=change.value, limit=_PEOPLE, cursor=self._cursor)
            self._listed.ask(request, self._found)

    def _found(self, result: Result[PreviewPeople]) -> None:
        if isinstance(result, Rejected) and result.problem.code is ProblemCode.NOT_FOUND:
            self._ask_again(self._run)
            return
        if not isinstance(result, Answered):
            self._show(replace(self._state, trouble=trouble(result)))
            return
        self._cursor = result.value.next_cursor
        people = (*self._state.people, *result.value.items)
        self._show(replace(self._state, people=people, has_more=self._cursor is not None))

    def _show(self, state: WhatIf) -> None:
        self._state = state
        self._changed(state)
