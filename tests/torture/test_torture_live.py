"""A running engine against the torture messages: right answers, no wrong call, and it lives on."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from app.server.core.commands import AnswerLeg, HangUpLeg
from app.server.core.events import LegIncoming
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_wire import WirePeer, sdp
from tests.torture.model import SILENCE, Torture
from tests.torture.peer import finals, tormentor, wait_until
from tests.torture.test_torture_messages import EVERYTHING

STREAMED = [each for each in EVERYTHING if not each.datagram]
CASES = [*(("udp", each) for each in EVERYTHING), *(("tcp", each) for each in STREAMED)]


async def still_takes_a_call(house: House) -> None:
    before = len(house.heard.all(LegIncoming))
    peer = await WirePeer.open(house.engine.sip_port)
    try:
        peer.send(peer.request("INVITE", "a-good-call", body=sdp()))
        leg = await house.heard.wait(LegIncoming, count=before + 1)
        house.engine.do(HangUpLeg(leg.leg_id))
        await peer.wait("SIP/2.0 4")
    finally:
        peer.close()


@pytest.mark.parametrize(("transport", "torture"), CASES, ids=lambda each: str(each))
async def test_from_a_trunk(
    transport: str, torture: Torture, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with a_house(tmp_path) as house, tormentor(transport, house.engine.sip_port) as peer:
        await peer.torment(torture.raw, patient=SILENCE not in torture.answers)
        for leg in house.heard.all(LegIncoming):
            assert torture.leg
            assert leg.dialled_number == torture.dialled
            house.engine.do(AnswerLeg(leg.leg_id))
            await wait_until(lambda: bool(finals(peer.heard)))
            house.engine.do(HangUpLeg(leg.leg_id))
        allowed = torture.answers | ({SILENCE} if transport == "tcp" and 400 in torture.answers else set())
        assert set(finals(peer.heard)) or SILENCE in allowed, peer.heard
        assert set(finals(peer.heard)) <= allowed
        await wait_until(lambda: house.engine.open_legs == 0)
        await still_takes_a_call(house)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_from_a_stranger_none_is_ever_a_call(
    transport: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """All of them, each to an engine that trusts no address: one for all would shut the source out."""
    for number, torture in enumerate(EVERYTHING if transport == "udp" else STREAMED):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with (
            a_house(folder, trunk_addresses=()) as house,
            tormentor(transport, house.engine.sip_port) as peer,
        ):
            await peer.torment(torture.raw)
            codes = finals(peer.heard)
            assert all(code >= 300 for code in codes) or torture.raw.startswith(b"OPTIONS"), (torture, codes)
            assert not house.heard.all(LegIncoming)
            assert house.engine.open_legs == 0
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
