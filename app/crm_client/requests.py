"""Requests of one signed-in user, as each part of ``CrmClient`` sends them.

In:  path, query, body. Out: the server's answer; an answer that refuses is raised.
Every write carries an Idempotency-Key, so a request whose connection broke is sent once more without harm.
The token lives in memory only.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.contracts.base import Wire
from app.contracts.control import CallMade
from app.crm_client.errors import NotSignedIn
from app.crm_client.reading import refusal
from app.crm_client.transport import Answer, ConnectionBroke, Request, Transport
from app.crm_client.trust import TrustStore

API = "/api/v1"
UPLOAD_TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it is sent: its name without a folder."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"


class SignedRequests:
    """One server, and the sign-in that each request to it carries."""

    def __init__(self, server_url: str, trust: TrustStore, timeout_s: float = 5.0) -> None:
        self._transport = Transport(server_url, trust, timeout_s)
        self.language = "zh"  # of names that the server says ("zh", "en"); may be changed at any time
        self._token = ""
        self._on_dialled: Callable[[str], None] | None = None

    @property
    def server_url(self) -> str:
        return self._transport.server_url

    @property
    def is_signed_in(self) -> bool:
        return bool(self._token)

    @property
    def transport(self) -> Transport:
        """For other connections to the same server (live messages)."""
        return self._transport

    @property
    def authorization(self) -> dict[str, str]:
        """Raises NotSignedIn."""
        if not self._token:
            raise NotSignedIn()
        return {"Authorization": f"Bearer {self._token}"}

    def token_refused(self, authorization: dict[str, str]) -> None:
        """The server no longer accepts this token (a newer one, got meanwhile, stays)."""
        if authorization.get("Authorization") == f"Bearer {self._token}":
            self._token = ""

    async def close(self) -> None:
        await self._transport.close()

    def when_dialled(self, listener: Callable[[str], None]) -> None:
        """Call ``listener`` with the id of each call made: the agent's phone is about to ring for it."""
        self._on_dialled = listener

    def _dialled(self, made: CallMade) -> CallMade:
        if self._on_dialled is not None:
            self._on_dialled(made.call_id)
        return made

    async def _get(
        self, path: str, query: dict[str, str] | None = None, timeout_s: float | None = None
    ) -> Answer:
        headers = self.authorization | {"Accept-Language": self.language}
        return await self._send(Request("GET", API + path, query, headers=headers, timeout_s=timeout_s))

    async def _write(
        self,
        method: str,
        path: str,
        body: Wire | None = None,
        key: str | None = None,
        timeout_s: float | None = None,
    ) -> Answer:
        headers = self.authorization | {"Idempotency-Key": key or uuid.uuid4().hex}
        content = None if body is None else body.model_dump_json().encode()
        request = Request(method, API + path, json=content, headers=headers, timeout_s=timeout_s)
        return await self._send(request)

    async def _upload(
        self,
        path: str,
        file: Upload,
        key: str | None = None,
        timeout_s: float = UPLOAD_TIMEOUT_S,
        fields: Mapping[str, str] | None = None,
    ) -> Answer:
        """``POST`` of a file as a form with the field "file". Sent again it is the same to the last byte.

        ``fields``: others of the form, plain words.
        """
        boundary = f"seatline-{hashlib.sha256(file.content).hexdigest()}"
        name = re.sub(r'["\\\r\n]', "_", file.name)  # RFC 7578 §4.2: UTF-8 in the plain parameter
        head = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'
            for field, value in (fields or {}).items()
        )
        head += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
            f"Content-Type: {file.media_type}\r\n\r\n"
        )
        content = head.encode() + file.content + f"\r\n--{boundary}--\r\n".encode()
        headers = self.authorization | {"Idempotency-Key": key or uuid.uuid4().hex}
        return await self._send(
            Request(
                "POST",
                API + path,
                headers=headers,
                timeout_s=timeout_s,
                content=content,
                content_type=f"multipart/form-data; boundary={boundary}",
            )
        )

    async def _send(self, request: Request) -> Answer:
        try:
            answer = await self._transport.send(request)
        except ConnectionBroke:  # a kept connection that the server had closed, or a lost answer
            answer = await self._transport.send(request)
        if answer.status == 401:
            self.token_refused(dict(request.headers or {}))
            raise NotSignedIn(refusal(answer).detail)
        if answer.status >= 300:
            raise refusal(answer)
        return answer
