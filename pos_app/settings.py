"""The till's settings: defaults, then a TOML file, then the environment (`POS_…`), then the command line.

Read once at the start into a frozen value. Whatever is wrong is said as one sentence that names the key, where it stands
and what would be right; SettingsError carries it, for a person to read without a traceback.
"""

from __future__ import annotations

import difflib
import ipaddress
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from backend_stub.money import MAX_AMOUNT_MINOR

APP_NAME = "prepaid-pos"
FILE_NAME = "till.toml"
LANGUAGES = ("en", "zh")
THEMES = ("auto", "light", "dark")
MOST_QUICK_AMOUNTS = 5
MOST_LOCK_AFTER_S = 86_400
_ASK_TIMEOUT_S = (1.0, 60.0)
_CAMERA_SIDE_PX = (160, 7680)
_CAMERA_STEPS = (-100, 100_000)  # drivers count focus from 0, exposure in 0.1 ms or in powers of two
_BAUD = (300, 4_000_000)
_LONGEST_FRAMING = 16


class SettingsError(Exception):
    """A setting that can't be used; the message is written for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set. Every field's name is its key in the file; in the environment `POS_` and the name in capitals."""

    data_dir: Path
    server_url: str | None = None  # None: the platform runs inside this program
    camera: str = "auto"  # auto, none, demo, a number, a camera's name, or a path of a video or a folder of pictures
    camera_size: tuple[int, int] = (1280, 720)  # pixels
    camera_focus: int | None = None  # in the driver's own units; None: the camera finds it
    camera_exposure: int | None = None  # in the driver's own units; None: the camera finds it
    camera_mirror: bool = False  # the preview only: codes are read as they are
    language: str | None = None  # None: the system's
    theme: str = "auto"
    quick_amounts_minor: tuple[int, ...] = (320, 450, 500, 1000, 2000)
    amount_max_minor: int = 1_000_000
    ask_timeout_s: float = 8.0
    wedge_prefix: str = ""  # what a hand scanner that types is programmed to send before each code
    wedge_suffix: str = "auto"  # and after it: auto, enter, tab, none, or characters
    serial_port: str | None = None  # where a serial hand scanner is: COM3, /dev/ttyACM0
    serial_baud: int = 9600
    sound_paid: bool = True
    sound_refused: bool = True
    sign_in_to_sell: bool = False  # true: nobody sells without a PIN; false: a PIN opens what goes beyond selling
    lock_after_s: int = 600  # untouched for so long, the till asks for a PIN again; 0: never
    secret_file: bool = False  # where no keyring is, secrets may lie in a file that only this user can read


@dataclass(frozen=True, slots=True)
class _Given:
    """A value as it was given. `is_text`: from the environment or the command line, where everything is text."""

    key: str
    value: object
    where: str
    is_text: bool

    def wrong(self, allowed: str) -> SettingsError:
        return SettingsError(f"{self.where}: {self.key} must be {allowed}, not {self.value!r}")


def load(
    command_line: Mapping[str, str | bool | None],
    environment: Mapping[str, str],
    file: Path | None = None,
) -> Settings:
    """The settings of this run. `file` None: `till.toml` in the user's configuration folder, if it is there.

    `command_line` maps a field's name to what was given, None where nothing was. Raises SettingsError.
    """
    settings = Settings(data_dir=platformdirs.user_data_path(APP_NAME))
    named = file or _named_file(environment)
    given = _from_file(named or platformdirs.user_config_path(APP_NAME) / FILE_NAME, must_exist=named is not None)
    given += _from_environment(environment)
    given += [
        _Given(key, value, "command line", is_text=True) for key, value in command_line.items() if value is not None
    ]
    for one in given:
        settings = _with(settings, one)
    return settings


def _with(settings: Settings, given: _Given) -> Settings:
    read = _READERS.get(given.key)
    if read is None:
        raise SettingsError(f"{given.where}: there is no setting {given.key!r}{_perhaps(given.key)}")
    return replace(settings, **{given.key: read(given)})  # type: ignore[arg-type]  # the reader is chosen by the field


def _perhaps(key: str) -> str:
    near = difflib.get_close_matches(key.lower(), _READERS, n=1)
    return f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(sorted(_READERS))}"


def _named_file(environment: Mapping[str, str]) -> Path | None:
    return Path(environment["POS_SETTINGS"]) if environment.get("POS_SETTINGS") else None


def _from_file(file: Path, *, must_exist: bool) -> list[_Given]:
    try:
        with file.open("rb") as opened:
            content = tomllib.load(opened)
    except FileNotFoundError:
        if must_exist:
            raise SettingsError(f"{file}: there is no such settings file") from None
        return []
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: not a TOML file: {error}") from None
    except OSError as error:
        raise SettingsError(f"{file}: can't be read: {error.strerror}") from None
    return [_Given(key, value, str(file), is_text=False) for key, value in content.items()]


def _from_environment(environment: Mapping[str, str]) -> list[_Given]:
    return [
        _Given(name.removeprefix("POS_").lower(), value, f"environment, {name}", is_text=True)
        for name, value in sorted(environment.items())
        if name.startswith("POS_") and name != "POS_SETTINGS"
    ]


def _text(given: _Given, allowed: str = "text") -> str:
    if not isinstance(given.value, str) or not given.value.strip():
        raise given.wrong(allowed)
    return given.value.strip()


def _path(given: _Given) -> Path:
    return Path(_text(given, "a folder's path")).expanduser()


def _one_of(*choices: str) -> Callable[[_Given], str]:
    def read(given: _Given) -> str:
        allowed = f"one of {', '.join(choices)}"
        text = _text(given, allowed)
        if text not in choices:
            raise given.wrong(allowed)
        return text

    return read


def _camera(given: _Given) -> str:
    """A plain number is a camera's place, in the file too."""
    if isinstance(given.value, int) and not isinstance(given.value, bool) and given.value >= 0:
        return str(given.value)
    return _text(given, "auto, none, demo, a camera's number or name, or a path")


def _size(given: _Given) -> tuple[int, int]:
    least, most = _CAMERA_SIDE_PX
    allowed = f"width x height in pixels, each {least} to {most}, like '1280x720'"
    sides = _text(given, allowed).lower().split("x")
    if len(sides) != 2 or not all(_is_number(side.strip()) for side in sides):  # noqa: PLR2004  (width and height)
        raise given.wrong(allowed)
    width, height = (int(side) for side in sides)
    if not (least <= width <= most and least <= height <= most):
        raise given.wrong(allowed)
    return width, height


def _auto_or_step(given: _Given) -> int | None:
    least, most = _CAMERA_STEPS
    if isinstance(given.value, str) and given.value.strip().lower() == "auto":
        return None
    return _whole(given, least, most, f"auto, or a whole number {least} to {most} in the camera's own units")


def _baud(given: _Given) -> int:
    return _whole(given, *_BAUD, f"bits a second, {_BAUD[0]} to {_BAUD[1]}, mostly 9600 or 115200")


def _whole(given: _Given, least: int, most: int, allowed: str) -> int:
    value = given.value
    if given.is_text and isinstance(value, str) and _is_number(value.strip().removeprefix("-")):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise given.wrong(allowed)
    return value


def _framing(given: _Given) -> str:
    """Characters exactly as they are sent: nothing is trimmed."""
    value = given.value
    if not isinstance(value, str) or len(value) > _LONGEST_FRAMING or not value.isprintable():
        raise given.wrong(f"at most {_LONGEST_FRAMING} characters that a keyboard can write")
    return value


def _suffix(given: _Given) -> str:
    value = _framing(given)
    if not value:
        raise given.wrong("auto, enter, tab, none, or the characters that the scanner sends after a code")
    return value.lower() if value.lower() in {"auto", "enter", "tab", "none"} else value


def _server_url(given: _Given) -> str:
    """Https; plain http only to this very machine: the till's token and payment codes go that way."""
    allowed = "an address like https://pay.example.com (plain http only for this computer)"
    text = _text(given, allowed)
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        raise given.wrong(allowed) from None
    is_plain = parts.scheme == "http" and parts.hostname is not None and _is_this_machine(parts.hostname)
    is_bare = not (parts.query or parts.fragment or parts.username or parts.password)
    if not parts.hostname or not is_bare or not (parts.scheme == "https" or is_plain):
        # The address itself is not repeated: it may hold a password.
        raise SettingsError(f"{given.where}: {given.key} must be {allowed}, with no password, query or fragment")
    return text.rstrip("/")


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _amounts(given: _Given) -> tuple[int, ...]:
    allowed = f"at most {MOST_QUICK_AMOUNTS} whole numbers of minor units above zero (cents), like [320, 450]"
    value = given.value
    if given.is_text and isinstance(value, str):
        value = [int(part) if _is_number(part) else part for part in value.replace(",", " ").split()]
    if not isinstance(value, list) or len(value) > MOST_QUICK_AMOUNTS:
        raise given.wrong(allowed)
    for amount in value:
        if not isinstance(amount, int) or isinstance(amount, bool) or not 0 < amount <= MAX_AMOUNT_MINOR:
            raise given.wrong(allowed)
    return tuple(value)


def _amount(given: _Given) -> int:
    allowed = f"a whole number of minor units (cents), 1 to {MAX_AMOUNT_MINOR}"
    value = given.value
    if given.is_text and isinstance(value, str) and _is_number(value.strip()):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MAX_AMOUNT_MINOR:
        raise given.wrong(allowed)
    return value


def _seconds(given: _Given) -> float:
    least, most = _ASK_TIMEOUT_S
    allowed = f"seconds, {least:g} to {most:g}"
    value = given.value
    if given.is_text and isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise given.wrong(allowed) from None
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise given.wrong(allowed)
    return float(value)


def _lock_after(given: _Given) -> int:
    allowed = f"whole seconds, 0 (never) to {MOST_LOCK_AFTER_S}"
    value = given.value
    if given.is_text and isinstance(value, str) and _is_number(value.strip()):
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_LOCK_AFTER_S:
        raise given.wrong(allowed)
    return value


def _switch(given: _Given) -> bool:
    if isinstance(given.value, bool):
        return given.value
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    text = given.value.strip().lower() if given.is_text and isinstance(given.value, str) else ""
    if text not in words:
        raise given.wrong("true or false")
    return words[text]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(MAX_AMOUNT_MINOR))


_READERS: dict[str, Callable[[_Given], object]] = {
    "data_dir": _path,
    "server_url": _server_url,
    "camera": _camera,
    "camera_size": _size,
    "camera_focus": _auto_or_step,
    "camera_exposure": _auto_or_step,
    "camera_mirror": _switch,
    "language": _one_of(*LANGUAGES),
    "theme": _one_of(*THEMES),
    "quick_amounts_minor": _amounts,
    "amount_max_minor": _amount,
    "ask_timeout_s": _seconds,
    "wedge_prefix": _framing,
    "wedge_suffix": _suffix,
    "serial_port": _text,
    "serial_baud": _baud,
    "sound_paid": _switch,
    "sound_refused": _switch,
    "sign_in_to_sell": _switch,
    "lock_after_s": _lock_after,
    "secret_file": _switch,
}
assert set(_READERS) == {field.name for field in fields(Settings)}
