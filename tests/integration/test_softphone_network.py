"""The network changes under a softphone, or the machine wakes up: registered again soon, the call goes on.

The softphone here believes what a file says: which address of ours leads to the server (all of 127.0.0.0/8
are this machine), and how much later it is than it thinks.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from pathlib import Path

import pytest

from app.demo.sound import RATE_HZ, SoundRoom
from app.server.core.commands import CreateBridge, HangUpLeg, JoinBridge
from app.server.core.events import LegAnswered
from app.telephony.ports import Answer, CallChanged, HangUp, PhoneCallState, Registered
from tests.doubles.rtp_peer import loudest_hz
from tests.doubles.sip_house import a_house
from tests.doubles.sip_softphone_peer import PeerCall, SipPeer
from tests.doubles.softphone import NO_SOUND, TestPhone, until
from tests.integration.test_softphone_server import answered, registered

AGAIN_WITHIN_S = 3.0

PHONE = """
import sys, time
from pathlib import Path

file = Path(sys.argv[1])

def told():
    address, later_s = file.read_text().split(",")
    return address, float(later_s)

wall = time.time
time.time = lambda: wall() + told()[1]
from app.telephony import network_watch, tunnel
host = tunnel._host
tunnel._host = lambda writer, side: told()[0] if side == "sockname" else host(writer, side)
network_watch.address_towards = lambda server: told()[0]
from app.telephony.__main__ import main
main()
"""


class Surroundings:
    """What the phone believes of its network and its clock."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "surroundings"
        self._address, self._later_s = "127.0.0.1", 0.0
        self._tell()

    @property
    def argv(self) -> list[str]:
        return [sys.executable, "-c", PHONE, str(self._file)]

    def move(self, address: str) -> None:
        self._address = address
        self._tell()

    def sleep(self, seconds: float) -> None:
        self._later_s += seconds
        self._tell()

    def _tell(self) -> None:
        new = self._file.with_suffix(".new")
        new.write_text(f"{self._address},{self._later_s}")
        new.replace(self._file)


async def talking(phone: TestPhone, peer: SipPeer) -> tuple[PeerCall, int]:
    call = await peer.ring()
    handle = (await phone.wait_call(PhoneCallState.RINGING)).handle
    phone.send(Answer(handle))
    await call.answered()
    await phone.wait_call(PhoneCallState.TALKING)
    await until(lambda: len(call.rtp.received) > 10)
    return call, handle


async def test_a_call_goes_on_when_the_network_changes(tmp_path: Path) -> None:
    around = Surroundings(tmp_path)
    async with SipPeer() as peer, TestPhone(NO_SOUND, around.argv) as phone:
        phone.send(peer.register_command())
        await phone.wait(Registered, lambda r: r.ok)
        call, handle = await talking(phone, peer)
        assert {p.source[0] for p in call.rtp.packets()} == {"127.0.0.1"}
        since, began_s = phone.mark(), time.monotonic()
        around.move("127.0.0.2")
        took_s = await peer.registered(2) - began_s
        await until(lambda: call.moved_to)
        moved_s = time.monotonic() - began_s
        await until(lambda: call.rtp.packets(time.monotonic() - 0.2)[-1:])
        print(f"registered again after {took_s:.2f} s, sound offered anew after {moved_s:.2f} s")
        assert took_s < AGAIN_WITHIN_S
        assert call.moved_to == ["127.0.0.2"]
        assert re.search(r"m=audio \d+ RTP/SAVP 8 ", call.offered_anew), "as secret as before, the same codec"
        await until(lambda: {p.source[0] for p in call.rtp.packets(time.monotonic() - 0.3)} == {"127.0.0.2"})
        assert call.rtp.undecryptable == 0
        await phone.wait(Registered, lambda r: r.ok, since=since)
        now = phone.all(CallChanged)[-1]
        assert (now.codec, now.encrypted) == ("PCMA", True)
        assert PhoneCallState.ENDED not in {c.state for c in phone.all(CallChanged)}
        phone.send(HangUp(handle))
        await call.until("hung up")


async def test_the_way_back_after_no_network_at_all(tmp_path: Path) -> None:
    around = Surroundings(tmp_path)
    async with SipPeer() as peer, TestPhone(NO_SOUND, around.argv) as phone:
        phone.send(peer.register_command())
        await phone.wait(Registered, lambda r: r.ok)
        call, _ = await talking(phone, peer)
        around.move("")  # the cable is pulled out
        await asyncio.sleep(1)
        assert len(peer.registered_at_s) == 1
        began_s = time.monotonic()
        around.move("127.0.0.1")
        took_s = await peer.registered(2) - began_s
        print(f"registered again after {took_s:.2f} s")
        assert took_s < AGAIN_WITHIN_S
        assert not call.moved_to, "its address is the same: the sound stays"
        packets = len(call.rtp.received)
        await until(lambda: len(call.rtp.received) > packets + 20)


async def test_after_sleep_it_is_registered_anew_without_being_told(tmp_path: Path) -> None:
    around = Surroundings(tmp_path)
    async with SipPeer() as peer, TestPhone(NO_SOUND, around.argv) as phone:
        phone.send(peer.register_command())
        await phone.wait(Registered, lambda r: r.ok)
        since, began_s = phone.mark(), time.monotonic()
        around.sleep(3600)
        took_s = await peer.registered(2) - began_s
        print(f"registered again after {took_s:.2f} s")
        assert took_s < AGAIN_WITHIN_S
        await phone.wait(Registered, lambda r: r.ok, since=since)
        await asyncio.sleep(1)
        assert len(peer.registered_at_s) == 2, "once"
        call, _ = await talking(phone, peer)
        assert call.final is not None


async def test_two_desktops_hear_each_other_though_one_has_moved(tmp_path: Path) -> None:
    """Through the product's server, which had taken strangers' packets for what they are: it is told."""
    around = Surroundings(tmp_path)
    with SoundRoom() as left, SoundRoom() as right:
        for sound, tone_hz in ((left, 440), (right, 880)):
            sound.add_speaker("Headset", default=True)
            sound.add_microphone("Mic", default=True)
            sound.speak("Mic", tone_hz)
        async with (
            a_house(tmp_path, quiet=False) as house,
            TestPhone(left.env, around.argv) as one,
            TestPhone(right.env) as two,
        ):
            await registered(house, one, "1001")
            await registered(house, two, "1002")
            codec = (await answered(house, one, "1001", "a")).codec
            await answered(house, two, "1002", "b", like="a")
            await house.heard.wait(LegAnswered, 2)
            house.engine.do(CreateBridge("bridge"))
            house.engine.do(JoinBridge("bridge", "a"))
            house.engine.do(JoinBridge("bridge", "b"))
            await until(lambda: loudest_hz(left.heard("Headset", 0.5), RATE_HZ) == pytest.approx(880, abs=5))
            await until(lambda: loudest_hz(right.heard("Headset", 0.5), RATE_HZ) == pytest.approx(440, abs=5))
            await asyncio.sleep(2)  # the sound server begins with large steps
            at = len(left.heard("Headset")), len(right.heard("Headset"))
            around.move("127.0.0.2")
            await asyncio.sleep(3)
            for heard, begin, tone_hz in ((left, at[0], 880), (right, at[1], 440)):
                after = heard.heard("Headset")[begin:]
                assert loudest_hz(after[-RATE_HZ // 2 :], RATE_HZ) == pytest.approx(tone_hz, abs=5)
                step = RATE_HZ // 50
                loud = [bool(after[n : n + step].any()) for n in range(0, len(after) - step, step)]
                print(f"{tone_hz} Hz: silent for {loud.count(False) * 20} ms")
                assert loud.count(False) * 0.02 < AGAIN_WITHIN_S / 2
            assert "0200007F:" in Path("/proc/net/udp").read_text(), "the sound is at the new address"
            now = one.all(CallChanged)[-1]
            assert (now.state, now.codec, now.encrypted) == (PhoneCallState.TALKING, codec, True)
            house.engine.do(HangUpLeg("a"))
            assert (await one.wait_call(PhoneCallState.ENDED)).reason == "remote"
