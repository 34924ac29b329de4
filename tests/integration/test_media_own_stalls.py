"""What the media process itself is late with: not taken for jitter of the network, never long."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Iterator

import pytest

from app.server.voice.embedded.media.bridges import Switch
from app.server.voice.embedded.media.buffers import RECEIVE
from app.server.voice.embedded.media.clock import Moment
from app.server.voice.embedded.media.jitter import JitterBuffer
from app.server.voice.embedded.media.leg import Leg
from app.server.voice.embedded.media.legs import Legs
from app.server.voice.embedded.media.ports import PortPool
from app.server.voice.embedded.media.protocol import LegOpened, OpenLeg, Quality, Report, SetLeg
from app.server.voice.embedded.media.rtp import HEADER
from app.server.voice.embedded.media.wire import Wire
from tests.doubles.rtp_media import free_range

STALL_S = 0.15


def _late(seconds: float) -> None:
    """The process has no core for so long."""
    select.select([], [], [], seconds)


def udp() -> socket.socket:
    each = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    each.bind(("127.0.0.1", 0))
    return each


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """A leg's socket and its peer's."""
    ours, theirs = udp(), udp()
    theirs.connect(ours.getsockname())
    yield ours, theirs
    ours.close()
    theirs.close()


def test_a_datagram_that_lay_while_we_were_late_came_when_it_came(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    ours, theirs = ends
    wire = Wire(ours)
    wire.stamp(True)
    before_s = time.monotonic()
    theirs.send(b"x" * 172)
    after_s = time.monotonic()
    _late(STALL_S)
    assert wire.receive(RECEIVE) == 172
    assert wire.arrived_s is not None
    assert before_s - 0.001 < wire.arrived_s < after_s + 0.05
    assert wire.source == theirs.getsockname()
    wire.stamp(False)
    theirs.send(b"x")
    wire.receive(RECEIVE)
    assert wire.arrived_s is None


def test_a_stall_of_our_own_teaches_no_listener_to_wait_longer(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    """One packet is read at once, the others late, together; each says in its RTP time when it was sent."""
    ours, theirs = ends
    moment = Moment()
    leg = Leg("a", ours, None, moment=moment)
    leg.configure(SetLeg("a", "127.0.0.1", theirs.getsockname()[1], "PCMA", 8, 101))
    leg.mixed = True
    leg.jitter = JitterBuffer("PCMA")
    target_s = leg.jitter.target_s
    begin_s = time.monotonic()
    for number in range(8):
        stamp = int((time.monotonic() - begin_s) * 8000)
        theirs.send(HEADER.pack(0x8008, number, stamp, 7) + b"\xd5" * 160)
        if not number:
            moment.look()
            leg.read()
        _late(STALL_S / 8)
    moment.look()
    for _ in range(7):
        leg.read()
    assert leg.jitter.received == 8
    assert leg.jitter.target_s < target_s + 0.02, "they were read up to 150 ms after they came"


def test_reports_that_are_due_together_are_made_a_few_at_a_time() -> None:
    """800 of them at once would let each packet of 400 conversations wait for 20 ms."""
    reports: list[Report] = []
    poll, moment = select.epoll(), Moment()
    legs = Legs(PortPool("127.0.0.1", *free_range(200)), poll, {}, moment, 30.0, reports.append)
    legs.wire(Switch(), Nothing(), Nothing())  # type: ignore[arg-type]
    names = [f"leg{number}" for number in range(40)]
    for name in names:
        legs.do(OpenLeg(name))
        legs.do(SetLeg(name, "127.0.0.1", 9, "PCMA", 8, 101))
    assert sum(isinstance(each, LegOpened) for each in reports) == 40
    reports.clear()
    most = 0
    for _ in range(20):
        before = len(reports)
        legs.watch(moment.s + 6.0)
        most = max(most, len(reports) - before)
    told = sorted(each.leg for each in reports if isinstance(each, Quality))
    legs.close_all()
    poll.close()
    assert most == 2
    assert told == sorted(names), "and each within 20 looks, 100 ms"


class Nothing:
    """No plays, no recordings."""

    def stop(self, *_: object) -> None: ...
    def close_leg(self, *_: object) -> None: ...
    def codec_changed(self, *_: object) -> None: ...
    def records(self, *_: object) -> bool:
        return False
