"""Trunks of the whole engine: an independent provider (sipp) that registers us and takes our calls, and
calls that a provider sends us over the connection we registered."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.server.core.commands import AnswerLeg, HangUpLeg, OriginateLeg
from app.server.core.events import LegAnswered, LegEnded, LegIncoming
from app.server.core.types import EndCause
from app.server.voice.engine import NumberRule, TrunkAccount
from tests.doubles.sip_house import House, a_house
from tests.doubles.sip_provider import Provider
from tests.doubles.sip_sipp_provider import sipp_provider
from tests.doubles.sip_wire import until

ACCOUNT = TrunkAccount(
    "one",
    "127.0.0.1",
    register=True,
    username="trunk-user",
    secret="trunk-secret",
    rules_in=(NumberRule(r"0(\d+)", r"+86\1"),),
    rules_out=(NumberRule(r"\+86(\d+)", r"0\1"),),
    numbers_out=(r"\+86\d+",),
    own_number="+861088886666",
)


def call_out(house: House, number: str = "+8613800138000") -> None:
    house.engine.do(OriginateLeg("out", "", "", "", "call", "", "", 10, outside_number=number))


@pytest.mark.peer
async def test_sipp_registers_us_and_takes_our_calls(tmp_path: Path) -> None:
    assert shutil.which("sipp"), "the Debian package sip-tester is needed"
    async with sipp_provider(tmp_path, "trunk-user", "trunk-secret") as port:
        async with a_house(tmp_path, trunks=(replace(ACCOUNT, port=port),)) as house:
            await until(lambda: ("one", True, "") in house.heard.trunks, 10)
            call_out(house)
            await house.heard.wait(LegAnswered)
            house.engine.do(HangUpLeg("out"))
            await house.heard.wait(LegEnded)
        messages = (tmp_path / "messages.log").read_text(errors="replace")
    assert "INVITE sip:013800138000@127.0.0.1" in messages
    assert "From: <sip:01088886666@" in messages
    assert "BYE sip:callee@127.0.0.1" in messages


@pytest.mark.peer
async def test_sipp_refuses_a_wrong_password_and_we_say_so(tmp_path: Path) -> None:
    async with (
        sipp_provider(tmp_path, "trunk-user", "another-secret") as port,
        a_house(tmp_path, trunks=(replace(ACCOUNT, port=port),)) as house,
    ):
        await until(lambda: bool(house.heard.trunks), 10)
        name, up, why = house.heard.trunks[0]
        assert (name, up) == ("one", False)
        assert "refused with 403: check user name and password" in why


@pytest.mark.parametrize("transport", ["udp", "tcp"])
async def test_a_call_comes_in_over_what_we_registered(tmp_path: Path, transport: str) -> None:
    provider = await Provider().open(transport)
    account = replace(ACCOUNT, port=provider.port, transport=transport)
    async with a_house(tmp_path, trunks=(account,), trunk_addresses=("192.0.2.1",)) as house:
        await until(lambda: ("one", True, "") in house.heard.trunks, 10)
        house.heard.on_event = lambda event: (
            house.engine.do(AnswerLeg(event.leg_id)) if isinstance(event, LegIncoming) else None
        )
        _, flow = provider.registered[-1]
        answer = await provider.call(flow, provider.contact(), caller="013800138000", to="sip:01088886666@x")
        assert answer.status_code == 200
        leg = await house.heard.wait(LegIncoming)
        assert (leg.dialled_number, leg.caller_number) == ("+861088886666", "+8613800138000")
        assert leg.source == "trunk:one"
        await house.heard.wait(LegAnswered)
        house.engine.do(HangUpLeg(leg.leg_id))
        await until(lambda: bool(provider.heard("BYE")))
    await provider.close()


async def test_a_trunk_that_goes_dark_takes_no_calls_until_it_is_back(tmp_path: Path) -> None:
    provider = await Provider().open("tcp")
    account = replace(ACCOUNT, port=provider.port, transport="tcp")
    async with a_house(tmp_path, trunks=(account,)) as house:
        await until(lambda: ("one", True, "") in house.heard.trunks, 10)
        port = provider.port
        await provider.close()
        await until(lambda: any(not up for _, up, _ in house.heard.trunks), 10)
        call_out(house)
        ended = await house.heard.wait(LegEnded)
        assert (ended.cause, ended.detail) == (EndCause.UNREACHABLE, "no-way")
        again = await Provider().open("tcp", port=port)
        await until(lambda: [up for _, up, _ in house.heard.trunks] == [True, False, True], 10)
        call_out(house)
        await house.heard.wait(LegAnswered)
        assert len(again.heard("INVITE")) == 1
        house.engine.do(HangUpLeg("out"))
        await asyncio.sleep(0.05)
        await again.close()
