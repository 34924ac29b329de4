"""The media process's one loop: RTP sockets, control socket, 20 ms clock and the once-a-second chores.

No asyncio: a packet is passed on by the first Python line that sees it (``forwarding.py``, ``leg.py``).
Nothing here blocks; files are read and written by the threads of ``prompts.py`` and ``journal.py``, which
wake the loop.
"""

from __future__ import annotations

import gc
import logging
import os
import select
import time

from app.server.voice.embedded.media.bridges import Switch
from app.server.voice.embedded.media.clock import TURNS, Moment, TickClock, wall_us
from app.server.voice.embedded.media.control import Control, ControlClosedError
from app.server.voice.embedded.media.journal import FLUSH_S, Journal
from app.server.voice.embedded.media.leg import Readers
from app.server.voice.embedded.media.legs import Legs
from app.server.voice.embedded.media.plays import Plays
from app.server.voice.embedded.media.ports import PortPool
from app.server.voice.embedded.media.protocol import (
    Health,
    PauseRecording,
    Request,
    ResumeRecording,
    Shutdown,
    StopRecording,
    Trouble,
)
from app.server.voice.embedded.media.recorder import Recorder
from app.server.voice.embedded.media.settings import MediaSettings

log = logging.getLogger(__name__)

_EVENTS = 64  # sockets served before the clock has its turn
_IDLE_S = 0.25
_GARBAGE_S = 10.0
_WATCH_S = 0.005  # a share of the legs
_FAULT_EVERY_S = 10.0


class MediaLoop:
    def __init__(self, settings: MediaSettings, control: Control) -> None:
        self._control = control
        self._epoll = select.epoll()
        self._wake_fd = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._journal = Journal(
            settings.journal_dir,
            settings.journal_key,
            settings.segment_bytes,
            settings.segment_s,
            self._wake,
        )
        self._recorder = Recorder(self._journal)
        self._moment = Moment()
        self._readers: Readers = {control.fileno(): self._requests, self._wake_fd: self._woken}
        self._legs = Legs(
            PortPool(settings.host, settings.rtp_low, settings.rtp_high),
            self._epoll,
            self._readers,
            self._moment,
            settings.media_gone_s,
            control.report,
        )
        self._switch = Switch(turns=TURNS)
        self._plays = Plays(settings.prompt_dirs, self._switch, control.report, self._wake)
        self._legs.wire(self._switch, self._plays, self._recorder)
        self._packets = 0  # reported so far
        self._cpu_s = 0.0
        self._fault_due_s = 0.0
        self._running = True
        for fd in self._readers:
            self._epoll.register(fd, select.EPOLLIN)

    def run(self) -> None:
        """Until Shutdown or the end of the control socket; the journal is on the disk when it returns."""
        now_s = time.monotonic()
        clock, chores_s, watch_s = TickClock(now_s, TURNS), now_s + 1.0, now_s
        flush_s, garbage_s = now_s + FLUSH_S, now_s + _GARBAGE_S
        readers, poll, moment = self._readers, self._epoll.poll, self._moment
        try:
            self._report_health(clock)
            while self._running:
                next_s = min(chores_s, flush_s)
                wait_s = clock.wait_s(now_s) if self._legs else min(_IDLE_S, max(0.0, next_s - now_s))
                ready = poll(wait_s, _EVENTS)
                moment.look()
                for fd, _ in ready:
                    if fd in readers:  # not closed a moment ago
                        try:
                            readers[fd]()
                        except ControlClosedError:
                            raise
                        except Exception:  # noqa: BLE001  a fault in one leg must not end the others
                            self._fault("a packet")
                now_s = time.monotonic()
                if not self._legs:
                    clock.restart(now_s)
                elif clock.due(now_s):
                    self._tick(clock.due_s, clock.turn)
                    clock.ticked(time.monotonic())
                if now_s >= watch_s:
                    self._legs.watch(now_s)
                    watch_s = now_s + _WATCH_S
                if now_s >= chores_s:
                    self._report_health(clock)
                    chores_s = max(chores_s + 1.0, now_s + 0.5)
                if now_s >= flush_s:
                    self._journal.flush(wall_us(now_s))
                    flush_s = max(flush_s + FLUSH_S, now_s + FLUSH_S / 2)
                if now_s >= garbage_s:
                    gc.collect()  # closed legs are rings of objects; a few at a time take 1 to 5 ms
                    garbage_s = now_s + _GARBAGE_S
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
            try:
                self._do(request)
            except ControlClosedError:
                raise
            except Exception:  # noqa: BLE001  the requests behind it are carried out
                self._fault(type(request).__name__)

    def _do(self, request: Request) -> None:
        match request:
            case Shutdown():
                self._running = False
            case StopRecording(recording=recording):
                self._recorder.stop(recording, self._moment.s)
            case PauseRecording(recording=recording):
                self._recorder.pause(recording, self._moment.s)
            case ResumeRecording(recording=recording):
                self._recorder.resume(recording, self._moment.s)
            case _:
                self._legs.do(request)

    # --- clock ------------------------------------------------------------------------------------

    def _tick(self, now_s: float, turn: int) -> None:
        mixed: dict[str, bytes] = {}
        try:
            mixed = self._switch.mix(now_s, turn)
        except Exception:  # noqa: BLE001  then they hear silence, and nobody else is hurt
            self._fault("the mixer")
        for leg in [each for each in self._legs if each.clocked and each.turn == turn]:
            try:
                leg.tick(mixed.get(leg.name), now_s)
                if leg.player is not None:
                    self._plays.finish(leg)
            except ControlClosedError:
                raise
            except Exception:  # noqa: BLE001
                self._fault(f"leg {leg.name}")
        self._switch.hasten(turn)

    def _report_health(self, clock: TickClock) -> None:
        cpu_s, packets = time.process_time(), self._legs.packets
        late_ms, (ticks, late_ticks) = clock.take_worst_late_ms(), clock.take_ticks()
        self._control.report(
            Health(len(self._legs), packets - self._packets, cpu_s - self._cpu_s, late_ms, ticks, late_ticks)
        )
        self._cpu_s, self._packets = cpu_s, packets
        self._watch_control()

    # --- small things -----------------------------------------------------------------------------

    def _fault(self, where: str) -> None:
        """Called while an exception is handled that should not be: told now and then, not each time."""
        now_s = time.monotonic()
        if now_s >= self._fault_due_s:
            self._fault_due_s = now_s + _FAULT_EVERY_S
            log.exception("a fault in %s", where)
            text = f"The media process has a fault in {where}; see its log"
            self._control.report(Trouble("media-fault", text))

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
            self._legs.close_all()
        except ControlClosedError:
            log.info("nobody is there to hear the last reports")
        self._control.close()
