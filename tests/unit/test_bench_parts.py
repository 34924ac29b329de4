"""The measuring instruments: percentiles, processes, tone detector, counting of packets, table."""

from __future__ import annotations

import asyncio
import itertools
import os
import struct
import subprocess
import sys
from array import array

import numpy as np
import pytest

from app.caller.codecs import encode_frames
from app.caller.sdp import Remote
from app.caller.speech import load_clip
from app.demo.bench import main, table
from app.demo.bench_callers import AGENT_TONE_HZ, CUSTOMER_TONE, is_agent_tone
from app.demo.bench_machine import CpuMark, machine, memory_mb, percentile, percentiles, tree
from app.demo.bench_rtp import RtpClock, RtpLeg
from app.resources import resource_dir
from tests.doubles.sip_wire import until

HEADER = struct.Struct("!BBHII")


def test_percentiles_are_of_what_was_measured() -> None:
    values = [float(number) for number in range(1, 101)]
    assert percentiles(values[::-1]) == {"count": 100, "p50": 50.0, "p95": 95.0, "max": 100.0}
    assert percentiles([7.0]) == {"count": 1, "p50": 7.0, "p95": 7.0, "max": 7.0}
    assert percentiles([]) == {"count": 0, "p50": None, "p95": None, "max": None}
    assert percentile(values, 0.99) == 99.0


def tone_payload(frequency_hz: float, level: float) -> bytes:
    wave = level * 32767 * np.sin(2 * np.pi * frequency_hz * np.arange(160) / 8000)
    return encode_frames("PCMA", wave.astype("<i2").tobytes())[0]


@pytest.mark.parametrize("level", [0.05, 0.3, 0.9])
def test_the_agents_tone_is_known_at_any_volume(level: float) -> None:
    assert is_agent_tone(tone_payload(AGENT_TONE_HZ, level))
    assert not is_agent_tone(tone_payload(1000, level))
    assert not is_agent_tone(tone_payload(AGENT_TONE_HZ + 200, level))


def test_neither_music_nor_silence_nor_the_customer_is_taken_for_the_agent() -> None:
    music = load_clip(str(resource_dir() / "music" / "calm.opus")).frames("PCMA")
    assert sum(is_agent_tone(payload) for payload in music) == 0
    assert not any(is_agent_tone(payload) for payload in load_clip(CUSTOMER_TONE).frames("PCMA"))
    assert not is_agent_tone(b"\xd5" * 160)
    assert not is_agent_tone(b"\x00\x01\x02")


def test_machine_and_processes_are_described() -> None:
    about = machine()
    assert about["cores"] and about["cpu"]
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        found = tree(os.getpid(), "tests")
        assert found["tests"] == os.getpid()
        assert child.pid in found.values()
        own = memory_mb(found)["tests"]
        assert own["rss"] is not None
        assert own["rss"] > 20
        child.communicate(b"\n")
    assert memory_mb({"gone": child.pid}) == {}


def test_cpu_is_in_percent_of_one_core() -> None:
    earlier = CpuMark(10.0, {"busy": 1.0, "gone": 1.0}, 5.0)
    later = CpuMark(12.0, {"busy": 2.0}, 6.0)
    assert earlier.percent_until(later) == {"busy": 50.0, "machine idle": 50.0}
    now = CpuMark.now({"tests": os.getpid()})
    assert now.used_s["tests"] > 0


class Telephone(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.heard.append(data)


async def hearing(leg: RtpLeg, count: int) -> None:
    await until(lambda: leg.reception.received >= count)


async def test_packets_are_counted_over_the_wrap_and_what_is_missing_is_lost() -> None:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Telephone, local_addr=("127.0.0.1", 0))
    leg = RtpLeg("127.0.0.1", RtpClock(), ())
    try:
        leg.start(Remote("127.0.0.1", 9, "PCMA", 8, None, "sendrecv"))
        numbers = [65533, 65534, 65535, 0, 1, 4, 3, 5]  # 2 never comes, 3 and 4 are swapped
        for number in numbers:
            transport.sendto(HEADER.pack(0x80, 8, number, 0, 7) + bytes(160), ("127.0.0.1", leg.port))
        transport.sendto(HEADER.pack(0x80, 101, 6, 0, 7) + bytes(4), ("127.0.0.1", leg.port))  # a key
        await hearing(leg, len(numbers))
        assert (leg.reception.received, leg.reception.lost) == (8, 1)
        for number in (100, 102):  # another source: the loss before is kept
            transport.sendto(HEADER.pack(0x80, 8, number, 0, 8) + bytes(160), ("127.0.0.1", leg.port))
        await hearing(leg, len(numbers) + 2)
        assert (leg.reception.received, leg.reception.lost) == (10, 2)
        leg.restart()
        assert (leg.reception.received, leg.reception.lost) == (0, 0)
        assert leg.reception.gaps_ms == array("d")
    finally:
        leg.close()
        transport.close()


async def test_the_clock_sends_fifty_packets_a_second_and_stops_with_the_last_telephone() -> None:
    loop = asyncio.get_running_loop()
    transport, telephone = await loop.create_datagram_endpoint(Telephone, local_addr=("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    clock = RtpClock()
    legs = [RtpLeg("127.0.0.1", clock, load_clip(CUSTOMER_TONE).frames("PCMA")) for _ in range(3)]
    started_s = loop.time()
    for leg in legs:
        leg.start(Remote("127.0.0.1", port, "PCMA", 8, None, "sendrecv"))
    await asyncio.sleep(1.0)
    spent_s = loop.time() - started_s
    for leg in legs:
        leg.close()
    for leg in legs:
        assert leg.sent == pytest.approx(50 * spent_s, abs=4)
    sent = sum(leg.sent for leg in legs)
    await asyncio.sleep(0.1)
    assert len(telephone.heard) == sent
    first = [HEADER.unpack_from(data) for data in telephone.heard if data[8:12] == telephone.heard[0][8:12]]
    steps = {(b[2] - a[2]) % 65536 for a, b in itertools.pairwise(first)}
    ticks = {(b[3] - a[3]) % 2**32 for a, b in itertools.pairwise(first)}
    assert (steps, ticks) == ({1}, {160})
    transport.close()


def test_the_table_says_what_was_measured_and_what_went_wrong() -> None:
    figure = {"count": 2, "p50": 12.5, "p95": 20.0, "max": 21.0}
    use = {"memory_mb": {"server media": {"rss": 80.0, "pss": None}}, "cpu_percent": {"server media": 3.0}}
    heard = {"packets_received": 100, "packets_lost": 3, "gap_p99_ms": 25.0, "gap_worst_ms": 40.0}
    step = {
        "conversations": 50,
        "cpu_percent_of_one_core": {"server control": 4.5},
        "media_worst_tick_late_ms": None,
        "generator_worst_late_ms": 7.0,
        "talking": heard,
        "waiting_music": heard,
    }
    desk = {"queue_to_popup_ms": figure, "idle": use, "in_one_call": use}
    beside = {"beside_50": {"in_call": {"ui_cpu_pct": 3.4, "softphone_cpu_pct": 5.0}}}
    text = "\n".join(
        table({"desk": desk, "load": [step], "desktop": beside, "problem": "No line.", "took_s": 5.0})
    )
    assert "queue to popup" in text
    assert "p95 20.0 ms   (2 calls)" in text
    assert "50 conversations recorded" in text
    assert "desktop in call, beside 50   CPU window 3.4 %, softphone 5.0 %" in text
    assert "lost 3 of 100" in text
    assert "not told by the server" in text
    assert "It did not work: No line." in text


def test_an_unknown_measurement_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only", "start,nonsense"]) == 2
    told = capsys.readouterr().out
    assert "'nonsense' is not measured; choose from start, desktop, voice, desk, load" in told
