"""Timers: each carried out once, after failures and crashes, with any clock."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.server.scheduler.night import night_of
from app.server.scheduler.service import Scheduler
from app.server.storage.after import after_commit
from app.server.storage.database import Database
from app.server.storage.meta import get_meta
from app.server.storage.tables import AuditRow, TimerRow
from tests.doubles.counting_timers import TIMERS, note

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def done(database: Database) -> list[str]:
    return database.read_now(
        lambda session: list(session.scalars(select(AuditRow.subject).order_by(AuditRow.audit_id)))
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def scheduler(database, clock) -> Scheduler:
    made = Scheduler(database, clock=clock)
    made.on("note", note)
    return made


def set_timer(database, scheduler, name, due_at, kind="note"):
    database.write_now(lambda session: scheduler.set(session, name, kind, f"ticket:{name}", due_at, {"n": 1}))


def test_what_is_due_is_done_once_and_in_order(database, scheduler):
    set_timer(database, scheduler, "later", NOW + MINUTE)
    set_timer(database, scheduler, "second", NOW)
    set_timer(database, scheduler, "first", NOW - MINUTE)
    assert scheduler.run_due_now(NOW) == 2
    assert scheduler.run_due_now(NOW) == 0
    assert done(database) == ["first", "second"]
    assert scheduler.run_due_now(NOW + MINUTE) == 1


def test_set_again_for_the_same_time_it_is_not_done_again_but_for_another_it_is(database, scheduler):
    set_timer(database, scheduler, "a", NOW)
    scheduler.run_due_now(NOW)
    set_timer(database, scheduler, "a", NOW)
    assert scheduler.run_due_now(NOW + MINUTE) == 0
    set_timer(database, scheduler, "a", NOW + MINUTE)
    assert scheduler.run_due_now(NOW + MINUTE) == 1


def test_moved_and_cancelled_timers(database, scheduler):
    set_timer(database, scheduler, "moved", NOW)
    set_timer(database, scheduler, "moved", NOW + MINUTE)
    for name in ("gone", "gone-by-subject"):
        set_timer(database, scheduler, name, NOW)
    database.write_now(lambda session: scheduler.cancel(session, "gone"))
    database.write_now(lambda session: scheduler.cancel_of(session, "ticket:gone-by-subject", "note"))
    assert scheduler.run_due_now(NOW) == 0
    assert scheduler.run_due_now(NOW + MINUTE) == 1
    assert done(database) == ["moved"]


def test_what_was_rolled_back_was_never_set(database, scheduler):
    def change_of_mind(session):
        scheduler.set(session, "a", "note", "ticket:a", NOW)
        raise ValueError

    with pytest.raises(ValueError):
        database.write_now(change_of_mind)
    assert scheduler.run_due_now(NOW) == 0


def test_a_handler_that_fails_undoes_all_of_it_and_is_tried_again_later(database, scheduler, clock):
    broken = [True]

    def handler(session, due, now):
        note(session, due, now)
        session.flush()
        if broken[0]:
            raise KeyError("broken")

    scheduler.on("fragile", handler)
    set_timer(database, scheduler, "bad", NOW, "fragile")
    set_timer(database, scheduler, "good", NOW)
    assert scheduler.run_due_now(NOW) == 2
    assert done(database) == ["good"]
    broken[0] = False
    assert scheduler.run_due_now(NOW + timedelta(seconds=4)) == 0, "not at once"
    assert scheduler.run_due_now(NOW + MINUTE) == 1
    assert done(database) == ["good", "bad"]


def test_a_handler_may_set_its_own_timer_anew(database, scheduler):
    def chain(session, due, now):
        note(session, due, now)
        scheduler.set(session, due.timer_id, due.kind, due.subject, due.due_at + MINUTE)

    scheduler.on("chain", chain)
    set_timer(database, scheduler, "a", NOW, "chain")
    assert [scheduler.run_due_now(NOW + step * MINUTE) for step in (0, 1, 1, 2)] == [1, 1, 0, 1]


def test_timers_that_nobody_carries_out_stay(database, scheduler):
    set_timer(database, scheduler, "a", NOW, "of-tomorrow")
    assert scheduler.run_due_now(NOW) == 0
    scheduler.on("of-tomorrow", note)
    assert scheduler.run_due_now(NOW) == 1


def test_word_of_it_goes_out_when_it_is_on_the_disk(database, scheduler):
    seen: list[list[str]] = []

    def handler(session, due, now):
        note(session, due, now)
        after_commit(session, lambda: seen.append(done(database)))

    scheduler.on("told", handler)
    set_timer(database, scheduler, "a", NOW, "told")
    scheduler.run_due_now(NOW)
    assert seen == [["a"]]


def test_two_programs_on_one_database_do_it_once(database, database_url, scheduler, clock):
    other_database = Database(database_url)
    other = Scheduler(other_database, clock=clock)
    other.on("note", note)
    for number in range(20):
        set_timer(database, scheduler, f"{number:02}", NOW)

    async def both():
        scheduler.start()
        other.start()
        async with asyncio.timeout(10):
            while len(done(database)) < 20:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.3)
        await scheduler.close()
        await other.close()

    asyncio.run(both())
    other_database.close_now()
    assert sorted(done(database)) == [f"{number:02}" for number in range(20)]


async def test_a_running_scheduler_hears_of_a_new_timer_at_once(database, scheduler, clock):
    scheduler.start()
    try:
        set_timer(database, scheduler, "a", NOW)
        async with asyncio.timeout(2):  # not only when it looks again by itself
            while not done(database):
                await asyncio.sleep(0.005)
        # The clock jumps forward, then back: nothing is done twice, nothing is lost.
        set_timer(database, scheduler, "b", NOW + timedelta(hours=5))
        clock.now = NOW + timedelta(hours=6)
        set_timer(database, scheduler, "wakes-it", NOW + timedelta(hours=6))
        async with asyncio.timeout(2):
            while len(done(database)) < 3:
                await asyncio.sleep(0.005)
        clock.now = NOW
        set_timer(database, scheduler, "c", NOW + timedelta(hours=1))
        set_timer(database, scheduler, "d", NOW)
        async with asyncio.timeout(2):
            while len(done(database)) < 4:
                await asyncio.sleep(0.005)
        assert done(database) == ["a", "b", "wakes-it", "d"]
    finally:
        await scheduler.close()


async def test_work_of_the_night_is_done_once_a_night_and_again_after_a_failure(database, clock):
    alarms, runs = [], []
    scheduler = Scheduler(database, lambda *alarm: alarms.append(alarm), clock)
    broken = [True]

    async def tidy(now):
        runs.append(now)

    async def fragile(now):
        if broken[0]:
            raise OSError("no room")

    scheduler.every_night("fragile", fragile)
    scheduler.every_night("tidy", tidy)
    assert "tidy" in await scheduler.tonight()
    assert await scheduler.tonight() == []
    assert alarms[0][0] == "night-work-failed" and not alarms[0][2]
    broken[0] = False
    assert await scheduler.tonight() == ["fragile"]
    assert alarms[-1][2], "the alarm is over"
    clock.now = NOW - timedelta(days=2)
    assert await scheduler.tonight() == [], "the clock was put back"
    clock.now = NOW + timedelta(days=1)
    assert set(await scheduler.tonight()) >= {"tidy", "fragile"}
    assert len(runs) == 2


def test_the_night_belongs_to_the_day_before_until_three():
    three = datetime(2026, 11, 23, 3, 0).astimezone()
    assert night_of(three) == three.date()
    assert night_of(three - MINUTE) == three.date() - timedelta(days=1)


async def test_what_was_done_is_forgotten_after_a_month(database, scheduler, clock):
    set_timer(database, scheduler, "a", NOW)
    scheduler.run_due_now(NOW)
    clock.now = NOW + timedelta(days=29)
    await scheduler.tonight()
    assert database.read_now(lambda session: session.scalar(select(func.count()).select_from(TimerRow))) == 1
    clock.now = NOW + timedelta(days=31)
    await scheduler.tonight()
    assert database.read_now(lambda session: session.scalar(select(func.count()).select_from(TimerRow))) == 0


def test_killed_again_and_again_each_timer_is_done_exactly_once(database_url, tmp_path):
    """A real process, killed with -9 wherever it is, its clock jumping by hours each time."""
    kills, line = 0, ""
    while line != "all" and kills < 20:
        jump_h = (0, 7, -5, 30, -26, 2)[kills % 6]
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.doubles.counting_timers", database_url, str(jump_h)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert program.stdout is not None
        try:
            for _ in range(5 + kills * 7 % 11):
                line = program.stdout.readline().strip()
                if line in ("", "all"):
                    break
        finally:
            os.kill(program.pid, signal.SIGKILL)
            program.communicate()
        kills += 1
    database = Database(database_url)
    told = done(database)
    left = database.read_now(lambda session: get_meta(session, "counted"))
    database.close_now()
    assert sorted(told) == sorted(TIMERS), f"after {kills} kills"
    assert left == str(len(TIMERS))
    assert kills > 3
