"""The media process's one loop: RTP sockets, control socket, 20 ms clock and the once-a-second chores.

No asyncio: a packet is passed on by the first Python line that sees it (``forwarding.py``, ``leg.py``).
Nothing here blocks; files are read and written by the threads of ``prompts.py`` and ``journal.py``, which
wake the loop.
"""

from __future__ import annotations

import logging
import os
import select
import time

from app.server.voice.embedded.media.bridges import Switch
from app.server.voice.embedded.media.clock import Moment, TickClock, wall_us
from app.server.voice.embedded.media.control import Control, ControlClosedError
from app.server.voice.embedded.media.journal import Journal
from app.server.voice.embedded.media.leg import Leg, LegError, Readers
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
from app.server.voice.embedded.media.recorder import Recorder
from app.server.voice.embedded.media.settings import MediaSettings
from app.server.voice.embedded.media.srtp import SrtpError

log = logging.getLogger(__name__)

LegRequest = SetLeg | CloseLeg | Join | Leave | Play | StopPlay | RecordStream | Mute | SendDigits
_EVENTS = 64  # sockets served before the clock has its turn
_IDLE_S = 0.25
_WATCH_S = 0.1
_FAULT_EVERY_S = 10.0
_REFUSED = 10  # answers that nobody listens at the peer's port ...
_REFUSED_S = 2.0  # ... and so long nothing from it: it is gone (a hang-up would have been said by now)


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
        self._recorder = Recorder(self._journal)
        self._moment = Moment()
        self._legs: dict[str, Leg] = {}
        self._switch = Switch()
        self._plays = Plays(settings.prompt_dirs, self._switch, control.report, self._wake)
        self._readers: Readers = {control.fileno(): self._requests, self._wake_fd: self._woken}
        self._packets = 0  # of legs that are closed, less those already reported
        self._cpu_s = 0.0
        self._fault_due_s = 0.0
        self._running = True
        for fd in self._readers:
            self._epoll.register(fd, select.EPOLLIN)

    def run(self) -> None:
        """Until Shutdown or the end of the control socket; the journal is on the disk when it returns."""
        now_s = time.monotonic()
        clock, chores_s, watch_s = TickClock(now_s), now_s + 1.0, now_s
        readers, poll, moment = self._readers, self._epoll.poll, self._moment
        try:
            self._report_health(clock)
            while self._running:
                wait_s = clock.wait_s(now_s) if self._legs else min(_IDLE_S, max(0.0, chores_s - now_s))
                ready = poll(wait_s, _EVENTS)
                moment.look()
                for fd, _ in ready:
                    if fd in readers:  # not closed a moment ago
                        try:
                            readers[fd]()
                        except ControlClosedError:
                            raise
                        except Exception:  # noqa: BLE001  a fault in one leg must not end the others
                            self._fault("a packet or a request")
                now_s = time.monotonic()
                if not self._legs:
                    clock.restart(now_s)
                elif clock.due(now_s):
                    self._tick(clock.due_s)
                    clock.ticked(time.monotonic())
                if now_s >= watch_s:
                    self._watch(now_s)
                    watch_s = now_s + _WATCH_S
                if now_s >= chores_s:
                    self._report_health(clock)
                    self._journal.flush(wall_us(now_s))
                    chores_s = max(chores_s + 1.0, now_s + 0.5)
        except ControlClosedError:
            log.info("the control process is gone")
        finally:
            self._end()

    # --- sockets ----------------------------------------------------------------------------------

    def _woken(self) -> None:
        os.eventfd_read(self._wake_fd)
        for report in self._journal.take_done():
            self._control.report(report)

    def _requests(self) -> None:
        if self._control.waiting:
            self._control.flush()
            self._watch_control()
        for request in self._control.receive():
            self._do(request)

    def _key(self, leg: str, key: str) -> None:
        self._control.report(Digit(leg, key))

    # --- clock ------------------------------------------------------------------------------------

    def _tick(self, now_s: float) -> None:
        mixed: dict[str, bytes] = {}
        try:
            mixed = self._switch.mix(now_s)
        except Exception:  # noqa: BLE001  then they hear silence, and nobody else is hurt
            self._fault("the mixer")
        for leg in [each for each in self._legs.values() if each.clocked]:
            try:
                leg.tick(mixed.get(leg.name), now_s)
                if leg.player is not None:
                    self._plays.finish(leg)
            except ControlClosedError:
                raise
            except Exception:  # noqa: BLE001
                self._fault(f"leg {leg.name}")

    def _watch(self, now_s: float) -> None:
        """Legs that fell silent, keys whose end was lost, reports that are due."""
        for leg in self._legs.values():
            leg.fill_if_idle(now_s)
            if leg.digits.pending:
                for key in leg.digits.overdue(now_s):
                    self._key(leg.name, key)
            quality = leg.report(now_s)
            if quality is not None:
                self._control.report(quality)
            self._watch_presence(leg, now_s - leg.reception.heard_s)

    def _watch_presence(self, leg: Leg, quiet_s: float) -> None:
        if quiet_s < 1.0:
            leg.refused = 0
        quiet = quiet_s > self._settings.media_gone_s or (quiet_s > _REFUSED_S and leg.refused >= _REFUSED)
        if leg.gone and not quiet:
            leg.gone = False
            self._control.report(MediaBack(leg.name))
        elif quiet and not leg.gone and leg.peer is not None and self._watched(leg):
            leg.gone = True
            leg.forget()
            self._control.report(MediaGone(leg.name))

    def _watched(self, leg: Leg) -> bool:
        return self._switch.bridged(leg) or self._recorder.records(leg)

    def _report_health(self, clock: TickClock) -> None:
        cpu_s = time.process_time()
        late_ms, (ticks, late_ticks) = clock.take_worst_late_ms(), clock.take_ticks()
        packets = self._packets + sum(each.reception.packets for each in self._legs.values())
        self._control.report(
            Health(len(self._legs), packets, cpu_s - self._cpu_s, late_ms, ticks, late_ticks)
        )
        self._cpu_s = cpu_s
        self._packets -= packets
        self._watch_control()

    # --- requests ---------------------------------------------------------------------------------

    def _do(self, request: Request) -> None:
        match request:
            case OpenLeg(leg=name):
                self._open(name)
            case Shutdown():
                self._running = False
            case StopRecording(recording=recording):
                self._recorder.stop(recording, time.monotonic())
            case PauseRecording(recording=recording):
                self._recorder.pause(recording, time.monotonic())
            case ResumeRecording(recording=recording):
                self._recorder.resume(recording, time.monotonic())
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
                self._switch.join(bridge, leg, role, request.coached)
            case Leave():
                self._switch.leave(leg)
            case Play():
                self._plays.start(leg, request)
            case StopPlay():
                self._plays.stop(leg)
            case RecordStream():
                self._begin_watch(leg)
                self._recorder.record(leg, request, time.monotonic())
            case Mute(muted=muted):
                leg.mute(muted)
            case SendDigits(digits=digits):
                if not leg.press(digits):
                    text = f"leg {leg.name} takes no key events, {digits} cannot be sent"
                    self._control.report(Trouble("media-keys", text))

    def _open(self, name: str) -> None:
        if name in self._legs:
            self._control.report(LegOpened(name, self._legs[name].port))
            return
        try:
            leg = Leg(name, *self._ports.open(), self._readers, self._moment, self._key)
        except (NoPortError, OSError) as error:
            self._control.report(LegFailed(name, str(error)))
            return
        self._legs[name] = leg
        self._epoll.register(leg.rtp.fileno(), select.EPOLLIN)
        if leg.rtcp is not None:
            self._readers[leg.rtcp.fileno()] = leg.read_rtcp
            self._epoll.register(leg.rtcp.fileno(), select.EPOLLIN)
        self._control.report(LegOpened(name, leg.port))

    def _set(self, leg: Leg, request: SetLeg) -> None:
        old_codec = leg.codec
        if leg.peer is None:
            leg.reception.watch(time.monotonic())
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
        self._recorder.close_leg(leg, time.monotonic())
        for each in (leg.rtp, leg.rtcp):
            if each is not None:
                self._epoll.unregister(each.fileno())
                del self._readers[each.fileno()]
        del self._legs[leg.name]
        self._packets += leg.reception.packets
        quality = leg.close()
        if quality is not None:
            self._control.report(quality)

    def _begin_watch(self, leg: Leg) -> None:
        if not self._watched(leg):
            leg.reception.watch(time.monotonic())
            leg.gone = False

    def _fault(self, where: str) -> None:
        """Called while an exception is handled that should not be: told now and then, not each time."""
        now_s = time.monotonic()
        if now_s >= self._fault_due_s:
            self._fault_due_s = now_s + _FAULT_EVERY_S
            log.exception("a fault in %s", where)
            self._control.report(
                Trouble("media-fault", f"The media process has a fault in {where}; see its log")
            )

    # --- small things -----------------------------------------------------------------------------

    def _wake(self) -> None:
        """Called by the threads."""
        os.eventfd_write(self._wake_fd, 1)

    def _watch_control(self) -> None:
        events = select.EPOLLIN | (select.EPOLLOUT if self._control.waiting else 0)
        self._epoll.modify(self._control.fileno(), events)

    def _end(self) -> None:
        self._journal.stop(wall_us(time.monotonic()))
        self._plays.close()
        try:
            for report in self._journal.take_done():
                self._control.report(report)
            for leg in list(self._legs.values()):
                self._close(leg)
        except ControlClosedError:
            log.info("nobody is there to hear the last reports")
        self._control.close()
