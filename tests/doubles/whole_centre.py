"""A whole server with queues and a voice menu of its own, agents' telephones and a provider, for callers with
keys (``sipp_keys``). What came of it is read from the database and the API, as a supervisor would.

Number 4990: 1 an agent, asked afterwards how it was; 2 a queue whose agents come later, with a call-back (6)
and a voice message (7) while waiting; 3 a queue without agents that flows over; 4 a number to be typed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from app.demo.bench_company import prepare
from app.demo.phones import PhoneBank, RingState
from app.server import admin
from app.server.directory.model import SampleAccount
from app.server.directory.trunks import write_trunk
from app.server.security.keys import load_keys
from app.server.storage.database import Database
from app.server.storage.tables import Number
from app.server.storage.types import from_us
from app.server.voice.engine import TrunkAccount
from tests.doubles.crashed_centre import CrashedCentre
from tests.doubles.sample_server import furnish
from tests.doubles.sip_provider import Provider

NUMBER = "4990"
DESK, LATE, OVER = "whole-desk", "whole-late", "whole-over"
TALK_S = 1.5
_MESSAGE = """
id: whole-message
name_zh: 留言
name_en: Message
language: zh
start: speak
nodes:
  speak: {type: message, max_s: 30, next: bye}
  bye: {type: hangup, prompts: [goodbye]}
"""
_QUEUE = """
id: {id}
name_zh: 测试
name_en: Test
ring_s: 20
wrap_up_s: 1
{rules}
members: [{members}]
---
"""
_MENU = """
id: whole-menu
name_zh: 主菜单
name_en: Main menu
language: zh
start: menu
nodes:
  menu:
    type: menu
    options: {"1": desk, "2": late, "3": over, "4": account}
    timeout_s: 20
    otherwise: bye
  desk: {type: queue, queue: whole-desk}
  late: {type: queue, queue: whole-late}
  over: {type: queue, queue: whole-over}
  account:
    type: collect
    into: account
    min_digits: 4
    max_digits: 8
    timeout_s: 10
    next: known
    otherwise: unknown
  known:
    type: condition
    cases: [{test: variable, subject: account, operator: "=", value: "1357", next: bye}]
    otherwise: unknown
  unknown: {type: hangup, prompts: [invalid-choice]}
  bye: {type: hangup, prompts: [goodbye]}
"""


class WholeCentre(CrashedCentre):
    """``agents``: of DESK, ready from the beginning; ``later``: of LATE."""

    later: list[SampleAccount]

    async def begin_with(self, agents: int, later: int) -> None:
        data = self.folder / "data"
        await asyncio.to_thread(furnish, self.folder)
        accounts = await asyncio.to_thread(prepare, data, agents + later)
        self.agents, self.later = accounts[:agents], accounts[agents:]
        await asyncio.to_thread(self._set_up, data)
        await self.start()

    def _set_up(self, data: Path) -> None:
        database = Database(f"sqlite:///{data / 'seatline.db'}")
        trunk = TrunkAccount("provider", "127.0.0.1", port=self.provider.port, numbers_out=(r"\+?\d+",))
        database.write_now(lambda session: write_trunk(session, trunk, load_keys(data).phones))
        queues = [
            _queue(DESK, "survey: survey", self.agents),
            _queue(LATE, 'waiting: {keys: {"6": call-back, "7": whole-message}}', self.later),
            _queue(OVER, f"overflow: [{{when: waited-s, threshold: 1, way: queue, target: {DESK}}}]", []),
        ]
        self._import("flow", _MESSAGE)
        self._import("queue", "".join(queues).rstrip().removesuffix("---"))
        self._import("flow", _MENU)
        number = Number(number=NUMBER, flow_id="whole-menu")
        database.write_now(lambda session: session.add(number))
        database.close_now()

    def _import(self, kind: str, text: str) -> None:
        path = self.folder / f"{kind}.yaml"
        path.write_text(text, encoding="utf-8")
        words = ["--data", str(self.folder / "data"), kind, "import", str(path)]
        assert admin.main(words) == 0, f"the {kind} was refused"

    def asked_for_call_back(self, calls: str) -> dict[str, tuple[str, datetime]]:
        """Of these calls: number, and when they had entered the queue."""
        rows = self.rows(
            "select e.call_id, c.caller_number, e.entered_at from queue_entries e"
            f" join calls c using (call_id) where {calls}"
        )
        return {call_id: (number, from_us(entered)) for call_id, number, entered in rows}

    @asynccontextmanager
    async def talking_agents(self) -> AsyncGenerator[PhoneBank]:
        """Telephones of all of them; whoever talks hangs up after a moment."""
        async with self.phones([*self.agents, *self.later]) as bank:
            closing = asyncio.get_running_loop().create_task(_short_talks(bank))
            try:
                yield bank
            finally:
                closing.cancel()
                await asyncio.gather(closing, return_exceptions=True)


async def _short_talks(bank: PhoneBank) -> None:
    clock = asyncio.get_running_loop().time
    while True:
        for phone in bank.phones.values():
            call = phone.call
            if call is not None and call.state is RingState.TALKING:
                answered_s = call.answered_at_s
                if answered_s is not None and clock() - answered_s > TALK_S:
                    call.hang_up()
        await asyncio.sleep(0.1)


def _queue(queue_id: str, rules: str, members: list[SampleAccount]) -> str:
    named = ", ".join(f'{{agent: "{each.username}"}}' for each in members)
    return _QUEUE.format(id=queue_id, rules=rules, members=named)


@asynccontextmanager
async def whole_centre(folder: Path) -> AsyncGenerator[WholeCentre]:
    provider = await Provider().open()
    centre = WholeCentre(folder, provider)
    try:
        yield centre
    finally:
        if centre.server is not None:
            centre.server.stop()
        await provider.close()
