"""The transfers that the phone of one leg asks for (REFER inside the call, RFC 3515, 5589).

In:  REFER and SUBSCRIBE requests, what the house reports of a transfer. Out: TransferWished, NOTIFYs.
"""

from __future__ import annotations

import logging
from typing import Protocol
from uuid import uuid4

from app.server.core.events import TransferWished
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling import refer
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction, OnResponse
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.leg_house import LegHouse
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.refer import ReferError, Transfer
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction

log = logging.getLogger(__name__)

Headers = tuple[tuple[str, str], ...]


class Transferring(Protocol):
    """The leg whose phone wishes."""

    leg_id: str
    dialog: Dialog

    @property
    def up(self) -> bool: ...
    @property
    def sip_user(self) -> str: ...
    def request(
        self,
        method: str,
        on_response: OnResponse | None = None,
        *,
        body: str = "",
        content_type: str = m.SDP,
        headers: Headers = (),
    ) -> ClientTransaction: ...


class Transfers:
    """One at a time."""

    def __init__(self, leg: Transferring, house: LegHouse) -> None:
        self._leg = leg
        self._house = house
        self._current: Transfer | None = None
        self._count = 0

    def refer(self, request: SipRequest, transaction: ServerTransaction) -> None:
        leg = self._leg
        if not leg.sip_user:
            transaction.reply(403)  # a trunk transfers nobody
            return
        if not leg.up or (self._current and self._current.running):
            transaction.reply(491)
            return
        try:
            target = refer.read(request)
        except ReferError as error:
            log.info("leg %s: %s", leg.leg_id, error)
            transaction.reply(error.code)
            return
        if not self._house.may_dial(leg.sip_user, target.number):
            transaction.reply(403)
            return
        quiet = (request.headers.get_first("Refer-Sub") or "").strip().lower() == "false"
        other = None
        if wanted := target.replaces:
            other = self._house.leg_of_dialog(wanted.call_id, wanted.to_tag, wanted.from_tag)
        self._count += 1
        transfer_id = f"transfer-{uuid4().hex}"
        transfer = Transfer(transfer_id, request, self._count == 1, quiet, self._notify)
        self._current = transfer
        headers: Headers = (("Refer-Sub", "false"),) if quiet else ()
        transaction.reply(202, contact=leg.dialog.contact, headers=headers)
        if target.replaces and (other is None or other is leg or other.sip_user != leg.sip_user):
            transfer.report(481)  # a phone may name its own calls only
            return
        transfer.report(100)
        other_id = other.leg_id if other else ""
        self._house.emit(TransferWished(leg.leg_id, transfer_id, target.number, other_id))

    def subscribe(self, request: SipRequest, transaction: ServerTransaction) -> None:
        """The implicit subscription of a REFER may be prolonged or ended (RFC 3515 §2.4.4)."""
        event = (request.headers.get_first("Event") or "").partition(";")[0].strip().lower()
        if event != "refer":
            transaction.reply(489, headers=(("Allow-Events", "refer"),))
        elif not self._current or not self._current.running:
            transaction.reply(481)
        else:
            life_s = min(m.seconds_of(request, "Expires") or 0, refer.LIFE_S)
            transaction.reply(200, contact=self._leg.dialog.contact, headers=(("Expires", str(life_s)),))
            if not life_s:
                self._current.unsubscribed()

    def report(self, transfer_id: str, status: int) -> None:
        if self._current and self._current.transfer_id == transfer_id:
            self._current.report(status)

    def close(self, by_peer: bool) -> None:
        """The leg ends; whom we leave in the middle of a transfer hears that nothing came of it."""
        if self._current:
            if not by_peer:
                self._current.report(503)
            self._current.gone()

    def _notify(self, line: str, headers: Headers) -> None:
        told = self._current

        def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
            if told and (transaction.failed or response.status_code == 481):
                told.gone()

        self._leg.request(
            "NOTIFY", on_response, body=line, content_type="message/sipfrag;version=2.0", headers=headers
        )
