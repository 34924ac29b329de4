"""What a peer on a lossy line sees of our transactions, on real sockets with a bare UDP peer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from app.server.voice.embedded.signalling.client_transaction import ClientTransaction
from app.server.voice.embedded.signalling.dialog import Dialog
from app.server.voice.embedded.signalling.flows import Flow
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from app.server.voice.embedded.signalling.server_transaction import ServerTransaction
from app.server.voice.embedded.signalling.stack import SipStack
from app.server.voice.embedded.signalling.timers import Timers
from tests.doubles.sip_wire import WirePeer, header, sdp, until

QUICK = Timers(t1_s=0.03, t2_s=0.1, t4_s=0.1)


@dataclass
class Here:
    """A stack, the requests it was given and a peer on the wire."""

    stack: SipStack
    peer: WirePeer
    requests: list[tuple[SipRequest, ServerTransaction]] = field(default_factory=list)

    def send(self, method: str = "INVITE") -> tuple[ClientTransaction, list[int], Dialog]:
        flow = self.stack.udp_flow("127.0.0.1", self.peer.port)
        dialog = Dialog.outgoing(flow, "4001", f"sip:1001@127.0.0.1:{self.peer.port}")
        codes: list[int] = []

        def on_response(transaction: ClientTransaction, response: SipResponse) -> None:
            codes.append(response.status_code)
            if transaction.is_invite and 200 <= response.status_code < 300:
                dialog.take_answer(response)
                transaction.acknowledge(dialog.ack(transaction.request, flow))

        return self.stack.send(dialog.request(method, flow), flow, on_response), codes, dialog


@pytest.fixture
async def here() -> AsyncIterator[Here]:
    requests: list[tuple[SipRequest, ServerTransaction]] = []

    def on_request(request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        requests.append((request, transaction))
        if request.method in ("OPTIONS", "BYE"):
            transaction.reply(200)

    stack = SipStack(on_request, QUICK)
    port = await stack.listen_udp("127.0.0.1", 0)
    peer = await WirePeer.open(port)
    yield Here(stack, peer, requests)
    peer.close()
    await stack.close()


async def test_an_invite_sent_twice_rings_once_and_is_answered_twice(here: Here) -> None:
    invite = here.peer.request("INVITE", "twice", body=sdp())
    here.peer.send(invite)
    await until(lambda: len(here.requests) == 1)
    here.requests[0][1].reply(180)
    await here.peer.wait("SIP/2.0 180")
    here.peer.send(invite)
    await here.peer.wait("SIP/2.0 180", count=2)
    assert len(here.requests) == 1
    assert len({header(m, "To") for m in here.peer.all("SIP/2.0 180")}) == 1


async def test_a_lost_200_comes_again_until_the_ack(here: Here) -> None:
    here.peer.send(here.peer.request("INVITE", "lost-200", body=sdp()))
    await until(lambda: len(here.requests) == 1)
    transaction = here.requests[0][1]
    acks: list[SipRequest] = []
    transaction.on_ack = acks.append
    transaction.reply(200)
    third = await here.peer.wait("SIP/2.0 200", count=3)
    ack = here.peer.request("ACK", "lost-200", to=header(third, "To"))
    here.peer.send(ack)
    here.peer.send(ack)
    await until(lambda: len(acks) == 1)
    before = len(here.peer.all("SIP/2.0 200"))
    await asyncio.sleep(0.3)
    assert len(here.peer.all("SIP/2.0 200")) == before
    assert len(acks) == 1


async def test_a_repeated_invite_after_the_ack_makes_no_second_call(here: Here) -> None:
    invite = here.peer.request("INVITE", "late", body=sdp())
    here.peer.send(invite)
    await until(lambda: len(here.requests) == 1)
    here.requests[0][1].reply(200)
    answer = await here.peer.wait("SIP/2.0 200")
    here.peer.send(here.peer.request("ACK", "late", to=header(answer, "To")))
    here.peer.send(invite)
    here.peer.send(here.peer.request("OPTIONS", "ping"))
    await until(lambda: any(r.method == "OPTIONS" for r, _ in here.requests))
    assert [r.method for r, _ in here.requests] == ["INVITE", "OPTIONS"]


async def test_an_answer_that_is_never_acknowledged_is_reported(here: Here) -> None:
    here.peer.send(here.peer.request("INVITE", "no-ack", body=sdp()))
    await until(lambda: len(here.requests) == 1)
    given_up = asyncio.Event()
    here.requests[0][1].on_no_ack = given_up.set
    here.requests[0][1].reply(200)
    await asyncio.wait_for(given_up.wait(), 64 * QUICK.t1_s + 1)
    assert here.stack.open_transactions == 0


async def test_a_refusal_is_repeated_until_its_ack(here: Here) -> None:
    invite = here.peer.request("INVITE", "busy", branch="z9hG4bKbusy", body=sdp())
    here.peer.send(invite)
    await until(lambda: len(here.requests) == 1)
    here.requests[0][1].reply(486)
    refusal = await here.peer.wait("SIP/2.0 486", count=2)
    here.peer.send(here.peer.request("ACK", "busy", branch="z9hG4bKbusy", to=header(refusal, "To")))
    await until(lambda: here.stack.open_transactions == 0)


async def test_bye_sent_twice_is_answered_twice_and_handled_once(here: Here) -> None:
    bye = here.peer.request("BYE", "bye", to="<sip:4001@127.0.0.1>;tag=x")
    here.peer.send(bye)
    here.peer.send(bye)
    await here.peer.wait("SIP/2.0 200", count=2)
    assert len(here.requests) == 1


async def test_cancel_before_the_answer_reaches_the_call_and_after_it_does_not(here: Here) -> None:
    here.peer.send(here.peer.request("INVITE", "c1", branch="z9hG4bKc1", body=sdp()))
    here.peer.send(here.peer.request("INVITE", "c2", branch="z9hG4bKc2", body=sdp()))
    await until(lambda: len(here.requests) == 2)
    early, late = (transaction for _, transaction in here.requests)
    early.on_cancel = lambda: early.reply(487)
    late.on_cancel = lambda: late.reply(487)
    late.reply(200)
    here.peer.send(here.peer.request("CANCEL", "c1", branch="z9hG4bKc1"))
    here.peer.send(here.peer.request("CANCEL", "c2", branch="z9hG4bKc2"))
    await here.peer.wait("SIP/2.0 487")
    await until(lambda: sum("CANCEL" in header(m, "CSeq") for m in here.peer.all("SIP/2.0 200")) == 2)
    assert {header(m, "Call-ID") for m in here.peer.all("SIP/2.0 487")} == {"c1"}


async def test_our_invite_is_repeated_until_the_phone_replies(here: Here) -> None:
    _, codes, _ = here.send()
    invite = await here.peer.wait("INVITE", count=3)
    here.peer.send(here.peer.reply(invite, "180 Ringing"))
    await until(lambda: codes == [180])
    before = len(here.peer.all("INVITE"))
    await asyncio.sleep(0.3)
    assert len(here.peer.all("INVITE")) == before


async def test_a_lost_ack_is_sent_again_for_each_repeated_200(here: Here) -> None:
    _, codes, _ = here.send()
    answer = here.peer.reply(await here.peer.wait("INVITE"), "200 OK", body=sdp())
    for times in (1, 2, 3):
        here.peer.send(answer)
        await here.peer.wait("ACK", count=times)
    assert codes == [200]


async def test_a_lost_ack_of_a_refusal_is_sent_again(here: Here) -> None:
    _, codes, _ = here.send()
    invite = await here.peer.wait("INVITE")
    here.peer.send(here.peer.reply(invite, "486 Busy Here"))
    here.peer.send(here.peer.reply(invite, "486 Busy Here"))
    ack = await here.peer.wait("ACK", count=2)
    assert header(ack, "Via").split(";")[1] == header(invite, "Via").split(";")[1]
    assert codes == [486]


async def test_cancel_waits_for_the_first_sign_of_life(here: Here) -> None:
    transaction, codes, _ = here.send()
    invite = await here.peer.wait("INVITE")
    transaction.cancel()
    await asyncio.sleep(0.02)
    assert not here.peer.all("CANCEL")
    here.peer.send(here.peer.reply(invite, "180 Ringing"))
    cancel = await here.peer.wait("CANCEL")
    here.peer.send(here.peer.reply(cancel, "200 OK"))
    here.peer.send(here.peer.reply(invite, "487 Request Terminated"))
    await here.peer.wait("ACK")
    assert codes == [180, 487]


async def test_a_200_that_crosses_the_cancel_is_seen_and_acknowledged(here: Here) -> None:
    transaction, codes, _ = here.send()
    invite = await here.peer.wait("INVITE")
    here.peer.send(here.peer.reply(invite, "180 Ringing"))
    await until(lambda: codes == [180])
    transaction.cancel()
    here.peer.send(here.peer.reply(invite, "200 OK", body=sdp()))
    await here.peer.wait("ACK")
    assert codes == [180, 200]


async def test_a_request_without_any_answer_ends_with_408(here: Here) -> None:
    _, codes, _ = here.send("BYE")
    await until(lambda: codes == [408], 64 * QUICK.t1_s + 1)
    assert len(here.peer.all("BYE")) > 5
    assert here.stack.open_transactions == 0


async def test_a_provisional_answer_does_not_prolong_the_wait_for_the_final_one(here: Here) -> None:
    """Timer F of anything but an INVITE runs from its first sending (RFC 3261 §17.1.2.2)."""
    _, codes, _ = here.send("BYE")
    bye = await here.peer.wait("BYE")
    began_s = asyncio.get_running_loop().time()
    await asyncio.sleep(32 * QUICK.t1_s)
    here.peer.send(here.peer.reply(bye, "100 Trying"))
    await until(lambda: codes == [100, 408], 64 * QUICK.t1_s + 1)
    assert asyncio.get_running_loop().time() - began_s < 80 * QUICK.t1_s


async def test_over_a_stream_nothing_but_a_2xx_is_repeated() -> None:
    """Timers A, E and G are for UDP (RFC 3261 table 4); a 2xx is the user's to repeat on any transport."""
    seen: list[tuple[SipRequest, ServerTransaction]] = []
    stack = SipStack(lambda request, transaction, _flow: seen.append((request, transaction)), QUICK)
    port = await stack.listen_tcp("127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in (1, 2):
        writer.write(
            b"INVITE sip:x@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK%d\r\n"
            b"From: <sip:a@x>;tag=1\r\nTo: <sip:b@x>\r\nCall-ID: s%d\r\nCSeq: 1 INVITE\r\n"
            b"Content-Length: 0\r\n\r\n" % (number, number)
        )
    await until(lambda: len(seen) == 2)
    seen[0][1].reply(486)
    seen[1][1].reply(200)
    await asyncio.sleep(8 * QUICK.t1_s)
    raw = (await reader.read(65536)).decode()
    assert raw.count("SIP/2.0 486") == 1
    assert raw.count("SIP/2.0 200") >= 3
    ours: list[int] = []
    dialog = Dialog.outgoing(seen[0][1].flow, "4001", "sip:1001@127.0.0.1")
    stack.send(
        dialog.request("OPTIONS", seen[0][1].flow),
        seen[0][1].flow,
        lambda _transaction, response: ours.append(response.status_code),
    )
    await until(lambda: ours == [408], 64 * QUICK.t1_s + 1)
    assert (await reader.read(65536)).decode().count("OPTIONS sip:1001") == 1
    writer.close()
    await stack.close()


async def test_one_connection_carries_messages_pings_and_the_way_back() -> None:
    flows: list[Flow] = []

    def on_request(_request: SipRequest, transaction: ServerTransaction, flow: Flow) -> None:
        flows.append(flow)
        transaction.reply(200)

    stack = SipStack(on_request, QUICK)
    port = await stack.listen_tcp("127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    message = (
        b"OPTIONS sip:x@127.0.0.1 SIP/2.0\r\nv: SIP/2.0/TCP 127.0.0.1;branch=z9hG4bK%d\r\n"
        b"f: <sip:a@x>;tag=1\r\nt: <sip:b@x>\r\ni: 1\r\nCSeq: 1 OPTIONS\r\nl: 0\r\n\r\n"
    )
    writer.write(b"\r\n\r\n" + message % 1 + b"\r\n" + (message % 2)[:30])
    async with asyncio.timeout(3):
        assert await reader.readexactly(2) == b"\r\n"
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"SIP/2.0 200")
        writer.write((message % 2)[30:])
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"SIP/2.0 200")
        closed = asyncio.Event()
        flows[0].when_closed(lambda _flow: closed.set())
        writer.write(b"INVITE sip:x SIP/2.0\r\nContent-Length: 99999999\r\n\r\n")
        await closed.wait()
        assert await reader.read() == b""
    writer.close()
    await stack.close()
