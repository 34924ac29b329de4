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

# Hears before the answer (PRACK), holds, returns, refreshes its session, is cut off by its network.
CAREFUL = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="careful caller">
 <send retrans="200"><![CDATA[
  INVITE sip:4001@[remote_ip]:[remote_port] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:13800138000@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  To: <sip:4001@[remote_ip]>
  Call-ID: [call_id]
  CSeq: 1 INVITE
  Contact: <sip:13800138000@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
  Supported: 100rel, timer
  Session-Expires: 90;refresher=uac
  Allow: INVITE, ACK, BYE, CANCEL, PRACK, UPDATE
  Content-Type: application/sdp
  Content-Length: [len]

  v=0
  o=- 1 1 IN IP4 [local_ip]
  s=-
  c=IN IP4 [media_ip]
  t=0 0
  m=audio [media_port] RTP/AVP 8 101
  a=rtpmap:101 telephone-event/8000
  a=sendrecv
 ]]></send>
 <recv response="100" optional="true"/>
 <recv response="183" rrs="true">
  <action>
   <ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" case_indep="true" check_it="true" assign_to="1"/>
   <ereg regexp="m=audio" search_in="body" check_it="true" assign_to="2"/>
   <log message="[$1] [$2]"/>
  </action>
 </recv>
 <send retrans="200"><![CDATA[
  PRACK [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:13800138000@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 2 PRACK
  Contact: <sip:13800138000@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
  RAck: [$1] 1 INVITE
  Content-Length: 0

 ]]></send>
 <recv response="200" crlf="true"/>
 <recv response="200" rrs="true">
  <action>
   <ereg regexp="90;refresher=uac" search_in="hdr" header="Session-Expires:" check_it="true" assign_to="3"/>
   <log message="[$3]"/>
  </action>
 </recv>
 <send><![CDATA[
  ACK [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:13800138000@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 1 ACK
  Contact: <sip:13800138000@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
  Content-Length: 0

 ]]></send>
 <pause milliseconds="PAUSE"/>
 <send retrans="200"><![CDATA[
  INVITE [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:13800138000@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 3 INVITE
  Contact: <sip:13800138000@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
  Supported: timer
  Session-Expires: 90;refresher=uac
  Content-Type: application/sdp
  Content-Length: [len]

  v=0
  o=- 1 2 IN IP4 [local_ip]
  s=-
  c=IN IP4 [media_ip]
  t=0 0
  m=audio [media_port] RTP/AVP 8 101
  a=rtpmap:101 telephone-event/8000
  a=sendonly
 ]]></send>
 <recv response="100" optional="true"/>
 <recv response="200" rrs="true">
  <action>
   <ereg regexp="a=recvonly" search_in="body" check_it="true" assign_to="4"/>
   <log message="[$4]"/>
  </action>
 </recv>
 <send><![CDATA[
  ACK [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:13800138000@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 3 ACK
  Contact: <sip:13800138000@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
  Content-Length: 0

 ]]></send>
 <send retrans="200"><![CDATA[
  UPDATE [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:13800138000@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 4 UPDATE
  Contact: <sip:13800138000@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
  Supported: timer
  Session-Expires: 90;refresher=uac
  Content-Type: application/sdp
  Content-Length: [len]

  v=0
  o=- 1 3 IN IP4 [local_ip]
  s=-
  c=IN IP4 [media_ip]
  t=0 0
  m=audio [media_port] RTP/AVP 8 101
  a=rtpmap:101 telephone-event/8000
  a=sendrecv
 ]]></send>
 <recv response="200">
  <action>
   <ereg regexp="a=sendrecv" search_in="body" check_it="true" assign_to="5"/>
   <log message="[$5]"/>
  </action>
 </recv>
 <send retrans="200"><![CDATA[
  BYE [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:13800138000@[local_ip]:[local_port]>;tag=[pid]S[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 5 BYE
  Contact: <sip:13800138000@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
  Reason: Q.850;cause=38;text="Network out of order"
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
    text: str = "",
) -> SippResult:
    """``transport``: "u1" UDP, "t1" TCP; ``text``: another scenario than the plain caller."""
    scenario = folder / "caller.xml"
    scenario.write_text((text or CALLER).replace("PAUSE", str(pause_ms)))
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
