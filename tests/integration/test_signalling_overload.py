"""A burst of calls that nobody could answer in time: some are sent elsewhere, and all is well afterwards."""

from __future__ import annotations

from pathlib import Path

from app.server.core.events import LegIncoming
from app.server.voice.embedded.signalling.overload import LOST_AFTER_S, Overload, Probe
from tests.doubles.sip_calls import talk
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, header, sdp, until

BURST = 400
MOST_WAIT_S = 0.05  # so that a burst of this size is too much for any machine


def test_it_begins_late_and_ends_when_hardly_anything_waits() -> None:
    waits, said = [0.0], list[tuple[bool, int]]()
    overload = Overload(lambda: waits[0], lambda sheds, refused: said.append((sheds, refused)), most_s=0.4)
    for waits_s, sheds in [(0.4, False), (0.41, True), (0.1, True), (0.09, False), (0.4, False)]:
        waits[0] = waits_s
        assert overload.sheds() is sheds
    assert said == [(True, 0), (False, 2)]


def test_the_probe_says_how_long_a_message_waits_before_it_is_read() -> None:
    now = [100.0]
    probe = Probe(lambda: now[0])
    message = probe.next()
    assert message is not None
    assert probe.next() is None, "one at a time"
    now[0] += 0.3
    assert probe.waits_s >= 0.29, "it still waits"
    assert not probe.is_mine(b"INVITE sip:4001@x SIP/2.0")
    assert probe.is_mine(message)
    assert not probe.is_mine(message), "somebody else's copy"
    assert round(probe.waits_s, 3) == 0.3
    assert probe.next() is not None
    now[0] += LOST_AFTER_S
    assert probe.next() is not None, "dropped by a full socket"


async def test_a_burst_is_refused_in_part_and_running_calls_go_on(tmp_path: Path) -> None:
    async with a_house(tmp_path, trunk_addresses=("127.0.0.1",), most_wait_s=MOST_WAIT_S) as house:
        peer = await WirePeer.open(house.engine.sip_port)
        try:
            await _burst(house, peer)
        finally:
            peer.close()


async def _burst(house: House, peer: WirePeer) -> None:
    _, to = await talk(house, peer, "before")
    for number in range(BURST):  # all of them before the server looks at the first
        peer.send(peer.request("INVITE", f"burst-{number}", body=sdp()))
    peer.send(peer.request("INFO", "before", to=to, cseq=2))
    refused = await peer.wait("SIP/2.0 503", seconds=10)
    assert int(header(refused, "Retry-After")) >= 1
    await until(lambda: any("INFO" in header(each, "CSeq") for each in peer.all("SIP/2.0 200")), seconds=10)
    taken = len(house.heard.all(LegIncoming)) - 1
    assert 0 < taken < BURST
    await until(lambda: _alarms(house)[-1:] == [("overload", True)], seconds=10)
    assert _alarms(house)[0] == ("overload", False)
    taken = len(house.heard.all(LegIncoming))
    peer.send(peer.request("INVITE", "after", body=sdp()))
    await house.heard.wait(LegIncoming, count=taken + 1)


def _alarms(house: House) -> list[tuple[str, bool]]:
    return [(error_id, over) for error_id, _, over in house.heard.alarms]
