"""What pages are made of: one style sheet, a few small modules, icons, pictures. Named by their content, kept by browsers.

The style sheet begins with the tokens of the look, the same file that the till's style sheet is made from.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from functools import cache

import resources

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
TEXTS = (".css", ".js", ".svg")
STYLE = "wallet.css"
FOR_EVER = "public, max-age=31536000, immutable"
PREFIX = "/wallet/assets"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    media_type: str
    packed: bytes | None = (
        None  # gzip, where that makes it smaller by much: nothing secret is in these, as there is in pages
    )


@cache
def all_assets() -> dict[str, Asset]:
    """Every file by its name; read once."""
    folder = resources.path("wallet", "assets")
    bodies = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.suffix in KINDS}
    bodies[STYLE] = tokens_css().encode() + bodies[STYLE]
    return {name: _asset(name, body) for name, body in bodies.items()}


def _asset(name: str, body: bytes) -> Asset:
    kind = name[name.rindex(".") :]
    return Asset(body, KINDS[kind], gzip.compress(body, mtime=0) if kind in TEXTS else None)


@cache
def version() -> str:
    """Of all files together, so that modules find one another by their plain names."""
    digest = hashlib.sha256()
    for name, asset in sorted(all_assets().items()):
        digest.update(name.encode() + asset.body)
    return digest.hexdigest()[:12]


def url(name: str) -> str:
    """Where a file is; the address changes when any file does. KeyError for a file that is not there."""
    all_assets()[name]
    return f"{PREFIX}/{version()}/{name}"


def tokens_css() -> str:
    """The look's colours for both themes, and its sizes, as custom properties."""
    tokens = json.loads(resources.path("look", "tokens.json").read_text("utf-8"))
    light, dark = (_properties(tokens["colour"][theme]) for theme in ("light", "dark"))
    sizes = {f"space{name}": f"{value}px" for name, value in tokens["space"].items()}
    sizes |= {f"radius-{name}": f"{value}px" for name, value in tokens["radius"].items()}
    sizes |= {f"font-{name}": f"{value / 16}rem" for name, value in tokens["font"]["size"].items()}
    sizes |= {f"motion-{name}": f"{value}ms" for name, value in tokens["motionMs"].items()}
    return (
        f":root{{color-scheme:light dark;{light}{_properties(sizes)}}}\n"
        f"@media (prefers-color-scheme: dark){{:root{{{dark}}}}}\n"
    )


def _properties(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in values.items())
