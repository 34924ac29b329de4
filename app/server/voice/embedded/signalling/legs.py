"""A leg: one party's connection = dialog + flow + what was agreed about audio.

In:  requests inside its dialog, commands, the end of its media.
Out: answers, BYE, events of the leg, ``SetLeg`` for the media process. It ends exactly once.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import uuid4

from app.server.core.events import DigitPressed, LegHeld, LegResumed, TransferWished, VoiceEvent
from app.server.core.types import EndCause
from app.server.voice.embedded import causes
from app.server.voice.embedded.machine import Machine
from app.server.voice.embedded.media.client import MediaError
from app.server.voice.embedded.media.protocol import SetLeg
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling import refer, sdp
from app.server.voice.embedded.signalling.changes import Changes, Headers
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction, OnResponse
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.digest import authorize
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.leg_states import TABLE, LegEvent, LegState
from app.server.voice.embedded.signalling.messages import SipMessage, SipRequest, SipResponse
from app.server.voice.embedded.signalling.negotiation import Negotiation
from app.server.voice.embedded.signalling.next_hop import next_hop
from app.server.voice.embedded.signalling.refer import ReferError, Transfer
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.session_timer import SessionRule, SessionTimer
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.embedded.signalling.timers import Alarm, Timers
from app.server.voice.embedded.signalling.ways import Credentials, MediaPolicy

__all__ = ["TABLE", "Leg", "LegEvent", "LegHouse", "LegRules", "LegState", "Party"]

log = logging.getLogger(__name__)

ALIVE_S = 6.0  # who has not answered four OPTIONS by then is not there
LOST_CHECKS_S = (1.0, 2.0, 5.0, 10.0, 14.0)  # pauses between looks for a phone whose connection is gone
_SIGNAL = re.compile(r"(?:^|\n)\s*Signal\s*=\s*([0-9*#A-Da-d])\s*(?:\r|\n|$)")


@dataclass(frozen=True, slots=True)
class LegRules:
    """What holds for every leg. ``spoken``: the codecs that the media process knows."""

    timers: Timers = field(default_factory=Timers)
    session: SessionRule = field(default_factory=SessionRule)
    spoken: tuple[str, ...] = sdp.CODEC_NAMES


@dataclass(frozen=True, slots=True)
class Party:
    """Who is at the other end: a phone has a ``sip_user``, a trunk a ``trunk_id``."""

    sip_user: str = ""
    trunk_id: str = ""
    media: MediaPolicy = field(default_factory=MediaPolicy)
    credentials: Credentials | None = None  # answers challenges inside the dialog


class LegHouse(Protocol):
    """What a leg needs of the engine."""

    @property
    def stack(self) -> SipStack: ...
    @property
    def rules(self) -> LegRules: ...
    async def open_media(self, leg_id: str) -> int:
        """An RTP port for this leg. Raises MediaError."""
        ...

    def media_address(self, flow: Flow) -> str:
        """The address of ours that this peer can send audio to."""
        ...

    def to_media(self, request: SetLeg) -> None: ...
    def emit(self, event: VoiceEvent) -> None: ...
    def leg_ended(self, leg: Leg, cause: EndCause, by_peer: bool, detail: str = "") -> None: ...
    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None: ...
    def flow_to(self, sip_user: str) -> Flow | None:
        """The newest way to a registered phone, for a leg whose connection is gone."""
        ...

    def trunk_flow(self, trunk_id: str) -> Flow | None:
        """The newest connection to a trunk, likewise."""
        ...

    def over_trunk(self, leg_id: str, trunk_id: str) -> None:
        """This leg now runs over that trunk ("": over none)."""
        ...

    def leg_of_dialog(self, call_id: str, local_tag: str, remote_tag: str) -> Leg | None: ...
    def may_dial(self, sip_user: str, number: str) -> bool:
        """False for a phone that must stay inside, where only a trunk leads to the number."""
        ...


class Leg:
    """What incoming and outgoing legs have in common."""

    own_call_id = False

    def __init__(
        self, leg_id: str, house: LegHouse, dialog: Dialog, flow: Flow, start: LegState, party: Party
    ) -> None:
        rules = house.rules
        self.leg_id = leg_id
        self.dialog = dialog
        self.party = party
        self.audio = Negotiation(leg_id, house.media_address(flow), policy=party.media, spoken=rules.spoken)
        self.peer_allows = frozenset[str]()
        self._house = house
        self._flow = flow
        self._machine = Machine(f"leg {leg_id}", TABLE, start, logging.INFO)
        self._alarm = Alarm()
        self.changes = Changes(self, rules.timers)
        self.session = SessionTimer(rules.session, self.changes.refresh, self._session_expired)
        self._transfer: Transfer | None = None
        self._transfers = 0
        self._held = False

    @property
    def state(self) -> LegState:
        return self._machine.state

    @property
    def ended(self) -> bool:
        return self.state is LegState.ENDED

    @property
    def up(self) -> bool:
        return self.state is LegState.UP

    @property
    def settled(self) -> bool:
        return self.up

    @property
    def sip_user(self) -> str:
        return self.party.sip_user

    @property
    def key(self) -> tuple[str, str]:
        """What a request inside the dialog names: Call-ID and our tag."""
        return self.dialog.call_id, self.dialog.local_tag

    def talks_to(self, remote_tag: str) -> bool:
        """Whether the other end of this leg's dialog has this tag."""
        return self.dialog.remote_tag == remote_tag

    @property
    def capabilities(self) -> Headers:
        """What we do for this party, for INVITE and its answers."""
        if self.sip_user:
            return ("Allow", m.ALLOW_PHONE), ("Supported", m.SUPPORTED_PHONE)
        return ("Allow", m.ALLOW), ("Supported", m.SUPPORTED)

    @property
    def flow(self) -> Flow:
        """The way to the peer; one that lost its connection is found over its new one."""
        if not self._flow.alive:
            party = self.party
            newer = (
                self._house.flow_to(party.sip_user)
                if party.sip_user
                else self._house.trunk_flow(party.trunk_id)
                if party.trunk_id
                else None
            )
            if newer:
                self._use(newer)
        return self._flow

    def _use(self, flow: Flow) -> None:
        self._flow.forget(self._flow_gone)
        self._flow = flow
        flow.when_closed(self._flow_gone)

    # --- commands --------------------------------------------------------------------------------

    def hang_up(self, cause: EndCause) -> None:
        self._finish(LegEvent.WE_HANG_UP, cause, by_peer=False)

    def media_failed(self, cause: EndCause = EndCause.CUT_OFF, detail: str = "media-died") -> None:
        """The audio of this leg is gone for good."""
        self._finish(LegEvent.MEDIA_FAILED, cause, by_peer=False, detail=detail)

    def move_media(self) -> None:
        """Our audio port is another one from now on: open it and tell the peer (re-INVITE)."""
        if self.audio.port:
            self._house.spawn(self._move_media(), f"move {self.leg_id}")

    def check_alive(self, detail: str = "rtp-gone") -> None:
        """Ask the peer whether it still knows this call; a silent one is gone (RFC 3261 §11, §12.2.1.2)."""
        if not self.up:
            return
        patience_s = self._house.rules.timers.scaled(ALIVE_S)
        patience = asyncio.get_running_loop().call_later(patience_s, self.lost, detail)

        def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
            patience.cancel()
            if transaction.flow_lost and self._flow.alive:
                self.check_alive(detail)  # it came back over another connection meanwhile
            elif transaction.failed or response.status_code in (408, 481):
                self.lost(detail)

        self.request("OPTIONS", on_response)

    def report_transfer(self, transfer_id: str, status: int) -> None:
        """How the transfer goes that this phone asked for (NOTIFY)."""
        if self._transfer and self._transfer.transfer_id == transfer_id:
            self._transfer.report(status)

    # --- requests of ours ------------------------------------------------------------------------

    def request(
        self,
        method: str,
        on_response: OnResponse | None = None,
        *,
        body: str = "",
        content_type: str = m.SDP,
        headers: Headers = (),
    ) -> ClientTransaction:
        """A request inside the dialog; a challenge is answered (RFC 3261 §22.2)."""

        def answered(transaction: ClientTransaction, response: SipResponse) -> None:
            if (again := self.authorized(transaction.request, response)) is not None:
                self._house.stack.send(again, transaction.flow, answered)
            elif on_response:
                on_response(transaction, response)

        if method in ("INVITE", "UPDATE"):
            headers = (*self.capabilities, *headers)
        way = self.way_inside(self.dialog)
        request = self.dialog.request(method, way, body=body, content_type=content_type, headers=headers)
        return self._house.stack.send(request, way, answered)

    def way_inside(self, dialog: Dialog) -> Flow:
        """The flow for a request inside this dialog."""
        flow = self.flow
        hop = next_hop(dialog, flow) if self.party.trunk_id else None
        return self._house.stack.udp_flow(*hop) if hop else flow

    def authorized(self, request: SipRequest, response: SipResponse) -> SipRequest | None:
        """The request once more with our password, where that was asked for and we have one."""
        known = self.party.credentials
        if response.status_code not in (401, 407) or known is None:
            return None
        again = authorize(request, response, known.username, known.secret)
        if again is not None:
            self.dialog.local_cseq = max(self.dialog.local_cseq, m.cseq(again)[0])
        return again

    # --- requests of the peer --------------------------------------------------------------------

    def receive(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        """A request inside the dialog (RFC 3261 §12.2.2)."""
        if not self._dialog_of(request).take_request(request):
            transaction.reply(500, headers=(("Retry-After", "1"),))
            return
        if flow != self._flow and (not self._flow.alive or not flow.reliable):
            self._use(flow)  # reconnected, or its router gave it another port
        self.learn(request)
        match request.method:
            case "BYE":
                transaction.reply(200)
                end = causes.hung_up(request.headers.get("Reason"))
                self._finish(LegEvent.PEER_HANGS_UP, end.cause, by_peer=True, detail=end.detail)
            case "INVITE" | "UPDATE":
                self.changes.receive(request, transaction)
            case "PRACK":
                self._prack(request, transaction)
            case "INFO":
                self._info(request, transaction)
            case "OPTIONS":
                transaction.reply(200, headers=(*self.capabilities, ("Accept", m.ACCEPT)))
            case "REFER":
                self._refer(request, transaction)
            case "SUBSCRIBE":
                self._subscribe(request, transaction)
            case "NOTIFY":
                transaction.reply(481)  # we subscribe to nothing, RFC 6665 §4.1.3
            case _:
                transaction.reply(405, headers=self.capabilities[:1])

    def _dialog_of(self, _request: SipRequest) -> Dialog:
        return self.dialog

    def learn(self, message: SipMessage) -> None:
        """What the peer says it can do."""
        if message.headers.get("Allow"):
            self.peer_allows = m.options(message, "Allow")

    def _prack(self, request: SipRequest, transaction: ServerTransaction) -> None:
        transaction.reply(481)  # nothing waits for one, RFC 3262 §3

    def _info(self, request: SipRequest, transaction: ServerTransaction) -> None:
        """Digits of phones that send none in the audio (application/dtmf-relay)."""
        kind = m.content_type(request)
        digit = ""
        if kind == "application/dtmf-relay" and (found := _SIGNAL.search(request.text)):
            digit = found[1].upper()
        elif kind == "application/dtmf" and re.fullmatch(r"\s*[0-9*#A-Da-d]\s*", request.text):
            digit = request.text.strip().upper()
        if digit or not request.body:
            transaction.reply(200)
        else:
            transaction.reply(415, headers=(("Accept", m.ACCEPT),))
        if digit and self.state in (LegState.UP, LegState.ANSWERED, LegState.EARLY):
            self._house.emit(DigitPressed(self.leg_id, digit))

    # --- transfer --------------------------------------------------------------------------------

    def _refer(self, request: SipRequest, transaction: ServerTransaction) -> None:
        if not self.sip_user:
            transaction.reply(403)
            return
        if not self.up or (self._transfer and self._transfer.running):
            transaction.reply(491)
            return
        try:
            target = refer.read(request)
        except ReferError as error:
            log.info("leg %s: %s", self.leg_id, error)
            transaction.reply(error.code)
            return
        if not self._house.may_dial(self.sip_user, target.number):
            transaction.reply(403)
            return
        quiet = (request.headers.get_first("Refer-Sub") or "").strip().lower() == "false"
        other = None
        if wanted := target.replaces:
            other = self._house.leg_of_dialog(wanted.call_id, wanted.to_tag, wanted.from_tag)
        self._transfers += 1
        transfer_id = f"transfer-{uuid4().hex}"
        transfer = Transfer(transfer_id, request, self._transfers == 1, quiet, self._notify)
        self._transfer = transfer
        headers: Headers = (("Refer-Sub", "false"),) if quiet else ()
        transaction.reply(202, contact=self.dialog.contact, headers=headers)
        if target.replaces and (other is None or other is self or other.sip_user != self.sip_user):
            transfer.report(481)  # a phone may name its own calls only
            return
        transfer.report(100)
        other_id = other.leg_id if other else ""
        self._house.emit(TransferWished(self.leg_id, transfer_id, target.number, other_id))

    def _subscribe(self, request: SipRequest, transaction: ServerTransaction) -> None:
        """The implicit subscription of a REFER may be prolonged or ended (RFC 3515 §2.4.4)."""
        event = (request.headers.get_first("Event") or "").partition(";")[0].strip().lower()
        if event != "refer":
            transaction.reply(489, headers=(("Allow-Events", "refer"),))
        elif not self._transfer or not self._transfer.running:
            transaction.reply(481)
        else:
            life_s = min(m.seconds_of(request, "Expires") or 0, refer.LIFE_S)
            transaction.reply(200, contact=self.dialog.contact, headers=(("Expires", str(life_s)),))
            if not life_s:
                self._transfer.unsubscribed()

    def _notify(self, line: str, headers: Headers) -> None:
        def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
            if (transaction.failed or response.status_code == 481) and self._transfer:
                self._transfer.gone()

        self.request(
            "NOTIFY", on_response, body=line, content_type="message/sipfrag;version=2.0", headers=headers
        )

    # --- audio -----------------------------------------------------------------------------------

    async def _open_media(self) -> bool:
        """False when there is no leg to go on with: no audio, or it ended meanwhile.

        The engine closes the port of an ended leg.
        """
        try:
            self.audio.port = await self._house.open_media(self.leg_id)
        except MediaError as error:
            log.error("leg %s: no audio: %s", self.leg_id, error.text)
            self.media_failed(EndCause.FAILED, error.error_id)
            return False
        return not self.ended

    async def _move_media(self) -> None:
        if await self._open_media():
            self.audio.fresh_keys = True
            self._tell_media()
            self.changes.offer()

    def _tell_media(self) -> None:
        if (setting := self.audio.for_media()) is not None:
            self._house.to_media(setting)

    def session_changed(self) -> None:
        """Something new was agreed about the audio."""
        self._tell_media()
        if self.up:
            self._check_held()

    def _stands(self) -> None:
        """The call is up: what had to wait for that happens now."""
        self._check_held()
        self.changes.go_on()

    def _check_held(self) -> None:
        if self.audio.held != self._held:
            self._held = self.audio.held
            self._house.emit(LegHeld(self.leg_id) if self._held else LegResumed(self.leg_id))

    # --- the end ---------------------------------------------------------------------------------

    def lost(self, detail: str) -> None:
        """The peer is no longer there."""
        self._finish(LegEvent.TIMED_OUT, EndCause.CUT_OFF, by_peer=True, detail=detail)

    def _session_expired(self) -> None:
        self._finish(LegEvent.TIMED_OUT, EndCause.CUT_OFF, by_peer=True, detail="session-expired")

    def _flow_gone(self, _flow: Flow) -> None:
        """A phone reconnects within moments, and its audio goes on meanwhile: look again a few times."""
        if self.up:
            self._look_again(0)

    def _look_again(self, tries: int) -> None:
        def look() -> None:
            if self.flow.alive:
                self.check_alive("flow-lost")
            elif tries + 1 < len(LOST_CHECKS_S):
                self._look_again(tries + 1)
            else:
                self.lost("flow-lost")

        self._alarm.after(self._house.rules.timers.scaled(LOST_CHECKS_S[tries]), look)

    def _send_bye(self, cause: EndCause = EndCause.NORMAL, detail: str = "") -> None:
        self.request("BYE", headers=(("Reason", causes.reason_of(cause, detail)),))

    def _finish(self, event: LegEvent, cause: EndCause, by_peer: bool, detail: str = "") -> None:
        """End the leg, if it has not ended, and say so to the peer unless that is whom it came from."""
        before = self.state
        if not self._machine.accept(event):
            return
        self._alarm.stop()
        self.session.stop()
        self.changes.stop()
        self._flow.forget(self._flow_gone)
        if self._transfer:
            if not by_peer:
                self._transfer.report(503)
            self._transfer.gone()
        self._say_goodbye(before, event, causes.Ending(cause, detail))
        self._house.leg_ended(self, cause, by_peer, detail)

    def _say_goodbye(self, before: LegState, event: LegEvent, end: causes.Ending) -> None:
        raise NotImplementedError
