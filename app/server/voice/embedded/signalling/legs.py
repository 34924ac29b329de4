"""A leg: one party's connection = dialog + flow + what was agreed about audio.

In:  requests inside its dialog, commands, the end of its media.
Out: answers, BYE, events of the leg, ``SetLeg`` for the media process. It ends exactly once.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Coroutine
from enum import Enum, auto
from typing import Any, Protocol

from app.server.core.events import DigitPressed, VoiceEvent
from app.server.core.types import EndCause
from app.server.voice.embedded.machine import Machine
from app.server.voice.embedded.media.client import MediaError
from app.server.voice.embedded.media.protocol import SetLeg
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.negotiation import Negotiation
from app.server.voice.embedded.signalling.sdp import SdpError
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.stack import SipStack

log = logging.getLogger(__name__)


class LegState(Enum):
    RINGS_US = auto()  # incoming, not answered
    ANSWERING = auto()  # incoming, an audio port is being opened
    ANSWERED = auto()  # incoming, 200 sent, its ACK not yet here
    OPENING = auto()  # outgoing, an audio port is being opened
    CALLING = auto()  # outgoing, INVITE sent
    RINGING = auto()  # outgoing, the phone rings
    UP = auto()
    ENDED = auto()


class LegEvent(Enum):
    WE_ANSWER = auto()
    MEDIA_OPEN = auto()
    ACK = auto()
    PEER_RINGS = auto()
    PEER_ANSWERS = auto()
    PEER_REFUSES = auto()
    PEER_CANCELS = auto()
    PEER_HANGS_UP = auto()
    WE_HANG_UP = auto()
    TIMED_OUT = auto()  # not answered, not acknowledged or no longer there
    MEDIA_FAILED = auto()


_S, _E = LegState, LegEvent
TABLE: dict[tuple[LegState, LegEvent], LegState] = {
    (_S.RINGS_US, _E.WE_ANSWER): _S.ANSWERING,
    (_S.RINGS_US, _E.PEER_CANCELS): _S.ENDED,
    (_S.RINGS_US, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.RINGS_US, _E.WE_HANG_UP): _S.ENDED,
    (_S.RINGS_US, _E.TIMED_OUT): _S.ENDED,
    (_S.RINGS_US, _E.MEDIA_FAILED): _S.ENDED,
    (_S.ANSWERING, _E.MEDIA_OPEN): _S.ANSWERED,
    (_S.ANSWERING, _E.PEER_CANCELS): _S.ENDED,
    (_S.ANSWERING, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.ANSWERING, _E.WE_HANG_UP): _S.ENDED,
    (_S.ANSWERING, _E.TIMED_OUT): _S.ENDED,
    (_S.ANSWERING, _E.MEDIA_FAILED): _S.ENDED,
    (_S.ANSWERED, _E.ACK): _S.UP,
    (_S.ANSWERED, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.ANSWERED, _E.WE_HANG_UP): _S.ENDED,
    (_S.ANSWERED, _E.TIMED_OUT): _S.ENDED,
    (_S.ANSWERED, _E.MEDIA_FAILED): _S.ENDED,
    (_S.OPENING, _E.MEDIA_OPEN): _S.CALLING,
    (_S.OPENING, _E.PEER_REFUSES): _S.ENDED,  # no phone registered
    (_S.OPENING, _E.WE_HANG_UP): _S.ENDED,
    (_S.OPENING, _E.MEDIA_FAILED): _S.ENDED,
    (_S.CALLING, _E.PEER_RINGS): _S.RINGING,
    (_S.CALLING, _E.PEER_ANSWERS): _S.UP,
    (_S.CALLING, _E.PEER_REFUSES): _S.ENDED,
    (_S.CALLING, _E.WE_HANG_UP): _S.ENDED,
    (_S.CALLING, _E.TIMED_OUT): _S.ENDED,
    (_S.CALLING, _E.MEDIA_FAILED): _S.ENDED,
    (_S.RINGING, _E.PEER_ANSWERS): _S.UP,
    (_S.RINGING, _E.PEER_REFUSES): _S.ENDED,
    (_S.RINGING, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.RINGING, _E.WE_HANG_UP): _S.ENDED,
    (_S.RINGING, _E.TIMED_OUT): _S.ENDED,
    (_S.RINGING, _E.MEDIA_FAILED): _S.ENDED,
    (_S.UP, _E.PEER_HANGS_UP): _S.ENDED,
    (_S.UP, _E.WE_HANG_UP): _S.ENDED,
    (_S.UP, _E.TIMED_OUT): _S.ENDED,
    (_S.UP, _E.MEDIA_FAILED): _S.ENDED,
}
_SIGNAL = re.compile(r"(?:^|\n)\s*Signal\s*=\s*([0-9*#A-Da-d])\s*(?:\r|\n|$)")
_DEAD_ANSWERS = (408, 481, 503)


class LegHouse(Protocol):
    """What a leg needs of the engine."""

    @property
    def stack(self) -> SipStack: ...
    async def open_media(self, leg_id: str) -> int:
        """An RTP port for this leg. Raises MediaError."""
        ...

    def to_media(self, request: SetLeg) -> None: ...
    def emit(self, event: VoiceEvent) -> None: ...
    def leg_ended(self, leg: Leg, cause: EndCause, by_peer: bool) -> None: ...
    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None: ...
    def flow_to(self, sip_user: str) -> Flow | None:
        """The newest way to a registered phone, for a leg whose connection is gone."""
        ...


class Leg:
    """What incoming and outgoing legs have in common."""

    def __init__(
        self, leg_id: str, house: LegHouse, dialog: Dialog, flow: Flow, start: LegState, sip_user: str
    ) -> None:
        self.leg_id = leg_id
        self.dialog = dialog
        self.sip_user = sip_user  # "" for a trunk
        self.audio = Negotiation(leg_id, flow.local[0])
        self._house = house
        self._flow = flow
        self._machine = Machine(f"leg {leg_id}", TABLE, start, logging.INFO)

    @property
    def state(self) -> LegState:
        return self._machine.state

    @property
    def ended(self) -> bool:
        return self.state is LegState.ENDED

    @property
    def key(self) -> tuple[str, str]:
        """What a request inside the dialog names: Call-ID and our tag."""
        return self.dialog.call_id, self.dialog.local_tag

    @property
    def flow(self) -> Flow:
        """The way to the peer; a phone that lost its connection is found over its new one."""
        if not self._flow.alive and self.sip_user and (newer := self._house.flow_to(self.sip_user)):
            self._flow = newer
        return self._flow

    # --- commands --------------------------------------------------------------------------------

    def hang_up(self, cause: EndCause) -> None:
        self._finish(LegEvent.WE_HANG_UP, cause, by_peer=False)

    def media_failed(self, cause: EndCause = EndCause.CUT_OFF) -> None:
        """The audio of this leg is gone for good."""
        self._finish(LegEvent.MEDIA_FAILED, cause, by_peer=False)

    def check_alive(self) -> None:
        """Ask the peer whether it still knows this call; a silent one is gone (RFC 3261 §11, §12.2.1.2)."""
        if self.state is not LegState.UP:
            return

        def on_response(_transaction: ClientTransaction, response: SipResponse) -> None:
            if response.status_code in _DEAD_ANSWERS:
                self._finish(LegEvent.TIMED_OUT, EndCause.CUT_OFF, by_peer=True)

        self._house.stack.send(self.dialog.request("OPTIONS", self.flow), self.flow, on_response)

    # --- requests of the peer --------------------------------------------------------------------

    def receive(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        """A request inside the dialog (RFC 3261 §12.2.2)."""
        if not self.dialog.take_request(request):
            transaction.reply(500, headers=(("Retry-After", "1"),))
            return
        if flow != self._flow and (not self._flow.alive or not flow.reliable):
            self._flow = flow  # reconnected, or its router gave it another port
        match request.method:
            case "BYE":
                transaction.reply(200)
                self._finish(LegEvent.PEER_HANGS_UP, EndCause.NORMAL, by_peer=True)
            case "INVITE" | "UPDATE":
                self._renegotiate(request, transaction)
            case "INFO":
                self._info(request, transaction)
            case "OPTIONS":
                transaction.reply(200, headers=(("Allow", m.ALLOW),))
            case "REFER":
                transaction.reply(501)
            case _:
                transaction.reply(405, headers=(("Allow", m.ALLOW),))

    def _renegotiate(self, request: SipRequest, transaction: ServerTransaction) -> None:
        """re-INVITE (RFC 3261 §14.2) or UPDATE (RFC 3311 §5.2)."""
        if self.state is not LegState.UP:
            transaction.reply(491)
            return
        if not request.body:
            body = self.audio.offer() if request.method == "INVITE" else ""
            transaction.on_ack = self._late_answer_to_reinvite
        else:
            try:
                self.audio.take_offer(request.text)
            except SdpError as error:
                log.info("leg %s: %s", self.leg_id, error)
                transaction.reply(error.code)
                return
            body = self.audio.answer()
            self._tell_media()
        transaction.on_no_ack = lambda: self._finish(LegEvent.TIMED_OUT, EndCause.CUT_OFF, by_peer=True)
        transaction.reply(200, contact=self.dialog.contact, body=body)

    def _late_answer_to_reinvite(self, ack: SipRequest) -> None:
        self._take_late_answer(ack.text)  # an unusable one leaves everything as it was

    def _take_late_answer(self, text: str) -> bool:
        """The answer to an offer that stood in our 200 comes in the ACK (RFC 3261 §13.2.1)."""
        try:
            self.audio.take_answer(text)
        except SdpError as error:
            log.info("leg %s: %s", self.leg_id, error)
            return False
        self._tell_media()
        return True

    def _info(self, request: SipRequest, transaction: ServerTransaction) -> None:
        """Digits of phones that send none in the audio (application/dtmf-relay)."""
        kind = (request.headers.get_first("Content-Type") or "").partition(";")[0].strip().lower()
        digit = ""
        if kind == "application/dtmf-relay" and (found := _SIGNAL.search(request.text)):
            digit = found[1].upper()
        elif kind == "application/dtmf" and re.fullmatch(r"\s*[0-9*#A-Da-d]\s*", request.text):
            digit = request.text.strip().upper()
        transaction.reply(200 if digit or not request.body else 415)
        if digit and self.state in (LegState.UP, LegState.ANSWERED):
            self._house.emit(DigitPressed(self.leg_id, digit))

    # --- for the two kinds -----------------------------------------------------------------------

    async def _open_media(self) -> bool:
        """False when there is no leg to go on with: no audio, or it ended meanwhile.

        The engine closes the port of an ended leg.
        """
        try:
            self.audio.port = await self._house.open_media(self.leg_id)
        except MediaError as error:
            log.error("leg %s: no audio: %s", self.leg_id, error.text)
            self.media_failed(EndCause.FAILED)
            return False
        return self._machine.accept(LegEvent.MEDIA_OPEN)

    def _tell_media(self) -> None:
        if (setting := self.audio.for_media()) is not None:
            self._house.to_media(setting)

    def _send_bye(self) -> None:
        self._house.stack.send(self.dialog.request("BYE", self.flow), self.flow)

    def _finish(self, event: LegEvent, cause: EndCause, by_peer: bool) -> None:
        """End the leg, if it has not ended, and say so to the peer unless that is whom it came from."""
        before = self.state
        if not self._machine.accept(event):
            return
        self._say_goodbye(before, event, cause)
        self._house.leg_ended(self, cause, by_peer)

    def _say_goodbye(self, before: LegState, event: LegEvent, cause: EndCause) -> None:
        raise NotImplementedError
