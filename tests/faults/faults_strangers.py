"""Floods, scanners and a dying media process: those who talk notice nothing. Run by ``make faults``."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from app.server.core.commands import AnswerLeg, CreateBridge, JoinBridge
from app.server.core.events import LegAnswered, LegEnded, LegIncoming, VoiceEvent
from app.server.core.types import EndCause
from tests.doubles.rtp_prober import Line, Prober
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, header, sdp, until
from tests.doubles.sipp_load import SippLoad

STRANGER = "127.0.0.2"  # another address of loopback: no trunk


async def flood(source: str, port: int, per_s: float, seconds: float, kind: str) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.doubles.flooder", source, str(port), str(per_s), str(seconds), kind,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    output, _ = await process.communicate()
    return dict(json.loads(output))


def media_port(answer: str) -> int:
    return int(answer.partition("m=audio ")[2].split()[0])


@asynccontextmanager
async def conversation(house: House, peer: WirePeer, name: str, seconds: float) -> AsyncGenerator[Prober]:
    """Two callers, bridged, whose sound a process of its own sends and measures."""
    before = len(house.heard.all(LegIncoming))
    prober = await Prober.open(seconds)
    ports: list[int] = []
    legs: list[str] = []
    for side, port in zip("ab", prober.ports, strict=True):
        call = f"{name}-{side}"
        peer.send(peer.request("INVITE", call, body=sdp(port, "8 101")))
        leg = await house.heard.wait(LegIncoming, count=before + len(legs) + 1)
        house.engine.do(AnswerLeg(leg.leg_id))
        await until(lambda call=call: any(header(m, "Call-ID") == call for m in peer.all("SIP/2.0 200")))
        answer = next(m for m in peer.all("SIP/2.0 200") if header(m, "Call-ID") == call)
        peer.send(peer.request("ACK", call, to=header(answer, "To")))
        ports.append(media_port(answer))
        legs.append(leg.leg_id)
    house.engine.do(CreateBridge(name))
    for leg_id in legs:
        house.engine.do(JoinBridge(name, leg_id))
    prober.legs = legs
    prober.go(ports[0], ports[1])
    try:
        yield prober
    finally:
        await prober.close()


async def measured(house: House, peer: WirePeer, name: str, seconds: float) -> Line:
    async with conversation(house, peer, name, seconds) as prober:
        return await prober.result()


async def test_a_flood_of_bogus_requests_disturbs_nobody(tmp_path: Path) -> None:
    """2,000 REGISTER and INVITE a second for 10 s from a stranger, while two talk and others call."""
    async with a_house(tmp_path, quiet=False) as house:
        port = house.engine.sip_port
        peer = await WirePeer.open(port)
        calm = await measured(house, peer, "calm", 4)
        known = len(house.heard.all(LegIncoming))
        answering = _answer_new(house)
        async with conversation(house, peer, "stormy", 10) as prober:
            load = SippLoad(tmp_path, ("127.0.0.1", port), media="deaf", seconds=40)
            flooding = asyncio.gather(
                flood(STRANGER, port, 2000, 10, "calls"), load.run(calls=40, per_s=5, talk_ms=500)
            )
            line = await prober.result()
            (report, _) = await flooding
        answering()
        peer.close()
        print(f"calm {calm}\nin the flood {line}\nflood {report}\nanswered in {load.answer_ms[:5]} ms")
        assert report["sent"] > 15_000
        assert line.lost == 0
        assert line.p99_ms - calm.p99_ms < 20
        assert (load.successful, load.failed) == (40, 0), load.output
        assert report["answered"] < 200
        assert report["answered_late"] == 0  # he is shut out
        assert len(house.heard.all(LegIncoming)) == known + 2 + 40  # none of the flood's became a leg


def _answer_new(house: House) -> Any:
    """Answer calls of sipp by themselves; returns how to stop."""

    def on_event(event: VoiceEvent) -> None:
        if isinstance(event, LegIncoming) and event.caller_number.startswith("1390000"):
            house.engine.do(AnswerLeg(event.leg_id))

    def stop() -> None:
        house.heard.on_event = None

    house.heard.on_event = on_event
    return stop


async def test_a_flood_of_rubbish_disturbs_nobody(tmp_path: Path) -> None:
    async with a_house(tmp_path, quiet=False) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        async with conversation(house, peer, "stormy", 5) as prober:
            flooding = asyncio.ensure_future(  # noqa: TID251
                flood(STRANGER, house.engine.sip_port, 2000, 5, "rubbish")
            )
            line = await prober.result()
            report = await flooding
        peer.close()
        print(line, report)
        assert line.lost == 0
        assert report["answered"] == 0


async def test_a_scanner_hears_nothing(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        report = await flood("127.0.0.3", house.engine.sip_port, 50, 2, "scan")
        assert report["sent"] > 50
        assert report["answered"] == 0
        assert not house.heard.all(LegIncoming)
        peer = await WirePeer.open(house.engine.sip_port)
        peer.send(peer.request("INVITE", "honest", body=sdp()))
        await house.heard.wait(LegIncoming)
        peer.close()


async def test_a_killed_media_process_touches_no_others_call(tmp_path: Path) -> None:
    async with a_house(tmp_path, quiet=False, media_processes=2) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        async with conversation(house, peer, "one", 6) as one, conversation(house, peer, "two", 6) as two:
            await house.heard.wait(LegAnswered, count=4)
            await asyncio.sleep(1)  # they talk
            pids = house.engine.media_pids
            assert len(set(pids)) == 2
            assert pids[0] is not None
            os.kill(pids[0], signal.SIGKILL)
            await house.heard.wait(LegEnded, count=2)
            lines = {"one": await one.result(), "two": await two.result()}
        legs = {"one": set(one.legs), "two": set(two.legs)}
        ended = {event.leg_id for event in house.heard.all(LegEnded)}
        cut = next(name for name in legs if legs[name] == ended)  # both legs of one conversation, no other
        line = lines["two" if cut == "one" else "one"]
        print(f"the other conversation: {line}")
        assert line.lost == 0
        assert line.worst_gap_ms < 200
        assert {event.cause for event in house.heard.all(LegEnded)} == {EndCause.CUT_OFF}
        await until(lambda: all(now := house.engine.media_pids) and pids[0] not in now, seconds=10)
        peer.close()
