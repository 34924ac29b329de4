"""A dialog: what both ends must remember of their relation (RFC 3261 §12).

In:  the INVITE or its 2xx. Out: requests inside the dialog, and whether a request belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.server.voice.embedded.signalling import messages as m
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse


@dataclass(slots=True)
class Dialog:
    """``local`` and ``remote`` are name-addresses without tag; ``contact`` is our Contact header."""

    call_id: str
    local_tag: str
    local: str
    remote: str
    remote_target: str
    contact: str
    remote_tag: str = ""
    routes: tuple[str, ...] = ()
    local_cseq: int = 0
    remote_cseq: int = -1

    @classmethod
    def incoming(cls, invite: SipRequest, local_tag: str, flow: Flow, contact: str = "") -> Dialog:
        """RFC 3261 §12.1.1."""
        return cls(
            call_id=m.call_id(invite),
            local_tag=local_tag,
            local=_without_tag(invite.headers.get_first("To") or ""),
            remote=_without_tag(invite.headers.get_first("From") or ""),
            remote_target=m.contact_uri(invite) or m.stringify_uri(m.from_address(invite).uri),
            contact=contact or own_contact(flow),
            remote_tag=m.from_tag(invite),
            routes=tuple(invite.headers.get("Record-Route")),
            remote_cseq=m.cseq(invite)[0],
        )

    @classmethod
    def outgoing(
        cls,
        flow: Flow,
        own_user: str,
        target: str,
        *,
        own_name: str = "",
        remote: str = "",
        contact: str = "",
        local: str = "",
    ) -> Dialog:
        """``target``: URI to send to; ``remote``: URI shown in To, else the target (RFC 3261 §12.1.2).

        ``local``: our whole From, in place of ``own_user`` and ``own_name``.
        """
        host = hostport(flow.local[0], None)
        own = m.name_address(f"sip:{own_user}@{host}" if own_user else f"sip:{host}", own_name)
        return cls(
            call_id=f"{m.new_tag()}{m.new_tag()}",
            local_tag=m.new_tag(),
            local=local or own,
            remote=m.name_address(remote or target),
            remote_target=target,
            contact=contact or own_contact(flow, own_user),
        )

    def take_answer(self, response: SipResponse) -> None:
        """A 2xx (or 18x with a tag) fixes tag, target and routes (RFC 3261 §12.1.2).

        The 2xx counts anew for an early dialog (§13.2.2.4).
        """
        self.remote_tag = m.to_tag(response) or self.remote_tag
        self.remote_target = m.contact_uri(response) or self.remote_target
        self.routes = tuple(reversed(response.headers.get("Record-Route")))

    def refresh_target(self, response: SipResponse) -> None:
        """A 2xx to our re-INVITE or UPDATE may name another target; routes stay (RFC 3261 §12.2.1.2)."""
        self.remote_target = m.contact_uri(response) or self.remote_target

    def matches(self, request: SipRequest) -> bool:
        """RFC 3261 §12.2.2."""
        return (m.call_id(request), m.to_tag(request), m.from_tag(request)) == (
            self.call_id,
            self.local_tag,
            self.remote_tag,
        )

    def take_request(self, request: SipRequest) -> bool:
        """Note CSeq and target of a request inside the dialog; False when it is older than another."""
        number, method = m.cseq(request)
        if number <= self.remote_cseq:
            return False
        self.remote_cseq = number
        if method in ("INVITE", "UPDATE"):  # target refresh requests
            self.remote_target = m.contact_uri(request) or self.remote_target
        return True

    def request(
        self,
        method: str,
        flow: Flow,
        *,
        body: str = "",
        content_type: str = "application/sdp",
        headers: tuple[tuple[str, str], ...] = (),
    ) -> SipRequest:
        """The next request of ours (RFC 3261 §12.2.1.1)."""
        self.local_cseq += 1
        request = self._blank(method, flow, self.local_cseq)
        if method in ("INVITE", "UPDATE", "REGISTER", "SUBSCRIBE", "NOTIFY"):
            request.headers.set_single("Contact", self.contact)
        for name, value in headers:
            request.headers.append(name, value)
        if method == "INVITE" and "Allow" not in request.headers:
            request.headers.set_single("Allow", m.ALLOW_BASIC)
        if body:
            request.headers.set_single("Content-Type", content_type)
            request.text = body
        return request

    def ack(self, invite: SipRequest, flow: Flow, body: str = "") -> SipRequest:
        """The ACK of a 2xx: a message of its own with the INVITE's number (RFC 3261 §13.2.2.4)."""
        number, _ = m.cseq(invite)
        self.local_cseq = max(self.local_cseq, number)  # a challenged INVITE was sent again with a higher one
        ack = self._blank("ACK", flow, number)
        for name in ("Authorization", "Proxy-Authorization"):  # RFC 3261 §22.1
            for value in invite.headers.get(name):
                ack.headers.append(name, value)
        if body:
            ack.headers.set_single("Content-Type", "application/sdp")
            ack.text = body
        return ack

    def _blank(self, method: str, flow: Flow, number: int) -> SipRequest:
        request = SipRequest(method=method, uri=self.remote_target)
        place = hostport(*flow.local)
        request.headers.append("Via", f"SIP/2.0/{flow.transport} {place};branch={m.new_branch()};rport")
        request.headers.set_single("Max-Forwards", "70")
        request.headers.set_single("From", f"{self.local};tag={self.local_tag}")
        request.headers.set_single(
            "To", f"{self.remote};tag={self.remote_tag}" if self.remote_tag else self.remote
        )
        request.headers.set_single("Call-ID", self.call_id)
        request.headers.set_single("CSeq", f"{number} {method}")
        for route in self.routes:
            request.headers.append("Route", route)
        request.headers.set_single("User-Agent", m.PRODUCT)
        return request


def own_contact(flow: Flow, user: str = "seatline") -> str:
    """Where the peer of this flow reaches us."""
    transport = "" if flow.transport == "UDP" else f";transport={flow.transport.lower()}"
    return f"<sip:{user or 'seatline'}@{hostport(*flow.local)}{transport}>"


def hostport(host: str, port: int | None) -> str:
    shown = f"[{host}]" if ":" in host and not host.startswith("[") else host
    return f"{shown}:{port}" if port else shown


def _without_tag(value: str) -> str:
    address = m.parse_address(value)
    return m.name_address(m.stringify_uri(address.uri), address.display_name or "")
