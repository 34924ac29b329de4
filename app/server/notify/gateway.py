"""A provider's HTTP gateway, set up as the system "sms" with the operation "send" ({number}, {text})."""

from __future__ import annotations

from app.server.notify.model import Asks, NotifyError

SYSTEM, OPERATION = "sms", "send"


class HttpGateway:
    def __init__(self, asks: Asks) -> None:
        self._asks = asks

    @property
    def is_set_up(self) -> bool:
        return self._asks.knows(SYSTEM, OPERATION)

    async def send(self, number: str, text: str) -> None:
        """Raises NotifyError."""
        if not self.is_set_up:
            raise NotifyError("no-gateway", final=True)
        why = await self._asks.post(SYSTEM, OPERATION, {"number": number, "text": text})
        if why:
            raise NotifyError(why, final=why.startswith("http-4") and why != "http-429")
