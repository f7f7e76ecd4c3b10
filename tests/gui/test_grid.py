from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from pos_app.presenters.sell_state import SellState
from pos_app.views import samples
from pos_app.views.sell.grid import keypad_grid, sell_grid, window_grid
from pos_app.views.window import MainWindow
from tests.gui.looking import place

Show = Callable[[SellState], None]


def where(window: MainWindow, name: str) -> tuple[int, int, int, int]:
    found = window.findChild(QWidget, name)
    assert isinstance(found, QWidget), name
    return place(found, window)


def test_ready_stands_on_the_grid_at_1366x768(window: MainWindow, show: Show) -> None:
    show(samples.READY)
    assert where(window, "rail") == (0, 0, 88, 768)
    assert where(window, "topBar") == (96, 0, 1248, 64)
    assert where(window, "amountCard") == (96, 64, 824, 152)
    assert where(window, "quickAmounts") == (96, 64 + 168, 824, 56)
    assert where(window, "key7") == (96, 64 + 240, 184, 104)
    assert where(window, "keyPoint") == (96 + 2 * 192, 64 + 240 + 3 * 112, 184, 104)
    assert where(window, "keyBackspace") == (672, 304, 120, 104)
    assert where(window, "keyClear") == (800, 304, 120, 104)
    assert where(window, "take") == (672, 416, 248, 328)
    assert where(window, "cameraCard") == (944, 64, 400, 304)
    assert where(window, "todayCard") == (944, 384, 400, 360)
    assert where(window, "saleRow1")[3] == 56
    assert window.findChild(QWidget, "saleRow5").isVisible()
    assert not window.findChild(QWidget, "saleRow6").isVisible()


def test_the_amount_never_moves(window: MainWindow, show: Show) -> None:
    show(samples.READY)
    before = where(window, "amountCard")
    for name in ("scanning", "asking", "awaiting", "short", "unknown"):
        show(samples.STATES[name])
        assert where(window, "amountCard") == before


def test_the_panels_fill_what_is_below_the_amount(window: MainWindow, show: Show) -> None:
    for name, panel in (
        ("scanning", "scanningPanel"),
        ("asking", "askingPanel"),
        ("short", "refusedPanel"),
        ("unknown", "unknownPanel"),
    ):
        show(samples.STATES[name])
        assert where(window, panel) == (96, 64 + 168, 824, 512)


def test_paid_with_news_has_the_picture_s_measures(window: MainWindow, show: Show) -> None:
    show(samples.STATES["paid-cash"])
    assert where(window, "paidBanner") == (96, 64, 824, 248)
    assert where(window, "paidFacts") == (96, 64 + 264, 824, 88)
    assert where(window, "paidCash") == (96, 64 + 368, 824, 88)
    assert where(window, "showReceipt")[1:4:2] == (64 + 472, 72)
    assert where(window, "nextSale") == (96, 64 + 560, 824, 88)


def test_a_wider_window_gives_its_width_to_the_left_column() -> None:
    usual, wide = (sell_grid(window_grid(QSize(width, 768)).content.size(), is_narrow=False) for width in (1366, 1920))
    assert usual.side.width() == wide.side.width() == 400
    assert wide.amount.width() == usual.amount.width() + 1920 - 1366


def test_a_narrow_window_has_a_narrow_rail_and_side() -> None:
    grid = window_grid(QSize(1024, 768))
    assert grid.is_narrow
    assert grid.rail.width() < 88
    assert sell_grid(grid.content.size(), is_narrow=True).side.width() == 320


def test_a_low_window_gives_up_quick_amounts_first_then_the_amount_s_height() -> None:
    def at(height: int) -> tuple[bool, int, int]:
        content = window_grid(QSize(1366, height)).content.size()
        grid = sell_grid(content, is_narrow=False)
        return not grid.quick.isEmpty(), grid.amount.height(), keypad_grid(grid.keypad.size()).digits[0].height()

    assert at(720) == (True, 152, 92)
    assert at(719)[:2] == (False, 152)
    assert at(600)[:2] == (False, 112)
    assert at(560) == (False, 112, 80)
