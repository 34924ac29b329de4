"""httpx behind one adapter: a request goes out, a small answer or one of our errors comes back.

No redirects, no proxies from the environment, certificates checked against the system's authorities, at most
64 KB of an answer.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from json import JSONDecodeError, loads

import httpx

LARGEST_ANSWER_BYTES = 64 * 1024


class ExchangeError(Exception):
    """No usable answer; ``why`` in a stable word. ``sent``: it may have been carried out."""

    error_id = "exchange"

    def __init__(self, why: str, sent: bool = True) -> None:
        super().__init__(why)
        self.why = why
        self.sent = sent


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    content: bytes


class HttpExchange:
    """One pool of connections for all systems."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self._client: httpx.AsyncClient | None = None

    async def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> Reply:
        """Raises ExchangeError."""
        all_headers = {"Accept": "application/json", "User-Agent": "Seatline", **headers}
        if body is not None:
            all_headers.setdefault("Content-Type", "application/json")
        try:
            async with asyncio.timeout(timeout_s):  # httpx' own limits are for each step, not for the whole
                client = await self._open()
                request = client.build_request(
                    method, url, headers=all_headers, content=body, timeout=timeout_s
                )
                response = await client.send(request, stream=True)
                try:
                    return Reply(response.status_code, await _content(response))
                finally:
                    await response.aclose()
        except TimeoutError as error:
            raise ExchangeError("time-out") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
            raise _mapped(error) from error

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _open(self) -> httpx.AsyncClient:
        if self._client is None:
            context = self._tls or await asyncio.to_thread(ssl.create_default_context)
            if self._client is None:  # not opened meanwhile
                logging.getLogger("httpx").setLevel(
                    logging.WARNING
                )  # it writes whole addresses: keys, numbers
                self._client = httpx.AsyncClient(
                    verify=context,
                    trust_env=False,
                    follow_redirects=False,
                    limits=httpx.Limits(
                        max_connections=100, max_keepalive_connections=20, keepalive_expiry=30
                    ),
                )
        return self._client


async def _content(response: httpx.Response) -> bytes:
    """Not more than is allowed, whatever the headers say."""
    content = bytearray()
    async for part in response.aiter_bytes(16 * 1024):
        content += part
        if len(content) > LARGEST_ANSWER_BYTES:
            raise ExchangeError("too-large")
    return bytes(content)


def parse_json(content: bytes) -> object:
    """Raises ExchangeError."""
    try:
        data: object = loads(content)
    except (JSONDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise ExchangeError("no-json") from error
    return data


def _mapped(error: Exception) -> ExchangeError:
    match error:
        case httpx.ConnectTimeout() | httpx.PoolTimeout():
            return ExchangeError("time-out", sent=False)
        case httpx.TimeoutException():
            return ExchangeError("time-out")
        case httpx.ConnectError():
            cause: BaseException | None = error
            while cause is not None and not isinstance(cause, ssl.SSLError):
                cause = cause.__cause__ or cause.__context__
            return ExchangeError("certificate" if cause else "unreachable", sent=False)
        case httpx.InvalidURL() | httpx.UnsupportedProtocol() | ValueError():
            return ExchangeError("bad-address", sent=False)
        case _:
            return ExchangeError("connection-broke")
