"""Measures the server under load: CPU, losses and gaps with so many recorded conversations at once.

In:  a running server with the measured company. Out: figures for each number of conversations.
Customers and agents' telephones are simulated in this process: its CPU is the generator's, not ours.
A desktop beside the conversations is measured after the server, so that the one does not disturb the other.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx

from app.demo.bench_callers import CUSTOMER_TONE, BenchCaller
from app.demo.bench_company import LOAD_NUMBER
from app.demo.bench_machine import CpuMark, memory_mb, percentile, tree
from app.demo.bench_rtp import RtpClock, RtpLeg
from app.demo.phones import Habits, PhoneBank, RingState
from app.demo.stage import RunningServer, StageError
from app.server.directory.model import SampleAccount
from app.tasks import Spawner

DIAL_EVERY_S = 0.05
UP_LIMIT_S = 30.0
SETTLE_S = 2.0
QUIET_PERCENT = 10.0  # the server has finished what the last step left when it uses less
QUIET_LIMIT_S = 40.0
CALL_S = 60.0  # beside the desktop a call of this length ends and the next begins: live updates flow
GENERATOR = "load generator (not Seatline)"
_WORST_LATE = re.compile(r"^seatline_media_worst_tick_late_ms(?:\{[^}]*\})? (\S+)", re.MULTILINE)


async def under_load(
    server: RunningServer,
    accounts: Sequence[SampleAccount],
    sizes: Sequence[int],
    window_s: float,
    desktop: Callable[[str], Awaitable[dict[str, Any]]] | None = None,
) -> list[dict[str, Any]]:
    """One step for each size, over the same agents. ``desktop`` measures one beside them; it gets a name."""
    clock = RtpClock()
    results: list[dict[str, Any]] = []
    habits = Habits(tone=CUSTOMER_TONE)
    async with PhoneBank(("127.0.0.1", server.sip_port), habits, clock) as bank:
        await bank.register((account.sip_user, account.sip_password) for account in accounts)
        for size in sizes:
            agents = list(accounts[:size])
            await _set_states(server, agents, "READY")
            await _until_quiet(server)
            async with _conversations(server, bank, clock, size) as callers:
                step = await _step(server, bank, clock, callers, window_s)
                if desktop is not None:
                    async with _turnover(server, clock, callers):
                        step["desktop"] = await desktop(f"beside-{size}")
            results.append(step)
            await _set_states(server, agents, "NOT_READY")
    return results


async def _step(
    server: RunningServer, bank: PhoneBank, clock: RtpClock, callers: Sequence[BenchCaller], window_s: float
) -> dict[str, Any]:
    # One customer more than there are agents: he hears the waiting music, paced by the media clock.
    async with _one_more(server, clock) as waiting:
        await asyncio.sleep(SETTLE_S)
        talking = [caller.media for caller in callers]
        talking += [phone.call.media for phone in bank.phones.values() if phone.call is not None]
        talking = [leg for leg in talking if leg.reception.received]
        for leg in (*talking, waiting.media):
            leg.restart()
        clock.worst_late_ms = 0.0
        journal_bytes = _journal_bytes(server.data)
        pids = {**tree(server.process.pid, "server control"), GENERATOR: os.getpid()}
        before = CpuMark.now(pids)
        late_ms = await _watch_clock(server, window_s)
        used = before.percent_until(CpuMark.now(pids))
        return {
            "conversations": len(callers),
            "window_s": window_s,
            "cpu_percent_of_one_core": used,
            "memory_mb": memory_mb({name: pid for name, pid in pids.items() if name != GENERATOR}),
            "recorded_kB_per_s": round((_journal_bytes(server.data) - journal_bytes) / 1000 / window_s, 1),
            "media_worst_tick_late_ms": late_ms,
            "generator_worst_late_ms": round(clock.worst_late_ms, 2),
            "talking": _reception(talking),
            "waiting_music": _reception([waiting.media]),
        }


def _reception(legs: Sequence[RtpLeg]) -> dict[str, float | int]:
    """Over all telephones, customers and agents; gaps from one packet to the next (20 ms is right)."""
    all_of = [leg.reception for leg in legs]
    gaps = sorted(gap for each in all_of for gap in each.gaps_ms)
    return {
        "telephones": len(all_of),
        "packets_received": sum(each.received for each in all_of),
        "packets_lost": sum(each.lost for each in all_of),
        "gap_p50_ms": round(percentile(gaps, 0.5), 2) if gaps else 0.0,
        "gap_p99_ms": round(percentile(gaps, 0.99), 2) if gaps else 0.0,
        "gap_worst_ms": round(gaps[-1], 2) if gaps else 0.0,
    }


@asynccontextmanager
async def _conversations(
    server: RunningServer, bank: PhoneBank, clock: RtpClock, size: int
) -> AsyncGenerator[list[BenchCaller], None]:
    """So many customers talk with as many agents. Raises StageError when they do not come together."""
    callers: list[BenchCaller] = []
    try:
        for number in range(size):
            caller = BenchCaller(server.sip_port, LOAD_NUMBER, f"137{size:03}{number:05}", clock)
            callers.append(caller)
            await caller.dial()
            await asyncio.sleep(DIAL_EVERY_S)
        try:
            async with asyncio.timeout(UP_LIMIT_S):
                while _talking(bank) < size:
                    await asyncio.sleep(0.25)
        except TimeoutError:
            raise StageError(f"Only {_talking(bank)} of {size} conversations came about.") from None
        yield callers
    finally:
        await asyncio.gather(*(caller.leave() for caller in callers), return_exceptions=True)


@asynccontextmanager
async def _turnover(
    server: RunningServer, clock: RtpClock, callers: list[BenchCaller]
) -> AsyncGenerator[None, None]:
    """One customer after the other hangs up and a new one calls in his place."""

    async def turn() -> None:
        number = 0
        while True:
            await asyncio.sleep(CALL_S / len(callers))
            place = number % len(callers)
            await callers[place].leave()
            caller = BenchCaller(server.sip_port, LOAD_NUMBER, f"138{len(callers):03}{number:05}", clock)
            callers[place] = caller
            await caller.dial()
            number += 1

    spawner = Spawner("turnover")
    spawner.spawn(turn(), "customers")
    try:
        yield
    finally:
        await spawner.close()


@asynccontextmanager
async def _one_more(server: RunningServer, clock: RtpClock) -> AsyncGenerator[BenchCaller, None]:
    caller = BenchCaller(server.sip_port, LOAD_NUMBER, "13600000000", clock)
    try:
        await caller.dial()
        yield caller
    finally:
        await caller.leave()


def _talking(bank: PhoneBank) -> int:
    calls = [phone.call for phone in bank.phones.values() if phone.call is not None]
    return sum(call.state is RingState.TALKING for call in calls)


async def _set_states(server: RunningServer, accounts: Sequence[SampleAccount], state: str) -> None:
    """Each agent signs in and chooses. Raises StageError."""
    async with httpx.AsyncClient(base_url=server.local_url, trust_env=False, timeout=20) as http:
        for account in accounts:
            form = {"username": account.username, "password": account.password}
            try:
                answer = (await http.post("/api/v1/auth/token", data=form)).raise_for_status()
                headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
                wish = {"state": state, "reason": "" if state == "READY" else "OTHER"}
                (await http.put("/api/v1/agents/me/state", json=wish, headers=headers)).raise_for_status()
            except httpx.HTTPError as error:
                raise StageError(f"Agent {account.username} could not become {state}: {error}.") from error


async def _watch_clock(server: RunningServer, seconds: float) -> float | None:
    """The latest tick of the media clock in this time; None where the server does not tell."""
    worst_ms: float | None = None
    end_s = asyncio.get_running_loop().time() + seconds
    async with httpx.AsyncClient(base_url=server.local_url, trust_env=False) as http:
        while (left_s := end_s - asyncio.get_running_loop().time()) > 0:
            await asyncio.sleep(min(1.0, left_s))
            told = [float(each) for each in _WORST_LATE.findall((await http.get("/metrics")).text)]
            worst_ms = max([*told, *([] if worst_ms is None else [worst_ms])], default=None)
    return worst_ms


async def _until_quiet(server: RunningServer) -> None:
    """Recordings of the step before are finished in the background: wait for that."""
    end_s = asyncio.get_running_loop().time() + QUIET_LIMIT_S
    while asyncio.get_running_loop().time() < end_s:
        pids = tree(server.process.pid, "server control")
        before = CpuMark.now(pids)
        await asyncio.sleep(1)
        used = before.percent_until(CpuMark.now(pids))
        if sum(percent for name, percent in used.items() if name in pids) < QUIET_PERCENT:
            return


def _journal_bytes(data: Path) -> int:
    return sum(file.stat().st_size for file in (data / "recordings" / "journal").rglob("*") if file.is_file())
