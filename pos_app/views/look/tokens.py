"""The token file, typed. Colours are read by name and theme, measures by group and name."""

from __future__ import annotations

import enum
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import resources


class Scheme(enum.Enum):
    """Which half of the colour tokens is shown."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The whole file: `colour[scheme][name]` as #RRGGBB, measures in pixels, motion in milliseconds."""

    colour: Mapping[str, Mapping[str, str]]
    contrast: Mapping[str, Mapping[str, float]]
    size: Mapping[str, int]
    space: Mapping[str, int]
    radius: Mapping[str, int]
    border: Mapping[str, int]
    font_size: Mapping[str, int]
    font_weight: Mapping[str, int]
    font_family: Mapping[str, str]
    motion_ms: Mapping[str, int]
    till: Mapping[str, int]
    phone: Mapping[str, int]


@functools.cache
def tokens() -> Tokens:
    """The tokens as shipped; read once."""
    read: dict[str, Any] = json.loads(resources.path("look", "tokens.json").read_text(encoding="utf-8"))
    font = read["font"]
    return Tokens(
        colour=read["colour"],
        contrast=read["contrast"],
        size=read["size"],
        space=read["space"],
        radius=read["radius"],
        border=read["border"],
        font_size=font["size"],
        font_weight=font["weight"],
        font_family={name: font[name] for name in ("ui", "display", "zh")},
        motion_ms=read["motionMs"],
        till=read["till"],
        phone=read["phone"],
    )


def till(name: str) -> int:
    """A measure of the till's grid, in pixels."""
    return tokens().till[name]


def space(step: int) -> int:
    """A step of the spacing scale: 1 is 4 px, 2 is 8, 3 is 16, 4 is 24, 5 is 32, 6 is 48, 7 is 64."""
    return tokens().space[str(step)]


def radius(name: str) -> int:
    """A corner radius: small, control, card, phoneCard, pill."""
    return tokens().radius[name]


def size(name: str) -> int:
    """A component's size: button, key, row, field, icon."""
    return tokens().size[name]


def border(name: str) -> int:
    """A line's width: hair, key, focus."""
    return tokens().border[name]
