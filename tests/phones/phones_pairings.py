"""Every pairing of baresip, linphone and the desktop at the real server, and what telephones do in a call.

In each the two talk, press keys (RFC 4733), hold each other, and pass each other on to a third, at once and
after a word with him. Who hears whom is known by tones. A pairing alone: ``-k "baresip-linphone"``.

baresip 1.0 has no command that joins two calls, so between two of it nobody is passed on after a word; the
desktop does not say which keys it hears, so there they are only sent.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.doubles.phone_calls import ready_agent
from tests.doubles.phone_matrix import STRONG_KEYS, LinphoneTalker
from tests.doubles.phone_party import hears, hears_something_else
from tests.doubles.phone_trio import HZ, USERS, three
from tests.e2e.spectrum import read_sound, seconds_with_tone
from tests.phones.conftest import Room

pytestmark = [pytest.mark.peer, pytest.mark.timeout(400)]
PAIRINGS = {
    # who calls, who is called, who is third
    "baresip-baresip": ("baresip-udp", "baresip-tls", "linphone-tcp"),
    "baresip-linphone": ("baresip-tcp", "linphone-udp", "desktop"),
    "baresip-desktop": ("baresip-tls", "desktop", "linphone-udp"),
    "linphone-baresip": ("linphone-tls", "baresip-udp", "desktop"),
    "linphone-linphone": ("linphone-udp", "linphone-tls", "baresip-tcp"),
    "linphone-desktop": ("linphone-tcp", "desktop", "baresip-tls"),
    "desktop-baresip": ("desktop", "baresip-tcp", "linphone-tls"),
    "desktop-linphone": ("desktop", "linphone-tcp", "baresip-udp"),
    "desktop-desktop": ("desktop", "desktop", "baresip-tcp"),
}


@pytest.mark.parametrize("pairing", PAIRINGS)
async def test_they_talk_press_keys_hold_and_are_passed_on(room: Room, tmp_path: Path, pairing: str) -> None:
    async with three(room.running, tmp_path, PAIRINGS[pairing], room.tls12_port) as all_three:
        one, other, third = all_three.phones
        await all_three.call(0, 1)
        await all_three.press(0, 1, "5")
        await all_three.press(1, 0, "7")
        await all_three.hold_and_back(1, 0)
        await other.transfer(USERS[2])
        await third.rings()
        await third.answer()
        await all_three.talk(0, 2)
        await other.ended()
        await one.hang_up()
        await asyncio.gather(one.ended(), third.ended())


@pytest.mark.parametrize("pairing", [each for each in PAIRINGS if each != "baresip-baresip"])
async def test_one_asks_a_third_and_joins_the_two(room: Room, tmp_path: Path, pairing: str) -> None:
    async with three(room.running, tmp_path, PAIRINGS[pairing], room.tls12_port) as all_three:
        phones = all_three.phones
        asks, stays = (0, 1) if phones[0].consults else (1, 0)
        await all_three.call(0, 1)
        if asks == 0:  # baresip 1.0 is deaf for us after a hold of its own: it holds at the end
            await all_three.hold_and_back(0, 1)
        await phones[asks].consult(USERS[2])
        await hears_something_else(phones[stays], *HZ)
        await phones[2].rings()
        await phones[2].answer()
        await hears(phones[2], HZ[asks])
        await phones[asks].join()
        await all_three.talk(stays, 2)
        if asks == 1:
            await all_three.hold_and_back(0, 2)
        await phones[stays].hang_up()
        await asyncio.gather(phones[stays].ended(), phones[2].ended())


async def test_two_of_baresip_hold_each_other(room: Room, tmp_path: Path) -> None:
    async with three(room.running, tmp_path, PAIRINGS["baresip-baresip"], room.tls12_port) as all_three:
        await all_three.call(0, 1)
        await all_three.hold_and_back(0, 1)
        await all_three.phones[0].hang_up()
        await all_three.phones[1].ended()


async def test_opus_and_aes_256_are_heard_and_recorded(room: Room, tmp_path: Path) -> None:
    """baresip with Opus calls a queue; linphone takes it, its sound encrypted with keys of 256 bits."""
    kinds = ("baresip-udp+opus", "linphone-tls", "baresip-tcp")
    async with three(room.running, tmp_path, kinds, room.tls12_port) as all_three:
        caller, taker, _ = all_three.phones
        assert isinstance(taker, LinphoneTalker)
        async with ready_agent(room.running, USERS[1]) as agent:
            await caller.dial("4002")
            await taker.rings()
            await taker.answer()
            await all_three.talk(0, 1)
            call_id = (await agent.until("TALKING"))["call_id"]
            answer = taker.phone.log_text().rpartition("m=audio ")[2].partition("\n\n")[0]
            assert STRONG_KEYS in answer and "opus/48000" in answer
            assert "AES_CM_128" not in answer and "PCMA" not in answer, answer
            await asyncio.sleep(2)  # they are recorded
            await caller.hang_up()
            await taker.ended()
            call = await agent.until_true(f"/api/v1/calls/{call_id}", lambda c: c["ended_at"] is not None)
            recording = f"/api/v1/recordings/{call['recording_id']}"
            await agent.until_true(recording, lambda r: r["state"] == "READY")
            sound = (await agent.http.get(f"{recording}/audio")).raise_for_status()
            (left, right), rate_hz = read_sound(sound.content)
            assert seconds_with_tone(left, rate_hz, HZ[0]) > 1.5
            assert seconds_with_tone(right, rate_hz, HZ[1]) > 1.5


async def test_keys_by_info_lead_through_the_menu_and_reach_who_answers(room: Room, tmp_path: Path) -> None:
    """A telephone without RFC 4733: its key chooses in the menu, and in the talk it is heard as RFC 4733."""
    kinds = ("linphone-tcp+info", "baresip-udp", "baresip-tcp")
    async with three(room.running, tmp_path, kinds, room.tls12_port) as all_three:
        caller, taker, _ = all_three.phones
        async with ready_agent(room.running, USERS[1]):
            await caller.dial("4001")
            await caller.talks()
            await hears_something_else(caller, *HZ)
            await caller.press("1")
            await taker.rings()
            await taker.answer()
            await all_three.talk(0, 1)
            await all_three.press(0, 1, "3")
            await caller.hang_up()
            await taker.ended()
