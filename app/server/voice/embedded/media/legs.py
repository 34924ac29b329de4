"""All legs of the process: opened, changed and closed as control asks; those that fell silent found out.

In:  requests, and ``watch`` every 5 ms. Out: reports.
"""

from __future__ import annotations

import select
import time
from collections.abc import Callable, Iterator

from app.server.voice.embedded.media.bridges import Switch
from app.server.voice.embedded.media.clock import TURNS, Moment
from app.server.voice.embedded.media.leg import Leg, LegError, Readers
from app.server.voice.embedded.media.plays import Plays
from app.server.voice.embedded.media.ports import NoPortError, PortPool
from app.server.voice.embedded.media.protocol import (
    CloseLeg,
    Digit,
    Join,
    Leave,
    LegFailed,
    LegOpened,
    MediaBack,
    MediaGone,
    Mute,
    OpenLeg,
    OpenVoice,
    Play,
    RecordStream,
    Report,
    ReportOften,
    SendDigits,
    SetLeg,
    StopPlay,
    StopStream,
    Trouble,
)
from app.server.voice.embedded.media.recorder import Recorder
from app.server.voice.embedded.media.speech import SpokenLeg
from app.server.voice.embedded.media.srtp import SrtpError

LegRequest = (
    OpenLeg
    | OpenVoice
    | SetLeg
    | CloseLeg
    | Join
    | Leave
    | Play
    | ReportOften
    | StopPlay
    | RecordStream
    | StopStream
    | Mute
    | SendDigits
)
_SHARES = 20  # each leg is looked at every 100 ms, few at a time: packets wait meanwhile
_REFUSED = 10  # answers that nobody listens at the peer's port ...
_REFUSED_S = 2.0  # ... and so long nothing from it: it is gone (a hang-up would have been said by now)


class Legs:
    def __init__(
        self,
        ports: PortPool,
        poll: select.epoll,
        readers: Readers,
        moment: Moment,
        media_gone_s: float,
        report: Callable[[Report], None],
    ) -> None:
        self._ports, self._poll, self._readers, self._moment = ports, poll, readers, moment
        self._media_gone_s = media_gone_s
        self._report = report
        self._legs: dict[str, Leg] = {}
        self._unwatched: list[Leg] = []  # of this round
        self._share = 0
        self._closed_packets = 0
        self._next_turn = 0  # so that all turns have as much to do

    def wire(self, switch: Switch, plays: Plays, recorder: Recorder) -> None:
        """Before the first request."""
        self._switch, self._plays, self._recorder = switch, plays, recorder

    def __len__(self) -> int:
        return len(self._legs)

    def __iter__(self) -> Iterator[Leg]:
        return iter(self._legs.values())

    @property
    def packets(self) -> int:
        """Received by all legs that there ever were."""
        return self._closed_packets + sum(each.reception.packets for each in self)

    def do(self, request: LegRequest) -> None:
        if isinstance(request, OpenLeg):
            self._open(request.leg)
        elif isinstance(request, OpenVoice):
            self._open_voice(request)
        elif (leg := self._legs.get(request.leg)) is not None:
            self._do(leg, request)

    def close_all(self) -> None:
        for leg in list(self._legs.values()):
            self._close(leg)

    def watch(self, now_s: float) -> None:
        """A share of all legs: those that fell silent, keys whose end was lost, reports that are due."""
        if not self._unwatched:
            self._unwatched = list(self._legs.values())
            self._share = -(-len(self._unwatched) // _SHARES)
        share = self._unwatched[-self._share :]
        del self._unwatched[-self._share :]
        for leg in share:
            if self._legs.get(leg.name) is not leg:
                continue  # closed meanwhile
            leg.fill_if_idle(now_s)
            if leg.digits.pending:
                for key in leg.digits.overdue(now_s):
                    self._key(leg.name, key)
            quality = leg.report(now_s)
            if quality is not None:
                self._report(quality)
            self._watch_presence(leg, now_s - leg.reception.heard_s)

    # --- requests ---------------------------------------------------------------------------------

    def _do(self, leg: Leg, request: LegRequest) -> None:
        match request:
            case OpenLeg() | OpenVoice():
                pass
            case SetLeg():
                self._set(leg, request)
            case CloseLeg():
                self._close(leg)
            case Join(bridge=bridge, role=role, coached=coached):
                self._begin_watch(leg)
                self._switch.join(bridge, leg, role, coached)
            case Leave():
                self._switch.leave(leg)
            case Play():
                self._plays.start(leg, request)
            case StopPlay():
                self._plays.stop(leg)
            case RecordStream():
                self._begin_watch(leg)
                self._recorder.record(leg, request, self._moment.s)
            case StopStream(recording=recording):
                self._recorder.stop_leg(leg, recording, self._moment.s)
            case ReportOften(every_s=every_s):
                leg.report_often(every_s)
            case Mute(muted=muted):
                leg.mute(muted)
            case SendDigits(digits=digits):
                if not leg.press(digits):
                    text = f"leg {leg.name} takes no key events, {digits} cannot be sent"
                    self._report(Trouble("media-keys", text))

    def _open(self, name: str) -> None:
        if name in self._legs:
            self._report(LegOpened(name, self._legs[name].port))
            return
        try:
            leg = Leg(name, *self._ports.open(), self._readers, self._moment, self._key)
        except (NoPortError, OSError) as error:
            self._report(LegFailed(name, str(error)))
            return
        leg.turn, self._next_turn = self._next_turn, (self._next_turn + 1) % TURNS
        self._legs[name] = leg
        self._poll.register(leg.rtp.fileno(), select.EPOLLIN)
        if leg.rtcp is not None:
            self._readers[leg.rtcp.fileno()] = leg.read_rtcp
            self._poll.register(leg.rtcp.fileno(), select.EPOLLIN)
        self._report(LegOpened(name, leg.port))

    def _open_voice(self, request: OpenVoice) -> None:
        if request.leg in self._legs:
            return
        beside = self._legs.get(request.beside)
        leg = SpokenLeg(request.leg, beside.codec if beside else "", self._readers, self._moment)
        self._legs[leg.name] = leg
        self._poll.register(leg.rtp.fileno(), select.EPOLLIN)  # as of any leg; nothing ever comes

    def _set(self, leg: Leg, request: SetLeg) -> None:
        old_codec = leg.codec
        if leg.peer is None:
            leg.reception.watch(time.monotonic())
        try:
            leg.configure(request)
        except (LegError, SrtpError) as error:
            self._report(Trouble("media-leg", f"leg {leg.name} cannot be set up: {error}"))
            return
        if leg.codec != old_codec:
            self._plays.codec_changed(leg)

    def _close(self, leg: Leg) -> None:
        self._plays.stop(leg)
        self._switch.leave(leg)
        self._recorder.close_leg(leg, self._moment.s)
        for each in (leg.rtp, leg.rtcp):
            if each is not None:
                self._poll.unregister(each.fileno())
                del self._readers[each.fileno()]
        del self._legs[leg.name]
        self._closed_packets += leg.reception.packets
        quality = leg.close()
        if quality is not None:
            self._report(quality)

    def _key(self, leg: str, key: str) -> None:
        self._report(Digit(leg, key))

    # --- who is there -----------------------------------------------------------------------------

    def _watch_presence(self, leg: Leg, quiet_s: float) -> None:
        if quiet_s < 1.0:
            leg.refused = 0
        quiet = quiet_s > self._media_gone_s or (quiet_s > _REFUSED_S and leg.refused >= _REFUSED)
        if leg.gone and not quiet:
            leg.gone = False
            self._report(MediaBack(leg.name))
        elif quiet and not leg.gone and leg.peer is not None and self._watched(leg):
            leg.gone = True
            leg.forget()
            self._report(MediaGone(leg.name))

    def _watched(self, leg: Leg) -> bool:
        return self._switch.bridged(leg) or self._recorder.records(leg)

    def _begin_watch(self, leg: Leg) -> None:
        if not self._watched(leg):
            leg.reception.watch(time.monotonic())
            leg.gone = False
