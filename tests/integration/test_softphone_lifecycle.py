"""The softphone's process: killed, hung, fed with rubbish; the server gone, back, or not the right one."""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.telephony import client
from app.telephony.client import Softphone
from app.telephony.ports import (
    Answer,
    AudioProblem,
    Failed,
    Gone,
    HangUp,
    PhoneCallState,
    PhoneEvent,
    Ping,
    Pong,
    Registered,
    Started,
)
from app.telephony.wire import decode_event, encode
from tests.doubles.core_wait import OwnPace
from tests.doubles.sip_softphone_peer import SipPeer
from tests.doubles.softphone import NO_SOUND, TestPhone

BACK_WITHIN_S = 1.0
TRIES = 3  # the machine may be busy with other tests


async def test_a_killed_phone_is_back_and_registered_within_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    # A child that lived for a while is started again at once: here as if each had.
    monkeypatch.setattr(client, "BACK_OFF_S", (0.0,))
    async with SipPeer() as peer, TestPhone() as phone:
        phone.send(peer.register_command())
        await peer.registered()
        took: list[float] = []
        for count in range(2, 2 + TRIES):
            since, pid = phone.mark(), phone.softphone.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            pace = OwnPace()
            await peer.registered(count)
            assert phone.softphone.pid is not None
            took.append(pace.took_s(phone.softphone.pid))
            assert next(type(e) for e in phone.events[since:] if isinstance(e, (Gone, Started))) is Gone
            started = await phone.wait(Started, since=since)
            assert started.pid != pid
        assert statistics.median(took) < BACK_WITHIN_S, took


async def test_a_hung_phone_is_ended_and_replaced() -> None:
    async with TestPhone() as phone:
        pid = phone.softphone.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        gone = await phone.wait(Gone)
        assert "no answer" in gone.reason
        await phone.wait(Started, lambda s: s.pid != pid)


async def test_a_call_can_be_taken_after_the_phone_died_in_another() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        phone.send(peer.register_command())
        await peer.registered()
        call = await peer.ring()
        ringing = await phone.wait_call(PhoneCallState.RINGING)
        phone.send(Answer(ringing.handle))
        await call.answered()
        assert phone.softphone.pid is not None
        os.kill(phone.softphone.pid, signal.SIGKILL)
        await peer.registered(2)
        since = phone.mark()
        again = await peer.ring(call_id="second")
        assert (await phone.wait_call(PhoneCallState.RINGING, since=since)).call_id == "second"
        phone.send(Answer((await phone.wait_call(PhoneCallState.RINGING, since=since)).handle))
        await again.answered()


async def test_the_phone_registers_again_when_the_server_is_back() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        phone.send(peer.register_command())
        await phone.wait(Registered, lambda r: r.ok)
        took: list[float] = []
        for count in range(2, 2 + TRIES):
            since = phone.mark()
            await peer.close()
            lost = await phone.wait(Registered, since=since)
            assert (lost.ok, lost.problem) == (False, "unreachable")
            await asyncio.sleep(1.5)  # several attempts fail meanwhile
            assert len(phone.all(Registered, since)) == 1, "said once per change"
            await peer.open()
            back_at = time.monotonic()
            took.append(await peer.registered(count) - back_at)
            await phone.wait(Registered, lambda r: r.ok, since=since)
            if took[-1] < BACK_WITHIN_S:
                break
        assert min(took) < BACK_WITHIN_S, took


async def test_a_server_with_another_certificate_is_refused_and_hears_nothing() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        phone.send(peer.register_command(certificate_sha256="ab" * 32))
        told = await phone.wait(Registered)
        assert (told.ok, told.problem) == (False, "certificate")
        assert peer.seen == []
        phone.send(peer.register_command())
        await phone.wait(Registered, lambda r: r.ok)


async def test_a_wrong_password_is_told_as_refused() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        phone.send(peer.register_command(sip_password="wrong"))
        assert (await phone.wait(Registered)).problem == "refused"
    async with SipPeer(accept=False) as peer, TestPhone() as phone:
        phone.send(peer.register_command())
        assert (await phone.wait(Registered)).problem == "refused"


async def test_a_call_that_is_not_there_is_a_failed_command() -> None:
    async with TestPhone() as phone:
        phone.send(Answer(99))
        phone.send(HangUp(99))
        failed = await phone.wait(Failed, lambda f: f.command == "hang_up")
        assert failed.error_id == "no-such-call"
        phone.send(Ping(5))
        await phone.wait(Pong, lambda p: p.n == 5)


async def test_hanging_up_needs_no_server() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        phone.send(peer.register_command())
        await peer.registered()
        call = await peer.ring()
        phone.send(Answer(1))
        await call.answered()
        await phone.wait_call(PhoneCallState.TALKING)
        await peer.close()
        asked_at = time.monotonic()
        phone.send(HangUp(1))
        assert (await phone.wait_call(PhoneCallState.ENDED)).reason == "local"
        assert time.monotonic() - asked_at < 1.0


async def test_new_account_data_in_a_call_wait_for_its_end() -> None:
    async with SipPeer() as peer, SipPeer() as other, TestPhone() as phone:
        phone.send(peer.register_command())
        await peer.registered()
        call = await peer.ring()
        phone.send(Answer(1))
        await call.answered()
        await phone.wait_call(PhoneCallState.TALKING)
        phone.send(peer.register_command())  # the same again is only a renewal
        await peer.registered(2)
        phone.send(other.register_command())
        phone.send(Ping(3))
        await phone.wait(Pong, lambda p: p.n == 3)
        assert not other.registered_at_s
        call.bye()
        await other.registered()


async def test_a_busy_window_does_not_cost_the_call() -> None:
    async with TestPhone() as phone:
        pid = phone.softphone.pid
        for _ in range(3):
            until = time.monotonic() + 2.3
            while time.monotonic() < until:  # the event loop is held, as by a slow window
                threading.Event().wait(0.05)
            await asyncio.sleep(0.3)
        assert phone.softphone.pid == pid
        assert not phone.all(Gone)


async def test_account_data_that_cannot_be_used_are_a_failed_command() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        for bad in ({"sip_user": "a b<>@"}, {"tls_port": 99_999}, {"certificate_sha256": "x"}):
            since = phone.mark()
            phone.send(peer.register_command(**bad))
            assert (await phone.wait(Failed, since=since)).command == "register"
        phone.send(peer.register_command())
        await phone.wait(Registered, lambda r: r.ok)
        assert not phone.all(Gone)


async def test_closing_the_desktop_in_a_call_hangs_up() -> None:
    async with SipPeer() as peer:
        async with TestPhone() as phone:
            phone.send(peer.register_command())
            await peer.registered()
            call = await peer.ring()
            phone.send(Answer(1))
            await call.answered()
            await phone.wait_call(PhoneCallState.TALKING)
        await call.until("hung up")


async def test_answering_twice_answers_once() -> None:
    async with SipPeer() as peer, TestPhone() as phone:
        phone.send(peer.register_command())
        await peer.registered()
        call = await peer.ring()
        phone.send(Answer(1))
        phone.send(Answer(1))
        await call.answered()
        assert (await phone.wait(Failed)).error_id == "not-possible"
        await phone.wait_call(PhoneCallState.TALKING)


async def test_a_program_that_always_dies_is_not_started_in_a_mad_rush() -> None:
    events: list[PhoneEvent] = []
    phone = Softphone(events.append, argv=[sys.executable, "-c", "raise SystemExit(3)"])
    starting = asyncio.get_running_loop().create_task(phone.start())
    await asyncio.sleep(2.5)
    starting.cancel()
    await phone.stop()
    gone = [event for event in events if isinstance(event, Gone)]
    assert 2 <= len(gone) <= 6
    assert "status 3" in gone[0].reason


async def test_a_phone_program_that_is_not_there_is_told() -> None:
    events: list[PhoneEvent] = []
    phone = Softphone(events.append, argv=["/nonexistent/seatline-phone"])
    starting = asyncio.get_running_loop().create_task(phone.start())
    await asyncio.sleep(0.3)
    phone.send(Answer(1))
    starting.cancel()
    await phone.stop()
    assert isinstance(events[0], Gone)
    assert any(isinstance(e, Failed) and e.error_id == "no-phone" for e in events)


async def raw_child() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.telephony"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={**os.environ, **NO_SOUND, "PYTHONPATH": str(Path.cwd())},
    )


async def test_the_process_ends_by_itself_when_the_desktop_is_gone() -> None:
    child = await raw_child()
    assert child.stdin and child.stdout
    assert isinstance(decode_event(await child.stdout.readline()), Started)
    child.stdin.close()
    assert await asyncio.wait_for(child.wait(), 5) == 0


@given(lines=st.lists(st.binary(max_size=200).filter(lambda b: b.strip()), min_size=1, max_size=20))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_rubbish_lines_are_answered_with_failed_and_nothing_else_happens(lines: list[bytes]) -> None:
    async def play() -> None:
        child = await raw_child()
        assert child.stdin and child.stdout
        extra = [
            b'{"do":"answer"}',
            b'{"do":"answer","handle":"x"}',
            b'{"do":"register","sip_user":1}',
            b"\xff",
            b"[" * 9000,
        ]
        child.stdin.write(b"\n".join(lines + extra) + b"\n" + encode(Ping(7)))
        events: list[PhoneEvent] = []
        while not events or not isinstance(events[-1], Pong):
            events.append(decode_event(await asyncio.wait_for(child.stdout.readline(), 10)))
        child.stdin.close()
        assert await asyncio.wait_for(child.wait(), 5) == 0
        failed = [event for event in events if isinstance(event, Failed)]
        assert len(failed) >= len(extra)
        assert {event.error_id for event in failed} == {"bad-command"}

    asyncio.run(play())


async def test_sound_problems_are_said_before_a_call_comes() -> None:
    async with TestPhone() as phone:
        assert (await phone.wait(AudioProblem)).problem == "no-microphone"
