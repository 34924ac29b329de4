"""All media processes: a conversation is placed on the least loaded one and lives there.

In:  commands for audio; reports and deaths of processes.
Out: requests to the right process, events of the house. Who talks with whom must live in one process: a leg
is opened beside the leg it was made for. One that joins a bridge of another process is moved there.
A process that dies takes its own legs with it and nobody else's; what it had recorded counts as closed.
"""

from __future__ import annotations

import logging
from dataclasses import replace
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
    SpeakPrompts,
    StopPlaying,
    StopRecordingLeg,
    StopSpeaking,
)
from app.server.core.events import (
    DigitPressed,
    LegQuality,
    MediaFound,
    MediaLost,
    PromptFinished,
    VoiceEvent,
)
from app.server.core.types import Side, StreamQuality
from app.server.voice.embedded.media import protocol as p
from app.server.voice.embedded.media.client import MediaError
from app.server.voice.embedded.media.settings import MediaSettings
from app.server.voice.embedded.media_worker import MakeMedia, MediaWorker

log = logging.getLogger(__name__)

MediaCommand = (
    CreateBridge
    | DestroyBridge
    | JoinBridge
    | LeaveBridge
    | PlayPrompts
    | StopPlaying
    | SpeakPrompts
    | StopSpeaking
    | MuteLeg
    | SendDigits
    | RecordLeg
    | StopRecordingLeg
    | PauseRecording
    | ResumeRecording
    | CloseRecording
)
PORTS_PER_PROCESS = 20  # fewer serve nobody


class HouseListener(Protocol):
    """What the engine does with what happens here."""

    def emit(self, event: VoiceEvent) -> None: ...
    def on_recording_closed(self, recording_id: str) -> None: ...
    def on_alarm(self, error_id: str, text: str, over: bool) -> None: ...

    def media_died(self, leg_ids: set[str]) -> None:
        """The process of these legs is gone."""
        ...

    def move_leg(self, leg_id: str) -> None:
        """This leg now lives in another process: open a port there and tell the peer."""
        ...


class MediaHouse:
    def __init__(
        self, make: MakeMedia, settings: MediaSettings, processes: int, listener: HouseListener
    ) -> None:
        self._listener = listener
        self._workers = [
            MediaWorker(make, each, self._report, self._died, self._back)
            for each in _share_ports(settings, processes)
        ]
        self._home: dict[str, MediaWorker] = {}
        self._bridges: dict[str, set[str]] = {}
        self._joined: dict[str, JoinBridge] = {}  # what a moved leg must do again ...
        self._recorded: dict[str, list[p.RecordStream]] = {}  # ... there
        self._legs_of_recording: dict[str, set[str]] = {}
        self._muted: set[str] = set()
        self._paused: set[str] = set()  # recordings; a process that joins in must know
        self._closing: set[str] = set()  # recordings whose last words are being written
        self._quality: dict[str, LegQuality] = {}  # the last report of each leg

    @property
    def pids(self) -> list[int | None]:
        """Process ids, None for one that is being started again."""
        return [each.pid for each in self._workers]

    @property
    def health(self) -> list[p.Health]:
        """The last report of each process on itself."""
        return [each.health for each in self._workers if each.health is not None]

    async def start(self) -> None:
        """Raises OSError when a process cannot be started; then none runs."""
        try:
            for each in self._workers:
                await each.start()
        except OSError:
            await self.stop()
            raise

    async def stop(self) -> None:
        for each in self._workers:
            await each.stop()

    # --- legs ------------------------------------------------------------------------------------

    def place(self, leg_id: str, near: str = "") -> None:
        """Choose the process of a leg: that of ``near``, else the one with the fewest legs."""
        home = self._home.get(near)
        if home is None or home.pid is None:
            home = min(self._workers, key=lambda each: (each.pid is None, len(each.placed)))
        self._live_in(home, leg_id)

    def _live_in(self, home: MediaWorker | None, leg_id: str) -> None:
        if before := self._home.pop(leg_id, None):
            before.placed.discard(leg_id)
        if home is not None:
            self._home[leg_id] = home
            home.placed.add(leg_id)

    async def open_leg(self, leg_id: str) -> int:
        """The port of this leg. Raises MediaError."""
        if leg_id not in self._home:
            self.place(leg_id)
        return await self._home[leg_id].open_leg(leg_id)

    def close_leg(self, leg_id: str) -> None:
        self._leave(leg_id)
        for stream in self._recorded.pop(leg_id, ()):
            self._legs_of_recording.get(stream.recording, set()).discard(leg_id)
        self._muted.discard(leg_id)
        if home := self._home.get(leg_id):
            home.close_leg(leg_id)
            self._live_in(None, leg_id)

    def report_often(self, leg_id: str, every_s: float) -> None:
        self._of_leg(leg_id, p.ReportOften(leg_id, every_s))

    def send(self, request: p.SetLeg) -> None:
        self._of_leg(request.leg, request)

    def do(self, command: MediaCommand) -> None:
        match command:
            case CreateBridge():
                pass  # a bridge comes to be with its first leg
            case DestroyBridge(bridge_id):
                for leg_id in tuple(self._bridges.get(bridge_id, ())):
                    self._leave(leg_id)
            case JoinBridge():
                self._join(command)
            case LeaveBridge(leg_id):
                self._leave(leg_id)
            case PlayPrompts(leg_id, play_id, prompts, loop):
                self._of_leg(leg_id, p.Play(leg_id, play_id, list(prompts), loop))
            case StopPlaying(leg_id):
                self._of_leg(leg_id, p.StopPlay(leg_id))
            case SpeakPrompts():
                self._speak(command)
            case StopSpeaking(voice_id):
                self.close_leg(voice_id)
            case MuteLeg(leg_id, muted):
                (self._muted.add if muted else self._muted.discard)(leg_id)
                self._of_leg(leg_id, p.Mute(leg_id, muted))
            case SendDigits(leg_id, digits):
                self._of_leg(leg_id, p.SendDigits(leg_id, digits))
            case RecordLeg(recording_id, call_id, leg_id, side):
                self._record(leg_id, p.RecordStream(recording_id, call_id, leg_id, side.value))
            case StopRecordingLeg(recording_id, leg_id):
                kept = [each for each in self._recorded.get(leg_id, []) if each.recording != recording_id]
                self._recorded[leg_id] = kept
                self._legs_of_recording.get(recording_id, set()).discard(leg_id)
                self._of_leg(leg_id, p.StopStream(recording_id, leg_id))
            case PauseRecording(recording_id):
                self._paused.add(recording_id)
                self._of_recording(recording_id, p.PauseRecording(recording_id))
            case ResumeRecording(recording_id):
                self._paused.discard(recording_id)
                self._of_recording(recording_id, p.ResumeRecording(recording_id))
            case CloseRecording(recording_id):
                self._close_recording(recording_id)

    def _of_leg(self, leg_id: str, request: p.Request) -> None:
        if leg_id not in self._home:
            self.place(leg_id)
        self._home[leg_id].of_leg(leg_id, request)

    # --- bridges ---------------------------------------------------------------------------------

    def _join(self, command: JoinBridge) -> None:
        """A leg that is in this bridge already only changes its role, without a gap."""
        leg_id, members = command.leg_id, self._bridges.setdefault(command.bridge_id, set())
        if leg_id not in members:
            self._leave(leg_id)
            members = self._bridges.setdefault(command.bridge_id, set())
        homes = {self._home[each] for each in members if each in self._home}
        members.add(leg_id)
        self._joined[leg_id] = command
        home = self._home.get(leg_id)
        if home is not None and homes and home not in homes:
            self._move(leg_id, homes.pop())
            return
        self._of_leg(leg_id, _join_request(command))

    def _speak(self, command: SpeakPrompts) -> None:
        """A voice lives where those are who hear it."""
        voice_id = command.voice_id
        beside = next((each for each in self._bridges.get(command.bridge_id, ()) if each in self._home), "")
        if not beside:  # nobody is left to hear it
            self._listener.emit(PromptFinished(voice_id, voice_id))
            return
        home = self._home[beside]
        self._live_in(home, voice_id)
        home.open_voice(voice_id, beside)
        home.of_leg(voice_id, p.Play(voice_id, voice_id, list(command.prompts), False))
        self._join(JoinBridge(command.bridge_id, voice_id))
        if command.recording_id:
            side = Side.AGENT.value
            self._record(voice_id, p.RecordStream(command.recording_id, command.call_id, voice_id, side))

    def _leave(self, leg_id: str) -> None:
        self._joined.pop(leg_id, None)
        for bridge_id, legs in list(self._bridges.items()):
            if leg_id in legs:
                legs.discard(leg_id)
                self._of_leg(leg_id, p.Leave(leg_id))
                if not legs:
                    del self._bridges[bridge_id]

    def _move(self, leg_id: str, to: MediaWorker) -> None:
        """Everything that was asked of the leg is asked again where it lives from now on."""
        log.info("leg %s moves to media process %s", leg_id, to.pid)
        self._home[leg_id].close_leg(leg_id)
        self._live_in(to, leg_id)
        for each in self._recorded.get(leg_id, []):
            self._record_in(to, each)
        if leg_id in self._muted:
            to.of_leg(leg_id, p.Mute(leg_id, True))
        if (join := self._joined.get(leg_id)) is not None:
            to.of_leg(leg_id, _join_request(join))
        self._listener.move_leg(leg_id)

    # --- recordings ------------------------------------------------------------------------------

    def _record(self, leg_id: str, request: p.RecordStream) -> None:
        if leg_id not in self._home:
            self.place(leg_id)
        self._recorded.setdefault(leg_id, []).append(request)
        self._legs_of_recording.setdefault(request.recording, set()).add(leg_id)
        self._record_in(self._home[leg_id], request)

    def _record_in(self, worker: MediaWorker, request: p.RecordStream) -> None:
        """A pause holds for every process: what is said in it must not be written anywhere."""
        if request.recording in self._paused and request.recording not in worker.recordings:
            worker.send(p.PauseRecording(request.recording))
        worker.recordings.add(request.recording)
        worker.of_leg(request.leg, request)

    def _of_recording(self, recording_id: str, request: p.Request) -> None:
        for each in self._workers:
            if recording_id in each.recordings:
                each.send(request)

    def _close_recording(self, recording_id: str) -> None:
        for leg_id in self._legs_of_recording.pop(recording_id, ()):
            streams = self._recorded.get(leg_id, [])
            self._recorded[leg_id] = [each for each in streams if each.recording != recording_id]
        self._paused.discard(recording_id)
        self._closing.add(recording_id)
        self._of_recording(recording_id, p.StopRecording(recording_id))
        self._all_written(recording_id)

    def _all_written(self, recording_id: str) -> None:
        """Nobody writes it any more, by a word or by a death: what there is, is on the disk."""
        if recording_id in self._closing and not any(recording_id in e.recordings for e in self._workers):
            self._closing.discard(recording_id)
            self._listener.on_recording_closed(recording_id)

    # --- what happens by itself ------------------------------------------------------------------

    def _report(self, worker: MediaWorker, report: p.Report) -> None:
        match report:
            case p.Digit(leg, digit):
                self._listener.emit(DigitPressed(leg, digit))
            case p.PlayFinished(leg, play):
                self._listener.emit(PromptFinished(leg, play))
            case p.MediaGone(leg):
                self._listener.emit(MediaLost(leg))
            case p.MediaBack(leg):
                self._listener.emit(MediaFound(leg))
            case p.Quality():
                self._measured(worker, report)
            case p.RecordingClosed(recording):
                worker.recordings.discard(recording)
                self._all_written(recording)
            case p.Trouble(error_id, text, over):
                self._listener.on_alarm(error_id, text, over)
            case p.Health():
                worker.health = report
            case p.LegOpened() | p.LegFailed():
                pass  # the client answers open_leg with them

    def _measured(self, worker: MediaWorker, report: p.Quality) -> None:
        quality = LegQuality(
            leg_id=report.leg,
            codec=report.codec,
            received=_stream(report.received),
            sent=_stream(report.sent) if report.sent else None,
            round_trip_ms=report.round_trip_ms,
            final=report.final,
        )
        if not report.final:
            self._quality[report.leg] = quality
        elif self._home.get(report.leg, worker) is not worker:
            return  # it was moved: the last word comes from where it lives now
        else:
            self._quality.pop(report.leg, None)
        self._listener.emit(quality)

    def _died(self, worker: MediaWorker) -> None:
        recordings, worker.recordings = worker.recordings, set()
        legs = set(worker.placed)
        log.error("a media process died: %d legs are cut off", len(legs))
        self._listener.on_alarm(
            "media-died", f"A media process died; {len(legs)} legs were cut off. It is started again.", False
        )
        self._listener.media_died(legs)
        for leg_id in legs:  # nothing that it knew of them matters any more
            for members in self._bridges.values():
                members.discard(leg_id)
            self._joined.pop(leg_id, None)
            self._live_in(None, leg_id)
            if last := self._quality.pop(leg_id, None):
                self._listener.emit(replace(last, final=True))
        self._bridges = {name: members for name, members in self._bridges.items() if members}
        for recording_id in recordings:
            self._all_written(recording_id)

    def _back(self, worker: MediaWorker) -> None:
        if None not in self.pids:  # another one may still be down
            self._listener.on_alarm("media-died", f"The media process runs again ({worker.pid}).", True)


def _join_request(command: JoinBridge) -> p.Join:
    return p.Join(command.bridge_id, command.leg_id, command.role.value, command.coached_leg_id)


def _stream(figures: p.StreamFigures) -> StreamQuality:
    return StreamQuality(figures.packets, figures.lost, figures.loss_pct, figures.jitter_ms, figures.mos)


def _share_ports(settings: MediaSettings, processes: int) -> list[MediaSettings]:
    """The port range cut into equal parts, one for each process; fewer processes where it is too small."""
    ports = settings.rtp_high - settings.rtp_low + 1
    count = max(1, min(processes, ports // PORTS_PER_PROCESS))
    size = ports // count // 2 * 2
    return [
        replace(
            settings,
            rtp_low=settings.rtp_low + number * size,
            rtp_high=settings.rtp_low + (number + 1) * size - 1 if number < count - 1 else settings.rtp_high,
        )
        for number in range(count)
    ]


__all__ = ["HouseListener", "MakeMedia", "MediaCommand", "MediaError", "MediaHouse"]
