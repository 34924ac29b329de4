"""Telephones of different makers and our own that talk with each other: hold and keys, in every pairing.

Transfers are in test_phones_pairings.py and test_phones_more.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.demo.stage import RunningServer, server
from tests.doubles.phone_party import (
    BaresipParty,
    LinphoneParty,
    Party,
    SipParty,
    hears,
    hears_something_else,
    party,
    sip_party,
)
from tests.integration.test_phones_pairings import no_fault
from tests.integration.test_server_calls import signed_in

pytestmark = [pytest.mark.peer, pytest.mark.timeout(120)]


async def hears_key(phone: Party, key: str) -> None:
    """RFC 4733, as the phone itself understood it."""
    if isinstance(phone, BaresipParty):
        event = await phone.phone.wait("CALL_DTMF_START")
        assert event["param"] == key
    elif isinstance(phone, LinphoneParty):
        await phone.phone.wait(f"(?i)receiv.*(dtmf|tone).*{key}|(dtmf|tone).*receiv.*{key}")
    else:
        raise AssertionError(f"{phone} does not say which keys it hears")


@asynccontextmanager
async def talking(
    running: RunningServer, folder: Path, callers: tuple[str, str, int], called: tuple[str, str, int]
) -> AsyncGenerator[tuple[SipParty, Party]]:
    """Each: kind of phone, user, tone."""
    (kind, user, tone_hz), (other_kind, other_user, other_hz) = callers, called
    async with (
        sip_party(kind, folder / f"{kind}-{user}", running, user, tone_hz) as one,
        party(other_kind, folder / f"{other_kind}-{other_user}", running, other_user, other_hz) as other,
    ):
        await one.dial(other_user)
        await other.rings()
        await other.answer()
        await asyncio.gather(hears(one, other_hz), hears(other, tone_hz))
        yield one, other
        await one.hang_up()
        await other.ended()


async def hold_and_back(holder: SipParty, held: Party, tone_hz: int, own_hz: int) -> None:
    await holder.hold()
    await hears_something_else(held, tone_hz, own_hz)
    await holder.resume()
    await hears(held, tone_hz)


async def test_phones_hold_each_other_and_send_keys(tmp_path: Path) -> None:
    async with server(tmp_path) as running:

        async def linphone_with_baresip() -> None:
            where = ("linphone-udp", "1001", 820), ("baresip-tls", "1002", 900)
            async with talking(running, tmp_path, *where) as (one, other):
                await one.press("5")
                await hears_key(other, "5")
                await hold_and_back(one, other, 820, 900)

        async def baresip_with_linphone() -> None:
            where = ("baresip-tcp", "1003", 980), ("linphone-tcp", "1004", 1060)
            async with talking(running, tmp_path, *where) as (one, other):
                await one.press("7")
                await hears_key(other, "7")
                await hold_and_back(one, other, 980, 1060)

        async def baresip_with_the_desktop() -> None:
            where = ("baresip-udp", "1009", 1140), ("desktop", "1010", 1220)
            async with signed_in(running, "1010") as agent, talking(running, tmp_path, *where) as (one, desk):
                await desk.press("9")
                await hears_key(one, "9")
                call_id = (await agent.until("TALKING"))["call_id"]
                assert (await agent.http.post(f"/api/v1/calls/{call_id}/hold")).is_success
                await hears_something_else(one, 1140, 1220)
                assert (await agent.http.post(f"/api/v1/calls/{call_id}/resume")).is_success
                await hears(one, 1220)
                await hold_and_back(one, desk, 1140, 1220)

        async with asyncio.TaskGroup() as calls:
            for each in (linphone_with_baresip, baresip_with_linphone, baresip_with_the_desktop):
                calls.create_task(each())
    no_fault(running)
