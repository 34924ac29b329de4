"""The weather machine of the tests does what it says, or those tests prove nothing."""

from __future__ import annotations

import socket
import struct
import threading
import time

import pytest

from tests.doubles.lossy_relay import LossyRelay, Weather

COUNT = 1000


def through(weather: Weather, seed: int = 1) -> tuple[list[int], LossyRelay]:
    """Numbers 0 … COUNT - 1 sent at once, and what of them arrived, in the order of arrival."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sink,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as source,
    ):
        sink.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 21)
        sink.bind(("127.0.0.1", 0))
        sink.settimeout(0.4)
        with LossyRelay(sink.getsockname(), weather, seed=seed) as relay:
            for number in range(COUNT):
                source.sendto(struct.pack("!I", number), relay.near)
                if number % 50 == 0:  # a socket's buffer is finite, and must not be what loses
                    _until_taken(relay, number)
            found: list[int] = []
            while True:
                try:
                    found.append(struct.unpack("!I", sink.recv(16))[0])
                except TimeoutError:
                    return found, relay


def _until_taken(relay: LossyRelay, number: int) -> None:
    deadline_s = time.monotonic() + 2
    pause = threading.Event()
    while relay.up.came <= number and time.monotonic() < deadline_s:
        pause.wait(0.001)
    assert relay.up.came > number


def test_fair_weather_changes_nothing() -> None:
    found, relay = through(Weather())
    assert found == list(range(COUNT))
    assert relay.up.lost == relay.up.doubled == relay.up.overflowed == 0


def test_a_share_is_lost_and_the_same_ones_with_the_same_seed() -> None:
    found, relay = through(Weather(loss=0.05))
    assert 25 < COUNT - len(found) < 80
    assert relay.up.lost == COUNT - len(found)
    assert through(Weather(loss=0.05))[0] == found
    assert through(Weather(loss=0.05), seed=2)[0] != found


def test_some_come_twice_and_some_late() -> None:
    found, relay = through(Weather(duplicate=0.05, reorder=0.05))
    assert set(found) == set(range(COUNT))
    assert len(found) == COUNT + relay.up.doubled
    assert relay.up.doubled > 20
    assert relay.up.held_back > 20
    assert found != sorted(found)


def test_jitter_delays_but_lets_none_overtake() -> None:
    found, relay = through(Weather(delay_ms=20, jitter_ms=100))
    assert found == list(range(COUNT))
    assert max(relay.up.delays_ms) == pytest.approx(120, abs=30)
    assert min(relay.up.delays_ms) >= 20


def test_answers_find_their_way_back() -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client,
    ):
        server.bind(("127.0.0.1", 0))
        server.settimeout(2)
        client.settimeout(2)
        with LossyRelay(server.getsockname(), Weather()) as relay:
            client.sendto(b"hello", relay.near)
            data, source = server.recvfrom(100)
            assert (data, source) == (b"hello", relay.far)
            server.sendto(b"back", source)
            assert client.recvfrom(100) == (b"back", relay.near)
            assert relay.down.forwarded == 1
