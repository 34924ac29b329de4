"""The one HTTP client of the server, as those who send notices need it."""

from __future__ import annotations

from collections.abc import Mapping

from app.server.connectors.http import ExchangeError, HttpExchange
from app.server.notify.model import NotifyError, WebReply


class OutsideWeb:
    """Implements ``notify.model.Web``."""

    def __init__(self, exchange: HttpExchange | None = None) -> None:
        self._exchange = exchange or HttpExchange()

    async def send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None, timeout_s: float
    ) -> WebReply:
        try:
            reply = await self._exchange.send(method, url, headers, body, timeout_s)
        except ExchangeError as error:
            raise NotifyError(error.why, final=error.why == "bad-address") from error
        return WebReply(reply.status, reply.content)

    async def close(self) -> None:
        await self._exchange.close()
