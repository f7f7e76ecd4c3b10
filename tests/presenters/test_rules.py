import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from backend_stub.contract import (
    AllOf,
    Amount,
    AnyOf,
    AssociationRule,
    Change,
    Condition,
    Count,
    Counted,
    Earning,
    LastVisit,
    Percent,
    Points,
    PointsWorth,
    PreviewPeople,
    PreviewState,
    ProblemCode,
    Reached,
    Right,
    RuleCheck,
    RuleStatus,
    RuleVersion,
    RuleVersionList,
    Tier,
    Timeline,
)
from pos_app.presenters.rules import CHECKS, RULES, RulesPresenter
from pos_app.presenters.rules_lines import Glue, Line, LineKind, condition_of, lines_of, turned
from pos_app.presenters.rules_preview import PREVIEWS, Period, last_days, month_of, usual_periods
from pos_app.presenters.rules_state import Busy, Part, RulesState
from pos_app.presenters.sell_state import Say
from pos_app.views.samples_rules import FAULT, PEOPLE, PREVIEW, RECORDS, RULE, RUNNING, SENTENCES
from tests.fake_asking import FakeAsking
from tests.fakes import NOON, Ids, a_context

DEEP = Count(types=[Counted.PURCHASE, Counted.TOP_UP], at_least=3)
GOOD = RuleCheck(faults=[], sentences=SENTENCES)
WRONG = RuleCheck(faults=[FAULT], sentences=SENTENCES)
DRAFT = msgspec.structs.replace(
    RUNNING, rule_id="r5", version=5, status=RuleStatus.DRAFT, valid_from=None, started_on=None
)


class Page:
    """The presenter, its questions, and what it showed and said."""

    def __init__(self, *versions: RuleVersion, rights: frozenset[Right] = frozenset(Right)) -> None:
        self.asking = FakeAsking()
        self.shown: list[RulesState] = []
        self.said: list[Say] = []
        self.later: list[Callable[[], None]] = []
        self.press = RulesPresenter(
            self,
            self.asking,
            a_context(),
            rights,
            say=self.said.append,
            new_id=Ids(),
            later=self.later.append,
            today=NOON.date,
        )
        self.press.shown()
        self.asking.answer(RuleVersionList(items=[*versions]), RULES)
        if versions:
            self.check()

    def render(self, state: RulesState) -> None:
        self.shown.append(state)

    @property
    def state(self) -> RulesState:
        return self.shown[-1]

    def check(self, found: RuleCheck = GOOD) -> None:
        self.asking.answer(found, CHECKS)

    def ask_for(self, count: int) -> None:
        self.press.set_line(Part.WAY, 0, Line(LineKind.PURCHASES, count, 30))

    def write(self) -> tuple[AssociationRule, str | None]:
        """The newest rule sent to be kept, and its id."""
        sent = [one for one in self.asking.asked(RULES) if one.method == "POST"][-1]
        body: AssociationRule = sent.body.rule  # type: ignore[union-attr]
        return body, sent.key


def in_force(rule: AssociationRule) -> RuleVersion:
    return msgspec.structs.replace(DRAFT, rule=rule, status=RuleStatus.IN_FORCE)


@pytest.mark.parametrize(
    "condition",
    [
        Count(at_least=3, within_days=30),
        Count(types=[Counted.VISIT], at_least=9),
        Count(types=[Counted.TOP_UP], at_least=2, within_days=7),
        Amount(currency="EUR", at_least_minor=20_000, within_days=30),
        Amount(currency="EUR", types=[Counted.TOP_UP], at_least_minor=5_000),
        Points(at_least=100, within_days=90),
        Reached(at_most=60),
        LastVisit(at_least=180),
        LastVisit(at_most=30),
        AnyOf(of=[Count(at_least=3), Amount(currency="EUR", at_least_minor=100)]),
        AllOf(of=[Count(at_least=3), Reached(at_most=60)]),
        Count(at_most=1, within_days=90),
        Amount(currency="EUR", at_most_minor=500, within_days=90),
        AnyOf(of=[Count(at_least=3), AllOf(of=[Points(at_least=2), Reached(at_most=2)]), LastVisit(at_least=9)]),
    ],
)
def test_what_lines_can_say_is_the_same_condition_again(condition: Condition) -> None:
    lines = lines_of(condition)
    assert lines is not None
    assert condition_of(lines, "EUR") == condition


@pytest.mark.parametrize(
    "condition",
    [
        Count(at_least=3, at_most=5),
        Count(types=[Counted.PURCHASE, Counted.VISIT], at_least=3),
        Points(types=[Counted.PURCHASE], at_least=3),
        LastVisit(types=[Counted.TOP_UP], at_least=3),
        Reached(at_least=3),
        AnyOf(of=[Count(at_least=3), AllOf(of=[Count(at_least=2), Reached(at_least=2)])]),
        AnyOf(of=[Count(at_least=number) for number in range(1, 8)]),
        AllOf(of=[AnyOf(of=[Count(at_least=number), Reached(at_most=number)]) for number in range(1, 4)]),
        AnyOf(of=[]),
    ],
)
def test_what_lines_can_not_say_has_none(condition: Condition) -> None:
    assert lines_of(condition) is None


def test_or_within_and_is_said_without_brackets_and_means_the_same() -> None:
    few, much, kept = Count(at_least=3), Amount(currency="EUR", at_least_minor=5), Reached(at_most=60)
    lines = lines_of(AllOf(of=[AnyOf(of=[few, much]), kept]))
    assert lines is not None
    assert [line.glue for line in lines.lines] == [Glue.ANY, Glue.ALL, Glue.ANY, Glue.ALL]
    assert condition_of(lines, "EUR") == AnyOf(of=[AllOf(of=[few, kept]), AllOf(of=[much, kept])])


def test_a_line_keeps_its_number_only_among_its_own_sort() -> None:
    assert turned(Line(LineKind.PURCHASES, 4, 30), LineKind.VISITS) == Line(LineKind.VISITS, 4, 30)
    assert turned(Line(LineKind.PURCHASES, 4, 30), LineKind.SPENT) == Line(LineKind.SPENT, 10_000, 30)
    assert turned(Line(LineKind.REACHED, 60), LineKind.PURCHASES) == Line(LineKind.PURCHASES, 5, 30)
    assert turned(Line(LineKind.PURCHASES, 4), LineKind.SEEN) == Line(LineKind.SEEN, 90)


def test_the_rule_in_force_is_shown_and_nothing_can_be_started() -> None:
    page = Page(RUNNING)
    assert page.state.rule == RULE
    assert not page.state.is_changed
    assert not page.state.can_start


def test_the_newest_draft_is_shown_before_the_rule_in_force() -> None:
    draft = msgspec.structs.replace(DRAFT, rule=msgspec.structs.replace(RULE, first=Count(at_least=9)))
    page = Page(draft, RUNNING)
    assert page.state.rule == draft.rule
    assert page.state.running == RUNNING


def test_a_draft_older_than_the_rule_in_force_is_history() -> None:
    page = Page(RUNNING, msgspec.structs.replace(DRAFT, version=3))
    assert page.state.draft is None
    assert page.state.rule == RULE


def test_a_change_is_checked_at_once_and_can_not_be_started_before_the_answer() -> None:
    page = Page(RUNNING)
    page.ask_for(4)
    assert page.asking.asked(CHECKS)[-1].body.rule == page.state.rule  # type: ignore[union-attr]
    assert page.state.check is None
    assert not page.state.can_start
    page.check()
    assert page.state.can_start


def test_only_the_newest_change_is_judged() -> None:
    page = Page(RUNNING)
    page.ask_for(4)
    page.ask_for(5)
    assert [one.request.body.rule.first.of[0].at_least for one in page.asking.open] == [5]  # type: ignore[union-attr]


def test_a_fault_stands_at_its_part_and_stops_the_start() -> None:
    page = Page(RUNNING)
    page.ask_for(40)
    page.check(WRONG)
    page.press.open(1)
    assert page.state.faults(Part.WAY.field(1)) == (FAULT,)
    assert page.state.faults(Part.KEEP.field(1)) == ()
    assert [page.state.is_tier_wrong(place) for place in range(3)] == [False, True, False]
    assert page.state.other_faults == ()
    assert not page.state.can_start


def test_a_change_in_one_tier_leaves_every_other_part_as_it_was() -> None:
    deep = msgspec.structs.replace(RULE.tiers[2], raise_if=DEEP)
    whole = msgspec.structs.replace(RULE, tiers=[*RULE.tiers[:2], deep])
    page = Page(msgspec.structs.replace(RUNNING, rule=whole))
    page.press.open(2)
    assert page.state.lines(Part.WAY) is None
    page.press.set_line(Part.WAY, 0, Line(LineKind.VISITS, 1))
    page.press.add_line(Part.WAY)
    assert page.state.rule == whole, "a condition that no lines say is not touched"
    page.press.set_discount(Percent(basis_points=1_000))
    page.press.add_line(Part.KEEP)
    gold = msgspec.structs.replace(deep, discount=Percent(basis_points=1_000), keep_if=Reached(at_most=90))
    assert page.state.rule == msgspec.structs.replace(RULE, tiers=[*RULE.tiers[:2], gold])


def test_lines_are_added_joined_and_taken_away_but_the_way_up_keeps_one() -> None:
    page = Page(RUNNING)
    page.press.add_line(Part.WAY)
    ways = page.state.lines(Part.WAY)
    assert ways is not None
    for place, line in enumerate(ways.lines):
        page.press.set_line(Part.WAY, place, replace(line, glue=Glue.ALL))
    assert isinstance(page.state.condition(Part.WAY), AllOf)
    for _ in range(5):
        page.press.drop_line(Part.WAY, 0)
    lines = page.state.lines(Part.WAY)
    assert lines is not None
    assert len(lines.lines) == 1
    page.press.drop_line(Part.KEEP, 0)
    assert page.state.condition(Part.KEEP) is None


def test_starting_keeps_the_draft_and_then_starts_exactly_it() -> None:
    page = Page(RUNNING)
    page.ask_for(4)
    page.check()
    page.press.start()
    page.press.start()
    rule, _ = page.write()
    assert rule == page.state.rule
    assert page.state.busy is Busy.STARTING
    page.asking.answer(msgspec.structs.replace(DRAFT, rule=rule), RULES)
    page.asking.answer(in_force(rule), f"{RULES}/r5/start")
    assert page.said == [Say("rules.started", {"number": 5}, page.said[0].tone)]
    assert not page.state.is_changed
    assert page.state.draft is None
    assert page.state.busy is None


def test_a_lost_answer_is_asked_for_again_with_the_same_id() -> None:
    page = Page(RUNNING)
    page.ask_for(4)
    page.check()
    page.press.keep()
    page.asking.lose(RULES)
    assert page.state.trouble == Say("ask.no_answer", tone=page.state.trouble.tone)  # type: ignore[union-attr]
    first = page.write()
    page.press.keep()
    assert page.write() == first
    page.asking.lose(RULES)
    page.ask_for(5)
    page.check()
    page.press.keep()
    assert page.write()[1] != first[1]


def test_a_refused_start_leaves_the_draft_to_be_started_again() -> None:
    page = Page(RUNNING)
    page.ask_for(4)
    page.check()
    page.press.start()
    page.asking.answer(msgspec.structs.replace(DRAFT, rule=page.write()[0]), RULES)
    page.asking.reject(ProblemCode.CONFLICT, 409, path=f"{RULES}/r5/start")
    assert page.state.trouble is not None
    page.press.start()
    assert len(page.asking.asked(f"{RULES}/r5/start")) == 2
    assert page.state.running == RUNNING


def test_discarding_a_kept_draft_gives_it_up_and_shows_the_rule_in_force() -> None:
    page = Page(msgspec.structs.replace(DRAFT, rule=msgspec.structs.replace(RULE, first=Count(at_least=9))), RUNNING)
    page.press.discard()
    page.asking.answer(msgspec.structs.replace(DRAFT, status=RuleStatus.DISCARDED), f"{RULES}/r5/discard")
    assert page.state.rule == RULE
    assert page.state.draft is None
    assert not page.state.can_discard


def test_discarding_what_was_not_kept_asks_nobody() -> None:
    page = Page(RUNNING)
    page.ask_for(4)
    page.press.discard()
    assert page.state.rule == RULE
    assert all("discard" not in one.request.path for one in page.asking.questions)


def test_a_shop_without_a_rule_begins_with_a_proposal() -> None:
    page = Page()
    assert page.state.rule is None
    page.press.propose()
    page.check()
    assert page.state.can_start


def test_without_the_right_nothing_changes() -> None:
    page = Page(RUNNING, rights=frozenset({Right.SEE_RULES}))
    page.ask_for(4)
    page.press.set_discount(None)
    page.press.add_line(Part.END)
    assert page.state.rule == RULE
    assert not page.state.can_start


def test_what_was_changed_is_still_there_when_the_page_is_opened_again() -> None:
    page = Page(RUNNING)
    page.ask_for(4)
    changed = page.state.rule
    page.press.hidden()
    page.press.shown()
    page.check()
    assert page.state.rule == changed
    assert page.state.can_start


class Trying(Page):
    """A page whose rule in force is being tried."""

    def __init__(self) -> None:
        super().__init__(RUNNING)
        self.press.try_out()
        self.at(PreviewState.RUNNING)

    def at(self, state: PreviewState) -> None:
        result = PREVIEW.result if state is PreviewState.DONE else None
        self.asking.answer(msgspec.structs.replace(PREVIEW, state=state, result=result), PREVIEWS)

    def wait(self) -> None:
        self.later.pop(0)()


def test_a_preview_is_asked_for_until_it_is_done_and_then_its_people() -> None:
    page = Trying()
    assert page.state.what_if.is_running
    page.wait()
    page.at(PreviewState.RUNNING)
    page.wait()
    page.at(PreviewState.DONE)
    assert page.later == []
    assert [page.state.what_if.count(one) for one in Change] == [42, 11, 3, 6]
    page.asking.answer(PreviewPeople(items=[PEOPLE[0]], next_cursor="c"), f"{PREVIEWS}/p1/people")
    page.press.more_people()
    assert page.asking.open[-1].request.query["cursor"] == "c"
    page.asking.answer(PreviewPeople(items=[PEOPLE[1]]), f"{PREVIEWS}/p1/people")
    assert page.state.what_if.people == PEOPLE[:2]
    page.press.look_at(Change.LEFT)
    assert page.state.what_if.people == ()
    assert page.asking.open[-1].request.query["change"] == "left"


def test_each_question_after_a_preview_is_the_same_request_so_that_another_process_of_the_platform_can_begin_it() -> (
    None
):
    page = Trying()
    page.wait()
    page.at(PreviewState.DONE)
    page.asking.reject(ProblemCode.NOT_FOUND, 404, path=f"{PREVIEWS}/p1/people")
    page.at(PreviewState.DONE)
    page.asking.answer(PreviewPeople(items=[PEOPLE[0]]), f"{PREVIEWS}/p1/people")
    asked = page.asking.asked(PREVIEWS)
    assert len({one.key for one in asked}) == 1
    assert len({id(one.body) for one in asked}) == 1
    assert page.state.what_if.people == PEOPLE[:1]


def test_another_period_is_tried_at_once_where_one_was_tried_already_and_the_rule_keeps_it() -> None:
    page, october = Trying(), month_of(dt.date(2026, 10, 9))
    page.press.try_over(october)
    assert len(page.asking.asked(f"{PREVIEWS}/p1/cancel")) == 1, "the one under way is of no use any more"
    page.at(PreviewState.DONE)
    page.ask_for(4)
    page.check()
    page.press.try_over(last_days(NOON.date(), 30))
    assert not page.state.what_if.is_running, "a rule nobody has tried yet waits for its press"
    page.press.try_out()
    asked = [(one.body.from_day, one.body.to_day) for one in page.asking.asked(PREVIEWS)]  # type: ignore[union-attr]
    assert asked == [
        (None, None),
        (dt.date(2026, 10, 1), dt.date(2026, 10, 31)),
        (NOON.date() - dt.timedelta(days=29), None),
    ]


def test_the_periods_offered_are_the_last_days_and_the_twelve_months_before_this_one() -> None:
    offered = usual_periods(dt.date(2028, 3, 31))
    assert [count for count, _ in offered] == [30, 90, 365] + 12 * [0]
    assert offered[3:5] == (
        (0, Period(dt.date(2028, 2, 1), dt.date(2028, 2, 29))),
        (0, Period(dt.date(2028, 1, 1), dt.date(2028, 1, 31))),
    )
    assert offered[-1] == (0, Period(dt.date(2027, 3, 1), dt.date(2027, 3, 31)))


@pytest.mark.parametrize("leave", [RulesPresenter.stop_trying, RulesPresenter.hidden])
def test_a_preview_nobody_waits_for_is_stopped_and_not_asked_for_again(leave: Callable[[RulesPresenter], None]) -> None:
    page = Trying()
    leave(page.press)
    assert len(page.asking.asked(f"{PREVIEWS}/p1/cancel")) == 1
    page.wait()
    assert len(page.asking.asked(PREVIEWS)) == 1
    assert not page.state.what_if.is_running


def test_what_was_reckoned_of_one_rule_is_not_shown_with_another() -> None:
    page = Trying()
    page.wait()
    page.at(PreviewState.DONE)
    page.ask_for(4)
    assert page.state.what_if.result is None
    page.check(WRONG)
    page.press.try_out()
    assert len(page.asking.asked(PREVIEWS)) == 2, "a rule with faults is not tried"


def test_a_preview_that_fails_or_is_lost_says_so() -> None:
    page = Trying()
    page.wait()
    page.at(PreviewState.FAILED)
    assert page.state.what_if.trouble == Say("rules.preview_ended")
    page.press.try_out()
    page.asking.lose(PREVIEWS)
    assert page.state.what_if.trouble is not None
    assert not page.state.what_if.is_running


def test_a_person_is_opened_down_to_their_records_and_closed_again() -> None:
    page = Trying()
    page.wait()
    page.at(PreviewState.DONE)
    page.asking.answer(PreviewPeople(items=[*PEOPLE]), f"{PREVIEWS}/p1/people")
    page.press.open_person("nobody")
    assert page.state.what_if.person is None
    page.press.open_person(PEOPLE[2].customer_id)
    path = f"/v1/members/{PEOPLE[2].customer_id}/timeline"
    page.asking.answer(Timeline(items=[RECORDS[0]], next_cursor="c"), path)
    page.press.more_records()
    assert page.asking.open[-1].request.query["cursor"] == "c"
    page.asking.answer(Timeline(items=[RECORDS[1]]), path)
    assert page.state.what_if.records == RECORDS[:2]
    assert not page.state.what_if.has_more_records
    page.press.close_person()
    assert page.state.what_if.person is None
    assert page.state.what_if.people == PEOPLE


def tiers(page: Page) -> list[Tier]:
    assert page.state.rule is not None
    return page.state.rule.tiers


def test_a_tier_is_added_named_moved_and_taken_away() -> None:
    page = Page(RUNNING)
    page.press.add_tier()
    assert page.state.tier == 3
    assert tiers(page)[3].raise_if is not None
    page.press.rename("Platinum", "白金")
    page.press.move_tier(-1)
    assert [tier.name for tier in tiers(page)] == ["Member", "Silver", "Platinum", "Gold"]
    assert page.state.tier == 2
    assert tiers(page)[2].raise_if == RULE.tiers[2].raise_if, "the ways up stay where they are"
    page.press.rename("  ", "")
    assert tiers(page)[2].name == "Platinum", "a tier has a name"
    page.press.drop_tier()
    assert [tier.name for tier in tiers(page)] == ["Member", "Silver", "Gold"]


def test_whichever_tier_is_lowest_is_reached_by_the_first_condition() -> None:
    page = Page(RUNNING)
    page.press.drop_tier()
    assert tiers(page)[0].key == "silver"
    assert tiers(page)[0].raise_if is None
    page.press.move_tier(1)
    assert [tier.raise_if is None for tier in tiers(page)] == [True, False]
    page.press.drop_tier()
    page.press.drop_tier()
    assert len(tiers(page)) == 1, "a rule keeps a tier"


def test_what_a_tier_gives_and_what_holds_for_the_whole_rule_is_changed() -> None:
    page = Page(RUNNING)
    page.press.open(1)
    page.press.set_factor(200)
    page.press.set_welcome(50, "A mochi")
    page.press.set_points(Earning(purchase_points=2), PointsWorth(points=50, amount_minor=100), 365)
    silver, rule = tiers(page)[1], page.state.rule
    assert rule is not None
    assert (silver.points_factor_percent, silver.welcome_points, silver.gift) == (200, 50, "A mochi")
    assert rule.points_worth == PointsWorth(points=50, amount_minor=100)
    assert (rule.earning.purchase_points, rule.points_expire_after_days) == (2, 365)


def test_a_rule_can_begin_on_a_day_to_come_and_waits_until_then() -> None:
    page = Page(RUNNING)
    page.ask_for(4)
    page.check()
    day = NOON.date() + dt.timedelta(days=7)
    page.press.start_on(day)
    page.press.start()
    rule, _ = page.write()
    page.asking.answer(msgspec.structs.replace(DRAFT, rule=rule), RULES)
    assert page.asking.open[-1].request.body.from_day == day  # type: ignore[union-attr]
    waiting = msgspec.structs.replace(DRAFT, rule=rule, status=RuleStatus.SCHEDULED, valid_from=day)
    page.asking.answer(waiting, f"{RULES}/r5/start")
    assert page.state.running == RUNNING
    assert page.state.is_scheduled
    assert not page.state.can_start
    assert page.state.can_discard
    assert [say.id for say in page.said] == ["rules.scheduled"]
