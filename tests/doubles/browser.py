"""A real browser as a customer's phone: Chromium without a window, driven by its own protocol (CDP).

Pages cannot run scripts in it, so that what works here works without any.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

PHONE = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
START_S = 60.0


class Browser:
    """One page. ``responses``: (url, status) of what was loaded; ``complaints``: of the browser itself."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("chromium") or shutil.which("chromium-browser") or "chromium"
        self._process = subprocess.Popen(
            [
                program, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--no-first-run", "--disable-extensions", "--disable-background-networking",
                "--remote-debugging-port=0", "--accept-lang=zh-CN", f"--user-data-dir={folder}",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )  # fmt: skip
        self._numbers = iter(range(1, 1_000_000))
        self.responses: list[tuple[str, int]] = []
        self.complaints: list[str] = []
        try:
            self._socket = self._connect()
            target = self._ask("Target.createTarget", url="about:blank")["targetId"]
            attached = self._ask("Target.attachToTarget", targetId=target, flatten=True)
            self._session = attached["sessionId"]
            for domain in ("Page", "Network", "Runtime", "Log"):
                self.tell(f"{domain}.enable")
            self.tell("Emulation.setScriptExecutionDisabled", value=True)
            self.tell("Emulation.setDeviceMetricsOverride", **PHONE)
        except BaseException:
            self.close()
            raise

    _session = ""

    def _connect(self) -> ClientConnection:
        assert self._process.stderr is not None
        until = time.monotonic() + START_S
        for line in self._process.stderr:
            found = re.search(r"ws://\S+", line)
            if found:
                return connect(found[0], max_size=50_000_000)
            if time.monotonic() > until:
                break
        raise AssertionError("Chromium did not start")

    def tell(self, method: str, **values: Any) -> dict[str, Any]:
        return self._ask(method, session=self._session, **values)

    def _ask(self, method: str, session: str = "", **values: Any) -> dict[str, Any]:
        number = next(self._numbers)
        words: dict[str, Any] = {"id": number, "method": method, "params": values}
        self._socket.send(json.dumps({**words, "sessionId": session} if session else words))
        while True:
            answer = json.loads(self._socket.recv(timeout=START_S))
            self._note(answer)
            if answer.get("id") == number:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def _note(self, message: dict[str, Any]) -> None:
        values = message.get("params", {})
        if message.get("method") == "Network.responseReceived":
            self.responses.append((values["response"]["url"], values["response"]["status"]))
        elif message.get("method") == "Log.entryAdded":
            self.complaints.append(values["entry"]["text"])

    def look(self, script: str) -> Any:
        """The value of an expression about the page."""
        answer = self.tell("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def until(self, script: str, timeout_s: float = 20.0) -> None:
        end = time.monotonic() + timeout_s
        while not self.look(script):
            assert time.monotonic() < end, f"never: {script}\n{self.text()[:500]}"
            self._socket_wait()

    def _socket_wait(self) -> None:
        """Until the browser says something, or a little while."""
        try:
            self._note(json.loads(self._socket.recv(timeout=0.05)))
        except TimeoutError:
            return

    def go(self, url: str) -> None:
        self.tell("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def text(self) -> str:
        return self.look("document.body ? document.body.innerText : ''") or ""

    def write(self, where: str, text: str) -> None:
        self.look(f"document.querySelector({json.dumps(where)}).focus()")
        self.tell("Input.insertText", text=text)

    def press(self, where: str) -> None:
        """A tap on the middle of it, as a finger does."""
        spot = self.look(
            f"(() => {{const e = document.querySelector({json.dumps(where)});"
            "e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
            "return [r.left + r.width / 2, r.top + r.height / 2];})()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.tell(
                "Input.dispatchMouseEvent", type=kind, x=spot[0], y=spot[1], button="left", clickCount=1
            )

    def send(self, where: str) -> None:
        """Tap, and wait for the page that follows."""
        self.look("document.documentElement.dataset.before = '1'")
        self.press(where)
        self.until("document.readyState === 'complete' && !document.documentElement.dataset.before")

    def dark(self, *, on: bool) -> None:
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if on else "light"}]
        self.tell("Emulation.setEmulatedMedia", features=scheme)

    def picture(self, path: Path) -> None:
        size = self.tell("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": PHONE["width"], "height": size["height"], "scale": 1}
        shot = self.tell("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self) -> None:
        if hasattr(self, "_socket"):
            self._socket.close()
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.communicate()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("chromium"))
    yield opened
    opened.close()
