"""What the desk asks of the server about its own place: is anybody there, is the phone's line good."""

from __future__ import annotations

from app.contracts.phone_test import PhoneTestView
from app.crm_client.reading import read, refusal
from app.crm_client.requests import SignedRequests
from app.crm_client.transport import Request

PHONE_TEST_LIMIT_S = 8.0


class PlaceCalls(SignedRequests):
    async def reach(self) -> None:
        """Needs no sign-in. Returns when a Seatline server answers there; raises what any request raises."""
        answer = await self._transport.send(Request("GET", "/healthz"))
        if answer.status >= 400:
            raise refusal(answer)

    async def phone_test(self) -> PhoneTestView:
        """My own phone is called silently; takes some seconds."""
        return read(await self._write("POST", "/me/phone-test", timeout_s=PHONE_TEST_LIMIT_S), PhoneTestView)
