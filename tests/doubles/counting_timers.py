"""A program with timers that count: run until it is killed, with its clock put off by some hours.

Each timer writes a row and adds to a sum in one transaction, so that what was done twice or by half shows.
It prints a line for each that was done, and "all" when nothing is left.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.server.scheduler.model import Due
from app.server.scheduler.service import Scheduler
from app.server.storage.database import Database
from app.server.storage.meta import get_meta, set_meta
from app.server.storage.tables import AuditRow, TimerRow

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TIMERS = [f"t{number:03}" for number in range(60)]
_SET = "timers-set"


def note(session: Session, due: Due, now: datetime) -> None:
    """A handler: what was done stands in the audit list."""
    subject = due.subject.removeprefix("ticket:")
    session.add(AuditRow(at=now, user_id="", action=due.kind, subject=subject))


def count(session: Session, due: Due, now: datetime) -> None:
    note(session, due, now)
    set_meta(session, "counted", str(int(get_meta(session, "counted") or "0") + 1))


async def main(url: str, jump_h: int) -> None:
    database = Database(url)
    scheduler = Scheduler(database, clock=lambda: START + timedelta(days=3, hours=jump_h))
    scheduler.on("count", count)

    def set_all(session: Session) -> None:
        """At every start, as a view that is made anew after a crash would."""
        for number, name in enumerate(TIMERS):
            scheduler.set(session, name, "count", f"ticket:{name}", START + timedelta(minutes=number))

    await database.write(set_all)
    seen, _ = await database.read(_count)
    scheduler.start()
    while True:
        done, left = await database.read(_count)
        for _ in range(done - seen):
            print("done", flush=True)
        seen = done
        if not left:
            print("all", flush=True)
        await asyncio.sleep(0.001)


def _count(session: Session) -> tuple[int, int]:
    done = session.scalar(select(func.count()).select_from(AuditRow)) or 0
    left = session.scalar(select(func.count()).select_from(TimerRow).where(TimerRow.done_at.is_(None)))
    return done, left or 0


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
