"""A whole server as a process of its own: callers hear replies, a phone is tried out, who is free is seen."""

from __future__ import annotations

import asyncio
import io
import json
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import numpy as np
import websockets

from app.caller.caller import Caller
from app.caller.model import CallPlan
from app.demo.phones import Habits, PhoneBank
from app.demo.stage import RunningServer
from app.telephony.ports import CallChanged, Register, Registered
from tests.doubles.sample_server import server
from tests.doubles.softphone import TestPhone
from tests.e2e.spectrum import read_sound
from tests.integration.test_server_calls import Agent, signed_in

REPLY_HZ, AGENT_HZ = 1500, 880


def clip(seconds: float) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        t = np.arange(int(16000 * seconds)) / 16000
        file.writeframes((np.sin(2 * np.pi * REPLY_HZ * t) * 9000).astype("<i2").tobytes())
    return out.getvalue()


def seconds_with(samples: Any, rate_hz: int, tone_hz: float) -> float:
    """How long this tone is among what is heard, at the loudness of prompts (-23 LUFS: about 0.09)."""
    step, found = rate_hz // 10, 0
    window = np.hanning(step)
    near = np.abs(np.fft.rfftfreq(step, 1 / rate_hz) - tone_hz) < 30
    for at in range(0, len(samples) - step, step):
        height = np.abs(np.fft.rfft(samples[at : at + step] * window)) / (window.sum() / 2)
        found += bool(height[near].max() > 0.04)
    return found / 10


class Live:
    """What her desktop is told; ``kept`` all of it."""

    def __init__(self) -> None:
        self.kept: list[dict[str, Any]] = []
        self._news = asyncio.Event()

    async def read(self, socket: Any) -> None:
        async for text in socket:
            self.kept.append(json.loads(text))
            self._news.set()

    async def until(
        self, kind: str, check: Callable[[dict[str, Any]], bool] = lambda _: True
    ) -> dict[str, Any]:
        async with asyncio.timeout(20):
            while True:
                for message in self.kept:
                    if message["kind"] == kind and check(message):
                        return message
                self._news.clear()
                await self._news.wait()


@asynccontextmanager
async def listening(running: RunningServer, agent: Agent) -> AsyncIterator[Live]:
    token = {"Authorization": agent.http.headers["Authorization"]}
    live = Live()
    async with websockets.connect(
        f"ws://127.0.0.1:{running.http_port}/api/v1/live", additional_headers=token, proxy=None
    ) as socket:
        reading = asyncio.get_running_loop().create_task(live.read(socket))
        try:
            yield live
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


def spoken(state: str, reply_id: str) -> Callable[[dict[str, Any]], bool]:
    return lambda message: (message["state"], message["reply_id"]) == (state, reply_id)


async def test_a_reply_is_heard_by_the_caller_and_stays_in_the_recording(tmp_path: Path):
    heard = tmp_path / "heard.wav"
    async with (
        server(tmp_path) as running,
        signed_in(running, "1001") as agent,
        signed_in(running, "1004") as colleague,
        PhoneBank(("127.0.0.1", running.sip_port), Habits(tone=f"tone:{AGENT_HZ}")) as bank,
        listening(running, agent) as live,
        listening(running, colleague) as others,
    ):
        new = {"title": "tone", "text": "Thank you for waiting.", "language": "en"}
        recorded = (await agent.http.post("/api/v1/replies", json=new)).raise_for_status().json()["reply_id"]
        files = {"file": ("a.wav", clip(2.0))}
        (await agent.http.post(f"/api/v1/replies/{recorded}/clip", files=files)).raise_for_status()
        rendered = (await agent.http.post("/api/v1/replies", json=new)).raise_for_status().json()
        assert rendered["speakable"], "espeak-ng is installed"
        await bank.register([(agent.account.sip_user, agent.account.sip_password)])
        await agent.wish("READY")
        await others.until("colleague_changed", lambda m: m["colleague"]["state"] == "READY")
        caller, target = Caller(), f"sip:4002@127.0.0.1:{running.sip_port}"
        await caller.start(CallPlan(target, "13812345678", seconds=60, record=heard))
        assert await caller.wait_answered(10)
        call_id = (await agent.until("TALKING"))["call_id"]
        told = await others.until("colleague_changed", lambda m: m["colleague"]["state"] == "TALKING")
        assert (told["colleague"]["agent_id"], told["colleague"]["busy"]) == ("1001", True)
        path = f"/api/v1/calls/{call_id}/speak"
        said = await agent.http.post(path, json={"reply_id": recorded})
        assert said.status_code == 204, said.text
        await live.until("speaking_changed", spoken("ended", recorded))
        wish = {"reply_id": rendered["reply_id"], "text": "Thank you for waiting, Mr. Brown."}
        said = await agent.http.post(path, json=wish)
        assert said.status_code == 204, said.text
        await live.until("speaking_changed", spoken("speaking", rendered["reply_id"]))
        assert (await agent.http.delete(path)).status_code == 204
        await live.until("speaking_changed", spoken("stopped", rendered["reply_id"]))
        assert (await agent.http.post(f"/api/v1/calls/{call_id}/hang-up")).status_code == 204
        await caller.wait_ended(10)
        body = {"outcome": "", "finish": True}
        result = await agent.http.put(f"/api/v1/calls/{call_id}/result", json=body)
        assert result.json()["error_id"] == "outcome-required"
        call = await agent.until_true(f"/api/v1/calls/{call_id}", lambda c: c["ended_at"] is not None)
        recording = f"/api/v1/recordings/{call['recording_id']}"
        await agent.until_true(recording, lambda r: r["state"] == "READY")
        kept = (await agent.http.get(f"{recording}/audio")).raise_for_status().content
    [caller_heard], rate_hz = read_sound(heard)
    assert 1.5 < seconds_with(caller_heard, rate_hz, REPLY_HZ) < 2.6
    (left, right), rate_hz = read_sound(kept)
    assert 1.5 < seconds_with(right, rate_hz, REPLY_HZ) < 2.6, "on the agent's side of the recording"
    assert seconds_with(left, rate_hz, REPLY_HZ) < 0.3
    assert "Traceback" not in running.log.read_text(encoding="utf-8")


async def test_a_phone_is_tried_out_and_nobody_notices(tmp_path: Path):
    async with (
        server(tmp_path) as running,
        signed_in(running, "1001") as desk,
        signed_in(running, "1002") as plain,
        PhoneBank(("127.0.0.1", running.sip_port), Habits(tone="tone:880")) as bank,
        TestPhone() as softphone,
    ):
        missing = await desk.http.post("/api/v1/me/phone-test")
        assert (missing.status_code, missing.json()["error_id"]) == (409, "no-phone")
        softphone.send(
            Register(
                sip_user=desk.account.sip_user,
                sip_password=desk.account.sip_password,
                domain="seatline",
                server_host="127.0.0.1",
                tls_port=running.tls_port,
                certificate_sha256=running.fingerprint(),
            )
        )
        await softphone.wait(Registered, lambda registered: registered.ok)
        await desk.wish("NOT_READY")
        await desk.until("NOT_READY")
        began_s = asyncio.get_running_loop().time()
        result = (await desk.http.post("/api/v1/me/phone-test", timeout=10)).raise_for_status().json()
        took_s = asyncio.get_running_loop().time() - began_s
        print("softphone", result, f"{took_s:.2f} s")
        assert result["answered"] and result["packets_from_phone"] > 30
        assert result["packets_lost_to_phone"] == 0
        assert result["round_trip_ms"] is not None and result["round_trip_ms"] < 100
        assert took_s < 5.0
        assert not [event for event in softphone.events if isinstance(event, CallChanged)], "silently"
        assert (await desk.ask("/api/v1/agents/me"))["state"] == "NOT_READY"
        await bank.register([(plain.account.sip_user, plain.account.sip_password)])
        result = (await plain.http.post("/api/v1/me/phone-test", timeout=10)).raise_for_status().json()
        print("plain phone", result)
        assert result["answered"] and result["packets_from_phone"] > 30
        for each in (desk, plain):
            today = [c for c in (await each.ask("/api/v1/calls"))["items"] if c["direction"] != "IN"]
            assert today == [], "it is no call in anybody's list"
    assert "Traceback" not in running.log.read_text(encoding="utf-8")
