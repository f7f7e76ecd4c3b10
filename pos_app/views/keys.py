"""A key that a page takes: what it is, what it does, and the doing. The pages act by it, the sheet (`?`) lists it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

NO_MODIFIER, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
Do = Callable[[QKeyEvent], object]


def always() -> bool:
    """A key that is good whenever its page is shown."""
    return True


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`shown` stands on the chip, `words` is the message id of what it does.

    It is taken by `keys` or by one of `characters`, with `modifier` and no other (Shift and the number block don't count),
    while `when` says so.
    """

    shown: str
    words: str
    do: Do
    keys: tuple[Qt.Key, ...] = ()
    characters: str = ""
    modifier: Qt.KeyboardModifier = NO_MODIFIER
    when: Callable[[], bool] = always

    def takes(self, event: QKeyEvent) -> bool:
        """Whether this press is meant."""
        beside = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        if event.modifiers() & ~beside != self.modifier:
            return False
        is_written = len(event.text()) == 1 and event.text() in self.characters
        return (event.key() in self.keys or is_written) and self.when()


def act(shortcuts: Iterable[Shortcut], event: QKeyEvent) -> bool:
    """Does what the first of them that takes this press does; False where none takes it."""
    for one in shortcuts:
        if one.takes(event):
            one.do(event)
            return True
    return False
