"""Where everything on the Sell page stands, from the window's size alone."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize

from pos_app.views.look.tokens import size, space, till

ROWS = 4
COLUMNS = 3
QUICK_COUNT = 5


@dataclass(frozen=True, slots=True)
class WindowGrid:
    """The window: rail, top bar, the page's content. Rectangles in the window's coordinates."""

    rail: QRect
    top_bar: QRect
    content: QRect
    is_narrow: bool


@dataclass(frozen=True, slots=True)
class SellGrid:
    """The page, in its own coordinates. `quick` is empty in a low window; `is_compact` asks panels for less air."""

    amount: QRect
    quick: QRect
    keypad: QRect
    panel: QRect
    paid: QRect
    side: QRect
    is_compact: bool


@dataclass(frozen=True, slots=True)
class KeypadGrid:
    """The pad: digits row by row from `7`, the two function keys, Take."""

    digits: tuple[QRect, ...]
    backspace: QRect
    clear: QRect
    take: QRect


@dataclass(frozen=True, slots=True)
class SideGrid:
    """The side column: camera card and Today. The camera gives way to an open question."""

    camera: QRect
    today: QRect


def window_grid(window: QSize) -> WindowGrid:
    """Rail at the left, top bar above, content below it."""
    is_narrow = window.width() < till("narrowBelow")
    rail = till("railNarrow") if is_narrow else size("rail")
    left = rail + till("contentLeft")
    width = window.width() - left - till("contentRight")
    top = size("topBar")
    return WindowGrid(
        rail=QRect(0, 0, rail, window.height()),
        top_bar=QRect(left, 0, width, top),
        content=QRect(left, top, width, window.height() - top - till("contentBottom")),
        is_narrow=is_narrow,
    )


def sell_grid(content: QSize, *, is_narrow: bool) -> SellGrid:
    """Two columns; what is missing in height is taken from the quick amounts first, then from keys and amount."""
    window_height = content.height() + size("topBar") + till("contentBottom")
    side = till("sideNarrow") if is_narrow else till("side")
    left = content.width() - space(4) - side
    amount = till("amountLow") if window_height < till("compactBelow") else till("amount")
    top = amount + space(3)
    quick = QRect() if window_height < till("lowBelow") else QRect(0, top, left, till("quick"))
    pad_top = top if quick.isEmpty() else top + till("quick") + space(3)
    return SellGrid(
        amount=QRect(0, 0, left, amount),
        quick=quick,
        keypad=QRect(0, pad_top, left, content.height() - pad_top),
        panel=QRect(0, top, left, content.height() - top),
        paid=QRect(0, 0, left, content.height()),
        side=QRect(left + space(4), 0, side, content.height()),
        is_compact=content.height() - top < till("panelRoom"),
    )


def quick_rects(strip: QSize) -> tuple[QRect, ...]:
    """Five equal keys; what a division leaves over goes into the gaps' places."""
    gap = space(2)
    width = (strip.width() - gap * (QUICK_COUNT - 1)) / QUICK_COUNT
    lefts = [round(index * (width + gap)) for index in range(QUICK_COUNT)]
    return tuple(QRect(left, 0, round(left + width) - left, strip.height()) for left in lefts)


def keypad_grid(pad: QSize) -> KeypadGrid:
    """Three columns of digits and the Take column, which grows with the window like they do."""
    gap = space(2)
    take_width = round(pad.width() * till("takeWidth") / till("leftAtTarget"))
    key_width = (pad.width() - take_width - COLUMNS * gap) // COLUMNS
    take_left = COLUMNS * (key_width + gap)
    take_width = pad.width() - take_left
    tops = [round(row * (pad.height() + gap) / ROWS) for row in range(ROWS + 1)]
    heights = [tops[row + 1] - gap - tops[row] for row in range(ROWS)]
    half = (take_width - gap) // 2
    return KeypadGrid(
        digits=tuple(
            QRect(column * (key_width + gap), tops[row], key_width, heights[row])
            for row in range(ROWS)
            for column in range(COLUMNS)
        ),
        backspace=QRect(take_left, 0, half, heights[0]),
        clear=QRect(take_left + half + gap, 0, take_width - half - gap, heights[0]),
        take=QRect(take_left, tops[1], take_width, pad.height() - tops[1]),
    )


def side_grid(column: QSize, *, has_question: bool) -> SideGrid:
    """The camera's card above Today; an open question needs Today's full height and takes it from the camera."""
    gap = space(3)
    picture = till("preview")
    if has_question:
        picture = min(picture, column.height() - gap - till("hint") - till("question"))
    if picture < till("previewLow"):
        return SideGrid(camera=QRect(), today=QRect(0, 0, column.width(), column.height()))
    camera = picture + till("hint")
    return SideGrid(
        camera=QRect(0, 0, column.width(), camera),
        today=QRect(0, camera + gap, column.width(), column.height() - camera - gap),
    )
