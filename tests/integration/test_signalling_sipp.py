"""Calls of an independent caller (sipp), on a good and on a lossy line, with the real media process."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from pathlib import Path

import pytest

from app.server.core.commands import AnswerLeg, HangUpLeg, ProgressLeg, RingLeg
from app.server.core.events import LegAnswered, LegEnded, LegHeld, LegIncoming, LegResumed, VoiceEvent
from app.server.core.types import EndCause
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, header, sdp, until
from tests.doubles.sipp import Counted, sipp
from tests.doubles.sipp_scenarios import careful, plain

pytestmark = pytest.mark.peer


def answer_everything(house: House) -> None:
    def on_event(event: VoiceEvent) -> None:
        if isinstance(event, LegIncoming):
            house.engine.do(RingLeg(event.leg_id))
            house.engine.do(AnswerLeg(event.leg_id))

    house.heard.on_event = on_event


async def calls_of_sipp(
    folder: Path,
    house: House,
    calls: int,
    per_s: int,
    scenario: str = "",
    *,
    lost_percent: float = 0,
    transport: str = "u1",
) -> Counted:
    """To their ends. On a good line a message that the plain caller did not expect fails his call."""
    async with sipp(
        folder,
        ("127.0.0.1", house.engine.sip_port),
        scenario or plain(),
        calls=calls,
        per_s=per_s,
        strict=not (scenario or lost_percent),
        lost_percent=lost_percent,
        transport=transport,
    ) as counted:
        pass
    return counted


async def test_fifty_calls_one_after_the_other_leave_nothing_behind(tmp_path: Path) -> None:
    async with a_house(tmp_path, quiet=False) as house:
        answer_everything(house)
        result = await calls_of_sipp(tmp_path, house, 50, 10)
        assert (result.exit_code, result.successful, result.failed) == (0, 50, 0), result.output
        await until(lambda: len(house.heard.all(LegEnded)) == 50)
        assert house.heard.ended_once()
        assert len(house.heard.all(LegAnswered)) == 50
        assert all(e.cause is EndCause.NORMAL and e.by_peer for e in house.heard.all(LegEnded))
        assert house.engine.open_legs == 0


async def calls_again_until_answered(peer: WirePeer) -> None:
    """As a customer does; the process that is back may still be starting."""
    async with asyncio.timeout(30):
        for call_id in (f"again-{n}" for n in itertools.count(1)):
            peer.send(peer.request("INVITE", call_id, body=sdp()))

            def told(start: str, of: str = call_id) -> bool:
                return any(header(message, "Call-ID") == of for message in peer.all(start))

            await until(lambda: any(told(f"SIP/2.0 {first}") for first in "23456"), seconds=20)
            if told("SIP/2.0 2"):
                return


async def test_calls_over_a_line_that_loses_packets_all_succeed(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        answer_everything(house)
        result = await calls_of_sipp(tmp_path, house, 60, 20, lost_percent=3)
        assert (result.exit_code, result.successful, result.failed) == (0, 60, 0), result.output
        assert result.retransmissions > 0, "the line did not lose anything"
        await until(lambda: len(house.heard.all(LegEnded)) == 60)
        assert len(house.heard.all(LegIncoming)) == 60  # a repeated INVITE rings once
        assert house.heard.ended_once()
        assert house.engine.open_legs == 0


async def test_calls_over_tcp(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        answer_everything(house)
        result = await calls_of_sipp(tmp_path, house, 10, 10, transport="t1")
        assert (result.exit_code, result.successful, result.failed) == (0, 10, 0), result.output
        await until(lambda: len(house.heard.all(LegEnded)) == 10)


async def test_a_killed_media_process_ends_the_calls_and_is_back_for_the_next(tmp_path: Path) -> None:
    async with a_house(tmp_path, quiet=False) as house:
        answer_everything(house)
        peer = await WirePeer.open(house.engine.sip_port)
        peer.send(peer.request("INVITE", "first", body=sdp()))
        to = header(await peer.wait("SIP/2.0 200", seconds=10), "To")
        peer.send(peer.request("ACK", "first", to=to))
        await house.heard.wait(LegAnswered)
        pid = house.engine.media_pids[0]
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert (await house.heard.wait(LegEnded)).cause is EndCause.CUT_OFF
        peer.send(peer.reply(await peer.wait("BYE"), "200 OK"))
        await until(lambda: house.engine.media_pids[0] not in (None, pid), seconds=10)
        await calls_again_until_answered(peer)
        house.engine.do(HangUpLeg(house.heard.all(LegIncoming)[-1].leg_id))
        peer.close()


async def test_a_caller_that_uses_all_the_extensions(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:

        def on_event(event: VoiceEvent) -> None:
            if isinstance(event, LegIncoming):
                house.engine.do(ProgressLeg(event.leg_id))
                loop = asyncio.get_running_loop()
                loop.call_later(0.05, house.engine.do, AnswerLeg(event.leg_id))

        house.heard.on_event = on_event
        result = await calls_of_sipp(tmp_path, house, 20, 10, careful())
        assert (result.exit_code, result.successful, result.failed) == (0, 20, 0), result.output
        await until(lambda: len(house.heard.all(LegEnded)) == 20)
        assert house.heard.ended_once()
        assert {(e.cause, e.detail) for e in house.heard.all(LegEnded)} == {(EndCause.CUT_OFF, "q850-38")}
        assert len(house.heard.all(LegHeld)) == len(house.heard.all(LegResumed)) == 20
        assert house.engine.open_legs == 0
