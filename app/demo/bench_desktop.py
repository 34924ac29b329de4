"""The real desktop in a process of its own, driven for measurements: ``python -m app.demo.bench_desktop``.

In:  ``start``: show the sign-in window and end; ``calls``: sign in as the agent and take every call.
Out: JSON lines on standard output. Moments are of the machine's monotonic clock, so that they can be
compared with those of other processes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

# As `seatline desktop` begins: nothing else is imported before its window stands.
from app.ui.composition import Desktop, DesktopOptions, run

if TYPE_CHECKING:
    from app.demo.director import Director

RESPONSIVE_S = 0.03  # a turn of the event loop that takes longer would be felt
CALM_S = 0.5
CALL_LIMIT_S = 60.0


def main() -> int:
    options = _parser().parse_args()
    desktop_options = DesktopOptions(
        server_url=options.server,
        username=options.user,
        trust_sha256=options.trust or None,
        config_dir=options.config,
        language="zh",
        theme="light",
        first_steps=False,
    )

    async def drive(desktop: Desktop) -> None:
        await (_start(desktop) if options.what == "start" else _calls(desktop, options))

    return run(desktop_options, drive)


async def _start(desktop: Desktop) -> None:
    """When the window stood, and when it answered at once and went on doing so."""
    view = desktop.sign_in_view
    while not (view.isVisible() and view.windowHandle().isExposed()):
        await asyncio.sleep(0.001)
    visible_s = usable_s = time.monotonic()
    while (now_s := time.monotonic()) - usable_s < CALM_S:
        await asyncio.sleep(0.005)
        if time.monotonic() - now_s > RESPONSIVE_S:
            usable_s = time.monotonic()
    _tell(kind="started", visible_s=visible_s, usable_s=usable_s)


async def _calls(desktop: Desktop, options: argparse.Namespace) -> None:
    from app.demo.director import Director
    from app.demo.hand import Hand, HandError
    from app.server.directory.model import SampleAccount

    password = sys.stdin.readline().strip()
    account = SampleAccount(options.user, password, "AGENT", options.user, options.user, "")
    director = Director(None, account, desktop, Hand())  # type: ignore[arg-type]
    try:
        await _sign_in(director, options.server, password)
        await director.hand.until(lambda: _state(director) not in ("", "TECH_FAULT"), "her state is known")
        if _state(director) != "READY":  # a desktop that was ended a moment ago left her ready
            await director.get_ready()
        while True:
            await _one_call(director)
    except HandError as error:
        moments = [times.at for times in desktop.metrics.calls[-2:]]
        _tell(kind="problem", text=f"{error} (moments: {moments})")


async def _sign_in(director: Director, url: str, password: str) -> None:
    from app.ui.presenters.desk import PhoneLine

    hand = director.hand
    await hand.type("serverField", url, replace=True)
    await hand.type("userField", director.account.username, replace=True)
    await hand.type("passwordField", password, replace=True)
    await hand.click("signInButton")
    await hand.until(lambda: director.desktop.store is not None, "signed in", 15)
    await hand.until(lambda: director.desk.phone is PhoneLine.REGISTERED, "the softphone is registered", 15)
    await hand.until(lambda: director.desk.devices is not None, "the sound devices are known", 10)


def _state(director: Director) -> str:
    return director.desk.agent.state if director.desk.agent is not None else ""


async def _one_call(director: Director) -> None:
    """Wait, answer, tell the moments, and be ready again when the customer has hung up."""
    from app.ui.presenters.desk import Stage

    hand, desktop = director.hand, director.desktop
    await hand.until(lambda: _state(director) == "READY", "the agent is ready again")
    _tell(kind="ready")
    await director.stage(Stage.OFFER, CALL_LIMIT_S)
    offer = director.desk.offer
    assert offer is not None
    call_id = offer.call_id
    await hand.until(lambda: "popup_painted" in _moments(desktop, call_id), "the pop-up is painted")
    await hand.until(lambda: director.desk.ringing is not None, "the softphone rings")
    await hand.click("answerButton")
    await hand.until(
        lambda: "audio_flows" in _moments(desktop, call_id), "the customer's voice is in the ear"
    )
    _tell(
        kind="call",
        # The server's clock is this machine's: its wall clock and ours are the same.
        made_at_s=offer.made_at.timestamp() - (time.time() - time.monotonic()),
        waited_ms=offer.waited_s * 1000,
        **{f"{name}_s": at_s for name, at_s in _moments(desktop, call_id).items()},
    )
    over = (Stage.WRAP_UP, Stage.IDLE)
    await hand.until(lambda: director.desk.stage in over, "the call is over", CALL_LIMIT_S)
    if desktop.workbench is not None and director.desk.stage is Stage.WRAP_UP:
        desktop.workbench.shell.agent.choose("READY")


def _moments(desktop: Desktop, call_id: str) -> dict[str, float]:
    """The first time of each. ``file_received``: an offer comes a second time when the file took longer."""
    of_call = [times.at for times in desktop.metrics.calls if times.call_id == call_id]
    moments: dict[str, float] = {}
    for at in of_call:
        moments = {**at, **moments}
        moments["file_received"] = max(at["offer_received"], moments.get("file_received", 0.0))
    return moments


def _tell(**what: object) -> None:
    print(json.dumps(what), flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("start", "calls"))
    parser.add_argument("--server", default="", metavar="URL")
    parser.add_argument("--user", default="")
    parser.add_argument("--trust", default="", metavar="SHA256")
    parser.add_argument("--config", type=Path, required=True, metavar="DIR")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
