"""sipp as an independent caller: runs a scenario against a port and says how its calls ended."""

from __future__ import annotations

import asyncio
import csv
from dataclasses import dataclass
from pathlib import Path

CALLER = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="caller">
 <send retrans="200"><![CDATA[
  INVITE sip:4001@[remote_ip]:[remote_port] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:13800138000@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  To: <sip:4001@[remote_ip]>
  Call-ID: [call_id]
  CSeq: 1 INVITE
  Contact: <sip:13800138000@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
  Content-Type: application/sdp
  Content-Length: [len]

  v=0
  o=- 1 1 IN IP4 [local_ip]
  s=-
  c=IN IP4 [media_ip]
  t=0 0
  m=audio [media_port] RTP/AVP 8 0 101
  a=rtpmap:101 telephone-event/8000
 ]]></send>
 <recv response="100" optional="true"/>
 <recv response="180" optional="true"/>
 <recv response="200" rrs="true"/>
 <send><![CDATA[
  ACK [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:13800138000@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 1 ACK
  Max-Forwards: 70
  Content-Length: 0

 ]]></send>
 <pause milliseconds="PAUSE"/>
 <send retrans="200"><![CDATA[
  BYE [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:13800138000@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 2 BYE
  Max-Forwards: 70
  Content-Length: 0

 ]]></send>
 <recv response="200"/>
</scenario>
"""


@dataclass(frozen=True)
class SippResult:
    exit_code: int
    successful: int
    failed: int
    retransmissions: int
    output: str


async def run_sipp(
    folder: Path,
    port: int,
    *,
    calls: int,
    per_s: int,
    pause_ms: int = 200,
    lost_percent: float = 0,
    transport: str = "u1",
    seconds: float = 60,
) -> SippResult:
    """``transport``: "u1" UDP, "t1" TCP."""
    scenario = folder / "caller.xml"
    scenario.write_text(CALLER.replace("PAUSE", str(pause_ms)))
    statistics = folder / "sipp.csv"
    loss = ["-lost", str(lost_percent)] if lost_percent else []
    process = await asyncio.create_subprocess_exec(
        "sipp", f"127.0.0.1:{port}", "-sf", str(scenario), "-i", "127.0.0.1", "-m", str(calls),
        "-r", str(per_s), "-t", transport, "-nostdin", "-timeout", f"{seconds:.0f}s", *loss,
        "-trace_stat", "-stf", str(statistics), "-fd", "1",
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds + 10):
            output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    names, *_, totals = csv.reader(statistics.read_text().splitlines(), delimiter=";")
    last = dict(zip(names, totals, strict=False))
    return SippResult(
        process.returncode or 0,
        int(last["SuccessfulCall(C)"]),
        int(last["FailedCall(C)"]),
        int(last["Retransmissions(C)"]),
        output.decode(errors="replace"),
    )
