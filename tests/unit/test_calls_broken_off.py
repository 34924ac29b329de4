"""Where a call stood when its server died, told by its facts; and who is promised a call-back for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.server.calls.broken_off import BrokenOff, stood
from app.server.calls.projection import project
from app.server.calls.recovery import Policy, cut_off, recover
from app.server.core.events import CallBackRestored
from app.server.core.facts import (
    CallArrived,
    CallBackPromised,
    CallConnected,
    CallEnded,
    CallerKnown,
    CallHeld,
    CallLeftQueue,
    CallQueued,
    Fact,
    OfferMade,
    PartyChanged,
    PartyJoined,
    PartyLeft,
    ReconnectTried,
    TransferEnded,
    TransferStarted,
)
from app.server.core.types import CallOutcome, EndCause, Explanation
from app.server.storage.database import Database
from app.server.storage.ledger import Ledger
from app.server.storage.migrate import migrate
from app.server.storage.tables import Call, CallbackRow

START = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
MINE = "13800138000"
ARRIVED = CallArrived("c1", "4002", MINE, "", "trunk:t")
QUEUED = CallQueued("c1", "sales", 1)
CONNECTED = CallConnected("c1", "wang", "sales", 3.0)
WANG = PartyJoined("c1", "leg-1", "AGENT", "wang", "1001")
WANG_LEFT = PartyLeft("c1", "leg-1", "AGENT", "wang", 10.0, 0.0)
OFFERED = OfferMade("c1", "offer-1", "wang", "sales", Explanation("longest-idle", "wang", ()))


def at(second: float) -> datetime:
    return START + timedelta(seconds=second)


def story(*facts: Fact) -> BrokenOff:
    return stood([(at(second), fact) for second, fact in enumerate(facts)])


@pytest.mark.parametrize(
    ("facts", "waits", "agent"),
    [
        ((ARRIVED,), False, ""),  # in the menu
        ((ARRIVED, QUEUED), True, ""),
        ((ARRIVED, QUEUED, OFFERED), True, ""),
        ((ARRIVED, QUEUED, WANG, CONNECTED), False, "wang"),
        ((ARRIVED, QUEUED, WANG, CONNECTED, CallHeld("c1", "wang")), False, "wang"),
        ((ARRIVED, QUEUED, WANG, CONNECTED, ReconnectTried("c1", "wang", 1, "dialling")), False, "wang"),
        ((ARRIVED, QUEUED, WANG, CONNECTED, WANG_LEFT), False, ""),  # a survey
        (
            (ARRIVED, QUEUED, WANG, CONNECTED, TransferStarted("c1", "t1", "wang", "blind", "AGENT", "li"),
             WANG_LEFT),
            True, "",
        ),  # it rang at li
        (
            (ARRIVED, QUEUED, WANG, CONNECTED, TransferStarted("c1", "t1", "wang", "blind", "QUEUE", "q"),
             WANG_LEFT, TransferEnded("c1", "t1", "wang", "completed"), CallQueued("c1", "service", 1)),
            True, "",
        ),
        (
            (ARRIVED, QUEUED, WANG, CONNECTED, PartyJoined("c1", "leg-2", "AGENT", "li", "1002"), WANG_LEFT,
             PartyChanged("c1", "leg-2", "li", "leads")),
            False, "li",
        ),
        ((ARRIVED, QUEUED, CallLeftQueue("c1", "sales", "called-back", "cb")), False, ""),
        ((ARRIVED, QUEUED, CallLeftQueue("c1", "sales", "flowed-out", "flow")), False, ""),
        (
            (ARRIVED, QUEUED, TransferStarted("c1", "t1", None, "blind", "OUTSIDE", "021"),
             CallLeftQueue("c1", "sales", "flowed-out", "021")),
            True, "",
        ),  # it rang outside
    ],
)  # fmt: skip
def test_did_he_wait_or_talk(facts: Sequence[Fact], waits: bool, agent: str):
    found = story(*facts)
    assert (found.waits, found.agent_id) == (waits, agent)


def test_his_place_counts_from_where_it_counted_before():
    assert story(ARRIVED, QUEUED).since == at(1)
    again = CallQueued("c1", "sales", 1, again=True)
    assert story(ARRIVED, QUEUED, OFFERED, again).since == at(1)
    earlier = CallQueued("c1", "service", 1, since=at(-300).isoformat())
    assert story(ARRIVED, earlier).since == at(-300)
    assert story(ARRIVED, earlier).queue_id == "service"


def test_being_called_back_is_neither_talk_nor_hold():
    facts = [(at(0), ARRIVED), (at(1), QUEUED), (at(10), CONNECTED), (at(40), CallHeld("c1", "wang"))]
    facts += [
        (at(45), ReconnectTried("c1", "wang", 1, "dialling")),
        (at(50), ReconnectTried("c1", "wang", 1, "back")),
    ]
    ended = cut_off("c1", facts, at(60))
    assert (ended.talk_s, ended.hold_s) == (40, 5)


class Disk:
    """A database that servers begin on and die on."""

    def __init__(self, path: Path) -> None:
        self.database = Database(f"sqlite:///{path}")
        migrate(self.database)

    async def died_after(self, *facts: tuple[float, Fact]) -> None:
        ledger = Ledger(self.database, project)
        for second, fact in facts:
            ledger.append(fact, at(second))
        await ledger.close()

    async def begins(self, second: float = 60, give_up_after_s: int = 3600) -> list[CallBackRestored]:
        ids = iter(f"cb-{second:.0f}-{number}" for number in range(100))
        policy = Policy(
            lambda number: len(number) > 6,
            lambda queue_id: give_up_after_s if queue_id == "sales" else None,
            lambda kind: next(ids),
            at(second),
        )
        ledger = Ledger(self.database, project)
        found = await recover(self.database, ledger, policy)
        await ledger.close()
        return found.promises

    def call(self, call_id: str) -> Call:
        return self.database.read_now(lambda session: session.get_one(Call, call_id))

    def callbacks(self) -> list[CallbackRow]:
        return list(self.database.read_now(lambda session: session.scalars(select(CallbackRow)).all()))


@pytest.fixture
def disk(tmp_path: Path):
    made = Disk(tmp_path / "seatline.db")
    yield made
    made.database.close_now()


def of(call_id: str, number: str, source: str = "trunk:t", direction: str = "IN") -> CallArrived:
    return CallArrived(call_id, "4002", number, "", source, direction)


async def test_who_waited_and_who_talked_are_promised_a_call_once(disk: Disk):
    await disk.died_after(
        (0, of("waits", MINE)),
        (1, CallerKnown("waits", "customer-7", "VIP")),
        (2, CallQueued("waits", "sales", 1)),
        (3, of("talks", "13900139000")),
        (4, CallQueued("talks", "sales", 2)),
        (5, PartyJoined("talks", "leg", "AGENT", "wang", "1001")),
        (5, CallConnected("talks", "wang", "sales", 1.0)),
    )
    first = await disk.begins(60)
    assert [(p.number, p.agent_id, p.waiting_since, p.level, p.customer_id) for p in first] == [
        ("13900139000", "wang", at(4), "", ""),
        (MINE, "", at(2), "VIP", "customer-7"),
    ]
    assert disk.call("waits").outcome == "CUT_OFF"
    assert disk.call("waits").ended_detail == "restart-called-back"
    again = await disk.begins(70)
    assert {p.callback_id for p in again} == {p.callback_id for p in first}
    assert len(disk.callbacks()) == 2


async def test_who_cannot_be_called_stands_in_his_record(disk: Disk):
    await disk.died_after(
        (0, of("withheld", "anonymous")),
        (1, CallQueued("withheld", "sales", 1)),
        (2, of("inside", "10012345", source="phone:10012345")),
        (3, CallQueued("inside", "sales", 1)),
        (4, of("gone", MINE)),
        (5, CallQueued("gone", "queue-of-yesterday", 1)),
        (6, of("menu", MINE)),
    )
    assert await disk.begins() == []
    words = {call_id: disk.call(call_id).ended_detail for call_id in ("withheld", "inside", "gone", "menu")}
    assert words == {
        "withheld": "restart-not-callable",
        "inside": "restart-not-callable",
        "gone": "restart-not-callable",
        "menu": "restart",
    }


async def test_after_a_long_stop_nobody_is_surprised_by_a_call(disk: Disk):
    await disk.died_after((0, of("waits", MINE)), (1, CallQueued("waits", "sales", 1)))
    assert await disk.begins(3700) == []
    assert disk.call("waits").ended_detail == "restart-too-late"


async def test_one_call_back_for_a_number_and_queue_the_talk_first(disk: Disk):
    await disk.died_after(
        (0, of("waits", MINE)),
        (1, CallQueued("waits", "sales", 1)),
        (2, of("talks", f"+86{MINE}")),
        (3, CallQueued("talks", "sales", 1)),
        (4, PartyJoined("talks", "leg", "AGENT", "wang", "1001")),
        (4, CallConnected("talks", "wang", "sales", 1.0)),
    )
    assert [p.for_call_id for p in await disk.begins()] == ["talks"]
    assert disk.call("waits").ended_detail == "restart-called-back"


async def test_a_promise_that_stands_is_restored_with_its_tries(disk: Disk):
    promised = CallBackPromised("cb-old", "sales", MINE, "asked", at(1).isoformat(), level="GOLD")
    await disk.died_after(
        (0, of("asked", MINE)),
        (1, CallQueued("asked", "sales", 1)),
        (9, promised),
        (9, CallLeftQueue("asked", "sales", "called-back", "cb-old")),
        (10, CallEnded("asked", CallOutcome.CALLED_BACK, EndCause.NORMAL, "system", None, "sales", 8, 0, 0)),
        (12, of("try", MINE, source="callback:cb-old", direction="CALLBACK")),
        (12, CallQueued("try", "sales", 1, since=at(1).isoformat())),
    )
    (restored,) = await disk.begins()
    assert (restored.callback_id, restored.waiting_since, restored.level) == ("cb-old", at(1), "GOLD")
    assert disk.call("try").ended_at is not None and len(disk.callbacks()) == 1


async def test_a_call_back_that_was_a_talk_when_it_broke_is_a_talk(disk: Disk):
    await disk.died_after(
        (12, of("try", MINE, source="callback:cb-old", direction="CALLBACK")),
        (12, CallQueued("try", "sales", 1, since=at(1).isoformat())),
        (20, PartyJoined("try", "leg", "AGENT", "wang", "1001")),
        (25, CallConnected("try", "wang", "sales", 8.0)),
    )
    (restored,) = await disk.begins()
    assert (restored.agent_id, restored.waiting_since) == ("wang", at(1))
