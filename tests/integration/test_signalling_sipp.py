"""Calls of an independent caller (sipp), on a good and on a lossy line, with the real media process."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from app.server.core.commands import AnswerLeg, HangUpLeg, ProgressLeg, RingLeg
from app.server.core.events import LegAnswered, LegEnded, LegHeld, LegIncoming, LegResumed, VoiceEvent
from app.server.core.types import EndCause
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_sipp import CAREFUL, run_sipp
from tests.doubles.sip_wire import WirePeer, header, sdp, until

pytestmark = pytest.mark.peer


def answer_everything(house: House) -> None:
    def on_event(event: VoiceEvent) -> None:
        if isinstance(event, LegIncoming):
            house.engine.do(RingLeg(event.leg_id))
            house.engine.do(AnswerLeg(event.leg_id))

    house.heard.on_event = on_event


async def test_fifty_calls_one_after_the_other_leave_nothing_behind(tmp_path: Path) -> None:
    async with a_house(tmp_path, quiet=False) as house:
        answer_everything(house)
        result = await run_sipp(tmp_path, house.engine.sip_port, calls=50, per_s=10)
        assert (result.exit_code, result.successful, result.failed) == (0, 50, 0), result.output
        await until(lambda: len(house.heard.all(LegEnded)) == 50)
        assert house.heard.ended_once()
        assert len(house.heard.all(LegAnswered)) == 50
        assert all(e.cause is EndCause.NORMAL and e.by_peer for e in house.heard.all(LegEnded))
        assert house.engine.open_legs == 0


async def test_calls_over_a_line_that_loses_packets_all_succeed(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        answer_everything(house)
        result = await run_sipp(tmp_path, house.engine.sip_port, calls=60, per_s=20, lost_percent=3)
        assert (result.exit_code, result.successful, result.failed) == (0, 60, 0), result.output
        assert result.retransmissions > 0, "the line did not lose anything"
        await until(lambda: len(house.heard.all(LegEnded)) == 60)
        assert len(house.heard.all(LegIncoming)) == 60  # a repeated INVITE rings once
        assert house.heard.ended_once()
        assert house.engine.open_legs == 0


async def test_calls_over_tcp(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        answer_everything(house)
        result = await run_sipp(tmp_path, house.engine.sip_port, calls=10, per_s=10, transport="t1")
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
        peer.send(peer.request("INVITE", "second", body=sdp()))
        leg = await house.heard.wait(LegIncoming, count=2)
        await until(
            lambda: any(header(m, "Call-ID") == "second" for m in peer.all("SIP/2.0 200")), seconds=10
        )
        house.engine.do(HangUpLeg(leg.leg_id))
        peer.close()


async def test_a_caller_that_uses_all_the_extensions(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:

        def on_event(event: VoiceEvent) -> None:
            if isinstance(event, LegIncoming):
                house.engine.do(ProgressLeg(event.leg_id))
                loop = asyncio.get_running_loop()
                loop.call_later(0.05, house.engine.do, AnswerLeg(event.leg_id))

        house.heard.on_event = on_event
        result = await run_sipp(tmp_path, house.engine.sip_port, calls=20, per_s=10, text=CAREFUL)
        assert (result.exit_code, result.successful, result.failed) == (0, 20, 0), result.output
        await until(lambda: len(house.heard.all(LegEnded)) == 20)
        assert house.heard.ended_once()
        assert {(e.cause, e.detail) for e in house.heard.all(LegEnded)} == {(EndCause.CUT_OFF, "q850-38")}
        assert len(house.heard.all(LegHeld)) == len(house.heard.all(LegResumed)) == 20
        assert house.engine.open_legs == 0
