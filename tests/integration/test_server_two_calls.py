"""A whole server: a reply is spoken into a talk, a colleague's call waits, the agent goes to and fro."""

from __future__ import annotations

import asyncio
import io
import wave
from pathlib import Path
from typing import Any

import numpy as np

from tests.doubles.rtp_peer import level
from tests.integration.test_server_calls import Agent
from tests.integration.test_server_talks import Floor, a_floor

AGENT_HZ, REPLY_HZ = 880.0, 1290.0


def clip(seconds: float) -> bytes:
    rate = 16000
    wave_form = 9000 * np.sin(2 * np.pi * REPLY_HZ * np.arange(int(rate * seconds)) / rate)
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(wave_form.astype("<i2").tobytes())
    return made.getvalue()


def heard_together(recording: Path) -> tuple[float, float]:
    """Seconds in which the customer heard the reply, and in which he heard the agent with it."""
    with wave.open(str(recording)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
    step = rate // 10
    tenths = [samples[at : at + step] for at in range(0, len(samples) - step, step)]
    replies = [part for part in tenths if level(part, rate, REPLY_HZ) > 1000]
    both = [part for part in replies if level(part, rate, AGENT_HZ) > 1000]
    return len(replies) / 10, len(both) / 10


async def states(floor: Floor, call_id: str) -> dict[str, str]:
    parties = await floor.boss.ask(f"/api/v1/calls/{call_id}/parties")
    return {party["agent_id"] or party["kind"]: party["state"] for party in parties}


async def until_active(agent: Agent, other_than: str) -> str:
    view: dict[str, Any] = await agent.until_true(
        "/api/v1/agents/me", lambda me: me["call_id"] not in (None, other_than)
    )
    return view["call_id"]


async def post(agent: Agent, path: str, **body: object) -> Any:
    answer = await agent.http.post(f"/api/v1{path}", json=body)
    assert answer.status_code in (201, 204), answer.text
    return answer.json() if answer.content else None


async def speak(floor: Floor) -> None:
    reply = await post(floor.wang, "/replies", title="Opening hours", text="We are open until six.")
    path = f"/replies/{reply['reply_id']}"
    files = {"file": ("hours.wav", clip(3.0), "audio/wav")}
    recorded = await floor.wang.http.post(f"/api/v1{path}/clip", files=files)
    assert recorded.status_code == 200, recorded.text
    await post(floor.wang, f"/calls/{floor.call_id}/speak", reply_id=reply["reply_id"])
    await asyncio.sleep(1.6)
    stopped = await floor.wang.http.delete(f"/api/v1/calls/{floor.call_id}/speak")
    assert stopped.status_code == 204, stopped.text


async def dial_besides(floor: Floor, held: str) -> None:
    """The supervisor is called while the other call waits on hold, and she goes back to it."""
    made = await post(floor.wang, "/calls", number="2001")
    assert await until_active(floor.wang, held) == made["call_id"]
    async with asyncio.timeout(20):
        while list((await states(floor, made["call_id"])).values()) != ["TALKING", "TALKING"]:
            await asyncio.sleep(0.05)
    assert (await states(floor, held))["1002"] == "WAITING", "she hears music still"
    await post(floor.wang, f"/calls/{made['call_id']}/hang-up")
    assert await until_active(floor.wang, made["call_id"]) == held
    await post(floor.wang, f"/calls/{held}/activate")


async def test_a_reply_is_heard_and_a_second_call_waits(tmp_path: Path):
    recording = tmp_path / "heard.wav"
    async with a_floor(tmp_path, recording) as floor:
        first = floor.call_id
        await speak(floor)
        made = await post(floor.li, "/calls", number="1001")
        second = await until_active(floor.wang, first)
        assert second == made["call_id"]
        assert (await states(floor, first))["CUSTOMER"] == "WAITING", "he hears music"
        assert (await states(floor, second))["1001"] == "TALKING"
        await post(floor.wang, f"/calls/{first}/activate")
        assert await until_active(floor.wang, second) == first
        assert (await states(floor, first))["CUSTOMER"] == "TALKING"
        assert (await states(floor, second))["1002"] == "WAITING", "now she hears music"
        await post(floor.wang, f"/calls/{first}/hang-up")
        await until_active(floor.wang, first)
        me = await floor.wang.ask("/api/v1/agents/me")
        assert (me["state"], me["call_id"]) == ("TALKING", second), "she takes her up when she likes"
        await dial_besides(floor, second)
        await post(floor.wang, f"/calls/{second}/hang-up")
        wrap_up = await floor.wang.until("WRAP_UP")
        assert wrap_up["call_id"] == first
        await floor.caller.wait_ended(10)
    replied_s, together_s = heard_together(recording)
    assert 1.0 < replied_s < 2.6, "it was stopped"
    assert together_s > replied_s - 0.5, "he goes on hearing her"
