"""A leg that we begin: ringing a registered phone, or an outside number over a trunk.

In:  whom to ring, by which ways, what to show. Out: INVITE, PRACK, CANCEL, ACK; LegRinging, LegAnswered.
The ways are tried one after the other where one cannot be used.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.server.core.commands import OriginateLeg
from app.server.core.events import LegAnswered, LegRinging
from app.server.core.types import EndCause
from app.server.voice.embedded import causes
from app.server.voice.embedded.causes import Ending
from app.server.voice.embedded.signalling import identity
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog, hostport
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.legs import Leg, LegEvent, LegHouse, LegState, Party
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.registrar import Binding
from app.server.voice.embedded.signalling.reliable import ReliableSequence, is_reliable
from app.server.voice.embedded.signalling.sdp import SdpError
from app.server.voice.embedded.signalling.ways import MediaPolicy, Way
from app.server.voice.engine import SrtpPolicy

log = logging.getLogger(__name__)

QUIET_WAY_S = 4.0  # a way that does not even say 100 for so long is left for the next one
_NEXT_WAY = frozenset({*range(500, 505)})
_NO_KEYS = frozenset({415, 488, 606})  # how phones refuse RTP/SAVP


def phone_way(binding: Binding, realm: str, media: MediaPolicy | None = None) -> Way:
    """The way to a registered phone."""
    return Way(
        flow=binding.flow,
        target=binding.contact,
        shown_as=f"sip:{binding.sip_user}@{realm}",
        own_contact=binding.own_contact,
        from_host=hostport(binding.flow.local[0], None),
        sip_user=binding.sip_user,
        media=media or MediaPolicy(),
    )


@dataclass(slots=True, eq=False)
class _Early:
    """One phone behind the way that has answered provisionally (RFC 3261 §12.1)."""

    dialog: Dialog
    sequence: ReliableSequence = field(default_factory=ReliableSequence)
    description: str = ""
    agreed: bool = False  # the description came in an answer that could not get lost: it stands


# A call that she asked for herself: phones that know one of these pick up at once, others ring.
_PICK_UP = (("Call-Info", "<sip:seatline>;answer-after=0"), ("Alert-Info", "<urn:alert:service:auto-answer>"))
_TEST = (("X-Seatline-Test", "1"),)  # our softphone picks up without a sound


class OutgoingLeg(Leg):
    own_call_id = True

    def __init__(self, command: OriginateLeg, house: LegHouse, ways: Sequence[Way], first_codec: str) -> None:
        """``ways``: at least one; the first is tried first."""
        way = ways[0]
        dialog = _dialog(command, way)
        super().__init__(command.leg_id, house, dialog, way.flow, LegState.OPENING, _party(way))
        self._command = command
        self._first_codec = first_codec
        self._ways = list(ways)
        self._way = way
        self._clear = False  # keys were refused on this way, and it may go without
        self._invite: ClientTransaction | None = None
        self._early: dict[str, _Early] = {}
        self._heard = False
        self._hears_early = False
        self._audio_of = ""  # the tag whose early description the audio follows
        self._patience: asyncio.TimerHandle | None = None

    @property
    def is_test(self) -> bool:
        return self._command.test

    @property
    def settled(self) -> bool:
        return self.up or any(early.description for early in self._early.values())

    def talks_to(self, remote_tag: str) -> bool:
        return remote_tag in self._early if not self.up else super().talks_to(remote_tag)

    def start(self) -> None:
        self._house.spawn(self._call(), f"originate {self.leg_id}")

    async def _call(self) -> None:
        if not await self._open_media():
            return
        self._machine.fire(LegEvent.MEDIA_OPEN)
        self._patience = asyncio.get_running_loop().call_later(self._command.timeout_s, self._no_answer)
        self._try()

    # --- ways ------------------------------------------------------------------------------------

    def _try(self) -> None:
        """Send the INVITE by the way whose turn it is."""
        way = self._way
        self._house.over_trunk(self.leg_id, way.trunk_id)
        self._early.clear()
        self._audio_of = ""
        self._heard = False
        offer = self.audio.offer(self._first_codec, secure=self._flow.secure and not self._clear)
        headers = (*self.capabilities, *self._identity(), *self.session.asked())
        invite = self.dialog.request("INVITE", self._flow, body=offer, headers=headers)
        log.info("leg %s: INVITE by %s", self.leg_id, way.trunk_id or self._flow)
        self._send(invite)

    def _send(self, invite: SipRequest) -> None:
        self._use(self._flow)
        sent = self._invite = self._house.stack.send(invite, self._flow, self._on_response)
        if len(self._ways) > 1:
            quiet_s = self._house.rules.timers.scaled(QUIET_WAY_S)
            self._alarm.after(quiet_s, lambda: self._too_quiet(sent))

    def _too_quiet(self, sent: ClientTransaction) -> None:
        """Nobody waits for half a minute (timer B) to be called by another way."""
        if sent is self._invite and not self._heard and self.state is LegState.CALLING:
            sent.cancel()  # as soon as it says anything after all
            self._next_way()

    def _identity(self) -> tuple[tuple[str, str], ...]:
        way, command = self._way, self._command
        if way.sip_user:
            asked_for = (*(_PICK_UP if command.auto_answer else ()), *(_TEST if command.test else ()))
            return (
                ("X-Seatline-Call", m.plain(command.call_id)),
                ("X-Seatline-Offer", m.plain(command.offer_id)),
                *asked_for,
            )
        return identity.trunk_headers(_number(command, way), "", way.from_host)

    def _next_way(self) -> bool:
        """Go on with the next way; False when this was the last."""
        if len(self._ways) < 2 or self.state not in (LegState.CALLING, LegState.RINGING):
            return False
        self._ways.pop(0)
        old = self.dialog
        self._way = way = self._ways[0]
        self.party = _party(way)
        self._flow.forget(self._flow_gone)
        self._flow = way.flow
        self._clear = False
        self.audio.host = self._house.media_address(way.flow)
        self.audio.policy = way.media
        fresh = _dialog(self._command, way)
        # The same Call-ID and tag: what comes for this leg is still found by them.
        self.dialog = replace(fresh, call_id=old.call_id, local_tag=old.local_tag, local_cseq=old.local_cseq)
        self._try()
        return True

    # --- responses -------------------------------------------------------------------------------

    def _on_response(self, transaction: ClientTransaction, response: SipResponse) -> None:
        code = response.status_code
        if transaction is not self._invite:  # a way given up before
            if 200 <= code < 300:
                self._decline(transaction, response)
        elif code < 200:
            self._progress(transaction, response)
        elif code < 300:
            self._answered(transaction, response)
        elif not self.ended:
            self._refused(transaction, response)

    def _progress(self, transaction: ClientTransaction, response: SipResponse) -> None:
        if response.status_code == 100:
            self._heard = True
            return
        tag = m.to_tag(response)
        early = self._early.get(tag)
        if early is None:
            early = _Early(replace(self.dialog))
            early.dialog.take_answer(response)
            if tag:
                self._early[tag] = early
        if is_reliable(response):
            rack = early.sequence.rack(response)
            if rack is None:
                return
            way = self.way_inside(early.dialog)
            prack = early.dialog.request("PRACK", way, headers=(("RAck", rack),))
            self._send_early(early, prack, way)
        self._heard = True
        self.learn(response)
        text = m.sdp_of(response)
        if text and not early.description and not self.ended:
            early.agreed = is_reliable(response)
            self._hear_early(early, text, tag)
        news = self._machine.accept(LegEvent.PEER_RINGS) if response.status_code in (180, 183) else False
        hears = bool(early.description) and not self._hears_early
        if not self.ended and (news or (hears and self.state is LegState.RINGING)):
            self._hears_early = self._hears_early or bool(early.description)
            self._house.emit(LegRinging(self.leg_id, early_media=bool(early.description)))

    def _hear_early(self, early: _Early, text: str, tag: str) -> None:
        try:
            self.audio.take_answer(text)
        except SdpError as error:
            log.info("leg %s: sound before the answer cannot be used: %s", self.leg_id, error)
            return
        early.description = text
        self._audio_of = tag
        self._tell_media()

    def _dialog_of(self, request: SipRequest) -> Dialog:
        """Before the answer each phone behind this way counts its requests for itself."""
        early = None if self.up else self._early.get(m.from_tag(request))
        return early.dialog if early else self.dialog

    def _send_early(self, early: _Early, request: SipRequest, way: Flow) -> None:
        def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
            again = self.authorized(transaction.request, response)
            if again is not None:
                early.dialog.local_cseq = max(early.dialog.local_cseq, m.cseq(again)[0])
                self._house.stack.send(again, way, on_response)

        self._house.stack.send(request, way, on_response)

    def _answered(self, transaction: ClientTransaction, response: SipResponse) -> None:
        if self.up:  # a second phone behind this contact picked up as well
            self._decline(transaction, response)
            return
        early = self._early.get(m.to_tag(response))
        if early:
            self.dialog = early.dialog
        self.dialog.take_answer(response)
        way = self.way_inside(self.dialog)
        transaction.acknowledge(self.dialog.ack(transaction.request, way), way)
        if self.ended:  # the answer crossed our CANCEL
            self._send_bye()
            return
        self.learn(response)
        try:
            self._take_final(response, early)
        except SdpError as error:
            log.warning("leg %s: the answer cannot be used: %s", self.leg_id, error)
            self._machine.fire(LegEvent.PEER_ANSWERS)
            self.media_failed(EndCause.FAILED, "bad-description")
            return
        self._machine.fire(LegEvent.PEER_ANSWERS)
        self._stop_waiting()
        self._tell_media()
        self.session.agreed(response)
        self._house.emit(LegAnswered(self.leg_id))
        self._stands()

    def _take_final(self, response: SipResponse, early: _Early | None) -> None:
        """Raises SdpError. What was agreed in an early answer, and perhaps changed since, stands."""
        tag = m.to_tag(response)
        text = "" if early and early.agreed else m.sdp_of(response)
        if not text and early and tag == self._audio_of:
            return
        self.audio.take_answer(text or (early.description if early else ""))

    def _decline(self, transaction: ClientTransaction, response: SipResponse) -> None:
        """Somebody answered whom we no longer want: ACK, then BYE (RFC 3261 §13.2.2.4)."""
        other = replace(self.dialog, remote_tag="")
        other.take_answer(response)
        way = self.way_inside(other) if transaction is self._invite else transaction.flow
        transaction.acknowledge(other.ack(transaction.request, way), way)
        goodbye = other.request("BYE", way, headers=(("Reason", causes.ELSEWHERE),))
        self._house.stack.send(goodbye, way)

    def _refused(self, transaction: ClientTransaction, response: SipResponse) -> None:
        code = response.status_code
        again = self.authorized(transaction.request, response)
        if again is not None:
            self._send(again)
        elif code == 422 and self.session.raise_minimum(response):
            self._try()
        elif code in _NO_KEYS and self._may_go_clear():
            self._clear = True
            self._try()
        elif self._unusable(transaction, code) and self._next_way():
            pass
        else:
            end = causes.refused(code, response.headers.get("Reason"))
            if transaction.flow_lost:
                end = Ending(EndCause.UNREACHABLE, "flow-lost")
            elif transaction.failed and not self._heard:
                end = Ending(EndCause.UNREACHABLE, "sip-408")
            self._finish(LegEvent.PEER_REFUSES, end.cause, by_peer=True, detail=end.detail)

    def _unusable(self, transaction: ClientTransaction, code: int) -> bool:
        """The way is at fault, not whom we call."""
        if transaction.flow_lost:
            return True
        if self.state is LegState.RINGING:
            return False
        return code in _NEXT_WAY or (code == 408 and not self._heard)

    def _may_go_clear(self) -> bool:
        return self.audio.offered_keys and self.party.media.srtp is SrtpPolicy.PREFER

    # --- the end ---------------------------------------------------------------------------------

    def _no_answer(self) -> None:
        self._finish(LegEvent.TIMED_OUT, EndCause.NO_ANSWER, by_peer=False)

    def _stop_waiting(self) -> None:
        if self._patience:
            self._patience.cancel()

    def _say_goodbye(self, before: LegState, event: LegEvent, end: Ending) -> None:
        self._stop_waiting()
        if before is LegState.UP:
            if event is not LegEvent.PEER_HANGS_UP:
                self._send_bye(end.cause, end.detail)
        elif self._invite and event is not LegEvent.PEER_REFUSES:
            # A phone that stops ringing because another one answered shows no missed call.
            elsewhere = end.cause is EndCause.NORMAL
            self._invite.cancel(causes.ELSEWHERE if elsewhere else causes.reason_of(end.cause, end.detail))


def _party(way: Way) -> Party:
    return Party(way.sip_user, way.trunk_id, way.media, way.credentials)


def _number(command: OriginateLeg, way: Way) -> str:
    return way.caller_number or m.plain(command.caller_number)


def _dialog(command: OriginateLeg, way: Way) -> Dialog:
    number = _number(command, way)
    if way.sip_user:
        local = m.name_address(identity.uri(number, way.from_host), command.caller_name)
    else:
        local = identity.from_header(number, command.caller_name, way.from_host)
    return Dialog.outgoing(
        way.flow, number, way.target, remote=way.shown_as, contact=way.own_contact, local=local
    )
