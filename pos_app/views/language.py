"""The language of the window: which catalogue is installed, and which locale formats money."""

from __future__ import annotations

import enum
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTranslator

import resources


class Language(enum.Enum):
    """The languages the till speaks."""

    ENGLISH = "en"
    CHINESE = "zh_CN"


class _Shown:
    """Set by `show` alone."""

    language = Language.ENGLISH
    translators: tuple[QTranslator, ...] = ()


def shown() -> Language:
    """The language shown now."""
    return _Shown.language


def show(language: Language) -> None:
    """Switches; every window gets a LanguageChange event and shows its words anew. Raises CatalogueMissingError."""
    for translator in _Shown.translators:
        QCoreApplication.removeTranslator(translator)
    _Shown.language = language
    _Shown.translators = () if language is Language.ENGLISH else tuple(map(_read, _catalogues(language)))
    for translator in _Shown.translators:
        QCoreApplication.installTranslator(translator)


def _catalogues(language: Language) -> list[Path]:
    """One a page."""
    found = sorted(resources.path("i18n").glob(f"*_{language.value}.qm"))
    if not found:
        raise CatalogueMissingError(f"there are no words for {language.value}; install the till again")
    return found


def _read(catalogue: Path) -> QTranslator:
    translator = QTranslator()
    if not translator.load(str(catalogue)):
        raise CatalogueMissingError(f"the words in {catalogue.name} can't be read; install the till again")
    return translator


class CatalogueMissingError(RuntimeError):
    """A shipped catalogue could not be read."""
