"""A softphone under test: the real child process and what it said, with waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from app.telephony.client import Softphone
from app.telephony.ports import CallChanged, Command, PhoneCallState, PhoneEvent
from tests.doubles.patience import PATIENCE_S

T = TypeVar("T")

# No sound system at all: as on a machine without devices.
NO_SOUND = {
    "PULSE_SERVER": "unix:/nonexistent/pulse",
    "HOME": "/nonexistent",
}


class TestPhone:
    """``async with TestPhone(env) as phone``"""

    __test__ = False

    def __init__(self, env: Mapping[str, str] = NO_SOUND, argv: Sequence[str] | None = None) -> None:
        self.events: list[PhoneEvent] = []
        self._news = asyncio.Event()
        self.softphone = Softphone(self._on_event, argv=argv, env=env)

    async def __aenter__(self) -> TestPhone:
        await self.softphone.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        process = self.softphone._process
        await self.softphone.stop()
        assert process is None or process.returncode == 0, "an orderly end"

    def send(self, command: Command) -> None:
        self.softphone.send(command)

    def mark(self) -> int:
        """The events so far; ``wait(since=...)`` then looks only at later ones."""
        return len(self.events)

    async def wait(
        self,
        kind: type[T],
        check: Callable[[T], bool] = lambda _: True,
        *,
        since: int = 0,
        timeout_s: float = PATIENCE_S,
    ) -> T:
        """The first event of this kind that fits, already here or to come."""
        async with asyncio.timeout(timeout_s):
            while True:
                for event in self.events[since:]:
                    if isinstance(event, kind) and check(event):
                        return event
                self._news.clear()
                await self._news.wait()

    async def wait_call(self, state: PhoneCallState, *, since: int = 0) -> CallChanged:
        return await self.wait(CallChanged, lambda c: c.state is state, since=since)

    def all(self, kind: type[T], since: int = 0) -> list[T]:
        return [event for event in self.events[since:] if isinstance(event, kind)]

    def _on_event(self, event: PhoneEvent) -> None:
        self.events.append(event)
        self._news.set()


async def until(check: Callable[[], object], timeout_s: float = PATIENCE_S) -> None:
    """Look 20 times a second until it is true: for what comes from another process as sound."""
    async with asyncio.timeout(timeout_s):
        while not check():
            await asyncio.sleep(0.05)
