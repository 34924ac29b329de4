"""What tests with real telephones share: a customer who calls, an agent who is ready, a clean log."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from app.caller.caller import Caller
from app.caller.model import CallPlan
from app.demo.stage import RunningServer
from tests.doubles.phone_party import Party
from tests.integration.test_server_calls import Agent, signed_in


async def a_customer(running: RunningServer, folder: Path, name: str, tone_hz: int, number: str) -> Caller:
    caller = Caller()
    plan = CallPlan(
        f"sip:{number}@127.0.0.1:{running.sip_port}", f"1381234{tone_hz:04}", speak=f"tone:{tone_hz}",
        record=folder / f"{name}.wav", seconds=300,
    )  # fmt: skip
    await caller.start(plan)
    return caller


@asynccontextmanager
async def ready_agent(running: RunningServer, username: str) -> AsyncGenerator[Agent]:
    async with signed_in(running, username) as agent:
        await agent.wish("READY")
        await agent.until("READY")
        yield agent


async def take(phone: Party) -> None:
    await phone.rings()
    await phone.answer()
    await phone.talks()


def no_fault(running: RunningServer) -> None:
    text = running.log.read_text(encoding="utf-8")
    assert "Traceback" not in text, text[-4000:]
