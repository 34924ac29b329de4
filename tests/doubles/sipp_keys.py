"""sipp as callers who press keys: as telephone events in the sound (RFC 4733) or as INFO in the signalling.

What a caller does is a list of steps; each step becomes a part of a scenario::

    press = KeyedCaller("survey", (Pause(1), Key("1"), Until_bye(("5", "6"), 3)))
    outcome = await press.call(folder, port, calls=2, by=RFC4733)

sipp sends prepared packets over a raw socket, which wants root or CAP_NET_RAW.
"""

from __future__ import annotations

import asyncio
import csv
import itertools
from dataclasses import dataclass
from pathlib import Path

from app.demo.stage import free_port

RFC4733, INFO = "rfc4733", "info"
PACKETS = Path("/usr/share/sip-tester")  # of the Debian package sip-tester
_FILES = {"#": "pound", "*": "star"}
_runs = itertools.count(1)


@dataclass(frozen=True)
class Pause:
    s: float


@dataclass(frozen=True)
class Key:
    key: str


@dataclass(frozen=True)
class Speak:
    """A prepared voice (PCMA), some seconds of it; the next step follows at once."""


@dataclass(frozen=True)
class UntilBye:
    """Wait for the other end to hang up; every ``each_s`` that it does not, press the next key."""

    keys: tuple[str, ...] = ()
    each_s: float = 4.0


@dataclass(frozen=True)
class HangUp:
    pass


Step = Pause | Key | Speak | UntilBye | HangUp

_BEGIN = """<?xml version="1.0" encoding="UTF-8"?>
<scenario name="caller with keys">
 <send retrans="500"><![CDATA[
  INVITE sip:NUMBER@[remote_ip]:[remote_port] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:CALLER@[local_ip]:[local_port]>;tag=[pid]K[call_number]
  To: <sip:NUMBER@[remote_ip]>
  Call-ID: [call_id]
  CSeq: 1 INVITE
  Contact: <sip:CALLER@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
  Content-Type: application/sdp
  Content-Length: [len]

  v=0
  o=- 1 1 IN IP4 [local_ip]
  s=-
  c=IN IP4 [media_ip]
  t=0 0
  m=audio [auto_media_port] RTP/AVP 8 101
  a=rtpmap:101 telephone-event/8000
 ]]></send>
 <recv response="100" optional="true"/>
 <recv response="180" optional="true"/>
 <recv response="183" optional="true"/>
 <recv response="200" rrs="true"/>
 <send><![CDATA[
  ACK [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:CALLER@[local_ip]:[local_port]>;tag=[pid]K[call_number]
  [last_To:]
  Call-ID: [call_id]
  CSeq: 1 ACK
  Max-Forwards: 70
  Content-Length: 0

 ]]></send>
"""
_REQUEST = """ <send retrans="500"><![CDATA[
  METHOD [next_url] SIP/2.0
  Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]
  From: <sip:CALLER@[local_ip]:[local_port]>;tag=[pid]K[call_number]
  TOWARDS
  Call-ID: [call_id]
  CSeq: [cseq] METHOD
  Contact: <sip:CALLER@[local_ip]:[local_port];transport=[transport]>
  Max-Forwards: 70
BODY
 ]]></send>
 <recv response="200" rrs="true"/>
"""
_KEY_BODY = """  Content-Type: application/dtmf-relay
  Content-Length: [len]

  Signal=KEY
  Duration=160
"""
_PACKETS = ' <nop><action><exec play_pcap_audio="{}"/></action></nop>\n'
_BYE_ANSWERED = """ <label id="99"/>
 <send><![CDATA[
  SIP/2.0 200 OK
  [last_Via:]
  [last_From:]
  [last_To:]
  [last_Call-ID:]
  [last_CSeq:]
  Content-Length: 0

 ]]></send>
"""


@dataclass(frozen=True)
class Outcome:
    successful: int
    failed: int
    output: str


@dataclass(frozen=True)
class KeyedCaller:
    """``caller``: his number; [call_number] in it counts from 1."""

    number: str
    caller: str
    steps: tuple[Step, ...]

    def scenario(self, by: str) -> str:
        parts = [_BEGIN]
        for step in self.steps:
            match step:
                case Pause(s):
                    parts.append(f' <pause milliseconds="{round(s * 1000)}"/>\n')
                case Key(key):
                    parts.append(_pressed(key, by))
                case Speak():
                    parts.append(_PACKETS.format(PACKETS / "g711a.pcap"))
                case UntilBye(keys, each_s):
                    parts += _until_bye(keys, each_s, by)
                case HangUp():
                    parts.append(_request("BYE", "  Content-Length: 0\n"))
        parts.append("</scenario>\n")
        return "".join(parts).replace("NUMBER", self.number).replace("CALLER", self.caller)

    async def call(self, folder: Path, port: int, *, calls: int, by: str, seconds: float = 60) -> Outcome:
        """So many callers at once, to the end of their calls."""
        home = folder / f"sipp-keys-{next(_runs)}"
        home.mkdir(parents=True)
        scenario = self.scenario(by)
        if by == INFO:  # whose keys make no sound: he sends back what he hears, else his line seems dead
            scenario = scenario.replace("[auto_media_port]", "[media_port]")
        (home / "caller.xml").write_text(scenario)
        process = await asyncio.create_subprocess_exec(
            "sipp", f"127.0.0.1:{port}", "-sf", "caller.xml", "-i", "127.0.0.1", "-p", str(free_port()),
            "-m", str(calls), "-r", str(calls), "-t", "u1", "-nostdin", "-timeout", f"{seconds:.0f}s",
            "-mp", str(free_port() & ~1), *(["-rtp_echo"] if by == INFO else []),
            "-default_behaviors", "all,-abortunexp",
            "-trace_stat", "-stf", "stat.csv", "-fd", "1", "-trace_err", "-error_file", "errors.txt",
            cwd=home,
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
        names, *_, totals = csv.reader((home / "stat.csv").read_text().splitlines(), delimiter=";")
        last = dict(zip(names, totals, strict=False))
        errors = home / "errors.txt"
        text = errors.read_text(errors="replace") if errors.exists() else output.decode(errors="replace")
        return Outcome(int(last["SuccessfulCall(C)"]), int(last["FailedCall(C)"]), text[-3000:])


def _pressed(key: str, by: str) -> str:
    if by == RFC4733:
        return _PACKETS.format(PACKETS / f"dtmf_2833_{_FILES.get(key, key)}.pcap")
    return _request("INFO", _KEY_BODY.replace("KEY", key))


def _request(method: str, body: str, towards: str = "[last_To:]") -> str:
    return _REQUEST.replace("METHOD", method).replace("BODY", body).replace("TOWARDS", towards)


def _until_bye(keys: tuple[str, ...], each_s: float, by: str) -> list[str]:
    """Labels 1, 2, …: the next key; 99: the BYE has come."""
    parts: list[str] = []
    for place, key in enumerate(keys, start=1):
        parts.append(
            f' <recv request="BYE" next="99" timeout="{round(each_s * 1000)}" ontimeout="{place}"/>\n'
            f' <label id="{place}"/>\n'
        )
        parts.append(_pressed(key, by))
    parts.append(' <recv request="BYE"/>\n')
    parts.append(_BYE_ANSWERED)
    return parts
