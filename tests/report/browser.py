"""A headless Chromium that tests drive over its own protocol, by a pair of pipes: no driver and no package beside it."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_PATIENCE = 30.0  # seconds for any one answer
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
    "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe",
)  # fmt: skip


def chromium() -> str | None:
    """The browser, where one is installed, and the shell to start it from."""
    found = next((found for name in _NAMES if (found := shutil.which(name))), None)
    return found if shutil.which("bash") else None


class Page:
    """One page. ``problems``: what the console and the policy of the page complained of, and uncaught errors.
    ``requests``: every address that was asked for.
    """

    def __init__(self, pipes: tuple[int, int]) -> None:
        self._read, self._write = pipes
        self._number = 0
        self._rest = b""
        self._session = ""
        self.problems: list[str] = []
        self.requests: list[str] = []
        self._loaded = 0

    def attach(self) -> None:
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")

    def open(self, path: Path, *, width: int = 1280, script: bool = True, hash: str = "") -> None:
        """Shows a file from disk at this width."""
        self.ask("Emulation.setScriptExecutionDisabled", value=not script)
        self.width(width)
        before = self._loaded
        self.problems.clear()
        self.requests.clear()
        self.ask("Page.navigate", url=path.absolute().as_uri() + hash)
        while self._loaded == before:
            self._take()

    def width(self, width: int, height: int = 900) -> None:
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def run(self, expression: str) -> Any:
        """What an expression gives; a promise is waited for. Raises AssertionError where it throws."""
        answer = self.ask(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True, userGesture=True
        )
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press(self, key: str, code: int, text: str = "") -> None:
        """One key, as a person presses it."""
        for kind in ("keyDown", "keyUp"):
            self.ask(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code,
                **({"text": text} if text and kind == "keyDown" else {}),
            )  # fmt: skip

    def click(self, selector: str) -> None:
        """The middle of an element, by the mouse."""
        self.run(f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})")
        box = self.run(
            f"(() => {{ const r = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, x=box[0], y=box[1], button="left", clickCount=1)

    def picture(self, *, top: int = 0, height: int | None = None) -> bytes:
        """A PNG of the page from ``top``, all of it where no height is given."""
        size = self.run("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": top, "width": size[0], "height": height or size[1] - top, "scale": 1}
        return base64.b64decode(self.ask("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)["data"])

    def ask(self, method: str, **parameters: object) -> dict[str, Any]:
        """The answer to a command. Raises AssertionError where the browser refuses it or stays silent."""
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._take()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise AssertionError(f"{method}: {answer['error']}")
                return dict(answer["result"])

    def _take(self) -> dict[str, Any]:
        until = time.monotonic() + _PATIENCE
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._read], [], [], max(until - time.monotonic(), 0))
            piece = os.read(self._read, 1 << 16) if ready else b""
            if not piece:
                raise AssertionError("the browser has fallen silent")
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        self._note(message.get("method", ""), message.get("params", {}))
        return message

    def _note(self, method: str, said: dict[str, Any]) -> None:
        if method == "Page.loadEventFired":
            self._loaded += 1
        elif method == "Network.requestWillBeSent":
            self.requests.append(said["request"]["url"])
        elif method == "Log.entryAdded" and said["entry"]["level"] in ("error", "warning"):
            self.problems.append(said["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.problems.append(str(said["exceptionDetails"].get("exception", said["exceptionDetails"])))
        elif method == "Runtime.consoleAPICalled" and said["type"] in ("error", "warning", "assert"):
            self.problems.append(str(said["args"]))


@contextmanager
def a_page(profile: Path) -> Iterator[Page]:
    """A browser of its own, with one blank page; its files in ``profile``. Raises AssertionError where it won't begin."""
    there, here = os.pipe(), os.pipe()  # what it reads, what it writes
    # The browser looks for the pipes under these two numbers. A plain sh knows no file above the ninth.
    command = f'exec "$0" "$@" 3<&{there[0]} 4>&{here[1]}'
    browser = subprocess.Popen(
        ["bash", "-c", command, str(chromium()), *_FLAGS, f"--user-data-dir={profile}", "about:blank"],
        pass_fds=(there[0], here[1]), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(there[0])
    os.close(here[1])
    page = Page((here[0], there[1]))
    try:
        page.attach()
        yield page
    finally:
        page._session = ""
        with suppress(AssertionError, OSError):
            page.ask("Browser.close")
        try:
            browser.wait(10)
        except subprocess.TimeoutExpired:
            browser.kill()
            browser.wait(10)
        os.close(here[0])
        os.close(there[1])
