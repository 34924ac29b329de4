"""A leg that somebody else began: a customer's call over a trunk, or a phone that dials.

In:  an INVITE; ring, progress, answer, reject.
Out: 180, 183, 200, refusals, reliably where the caller can (RFC 3262); LegAnswered when the ACK is here.
"""

from __future__ import annotations

import asyncio
import logging

from app.server.core.events import LegAnswered
from app.server.core.types import EndCause
from app.server.voice.embedded.causes import Ending, code_of, reason_of
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.legs import Leg, LegEvent, LegHouse, LegState, Party
from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.reliable import ReliableAnswers
from app.server.voice.embedded.signalling.sdp import SdpError
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction

log = logging.getLogger(__name__)

REMIND_S = 60.0  # proxies give up on a call that says nothing for three minutes, RFC 3261 §13.3.1.1
_CANCELLED = (LegEvent.PEER_CANCELS, LegEvent.PEER_HANGS_UP)


class IncomingLeg(Leg):
    def __init__(
        self,
        leg_id: str,
        house: LegHouse,
        transaction: ServerTransaction,
        flow: Flow,
        *,
        contact: str,
        party: Party,
        limit_s: float,
    ) -> None:
        """Raises SdpError when the INVITE offers nothing that we speak."""
        invite = transaction.request
        dialog = Dialog.incoming(invite, transaction.local_tag, flow, contact)
        super().__init__(leg_id, house, dialog, flow, LegState.RINGS_US, party)
        text = m.sdp_of(invite)
        if text:
            self.audio.take_offer(text)
        self.learn(invite)
        self._offered = bool(text)
        self._described = ""  # our description in a 183 that may have got lost
        self._agreed_early = False  # offer and answer were exchanged before the 200
        self._asked_early = False  # our offer went out in a 183; the PRACK brings the answer
        self._rings = False  # said 180
        self._transaction = transaction
        self._must_be_reliable = "100rel" in m.options(invite, "Require")
        self._reliable: ReliableAnswers | None = None
        if self._must_be_reliable or "100rel" in m.options(invite, "Supported"):
            self._reliable = ReliableAnswers(transaction, house.rules.timers, self._no_prack)
        transaction.on_cancel = self._cancelled
        transaction.on_ack = self._acknowledged
        transaction.on_no_ack = self._not_acknowledged
        self._use(flow)
        self._limit = asyncio.get_running_loop().call_later(limit_s, self._not_taken)
        self._alarm.after(REMIND_S, self._remind)

    @property
    def settled(self) -> bool:
        return self.up or (self._agreed_early and not self._asked_early)

    # --- commands --------------------------------------------------------------------------------

    def ring(self) -> None:
        """Tell the caller that it rings."""
        if self._rings or self.state not in (LegState.RINGS_US, LegState.PROGRESSING, LegState.EARLY):
            return
        self._rings = True
        if self._must_be_reliable and not self._offered and self.state is LegState.RINGS_US:
            self.progress()  # the first answer that cannot get lost must bring the offer, RFC 3262 §5
        elif self.state is not LegState.PROGRESSING:
            self._provisional(180)

    def progress(self) -> None:
        """Let the caller hear us before the answer."""
        if self._machine.accept(LegEvent.WE_PROGRESS):
            self._house.spawn(self._open(), f"progress {self.leg_id}")

    def answer(self) -> None:
        before = self.state
        if not self._machine.accept(LegEvent.WE_ANSWER):
            return
        if before is LegState.RINGS_US:
            self._house.spawn(self._open(), f"answer {self.leg_id}")
        elif before is LegState.EARLY:
            self._answer_if_ready()

    # --- answers ---------------------------------------------------------------------------------

    async def _open(self) -> None:
        if not await self._open_media():
            return
        if self.state is LegState.PROGRESSING:
            self._machine.fire(LegEvent.MEDIA_OPEN)
            self._describe_early()
        else:
            self._answer_if_ready()

    def _describe_early(self) -> None:
        body = ""
        if self._offered:
            body = self.audio.answer()
            self._tell_media()
            self._agreed_early = self._reliable is not None
            self._described = body
        elif self._reliable:
            body = self.audio.offer(secure=self.flow.secure)
            self._asked_early = True
        self._provisional(180 if self._rings else 183, body)

    def _provisional(self, code: int, body: str = "") -> None:
        # Without an offer of theirs, what cannot get lost would have to bring ours.
        reliable = self._reliable if self._offered or self._asked_early or self._agreed_early else None
        response = m.reply(
            self._transaction.request,
            code,
            to_tag=self._transaction.local_tag,
            contact=self.dialog.contact,
            body=body,
            headers=self.capabilities,
        )
        if reliable:
            reliable.send(response)
        else:
            self._transaction.respond(response)

    def _remind(self) -> None:
        if self._transaction.answered:
            return
        if self._reliable is None:
            self._transaction.repeated()
        elif self._rings or self.state is LegState.EARLY:
            self._provisional(180 if self._rings else 183)  # a new one: a repeat would not count
        self._alarm.after(REMIND_S, self._remind)

    def _answer_if_ready(self) -> None:
        """Not while a description of ours may still be lost, RFC 3262 §3."""
        if self.state is not LegState.ANSWERING or not self.audio.port:
            return
        if self._asked_early or (self._reliable and self._reliable.owes_description):
            return
        self._machine.fire(LegEvent.MEDIA_OPEN)
        self._limit.cancel()
        if self._reliable:
            self._reliable.stop()
        body = ""
        if not self._agreed_early:
            secure = self.flow.secure
            body = self._described or (
                self.audio.answer() if self._offered else self.audio.offer(secure=secure)
            )
            self._tell_media()
        self._transaction.reply(
            200,
            contact=self.dialog.contact,
            body=body,
            headers=(*self.capabilities, *self.session.answered(self._transaction.request)),
        )

    # --- the caller ------------------------------------------------------------------------------

    def _prack(self, request: SipRequest, transaction: ServerTransaction) -> None:
        if self._reliable is None or not self._reliable.acknowledge(request):
            transaction.reply(481)
            return
        text, body = m.sdp_of(request), ""
        try:
            if self._asked_early:
                self.audio.take_answer(text)
                self._asked_early, self._agreed_early = False, True
            elif text:
                self.audio.take_offer(text)
                body = self.audio.answer()
        except SdpError as error:
            log.info("leg %s: %s", self.leg_id, error)
            transaction.reply(error.code if text else 400)
            if self._asked_early:
                self.media_failed(EndCause.FAILED, "bad-description")
            return
        transaction.reply(200, body=body)
        if text:
            self._tell_media()
        self._answer_if_ready()

    def _acknowledged(self, ack: SipRequest) -> None:
        if not self._machine.accept(LegEvent.ACK):
            return
        if not self._offered and not self._agreed_early:  # the answer to our offer, RFC 3261 §13.2.1
            try:
                self.audio.take_answer(m.sdp_of(ack))
            except SdpError as error:
                log.info("leg %s: %s", self.leg_id, error)
                self.media_failed(EndCause.FAILED, "bad-description")
                return
            self._tell_media()
        self._house.emit(LegAnswered(self.leg_id))
        self._stands()

    def _not_acknowledged(self) -> None:
        self.lost("no-ack")

    def _no_prack(self) -> None:
        self.lost("no-prack")

    def _cancelled(self) -> None:
        self._finish(LegEvent.PEER_CANCELS, EndCause.CANCELLED, by_peer=True)

    def _not_taken(self) -> None:
        self._finish(LegEvent.TIMED_OUT, EndCause.NO_ANSWER, by_peer=False)

    def _say_goodbye(self, before: LegState, event: LegEvent, end: Ending) -> None:
        self._limit.cancel()
        if self._reliable:
            self._reliable.stop()
        transaction = self._transaction
        if not transaction.answered:
            code = 487 if event in _CANCELLED else 504 if end.detail == "no-prack" else code_of(end.cause)
            reason = (("Reason", reason_of(end.cause, end.detail)),)
            transaction.reply(code, headers=() if event in _CANCELLED else reason)
        elif event is LegEvent.PEER_HANGS_UP:
            transaction.settle()
        elif before is LegState.ANSWERED and event is not LegEvent.TIMED_OUT:
            # RFC 3261 §15: no BYE before the peer has shown that it knows of the dialog.
            transaction.on_ack = lambda _ack: self._send_bye(end.cause, end.detail)
            transaction.on_no_ack = lambda: self._send_bye(end.cause, end.detail)
        else:
            self._send_bye(end.cause, end.detail)
