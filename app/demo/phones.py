"""Simulated telephones of agents, many in one event loop: for load, tests and training.

In:  accounts; what a telephone does when it rings. Out: SIP and RTP as ordinary telephones speak them.

    async with PhoneBank(("127.0.0.1", 5060)) as bank:
        await bank.register([("1001", "secret")])
        call = await bank.phones["1001"].wait_call(10)
        call.hang_up()

All telephones share one SIP port; each call has an RTP port of its own and speaks a tone that was encoded
once. They register for two hours; longer is not needed here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from types import TracebackType

from app.caller.sdp import Local, NoCommonCodecError, Remote, read
from app.caller.speech import load_clip
from app.demo.bench_rtp import RtpClock, RtpLeg
from app.server.voice.embedded.machine import Machine
from app.server.voice.embedded.signalling import digest
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog, hostport, own_contact
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.embedded.signalling.timers import Timers

REGISTER_S = 7200
AT_ONCE = 20  # registrations under way at the same time
CODECS = ("PCMA", "PCMU")


class PhoneError(Exception):
    """A telephone could not register; the text is a sentence."""

    error_id = "demo-phone"


class RingState(Enum):
    RINGING = auto()
    TALKING = auto()
    OVER = auto()


class RingEvent(Enum):
    ANSWER = auto()
    DECLINE = auto()
    HANG_UP = auto()  # ours
    PEER_LEAVES = auto()  # CANCEL, BYE, or our 200 was never acknowledged


_S, _E = RingState, RingEvent
TRANSITIONS: dict[tuple[RingState, RingEvent], RingState] = {
    (_S.RINGING, _E.ANSWER): _S.TALKING,
    (_S.RINGING, _E.DECLINE): _S.OVER,
    (_S.RINGING, _E.PEER_LEAVES): _S.OVER,
    (_S.TALKING, _E.HANG_UP): _S.OVER,
    (_S.TALKING, _E.PEER_LEAVES): _S.OVER,
}


@dataclass(frozen=True, slots=True)
class Habits:
    """What telephones do. ``answer_after_s`` None: they ring until told. ``tone`` empty: they echo.
    ``lines``: how many calls each has at the same time; more are busy.
    """

    answer_after_s: float | None = 0.0
    tone: str = "tone:440"
    lines: int = 1
    timers: Timers = field(default_factory=Timers)


class PhoneCall:
    """One call on one telephone. ``ended_by``: "us", "peer" or "" while it lasts."""

    def __init__(self, bank: PhoneBank, invite: ServerTransaction, flow: Flow, user: str) -> None:
        """Raises NoCommonCodecError, OSError."""
        self._bank, self._invite, self._flow = bank, invite, flow
        self._remote = read(invite.request.text, CODECS)
        self._dialog = Dialog.incoming(invite.request, invite.local_tag, flow, own_contact(flow, user))
        self._machine = Machine(f"phone {user}", TRANSITIONS, RingState.RINGING)
        self._timer: asyncio.TimerHandle | None = None
        self._over = asyncio.Event()
        self.media = RtpLeg(flow.local[0], bank.clock, bank.frames(self._remote.codec))
        self._local = Local(flow.local[0], self.media.port, self.media.port, 1, CODECS)
        self.offer_id = invite.request.headers.get_first("X-Seatline-Offer") or ""
        self.call_id = invite.request.headers.get_first("X-Seatline-Call") or ""
        self.caller_number = m.from_address(invite.request).uri.user or ""
        self.answered_at_s: float | None = None
        self.ended_by = ""
        invite.on_cancel = self._cancelled
        invite.on_no_ack = self._peer_left

    @property
    def state(self) -> RingState:
        return self._machine.state

    def ring(self, answer_after_s: float | None) -> None:
        self._invite.reply(180, contact=self._dialog.contact)
        if answer_after_s is not None and answer_after_s <= 0:
            self.answer()
        elif answer_after_s is not None:
            self._timer = asyncio.get_running_loop().call_later(answer_after_s, self.answer)

    def answer(self) -> None:
        if self._machine.accept(RingEvent.ANSWER):
            self.answered_at_s = asyncio.get_running_loop().time()
            self._invite.reply(200, contact=self._dialog.contact, body=self._local.answer(self._remote))
            self.media.start(self._remote)

    def hang_up(self) -> None:
        """Decline or BYE; nothing when it is over already."""
        if self._machine.accept(RingEvent.HANG_UP):
            self._bank.stack.send(self._dialog.request("BYE", self._flow), self._flow)
            self._end("us")
        elif self._machine.accept(RingEvent.DECLINE):
            self._invite.reply(486)
            self._end("us")

    async def wait_ended(self, seconds: float) -> None:
        """Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            await self._over.wait()

    def request(self, request: SipRequest, transaction: ServerTransaction) -> bool:
        """A request inside this call; False when it belongs to another."""
        if not self._dialog.matches(request):
            return False
        if not self._dialog.take_request(request):
            transaction.reply(500)  # RFC 3261 §12.2.2: out of order
        elif request.method == "BYE":
            transaction.reply(200)
            self._invite.settle()
            self._peer_left()
        elif request.method in ("INVITE", "UPDATE") and request.text:
            self._change(request, transaction)
        else:
            transaction.reply(200 if request.method in ("INFO", "UPDATE") else 488)
        return True

    def _change(self, request: SipRequest, transaction: ServerTransaction) -> None:
        try:
            self._remote: Remote = read(request.text, CODECS)
        except NoCommonCodecError:
            transaction.reply(488)
            return
        self.media.start(self._remote)
        transaction.reply(200, contact=self._dialog.contact, body=self._local.answer(self._remote))

    def _cancelled(self) -> None:
        self._invite.reply(487)
        self._peer_left()

    def _peer_left(self) -> None:
        if self._machine.accept(RingEvent.PEER_LEAVES):
            self._end("peer")

    def _end(self, by: str) -> None:
        self.ended_by = by
        if self._timer is not None:
            self._timer.cancel()
        self.media.close()
        self._over.set()


class SimPhone:
    """One telephone. ``call`` is the last that rang; ``calls`` are all that may still run."""

    def __init__(self, bank: PhoneBank, sip_user: str, sip_password: str) -> None:
        self._bank, self.sip_user, self._password = bank, sip_user, sip_password
        self._news = asyncio.Event()
        self.call: PhoneCall | None = None
        self.calls: list[PhoneCall] = []
        self.on_call: Callable[[PhoneCall], None] | None = None

    async def wait_call(self, seconds: float) -> PhoneCall:
        """The running call, or the next. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while self.call is None or self.call.state is RingState.OVER:
                self._news.clear()
                await self._news.wait()
        return self.call

    async def register(self, expires_s: int) -> None:
        """Raises PhoneError."""
        bank, flow = self._bank, self._bank.flow
        host = hostport(*flow.peer)
        dialog = Dialog.outgoing(flow, self.sip_user, f"sip:{host}", remote=f"sip:{self.sip_user}@{host}")
        dialog.local = dialog.remote
        answer: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
            status = response.status_code
            if status == 401 and (
                again := digest.authorize(transaction.request, response, self.sip_user, self._password)
            ):
                bank.stack.send(again, flow, on_response)
            elif status >= 200 and not answer.done():
                answer.set_result(status)

        request = dialog.request("REGISTER", flow, headers=(("Expires", str(expires_s)),))
        bank.stack.send(request, flow, on_response)
        status = await answer
        if not 200 <= status < 300:
            raise PhoneError(f"Telephone {self.sip_user} could not register at {host}: {_why(status)}.")

    def invited(self, transaction: ServerTransaction, flow: Flow, answer_after_s: float | None) -> None:
        self.calls = [call for call in self.calls if call.state is not RingState.OVER]
        if len(self.calls) >= self._bank.habits.lines:
            transaction.reply(486)
            return
        try:
            self.call = PhoneCall(self._bank, transaction, flow, self.sip_user)
        except NoCommonCodecError:
            transaction.reply(488)
            return
        self.calls.append(self.call)
        if self.on_call is not None:
            self.on_call(self.call)
        self.call.ring(answer_after_s)
        self._news.set()


class PhoneBank:
    """``server`` is the address of its SIP port (UDP). Telephones take calls from ``register`` on."""

    def __init__(
        self, server: tuple[str, int], habits: Habits | None = None, clock: RtpClock | None = None
    ) -> None:
        self.habits = habits or Habits()
        self.clock = clock or RtpClock()
        self.phones: dict[str, SimPhone] = {}
        self._server = server
        self.stack = SipStack(self._on_request, self.habits.timers)

    async def __aenter__(self) -> PhoneBank:
        """Raises OSError."""
        await self.stack.listen_udp("127.0.0.1" if self._server[0] == "127.0.0.1" else "0.0.0.0", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    @property
    def flow(self) -> Flow:
        return self.stack.udp_flow(*self._server)

    def frames(self, codec: str) -> tuple[bytes, ...]:
        """The payloads that every telephone says; encoded at the first call."""
        return load_clip(self.habits.tone).frames(codec) if self.habits.tone else ()

    async def register(self, accounts: Iterable[tuple[str, str]]) -> None:
        """SIP user and password of each. Raises PhoneError with the first that failed."""
        new = [SimPhone(self, user, password) for user, password in accounts]
        self.phones |= {phone.sip_user: phone for phone in new}
        for start in range(0, len(new), AT_ONCE):
            results = await asyncio.gather(
                *(phone.register(REGISTER_S) for phone in new[start : start + AT_ONCE]),
                return_exceptions=True,
            )
            for problem in results:
                if isinstance(problem, BaseException):
                    raise problem

    async def close(self, farewell_s: float = 1.0) -> None:
        """Hang up all calls, sign off, close. Never raises."""
        for phone in self.phones.values():
            for call in phone.calls:
                call.hang_up()
        try:
            async with asyncio.timeout(farewell_s):
                await asyncio.gather(
                    *(phone.register(0) for phone in self.phones.values()), return_exceptions=True
                )
        except TimeoutError:
            pass  # the server is gone; it will notice the same of us
        await self.stack.drain(farewell_s)
        await self.stack.close()

    def _on_request(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        calls = (call for phone in self.phones.values() for call in phone.calls)
        if any(call.request(request, transaction) for call in calls):
            return
        phone = self.phones.get(m.user_of(request.uri))
        if request.method == "OPTIONS":
            transaction.reply(200)
        elif request.method != "INVITE" or m.to_tag(request):
            transaction.reply(481)
        elif phone is None:
            transaction.reply(404)
        else:
            phone.invited(transaction, flow, self.habits.answer_after_s)


def _why(status: int) -> str:
    return {
        401: "the password is wrong or the telephone is unknown",
        403: "it may not register this user",
        408: "nobody answers there",
        503: "it was locked for a while after wrong passwords, or the server is overloaded",
    }.get(status, f"the server answered {status}")
