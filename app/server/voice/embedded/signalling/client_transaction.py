"""Client transactions: a request of ours until its final answer (RFC 3261 §17.1, RFC 6026 §7.2).

In:  a request, responses that match it, timers, the loss of its flow.
Out: repeats over UDP, ACK for refusals, CANCEL, and each response once to ``on_response``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from enum import Enum, auto

from app.server.voice.embedded.machine import Machine
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.timers import Alarm, Timers


class ClientState(Enum):
    CALLING = auto()  # "Trying" for all but INVITE
    PROCEEDING = auto()
    COMPLETED = auto()  # refused (INVITE) or answered; repeats are absorbed
    ACCEPTED = auto()  # INVITE answered 2xx; its repeats are acknowledged again
    TERMINATED = auto()


class ClientEvent(Enum):
    PROVISIONAL = auto()
    SUCCESS = auto()
    REFUSAL = auto()
    TIMED_OUT = auto()
    FLOW_LOST = auto()
    LINGERED = auto()  # nothing more can come for it


_S, _E = ClientState, ClientEvent
INVITE_TABLE: dict[tuple[ClientState, ClientEvent], ClientState] = {
    (_S.CALLING, _E.PROVISIONAL): _S.PROCEEDING,
    (_S.CALLING, _E.SUCCESS): _S.ACCEPTED,
    (_S.CALLING, _E.REFUSAL): _S.COMPLETED,
    (_S.CALLING, _E.TIMED_OUT): _S.TERMINATED,
    (_S.CALLING, _E.FLOW_LOST): _S.TERMINATED,
    (_S.PROCEEDING, _E.PROVISIONAL): _S.PROCEEDING,
    (_S.PROCEEDING, _E.SUCCESS): _S.ACCEPTED,
    (_S.PROCEEDING, _E.REFUSAL): _S.COMPLETED,
    (_S.PROCEEDING, _E.TIMED_OUT): _S.TERMINATED,  # cancelled, but never answered
    (_S.PROCEEDING, _E.FLOW_LOST): _S.TERMINATED,
    (_S.COMPLETED, _E.LINGERED): _S.TERMINATED,
    (_S.ACCEPTED, _E.LINGERED): _S.TERMINATED,
}
OTHER_TABLE: dict[tuple[ClientState, ClientEvent], ClientState] = {
    (_S.CALLING, _E.PROVISIONAL): _S.PROCEEDING,
    (_S.CALLING, _E.SUCCESS): _S.COMPLETED,
    (_S.CALLING, _E.REFUSAL): _S.COMPLETED,
    (_S.CALLING, _E.TIMED_OUT): _S.TERMINATED,
    (_S.CALLING, _E.FLOW_LOST): _S.TERMINATED,
    (_S.PROCEEDING, _E.PROVISIONAL): _S.PROCEEDING,
    (_S.PROCEEDING, _E.SUCCESS): _S.COMPLETED,
    (_S.PROCEEDING, _E.REFUSAL): _S.COMPLETED,
    (_S.PROCEEDING, _E.TIMED_OUT): _S.TERMINATED,
    (_S.PROCEEDING, _E.FLOW_LOST): _S.TERMINATED,
    (_S.COMPLETED, _E.LINGERED): _S.TERMINATED,
}
_WAITING = (ClientState.CALLING, ClientState.PROCEEDING)

OnResponse = Callable[["ClientTransaction", SipResponse], None]


class ClientTransaction:
    """``on_response`` gets every provisional and one final response; no answer comes as a 408 and a
    lost connection as a 503 made here (RFC 3261 §8.1.3.1). A 2xx from a second phone (forking) comes
    as a further call: acknowledge it and say BYE.
    """

    def __init__(
        self,
        request: SipRequest,
        flow: Flow,
        timers: Timers,
        on_response: OnResponse,
        on_done: Callable[[ClientTransaction], None],
        send_other: Callable[[SipRequest, Flow], None],
    ) -> None:
        self.request = request
        self.flow = flow
        self.is_invite = request.method == "INVITE"
        self.key = (m.top_via(request).branch or "", request.method)
        self._timers = timers
        self._on_response = on_response
        self._on_done = on_done
        self._send_other = send_other
        self._alarm = Alarm()
        self._cancel_wanted = False
        self._cancel_sent = False
        self._answered_tag = ""
        self._cancel_reason = ""
        self._failure: ClientEvent | None = None
        self._deadline_s = 0.0
        self._acks: dict[str, tuple[Flow, bytes]] = {}  # To tag -> ACK to send again
        table = INVITE_TABLE if self.is_invite else OTHER_TABLE
        self._machine = Machine(f"{request.method} out {self.key[0]}", table, ClientState.CALLING)

    @property
    def state(self) -> ClientState:
        return self._machine.state

    @property
    def failed(self) -> bool:
        """The final response was made here: nothing came over the wire."""
        return self._failure is not None

    @property
    def flow_lost(self) -> bool:
        return self._failure is ClientEvent.FLOW_LOST

    def start(self) -> None:
        """Send the request and keep sending it until an answer comes (timers A/E and B/F)."""
        if not self.flow.alive:
            self._alarm.after(0, lambda: self._fail(ClientEvent.FLOW_LOST))
            return
        self.flow.when_closed(self._flow_lost)
        self.flow.send(bytes(self.request))
        t = self._timers
        if not self.flow.reliable:
            limit = t.transaction_s if self.is_invite else t.t2_s
            self._alarm.repeat(t.t1_s, limit, lambda: self.flow.send(bytes(self.request)))
        self._alarm.after(t.transaction_s, lambda: self._fail(ClientEvent.TIMED_OUT))
        self._deadline_s = asyncio.get_running_loop().time() + t.transaction_s

    def receive(self, response: SipResponse) -> None:
        """A response with our branch came."""
        code = response.status_code
        if code < 200:
            self._provisional(response)
        elif self.state in _WAITING:
            self._final(response)
        elif self.state is ClientState.ACCEPTED and code < 300 and m.to_tag(response) not in self._acks:
            if m.to_tag(response) != self._answered_tag:
                self._on_response(self, response)  # another phone answered too
        elif ack := self._acks.get(m.to_tag(response)):
            ack[0].send(ack[1])  # the answer came again: our ACK was lost

    def acknowledge(self, ack: SipRequest, flow: Flow | None = None) -> None:
        """Send the ACK of a 2xx, and again whenever that 2xx is repeated (RFC 3261 §13.2.2.4).

        ``flow``: where it goes, if not where the INVITE went.
        """
        way, raw = flow or self.flow, bytes(ack)
        self._acks[m.to_tag(ack)] = (way, raw)
        way.send(raw)

    def cancel(self, reason: str = "") -> None:
        """Take an INVITE back (RFC 3261 §9.1). A 2xx that crosses it still reaches ``on_response``.

        ``reason``: value of a Reason header (RFC 3326).
        """
        if not self.is_invite or self._cancel_wanted or self.state not in _WAITING:
            return
        self._cancel_wanted = True
        self._cancel_reason = reason
        if self.state is ClientState.PROCEEDING:  # otherwise as soon as the peer is known to have it
            self._send_cancel()

    def abandon(self) -> None:
        """Forget everything at once; for shutting down."""
        self._end()

    def _provisional(self, response: SipResponse) -> None:
        first = self.state is ClientState.CALLING
        if not self._machine.accept(ClientEvent.PROVISIONAL):
            return
        if self.is_invite and not self._cancel_sent:
            self._alarm.stop()  # from here on the caller's patience counts, not timer B
            if self._cancel_wanted:
                self._send_cancel()
        elif first and not self.flow.reliable:  # RFC 3261 §17.1.2.2: repeats go on, every T2
            self._alarm.stop()
            t = self._timers
            self._alarm.repeat(t.t2_s, t.t2_s, lambda: self.flow.send(bytes(self.request)))
            left_s = self._deadline_s - asyncio.get_running_loop().time()  # timer F runs on
            self._alarm.after(max(0.0, left_s), lambda: self._fail(ClientEvent.TIMED_OUT))
        self._on_response(self, response)

    def _final(self, response: SipResponse) -> None:
        success = response.status_code < 300
        self._machine.fire(ClientEvent.SUCCESS if success else ClientEvent.REFUSAL)
        self._alarm.stop()
        self.flow.forget(self._flow_lost)
        t = self._timers
        if not self.is_invite:
            linger_s = 0.0 if self.flow.reliable else t.t4_s  # timer K
        elif success:
            self._answered_tag = m.to_tag(response)
            linger_s = t.transaction_s  # timer M
        else:
            self._acknowledge_refusal(response)
            linger_s = 0.0 if self.flow.reliable else t.transaction_s  # timer D
        self._alarm.after(linger_s, self._lingered)
        self._on_response(self, response)

    def _acknowledge_refusal(self, response: SipResponse) -> None:
        """RFC 3261 §17.1.1.3: within the transaction, with the same branch."""
        ack = self._companion("ACK")
        ack.headers.set_single("To", response.headers.get_first("To") or "")
        self.acknowledge(ack)

    def _send_cancel(self) -> None:
        self._cancel_sent = True
        self._alarm.stop()
        cancel = self._companion("CANCEL")
        if self._cancel_reason:
            cancel.headers.set_single("Reason", self._cancel_reason)
        self._send_other(cancel, self.flow)
        self._alarm.after(self._timers.transaction_s, lambda: self._fail(ClientEvent.TIMED_OUT))

    def _companion(self, method: str) -> SipRequest:
        """ACK or CANCEL with the INVITE's own Via, routes and dialog headers (RFC 3261 §9.1, §17.1.1.3)."""
        companion = SipRequest(method=method, uri=self.request.uri)
        companion.headers.append("Via", self.request.headers.get("Via")[0])
        for name in ("From", "To", "Call-ID"):
            companion.headers.set_single(name, self.request.headers.get_first(name) or "")
        for route in self.request.headers.get("Route"):
            companion.headers.append("Route", route)
        companion.headers.set_single("CSeq", f"{m.cseq(self.request)[0]} {method}")
        companion.headers.set_single("Max-Forwards", "70")
        return companion

    def _flow_lost(self, _flow: Flow) -> None:
        self._fail(ClientEvent.FLOW_LOST)

    def _fail(self, event: ClientEvent) -> None:
        if not self._machine.accept(event):
            return
        self._failure = event
        lost = event is ClientEvent.FLOW_LOST
        code = 503 if lost else 487 if self._cancel_sent else 408
        why = "connection lost" if lost else "no answer"
        self._end()
        self._on_response(self, m.local_response(self.request, code, why))

    def _lingered(self) -> None:
        self._machine.fire(ClientEvent.LINGERED)
        self._end()

    def _end(self) -> None:
        self._alarm.stop()
        self.flow.forget(self._flow_lost)
        self._on_done(self)
