"""sipp as a load of independent callers: many calls at a rate, each answer timed, sound echoed back.

Usage::

    load = SippLoad(folder, ("127.0.0.1", 5060), number="4002")
    async with load.running(calls=200, per_s=50, talk_ms=20_000):
        ...
    load.answer_ms, load.successful, load.refused, load.failed
"""

from __future__ import annotations

import asyncio
import contextlib
import csv
import itertools
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.demo.stage import free_port

SCENARIO = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="customer">
 <send retrans="500" start_rtd="answer"><![CDATA[
  INVITE sip:NUMBER@[remote_ip]:[remote_port] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:1390000[call_number]@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  To: <sip:NUMBER@[remote_ip]>
  Call-ID: [call_id]
  CSeq: 1 INVITE
  Contact: <sip:sipp@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
  Content-Type: application/sdp
  Content-Length: [len]

  v=0
  o=- 1 1 IN IP4 [local_ip]
  s=-
  c=IN IP4 [media_ip]
  t=0 0
  m=audio [auto_media_port] RTP/AVP 8 0 101
  a=rtpmap:101 telephone-event/8000
 ]]></send>
 <recv response="100" optional="true"/>
 <recv response="180" optional="true"/>
 <recv response="183" optional="true"/>
 <recv response="503" optional="true" counter="1" next="1"/>
 <recv response="200" rrs="true" rtd="answer"/>
 <send><![CDATA[
  ACK [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:1390000[call_number]@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 1 ACK
  Max-Forwards: 70
  Content-Length: 0

 ]]></send>
 <pause milliseconds="TALK"/>
 <send retrans="500"><![CDATA[
  BYE [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:1390000[call_number]@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 2 BYE
  Max-Forwards: 70
  Content-Length: 0

 ]]></send>
 <recv response="200" next="2"/>
 <label id="1"/>
 <send><![CDATA[
  ACK sip:NUMBER@[remote_ip]:[remote_port] SIP/2.0
  [last_Via:]
  From: <sip:1390000[call_number]@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 1 ACK
  Max-Forwards: 70
  Content-Length: 0

 ]]></send>
 <label id="2"/>
</scenario>
"""
_runs = itertools.count(1)


@dataclass
class SippLoad:
    """``media``: "echo" sends back what it hears (one port for all), "deaf" has no sound at all.

    ``refused``: told at once to go elsewhere (503); ``failed``: neither that nor answered and ended.
    """

    folder: Path
    target: tuple[str, int]
    number: str = "4001"
    media: str = "deaf"
    seconds: float = 120.0  # it is ended after so long whatever it does
    successful: int = 0
    refused: int = 0
    failed: int = 0
    retransmissions: int = 0
    answer_ms: list[float] = field(default_factory=list[float])
    output: str = ""

    @asynccontextmanager
    async def running(
        self, *, calls: int, per_s: float, talk_ms: int, at_once: int = 0
    ) -> AsyncGenerator[None]:
        """Runs while the block does; at the end it is waited for, until all ``calls`` are over."""
        home = self.folder / f"sipp-{next(_runs)}"
        home.mkdir(parents=True)
        scenario = SCENARIO.replace("NUMBER", self.number).replace("TALK", str(talk_ms))
        if self.media == "echo":
            scenario = scenario.replace("[auto_media_port]", "[media_port]")
        (home / "customer.xml").write_text(scenario)
        echo = ["-rtp_echo", "-mp", str(free_port() & ~1)] if self.media == "echo" else []
        process = await asyncio.create_subprocess_exec(
            "sipp", f"{self.target[0]}:{self.target[1]}", "-sf", "customer.xml", "-i", "127.0.0.1",
            "-p", str(free_port()), "-m", str(calls), "-r", str(max(1, round(per_s))), *echo,
            "-l", str(at_once or calls + 1), "-t", "u1", "-nostdin", "-timeout", f"{self.seconds:.0f}s",
            # What comes late or twice on a bad line is no reason to give a call up.
            "-default_behaviors", "all,-abortunexp",
            "-trace_stat", "-stf", "stat.csv", "-fd", "1", "-trace_rtt", "-rtt_freq", "1",
            cwd=home,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip
        reading = asyncio.get_running_loop().create_task(process.communicate())
        try:
            yield
            async with asyncio.timeout(self.seconds + 10):
                self.output = (await reading)[0].decode(errors="replace")[-2000:]
        finally:
            if process.returncode is None:
                process.kill()
            await asyncio.gather(reading, return_exceptions=True)
        self._count(home)

    async def run(self, *, calls: int, per_s: float, talk_ms: int, at_once: int = 0) -> None:
        async with self.running(calls=calls, per_s=per_s, talk_ms=talk_ms, at_once=at_once):
            pass

    def _count(self, home: Path) -> None:
        names, *_, totals = csv.reader((home / "stat.csv").read_text().splitlines(), delimiter=";")
        last = dict(zip(names, totals, strict=False))
        refused = int(last["GenericCounter1(C)"])
        self.successful += int(last["SuccessfulCall(C)"]) - refused
        self.refused += refused
        self.failed += int(last["FailedCall(C)"])
        self.retransmissions += int(last["Retransmissions(C)"])
        for path in home.glob("*_rtt.csv"):
            for row in csv.DictReader(path.read_text().splitlines(), delimiter=";"):
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    self.answer_ms.append(float(row["response_time_ms"]))


def part(values: list[float], share: float) -> float:
    """The value below which ``share`` of them lie; -1 without any."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2) if ordered else -1.0
