"""A phone in a real Chromium: a viewport, a theme, a language; what is on its screen comes back as pixels."""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeAlias

import cv2
import numpy as np
import pytest
from selenium import webdriver
from selenium.common.exceptions import JavascriptException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

import resources

WIDTH, HEIGHT, DENSITY = 390, 844, 2
SMALL_WIDTH, SMALL_HEIGHT = 320, 568
WAIT_S = 15.0
FILM = (960, 720)
Frame: TypeAlias = np.ndarray[Any, np.dtype[np.uint8]]
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{folder}</dir><cachedir>{cache}</cachedir></fontconfig>"""
ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"


def browser_or_skip() -> tuple[str, str]:
    """Debian's Chromium and its driver; where the environment says CI, their absence is a failure."""
    browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if browser is None or driver is None:
        message = "no chromium here: `.ci/setup test` installs it"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return browser, driver


def _before_camera(film: Path) -> tuple[str, ...]:
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )


def filmed(screen: Frame, file: Path) -> Path:
    """A film of another phone's screen on a grey table, as a browser's pretended camera reads it."""
    width, height = FILM
    scale = 0.9 * height / screen.shape[0]
    small = cv2.resize(screen, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    table = np.full((height, width, 3), 90, dtype=np.uint8)
    top, left = (height - small.shape[0]) // 2, (width - small.shape[1]) // 2
    table[top : top + small.shape[0], left : left + small.shape[1]] = small
    frame = b"FRAME\n" + cv2.cvtColor(table, cv2.COLOR_BGR2YUV_I420).tobytes()
    file.write_bytes(f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode() + 10 * frame)
    return file


class Phone:
    """One browser, as a person with a phone sees it."""

    def __init__(
        self,
        base_url: str,
        *,
        width: int = WIDTH,
        height: int = HEIGHT,
        is_dark: bool = False,
        language: str = "en",
        camera: Path | None = None,
    ) -> None:
        """`camera` is a film (y4m) that stands before its camera, which every page may then use."""
        browser, driver = browser_or_skip()
        self.base_url = base_url
        self._folder = tempfile.TemporaryDirectory(prefix="pos-phone-", ignore_cleanup_errors=True)
        options = webdriver.ChromeOptions()
        options.binary_location = browser
        for argument in (
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--disable-gpu",
            "--hide-scrollbars",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            f"--user-data-dir={self._folder.name}",
            "--window-size=500,900",
            *(_before_camera(camera) if camera else ()),
        ):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        service = webdriver.ChromeService(executable_path=driver, env={**os.environ, "FONTCONFIG_FILE": self._fonts()})
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(WAIT_S)
        self.appear(width=width, height=height, is_dark=is_dark, language=language)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.driver.quit()
        self._folder.cleanup()

    def _fonts(self) -> str:
        """The fonts we ship, beside the machine's: a phone has Chinese ones, a bare test machine doesn't."""
        file = Path(self._folder.name) / "fonts.conf"
        file.write_text(FONTS.format(folder=resources.path("fonts"), cache=Path(self._folder.name) / "fonts"))
        return str(file)

    def forget(self, base_url: str) -> None:
        """As new: no cookies, the usual looks."""
        self.base_url = base_url
        self.driver.get("about:blank")
        self.tell("Network.clearBrowserCookies")
        self.complaints()
        self.appear()

    # --- how it is held -----------------------------------------------------------------------------------------------

    def appear(self, *, width: int = WIDTH, height: int = HEIGHT, is_dark: bool = False, language: str = "en") -> None:
        """Another size, theme or language, from the next page on."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": DENSITY, "mobile": True}
        self.tell("Emulation.setDeviceMetricsOverride", **metrics)
        theme = {"name": "prefers-color-scheme", "value": "dark" if is_dark else "light"}
        calm = {"name": "prefers-reduced-motion", "value": "reduce"}
        self.tell("Emulation.setEmulatedMedia", features=[theme, calm])
        accepted = "zh-CN,zh" if language == "zh" else "en-GB,en"
        self.tell("Emulation.setUserAgentOverride", userAgent=ANDROID, acceptLanguage=accepted)
        self.tell("Emulation.setTimezoneOverride", timezoneId="Europe/Berlin")

    def tell(self, command: str, **arguments: Any) -> Any:
        """A command of the browser's own protocol."""
        return self.driver.execute_cdp_cmd(command, arguments)

    def offline(self, *, is_off: bool) -> None:
        speed = {"offline": is_off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.tell("Network.enable")
        self.tell("Network.emulateNetworkConditions", **speed)

    # --- what a person does -------------------------------------------------------------------------------------------

    def go(self, path: str) -> None:
        self.driver.get(self.base_url + path)

    @property
    def path(self) -> str:
        return str(self.driver.current_url).removeprefix(self.base_url)

    def see(self, css: str, wait_s: float = WAIT_S) -> WebElement:
        """Waits until it is there and shown."""
        wait = WebDriverWait(self.driver, wait_s, 0.02, ignored_exceptions=[StaleElementReferenceException])
        found = wait.until(
            lambda driver: next(
                (one for one in driver.find_elements(By.CSS_SELECTOR, css) if one.is_displayed()), None
            ),
            f"no {css} on {self.path}: {self.text[:500]}",
        )
        assert isinstance(found, WebElement)
        return found

    def sees(self, text: str, wait_s: float = WAIT_S) -> None:
        """Waits until the page says it."""
        WebDriverWait(self.driver, wait_s, poll_frequency=0.02).until(
            lambda _: text in self.text, f"{text!r} is not said: {self.text}"
        )

    def until(self, script: str, what: str, wait_s: float = WAIT_S) -> None:
        """Waits until a script of the page answers yes."""
        asked = f"const [done] = arguments; (async () => {{ {script} }})().then(done, () => done(false));"
        WebDriverWait(self.driver, wait_s, poll_frequency=0.05).until(
            lambda driver: driver.execute_async_script(asked), f"never: {what}, on {self.path}"
        )

    def key(self, name: str, text: str) -> None:
        field = self.see(f"[name={name}]")
        field.clear()
        field.send_keys(text)

    def press(self, words: str) -> None:
        """The button or link that says so, as soon as there is one. Who leads on to another page is followed instead."""
        wait = WebDriverWait(self.driver, WAIT_S, 0.02, ignored_exceptions=[StaleElementReferenceException])
        found = wait.until(lambda _: self._saying(words), f"no button {words!r} on {self.path}: {self.text}")
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
        found.click()

    def _saying(self, words: str) -> WebElement | None:
        buttons = self.driver.find_elements(By.CSS_SELECTOR, "button, a, summary, label")
        return next((one for one in buttons if one.is_displayed() and words in one.text), None)

    def follow(self, words: str) -> None:
        """Presses what leads to another page, and waits until that is there whole."""
        self.run("window.isThePageBefore = true")
        self.press(words)
        there = "return !window.isThePageBefore && document.readyState === 'complete'"
        WebDriverWait(self.driver, WAIT_S, 0.02, ignored_exceptions=[JavascriptException]).until(
            lambda driver: driver.execute_script(there), f"{words!r} led nowhere from {self.path}"
        )

    @property
    def text(self) -> str:
        """What the page says."""
        return str(self.driver.execute_script("return document.body ? document.body.innerText : ''"))

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def complaints(self) -> list[str]:
        """What the browser's console says against the page: a broken rule of the content policy, an exception."""
        return [str(entry["message"]) for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    # --- what is on its screen ----------------------------------------------------------------------------------------

    def png(self) -> bytes:
        """The screen."""
        return bytes(self.driver.get_screenshot_as_png())

    def whole_page(self) -> bytes:
        """The page as a screen so long that nothing is behind the bar at its foot."""
        for _ in range(2):  # longer, the page may be laid out for longer phones
            width, height = self.run(
                "return [innerWidth, Math.max(innerHeight, document.documentElement.scrollHeight)]"
            )
            long = {"width": width, "height": height, "deviceScaleFactor": DENSITY, "mobile": True}
            self.tell("Emulation.setDeviceMetricsOverride", **long)
        return base64.b64decode(self.tell("Page.captureScreenshot")["data"])

    def pixels(self) -> Frame:
        """The screen as a camera's frame: BGR."""
        frame = cv2.imdecode(np.frombuffer(self.png(), dtype=np.uint8), cv2.IMREAD_COLOR)
        assert frame is not None
        return frame.astype(np.uint8)
