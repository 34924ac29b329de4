"""Somebody says who of several calls: his file is on her screen at once; what will not be heard is told."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from app.contracts.customers import CustomerFile, CustomerView
from app.contracts.live import CallChanged, Hello, OfferMade, SpeakingChanged
from app.server.core.events import LegAnswered, LegEnded
from app.server.core.types import EndCause
from app.server.desk.files import Language
from tests.unit.test_desk import Centre, get_ready, known, ring, until

WIFE = CustomerView(customer_id="c2", name="李太太", level="NORMAL", number="138****1234")


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    house = Centre(known)
    yield house
    await house.desk.stop()
    await house.runner.stop()


def choose(centre: Centre, call_id: str) -> None:
    file = CustomerFile(customer=WIFE, number="138****1234")
    languages: dict[Language, CustomerFile] = {"zh": file, "en": file}
    centre.files.put(call_id, languages)
    centre.desk.file_chosen(call_id)


def name_in(file: CustomerFile) -> str:
    return file.customer.name if file.customer else ""


async def test_the_chosen_file_is_shown_in_the_offer_the_talk_and_the_wrap_up(centre: Centre):
    async with centre.desk.subscribe("wang", 0) as messages:
        await until(messages, Hello)
        await get_ready(centre)
        ring(centre)
        offered = await until(messages, OfferMade)
        assert isinstance(offered, OfferMade)
        call_id = offered.offer.call_id
        choose(centre, call_id)
        while name_in(offered.offer.file) != "李太太":
            offered = await until(messages, OfferMade)
            assert isinstance(offered, OfferMade)
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        talking = await until(messages, CallChanged)
        assert isinstance(talking, CallChanged) and name_in(talking.call.file) == "李太太"
        centre.runner.feed(LegEnded("caller-1", EndCause.NORMAL, True))
        ended = await until(messages, CallChanged)
        while isinstance(ended, CallChanged) and ended.call.state != "ENDED":
            ended = await until(messages, CallChanged)
        centre.files.put(call_id, {"zh": CustomerFile(customer=None, number="139****0000")})
        centre.desk.file_chosen(call_id)
        written_up = await until(messages, CallChanged)
        assert isinstance(written_up, CallChanged)
        assert (written_up.call.state, written_up.call.caller_number) == ("ENDED", "139****0000")


async def test_nobody_else_is_told_of_it(centre: Centre):
    async with centre.desk.subscribe("li", 0) as messages:
        await until(messages, Hello)
        await get_ready(centre)
        ring(centre)
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        choose(centre, "call-1")
        centre.desk.speaking_failed("wang", "call-1", "reply-1")
        centre.desk.speaking_failed("li", "call-9", "reply-9")
        failed = await until(messages, SpeakingChanged)
        assert isinstance(failed, SpeakingChanged)
        assert (failed.call_id, failed.reply_id, failed.state) == ("call-9", "reply-9", "failed")
        await centre.desk.stop()
        assert not [each async for each in messages if isinstance(each, CallChanged | OfferMade)]
