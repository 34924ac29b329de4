"""Changes of a session that stands: re-INVITE and UPDATE, theirs and ours (RFC 3261 §14, RFC 3311).

In:  the peer's offers inside the dialog; the wish to offer anew or to refresh the session timer.
Out: answers, 491 and 500 where two changes meet; our own request, again after a wait where it met one.
"""

from __future__ import annotations

import logging
import random
from typing import Protocol

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction, OnResponse
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipMessage, SipRequest, SipResponse
from app.server.voice.embedded.signalling.negotiation import Negotiation
from app.server.voice.embedded.signalling.sdp import SdpError
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.session_timer import SessionTimer
from app.server.voice.embedded.signalling.timers import Alarm, Timers

log = logging.getLogger(__name__)

Headers = tuple[tuple[str, str], ...]
_GONE = (408, 481)  # the peer knows nothing of the dialog, RFC 3261 §12.2.1.2
_NOT_KNOWN = (405, 501)
LONGEST_RETRY_S = 30


class Changing(Protocol):
    """The leg whose session changes."""

    leg_id: str
    dialog: Dialog
    audio: Negotiation
    session: SessionTimer
    peer_allows: frozenset[str]

    @property
    def flow(self) -> Flow: ...
    @property
    def up(self) -> bool:
        """Answered, and both know it."""
        ...

    @property
    def settled(self) -> bool:
        """The first offer has its answer, and no offer is on its way (RFC 3311 §5.1)."""
        ...

    @property
    def own_call_id(self) -> bool: ...
    @property
    def capabilities(self) -> Headers: ...
    def request(
        self, method: str, on_response: OnResponse, *, body: str = "", headers: Headers = ()
    ) -> ClientTransaction: ...
    def way_inside(self, dialog: Dialog) -> Flow: ...
    def learn(self, message: SipMessage) -> None: ...
    def session_changed(self) -> None: ...
    def lost(self, detail: str) -> None: ...


class Changes:
    """At most one change at a time; another of ours waits for its turn."""

    def __init__(self, leg: Changing, timers: Timers) -> None:
        self._leg = leg
        self._timers = timers
        self._alarm = Alarm()
        self._ours: ClientTransaction | None = None
        self._theirs = False  # our 200 to their re-INVITE carries an offer whose answer is not yet here
        self._waiting = ""  # "offer" or "refresh": what is sent next
        self._paused = False  # the wait after a 491 runs
        self._stopped = False

    # --- theirs ----------------------------------------------------------------------------------

    def receive(self, request: SipRequest, transaction: ServerTransaction) -> None:
        leg = self._leg
        invite = request.method == "INVITE"
        text = m.sdp_of(request)
        offers = invite or bool(text)
        if invite and not leg.up:
            transaction.reply(500, headers=_soon())  # the first INVITE is not done, RFC 3261 §14.2
        elif self._theirs and offers:
            transaction.reply(491)  # our offer waits for its answer
        elif self._ours and offers:
            transaction.reply(491)
        elif offers and not leg.settled:
            transaction.reply(500, headers=_soon())  # RFC 3311 §5.2
        else:
            self._accept(transaction, text, invite)

    def _accept(self, transaction: ServerTransaction, text: str, invite: bool) -> None:
        leg = self._leg
        body = ""
        if text:
            try:
                leg.audio.take_offer(text)
            except SdpError as error:
                log.info("leg %s: %s", leg.leg_id, error)
                transaction.reply(error.code, headers=warning(error))
                return
            body = leg.audio.answer()
        elif invite:
            body = leg.audio.offer(secure=leg.flow.secure)
            self._theirs = True
        if invite:
            transaction.on_ack = self._acknowledged
            transaction.on_no_ack = self._not_acknowledged
        headers = (*leg.capabilities, *(leg.session.answered(transaction.request) if leg.up else ()))
        transaction.reply(200, contact=leg.dialog.contact, body=body, headers=headers)
        if text:
            leg.session_changed()

    def _acknowledged(self, ack: SipRequest) -> None:
        if self._theirs:
            self._theirs = False
            self._take_answer(m.sdp_of(ack))  # an unusable one leaves everything as it was
        self.go_on()

    def _not_acknowledged(self) -> None:
        self._leg.lost("no-ack")

    def _take_answer(self, text: str) -> None:
        leg = self._leg
        try:
            leg.audio.take_answer(text)
        except SdpError as error:
            log.info("leg %s: %s", leg.leg_id, error)
        else:
            leg.session_changed()

    # --- ours ------------------------------------------------------------------------------------

    def offer(self) -> None:
        """Tell the peer where our audio is now: by re-INVITE.

        Before the answer by UPDATE where the peer knows that; otherwise it waits for the answer.
        """
        self._waiting = "offer"
        self.go_on()

    def refresh(self) -> None:
        """Keep the session alive (RFC 4028 §7.4): by UPDATE, or re-INVITE where that is not known."""
        self._waiting = self._waiting or "refresh"
        self.go_on()

    def stop(self) -> None:
        self._stopped = True
        self._alarm.stop()

    def go_on(self) -> None:
        """Send what waits, if its turn has come."""
        leg = self._leg
        if self._stopped or not self._waiting or self._ours or self._theirs or self._paused:
            return
        updates = "update" in leg.peer_allows
        if not leg.up and not (updates and leg.settled):
            return
        offers = self._waiting == "offer" or not updates
        light = updates and (not offers or not leg.up)
        self._waiting = ""
        body = leg.audio.offer(secure=leg.flow.secure) if offers else ""
        headers = leg.session.asked() if leg.up else ()
        self._ours = leg.request(
            "UPDATE" if light else "INVITE", self._on_response, body=body, headers=headers
        )

    def _on_response(self, transaction: ClientTransaction, response: SipResponse) -> None:
        code = response.status_code
        if code < 200:
            return
        leg = self._leg
        invite = transaction.is_invite
        if invite and code < 300:
            leg.dialog.refresh_target(response)
            way = leg.way_inside(leg.dialog)
            transaction.acknowledge(leg.dialog.ack(transaction.request, way), way)
        if self._stopped or not self._ours:
            return
        self._ours = None
        offered = bool(transaction.request.body)
        if code < 300:
            leg.learn(response)
            if leg.up:
                leg.session.agreed(response)
            if offered:
                self._take_answer(m.sdp_of(response))
            self.go_on()
        elif code in _GONE or transaction.failed:
            leg.lost("flow-lost" if transaction.flow_lost else f"sip-{code}")
        else:
            if not invite and code in _NOT_KNOWN:
                leg.peer_allows -= {"update"}
            self._again(response, "offer" if offered else "refresh", retry=not invite and code in _NOT_KNOWN)

    def _again(self, response: SipResponse, what: str, retry: bool) -> None:
        """Another try where the answer says that there is a point in it; else all stays as it was."""
        code = response.status_code
        if code == 491:
            wait_s = self._timers.glare_s(self._leg.own_call_id)
        elif retry or (code == 422 and self._leg.session.raise_minimum(response)):
            wait_s = 0.0
        elif code in (500, 503) and (asked_s := m.seconds_of(response, "Retry-After")) is not None:
            wait_s = self._timers.scaled(min(max(asked_s, 1), LONGEST_RETRY_S))
        else:
            log.info("leg %s: our change was refused: %d", self._leg.leg_id, code)
            self.go_on()
            return
        self._waiting = self._waiting or what
        self._paused = True
        self._alarm.after(wait_s, self._resume)

    def _resume(self) -> None:
        self._paused = False
        self.go_on()


def _soon() -> Headers:
    return (("Retry-After", str(random.SystemRandom().randint(0, 10))),)  # RFC 3261 §14.2


def warning(error: SdpError) -> Headers:
    """What is wrong with a description, for the one who reads the other side's log (RFC 3261 §20.43)."""
    return (("Warning", f'399 {m.PRODUCT.lower()} "{m.plain(str(error))}"'),) if error.code == 488 else ()
