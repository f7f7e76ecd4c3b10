"""`pos scan`: which codes are in these pictures, folders and films, or before this camera."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import click

from pos_app.scanner.found import Sight
from pos_app.scanner.misses import MissedFrames, keep_file

_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp"})
_FILMS = frozenset({".mp4", ".avi", ".webm", ".mkv", ".mov"})


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option("--camera", metavar="NAME|NUMBER", help="Read from this camera until Ctrl-C, or for --seconds.")
@click.option("--seconds", type=float, default=None, help="How long to watch the camera.")
@click.option("--table", is_flag=True, help="A table for people instead of lines of JSON.")
@click.option(
    "--misses",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep here what was not read: pictures, and a frame a second of films and cameras (at most 100 each).",
)
@click.option(
    "--bench", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Score a folder: X.txt beside X.png."
)
@click.pass_context
def scan(
    context: click.Context,
    paths: tuple[Path, ...],
    camera: str | None,
    seconds: float | None,
    misses: Path | None,
    bench: Path | None,
    *,
    table: bool,
) -> None:
    """Read the QR codes and Code 128 bars in pictures, folders and films.

    Prints a line of JSON for each file: {"file", "codes": [{"text", "symbology", "decoder", "ms"}]}, for a film with "at_s" of
    each code, or {"file", "error"} for one that can't be read; then the exit code is 1.

    --bench DIR scores every decoder alone and the till's cascade over a folder whose pictures have their text beside them
    (X.txt for X.png, X.jpg or X.webp); a picture without one holds no code.
    """
    if not paths and camera is None and bench is None:
        raise click.UsageError("name pictures, folders or films, or --camera, or --bench")
    lines: list[dict[str, object]] = []
    if bench is not None:
        from pos_app.scanner.scoring import score_folder

        lines += _told(score_folder(bench, misses), table=table)
    lines += _told((line for path in paths for line in _of_path(path, misses)), table=table)
    if camera is not None:
        lines += _told(_watched(camera, seconds, misses), table=table)
    context.exit(1 if any("error" in line for line in lines) else 0)


def _told(lines: Iterator[dict[str, object]], *, table: bool) -> list[dict[str, object]]:
    told = []
    for line in lines:
        # JSON is ASCII only: safe for any terminal, pipe and text in a code
        click.echo(_row(line) if table else json.dumps(line))
        told.append(line)
    return told


def _row(line: dict[str, object]) -> str:
    if "reads" in line:
        return _score_row(line)
    name = Path(str(line.get("file", "camera"))).name
    codes = line.get("codes")
    if not isinstance(codes, list):
        return f"{name:<32} {line.get('error', '')}"
    if not codes:
        return f"{name:<32} -"
    rows = []
    for code in codes:
        when = f"{code['at_s']:>7.1f} s " if "at_s" in code else ""
        rows.append(f"{name:<32} {when}{code['symbology']:<8} {json.dumps(code['text'])}  ({code['decoder']})")
    return "\n".join(rows)


def _score_row(line: dict[str, object]) -> str:
    ms = f"median {line['median_ms']:>6} ms, p95 {line['p95_ms']:>6} ms, on a hit {line['hit_median_ms']:>6} ms"
    return (
        f"{line['decoder']:<20} read {line['reads']:>4} of {line['shown']:>4}, wrong {line['wrong']:>3}; "
        f"without a code {line['empty']:>4}, false positives {line['false_positives']:>3}; {ms}"
    )


def _files(path: Path) -> list[Path]:
    """The file itself; of a folder all pictures and films in it, in order of their names."""
    if not path.is_dir():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in _PICTURES | _FILMS and file.is_file())


def _of_path(path: Path, misses: Path | None) -> Iterator[dict[str, object]]:
    files = _files(path)
    if not files:
        yield {"file": str(path), "error": "holds no pictures and no films"}
    for file in files:
        yield _of_file(file, misses)


def _of_file(file: Path, misses: Path | None) -> dict[str, object]:
    if file.suffix.lower() in _FILMS:
        return {"file": str(file), **_film(file, misses)}
    result = _picture(file)
    if misses is not None and result.get("codes") == []:
        keep_file(file, misses)
    return {"file": str(file), **result}


def _picture(file: Path) -> dict[str, object]:
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


def _film(file: Path, misses: Path | None) -> dict[str, object]:
    """Every frame, through the till's cascade; each text once, when it was first read. Bars count when two frames agree."""
    from pos_app.scanner.cameras import film_frames
    from pos_app.scanner.decode import Decoder
    from pos_app.scanner.found import CODE_128

    decoder, frames, seen = Decoder(), 0, dict[str, int]()
    missed = MissedFrames(misses, f"{file.parent.name}-{file.name}")
    codes: list[dict[str, object]] = []
    for at_s, frame in film_frames(file):
        frames += 1
        sight = decoder.look(frame)
        if not sight.found:
            missed.put(frame, at_s)
        for found in sight.found:
            seen[found.text] = seen.get(found.text, 0) + 1
            if seen[found.text] == (2 if found.symbology == CODE_128 else 1):
                codes.append(
                    {
                        "at_s": round(at_s, 2),
                        "text": found.text,
                        "symbology": found.symbology,
                        "decoder": found.decoder,
                        "ms": found.ms,
                    }
                )
    return {"codes": codes} if frames else {"error": "is no film that can be read"}


def _watched(camera: str, seconds: float | None, misses: Path | None) -> Iterator[dict[str, object]]:
    """What the camera sees anew, as it comes."""
    from pos_app.scanner.cameras import CameraError, CameraWishes, WebcamCamera, webcam_called
    from pos_app.scanner.decode import Decoder

    began = time.monotonic()
    seen: dict[str, float] = {}
    try:
        device = WebcamCamera(int(camera)) if camera.isdecimal() else webcam_called(camera, CameraWishes())
    except CameraError as error:
        yield {"camera": camera, "error": str(error)}
        return
    decoder, missed = Decoder(), MissedFrames(misses, "camera")
    try:
        while seconds is None or time.monotonic() - began < seconds:
            frame = device.read(0.1)
            now = time.monotonic()
            sight = decoder.look(frame) if frame is not None else Sight()
            if frame is not None and not sight.found:
                missed.put(frame, now - began)
            for found in sight.found:
                if now - seen.get(found.text, -10.0) > _AGAIN_AFTER_S:
                    code = {"text": found.text, "symbology": found.symbology, "decoder": found.decoder, "ms": found.ms}
                    yield {"camera": camera, "codes": [{"at_s": round(now - began, 2), **code}]}
                seen[found.text] = now
    except CameraError as error:
        yield {"camera": camera, "error": str(error)}
    finally:
        device.close()


_AGAIN_AFTER_S = 2.0  # unseen for so long, a code is told again


@click.command()
@click.option("--json", "as_json", is_flag=True, help="A line of JSON for each camera.")
def cameras(*, as_json: bool) -> None:
    """List the cameras that are plugged in, by number and name. The setting `camera` takes either."""
    from pos_app.scanner.cameras import webcams

    found = webcams()
    for name, number in found.items():
        click.echo(json.dumps({"number": number, "name": name}) if as_json else f"{number:>3}  {name}")
    if not found and not as_json:
        click.echo("No camera is plugged in.")
