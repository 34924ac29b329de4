"""``seatline demo``: everything from nothing to a customer's call on an agent's desk.

With a display it opens the real window and stays: a button lets a customer call, the person answers.
Without one it uses a virtual display and sound devices of its own, plays the agent too, leaves screenshots
and logs under build/demo/, and ends. The last line is one JSON object with what happened.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import shutil
import signal
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from app.demo.director import Director, Happened, Play, report, ring
from app.demo.hand import Hand, HandError
from app.demo.sound import MICROPHONE, RATE_HZ, SoundRoom, headset_room
from app.demo.stage import RunningServer, StageError, demo_shop, start_server, virtual_display
from app.resources import resource_dir
from app.server.voice.embedded.media.decode import decode_file
from app.ui.composition import Desktop, DesktopOptions, run

AGENT = "1001"


def main(argv: list[str]) -> int:
    """Exit code 0 when the whole way worked."""
    options = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    folder: Path = options.folder.absolute()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is ended all the same
    alone = options.headless or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    try:
        with ExitStack() as stack:
            room: SoundRoom | None = None
            if alone:
                os.environ["DISPLAY"] = stack.enter_context(virtual_display(log=folder / "xvfb.log"))
                os.environ["QT_QPA_PLATFORM"] = "xcb"
                room = stack.enter_context(headset_room(folder))
                os.environ.update(room.env)
            happened = _play(options, folder, alone, room)
    except (StageError, HandError) as error:
        happened = Happened(problem=str(error))
    except KeyboardInterrupt:
        happened = Happened(problem="Stopped.")
    _summary(happened, folder)
    return 0 if happened.ok or not alone else 1


def _play(options: argparse.Namespace, folder: Path, alone: bool, room: SoundRoom | None) -> Happened:
    _say("Starting the server with the sample company…")
    server = asyncio.run(start_server(folder))
    happened = Happened()

    async def on_ready(desktop: Desktop) -> None:
        nonlocal happened
        hand = Hand(folder / "screens" if alone else None)
        director = Director(server, server.accounts()[AGENT], desktop, hand)
        happened = director.happened
        stopped = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stopped.set))
        play = loop.create_task(_alone(director, room) if alone else _with_a_person(director))
        wait = loop.create_task(stopped.wait())
        await asyncio.wait((play, wait), return_when=asyncio.FIRST_COMPLETED)
        for task in (play, wait):
            task.cancel()
        results = await asyncio.gather(play, wait, return_exceptions=True)
        if isinstance(results[0], HandError):
            happened.problem = str(results[0])
        elif isinstance(results[0], Exception):
            raise results[0]
        elif stopped.is_set():
            happened.problem = "Stopped."

    try:
        _say(f"The server is ready at {server.url}; its data and log are in {folder}.")
        with demo_shop(server):
            run(_desktop_options(options, folder, server), on_ready)
    finally:
        server.stop()
    return happened


async def _alone(director: Director, room: SoundRoom | None) -> None:
    """Nobody is there: the demo answers by itself."""
    await director.sign_in()
    await director.get_ready()
    play = Play(speak=customers_voice())
    _say("A customer rings 4001, listens to the menu and presses 1…")
    caller = await ring(director.server, play)
    if room is not None:
        open_mouth(room)
    try:
        await director.answer()
        _say("The file popped up, the agent answered; they talk, with a hold in between…")
        await director.talk(play)
        director.happened.caller = await report(caller)
        await director.write_up(play)
        await director.verify()
    finally:
        if caller.returncode is None:
            caller.terminate()
            await caller.wait()
        if room is not None:
            room.speak(MICROPHONE, None)


async def _with_a_person(director: Director) -> None:
    """A person sits in front of it: a small window lets the customer call."""
    from app.demo.call_me import CallMe

    await director.sign_in()
    window = CallMe(director.server, director.desktop.words.language)
    window.show()
    try:
        await director.desktop.ended.wait()
        await window.tell(director)
    finally:
        await window.end()


def open_mouth(room: SoundRoom) -> None:
    """The agent speaks from now on: recorded speech again and again, a tone where there is none."""
    path = resource_dir() / "sample" / "speech" / "agent-zh.opus"
    if path.exists():
        room.play(MICROPHONE, decode_file(path, RATE_HZ))
    else:
        room.speak(MICROPHONE, 880)


def customers_voice() -> str:
    """What the simulated customer says: recorded speech, a tone where there is none."""
    path = resource_dir() / "sample" / "speech" / "customer-zh.opus"
    return str(path) if path.exists() else "tone:440"


def _desktop_options(options: argparse.Namespace, folder: Path, server: RunningServer) -> DesktopOptions:
    return DesktopOptions(
        server_url=server.url,
        username=AGENT,
        trust_sha256=server.fingerprint(),
        config_dir=folder / "desktop",
        language=options.lang,
        theme=options.theme,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="seatline demo", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/demo"), help="for data, logs, screenshots")
    parser.add_argument(
        "--headless", action="store_true", help="play all parts, also where there is a display"
    )
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the window")
    parser.add_argument("--theme", choices=("light", "dark"), default="light", help="look of the window")
    return parser


def _summary(happened: Happened, folder: Path) -> None:
    for line in (
        f"offer made after        {_ms(happened.offer_ms)} in the queue",
        f"file on the screen      {_ms(happened.popup_ms)} after the offer was made",
        f"voice in the ear        {_ms(happened.answer_to_audio_ms)} after the click",
        f"recording               {happened.recording_id or '-'} ({happened.recording_s or 0:.1f} s)",
        f"ticket                  {happened.ticket_number or '-'}",
        f"screens, data, log      {folder}",
    ):
        _say("  " + line)
    if happened.problem:
        _say(f"  It did not work: {happened.problem}")
    print(json.dumps(asdict(happened), ensure_ascii=False), flush=True)


def _ms(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f} ms"


def _say(text: str) -> None:
    print(text, flush=True)
