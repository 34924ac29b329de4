"""What a leg hears by the clock: prompts, music, the mixer; and what it presses."""

from __future__ import annotations

import asyncio
import itertools
import os
from pathlib import Path

import av
import numpy as np
import pytest

from app.server.voice.embedded.media.protocol import (
    Digit,
    Join,
    Leave,
    MediaBack,
    MediaGone,
    Play,
    PlayFinished,
    StopPlay,
    Trouble,
)
from tests.doubles.rtp_media import Media, seconds
from tests.doubles.rtp_peer import TICKS, RtpPeer, assert_continuous, level, loudest_hz


def write_opus(path: Path, tone_hz: float, duration_s: float, amplitude: float = 8000) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rate = 48000
    at = np.arange(int(rate * duration_s))
    wave = (amplitude * np.sin(2 * np.pi * tone_hz * at / rate)).astype(np.int16)
    with av.open(str(path), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=rate, layout="mono")
        stream.bit_rate = 64000
        frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.mark.parametrize("codec", ["PCMA", "PCMU", "G722", "OPUS"])
async def test_prompts_are_heard_one_after_the_other(tmp_path: Path, codec: str) -> None:
    write_opus(tmp_path / "resources/prompts/zh/welcome.opus", 600, 0.5)
    write_opus(tmp_path / "resources/zh/choose.opus", 1000, 0.6)
    async with Media(tmp_path) as media:
        caller = RtpPeer(codec, None)
        await media.leg("a", caller)
        media.client.send(Play("a", "p1", ["zh/welcome", "zh/choose"], False))
        await media.wait(PlayFinished, lambda r: r.play == "p1")
        heard = caller.heard()
    rate = caller.rate_hz
    loud = np.flatnonzero(np.abs(heard.astype(np.int32)) > 1000)
    assert (loud[-1] - loud[0]) / rate == pytest.approx(1.1, abs=0.05)
    first = heard[loud[0] : loud[0] + int(0.45 * rate)]
    second = heard[loud[-1] - int(0.5 * rate) : loud[-1]]
    assert loudest_hz(first, rate) == pytest.approx(600, abs=8)
    assert loudest_hz(second, rate) == pytest.approx(1000, abs=8)
    assert_continuous(caller.packets(), TICKS[codec])


async def test_music_loops_without_a_gap_and_stops(tmp_path: Path) -> None:
    write_opus(tmp_path / "resources/music/calm.opus", 500, 0.7)
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", None)
        await media.leg("a", caller)
        media.client.send(Play("a", "hold", ["music/calm"], True))
        await seconds(2.6)
        media.client.send(StopPlay("a"))
        await seconds(0.3)
        heard = caller.heard()
        assert media.all(PlayFinished) == []
    frames = heard[: len(heard) // 80 * 80].reshape(-1, 80).astype(np.int32)
    loud = np.flatnonzero(np.abs(frames).max(axis=1) > 1000)
    assert len(loud) * 0.01 > 2.2
    holes = np.diff(loud)
    assert holes.max() <= 2, "no more than an edge of the encoder between two rounds"
    assert np.abs(frames[-15:]).max() < 100, "silence after the stop"


async def test_hold_music_and_back(tmp_path: Path) -> None:
    write_opus(tmp_path / "resources/music/calm.opus", 500, 1.0)
    async with Media(tmp_path) as media:
        caller, agent = RtpPeer("PCMA", 440), RtpPeer("G722", 880)
        await media.leg("a", caller)
        await media.leg("b", agent)
        send = media.client.send
        send(Join("x", "a", "TALK"))
        send(Join("x", "b", "TALK"))
        await seconds(0.6)
        assert loudest_hz(caller.heard(0.3), 8000) == pytest.approx(880, abs=8)
        send(Leave("a"))
        send(Play("a", "hold", ["music/calm"], True))
        await seconds(0.8)
        assert loudest_hz(caller.heard(0.4), 8000) == pytest.approx(500, abs=8)
        assert loudest_hz(agent.heard(0.3), 16000) == 0.0, "the agent hears nothing of a caller on hold"
        send(StopPlay("a"))
        send(Join("x", "a", "TALK"))
        await seconds(0.8)
        assert loudest_hz(caller.heard(0.4), 8000) == pytest.approx(880, abs=8)
        assert loudest_hz(agent.heard(0.4), 16000) == pytest.approx(440, abs=8)
        assert_continuous(caller.packets())
        assert_continuous(agent.packets())


async def test_a_missing_prompt_has_no_length_and_is_told(tmp_path: Path) -> None:
    secret = tmp_path / "secret.opus"
    write_opus(secret, 700, 0.5)
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "zh").mkdir()
    (tmp_path / "resources" / "zh" / "broken.opus").write_bytes(b"no audio at all")
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", None)
        await media.leg("a", caller)
        for play, name in (("p1", "zh/none"), ("p2", "../secret"), ("p3", "zh/broken")):
            media.client.send(Play("a", play, [name], False))
            await media.wait(PlayFinished, lambda r, play=play: r.play == play)
        assert loudest_hz(caller.heard(), 8000) == 0.0
        troubles = [each.error_id for each in media.all(Trouble)]
    assert troubles == ["prompt-missing", "prompt-missing", "prompt-unreadable"]


async def test_three_hear_each_other_but_not_themselves(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        peers = {
            "a": RtpPeer("PCMA", 440, amplitude=5000),
            "b": RtpPeer("G722", 880, amplitude=5000),
            "c": RtpPeer("PCMU", 1320, amplitude=5000),
        }
        for name, peer in peers.items():
            await media.leg(name, peer)
            media.client.send(Join("x", name, "TALK"))
        await seconds(1.6)
        for peer in peers.values():
            samples = peer.heard(0.8)
            for other in peers.values():
                assert other.tone_hz is not None
                found = level(samples, peer.rate_hz, other.tone_hz)
                if other is peer:
                    assert found < 100
                else:
                    assert found == pytest.approx(5000, rel=0.2)
            assert_continuous(peer.packets())


async def test_a_listener_hears_both_and_nobody_hears_the_listener(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller, agent, boss = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880), RtpPeer("PCMA", 1320)
        for name, peer, role in (("a", caller, "TALK"), ("b", agent, "TALK"), ("c", boss, "LISTEN")):
            await media.leg(name, peer)
            media.client.send(Join("x", name, role))
        await seconds(1.4)
        assert level(boss.heard(0.6), 8000, 440) == pytest.approx(8000, rel=0.2)
        assert level(boss.heard(0.6), 8000, 880) == pytest.approx(8000, rel=0.2)
        for peer in (caller, agent):
            assert level(peer.heard(0.6), 8000, 1320) < 50
        assert_continuous(caller.packets())


async def test_a_coach_is_heard_by_the_agent_only(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller, agent, coach = RtpPeer("PCMA", 440), RtpPeer("PCMA", 880), RtpPeer("PCMA", 1320)
        for name, peer, role in (("a", caller, "TALK"), ("b", agent, "TALK"), ("c", coach, "COACH")):
            await media.leg(name, peer)
            media.client.send(Join("x", name, role))
        await seconds(1.4)
        assert level(agent.heard(0.6), 8000, 1320) == pytest.approx(8000, rel=0.2)
        assert level(agent.heard(0.6), 8000, 440) == pytest.approx(8000, rel=0.2)
        assert level(caller.heard(0.6), 8000, 1320) < 50
        assert level(coach.heard(0.6), 8000, 440) == pytest.approx(8000, rel=0.2)


async def test_each_key_is_reported_once(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", 440)
        await media.leg("a", caller)
        for key in "11#":
            caller.press(key)
        caller.press("5", ends=0)  # the end packets are lost
        await media.wait(Digit, lambda r: r.digit == "5")
        await seconds(0.3)
        assert [each.digit for each in media.all(Digit)] == ["1", "1", "#", "5"]


async def test_keys_are_passed_on_with_the_type_of_the_peer(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", 440)
        agent = RtpPeer("PCMA", 880, dtmf_type=96)
        silent = RtpPeer("PCMA", 880)
        await media.leg("a", caller)
        await media.leg("b", agent, dtmf=96)
        media.client.send(Join("x", "a", "TALK"))
        media.client.send(Join("x", "b", "TALK"))
        await seconds(0.3)
        caller.press("7")
        await media.wait(Digit)
        await seconds(0.2)
        events = [each for each in agent.packets() if each.payload_type == 96]
        assert len(events) >= 5
        assert {each.payload[0] for each in events} == {7}
        assert len({each.timestamp for each in events}) == 1
        # Towards a leg that takes no events they are left out, without a hole in its numbers.
        media.client.send(Leave("b"))
        await media.leg("c", silent, dtmf=None)
        media.client.send(Join("x", "c", "TALK"))
        await seconds(0.3)
        caller.press("8")
        await media.wait(Digit, lambda r: r.digit == "8")
        await seconds(0.2)
        packets = silent.packets()
        assert {each.payload_type for each in packets} == {8}
        sequences = [each.sequence for each in packets]
        assert [(b - a) & 0xFFFF for a, b in itertools.pairwise(sequences)] == [1] * (len(sequences) - 1)


async def test_a_silent_wire_is_reported_and_its_return(tmp_path: Path) -> None:
    async with Media(tmp_path, media_gone_s=0.5) as media:
        caller = RtpPeer("PCMA", 440)
        await media.leg("a", caller)
        media.client.send(Join("x", "a", "TALK"))
        await seconds(0.8)
        assert media.all(MediaGone) == []
        caller.pause()
        await media.wait(MediaGone, lambda r: r.leg == "a")
        caller.pause(False)
        await media.wait(MediaBack, lambda r: r.leg == "a")
        assert len(media.all(MediaGone)) == 1


async def test_no_port_left_is_said(tmp_path: Path) -> None:
    from app.server.voice.embedded.media.client import MediaError
    from tests.doubles.rtp_media import free_range

    low, _ = free_range()
    async with Media(tmp_path, rtp_low=low, rtp_high=low + 3) as media:
        ports = [await media.client.open_leg("a"), await media.client.open_leg("b")]
        assert sorted(ports) == [low, low + 2]
        with pytest.raises(MediaError) as refused:
            await media.client.open_leg("c")
        assert refused.value.error_id == "media-port"
        assert str(refused.value) == f"no free RTP port between {low} and {low + 3}"


async def test_after_a_death_the_client_can_start_again(tmp_path: Path) -> None:
    async with Media(tmp_path) as media:
        assert media.client.pid is not None
        os.kill(media.client.pid, 9)
        await media.death()
        await media.client.start()
        caller = RtpPeer("PCMA", 440)
        await media.leg("a", caller)
        assert caller.wait_packets(5)
        assert media.deaths == 1


async def test_what_cannot_be_used_is_told_and_hurts_nobody(tmp_path: Path) -> None:
    from app.server.voice.embedded.media.protocol import SetLeg, SrtpKeys

    async with Media(tmp_path) as media:
        caller = RtpPeer("PCMA", 440)
        await media.leg("a", caller)
        await media.client.open_leg("b")
        for bad in (
            SetLeg("b", "example.invalid", 4000, "PCMA", 8, None),
            SetLeg("b", "127.0.0.1", 4000, "GSM", 3, None),
            SetLeg("b", "127.0.0.1", 4000, "PCMA", 8, None, SrtpKeys("NULL", b"", b"")),
        ):
            media.client.send(bad)
        media.client.send(SetLeg("b", "0.0.0.0", 0, "PCMA", 8, None))
        media.client.send(Join("x", "nobody", "TALK"))
        media.client.send(StopPlay("nobody"))
        before = len(caller.packets())
        await seconds(0.4)
        assert len(caller.packets()) > before + 10
        assert [each.error_id for each in media.all(Trouble)] == ["media-leg"] * 3


async def test_loading_a_long_file_does_not_stop_the_clock(tmp_path: Path) -> None:
    write_opus(tmp_path / "resources/music/long.opus", 500, 60)
    async with Media(tmp_path) as media:
        caller, waiting = RtpPeer("G722", None), RtpPeer("G722", None)
        await media.leg("a", caller)
        await media.leg("b", waiting)
        await seconds(0.2)
        media.client.send(Play("b", "p", ["music/long"], True))
        async with asyncio.timeout(15):
            while loudest_hz(waiting.heard(0.2), 16000) != pytest.approx(500, abs=8):
                await seconds(0.1)
        times = [each.at_s for each in caller.packets()]
        assert max(b - a for a, b in itertools.pairwise(times)) < 0.25, "the file takes some 0.5 s"
