"""`pos scan`: which codes are in these pictures. One line of JSON a picture, in the order given."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.pass_context
def scan(context: click.Context, files: tuple[Path, ...]) -> None:
    """Read the QR codes and Code 128 bars in pictures.

    Prints a line of JSON for each FILE (png, jpg, webp): {"file", "codes": [{"text", "symbology", "decoder", "ms"}]}, or
    {"file", "error"} for one that can't be read; then the exit code is 1.
    """
    lines = [_scanned(file) for file in files]
    context.exit(1 if any("error" in line for line in lines) else 0)


def _scanned(file: Path) -> dict[str, object]:
    line = {"file": str(file), **_result(file)}
    click.echo(json.dumps(line))  # ASCII only: safe for any terminal, pipe and text in a code
    return line


def _result(file: Path) -> dict[str, object]:
    from pos_app.scanner.decode import read_all
    from pos_app.scanner.frames import UnreadablePictureError, load_picture

    try:
        picture = load_picture(file)
    except UnreadablePictureError as error:
        return {"error": str(error)}
    codes = [
        {"text": found.text, "symbology": found.symbology, "decoder": found.decoder, "ms": found.ms}
        for found in read_all(picture)
    ]
    return {"codes": codes}
