"""What an agent's desktop is told, from the switchboard through runner and desk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from itertools import count

import pytest

from app.contracts.customers import CustomerFile, CustomerView
from app.contracts.live import CallChanged, Hello, LiveMessage, OfferMade, OfferWithdrawn, TodayChanged
from app.contracts.people import Label, StateWish, TodayView
from app.server.alarms import Alarms
from app.server.core.commands import OriginateLeg
from app.server.core.events import CallerIdentified, LegAnswered, LegEnded, LegIncoming
from app.server.core.facts import Fact
from app.server.core.plan import Plan
from app.server.core.switchboard import Switchboard
from app.server.core.types import EndCause
from app.server.desk.files import CallFiles
from app.server.desk.port import AgentUnknownError, CallNotYoursError, DeskError, OfferClosedError
from app.server.desk.service import Desk, DeskParts
from app.server.runner import Runner, utc_now
from tests.core.playbook import a_plan
from tests.doubles.quiet_voice import QuietVoice

LI_MING = CustomerFile(
    customer=CustomerView(
        customer_id="c1", name="李明", level="VIP", number="138****1234", masked=["number"]
    ),
    number="138****1234",
)


class Notebook:
    """A ledger of facts in memory."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []

    def append(self, fact: Fact, at: datetime) -> int:
        self.facts.append(fact)
        return len(self.facts)


class Centre:
    """Runner and desk around a quiet voice engine."""

    def __init__(self, read: Callable[[str, str], Awaitable[CustomerFile]], plan: Plan | None = None) -> None:
        self.voice = QuietVoice()
        numbers = count(1)
        board = Switchboard(plan or a_plan(), lambda kind: f"{kind}-{next(numbers)}", utc_now())
        self.files = CallFiles(read)
        self.runner = Runner(board, self.voice, Notebook(), self._identify, self._finish, Alarms())
        self.desk = Desk(
            DeskParts(
                house=board.house,
                feed=self.runner.feed,
                files=self.files,
                label_of=lambda queue_id: Label(code=queue_id, zh="售前咨询", en="Sales"),
                today=self._today,
                settled=lambda: asyncio.sleep(0),
                version="test",
            )
        )
        self.runner.attach(self.desk)

    async def _identify(self, call_id: str, number: str) -> CallerIdentified | None:
        file = await self.files.load(call_id, number)
        customer = file.customer
        return CallerIdentified(call_id, customer.customer_id, customer.level) if customer else None

    async def _finish(self, recording_id: str) -> None:
        pass

    async def _today(self, agent_id: str) -> TodayView:
        return TodayView(answered=7, talk_s_average=61.5, missed=1)

    def agent_leg(self) -> str:
        return [c for c in self.voice.commands if isinstance(c, OriginateLeg)][-1].leg_id


async def known(number: str, language: str) -> CustomerFile:
    return LI_MING


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    house = Centre(known)
    yield house
    await house.desk.stop()
    await house.runner.stop()


async def until(messages: AsyncIterator[LiveMessage], kind: type) -> LiveMessage:
    async with asyncio.timeout(5):
        async for message in messages:
            if isinstance(message, kind):
                return message
    raise AssertionError(f"the desk ended before {kind.__name__}")


def ring(centre: Centre, leg: str = "caller-1") -> None:
    centre.runner.feed(LegIncoming(leg, "4002", "13812341234", "", "trunk"))


async def get_ready(centre: Centre) -> None:
    centre.runner.on_phone("1001", True)
    view = await centre.desk.wish_state("wang", StateWish(state="READY"))
    assert view.state in ("READY", "OFFERED")


async def test_a_call_pops_up_is_talked_and_written_up(centre: Centre):
    async with centre.desk.subscribe("wang", 0) as messages:
        hello = await until(messages, Hello)
        assert isinstance(hello, Hello) and hello.agent and hello.agent.state == "OFFLINE"
        assert hello.today and hello.today.answered == 7
        ring(centre)
        while centre.files.at_hand("call-1") is None:  # it is read while the caller waits
            await asyncio.sleep(0)
        await get_ready(centre)
        offer = await until(messages, OfferMade)
        assert isinstance(offer, OfferMade) and offer.offer.file == LI_MING
        assert offer.offer.caller_number == "138****1234"
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        withdrawn = await until(messages, OfferWithdrawn)
        assert isinstance(withdrawn, OfferWithdrawn) and withdrawn.why == "answered"
        call = await until(messages, CallChanged)
        assert isinstance(call, CallChanged) and call.call.state == "TALKING" and call.call.recording
        await centre.desk.hold("wang", call.call.call_id)
        held = await until(messages, CallChanged)
        assert isinstance(held, CallChanged) and held.call.state == "HELD" and held.call.held_since
        centre.runner.feed(LegEnded("caller-1", EndCause.NORMAL, True))
        ended = await until(messages, CallChanged)
        assert isinstance(ended, CallChanged) and ended.call.state == "ENDED"
        assert ended.call.ended_by == "customer"
        await centre.desk.finish_wrap_up("wang", call.call.call_id)
        assert await until(messages, TodayChanged)
        assert (await centre.desk.agent("wang")).state == "READY"  # type: ignore[union-attr]


async def test_a_desktop_that_comes_late_is_told_all(centre: Centre):
    ring(centre)
    await get_ready(centre)
    async with centre.desk.subscribe("wang", 0) as messages:
        hello = await until(messages, Hello)
        assert isinstance(hello, Hello) and hello.offer and hello.offer.queue.zh == "售前咨询"
        assert hello.queues[0].waiting == 1
    centre.runner.feed(LegAnswered(centre.agent_leg()))
    async with centre.desk.subscribe("wang", 0) as messages:
        hello = await until(messages, Hello)
        assert isinstance(hello, Hello) and hello.offer is None
        assert hello.call and hello.call.state == "TALKING"


async def test_the_pop_does_not_wait_for_a_slow_database():
    gate = asyncio.Event()

    async def slow(number: str, language: str) -> CustomerFile:
        await gate.wait()
        return LI_MING

    centre = Centre(slow)
    async with centre.desk.subscribe("wang", 0) as messages:
        await get_ready(centre)
        ring(centre)
        first = await until(messages, OfferMade)
        assert isinstance(first, OfferMade) and first.offer.file.customer is None
        assert first.offer.caller_number == "138****1234"
        gate.set()
        second = await until(messages, OfferMade)
        assert isinstance(second, OfferMade) and second.offer.offer_id == first.offer.offer_id
        assert second.offer.file == LI_MING
    await centre.desk.stop()
    await centre.runner.stop()


async def test_a_database_in_trouble_costs_the_file_not_the_call():
    async def broken(number: str, language: str) -> CustomerFile:
        raise OSError("disk gone")

    centre = Centre(broken)
    async with centre.desk.subscribe("wang", 0) as messages:
        await get_ready(centre)
        ring(centre)
        offer = await until(messages, OfferMade)
        assert isinstance(offer, OfferMade) and offer.offer.file.number == "138****1234"
    await centre.desk.stop()
    await centre.runner.stop()


async def test_others_do_not_hear_of_my_calls(centre: Centre):
    async with centre.desk.subscribe("li", 0) as messages:
        await get_ready(centre)
        ring(centre)
        centre.runner.feed(LegAnswered(centre.agent_leg()))
        await centre.desk.stop()
        heard = [message async for message in messages]
    assert not [m for m in heard if isinstance(m, OfferMade | CallChanged | OfferWithdrawn)]


async def test_wishes_that_make_no_sense_are_refused_with_a_reason(centre: Centre):
    with pytest.raises(AgentUnknownError):
        await centre.desk.wish_state("nobody", StateWish(state="READY"))
    with pytest.raises(OfferClosedError):
        await centre.desk.decline("wang", "offer-99")
    with pytest.raises(DeskError):
        await centre.desk.hold("wang", "call-99")
    ring(centre)
    await get_ready(centre)
    call_id = (await centre.desk.agent("wang")).call_id  # type: ignore[union-attr]
    with pytest.raises(DeskError):
        await centre.desk.hold("wang", call_id or "")
    centre.runner.feed(LegAnswered(centre.agent_leg()))
    with pytest.raises(CallNotYoursError):
        await centre.desk.hang_up("li", call_id or "")


async def test_a_desktop_that_does_not_read_is_let_go(centre: Centre):
    async with centre.desk.subscribe("wang", 0) as messages:
        for _ in range(600):
            centre.desk.on_phone_changed("wang")
        heard = [message async for message in messages]
    assert len(heard) == 500


async def test_one_broken_command_does_not_stop_those_behind_it(centre: Centre):
    def fail(command: object) -> None:
        if isinstance(command, OriginateLeg):
            raise RuntimeError("boom")

    centre.voice.do = fail  # type: ignore[method-assign]
    await get_ready(centre)
    ring(centre)
    assert (await centre.desk.agent("wang")).state == "OFFERED"  # type: ignore[union-attr]


async def test_each_desktop_reads_the_file_in_its_own_language():
    async def read(number: str, language: str) -> CustomerFile:
        somebody = CustomerView(customer_id="c1", name="李明", level="VIP", number=number)
        return CustomerFile(customer=somebody, number=f"file in {language}")

    centre = Centre(read)
    async with centre.desk.subscribe("wang", 0, "en") as messages:
        ring(centre)
        while centre.files.at_hand("call-1", "en") is None:
            await asyncio.sleep(0)
        await get_ready(centre)
        offer = await until(messages, OfferMade)
        assert isinstance(offer, OfferMade) and offer.offer.file.number == "file in en"
        async with centre.desk.subscribe("wang", 0, "zh") as others:
            hello = await until(others, Hello)
            assert isinstance(hello, Hello) and hello.offer and hello.offer.file.number == "file in zh"
    await centre.desk.stop()
    await centre.runner.stop()
