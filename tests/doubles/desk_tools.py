"""A house whose desk is asked over HTTP: a talk that is under way, a speaker that is heard."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.server.core.events import CallWished, LegAnswered, PhoneRegistered, StateWished
from app.server.core.types import AgentState
from app.server.prompts.speech import SpeechError
from tests.doubles.api_house import House, open_house

SHARED = "+8613812345679"


class Speaker:
    """Speaks English, when it is let."""

    def __init__(self) -> None:
        self.voices = {"en": "test"}
        self.said: list[str] = []
        self.may_speak = asyncio.Event()
        self.may_speak.set()

    async def render(self, text: str, language: str, file: Path) -> None:
        await self.may_speak.wait()
        self.said.append(text)
        if "Xyzzy" in text:
            raise SpeechError("no such word")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")

    async def close(self) -> None: ...


@pytest.fixture
def speaker() -> Speaker:
    return Speaker()


@pytest.fixture
async def talkative(filled_sqlite, tmp_path, speaker: Speaker) -> AsyncIterator[House]:
    """With a voice, on one database."""
    database = filled_sqlite.copy(tmp_path)
    async with open_house(database, filled_sqlite.content, tmp_path, speaker) as opened:
        yield opened
    database.close_now()


def rows(house: House, table, **wanted):
    found = house.database.read_now(lambda session: session.scalars(select(table)).all())
    return [row for row in found if all(getattr(row, name) == value for name, value in wanted.items())]


def talk(house: House, agent_id: str = "1001") -> str:
    """She calls a colleague's phone, which answers: a talk of hers."""
    for each in (agent_id, "1002"):
        house.feed(PhoneRegistered(each))
        house.feed(StateWished(each, AgentState.NOT_READY, "", each))
    house.feed(CallWished(agent_id, "1002"))
    [call] = house.board.house.calls.values()
    for _ in range(2):
        house.feed(LegAnswered(next(reversed(call.parties))))
    assert call.state.name == "TALKING"
    return call.call_id
