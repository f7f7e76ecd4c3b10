import datetime as dt
from pathlib import Path

from backend_stub.contract import (
    Member,
    MemberCounts,
    MemberList,
    MemberMessage,
    MemberProfile,
    MessageAudience,
    ProblemCode,
    Right,
    RuleStatus,
    RuleVersion,
    RuleVersionList,
    Timeline,
)
from pos_app.presenters.members import MEMBERS, MESSAGES, RULES, MembersPresenter
from pos_app.presenters.members_csv import member_lines
from pos_app.presenters.members_state import TO_ALL, UNSEEN, MembersState, Show, Whom
from pos_app.presenters.sell_state import Say
from pos_app.views import samples_pages
from pos_app.views.samples_rules import RULE
from tests.fake_asking import FakeAsking
from tests.fakes import NOON, Ids, a_context

SAMPLE: MembersState = samples_pages.MEMBERS.states["members"]
LI, SOFIA = SAMPLE.rows[:2]


class Page:
    """The presenter, its questions, and what it showed and said."""

    def __init__(self, *rights: Right) -> None:
        self.asking = FakeAsking()
        self.shown: list[MembersState] = []
        self.said: list[Say] = []
        self.kept: list[str] = []
        self.is_full = False
        self.press = MembersPresenter(
            self,
            self.asking,
            a_context(),
            frozenset(rights or Right),
            say=self.said.append,
            keep=self._keep,
            new_id=Ids(),
        )
        self.press.shown()

    def render(self, state: MembersState) -> None:
        self.shown.append(state)

    @property
    def state(self) -> MembersState:
        return self.shown[-1]

    def list(self, *members: Member, further: str | None = None) -> None:
        counts = MemberCounts(all=180, new=9, slipping=6)
        self.asking.answer(MemberList(items=[*members], counts=counts, next_cursor=further), MEMBERS)

    def open(self, member: Member = LI) -> None:
        profile = SAMPLE.profile
        assert isinstance(profile, MemberProfile)
        self.asking.answer(profile, f"{MEMBERS}/{member.customer_id}")
        self.asking.answer(Timeline(items=[*SAMPLE.history]), f"{MEMBERS}/{member.customer_id}/timeline")

    def _keep(self, text: str) -> Path:
        if self.is_full:
            raise OSError(28, "No space left on device")
        self.kept.append(text)
        return Path("members.csv")


def a_version(status: RuleStatus) -> RuleVersion:
    return RuleVersion(
        rule_id="r",
        version=1,
        status=status,
        rule=RULE,
        sentences=[],
        created_at=NOON,
        valid_from=None,
        started_on=None,
    )


def counted(delivered: int, *, is_preview: bool) -> MemberMessage:
    return MemberMessage(
        message_id="m",
        text="Hello",
        at=NOON,
        is_preview=is_preview,
        chosen=3,
        delivered=delivered,
        muted=1,
        too_soon=0,
        gone=0,
    )


def test_the_first_of_the_list_is_opened() -> None:
    page = Page()
    page.list(LI, SOFIA)
    page.open()
    assert page.state.chosen_id == LI.customer_id
    assert page.state.profile is SAMPLE.profile
    assert page.state.history == SAMPLE.history


def test_of_a_word_typed_letter_by_letter_only_the_last_answer_counts() -> None:
    page = Page()
    for text in ("s", "so", "sof"):
        page.press.search(text)
    assert [one.request.query["search"] for one in page.asking.open] == ["sof"]
    page.list(SOFIA)
    assert page.state.rows == (SOFIA,)


def test_who_is_open_stays_open_while_they_are_found() -> None:
    page = Page()
    page.list(LI, SOFIA)
    page.press.choose(SOFIA.customer_id)
    page.press.filter(Show.NEW)
    assert page.asking.open[-1].request.query["show"] == "new"
    page.list(LI, SOFIA)
    assert page.state.chosen_id == SOFIA.customer_id


def test_nothing_of_one_member_is_shown_beside_another() -> None:
    page = Page()
    page.list(LI, SOFIA)
    page.open()
    page.press.choose(SOFIA.customer_id)
    assert page.state.profile is None
    assert page.state.history == ()


def test_the_next_page_comes_once_and_is_added() -> None:
    page = Page()
    page.list(LI, further="next")
    page.press.more()
    page.press.more()
    assert [one.query["cursor"] for one in page.asking.asked(MEMBERS)] == [None, "next"]
    page.list(SOFIA)
    assert page.state.rows == (LI, SOFIA)
    assert not page.state.has_more


def test_an_empty_shop_is_told_apart_from_nobody_found() -> None:
    page = Page()
    page.asking.answer(MemberList(items=[], counts=MemberCounts(all=0, new=0, slipping=0)), MEMBERS)
    assert page.state.is_empty
    page.press.search("x")
    page.asking.answer(MemberList(items=[], counts=MemberCounts(all=0, new=0, slipping=0)), MEMBERS)
    assert not page.state.is_empty


def test_without_a_line_the_page_says_so_and_asks_again() -> None:
    page = Page()
    page.asking.lose(MEMBERS)
    assert page.state.trouble is not None
    page.press.again()
    page.list(LI)
    assert page.state.trouble is None


def test_after_the_page_was_left_no_answer_changes_it() -> None:
    page = Page()
    before = len(page.shown)
    page.press.hidden()
    assert page.asking.open == []
    assert len(page.shown) == before


# --- messages ---------------------------------------------------------------------------------------------------------


def writing(*rights: Right) -> Page:
    page = Page(*rights)
    page.list(LI)
    page.open()
    page.press.write()
    return page


def test_a_message_is_counted_before_it_is_sent_and_sent_once() -> None:
    page = writing()
    page.press.write_to(TO_ALL.id)
    page.press.write_text("Hello")
    page.press.send()
    page.asking.answer(counted(2, is_preview=True), MESSAGES)
    page.press.send()
    page.press.send()
    page.asking.answer(counted(2, is_preview=False), MESSAGES)
    page.press.send()
    bodies = [one.body for one in page.asking.asked(MESSAGES)]
    assert [body.is_preview for body in bodies] == [True, False]  # type: ignore[union-attr]
    assert page.said[-1].arguments == {"count": 2}


def test_a_message_goes_to_a_tier_of_todays_rule_or_to_whom_one_has_not_seen() -> None:
    page = writing()
    page.asking.answer(RuleVersionList(items=[a_version(RuleStatus.DRAFT), a_version(RuleStatus.IN_FORCE)]), RULES)
    silver, unseen = next(one for one in page.state.tiers if one.tier_key == "silver"), UNSEEN[1]
    page.press.write_text("Hello")
    for audience in (silver, unseen):
        page.press.write_to(audience.id)
        page.press.send()
    asked = [one.body.audience for one in page.asking.asked(MESSAGES)]  # type: ignore[union-attr]
    assert asked == [MessageAudience(tier_key="silver"), MessageAudience(not_seen_for_days=30)]


def test_whoever_is_meant_now_is_counted_anew() -> None:
    page = writing()
    page.press.write_text("Hello")
    page.press.send()
    page.asking.answer(counted(1, is_preview=True), MESSAGES)
    page.press.write_to(TO_ALL.id)
    assert page.state.draft is not None
    assert page.state.draft.counted is None


def test_without_the_right_to_see_rules_there_are_no_tiers_to_write_to() -> None:
    page = writing()
    page.asking.reject(ProblemCode.FORBIDDEN, path=RULES)
    assert [one.whom for one in page.state.audiences] == [Whom.ONE, Whom.ALL, *[Whom.UNSEEN] * len(UNSEEN)]
    assert page.state.trouble is None


def test_a_message_whose_answer_was_lost_is_sent_again_with_the_same_id() -> None:
    page = writing()
    page.press.write_text("Hello")
    page.press.send()
    page.asking.answer(counted(1, is_preview=True), MESSAGES)
    page.press.send()
    page.asking.lose(MESSAGES)
    page.press.send()
    sent = [one.key for one in page.asking.asked(MESSAGES) if not one.body.is_preview]  # type: ignore[union-attr]
    assert len(sent) == 2
    assert len(set(sent)) == 1


def test_other_words_are_counted_anew() -> None:
    page = writing()
    page.press.write_text("Hello")
    page.press.send()
    page.asking.answer(counted(1, is_preview=True), MESSAGES)
    page.press.write_text("Hello!")
    assert page.state.draft is not None
    assert page.state.draft.counted is None


def test_an_empty_message_goes_nowhere_and_a_refused_one_says_why() -> None:
    page = writing()
    page.press.send()
    assert page.asking.asked(MESSAGES) == []
    page.press.write_text("Hello")
    page.press.send()
    page.asking.reject(ProblemCode.RULE_BROKEN, detail="one a day", path=MESSAGES)
    assert page.state.draft is not None
    assert page.state.draft.wrong == Say("ask.refused", {"text": "one a day"}, page.state.draft.wrong.tone)  # type: ignore[union-attr]


def test_who_may_not_write_is_not_offered_it() -> None:
    assert writing(Right.SEE_MEMBERS).state.draft is None


# --- export -----------------------------------------------------------------------------------------------------------


def test_the_export_walks_all_pages_and_says_where_the_file_is() -> None:
    page = Page()
    page.list(LI)
    page.press.export()
    page.list(LI, further="next")
    page.list(SOFIA)
    assert page.kept[0].count("\n") == 3
    assert page.said[-1] == Say("members.exported", {"count": 2, "file": "members.csv"}, page.said[-1].tone)


def test_a_full_disk_is_said() -> None:
    page = Page()
    page.list(LI)
    page.is_full = True
    page.press.export()
    page.list(LI)
    assert page.said[-1].id == "members.not_exported"


def test_no_name_becomes_a_formula_in_a_spreadsheet() -> None:
    import msgspec

    rows = member_lines(
        [msgspec.structs.replace(LI, name='=HYPERLINK("x")', last_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))]
    )
    assert rows.splitlines()[1].startswith('"\'=HYPERLINK(""x"")",member.1,member,Silver,50,')
