"""Three telephones that call each other; who hears whom is known by the tone that each speaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from app.demo.stage import RunningServer
from tests.doubles.phone_calls import no_fault
from tests.doubles.phone_matrix import Talker, talker
from tests.doubles.phone_party import hears, hears_something_else

HZ = (820.0, 1060.0, 1300.0)
USERS = ("1001", "1002", "1003")


@dataclass
class Three:
    phones: tuple[Talker, ...]

    async def talk(self, one: int, other: int) -> None:
        """Each hears the other and nobody else."""
        await asyncio.gather(hears(self.phones[one], HZ[other]), hears(self.phones[other], HZ[one]))

    async def call(self, one: int, other: int, rung: int = 1) -> None:
        await self.phones[one].dial(USERS[other])
        await self.phones[other].rings(rung)
        await self.phones[other].answer()
        await self.talk(one, other)

    async def hold_and_back(self, holder: int, held: int) -> None:
        await self.phones[holder].hold()
        await hears_something_else(self.phones[held], *HZ)
        await self.phones[holder].resume()
        await hears(self.phones[held], HZ[holder])

    async def press(self, one: int, other: int, key: str) -> None:
        await self.phones[one].press(key)
        await self.phones[other].hears_key(key)
        await self.talk(one, other)


@asynccontextmanager
async def three(
    running: RunningServer, folder: Path, kinds: tuple[str, ...], tls12_port: int = 0
) -> AsyncGenerator[Three]:
    async with AsyncExitStack() as stack:
        entered = [
            talker(kind, folder / f"{n}-{kind}", running, user, tone_hz, tls12_port)
            for n, (kind, user, tone_hz) in enumerate(zip(kinds, USERS, HZ, strict=True))
        ]
        yield Three(tuple([await stack.enter_async_context(each) for each in entered]))
    no_fault(running)
