"""The Reconcile page without a screen: a file is taken once, told what is wrong with it, and what was found is opened again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest

from backend_stub.api.examples import BY_NAME
from backend_stub.contract import (
    Finding,
    Payout,
    ProblemCode,
    Reconciliation,
    ReconciliationList,
    ShiftTotalList,
)
from pos_app.pages import reconcile as edge
from pos_app.presenters.reconcile import PATH, TOTALS, ReconcilePresenter
from pos_app.presenters.reconcile_state import FileText, Part, can_arrive
from pos_app.presenters.sell_state import Say
from tests.fake_asking import FakeAsking

S = TypeVar("S")


def example(kind: type[S]) -> S:
    """What the platform answers, as its description shows it."""
    return msgspec.convert(BY_NAME[kind.__name__], kind)


FOUND = example(Reconciliation)
ONE = f"{PATH}/{FOUND.statement_id}"


class Page:
    """The presenter with its fakes, after the platform told its lists."""

    def __init__(self, *, is_new_here: bool = False) -> None:
        self.asking = FakeAsking()
        self.said: list[Say] = []
        self.saved: dict[str, bytes] = {}
        self.files = {"/a.xml": FileText("a.xml", "<Document/>"), "/b.pdf": FileText("b.pdf", fault=Say("no_text"))}
        self.state: Any = None
        self.count = 0
        self.press = ReconcilePresenter(
            self,
            self.asking,
            currency="EUR",
            time_zone="Europe/Berlin",
            read=self.files.__getitem__,
            save=self.save,
            say=self.said.append,
            new_id=self.new_id,
        )
        self.press.shown()
        listed = ReconciliationList(items=[]) if is_new_here else example(ReconciliationList)
        self.asking.answer(listed, PATH)
        self.asking.answer(example(ShiftTotalList), TOTALS)
        if not is_new_here:
            self.asking.answer(FOUND, ONE)

    def render(self, state: object) -> None:
        self.state = state

    def save(self, name: str, content: bytes) -> str:
        self.saved[name] = content
        return name

    def new_id(self) -> str:
        self.count += 1
        return f"id-{self.count}"

    def posted(self) -> list[Any]:
        return [one for one in self.asking.asked(PATH) if one.method == "POST"]


def test_the_newest_statement_is_open_when_the_page_is_shown() -> None:
    page = Page()
    assert page.state.open.statement_id == FOUND.statement_id
    assert not page.state.is_new
    assert Page(is_new_here=True).state.open is None


def test_a_file_is_sent_whole_and_what_was_found_is_shown() -> None:
    page = Page(is_new_here=True)
    page.press.take("/a.xml")
    page.press.take("/a.xml")  # a second drop while the first is under way
    (request,) = page.posted()
    assert (request.body.name, request.body.text) == ("a.xml", "<Document/>")
    assert page.state.is_sending
    page.asking.answer(FOUND, PATH)
    assert (page.state.open, page.state.is_new, page.state.is_sending) == (FOUND, True, False)
    page.asking.answer(example(ReconciliationList), PATH)
    assert len(page.state.rows) == 1


def test_a_file_that_can_not_be_read_or_is_refused_leaves_what_was_there_and_says_why() -> None:
    page = Page()
    page.press.take("/b.pdf")
    assert page.posted() == []
    assert (page.state.fault.id, page.state.fault_name) == ("no_text", "b.pdf")
    page.press.take("/a.xml")
    assert page.state.fault is None
    page.asking.reject(ProblemCode.RULE_BROKEN, detail="line 4: this one is torn", path=PATH)
    assert page.state.fault.arguments == {"text": "line 4: this one is torn"}
    assert page.state.open == FOUND
    page.press.take("/a.xml")
    page.asking.lose(PATH)
    assert page.state.fault.id == "reconcile.unknown"


def test_a_likely_payout_is_noted_as_arrived_by_a_person_only() -> None:
    page = Page()
    payout = example(Payout)
    likely = msgspec.structs.replace(FOUND.entries[0], finding=Finding.LIKELY_PAYOUT, matched_id=payout.payout_id)
    assert can_arrive(likely, page.state)
    page.press.arrived(payout.payout_id)
    page.asking.answer(payout, f"/v1/payouts/{payout.payout_id}/confirmation")
    assert not can_arrive(likely, page.state)
    assert page.said[-1].id == "reconcile.noted"
    assert len(page.asking.asked(ONE)) == 2, "what is missing is asked for again"


def test_the_result_is_kept_as_a_file() -> None:
    page = Page()
    page.press.save_csv()
    page.asking.answer(b"date,amount", f"{ONE}/result.csv")
    ((name, content),) = page.saved.items()
    assert (name.endswith(".csv"), content) == (True, b"date,amount")


def test_the_tills_part_looks_at_a_shift_and_a_statement_that_is_dropped_there_turns_to_the_bank() -> None:
    page = Page()
    page.press.turn_to(Part.TILLS)
    assert page.state.shift.shift.number == 17
    page.press.choose(page.state.shifts[0].shift.shift_id)
    assert page.asking.open == [], "a shift is known whole"
    page.press.take("/a.xml")
    assert page.state.part is Part.BANK


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xef\xbb\xbfdate,amount\n", "date,amount\n"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?><a>Müller</a>'.encode("latin-1"), "Müller"),
        ("<?xml version='1.0' encoding='UTF-8'?><a>美茶</a>".encode(), "美茶"),
    ],
)
def test_a_file_is_read_in_the_encoding_that_it_names(tmp_path: Path, content: bytes, says: str) -> None:
    file = tmp_path / "a.xml"
    file.write_bytes(content)
    found = edge.read(str(file))
    assert (found.fault, says in found.text) == (None, True)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"%PDF-1.7\n\xff\xfe\x00", "reconcile.no_text"),
        (b" \n", "reconcile.no_text"),
        (b'<?xml version="1.0" encoding="klingon"?>', "reconcile.no_text"),
        (b"a" * (edge.LARGEST + 1), "reconcile.too_large"),
        (None, "reconcile.unreadable"),
    ],
    ids=("pdf", "empty", "klingon", "large", "gone"),
)
def test_a_file_that_is_no_text_is_named_as_such(tmp_path: Path, content: bytes | None, fault: str) -> None:
    file = tmp_path / "a.pdf"
    if content is not None:
        file.write_bytes(content)
    found = edge.read(str(file))
    assert found.fault is not None
    assert (found.fault.id, found.name, found.text) == (fault, "a.pdf", "")
