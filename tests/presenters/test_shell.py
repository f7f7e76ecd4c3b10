from backend_stub.contract import Health, ProblemCode, Right
from pos_app.presenters.asking import Latest, get, trouble
from pos_app.presenters.sell_state import Tone
from pos_app.presenters.shell import ShellPresenter
from pos_app.presenters.shell_state import PageId, ShellState
from pos_app.results import Answered, NoAnswer, Reason, Rejected, Result
from tests.fake_asking import FakeAsking
from tests.fakes import a_problem

PAGES = {PageId.SALES: Right.SEE_SALES, PageId.RULES: Right.SEE_RULES, PageId.MEMBERS: Right.SEE_MEMBERS}


class View:
    def __init__(self) -> None:
        self.shown: list[ShellState] = []

    def render_shell(self, state: ShellState) -> None:
        self.shown.append(state)


def a_shell(*rights: Right) -> tuple[ShellPresenter, View]:
    view = View()
    shell = ShellPresenter(view, PAGES)
    shell.allow(rights)
    return shell, view


def test_the_rail_holds_the_pages_that_exist_and_are_for_this_operator_in_its_own_order() -> None:
    shell, _ = a_shell(Right.SEE_RULES, Right.SEE_SALES, Right.SEE_SETTLEMENT)
    assert shell.state.pages == (PageId.SELL, PageId.SALES, PageId.RULES)


def test_sell_is_open_to_everybody() -> None:
    shell, _ = a_shell()
    assert shell.state == ShellState((PageId.SELL,), PageId.SELL)


def test_a_page_that_is_not_in_the_rail_stays_closed() -> None:
    shell, view = a_shell(Right.SEE_SALES)
    shell.go(PageId.RULES)
    assert shell.state.current is PageId.SELL
    shell.go(PageId.SALES)
    assert view.shown[-1].current is PageId.SALES


def test_whoever_may_not_see_the_open_page_comes_back_to_sell() -> None:
    shell, view = a_shell(*Right)
    shell.go(PageId.RULES)
    shell.allow({Right.SEE_SALES})
    assert view.shown[-1] == ShellState((PageId.SELL, PageId.SALES), PageId.SELL)


def test_of_several_questions_only_the_newest_is_answered() -> None:
    asking, came = FakeAsking(), list[Result[Health]]()
    latest = Latest(asking)
    for letters in ("w", "we", "wei"):
        latest.ask(get("/v1/search", Health, q=letters), came.append)
    assert [one.request.query["q"] for one in asking.open] == ["wei"]
    asking.answer(Health(status="ok", version="1"))
    assert len(came) == 1


def test_every_end_of_a_question_has_words_but_an_answer() -> None:
    assert trouble(Answered(1)) is None
    lost = trouble(NoAnswer(Reason.NO_CONNECTION, was_sent=False))
    assert lost is not None
    assert (lost.id, lost.tone) == ("ask.no_connection", Tone.CAREFUL)
    refused = trouble(Rejected(a_problem(ProblemCode.RULE_BROKEN, 422, "tier 2 can't be reached")))
    assert refused is not None
    assert refused.arguments == {"text": "tier 2 can't be reached"}
    others = trouble(Rejected(a_problem(ProblemCode.FORBIDDEN, 403)))
    assert others is not None
    assert others.id == "ask.not_yours"
