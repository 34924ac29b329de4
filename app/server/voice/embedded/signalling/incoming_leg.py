"""A leg that somebody else began: a customer's call over a trunk, or a phone that dials.

In:  an INVITE; ring, answer, reject. Out: 180, 200, refusals, LegAnswered when the ACK is here.
"""

from __future__ import annotations

import asyncio

from app.server.core.events import LegAnswered
from app.server.core.types import EndCause
from app.server.voice.embedded.causes import code_of
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.legs import Leg, LegEvent, LegHouse, LegState
from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction


class IncomingLeg(Leg):
    def __init__(
        self,
        leg_id: str,
        house: LegHouse,
        transaction: ServerTransaction,
        flow: Flow,
        *,
        contact: str,
        sip_user: str,
        limit_s: float,
    ) -> None:
        """Raises SdpError when the INVITE offers nothing that we speak."""
        invite = transaction.request
        dialog = Dialog.incoming(invite, transaction.local_tag, flow, contact)
        super().__init__(leg_id, house, dialog, flow, LegState.RINGS_US, sip_user)
        if invite.body:
            self.audio.take_offer(invite.text)
        self._offered = bool(invite.body)
        self._transaction = transaction
        transaction.on_cancel = self._cancelled
        transaction.on_ack = self._acknowledged
        transaction.on_no_ack = self._not_acknowledged
        self._limit = asyncio.get_running_loop().call_later(limit_s, self._not_taken)

    def ring(self) -> None:
        if self.state in (LegState.RINGS_US, LegState.ANSWERING):
            self._transaction.reply(180, contact=self.dialog.contact)

    def answer(self) -> None:
        if self._machine.accept(LegEvent.WE_ANSWER):
            self._house.spawn(self._answer(), f"answer {self.leg_id}")

    async def _answer(self) -> None:
        if not await self._open_media():
            return
        self._limit.cancel()
        body = self.audio.answer() if self._offered else self.audio.offer()
        self._tell_media()
        self._transaction.reply(200, contact=self.dialog.contact, body=body, headers=(("Allow", m.ALLOW),))

    def _acknowledged(self, ack: SipRequest) -> None:
        if not self._machine.accept(LegEvent.ACK):
            return
        if self._offered or self._take_late_answer(ack.text):
            self._house.emit(LegAnswered(self.leg_id))
        else:
            self.media_failed(EndCause.FAILED)

    def _not_acknowledged(self) -> None:
        self._finish(LegEvent.TIMED_OUT, EndCause.CUT_OFF, by_peer=True)

    def _cancelled(self) -> None:
        self._finish(LegEvent.PEER_CANCELS, EndCause.CANCELLED, by_peer=True)

    def _not_taken(self) -> None:
        self._finish(LegEvent.TIMED_OUT, EndCause.NO_ANSWER, by_peer=False)

    def _say_goodbye(self, before: LegState, event: LegEvent, cause: EndCause) -> None:
        self._limit.cancel()
        transaction = self._transaction
        if not transaction.answered:
            transaction.reply(487 if event is LegEvent.PEER_CANCELS else code_of(cause))
        elif event is LegEvent.PEER_HANGS_UP:
            transaction.settle()
        elif before is LegState.ANSWERED and event is not LegEvent.TIMED_OUT:
            # RFC 3261 §15: no BYE before the peer has shown that it knows of the dialog.
            transaction.on_ack = lambda _ack: self._send_bye()
            transaction.on_no_ack = self._send_bye
        else:
            self._send_bye()
