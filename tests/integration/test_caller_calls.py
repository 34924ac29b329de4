"""A simulated customer calls over real sockets: what he hears, what arrives, how it ends."""

from __future__ import annotations

import asyncio
import itertools
import resource
import socket
import threading
import time
import wave
from pathlib import Path

import numpy as np
import pytest

from app.caller.caller import Caller, CallerTimers
from app.caller.model import CallerError, CallPlan, CallReport, StepKind
from app.caller.states import CallState
from app.server.voice.embedded.signalling.timers import Timers
from tests.doubles.echo_uas import Behaviour, EchoUas

# A socket that is left open shows only here.
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
QUICK = CallerTimers(no_reply_s=1.0, farewell_s=0.5, sip=Timers(t1_s=0.05, t2_s=0.2, t4_s=0.2))


def pitch(path: Path, from_s: float = 0.3) -> tuple[float, int]:
    """Loudest frequency and sampling rate of a recording."""
    with wave.open(str(path)) as wav:
        rate_hz = wav.getframerate()
        samples = np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(float)
    samples = samples[int(from_s * rate_hz) :]
    spectrum = abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(spectrum.argmax() * rate_hz / len(samples)), rate_hz


async def call(behaviour: Behaviour, **plan: object) -> tuple[CallReport, EchoUas]:
    async with EchoUas(behaviour) as uas:
        report = await Caller(QUICK).run(CallPlan(uas.uri(), "13812345678", **plan))  # type: ignore[arg-type]
        return report, uas


@pytest.mark.parametrize(
    ("codec", "number", "hz", "rate_hz"),
    [("PCMA", 8, 440, 8000), ("PCMU", 0, 440, 8000), ("G722", 9, 6000, 16000)],
)
async def test_what_is_said_comes_back_in_the_recording(
    tmp_path: Path, codec: str, number: int, hz: int, rate_hz: int
):
    path = tmp_path / "heard.wav"
    report, uas = await call(
        Behaviour(codecs=f"{number} 101"), speak=f"tone:{hz}", record=path, seconds=1.5, codecs=(codec,)
    )
    assert (report.answered, report.ended_by, report.end_reason, report.codec) == (
        True,
        "us",
        "hung-up",
        codec,
    )
    assert pitch(path) == (pytest.approx(hz, abs=3), rate_hz)
    assert report.packets_received >= 70 and report.packets_lost == 0
    assert report.duration_s == pytest.approx(1.5, abs=0.2)
    assert report.level_dbfs == pytest.approx(-15, abs=1)
    assert report.setup_ms is not None and report.setup_ms < 200
    assert uas.requests == ["INVITE", "ACK", "BYE"]


async def test_what_is_said_once_is_not_repeated(tmp_path: Path):
    path = tmp_path / "heard.wav"
    await call(Behaviour(), speak="once:tone:440", record=path, seconds=1.8)
    with wave.open(str(path)) as wav:
        samples = abs(np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(int))
    assert samples[2000:6000].max() > 5000 and samples[10500:13500].max() < 200


async def test_keys_arrive_in_order_at_a_pace_every_receiver_can_follow():
    report, uas = await call(Behaviour(), digits="1,2#w0.3*", digit_start_s=0.1, seconds=3)
    assert uas.digits == report.digits_sent == "12#*"
    tones: dict[int, list[float]] = {}
    for event in uas.events:
        tones.setdefault(event.timestamp, []).append(event.at)
    starts = sorted(times[0] for times in tones.values())
    assert [event.marker for event in uas.events].count(True) == 4
    assert all(sum(e.end for e in uas.events if e.timestamp == t) == 3 for t in tones)
    gaps_s = [later - earlier for earlier, later in itertools.pairwise(starts)]
    assert min(gaps_s) >= 0.155  # 100 ms of tone, 60 ms of pause
    assert gaps_s[2] >= 0.45  # w0.3
    sequence = [seq for _, _, seq, _ in uas.packets]
    assert [(b - a) & 0xFFFF for a, b in itertools.pairwise(sequence)] == [1] * (len(sequence) - 1)


async def test_the_stream_is_steady_from_the_answer_on_also_when_nothing_is_said():
    report, uas = await call(Behaviour(), seconds=2)
    at = [packet[0] for packet in uas.packets]
    assert len(at) == report.packets_sent == pytest.approx(100, abs=10)
    assert (at[-1] - at[0]) / (len(at) - 1) == pytest.approx(0.02, abs=0.001)
    stamps = [packet[3] for packet in uas.packets]
    assert {(b - a) & 0xFFFFFFFF for a, b in itertools.pairwise(stamps)} == {160}
    assert report.max_gap_ms is not None and report.max_gap_ms < 300


def hold_up(times: int, each_s: float) -> None:
    """Keep the event loop from running, as a busy machine does."""
    loop = asyncio.get_running_loop()
    for n in range(times):
        loop.call_later(0.2 + 0.2 * n, threading.Event().wait, each_s)


async def test_a_busy_machine_does_not_slow_our_voice_down():
    async with EchoUas() as uas:
        hold_up(5, 0.1)
        report = await Caller(QUICK).run(CallPlan(uas.uri(), "1", seconds=1.5))
    assert report.packets_sent == pytest.approx(report.duration_s / 0.02, abs=3)


async def test_after_a_long_stall_we_go_on_in_time_instead_of_all_at_once():
    async with EchoUas() as uas:
        hold_up(1, 0.6)
        await Caller(QUICK).run(CallPlan(uas.uri(), "1", seconds=1.2))
    (first_at, _, first_seq, first_stamp), (last_at, _, last_seq, last_stamp) = (
        uas.packets[0],
        uas.packets[-1],
    )
    passed_s = ((last_stamp - first_stamp) & 0xFFFFFFFF) / 8000
    assert passed_s == pytest.approx(last_at - first_at, abs=0.05)
    assert (last_seq - first_seq) & 0xFFFF == len(uas.packets) - 1 < 45


async def test_the_other_side_hangs_up():
    report, uas = await call(Behaviour(bye_after_s=0.5), seconds=10)
    assert (report.ended_by, report.end_reason) == ("peer", "hung-up")
    assert report.duration_s == pytest.approx(0.5, abs=0.2)
    assert "BYE" not in uas.requests


@pytest.mark.parametrize(
    ("status", "reason"),
    [(486, "busy"), (404, "not-found"), (503, "unavailable"), (603, "declined"), (480, "not-answered"),
     (488, "no-common-codec"), (402, "refused")],
)  # fmt: skip
async def test_a_refusal_is_told_by_its_reason(status: int, reason: str):
    report, uas = await call(Behaviour(status=status), seconds=5)
    assert (report.answered, report.end_reason, report.sip_status) == (False, reason, status)
    assert (report.setup_ms, report.duration_s, report.packets_sent) == (None, 0.0, 0)
    assert uas.requests == ["INVITE", "ACK"]  # the refusal was acknowledged


async def test_nobody_is_at_that_port():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = time.monotonic()
    report = await Caller().run(CallPlan(f"sip:4001@127.0.0.1:{port}", "1"))
    assert (report.answered, report.end_reason, report.sip_status) == (False, "unreachable", None)
    assert time.monotonic() - started < 1  # the closed port was noticed, not waited for


async def test_somebody_is_there_but_never_replies():
    report, uas = await call(Behaviour(status=None), seconds=20)
    assert report.end_reason == "unreachable"
    assert len(uas.invites) >= 2  # it was tried again before giving up


async def test_a_silent_wait_after_trying_is_waited_for():
    report, _ = await call(Behaviour(ring=False, answer_after_s=1.3), seconds=0.3, answer_s=5)
    assert report.answered and report.setup_ms == pytest.approx(1300, abs=300)


async def test_time_is_over_while_it_rings():
    report, uas = await call(Behaviour(answer_after_s=30), seconds=20, answer_s=0.3)
    assert (report.answered, report.end_reason, report.sip_status) == (False, "not-answered", 487)
    assert uas.requests == ["INVITE", "CANCEL", "ACK"]


async def test_an_answer_that_crosses_our_cancel_leaves_no_ghost():
    report, uas = await call(Behaviour(answer_after_s=30, ok_despite_cancel=True), seconds=20, answer_s=0.3)
    assert (report.answered, report.end_reason) == (False, "not-answered")
    assert uas.requests == ["INVITE", "CANCEL", "ACK", "BYE"]


async def test_an_answer_said_again_is_acknowledged_again():
    report, uas = await call(Behaviour(repeat_ok=2), seconds=0.5)
    assert report.answered
    assert uas.requests == ["INVITE", "ACK", "ACK", "ACK", "BYE"]


async def test_a_farewell_that_nobody_answers_is_not_waited_for_long():
    started = time.monotonic()
    report, _ = await call(Behaviour(answer_bye=False), seconds=0.3)
    assert report.ended_by == "us" and time.monotonic() - started < 2


async def test_hold_stops_our_voice_and_resume_brings_it_back():
    async with EchoUas() as uas:
        caller = Caller(QUICK)
        await caller.start(CallPlan(uas.uri(), "1", speak="tone:440"))
        assert await caller.wait_answered(2)
        uas.re_invite("inactive")
        await uas.until(lambda: len(uas.re_invite_answers) == 1)
        assert "SIP/2.0 200" in uas.re_invite_answers[0] and "a=inactive" in uas.re_invite_answers[0]
        await asyncio.sleep(0.05)  # what was on its way
        before = len(uas.packets)
        await asyncio.sleep(0.3)
        assert len(uas.packets) == before
        uas.re_invite("sendrecv")
        await uas.until(lambda: len(uas.packets) > before + 5)
        await caller.hang_up()
        report = await caller.wait_ended()
    assert [step.detail for step in report.steps if step.kind is StepKind.CHANGED] == [
        "inactive PCMA",
        "sendrecv PCMA",
    ]
    assert uas.packets[before][2] == (uas.packets[before - 1][2] + 1) & 0xFFFF  # no loss to be seen
    silent = (uas.packets[before][3] - uas.packets[before - 1][3]) & 0xFFFFFFFF
    assert silent >= 160 * 15  # but the time that passed


async def test_led_by_hand():
    async with EchoUas() as uas:
        caller, steps = Caller(QUICK), []
        await caller.start(CallPlan(uas.uri(), "13800000000", from_name="李明"), steps.append)
        assert await caller.wait_answered(2) and caller.state is CallState.TALKING
        assert '"李明" <sip:13800000000@' in uas.invites[0]
        assert await caller.press("42") == "42"
        await caller.speak("once:tone:300")
        await caller.speak(None)
        await caller.hang_up()
        report = await caller.wait_ended(1)
        assert await caller.press("9") == ""
    assert uas.digits == "42" and report.digits_sent == "42"
    kinds = [step.kind.value for step in report.steps]
    assert kinds == ["dialling", "ringing", "answered", "pressed", "pressed", "speaking", "speaking", "ended"]
    assert list(report.steps) == steps


async def test_a_peer_without_key_presses_is_named_instead_of_pretending():
    report, _ = await call(Behaviour(codecs="8"), digits="1", digit_start_s=0, seconds=0.4)
    assert report.digits_sent == ""
    assert StepKind.REFUSED_KEY in [step.kind for step in report.steps]


async def test_losses_are_counted():
    report, _ = await call(Behaviour(drop_every=10), seconds=2)
    assert report.packets_lost == pytest.approx(10, abs=2)


async def test_twenty_callers_at_once_cost_little():
    async with EchoUas(Behaviour(bye_after_s=2.5)) as uas:
        plans = [CallPlan(uas.uri(), f"1380000{n:04}", speak="tone:440", digits="1") for n in range(20)]
        before = resource.getrusage(resource.RUSAGE_SELF)
        reports = await asyncio.gather(*(Caller(QUICK).run(plan) for plan in plans))
        after = resource.getrusage(resource.RUSAGE_SELF)
    assert all(r.answered and r.ended_by == "peer" and r.digits_sent == "1" for r in reports)
    assert all(r.packets_lost == 0 and r.packets_received > 90 for r in reports)
    used_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert used_s < 2  # callers and echo together in one process


async def test_both_hang_up_at_the_same_moment():
    report, _ = await call(Behaviour(bye_after_s=0.4, answer_bye=False), seconds=0.395)
    assert report.ended_by in ("us", "peer") and report.end_reason == "hung-up"
    assert [step.kind for step in report.steps].count(StepKind.ENDED) == 1
    assert report.max_gap_ms is not None and report.max_gap_ms < 300


async def test_a_cancelled_run_hangs_up_first():
    async with EchoUas() as uas:
        caller = Caller(QUICK)
        run = asyncio.get_running_loop().create_task(caller.run(CallPlan(uas.uri(), "1")))
        await uas.until(lambda: "ACK" in uas.requests)
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        assert uas.requests == ["INVITE", "ACK", "BYE"]
        assert (await caller.wait_ended()).ended_by == "us"


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"to": "4001"}, "write sip:NUMBER@HOST:PORT"),
        ({"to": "sip:4001@127.0.0.1;transport=tcp"}, "UDP only"),
        ({"to": "sip:4001@127.0.0.1:99999"}, "no port"),
        ({"to": "sip:4001@no-such-host.invalid"}, "no machine called"),
        ({"from_number": 'x">\r\nEvil: 1'}, "cannot be a caller's number"),
        ({"digits": "1,x"}, "Cannot read 'x'"),
        ({"codecs": ("OPUS",)}, "choose from"),
        ({"speak": "/no/such.wav"}, "no file"),
        ({"host": "203.0.113.7"}, "Cannot open a port"),
    ],
)
async def test_what_cannot_be_done_is_said_before_dialling(plan: dict[str, object], sentence: str):
    given = {"to": "sip:4001@127.0.0.1:9", "from_number": "1"} | plan
    with pytest.raises(CallerError, match=sentence):
        await Caller().run(CallPlan(**given))  # type: ignore[arg-type]


async def test_a_recording_that_cannot_be_written_is_said(tmp_path: Path):
    async with EchoUas() as uas:
        with pytest.raises(CallerError, match="Cannot write"):
            await Caller(QUICK).run(CallPlan(uas.uri(), "1", seconds=0.2, record=tmp_path / "none" / "a.wav"))
        assert "BYE" in uas.requests
