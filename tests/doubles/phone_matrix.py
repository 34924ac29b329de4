"""Telephones that can all do the same: ours asks the server's API for what the others do by SIP.

In:  a running server, what kind of telephone, who she is, her tone.
Out: a telephone that dials, holds, passes on and joins; ``consults``: it can join two calls at all.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

from app.demo.stage import RunningServer
from tests.doubles.baresip import Baresip
from tests.doubles.linphone import Linphone
from tests.doubles.phone_party import (
    BaresipParty,
    DesktopParty,
    LinphoneParty,
    SipParty,
    desktop_party,
    line_for,
)
from tests.integration.test_server_calls import Agent, signed_in

STRONG_KEYS = "AES_256_CM_HMAC_SHA1_80"


class Talker(SipParty, Protocol):
    consults: bool

    async def hears_key(self, key: str) -> bool:
        """Waits until it has; False: it does not say which keys it hears."""
        ...

    async def consult(self, number: str) -> None:
        """The call goes on hold, the other one begins to ring."""
        ...

    async def join(self) -> None:
        """The two are put together, this telephone is out."""
        ...


@dataclass
class BaresipTalker(BaresipParty):
    """1.0 has no command that joins two calls: its REFER never names another call."""

    consults = False
    keys: int = 0

    async def hears_key(self, key: str) -> bool:
        self.keys += 1
        event = await self.phone.wait("CALL_DTMF_START", self.keys)
        assert event["param"] == key, event
        return True

    async def consult(self, number: str) -> None:
        raise AssertionError("baresip 1.0 joins no calls")

    async def join(self) -> None:
        raise AssertionError("baresip 1.0 joins no calls")


@dataclass
class LinphoneTalker(LinphoneParty):
    consults = True

    async def hears_key(self, key: str) -> bool:
        await self.phone.wait(f"(?i)receiv.*(dtmf|tone).*{key}|(dtmf|tone).*receiv.*{key}")
        return True

    async def hold(self) -> None:
        held = self.phone.count(r"to LinphoneCallPaused\b")
        await self.phone.hold()
        await self.phone.wait_state("Paused", held + 1)

    async def resume(self) -> None:
        """While it goes back to the call it takes no other wish."""
        runs = self.phone.count(r"to LinphoneCallStreamsRunning\b")
        await self.phone.resume()
        await self.phone.wait_state("StreamsRunning", runs + 1)

    async def consult(self, number: str) -> None:
        await self.hold()
        await self.dial(number)

    async def join(self) -> None:
        last = self.phone.call
        await self.phone.type(f"transfer {last - 1} --to-call {last}")


@dataclass
class DeskTalker(DesktopParty):
    """As her window does it: by the API, her telephone rings and she takes it."""

    agent: Agent = field(kw_only=True)
    consults = True

    async def hears_key(self, key: str) -> bool:
        """The desktop shows no keys of others."""
        return False

    async def dial(self, number: str) -> None:
        made = await self.agent.http.post("/api/v1/calls", json={"number": number})
        assert made.status_code == 201, made.text
        await self.rings()
        await self.answer()

    async def hold(self) -> None:
        await self._ask("hold")

    async def resume(self) -> None:
        await self._ask("resume")

    async def transfer(self, number: str) -> None:
        await self._ask("transfer", {"target": number})

    async def consult(self, number: str) -> None:
        await self._ask("transfer", {"target": number, "mode": "consult"})

    async def join(self) -> None:
        await self._ask("consult/complete")

    async def _ask(self, what: str, body: dict[str, Any] | None = None) -> None:
        call_id = (await self.agent.until_true("/api/v1/agents/me", lambda me: me["call_id"]))["call_id"]
        done = await self.agent.http.post(f"/api/v1/calls/{call_id}/{what}", json=body)
        assert done.is_success, f"{what}: {done.text}"


@asynccontextmanager
async def talker(
    kind: str, folder: Path, running: RunningServer, username: str, tone_hz: float, tls12_port: int = 0
) -> AsyncGenerator[Talker]:
    """``kind``: "desktop", "baresip-udp", "linphone-tls" …, with "+opus" or "+info" (keys); registered.

    Over TLS the sound is encrypted: linphone's with AES 256, baresip's, which knows no more, with 128.
    """
    program, _, rest = kind.partition("-")
    transport, _, more = rest.partition("+")
    async with signed_in(running, username) as agent:
        if program == "desktop":
            async with desktop_party(folder, running, username, tone_hz) as desk:
                yield DeskTalker(desk.phone, desk.room, agent=agent)
            return
        line = line_for(running, username, transport)
        secure = transport == "tls"
        if program == "baresip":
            codecs = "opus/48000/2" if more == "opus" else "PCMA,PCMU"
            srtp = "srtp-mand" if secure else ""
            async with Baresip(folder, line, tone_hz, codecs=codecs, srtp=srtp) as baresip:
                await baresip.registered()
                yield BaresipTalker(baresip)
        else:
            line = replace(line, port=tls12_port) if secure else line
            suite = STRONG_KEYS if secure else ""
            phone = Linphone(folder, line, tone_hz, srtp=secure, suite=suite, keys_by_info=more == "info")
            async with phone as linphone:
                await linphone.registered()
                yield LinphoneTalker(linphone)
