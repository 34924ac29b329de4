"""A stranger who floods: ``python -m tests.doubles.flooder SOURCE PORT PER_SECOND SECONDS KIND``.

Sends bogus requests from SOURCE (an address of loopback that is nobody's) and prints as JSON how many it
sent, how many were answered, and how many of those came in the last second.
KIND: "calls" (REGISTER and INVITE by turns), "scan" (OPTIONS of a well-known scanner), "rubbish".
"""

from __future__ import annotations

import json
import os
import select
import socket
import sys
import time


def request(kind: str, number: int, source: str, port: int) -> bytes:
    if kind == "rubbish":
        return os.urandom(200)
    method = "OPTIONS" if kind == "scan" else ("REGISTER", "INVITE")[number % 2]
    agent = "friendly-scanner" if kind == "scan" else "phone"
    user = 1000 + number % 8999
    return (
        f"{method} sip:{user}@127.0.0.1:{port} SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP {source}:5099;branch=z9hG4bK{os.urandom(6).hex()};rport\r\n"
        f"From: <sip:{user}@127.0.0.1>;tag={os.urandom(4).hex()}\r\nTo: <sip:{user}@127.0.0.1>\r\n"
        f"Call-ID: {os.urandom(8).hex()}\r\nCSeq: 1 {method}\r\nContact: <sip:{user}@{source}:5099>\r\n"
        f"User-Agent: {agent}\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def flood(source: str, port: int, per_s: float, seconds: float, kind: str) -> None:
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    out.bind((source, 0))
    out.setblocking(False)
    begin_s = time.monotonic()
    sent = answered = late = 0
    while (now_s := time.monotonic() - begin_s) < seconds:
        if sent < now_s * per_s:
            out.sendto(request(kind, sent, source, port), ("127.0.0.1", port))
            sent += 1
            continue
        if select.select([out], [], [], 0.001)[0]:
            out.recv(65_536)
            answered += 1
            late += now_s > seconds - 1
    print(json.dumps({"sent": sent, "answered": answered, "answered_late": late}), flush=True)


if __name__ == "__main__":
    flood(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]), sys.argv[5])
