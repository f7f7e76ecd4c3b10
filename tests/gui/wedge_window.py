"""A till's window with the hand scanner's filter, for real key presses: prints what it heard as JSON lines.

`python -m tests.gui.wedge_window` with DISPLAY set; it ends when its standard input is closed.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from pos_app.scanner.wedge import Press, Wedge
from pos_app.views import samples
from pos_app.views.look import fonts, motion
from pos_app.views.look.theme import Theme
from pos_app.views.look.tokens import Scheme
from pos_app.views.window import MainWindow
from pos_app.wedge_filter import WedgeFilter
from tests.fakes import RecordingIntents


class ToldWedge(Wedge):
    """Says each key that it hears, with its time: what happened is seen when a scan did not come out as it was."""

    def key(
        self, character: str, at: float, *, by_place: str = "", is_repeat: bool = False, token: object = None
    ) -> list[Press]:
        tell(key=by_place or character, at_ms=round(at * 1000), is_repeat=is_repeat)
        return super().key(character, at, by_place=by_place, is_repeat=is_repeat, token=token)

    def tick(self, now: float) -> list[Press]:
        if pressed := super().tick(now):
            tell(ended_at_ms=round(now * 1000))
        return pressed


def tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


def main() -> int:
    app = QApplication([])
    fonts.install()
    motion.set_reduced(True)
    Theme(app).force(Scheme.LIGHT)
    window, intents = MainWindow(lambda: samples.NOW), RecordingIntents()
    window.set_intents(intents)
    window.render(replace(samples.READY, merchant_name="Wedge"))
    told = 0

    def tell_typed() -> None:
        nonlocal told
        for asked in intents.asked[told:]:
            tell(typed=asked[1] if asked[0] == "digit" else asked[0])
        told = len(intents.asked)

    def scanned(text: str) -> None:
        tell_typed()
        tell(scan=text)

    wedge = WedgeFilter(scanned, make_wedge=ToldWedge)
    wedge.start()
    window.show()
    ticks = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)

    def asked() -> None:
        """A line asks what was typed so far; the end of the input ends it."""
        if not sys.stdin.readline():
            tell_typed()
            app.quit()
        else:
            tell_typed()
            tell(heard=True)

    ticks.activated.connect(asked)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
