"""Calls of a bare SIP peer, up to the point where a test becomes interesting."""

from __future__ import annotations

from app.server.core.commands import AnswerLeg, OriginateLeg
from app.server.core.events import LegAnswered, LegIncoming
from app.server.voice.embedded.signalling import digest, messages
from tests.doubles.sip_house import PASSWORDS, House
from tests.doubles.sip_wire import WirePeer, header, sdp, until


async def ring(house: House, peer: WirePeer, call: str = "a", **changes: str) -> LegIncoming:
    peer.send(
        peer.request("INVITE", call, branch=f"z9hG4bK{call}", body=changes.pop("body", sdp()), **changes)
    )
    return await house.heard.wait(LegIncoming)


async def talk(house: House, peer: WirePeer, call: str = "a") -> tuple[LegIncoming, str]:
    """A call that is up; also gives the To header with our tag."""
    leg = await ring(house, peer, call)
    house.engine.do(AnswerLeg(leg.leg_id))
    to = header(await peer.wait("SIP/2.0 200"), "To")
    peer.send(peer.request("ACK", call, to=to))
    await house.heard.wait(LegAnswered)
    return leg, to


async def register(
    house: House, peer: WirePeer, user: str = "1001", password: str = "", expires: int = 300
) -> str:
    """Register with digest; the status line of the final answer."""
    uri = "sip:127.0.0.1"
    call = f"reg-{len(peer.heard)}"
    number = len(peer.all("SIP/2.0 401"))
    first = peer.request("REGISTER", call, uri=uri, user=user, to=f"<sip:{user}@127.0.0.1>")
    peer.send(first.replace("Max-Forwards", f"Expires: {expires}\r\nMax-Forwards"))
    challenge = messages.parse((await peer.wait("SIP/2.0 401", number + 1)).encode())
    request = messages.parse(first.encode())
    assert isinstance(challenge, messages.SipResponse)
    assert isinstance(request, messages.SipRequest)
    again = digest.authorize(request, challenge, user, password or PASSWORDS[user])
    assert again is not None
    again.headers.set_single("Expires", str(expires))
    before = len(peer.heard)
    peer.send(bytes(again))
    await until(lambda: len(peer.heard) > before)
    return peer.heard[before].partition("\r\n")[0]


def originate(timeout_s: int = 10, leg_id: str = "out", like: str = "") -> OriginateLeg:
    return OriginateLeg(leg_id, "1001", "13800138000", "王芳", "call-1", "offer-1", like, timeout_s)


async def phone_talks(
    house: House, peer: WirePeer, leg_id: str = "out", *, headers: str = "", body: str = ""
) -> str:
    """A registered phone that was rung and answered; gives the INVITE it got."""
    if not any(user == "1001" and there for user, there in house.heard.phones):
        await register(house, peer)
    house.engine.do(originate(leg_id=leg_id))
    count = len(house.heard.all(LegAnswered)) + 1
    invite = await peer.wait("INVITE", count=len(calls(peer)) + 1)
    peer.send(peer.reply(invite, "200 OK", tag=f"tag-{leg_id}", body=body or sdp(), headers=headers))
    await peer.wait("ACK", count=len(peer.all("ACK")) + 1)
    await house.heard.wait(LegAnswered, count=count)
    return invite


def calls(peer: WirePeer) -> list[str]:
    return peer.all("INVITE")


def inside(
    peer: WirePeer,
    invite: str,
    method: str,
    cseq: int,
    *,
    tag: str = "tag-out",
    body: str = "",
    kind: str = "application/sdp",
    headers: str = "",
    branch: str = "",
) -> str:
    """A request of the phone inside the call that ``invite`` began."""
    call = header(invite, "Call-ID")
    request = peer.request(
        method, call, cseq=cseq, to=header(invite, "From"), body=body, headers=headers, branch=branch
    )
    sender = f"From: {header(invite, 'To')};tag={tag}\r\n"
    lines = request.replace("application/sdp", kind, 1).split("\r\n")
    place = next(n for n, line in enumerate(lines) if line.startswith("From: "))
    lines[place] = sender.strip()
    return "\r\n".join(lines)


async def authorized(house: House, peer: WirePeer, request: str, user: str = "1001") -> None:
    """Send a phone's request that is challenged (401) once more with the right answer."""
    count = len(peer.all("SIP/2.0 401")) + 1
    peer.send(request)
    challenge = messages.parse((await peer.wait("SIP/2.0 401", count)).encode())
    parsed = messages.parse(request.encode())
    assert isinstance(challenge, messages.SipResponse)
    assert isinstance(parsed, messages.SipRequest)
    again = digest.authorize(parsed, challenge, user, PASSWORDS[user])
    assert again is not None
    peer.send(bytes(again))
