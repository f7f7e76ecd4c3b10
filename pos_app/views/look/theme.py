"""Which colours are shown: those of the desktop, or forced ones. Widgets ask `colour()` whenever they paint."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from pos_app.views.look.stylesheet import stylesheet
from pos_app.views.look.tokens import Scheme, tokens


class _Shown:
    """The scheme that painting widgets see; set by `Theme` alone."""

    scheme = Scheme.LIGHT


def colour(name: str, alpha: float = 1.0) -> QColor:
    """A colour token in the scheme shown."""
    found = QColor(tokens().colour[_Shown.scheme.value][name])
    found.setAlphaF(alpha)
    return found


class Theme(QObject):
    """Puts the style sheet on the application and follows the desktop until it is told otherwise."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._forced: Scheme | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)
        self._follow()

    @property
    def scheme(self) -> Scheme:
        """What is shown now."""
        return _Shown.scheme

    def force(self, scheme: Scheme | None) -> None:
        """Show this scheme whatever the desktop says; None follows the desktop again."""
        self._forced = scheme
        self._follow()

    def _follow(self) -> None:
        desktop = QGuiApplication.styleHints().colorScheme()
        scheme = self._forced or (Scheme.DARK if desktop is Qt.ColorScheme.Dark else Scheme.LIGHT)
        if scheme is _Shown.scheme and self._app.styleSheet():
            return
        _Shown.scheme = scheme
        self._app.setPalette(_palette())
        self._app.setStyleSheet(stylesheet(_Shown.scheme))
        for window in self._app.topLevelWidgets():
            window.update()
        self.changed.emit()


def _palette() -> QPalette:
    palette = QPalette()
    for role, name in (
        (QPalette.ColorRole.Window, "bg"),
        (QPalette.ColorRole.Base, "surface"),
        (QPalette.ColorRole.WindowText, "text"),
        (QPalette.ColorRole.Text, "text"),
        (QPalette.ColorRole.PlaceholderText, "text2"),
        (QPalette.ColorRole.Button, "surface"),
        (QPalette.ColorRole.ButtonText, "text"),
        (QPalette.ColorRole.Highlight, "brandFill"),
        (QPalette.ColorRole.HighlightedText, "onBrand"),
        (QPalette.ColorRole.ToolTipBase, "text"),
        (QPalette.ColorRole.ToolTipText, "bg"),
    ):
        palette.setColor(role, colour(name))
    return palette
