from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.settings import Settings, SettingsError, load


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "till.toml"


def test_without_anything_there_are_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    settings = load({}, {})
    assert settings == Settings(data_dir=settings.data_dir)
    assert settings.server_url is None


def test_the_file_beats_the_defaults_the_environment_the_file_and_the_command_line_all(file: Path) -> None:
    file.write_text(
        'theme = "dark"\nlanguage = "zh"\nask_timeout_s = 5\ncamera = 1\nquick_amounts_minor = [100, 200]\n'
    )
    settings = load(
        {"theme": "light", "language": None}, {"POS_THEME": "auto", "POS_ASK_TIMEOUT_S": "6.5", "HOME": "/"}, file
    )
    assert (settings.theme, settings.language, settings.ask_timeout_s, settings.camera) == ("light", "zh", 6.5, "1")
    assert settings.quick_amounts_minor == (100, 200)


def test_everything_can_be_set_as_text_too(file: Path) -> None:
    file.write_text("")
    environment = {
        "POS_DATA_DIR": "/somewhere",
        "POS_SERVER_URL": "https://pay.example.com/",
        "POS_QUICK_AMOUNTS_MINOR": "320, 450",
        "POS_AMOUNT_MAX_MINOR": "5000",
        "POS_SECRET_FILE": "yes",
    }
    settings = load({"secret_file": False}, environment, file)
    assert settings.data_dir == Path("/somewhere")
    assert settings.server_url == "https://pay.example.com"
    assert (settings.quick_amounts_minor, settings.amount_max_minor, settings.secret_file) == ((320, 450), 5000, False)


def test_cameras_scanners_and_sounds_are_set_in_the_file_or_as_text(file: Path) -> None:
    file.write_text('camera = "HD Pro Webcam C920"\ncamera_size = "1920x1080"\ncamera_focus = 30\nsound_paid = false\n')
    environment = {
        "POS_CAMERA_EXPOSURE": "-6",
        "POS_CAMERA_MIRROR": "on",
        "POS_WEDGE_PREFIX": "~ ",
        "POS_WEDGE_SUFFIX": "Enter",
        "POS_SERIAL_PORT": "COM3",
        "POS_SERIAL_BAUD": "115200",
    }
    settings = load({}, environment, file)
    assert (settings.camera, settings.camera_size, settings.camera_focus) == ("HD Pro Webcam C920", (1920, 1080), 30)
    assert (settings.camera_exposure, settings.camera_mirror) == (-6, True)
    assert (settings.wedge_prefix, settings.wedge_suffix) == ("~ ", "enter")
    assert (settings.serial_port, settings.serial_baud) == ("COM3", 115200)
    assert (settings.sound_paid, settings.sound_refused) == (False, True)
    assert load({}, {"POS_CAMERA_FOCUS": "auto"}, file).camera_focus is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("camera_size = '720p'", "camera_size must be width x height in pixels, each 160 to 7680, like '1280x720'"),
        ("camera_size = '1280x72'", "camera_size must be width x height"),
        ("camera_focus = 'near'", "camera_focus must be auto, or a whole number -100 to 100000"),
        ("camera_exposure = 1.5", "camera_exposure must be auto, or a whole number"),
        ("camera_mirror = 'left'", "camera_mirror must be true or false"),
        ("camera_miror = true", "there is no setting 'camera_miror'; did you mean 'camera_mirror'?"),
        ("wedge_suffix = ''", "wedge_suffix must be auto, enter, tab, none, or the characters"),
        ("wedge_prefix = 3", "wedge_prefix must be at most 16 characters"),
        ("wedge_prefix = '12345678901234567'", "wedge_prefix must be at most 16 characters"),
        ("serial_port = ''", "serial_port must be text"),
        ("serial_baud = 9", "serial_baud must be bits a second, 300 to 4000000"),
        ("sound_paid = 'loud'", "sound_paid must be true or false"),
        ('teme = "dark"', "there is no setting 'teme'; did you mean 'theme'?"),
        ("xyz = 1", "there are: amount_max_minor"),
        ('theme = "blue"', "theme must be one of auto, light, dark, not 'blue'"),
        ("theme = 3", "theme must be one of auto, light, dark, not 3"),
        ("language = 'fr'", "language must be one of en, zh"),
        ("ask_timeout_s = 0", "ask_timeout_s must be seconds, 1 to 60"),
        ("ask_timeout_s = true", "ask_timeout_s must be seconds"),
        ("ask_timeout_s = nan", "ask_timeout_s must be seconds"),
        ("amount_max_minor = 12.5", "amount_max_minor must be a whole number of minor units"),
        ("amount_max_minor = 0", "amount_max_minor must be"),
        ("quick_amounts_minor = [1, 2, 3, 4, 5, 6]", "at most 5"),
        ("quick_amounts_minor = [0]", "quick_amounts_minor must be"),
        ("quick_amounts_minor = 5", "quick_amounts_minor must be"),
        ('secret_file = "yes"', "secret_file must be true or false"),
        ("camera = -1", "camera must be"),
        ('data_dir = ""', "data_dir must be a folder's path"),
        ("[theme]\na = 1", "theme must be one of"),
        ("theme = ", "not a TOML file"),
        ("\x00", "not a TOML file"),
    ],
)
def test_whatever_is_wrong_is_said_with_key_place_and_what_would_be_right(file: Path, content: str, said: str) -> None:
    file.write_text(content)
    with pytest.raises(SettingsError) as caught:
        load({}, {}, file)
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"POS_ASK_TIMEOUT_S": "soon"}, "environment, POS_ASK_TIMEOUT_S: ask_timeout_s must be seconds"),
        ({"POS_LANGAUGE": "zh"}, "did you mean 'language'?"),
        ({"POS_QUICK_AMOUNTS_MINOR": "3.20"}, "quick_amounts_minor must be"),
        ({"POS_SECRET_FILE": "perhaps"}, "secret_file must be true or false"),
        ({"POS_SETTINGS": "/not/there.toml"}, "there is no such settings file"),
    ],
)
def test_the_environment_is_held_to_the_same(file: Path, environment: dict[str, str], said: str) -> None:
    file.write_text("")
    with pytest.raises(SettingsError, match=said.replace("?", r"\?")):
        load({}, environment, None if "POS_SETTINGS" in environment else file)


@pytest.mark.parametrize(
    "address",
    [
        "http://pay.example.com",
        "ftp://pay.example.com",
        "pay.example.com",
        "https://",
        "https://u:hunter2@pay.example.com",
        "https://pay.example.com?x=1",
        "https://[::1",
        "https://a:99999999",
    ],
)
def test_a_platforms_address_is_https_and_holds_no_password(file: Path, address: str) -> None:
    file.write_text("")
    with pytest.raises(SettingsError) as caught:
        load({"server_url": address}, {}, file)
    assert "server_url must be" in str(caught.value)
    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000", "https://pay.example.com"]
)
def test_plain_http_goes_to_this_very_computer_only(file: Path, address: str) -> None:
    file.write_text("")
    assert load({"server_url": address}, {}, file).server_url == address


def test_a_file_that_was_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such settings file"):
        load({}, {}, tmp_path / "no.toml")


def test_a_folder_in_the_files_place_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="can't be read"):
        load({}, {}, tmp_path)
