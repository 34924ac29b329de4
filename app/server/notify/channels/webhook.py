"""A signed webhook: any system of the company hears of what happened.

In:  a parcel. Out: a JSON POST with
    X-Seatline-Timestamp: seconds since 1970
    X-Seatline-Signature: sha256=<hex of HMAC-SHA256 over "<timestamp>.<body>" with the shared secret>
    X-Seatline-Event, Idempotency-Key: the same for each try
Whoever receives it checks the signature, refuses times that are more than five minutes off, and does nothing
a second time for the same key. 2xx: it was taken.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime

from app.server.notify.channels.answers import check_status
from app.server.notify.model import Parcel, Web

TIMEOUT_S = 10.0


def sign(secret: str, timestamp: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


class Webhook:
    def __init__(
        self,
        web: Web,
        url: str,
        secret: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._web, self._url, self._secret, self._clock = web, url, secret, clock

    async def send(self, parcel: Parcel) -> str:
        content = {
            "id": parcel.once,
            "kind": parcel.template,
            "title": parcel.title,
            "text": parcel.text,
            "language": parcel.language,
            "subject": parcel.subject,
            "values": dict(parcel.values),
            "at": parcel.at.astimezone(UTC).isoformat() if parcel.at else None,
        }
        body = json.dumps(content, ensure_ascii=False).encode()
        timestamp = str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": parcel.once,
            "X-Seatline-Event": parcel.once,
            "X-Seatline-Timestamp": timestamp,
            "X-Seatline-Signature": sign(self._secret, timestamp, body),
        }
        check_status(await self._web.send("POST", self._url, headers, body, TIMEOUT_S))
        return ""

    async def close(self) -> None:
        return
