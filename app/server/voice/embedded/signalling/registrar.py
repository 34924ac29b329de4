"""Registrar: which phone is where (RFC 3261 §10, RFC 5626). A binding is a contact and its flow.

In:  REGISTER requests, time, lost connections.
Out: answers, the binding of a user, ``on_phone`` when a user's first comes or last one goes.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.dialog import hostport, own_contact
from app.server.voice.embedded.signalling.digest import DigestServer, Verdict
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction

log = logging.getLogger(__name__)

DEFAULT_EXPIRES_S = 3600
SHORTEST_S = 10
LONGEST_S = 7200
BINDINGS_PER_USER = 8


@dataclass(slots=True, eq=False)
class Binding:
    """``own_contact`` is how this phone reaches us: what our Contact must say in its dialogs."""

    sip_user: str
    contact: str
    instance: str
    flow: Flow
    own_contact: str
    expires_at_s: float
    misses: int = 0  # unanswered keep-alives
    timer: asyncio.TimerHandle | None = field(default=None, repr=False)
    on_lost: Callable[[Flow], None] | None = field(default=None, repr=False)

    def let_go(self) -> None:
        """Stop the clock and no longer listen to the connection."""
        if self.timer:
            self.timer.cancel()
        if self.on_lost:
            self.flow.forget(self.on_lost)


class Registrar:
    def __init__(self, digest: DigestServer, on_phone: Callable[[str, bool], None]) -> None:
        self._digest = digest
        self._on_phone = on_phone
        self._bindings: dict[str, list[Binding]] = {}  # newest last

    def find(self, sip_user: str) -> Binding | None:
        """The phone that registered last."""
        known = self._bindings.get(sip_user)
        return known[-1] if known else None

    def owner(self, flow: Flow, claimed_user: str) -> Binding | None:
        """Whose phone speaks over this flow; several users of one connection are told by their name."""
        over = [b for known in self._bindings.values() for b in known if b.flow == flow]
        return next((b for b in over if b.sip_user == claimed_user), over[0] if over else None)

    def binding_over(self, flow: Flow, sip_user: str) -> Binding | None:
        """The user's own binding over this flow, if there is one."""
        return next((b for b in self._bindings.get(sip_user, []) if b.flow == flow), None)

    def bindings(self) -> Iterator[Binding]:
        return iter([binding for known in self._bindings.values() for binding in known])

    def let_go(self, binding: Binding) -> None:
        """This phone does not answer any more."""
        self._replace(binding.sip_user, binding, None)

    def forget(self, sip_user: str) -> None:
        """The account is gone or has another password: nobody is rung there any more. Talks go on."""
        for binding in list(self._bindings.get(sip_user, ())):
            self.let_go(binding)

    def handle(self, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        """Answer one REGISTER."""
        checked = self._digest.check(request, flow.peer[0])
        match checked.verdict:
            case Verdict.LOCKED:
                transaction.reply(503, headers=(("Retry-After", str(int(self._digest.rule.lock_s))),))
            case Verdict.NONE | Verdict.WRONG | Verdict.STALE:
                if checked.verdict is Verdict.WRONG:
                    log.warning("wrong password for %r from %s", checked.sip_user, flow.peer[0])
                stale = checked.verdict is Verdict.STALE
                transaction.reply(401, headers=self._digest.challenges(request, stale))
            case Verdict.GOOD:
                if m.plain(m.to_address(request).uri.user or "") != checked.sip_user:
                    transaction.reply(403)
                else:
                    self._register(checked.sip_user, request, transaction, flow)

    def _register(self, user: str, request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        default_s = _seconds(request.headers.get_first("Expires"), DEFAULT_EXPIRES_S)
        wanted: list[tuple[str, str, int]] = []
        for raw in request.headers.get("Contact"):
            if raw.strip() == "*":
                if default_s == 0:
                    wanted += [(b.contact, b.instance, 0) for b in self._bindings.get(user, [])]
                continue
            address = m.parse_address(raw)
            expires_s = _seconds(address.params.get("expires"), default_s)
            instance = (address.params.get("+sip.instance") or "").strip('"')
            wanted.append((m.stringify_uri(address.uri), instance, expires_s))
        if any(0 < expires_s < SHORTEST_S for _, _, expires_s in wanted):
            transaction.reply(423, headers=(("Min-Expires", str(SHORTEST_S)),))
            return
        for contact, instance, expires_s in wanted[:BINDINGS_PER_USER]:
            old = self._same(user, contact, instance)
            new = None
            if expires_s:
                new = self._new(user, contact, instance, min(expires_s, LONGEST_S), request, flow)
            self._replace(user, old, new)
        loop_time = asyncio.get_running_loop().time()
        transaction.reply(
            200,
            headers=(
                *(
                    ("Contact", f"<{b.contact}>;expires={max(0, round(b.expires_at_s - loop_time))}")
                    for b in self._bindings.get(user, [])
                ),
                ("Date", formatdate(usegmt=True)),
            ),
        )

    def _same(self, user: str, contact: str, instance: str) -> Binding | None:
        """The same phone's earlier binding: by its instance id, else by its contact (RFC 5626 §6)."""
        return next(
            (
                b
                for b in self._bindings.get(user, [])
                if (instance and b.instance == instance) or b.contact == contact
            ),
            None,
        )

    def _new(
        self, user: str, contact: str, instance: str, expires_s: int, request: SipRequest, flow: Flow
    ) -> Binding:
        loop = asyncio.get_running_loop()
        name = _name_for_us(request, flow)
        binding = Binding(user, contact, instance, flow, name, loop.time() + expires_s)
        binding.timer = loop.call_later(expires_s, self._replace, user, binding, None)
        binding.on_lost = lambda _flow: self._replace(user, binding, None)
        flow.when_closed(binding.on_lost)
        return binding

    def _replace(self, user: str, old: Binding | None, new: Binding | None) -> None:
        known = self._bindings.setdefault(user, [])
        had_phone = bool(known)
        if old in known:
            known.remove(old)
            old.let_go()
        elif new is None:
            return  # gone already
        if new:
            known.append(new)
            if len(known) > BINDINGS_PER_USER:
                self._replace(user, known[0], None)
        if not known:
            del self._bindings[user]
        if had_phone != bool(known):
            flow = new.flow if new else old.flow if old else None
            log.info("phone %s %s (%s)", user, "registered" if known else "gone", flow)
            self._on_phone(user, bool(known))

    def close(self) -> None:
        """Forget all bindings without a word; for shutting down."""
        for known in self._bindings.values():
            for binding in known:
                binding.let_go()
        self._bindings.clear()


def _seconds(text: str | None, otherwise: int) -> int:
    return (
        min(int(text), LONGEST_S)
        if text and text.isascii() and text.isdigit() and len(text) < 11
        else otherwise
    )


def _name_for_us(request: SipRequest, flow: Flow) -> str:
    """Our Contact towards this phone.

    A desktop reaches us through its own tunnel, a port on its loopback address, which it names as
    registrar (Request-URI) or proxy (Route); any other Contact would let its in-dialog requests leave
    the tunnel. Whoever else registers over a connection is answered by our own address.
    """
    route = request.headers.get_first("Route")
    uri = m.parse_address(route).uri if route else m.parse_uri(request.uri)
    try:
        loopback = ipaddress.ip_address(uri.host.strip("[]")).is_loopback
    except ValueError:
        loopback = False
    if not (flow.reliable and loopback and uri.port):
        return own_contact(flow)
    return f"<sip:seatline@{hostport(uri.host, uri.port)};transport={uri.params.get('transport') or 'tcp'}>"
