"""kill -9 of the control process with fifty callers waiting and fifty talking. Run by ``make faults``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.doubles.crashed_centre import crashed_centre, until
from tests.integration.test_restart import accounted_for

WAITING = TALKING = 50


@pytest.mark.peer
@pytest.mark.timeout(400)
async def test_fifty_wait_and_fifty_talk_and_every_one_of_them_is_accounted_for(tmp_path: Path) -> None:
    async with crashed_centre(tmp_path) as centre:
        await centre.begin(TALKING)
        await centre.crash(WAITING)
        promised = centre.call_backs()
        assert len(promised) == WAITING + TALKING
        accounted_for(centre)
        reconnected = sum(1 for _, _, agent_id, _ in promised.values() if agent_id)
        assert reconnected == TALKING
        async with centre.phones():
            await centre.ready()
            await until(lambda: centre.count("callbacks", "result = 'talked'") == TALKING, 60)
        others = centre.rows(
            "select count(*) from callbacks b join calls c on c.call_id = b.last_call_id"
            " where b.result = 'talked' and b.agent_id <> c.agent_id"
        )
        assert others == [(0,)], "each with the agent she had talked with"
    assert "Traceback" not in centre.running.log.read_text(encoding="utf-8")
