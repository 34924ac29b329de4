"""Independent telephones and our own, in every pairing, at the real server: they talk, and more.

A customer is our simulated caller; agents' phones are baresip, linphonec and the desktop's softphone.
Each speaks a tone of its own, so it is known who hears whom.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from app.caller.caller import Caller
from app.caller.model import CallPlan
from app.demo.stage import RunningServer
from tests.doubles.phone_party import Party, SipParty, hears, hears_something_else, party, sip_party
from tests.doubles.phone_sounds import noise_seconds, tone_seconds
from tests.doubles.sample_server import server
from tests.integration.test_server_calls import Agent, signed_in

pytestmark = [pytest.mark.peer, pytest.mark.timeout(120)]
SALES: tuple[str, ...] = ("1001", "1002", "1003", "1004", "1009", "1010")  # who takes calls to 4002
KINDS: tuple[str, ...] = (
    "baresip-udp",
    "baresip-tcp",
    "baresip-tls",
    "linphone-udp",
    "linphone-tcp",
    "desktop",
)
CUSTOMERS_HZ = (400, 470, 540, 610, 680, 750)
PHONES_HZ = (820, 900, 980, 1060, 1140, 1220)


async def a_customer(running: RunningServer, folder: Path, name: str, tone_hz: int, number: str) -> Caller:
    caller = Caller()
    plan = CallPlan(
        f"sip:{number}@127.0.0.1:{running.sip_port}", f"1381234{tone_hz:04}", speak=f"tone:{tone_hz}",
        record=folder / f"{name}.wav", seconds=90,
    )  # fmt: skip
    await caller.start(plan)
    return caller


@asynccontextmanager
async def ready_agent(running: RunningServer, username: str) -> AsyncGenerator[Agent]:
    async with signed_in(running, username) as agent:
        await agent.wish("READY")
        await agent.until("READY")
        yield agent


def no_fault(running: RunningServer) -> None:
    text = running.log.read_text(encoding="utf-8")
    assert "Traceback" not in text, text[-4000:]


async def heard_by(phone: Party) -> int:
    """Which customer's tone comes out of this phone, and no other's."""
    looking = [asyncio.ensure_future(hears(phone, tone_hz)) for tone_hz in CUSTOMERS_HZ]  # noqa: TID251
    done, others = await asyncio.wait(looking, return_when=asyncio.FIRST_COMPLETED)
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    first = done.pop()
    first.result()
    return looking.index(first)


async def test_six_phones_of_all_kinds_talk_with_six_customers_at_once(tmp_path: Path) -> None:
    """Everybody hears exactly one other; some are hung up by the phone, some by the customer."""
    async with server(tmp_path) as running, AsyncExitStack() as stack:
        phones = [
            await stack.enter_async_context(party(kind, tmp_path / kind, running, user, tone_hz))
            for kind, user, tone_hz in zip(KINDS, SALES, PHONES_HZ, strict=True)
        ]
        agents = [await stack.enter_async_context(ready_agent(running, user)) for user in SALES]
        callers = [
            await a_customer(running, tmp_path, f"customer-{n}", tone_hz, "4002")
            for n, tone_hz in enumerate(CUSTOMERS_HZ)
        ]
        await asyncio.gather(*(_take(phone) for phone in phones))
        partners = await asyncio.gather(*(heard_by(phone) for phone in phones))
        assert sorted(partners) == list(range(6)), "two phones hear the same customer"
        await asyncio.sleep(1)  # the customers listen
        for number, phone in enumerate(phones):
            caller = callers[partners[number]]
            await (phone.hang_up() if number % 2 else caller.hang_up())
            report = await caller.wait_ended(10)
            assert report.answered
            assert report.packets_lost == 0
            await phone.ended()
            assert tone_seconds(tmp_path / f"customer-{partners[number]}.wav", PHONES_HZ[number]) > 1.0
        for agent in agents:
            await agent.until("WRAP_UP")
    no_fault(running)


async def _take(phone: Party) -> None:
    await phone.rings()
    await phone.answer()
    await phone.talks()


@pytest.mark.parametrize("program", ["baresip-udp", "linphone-udp"])
async def test_a_phone_holds_its_customer_and_comes_back(tmp_path: Path, program: str) -> None:
    async with server(tmp_path) as running, AsyncExitStack() as stack:
        phone = await stack.enter_async_context(sip_party(program, tmp_path / "phone", running, "1001", 900))
        agent = await stack.enter_async_context(ready_agent(running, "1001"))
        caller = await a_customer(running, tmp_path, "customer", 440, "4002")
        await _take(phone)
        await hears(phone, 440)
        await asyncio.sleep(1)
        music_before_s = noise_seconds(tmp_path / "customer.wav", 900)
        await phone.hold()
        await agent.until_true("/api/v1/agents/me", lambda me: me["state"] == "TALKING")
        await asyncio.sleep(3)  # the customer listens to music
        await phone.resume()
        await asyncio.sleep(2)
        if not program.startswith("baresip"):  # baresip 1.0 writes no more of what it plays after a hold
            await hears(phone, 440)
        await phone.hang_up()
        await caller.wait_ended(10)
        await agent.until("WRAP_UP")
        heard = tmp_path / "customer.wav"
        assert noise_seconds(heard, 900) - music_before_s > 1.5
        assert 2.0 < tone_seconds(heard, 900) < 6.0
    no_fault(running)


async def test_keys_of_phones_are_heard_in_the_menu(tmp_path: Path) -> None:
    """baresip and linphonec call the main number and press 3 for complaints and 2 for service."""
    async with server(tmp_path) as running, AsyncExitStack() as stack:
        one = await stack.enter_async_context(sip_party("baresip-udp", tmp_path / "1", running, "1002", 700))
        two = await stack.enter_async_context(sip_party("linphone-udp", tmp_path / "2", running, "1003", 900))
        desk = await stack.enter_async_context(party("desktop", tmp_path / "desk", running, "1001", 1100))
        other = await stack.enter_async_context(
            party("baresip-tcp", tmp_path / "other", running, "1005", 500)
        )
        await stack.enter_async_context(ready_agent(running, "1005"))  # only service
        await one.dial("4001")
        await two.dial("4001")
        await asyncio.gather(one.talks(), two.talks())
        await hears_something_else(one, 700, 900)
        await two.press("2")
        await _take(other)
        await hears(other, 900)
        await hears(two, 500)
        await stack.enter_async_context(ready_agent(running, "1001"))  # complaints too
        await one.press("3")
        await _take(desk)
        await hears(desk, 700)
        await hears(one, 1100)
        await one.hang_up()
        await two.hang_up()
        await desk.ended()
        await other.ended()
    no_fault(running)


PAIRS = (
    # who calls whom, at once
    (("baresip-udp", "linphone-udp"), ("linphone-tcp", "baresip-tls"), ("baresip-tcp", "desktop")),
    (("baresip-tcp", "baresip-udp"), ("linphone-udp", "linphone-tcp"), ("baresip-tls", "desktop")),
    (("linphone-udp", "desktop"), ("linphone-tcp", "baresip-udp"), ("baresip-tls", "baresip-tcp")),
    (("desktop", "linphone-udp"), ("baresip-udp", "linphone-tcp")),
    (("desktop", "baresip-tls"),),
)


async def test_phones_call_each_other_in_every_pairing(tmp_path: Path) -> None:
    async with server(tmp_path) as running, AsyncExitStack() as stack:
        phones: dict[str, Party] = {}
        dialling: dict[str, SipParty] = {}
        numbers, tones, agents = dict(zip(KINDS, SALES, strict=True)), {}, {}
        for kind, user, tone_hz in zip(KINDS, SALES, PHONES_HZ, strict=True):
            tones[kind] = tone_hz
            where = (kind, tmp_path / kind, running, user, tone_hz)
            if kind == "desktop":
                phones[kind] = await stack.enter_async_context(party(*where))
            else:
                phones[kind] = dialling[kind] = await stack.enter_async_context(sip_party(*where))
            agents[kind] = await stack.enter_async_context(signed_in(running, user))
        rung = dict.fromkeys(KINDS, 0)
        ended = dict.fromkeys(KINDS, 0)

        async def talk(one: str, other: str) -> None:
            rung[other] += 1
            if one == "desktop":
                made = await agents[one].http.post("/api/v1/calls", json={"number": numbers[other]})
                assert made.status_code == 201, made.text
                await phones[one].rings()
                await phones[one].answer()
            else:
                await dialling[one].dial(numbers[other])
            await phones[other].rings(rung[other])
            await phones[other].answer()
            await asyncio.gather(hears(phones[one], tones[other]), hears(phones[other], tones[one]))
            await phones[one if len(other) % 2 else other].hang_up()
            for each in (one, other):
                ended[each] += 1
                await phones[each].ended(ended[each])

        for round_ in PAIRS:
            await asyncio.gather(*(talk(one, other) for one, other in round_))
    no_fault(running)


@pytest.mark.parametrize("program", ["baresip-udp", "linphone-udp"])
async def test_a_phone_transfers_its_customer_to_a_colleague(tmp_path: Path, program: str) -> None:
    """Blind, by REFER: the customer hears music, then the colleague; the phone is out."""
    async with server(tmp_path) as running, AsyncExitStack() as stack:
        phone = await stack.enter_async_context(sip_party(program, tmp_path / "phone", running, "1001", 900))
        desk = await stack.enter_async_context(party("desktop", tmp_path / "desk", running, "1002", 700))
        agent = await stack.enter_async_context(ready_agent(running, "1001"))
        colleague = await stack.enter_async_context(signed_in(running, "1002"))
        caller = await a_customer(running, tmp_path, "customer", 440, "4002")
        await _take(phone)
        await hears(phone, 440)
        await phone.transfer("1002")
        await desk.rings()
        await desk.answer()
        await hears(desk, 440)
        await phone.ended()
        await agent.until("WRAP_UP")
        await asyncio.sleep(1)  # the customer listens
        await caller.hang_up()
        await caller.wait_ended(10)
        await desk.ended()
        call_id = (await colleague.until("WRAP_UP"))["call_id"]
        assert call_id
        assert tone_seconds(tmp_path / "customer.wav", 700) > 0.7
    no_fault(running)
