"""The platform as a page's presenter asks it, played by the test: nothing is answered until the test says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from backend_stub.contract import ProblemCode
from pos_app.presenters.asking import Request
from pos_app.results import Answered, NoAnswer, Reason, Rejected, Result
from tests.fakes import a_problem


@dataclass
class Question:
    """One asking; answered once, and not after it was forgotten."""

    request: Request[Any]
    then: Callable[[Result[Any]], None]
    is_forgotten: bool = False
    is_answered: bool = False

    def forget(self) -> None:
        self.is_forgotten = True


class FakeAsking:
    """`questions` are all that were asked; `answer`, `reject` and `lose` end the oldest open one (to that path)."""

    def __init__(self) -> None:
        self.questions: list[Question] = []

    def ask(self, request: Request[Any], then: Callable[[Result[Any]], None]) -> Question:
        self.questions.append(Question(request, then))
        return self.questions[-1]

    @property
    def open(self) -> list[Question]:
        return [one for one in self.questions if not one.is_answered and not one.is_forgotten]

    def asked(self, path: str) -> list[Request[Any]]:
        """The requests to this path, oldest first."""
        return [one.request for one in self.questions if one.request.path == path]

    def answer(self, value: object, path: str | None = None) -> None:
        question = self._next(path)
        kind = question.request.reply
        assert isinstance(value, kind), f"{question.request.path} is answered by {kind.__name__}"
        self.end(question, Answered(value))

    def reject(self, code: ProblemCode, status: int = 422, detail: str = "No.", path: str | None = None) -> None:
        self.end(self._next(path), Rejected(a_problem(code, status, detail)))

    def lose(self, path: str | None = None, reason: Reason = Reason.TIMED_OUT) -> None:
        self.end(self._next(path), NoAnswer(reason, was_sent=reason is not Reason.NO_CONNECTION))

    def _next(self, path: str | None) -> Question:
        found = [one for one in self.open if path is None or one.request.path == path]
        assert found, f"nobody asked {path or 'anything'}; asked were {[one.request.path for one in self.questions]}"
        return found[0]

    def end(self, question: Question, result: Result[Any]) -> None:
        """Ends this question with any result."""
        question.is_answered = True
        question.then(result)
