from __future__ import annotations

import threading

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from pos_app.bridge import Bridge


def test_calls_posted_from_another_thread_are_made_on_the_main_thread_in_order(qtbot: QtBot) -> None:
    bridge = Bridge()
    made: list[tuple[int, str]] = []

    def work() -> None:
        for number in range(100):
            bridge.post(lambda number=number: made.append((number, threading.current_thread().name)))  # type: ignore[misc]

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert made == [], "queued: nothing runs inside the other thread"
    qtbot.waitUntil(lambda: len(made) == 100)
    assert made == [(number, threading.main_thread().name) for number in range(100)]


def test_a_call_posted_from_the_main_thread_waits_its_turn_too(qtbot: QtBot) -> None:
    bridge = Bridge()
    made: list[int] = []
    bridge.post(lambda: made.append(1))
    assert made == []
    qtbot.waitUntil(lambda: made == [1])


def test_a_picture_comes_through(qtbot: QtBot) -> None:
    bridge = Bridge()
    image = QImage(4, 3, QImage.Format.Format_RGB888)
    with qtbot.waitSignal(bridge.frame) as caught:
        threading.Thread(target=bridge.show_frame, args=(image,)).start()
    assert caught.args is not None
    assert caught.args[0].width() == 4


def test_after_close_nothing_comes_through_also_not_what_was_posted_before(qtbot: QtBot) -> None:
    bridge = Bridge()
    made: list[int] = []
    bridge.post(lambda: made.append(1))
    bridge.close()
    bridge.post(lambda: made.append(2))
    last = Bridge()
    last.post(lambda: made.append(3))
    qtbot.waitUntil(lambda: 3 in made)
    assert made == [3]
