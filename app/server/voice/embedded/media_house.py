"""The engine's side of the media process: kept running, its legs, bridges and recordings remembered.

In:  commands for audio; reports and the death of the process.
Out: requests to the process, events of the house; recordings that died with it count as closed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol

from app.server.core.commands import (
    CloseRecording,
    CreateBridge,
    DestroyBridge,
    JoinBridge,
    LeaveBridge,
    MuteLeg,
    PauseRecording,
    PlayPrompts,
    RecordLeg,
    ResumeRecording,
    SendDigits,
    StopPlaying,
)
from app.server.core.events import DigitPressed, MediaFound, MediaLost, PromptFinished, VoiceEvent
from app.server.voice.embedded.media import protocol as p
from app.server.voice.embedded.media.settings import MediaSettings
from app.tasks import Spawner

log = logging.getLogger(__name__)

MediaCommand = (
    CreateBridge
    | DestroyBridge
    | JoinBridge
    | LeaveBridge
    | PlayPrompts
    | StopPlaying
    | MuteLeg
    | SendDigits
    | RecordLeg
    | PauseRecording
    | ResumeRecording
    | CloseRecording
)
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


class MediaHouse:
    """``on_dead`` is called when the process died, before it is started again."""

    def __init__(
        self,
        make: MakeMedia,
        settings: MediaSettings,
        emit: Callable[[VoiceEvent], None],
        on_recording_closed: Callable[[str], None],
        on_dead: Callable[[], None],
    ) -> None:
        self._emit = emit
        self._on_recording_closed = on_recording_closed
        self._on_dead = on_dead
        self._client = make(settings, self._report, self._died)
        self._spawner = Spawner("media-house")
        self._bridges: dict[str, set[str]] = {}
        self._recordings: set[str] = set()
        self._orphans: set[str] = set()  # recordings whose process died
        self._open: set[str] = set()
        self._early: dict[str, list[p.Request]] = {}  # for legs whose port is not open yet
        self._deaths = 0
        self._started_at_s = 0.0
        self._stopping = False
        self.health: p.Health | None = None

    @property
    def pid(self) -> int | None:
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
        """Raises MediaError. What was asked of the leg before it had a port follows in its order."""
        self._open.add(leg_id)
        self._early.setdefault(leg_id, [])
        try:
            port = await self._client.open_leg(leg_id)
        finally:
            for request in self._early.pop(leg_id, []):
                self._client.send(request)
        if leg_id not in self._open:  # ended while its port was being opened
            self._client.send(p.CloseLeg(leg_id))
        return port

    def close_leg(self, leg_id: str) -> None:
        self._leave(leg_id)
        self._early.pop(leg_id, None)  # nothing is asked of it any more
        if leg_id in self._open:
            self._open.discard(leg_id)
            self._client.send(p.CloseLeg(leg_id))

    def send(self, request: p.Request) -> None:
        self._client.send(request)

    def do(self, command: MediaCommand) -> None:
        match command:
            case CreateBridge():
                pass  # a bridge comes to be with its first leg
            case DestroyBridge(bridge_id):
                for leg_id in tuple(self._bridges.get(bridge_id, ())):
                    self._leave(leg_id)
            case JoinBridge(bridge_id, leg_id, role, coached):
                self._leave(leg_id)
                self._bridges.setdefault(bridge_id, set()).add(leg_id)
                self._of_leg(leg_id, p.Join(bridge_id, leg_id, role.value, coached))
            case LeaveBridge(leg_id):
                self._leave(leg_id)
            case PlayPrompts(leg_id, play_id, prompts, loop):
                self._of_leg(leg_id, p.Play(leg_id, play_id, list(prompts), loop))
            case StopPlaying(leg_id):
                self._of_leg(leg_id, p.StopPlay(leg_id))
            case RecordLeg(recording_id, call_id, leg_id, side):
                self._recordings.add(recording_id)
                self._of_leg(leg_id, p.RecordStream(recording_id, call_id, leg_id, side.value))
            case MuteLeg(leg_id, muted):
                self._of_leg(leg_id, p.Mute(leg_id, muted))
            case SendDigits(leg_id, digits):
                self._of_leg(leg_id, p.SendDigits(leg_id, digits))
            case PauseRecording(recording_id):
                self._client.send(p.PauseRecording(recording_id))
            case ResumeRecording(recording_id):
                self._client.send(p.ResumeRecording(recording_id))
            case CloseRecording(recording_id):
                self._close_recording(recording_id)

    def _of_leg(self, leg_id: str, request: p.Request) -> None:
        """The core answers a leg and plays to it in one breath; the port is opened a moment later."""
        if leg_id in self._open and leg_id not in self._early:
            self._client.send(request)
        else:
            self._early.setdefault(leg_id, []).append(request)

    def _leave(self, leg_id: str) -> None:
        for bridge_id, legs in list(self._bridges.items()):
            if leg_id in legs:
                legs.discard(leg_id)
                self._of_leg(leg_id, p.Leave(leg_id))
                if not legs:
                    del self._bridges[bridge_id]

    def _close_recording(self, recording_id: str) -> None:
        if recording_id in self._orphans or recording_id not in self._recordings:
            self._orphans.discard(recording_id)
            self._on_recording_closed(recording_id)  # what there is, is on the disk
        else:
            self._client.send(p.StopRecording(recording_id))

    def _report(self, report: p.Report) -> None:
        match report:
            case p.Digit(leg, digit):
                self._emit(DigitPressed(leg, digit))
            case p.PlayFinished(leg, play):
                self._emit(PromptFinished(leg, play))
            case p.MediaGone(leg):
                self._emit(MediaLost(leg))
            case p.MediaBack(leg):
                self._emit(MediaFound(leg))
            case p.RecordingClosed(recording):
                self._recordings.discard(recording)
                self._on_recording_closed(recording)
            case p.Trouble(error_id, text):
                log.error("media: %s: %s", error_id, text)
            case p.Health():
                self.health = report
            case p.Quality():
                pass
            case p.LegOpened() | p.LegFailed():
                pass  # the client answers open_leg with them

    def _died(self) -> None:
        if self._stopping:
            return
        self._orphans |= self._recordings
        self._recordings.clear()
        self._bridges.clear()
        self._open.clear()
        self._early.clear()
        loop = asyncio.get_running_loop()
        self._deaths = 0 if loop.time() - self._started_at_s > STEADY_S else self._deaths + 1
        self._spawner.spawn(self._start_again(), "start-again")
        self._on_dead()

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
                return
