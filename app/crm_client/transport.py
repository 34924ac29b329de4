"""httpx behind one adapter: a request goes out, an answer or one of our errors comes back.

In:  method, path, query, JSON or form, headers.
Out: ``Answer``. All of httpx' exceptions end here as Unreachable, a wrong certificate as CertificateProblem.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from app.crm_client.errors import CertificateProblem, Unreachable
from app.crm_client.trust import TrustStore, pinned_context, server_address

# WORKAROUND: httpx loads its command line program along, with rich, pygments and click where they are
# installed (97 modules, 5 MB). It does without that program where it is not to be had.
cast("dict[str, Any]", sys.modules).setdefault("httpx._main", None)

import httpx  # noqa: E402


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    content: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    query: Mapping[str, str] | None = None
    json: bytes | None = None
    form: Mapping[str, str] | None = None
    headers: Mapping[str, str] | None = None
    timeout_s: float | None = None
    content: bytes | None = None  # a body of another kind than JSON, with ``content_type``
    content_type: str = ""


class ConnectionBroke(Unreachable):
    """The connection broke after the request had gone out: it may or may not have been carried out."""


class Transport:
    """One server, one pool of connections. The pool is made anew when another certificate was accepted."""

    def __init__(self, server_url: str, trust: TrustStore, timeout_s: float) -> None:
        self.address = server_address(server_url)
        self.server_url = server_url.rstrip("/")
        self._trust = trust
        self._timeout_s = timeout_s
        self._client: httpx.AsyncClient | None = None
        self._context: ssl.SSLContext | None = None
        self._pinned: str | None = None
        self._opening = asyncio.Lock()

    async def tls(self) -> ssl.SSLContext | None:
        """The context for other connections to the same server; None for plain http on this machine."""
        await self._open()
        return self._context

    async def send(self, request: Request) -> Answer:
        client = await self._open()
        timeout_s = request.timeout_s or self._timeout_s
        headers = dict(request.headers or {})
        if request.json is not None:
            headers["Content-Type"] = "application/json"
        elif request.content is not None:
            headers["Content-Type"] = request.content_type
        try:
            response = await client.request(
                request.method,
                self.server_url + request.path,
                params=request.query,
                content=request.content if request.json is None else request.json,
                data=request.form,
                headers=headers,
                timeout=timeout_s,
            )
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            raise await self._mapped(error, timeout_s) from error
        return Answer(response.status_code, response.content, response.headers)

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def certificate_doubted(self) -> CertificateProblem | None:
        """A handshake failed on the certificate: look again, and say what is there now."""
        self._pinned = None
        try:
            await self._open()
        except CertificateProblem as problem:
            return problem
        except Unreachable:
            return None
        return None

    async def _open(self) -> httpx.AsyncClient:
        async with self._opening:
            pinned = self._trust.pinned(self.server_url) if self.address.secure else "plain"
            if self._client is not None and pinned is not None and pinned == self._pinned:
                return self._client
            context: ssl.SSLContext | None = None
            if self.address.secure:
                context = await asyncio.to_thread(
                    pinned_context, self.server_url, self._trust, self._timeout_s
                )
            await self.close()
            self._client = httpx.AsyncClient(
                verify=context if context is not None else False,
                trust_env=False,
                follow_redirects=False,
                limits=httpx.Limits(max_connections=8, keepalive_expiry=30.0),
            )
            self._context, self._pinned = context, pinned
            return self._client

    async def _mapped(self, error: Exception, timeout_s: float) -> CertificateProblem | Unreachable:
        if is_certificate_failure(error) and (problem := await self.certificate_doubted()) is not None:
            return problem
        where = self.address.name
        if isinstance(error, httpx.TimeoutException):
            return Unreachable(f"{where} did not answer within {timeout_s:g} s.")
        if isinstance(
            error, httpx.ReadError | httpx.WriteError | httpx.RemoteProtocolError | httpx.CloseError
        ):
            return ConnectionBroke(f"The connection to {where} broke before the answer came.")
        return Unreachable(f"No connection to {where}: {error}.")


def is_certificate_failure(error: BaseException | None) -> bool:
    """Whether a failed certificate check is somewhere in the chain of causes."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
