"""The language of the window: which catalogue is installed, and which locale formats money."""

from __future__ import annotations

import enum

from PySide6.QtCore import QCoreApplication, QTranslator

import resources


class Language(enum.Enum):
    """The languages the till speaks."""

    ENGLISH = "en"
    CHINESE = "zh_CN"


class _Shown:
    """Set by `show` alone."""

    language = Language.ENGLISH
    translator: QTranslator | None = None


def shown() -> Language:
    """The language shown now."""
    return _Shown.language


def show(language: Language) -> None:
    """Switches; every window gets a LanguageChange event and shows its words anew."""
    _Shown.language = language
    if _Shown.translator is not None:
        QCoreApplication.removeTranslator(_Shown.translator)
        _Shown.translator = None
    if language is not Language.ENGLISH:
        translator = QTranslator()
        if not translator.load(str(resources.path("i18n", f"till_{language.value}.qm"))):
            raise CatalogueMissingError(f"the words for {language.value} can't be read; install the till again")
        _Shown.translator = translator
        QCoreApplication.installTranslator(translator)


class CatalogueMissingError(RuntimeError):
    """A shipped catalogue could not be read."""
