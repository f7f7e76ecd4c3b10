"""The camera's page: choosing, trying, recording, without a camera."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pos_app.presenters.camera import SIZES, CameraPresenter, listed
from pos_app.presenters.camera_state import CameraPageState, Trial
from pos_app.presenters.sell_state import Camera, Say, Tone
from pos_app.scanner.choice import CameraChoice
from pos_app.scanner.coach import Advice, Cause
from pos_app.scanner.kept import Kept

C920, BUILT_IN = "HD Pro Webcam C920", "Integrated Camera"
SIZE = (1280, 720)


class FakeDesk:
    def __init__(self, choice: CameraChoice | None = None, remembered: tuple[str, ...] = ()) -> None:
        self.choice = choice or CameraChoice()
        self.remembered = remembered
        self.is_fixed = self.is_demo = False
        self.is_disk_full = False
        self.recording_trouble = ""
        self.recording: str = ""
        self.waiting: list[Callable[[tuple[str, ...]], None]] = []

    def choose(self, choice: CameraChoice) -> bool:
        self.choice = choice
        return not self.is_disk_full

    def list_cameras(self, listed: Callable[[tuple[str, ...]], None]) -> None:
        self.waiting.append(listed)

    def start_recording(self) -> str:
        self.recording = self.recording_trouble or "on"
        return self.recording_trouble

    def stop_recording(self) -> None:
        self.recording = "off"


class View:
    state: CameraPageState

    def render(self, state: CameraPageState) -> None:
        self.state = state


class Page:
    def __init__(self, desk: FakeDesk | None = None) -> None:
        self.desk = desk or FakeDesk()
        self.view, self.said, self.looks = View(), list[Say](), list[bool]()
        self.presenter = CameraPresenter(self.view, self.desk, look=self.looks.append, say=self.said.append)
        self.presenter.shown()
        self.presenter.camera_is(Camera.LIVE)

    @property
    def state(self) -> CameraPageState:
        return self.view.state

    def list_cameras(self, *names: str) -> None:
        self.desk.waiting.pop()(names)


def test_the_page_has_the_camera_while_it_is_shown_and_lets_it_go_when_it_is_left() -> None:
    page = Page()
    assert page.looks == [True]
    page.presenter.hidden()
    assert page.looks == [True, False]


def test_cameras_are_listed_by_name_when_the_system_has_answered() -> None:
    page = Page()
    assert page.state.is_listing
    page.list_cameras(C920, BUILT_IN)
    assert not page.state.is_listing
    assert [one.name for one in page.state.cameras] == ["", C920, BUILT_IN, ""]


def test_a_remembered_camera_that_is_not_there_is_listed_as_such() -> None:
    cameras = listed((BUILT_IN,), (C920, BUILT_IN), CameraChoice(C920), is_demo=False)
    assert [(one.spec, one.is_there) for one in cameras] == [
        ("auto", True),
        (BUILT_IN, True),
        (C920, False),
        ("none", True),
    ]


@pytest.mark.parametrize("spec", ["2", "/home/anna/phone.avi"])
def test_what_the_settings_named_is_listed_too(spec: str) -> None:
    assert spec in [one.spec for one in listed((), (), CameraChoice(spec), is_demo=True)]


def test_a_choice_is_used_at_once_and_keeps_the_others() -> None:
    page = Page()
    page.presenter.choose(C920)
    page.presenter.choose_size((1920, 1080))
    page.presenter.choose_focus(100)
    page.presenter.choose_exposure(156)
    page.presenter.mirror(is_mirrored=True)
    assert page.desk.choice == CameraChoice(C920, (1920, 1080), 100, 156, is_mirrored=True)
    assert page.state.choice == page.desk.choice
    page.presenter.choose_focus(None)
    assert page.desk.choice.focus is None


def test_the_same_choice_again_does_not_open_the_camera_anew() -> None:
    page = Page()
    page.desk.choose = lambda choice: pytest.fail(f"chosen again: {choice}")  # type: ignore[method-assign]
    page.presenter.choose("auto")
    page.presenter.choose_size(SIZE)


def test_a_disk_that_would_not_remember_is_told() -> None:
    page = Page()
    page.desk.is_disk_full = True
    page.presenter.choose(C920)
    assert [one.id for one in page.said] == ["camera.not_remembered"]


def test_steps_hold_the_figure_that_the_settings_name() -> None:
    page = Page(FakeDesk(CameraChoice("0", (800, 600), focus=30, exposure=700)))
    assert 30 in page.state.focuses
    assert 700 in page.state.exposures
    assert page.state.sizes == (*SIZES, (800, 600))


def test_a_payment_code_is_named_and_outlined_green_and_nothing_is_paid() -> None:
    page = Page()
    page.presenter.tried(Trial(SIZE, 30.0, 3.6, "ours", "QRCode", "zxing-cpp half"))
    assert (page.state.hint.id, page.state.outline) == ("camera.read_ours", Tone.GOOD)
    assert page.state.hint_more is not None
    assert page.state.hint_more.arguments == {"symbology": "QRCode", "ms": "4", "decoder": "zxing-cpp half"}


@pytest.mark.parametrize(
    ("kind", "hint"),
    [("web_link", "hint.foreign.web_link"), ("merchant_qr", "hint.foreign.shop_qr"), ("goods", "hint.foreign.goods")],
)
def test_any_other_code_is_named(kind: str, hint: str) -> None:
    page = Page()
    page.presenter.tried(Trial(SIZE, 30.0, 3.6, kind, "QRCode", "zxing-cpp half"))
    assert (page.state.hint.id, page.state.outline) == (hint, Tone.CAREFUL)


def test_the_coach_says_why_nothing_reads() -> None:
    page = Page()
    page.presenter.advised(Advice(Cause.GLARE, where=(0.5, 0.5)))
    page.presenter.tried(Trial(SIZE, 30.0, 20.0))
    assert page.state.hint.id == "hint.coach.glare"
    assert page.state.advice is not None
    assert page.state.outline is None


@pytest.mark.parametrize(
    ("camera", "hint"),
    [
        (Camera.NONE, "hint.no_camera"),
        (Camera.LOST, "hint.camera_lost"),
        (Camera.BUSY, "hint.camera_busy"),
        (Camera.DENIED, "hint.camera_denied"),
        (Camera.STARTING, "hint.camera_starting"),
    ],
)
def test_what_is_wrong_with_the_camera_is_said_before_anything_else(camera: Camera, hint: str) -> None:
    page = Page()
    page.presenter.tried(Trial(SIZE, 30.0, 3.6, "ours", "QRCode", "zxing-cpp"))
    page.presenter.camera_is(camera)
    assert page.state.hint.id == hint
    assert page.state.trial is None


def test_a_recording_is_started_shown_and_stopped_by_the_same_button() -> None:
    page = Page()
    assert not page.state.is_recording
    page.presenter.record()
    assert page.desk.recording == "on"
    page.presenter.recorded(Kept("/x", 3, 0.6, 57.0))
    assert page.state.is_recording
    page.presenter.record()
    assert page.desk.recording == "off"


def test_a_recording_that_the_disk_ends_says_why() -> None:
    page = Page()
    page.presenter.recorded(Kept("/x", 3, 0.6, 57.0))
    page.presenter.recorded(Kept("/x", 3, 0.6, 40.0, is_on=False, trouble="No space left on device"))
    assert [(one.id, one.arguments) for one in page.said] == [
        ("camera.recording_not", {"why": "No space left on device"})
    ]
    page.desk.recording_trouble = "Permission denied"
    page.presenter.record()
    assert page.said[-1].arguments == {"why": "Permission denied"}


def test_a_page_that_is_left_is_not_drawn() -> None:
    page = Page()
    page.presenter.hidden()
    before = page.state
    page.presenter.advised(Advice(Cause.TOO_DARK))
    assert page.state is before
