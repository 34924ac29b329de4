"""A telephone that knows the TLS of before."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from app.demo.stage import free_port
from tests.doubles.baresip import PhoneLine
from tests.doubles.linphone import Linphone
from tests.doubles.phone_calls import a_customer, no_fault, ready_agent
from tests.doubles.phone_party import LinphoneParty, hears
from tests.doubles.phone_sounds import tone_seconds
from tests.doubles.sample_server import server

pytestmark = [pytest.mark.peer, pytest.mark.timeout(300)]


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
