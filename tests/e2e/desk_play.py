"""A program that plays one scenario with the real window, softphone, sound devices and server.

``python -m tests.e2e.desk_play SCENARIO FOLDER`` prints what happened as one JSON line. It runs outside
pytest, since Qt's event loop wants a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
import numpy as np

from app.demo.director import Director, Play, report, ring
from app.demo.hand import Hand
from app.demo.phones import Habits, PhoneBank
from app.demo.sound import MICROPHONE, RATE_HZ, SPEAKER, SoundRoom, headset_room
from app.demo.stage import RunningServer, start_server, virtual_display
from app.server.directory.model import SampleAccount
from app.ui.composition import Desktop, DesktopOptions, run
from app.ui.presenters.desk import PhoneLine, ServerLine, Stage
from tests.doubles.core_wait import OwnPace
from tests.e2e.shift_play import shift
from tests.e2e.spectrum import tone_level_db

CALLERS_TONE_HZ, AGENTS_TONE_HZ = 440, 880
RECORDING_LIMIT_S = 60.0  # it is finished at low priority, on machines that do much besides


@dataclass
class Scene:
    """What a scenario works with."""

    folder: Path
    server: RunningServer
    director: Director
    room: SoundRoom
    result: dict[str, Any]

    @property
    def hand(self) -> Hand:
        return self.director.hand

    async def in_a_talk(self, play: Play) -> asyncio.subprocess.Process:
        await self.director.sign_in()
        await self.director.get_ready()
        caller = await ring(self.server, play)
        await self.director.answer()
        return caller

    def ear_level_db(self, seconds: float) -> float:
        return self.level_db(CALLERS_TONE_HZ, seconds)

    def level_db(self, tone_hz: int, seconds: float) -> float:
        """How loud a tone is in the agent's ear, of what is there."""
        heard = self.room.heard(SPEAKER, seconds).astype(np.float64) / 32768
        return tone_level_db(heard, RATE_HZ, tone_hz)

    async def restart(self) -> None:
        """The same server once more, on the same ports."""
        old = self.server
        ports = (old.http_port, old.sip_port, old.tls_port)
        self.server = await start_server(self.folder, ports=ports)
        self.director.server = self.server


Scenario = Callable[[Scene], Awaitable[None]]


async def keep_recording(scene: Scene, recording_id: str) -> None:
    """As a file for the test to listen to, once it is finished."""
    ready = await scene.director.recording_ready(recording_id, RECORDING_LIMIT_S)
    assert ready is not None, f"the recording {recording_id!r} was not finished"
    audio = await scene.director.fetch(f"/api/v1/recordings/{recording_id}/audio")
    (scene.folder / "recording.ogg").write_bytes(audio.content)


async def conversation(scene: Scene) -> None:
    """The whole way, then a restart of the server."""
    director = scene.director
    play = Play(talk_s=5, hold_s=2, record=scene.folder / "caller.wav", speak=f"tone:{CALLERS_TONE_HZ}")
    scene.room.speak(MICROPHONE, AGENTS_TONE_HZ)
    caller = await scene.in_a_talk(play)
    await asyncio.sleep(2)
    scene.result["ear_db"] = scene.ear_level_db(1.5)
    await director.talk(play)
    director.happened.caller = await report(caller)
    await director.write_up(play)
    await director.verify(RECORDING_LIMIT_S)
    scene.result["happened"] = asdict(director.happened)
    scene.server.stop()
    await scene.restart()
    happened = director.happened
    await keep_recording(scene, happened.recording_id or "")
    scene.result["call_after_restart"] = await director.ask(f"/api/v1/calls/{happened.call_id}")
    file = await director.ask(f"/api/v1/tickets/{happened.ticket_id}")
    scene.result["ticket_after_restart"] = file["ticket"]


async def mouth_shut(scene: Scene) -> None:
    """A talk with the agent's microphone silent: what the tests look for must not be found."""
    director, hand = scene.director, scene.hand
    record = scene.folder / "caller.wav"
    scene.room.speak(MICROPHONE, None)
    caller = await scene.in_a_talk(
        Play(speak=f"tone:{CALLERS_TONE_HZ}", number="4002", digits="", record=record)
    )
    await asyncio.sleep(5)
    scene.result["ear_db"] = scene.ear_level_db(1.5)
    await hand.click("hangUpButton")
    await director.stage(Stage.WRAP_UP)
    await report(caller)
    call = await director.ask(f"/api/v1/calls/{director.happened.call_id}")
    await keep_recording(scene, call["recording_id"])


async def server_killed(scene: Scene) -> None:
    """kill -9 of the control process in a talk; the agent goes on typing; the server comes back."""
    director, hand = scene.director, scene.hand
    scene.room.speak(MICROPHONE, AGENTS_TONE_HZ)
    caller = await scene.in_a_talk(Play(speak=f"tone:{CALLERS_TONE_HZ}", number="4002", digits=""))
    await asyncio.sleep(5)
    scene.server.kill()
    killed_at = time.time()
    scene.result["killed_at"] = killed_at
    await hand.until(
        lambda: director.desk.server is ServerLine.DOWN, "the desktop says that the server is away"
    )
    await hand.look("banners")
    hand.shot("server-away")
    await hand.click("outcome_FOLLOW_UP")
    await hand.type("noteEdit", "服务器离线时写下的小结")
    await scene.restart()
    await hand.until(lambda: director.desk.server is ServerLine.UP, "the desktop is connected again", 20)
    await hand.until(lambda: director.desk.phone is PhoneLine.REGISTERED, "the phone is registered again", 20)
    await director.stage(Stage.WRAP_UP)
    hand.shot("server-back")
    scene.result["note_on_screen"] = hand.text("noteEdit")
    call_id = director.happened.call_id
    scene.result["call"] = await director.ask(f"/api/v1/calls/{call_id}")
    await keep_recording(scene, scene.result["call"]["recording_id"])
    caller.terminate()
    await caller.wait()


async def note_while_away(scene: Scene) -> None:
    """A talk ends, the server dies before the note is written; it arrives once when the server is back."""
    director, hand = scene.director, scene.hand
    caller = await scene.in_a_talk(Play(speak=f"tone:{CALLERS_TONE_HZ}", number="4002", digits=""))
    await asyncio.sleep(1)
    await hand.click("hangUpButton")
    await director.stage(Stage.WRAP_UP)
    await report(caller)
    scene.server.kill()
    await hand.until(
        lambda: director.desk.server is ServerLine.DOWN, "the desktop says that the server is away"
    )
    await hand.click("outcome_RESOLVED")
    await hand.type("noteEdit", "离线时写的小结，恢复后应只到达一次")
    await hand.click("doneButton")
    await hand.until(lambda: director.desk.outbox_waiting == 1, "the note waits on this computer")
    hand.shot("note-waits")
    await scene.restart()
    await hand.until(lambda: director.desk.outbox_waiting == 0, "the note has arrived", 20)
    scene.result["call"] = await director.ask(f"/api/v1/calls/{director.happened.call_id}")


async def softphone_killed(scene: Scene) -> None:
    """kill -9 of the telephony child in a talk, three times: each time the customer is offered again."""
    director, hand = scene.director, scene.hand
    caller = await scene.in_a_talk(Play(speak=f"tone:{CALLERS_TONE_HZ}", number="4002", digits=""))
    took_s: list[float] = []
    for picture in (False, False, True):  # a picture takes time too
        await asyncio.sleep(1)
        took_s.append(await _kill_softphone(scene, picture))
        await director.stage(Stage.OFFER, 20)
        await hand.until(lambda: director.desk.ringing is not None, "the customer rings again")
        await hand.click("answerButton")
        await director.stage(Stage.TALKING)
    scene.result["registered_again_s"] = took_s
    await asyncio.sleep(1.5)
    scene.result["ear_db"] = scene.ear_level_db(1.0)
    await hand.click("hangUpButton")
    await director.stage(Stage.WRAP_UP)
    scene.result["caller"] = await report(caller)


async def _kill_softphone(scene: Scene, picture: bool) -> float:
    """Seconds until the desktop says that the phone is registered again, less what it waited for a core."""
    director, hand = scene.director, scene.hand
    os.kill(_child_of(os.getpid(), "app.telephony"), signal.SIGKILL)
    pace = OwnPace()
    await hand.until(lambda: director.desk.phone is not PhoneLine.REGISTERED, "the desktop says so")
    if picture:
        hand.shot("softphone-restarting")
    await hand.until(lambda: director.desk.phone is PhoneLine.REGISTERED, "the phone is registered again")
    return pace.took_s(_child_of(os.getpid(), "app.telephony"))


async def consult_transfer(scene: Scene) -> None:
    """She asks a colleague, goes to the customer and back, hands him over; the colleague's phone answers."""
    director, hand = scene.director, scene.hand
    colleague = scene.server.accounts()["1002"]
    bank = PhoneBank(("127.0.0.1", scene.server.sip_port), Habits(answer_after_s=1.0, tone="tone:660"))
    async with bank:
        await bank.register([(colleague.sip_user, colleague.sip_password)])
        play = Play(
            speak=f"tone:{CALLERS_TONE_HZ}", number="4002", digits="", record=scene.folder / "caller.wav"
        )
        scene.room.speak(MICROPHONE, AGENTS_TONE_HZ)
        caller = await scene.in_a_talk(play)
        await hand.type("noteEdit", "净水器滤芯漏水，已核对订单")
        await hand.click("transferButton")
        await hand.until(lambda: hand.listed("targetList", "1002"), "the colleague is in the list")
        await hand.type("targetField", "1002")
        hand.shot("transfer-list")
        await hand.click("consultButton")
        await hand.look("consultPanel")
        hand.shot("consult-rings")
        await hand.until(lambda: hand.stands_in("consultTarget", "互相听到"), "both hear each other")
        await asyncio.sleep(1.5)
        hand.shot("consulting")
        scene.result["colleague_in_ear_db"] = scene.level_db(660, 1.0)
        scene.result["customer_in_ear_while_consulting_db"] = scene.ear_level_db(1.0)
        await hand.click("swapButton")
        await hand.until(
            lambda: hand.stands_in("consultCustomer", "互相听到"), "she is back with the customer"
        )
        await asyncio.sleep(1.5)
        scene.result["customer_in_ear_db"] = scene.ear_level_db(1.0)
        await hand.click("swapButton")
        await hand.until(lambda: hand.stands_in("consultTarget", "互相听到"), "with the colleague again")
        await hand.click("completeButton")
        await director.stage(Stage.WRAP_UP)
        hand.shot("handed-over")
        scene.result["note_on_screen"] = hand.text("noteEdit")
        await asyncio.sleep(2.5)  # customer and colleague talk without her
        call = await bank.phones[colleague.sip_user].wait_call(5)
        scene.result["colleague_talks"] = call.state.name
        call.hang_up()
        scene.result["caller"] = await report(caller)
        scene.result["call"] = await director.ask(f"/api/v1/calls/{director.happened.call_id}")


async def calling_out(scene: Scene) -> None:
    """She dials a colleague: her own phone picks up by itself, his rings; she is heard and hears him."""
    director, hand = scene.director, scene.hand
    colleague = scene.server.accounts()["1002"]
    bank = PhoneBank(("127.0.0.1", scene.server.sip_port), Habits(answer_after_s=1.5, tone="tone:660"))
    async with bank:
        await bank.register([(colleague.sip_user, colleague.sip_password)])
        scene.room.speak(MICROPHONE, AGENTS_TONE_HZ)
        await director.sign_in()
        await director.get_ready()
        await hand.click("digitsButton")
        await hand.until(lambda: hand.listed("dialList", "1002"), "the colleague is in the list")
        await hand.type("dialField", "1002")
        hand.shot("dialling")
        await hand.click("dialButton")
        await director.stage(Stage.DIALLING)
        hand.shot("calling")
        await director.stage(Stage.TALKING)
        await asyncio.sleep(1.5)
        hand.shot("talking")
        scene.result["colleague_in_ear_db"] = scene.level_db(660, 1.0)
        scene.result["name"] = hand.text("callerName")
        await hand.click("hangUpButton")
        await director.stage(Stage.IDLE)
        call = bank.phones[colleague.sip_user].call
        scene.result["ended_by"] = call.ended_by if call else ""


async def two_calls(scene: Scene) -> None:
    """A colleague calls while she talks with a customer: she takes him, goes back, and ends both."""
    director, hand = scene.director, scene.hand
    colleague = scene.server.accounts()["1002"]
    bank = PhoneBank(("127.0.0.1", scene.server.sip_port), Habits(answer_after_s=0.0, tone="tone:660"))

    async def heard(when: str) -> None:
        await asyncio.sleep(2.5)
        scene.result[when] = (scene.ear_level_db(1.0), scene.level_db(660, 1.0))
        hand.shot(when)

    async with bank:
        await bank.register([(colleague.sip_user, colleague.sip_password)])
        caller = await scene.in_a_talk(Play(speak=f"tone:{CALLERS_TONE_HZ}", number="4002", digits=""))
        await hand.type("noteEdit", "客户等一下")
        await call_as(scene.server, colleague, "1001")
        await hand.look("waitingCall")
        scene.result["card_while_it_waits"] = hand.text("callerName")
        hand.shot("second-call")
        await hand.until(lambda: director.desk.ringing is not None, "the softphone has it")
        await hand.click("answerSecondButton")
        await hand.look("heldCalls")
        await heard("with_the_colleague")
        await hand.click("takeUpButton")
        await hand.until(
            lambda: director.desk.call is not None and director.desk.call.direction == "IN", "back"
        )
        await heard("with_the_customer")
        scene.result["note_on_screen"] = hand.text("noteEdit")
        await hand.click("hangUpButton")
        scene.result["caller"] = await report(caller)
        await director.stage(Stage.HELD)
        await hand.click("holdButton")
        await director.stage(Stage.TALKING)
        await heard("with_the_colleague_again")
        await hand.click("hangUpButton")
        await director.stage(Stage.WRAP_UP)
        await hand.until(
            lambda: hand.text("noteEdit"), "the note of the call to be written up is there again"
        )
        hand.shot("write-up")
        scene.result["written_up"] = hand.text("callerName")
        scene.result["note_at_the_end"] = hand.text("noteEdit")


async def call_as(server: RunningServer, account: SampleAccount, number: str) -> None:
    """Another agent dials by her own desktop's way."""
    async with httpx.AsyncClient(base_url=server.local_url, trust_env=False) as http:
        form = {"username": account.username, "password": account.password}
        token = (await http.post("/api/v1/auth/token", data=form)).raise_for_status().json()["access_token"]
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"call-{number}"}
        (await http.post("/api/v1/calls", json={"number": number}, headers=headers)).raise_for_status()


SCENARIOS: dict[str, Scenario] = {
    each.__name__: each
    for each in (
        conversation,
        mouth_shut,
        server_killed,
        note_while_away,
        softphone_killed,
        shift,
        consult_transfer,
        calling_out,
        two_calls,
    )
}


def _child_of(pid: int, module: str) -> int:
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
        except (OSError, ValueError):
            continue
        if parent == pid and module in words:
            return int(entry.name)
    raise RuntimeError(f"no child {module}")


def main(scenario: str, folder: Path) -> dict[str, Any]:
    result: dict[str, Any] = {}
    with ExitStack() as stack:
        os.environ["DISPLAY"] = stack.enter_context(virtual_display(log=folder / "xvfb.log"))
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        room = stack.enter_context(headset_room(folder))
        server = asyncio.run(start_server(folder))
        scene: list[Scene] = []

        async def on_ready(desktop: Desktop) -> None:
            hand = Hand(folder / "screens")
            director = Director(server, server.accounts()["1001"], desktop, hand)
            scene.append(Scene(folder, server, director, room, result))
            await SCENARIOS[scenario](scene[0])

        options = DesktopOptions(
            server_url=server.url,
            trust_sha256=server.fingerprint(),
            config_dir=folder / "desktop",
            language="zh",
            theme="light",
            softphone_env=room.env,
        )
        try:
            run(options, on_ready)
        finally:
            (scene[0].server if scene else server).stop()
    return result


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2])), ensure_ascii=False), flush=True)
