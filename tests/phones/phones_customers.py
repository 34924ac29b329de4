"""Independent telephones and our own as those of agents: customers talk with them, hold and are passed on.

A customer is our simulated caller; agents' phones are baresip, linphonec and the desktop's softphone.
Each speaks a tone of its own, so it is known who hears whom.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.doubles.phone_calls import a_customer, no_fault, ready_agent, take
from tests.doubles.phone_party import LinphoneParty, Party, hears, party, sip_party
from tests.doubles.phone_sounds import noise_seconds, tone_seconds
from tests.doubles.sample_server import server
from tests.integration.test_server_calls import signed_in

pytestmark = [pytest.mark.peer, pytest.mark.timeout(400)]
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
        await asyncio.gather(*(take(phone) for phone in phones))
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


@pytest.mark.parametrize("program", ["baresip-udp", "linphone-udp"])
async def test_a_phone_holds_its_customer_and_comes_back(tmp_path: Path, program: str) -> None:
    async with server(tmp_path) as running, AsyncExitStack() as stack:
        phone = await stack.enter_async_context(sip_party(program, tmp_path / "phone", running, "1001", 900))
        agent = await stack.enter_async_context(ready_agent(running, "1001"))
        caller = await a_customer(running, tmp_path, "customer", 440, "4002")
        await take(phone)
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


@pytest.mark.parametrize("program", ["baresip-udp", "linphone-udp"])
async def test_a_phone_transfers_its_customer_to_a_colleague(tmp_path: Path, program: str) -> None:
    """Blind, by REFER: the customer hears music, then the colleague; the phone is out."""
    async with server(tmp_path) as running, AsyncExitStack() as stack:
        phone = await stack.enter_async_context(sip_party(program, tmp_path / "phone", running, "1001", 900))
        desk = await stack.enter_async_context(party("desktop", tmp_path / "desk", running, "1002", 700))
        agent = await stack.enter_async_context(ready_agent(running, "1001"))
        colleague = await stack.enter_async_context(signed_in(running, "1002"))
        caller = await a_customer(running, tmp_path, "customer", 440, "4002")
        await take(phone)
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


async def test_a_phone_consults_a_colleague_and_joins_the_two(tmp_path: Path) -> None:
    """REFER with Replaces: the customer is on hold meanwhile, then talks with the colleague."""
    async with server(tmp_path) as running, AsyncExitStack() as stack:
        kind = "linphone-udp"
        phone = await stack.enter_async_context(sip_party(kind, tmp_path / "phone", running, "1001", 900))
        desk = await stack.enter_async_context(sip_party("baresip-udp", tmp_path / "b", running, "1002", 700))
        agent = await stack.enter_async_context(ready_agent(running, "1001"))
        colleague = await stack.enter_async_context(signed_in(running, "1002"))
        caller = await a_customer(running, tmp_path, "customer", 440, "4002")
        assert isinstance(phone, LinphoneParty)
        await phone.rings()
        await phone.answer()
        await hears(phone, 440)
        await phone.hold()
        await phone.dial("1002")
        await desk.rings()
        await desk.answer()
        await hears(desk, 900)
        await phone.phone.type("transfer 1 --to-call 2")
        await hears(desk, 440)
        await phone.ended(2)
        await agent.until("WRAP_UP")
        await asyncio.sleep(1)  # the customer listens
        await caller.hang_up()
        await caller.wait_ended(10)
        await desk.ended()
        assert (await colleague.until("WRAP_UP"))["call_id"]
        assert tone_seconds(tmp_path / "customer.wav", 700) > 0.7
    no_fault(running)
