"""What the fake server knows of the desk's own place: is anybody there, the silent test call."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fastapi import FastAPI

from app.contracts.phone_test import PhoneTestView

if TYPE_CHECKING:
    from tests.doubles.fake_crm import FakeCrm

GOOD = PhoneTestView(answered=True, packets_from_phone=50, packets_lost_to_phone=0, round_trip_ms=12.0)
NOT_HEARD = PhoneTestView(answered=True, packets_from_phone=0)


@dataclass
class Place:
    """``answer``: what the next test calls come to. ``takes_s``: how long they take."""

    answer: PhoneTestView = field(default_factory=lambda: GOOD)
    takes_s: float = 0.0
    tests: int = 0


def add_place(app: FastAPI, crm: FakeCrm) -> None:
    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.post("/api/v1/me/phone-test")
    async def phone_test() -> PhoneTestView:
        crm.place.tests += 1
        await asyncio.sleep(crm.place.takes_s)
        crm.carried_out()
        return crm.place.answer
