"""Telephones of three makers call each other at the real server: one of each kind of thing that they do.

All pairings, both ways, over all transports, are gone through by ``make phones``.
"""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from tests.doubles.phone_calls import no_fault, ready_agent, take
from tests.doubles.phone_party import hears, hears_something_else, party, sip_party
from tests.doubles.phone_trio import HZ, USERS, three
from tests.doubles.sample_server import server

pytestmark = [pytest.mark.peer, pytest.mark.timeout(300)]


async def test_baresip_linphone_and_the_desktop_talk_press_hold_and_pass_on(tmp_path: Path) -> None:
    kinds = ("baresip-tls", "linphone-udp", "desktop")
    async with server(tmp_path) as running, three(running, tmp_path, kinds) as all_three:
        baresip, linphone, desktop = all_three.phones
        await all_three.call(0, 1)
        await all_three.press(0, 1, "5")
        await all_three.press(1, 0, "7")
        await all_three.hold_and_back(1, 0)
        await linphone.transfer(USERS[2])
        await desktop.rings()
        await desktop.answer()
        await all_three.talk(0, 2)
        await linphone.ended()
        await desktop.consult(USERS[1])
        await hears_something_else(baresip, *HZ)
        await linphone.rings(2)
        await linphone.answer()
        await hears(linphone, HZ[2])
        await desktop.join()
        await all_three.talk(0, 1)
        await desktop.ended()
        await all_three.hold_and_back(0, 1)
        await baresip.hang_up()
        await asyncio.gather(baresip.ended(), linphone.ended(2))


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
        await take(other)
        await hears(other, 900)
        await hears(two, 500)
        await stack.enter_async_context(ready_agent(running, "1001"))  # complaints too
        await one.press("3")
        await take(desk)
        await hears(desk, 700)
        await hears(one, 1100)
        await one.hang_up()
        await two.hang_up()
        await desk.ended()
        await other.ended()
    no_fault(running)
