"""A leg: one party's connection = dialog + flow + what was agreed about audio.

In:  requests inside its dialog, commands, the end of its media.
Out: answers, BYE, events of the leg, ``SetLeg`` for the media process. It ends exactly once.
"""

from __future__ import annotations

import asyncio
import logging
import re

from app.server.core.events import DigitPressed, LegHeld, LegResumed
from app.server.core.types import EndCause
from app.server.voice.embedded import causes
from app.server.voice.embedded.machine import Machine
from app.server.voice.embedded.media.client import MediaError
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.changes import Changes, Headers
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction, OnResponse
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.digest import authorize
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.leg_house import LegHouse, LegRules, Party
from app.server.voice.embedded.signalling.leg_states import TABLE, LegEvent, LegState
from app.server.voice.embedded.signalling.messages import SipMessage, SipRequest, SipResponse
from app.server.voice.embedded.signalling.negotiation import Negotiation
from app.server.voice.embedded.signalling.next_hop import next_hop
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.session_timer import SessionTimer
from app.server.voice.embedded.signalling.timers import Alarm
from app.server.voice.embedded.signalling.transfers import Transfers

__all__ = ["TABLE", "Leg", "LegEvent", "LegHouse", "LegRules", "LegState", "Party"]

log = logging.getLogger(__name__)

ALIVE_S = 6.0  # who has not answered four OPTIONS by then is not there
LOST_CHECKS_S = (1.0, 2.0, 5.0, 10.0, 14.0)  # pauses between looks for a phone whose connection is gone
_SIGNAL = re.compile(r"(?:^|\n)\s*Signal\s*=\s*([0-9*#A-Da-d])\s*(?:\r|\n|$)")


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
        self._transfers = Transfers(self, house)
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
        self._transfers.report(transfer_id, status)

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
                self._transfers.refer(request, transaction)
            case "SUBSCRIBE":
                self._transfers.subscribe(request, transaction)
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
            self._house.emit(DigitPressed(self.leg_id, digit, in_sound=False))

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
        self._transfers.close(by_peer)
        self._say_goodbye(before, event, causes.Ending(cause, detail))
        self._house.leg_ended(self, cause, by_peer, detail)

    def _say_goodbye(self, before: LegState, event: LegEvent, end: causes.Ending) -> None:
        raise NotImplementedError
