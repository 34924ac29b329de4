"""The ledger on real databases: order, groups, call records, trouble with the disk, a crash."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from app.server.calls.projection import project
from app.server.calls.recovery import recover
from app.server.core.facts import (
    AgentStateChanged,
    CallArrived,
    CallConnected,
    CallEnded,
    CallerKnown,
    CallHeld,
    CallQueued,
    CallResumed,
    Fact,
    LegMeasured,
    PartyJoined,
    PartyLeft,
    RecordingStarted,
    RecordingStopped,
    ServerStarted,
    TransferCameBack,
    TransferEnded,
    TransferStarted,
    WrapUpEnded,
)
from app.server.core.types import AgentState, CallOutcome, EndCause, StreamQuality
from app.server.storage.database import Database
from app.server.storage.facts_codec import decode_fact
from app.server.storage.ledger import ALIVE_AT, SEQ_GAP, Ledger, LedgerClosedError
from app.server.storage.meta import get_meta
from app.server.storage.tables import Call, CallParty, CallQuality, CallTransfer, LedgerRow, Recording

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def arrived(call_id: str) -> CallArrived:
    return CallArrived(call_id, "4001", "+8613812345678", "", "trunk")


def ended(call_id: str) -> CallEnded:
    return CallEnded(
        call_id, CallOutcome.ANSWERED, EndCause.NORMAL, "customer", "1001", "sales", 8.0, 50.0, 10.0
    )


async def test_facts_are_kept_in_order_and_read_back_the_same(database):
    ledger = Ledger(database, project)
    facts = [
        arrived("c1"),
        CallerKnown("c1", "cust-1", "VIP"),
        AgentStateChanged("1001", AgentState.READY, AgentState.OFFERED, "", "offer", "system", "c1"),
        ended("c1"),
    ]
    numbers = [ledger.append(fact, at(index)) for index, fact in enumerate(facts)]
    await ledger.close()
    assert numbers == [1, 2, 3, 4]
    rows = database.read_now(lambda session: session.scalars(select(LedgerRow).order_by(LedgerRow.seq)).all())
    assert [decode_fact(row.kind, row.payload) for row in rows] == facts
    assert [row.at for row in rows] == [at(0), at(1), at(2), at(3)]
    assert [row.agent_id for row in rows] == [None, None, "1001", "1001"]


async def test_the_call_record_follows_the_facts(database):
    ledger = Ledger(database, project)
    for second, fact in enumerate(
        [
            arrived("c1"),
            CallerKnown("c1", "cust-1", "VIP"),
            CallQueued("c1", "sales", 1),
            CallConnected("c1", "1001", "sales", 8.0),
            RecordingStarted("r1", "c1"),
            CallHeld("c1", "1001"),
            CallResumed("c1", "1001", 4.0),
        ]
    ):
        ledger.append(fact, at(second))
        await ledger.flush()  # each in a group of its own
    call = database.read_now(lambda session: session.get_one(Call, "c1"))
    assert (call.started_at, call.answered_at, call.ended_at) == (at(0), at(3), None)
    assert (call.hold_s, call.agent_id, call.queue_id) == (4.0, "1001", "sales")
    for fact in (RecordingStopped("r1", "c1"), ended("c1"), WrapUpEnded("c1", "1001", 12.0, "finished")):
        ledger.append(fact, at(60))
    await ledger.close()
    call = database.read_now(lambda session: session.get_one(Call, "c1"))
    assert (call.outcome, call.ended_by, call.ended_cause) == ("ANSWERED", "customer", "NORMAL")
    assert (call.waited_s, call.talk_s, call.hold_s, call.wrap_up_s) == (8.0, 50.0, 10.0, 12.0)
    assert (call.customer_id, call.recording_id, call.ended_at) == ("cust-1", "r1", at(60))
    recording = database.read_now(lambda session: session.get_one(Recording, "r1"))
    assert recording.state == "FINISHING"


async def test_written_together_or_one_by_one_gives_the_same_record(database):
    ledger = Ledger(database, project)
    facts = [CallConnected("c1", "1001", "sales", 8.0), CallResumed("c1", "1001", 4.0)]
    facts += [CallResumed("c1", "1001", 3.0)]
    for call_id in ("c1", "c2"):
        for fact in [arrived("c1"), *facts]:
            ledger.append(type(fact)(**{**_fields(fact), "call_id": call_id}), at(1))
            if call_id == "c2":
                await ledger.flush()
    await ledger.close()
    first, second = database.read_now(lambda s: s.scalars(select(Call).order_by(Call.call_id)).all())
    assert first.hold_s == second.hold_s == 7.0
    assert first.waited_s == second.waited_s == 8.0


def _parts_of(call_id: str) -> list[tuple[float, Fact]]:
    """Somebody who leaves and comes again, a transfer that comes back, a recording."""
    leg_id, transfer_id, recording_id = f"leg-{call_id}", f"t-{call_id}", f"r-{call_id}"
    heard = StreamQuality(100, 1, 1.0, 2.0, 4.1)
    sample = (4.1, 1.0, 2.0, 4.0, 30.0)
    return [
        (0, arrived(call_id)),
        (1, PartyJoined(call_id, leg_id, "AGENT", "1001", "1001")),
        (2, RecordingStarted(recording_id, call_id)),
        (3, PartyLeft(call_id, leg_id, "AGENT", "1001", 2.0, 0.0)),
        (4, TransferStarted(call_id, transfer_id, "1001", "blind", "AGENT", "1002")),
        (5, TransferEnded(call_id, transfer_id, "1001", "no-answer")),
        (6, TransferCameBack(call_id, transfer_id, "1001", "agent")),
        (7, PartyJoined(call_id, leg_id, "AGENT", "1001", "1001")),
        (8, CallConnected(call_id, "1001", "sales", 8.0)),
        (9, PartyLeft(call_id, leg_id, "AGENT", "1001", 3.0, 1.0)),
        (9, PartyLeft(call_id, leg_id, "AGENT", "1001", 99.0, 99.0)),  # said twice: the first counts
        (9, LegMeasured(call_id, leg_id, "AGENT", "1001", "PCMA", heard, None, 30.0, 4.0, (sample,))),
        (10, RecordingStopped(recording_id, call_id)),
        (10, ended(call_id)),
    ]


@pytest.mark.parametrize("together", [True, False])
async def test_what_stands_beside_a_call_is_the_same_together_or_one_by_one(database, together, caplog):
    ledger = Ledger(database, project)
    for steps in zip(_parts_of("c1"), _parts_of("c2"), strict=True):
        for second, fact in steps:
            ledger.append(fact, at(second))
            if not together:
                await ledger.flush()
    await ledger.close()
    assert "cannot be written" not in caplog.text
    parties = database.read_now(
        lambda s: s.scalars(select(CallParty).order_by(CallParty.call_id, CallParty.joined_at)).all()
    )
    found = [(row.call_id, row.joined_at, row.left_at, row.talk_s, row.hold_s) for row in parties]
    assert found == [
        (call_id, at(since), at(until), talk_s, hold_s)
        for call_id in ("c1", "c2")
        for since, until, talk_s, hold_s in ((1, 3, 2.0, 0.0), (7, 9, 3.0, 1.0))
    ]
    transfers = database.read_now(lambda s: s.scalars(select(CallTransfer)).all())
    assert {(row.ended_at, row.result, row.came_back_to) for row in transfers} == {
        (at(5), "no-answer", "agent")
    }
    states = database.read_now(lambda s: s.scalars(select(Recording.state)).all())
    assert states == ["FINISHING", "FINISHING"]
    unsaid = select(CallQuality.call_id).where(CallQuality.sent.is_(None))
    assert len(database.read_now(lambda s: s.scalars(unsaid).all())) == 2


async def test_the_sign_of_life_comes_with_the_first_facts_and_then_now_and_then(database, monkeypatch):
    monkeypatch.setattr("app.server.storage.ledger.NOTE_S", 60.0)  # longer than any pause of this machine
    ledger = Ledger(database, project)
    ledger.append(arrived("c1"), NOW)
    await ledger.flush()
    first = database.read_now(lambda session: get_meta(session, ALIVE_AT))
    ledger.append(ended("c1"), at(1))
    await ledger.flush()
    assert first is not None
    assert database.read_now(lambda session: get_meta(session, ALIVE_AT)) == first
    deadline_s = time.monotonic() + 5
    while database.read_now(lambda session: get_meta(session, ALIVE_AT)) == first:  # the beat of an idle one
        assert time.monotonic() < deadline_s, "no sign of life of a ledger without work"
        await asyncio.sleep(0.1)
    await ledger.close()


def _fields(fact) -> dict:
    return {name: getattr(fact, name) for name in fact.__dataclass_fields__}


async def test_numbers_are_never_used_again_after_a_restart(database):
    ledger = Ledger(database, project)
    last = [ledger.append(ServerStarted("1", 0), NOW) for _ in range(3)][-1]
    await ledger.close()
    again = Ledger(database, project)
    assert again.append(ServerStarted("1", 0), NOW) == last + SEQ_GAP
    await again.close()


async def test_append_answers_at_once_and_a_flood_is_written_in_batches(database):
    ledger = Ledger(database, project)
    started = time.perf_counter()
    for number in range(2000):
        ledger.append(CallQueued(f"c{number % 50}", "sales", 1), NOW)
    took_ms = (time.perf_counter() - started) * 1000
    await ledger.flush()
    assert took_ms < 500
    assert ledger.waiting == 0
    count = database.read_now(lambda session: session.scalar(text("select count(*) from ledger")))
    assert count == 2000
    await ledger.close()


async def test_after_close_nothing_is_taken(database):
    ledger = Ledger(database, project)
    await ledger.close()
    with pytest.raises(LedgerClosedError):
        ledger.append(ServerStarted("1", 0), NOW)


async def test_a_fact_that_cannot_be_projected_does_not_hold_up_the_others(database):
    def broken(connection, batch):
        if any(isinstance(kept.fact, CallQueued) for kept in batch):
            raise KeyError("a fault of the projection")
        project(connection, batch)

    ledger = Ledger(database, broken)
    for fact in (arrived("c1"), CallQueued("c1", "sales", 1), ended("c1")):
        ledger.append(fact, NOW)
    await asyncio.wait_for(ledger.flush(), 10)
    await ledger.close()
    kinds = database.read_now(lambda s: s.scalars(select(LedgerRow.kind).order_by(LedgerRow.seq)).all())
    assert kinds == ["CallArrived", "CallQueued", "CallEnded"]
    assert database.read_now(lambda s: s.get_one(Call, "c1")).outcome == "ANSWERED"


async def test_calls_left_open_by_a_crash_are_closed_as_cut_off(database):
    ledger = Ledger(database, project)
    for second, fact in enumerate(
        [
            arrived("talking"),
            CallQueued("talking", "sales", 1),
            CallConnected("talking", "1001", "sales", 1.0),
        ]
    ):
        ledger.append(fact, at(second))
    ledger.append(arrived("done"), at(3))
    ledger.append(ended("done"), at(30))
    ledger.append(arrived("waiting"), at(20))
    ledger.append(CallQueued("waiting", "sales", 1), at(22))
    await ledger.close()
    _forget_sign_of_life(database)

    again = Ledger(database, project)
    assert (await recover(database, again)).cut_off == 2
    await again.close()
    calls = {call.call_id: call for call in database.read_now(lambda s: s.scalars(select(Call)).all())}
    assert (calls["talking"].outcome, calls["talking"].ended_by) == ("CUT_OFF", "system")
    assert calls["talking"].ended_at == at(22)  # the last instant that the ledger knows of
    assert calls["talking"].talk_s == 20.0
    assert (calls["waiting"].outcome, calls["waiting"].waited_s) == ("CUT_OFF", 0.0)
    assert calls["done"].outcome == "ANSWERED"
    third = Ledger(database, project)
    assert (await recover(database, third)).cut_off == 0
    await third.close()


async def test_who_gives_up_waiting_does_not_stop_the_writer(database):
    ledger = Ledger(database, project)
    for number in range(5):
        ledger.append(arrived(f"c{number}"), at(number))
        waits = asyncio.get_running_loop().create_task(ledger.flush())
        await asyncio.sleep(0)
        waits.cancel()
        await asyncio.gather(waits, return_exceptions=True)
    await asyncio.wait_for(ledger.flush(), 5)
    await ledger.close()
    assert len(database.read_now(lambda s: s.scalars(select(Call)).all())) == 5


def _forget_sign_of_life(database: Database) -> None:
    database.write_now(lambda session: session.execute(text("delete from meta")))
    database.write_now(lambda session: session.execute(text("delete from ledger where call_id = 'done'")))


class Troubles:
    """Notes what the ledger says about trouble; called on the ledger's thread."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self._first = threading.Event()

    def __call__(self, error_id: str, sentence: str) -> None:
        self.said.append((error_id, sentence))
        self._first.set()

    async def wait(self) -> None:
        assert await asyncio.to_thread(self._first.wait, 5), "no trouble was said"


async def test_a_locked_database_is_said_and_nothing_is_lost(sqlite_template, tmp_path):
    url = sqlite_template.new(tmp_path)
    database = Database(url, busy_timeout_s=0.2)
    troubles = Troubles()
    ledger = Ledger(database, project, troubles)
    other = sqlite3.connect(tmp_path / "seatline.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ledger.append(arrived("c1"), NOW, urgent=True)
    await troubles.wait()
    ledger.append(ended("c1"), at(5))
    assert troubles.said[0][0] == "storage-busy"
    assert "locked by another program" in troubles.said[0][1]
    assert ledger.trouble == "storage-busy"
    other.execute("ROLLBACK")
    other.close()
    await asyncio.wait_for(ledger.flush(), 5)
    assert troubles.said[-1][0] == ""
    assert len(troubles.said) == 2  # said once, and once that it is over
    await ledger.close()
    assert database.read_now(lambda session: session.get_one(Call, "c1")).outcome == "ANSWERED"
    database.close_now()


async def test_a_full_disk_is_said_and_what_waits_is_written_once_there_is_room(sqlite_template, tmp_path):
    database = Database(sqlite_template.new(tmp_path))
    troubles = Troubles()
    ledger = Ledger(database, project, troubles)
    with database.connection() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count={pages}"))
    for number in range(400):
        ledger.append(arrived(f"c{number}"), NOW)
    await troubles.wait()
    assert troubles.said[0] == (
        "storage-full",
        "The disk of the database is full; nothing was saved. Free some space, then try again.",
    )
    with database.connection() as connection:
        connection.execute(text("PRAGMA max_page_count=1000000"))
    await asyncio.wait_for(ledger.flush(), 5)
    await ledger.close()
    count = database.read_now(lambda session: session.scalar(text("select count(*) from calls")))
    assert count == 400
    database.close_now()


WRITER = """
import asyncio, sys
from datetime import UTC, datetime
from app.server.calls.projection import project
from app.server.core.facts import CallArrived
from app.server.storage.database import Database
from app.server.storage.ledger import Ledger

async def main(url):
    ledger = Ledger(Database(url), project)
    for number in range(100000):
        ledger.append(CallArrived(f"c{number}", "4001", "1", "", "trunk"), datetime.now(UTC))
        await ledger.flush()
        print(number, flush=True)

asyncio.run(main(sys.argv[1]))
"""


def _write_until_killed(url: str, after: int) -> int:
    """Number of the last fact that the child said was on the disk before it was killed."""
    with subprocess.Popen([sys.executable, "-c", WRITER, url], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        confirmed = [int(next(child.stdout)) for _ in range(after)][-1]
        child.send_signal(signal.SIGKILL)
        rest = child.stdout.read().splitlines(keepends=True)
        whole = [line for line in rest if line.endswith("\n")]
        return int(whole[-1]) if whole else confirmed


@pytest.mark.parametrize("after", [5, 40])
async def test_what_was_confirmed_survives_kill_9(database_url, after):
    confirmed = await asyncio.to_thread(_write_until_killed, database_url, after)
    database = Database(database_url)
    found = set(database.read_now(lambda session: session.scalars(select(Call.call_id)).all()))
    assert {f"c{number}" for number in range(confirmed + 1)} <= found
    ledger = Ledger(database, project)
    assert (await recover(database, ledger)).cut_off == len(found)
    await ledger.close()
    database.close_now()
