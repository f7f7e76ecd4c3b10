"""Draws every page and state of the wallet as PNG, in both languages and themes and on a small phone: `make screens`."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.wallet.phone import SMALL_HEIGHT, SMALL_WIDTH
from tests.wallet.scenes import SCENES, Stage, staged

LOOKS: dict[str, dict[str, object]] = {
    "light-en": {},
    "dark-zh": {"is_dark": True, "language": "zh"},
    "light-zh": {"language": "zh"},
    "dark-en": {"is_dark": True},
    "small-en": {"width": SMALL_WIDTH, "height": SMALL_HEIGHT},
}


def main(arguments: list[str]) -> None:
    """The folder, and names of scenes if not all."""
    folder, names = Path(arguments[0]), arguments[1:] or list(SCENES)
    folder.mkdir(parents=True, exist_ok=True)
    with staged() as stage:
        for look in LOOKS:
            for name in names:
                (folder / f"{name}-{look}.png").write_bytes(drawn(stage, name, look))
    print(f"{len(names) * len(LOOKS)} pictures in {folder}")


def drawn(stage: Stage, name: str, look: str) -> bytes:
    stage.phone.appear(**LOOKS[look])  # type: ignore[arg-type]
    SCENES[name](stage)
    return stage.phone.whole_page()


if __name__ == "__main__":
    main(sys.argv[1:])
