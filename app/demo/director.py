"""The play of the demo: an agent signs in, a customer calls, they talk, she writes down what came of it.

In:  a running server, the desktop, perhaps a sound room. Out: what happened, with its times.
Used by the demo and, with tones instead of speech, by the end-to-end tests.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from app.demo.hand import Hand, HandError
from app.demo.stage import RunningServer
from app.server.directory.model import SampleAccount
from app.ui.composition import Desktop
from app.ui.presenters.desk import Desk, PhoneLine, Stage

ROOT = Path(__file__).resolve().parents[2]
KNOWN_CUSTOMER = "13812345678"
NOTE = "客户查询净水器物流：订单已发出，运单停在杭州分拨中心。已登记工单催促派送，明天下午前回电告知结果。"
TICKET = "催促净水器派送并回电"


@dataclass(frozen=True, slots=True)
class Play:
    """What is played. ``talk_s`` is the talk without hold; ``menu_s``: when the caller presses 1."""

    number: str = "4001"
    caller: str = KNOWN_CUSTOMER
    digits: str = "1"
    digit_start_s: float = 9.5
    speak: str = "tone:440"
    record: Path | None = None
    talk_s: float = 10.0
    hold_s: float = 3.0
    outcome: str = "FOLLOW_UP"
    note: str = NOTE
    ticket: str = TICKET


@dataclass(slots=True)
class Happened:
    """Times in ms; None where it did not come to that."""

    call_id: str = ""
    offer_ms: float | None = None  # in the queue until the offer was made
    popup_ms: float | None = None  # offer made by the server → painted
    answer_to_audio_ms: float | None = None  # click → the customer's voice in the agent's ear
    recording_id: str | None = None
    recording_s: float | None = None
    ticket_id: str | None = None
    ticket_number: str = ""
    caller: dict[str, Any] = field(default_factory=dict[str, Any])
    ok: bool = False
    problem: str = ""


class Director:
    """Plays one agent at one desktop."""

    def __init__(self, server: RunningServer, account: SampleAccount, desktop: Desktop, hand: Hand) -> None:
        self.server, self.account, self.desktop, self.hand = server, account, desktop, hand
        self.happened = Happened()
        self._token = ""

    @property
    def desk(self) -> Desk:
        store = self.desktop.store
        if store is None:
            raise HandError("Nobody is signed in at the desktop.")
        return store.desk

    async def stage(self, wanted: Stage, limit_s: float = 10.0) -> None:
        await self.hand.until(lambda: self.desk.stage is wanted, f"the desktop shows {wanted.name}", limit_s)

    async def sign_in(self) -> None:
        hand = self.hand
        await hand.look("userField")
        await hand.type("serverField", self.server.url, replace=True)
        await hand.type("userField", self.account.username, replace=True)
        await hand.type("passwordField", self.account.password, replace=True)
        hand.shot("sign-in")
        await hand.click("signInButton")
        await hand.until(lambda: self.desktop.store is not None, "signed in", 15)
        await hand.look("callCard", 15)
        await hand.until(lambda: self.desk.phone is PhoneLine.REGISTERED, "the softphone is registered", 15)
        await hand.until(lambda: self.desk.devices is not None, "the sound devices are known", 10)

    async def get_ready(self) -> None:
        await self.hand.click("goReadyButton")
        ready = ("READY", "OFFERED")
        await self.hand.until(
            lambda: self.desk.agent is not None and self.desk.agent.state in ready, "the agent is ready"
        )
        self.hand.shot("ready")

    async def answer(self) -> None:
        """Wait for the offer, look at it, click."""
        hand = self.hand
        await self.stage(Stage.OFFER, 40)
        offer = self.desk.offer
        assert offer is not None
        self.happened.call_id = offer.call_id
        self.happened.offer_ms = round(offer.waited_s * 1000, 1)
        times = self.desktop.metrics.last
        assert times is not None
        await hand.until(lambda: "popup_painted" in times.at, "the pop-up is painted")
        seconds_ago = self.desktop.clock.monotonic() - times.at["popup_painted"]
        painted_at = self.desktop.clock.now().timestamp() - seconds_ago
        self.happened.popup_ms = round((painted_at - offer.made_at.timestamp()) * 1000, 1)
        await hand.until(lambda: self.desk.ringing is not None, "the softphone rings")
        hand.shot("offer")
        await hand.click("answerButton")
        await self.stage(Stage.TALKING)
        await hand.until(lambda: "audio_flows" in times.at, "the customer's voice is in the ear")
        spent = times.between_ms("answer_clicked", "audio_flows")
        self.happened.answer_to_audio_ms = None if spent is None else round(spent, 1)

    async def talk(self, play: Play) -> None:
        """Talk, hold, resume, talk, hang up."""
        hand = self.hand
        await asyncio.sleep(play.talk_s / 2)
        hand.shot("talking")
        await hand.click("holdButton")
        await self.stage(Stage.HELD)
        await asyncio.sleep(play.hold_s)
        hand.shot("on-hold")
        await hand.click("holdButton")
        await self.stage(Stage.TALKING)
        await asyncio.sleep(play.talk_s / 2)
        await hand.click("hangUpButton")
        await self.stage(Stage.WRAP_UP)

    async def write_up(self, play: Play) -> None:
        """Outcome, note, ticket, done."""
        hand = self.hand
        await hand.click(f"outcome_{play.outcome}")
        await hand.type("noteEdit", play.note)
        hand.shot("wrap-up")
        await hand.click("ticketTab")
        await hand.type("ticketTitle", play.ticket, replace=True)
        hand.shot("ticket")
        await hand.click("saveTicketButton")
        await hand.until(
            lambda: hand.stands_in("promisesCard", play.ticket), "the ticket stands among the promises"
        )
        hand.shot("ticket-saved")
        await hand.click("noteTab")
        await hand.click("doneButton")
        await self.stage(Stage.IDLE)
        await hand.until(lambda: self.desk.outbox_waiting == 0, "everything is sent")
        await hand.until(lambda: hand.listed("recentCalls", play.note[:10]), "the call is in the list")
        hand.shot("done")

    async def verify(self, limit_s: float = 20.0) -> None:
        """Ask the server what it kept."""
        happened = self.happened
        call = await self.ask(f"/api/v1/calls/{happened.call_id}")
        happened.recording_id = call["recording_id"]
        tickets = await self.ask("/api/v1/tickets", customer_id=call["customer_id"] or "")
        mine = [ticket for ticket in tickets["items"] if ticket["call_id"] == happened.call_id]
        if mine:
            happened.ticket_id, happened.ticket_number = mine[0]["ticket_id"], mine[0]["number"]
        recording = await self.recording_ready(happened.recording_id or "", limit_s)
        if recording is not None:
            happened.recording_s = recording["duration_ms"] / 1000
        missing = [
            name
            for name, there in (
                ("the call's note", call["note"]),
                ("the call's result", call["result"]),
                ("the ticket", happened.ticket_id),
                ("the recording", recording),
                ("the customer's voice in the agent's ear", happened.answer_to_audio_ms),
            )
            if not there
        ]
        happened.problem = f"Missing: {', '.join(missing)}." if missing else ""
        happened.ok = not missing

    async def recording_ready(self, recording_id: str, limit_s: float = 20.0) -> dict[str, Any] | None:
        """The recording's metadata once it is finished, None when it does not come to that."""
        try:
            async with asyncio.timeout(limit_s):
                while (found := await self._recording(recording_id))["state"] != "READY":
                    await asyncio.sleep(0.1)
        except (TimeoutError, httpx.HTTPError):
            return None
        return found

    async def _recording(self, recording_id: str) -> dict[str, Any]:
        """It may be told of a moment after the call that it is of."""
        try:
            return await self.ask(f"/api/v1/recordings/{recording_id}")
        except httpx.HTTPStatusError as error:
            if error.response.status_code != 404:
                raise
            return {"state": ""}

    async def ask(self, path: str, **parameters: str) -> dict[str, Any]:
        """GET from the API as this agent. Raises httpx.HTTPError."""
        return dict((await self.fetch(path, **parameters)).json())

    async def fetch(self, path: str, **parameters: str) -> httpx.Response:
        """The same, undecoded."""
        async with httpx.AsyncClient(base_url=self.server.local_url, trust_env=False) as http:
            if not self._token:
                form = {"username": self.account.username, "password": self.account.password}
                answer = (await http.post("/api/v1/auth/token", data=form)).raise_for_status()
                self._token = str(answer.json()["access_token"])
            headers = {"Authorization": f"Bearer {self._token}"}
            return (await http.get(path, params=parameters, headers=headers)).raise_for_status()


async def ring(server: RunningServer, play: Play, seconds: float = 60.0) -> asyncio.subprocess.Process:
    """Start ``seatline caller`` as a process of its own; its report is the last line it prints."""
    words = [
        sys.executable, "-m", "app", "caller", "--to", f"sip:{play.number}@127.0.0.1:{server.sip_port}",
        "--from", play.caller, "--speak", play.speak, "--seconds", str(seconds), "--json",
        "--digit-start", str(play.digit_start_s),
    ]  # fmt: skip
    words += ["--digits", play.digits] if play.digits else []
    words += ["--record", str(play.record)] if play.record else []
    return await asyncio.create_subprocess_exec(
        *words, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, cwd=ROOT
    )


async def report(caller: asyncio.subprocess.Process, limit_s: float = 20.0) -> dict[str, Any]:
    """What the caller experienced; {} where it said nothing. Ends it when it does not end itself."""
    try:
        output, _ = await asyncio.wait_for(caller.communicate(), limit_s)
    except TimeoutError:
        caller.kill()
        await caller.wait()
        return {}
    lines = output.decode(errors="replace").strip().splitlines()
    return dict(json.loads(lines[-1])) if lines else {}
