"""The control process is killed with -9 while callers wait and talk: afterwards each one is owed a call."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from tests.doubles.crashed_centre import QUEUE, CrashedCentre, crashed_centre, until

WAITING, TALKING = 5, 2


def accounted_for(centre: CrashedCentre) -> None:
    """Everybody who was cut off has one call-back, at his own time; who talked, with his own agent."""
    calls, promised = centre.cut_off_calls(), centre.call_backs()
    assert promised.keys() == calls.keys()
    for call_id, (number, agent_id, entered_at) in calls.items():
        _, dialled, with_agent, since = promised[call_id]
        assert (dialled, with_agent, since) == (number, agent_id, entered_at), call_id


@pytest.mark.peer
@pytest.mark.timeout(240)
async def test_who_waited_and_who_talked_is_called_back_and_nobody_twice(tmp_path: Path) -> None:
    assert shutil.which("sipp"), "the Debian package sip-tester is needed"
    async with crashed_centre(tmp_path) as centre:
        await centre.begin(TALKING)
        await centre.crash(WAITING)
        promised = centre.call_backs()
        assert len(promised) == WAITING + TALKING
        accounted_for(centre)
        agents = [agent_id for _, _, agent_id, _ in promised.values() if agent_id]
        assert sorted(agents) == sorted(each.username for each in centre.agents)
        assert centre.count("calls", "ended_at is null and direction = 'IN'") == 0
        await until(lambda: centre.count("calls", "direction = 'CALLBACK'") == WAITING + TALKING, 10)
        async with centre.signed_in(centre.agents[0]) as http:
            queues = (await http.get("/api/v1/queues")).raise_for_status().json()
            assert [each["waiting"] for each in queues if each["queue_id"] == QUEUE] == [WAITING + TALKING]

        centre.running.kill()  # and again, before anybody was called
        await centre.start()
        assert centre.call_backs() == promised, "the same ones, at the same times"
        open_calls = "ended_at is null and direction = 'CALLBACK'"
        await until(lambda: centre.count("calls", open_calls) == WAITING + TALKING, 10)

        # The agents come back: each is given the customer she had talked with, then those who waited.
        async with centre.phones():
            await centre.ready()
            await until(lambda: centre.count("callbacks", "result = 'talked'") == TALKING, 20)
            talked = centre.rows(
                "select b.agent_id, c.agent_id, b.number from callbacks b"
                " join calls c on c.call_id = b.last_call_id where b.result = 'talked'"
            )
            assert all(wanted == got for wanted, got, _ in talked) and len(talked) == TALKING
            dialled = [request.uri for request in centre.provider.heard("INVITE")]
            assert sorted(number for _, _, number in talked) == sorted(
                uri.removeprefix("sip:").partition("@")[0] for uri in dialled
            )
            await asyncio.sleep(0.5)
            assert len(centre.call_backs()) == WAITING, "the others still wait: all agents talk"
    assert "Traceback" not in centre.running.log.read_text(encoding="utf-8")
