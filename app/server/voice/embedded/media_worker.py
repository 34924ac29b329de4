"""One media process as the engine sees it: started, started again when it dies, its legs remembered.

In:  requests for its legs; its reports and its death.
Out: requests to the process, reports to the house. What is asked of a leg before its port is open follows
in its order as soon as it is.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from app.server.voice.embedded.media import protocol as p
from app.server.voice.embedded.media.settings import MediaSettings
from app.tasks import Spawner

log = logging.getLogger(__name__)

RESTART_PAUSES_S = (0.0, 0.5, 2.0, 10.0)
STEADY_S = 30.0  # a process that lived so long is started again without a pause


class MediaLink(Protocol):
    """The control side of a media process; MediaClient is the real one."""

    @property
    def pid(self) -> int | None: ...
    async def start(self) -> None: ...
    async def open_leg(self, leg: str) -> int: ...
    def send(self, request: p.Request) -> None: ...
    async def stop(self) -> None: ...


MakeMedia = Callable[[MediaSettings, Callable[[p.Report], None], Callable[[], None]], MediaLink]


class MediaWorker:
    """``on_dead`` is called when the process died, before it is started again; ``on_back`` when it is."""

    def __init__(
        self,
        make: MakeMedia,
        settings: MediaSettings,
        on_report: Callable[[MediaWorker, p.Report], None],
        on_dead: Callable[[MediaWorker], None],
        on_back: Callable[[MediaWorker], None],
    ) -> None:
        self.placed: set[str] = set()  # legs that live here, whether their port is open yet or not
        self.legs: set[str] = set()
        self.recordings: set[str] = set()
        self.health: p.Health | None = None
        self._client = make(settings, lambda report: on_report(self, report), self._died)
        self._on_dead = on_dead
        self._on_back = on_back
        self._spawner = Spawner("media-worker")
        self._early: dict[str, list[p.Request]] = {}  # for legs whose port is not open yet
        self._deaths = 0
        self._started_at_s = 0.0
        self._stopping = False

    @property
    def pid(self) -> int | None:
        """None while it is not running."""
        return self._client.pid

    async def start(self) -> None:
        """Raises OSError when the process cannot be started."""
        self._started_at_s = asyncio.get_running_loop().time()
        await self._client.start()

    async def stop(self) -> None:
        self._stopping = True
        await self._spawner.close()
        await self._client.stop()

    async def open_leg(self, leg_id: str) -> int:
        """Raises MediaError."""
        self.legs.add(leg_id)
        self._early.setdefault(leg_id, [])
        try:
            port = await self._client.open_leg(leg_id)
        finally:
            for request in self._early.pop(leg_id, []):
                self._client.send(request)
        if leg_id not in self.legs:  # ended while its port was being opened
            self._client.send(p.CloseLeg(leg_id))
        return port

    def open_voice(self, leg_id: str, beside: str) -> None:
        """A leg without a telephone: it is there at once."""
        self.legs.add(leg_id)
        self._client.send(p.OpenVoice(leg_id, beside))

    def close_leg(self, leg_id: str) -> None:
        self._early.pop(leg_id, None)  # nothing is asked of it any more
        if leg_id in self.legs:
            self.legs.discard(leg_id)
            self._client.send(p.CloseLeg(leg_id))

    def of_leg(self, leg_id: str, request: p.Request) -> None:
        """The core answers a leg and plays to it in one breath; the port is opened a moment later."""
        if leg_id in self.legs and leg_id not in self._early:
            self._client.send(request)
        else:
            self._early.setdefault(leg_id, []).append(request)

    def send(self, request: p.Request) -> None:
        self._client.send(request)

    def _died(self) -> None:
        if self._stopping:
            return
        self._on_dead(self)
        self.legs.clear()
        self._early.clear()
        loop = asyncio.get_running_loop()
        self._deaths = 0 if loop.time() - self._started_at_s > STEADY_S else self._deaths + 1
        self._spawner.spawn(self._start_again(), "start-again")

    async def _start_again(self) -> None:
        while not self._stopping:
            await asyncio.sleep(RESTART_PAUSES_S[min(self._deaths, len(RESTART_PAUSES_S) - 1)])
            try:
                await self.start()
            except OSError as error:
                self._deaths += 1
                log.error("media process cannot be started: %s", error)
            else:
                log.info("media process %s started again", self._client.pid)
                self._on_back(self)
                return
