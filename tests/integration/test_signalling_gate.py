"""The gate: scanners, guessers and floods are shut out; calls and honest phones notice nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.server.core.commands import AnswerLeg
from app.server.core.events import LegAnswered, LegEnded, LegIncoming
from app.server.voice.embedded.signalling import digest, messages
from app.server.voice.embedded.signalling.gate import Admission, Gate, GateRule
from app.server.voice.embedded.signalling.messages import SipRequest, SipResponse
from tests.doubles.sip_house import PASSWORDS, House, a_house
from tests.doubles.sip_wire import WirePeer, header, sdp, until

STRANGER = "198.51.100.7"


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def a_gate(**rule: float) -> tuple[Gate, Clock]:
    clock = Clock()
    gate = Gate(10, 400, clock, GateRule(**rule))  # type: ignore[arg-type]
    gate.trust(("192.0.2.0/24",))
    return gate, clock


def request(agent: str = "phone", method: str = "INVITE") -> SipRequest:
    raw = (
        f"{method} sip:4001@x SIP/2.0\r\nVia: SIP/2.0/UDP x;branch=z9hG4bK1\r\nFrom: <sip:a@x>;tag=1\r\n"
        f"To: <sip:4001@x>\r\nCall-ID: 1\r\nCSeq: 1 {method}\r\nUser-Agent: {agent}\r\n"
        "Content-Length: 0\r\n\r\n"
    )
    message = messages.parse(raw.encode())
    assert isinstance(message, SipRequest)
    return message


def test_a_scanner_is_shut_out_for_ten_minutes_and_then_for_twenty() -> None:
    gate, clock = a_gate()
    assert gate.admit(request("friendly-scanner"), STRANGER) is Admission.IGNORE
    assert not gate.passes(STRANGER)
    clock.now_s += 599
    assert not gate.passes(STRANGER)
    clock.now_s += 2
    assert gate.passes(STRANGER)
    gate.admit(request("friendly-scanner"), STRANGER)
    clock.now_s += 1199
    assert not gate.passes(STRANGER)
    clock.now_s += 2
    assert gate.passes(STRANGER)


def test_a_shut_out_lasts_a_day_at_most_and_is_forgotten_after_a_good_week() -> None:
    gate, clock = a_gate()
    for _ in range(12):
        gate.admit(request("sipvicious"), STRANGER)
        clock.now_s += 86_400
        assert gate.passes(STRANGER)
    clock.now_s += 8 * 86_400
    gate.admit(request("sipvicious"), STRANGER)
    clock.now_s += 601
    assert gate.passes(STRANGER)


def test_nobody_else_is_shut_out_with_him() -> None:
    gate, _ = a_gate()
    gate.admit(request("friendly-scanner"), STRANGER)
    assert gate.passes("198.51.100.8")
    gate.admit(request("friendly-scanner"), "2001:db8:1:2::5")
    assert not gate.passes("2001:db8:1:2:ffff::9")  # the same customer's network
    assert gate.passes("2001:db8:1:3::5")


def test_a_trunk_is_never_shut_out() -> None:
    gate, _ = a_gate()
    for _ in range(50):
        gate.admit(request("friendly-scanner"), "192.0.2.9")
        gate.wrong("192.0.2.9", "1001")
        gate.unproved("192.0.2.9")
    assert gate.passes("192.0.2.9")


def test_who_guesses_passwords_of_many_users_is_shut_out() -> None:
    gate, _ = a_gate()
    for number in range(4):
        gate.wrong(STRANGER, f"100{number}")
    assert gate.passes(STRANGER)
    gate.wrong(STRANGER, "1005")
    assert not gate.passes(STRANGER)


def test_who_guesses_one_password_too_often_is_shut_out() -> None:
    gate, clock = a_gate()
    for _ in range(19):
        gate.wrong(STRANGER, "1001")
    assert gate.passes(STRANGER)
    clock.now_s += 61  # forgotten
    gate.wrong(STRANGER, "1001")
    assert gate.passes(STRANGER)
    for _ in range(19):
        gate.wrong(STRANGER, "1001")
    assert not gate.passes(STRANGER)


def test_a_house_full_of_phones_is_not_shut_out_for_one_forgotten_password() -> None:
    gate, clock = a_gate()
    gate.right(STRANGER)
    for _ in range(100):
        gate.wrong(STRANGER, "1002")
        gate.unproved(STRANGER)
    assert gate.passes(STRANGER)
    assert [gate.admit(request(), STRANGER) for _ in range(300)].count(Admission.IN) == 300
    clock.now_s += 7201
    for _ in range(20):
        gate.wrong(STRANGER, "1002")
    assert not gate.passes(STRANGER)


def test_calls_without_a_password_that_never_show_one_end_at_the_door() -> None:
    gate, _ = a_gate()
    for _ in range(10):
        assert gate.passes(STRANGER)
        gate.unproved(STRANGER)
    assert not gate.passes(STRANGER)


def test_a_flood_is_paused_at_once_and_shut_out_when_it_goes_on() -> None:
    gate, clock = a_gate()
    read = 0
    for _ in range(20_000):  # 2,000 a second for ten seconds
        if gate.passes(STRANGER):
            read += 1
            gate.admit(request(), STRANGER)
        clock.now_s += 1 / 2000
    assert read < 250
    clock.now_s += 60
    assert not gate.passes(STRANGER)


def test_a_flood_from_everywhere_does_not_keep_out_who_is_known() -> None:
    gate, clock = a_gate()
    gate.right("203.0.113.5")
    let_in = 0
    for number in range(4000):
        host = f"10.{number // 250}.{number % 250}.1"
        let_in += gate.passes(host) and gate.admit(request(), host) is Admission.IN
        clock.now_s += 1 / 2000
        assert gate.passes("203.0.113.5")
        assert gate.passes("192.0.2.1")
    assert let_in < 1600  # 300 a second and what was saved up
    assert gate.admit(request(), "203.0.113.5") is Admission.IN
    clock.now_s += 5
    assert gate.passes(STRANGER)


def test_memory_is_bounded_whoever_writes_addresses_on_packets() -> None:
    gate, _ = a_gate(strangers_per_s=1e9)
    for number in range(25_000):
        host = f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}"
        gate.admit(request("nmap"), host)
        gate.count(host)
    assert len(gate._shut) <= 20_000
    assert len(gate._buckets) <= 20_000
    assert len(gate._history) <= 20_000


# --- on real sockets ---------------------------------------------------------------------------------


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Nobody is trusted by address."""
    async with a_house(tmp_path, trunk_addresses=("192.0.2.1",)) as running:
        yield running


@pytest.fixture
async def peer(house: House) -> AsyncIterator[WirePeer]:
    wire = await WirePeer.open(house.engine.sip_port)
    yield wire
    wire.close()


async def answer_to(peer: WirePeer, first: str, user: str, password: str) -> str:
    """Send a request, answer its challenge; the first line of what came of it."""
    before = len(peer.heard)
    peer.send(first)
    await until(lambda: len(peer.heard) > before)
    challenge = messages.parse(peer.heard[before].encode())
    sent = messages.parse(first.encode())
    assert isinstance(challenge, SipResponse)
    assert isinstance(sent, SipRequest)
    if challenge.status_code != 401:
        return peer.heard[before].partition("\r\n")[0]
    again = digest.authorize(sent, challenge, user, password)
    assert again is not None
    before = len(peer.heard)
    peer.send(bytes(again))
    await until(lambda: len(peer.heard) > before)
    return peer.heard[before].partition("\r\n")[0]


def register(peer: WirePeer, user: str, call: str) -> str:
    return peer.request("REGISTER", call, uri="sip:127.0.0.1", user=user, to=f"<sip:{user}@127.0.0.1>")


async def silent(house: House, peer: WirePeer) -> bool:
    """Whether OPTIONS gets no answer any more."""
    before = len(peer.all("SIP/2.0 200"))
    peer.send(peer.request("OPTIONS", f"hello-{before}"))
    await asyncio.sleep(0.15)
    return len(peer.all("SIP/2.0 200")) == before


async def test_a_scanner_hears_nothing_and_never_makes_a_leg(house: House, peer: WirePeer) -> None:
    peer.send(peer.request("INVITE", "scan", body=sdp(), headers="User-Agent: friendly-scanner\r\n"))
    assert await silent(house, peer)
    tcp = await asyncio.open_connection("127.0.0.1", house.engine.sip_port)
    assert await asyncio.wait_for(_read(tcp[0]), 2) == b""  # refused
    tcp[1].close()
    assert not house.heard.all(LegIncoming)
    assert not peer.heard


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(10)
    except ConnectionError:
        return b""


async def test_guessing_for_many_users_ends_in_silence(house: House, peer: WirePeer) -> None:
    for number in range(5):
        user = f"100{number}"
        line = await answer_to(peer, register(peer, user, f"guess-{number}"), user, "123456")
        assert line.startswith("SIP/2.0 401")
    assert await silent(house, peer)


async def test_made_up_answers_to_no_challenge_of_ours_do_not_shut_out_whose_address_they_bear(
    house: House, peer: WirePeer
) -> None:
    for number in range(8):
        made_up = (
            f'Authorization: Digest username="1{number:03}", realm="seatline", nonce="QUFB", uri="sip:x", '
            f'response="{"0" * 32}", algorithm=MD5\r\n'
        )
        peer.send(peer.request("REGISTER", f"spoof-{number}", uri="sip:x", headers=made_up))
    await peer.wait("SIP/2.0 401", count=8)
    assert not await silent(house, peer)


async def test_strangers_calls_are_challenged_then_shut_out(house: House, peer: WirePeer) -> None:
    for number in range(10):
        peer.send(peer.request("INVITE", f"call-{number}", uri="sip:00442079460000@127.0.0.1", body=sdp()))
    await peer.wait("SIP/2.0 401", count=10)
    assert await silent(house, peer)
    assert len(peer.heard) == 10  # each said once: no help in flooding somebody else
    assert not house.heard.all(LegIncoming)


async def test_a_phone_that_answers_each_challenge_may_go_on(house: House, peer: WirePeer) -> None:
    for number in range(15):
        first = peer.request("INVITE", f"dial-{number}", user="1001", body=sdp())
        assert (await answer_to(peer, first, "1001", PASSWORDS["1001"])).startswith("SIP/2.0 100")
    assert len(house.heard.all(LegIncoming)) == 15


async def test_requests_of_no_dialog_are_a_flood_like_any_other(house: House, peer: WirePeer) -> None:
    for number in range(300):
        peer.send(peer.request("BYE", f"none-{number}", to="<sip:4001@x>;tag=none"))
    await until(lambda: house.engine._gate.is_shut("127.0.0.1"))
    assert len(peer.all("SIP/2.0 481")) <= 30


async def test_what_is_no_message_or_an_answer_to_nothing_is_a_flood_too(
    house: House, peer: WirePeer
) -> None:
    stray = peer.reply(peer.request("OPTIONS", "never-asked"), "200 OK")
    for _ in range(150):
        peer.send("rubbish\r\n\r\n")
        peer.send(stray)
    await until(lambda: house.engine._gate.is_shut("127.0.0.1"))


async def test_a_flood_does_not_disturb_a_call_of_a_trunk(tmp_path: Path) -> None:
    """2,000 bogus requests a second for three seconds from another address of this machine."""
    async with a_house(tmp_path, host="0.0.0.0", trunk_addresses=("127.0.0.1",)) as house:
        caller = await WirePeer.open(house.engine.sip_port)
        flooder = await WirePeer.open(house.engine.sip_port, host="127.0.0.2")
        try:
            caller.send(caller.request("INVITE", "good", body=sdp()))
            leg = await house.heard.wait(LegIncoming)
            house.engine.do(AnswerLeg(leg.leg_id))
            to = header(await caller.wait("SIP/2.0 200"), "To")
            caller.send(caller.request("ACK", "good", to=to))
            await house.heard.wait(LegAnswered)
            took_ms: list[float] = []
            burned_s, begun_s = time.process_time(), time.monotonic()
            for turn in range(60):
                for number in range(50):
                    method = "REGISTER" if number % 2 else "INVITE"
                    flooder.send(flooder.request(method, f"flood-{turn}-{number}", body=sdp()))
                for number in range(50):
                    flooder.send(flooder.request("INVITE", f"more-{turn}-{number}", body=sdp()))
                asked = time.monotonic()
                caller.send(caller.request("INFO", "good", cseq=2 + turn, to=to))
                await caller.wait("SIP/2.0 200", count=2 + turn)
                took_ms.append((time.monotonic() - asked) * 1000)
                await asyncio.sleep(max(0.0, begun_s + (turn + 1) * 0.05 - time.monotonic()))
            burned_s = time.process_time() - burned_s
            assert house.engine._gate.is_shut("127.0.0.2")
            assert sorted(took_ms)[len(took_ms) // 2] < 20
            assert not house.heard.all(LegEnded)
            assert len(house.heard.all(LegIncoming)) == 1
            middle, worst = sorted(took_ms)[30], max(took_ms)
            print(f"flood: median {middle:.1f} ms, worst {worst:.1f} ms, {burned_s:.2f} s CPU")
        finally:
            caller.close()
            flooder.close()
