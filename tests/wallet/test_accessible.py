"""No page or state of the wallet breaks a rule of WCAG 2.2 AA that a program can check (axe-core), nor leaves the screen."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wallet.phone import SMALL_HEIGHT, SMALL_WIDTH
from tests.wallet.scenes import SCENES, Stage, staged

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"type": "tag", "values": TAGS}
COLOURS = {
    "type": "rule",
    "values": ["color-contrast", "link-in-text-block"],
}  # all of them that another theme can break
AUDIT = """
const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']})
  .then(found => done(found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' | ')}`)))
  .catch(error => done([String(error)]));
"""


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        message = "axe-core is not here: `.ci/setup test` installs it"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return AXE.read_text("utf-8")


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with staged() as made:
        yield made


@pytest.mark.parametrize("name", SCENES)
def test_the_audit_finds_nothing_in_either_theme_and_nothing_is_wider_than_a_small_screen(
    stage: Stage, axe: str, name: str
) -> None:
    stage.phone.appear(width=SMALL_WIDTH, height=SMALL_HEIGHT)
    SCENES[name](stage)
    for is_dark, rules in ((False, RULES), (True, COLOURS)):
        stage.phone.appear(is_dark=is_dark, width=SMALL_WIDTH, height=SMALL_HEIGHT)
        assert "Our mistake" not in stage.phone.text
        if not is_dark:
            stage.phone.run(axe)
        assert stage.phone.driver.execute_async_script(AUDIT, rules) == []
        assert stage.phone.run("return document.documentElement.scrollWidth") == SMALL_WIDTH


def test_the_audit_finds_a_fault_that_is_planted(stage: Stage, axe: str) -> None:
    stage.phone.appear()  # the pale grey below is a fault on white only
    SCENES["home"](stage)
    stage.phone.run("document.querySelector('main').append(document.createElement('img'))")
    stage.phone.run("document.querySelector('h1').style.color = '#ddd'")
    stage.phone.run(axe)
    found = stage.phone.driver.execute_async_script(AUDIT, RULES)
    assert {one.partition(":")[0] for one in found} == {"image-alt", "color-contrast"}


def test_what_is_touched_is_large_enough(stage: Stage) -> None:
    small = """return [...document.querySelectorAll('a, button, summary, input:not([type=hidden])')]
      .filter(one => one.offsetParent && !one.closest('.unseen, .skip, .choice') && !one.classList.contains('skip'))
      .map(one => [one.getBoundingClientRect(), one.outerHTML.slice(0, 80)])
      .filter(([box]) => box.width < 44 || box.height < 44).map(([box, html]) => `${box.width}x${box.height} ${html}`)"""
    stage.phone.appear()
    for name in ("sign-in", "home", "pay", "account", "top-up", "messages", "me", "devices"):
        SCENES[name](stage)
        assert stage.phone.run(small) == [], name
