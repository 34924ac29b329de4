"""A program that plays a call by headset and hotkeys while another program has the focus.

``python -m tests.e2e.buttons_play FOLDER``: the real window, softphone, sound devices and server; only the
headset is a fake, which the scenario holds by a wire. Prints what happened as one JSON line.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from app.demo.director import Director, Play, report, ring
from app.demo.hand import Hand
from app.demo.sound import headset_room
from app.demo.stage import start_server, virtual_display
from app.ui.composition import Desktop, DesktopOptions, run
from app.ui.presenters.desk import Stage
from tests.doubles.x_display import OtherProgram, type_key

RING, OFF_HOOK, MUTED, HELD, DARK = "020400", "020100", "021300", "020900", "020000"


class Wire:
    """The scenario's end of the headset; its own thread, since the loop here is Qt's."""

    def __init__(self, path: Path) -> None:
        self.lamps: list[str] = []
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(str(path))
        self._door.listen(1)
        self._wire: socket.socket | None = None
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        self._wire, _ = self._door.accept()
        for line in self._wire.makefile():
            self.lamps.append(line.strip())

    def press(self, *reports: str) -> None:
        assert self._wire is not None
        self._wire.sendall("".join(report + "\n" for report in reports).encode())


async def scenario(director: Director, wire: Wire, screen: str, result: dict[str, Any]) -> None:
    hand = director.hand

    async def shows(lamps: str, what: str) -> None:
        await hand.until(lambda: wire.lamps[-1:] == [lamps], what)

    await director.sign_in()
    await hand.until(lambda: director.desk.headset is not None, "the headset is known")
    await hand.until(lambda: director.desk.hotkeys is not None, "the hotkeys are set")
    result["hotkeys_taken"] = director.desk.hotkeys.taken if director.desk.hotkeys else None
    await director.get_ready()
    other = OtherProgram(screen)
    caller = await ring(director.server, Play(speak="tone:440", number="4002", digits=""))
    await director.stage(Stage.OFFER, 40)
    await shows(RING, "the headset rings")
    wire.press("020100")
    await director.stage(Stage.TALKING)
    await shows(OFF_HOOK, "the line lamp is lit")
    type_key(screen, "x", "ctrl+alt+m")
    await hand.until(lambda: director.desk.muted, "muted by the hotkey")
    await shows(MUTED, "the headset shows it")
    wire.press("020700", "020300")
    await hand.until(lambda: not director.desk.muted, "opened again by the headset")
    await shows(OFF_HOOK, "the mute lamp is out")
    type_key(screen, "ctrl+alt+h", "y")
    await director.stage(Stage.HELD)
    await shows(HELD, "the hold lamp is lit")
    wire.press("020b00", "020300")
    await director.stage(Stage.TALKING)
    await shows(OFF_HOOK, "the hold lamp is out")
    hand.shot("talking-by-headset")
    result["typed"] = [key for key in other.read() if len(key) == 1]
    result["kept_focus"] = other.has_focus
    await asyncio.sleep(0.8)  # later than a button that is only let go
    wire.press("020000")
    await director.stage(Stage.WRAP_UP)
    await shows(DARK, "all lamps are out")
    result["caller"] = await report(caller)
    other.close()


def main(folder: Path) -> dict[str, Any]:
    result: dict[str, Any] = {}
    with ExitStack() as stack:
        screen = stack.enter_context(virtual_display(log=folder / "xvfb.log"))
        os.environ.update(DISPLAY=screen, QT_QPA_PLATFORM="xcb")
        for name in ("WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS"):
            os.environ.pop(name, None)
        room = stack.enter_context(headset_room(folder))
        server = asyncio.run(start_server(folder))
        wire = Wire(folder / "headset")

        async def on_ready(desktop: Desktop) -> None:
            director = Director(server, server.accounts()["1001"], desktop, Hand(folder / "screens"))
            await scenario(director, wire, screen, result)

        options = DesktopOptions(
            server_url=server.url,
            trust_sha256=server.fingerprint(),
            config_dir=folder / "desktop",
            language="zh",
            theme="light",
            softphone_argv=(sys.executable, "-m", "tests.doubles.child_with_headset"),
            softphone_env={**room.env, "SEATLINE_TEST_HEADSET": str(folder / "headset")},
        )
        try:
            run(options, on_ready)
        finally:
            server.stop()
    return result


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False), flush=True)
