"""One trunk: the way to it, whether it works, and who may call in from there.

In:  an account, the SIP stack, answers of the other side. Out: a flow to send calls over; up or down.
A connection that breaks is opened again, a silent host is looked up again and tried at its next address.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
import ssl
from collections.abc import Callable
from enum import Enum, auto

from app.server.voice.embedded.machine import Machine
from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.dialog import Dialog, hostport, own_contact
from app.server.voice.embedded.signalling.flows import Flow, client_tls
from app.server.voice.embedded.signalling.messages import SipResponse
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.embedded.signalling.trunk_registration import (
    Backoff,
    Registration,
    TrunkTimes,
    ask,
    contact_user,
    domain_of,
    refusal,
    trunk_uri,
)
from app.server.voice.engine import TrunkAccount

log = logging.getLogger(__name__)

MISSES = 2  # unanswered OPTIONS in a row that make a trunk dead
CONNECT_S = 10.0


class TrunkState(Enum):
    UNKNOWN = auto()  # no word of it yet
    UP = auto()
    DOWN = auto()


class TrunkEvent(Enum):
    WORKS = auto()
    FAILS = auto()


_S, _E = TrunkState, TrunkEvent
TABLE: dict[tuple[TrunkState, TrunkEvent], TrunkState] = {
    (_S.UNKNOWN, _E.WORKS): _S.UP,
    (_S.UNKNOWN, _E.FAILS): _S.DOWN,
    (_S.UP, _E.FAILS): _S.DOWN,
    (_S.DOWN, _E.WORKS): _S.UP,
}


class _GoneError(Exception):
    """This flow leads nowhere any more."""


class TrunkLine:
    """``run`` until cancelled. ``on_change(trunk_id, up, why)`` on each change of state."""

    def __init__(
        self,
        account: TrunkAccount,
        stack: SipStack,
        times: TrunkTimes,
        on_change: Callable[[str, bool, str], None],
    ) -> None:
        self.account = account
        self.calls = 0
        self.over = False  # set before ``run`` is cancelled: a group of tasks may keep that to itself
        self.flow: Flow | None = None
        self.why = ""
        self.hosts: frozenset[str] = frozenset()  # the host's addresses
        self._networks = _networks(account)
        self._stack = stack
        self._times = times
        self._on_change = on_change
        self._machine = Machine(f"trunk {account.trunk_id}", TABLE, TrunkState.UNKNOWN, logging.INFO)
        self._registration: Registration | None = None
        self._registered: bool | None = None
        self._answers: bool | None = None
        self._turn = 0  # which of the host's addresses
        self._pause = Backoff(times.lost_first_s, times.lost_longest_s)

    @property
    def state(self) -> TrunkState:
        return self._machine.state

    @property
    def has_room(self) -> bool:
        return not self.account.call_limit or self.calls < self.account.call_limit

    def is_source(self, flow: Flow) -> bool:
        """Whether calls over this flow are the trunk's; one with TLS sends none in the clear."""
        secure_enough = flow.secure or self.account.transport != "tls"
        return flow == self.flow or (secure_enough and self.has_address(flow.peer[0]))

    def has_address(self, host: str) -> bool:
        if host in self.hosts:
            return True
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        return any(address.version == net.version and address in net for net in self._networks)

    async def run(self) -> None:
        if not self.account.host:  # known by its addresses alone: calls come in, none go out
            return
        while not self.over:
            try:
                flow = await self.open()
            except OSError as error:
                self._note(False, why_not(self.account, error))
            else:
                await self._use(flow)
                self._turn += 1
            if not self.over:
                await asyncio.sleep(self._pause.next_s())

    async def leave(self, limit_s: float) -> None:
        """Take the registration back and let go of the connection."""
        if self._registration and self.flow and self.flow.alive:
            await self._registration.take_back(limit_s)
        if self.flow:
            self.flow.close()
            self.flow = None

    # --- the way there -----------------------------------------------------------------------------

    async def open(self) -> Flow:
        """Raises OSError, saying of the last address why not."""
        account = self.account
        addresses = await _look_up(account.host, account.port)
        self.hosts = frozenset(addresses)
        context = None
        if account.transport == "tls":
            context = await asyncio.to_thread(client_tls, account.tls_ca)
        failure: OSError = OSError("no address")
        for step in range(len(addresses)):
            address = addresses[(self._turn + step) % len(addresses)]
            try:
                if account.transport == "udp":
                    return self._stack.udp_flow(address, account.port)
                async with asyncio.timeout(CONNECT_S):
                    return await self._stack.connect(address, account.port, context, account.host.strip("[]"))
            except OSError as error:  # TimeoutError and ssl.SSLError are some
                failure = error
        raise failure

    async def _use(self, flow: Flow) -> None:
        """Until the flow is lost or the other side is silent."""
        account = self.account
        self.flow = flow
        self._registered = self._answers = None
        lost = asyncio.Event()

        def on_lost(_flow: Flow) -> None:
            lost.set()

        flow.when_closed(on_lost)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._until_lost(lost))
                if account.register:
                    self._registration = Registration(
                        account, self._stack, flow, self._times, self._on_registered
                    )
                    group.create_task(self._registration.run())
                if account.options:
                    group.create_task(self._probe(flow))
                elif not account.register:
                    self._judge("")
        except* _GoneError:
            log.info("trunk %s: %s is given up", account.trunk_id, flow)
            flow.close()
        finally:
            flow.forget(on_lost)

    async def _until_lost(self, lost: asyncio.Event) -> None:
        await lost.wait()
        self._note(False, "the connection was lost")
        raise _GoneError

    async def _probe(self, flow: Flow) -> None:
        """Ask again and again whether it lives (RFC 3261 §11). Any answer but 408 and 503 is a yes."""
        ever = False
        misses = 0
        while True:
            response = await self.options(flow)
            if response.status_code not in (408, 503):
                ever, misses, self._answers = True, 0, True
                self._judge("")
                await asyncio.sleep(self._times.options_s)
                continue
            misses += 1
            # Some providers answer REGISTER and calls, but never OPTIONS.
            if misses >= MISSES and (ever or not self._registered):
                self._answers = False
                self._judge(refusal("OPTIONS", response))
                raise _GoneError
            await asyncio.sleep(self._times.again_s if misses < MISSES else self._times.options_s)

    async def options(self, flow: Flow) -> SipResponse:
        """One OPTIONS and its answer; 408 of ours without one."""
        account = self.account
        user = m.plain(account.username)
        place = f"{user}@{domain_of(account)}" if user else f"seatline@{hostport(flow.local[0], None)}"
        dialog = Dialog(
            call_id=f"{m.new_tag()}{m.new_tag()}",
            local_tag=m.new_tag(),
            local=m.name_address(f"sip:{place}"),
            remote=m.name_address(trunk_uri(account)),
            remote_target=trunk_uri(account),
            contact=own_contact(flow, contact_user(account)),
        )
        request = dialog.request("OPTIONS", flow)
        response, _ = await ask(self._stack, request, flow, self._times.answer_s, account)
        return response

    # --- up or down --------------------------------------------------------------------------------

    def _on_registered(self, registered: bool, why: str) -> None:
        self._registered = registered
        self._judge(why)

    def _judge(self, why: str) -> None:
        """Both registration and OPTIONS have a say, where they are wanted."""
        account = self.account
        if account.register and not self._registered:
            if self._registered is False:
                self._note(False, why)
        elif account.options and self._answers is False:
            self._note(False, why)
        else:
            self._note(True, "")

    def _note(self, works: bool, why: str) -> None:
        if works:
            self._pause.reset()
        self.why = why
        if self._machine.accept(TrunkEvent.WORKS if works else TrunkEvent.FAILS):
            self._on_change(self.account.trunk_id, works, why)


async def _look_up(host: str, port: int) -> list[str]:
    """All addresses of a host, without blocking the loop. Raises OSError."""
    bare = host.strip("[]")
    found = await asyncio.get_running_loop().getaddrinfo(bare, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _networks(account: TrunkAccount) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network] = []
    for text in account.addresses:
        try:
            networks.append(ipaddress.ip_network(text, strict=False))
        except ValueError:
            log.error("trunk %s: %r is no address or network and is left out", account.trunk_id, text)
    return networks


def why_not(account: TrunkAccount, error: OSError) -> str:
    """Why there is no way to a trunk, for a person."""
    if isinstance(error, socket.gaierror):
        return f"the host name {account.host} cannot be found: check its spelling and this machine's DNS"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of {account.host} is not trusted: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return f"{account.host} port {account.port} does not answer: check host, port and firewall"
    return f"no connection to {account.host} port {account.port}: {error.strerror or error}"
