"""What an independent telephone can do besides: the TLS of before, and a consulted transfer."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.demo.stage import free_port
from tests.doubles.baresip import PhoneLine
from tests.doubles.linphone import Linphone
from tests.doubles.phone_party import LinphoneParty, hears, sip_party
from tests.doubles.phone_sounds import tone_seconds
from tests.doubles.sample_server import server
from tests.integration.test_phones_pairings import a_customer, no_fault, ready_agent
from tests.integration.test_server_calls import signed_in

pytestmark = [pytest.mark.peer, pytest.mark.timeout(120)]


async def test_a_phone_that_knows_tls_1_2_only_has_a_port_of_its_own(tmp_path: Path) -> None:
    """Its library (mbed TLS 2) ends at 1.2: it is refused at the ordinary port and talks at the other one."""
    port = free_port()
    environment = {"SEATLINE_SIP_TLS12_PORT": str(port)}
    async with server(tmp_path, environment=environment) as running, AsyncExitStack() as stack:
        account = running.accounts()["1001"]
        certificate = running.data / "keys" / "server.pem"

        def line(at: int) -> PhoneLine:
            return PhoneLine(account.sip_user, account.sip_password, "127.0.0.1", at, "tls", certificate)

        with pytest.raises(AssertionError, match="LinphoneRegistrationOk"):
            async with Linphone(tmp_path / "refused", line(running.tls_port), srtp=True) as refused:
                await refused.wait("to .LinphoneRegistrationOk", seconds=4)
        linphone = Linphone(tmp_path / "phone", line(port), 900, srtp=True)
        await stack.enter_async_context(linphone)
        await linphone.registered()
        phone = LinphoneParty(linphone)
        await stack.enter_async_context(ready_agent(running, "1001"))
        caller = await a_customer(running, tmp_path, "customer", 440, "4002")
        await phone.rings()
        await phone.answer()
        await phone.talks()
        await hears(phone, 440)
        await asyncio.sleep(1)  # the customer listens
        await phone.hang_up()
        await caller.wait_ended(10)
        assert tone_seconds(tmp_path / "customer.wav", 900) > 0.7
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
