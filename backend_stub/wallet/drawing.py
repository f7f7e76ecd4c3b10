"""Payment codes and links as SVG: one path of rectangles, black on white whatever the page's theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from backend_stub.contract.code_modules import (
    CODE128_QUIET_MODULES,
    QR_QUIET_MODULES,
    QUICK_MASK,
    code128_modules,
    qr_modules,
)

_SVG = Markup(
    '<svg class="{kind}" viewBox="0 0 {width} {height}" role="img" aria-label="{label}" shape-rendering="crispEdges"'
    '{stretch}><rect class="code-paper" width="{width}" height="{height}"/><path class="code-ink" d="{path}"/></svg>'
)


def code_svg(text: str, label: str) -> Markup:
    """A payment code as a QR code: drawn each minute for every phone that shows one, so with the quick mask."""
    return qr_svg(text, label, mask=QUICK_MASK)


def qr_svg(text: str, label: str, kind: str = "qr", mask: int | None = None) -> Markup:
    """A QR code with its quiet zone."""
    rows = qr_modules(text, mask)
    side = len(rows) + 2 * QR_QUIET_MODULES
    path = "".join(_runs(row, top + QR_QUIET_MODULES, QR_QUIET_MODULES, 1) for top, row in enumerate(rows))
    return _SVG.format(kind=kind, width=side, height=side, label=label, path=path, stretch="")


def code128_svg(text: str, label: str) -> Markup:
    """Bars with their quiet zones, a module a unit; as high as the page makes them."""
    modules = code128_modules(text)
    width = len(modules) + 2 * CODE128_QUIET_MODULES
    path = _runs(modules, 0, CODE128_QUIET_MODULES, 10)
    stretch = Markup(' preserveAspectRatio="none"')
    return _SVG.format(kind="bars", width=width, height=10, label=label, path=path, stretch=stretch)


def grouped(code: str) -> str:
    """The digits as a person reads them out: by threes."""
    return " ".join(code[place : place + 3] for place in range(0, len(code), 3))


def _runs(modules: Sequence[bool], top: int, left: int, height: int) -> str:
    """A row's dark runs as rectangles of a path."""
    return "".join(f"M{left + start} {top}h{length}v{height}h-{length}z" for start, length in _dark(modules))


def _dark(modules: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start = None
    for place, is_dark in enumerate([*modules, False]):
        if is_dark and start is None:
            start = place
        elif not is_dark and start is not None:
            yield start, place - start
            start = None
