"""The association in a real window, with real mouse and keys, on a platform in another process.

The owner signs in, finds a member, writes to a tier, changes the rule, tries it on all history, looks at somebody's records, and
starts it; then a stranger buys until the till tells that they became a member. Where to press is asked of the window each time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_main_job import BIN, Sandbox, _ask, _environment, _keep, _wait_for, sandbox
from tests.xvfb import Screen

__all__ = ["sandbox"]
REPOSITORY = Path(__file__).parents[2]
WORDS = "A free tea for you"
STRANGER = "lena"
PURCHASES_MAX = 5
Look = dict[str, dict[str, Any]]


class Owner:
    """What a person sees at the till, and what they do with mouse and keys."""

    def __init__(self, screen: Screen, sandbox: Sandbox, folder: Path) -> None:
        self.screen, self.sandbox = screen, sandbox
        folder.mkdir()
        token = ["--secret-file", "--token", sandbox["tills"][0]["token"]]
        subprocess.run(
            [BIN / "pos", "token", "--data-dir", folder, *token], env=_environment(), check=True, capture_output=True
        )
        reading, writing = os.pipe()
        run = ["run", "--server", sandbox["base_url"], "--camera", "none", "--data-dir", folder, "--secret-file"]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.watched_till", str(writing), *run, "--language", "en"],
            env=_environment(DISPLAY=screen.display, QT_QPA_PLATFORM="xcb"),
            stdin=subprocess.PIPE,
            pass_fds=[writing],
            cwd=REPOSITORY,
            text=True,
        )
        os.close(writing)
        self._told = os.fdopen(reading)

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._told.close()

    def look(self) -> Look:
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        found: Look = json.loads(self._told.readline())
        return found

    def sees(self, name: str, like: Callable[[str], bool] = lambda _: True) -> dict[str, Any]:
        """Waits until it can be seen, can be pressed, and says such words."""

        def look() -> dict[str, Any] | None:
            one = self.look().get(name)
            return one if one is not None and one["is_on"] and like(one["text"]) else None

        try:
            found: dict[str, Any] = _wait_for(look, f"{name} in the window", patience_s=20)
        except AssertionError:
            _keep(self.screen, "members-in-a-window.png")
            raise AssertionError(f"{name} is not as awaited: {self.look().get(name)}") from None
        return found

    def click(self, name: str, below: int | None = None) -> None:
        """In its middle, or so many pixels below its upper edge."""
        left, top, width, height = self.sees(name)["box"]
        y = top + (height // 2 if below is None else below)
        self.screen.xdotool("mousemove", left + width // 2, y, "click", 1)

    def keys(self, *keys: str) -> None:
        self.screen.xdotool("key", "--delay", 90, *keys)  # slower than any hand scanner

    def write(self, text: str) -> None:
        self.screen.xdotool("type", "--delay", 90, text)  # likewise

    def scan(self, code: str) -> None:
        self.screen.xdotool("type", "--delay", 4, code)
        self.screen.xdotool("key", "Return")

    def choose(self, name: str, *keys: str, like: Callable[[str], bool]) -> None:
        """Another of a chooser's: opened by the mouse, chosen by keys."""
        self.click(name)
        self.keys(*keys, "Return")
        self.sees(name, like)

    def ask(self, path: str, token: str | None = None) -> Any:
        return _ask(self.sandbox, token or self.sandbox["manager_token"], path)

    def rules(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("/v1/association-rules")["items"]
        return found


@pytest.fixture
def owner(sandbox: Sandbox, tmp_path: Path) -> Iterator[Owner]:
    with Screen() as screen:
        person = Owner(screen, sandbox, tmp_path / "till")
        try:
            yield person
        finally:
            person.end()


def test_a_tier_is_written_to_and_a_rule_is_tried_started_and_makes_a_member_in_the_sale(owner: Owner) -> None:
    _sign_in(owner)
    _write_to_a_tier(owner)
    _change_the_rule(owner)
    _buy_until_a_member(owner)


def _sign_in(owner: Owner) -> None:
    owner.sees("shopName", lambda text: "Mei" in text)
    owner.click("operatorButton")
    names = {one["text"]: name for name, one in owner.look().items() if name.startswith("person")}
    if not names:  # the page had not come yet
        owner.sees("person1")
        names = {one["text"]: name for name, one in owner.look().items() if name.startswith("person")}
    owner.click(names["Yan"])
    owner.sees("pinOf", lambda text: "Yan" in text)
    for digit in owner.sandbox["owner_pin"]:
        owner.click(f"pin{digit}")
    owner.click("signIn")
    owner.sees("operatorButton", lambda text: text == "Yan")


def _write_to_a_tier(owner: Owner) -> None:
    silver = owner.ask("/v1/members?tier=silver&limit=100")["items"]
    owner.click("railMembers")
    owner.click("memberSearch")
    owner.write("wei")
    owner.sees("memberName", lambda text: text == "Li Wei")
    owner.click("memberMessage")
    owner.choose("letterWhom", "Down", "Down", "Down", like=lambda text: text == "All in Silver")
    owner.click("letterText")
    owner.write(WORDS)
    owner.sees("letterText", lambda text: text == WORDS)
    owner.click("letterSend")
    owner.sees("letterTold", lambda text: f"{len(silver)} get it" in text)
    assert owner.ask("/v1/member-messages")["items"] == [], "counted, not sent"
    _keep(owner.screen, "members-letter-in-a-window.png")
    owner.click("letterSend")
    sent = _wait_for(lambda: owner.ask("/v1/member-messages")["items"], "the message at the platform")
    assert [(one["text"], one["delivered"]) for one in sent] == [(WORDS, len(silver))]


def _change_the_rule(owner: Owner) -> None:
    before = owner.rules()[0]["rule"]["first"]["of"][0]["at_least"]
    owner.click("railRules")
    owner.choose("wayLine0Number", "Up", like=lambda text: text == str(before - 1))
    owner.click("tryOut")
    owner.sees("previewPlot")
    assert owner.sees("previewDraft")["text"]
    _keep(owner.screen, "rule-tried-in-a-window.png")
    owner.click("previewPeople", below=20)
    owner.sees("previewRecords")
    assert owner.sees("previewWho")["text"]
    assert len(owner.rules()) == 1, "trying writes nothing"
    owner.click("ruleStart")
    _wait_for(lambda: [one["status"] for one in owner.rules()] == ["in_force", "replaced"], "the rule in force")
    assert owner.rules()[0]["rule"]["first"]["of"][0]["at_least"] == before - 1


def _buy_until_a_member(owner: Owner) -> None:
    stranger = next(one for one in owner.sandbox["customers"] if one["social_id"] == STRANGER)
    owner.click("railSell")
    for number in range(1, PURCHASES_MAX + 1):
        code = _ask(owner.sandbox, stranger["token"], "/v1/payment-codes", {})["code"]
        owner.click("key5")
        owner.click("take")
        owner.sees("scanningPanel")
        owner.scan(code)
        owner.sees("paidPanel")
        is_member = owner.ask("/v1/memberships", stranger["token"])["items"][0]["standing"] == "member"
        assert ("paidNews" in owner.look()) is is_member, f"what the till told after purchase {number}"
        if is_member:
            assert "Lena" in owner.look()["paidNews"]["text"]
            return
        owner.keys("Return")
        owner.sees("keypad")
    raise AssertionError("nobody became a member")
