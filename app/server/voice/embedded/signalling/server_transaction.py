"""Server transactions: a request of the peer until it has our answer (RFC 3261 §17.2, RFC 6026 §7.1).

In:  a request and its repeats, ACK, CANCEL, our responses.
Out: our last response again for each repeat; a refusal and a 2xx again until the ACK is there.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from app.server.voice.embedded.machine import Machine
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.timers import Alarm, Timers

Key = tuple[str, ...]


class ServerState(Enum):
    PROCEEDING = auto()  # "Trying" before the first response of all but INVITE
    COMPLETED = auto()
    ACCEPTED = auto()  # INVITE answered 2xx
    CONFIRMED = auto()  # the ACK is there
    TERMINATED = auto()


class ServerEvent(Enum):
    PROVISIONAL = auto()
    SUCCESS = auto()
    REFUSAL = auto()
    ACK = auto()
    NO_ACK = auto()
    LINGERED = auto()


_S, _E = ServerState, ServerEvent
INVITE_TABLE: dict[tuple[ServerState, ServerEvent], ServerState] = {
    (_S.PROCEEDING, _E.PROVISIONAL): _S.PROCEEDING,
    (_S.PROCEEDING, _E.SUCCESS): _S.ACCEPTED,
    (_S.PROCEEDING, _E.REFUSAL): _S.COMPLETED,
    (_S.COMPLETED, _E.ACK): _S.CONFIRMED,
    (_S.COMPLETED, _E.NO_ACK): _S.TERMINATED,
    (_S.ACCEPTED, _E.ACK): _S.CONFIRMED,
    (_S.ACCEPTED, _E.NO_ACK): _S.TERMINATED,
    (_S.CONFIRMED, _E.LINGERED): _S.TERMINATED,
}
OTHER_TABLE: dict[tuple[ServerState, ServerEvent], ServerState] = {
    (_S.PROCEEDING, _E.PROVISIONAL): _S.PROCEEDING,
    (_S.PROCEEDING, _E.SUCCESS): _S.COMPLETED,
    (_S.PROCEEDING, _E.REFUSAL): _S.COMPLETED,
    (_S.COMPLETED, _E.LINGERED): _S.TERMINATED,
}


class ServerTransaction:
    """Set ``on_cancel``, ``on_ack`` and ``on_no_ack`` before answering; each is called at most once.

    ``on_ack`` and ``on_no_ack`` concern a 2xx only: the peer has, or never had, our answer.
    """

    def __init__(
        self,
        key: Key,
        request: SipRequest,
        flow: Flow,
        timers: Timers,
        on_done: Callable[[ServerTransaction], None],
    ) -> None:
        self.key = key
        self.request = request
        self.flow = flow
        self.is_invite = request.method == "INVITE"
        self.local_tag = m.to_tag(request) or m.new_tag()  # the same in all responses, RFC 3261 §8.2.6.2
        self.on_cancel: Callable[[], None] | None = None
        self.on_ack: Callable[[SipRequest], None] | None = None
        self.on_no_ack: Callable[[], None] | None = None
        self._timers = timers
        self._on_done = on_done
        self._alarm = Alarm()
        self._last: bytes = b""
        table = INVITE_TABLE if self.is_invite else OTHER_TABLE
        self._machine = Machine(f"{request.method} in {key[0]}", table, ServerState.PROCEEDING)

    @property
    def state(self) -> ServerState:
        return self._machine.state

    @property
    def answered(self) -> bool:
        return self.state is not ServerState.PROCEEDING

    @property
    def dialog_key(self) -> Key:
        """What an ACK for a 2xx, which has a branch of its own, shares with its INVITE."""
        return m.call_id(self.request), m.from_tag(self.request), str(m.cseq(self.request)[0])

    def reply(
        self,
        code: int,
        *,
        contact: str = "",
        body: str = "",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        """Answer with our own tag; see ``messages.reply``."""
        self.respond(
            m.reply(self.request, code, to_tag=self.local_tag, contact=contact, body=body, headers=headers)
        )

    def respond(self, response: SipResponse) -> None:
        """Send a response; after a final one every further call is ignored."""
        code = response.status_code
        event = (
            ServerEvent.PROVISIONAL
            if code < 200
            else ServerEvent.SUCCESS
            if code < 300
            else ServerEvent.REFUSAL
        )
        if not self._machine.accept(event):
            return
        self._last = bytes(response)
        self.flow.send(self._last)
        if code < 200:
            return
        t = self._timers
        if not self.is_invite:
            self._alarm.after(0 if self.flow.reliable else t.transaction_s, self._lingered)  # timer J
            return
        if code < 300 or not self.flow.reliable:  # a 2xx is repeated on every transport, RFC 3261 §13.3.1.4
            self._alarm.repeat(t.t1_s, t.t2_s, lambda: self.flow.send(self._last))
        self._alarm.after(t.transaction_s, self._no_ack)  # timer H

    def repeated(self) -> None:
        """The same request came again: the peer has not heard us."""
        if self._last and self.state is not ServerState.CONFIRMED:
            self.flow.send(self._last)

    def acknowledged(self, ack: SipRequest) -> None:
        success = self.state is ServerState.ACCEPTED
        if success and ack is not self.request and m.to_tag(ack) != self.local_tag:
            return  # of another dialog of the same INVITE
        if not self._machine.accept(ServerEvent.ACK):
            return
        self._alarm.stop()
        t = self._timers
        refusal_s = 0 if self.flow.reliable else t.t4_s  # timer I
        # Timer L: late repeats of the INVITE must not make a second call.
        self._alarm.after(t.transaction_s if success else refusal_s, self._lingered)
        if success and self.on_ack:
            self.on_ack(ack)

    def settle(self) -> None:
        """No ACK is expected any more (the peer said BYE): stop repeating the 2xx, still absorb repeats."""
        self.on_ack = self.on_no_ack = None
        self.acknowledged(self.request)

    def dismiss(self, code: int = 0, headers: tuple[tuple[str, str], ...] = ()) -> None:
        """Answer once (0: not at all) and forget it: nothing is kept or repeated for a flood."""
        if code:
            self.flow.send(bytes(m.reply(self.request, code, headers=headers)))
        self._end()

    def cancelled(self) -> None:
        """A CANCEL for this INVITE came (RFC 3261 §9.2); too late once it is answered."""
        if not self.answered and self.on_cancel:
            self.on_cancel()

    def abandon(self) -> None:
        """Forget everything at once; for shutting down."""
        self._end()

    def _no_ack(self) -> None:
        success = self.state is ServerState.ACCEPTED
        self._machine.fire(ServerEvent.NO_ACK)
        self._end()
        if success and self.on_no_ack:
            self.on_no_ack()

    def _lingered(self) -> None:
        self._machine.fire(ServerEvent.LINGERED)
        self._end()

    def _end(self) -> None:
        self._alarm.stop()
        self._on_done(self)
