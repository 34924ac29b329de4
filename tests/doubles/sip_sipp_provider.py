"""sipp as an independent provider: registers a trunk with its own digest, answers OPTIONS and calls."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path


def _answer(line: str, *headers: str, body: str = "", tag: bool = True, next_label: str = "") -> str:
    to = "[last_To:];tag=[pid]S[call_number]" if tag else "[last_To:]"
    lines = "\n  ".join(("[last_Via:]", "[last_From:]", to, "[last_Call-ID:]", "[last_CSeq:]", *headers))
    ends = (
        f"Content-Type: application/sdp\n  Content-Length: [len]\n\n  {body}"
        if body
        else "Content-Length: 0\n"
    )
    goto = f' next="{next_label}"' if next_label else ""
    return f"<send{goto}><![CDATA[\n  SIP/2.0 {line}\n  {lines}\n  {ends}\n ]]></send>\n"


_SDP = """v=0
  o=- 1 1 IN IP4 [local_ip]
  s=-
  c=IN IP4 [media_ip]
  t=0 0
  m=audio [media_port] RTP/AVP 8 0
"""
_CHALLENGE = 'Digest realm="sipp.example",nonce="n1",algorithm=MD5,qop="auth"'
_CONTACT = "Contact: <sip:callee@[local_ip]:[local_port]>"

SCENARIO = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="provider">\n'
    '<recv request="OPTIONS" optional="true" next="options"/>\n'
    '<recv request="INVITE" optional="true" next="invite"/>\n'
    '<recv request="REGISTER"/>\n'
    + _answer("401 Unauthorized", f"WWW-Authenticate: {_CHALLENGE}")
    + '<recv request="REGISTER"><action>'
    '<verifyauth assign_to="right" username="USER" password="PASSWORD"/></action></recv>\n'
    '<nop next="good" test="right"/>\n'
    + _answer("403 Forbidden", next_label="end")
    + '<label id="good"/>\n'
    + _answer("200 OK", "[last_Contact:];expires=60", next_label="end")
    + '<label id="options"/>\n'
    + _answer("200 OK", next_label="end")
    + '<label id="invite"/>\n'
    + _answer("180 Ringing", _CONTACT)
    + _answer("200 OK", _CONTACT, body=_SDP)
    + '<recv request="ACK"/>\n<recv request="BYE"/>\n'
    + _answer("200 OK", tag=False)
    + '<label id="end"/>\n<nop/>\n<Reference variables="right"/>\n</scenario>\n'
)


@asynccontextmanager
async def sipp_provider(folder: Path, user: str, password: str) -> AsyncIterator[int]:
    """Its port."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    scenario = folder / "provider.xml"
    scenario.write_text(SCENARIO.replace("USER", user).replace("PASSWORD", password))
    log = (folder / "provider.log").open("wb")
    process = await asyncio.create_subprocess_exec(
        "sipp", "127.0.0.1:9", "-sf", str(scenario), "-i", "127.0.0.1", "-p", str(port), "-nostdin",
        "-deadcall_wait", "0", "-trace_msg", "-message_file", str(folder / "messages.log"),
        cwd=folder,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=log,
        stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield port
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        log.close()
