"""A leg that we begin: ringing a registered phone.

In:  whom to ring and what to show. Out: INVITE, CANCEL, ACK; LegRinging, LegAnswered.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from urllib.parse import quote

from app.server.core.commands import OriginateLeg
from app.server.core.events import LegAnswered, LegRinging
from app.server.core.types import EndCause
from app.server.voice.embedded.causes import cause_of
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.legs import Leg, LegEvent, LegHouse, LegState
from app.server.voice.embedded.signalling.messages import SipResponse
from app.server.voice.embedded.signalling.registrar import Binding
from app.server.voice.embedded.signalling.sdp import SdpError

log = logging.getLogger(__name__)


class OutgoingLeg(Leg):
    def __init__(
        self, command: OriginateLeg, house: LegHouse, binding: Binding, realm: str, first_codec: str
    ) -> None:
        flow = binding.flow
        dialog = Dialog.outgoing(
            flow,
            own_user=quote(m.plain(command.caller_number), safe="+*"),
            own_name=command.caller_name,
            target=binding.contact,
            remote=f"sip:{binding.sip_user}@{realm}",
            contact=binding.own_contact,
        )
        super().__init__(command.leg_id, house, dialog, flow, LegState.OPENING, binding.sip_user)
        self._command = command
        self._first_codec = first_codec
        self._invite: ClientTransaction | None = None
        self._heard = False
        self._patience: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._house.spawn(self._call(), f"originate {self.leg_id}")

    async def _call(self) -> None:
        if not await self._open_media():
            return
        # Keys may only travel where nobody can read them: RFC 4568 §7.
        offer = self.audio.offer(self._first_codec, secure=self.flow.secure)
        headers = (
            ("X-Seatline-Call", m.plain(self._command.call_id)),
            ("X-Seatline-Offer", m.plain(self._command.offer_id)),
        )
        invite = self.dialog.request("INVITE", self.flow, body=offer, headers=headers)
        self._patience = asyncio.get_running_loop().call_later(self._command.timeout_s, self._no_answer)
        self._invite = self._house.stack.send(invite, self.flow, self._on_response)

    def _on_response(self, transaction: ClientTransaction, response: SipResponse) -> None:
        code = response.status_code
        if code < 200:
            self._heard = True
            if code in (180, 183) and self._machine.accept(LegEvent.PEER_RINGS):
                self._house.emit(LegRinging(self.leg_id))
        elif code < 300:
            self._answered(transaction, response)
        else:
            silent = code == 408 and not self._heard
            self._finish(
                LegEvent.PEER_REFUSES, EndCause.UNREACHABLE if silent else cause_of(code), by_peer=True
            )

    def _answered(self, transaction: ClientTransaction, response: SipResponse) -> None:
        if self.state is LegState.UP:  # a second phone behind this contact picked up as well
            other = replace(self.dialog)
            other.take_answer(response)
            transaction.acknowledge(other.ack(transaction.request, self.flow))
            self._house.stack.send(other.request("BYE", self.flow), self.flow)
            return
        self.dialog.take_answer(response)
        transaction.acknowledge(self.dialog.ack(transaction.request, self.flow))
        if self.ended:  # the answer crossed our CANCEL
            self._send_bye()
            return
        try:
            self.audio.take_answer(response.text)
        except SdpError as error:
            log.warning("leg %s: the phone's answer cannot be used: %s", self.leg_id, error)
            self._machine.fire(LegEvent.PEER_ANSWERS)
            self.media_failed(EndCause.FAILED)
            return
        self._machine.fire(LegEvent.PEER_ANSWERS)
        self._stop_waiting()
        self._tell_media()
        self._house.emit(LegAnswered(self.leg_id))

    def _no_answer(self) -> None:
        self._finish(LegEvent.TIMED_OUT, EndCause.NO_ANSWER, by_peer=False)

    def _stop_waiting(self) -> None:
        if self._patience:
            self._patience.cancel()

    def _say_goodbye(self, before: LegState, event: LegEvent, cause: EndCause) -> None:
        self._stop_waiting()
        if before is LegState.UP:
            if event is not LegEvent.PEER_HANGS_UP:
                self._send_bye()
        elif self._invite and event is not LegEvent.PEER_REFUSES:
            self._invite.cancel()
