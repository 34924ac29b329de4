"""The media process's one loop: RTP sockets, control socket, 20 ms clock and the once-a-second chores.

No asyncio: a packet is passed on by the first Python line that sees it. Nothing here blocks; files
are read and written by the threads of ``prompts.py`` and ``journal.py``, which wake the loop.
"""

from __future__ import annotations

import logging
import os
import select
import time

from app.server.voice.embedded.media.bridges import Switch
from app.server.voice.embedded.media.clock import TickClock
from app.server.voice.embedded.media.codecs import STATIC_TYPE
from app.server.voice.embedded.media.control import Control, ControlClosedError
from app.server.voice.embedded.media.journal import Journal, Stream
from app.server.voice.embedded.media.leg import Leg, LegError
from app.server.voice.embedded.media.plays import Plays
from app.server.voice.embedded.media.ports import NoPortError, PortPool
from app.server.voice.embedded.media.protocol import (
    CloseLeg,
    Digit,
    Health,
    Join,
    Leave,
    LegFailed,
    LegOpened,
    MediaBack,
    MediaGone,
    Mute,
    OpenLeg,
    PauseRecording,
    Play,
    RecordStream,
    Request,
    ResumeRecording,
    SendDigits,
    SetLeg,
    Shutdown,
    StopPlay,
    StopRecording,
    Trouble,
)
from app.server.voice.embedded.media.settings import MediaSettings
from app.server.voice.embedded.media.srtp import SrtpError

log = logging.getLogger(__name__)

LegRequest = SetLeg | CloseLeg | Join | Leave | Play | StopPlay | RecordStream | Mute | SendDigits
_EVENTS = 64  # sockets served before the clock has its turn
_IDLE_S = 0.25


class MediaLoop:
    def __init__(self, settings: MediaSettings, control: Control) -> None:
        self._settings = settings
        self._control = control
        self._epoll = select.epoll()
        self._wake_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._ports = PortPool(settings.host, settings.rtp_low, settings.rtp_high)
        self._journal = Journal(
            settings.journal_dir,
            settings.journal_key,
            settings.segment_bytes,
            settings.segment_s,
            self._wake,
        )
        self._legs: dict[str, Leg] = {}
        self._by_fd: dict[int, Leg] = {}
        self._switch = Switch()
        self._plays = Plays(settings.prompt_dirs, self._switch, control.report, self._wake)
        self._streams: dict[str, list[Stream]] = {}  # leg name -> where its audio is recorded
        self._packets = 0
        self._cpu_s = 0.0
        self._epoch_s = time.time() - time.monotonic()
        self._running = True
        self._epoll.register(control.fileno(), select.EPOLLIN)
        self._epoll.register(self._wake_fd, select.EPOLLIN)

    def run(self) -> None:
        """Until Shutdown or the end of the control socket; the journal is on the disk when it returns."""
        now_s = time.monotonic()
        clock, chores_s, watch_s = TickClock(now_s), now_s + 1.0, now_s
        try:
            self._report_health(clock)
            while self._running:
                wait_s = clock.wait_s(now_s) if self._legs else min(_IDLE_S, max(0.0, chores_s - now_s))
                for fd, _ in self._epoll.poll(wait_s, _EVENTS):
                    self._ready(fd)
                now_s = time.monotonic()
                if not self._legs:
                    clock.restart(now_s)
                elif clock.due(now_s):
                    self._tick(clock.due_s)
                    clock.ticked(time.monotonic())
                if now_s >= watch_s:
                    self._watch(now_s)
                    watch_s = now_s + 0.1
                if now_s >= chores_s:
                    self._report_health(clock)
                    self._journal.flush(self._wall_us(now_s))
                    chores_s = max(chores_s + 1.0, now_s + 0.5)
        except ControlClosedError:
            log.info("the control process is gone")
        finally:
            self._end()

    # --- sockets ----------------------------------------------------------------------------------

    def _ready(self, fd: int) -> None:
        leg = self._by_fd.get(fd)
        if leg is not None:
            self._receive(leg)
        elif fd == self._wake_fd:
            os.eventfd_read(fd)
            for report in self._journal.take_done():
                self._control.report(report)
        elif fd == self._control.fileno():
            if self._control.waiting:
                self._control.flush()
                self._watch_control()
            for request in self._control.receive():
                self._do(request)

    def _receive(self, leg: Leg) -> None:
        now_s = time.monotonic()
        try:
            packet = leg.receive(now_s)
        except OSError:  # a port-unreachable for what we sent, or a packet whose checksum is wrong
            return
        if packet is None:
            return
        self._packets += 1
        codec, sequence, timestamp, payload = packet
        if codec == "DTMF":
            self._digits(leg, leg.digits.feed(timestamp, payload, now_s))
            return
        streams = self._streams.get(leg.name)
        if streams:
            wall_us = self._wall_us(now_s)
            for stream in streams:
                stream.audio(wall_us, sequence, timestamp, STATIC_TYPE[codec], payload)

    def _digits(self, leg: Leg, keys: str) -> None:
        for key in keys:
            self._control.report(Digit(leg.name, key))

    # --- clock ------------------------------------------------------------------------------------

    def _tick(self, now_s: float) -> None:
        mixed = self._switch.mix()
        for leg in self._legs.values():
            leg.tick(mixed.get(leg.name), now_s)
            if leg.player is not None:
                self._plays.finish(leg)

    def _watch(self, now_s: float) -> None:
        """Legs that fell silent on the wire, and keys whose end was lost."""
        for leg in self._legs.values():
            if leg.digits.pending:
                self._digits(leg, leg.digits.overdue(now_s))
            quiet = now_s - leg.heard_s > self._settings.media_gone_s
            if leg.gone and not quiet:
                leg.gone = False
                self._control.report(MediaBack(leg.name))
            elif quiet and not leg.gone and leg.peer is not None and self._watched(leg):
                leg.gone = True
                leg.forget()
                self._control.report(MediaGone(leg.name))

    def _watched(self, leg: Leg) -> bool:
        return self._switch.bridged(leg) or leg.name in self._streams

    def _report_health(self, clock: TickClock) -> None:
        cpu_s = time.process_time()
        late_ms = clock.take_worst_late_ms()
        self._control.report(Health(len(self._legs), self._packets, cpu_s - self._cpu_s, late_ms))
        self._cpu_s, self._packets = cpu_s, 0
        self._watch_control()

    # --- requests ---------------------------------------------------------------------------------

    def _do(self, request: Request) -> None:
        match request:
            case OpenLeg(leg=name):
                self._open(name)
            case Shutdown():
                self._running = False
            case StopRecording(recording=recording):
                self._stop_recording(recording)
            case PauseRecording() | ResumeRecording():
                pass
            case _:
                leg = self._legs.get(request.leg)
                if leg is not None:
                    self._do_leg(leg, request)

    def _do_leg(self, leg: Leg, request: LegRequest) -> None:
        match request:
            case SetLeg():
                self._set(leg, request)
            case CloseLeg():
                self._close(leg)
            case Join(bridge=bridge, role=role):
                self._begin_watch(leg)
                self._switch.join(bridge, leg, role)
            case Leave():
                self._switch.leave(leg)
            case Play():
                self._plays.start(leg, request)
            case StopPlay():
                self._plays.stop(leg)
            case RecordStream():
                self._record(leg, request)
            case Mute() | SendDigits():
                pass

    def _open(self, name: str) -> None:
        if name in self._legs:
            self._control.report(LegOpened(name, self._legs[name].port))
            return
        try:
            leg = Leg(name, *self._ports.open())
        except (NoPortError, OSError) as error:
            self._control.report(LegFailed(name, str(error)))
            return
        leg.heard_s = time.monotonic()
        self._legs[name] = leg
        self._by_fd[leg.rtp.fileno()] = leg
        self._epoll.register(leg.rtp.fileno(), select.EPOLLIN)
        self._control.report(LegOpened(name, leg.port))

    def _set(self, leg: Leg, request: SetLeg) -> None:
        old_codec = leg.codec
        if leg.peer is None:
            leg.heard_s = time.monotonic()
        try:
            leg.configure(request)
        except (LegError, SrtpError) as error:
            self._control.report(Trouble("media-leg", f"leg {leg.name} cannot be set up: {error}"))
            return
        if leg.codec != old_codec:
            self._plays.codec_changed(leg)

    def _close(self, leg: Leg) -> None:
        self._plays.stop(leg)
        self._switch.leave(leg)
        self._epoll.unregister(leg.rtp.fileno())
        del self._by_fd[leg.rtp.fileno()]
        del self._legs[leg.name]
        self._streams.pop(leg.name, None)
        leg.close()

    def _begin_watch(self, leg: Leg) -> None:
        if not self._watched(leg):
            leg.heard_s, leg.gone = time.monotonic(), False

    # --- recording --------------------------------------------------------------------------------

    def _record(self, leg: Leg, request: RecordStream) -> None:
        streams = self._streams.get(leg.name, [])
        if any(each.opened.recording == request.recording for each in streams):
            return
        self._begin_watch(leg)
        now_us = self._wall_us(time.monotonic())
        stream = self._journal.open_stream(request.recording, request.call, leg.name, request.side, now_us)
        self._streams[leg.name] = [*streams, stream]

    def _stop_recording(self, recording: str) -> None:
        for name, streams in list(self._streams.items()):
            kept = [each for each in streams if each.opened.recording != recording]
            if kept:
                self._streams[name] = kept
            else:
                del self._streams[name]
        self._journal.close_recording(recording)

    # --- small things -----------------------------------------------------------------------------

    def _wall_us(self, now_s: float) -> int:
        return int((self._epoch_s + now_s) * 1_000_000)

    def _wake(self) -> None:
        """Called by the threads."""
        os.eventfd_write(self._wake_fd, 1)

    def _watch_control(self) -> None:
        events = select.EPOLLIN | (select.EPOLLOUT if self._control.waiting else 0)
        self._epoll.modify(self._control.fileno(), events)

    def _end(self) -> None:
        self._journal.stop(self._wall_us(time.monotonic()))
        self._plays.close()
        try:
            for report in self._journal.take_done():
                self._control.report(report)
        except ControlClosedError:
            log.info("nobody is there to hear the last reports")
        for leg in list(self._legs.values()):
            self._close(leg)
        self._control.close()
