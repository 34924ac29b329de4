"""Simulated telephones at the real engine with its real audio: they register, ring, speak, hang up."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.caller.caller import Caller
from app.caller.model import CallPlan
from app.demo import stage
from app.demo.bench_company import prepare
from app.demo.bench_desk import desk_calls, desktop_beside
from app.demo.bench_load import under_load
from app.demo.phones import Habits, PhoneBank, PhoneCall, PhoneError, RingState
from app.demo.sound import headset_room
from app.server.core.commands import AnswerLeg, CreateBridge, HangUpLeg, JoinBridge, OriginateLeg
from app.server.core.events import LegAnswered, LegEnded, LegIncoming, LegRinging
from app.server.core.types import EndCause
from tests.doubles.rtp_peer import loudest_hz
from tests.doubles.sample_server import furnish
from tests.doubles.sip_house import PASSWORDS, QUICK, House, a_house
from tests.doubles.sip_wire import until

BOTH = tuple(PASSWORDS.items())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path, quiet=False) as running:
        yield running


def bank_at(house: House, **habits: object) -> PhoneBank:
    return PhoneBank(("127.0.0.1", house.engine.sip_port), Habits(timers=QUICK, **habits))  # type: ignore[arg-type]


def ring(house: House, leg_id: str = "out", user: str = "1001") -> None:
    house.engine.do(OriginateLeg(leg_id, user, "13800138000", "王芳", "call-1", "offer-1", "", 10))


async def rung(house: House, bank: PhoneBank) -> PhoneCall:
    ring(house)
    call = await bank.phones["1001"].wait_call(5)
    await house.heard.wait(LegAnswered)
    return call


async def test_it_registers_rings_answers_and_is_hung_up(house: House) -> None:
    async with bank_at(house) as bank:
        await bank.register(BOTH)
        assert set(house.heard.phones) == {("1001", True), ("1002", True)}
        call = await rung(house, bank)
        assert len(house.heard.all(LegRinging)) == 1
        assert (call.offer_id, call.call_id, call.caller_number) == ("offer-1", "call-1", "13800138000")
        house.engine.do(HangUpLeg("out"))
        await call.wait_ended(5)
        assert (call.state, call.ended_by) == (RingState.OVER, "peer")
        assert bank.phones["1002"].call is None
    await house.heard.wait_phone("1001", False)
    await house.heard.wait_phone("1002", False)


async def test_it_hangs_up_and_the_server_notices(house: House) -> None:
    async with bank_at(house) as bank:
        await bank.register(BOTH)
        call = await rung(house, bank)
        call.hang_up()
        call.hang_up()
        assert await house.heard.wait(LegEnded) == LegEnded("out", EndCause.NORMAL, by_peer=True)
        assert call.ended_by == "us"


async def test_the_caller_hears_its_tone_and_it_counts_what_it_hears(house: House, tmp_path: Path) -> None:
    async with bank_at(house, tone="tone:700") as bank:
        await bank.register(BOTH)
        plan = CallPlan(
            f"sip:4001@127.0.0.1:{house.engine.sip_port}", "13800138000", speak="tone:440",
            record=tmp_path / "heard.wav",
        )  # fmt: skip
        caller = Caller()
        await caller.start(plan)
        incoming = await house.heard.wait(LegIncoming)
        house.engine.do(AnswerLeg(incoming.leg_id))
        assert await caller.wait_answered(5)
        call = await rung(house, bank)
        house.engine.do(CreateBridge("bridge"))
        house.engine.do(JoinBridge("bridge", incoming.leg_id))
        house.engine.do(JoinBridge("bridge", "out"))
        await until(lambda: call.media.reception.received > 60, seconds=5)
        reception = call.media.reception
        assert reception.lost == 0
        assert sum(reception.gaps_ms) / len(reception.gaps_ms) == pytest.approx(20, rel=0.2)
        call.media.restart()
        assert call.media.reception.received == 0
        await caller.hang_up()
        report = await caller.wait_ended()
        assert report.packets_received > 40
        assert report.packets_lost == 0
    assert spoken_hz(tmp_path / "heard.wav") == pytest.approx(700, abs=10)


async def test_echo_sends_back_what_was_said(house: House, tmp_path: Path) -> None:
    async with bank_at(house, tone="") as bank:
        await bank.register(BOTH)
        caller = Caller()
        port = house.engine.sip_port
        record = tmp_path / "heard.wav"
        await caller.start(
            CallPlan(f"sip:4001@127.0.0.1:{port}", "13800138000", speak="tone:600", record=record)
        )
        incoming = await house.heard.wait(LegIncoming)
        house.engine.do(AnswerLeg(incoming.leg_id))
        assert await caller.wait_answered(5)
        call = await rung(house, bank)
        house.engine.do(CreateBridge("bridge"))
        house.engine.do(JoinBridge("bridge", incoming.leg_id))
        house.engine.do(JoinBridge("bridge", "out"))
        await until(lambda: call.media.sent > 50, seconds=5)
        await caller.hang_up()
        await caller.wait_ended()
    assert spoken_hz(record) == pytest.approx(600, abs=10)


async def test_it_rings_as_long_as_it_was_told_and_a_cancel_ends_it(house: House) -> None:
    async with bank_at(house, answer_after_s=None) as bank:
        await bank.register(BOTH)
        ring(house)
        call = await bank.phones["1001"].wait_call(5)
        await house.heard.wait(LegRinging)
        assert not house.heard.all(LegAnswered)
        house.engine.do(HangUpLeg("out"))
        await call.wait_ended(5)
        assert call.ended_by == "peer"
        told_s = asyncio.get_running_loop().time()
        await house.engine.stack.drain(3.0)  # our 487 ends the server's INVITE
        assert asyncio.get_running_loop().time() - told_s < 1.5
        ring(house, "again")
        second = await bank.phones["1001"].wait_call(5)
        assert second is not call
        second.answer()
        await house.heard.wait(LegAnswered)


async def test_a_late_answer_and_a_second_call_on_the_same_phone(house: House) -> None:
    async with bank_at(house, answer_after_s=0.3) as bank:
        await bank.register(BOTH)
        started_s = asyncio.get_running_loop().time()
        call = await rung(house, bank)
        assert call.answered_at_s is not None
        assert call.answered_at_s - started_s >= 0.3
        ring(house, "second")
        assert (await house.heard.wait(LegEnded)).cause is EndCause.BUSY
        assert call.state is RingState.TALKING


async def test_a_wrong_password_is_told_in_a_sentence(house: House) -> None:
    async with bank_at(house) as bank:
        with pytest.raises(PhoneError) as caught:
            await bank.register([("1001", PASSWORDS["1001"]), ("1002", "wrong")])
    assert str(caught.value).startswith("Telephone 1002 could not register at 127.0.0.1:")
    assert "the password is wrong" in str(caught.value)
    assert ("1001", True) in house.heard.phones


async def test_a_server_that_is_not_there_is_told_in_a_sentence() -> None:
    async with PhoneBank(("127.0.0.1", 9), Habits(timers=QUICK)) as bank:
        with pytest.raises(PhoneError, match="nobody answers there"):
            await bank.register([("1001", "secret")])


@pytest.mark.e2e
async def test_the_bench_measures_the_real_server_and_the_real_desktop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(tmp_path)
    accounts = await asyncio.to_thread(prepare, tmp_path / "data", 2)
    with stage.virtual_display() as display, headset_room(tmp_path) as room:
        monkeypatch.setenv("DISPLAY", display)
        monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
        async with stage.server(tmp_path) as server:
            desk = await desk_calls(server, room, tmp_path, 2, 1.0)
            beside = functools.partial(desktop_beside, server, room, tmp_path, window_s=1.0)
            load = await under_load(server, accounts, (2,), 1.0, beside)
    for figure in ("queue_to_popup_ms", "click_to_agent_hears_ms", "click_to_caller_hears_ms"):
        assert desk[figure]["count"] == 2
        assert 0 < desk[figure]["p50"] < 5000
    assert desk["in_one_call"]["memory_mb"]["desktop telephony"]["rss"] > 10
    talking, music = load[0]["talking"], load[0]["waiting_music"]
    assert (talking["telephones"], music["telephones"]) == (4, 1)
    assert talking["packets_received"] > 100
    assert music["packets_received"] > 25
    assert talking["packets_lost"] == 0
    assert load[0]["recorded_kB_per_s"] > 10
    for state in ("ready", "in_call"):
        assert set(load[0]["desktop"][state]) == {"ui_cpu_pct", "softphone_cpu_pct"}
    assert 0 < load[0]["desktop"]["in_call"]["softphone_cpu_pct"] < 100


def spoken_hz(wav: Path) -> float:
    import wave

    import numpy as np

    with wave.open(str(wav)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
        rate_hz = file.getframerate()
    return loudest_hz(samples[-rate_hz // 2 :].astype(np.float64), rate_hz)
