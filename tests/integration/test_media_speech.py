"""A quick reply spoken into a talk: both hear it besides each other, it is recorded on the agent's side."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.server.recordings import container
from app.server.recordings.finish import finish
from app.server.voice.embedded.media.protocol import (
    CloseLeg,
    Join,
    OpenVoice,
    Play,
    PlayFinished,
    RecordingClosed,
    RecordStream,
    StopRecording,
)
from tests.doubles.recordings import listen
from tests.doubles.rtp_media import KEY, Media, seconds
from tests.doubles.rtp_peer import RtpPeer, steady_level
from tests.integration.test_media_prompts import write_opus

CUSTOMER_HZ, AGENT_HZ, REPLY_HZ = 410.0, 730.0, 1290.0


def speak(media: Media, prompt: str = "reply/hello", recorded: bool = False) -> None:
    media.client.send(OpenVoice("v", "a"))
    media.client.send(Play("v", "v", [prompt], False))
    media.client.send(Join("x", "v", "TALK"))
    if recorded:
        media.client.send(RecordStream("rec1", "call1", "v", "AGENT"))


def heard(peer: RtpPeer, last_s: float = 0.5) -> set[float]:
    samples = peer.heard(last_s)
    tones = (CUSTOMER_HZ, AGENT_HZ, REPLY_HZ)
    return {hz for hz in tones if steady_level(samples, peer.rate_hz, hz) > 1500}


async def comes_to_hear(peer: RtpPeer, wanted: set[float]) -> None:
    """A busy machine gets some time for it."""
    for _ in range(12):
        await seconds(0.25)
        if heard(peer) == wanted:
            return
    assert heard(peer) == wanted


@pytest.mark.parametrize("codecs", [("PCMA", "PCMA"), ("PCMA", "G722"), ("PCMU", "OPUS")])
async def test_both_hear_it_besides_each_other(tmp_path: Path, codecs: tuple[str, str]) -> None:
    write_opus(tmp_path / "resources/prompts/reply/hello.opus", REPLY_HZ, 6.0)
    async with Media(tmp_path) as media:
        customer, agent = RtpPeer(codecs[0], CUSTOMER_HZ), RtpPeer(codecs[1], AGENT_HZ)
        await media.leg("c", customer)
        await media.leg("a", agent)
        for name in "ca":
            media.client.send(Join("x", name, "TALK"))
        await comes_to_hear(agent, {CUSTOMER_HZ})
        speak(media)
        await comes_to_hear(agent, {CUSTOMER_HZ, REPLY_HZ})
        await comes_to_hear(customer, {AGENT_HZ, REPLY_HZ})
        media.client.send(CloseLeg("v"))
        await comes_to_hear(agent, {CUSTOMER_HZ})
        await comes_to_hear(customer, {AGENT_HZ})
        assert not media.all(PlayFinished), "it was stopped, not heard to its end"


async def test_its_end_is_told_and_it_is_in_the_recording(tmp_path: Path) -> None:
    write_opus(tmp_path / "resources/prompts/reply/hello.opus", REPLY_HZ, 0.8)
    async with Media(tmp_path) as media:
        customer, agent = RtpPeer("PCMA", CUSTOMER_HZ), RtpPeer("PCMA", AGENT_HZ)
        for name, peer, side in (("c", customer, "CUSTOMER"), ("a", agent, "AGENT")):
            await media.leg(name, peer)
            media.client.send(Join("x", name, "TALK"))
            media.client.send(RecordStream("rec1", "call1", name, side))
        await seconds(0.6)
        speak(media, recorded=True)
        await media.wait(PlayFinished, lambda report: report.leg == "v" and report.play == "v")
        media.client.send(CloseLeg("v"))
        await seconds(0.5)
        media.client.send(StopRecording("rec1"))
        await media.wait(RecordingClosed)
        target = tmp_path / "r.rec"
        done = finish(tmp_path / "journal", KEY, "rec1", target, KEY)
        found = listen(done, container.unseal(target.read_bytes(), KEY))
    assert found.done.gaps == []
    begins_ms = found.begins_ms("right", REPLY_HZ)
    assert 500 < begins_ms < 1500
    assert found.level("right", REPLY_HZ, begins_ms + 100, begins_ms + 600) > 1500
    assert found.level("right", AGENT_HZ, begins_ms + 100, begins_ms + 600) > 5000, "she is heard as before"
    assert found.level("left", REPLY_HZ, 200, found.done.duration_ms - 100) < 40
    assert found.level("right", REPLY_HZ, begins_ms + 1200, found.done.duration_ms - 50) < 60


async def test_a_reply_that_is_missing_ends_at_once(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        customer, agent = RtpPeer("PCMA", CUSTOMER_HZ), RtpPeer("PCMA", AGENT_HZ)
        await media.leg("c", customer)
        await media.leg("a", agent)
        for name in "ca":
            media.client.send(Join("x", name, "TALK"))
        speak(media, "reply/gone")
        await media.wait(PlayFinished, lambda report: report.leg == "v")
        media.client.send(CloseLeg("v"))
        await comes_to_hear(agent, {CUSTOMER_HZ})
